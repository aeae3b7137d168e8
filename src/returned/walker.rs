//! The events of a document's text → its paragraphs.

mod boxes;
mod elements;

use std::collections::BTreeMap;
use std::ops::Range;

use self::boxes::is_of_report;
use super::draft::{Draft, Finished, Sign};
use super::numbers::Numbers;
use super::styles::{Numbering, Styles};
use super::told::Told;
use super::{Refused, ReturnedParagraph, Tracked, TrackedKind};
use crate::bounds::{RETURNED_EVENTS, RETURNED_PARAGRAPHS, RETURNED_TEXT};
use crate::package::{Element, Event, Name, Xml};
use crate::sent::Role;
use crate::text::is_invisible;

/// Events that are read.
const MOST_EVENTS: usize = RETURNED_EVENTS.size();

/// Paragraphs and cells that are read.
const MOST_PARAGRAPHS: usize = RETURNED_PARAGRAPHS.size();

/// Bytes of text that are read.
const MOST_TEXT: usize = RETURNED_TEXT.size();

/// Characters that are kept of the words of a comment.
const MOST_ABOUT: usize = 100;

/// What the line of those who signed begins with, and how the lines of 版记 are told apart.
const SIGNERS: &str = "签发人：";
pub(super) const SENT_TO: &str = "主送：";
const COPIES: &str = "抄送：";
const PRINTED: &str = "印发";

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) paragraphs: Vec<ReturnedParagraph>,
    pub(super) tracked: Vec<Tracked>,
    /// Where each comment stands, by its id.
    pub(super) comments: BTreeMap<String, Spot>,
    /// The texts of boxes and frames that are no text of the report: the id of the sign where each is
    /// anchored, and its words.
    pub(super) boxes: Vec<(String, String)>,
    /// Footnotes and endnotes that are referred to.
    pub(super) notes: usize,
    pub(super) told: Told,
}

/// Where a comment stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) paragraph: usize,
    pub(super) range: Range<usize>,
    pub(super) about: String,
    /// Whether it is known where.
    pub(super) is_known: bool,
}

/// What holds paragraphs.
#[derive(Debug)]
struct Container {
    /// A cell has one paragraph, of all that it holds.
    cell: Option<Role>,
    is_box: bool,
    draft: Option<Draft>,
    /// Paragraphs of a text box.
    boxed: Vec<Finished>,
}

/// A table while it is read.
#[derive(Debug)]
struct Table {
    number: usize,
    row: usize,
    column: usize,
    /// For each column of the grid, whether it is too narrow to be one: programs add such where
    /// the edges of cells differ by a hair.
    narrow: Vec<bool>,
    /// Columns that the cell goes over.
    span: usize,
    is_row_deleted: bool,
    is_cell_deleted: bool,
}

/// A tracked change around what is read.
#[derive(Debug)]
struct Change {
    kind: TrackedKind,
    author: String,
    date: Option<String>,
}

/// A field: an instruction, and the text that it gives.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    has_result: bool,
    /// Containers around it.
    depth: usize,
    /// Text within its instruction, which is shown if that does not end.
    within: String,
}

/// What the properties of a paragraph say.
#[derive(Debug, Default)]
struct Properties {
    style: Option<String>,
    outline: Option<u8>,
    numbering: Numbering,
    is_end_deleted: bool,
    /// Whether it stands in a frame beside the text; a drop cap does not.
    is_framed: bool,
}

/// What is to be done with text.
#[derive(Debug, PartialEq, Eq)]
enum Use {
    Show,
    Delete,
    Hide,
    Instruct,
    Drop,
}

/// Reads a document's text.
pub(super) struct Walker<'s> {
    styles: &'s Styles,
    numbers: Numbers,
    text: Text,
    parents: Vec<Name>,
    containers: Vec<Container>,
    tables: Vec<Table>,
    /// Tables that are no rows of their own: those within cells.
    nested: usize,
    next_table: usize,
    changes: Vec<Change>,
    fields: Vec<Field>,
    choices: Vec<bool>,
    /// The bookmarks that go on: their numbers in the file, and the ids that they bear.
    bookmarks: Vec<(String, String)>,
    comments: Vec<String>,
    properties: Properties,
    /// The sign of a frame that is anchored in the paragraph to come.
    frame: Option<String>,
    is_run_hidden: bool,
    is_run_struck: bool,
    is_hidden_before: bool,
    /// Whether there were pictures before the one that is read.
    had_pictures: bool,
    /// Whether the content of a control asks for a text that nobody typed.
    has_placeholder: bool,
    /// The text that is read.
    pending: String,
    /// Whether spaces at its ends count.
    keeps_blanks: bool,
    size: usize,
}

impl<'s> Walker<'s> {
    pub(super) fn new(styles: &'s Styles, numbers: Numbers) -> Walker<'s> {
        let body = Container { cell: None, is_box: false, draft: None, boxed: Vec::new() };
        Walker {
            styles,
            numbers,
            text: Text::default(),
            parents: Vec::new(),
            containers: vec![body],
            tables: Vec::new(),
            nested: 0,
            next_table: 0,
            changes: Vec::new(),
            fields: Vec::new(),
            choices: Vec::new(),
            bookmarks: Vec::new(),
            comments: Vec::new(),
            properties: Properties::default(),
            frame: None,
            is_run_hidden: false,
            is_run_struck: false,
            is_hidden_before: false,
            had_pictures: false,
            has_placeholder: false,
            pending: String::new(),
            keeps_blanks: false,
            size: 0,
        }
    }

    /// Reads a part.
    pub(super) fn read(mut self, part: &[u8]) -> Result<Text, Refused> {
        let mut skipped = 0_usize;
        for (count, event) in Xml::new(part).enumerate() {
            if count > MOST_EVENTS {
                return Err(Refused::TooLarge(&RETURNED_EVENTS));
            }
            match event? {
                Event::Open(_) if skipped > 0 => skipped += 1,
                Event::Close(_) if skipped > 0 => skipped -= 1,
                Event::Text(_) if skipped > 0 => {}
                Event::Open(element) => {
                    if self.is_skipped(&element) {
                        skipped = 1;
                    } else {
                        self.open(&element)?;
                        self.parents.push(element.name);
                    }
                }
                Event::Close(name) => {
                    self.parents.pop();
                    self.close(&name)?;
                }
                Event::Text(text) => self.words(&text)?,
            }
        }
        self.finish_draft()?;
        self.text.told.shorten();
        self.text.number_before_signers();
        Ok(self.text)
    }

    /// Whether all that an element holds is passed over.
    fn is_skipped(&mut self, element: &Element) -> bool {
        match element.name.as_str() {
            "mc:Fallback" => self.choices.last() == Some(&true),
            "mc:Choice" => {
                // Only the first of several is what the writer means.
                let taken = self.choices.last().copied().unwrap_or(false);
                if let Some(choice) = self.choices.last_mut() {
                    *choice = true;
                }
                taken
            }
            "w:sdtContent" => std::mem::take(&mut self.has_placeholder),
            "w:rt" | "w:sectPr" | "w:tblPr" => true,
            // How it looked before.
            name => name.starts_with("w:") && name.ends_with("Change"),
        }
    }

    fn parent(&self, back: usize) -> &str {
        let at = self.parents.len().checked_sub(back + 1);
        at.and_then(|at| self.parents.get(at)).map_or("", Name::as_str)
    }

    fn container(&mut self) -> Option<&mut Container> {
        self.containers.last_mut()
    }

    fn draft(&mut self) -> Option<&mut Draft> {
        self.container()?.draft.as_mut()
    }

    /// What happens to text here.
    fn usage(&self) -> Use {
        if self.fields.iter().any(|field| !field.has_result) {
            return Use::Instruct;
        }
        self.usage_outside_instructions()
    }

    fn usage_outside_instructions(&self) -> Use {
        if self.fields.iter().any(Field::is_contents) {
            return Use::Drop;
        }
        let is_table_deleted =
            self.tables.iter().any(|table| table.is_row_deleted || table.is_cell_deleted);
        let is_deleted = |change: &Change| change.kind.takes_away();
        if is_table_deleted || self.changes.iter().any(is_deleted) {
            return Use::Delete;
        }
        if self.is_run_hidden { Use::Hide } else { Use::Show }
    }

    /// Characters between tags. A text may come in several pieces.
    fn words(&mut self, text: &str) -> Result<(), Refused> {
        match self.parent(0) {
            "w:t" | "w:delText" => {
                self.pending.push_str(text);
                if self.pending.len() > MOST_TEXT {
                    return Err(Refused::TooLarge(&RETURNED_TEXT));
                }
            }
            "?:t"
                if self.parents.iter().any(|name| name == "?:oMath")
                    && self.usage() == Use::Show =>
            {
                Told::add(&mut self.text.told.formulas, text, true);
            }
            "w:instrText" | "w:delInstrText" => {
                if let Some(field) = self.fields.last_mut().filter(|field| !field.has_result)
                    && field.instruction.len() < 100
                {
                    field.instruction.push_str(text);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The end of a text.
    fn end_words(&mut self) -> Result<(), Refused> {
        let text = std::mem::take(&mut self.pending);
        let shown: String = text
            .chars()
            .filter(|character| !is_invisible(*character) && !matches!(character, '\n' | '\r'))
            .map(|character| if character == '\u{A0}' { ' ' } else { character })
            .collect();
        self.push(if self.keeps_blanks { &shown } else { shown.trim_matches(' ') })
    }

    /// Adds text as it is to be used here.
    fn push(&mut self, text: &str) -> Result<(), Refused> {
        self.size += text.len();
        if self.size > MOST_TEXT {
            return Err(Refused::TooLarge(&RETURNED_TEXT));
        }
        let usage = self.usage();
        let change = self.changes.last();
        let (kind, author, date) = match change {
            Some(Change { kind, author, date }) => (Some(*kind), author.clone(), date.clone()),
            None => (None, String::new(), None),
        };
        match usage {
            Use::Show => {
                for comment in &self.comments {
                    let about = &mut self.text.comments.entry(comment.clone()).or_default().about;
                    if about.chars().count() < MOST_ABOUT {
                        about.push_str(text);
                    }
                }
                let is_struck = self.is_run_struck;
                let Some(draft) = self.draft() else { return Ok(()) };
                if is_struck {
                    draft.strike(text);
                }
                if let Some(kind) = kind {
                    draft.track(kind, &author, date.as_deref(), text, true);
                }
                draft.text.push_str(text);
            }
            Use::Delete => {
                let kind = kind.unwrap_or(TrackedKind::CellsDeleted);
                if let Some(draft) = self.draft() {
                    draft.track(kind, &author, date.as_deref(), text, false);
                }
            }
            Use::Hide => {
                let goes_on = self.is_hidden_before;
                Told::add(&mut self.text.told.hidden, text, goes_on);
            }
            Use::Drop => self.text.told.has_contents = true,
            Use::Instruct => {
                let is_shown = self.usage_outside_instructions() == Use::Show;
                let mut open = self.fields.iter_mut().filter(|field| !field.has_result);
                if let Some(field) = open.next().filter(|_| is_shown) {
                    field.within.push_str(text);
                }
            }
        }
        self.is_hidden_before = usage == Use::Hide;
        Ok(())
    }

    /// Begins a paragraph, unless it is the rest of one.
    fn begin_paragraph(&mut self) {
        self.properties = Properties::default();
        let ids: Vec<String> = self.bookmarks.iter().map(|(_, id)| id.clone()).collect();
        let Some(container) = self.containers.last_mut() else { return };
        if container.draft.is_none() {
            let mut draft = Draft { role: container.cell, ..Draft::default() };
            // A bookmark around the anchor of a box says nothing of the box.
            if !container.is_box {
                ids.into_iter().for_each(|id| draft.mark(Sign::Id(id), true));
            }
            container.draft = Some(draft);
        }
    }

    /// Takes what the properties of a paragraph say.
    fn take_properties(&mut self) -> Result<(), Refused> {
        let Properties { style, outline, numbering, is_framed, .. } =
            std::mem::take(&mut self.properties);
        let style = style.as_deref();
        let role = outline.map(Role::Heading).or_else(|| self.styles.role(style));
        let of_style = self.styles.numbering(style);
        let numbering = Numbering {
            list: numbering.list.or(of_style.list),
            level: numbering.level.or(of_style.level),
        };
        let is_stamp = self.styles.is_named(style, super::styles::STAMP);
        let number = match self.usage() {
            Use::Show if !is_stamp => self.numbers.next(&numbering),
            _ => String::new(),
        };
        let Some(draft) = self.draft() else { return Ok(()) };
        draft.is_framed |= is_framed;
        // 版记 and tables that only place text are told by their styles.
        let is_imprint = role == Some(Role::PrintedBy);
        if draft.role.is_none() || is_imprint {
            draft.role = role;
        }
        if draft.text.is_empty() && !number.is_empty() {
            draft.text.push_str(&number);
            self.text.told.has_automatic_numbers = true;
            self.size += number.len();
        }
        Ok(())
    }

    /// Ends the instructions that do not end with the paragraph that they stand in: what follows would
    /// be lost.
    fn end_broken_fields(&mut self) {
        let depth = self.containers.len();
        let is_broken = |field: &Field| !field.has_result && field.depth >= depth;
        let Some(first) = self.fields.iter().position(is_broken) else { return };
        let broken = self.fields.split_off(first);
        self.text.told.has_broken_fields = true;
        if let Some(draft) = self.draft() {
            broken.iter().for_each(|field| draft.text.push_str(&field.within));
        }
    }

    fn end_paragraph(&mut self) -> Result<(), Refused> {
        self.end_broken_fields();
        let goes_on = std::mem::take(&mut self.properties.is_end_deleted);
        let is_cell = self.containers.last().is_some_and(|container| container.cell.is_some());
        if goes_on || is_cell { Ok(()) } else { self.finish_draft() }
    }

    /// Ends the paragraph of the container.
    fn finish_draft(&mut self) -> Result<(), Refused> {
        let Some(container) = self.containers.last_mut() else { return Ok(()) };
        let Some(draft) = container.draft.take() else { return Ok(()) };
        let (is_box, is_framed) = (container.is_box, draft.is_framed);
        let mut finished = draft.finish();
        if is_box {
            container.boxed.extend(finished);
            return Ok(());
        }
        if is_framed && !is_of_report(&finished) {
            let sign = self.frame.take();
            self.frame = self.note_beside(&finished, sign);
            return Ok(());
        }
        if let (Some(first), Some(sign)) = (finished.first_mut(), self.frame.take()) {
            first.marks.push((0..0, Sign::Comment(sign)));
        }
        for paragraph in finished {
            self.add(paragraph)?;
        }
        Ok(())
    }

    /// Adds a paragraph with its signs; those of an empty one stand at the end of the one before.
    fn add(&mut self, finished: Finished) -> Result<(), Refused> {
        let Finished { text, role, marks } = finished;
        let is_empty = text.is_empty();
        let last = self.text.paragraphs.len().saturating_sub(1);
        let (paragraph, before) = if is_empty { (last, 0) } else { self.add_text(text, role) };
        let paragraphs = &mut self.text.paragraphs;
        if paragraphs.len() > MOST_PARAGRAPHS || self.text.tracked.len() > MOST_PARAGRAPHS {
            return Err(Refused::TooLarge(&RETURNED_PARAGRAPHS));
        }
        let end = paragraphs.get(paragraph).map_or(0, |own| own.text.len());
        for (range, sign) in marks {
            let range = if is_empty { end..end } else { range.start + before..range.end + before };
            match sign {
                Sign::Id(id) => {
                    if let Some(own) = paragraphs.get_mut(paragraph).filter(|_| !is_empty)
                        && !own.ids.contains(&id)
                    {
                        own.ids.push(id);
                    }
                }
                Sign::Struck => {
                    let text = paragraphs.get(paragraph).map_or("", |own| own.text.as_str());
                    self.text.told.add_struck(text.get(range).unwrap_or_default(), text);
                }
                Sign::Comment(id) => {
                    let spot = self.text.comments.entry(id).or_default();
                    if !spot.is_known {
                        (spot.paragraph, spot.range, spot.is_known) = (paragraph, range, true);
                    }
                }
                Sign::Tracked { kind, author, date, words } => {
                    let text = words;
                    let tracked = Tracked { paragraph, range, kind, author, date, text };
                    self.text.tracked.push(tracked);
                }
            }
        }
        Ok(())
    }

    /// Adds the text of a paragraph. Gives which one it is, and where its text begins in that.
    ///
    /// Those who signed are one paragraph, however many lines they take. The number stands on the last
    /// of these, so that names come before it and after it.
    fn add_text(&mut self, text: String, role: Option<Role>) -> (usize, usize) {
        let paragraphs = &mut self.text.paragraphs;
        let role = match role {
            Some(Role::Number) if text.starts_with(SIGNERS) => Some(Role::Signers),
            Some(Role::PrintedBy) if text.starts_with(SENT_TO) => Some(Role::Salutation),
            Some(Role::PrintedBy) if text.starts_with(COPIES) => Some(Role::Copies),
            Some(Role::PrintedBy) if text.ends_with(PRINTED) => Some(Role::PrintedOn),
            role => role,
        };
        if role == Some(Role::Number) && !text.ends_with('号') {
            let head =
                |one: &ReturnedParagraph| matches!(one.role, Some(Role::Number | Role::Signers));
            let mut last = paragraphs.iter_mut().enumerate().rev().take_while(|(_, one)| head(one));
            if let Some((at, signers)) = last.find(|(_, one)| one.role == Some(Role::Signers)) {
                signers.text.push('\u{3000}');
                let before = signers.text.len();
                signers.text.push_str(&text);
                return (at, before);
            }
        }
        paragraphs.push(ReturnedParagraph { text, role, ids: Vec::new() });
        (paragraphs.len() - 1, 0)
    }
}

impl Text {
    /// Puts the number of the document before those who signed it, as it was sent.
    fn number_before_signers(&mut self) {
        let roles = |pair: &[ReturnedParagraph]| {
            matches!(pair, [one, next]
                if one.role == Some(Role::Signers) && next.role == Some(Role::Number))
        };
        let Some(at) = self.paragraphs.windows(2).position(roles) else { return };
        self.paragraphs.swap(at, at + 1);
        let spots = self.comments.values_mut().filter(|spot| spot.is_known);
        let places = self.tracked.iter_mut().map(|tracked| &mut tracked.paragraph);
        for place in places.chain(spots.map(|spot| &mut spot.paragraph)) {
            if *place == at {
                *place = at + 1;
            } else if *place == at + 1 {
                *place = at;
            }
        }
    }
}

impl Table {
    /// The column in which the cell begins, as a reader counts them.
    fn shown_column(&self) -> usize {
        let narrow = self.narrow.iter().take(self.column).filter(|is_narrow| **is_narrow).count();
        self.column - narrow
    }
}

impl Field {
    /// A table of contents.
    fn is_contents(&self) -> bool {
        self.instruction.trim_start().starts_with("TOC")
    }
}

impl TrackedKind {
    /// Whether text is taken away from its place.
    fn takes_away(self) -> bool {
        matches!(self, TrackedKind::Deleted | TrackedKind::MovedAway | TrackedKind::CellsDeleted)
    }
}
