//! Tables are compared row by row, for the texts of cells are short and often the same: what became of
//! a row is found by all of it, and what became of its cells by their columns.

use std::collections::BTreeMap;
use std::ops::Range;

use super::align::align as align_paragraphs;
use super::columns::{self, Columns};
use super::in_place::in_place;
use super::parted::parted;
use super::row::Rows;
use super::{Change, Paragraph};

/// What became of each paragraph, in the order of the new text; what was removed stands where it
/// was.
pub(crate) fn align(old: &[Paragraph<'_>], new: &[Paragraph<'_>]) -> Vec<Change> {
    let has_cells =
        |paragraphs: &[Paragraph<'_>]| paragraphs.iter().any(|paragraph| paragraph.cell.is_some());
    if !has_cells(old) && !has_cells(new) {
        return parted(align_paragraphs(old, new), old, new);
    }
    let (olds, news) = (Rows::new(old), Rows::new(new));
    let rows = align_paragraphs(&olds.paragraphs(), &news.paragraphs());
    let rows = in_place(rows, &olds, &news);
    let columns = columns::changed(&rows, &olds, &news);
    let mut cells = Cells { old, new, columns, changes: Vec::new() };
    for change in rows {
        match change {
            Change::Kept { old, new } | Change::Reworded { old, new } => {
                cells.pair(olds.row(old), news.row(new), false);
            }
            Change::Moved { old, new, .. } => cells.pair(olds.row(old), news.row(new), true),
            Change::Split { old, new } => {
                let (whole, parts) = (olds.row(old), news.rows(&new));
                match olds.is_text(old) && new.clone().all(|new| news.is_text(new)) {
                    true => cells.changes.push(Change::Split { old: whole.start, new: parts }),
                    false => {
                        let first = news.row(new.start);
                        let rest = first.end..parts.end;
                        cells.pair(whole, first, false);
                        cells.add(rest);
                    }
                }
            }
            Change::Joined { old, new } => {
                let (parts, whole) = (olds.rows(&old), news.row(new));
                match news.is_text(new) && old.clone().all(|old| olds.is_text(old)) {
                    true => cells.changes.push(Change::Joined { old: parts, new: whole.start }),
                    false => {
                        let first = olds.row(old.start);
                        let rest = first.end..parts.end;
                        cells.pair(first, whole, false);
                        cells.remove(rest);
                    }
                }
            }
            Change::Added { new } => cells.add(news.row(new)),
            Change::Removed { old } => cells.remove(olds.row(old)),
        }
    }
    parted(cells.changes, old, new)
}

/// What became of the cells.
struct Cells<'p, 't> {
    old: &'p [Paragraph<'t>],
    new: &'p [Paragraph<'t>],
    /// By old and new table, where columns came, went or moved.
    columns: BTreeMap<(usize, usize), Columns>,
    changes: Vec<Change>,
}

impl Cells<'_, '_> {
    fn add(&mut self, new: Range<usize>) {
        self.changes.extend(new.map(|new| Change::Added { new }));
    }

    fn remove(&mut self, old: Range<usize>) {
        self.changes.extend(old.map(|old| Change::Removed { old }));
    }

    fn column(paragraphs: &[Paragraph<'_>], at: usize) -> Option<usize> {
        paragraphs.get(at)?.cell.map(|cell| cell.column)
    }

    /// Pairs the cells of a row that became another one.
    fn pair(&mut self, old: Range<usize>, new: Range<usize>, is_moved: bool) {
        let table = |paragraphs: &[Paragraph<'_>], row: &Range<usize>| {
            paragraphs.get(row.start)?.cell.map(|cell| cell.table)
        };
        let tables = table(self.old, &old).zip(table(self.new, &new));
        if old.len() + new.len() > 2
            && let Some(columns) = tables.and_then(|tables| self.columns.get(&tables))
        {
            let own = self.by_columns(&old, &new, columns, is_moved);
            self.changes.extend(own);
            return;
        }
        let last = |paragraphs: &[Paragraph<'_>], range: &Range<usize>| {
            Self::column(paragraphs, range.end.checked_sub(1)?)
        };
        let is_same_grid = last(self.old, &old) == last(self.new, &new);
        if !is_same_grid && !is_moved && old.len() + new.len() > 2 {
            // A column came or went.
            let (one, other) = (self.old.get(old.clone()), self.new.get(new.clone()));
            let changes = align_paragraphs(one.unwrap_or_default(), other.unwrap_or_default());
            self.changes.extend(changes.into_iter().map(|it| shifted(it, old.start, new.start)));
            return;
        }
        let (mut one, mut other) = (old.start, new.start);
        while one < old.end || other < new.end {
            let columns = (
                Self::column(self.old, one).filter(|_| one < old.end),
                Self::column(self.new, other).filter(|_| other < new.end),
            );
            let (has_one, has_other) = match columns {
                (Some(old), Some(new)) => (old <= new, new <= old),
                _ => (one < old.end, other < new.end),
            };
            match (has_one, has_other) {
                (true, true) => self.changes.push(self.paired(one, other, is_moved)),
                (true, false) => self.changes.push(Change::Removed { old: one }),
                (false, _) => self.changes.push(Change::Added { new: other }),
            }
            one += usize::from(has_one);
            other += usize::from(has_other || !has_one);
        }
    }

    /// The cells of a row whose columns came, went or moved.
    fn by_columns(
        &self,
        old: &Range<usize>,
        new: &Range<usize>,
        columns: &Columns,
        is_moved: bool,
    ) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut paired: Vec<usize> = Vec::new();
        for one in old.clone() {
            let became = Self::column(self.old, one).and_then(|column| columns.became(column));
            let other = became.and_then(|(column, moved)| {
                let other = new.clone().find(|new| Self::column(self.new, *new) == Some(column))?;
                Some((other, moved))
            });
            match other {
                Some((other, moved)) => {
                    paired.push(other);
                    changes.push(self.paired(one, other, is_moved || moved));
                }
                None => changes.push(Change::Removed { old: one }),
            }
        }
        let others = new.clone().filter(|new| !paired.contains(new));
        changes.extend(others.map(|new| Change::Added { new }));
        changes
    }

    fn paired(&self, old: usize, new: usize, is_moved: bool) -> Change {
        let text = |paragraphs: &[Paragraph<'_>], at: usize| {
            paragraphs.get(at).map(|paragraph| paragraph.text.to_owned())
        };
        let reworded = text(self.old, old) != text(self.new, new);
        match (is_moved, reworded) {
            (true, reworded) => Change::Moved { old, new, reworded },
            (false, true) => Change::Reworded { old, new },
            (false, false) => Change::Kept { old, new },
        }
    }
}

/// A change between parts of two texts, as one between the whole texts.
fn shifted(change: Change, by_old: usize, by_new: usize) -> Change {
    let range = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    match change {
        Change::Kept { old, new } => Change::Kept { old: old + by_old, new: new + by_new },
        Change::Reworded { old, new } => Change::Reworded { old: old + by_old, new: new + by_new },
        Change::Moved { old, new, reworded } => {
            Change::Moved { old: old + by_old, new: new + by_new, reworded }
        }
        Change::Split { old, new } => Change::Split { old: old + by_old, new: range(new, by_new) },
        Change::Joined { old, new } => {
            Change::Joined { old: range(old, by_old), new: new + by_new }
        }
        Change::Added { new } => Change::Added { new: new + by_new },
        Change::Removed { old } => Change::Removed { old: old + by_old },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sent::Cell;

    fn table<'t>(rows: &[&[&'t str]]) -> Vec<Paragraph<'t>> {
        let mut cells = Vec::new();
        for (row, texts) in rows.iter().enumerate() {
            for (column, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let cell = Some(Cell { table: 0, row, column });
                cells.push(Paragraph { role: "cell", text, cell });
            }
        }
        cells
    }

    /// The changes that are some.
    fn changed(old: &[&[&str]], new: &[&[&str]]) -> Vec<String> {
        let (old, new) = (table(old), table(new));
        let changes = align(&old, &new);
        let told = changes.iter().filter_map(|change| match change {
            Change::Kept { .. } => None,
            Change::Reworded { old: one, new: other } => {
                Some(format!("{}→{}", old[*one].text, new[*other].text))
            }
            Change::Added { new: at } => Some(format!("+{}", new[*at].text)),
            Change::Removed { old: at } => Some(format!("-{}", old[*at].text)),
            other => Some(format!("{other:?}")),
        });
        told.collect()
    }

    #[test]
    fn cells_are_compared_with_those_of_their_row_and_column() {
        let old: &[&[&str]] = &[
            &["指标", "今年", "去年"],
            &["行政检查数", "0", "3"],
            &["行政处罚数", "0", ""],
            &["行政强制数", "0", "0"],
        ];
        let inserted: &[&[&str]] = &[old[0], old[1], &["行政许可数", "0", "0"], old[2], old[3]];
        assert_eq!(changed(old, inserted), ["+行政许可数", "+0", "+0"]);
        assert_eq!(changed(inserted, old), ["-行政许可数", "-0", "-0"]);
        let filled: &[&[&str]] =
            &[old[0], &["行政检查数", "3", "0"], &["行政处罚数", "0", "5"], old[3]];
        assert_eq!(changed(old, filled), ["0→3", "3→0", "+5"]);
        // The names of two rows were exchanged, next to each other and apart.
        let exchanged: &[&[&str]] = &[
            &["1", "接待来访", "批", "7"],
            &["2", "受理复议", "件", "31"],
            &["3", "办结复议", "件", "28"],
        ];
        let renamed = |names: [&'static str; 3]| {
            let rows =
                exchanged.iter().zip(names).map(|(row, name)| vec![row[0], name, row[2], row[3]]);
            rows.collect::<Vec<_>>()
        };
        for names in [["受理复议", "接待来访", "办结复议"], ["办结复议", "受理复议", "接待来访"]]
        {
            let rows = renamed(names);
            let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            assert_eq!(changed(exchanged, &rows).len(), 2, "{:?}", changed(exchanged, &rows));
        }
        // A column at the end, and one at another place.
        let shorter: Vec<Vec<&str>> = exchanged.iter().map(|row| row[..3].to_vec()).collect();
        let shorter: Vec<&[&str]> = shorter.iter().map(Vec::as_slice).collect();
        assert_eq!(changed(exchanged, &shorter), ["-7", "-31", "-28"]);
        assert_eq!(changed(&shorter, exchanged), ["+7", "+31", "+28"]);
        let turned: Vec<Vec<&str>> =
            exchanged.iter().map(|row| vec![row[0], row[3], row[1], row[2]]).collect();
        let turned: Vec<&[&str]> = turned.iter().map(Vec::as_slice).collect();
        let told = changed(exchanged, &turned);
        assert!(told.len() == 3 && told.iter().all(|it| it.starts_with("Moved")), "{told:?}");
        let moved = [exchanged[1], exchanged[0], exchanged[2]];
        assert!(changed(exchanged, &moved).iter().all(|told| told.contains("reworded: false")));
        let wider: &[&[&str]] = &[
            &["指标", "单位", "今年", "去年"],
            &["行政检查数", "件", "0", "3"],
            &["行政处罚数", "件", "0", ""],
            &["行政强制数", "件", "0", "0"],
        ];
        assert_eq!(changed(old, wider), ["+单位", "+件", "+件", "+件"]);
    }
}
