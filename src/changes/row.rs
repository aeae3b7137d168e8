//! Paragraphs of a text, the cells of a row of a table as one.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Paragraph;
use crate::sent::Cell;

/// What parts the cells of a row that is compared as one.
const BETWEEN: &str = " │ ";

/// What a row is among the paragraphs.
const ROW: &str = "row";

/// Paragraphs with the cells of a row as one.
pub(super) struct Rows<'p, 't> {
    paragraphs: &'p [Paragraph<'t>],
    ranges: Vec<Range<usize>>,
    texts: Vec<Cow<'t, str>>,
}

impl<'p, 't> Rows<'p, 't> {
    pub(super) fn new(paragraphs: &'p [Paragraph<'t>]) -> Rows<'p, 't> {
        let mut rows = Rows { paragraphs, ranges: Vec::new(), texts: Vec::new() };
        let mut last = None;
        for (at, paragraph) in paragraphs.iter().enumerate() {
            let row = paragraph.cell.map(Cell::line);
            match (rows.ranges.last_mut(), rows.texts.last_mut()) {
                (Some(range), Some(text)) if row.is_some() && row == last => {
                    range.end = at + 1;
                    let text = text.to_mut();
                    text.push_str(BETWEEN);
                    text.push_str(paragraph.text);
                }
                _ => {
                    rows.ranges.push(at..at + 1);
                    rows.texts.push(Cow::Borrowed(paragraph.text));
                }
            }
            last = row;
        }
        rows
    }

    pub(super) fn paragraphs(&self) -> Vec<Paragraph<'_>> {
        let rows = self.ranges.iter().zip(&self.texts);
        rows.filter_map(|(range, text)| {
            let first = self.paragraphs.get(range.start)?;
            let role = if first.cell.is_some() { ROW } else { first.role };
            Some(Paragraph { role, text, cell: None })
        })
        .collect()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.ranges.len()
    }

    /// The table that a row is of.
    pub(super) fn table(&self, row: usize) -> Option<usize> {
        self.paragraphs.get(self.row(row).start)?.cell.map(|cell| cell.table)
    }

    /// The cells of a row, by their columns.
    pub(super) fn cells(&self, row: usize) -> BTreeMap<usize, &'t str> {
        let cells = self.paragraphs.get(self.row(row)).unwrap_or_default().iter();
        cells.filter_map(|one| Some((one.cell?.column, one.text))).collect()
    }

    /// How many cells of a row differ from those of a row of another text.
    pub(super) fn differing(&self, row: usize, others: &Rows<'_, '_>, other: usize) -> usize {
        let (one, other) = (self.cells(row), others.cells(other));
        let columns: BTreeSet<&usize> = one.keys().chain(other.keys()).collect();
        columns.into_iter().filter(|column| one.get(column) != other.get(column)).count()
    }

    /// The same of rows that may be the same row; none where more cells differ than are the same, and of
    /// paragraphs outside tables: what an exchange of these is, their words tell.
    pub(super) fn differing_in_place(
        &self,
        row: usize,
        others: &Rows<'_, '_>,
        other: usize,
    ) -> Option<usize> {
        let differing = self.differing(row, others, other);
        let is_row = !self.is_text(row) && !others.is_text(other);
        (is_row && differing * 2 <= self.cells(row).len()).then_some(differing)
    }

    /// The paragraphs of a row.
    pub(super) fn row(&self, at: usize) -> Range<usize> {
        self.ranges.get(at).cloned().unwrap_or_default()
    }

    /// Those of several.
    pub(super) fn rows(&self, rows: &Range<usize>) -> Range<usize> {
        self.row(rows.start).start..self.row(rows.end.saturating_sub(1)).end
    }

    /// Whether it is a paragraph outside tables.
    pub(super) fn is_text(&self, at: usize) -> bool {
        self.paragraphs.get(self.row(at).start).is_some_and(|first| first.cell.is_none())
    }
}
