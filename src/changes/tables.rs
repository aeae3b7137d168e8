//! Cells of tables that came, went or moved with others of their column.

use std::collections::{BTreeMap, BTreeSet};

use crate::sent::Cell;

/// What became of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    Came,
    Went,
    Moved,
}

/// The tables of a text.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    /// How many cells each row has.
    rows: BTreeMap<(usize, usize), usize>,
    /// The last column of each table.
    last: BTreeMap<usize, usize>,
}

impl Tables {
    pub(crate) fn new(cells: impl Iterator<Item = Cell>) -> Tables {
        let mut tables = Tables::default();
        for cell in cells {
            *tables.rows.entry(cell.line()).or_default() += 1;
            let last = tables.last.entry(cell.table).or_default();
            *last = cell.column.max(*last);
        }
        tables
    }

    /// How many cells the row of a cell has.
    pub(crate) fn cells_of_row(&self, cell: Cell) -> usize {
        self.rows.get(&cell.line()).copied().unwrap_or_default()
    }

    pub(crate) fn numbers(&self) -> impl Iterator<Item = usize> {
        self.last.keys().copied()
    }
}

/// The columns that came, went or moved, by table and column: the places of their cells in `fates`.
/// A cell that moved is told by where it stood. `pairs` has the tables that are in both texts.
pub(crate) fn columns(
    fates: &[Option<(Fate, Cell)>],
    (olds, news): (&Tables, &Tables),
    pairs: &BTreeSet<(usize, usize)>,
) -> BTreeMap<(Fate, usize, usize), Vec<usize>> {
    let mut columns: BTreeMap<(Fate, usize, usize), Vec<usize>> = BTreeMap::new();
    let mut of_rows: BTreeMap<(Fate, (usize, usize)), usize> = BTreeMap::new();
    for (fate, cell) in fates.iter().flatten() {
        *of_rows.entry((*fate, cell.line())).or_default() += 1;
    }
    for (at, fate) in fates.iter().enumerate() {
        let Some((fate, cell)) = fate else { continue };
        let tables = if *fate == Fate::Came { news } else { olds };
        let is_row =
            of_rows.get(&(*fate, cell.line())).copied() == Some(tables.cells_of_row(*cell));
        if !is_row {
            columns.entry((*fate, cell.table, cell.column)).or_default().push(at);
        }
    }
    // Where a table is as wide as before, single cells were filled in or emptied.
    let mut of_other_width: BTreeSet<(Fate, usize)> = BTreeSet::new();
    for (old, new) in pairs.iter().filter(|(old, new)| olds.last.get(old) != news.last.get(new)) {
        of_other_width.extend([(Fate::Went, *old), (Fate::Came, *new)]);
    }
    columns.retain(|(fate, table, _), own| {
        own.len() > 1 && (*fate == Fate::Moved || of_other_width.contains(&(*fate, *table)))
    });
    columns
}
