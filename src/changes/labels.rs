//! How the cells of tables are called: by the labels of their row and of their column, as far as these
//! can be told from the texts alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::sent::Cell;
use crate::text::half_width;

/// The labels of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Labels {
    /// What stands before it in its row.
    pub(crate) row: String,
    /// What stands above it in the rows of headers.
    pub(crate) column: String,
}

impl fmt::Display for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.row.as_str(), self.column.as_str()) {
            ("", "") => f.write_str("表格"),
            (row, "") => write!(f, "表格“{row}”一行"),
            ("", column) => write!(f, "表格“{column}”一列"),
            (row, column) => write!(f, "表格“{row}”行“{column}”列"),
        }
    }
}

/// The labels of each of some cells; they stand in order.
pub(crate) fn labels(cells: &[(Cell, &str)]) -> Vec<Labels> {
    let mut rows: BTreeMap<(usize, usize), Vec<(usize, &str)>> = BTreeMap::new();
    for (cell, text) in cells {
        rows.entry(cell.line()).or_default().push((cell.column, text));
    }
    // The rows of headers: those before the first with a number.
    let mut headers: BTreeMap<usize, Vec<&[(usize, &str)]>> = BTreeMap::new();
    let mut with_numbers: BTreeSet<usize> = BTreeSet::new();
    for ((table, _), row) in &rows {
        if with_numbers.contains(table) || row.iter().any(|(_, text)| is_number(text)) {
            with_numbers.insert(*table);
        } else {
            headers.entry(*table).or_default().push(row);
        }
    }
    let none: &[&[(usize, &str)]] = &[];
    let each = cells.iter().map(|(cell, _)| {
        let headers = headers.get(&cell.table).map_or(none, Vec::as_slice);
        // A table without numbers has its headers in the first row.
        let headers = match headers {
            [first, _, ..] if !with_numbers.contains(&cell.table) => std::slice::from_ref(first),
            headers => headers,
        };
        if cell.row < headers.len() {
            return Labels::default();
        }
        let before = rows.get(&cell.line()).into_iter().flatten();
        let before = before.take_while(|(column, _)| *column < cell.column);
        let row = joined(before.map(|(_, text)| *text).filter(|text| !is_number(text)));
        // A header that begins before the one above it belongs to another.
        let mut least = 0;
        let above = headers.iter().filter_map(|row| {
            let end = row.partition_point(|(column, _)| *column <= cell.column);
            let (column, text) = row.get(end.checked_sub(1)?)?;
            let is_below = *column >= least;
            least = least.max(*column);
            is_below.then_some(*text)
        });
        Labels { row, column: joined(above) }
    });
    each.collect()
}

fn joined<'t>(labels: impl Iterator<Item = &'t str>) -> String {
    let mut all: Vec<&str> = Vec::new();
    for label in labels.map(str::trim).filter(|label| !label.is_empty()) {
        if !all.contains(&label) {
            all.push(label);
        }
    }
    all.join("·")
}

/// Whether a cell holds a number and no label (2024年 is one): `3,001`, `99.8%`, `12件`, a dash, 待补.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|c: char| half_width(c).is_ascii_digit())
        && text.chars().count() <= NUMBER
        && !text.ends_with('年')
        || matches!(text, "—" | "-" | "/" | "／" | "待补")
}

/// Characters of a number with its unit at most; `1.行政机关负责人` is a label.
const NUMBER: usize = 14;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_called_by_its_row_and_column() {
        let texts = [
            (0, 0, "项目"),
            (0, 1, "结果"),
            (0, 3, "备注"),
            (1, 1, "维持"),
            (1, 2, "纠正"),
            (2, 0, "行政复议"),
            (2, 1, "3"),
            (2, 2, "0"),
            (2, 3, "无"),
        ];
        let cells: Vec<(Cell, &str)> = texts
            .iter()
            .map(|(row, column, text)| (Cell { table: 0, row: *row, column: *column }, *text))
            .collect();
        let told: Vec<String> =
            labels(&cells).into_iter().map(|it| format!("{}|{}", it.row, it.column)).collect();
        assert_eq!(
            told,
            [
                "|",
                "|",
                "|",
                "|",
                "|",
                "|项目",
                "行政复议|结果·维持",
                "行政复议|结果·纠正",
                "行政复议|备注"
            ]
        );
    }
}
