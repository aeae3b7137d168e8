//! Labels of a table that stand in another order than they were sent out in. Where whole rows or columns were
//! moved, their figures came along: the names of cells show it of those that were cut out and inserted elsewhere,
//! the formulas of the form show it of rows that were sorted. Else the labels alone were exchanged or sorted, and
//! nobody can tell from the sheet which figure is whose.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::displaced::Lines;
use super::moved::{self, Moved};
use super::names::Made;
use super::sheet::bare;
use super::yaml::At;
use crate::cells::{Sheet, Wanted};
use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::workbook::table::{Table, TableCell, TableContent};
use crate::workbook::write::formula;
use crate::workbook::write::plan::place;

/// A row or a column of a table as a figure has it: where it was sent out, where it is now, and the labels
/// that lead to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Line<'t> {
    sent: u32,
    now: u32,
    labels: &'t [String],
}

/// A line that was moved without its figures: where it is, its label, and the one that was there.
type Misplaced<'t> = (u32, &'t str, &'t str);

/// The labels that were moved without their figures. Of each cell of the table is given the one to which its
/// labels lead now.
pub(super) fn told(
    (table, leads_to): (&Table, &[Option<(u32, u32)>]),
    (number, sheet, made): (u32, &Sheet, &[Made]),
    file: FileId,
) -> Option<Diagnostic> {
    let figures = table.cells.iter().zip(leads_to);
    let figures = figures.filter_map(|(cell, place)| Some((cell, (*place)?)));
    moved::told_in_table(&find(&figures.collect::<Vec<_>>(), (number, sheet), made), file)
}

fn find(
    figures: &[(&TableCell, (u32, u32))],
    (number, sheet): (u32, &Sheet),
    made: &[Made],
) -> Vec<Moved> {
    let marks = marks(figures, sheet);
    let by_names = OnceCell::new();
    let came = || by_names.get_or_init(|| Lines::of(made));
    let (mut rows, mut columns) = (Vec::new(), Vec::<Vec<Line<'_>>>::new());
    let mut last = None;
    for (cell, now) in figures {
        let TableContent::Figure { row_path, column_path, .. } = &cell.content else { continue };
        let (row, column) = place(cell);
        // A cell over several rows or columns may have been parted.
        if cell.rows == 1 {
            rows.push(Line { sent: row, now: now.0, labels: row_path });
        }
        if cell.columns != 1 {
            continue;
        }
        let line = Line { sent: column.into(), now: now.1, labels: column_path };
        match columns.last_mut().filter(|_| last == Some(row)) {
            Some(of_row) => of_row.push(line),
            None => columns.push(vec![line]),
        }
        last = Some(row);
    }
    let at = |place: Option<(u32, u32)>, (row, column): (u32, u32)| {
        let (row, column) = place.unwrap_or((row, column));
        At { sheet: number, row, column }
    };
    let is_there = |line: &Line<'_>| {
        came().rows.get(&line.sent) == Some(&line.now) || marks.contains(&(line.now, line.sent))
    };
    let of_rows = misplaced(rows, is_there).into_iter().map(|(row, name, was)| Moved {
        at: at(label(sheet, name, |cell| cell.0 <= row), (row, 0)),
        row,
        name: name.to_owned(),
        was: was.to_owned(),
        is_column: false,
    });
    let is_there = |line: &Line<'_>| came().columns.get(&line.sent) == Some(&line.now);
    let of_columns = columns.into_iter().flat_map(|of_row| misplaced(of_row, is_there));
    let mut known = FxHashSet::default();
    let of_columns = of_columns.filter(|misplaced| known.insert((misplaced.1, misplaced.2)));
    let of_columns = of_columns.map(|(column, name, was)| Moved {
        at: at(label(sheet, name, |cell| cell.1 <= column), (0, column)),
        row: 0,
        name: name.to_owned(),
        was: was.to_owned(),
        is_column: true,
    });
    of_rows.chain(of_columns).collect()
}

/// The rows, as they are and as they were, of which a formula says so that stands in them.
fn marks(figures: &[(&TableCell, (u32, u32))], sheet: &Sheet) -> FxHashSet<(u32, u32)> {
    let sent = figures.iter().filter_map(|(cell, _)| match &cell.content {
        TableContent::Figure { metric, .. } => Some((metric.name.as_str(), place(cell).0)),
        TableContent::Label(_) => None,
    });
    let sent: FxHashMap<&str, u32> = sent.collect();
    let marks = sheet.cells.iter().filter_map(|cell| {
        let metric = formula::of(cell.formula.as_deref()?)?;
        Some((cell.row, *sent.get(metric)?))
    });
    marks.collect()
}

/// Lines that are not in the order in which they were sent out, and of which nothing shows that their
/// figures came along.
fn misplaced<'t>(
    mut lines: Vec<Line<'t>>,
    came_along: impl Fn(&Line<'t>) -> bool,
) -> Vec<Misplaced<'t>> {
    lines.sort_unstable();
    lines.dedup_by_key(|line| (line.sent, line.now));
    let mut now: Vec<u32> = lines.iter().map(|line| line.now).collect();
    now.sort_unstable();
    let moved = lines.iter().zip(&now).filter(|(line, now)| line.now != **now && !came_along(line));
    let moved = moved.filter_map(|(line, _)| {
        let was = lines.get(now.partition_point(|now| *now < line.now))?;
        let mut pairs = line.labels.iter().zip(was.labels).rev();
        let (name, was) = pairs.find(|(name, was)| name != was)?;
        Some((line.now, name.as_str(), was.as_str()))
    });
    moved.collect()
}

/// The last cell that holds a label.
fn label(sheet: &Sheet, label: &str, may_be: impl Fn((u32, u32)) -> bool) -> Option<(u32, u32)> {
    let label = bare(label);
    let cells = sheet.cells.iter().filter(|cell| may_be((cell.row, cell.column)));
    let mut cells = cells.filter(|cell| bare(&cell.typed(Wanted::Text)) == label);
    cells.next_back().map(|cell| (cell.row, cell.column))
}
