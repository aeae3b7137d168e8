//! A document with tables as forms have them: several header rows, labels over rows and columns,
//! groups of rows with header rows of their own.

use nianbao::document::{Align, Block, Cell, Document, FactId, Inline, Table};

use super::report::document;

/// A header cell over so many rows and columns.
fn head(text: &str, rows: u32, columns: u32) -> Cell {
    Cell { rows, columns, ..Cell::header(vec![Inline::text(text)]) }
}

fn label(text: &str) -> Cell {
    head(text, 1, 1)
}

/// A cell with a figure.
fn figure(text: &str) -> Cell {
    Cell::new(vec![Inline::Figure { text: text.into(), fact: FactId(1) }])
}

/// Two header rows, two columns of labels, one of them vertical.
pub(crate) fn labelled() -> Table {
    let header = vec![
        vec![head("勾稽关系", 2, 2), head("申请人", 1, 3)],
        vec![label("自然人"), label("其他申请人"), label("总计")],
    ];
    let row = |labels: Vec<Cell>| {
        let figures = ["3001", "118", "3119"].map(figure);
        labels.into_iter().chain(figures).collect()
    };
    let side = Cell { is_vertical: true, ..head("本年度办理结果", 2, 1) };
    let rows = vec![
        row(vec![head("一、本年新收申请数量", 1, 2)]),
        row(vec![side, label("（一）予以公开")]),
        row(vec![label("（二）不予公开")]),
    ];
    let columns = vec![Align::Left, Align::Left, Align::Centre, Align::Centre, Align::Centre];
    Table { header, ..Table::plain(columns, Vec::new(), rows) }
}

/// No header; groups of rows, each with a header row.
pub(crate) fn grouped() -> Table {
    let group = |text: &str| vec![head(text, 1, 3)];
    let over_two = |cell: Cell| Cell { columns: 2, ..cell };
    let rows = vec![
        group("第一项"),
        vec![label("信息内容"), label("制发件数"), label("废止件数")],
        vec![label("规章"), figure("1"), figure("0")],
        group("第二项"),
        vec![label("信息内容"), over_two(label("处理决定数量"))],
        vec![label("行政许可"), over_two(figure("447228"))],
    ];
    let columns = vec![Align::Left, Align::Centre, Align::Centre];
    Table { header: Vec::new(), ..Table::plain(columns, Vec::new(), rows) }
}

/// A document with both.
pub(crate) fn forms() -> Document {
    let mut document = document("甲");
    document.body.extend([labelled(), grouped()].map(Block::Table));
    document
}
