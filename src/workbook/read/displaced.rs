//! Cells that do not stand any more where they were made. The names that they bear go with them: what was made for
//! one row must still stand in one row, and what was made for one column in one column. Where several cells of a
//! column were moved by the same step, cells were deleted or inserted above them; one alone was dragged, or cut
//! out and pasted. Whole rows and columns take all of their names along; sorting and typing take none.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::{At, Made};
use crate::workbook::label::record::Use;

/// Where the rows and the columns of the form are now.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) rows: FxHashMap<u32, u32>,
    pub(super) columns: FxHashMap<u32, u32>,
}

/// Columns in which cells were moved up or down, or rows in which they were moved to the left or right.
#[derive(Debug)]
pub(super) struct Shift {
    pub(super) in_columns: bool,
    pub(super) steps: Vec<Step>,
}

/// Where cells were deleted from a column or a row, or inserted in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The column or the row.
    pub(super) line: u32,
    /// The row in it, or the column: of the first cell that was inserted, or of the one that stands now where
    /// cells were deleted. None where that cannot be told.
    pub(super) start: Option<u32>,
    pub(super) count: u32,
    pub(super) is_deleted: bool,
    /// Whether what follows stands in its place again.
    pub(super) is_last: bool,
}

/// A cell to be filled in that stands in the place of another one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alone {
    pub(super) now: At,
    /// Its own place.
    pub(super) own: At,
    /// The words in the row, or in the column, in which it was.
    pub(super) words: Option<At>,
}

/// What is displaced of the cells of a sheet.
pub(super) fn find(made: &[Made]) -> (Option<Shift>, Vec<Alone>) {
    if made.iter().all(|cell| cell.now == Some(cell.home)) {
        return (None, Vec::new());
    }
    let lines = Lines::of(made);
    let made = one_each(made, &lines);
    let shift = shift(&made, &lines, true).or_else(|| shift(&made, &lines, false));
    match shift {
        Some(shift) => (Some(shift), Vec::new()),
        None => (None, alone(&made, &lines)),
    }
}

/// The cells, of which those are gone that were dragged to where another one still stands: some programs leave its
/// name to a cell on which one is dropped, and both names go along when that is dragged back.
fn one_each(made: &[Made], lines: &Lines) -> Vec<Made> {
    let is_at_home = |cell: &Made| cell.now.is_some() && cell.now == lines.own(cell);
    let taken: FxHashSet<At> =
        made.iter().filter(|cell| is_at_home(cell)).filter_map(|cell| cell.now).collect();
    let is_gone = |cell: &Made| !is_at_home(cell) && cell.now.is_some_and(|at| taken.contains(&at));
    let each = made.iter().map(|cell| match is_gone(cell) {
        true => Made { now: None, ..*cell },
        false => *cell,
    });
    each.collect()
}

impl Lines {
    pub(super) fn of(made: &[Made]) -> Lines {
        let is_label = |cell: &Made| cell.of == Use::Label;
        // Rows may be cut out as far as the sheet goes, and columns. Of a row whose other cells are gone tells what
        // stands behind it.
        let row = |cell: &Made| Some((cell.home.0, cell.now?.0, is_label(cell)));
        let mut rows = most(made.iter().filter(|cell| cell.of == Use::After).filter_map(row));
        rows.extend(most(made.iter().filter(|cell| cell.of != Use::After).filter_map(row)));
        let columns = made.iter().filter(|cell| cell.of != Use::Under);
        let columns = columns.filter_map(|cell| Some((cell.home.1, cell.now?.1, is_label(cell))));
        Lines { rows, columns: most(columns) }
    }

    /// Where a cell should be.
    fn own(&self, cell: &Made) -> Option<At> {
        Some((*self.rows.get(&cell.home.0)?, *self.columns.get(&cell.home.1)?))
    }
}

/// Where each line is now by its cells, of which is given whether they hold words of the form. Where they do not
/// stand in one line any more, it is the one that follows the line before as it did, or else that of most.
fn most(cells: impl Iterator<Item = (u32, u32, bool)>) -> FxHashMap<u32, u32> {
    let offset = |(home, now, is_label)| (home, i64::from(now) - i64::from(home), is_label);
    let mut cells: Vec<(u32, i64, bool)> = cells.map(offset).collect();
    cells.sort_unstable();
    let mut before = 0;
    let lines = cells.chunk_by(|one, next| one.0 == next.0).filter_map(|line| {
        let offsets = line.chunk_by(|one, next| one.1 == next.1);
        let best = offsets.max_by_key(|cells| {
            let labels = cells.iter().filter(|(.., is_label)| *is_label).count();
            (cells.first().is_some_and(|cell| cell.1 == before), cells.len(), labels)
        });
        let (home, offset, _) = *best?.first()?;
        before = offset;
        Some((home, u32::try_from(i64::from(home) + offset).ok()?))
    });
    lines.collect()
}

/// The columns whose cells were moved up or down, or else the rows whose cells were moved to the left or right.
fn shift(made: &[Made], lines: &Lines, in_columns: bool) -> Option<Shift> {
    let along = |(row, column): At| if in_columns { (column, row) } else { (row, column) };
    let outside = if in_columns { Use::After } else { Use::Under };
    let filled = places(made, lines);
    let mut homes: Vec<(At, &Made)> = made
        .iter()
        .filter(|cell| cell.of != outside)
        .map(|cell| (along(cell.home), cell))
        .collect();
    homes.sort_unstable_by_key(|(home, _)| *home);
    let is_filled = |(_, cell): &&(At, &Made)| cell.of == Use::Filled;
    let fillable: BTreeSet<u32> = homes.iter().filter(is_filled).map(|(home, _)| home.1).collect();
    let mut steps = Vec::new();
    for line in homes.chunk_by(|one, next| one.0.0 == next.0.0) {
        let moved = line.iter().filter_map(|(_, cell)| {
            let (own, now) = (along(lines.own(cell)?), along(cell.now?));
            // A cell in another column was dragged there.
            (own.0 == now.0).then_some((*cell, now, i64::from(now.1) - i64::from(own.1)))
        });
        let moved: Vec<(&Made, At, i64)> = moved.collect();
        // Words of the form are not dragged to where something is filled in.
        let is_pushed = |cell: &Made| {
            cell.of == Use::Label && cell.now.is_some_and(|now| filled.contains_key(&now))
        };
        let lost = line.iter().filter(|(_, cell)| cell.now.is_none()).count();
        let lost = i64::try_from(lost).unwrap_or(i64::MAX);
        // Of the two cells behind those that are gone, the last took the place of one where two are gone.
        let closes_up = |cell: &Made, by: i64| {
            matches!(cell.of, Use::Under | Use::After) && by < -1 && lost >= -by
        };
        // One that is moved by another step than those beside it was dragged.
        let counts = moved.iter().enumerate().filter(|(at, (cell, _, by))| {
            let by_of = |at: usize| moved.get(at).map(|(.., by)| *by);
            let before = at.checked_sub(1).and_then(by_of).unwrap_or_default();
            let next = by_of(at + 1).unwrap_or(before);
            let is_between = (before.min(next)..=before.max(next)).contains(by);
            *by == 0 || is_between || is_pushed(cell) || closes_up(cell, *by)
        });
        // Where cells between two of them bear no names, it is not known which of them was deleted.
        let named: BTreeSet<u32> = line.iter().map(|(home, _)| home.1).collect();
        let (mut before, mut start) = (0, 0);
        for (_, (cell, (number, now), by)) in counts {
            let place = along(cell.home).1;
            let is_known = fillable.range(start..place).all(|place| named.contains(place));
            let count = u32::try_from(by.abs_diff(before)).unwrap_or(u32::MAX);
            if *by != before {
                let is_deleted = *by < before;
                let at = if is_deleted { *now } else { now.saturating_sub(count) };
                steps.push(Step {
                    line: *number,
                    start: is_known.then_some(at),
                    count,
                    is_deleted,
                    is_last: *by == 0,
                });
            }
            (before, start) = (*by, place);
        }
    }
    (!steps.is_empty()).then_some(Shift { in_columns, steps })
}

/// The places of what is filled in, each with where it was.
fn places(made: &[Made], lines: &Lines) -> FxHashMap<At, At> {
    let filled = made.iter().filter(|cell| cell.of == Use::Filled);
    filled.filter_map(|cell| Some((lines.own(cell)?, cell.home))).collect()
}

/// The cells to be filled in that stand in the places of other ones.
fn alone(made: &[Made], lines: &Lines) -> Vec<Alone> {
    let places = places(made, lines);
    let labels = || made.iter().filter(|cell| cell.of == Use::Label);
    let alone = made.iter().filter(|cell| cell.of == Use::Filled).filter_map(|cell| {
        let (own, now) = (lines.own(cell)?, cell.now?);
        let place = places.get(&now).filter(|_| now != own)?;
        let words = if place.0 == cell.home.0 {
            let above = labels().filter(|label| label.home.1 == cell.home.1);
            above.filter(|label| label.home.0 < cell.home.0).max_by_key(|label| label.home.0)
        } else {
            let beside = labels().filter(|label| label.home.0 == cell.home.0);
            beside.filter(|label| label.home.1 < cell.home.1).max_by_key(|label| label.home.1)
        };
        Some(Alone { now, own, words: words.and_then(|label| label.now) })
    });
    let mut alone: Vec<Alone> = alone.collect();
    alone.sort_unstable_by_key(|alone| alone.now);
    alone
}
