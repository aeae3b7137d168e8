//! The rows of a table that was set for outputs whose reader places them itself.

use super::length::Len;
use crate::document::{Align, Cell};

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
    /// Whether its text takes one line.
    pub is_one_line: bool,
    /// Whether its characters stand one under the other.
    pub is_stacked: bool,
    /// Whether its text stands in the first of its rows, not in the middle of all.
    pub is_anchored: bool,
}
