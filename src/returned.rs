//! What came back: a Word document or a Markdown text that somebody revised → its paragraphs, with
//! tracked changes accepted, and its comments.
//!
//! Only the text counts. How it looks is the program's affair, so looks that were changed are let
//! alone; what stands in the document but is no text of the report (pictures, footnotes, hidden
//! text) is told.

mod addressees;
mod comments;
mod docx;
mod draft;
mod markdown;
mod numbers;
mod refused;
mod relations;
mod styles;
mod told;
mod walker;

use std::ops::Range;
use std::path::Path;

pub(crate) use self::refused::Refused;
pub(crate) use self::told::Told;
use crate::bounds::{RETURNED_FILE, RETURNED_PARAGRAPH};
use crate::sent::{Ids, Role, Sent, SentParagraph, Tie};

/// A file that is larger is not read. A report of 100 pages with its comments has 300 KB.
pub(crate) const MOST_BYTES: usize = RETURNED_FILE.size();

/// What came back. No paragraph of it is empty, and none begins or ends with blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Returned {
    /// Its paragraphs in reading order.
    pub(crate) paragraphs: Vec<ReturnedParagraph>,
    /// Its tracked changes, which count as accepted, in reading order.
    pub(crate) tracked: Vec<Tracked>,
    /// Its comments, in reading order.
    pub(crate) comments: Vec<Comment>,
    /// What stands in it that is no text of the report.
    pub(crate) told: Told,
    /// The text that was sent, as the document says; none where it says nothing: a Markdown, or a
    /// document that another program made or wrote anew.
    pub(crate) tie: Option<Tie>,
}

/// A paragraph of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ReturnedParagraph {
    /// Its text, with the numbers that the office program computes.
    pub(crate) text: String,
    /// What it looks like: what its style is called, its level, its place in a table. None where
    /// nothing tells. Cells are told by their place, from 0, counted as in [`Role::Cell`].
    pub(crate) role: Option<Role>,
    /// The ids of the paragraphs as sent that its words come from. Bookmarks bear them, which get lost
    /// and are doubled, so these are hints.
    pub(crate) ids: Vec<String>,
}

/// A tracked change, counted as accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tracked {
    /// Which paragraph, and bytes of its text: empty for what was taken out.
    pub(crate) paragraph: usize,
    pub(crate) range: Range<usize>,
    /// What was done.
    pub(crate) kind: TrackedKind,
    /// Whose it is; may be empty.
    pub(crate) author: String,
    /// When, as the document has it, `2025-01-08T09:30:00Z`.
    pub(crate) date: Option<String>,
    /// The words; empty for the end of a paragraph.
    pub(crate) text: String,
}

/// What a tracked change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TrackedKind {
    /// Words were put in.
    Inserted,
    /// Words were taken out.
    Deleted,
    /// Words came here from another place.
    MovedHere,
    /// Words went to another place.
    MovedAway,
    /// A paragraph was split here: its first part ends.
    Split,
    /// A paragraph was joined here with the next one.
    Joined,
    /// Cells of a table were taken out.
    CellsDeleted,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comment {
    /// Which paragraph, and bytes of its text, that it begins with.
    pub(crate) paragraph: usize,
    pub(crate) range: Range<usize>,
    /// The words that it concerns, the first of them where they are many; empty where it stands at a
    /// place only.
    pub(crate) about: String,
    /// Whose it is; may be empty.
    pub(crate) author: String,
    /// When, as the document has it.
    pub(crate) date: Option<String>,
    /// What it says.
    pub(crate) text: String,
    /// Whether it answers the one before it.
    pub(crate) is_reply: bool,
    /// Whether somebody marked it as done.
    pub(crate) is_resolved: bool,
    /// Whether it is no comment of its own kind, but text in a box or frame at the paragraph.
    pub(crate) is_boxed: bool,
}

impl Returned {
    /// A text that was read, as one that was sent under a name.
    pub(crate) fn as_sent(&self, name: &str) -> Sent {
        let mut ids = Ids::default();
        let paragraph = |one: &ReturnedParagraph| {
            let role = one.role.unwrap_or(Role::Body);
            SentParagraph { id: ids.next(role, &one.text), role, text: one.text.clone() }
        };
        let paragraphs = self.paragraphs.iter().map(paragraph).collect();
        Sent { name: name.to_owned(), subject: None, paragraphs }
    }
}

/// Reads what came back, by what it is and not by its name.
///
/// # Errors
/// Why it is not read.
pub(crate) fn read(bytes: &[u8]) -> Result<Returned, Refused> {
    if bytes.len() > MOST_BYTES {
        return Err(Refused::TooLarge(&RETURNED_FILE));
    }
    if docx::is_packed(bytes) { docx::read(bytes) } else { markdown::read(bytes) }
}

/// Reads a file that came back.
///
/// # Errors
/// Why it is not read; also where its name promises a Word document and it is none. A copy that broke
/// off has no bytes, and would be a report of which all was removed.
pub(crate) fn read_file(file: &Path, bytes: &[u8]) -> Result<Returned, Refused> {
    if bytes.trim_ascii().is_empty() {
        return Err(Refused::Empty);
    }
    if !docx::is_packed(bytes) && (is_other_text(bytes) || is_other_name(file)) {
        return Err(Refused::OtherFormat);
    }
    let is_word = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"));
    if is_word && !docx::is_packed(bytes) {
        return Err(Refused::Misnamed);
    }
    let returned = read(bytes)?;
    if returned.paragraphs.is_empty() {
        return Err(Refused::NoDocument);
    }
    // The time of a comparison grows with the square of a paragraph's length.
    let mut lengths = returned.paragraphs.iter().map(|paragraph| paragraph.text.chars().count());
    match lengths.position(|length| length > RETURNED_PARAGRAPH.size()) {
        Some(at) => Err(too_long(bytes, &returned.paragraphs, at)),
        None => Ok(returned),
    }
}

/// Tells of a paragraph that is too long: its line in a text, its first words in a document.
fn too_long(bytes: &[u8], paragraphs: &[ReturnedParagraph], at: usize) -> Refused {
    let text = paragraphs.get(at).map_or("", |paragraph| paragraph.text.as_str());
    let line = if docx::is_packed(bytes) { None } else { markdown::line_of(bytes, at) };
    let place = match line {
        Some(line) => format!("第 {line} 行"),
        None => format!("“{}……”这一段", text.chars().take(FIRST_WORDS).collect::<String>()),
    };
    let met = u64::try_from(text.chars().count()).ok();
    Refused::TooLargeAt { bound: &RETURNED_PARAGRAPH, met, place }
}

/// Characters by which a paragraph is told.
const FIRST_WORDS: usize = 12;

/// Why a file is not read that is larger than a report can be.
pub(crate) fn too_large(file: &Path) -> Refused {
    match is_other_name(file) {
        true => Refused::OtherFormat,
        false => Refused::TooLarge(&RETURNED_FILE),
    }
}

/// Whether a text begins as one of another format does.
fn is_other_text(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let begins = |word: &str| {
        text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    };
    ["{\\rtf", "<!doctype html", "<html"].into_iter().any(begins)
}

/// Whether the name of a file promises another format. .doc and .wps are told by what they hold.
fn is_other_name(file: &Path) -> bool {
    const OTHERS: [&str; 10] =
        ["rtf", "csv", "tsv", "html", "htm", "mht", "xml", "json", "yaml", "yml"];
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    OTHERS.contains(&ending.as_str())
}

#[cfg(test)]
mod tests;
