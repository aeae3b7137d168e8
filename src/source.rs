//! Sources: the files the user wrote, and places in them.
//!
//! Every file that is read is kept here whole, so that any later stage can point at a [`Place`]
//! in it and a diagnostic can show the line. What a file is for ([`Role`]) and whose it is are
//! values of the source, set by the stage that reads it.

use std::cmp::Ordering;
use std::ops::{Deref, DerefMut, Range};
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

mod workbook;

pub use workbook::{Remark, Stretch, Workbook};

/// One file or folder of the project, by the path it is shown under (relative to the project, `/`
/// between parts).
#[derive(Debug, Clone)]
pub struct Source {
    /// The path it is shown under.
    pub path: String,
    /// What it is for.
    pub role: Role,
    /// What could be read of it.
    pub content: Content,
    /// How its text stands in its file.
    pub written: Written,
    /// Where each line but the first begins, in bytes: found when a place is first asked for.
    line_starts: OnceLock<Vec<usize>>,
}

impl Source {
    /// Its text; empty for what has none.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Text(text) => text,
            Content::Workbook(workbook) => &workbook.text,
            Content::Missing => "",
        }
    }

    /// What was read of a workbook; none of other sources.
    pub fn workbook(&self) -> Option<&Workbook> {
        match &self.content {
            Content::Workbook(workbook) => Some(workbook),
            Content::Text(_) | Content::Missing => None,
        }
    }

    /// Whether its name stands for a department's file of a year.
    pub fn is_named_for(&self, department: &str, year: i32) -> bool {
        match &self.role {
            Role::Department(owned) => {
                owned.year == year && owned.by_name.as_deref() == Some(department)
            }
            _ => false,
        }
    }

    /// Whether there is a line of a text file that could be shown.
    pub fn has_lines(&self) -> bool {
        self.workbook().is_none() && !self.text().is_empty()
    }
}

/// How a text stands in its file. What is read has `\n` line ends and no mark before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Written {
    /// Byte for byte as it was read.
    #[default]
    Plain,
    /// In UTF-8, with what reading took away.
    Marked {
        /// Bytes of the mark before the text.
        mark: usize,
        /// The line ends, in bytes of the text, that are two bytes in the file.
        returns: Vec<usize>,
    },
    /// In another encoding, or with bytes that are no text.
    Otherwise,
}

impl Written {
    /// Where a byte of the text stands in the file; none where that is not known.
    pub fn byte(&self, at: usize) -> Option<usize> {
        match self {
            Written::Plain => Some(at),
            Written::Marked { mark, returns } => {
                Some(mark + at + returns.partition_point(|end| *end < at))
            }
            Written::Otherwise => None,
        }
    }
}

/// What a source is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Role {
    /// 单位档案
    Profile,
    /// 指标目录
    Catalogue,
    /// 报告总表 of a year
    Report {
        /// The year reported on.
        year: i32,
    },
    /// A file in a year's folder that is meant for a department's, whether it was read or not.
    Department(Owned),
    /// A text with holes: `*.tera`, style sheet or script of the page.
    Template,
    /// The measures of the printed page.
    Style,
    /// The list of fonts.
    Fonts,
    /// The description of a kind of report.
    Kind,
    /// Anything else, such as a folder.
    #[default]
    Other,
}

/// Whose a file in a year's folder is. The two differ where a file was stored under another
/// department's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owned {
    /// The year of the folder.
    pub year: i32,
    /// The department that the name of the file stands for, by its present name.
    pub by_name: Option<String>,
    /// The department that the file was read for, by its present name.
    pub by_content: Option<String>,
}

/// What could be read of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text with `\n` line ends.
    Text(String),
    /// A form in a workbook.
    Workbook(Workbook),
    /// Nothing: a folder, or a file that is not there, could not be read or was not read.
    Missing,
}

impl From<String> for Content {
    fn from(text: String) -> Content {
        Content::Text(text)
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Content {
        Content::Text(text.to_owned())
    }
}

/// Which [`Source`] of a [`Sources`] is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range of one source; always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// A range of bytes of a source.
    pub fn new(file: FileId, range: Range<usize>) -> Span {
        // Files over 1 MiB are refused before they get here.
        Span {
            file,
            start: u32::try_from(range.start).unwrap_or(u32::MAX),
            end: u32::try_from(range.end).unwrap_or(u32::MAX),
        }
    }

    /// Places in their order, each of them once.
    pub(crate) fn each_once(places: impl IntoIterator<Item = Span>) -> Vec<Span> {
        let mut seen = FxHashSet::default();
        places.into_iter().filter(|place| seen.insert(*place)).collect()
    }

    /// Whether the two have a character in common.
    pub fn overlaps(self, other: Span) -> bool {
        self.file == other.file && self.start < other.end && other.start < self.end
    }

    /// The bytes, to cut them out of the text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A cell of a sheet of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The workbook.
    pub file: FileId,
    /// Which of its sheets, from 0.
    pub sheet: u32,
    /// From 0.
    pub row: u32,
    /// From 0.
    pub column: u32,
}

/// A place that a diagnostic can point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A file or folder as a whole.
    File(FileId),
    /// A range of a text.
    Text(Span),
    /// A cell of a workbook.
    Cell(Cell),
}

impl Place {
    /// The source it is in.
    pub fn file(self) -> FileId {
        match self {
            Place::File(file) | Place::Text(Span { file, .. }) | Place::Cell(Cell { file, .. }) => {
                file
            }
        }
    }

    /// The range of text that it is; none for other places.
    pub fn span(self) -> Option<Span> {
        match self {
            Place::Text(span) => Some(span),
            Place::File(_) | Place::Cell(_) => None,
        }
    }

    /// By file, and within a file in reading order; the file as a whole comes first.
    fn order(self) -> (FileId, u32, u32, u32) {
        match self {
            Place::File(file) => (file, 0, 0, 0),
            Place::Text(Span { file, start, end }) => (file, start, end, 0),
            Place::Cell(Cell { file, sheet, row, column }) => (file, sheet, row, column),
        }
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Place) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Place) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Place {
        Place::Text(span)
    }
}

impl From<Cell> for Place {
    fn from(cell: Cell) -> Place {
        Place::Cell(cell)
    }
}

impl From<FileId> for Place {
    fn from(file: FileId) -> Place {
        Place::File(file)
    }
}

/// Something the user wrote, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// What a file says under one key that holds one value.
#[derive(Debug, Clone, PartialEq)]
pub enum Field<T> {
    /// Nothing is written. The key, where it stands there with nothing after it.
    Absent(Option<Span>),
    /// Something is written, or may be, that was not understood: at this place, which was reported.
    Faulty(Place),
    /// What is written, and where.
    Given(Spanned<T>),
}

impl<T> Field<T> {
    /// The value and its place, where there is one.
    pub fn given(&self) -> Option<&Spanned<T>> {
        match self {
            Field::Given(value) => Some(value),
            Field::Absent(_) | Field::Faulty(_) => None,
        }
    }

    /// Whether it is certain that nothing is written.
    pub fn is_absent(&self) -> bool {
        matches!(self, Field::Absent(_))
    }

    /// The key of a value that is left empty.
    pub fn empty_key(&self) -> Option<Span> {
        match self {
            Field::Absent(key) => *key,
            Field::Faulty(_) | Field::Given(_) => None,
        }
    }
}

impl<T> Default for Field<T> {
    fn default() -> Field<T> {
        Field::Absent(None)
    }
}

impl<T> From<Spanned<T>> for Field<T> {
    fn from(value: Spanned<T>) -> Field<T> {
        Field::Given(value)
    }
}

/// The entries that a file lists under one key.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<T> {
    /// Those that were understood.
    pub entries: Vec<T>,
    /// The key, where it stands there.
    pub key: Option<Span>,
    /// Whether nothing of it was lost: otherwise nothing may be called missing in it. What was
    /// lost was reported.
    pub is_whole: bool,
}

impl<T> Default for Listed<T> {
    fn default() -> Listed<T> {
        Listed { entries: Vec::new(), key: None, is_whole: true }
    }
}

impl<T> From<Vec<T>> for Listed<T> {
    fn from(entries: Vec<T>) -> Listed<T> {
        Listed { entries, ..Listed::default() }
    }
}

impl<T> Deref for Listed<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.entries
    }
}

impl<T> DerefMut for Listed<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.entries
    }
}

/// Where a span begins, for people: line and column count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The path of the source, relative to the project.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// All sources of one run, in the order they were read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
    /// The departments whose files they may be, in the order of the directory.
    departments: Vec<String>,
}

impl Sources {
    /// Adds a source of no special role.
    pub fn add(&mut self, path: impl Into<String>, content: impl Into<Content>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source {
            path: path.into(),
            role: Role::Other,
            content: content.into(),
            written: Written::Plain,
            line_starts: OnceLock::new(),
        });
        id
    }

    /// Says what a source is for.
    pub fn set_role(&mut self, file: FileId, role: Role) {
        if let Some(source) = self.files.get_mut(file.0 as usize) {
            source.role = role;
        }
    }

    /// Says what could be read of a source.
    pub fn set_content(&mut self, file: FileId, content: Content) {
        if let Some(source) = self.files.get_mut(file.0 as usize) {
            source.content = content;
            source.line_starts = OnceLock::new();
        }
    }

    /// Says how the text of a source stands in its file.
    pub fn set_written(&mut self, file: FileId, written: Written) {
        if let Some(source) = self.files.get_mut(file.0 as usize) {
            source.written = written;
        }
    }

    /// Says for which department a file was read.
    pub fn set_owner(&mut self, file: FileId, department: &str) {
        if let Some(Source { role: Role::Department(owned), .. }) =
            self.files.get_mut(file.0 as usize)
        {
            owned.by_content = Some(department.to_owned());
        }
    }

    /// Says which departments there are, in the order of the directory.
    pub fn set_departments(&mut self, names: impl IntoIterator<Item = String>) {
        self.departments = names.into_iter().collect();
    }

    /// Where a department stands in the directory; none for one that is not in it.
    pub fn department(&self, name: &str) -> Option<usize> {
        self.departments.iter().position(|known| known == name)
    }

    /// The departments that a source belongs to.
    pub fn owners(&self, file: FileId) -> impl Iterator<Item = &str> {
        let owned = match &self.get(file).role {
            Role::Department(owned) => Some(owned),
            _ => None,
        };
        owned
            .into_iter()
            .flat_map(|owned| owned.by_content.iter().chain(&owned.by_name))
            .map(String::as_str)
    }

    /// The source itself.
    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize]
    }

    /// The first source of a role.
    pub fn of_role(&self, role: &Role) -> Option<FileId> {
        let at = self.files.iter().position(|source| source.role == *role)?;
        u32::try_from(at).ok().map(FileId)
    }

    /// The source that is shown under a path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        let at = self.files.iter().position(|source| source.path == path)?;
        u32::try_from(at).ok().map(FileId)
    }

    /// Says under which path a source is shown.
    pub fn set_path(&mut self, file: FileId, path: impl Into<String>) {
        if let Some(source) = self.files.get_mut(file.0 as usize) {
            source.path = path.into();
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// The text of a range.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text().get(span.range()).unwrap_or("")
    }

    /// Where a range begins, for people.
    pub fn position(&self, span: Span) -> Position {
        let source = self.get(span.file);
        let text = source.text();
        let at = (span.start as usize).min(text.len());
        let line_starts = source
            .line_starts
            .get_or_init(|| text.match_indices('\n').map(|(at, _)| at + 1).collect());
        let line = line_starts.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|line| line_starts.get(line));
        let before = text.get(start.copied().unwrap_or(0)..at).unwrap_or("");
        Position { path: source.path.clone(), line: line + 1, column: before.chars().count() + 1 }
    }

    /// How a cell is written, `指标!C5`.
    pub fn cell_name(&self, cell: Cell) -> String {
        let workbook = self.get(cell.file).workbook();
        let sheet = workbook.and_then(|workbook| workbook.sheets.get(cell.sheet as usize));
        let sheet = sheet.map_or("", String::as_str);
        format!("{sheet}!{}{}", column_letters(cell.column), cell.row.saturating_add(1))
    }

    /// The place right after a span.
    pub fn end(&self, span: Span) -> Position {
        self.position(Span { start: span.end, ..span })
    }
}

/// `A` for 0, `Z` for 25, `AA` for 26.
pub(crate) fn column_letters(column: u32) -> String {
    let mut letters = String::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u32::try_from((rest - 1) % 26).unwrap_or(0);
        letters.extend(char::from_u32(u32::from('A') + digit));
        rest = (rest - 1) / 26;
    }
    letters.chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_as_in_a_workbook() {
        let mut sources = Sources::default();
        let sheets = vec!["说明".to_owned(), "指标".to_owned()];
        let workbook = Workbook { sheets, ..Workbook::default() };
        let file = sources.add("区信访局.xlsx", Content::Workbook(workbook));
        let name = |row, column| sources.cell_name(Cell { file, sheet: 1, row, column });
        assert_eq!(name(4, 2), "指标!C5");
        assert_eq!(name(0, 25), "指标!Z1");
        assert_eq!(name(99, 26), "指标!AA100");
        assert_eq!(name(0, 27 * 26), "指标!AAA1");
    }

    #[test]
    fn places_are_ordered_within_their_file() {
        let (one, two) = (FileId(0), FileId(1));
        let cell = |row| Place::Cell(Cell { file: two, sheet: 0, row, column: 3 });
        let places = [
            Place::File(one),
            Place::from(Span::new(one, 1..2)),
            Place::from(Span::new(one, 1..9)),
            Place::from(Span::new(one, 3..4)),
            Place::File(two),
            cell(1),
            cell(2),
        ];
        assert!(places.is_sorted());
        assert!(places.iter().all(|place| [one, two].contains(&place.file())));
    }

    #[test]
    fn places_count_lines_and_characters() {
        let mut sources = Sources::default();
        let text = "甲乙\n\n丙: 1\n";
        let file = sources.add("a.yaml", text);
        let place = |at: usize| {
            let place = sources.position(Span::new(file, at..at));
            (place.line, place.column)
        };
        assert_eq!(place(0), (1, 1));
        assert_eq!(place("甲乙".len()), (1, 3));
        assert_eq!(place("甲乙\n".len()), (2, 1));
        assert_eq!(place(text.find('1').unwrap()), (3, 4));
        // The end of the text, and beyond.
        assert_eq!(place(text.len()), (4, 1));
        assert_eq!(place(text.len() + 9), (4, 1));
    }
}
