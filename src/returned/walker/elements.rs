//! What each element of a document's text means.

use super::super::draft::Sign;
use super::super::styles::{is_on, level};
use super::super::told::Told;
use super::{Change, Container, Field, Table, Use, Walker};
use crate::package::Element;
use crate::returned::{Refused, TrackedKind};
use crate::sent::{Role, id_of_bookmark};

/// Columns of a table that are counted; a cell may claim more.
const MOST_COLUMNS: usize = 1000;

/// The width below which a column of the grid is none, in twips: half a character of the smallest type.
const NARROWEST: u32 = 70;

/// Bookmarks, and comments, that go on at a time.
const MOST_OPEN: usize = 50;

/// What stands in the place of a sign that is not known.
const UNKNOWN_SIGN: &str = "〓";

/// Signs of the fonts Symbol and Wingdings that texts have.
const SIGNS: &[(&str, u32, &str)] = &[
    ("Symbol", 0xB7, "·"),
    ("Symbol", 0xB4, "×"),
    ("Symbol", 0xB8, "÷"),
    ("Symbol", 0xB1, "±"),
    ("Symbol", 0xA3, "≤"),
    ("Symbol", 0xB3, "≥"),
    ("Symbol", 0xB0, "°"),
    ("Wingdings", 0x6C, "●"),
    ("Wingdings", 0x6E, "■"),
    ("Wingdings", 0xA8, "□"),
    ("Wingdings", 0xFC, "√"),
    ("Wingdings", 0xE0, "→"),
];

impl Walker<'_> {
    pub(super) fn open(&mut self, element: &Element) -> Result<(), Refused> {
        let value = element.attribute("w:val");
        match element.name.as_str() {
            "w:p" => self.begin_paragraph(),
            "w:r" => (self.is_run_hidden, self.is_run_struck) = (false, false),
            "w:t" | "w:delText" => {
                self.pending.clear();
                self.keeps_blanks = element.attribute("?:space") == Some("preserve");
            }
            "w:vanish" if self.parent(0) == "w:rPr" && self.parent(1) == "w:r" => {
                self.is_run_hidden = is_on(value);
            }
            "w:strike" if self.parent(0) == "w:rPr" && self.parent(1) == "w:r" => {
                self.is_run_struck = is_on(value);
            }
            "w:dstrike" if self.parent(0) == "w:rPr" && self.parent(1) == "w:r" => {
                self.is_run_struck |= is_on(value);
            }
            "w:rStyle" => {
                self.is_run_hidden |= value.is_some_and(|style| self.styles.is_hidden(style));
                self.is_run_struck |= value.is_some_and(|style| self.styles.is_struck(style));
            }
            "w:pStyle" => self.properties.style = value.map(str::to_owned),
            "w:outlineLvl" => self.properties.outline = level(value),
            "w:framePr" => {
                let is_drop_cap = element.attribute("w:dropCap").is_some_and(|it| it != "none");
                self.properties.is_framed = !is_drop_cap;
            }
            "w:numId" | "w:ilvl" => self.properties.numbering.take(element),
            "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo" => self.change(element),
            "w:tab" | "w:ptab" if self.parent(0) == "w:r" => return self.push("\t"),
            "w:br" | "w:cr" if self.parent(0) == "w:r" => self.line_break(element),
            "w:noBreakHyphen" => return self.push("-"),
            "w:sym" => return self.sign(element),
            "w:fldChar" => self.field(element),
            "w:fldSimple" => {
                let instruction = element.attribute("w:instr").unwrap_or_default().to_owned();
                self.fields.push(Field { instruction, has_result: true, ..Field::default() });
            }
            "w:footnoteReference" | "w:endnoteReference" => {
                self.text.notes += usize::from(self.usage() == Use::Show);
            }
            "w:bookmarkStart" | "w:bookmarkEnd" => self.bookmark(element),
            "w:commentRangeStart" | "w:commentRangeEnd" | "w:commentReference" => {
                self.comment(element);
            }
            "w:drawing" | "w:pict" | "w:object" => {
                self.had_pictures = self.text.told.has_pictures;
                self.text.told.has_pictures |= self.usage() == Use::Show;
            }
            "?:oMath" if self.usage() == Use::Show => {
                Told::add(&mut self.text.told.formulas, "", false);
            }
            "w:hidden" if self.parent(0) == "w:trPr" => {
                self.text.told.has_hidden_rows |= is_on(value);
            }
            "w:txbxContent" => {
                // What is drawn is a text box, and no picture.
                self.text.told.has_pictures = self.had_pictures;
                self.container_of(None, true);
            }
            "w:sdt" => self.has_placeholder = false,
            "w:showingPlcHdr" => self.has_placeholder = is_on(value),
            "mc:AlternateContent" => self.choices.push(false),
            "w:altChunk" | "w:subDoc" => return Err(Refused::Elsewhere),
            "w:tbl" | "w:tr" | "w:tc" | "w:gridSpan" | "w:gridBefore" | "w:gridCol"
            | "w:cellDel" => self.open_table(element),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn close(&mut self, name: &str) -> Result<(), Refused> {
        match name {
            "w:pPr" => {
                let is_end_deleted = self.properties.is_end_deleted;
                self.take_properties()?;
                self.properties.is_end_deleted = is_end_deleted;
            }
            "w:p" => self.end_paragraph()?,
            "w:t" | "w:delText" => self.end_words()?,
            "w:r" => (self.is_run_hidden, self.is_run_struck) = (false, false),
            "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo" if !self.is_property() => {
                self.changes.pop();
            }
            "w:fldSimple" => {
                self.fields.pop();
            }
            "w:txbxContent" => self.close_box()?,
            "mc:AlternateContent" => {
                self.choices.pop();
            }
            "w:tbl" | "w:tr" | "w:tc" => self.close_table(name)?,
            _ => {}
        }
        Ok(())
    }

    /// Whether the element stands among the properties of something: it says what happened to the
    /// end of a paragraph, or to a row.
    fn is_property(&self) -> bool {
        matches!(self.parent(0), "w:rPr" | "w:trPr" | "w:tcPr" | "w:numPr")
    }

    fn change(&mut self, element: &Element) {
        let author = element.attribute("w:author").unwrap_or_default().to_owned();
        let date = element.attribute("w:date").map(str::to_owned);
        let takes_away = matches!(element.name.as_str(), "w:del" | "w:moveFrom");
        if !self.is_property() {
            let kind = match element.name.as_str() {
                "w:ins" => TrackedKind::Inserted,
                "w:del" => TrackedKind::Deleted,
                "w:moveFrom" => TrackedKind::MovedAway,
                _ => TrackedKind::MovedHere,
            };
            self.changes.push(Change { kind, author, date });
            return;
        }
        match (self.parent(0), self.parent(1)) {
            ("w:rPr", "w:pPr") => {
                self.properties.is_end_deleted |= takes_away;
                let kind = if takes_away { TrackedKind::Joined } else { TrackedKind::Split };
                if let Some(draft) = self.draft() {
                    draft.track(kind, &author, date.as_deref(), "", false);
                }
            }
            ("w:trPr", _) if takes_away => {
                if let Some(table) = self.tables.last_mut() {
                    table.is_row_deleted = true;
                }
                self.changes.push(Change { kind: TrackedKind::CellsDeleted, author, date });
            }
            _ => {}
        }
    }

    fn line_break(&mut self, element: &Element) {
        let is_of_line = matches!(element.attribute("w:type"), None | Some("textWrapping"));
        if is_of_line
            && self.usage() == Use::Show
            && let Some(draft) = self.draft()
        {
            draft.line_break();
        }
    }

    fn sign(&mut self, element: &Element) -> Result<(), Refused> {
        let code = element.attribute("w:char").unwrap_or_default();
        let code = u32::from_str_radix(code, 16).unwrap_or_default();
        let font = element.attribute("w:font").unwrap_or_default();
        // The fonts of signs have theirs in an area for private use.
        let own = code & 0xFF;
        let known = SIGNS.iter().find(|(name, code, _)| font.starts_with(name) && *code == own);
        if let Some((_, _, sign)) = known {
            return self.push(sign);
        }
        let is_private = (0xE000..0xF900).contains(&code) || code < 0x20;
        if let Some(character) = char::from_u32(code).filter(|_| !is_private) {
            return self.push(character.encode_utf8(&mut [0; 4]));
        }
        self.text.told.has_unknown_signs = true;
        self.push(UNKNOWN_SIGN)
    }

    fn field(&mut self, element: &Element) {
        match element.attribute("w:fldCharType") {
            Some("begin") => {
                self.fields.push(Field { depth: self.containers.len(), ..Field::default() });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.has_result = true;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    fn bookmark(&mut self, element: &Element) {
        let number = element.attribute("w:id").unwrap_or_default();
        if element.name == "w:bookmarkStart" {
            let name = element.attribute("w:name").unwrap_or_default();
            let Some(id) = id_of_bookmark(name) else { return };
            if self.bookmarks.len() >= MOST_OPEN {
                return;
            }
            self.bookmarks.push((number.to_owned(), id.to_owned()));
            if let Some(draft) = self.draft() {
                draft.mark(Sign::Id(id.to_owned()), true);
            }
            return;
        }
        let Some(at) = self.bookmarks.iter().position(|(known, _)| known == number) else { return };
        let (_, id) = self.bookmarks.swap_remove(at);
        if let Some(draft) = self.draft() {
            draft.end(|sign| matches!(sign, Sign::Id(known) if *known == id));
        }
    }

    fn comment(&mut self, element: &Element) {
        let id = element.attribute("w:id").unwrap_or_default().to_owned();
        match element.name.as_str() {
            "w:commentRangeStart" => {
                if self.comments.len() >= MOST_OPEN {
                    return;
                }
                if let Some(draft) = self.draft() {
                    draft.mark(Sign::Comment(id.clone()), true);
                }
                self.comments.push(id);
            }
            "w:commentRangeEnd" => {
                let count = self.comments.len();
                self.comments.retain(|known| *known != id);
                if self.comments.len() < count
                    && let Some(draft) = self.draft()
                {
                    draft.end(|sign| matches!(sign, Sign::Comment(known) if *known == id));
                }
            }
            // A comment without words stands where it is referred to.
            _ => {
                if let Some(draft) = self.draft() {
                    draft.mark(Sign::Comment(id), false);
                }
            }
        }
    }

    fn container_of(&mut self, cell: Option<Role>, is_box: bool) {
        self.containers.push(Container { cell, is_box, draft: None, boxed: Vec::new() });
    }

    /// Whether a table is read as a part of the cell or the box that it stands in.
    fn is_in_cell(&self) -> bool {
        let is_part = |it: &Container| it.cell.is_some() || it.is_box;
        self.nested > 0 || self.containers.last().is_some_and(is_part)
    }

    fn open_table(&mut self, element: &Element) {
        let name = element.name.as_str();
        if name == "w:tbl" {
            if self.is_in_cell() {
                // The only table of a box is all of its text.
                let is_boxed = self.containers.last().is_some_and(|it| it.cell.is_none());
                self.text.told.has_nested_tables |= self.nested > 0 || !is_boxed;
                self.nested += 1;
                return;
            }
            self.tables.push(Table {
                number: self.next_table,
                row: 0,
                column: 0,
                narrow: Vec::new(),
                span: 1,
                is_row_deleted: false,
                is_cell_deleted: false,
            });
            self.next_table += 1;
            return;
        }
        if self.nested > 0 {
            return;
        }
        let Some(table) = self.tables.last_mut() else { return };
        let value = element.attribute("w:val");
        let count = || value.and_then(|value| value.parse().ok()).unwrap_or(1_usize);
        match name {
            "w:tr" => {
                table.column = 0;
                table.is_row_deleted = false;
            }
            "w:gridCol" if table.narrow.len() < MOST_COLUMNS => {
                let width = element.attribute("w:w").and_then(|width| width.parse::<u32>().ok());
                table.narrow.push(width.is_some_and(|width| width < NARROWEST));
            }
            "w:gridCol" => {}
            "w:gridBefore" => table.column = count().min(MOST_COLUMNS),
            "w:tc" => {
                (table.span, table.is_cell_deleted) = (1, false);
                let column = table.shown_column();
                let role = Role::Cell { table: table.number, row: table.row, column };
                self.container_of(Some(role), false);
            }
            "w:gridSpan" => table.span = count().clamp(1, MOST_COLUMNS),
            _ => table.is_cell_deleted = true,
        }
    }

    fn close_table(&mut self, name: &str) -> Result<(), Refused> {
        if name == "w:tbl" && self.nested > 0 {
            self.nested -= 1;
            return Ok(());
        }
        if self.nested > 0 {
            return Ok(());
        }
        match name {
            "w:tbl" => {
                self.tables.pop();
            }
            "w:tr" => {
                let Some(table) = self.tables.last_mut() else { return Ok(()) };
                if std::mem::take(&mut table.is_row_deleted) {
                    self.changes.pop();
                } else {
                    table.row += 1;
                }
            }
            "w:tc" if self.containers.len() > 1 => self.close_cell()?,
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Refused> {
        let Some(mut cell) = self.containers.pop() else { return Ok(()) };
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        table.column = (table.column + table.span).min(MOST_COLUMNS);
        table.is_cell_deleted = false;
        let Some(draft) = cell.draft.take() else { return Ok(()) };
        for paragraph in draft.finish() {
            self.add(paragraph)?;
        }
        Ok(())
    }
}
