//! Sources: the texts the user wrote, and places in them.
//!
//! Every file that is read is kept here whole, so that any later stage can point
//! at a byte range of it ([`Span`]) and a diagnostic can show the line.

use std::ops::Range;
use std::sync::OnceLock;

/// One text the user wrote, by the path it is shown under (relative to the project, `/` between parts).
#[derive(Debug, Clone)]
pub struct Source {
    pub path: String,
    pub text: String,
    /// Where each line but the first begins, in bytes: found when a place is first asked for.
    line_starts: OnceLock<Vec<usize>>,
}

/// Which [`Source`] of a [`Sources`] is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range of one source; always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, range: Range<usize>) -> Span {
        // Files over 1 MiB are refused before they get here.
        Span {
            file,
            start: u32::try_from(range.start).unwrap_or(u32::MAX),
            end: u32::try_from(range.end).unwrap_or(u32::MAX),
        }
    }

    /// Whether the two have a character in common.
    pub fn overlaps(self, other: Span) -> bool {
        self.file == other.file && self.start < other.end && other.start < self.end
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Characters that nobody sees and that would upset a text: controls but line ends and tabs,
/// zero-width and direction characters, and those that Unicode keeps for programs' own use.
pub fn is_invisible(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(character) & 0xFFFE == 0xFFFE
}

/// Something the user wrote, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// Where a span begins, for people: line and column count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub path: String,
    pub line: usize,
    pub column: usize,
}

/// All sources of one run, in the order they were read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let text = text.into();
        self.files.push(Source { path: path.into(), text, line_starts: OnceLock::new() });
        id
    }

    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize]
    }

    /// The source shown under a path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        let at = self.files.iter().position(|source| source.path == path)?;
        u32::try_from(at).ok().map(FileId)
    }

    /// The paths of all of them.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|source| source.path.as_str())
    }

    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or("")
    }

    pub fn position(&self, span: Span) -> Position {
        let source = self.get(span.file);
        let at = (span.start as usize).min(source.text.len());
        let line_starts = source
            .line_starts
            .get_or_init(|| source.text.match_indices('\n').map(|(at, _)| at + 1).collect());
        let line = line_starts.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|line| line_starts.get(line));
        let before = source.text.get(start.copied().unwrap_or(0)..at).unwrap_or("");
        Position { path: source.path.clone(), line: line + 1, column: before.chars().count() + 1 }
    }

    /// Where a character stands among these words: of the places where it stands at all, the
    /// first that has the most of them around it.
    pub fn locate(&self, before: &str, character: char, after: &str) -> Option<Span> {
        let same = |(one, other): &(char, char)| one == other;
        let mut best: Option<(usize, Span)> = None;
        for (id, source) in (0..).map(FileId).zip(&self.files) {
            for (at, found) in source.text.match_indices(character) {
                let end = at + found.len();
                let (left, right) = source.text.split_at(at);
                let shared = left.chars().rev().zip(before.chars().rev()).take_while(same).count()
                    + right.chars().skip(1).zip(after.chars()).take_while(same).count();
                if best.is_none_or(|(most, _)| shared > most) {
                    best = Some((shared, Span::new(id, at..end)));
                }
            }
        }
        best.map(|(_, span)| span)
    }

    /// The place right after a span.
    pub fn end(&self, span: Span) -> Position {
        self.position(Span { start: span.end, ..span })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn a_character_is_located_by_the_words_around_it() {
        let mut sources = Sources::default();
        sources.add("a.yaml", "# 镕\n王镕：{{甲}}\n");
        sources.add("b.yaml", "调解员陈镕参与\n");
        let located = |before, after| {
            let place = sources.position(sources.locate(before, '镕', after)?);
            Some((place.path, place.line, place.column))
        };
        assert_eq!(located("调解员陈", "参与调解"), Some(("b.yaml".to_owned(), 1, 5)));
        assert_eq!(located("王", "：3"), Some(("a.yaml".to_owned(), 2, 2)));
        // Words that a template put around it.
        assert_eq!(located("", ""), Some(("a.yaml".to_owned(), 1, 3)));
        assert!(sources.locate("", '喆', "").is_none());
    }
}
