//! A sheet of rows: its header is looked for by its labels, and each column is known by its own.

use std::borrow::Cow;

use super::yaml::{At, Words};
use crate::cells::{Cell, Sheet, Value, Wanted};
use crate::source;

/// In how many rows the header is looked for: people put titles and remarks above it.
const HEADER_WITHIN: u32 = 20;

/// A sheet, its header, and where its columns are.
pub(super) struct Rows<'s> {
    pub(super) sheet: &'s Sheet,
    pub(super) number: u32,
    /// The row of the header.
    pub(super) header: u32,
    /// The columns that were looked for, each with its label; those that are missing have none.
    columns: Vec<(String, Option<u32>)>,
}

/// A row below the header.
pub(super) struct Row<'r> {
    rows: &'r Rows<'r>,
    pub(super) number: u32,
    cells: &'r [Cell],
}

/// A label as it is compared: without blanks and line breaks.
pub(super) fn bare(label: &str) -> Cow<'_, str> {
    match label.contains(char::is_whitespace) {
        true => label.chars().filter(|c| !c.is_whitespace()).collect::<String>().into(),
        false => label.into(),
    }
}

impl<'s> Rows<'s> {
    /// Looks for the header: the first row that holds all labels of `key`, or else most of `labels`.
    pub(super) fn of(
        sheet: &'s Sheet,
        number: u32,
        labels: &[&str],
        key: &[&str],
    ) -> Option<Rows<'s>> {
        let mut best: Option<(usize, u32)> = None;
        let labels_bare: Vec<Cow<'_, str>> = labels.iter().map(|label| bare(label)).collect();
        let key_bare: Vec<Cow<'_, str>> = key.iter().map(|label| bare(label)).collect();
        for (row, cells) in lines(sheet).take_while(|(row, _)| *row < HEADER_WITHIN) {
            let labels_here: Vec<String> =
                cells.iter().map(|cell| bare(&cell.typed(Wanted::Text)).into_owned()).collect();
            let has = |label: &&Cow<'_, str>| labels_here.iter().any(|here| *here == ***label);
            let count = labels_bare.iter().filter(has).count();
            if key_bare.iter().filter(has).count() == key.len() {
                best = Some((count, row));
                break;
            }
            let has_first = key_bare.iter().take(1).filter(has).count() == 1;
            if (count >= 2 || has_first) && best.is_none_or(|(most, _)| most < count) {
                best = Some((count, row));
            }
        }
        let (_, header) = best?;
        let cells =
            lines(sheet).find(|(row, _)| *row == header).map_or([].as_slice(), |(_, cells)| cells);
        let columns = labels.iter().map(|label| {
            let wanted = bare(label);
            let cell = cells.iter().find(|cell| bare(&cell.typed(Wanted::Text)) == wanted);
            ((*label).to_owned(), cell.map(|cell| cell.column))
        });
        Some(Rows { sheet, number, header, columns: columns.collect() })
    }

    /// Where a column is.
    pub(super) fn column(&self, label: &str) -> Option<u32> {
        self.columns.iter().find(|(known, _)| known == label).and_then(|(_, column)| *column)
    }

    /// The labels of the header that are none of those that were looked for, with their columns.
    pub(super) fn strange_labels(&self) -> Vec<(u32, String)> {
        let header = lines(self.sheet).find(|(row, _)| *row == self.header);
        let cells = header.map_or([].as_slice(), |(_, cells)| cells);
        let labels =
            cells.iter().map(|cell| (cell.column, bare(&cell.typed(Wanted::Text)).into_owned()));
        let is_known = |label: &str| self.columns.iter().any(|(known, _)| bare(known) == label);
        labels.filter(|(_, label)| !label.is_empty() && !is_known(label)).collect()
    }

    /// The rows whose cell in a column was merged with one above it, which alone kept its content.
    pub(super) fn covered(&self, label: &str) -> Stretches {
        let column = self.column(label);
        let merged = self.sheet.merged.iter().filter(|area| {
            column.is_some_and(|column| (area.first.1..=area.last.1).contains(&column))
        });
        Stretches::of(merged.map(|area| (area.first.0.saturating_add(1), area.last.0)))
    }

    /// The cell of the header over a column, or its first.
    pub(super) fn head(&self, label: &str) -> At {
        At { sheet: self.number, row: self.header, column: self.column(label).unwrap_or(0) }
    }

    /// The rows below the header that hold anything.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        lines(self.sheet).filter(|(row, _)| *row > self.header).map(|(number, cells)| Row {
            rows: self,
            number,
            cells,
        })
    }
}

/// Rows, in stretches from the first to the last, in their order.
pub(super) struct Stretches(Vec<(u32, u32)>);

impl Stretches {
    /// Joins stretches that overlap.
    pub(super) fn of(stretches: impl Iterator<Item = (u32, u32)>) -> Stretches {
        let mut given: Vec<(u32, u32)> = stretches.filter(|(first, last)| first <= last).collect();
        given.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(given.len());
        for (first, last) in given {
            match joined.last_mut() {
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                _ => joined.push((first, last)),
            }
        }
        Stretches(joined)
    }

    pub(super) fn hold(&self, row: u32) -> bool {
        let next = self.0.partition_point(|(first, _)| *first <= row);
        let before = next.checked_sub(1).and_then(|before| self.0.get(before));
        before.is_some_and(|(_, last)| row <= *last)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Row<'_> {
    /// The place of a column in this row; of a column that is not there the first.
    pub(super) fn at(&self, label: &str) -> At {
        let column = self.rows.column(label).unwrap_or(0);
        At { sheet: self.rows.number, row: self.number, column }
    }

    /// All that hold anything.
    pub(super) fn cells(&self) -> &[Cell] {
        self.cells
    }

    /// The cell in a column, where it holds anything.
    pub(super) fn cell(&self, label: &str) -> Option<&Cell> {
        let column = self.rows.column(label)?;
        let place = self.cells.binary_search_by_key(&column, |cell| cell.column);
        let is_empty = |cell: &&Cell| matches!(&cell.value, Value::Text(text) if text.is_empty());
        self.cells.get(place.ok()?).filter(|cell| !is_empty(cell))
    }

    /// The text in a column; none where it is empty.
    pub(super) fn text(&self, label: &str) -> Option<String> {
        let text = self.cell(label)?.typed(Wanted::Text);
        (!text.trim().is_empty()).then(|| text.into_owned())
    }

    /// The same with its place. In the place of a formula without a result, which is told, stands a text
    /// in which nothing is wrong.
    pub(super) fn words(&self, label: &str) -> Option<Words> {
        const IN_ITS_PLACE: &str = "公式没有结果。";
        match self.cell(label)?.value {
            Value::NoResult | Value::Error(_) => Some(Words::fixed(IN_ITS_PLACE)),
            _ => Some(Words::one(self.at(label), self.text(label)?)),
        }
    }

    /// The same of a text whose lines are paragraphs.
    pub(super) fn paragraphs(&self, label: &str) -> Option<Words> {
        Some(Words { are_paragraphs: true, ..self.words(label)? })
    }
}

/// A cell as people name it.
pub(super) fn name_of(row: u32, column: u32) -> String {
    format!("{}{}", source::column_letters(column), row.saturating_add(1))
}

/// The rows of a sheet that hold anything, each with its cells.
pub(super) fn lines(sheet: &Sheet) -> impl Iterator<Item = (u32, &[Cell])> {
    sheet
        .cells
        .chunk_by(|one, next| one.row == next.row)
        .filter_map(|cells| Some((cells.first()?.row, cells)))
}
