//! Words: how texts are put into a YAML file, and how the years in them move on.

use unicode_width::UnicodeWidthStr as _;

use crate::catalogue::Catalogue;
use crate::prose::{self, Piece};
use crate::source::FileId;
use crate::yaml::{self, Kind};

/// Columns that a text takes on a terminal; a hanzi takes two.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text with blanks after it, up to so many columns.
pub(super) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// One line as a YAML value: bare where it reads back as itself, or else in quotes.
pub(super) fn scalar(text: &str) -> String {
    if reads_back(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// A text as a YAML value, with the blank or line break that comes before it: on the same
/// line where it is one line that reads back as itself, or else as a `|` text.
pub(super) fn value(text: &str, indent: usize) -> String {
    let text = text.trim();
    if reads_back(text) { format!(" {text}\n") } else { block(text, indent) }
}

/// A text as a YAML `|` text, whose lines are indented by so many blanks.
pub(super) fn block(text: &str, indent: usize) -> String {
    let mut block = " |\n".to_owned();
    for line in text.trim().lines() {
        if !line.trim().is_empty() {
            block.push_str(&" ".repeat(indent));
            block.push_str(line.trim_end());
        }
        block.push('\n');
    }
    block
}

fn reads_back(text: &str) -> bool {
    let mut faults = Vec::new();
    let node = yaml::parse(FileId(0), &format!("甲: {text}\n"), &mut faults);
    let Some(Kind::Map(entries)) = node.map(|node| node.kind) else { return false };
    let same = entries.iter().all(|entry| entry.value.as_text() == Some(text));
    faults.is_empty() && entries.len() == 1 && same && !text.contains(['\n', '#'])
}

/// A text of last year, for this year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) text: String,
    /// Places with years that were left as they are, as they read.
    pub(super) doubtful: Vec<String>,
}

/// Moves on the years that surely mean the reported year and those around it: `2024年度`,
/// `2024年，` and `2025年主要安排`. A date, an event or a document's name tells what happened
/// in its own year, so those stay, and are listed for a person to look at.
pub(super) fn carried(text: &str, year: i32, catalogue: &Catalogue) -> Carried {
    let text = renamed(text, catalogue);
    let mut carried = Carried { text: String::new(), doubtful: Vec::new() };
    let mut rest = text.as_str();
    // The titles and quotations that are open, by where they begin.
    let mut open: Vec<usize> = Vec::new();
    let mut told_until = 0;
    while let Some(character) = rest.chars().next() {
        let at = text.len() - rest.len();
        match character {
            '《' | '“' => open.push(at),
            '》' | '”' => drop(open.pop()),
            _ => {}
        }
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = rest.get(..digits).unwrap_or_default();
        let written = number.parse::<i32>().ok().filter(|_| digits == 4);
        let Some(written) = written.filter(|written| (year - 2..=year).contains(written)) else {
            let step = digits.max(character.len_utf8());
            carried.text.push_str(rest.get(..step).unwrap_or_default());
            rest = rest.get(step..).unwrap_or_default();
            continue;
        };
        let after = rest.get(digits..).unwrap_or_default();
        let sure = ["年度", "年，", "年主要安排", "年工作安排"];
        if open.is_empty() && sure.iter().any(|sure| after.starts_with(sure)) {
            carried.text.push_str(&(written + 1).to_string());
        } else {
            carried.text.push_str(number);
            if at >= told_until {
                let (start, end) = doubtful(&text, at, open.first().copied());
                carried.doubtful.extend(text.get(start..end).map(one_line));
                told_until = end;
            }
        }
        rest = after;
    }
    carried
}

/// The title that a year stands in, or else the date that it begins.
fn doubtful(text: &str, at: usize, title: Option<usize>) -> (usize, usize) {
    let rest = |from: usize| text.get(from..).unwrap_or_default();
    if let Some(start) = title {
        let close = if rest(start).starts_with('《') { '》' } else { '”' };
        if let Some(length) = rest(start).find(close) {
            return (start, (start + length + close.len_utf8()).max(at));
        }
    }
    let is_date = |c: char| c.is_ascii_digit() || "年月日—－-～至".contains(c);
    let end = text.len() - rest(at).trim_start_matches(is_date).len();
    // A word or two of what the date is of.
    let more: usize =
        rest(end).chars().take(4).take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
    (at, end + more)
}

/// Placeholders of metrics that were renamed take the present name.
fn renamed(text: &str, catalogue: &Catalogue) -> String {
    let mut renamed = text.to_owned();
    for piece in prose::parse(text).0 {
        let Piece::Placeholder(placeholder) = piece else { continue };
        let former = |name: &String| *name == placeholder.name;
        if catalogue.metrics.contains_key(&placeholder.name) {
            continue;
        }
        let metric =
            catalogue.metrics.values().find(|metric| metric.former_names.iter().any(former));
        if let (Some(metric), Some(old)) = (metric, text.get(placeholder.range.clone())) {
            renamed = renamed.replace(old, &old.replacen(&placeholder.name, &metric.name, 1));
        }
    }
    renamed
}

/// For a comment, which ends with its line.
pub(super) fn one_line(text: &str) -> String {
    const LONGEST: usize = 120;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}……", line.get(..at).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(text: &str) -> (String, Vec<String>) {
        let carried = carried(text, 2025, &Catalogue::default());
        (carried.text, carried.doubtful)
    }

    #[test]
    fn years_that_are_sure_move_on() {
        for (last, this) in [
            ("2024年，区政府以……为引领", "2025年，区政府以……为引领"),
            ("一年来情况和2025年主要安排报告如下", "一年来情况和2026年主要安排报告如下"),
            ("就2023年度履职情况开展述法", "就2024年度履职情况开展述法"),
            ("公布2024年度全区普法清单", "公布2025年度全区普法清单"),
        ] {
            assert_eq!(moved(last), (this.to_owned(), Vec::new()), "{last}");
        }
    }

    #[test]
    fn years_of_events_and_titles_stay_and_are_listed() {
        for (text, doubtful) in [
            ("于2024年5月30日安排培训", "2024年5月30日安排培训"),
            ("召开2024年示例区招商大会", "2024年示例区招"),
            ("印发《示例区2024年工作方案》，落实", "《示例区2024年工作方案》"),
            ("《方案（2024—2025年）》", "《方案（2024—2025年）》"),
            ("组织“2024年度培训”", "“2024年度培训”"),
        ] {
            assert_eq!(moved(text), (text.to_owned(), vec![doubtful.to_owned()]), "{text}");
        }
        // A year of long ago is no question, nor is a number that is none.
        for text in ["自2016年起", "共20245件", "12024年"] {
            assert_eq!(moved(text), (text.to_owned(), Vec::new()), "{text}");
        }
    }

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
        assert_eq!(value("一句话", 4), " 一句话\n");
        assert_eq!(value("{{数}}\n\n二", 4), " |\n    {{数}}\n\n    二\n");
    }

    #[test]
    fn columns_of_hanzi() {
        assert_eq!(padded("司法局", 8), "司法局  ");
        assert_eq!(padded("abc", 2), "abc");
    }
}
