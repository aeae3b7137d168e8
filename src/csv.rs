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

/// The lines of such a file, cell by cell.
pub(crate) fn read(text: &str) -> Vec<Vec<String>> {
    let mut lines = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut characters = text.trim_start_matches(MARK).chars().peekable();
    while let Some(character) = characters.next() {
        let Some(line) = lines.last_mut() else { break };
        match character {
            '"' if is_quoted && characters.peek() == Some(&'"') => {
                characters.next();
                push(line, '"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => line.push(String::new()),
            '\n' if !is_quoted => lines.push(vec![String::new()]),
            '\r' if !is_quoted => {}
            character => push(line, character),
        }
    }
    lines.retain(|line| line.iter().any(|cell| !cell.is_empty()));
    lines
}

fn push(line: &mut [String], character: char) {
    if let Some(cell) = line.last_mut() {
        cell.push(character);
    }
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
        let cells = ["甲,\"乙\"\n丙", "", "-2.3"];
        assert_eq!(
            read(&format!("{MARK}{}{}", line(cells), line(["丁"]))),
            [cells.to_vec(), vec!["丁"]]
        );
    }
}
