//! The frame of a sheet: empty cells below its columns and beside its rows, which bear names. They go with the
//! cells. Where that of one column stands higher or lower than the others, cells were deleted from this
//! column or inserted in it, and what stands below them is in the rows of others. Whole rows and columns
//! take all of their names along; sorting, and a cell that is dragged, take none.

use std::collections::BTreeMap;
use std::ops::Range;

use super::sheet::name_of;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{self, column_letters};
use crate::workbook::label::record::AWAY;

/// So many columns or rows are named.
const SOME: usize = 5;

/// A row and a column.
type Place = (u32, u32);

/// Where the cells of a frame stand now, each by the column or the row for which it was made.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) below: BTreeMap<u32, Place>,
    pub(super) beside: BTreeMap<u32, Place>,
    /// The last cells of the columns and the rows themselves.
    pub(super) bottom: BTreeMap<u32, Place>,
    pub(super) right: BTreeMap<u32, Place>,
    /// Where both meet: whole rows and columns alone move it.
    pub(super) corner: Option<Place>,
}

/// Columns in which cells were moved up or down, or rows in which they were moved to the left or right.
#[derive(Debug)]
pub(super) struct Shift {
    pub(super) in_columns: bool,
    /// Each column or row, and by how much its cells stand further on than those of the others.
    pub(super) lines: Vec<(u32, i64)>,
    /// Where the frame ends for the others.
    end: u32,
    /// Where the sheet begins, as a row and a column.
    start: Place,
}

/// A column or a row: its number as it was, and as it is, where it ends in the frame, and its last cell.
type Line = (u32, u32, u32, Option<u32>);

impl Frame {
    /// That of a form which has none.
    pub(super) const fn none() -> Frame {
        Frame {
            below: BTreeMap::new(),
            beside: BTreeMap::new(),
            bottom: BTreeMap::new(),
            right: BTreeMap::new(),
            corner: None,
        }
    }

    /// The columns whose cells were moved up or down, if `read` of them do not stand in the same rows any
    /// more; or else the rows whose cells were moved to the left or right.
    pub(super) fn shift(&self, read: Range<u32>) -> Option<Shift> {
        let start = (
            self.beside.values().map(|(row, _)| *row).min().unwrap_or_default(),
            self.below.values().map(|(_, column)| *column).min().unwrap_or_default(),
        );
        let shift = |in_columns, (end, lines)| Shift { in_columns, lines, end, start };
        let columns = self.below.iter().map(|(line, (row, column))| {
            (*line, *column, *row, self.bottom.get(line).map(|last| last.0))
        });
        let rows = self.beside.iter().map(|(line, (row, column))| {
            (*line, *row, *column, self.right.get(line).map(|last| last.1))
        });
        let (bottom, right) = self.corner.unzip();
        let in_columns = off(columns, &read, bottom).map(|off| shift(true, off));
        in_columns.or_else(|| off(rows, &(0..u32::MAX), right).map(|off| shift(false, off)))
    }
}

/// Where the lines should end, at the `corner` or else as most do, and those that end elsewhere; none where
/// those that are `read` end alike.
fn off(
    lines: impl Iterator<Item = Line>,
    read: &Range<u32>,
    corner: Option<u32>,
) -> Option<(u32, Vec<(u32, i64)>)> {
    let lines: Vec<Line> = lines.collect();
    let gap = |(_, _, end, last): &Line| Some(i64::from(*end) - i64::from((*last)?));
    let usual_gap = most(lines.iter().filter_map(gap));
    let end = corner.or(most(lines.iter().map(|(_, _, end, _)| *end)))?;
    // Where the last cell of a line did not go with the frame, notes between the two were moved.
    let end_of = |line: &Line| match gap(line) {
        own if own.is_none() || own == usual_gap => line.2,
        _ => end,
    };
    let mut ends = lines.iter().filter(|(line, ..)| read.contains(line)).map(end_of);
    let first = ends.next()?;
    if ends.all(|end| end == first) {
        return None;
    }
    let by = |line: &Line| i64::from(end_of(line)) - i64::from(end);
    let moved = lines.iter().map(|line| (line.1, by(line))).filter(|(_, by)| *by != 0);
    Some((end, moved.collect()))
}

/// What most are.
fn most<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().max_by_key(|(value, count)| (*count, *value)).map(|(value, _)| value)
}

impl Shift {
    /// One report of it. `first` is the cell from which on they were moved, where that is known.
    pub(super) fn told(
        &self,
        name: &str,
        first: Option<Place>,
        cell: impl Fn(Place) -> source::Cell,
    ) -> Option<Diagnostic> {
        let (line, by) = *self.lines.first()?;
        let count = by.unsigned_abs();
        let (row, column) = self.start;
        let (lines, head) = match self.in_columns {
            true => (format!(" {} 列", self.listed(column_letters)), (row, line)),
            false => {
                (format!("第 {} 行", self.listed(|row| (row + 1).to_string())), (line, column))
            }
        };
        let (what, moved) = match (self.in_columns, by < 0) {
            (true, true) => ("删去", format!("下面的格上移了 {count} 行")),
            (true, false) => ("插入", format!("下面的格下移了 {count} 行")),
            (false, true) => ("删去", format!("右边的格左移了 {count} 列")),
            (false, false) => ("插入", format!("右边的格右移了 {count} 列")),
        };
        let message =
            format!("“{name}”表{lines}里{what}过单元格，{moved}，和旁边的格错开了，没有读");
        let line = if self.in_columns { "列" } else { "行" };
        let first = first.filter(|first| self.lines.len() == 1 && self.holds(*first));
        let label = match first {
            Some(_) => "从这里起错开了".to_owned(),
            None if self.lines.len() > 1 => format!("错开的格在这几{line}里"),
            None => format!("错开的格在这一{line}里"),
        };
        // Several cells need not have stood one below the other.
        let place = match first {
            Some((row, column)) if count == 1 => format!(" {} ", name_of(row, column)),
            _ if count == 1 && self.lines.len() == 1 => "错开的地方".to_owned(),
            _ => "每一处错开的地方".to_owned(),
        };
        let mend = |at: &str| match (self.in_columns, by < 0) {
            (true, true) => format!("在{at}插入 {count} 格（活动单元格下移）"),
            (true, false) => format!("从{at}起删去 {count} 格（下方单元格上移）"),
            (false, true) => format!("在{at}插入 {count} 格（活动单元格右移）"),
            (false, false) => format!("从{at}起删去 {count} 格（右侧单元格左移）"),
        };
        let mut help = format!(
            "撤销那一步；撤销不了的，先撤销工作表保护，{}，再逐格核对。不要照现在的位置改",
            mend(&place)
        );
        if let Some(free) = self.free() {
            let side = if self.in_columns { "下面" } else { "右边" };
            let mend = mend(&format!("表{side}的空格 {free} "));
            help += &format!("；已经逐格改对了的，只{mend}，就不再提示");
        }
        let at = first.unwrap_or(head);
        Some(Diagnostic::new(Code::E0170, message).at(cell(at), label).help(help))
    }

    /// Whether a cell stands in one of the columns or rows.
    fn holds(&self, (row, column): Place) -> bool {
        let line = if self.in_columns { column } else { row };
        self.lines.iter().any(|(of, _)| *of == line)
    }

    /// The numbers of the columns or rows.
    fn listed(&self, name: impl Fn(u32) -> String) -> String {
        let names: Vec<String> =
            self.lines.iter().take(SOME).map(|(line, _)| name(*line)).collect();
        let more = if self.lines.len() > SOME { "等" } else { "" };
        names.join("、") + more
    }

    /// The cells between the sheet and its frame, one for each column or row, from which on cells are inserted or
    /// deleted so that the names stand where they stood, and nothing else is moved. None where there are
    /// not so many.
    fn free(&self) -> Option<String> {
        let (_, by) = self.lines.first()?;
        let count = u32::try_from(by.unsigned_abs()).ok().filter(|count| *count < AWAY)?;
        let end = self.end.checked_sub(count)?;
        let is_alike = self.lines.iter().all(|(_, other)| other == by);
        (is_alike && self.lines.len() <= SOME).then(|| match self.in_columns {
            true => self.listed(|column| name_of(end, column)),
            false => self.listed(|row| name_of(row, end)),
        })
    }
}
