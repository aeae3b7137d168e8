//! The cells of a workbook, read in one pass over its parts: what stands in each, how it is shown,
//! and what a form may have gone through: merged cells, hidden rows, formulas, notes.

mod colours;
mod format;
mod limits;
mod number;
mod related;
mod runs;
mod styles;
mod typed;

use std::borrow::Cow;

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use self::format::number_of;
pub(crate) use self::format::{Format, day};
use self::limits::Limits;
use self::number::decimal;
use self::related::Related;
use self::runs::{Rich, Runs, texts, unescaped};
use self::styles::{Style, styles};
pub(crate) use self::typed::Wanted;
use crate::bounds::Bound;
use crate::package::{Element, Event, Package, Unread, Xml, XmlFault};

/// What stays packed of a workbook: its colours and properties, and what follows merged cells in the
/// order of the format, which is how a form looks and what it checks while it is filled in, three
/// quarters of the part of a sheet.
pub(crate) const UNREAD: Unread = Unread {
    folders: &["docProps/", "xl/theme/"],
    tags: &["<conditionalFormatting", "<dataValidations", "<hyperlinks"],
};

/// What a workbook holds.
#[derive(Debug, Default)]
pub(crate) struct Book {
    /// In the order of their tabs.
    pub(crate) sheets: Vec<Sheet>,
    /// Defined names and what they stand for, `'指标'!$B$5`.
    pub(crate) names: Vec<(String, String)>,
}

/// A sheet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// The name on its tab.
    pub(crate) name: String,
    /// Whether its tab is hidden.
    pub(crate) is_hidden: bool,
    /// The cells that hold something, in reading order.
    pub(crate) cells: Vec<Cell>,
    /// Cells that were merged into one.
    pub(crate) merged: Vec<Area>,
    /// The hidden rows.
    pub(crate) hidden_rows: Vec<u32>,
    /// The hidden columns, from the first to the last of each group.
    pub(crate) hidden_columns: Vec<(u32, u32)>,
    /// The cells that bear a note.
    pub(crate) notes: Vec<(u32, u32)>,
    /// The cells whose content is not seen as it is, by row and column.
    pub(crate) looks: Vec<((u32, u32), Look)>,
}

/// How what stands in a cell is seen, beside the format of its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Look {
    /// All of it is struck out.
    Struck,
    /// It is in the colour of the cell, or nearly.
    Unseen,
    /// These characters of it are in the colour of the cell, or nearly.
    PartlyUnseen(String),
    /// These characters of it are struck out, and left out of its text.
    PartlyStruck(String),
    /// These characters are raised or lowered.
    Raised(String),
}

/// Cells from the upper left to the lower right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    /// The first row and column.
    pub(crate) first: (u32, u32),
    /// The last ones.
    pub(crate) last: (u32, u32),
}

/// A cell that holds something. Rows and columns count from 0.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) value: Value,
    pub(crate) format: Format,
    /// How many digits of a number are shown after the point; none where all are.
    pub(crate) decimals: Option<u8>,
    /// The formula whose result it is.
    pub(crate) formula: Option<String>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A number, of which a workbook keeps fifteen digits; more were lost where it `is_cut`.
    Number { value: Decimal, is_cut: bool },
    /// A text, as it is: with its blanks and line ends.
    Text(String),
    /// TRUE or FALSE.
    Boolean(bool),
    /// `#REF!`
    Error(String),
    /// A formula whose result was not stored.
    NoResult,
}

/// Why the cells were not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The package holds something else: a document, a presentation, a binary workbook.
    NoWorkbook,
    /// A part is no well-formed XML.
    Damaged,
    /// More rows, cells, texts or entries of lists than any form has: the bound that was met.
    TooMuch(Bound),
}

impl From<XmlFault> for Refused {
    fn from(fault: XmlFault) -> Refused {
        match fault {
            XmlFault::NotWellFormed => Refused::Damaged,
            XmlFault::TooMuch(bound) => Refused::TooMuch(*bound),
        }
    }
}

impl Sheet {
    /// The cell at a place.
    pub(crate) fn at(&self, row: u32, column: u32) -> Option<&Cell> {
        let place = self.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column));
        self.cells.get(place.ok()?)
    }

    /// Whether a cell is not seen.
    pub(crate) fn hides(&self, row: u32, column: u32) -> bool {
        let in_column = |(first, last): &(u32, u32)| (*first..=*last).contains(&column);
        self.hidden_rows.binary_search(&row).is_ok() || self.hidden_columns.iter().any(in_column)
    }
}

/// Reads the cells of a workbook, but for those of some sheets.
///
/// # Errors
/// When it is none, is damaged, or is too large.
pub(crate) fn read(package: &Package, unread: &[&str]) -> Result<Book, Refused> {
    let mut limits = Limits::default();
    let main = Related::read(package, "", &mut limits)?;
    let main = main.first("officeDocument").unwrap_or("xl/workbook.xml");
    let list = package.part(main).ok_or(Refused::NoWorkbook)?;
    let related = Related::read(package, main, &mut limits)?;
    let one = |kind| related.first(kind).and_then(|part| package.part(part));
    let shared = one("sharedStrings").map(|part| texts(part, &mut limits)).transpose()?;
    let shared = shared.unwrap_or_default();
    let listed = workbook(list, &mut limits)?;
    let styles = one("styles").map(|part| styles(part, listed.is_1904, &mut limits)).transpose()?;
    let styles = styles.unwrap_or_default();
    let parts: FxHashMap<&str, &str> = related.of("worksheet").collect();
    // A part of two sheets would be read as often as it is named; no program writes that.
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let mut once = |part: &str| match seen.insert(part.to_ascii_lowercase()) {
        true => Ok(package.part(part)),
        false => Err(Refused::Damaged),
    };
    let mut sheets = Vec::with_capacity(listed.sheets.len());
    for (name, id, is_hidden) in listed.sheets {
        let mut sheet = Sheet::default();
        // A sheet of a chart or of a dialogue has no cells.
        if let Some(name_of_part) = parts.get(id.as_str())
            && let Some(part) = once(name_of_part)?
            && !unread.contains(&name.as_str())
        {
            let mut reader = SheetReader { shared: &shared, styles: &styles, ..Default::default() };
            reader.read(part, &mut limits)?;
            sheet = reader.sheet;
            // A thread of notes stands in a part of its own, and often in both.
            let related = Related::read(package, name_of_part, &mut limits)?;
            for (_, part) in related.of("comments").chain(related.of("threadedComment")) {
                if let Some(part) = once(part)? {
                    sheet.notes.extend(notes(part, &mut limits)?);
                }
            }
            sheet.notes.sort_unstable();
            sheet.notes.dedup();
        }
        (sheet.name, sheet.is_hidden) = (name, is_hidden);
        sheets.push(sheet);
    }
    match listed.is_workbook {
        true => Ok(Book { sheets, names: listed.names }),
        false => Err(Refused::NoWorkbook),
    }
}

/// The list of the sheets.
#[derive(Default)]
struct Listed {
    is_workbook: bool,
    /// Name, identifier of the part, whether it is hidden.
    sheets: Vec<(String, String, bool)>,
    names: Vec<(String, String)>,
    is_1904: bool,
}

fn workbook(part: &[u8], limits: &mut Limits) -> Result<Listed, Refused> {
    let mut listed = Listed::default();
    let mut name = None;
    for event in Xml::new(part) {
        match event? {
            Event::Open(element) => match element.name.as_str() {
                "x:workbook" => listed.is_workbook = true,
                "x:workbookPr" => listed.is_1904 = is_set(&element, "date1904"),
                "x:sheet" => {
                    limits.entry()?;
                    let text = |key| element.attribute(key).unwrap_or_default().to_owned();
                    let is_hidden =
                        matches!(element.attribute("state"), Some("hidden" | "veryHidden"));
                    listed.sheets.push((text("name"), text("r:id"), is_hidden));
                }
                "x:definedName" => {
                    limits.entry()?;
                    let given = element.attribute("name").unwrap_or_default();
                    name = Some((given.to_owned(), String::new()));
                }
                _ => {}
            },
            Event::Text(text) => {
                if let Some((_, target)) = &mut name {
                    *target += &text;
                }
            }
            Event::Close(closed) if closed == "x:definedName" => listed.names.extend(name.take()),
            Event::Close(_) => {}
        }
    }
    Ok(listed)
}

fn is_set(element: &Element<'_>, key: &str) -> bool {
    is_true(element.attribute(key))
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}

/// The cells that bear a note.
fn notes(part: &[u8], limits: &mut Limits) -> Result<Vec<(u32, u32)>, Refused> {
    let mut cells = Vec::new();
    for event in Xml::new(part) {
        if let Event::Open(element) = event?
            && (element.name == "x:comment" || element.name == "tc:threadedComment")
        {
            limits.entry()?;
            cells.extend(element.attribute("ref").and_then(place));
        }
    }
    Ok(cells)
}

/// How the value of a cell is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    /// By the number of a text that cells share.
    Shared,
    /// In the cell itself, in runs.
    Inline,
    /// The result of a formula.
    Text,
    Boolean,
    Error,
    Date,
}

impl Kind {
    /// None of what no program writes.
    fn of(given: Option<&str>) -> Option<Kind> {
        Some(match given {
            Some("s") => Kind::Shared,
            Some("inlineStr") => Kind::Inline,
            Some("str") => Kind::Text,
            Some("b") => Kind::Boolean,
            Some("e") => Kind::Error,
            Some("d") => Kind::Date,
            Some("n") | None => Kind::Number,
            Some(_) => return None,
        })
    }
}

/// Reads the part of a sheet.
#[derive(Default)]
struct SheetReader<'a> {
    shared: &'a [Rich],
    styles: &'a [Style],
    sheet: Sheet,
    row: u32,
    column: u32,
    /// Of the cell that is read: its type, its style, its value and whether there is a formula.
    kind: Kind,
    style: Option<&'a Style>,
    look: Option<Look>,
    value: Option<Cow<'a, str>>,
    runs: Runs,
    formula: Option<Cow<'a, str>>,
    has_value: bool,
    in_value: bool,
    in_formula: bool,
    /// Formulas that stand in several cells, of which the first alone has the text; by their number.
    shared_formulas: FxHashMap<String, Cow<'a, str>>,
    /// The number of the one that is read.
    shared_formula: Option<String>,
}

impl<'a> SheetReader<'a> {
    fn read(&mut self, part: &'a [u8], limits: &mut Limits) -> Result<(), Refused> {
        // Rows and columns may come without numbers, each after the one before.
        let (mut next_row, mut next_column) = (0, 0);
        let mut in_cell = false;
        let mut xml = Xml::new(part);
        while let Some(event) = xml.next() {
            let event = event?;
            if in_cell && self.kind == Kind::Inline {
                self.runs.take(&event);
            }
            match event {
                Event::Open(element) => match element.name.as_str() {
                    "x:row" => {
                        limits.element()?;
                        let [given, hidden] = element.attributes(["r", "hidden"]);
                        let given = given.and_then(|row| row.parse().ok());
                        self.row =
                            given.and_then(|row: u32| row.checked_sub(1)).unwrap_or(next_row);
                        (next_row, next_column) = (self.row.saturating_add(1), 0);
                        if is_true(hidden) {
                            self.sheet.hidden_rows.push(self.row);
                        }
                    }
                    "x:c" => {
                        limits.element()?;
                        in_cell = true;
                        self.open(&element, next_column)?;
                        next_column = self.column.saturating_add(1);
                    }
                    // Which of two values is meant cannot be known.
                    "x:v" if in_cell && self.has_value => return Err(Refused::Damaged),
                    "x:v" if in_cell => {
                        self.has_value = true;
                        match xml.text_alone()? {
                            Some(value) => self.value = Some(value),
                            None => self.in_value = true,
                        }
                    }
                    "x:is" if in_cell && (self.has_value || self.kind != Kind::Inline) => {
                        return Err(Refused::Damaged);
                    }
                    "x:is" if in_cell => self.has_value = true,
                    "x:conditionalFormatting" | "x:dataValidations" | "x:hyperlinks" => break,
                    "x:f" if in_cell => {
                        limits.element()?;
                        self.in_formula = true;
                        self.formula = Some(Cow::default());
                        self.shared_formula = element.attribute("si").map(str::to_owned);
                    }
                    "x:mergeCell" => {
                        limits.cell()?;
                        self.sheet.merged.extend(element.attribute("ref").and_then(area));
                    }
                    "x:col" if is_set(&element, "hidden") => {
                        limits.entry()?;
                        let number =
                            |key| element.attribute(key)?.parse::<u32>().ok()?.checked_sub(1);
                        self.sheet.hidden_columns.extend(number("min").zip(number("max")));
                    }
                    _ => {}
                },
                Event::Text(text) if self.in_value => {
                    add(&mut self.value, text);
                }
                Event::Text(text) if self.in_formula => {
                    add(&mut self.formula, text);
                }
                Event::Text(_) => {}
                Event::Close(name) => match name.as_str() {
                    "x:v" => self.in_value = false,
                    "x:f" => self.end_formula(),
                    "x:c" => {
                        in_cell = false;
                        if let Some(value) = self.close()? {
                            limits.cell()?;
                            self.keep(value, limits)?;
                        }
                    }
                    _ => {}
                },
            }
        }
        self.put_in_order()
    }

    /// Programs write cells in reading order; what does not keep to it is put in order.
    fn put_in_order(&mut self) -> Result<(), Refused> {
        self.sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
        // No program writes a cell twice; which one is meant cannot be known.
        let is_same =
            |pair: &[Cell]| matches!(pair, [a, b] if (a.row, a.column) == (b.row, b.column));
        if self.sheet.cells.windows(2).any(is_same) {
            return Err(Refused::Damaged);
        }
        self.sheet.hidden_rows.sort_unstable();
        Ok(())
    }

    /// Keeps a cell that holds something.
    fn keep(&mut self, value: Value, limits: &mut Limits) -> Result<(), Refused> {
        let (row, column, look) = (self.row, self.column, self.look.take());
        let (format, decimals) = match (&value, self.style) {
            // Its days are counted from the usual first one.
            (Value::Number { .. }, _) if self.kind == Kind::Date => {
                (Format::Date { is_1904: false }, None)
            }
            (Value::Number { value, .. }, Some(style)) => {
                (style.formats.of(*value), style.formats.decimals(*value))
            }
            _ => (Format::Plain, None),
        };
        let formula = self.formula.take().map(Cow::into_owned);
        let cell = Cell { row, column, value, format, decimals, formula };
        limits.texts(&cell, look.as_ref())?;
        self.sheet.looks.extend(look.map(|look| ((row, column), look)));
        self.sheet.cells.push(cell);
        Ok(())
    }

    fn open(&mut self, element: &Element, next_column: u32) -> Result<(), Refused> {
        let [at, kind, style] = element.attributes(["r", "t", "s"]);
        let place = at.and_then(place);
        self.column = place.map_or(next_column, |(_, column)| column);
        self.kind = Kind::of(kind).ok_or(Refused::Damaged)?;
        let style = style.and_then(|style| style.parse::<usize>().ok());
        self.style = self.styles.get(style.unwrap_or(0));
        self.look = self.style.and_then(|style| style.look.clone());
        (self.value, self.formula) = (None, None);
        (self.has_value, self.in_value, self.in_formula) = (false, false, false);
        self.runs = Runs::default();
        Ok(())
    }

    /// Keeps the text of a formula that stands in several cells, or takes it from the first of them.
    fn end_formula(&mut self) {
        self.in_formula = false;
        let (Some(number), Some(formula)) = (self.shared_formula.take(), &mut self.formula) else {
            return;
        };
        if !formula.is_empty() {
            self.shared_formulas.insert(number, formula.clone());
        } else if let Some(first) = self.shared_formulas.get(&number) {
            formula.clone_from(first);
        }
    }

    /// What the cell holds, when it is read to its end. What its type does not hold is not guessed at.
    fn close(&mut self) -> Result<Option<Value>, Refused> {
        let text = |text: String| match text.is_empty() {
            true => None,
            false => Some(Value::Text(text)),
        };
        let typed = self.value.take();
        let mut take = |rich: &Rich| {
            if self.look.is_none() {
                let fill = self.style.map_or_else(|| Style::default().fill, |style| style.fill);
                self.look = rich.look.clone().or_else(|| rich.unseen(fill));
            }
            text(rich.text.clone())
        };
        let value = match (self.kind, typed) {
            (Kind::Inline, _) => take(&self.runs.finish()),
            (Kind::Text, Some(value)) => text(unescaped(value.into_owned())),
            (_, Some(value)) if value.trim().is_empty() => None,
            (Kind::Shared, Some(index)) => {
                let shared = index.trim().parse().ok().and_then(|at: usize| self.shared.get(at));
                take(shared.ok_or(Refused::Damaged)?)
            }
            (Kind::Boolean, Some(value)) => Some(Value::Boolean(match value.trim() {
                "1" | "true" => true,
                "0" | "false" => false,
                _ => return Err(Refused::Damaged),
            })),
            (Kind::Error, Some(value)) if value.trim_start().starts_with('#') => {
                Some(Value::Error(value.into_owned()))
            }
            (Kind::Error, Some(_)) => return Err(Refused::Damaged),
            // A date as ISO 8601 has it.
            (Kind::Date, Some(value)) => Some(match number_of(value.trim()) {
                Some(value) => Value::Number { value, is_cut: false },
                None => Value::Text(value.into_owned()),
            }),
            (Kind::Number, Some(value)) => Some(match decimal(value.trim()) {
                Some((value, is_cut)) => Value::Number { value, is_cut },
                None => Value::Text(value.into_owned()),
            }),
            (_, None) => None,
        };
        // A formula may come to an empty text.
        let result = match self.has_value && self.kind == Kind::Text {
            true => Value::Text(String::new()),
            false => Value::NoResult,
        };
        Ok(value.or(self.formula.is_some().then_some(result)))
    }
}

/// Adds a piece to a text.
fn add<'a>(text: &mut Option<Cow<'a, str>>, piece: Cow<'a, str>) {
    match text {
        Some(text) if !text.is_empty() => text.to_mut().push_str(&piece),
        _ => *text = Some(piece),
    }
}

/// `A3:C5`
fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some(Area { first: place(first)?, last: place(last)? })
}

/// Row and column, from 0, of `C5`.
pub(crate) fn place(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at_checked(digits)?;
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?);
        column = column.checked_mul(26)?.checked_add(value + 1).filter(|_| value < 26)?;
    }
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests;
