//! A Markdown text that came back: the program's own, edited by hand.

use super::{Refused, Returned, ReturnedParagraph};
use crate::bounds::{RETURNED_MARKDOWN, RETURNED_PARAGRAPHS};
use crate::files::decoded;
use crate::sent::Role;
use crate::text::is_invisible;

/// Paragraphs and cells that are read.
const MOST_PARAGRAPHS: usize = RETURNED_PARAGRAPHS.size();

/// What the program writes above a draft; it is no text of the report.
const DRAFT: &str = "草稿";

/// Reads a text.
///
/// # Errors
/// Why it is not read.
pub(super) fn read(bytes: &[u8]) -> Result<Returned, Refused> {
    if bytes.len() > RETURNED_MARKDOWN.size() {
        return Err(Refused::TooLarge(&RETURNED_MARKDOWN));
    }
    let text = decoded(bytes.to_vec()).ok_or(Refused::NoText)?;
    let mut reader = Reader::of(&text);
    for line in text.lines() {
        reader.line(line);
        if reader.paragraphs.len() > MOST_PARAGRAPHS {
            let place = format!("到第 {} 行", reader.line);
            return Err(Refused::TooLargeAt { bound: &RETURNED_PARAGRAPHS, met: None, place });
        }
    }
    reader.end();
    Ok(Returned { paragraphs: reader.paragraphs, ..Returned::default() })
}

/// The line at which one of the paragraphs of a text begins, counted from 1.
pub(super) fn line_of(bytes: &[u8], paragraph: usize) -> Option<usize> {
    let text = decoded(bytes.to_vec())?;
    let mut reader = Reader::of(&text);
    text.lines().for_each(|line| reader.line(line));
    reader.end();
    reader.lines.get(paragraph).copied()
}

#[derive(Debug, Default)]
struct Reader {
    paragraphs: Vec<ReturnedParagraph>,
    /// The line at which each begins, counted from 1.
    lines: Vec<usize>,
    /// The line that is read.
    line: usize,
    /// The line at which the paragraph so far begins.
    begun: Option<usize>,
    /// The lines of the paragraph so far.
    open: String,
    /// The heading that opens the next paragraph, with its level.
    run_in: Option<(u8, String)>,
    has_title: bool,
    tables: usize,
    /// The row of the table that is read.
    row: Option<usize>,
    /// Whether a line is a paragraph of its own, since no blank ones stand between them.
    is_close: bool,
}

impl Reader {
    fn of(text: &str) -> Reader {
        let is_close = !text.trim().lines().any(|line| line.trim().is_empty());
        Reader { is_close, ..Reader::default() }
    }

    fn line(&mut self, line: &str) {
        self.line += 1;
        let line = line.trim();
        // Within a table the strokes at both ends of a row may be left out.
        let goes_on = self.row.is_some() && line.contains('|');
        if let Some(row) = line.strip_prefix('|').or(goes_on.then_some(line)) {
            self.end_paragraph();
            return self.row(row);
        }
        if self.row.take().is_some() {
            self.tables += 1;
        }
        if self.is_underlined(line) {
            return;
        }
        let marks = line.bytes().take_while(|byte| *byte == b'#').count();
        let rest = line.get(marks..).unwrap_or_default();
        if (1..=6).contains(&marks) && (rest.is_empty() || rest.starts_with([' ', '\u{3000}'])) {
            self.end();
            return self.heading(marks, &plain(unclosed(rest.trim())));
        }
        if line.is_empty() {
            return self.end_paragraph();
        }
        if let Some(quoted) = line.strip_prefix('>') {
            self.end_paragraph();
            let quoted = plain(quoted.trim());
            if quoted != DRAFT {
                self.add(quoted, Some(Role::Marking));
            }
            return;
        }
        // The fence of a text that was put into another one as it is.
        if line.starts_with("```") {
            return self.end_paragraph();
        }
        if self.is_close {
            self.end_paragraph();
        }
        // Lines that an editor broke belong together; between Chinese characters no blank stands.
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if is_latin(self.open.chars().last()) && is_latin(line.chars().next()) {
            self.open.push(' ');
        }
        self.open.push_str(line);
        self.begun.get_or_insert(self.line);
    }

    /// Whether a line is drawn under the words before it, which are a heading or the head of a table, or
    /// stands between paragraphs.
    fn is_underlined(&mut self, line: &str) -> bool {
        let is_all = |sign: char| !line.is_empty() && line.chars().all(|c| c == sign);
        let is_one_line = self.begun.is_some_and(|begun| begun + 1 == self.line);
        if is_one_line && self.open.contains('|') && line.contains('|') && is_rule(&cells(line)) {
            let head = std::mem::take(&mut self.open);
            self.row(&head);
            return true;
        }
        if !is_all('=') && !is_all('-') {
            return false;
        }
        if self.open.is_empty() {
            return is_all('-') && line.len() >= 3;
        }
        let text = plain(&std::mem::take(&mut self.open));
        let begun = self.begun.take();
        self.end();
        self.begun = begun;
        self.heading(if is_all('=') { 1 } else { 2 }, text.trim());
        true
    }

    fn heading(&mut self, marks: usize, text: &str) {
        if marks == 1 {
            let is_first = !std::mem::replace(&mut self.has_title, true);
            let role = if is_first { Role::Title } else { Role::AttachmentTitle };
            return self.add(text.to_owned(), Some(role));
        }
        let level = u8::try_from(marks - 1).unwrap_or(1);
        // A heading that ends with a full stop opens the paragraph that follows.
        if text.ends_with('。') {
            self.run_in = Some((level, text.to_owned()));
            self.begun.get_or_insert(self.line);
        } else {
            self.add(text.to_owned(), Some(Role::Heading(level)));
        }
    }

    /// The cells of a row; places that cells of other places cover are empty.
    fn row(&mut self, row: &str) {
        let cells = cells(row);
        if is_rule(&cells) {
            return;
        }
        let number = self.row.map_or(0, |row| row + 1);
        self.row = Some(number);
        for (column, cell) in cells.iter().enumerate() {
            let role = Role::Cell { table: self.tables, row: number, column };
            self.add(plain(cell.trim()), Some(role));
        }
    }

    fn end_paragraph(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let text = plain(&std::mem::take(&mut self.open));
        match self.run_in.take() {
            Some((level, heading)) => {
                self.add(format!("{heading}{text}"), Some(Role::RunIn(level)));
            }
            None => self.add(text, None),
        }
    }

    /// Ends the paragraph, and a heading that opens none.
    fn end(&mut self) {
        self.end_paragraph();
        if let Some((level, heading)) = self.run_in.take() {
            self.add(heading, Some(Role::Heading(level)));
        }
    }

    fn add(&mut self, text: String, role: Option<Role>) {
        let text = text.trim().to_owned();
        let begun = self.begun.take().unwrap_or(self.line);
        if !text.is_empty() {
            self.lines.push(begun);
            self.paragraphs.push(ReturnedParagraph { text, role, ids: Vec::new() });
        }
    }
}

/// Whether a row is the rule under the head of a table.
fn is_rule(cells: &[String]) -> bool {
    let is_drawn = |cell: &String| {
        let cell = cell.trim();
        cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':'))
    };
    !cells.is_empty() && cells.iter().all(is_drawn)
}

/// The text of a heading without the signs that close it: `## 标题 ##`.
fn unclosed(text: &str) -> &str {
    let open = text.trim_end_matches('#');
    match open.is_empty() || open.ends_with([' ', '\u{3000}']) {
        true => open.trim_end(),
        false => text,
    }
}

/// The cells of a row without the stroke before it.
fn cells(row: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut is_escaped = false;
    for character in row.chars() {
        if character == '|' && !is_escaped {
            cells.push(std::mem::take(&mut cell));
            continue;
        }
        is_escaped = character == '\\' && !is_escaped;
        cell.push(character);
    }
    if !cell.trim().is_empty() {
        cells.push(cell);
    }
    cells
}

/// A text without its markup: escapes, and the signs around bold and slanted words.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.peek() {
                Some(next) if next.is_ascii_punctuation() => plain.extend(characters.next()),
                _ => plain.push('\\'),
            },
            '*' => {}
            '\u{A0}' => plain.push(' '),
            character if is_invisible(character) => {}
            character => plain.push(character),
        }
    }
    plain
}
