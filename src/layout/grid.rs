//! The grid of a table: the place of each cell, and the places that have none.

use crate::document::{Cell, columns_of};

/// A cell in the grid of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'t> {
    /// The cell; none where a row has fewer cells than the table has columns.
    pub(super) cell: Option<&'t Cell>,
    /// Its first column, from 0.
    pub(super) column: usize,
    /// Over how many rows it goes.
    pub(super) rows: usize,
    /// Over how many columns it goes.
    pub(super) columns: usize,
}

impl Place<'_> {
    /// The column after its last.
    pub(super) fn end(&self) -> usize {
        self.column + self.columns
    }

    pub(super) fn is_header(&self) -> bool {
        self.cell.is_some_and(|cell| cell.is_header)
    }
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    /// It says what the columns below it hold: all its cells are headers.
    Header,
    /// It heads the rows that follow it: a header over all columns.
    Group,
    /// Any other.
    Data,
}

impl RowKind {
    /// The kind of a row among those that are not the header's.
    pub(super) fn of(row: &[Place<'_>], columns: usize) -> RowKind {
        match row {
            [only] if only.is_header() && columns > 1 && only.columns == columns => RowKind::Group,
            [] => RowKind::Data,
            row if row.iter().all(Place::is_header) => RowKind::Header,
            _ => RowKind::Data,
        }
    }
}

/// For each row the cells that begin in it, from left to right, with an empty place for each
/// column that no cell takes. What does not fit in so many columns, or in the rows, is cut off.
pub(super) fn places(rows: &[Vec<Cell>], columns: usize) -> Vec<Vec<Place<'_>>> {
    // For each column, the first row that the cells so far leave open.
    let mut open_from = vec![0; columns];
    let mut found = Vec::with_capacity(rows.len());
    for (at, (row, starts)) in rows.iter().zip(columns_of(rows)).enumerate() {
        let mut taken: Vec<Place<'_>> = Vec::with_capacity(row.len());
        for (cell, column) in row.iter().zip(starts).filter(|(_, column)| *column < columns) {
            let size = |span: u32| usize::try_from(span).unwrap_or(usize::MAX).max(1);
            let place = Place {
                cell: Some(cell),
                column,
                rows: size(cell.rows).min(rows.len() - at),
                columns: size(cell.columns).min(columns - column),
            };
            open_from[place.column..place.end()].fill(at + place.rows);
            taken.push(place);
        }
        for (column, open) in open_from.iter_mut().enumerate().filter(|(_, open)| **open <= at) {
            taken.push(Place { cell: None, column, rows: 1, columns: 1 });
            *open = at + 1;
        }
        taken.sort_by_key(|place| place.column);
        found.push(taken);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_the_grid_is_taken_once() {
        let cell = |rows, columns| Cell { rows, columns, ..Cell::new(Vec::new()) };
        let rows =
            vec![vec![cell(9, 1), cell(1, 2)], vec![cell(1, 1)], vec![cell(1, 7), cell(1, 1)]];
        let places: Vec<Vec<(usize, usize, usize, bool)>> = places(&rows, 4)
            .iter()
            .map(|row| {
                let place = |p: &Place<'_>| (p.column, p.rows, p.columns, p.cell.is_some());
                row.iter().map(place).collect()
            })
            .collect();
        assert_eq!(
            places,
            [
                vec![(0, 3, 1, true), (1, 1, 2, true), (3, 1, 1, false)],
                vec![(1, 1, 1, true), (2, 1, 1, false), (3, 1, 1, false)],
                vec![(1, 1, 3, true)],
            ]
        );
    }
}
