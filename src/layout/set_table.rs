//! A table as a page has it, for outputs whose reader places the rows itself: how wide its columns
//! are, how high its rows, and how text stands in its cells.

use super::columns::{TableLook, fit};
use super::heads::Heads;
use super::length::Len;
use super::pages::Structure;
use super::rows::RowSetter;
use super::set_rows::SetTableRow;
use super::style::TextStyle;
use super::typesetter::Typesetter;
use crate::document::{Cell, Table};

/// A table that was set.
#[derive(Debug, Clone, PartialEq)]
pub struct SetTable<'t> {
    /// The widths of its columns, which together are the width of the block.
    pub columns: Vec<Len>,
    /// The text of its header rows.
    pub header: TextStyle,
    /// The text of its other rows.
    pub text: TextStyle,
    /// From line to line within a row.
    pub pitch: Len,
    /// Its rows, those of the header first.
    pub rows: Vec<SetTableRow<'t>>,
    /// How many of the rows are shown again on each page that the table goes on to.
    pub repeated: usize,
}

/// Sets a table as [`lay_out`](super::lay_out) does.
pub(super) fn set_table<'t>(text: &mut Typesetter<'_>, table: &'t Table) -> SetTable<'t> {
    let (_, block) = text.style.page.block(table.is_landscape);
    let columns = fit(text, table, TableLook::of_tables(text.style));
    let mut heads = Heads::new(table);
    let mut set = |structure, rows: &'t [Vec<Cell>], free| {
        let tag = text.tag(structure, None);
        let (text, columns, heads) = (&mut *text, &columns, &mut heads);
        RowSetter { text, columns, heads, tag, free }.set_rows(rows, structure == Structure::Head)
    };
    let mut rows = set(Structure::Head, &table.header, block.half());
    let height: Len = rows.iter().map(|row| row.height).sum();
    let (repeated, taken) =
        if height <= block.half() { (rows.len(), height) } else { (0, Len::ZERO) };
    rows.iter_mut().for_each(|row| row.keep_with_next = true);
    rows.extend(set(Structure::Body, &table.rows, block - taken));
    let look = columns.look;
    SetTable {
        columns: columns.columns.iter().map(|column| column.width).collect(),
        header: look.header,
        text: look.text,
        pitch: look.pitch,
        rows,
        repeated,
    }
}
