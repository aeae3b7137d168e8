//! The YAML that a workbook stands for, written so that it reads back as what was typed, whatever
//! that is; where each of its words came from is noted.

use std::ops::Range;

use crate::source::Stretch;

/// A cell: sheet, row and column, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct At {
    pub(crate) sheet: u32,
    pub(crate) row: u32,
    pub(crate) column: u32,
}

/// A text that was typed in a cell, or in several that go on each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words(pub(super) Vec<(Option<At>, String)>);

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
        Words(vec![(Some(at), text.into())])
    }

    /// That nobody typed.
    pub(super) fn fixed(text: impl Into<String>) -> Words {
        Words(vec![(None, text.into())])
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, text)| text.trim().is_empty())
    }

    /// Without what YAML would not keep: empty lines around the text and blanks before its first line.
    fn trimmed(&self) -> Words {
        let mut words = self.clone();
        let is_margin = |c: char| c == '\n' || c == ' ' || c == '\t';
        while let Some((_, text)) = words.0.first_mut() {
            *text = text.trim_start_matches(is_margin).to_owned();
            if !text.is_empty() {
                break;
            }
            words.0.remove(0);
        }
        while let Some((_, text)) = words.0.last_mut() {
            text.truncate(text.trim_end_matches(is_margin).len());
            if !text.is_empty() {
                break;
            }
            words.0.pop();
        }
        words
    }
}

/// The text, as far as it is written.
#[derive(Debug, Default)]
pub(super) struct Yaml {
    pub(super) text: String,
    pub(super) stretches: Vec<Stretch>,
}

impl Yaml {
    /// Writes a mapping whose keys are indented by so many blanks.
    pub(super) fn map(&mut self, entries: &[(Key, Node)], indent: usize) {
        for (place, (key, value)) in entries.iter().enumerate() {
            if place > 0 || !self.text.ends_with("- ") {
                self.blanks(indent);
            }
            self.key(key);
            self.text.push(':');
            self.value(value, indent);
        }
    }

    fn key(&mut self, key: &Key) {
        let quoted = match is_plain_key(&key.text) {
            true => key.text.clone(),
            false => format!("'{}'", key.text.replace('\'', "''").replace('\n', " ")),
        };
        let inside = usize::from(quoted.starts_with('\''));
        let start = self.text.len() + inside;
        self.text.push_str(&quoted);
        self.stretch(key.at, 0, start..self.text.len() - inside);
    }

    /// What follows a colon.
    fn value(&mut self, value: &Node, indent: usize) {
        match value {
            Node::Nothing => self.text.push('\n'),
            Node::Text(words) if words.is_empty() => self.text.push('\n'),
            Node::Text(words) => {
                self.text.push(' ');
                self.scalar(&words.trimmed(), indent);
            }
            Node::Names(at, names) => {
                self.text.push(' ');
                self.names(*at, names);
            }
            Node::List(items) if items.is_empty() => self.text.push('\n'),
            Node::List(items) => {
                self.text.push('\n');
                self.list(items, indent + 2);
            }
            Node::Map(entries) => {
                self.text.push('\n');
                self.map(entries, indent + 2);
            }
        }
    }

    fn list(&mut self, items: &[Node], indent: usize) {
        // Items whose numbers were left out.
        let is_item = |item: &&Node| !matches!(item, Node::Map(entries) if entries.is_empty());
        for item in items.iter().filter(is_item) {
            self.blanks(indent);
            self.text.push_str("- ");
            match item {
                Node::Map(entries) if !entries.is_empty() => self.map(entries, indent + 2),
                Node::Text(words) if !words.is_empty() => self.scalar(&words.trimmed(), indent),
                Node::Names(at, names) => self.names(*at, names),
                Node::Nothing | Node::Text(_) | Node::List(_) | Node::Map(_) => {
                    self.text.push_str("''\n");
                }
            }
        }
    }

    fn names(&mut self, at: At, names: &[String]) {
        self.text.push('[');
        for (place, name) in names.iter().enumerate() {
            if place > 0 {
                self.text.push_str(", ");
            }
            let quote = if is_plain(name) && !name.contains(',') { "" } else { "'" };
            self.text.push_str(quote);
            let start = self.text.len();
            self.text.push_str(name);
            self.stretch(Some(at), 0, start..self.text.len());
            self.text.push_str(quote);
        }
        self.text.push_str("]\n");
    }

    /// A text that is not empty: bare where that reads back as it is, in quotes, or, where it has
    /// several lines or holds a quote, line by line.
    fn scalar(&mut self, words: &Words, indent: usize) {
        let whole: String = words.0.iter().map(|(_, text)| text.as_str()).collect();
        if !whole.contains(['\n', '\'']) {
            let quote = if is_plain(&whole) { "" } else { "'" };
            self.text.push_str(quote);
            for (at, text) in &words.0 {
                let start = self.text.len();
                self.text.push_str(text);
                self.stretch(*at, 0, start..self.text.len());
            }
            self.text.push_str(quote);
            self.text.push('\n');
            return;
        }
        self.text.push_str("|\n");
        // Wide blanks are characters of the text to YAML.
        let is_blank = |line: &str| line.chars().all(|c| c == ' ' || c == '\t');
        let mut begins_line = true;
        for (at, text) in &words.0 {
            for (number, line) in text.split('\n').enumerate() {
                if number > 0 {
                    self.end_line();
                    begins_line = true;
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
    }

    /// Ends a line of a text; blanks at its end are not kept.
    fn end_line(&mut self) {
        let end = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(end);
        for stretch in self.stretches.iter_mut().rev().take_while(|last| last.range.end > end) {
            stretch.range = stretch.range.start.min(end)..end;
        }
        self.text.push('\n');
    }

    fn blanks(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n(' ', count));
    }

    fn stretch(&mut self, at: Option<At>, line: usize, range: Range<usize>) {
        let Some(At { sheet, row, column }) = at else { return };
        self.stretches.push(Stretch { range, sheet, row, column, line });
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::yaml::{self, Kind};

    const AT: At = At { sheet: 0, row: 3, column: 1 };

    /// The text that is read back from under a key, or as the item of a list.
    #[track_caller]
    fn read_back(node: Node) -> (String, Yaml) {
        let mut written = Yaml::default();
        let below = (Key::fixed("乙"), node.clone());
        let list = (Key::fixed("丙"), Node::List(vec![Node::Map(vec![below.clone()]), node]));
        written.map(&[(Key::fixed("甲"), Node::Map(vec![below])), list], 0);
        let read = yaml::parse(FileId(0), &written.text);
        assert!(read.findings.is_empty(), "{}\n{:?}", written.text, read.findings);
        let tree = read.value.expect("a tree");
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
            Words(vec![(Some(AT), "一段。\n二".to_owned()), (Some(next), "段。\n三段".to_owned())]);
        let (read, written) = read_back(Node::Text(words));
        assert_eq!(read.trim_end(), "一段。\n二段。\n三段");
        let shown: Vec<(u32, usize, &str)> = written.stretches[..4]
            .iter()
            .map(|stretch| (stretch.row, stretch.line, &written.text[stretch.range.clone()]))
            .collect();
        assert_eq!(shown, [(3, 0, "一段。"), (3, 1, "二"), (4, 0, "段。"), (4, 1, "三段")]);
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
            let mut written = Yaml::default();
            written.map(&[(Key::at(&typed, AT), text("1"))], 0);
            let read = yaml::parse(FileId(0), &written.text);
            let Some(Kind::Map(entries)) = read.value.map(|node| node.kind) else {
                return Err(proptest::test_runner::TestCaseError::fail(written.text));
            };
            proptest::prop_assert_eq!(entries.len(), 1);
            proptest::prop_assert_eq!(entries[0].key.as_str(), typed.as_str());
        }
    }
}
