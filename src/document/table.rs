//! Tables: cells that may go over several rows and columns.

use super::{Inline, plain_text};

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// 表题; may be empty.
    pub caption: Vec<Inline>,
    /// The unit of all its numbers, `单位：万元`.
    pub unit: Option<String>,
    /// How the text of each column is aligned.
    pub columns: Vec<Align>,
    /// The columns' widths in proportion to each other; empty where what stands in them decides.
    pub widths: Vec<u32>,
    /// The size of its type; none where the style and the room decide.
    pub size: Option<TypeSize>,
    /// Whether it stands on pages of its own that are turned.
    pub is_landscape: bool,
    /// The rows that say what the columns hold. As in HTML, a place that another cell covers has
    /// no cell, here and in the rows.
    pub header: Vec<Vec<Cell>>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table of one header row, whose widths and size are left to the layout.
    pub fn plain(columns: Vec<Align>, header: Vec<Cell>, rows: Vec<Vec<Cell>>) -> Table {
        Table {
            caption: Vec::new(),
            unit: None,
            columns,
            widths: Vec::new(),
            size: None,
            is_landscape: false,
            header: vec![header],
            rows,
        }
    }

    /// Whether it is a form: one row of headers does not say all that its cells are.
    pub fn is_form(&self) -> bool {
        let is_more = |cell: &Cell| cell.is_header || cell.rows > 1 || cell.columns > 1;
        let rows = self.rows.iter().filter(|row| !self.is_group(row));
        self.header.len() > 1 || rows.flatten().any(is_more)
    }

    /// Whether a row heads the rows that follow it: one header cell over all columns.
    pub fn is_group(&self, row: &[Cell]) -> bool {
        matches!(row, [cell] if cell.is_header && cell.columns > 1)
    }
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it holds.
    pub content: Vec<Inline>,
    /// Over how many rows it goes.
    pub rows: u32,
    /// Over how many columns it goes.
    pub columns: u32,
    /// Whether it says what other cells hold.
    pub is_header: bool,
    /// 竖排: its characters stand one under the other.
    pub is_vertical: bool,
    /// Where the whole part of its number ends, in bytes of its plain text; none where there is no
    /// digit. Columns of numbers are aligned there.
    pub units_end: Option<usize>,
}

impl Cell {
    /// A cell of one row and one column.
    pub fn new(content: Vec<Inline>) -> Cell {
        let text = plain_text(&content);
        let start = text.find(|c: char| c.is_ascii_digit());
        let units_end = start.map(|start| start + whole_part(&text.as_bytes()[start..]));
        Cell { content, rows: 1, columns: 1, is_header: false, is_vertical: false, units_end }
    }

    /// A cell that says what its column holds.
    pub fn header(content: Vec<Inline>) -> Cell {
        Cell { is_header: true, ..Cell::new(content) }
    }

    /// The one cell of a row that heads the rows after it, over so many columns.
    pub fn group(content: Vec<Inline>, columns: u32) -> Cell {
        Cell { columns, ..Cell::header(content) }
    }
}

/// The column, from 0, in which each cell of some rows begins: behind those that cells of the
/// rows before cover.
pub fn columns_of(rows: &[Vec<Cell>]) -> Vec<Vec<usize>> {
    columns_of_spans(rows.iter().map(|row| row.iter().map(|cell| (cell.rows, cell.columns))))
}

/// The same of cells that are known by the rows and columns that they go over.
pub(crate) fn columns_of_spans<R>(rows: impl Iterator<Item = R>) -> Vec<Vec<usize>>
where
    R: Iterator<Item = (u32, u32)>,
{
    // For each column, the first row that the cells so far leave open.
    let mut open_from: Vec<usize> = Vec::new();
    let row = |(at, row): (usize, R)| {
        let mut column = 0;
        let mut place = |(rows, columns): (u32, u32)| {
            while open_from.get(column).is_some_and(|open| *open > at) {
                column += 1;
            }
            let (start, end) = (column, column + columns as usize);
            open_from.resize(open_from.len().max(end), 0);
            open_from[start..end].fill(at + rows as usize);
            column = end;
            start
        };
        row.map(&mut place).collect()
    };
    rows.enumerate().map(row).collect()
}

/// How many bytes the whole part has of the number that a text begins with: `6,288` of `6,288.5`.
fn whole_part(text: &[u8]) -> usize {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = digits(text);
    while text.get(end) == Some(&b',') && digits(text.get(end + 1..).unwrap_or_default()) == 3 {
        end += 4;
    }
    end
}

/// How text stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// A size of type, in half points: 18 is 小五, 9 pt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeSize(pub u16);

impl TypeSize {
    /// 字号: the sizes that have names, from the largest.
    pub const NAMED: [(&str, TypeSize); 13] = [
        ("初号", TypeSize(84)),
        ("小初", TypeSize(72)),
        ("一号", TypeSize(52)),
        ("小一", TypeSize(48)),
        ("二号", TypeSize(44)),
        ("小二", TypeSize(36)),
        ("三号", TypeSize(32)),
        ("小三", TypeSize(30)),
        ("四号", TypeSize(28)),
        ("小四", TypeSize(24)),
        ("五号", TypeSize(21)),
        ("小五", TypeSize(18)),
        ("六号", TypeSize(15)),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stands_behind_those_that_cells_of_earlier_rows_cover() {
        let cell = |rows, columns| Cell { rows, columns, ..Cell::new(Vec::new()) };
        let rows = vec![
            vec![cell(3, 1), cell(1, 2), cell(2, 1)],
            vec![cell(2, 1), cell(1, 1)],
            vec![cell(1, 1), cell(1, 1)],
            vec![cell(1, 4)],
        ];
        let columns: [&[usize]; 4] = [&[0, 1, 3], &[1, 2], &[2, 3], &[0]];
        assert_eq!(columns_of(&rows), columns);
    }
}
