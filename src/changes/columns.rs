//! Which column of a table became which, where columns came, went or stand elsewhere: by the cells that
//! are the same in rows that are compared.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::Link;
use super::row::Rows;
use super::{Change, chain};

/// Columns of a table at most whose cells are compared with each other.
const MOST: usize = 64;

/// What became of the columns of one table.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// By column of the old table, the one of the new table.
    became: BTreeMap<usize, usize>,
    /// Those of the old table that stand elsewhere among the others.
    moved: BTreeSet<usize>,
}

impl Columns {
    /// The column that one of the old table became, and whether it stands elsewhere.
    pub(super) fn became(&self, old: usize) -> Option<(usize, bool)> {
        self.became.get(&old).map(|new| (*new, self.moved.contains(&old)))
    }
}

/// The tables whose columns are not the same as before, by both tables.
pub(super) fn changed(
    changes: &[Change],
    olds: &Rows<'_, '_>,
    news: &Rows<'_, '_>,
) -> BTreeMap<(usize, usize), Columns> {
    #[derive(Default)]
    struct Counts {
        same: BTreeMap<(usize, usize), usize>,
        rows: usize,
        /// Of these, with other columns at the end.
        of_other_grid: usize,
    }
    let mut tables: BTreeMap<(usize, usize), Counts> = BTreeMap::new();
    for change in changes {
        let (Change::Kept { old, new }
        | Change::Reworded { old, new }
        | Change::Moved { old, new, .. }) = change
        else {
            continue;
        };
        let (Some(table), Some(new_table)) = (olds.table(*old), news.table(*new)) else { continue };
        let (one, other) = (olds.cells(*old), news.cells(*new));
        if one.len() > MOST || other.len() > MOST || one.len() + other.len() < 4 {
            continue;
        }
        let counts = tables.entry((table, new_table)).or_default();
        counts.rows += 1;
        let last =
            |cells: &BTreeMap<usize, &str>| cells.last_key_value().map(|(column, _)| *column);
        counts.of_other_grid += usize::from(last(&one) != last(&other));
        for (column, text) in &one {
            for (new_column, _) in other.iter().filter(|(_, new)| *new == text) {
                *counts.same.entry((*column, *new_column)).or_default() += 1;
            }
        }
    }
    let changed =
        tables.into_iter().filter(|(_, counts)| counts.rows > 1).filter_map(|(key, counts)| {
            let in_place: usize = counts
                .same
                .iter()
                .filter(|((old, new), _)| old == new)
                .map(|(_, count)| count)
                .sum();
            let mut pairs: Vec<((usize, usize), usize)> = counts.same.into_iter().collect();
            pairs.sort_by_key(|((old, new), count)| (usize::MAX - count, old.abs_diff(*new), *old));
            let mut columns = Columns::default();
            let (mut taken, mut found) = (BTreeSet::new(), 0);
            for ((old, new), count) in pairs {
                if !columns.became.contains_key(&old) && taken.insert(new) {
                    columns.became.insert(old, new);
                    found += count;
                }
            }
            columns.moved = out_of_order(&columns.became);
            // Cells that are the same by chance are few.
            let is_other =
                counts.of_other_grid * 2 > counts.rows || found >= in_place + counts.rows;
            is_other.then_some((key, columns))
        });
    changed.collect()
}

/// The fewest columns without which the others stand in their order.
fn out_of_order(became: &BTreeMap<usize, usize>) -> BTreeSet<usize> {
    let links: Vec<Link> = became.iter().map(|(old, new)| Link::equal(*old, *new, 1)).collect();
    let ends = |of: fn(&Link) -> usize| links.iter().map(of).max().unwrap_or(0);
    let in_order = chain::in_order(&links, ends(|link| link.old.end), ends(|link| link.new.end));
    let moved = became.keys().zip(in_order).filter(|(_, is_in_order)| !is_in_order);
    moved.map(|(old, _)| *old).collect()
}
