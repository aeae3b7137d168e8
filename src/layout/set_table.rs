//! A table as a page has it, for outputs whose reader places the rows itself: how wide its columns
//! are, how high its rows, and how text stands in its cells.

use super::columns::{TableLook, fit};
use super::heads::Heads;
use super::length::Len;
use super::pages::Structure;
use super::rows::RowSetter;
use super::style::TextStyle;
use super::typesetter::Typesetter;
use crate::document::{Align, Cell, Table};

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

/// A row of a table that was set.
#[derive(Debug, Clone, PartialEq)]
pub struct SetTableRow<'t> {
    /// Its height.
    pub height: Len,
    /// Whether its text is that of a header.
    pub is_header: bool,
    /// Whether no page is to end after it.
    pub keep_with_next: bool,
    /// Whether it is higher than a page, so that it must be cut.
    pub is_cut: bool,
    /// The cells that begin in it, from left to right; each column that no cell takes has an empty
    /// one.
    pub cells: Vec<SetTableCell<'t>>,
}

/// A cell of a table that was set.
#[derive(Debug, Clone, PartialEq)]
pub struct SetTableCell<'t> {
    /// The cell; none where a row has fewer cells than the table has columns.
    pub cell: Option<&'t Cell>,
    /// Its first column, from 0.
    pub column: usize,
    /// Over how many rows it goes.
    pub rows: usize,
    /// Over how many columns it goes.
    pub columns: usize,
    /// How its lines stand.
    pub align: Align,
    /// Kept free at its left.
    pub before: Len,
    /// Kept free at its right. Numbers that stand under each other at the right keep free what puts
    /// units under units.
    pub after: Len,
    /// Whether its characters stand one under the other.
    pub is_stacked: bool,
    /// Whether its text stands in the first of its rows, not in the middle of all.
    pub is_anchored: bool,
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
