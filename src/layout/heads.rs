//! Which header cells each cell of a table has, for readers of the tags. They are named where the
//! rows and columns alone do not say it: in a form.

use std::ops::Range;

use super::grid::{Place, RowKind};
use super::pages::TagId;
use crate::document::Table;

/// A header cell, and what it is the header of.
#[derive(Debug, Clone)]
struct Head {
    tag: TagId,
    /// Columns, or rows for a header of rows.
    of: Range<usize>,
}

/// The header cells so far.
#[derive(Debug)]
pub(super) struct Heads {
    /// Whether the table is a form, in which they are named.
    pub(super) is_form: bool,
    columns: Vec<Head>,
    /// Whether a row of data followed the last header row: the next one begins anew.
    is_below_data: bool,
    group: Option<TagId>,
    rows: Vec<Head>,
}

impl Heads {
    pub(super) fn new(table: &Table) -> Heads {
        Heads {
            is_form: table.is_form(),
            columns: Vec::new(),
            is_below_data: false,
            group: None,
            rows: Vec::new(),
        }
    }

    /// Begins a row.
    pub(super) fn begin(&mut self, kind: RowKind) {
        if kind == RowKind::Header && self.is_below_data {
            self.columns.clear();
        }
        self.is_below_data = kind == RowKind::Data;
    }

    /// The headers of a cell in this row, from the outermost.
    pub(super) fn of(&self, place: &Place<'_>, row: usize) -> Vec<TagId> {
        if !self.is_form {
            return Vec::new();
        }
        let meets = |of: &Range<usize>, start, end| of.start < end && start < of.end;
        let columns = self.columns.iter();
        let columns = columns.filter(|head| meets(&head.of, place.column, place.end()));
        let rows = self.rows.iter().filter(|head| meets(&head.of, row, row + place.rows));
        let heads = columns.chain(rows).map(|head| head.tag);
        self.group.into_iter().chain(heads).collect()
    }

    /// Adds a header cell that stands in a row of this kind.
    pub(super) fn add(&mut self, tag: TagId, place: &Place<'_>, row: usize, kind: RowKind) {
        match kind {
            RowKind::Header => self.columns.push(Head { tag, of: place.column..place.end() }),
            RowKind::Group => {
                self.group = Some(tag);
                self.is_below_data = true;
            }
            RowKind::Data => {
                self.rows.retain(|head| head.of.end > row);
                self.rows.push(Head { tag, of: row..row + place.rows });
            }
        }
    }
}
