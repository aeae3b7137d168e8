//! Changes of the cells of a row, a column or a table that came, went or moved together.

use std::collections::{BTreeMap, BTreeSet};

use super::passages::Passage;
use crate::changes::{Change, Fate, Tables, columns};
use crate::sent::Cell;

/// What changes are about together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// A change of its own.
    Single,
    Row,
    Column,
    Table,
}

/// Changes that are shown as one.
#[derive(Debug)]
pub(super) struct Group<'c> {
    pub(super) unit: Unit,
    pub(super) changes: Vec<&'c Change>,
}

/// The changes in their order, those of cells that came, went or moved together as one.
pub(super) fn groups<'c>(
    changes: &'c [Change],
    old: &[Passage],
    new: &[Passage],
) -> Vec<Group<'c>> {
    let cell = |passages: &[Passage], at: usize| passages.get(at)?.cell;
    let olds = Tables::new(old.iter().filter_map(|passage| passage.cell));
    let news = Tables::new(new.iter().filter_map(|passage| passage.cell));
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut fates: Vec<Option<(Fate, Cell)>> = Vec::with_capacity(changes.len());
    for change in changes {
        let (one, other) = ends(change);
        let cells = (one.and_then(|at| cell(old, at)), other.and_then(|at| cell(new, at)));
        if let (Some(one), Some(other)) = cells {
            pairs.insert((one.table, other.table));
        }
        fates.push(match (change, cells) {
            (Change::Added { .. }, (_, Some(cell))) => Some((Fate::Came, cell)),
            (Change::Removed { .. }, (Some(cell), _)) => Some((Fate::Went, cell)),
            (Change::Moved { reworded: false, .. }, (Some(cell), Some(_))) => {
                Some((Fate::Moved, cell))
            }
            _ => None,
        });
    }
    let (known, known_new): (BTreeSet<usize>, BTreeSet<usize>) = pairs.iter().copied().unzip();
    let mut of_columns: BTreeMap<usize, (Fate, usize, usize)> = BTreeMap::new();
    for (key, own) in columns(&fates, (&olds, &news), &pairs) {
        of_columns.extend(own.into_iter().map(|at| (at, key)));
    }
    let mut groups: Vec<Group<'c>> = Vec::new();
    // The group of each row, column or table.
    let mut places: BTreeMap<(Fate, usize, Option<usize>, Option<usize>), usize> = BTreeMap::new();
    for (at, (change, fate)) in changes.iter().zip(fates).enumerate() {
        let Some((fate, cell)) = fate else {
            groups.push(Group { unit: Unit::Single, changes: vec![change] });
            continue;
        };
        let (is_known, tables) = match fate {
            Fate::Came => (known_new.contains(&cell.table), &news),
            Fate::Went | Fate::Moved => (known.contains(&cell.table), &olds),
        };
        let (unit, row, column) = if !is_known {
            (Unit::Table, None, None)
        } else if of_columns.contains_key(&at) {
            (Unit::Column, None, Some(cell.column))
        } else {
            let is_row = tables.cells_of_row(cell) == 1;
            (if is_row { Unit::Row } else { Unit::Single }, Some(cell.row), None)
        };
        let place = *places.entry((fate, cell.table, row, column)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => {
                group.changes.push(change);
                if group.unit == Unit::Single {
                    group.unit = Unit::Row;
                }
            }
            None => groups.push(Group { unit, changes: vec![change] }),
        }
    }
    groups
}

/// The first paragraphs of a change in the old and in the new text.
fn ends(change: &Change) -> (Option<usize>, Option<usize>) {
    match change {
        Change::Kept { old, new }
        | Change::Reworded { old, new }
        | Change::Moved { old, new, .. } => (Some(*old), Some(*new)),
        Change::Split { old, new } => (Some(*old), Some(new.start)),
        Change::Joined { old, new } => (Some(old.start), Some(*new)),
        Change::Added { new } => (None, Some(*new)),
        Change::Removed { old } => (Some(*old), None),
    }
}
