//! Rows of tables in Markdown as they were typed: the parser cuts what is too much of a row and
//! fills up what is missing, so that only the line itself tells what is lost.

use std::borrow::Cow;

/// How many cells the line has as a row of a table; none where no bar parts it. As the parser has
/// it, a bar right after a backslash is text; so is every bar of what a template printed.
pub(super) fn cells(line: &str) -> Option<usize> {
    let line = line.trim();
    let mut before = ' ';
    let (mut bars, mut ends_in_bar) = (0, false);
    for c in line.chars() {
        ends_in_bar = c == '|' && before != '\\';
        bars += usize::from(ends_in_bar);
        before = c;
    }
    let opens = line.starts_with('|');
    let outer = usize::from(opens) + usize::from(ends_in_bar && (bars > 1 || !opens));
    (bars > 0).then(|| bars + 1 - outer)
}

/// A text in which no blank lines part the rows of a table: a tag on a line of its own, as
/// `{% for %}`, leaves one. Two rows belong together unless the second is the header of a table,
/// which a delimiter follows.
pub(super) fn joined(markdown: &str) -> Cow<'_, str> {
    let is_row = |line: &str| line.trim_start().starts_with('|');
    let lines: Vec<&str> = markdown.lines().collect();
    let mut joined: Vec<&str> = Vec::with_capacity(lines.len());
    let mut blank = 0;
    for (at, &line) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            blank += 1;
            joined.push(line);
            continue;
        }
        let before = joined.len().checked_sub(blank + 1).and_then(|before| joined.get(before));
        let heads = lines.get(at + 1).is_some_and(|next| is_delimiter(next));
        if blank > 0 && is_row(line) && !heads && before.is_some_and(|before| is_row(before)) {
            joined.truncate(joined.len() - blank);
        }
        joined.push(line);
        blank = 0;
    }
    match joined.len() == lines.len() {
        true => Cow::Borrowed(markdown),
        false => Cow::Owned(joined.join("\n")),
    }
}

/// Whether the line is the row under a header: nothing but `---`, `:--`, `--:`, `:-:`.
pub(super) fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let is_cell = |cell: &str| {
        let cell = cell.trim();
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.chars().all(|c| c == '-')
    };
    line.contains('|') && inner.split('|').all(is_cell)
}

/// The line of a paragraph that was meant as a row of a table. A layout has no other use for a
/// line that begins or ends with a bar, for several bars in it, for one between blanks, or for bars in
/// several lines of one paragraph.
pub(super) fn in_paragraph<'l>(lines: &[&'l str]) -> Option<&'l str> {
    let is_opened = |line: &str| line.trim_start().starts_with(['|', '｜']);
    let is_row = |line: &str| match cells(line) {
        Some(2) => line.contains(" | ") || line.trim_end().ends_with('|'),
        Some(_) => true,
        None => line.chars().filter(|c| *c == '｜').count() > 1,
    };
    let opened = lines.iter().find(|line| is_opened(line) || is_delimiter(line) || is_row(line));
    let mut barred = lines.iter().filter(|line| cells(line).is_some());
    opened.or_else(|| barred.next().filter(|_| barred.next().is_some())).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_what_stands_between_bars() {
        for (line, count) in [
            ("| 甲 | 乙 |", Some(2)),
            ("  | 甲 | 乙  ", Some(2)),
            ("甲 | 乙", Some(2)),
            ("| 甲 |", Some(1)),
            ("| 甲", Some(1)),
            ("甲 |", Some(1)),
            ("|  |  |", Some(2)),
            ("| 甲 ||", Some(2)),
            ("| 甲\\|乙 | 丙 |", Some(2)),
            ("| 甲\\\\|乙 | 丙 |", Some(2)),
            ("| 甲 | 乙\\|", Some(2)),
            ("正文", None),
            ("甲\\|乙", None),
            ("", None),
        ] {
            assert_eq!(cells(line), count, "{line}");
        }
    }

    #[test]
    fn a_delimiter_holds_nothing_but_dashes() {
        for line in ["|---|---|", "| :-- | --: |", "--- | :-:", "|-|"] {
            assert!(is_delimiter(line), "{line}");
        }
        for line in ["---", "| — | — |", "| 甲 | --- |", "||", "| : |", "|"] {
            assert!(!is_delimiter(line), "{line}");
        }
    }

    #[test]
    fn blank_lines_between_rows_are_taken_out_and_tables_stay_apart() {
        let table = "甲\n\n| 名 | 数 |\n|---|---|\n\n| 甲 | 1 |\n\n\n| 乙 | 2 |\n";
        assert_eq!(joined(table), "甲\n\n| 名 | 数 |\n|---|---|\n| 甲 | 1 |\n| 乙 | 2 |");
        for whole in [
            "| 名 |\n|---|\n| 甲 |\n\n| 名 |\n|---|\n| 乙 |\n",
            "| 名 |\n|---|\n| 甲 |\n\n正文\n\n| 乙 |\n",
            "甲\n\n\n乙\n",
        ] {
            assert_eq!(joined(whole), whole);
        }
    }

    #[test]
    fn one_bar_within_a_sentence_makes_no_table() {
        assert_eq!(in_paragraph(&["分A|B两类", "共三项"]), None);
        assert_eq!(in_paragraph(&["指标 | 数", "甲 | 1"]), Some("指标 | 数"));
        assert_eq!(in_paragraph(&["说明", "| 甲 | 1 |"]), Some("| 甲 | 1 |"));
        assert_eq!(in_paragraph(&["｜ 甲 ｜ 1 ｜"]), Some("｜ 甲 ｜ 1 ｜"));
        assert_eq!(in_paragraph(&["\\| 甲"]), None);
        for row in ["甲 | 1", "甲 | 1 |", "甲|1|", "甲|1|2", "甲｜1｜"] {
            assert_eq!(in_paragraph(&[row]), Some(row), "the first bar was lost");
        }
        for text in ["分A|B两类。", "一\\|二 \\| 三", "甲｜乙"] {
            assert_eq!(in_paragraph(&[text]), None, "{text}");
        }
    }
}
