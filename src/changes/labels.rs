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
    let mut rows = Rows::new();
    for (cell, text) in cells {
        rows.entry(cell.line()).or_default().push((cell.column, text));
    }
    let blocks = Blocks::new(&rows);
    let spanning = spanning(&rows, &blocks);
    let each = cells.iter().map(|(cell, _)| {
        let (headers, is_header) = blocks.above(cell.line());
        if is_header {
            return Labels::default();
        }
        let all = rows.get(&cell.line()).map(Vec::as_slice).unwrap_or_default();
        let parents = spanning.get(&cell.line()).into_iter().flatten();
        // Behind the ordinal, and before the first figure.
        let own = all.iter().skip_while(|(_, text)| is_number(text));
        let own = own.take_while(|(_, text)| !is_number(text));
        let before = parents.chain(own).take_while(|(column, _)| *column < cell.column);
        let row = joined(before.map(|(_, text)| *text));
        // A header that begins before the one above it belongs to another.
        let mut least = 0;
        let is_heading = !row.is_empty() && is_heading(all, cell.column);
        let above = headers.iter().filter_map(|row| {
            let row = rows.get(row)?;
            let end = row.partition_point(|(column, _)| *column <= cell.column);
            let (column, text) = row.get(end.checked_sub(1)?)?;
            // What stands above all headings of rows is no label of the inner ones.
            if is_heading && *column < cell.column {
                return None;
            }
            let is_below = *column >= least;
            least = least.max(*column);
            is_below.then_some(*text)
        });
        Labels { row, column: joined(above) }
    });
    each.collect()
}

/// For each row the headings of rows that began above it and go on beside it, by their columns: those that
/// stand before its first cell.
fn spanning<'t>(rows: &Rows<'t>, blocks: &Blocks) -> BTreeMap<Row, Vec<(usize, &'t str)>> {
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut spanning = BTreeMap::new();
    let mut table = None;
    for (row, cells) in rows {
        let first = cells.first().map_or(0, |(column, _)| *column);
        match table.replace(row.0) == Some(row.0) && !blocks.above(*row).1 {
            true => open.retain(|(column, _)| *column < first),
            false => open.clear(),
        }
        if !open.is_empty() {
            spanning.insert(*row, open.clone());
        }
        open.extend(cells.iter().take_while(|(_, text)| !is_number(text)));
    }
    spanning
}

/// Whether a cell stands before the numbers of its row.
fn is_heading(row: &[(usize, &str)], column: usize) -> bool {
    let first = row.iter().find(|(_, text)| is_number(text));
    first.is_some_and(|(first, _)| column < *first)
}

/// A row of a table: the number of the table and of the row; its cells, by their columns.
type Row = (usize, usize);
type Rows<'t> = BTreeMap<Row, Vec<(usize, &'t str)>>;

/// The rows of headers: those of a table before the first row with a number; and where a row of one cell
/// begins another part of it with headers of its own, that row and those after it without a number.
struct Blocks {
    headers: Vec<Vec<Row>>,
    /// The rows of one cell that name the rows below them, under the same headers.
    groups: BTreeSet<Row>,
    /// For each row those above it.
    of_rows: BTreeMap<Row, usize>,
}

impl Blocks {
    fn new(rows: &Rows<'_>) -> Blocks {
        let mut blocks =
            Blocks { headers: Vec::new(), groups: BTreeSet::new(), of_rows: BTreeMap::new() };
        let mut last: Option<Row> = None;
        let (mut is_open, mut has_numbers) = (false, false);
        let mut at = rows.iter().peekable();
        while let Some((row, cells)) = at.next() {
            let is_first = last.is_none_or(|(table, _)| table != row.0);
            if is_first {
                let mut of_table = rows.range(*row..).take_while(|((table, _), _)| *table == row.0);
                has_numbers = of_table.any(|(_, cells)| has_number(cells));
            }
            let is_of_numbers = has_number(cells);
            let next = at.peek().filter(|((table, _), _)| *table == row.0);
            let heads = !is_first && !is_of_numbers && cells.len() == 1 && has_numbers;
            let is_before_numbers = next.is_some_and(|(_, cells)| has_number(cells));
            let begins = heads && !is_open && next.is_some() && !is_before_numbers;
            if heads && is_before_numbers {
                blocks.groups.insert(*row);
                is_open = false;
            }
            if is_first || begins {
                blocks.headers.push(Vec::new());
                is_open = true;
            }
            // A table without numbers has its headers in the first row.
            is_open &= !is_of_numbers && (is_first || has_numbers);
            let block = blocks.headers.len() - 1;
            if let Some(headers) = blocks.headers.get_mut(block).filter(|_| is_open) {
                headers.push(*row);
            }
            blocks.of_rows.insert(*row, block);
            last = Some(*row);
        }
        blocks
    }

    /// The headers above a row, and whether it is one of them, or names the rows below it.
    fn above(&self, row: Row) -> (&[Row], bool) {
        let block = self.of_rows.get(&row).and_then(|block| self.headers.get(*block));
        let headers = block.map(Vec::as_slice).unwrap_or_default();
        (headers, headers.contains(&row) || self.groups.contains(&row))
    }
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

/// Whether a cell holds a number and no label (2024年 is one, and 1.属于国家秘密): `3,001`, `99.8%`, `12件`,
/// a dash, 待补.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    let end = text.find(|c: char| !half_width(c).is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).unwrap_or_default();
    let mut rest = rest.chars().map(half_width);
    let is_ordinal = match rest.next() {
        Some('.') => rest.next().is_none_or(|next| !next.is_ascii_digit()),
        Some('、' | ')') => true,
        _ => false,
    };
    !digits.is_empty() && !is_ordinal && text.chars().count() <= NUMBER && !text.ends_with('年')
        || matches!(text, "—" | "-" | "/" | "／" | "待补")
}

/// Whether a cell of a row holds a number.
fn has_number(row: &[(usize, &str)]) -> bool {
    row.iter().any(|(_, text)| is_number(text))
}

/// Characters of a number with its unit at most.
const NUMBER: usize = 14;

#[cfg(test)]
mod tests {
    use super::*;

    /// The labels of cells of one table, each with its row and column.
    fn told(texts: &[(usize, usize, &'static str)]) -> Vec<String> {
        let place = |(row, column, text): &(usize, usize, &'static str)| {
            (Cell { table: 0, row: *row, column: *column }, *text)
        };
        let cells: Vec<(Cell, &str)> = texts.iter().map(place).collect();
        labels(&cells).into_iter().map(|it| format!("{}|{}", it.row, it.column)).collect()
    }

    #[test]
    fn a_row_of_one_cell_begins_another_part_of_a_table_with_headers_of_its_own() {
        let texts = [
            (0, 0, "第（一）项"),
            (1, 0, "内容"),
            (1, 1, "件数"),
            (2, 0, "规章"),
            (2, 1, "0"),
            (3, 0, "第（五）项"),
            (4, 0, "内容"),
            (4, 1, "决定数"),
            (5, 0, "许可"),
            (5, 1, "7"),
            (6, 0, "说明"),
        ];
        let told = told(&texts);
        assert_eq!(told[4], "规章|第（一）项·件数");
        assert_eq!(told[7], "|");
        assert_eq!(told[9], "许可|第（五）项·决定数");
    }

    #[test]
    fn a_row_of_one_cell_before_rows_of_numbers_names_them_under_the_same_headers() {
        let texts = [
            (0, 0, "序号"),
            (0, 1, "指标"),
            (0, 2, "2024年"),
            (0, 3, "2023年"),
            (0, 4, "比上年"),
            (1, 0, "政治引领"),
            (2, 0, "1"),
            (2, 1, "会议数"),
            (2, 2, "11"),
            (2, 3, "10"),
            (2, 4, "增长10%"),
            (3, 0, "制度体系"),
            (4, 0, "2"),
            (4, 1, "申请数"),
            (4, 2, "52"),
            (4, 3, "52"),
            (4, 4, "持平"),
        ];
        let told = told(&texts);
        assert_eq!((told[5].as_str(), told[11].as_str()), ("|", "|"));
        assert_eq!((told[8].as_str(), told[9].as_str()), ("会议数|2024年", "会议数|2023年"));
        assert_eq!((told[14].as_str(), told[15].as_str()), ("申请数|2024年", "申请数|2023年"));
        assert_eq!(told[16], "申请数|比上年");
    }

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
        let told = told(&texts);
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

    #[test]
    fn a_row_beside_merged_headings_is_called_by_all_of_them() {
        let texts = [
            (0, 0, "（勾稽关系）"),
            (0, 3, "申请人情况"),
            (1, 3, "自然人"),
            (1, 4, "商业企业"),
            (2, 0, "一、新收"),
            (2, 3, "147"),
            (2, 4, "13"),
            (3, 0, "三、结果"),
            (3, 1, "（一）予以公开"),
            (3, 3, "80"),
            (3, 4, "9"),
            (4, 1, "（三）不予公开"),
            (4, 2, "1.属于国家秘密"),
            (4, 3, "0"),
            (4, 4, "0"),
            (5, 2, "2.其他法律行政法规禁止公开"),
            (5, 3, "4"),
            (5, 4, "0"),
            (6, 1, "（七）总计"),
            (6, 3, "84"),
            (6, 4, "9"),
            (7, 0, ""),
            (7, 3, "1"),
            (7, 4, "2"),
        ];
        let cells: Vec<(Cell, &str)> = texts
            .iter()
            .map(|(row, column, text)| (Cell { table: 0, row: *row, column: *column }, *text))
            .collect();
        let told = labels(&cells);
        let of = |row: usize, column: usize| {
            let at = texts.iter().position(|(r, c, _)| (*r, *c) == (row, column)).unwrap();
            told[at].to_string()
        };
        let of_person = "申请人情况·自然人";
        for (row, column, called) in [
            (2, 3, format!("表格“一、新收”行“{of_person}”列")),
            (3, 3, format!("表格“三、结果·（一）予以公开”行“{of_person}”列")),
            (4, 3, format!("表格“三、结果·（三）不予公开·1.属于国家秘密”行“{of_person}”列")),
            (
                5,
                3,
                format!(
                    "表格“三、结果·（三）不予公开·2.其他法律行政法规禁止公开”行“{of_person}”列"
                ),
            ),
            (6, 4, "表格“三、结果·（七）总计”行“申请人情况·商业企业”列".to_owned()),
            (3, 1, "表格“三、结果”一行".to_owned()),
            (5, 2, "表格“三、结果·（三）不予公开”一行".to_owned()),
            // A heading that is empty is none of the row above.
            (7, 3, format!("表格“{of_person}”一列")),
        ] {
            assert_eq!(of(row, column), called);
        }
    }
}
