//! Rows of tables in Markdown as they were typed: the parser cuts what is too much of a row and
//! fills up what is missing, so that only the line itself tells what is lost.

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
/// line that begins with a bar, or for bars in several lines of one paragraph.
pub(super) fn in_paragraph<'l>(lines: &[&'l str]) -> Option<&'l str> {
    let is_opened = |line: &str| line.trim_start().starts_with(['|', '｜']);
    let opened = lines.iter().find(|line| is_opened(line) || is_delimiter(line));
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
    fn one_bar_within_a_sentence_makes_no_table() {
        assert_eq!(in_paragraph(&["分A|B两类", "共三项"]), None);
        assert_eq!(in_paragraph(&["指标 | 数", "甲 | 1"]), Some("指标 | 数"));
        assert_eq!(in_paragraph(&["说明", "| 甲 | 1 |"]), Some("| 甲 | 1 |"));
        assert_eq!(in_paragraph(&["｜ 甲 ｜ 1 ｜"]), Some("｜ 甲 ｜ 1 ｜"));
        assert_eq!(in_paragraph(&["\\| 甲"]), None);
    }
}
