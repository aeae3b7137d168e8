//! How texts are written as values of a YAML file.

use crate::source::FileId;
use crate::yaml::{self, Kind};

/// One line: bare where it reads back as itself, or else in quotes.
pub(super) fn scalar(text: &str) -> String {
    if reads_back(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// On the line of its key where the text is one line that reads back as itself, or else as a
/// `|` text, whose lines are indented by so many blanks.
pub(super) fn value(text: &str, indent: usize) -> String {
    let text = text.trim();
    if reads_back(text) { text.to_owned() } else { block(text, indent) }
}

/// A `|` text, whose lines are indented by so many blanks.
pub(super) fn block(text: &str, indent: usize) -> String {
    let mut block = "|".to_owned();
    for line in text.trim().lines() {
        block.push('\n');
        if !line.trim().is_empty() {
            block.push_str(&" ".repeat(indent));
            block.push_str(line.trim_end());
        }
    }
    block
}

fn reads_back(text: &str) -> bool {
    let read = yaml::parse(FileId(0), &format!("甲: {text}\n"));
    let Some(Kind::Map(entries)) = read.value.map(|node| node.kind) else { return false };
    let same = entries.iter().all(|entry| entry.value.as_text() == Some(text));
    read.findings.is_empty() && entries.len() == 1 && same && !text.contains(['\n', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_back() {
        for (text, written) in [
            ("此件主动公开", "此件主动公开"),
            ("甲: 乙", "'甲: 乙'"),
            ("{{新收数}}件", "'{{新收数}}件'"),
            ("a'b: c", "'a''b: c'"),
            ("甲 # 乙", "'甲 # 乙'"),
        ] {
            assert_eq!(scalar(text), written);
        }
        assert_eq!(value("一句话", 4), "一句话");
        assert_eq!(value("{{数}}\n\n二", 4), "|\n    {{数}}\n\n    二");
    }
}
