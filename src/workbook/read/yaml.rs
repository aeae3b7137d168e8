//! The YAML that a workbook stands for, written so that it reads back as what was typed, whatever
//! that is; where each of its words came from is noted. Its tree is made while it is written, as it
//! would be read, unless a character needs the reader to say what becomes of it.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Label;
use crate::findings::Findings;
use crate::source::{Cell, FileId, Place, Span, Stretch};
use crate::yaml::{Entry, Kind, Node as Tree, Style, Text};

/// A cell: sheet, row and column, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct At {
    pub(crate) sheet: u32,
    pub(crate) row: u32,
    pub(crate) column: u32,
}

/// A text that was typed in a cell, or in several that go on each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) pieces: Vec<(Option<At>, String)>,
    /// Whether each of its lines is a paragraph, so that a blank line goes between two of them.
    pub(super) are_paragraphs: bool,
}

/// A value of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// Nothing was typed.
    Nothing,
    /// A text.
    Text(Words),
    /// A list as it is typed in one cell, `[甲, 乙]`.
    Names(At, Vec<String>),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// What stands before a colon, and the cell that is shown where it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) text: String,
    pub(super) at: Option<At>,
}

impl Key {
    /// One that nobody typed.
    pub(super) fn fixed(text: &str) -> Key {
        Key { text: text.to_owned(), at: None }
    }

    /// One that stands for a cell.
    pub(super) fn at(text: &str, at: At) -> Key {
        Key { text: text.to_owned(), at: Some(at) }
    }
}

impl Words {
    /// Of one cell.
    pub(super) fn one(at: At, text: impl Into<String>) -> Words {
        Words { pieces: vec![(Some(at), text.into())], are_paragraphs: false }
    }

    /// That nobody typed.
    pub(super) fn fixed(text: impl Into<String>) -> Words {
        Words { pieces: vec![(None, text.into())], are_paragraphs: false }
    }

    fn is_empty(&self) -> bool {
        self.pieces.iter().all(|(_, text)| text.trim().is_empty())
    }

    /// Without what YAML would not keep: empty lines around the text and blanks before its first line.
    fn trimmed(&self) -> Words {
        let mut words = self.clone();
        let is_margin = |c: char| c == '\n' || c == ' ' || c == '\t';
        while let Some((_, text)) = words.pieces.first_mut() {
            *text = text.trim_start_matches(is_margin).to_owned();
            if !text.is_empty() {
                break;
            }
            words.pieces.remove(0);
        }
        while let Some((_, text)) = words.pieces.last_mut() {
            text.truncate(text.trim_end_matches(is_margin).len());
            if !text.is_empty() {
                break;
            }
            words.pieces.pop();
        }
        words
    }
}

/// The text, as far as it is written.
#[derive(Debug)]
pub(super) struct Yaml {
    pub(super) text: String,
    pub(super) stretches: Vec<Stretch>,
    file: FileId,
    /// Whether the reader would make the same tree for certain.
    is_certain: bool,
}

impl Yaml {
    /// The text of a file, and its tree; none where it is to be read.
    pub(super) fn of(file: FileId, entries: &[(Key, Node)]) -> (Yaml, Option<Tree>) {
        let (text, stretches) = (String::new(), Vec::new());
        let mut yaml = Yaml { text, stretches, file, is_certain: true };
        let tree = yaml.map(entries, 0);
        let tree = tree.filter(|_| yaml.is_certain);
        (yaml, tree)
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    fn scalar_of(&mut self, text: &str, style: Style, range: Range<usize>) -> Tree {
        self.is_certain &= text.chars().all(is_certain);
        Tree { span: self.span(range), kind: Kind::Scalar { text: text.into(), style } }
    }

    /// Writes a mapping whose keys are indented by so many blanks. None of one without any.
    fn map(&mut self, entries: &[(Key, Node)], indent: usize) -> Option<Tree> {
        let mut read: Vec<Entry> = Vec::with_capacity(entries.len());
        for (place, (key, value)) in entries.iter().enumerate() {
            if place > 0 || !self.text.ends_with("- ") {
                self.blanks(indent);
            }
            let (key, key_span) = self.key(key);
            self.text.push(':');
            let end = self.text.len();
            let value = self.value(value, indent);
            let nothing = || Tree { span: self.span(end..end), kind: Kind::Null };
            let value = value.unwrap_or_else(nothing);
            read.push(Entry { key, key_span, value });
        }
        // Of two with one name the reader keeps the first.
        let mut keys = FxHashSet::default();
        self.is_certain &= read.iter().all(|entry| keys.insert(entry.key.as_str()));
        let (first, last) = (read.first()?.key_span, read.last()?.value.span);
        Some(Tree { span: Span { end: last.end, ..first }, kind: Kind::Map(read) })
    }

    fn key(&mut self, key: &Key) -> (Text, Span) {
        let quoted = match is_plain_key(&key.text) {
            true => key.text.clone(),
            false => format!("'{}'", key.text.replace('\'', "''").replace('\n', " ")),
        };
        let inside = usize::from(quoted.starts_with('\''));
        let start = self.text.len() + inside;
        self.text.push_str(&quoted);
        self.stretch(key.at, 0, start..self.text.len() - inside);
        self.is_certain &= key.text.chars().all(|c| c != '\n' && is_certain(c));
        (key.text.as_str().into(), self.span(start - inside..self.text.len()))
    }

    /// What follows a colon; none where nothing does.
    fn value(&mut self, value: &Node, indent: usize) -> Option<Tree> {
        match value {
            Node::Text(words) if !words.is_empty() => {
                self.text.push(' ');
                Some(self.scalar(&words.trimmed(), indent))
            }
            Node::Names(at, names) => {
                self.text.push(' ');
                Some(self.names(*at, names))
            }
            Node::List(items) if !items.is_empty() => {
                self.text.push('\n');
                self.list(items, indent + 2)
            }
            Node::Map(entries) => {
                self.text.push('\n');
                self.map(entries, indent + 2)
            }
            Node::Nothing | Node::Text(_) | Node::List(_) => {
                self.text.push('\n');
                None
            }
        }
    }

    fn list(&mut self, items: &[Node], indent: usize) -> Option<Tree> {
        let mut start = None;
        let mut read: Vec<Tree> = Vec::with_capacity(items.len());
        // Items whose numbers were left out.
        let is_item = |item: &&Node| !matches!(item, Node::Map(entries) if entries.is_empty());
        for item in items.iter().filter(is_item) {
            self.blanks(indent);
            start.get_or_insert(self.text.len());
            self.text.push_str("- ");
            let begin = self.text.len();
            let item = match item {
                Node::Map(entries) => self.map(entries, indent + 2),
                Node::Text(words) if !words.is_empty() => {
                    Some(self.scalar(&words.trimmed(), indent))
                }
                Node::Names(at, names) => Some(self.names(*at, names)),
                Node::Nothing | Node::Text(_) | Node::List(_) => {
                    self.text.push_str("''\n");
                    Some(self.scalar_of("", Style::Quoted, begin..begin + 2))
                }
            };
            read.extend(item);
        }
        let last = read.last()?.span;
        let first = self.span(start?..last.range().end);
        Some(Tree { span: first, kind: Kind::List(read) })
    }

    fn names(&mut self, at: At, names: &[String]) -> Tree {
        let begin = self.text.len();
        let mut read = Vec::with_capacity(names.len());
        self.text.push('[');
        for (place, name) in names.iter().enumerate() {
            if place > 0 {
                self.text.push_str(", ");
            }
            let is_plain = is_plain(name) && !name.contains(',');
            let quote = if is_plain { "" } else { "'" };
            let from = self.text.len();
            self.text.push_str(quote);
            let start = self.text.len();
            self.text.push_str(name);
            let end = self.text.len();
            self.text.push_str(quote);
            // Of a missing name nothing is seen but its quotes.
            let typed = if name.is_empty() { from..self.text.len() } else { start..end };
            self.stretch(Some(at), 0, typed);
            self.is_certain &= !name.contains('\'');
            let style = if is_plain { Style::Plain } else { Style::Quoted };
            read.push(self.scalar_of(name, style, from..self.text.len()));
        }
        self.text.push_str("]\n");
        let span = self.span(begin..self.text.len() - 1);
        Tree { span, kind: Kind::List(read) }
    }

    /// A text that is not empty: bare where that reads back as it is, in quotes, or, where it has
    /// several lines or holds a quote, line by line.
    fn scalar(&mut self, words: &Words, indent: usize) -> Tree {
        let whole: String = words.pieces.iter().map(|(_, text)| text.as_str()).collect();
        let begin = self.text.len();
        if !whole.contains(['\n', '\'']) {
            let is_plain = is_plain(&whole);
            let quote = if is_plain { "" } else { "'" };
            self.text.push_str(quote);
            for (at, text) in &words.pieces {
                let start = self.text.len();
                self.text.push_str(text);
                self.stretch(*at, 0, start..self.text.len());
            }
            self.text.push_str(quote);
            let end = self.text.len();
            self.text.push('\n');
            let style = if is_plain { Style::Plain } else { Style::Quoted };
            return self.scalar_of(&whole, style, begin..end);
        }
        self.text.push_str("|\n");
        let body = self.text.len();
        // Wide blanks are characters of the text to YAML.
        let is_blank = |line: &str| line.chars().all(|c| c == ' ' || c == '\t');
        let mut begins_line = true;
        for (at, text) in &words.pieces {
            let mut lines = text.split('\n').enumerate().peekable();
            while let Some((number, line)) = lines.next() {
                if number > 0 {
                    match (words.are_paragraphs, begins_line) {
                        (true, true) => self.cut_blanks(),
                        (true, false) => {
                            self.end_line();
                            self.text.push('\n');
                        }
                        (false, _) => self.end_line(),
                    }
                    begins_line = true;
                }
                // A line of blanks between two paragraphs is nothing more.
                let is_nothing = begins_line && line.trim().is_empty() && lines.peek().is_some();
                if words.are_paragraphs && is_nothing {
                    continue;
                }
                if begins_line && !is_blank(line) {
                    self.blanks(indent + 2);
                }
                begins_line &= is_blank(line);
                let start = self.text.len();
                self.text.push_str(line);
                self.stretch(*at, number, start..self.text.len());
            }
        }
        self.end_line();
        let written = self.text.get(body..).unwrap_or_default();
        let lines = written.split_inclusive('\n');
        let read: String = lines.map(|line| line.get(indent + 2..).unwrap_or("\n")).collect();
        let end = begin + self.text.get(begin..).unwrap_or_default().trim_end().len();
        // The value begins with its first character.
        self.scalar_of(&read, Style::Block, body + indent + 2..end)
    }

    /// Ends a line of a text; blanks at its end are not kept.
    fn end_line(&mut self) {
        self.cut_blanks();
        self.text.push('\n');
    }

    fn cut_blanks(&mut self) {
        let end = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(end);
        for stretch in self.stretches.iter_mut().rev().take_while(|last| last.range.end > end) {
            stretch.range = stretch.range.start.min(end)..end;
        }
    }

    fn blanks(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n(' ', count));
    }

    fn stretch(&mut self, at: Option<At>, line: usize, range: Range<usize>) {
        let Some(At { sheet, row, column }) = at else { return };
        self.stretches.push(Stretch { range, sheet, row, column, line });
    }
}

/// Whether the reader takes a character as it stands, as nearly all are.
fn is_certain(c: char) -> bool {
    matches!(
        c,
        ' '..='~' | '\n' | '·' | '\u{2014}'..='\u{2026}' | '\u{3000}'..='\u{303F}'
            | '\u{3400}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}'
    )
}

/// Whether a character is a letter or a digit; most are Chinese, which need not be looked up.
fn is_letter(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}') || c.is_alphanumeric()
}

/// Whether a text stands bare as a value without being read as something else. Not all such texts are
/// known here: the others are put into quotes, and read the same.
fn is_plain(text: &str) -> bool {
    let is_word = |c: char| is_letter(c) || matches!(c, '_' | '（' | '《' | '“' | '〔' | '·');
    let first = text.chars().next().is_some_and(|c| {
        is_word(c)
            || c == '-'
                && text.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    let is_inside = |c: char| {
        is_word(c)
            || matches!(
                c,
                '.' | '-'
                    | '/'
                    | '%'
                    | '+'
                    | '）'
                    | '》'
                    | '”'
                    | '〕'
                    | '，'
                    | '。'
                    | '、'
                    | '；'
                    | '！'
                    | '？'
                    | '—'
                    | '…'
                    | '‘'
                    | '’'
            )
    };
    first && text.chars().all(is_inside) && !matches!(text, "null" | "Null" | "NULL")
}

/// The same of a key.
fn is_plain_key(text: &str) -> bool {
    let is_word = |c: char| is_letter(c) || matches!(c, '_' | '·' | '（' | '）' | '、');
    text.chars().all(is_word) && text.starts_with(|c: char| c.is_alphabetic())
}

/// What was found, at the places in the text that stand for its cells, so that later stages see which
/// lines are meant.
pub(super) fn placed(findings: Findings, yaml: &Yaml, file: FileId) -> Findings {
    if findings.is_empty() {
        return findings;
    }
    let mut ranges = FxHashMap::default();
    for stretch in &yaml.stretches {
        let cell = (stretch.sheet, stretch.row, stretch.column);
        ranges.entry(cell).or_insert_with(|| stretch.range.clone());
    }
    let placed = findings.into_iter().map(|mut found| {
        for Label { place, .. } in &mut found.labels {
            let Place::Cell(Cell { sheet, row, column, .. }) = *place else { continue };
            if let Some(range) = ranges.get(&(sheet, row, column)) {
                *place = Span::new(file, range.clone()).into();
            }
        }
        found
    });
    placed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::yaml::{self, Kind};

    const AT: At = At { sheet: 0, row: 3, column: 1 };

    /// The text that is read back from under a key, or as the item of a list.
    #[track_caller]
    fn read_back(node: Node) -> (String, Yaml) {
        let below = (Key::fixed("乙"), node.clone());
        let list = (Key::fixed("丙"), Node::List(vec![Node::Map(vec![below.clone()]), node]));
        let (written, made) =
            Yaml::of(FileId(0), &[(Key::fixed("甲"), Node::Map(vec![below])), list]);
        let read = yaml::parse(FileId(0), &written.text);
        assert!(read.findings.is_empty(), "{}\n{:?}", written.text, read.findings);
        let tree = read.value.expect("a tree");
        assert!(made.is_none_or(|made| made == tree), "{}", written.text);
        let under = value(&value(&tree, "甲"), "乙").as_text().unwrap_or_default().to_owned();
        let Kind::List(items) = value(&tree, "丙").kind else { panic!("{}", written.text) };
        let first = value(&items[0], "乙");
        let of_item = first.as_text().unwrap_or_default();
        assert_eq!((of_item, items[1].as_text().unwrap_or_default()), (&*under, &*under));
        (under, written)
    }

    #[track_caller]
    fn value(node: &yaml::Node, key: &str) -> yaml::Node {
        let Kind::Map(entries) = &node.kind else { panic!("{node:?}") };
        entries.iter().find(|entry| entry.key == key).expect("the key").value.clone()
    }

    fn text(typed: &str) -> Node {
        Node::Text(Words::one(AT, typed))
    }

    #[test]
    fn texts_read_back_as_they_were_typed() {
        for typed in [
            "783",
            "约1.1万",
            "-5",
            "99.87%",
            "甲：乙",
            "甲: 乙 # 丙",
            "{{受理数}}件",
            "~",
            "null",
            "- 甲",
            "'甲'",
            "\"甲\"",
            "it's",
            "[甲, 乙",
            "#REF!",
            "=A1",
            "* 甲",
            "一段。\n\n二段：\n- 三",
            "　　一段。\n　　二段。",
            "甲\t乙",
            "甲\n\t乙",
            "甲\n\u{3000}\n乙",
            "|",
            ">",
            "---",
            "甲 : 乙",
        ] {
            assert_eq!(read_back(text(typed)).0.trim_end(), typed, "{typed:?}");
        }
    }

    #[test]
    fn a_text_of_two_cells_goes_on_as_it_is() {
        let next = At { row: 4, ..AT };
        let words =
            vec![(Some(AT), "一段。\n二".to_owned()), (Some(next), "段。\n三段".to_owned())];
        let words = Words { pieces: words, are_paragraphs: false };
        let (read, written) = read_back(Node::Text(words.clone()));
        assert_eq!(read.trim_end(), "一段。\n二段。\n三段");
        let shown: Vec<(u32, usize, &str)> = written.stretches[..4]
            .iter()
            .map(|stretch| (stretch.row, stretch.line, &written.text[stretch.range.clone()]))
            .collect();
        let lines = [(3, 0, "一段。"), (3, 1, "二"), (4, 0, "段。"), (4, 1, "三段")];
        assert_eq!(shown, lines);
        let (read, _) = read_back(Node::Text(Words { are_paragraphs: true, ..words }));
        assert_eq!(read.trim_end(), "一段。\n\n二段。\n\n三段");
    }

    #[test]
    fn each_line_of_paragraphs_is_one_and_blank_lines_are_nothing_more() {
        for (typed, wanted) in [
            ("一段。\n二段。", "一段。\n\n二段。"),
            ("一段。\n\n\n二段。\n", "一段。\n\n二段。"),
            ("一段。 \n \n　\n　　二段。", "一段。\n\n　　二段。"),
            ("一: 二\n# 三\n- 四", "一: 二\n\n# 三\n\n- 四"),
            ("一段。", "一段。"),
        ] {
            let words = Words { are_paragraphs: true, ..Words::one(AT, typed) };
            let (read, written) = read_back(Node::Text(words));
            assert_eq!(read.trim_end(), wanted, "{typed:?}");
            for stretch in &written.stretches {
                let line = typed.split('\n').nth(stretch.line).unwrap();
                assert!(line.contains(&written.text[stretch.range.clone()]), "{typed:?}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_reads_back(typed in "[甲乙：:，、#\\-'\"{}\\[\\]|>&*!%@`?~=\\\\0-9.a \\n　（）“”]{1,40}") {
            let (read, written) = read_back(text(&typed));
            let lines = |text: &str| -> Vec<String> {
                let is_margin = |c: char| c == '\n' || c == ' ' || c == '\t';
                text.trim_matches(is_margin).lines().map(|line| line.trim_end_matches([' ', '\t']).to_owned()).collect()
            };
            // Blanks alone, the ideographic one too, are nothing.
            let wanted = if typed.trim().is_empty() { vec![] } else { lines(&typed) };
            proptest::prop_assert_eq!(lines(&read), wanted);
            for stretch in &written.stretches {
                proptest::prop_assert!(typed.contains(&written.text[stretch.range.clone()]));
            }
        }

        #[test]
        fn any_key_reads_back(typed in "[甲乙：:，#\\-'\"{}\\[\\]|>&*!%@`?~0-9a·（） ]{1,20}") {
            let (written, made) = Yaml::of(FileId(0), &[(Key::at(&typed, AT), text("1"))]);
            let read = yaml::parse(FileId(0), &written.text);
            proptest::prop_assert!(made.is_none() || made == read.value, "{}", written.text);
            let Some(Kind::Map(entries)) = read.value.map(|node| node.kind) else {
                return Err(proptest::test_runner::TestCaseError::fail(written.text));
            };
            proptest::prop_assert_eq!(entries.len(), 1);
            proptest::prop_assert_eq!(entries[0].key.as_str(), typed.as_str());
        }
    }
}
