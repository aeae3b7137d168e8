//! CSV: tables for a spreadsheet.
//!
//! UTF-8 with a byte order mark, lines ended by CR LF: so Excel and WPS on a Chinese
//! Windows open it by a double click.

use rust_decimal::Decimal;

use crate::text::BYTE_ORDER_MARK;

/// What such a file begins with.
pub(crate) const MARK: char = BYTE_ORDER_MARK;

/// One line, its end included.
pub(crate) fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(quote).collect();
    cells.join(",") + "\r\n"
}

fn quote(cell: &str) -> String {
    // A spreadsheet would run such a text as a formula; a negative number is none.
    let is_number = cell
        .strip_prefix('-')
        .is_some_and(|number| number.parse::<Decimal>().is_ok_and(|n| !n.is_sign_negative()));
    let starts = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let guard = if !is_number && cell.starts_with(starts) { "'" } else { "" };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        format!("{guard}{cell}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_safe() {
        assert_eq!(quote("726 ÷ 783 × 100%"), "726 ÷ 783 × 100%");
        assert_eq!(quote("甲,\"乙\"\n丙"), "\"甲,\"\"乙\"\"\n丙\"");
        assert_eq!(quote("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(quote("-2.3"), "-2.3");
        assert_eq!(quote("-2+3"), "'-2+3");
        assert_eq!(quote("--2"), "'--2");
        assert_eq!(quote("@SUM(1,2)"), "\"'@SUM(1,2)\"");
        assert_eq!(line(["甲", "乙"]), "甲,乙\r\n");
    }
}
