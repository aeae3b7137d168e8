//! A table of a form as a sheet: its cells in their places, each figure with the labels that lead to it.

use std::sync::Arc;

use super::fill::Fill;
use crate::catalogue::Metric;
use crate::document::columns_of_spans;
use crate::form_table::{self, FormTable};

/// A table of a form. Rows and columns are counted from 0, the header's rows first.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// The name of its file.
    pub(crate) name: String,
    /// 表题
    pub(crate) caption: Option<String>,
    /// 单位, of all its numbers.
    pub(crate) unit: Option<String>,
    /// How many columns it has.
    pub(crate) columns: usize,
    /// 列宽, in proportion to each other; empty where none are given.
    pub(crate) widths: Vec<u32>,
    /// How many of its rows are its header.
    pub(crate) header: usize,
    /// How many rows it has, with the header.
    pub(crate) rows: usize,
    /// Row by row, from left to right.
    pub(crate) cells: Vec<TableCell>,
}

impl Table {
    /// The metrics that the department fills in here.
    pub(super) fn own(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().filter_map(|cell| match &cell.content {
            TableContent::Figure { metric, fill: TableFill::Own(_), .. } => {
                Some(metric.name.as_str())
            }
            _ => None,
        })
    }
}

/// A cell of a table.
#[derive(Debug, Clone)]
pub(crate) struct TableCell {
    pub(crate) row: usize,
    pub(crate) column: usize,
    /// How many rows and columns it goes over.
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Its characters stand one under the other.
    pub(crate) is_vertical: bool,
    pub(crate) content: TableContent,
}

/// What a cell of a table holds.
#[derive(Debug, Clone)]
pub(crate) enum TableContent {
    /// Words, or nothing.
    Label(String),
    /// A figure. Its two paths name no other figure of the table.
    Figure {
        metric: Arc<Metric>,
        fill: TableFill,
        /// The labels at the left of it, the outer first: a row of words over the whole table that
        /// stands above, then those in its own row, also such as reach down into it.
        row_path: Vec<String>,
        /// The labels above it, the outer first: those of the header, then those of the last rows
        /// of words within the table.
        column_path: Vec<String>,
    },
}

/// Who fills in a figure of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TableFill {
    /// The department, here and nowhere else.
    Own(Fill),
    /// It stands elsewhere in the form and is shown again.
    Repeated,
    /// Last year's value.
    LastYear,
    /// Another department.
    Other,
}

/// What stands after each label of a path, and between those at the left and those above.
const AFTER: char = '\u{1}';
pub(super) const ABOVE: char = '\u{2}';

/// Enters a label into the path that leads to a figure. Blanks are none of it.
pub(super) fn enter(path: &mut String, label: &str) {
    path.extend(label.chars().filter(|c| !c.is_whitespace()));
    path.push(AFTER);
}

/// The labels that lead to a figure, at its left and above it, as one text.
pub(super) fn path<'l>(
    left: impl IntoIterator<Item = &'l str>,
    above: impl IntoIterator<Item = &'l str>,
) -> String {
    let mut path = String::new();
    left.into_iter().for_each(|label| enter(&mut path, label));
    path.push(ABOVE);
    above.into_iter().for_each(|label| enter(&mut path, label));
    path
}

/// A label and the columns that it stands over, the last not among them; for one at the left, the
/// rows.
#[derive(Clone)]
struct Heading {
    text: String,
    start: usize,
    end: usize,
}

/// Puts a table in its places. `figure` says who fills in a metric, by whether it is last year's; none
/// where there is no such metric.
pub(super) fn lay(
    form: &FormTable,
    mut figure: impl FnMut(&str, bool) -> Option<(Arc<Metric>, TableFill)>,
) -> Table {
    let mut table = Table {
        name: form.name.clone(),
        caption: form.caption.as_ref().map(|caption| caption.value.clone()),
        unit: form.unit.as_ref().map(|unit| unit.value.clone()),
        columns: form.columns,
        widths: form.widths.clone(),
        header: form.header.len(),
        rows: form.header.len() + form.rows.len(),
        cells: Vec::new(),
    };
    let mut paths = Paths::default();
    for (rows, offset, is_body) in [(&form.header, 0, false), (&form.rows, form.header.len(), true)]
    {
        let spans = |row: &form_table::Row| -> Vec<(u32, u32)> {
            row.cells.iter().map(|cell| (cell.rows, cell.columns)).collect()
        };
        let starts = columns_of_spans(rows.iter().map(|row| spans(row).into_iter()));
        for (at, (row, starts)) in rows.iter().zip(starts).enumerate() {
            let place = offset + at;
            paths.enter(row, &starts, place, is_body, form.columns);
            for (cell, column) in row.cells.iter().zip(starts) {
                let content = match &cell.content {
                    form_table::Content::Label(label) => TableContent::Label(label.value.clone()),
                    form_table::Content::Figure { metric, is_last_year, .. } => {
                        match figure(metric, *is_last_year) {
                            Some((metric, fill)) => {
                                let (row_path, column_path) = paths.to(place, column);
                                TableContent::Figure { metric, fill, row_path, column_path }
                            }
                            None => TableContent::Label(String::new()),
                        }
                    }
                };
                table.cells.push(TableCell {
                    row: place,
                    column,
                    rows: cell.rows as usize,
                    columns: cell.columns as usize,
                    is_vertical: cell.is_vertical,
                    content,
                });
            }
        }
    }
    table
}

/// The labels that lead to the figures of the row that was entered last.
#[derive(Default)]
struct Paths {
    /// Of the header.
    above: Vec<Heading>,
    /// The last rows of words within the table.
    within: Vec<Heading>,
    /// The last row of one label over the whole table.
    group: Option<String>,
    /// Labels at the left, by the columns where they begin and the rows that they reach over.
    left: Vec<(usize, Heading)>,
    /// Whether the row before was one of words.
    goes_on: bool,
}

impl Paths {
    fn enter(
        &mut self,
        row: &form_table::Row,
        starts: &[usize],
        place: usize,
        is_body: bool,
        columns: usize,
    ) {
        let labels = row.labels();
        let heading = |(cell, start): (&form_table::Cell, &usize)| match &cell.content {
            form_table::Content::Label(label) if !label.value.is_empty() => Some(Heading {
                text: label.value.clone(),
                start: *start,
                end: start + cell.columns as usize,
            }),
            _ => None,
        };
        let headings = || row.cells.iter().zip(starts).filter_map(heading);
        if !is_body {
            self.above.extend(headings());
            return;
        }
        self.left.retain(|(_, rows)| rows.end > place);
        if labels == row.cells.len() && !row.cells.is_empty() {
            let is_whole = row.cells.first().is_some_and(|cell| cell.columns as usize >= columns);
            match (row.cells.as_slice(), is_whole) {
                ([_], true) => {
                    self.group = headings().next().map(|heading| heading.text);
                    self.within.clear();
                    self.goes_on = false;
                }
                _ => {
                    if !self.goes_on {
                        self.within.clear();
                    }
                    self.within.extend(headings());
                    self.goes_on = true;
                }
            }
            return;
        }
        self.goes_on = false;
        for (cell, start) in row.cells.iter().zip(starts).take(labels) {
            let Some(heading) = heading((cell, start)) else { continue };
            let rows = Heading { start: place, end: place + cell.rows as usize, ..heading };
            self.left.push((*start, rows));
        }
    }

    /// The paths to a figure.
    fn to(&self, place: usize, column: usize) -> (Vec<String>, Vec<String>) {
        let beside = self
            .left
            .iter()
            .filter(|(start, rows)| *start < column && (rows.start..rows.end).contains(&place));
        let mut beside: Vec<&(usize, Heading)> = beside.collect();
        beside.sort_by_key(|(start, _)| *start);
        let beside = beside.into_iter().map(|(_, heading)| heading.text.clone());
        let over = self.above.iter().chain(&self.within);
        let over = over.filter(|heading| (heading.start..heading.end).contains(&column));
        let rows = self.group.iter().cloned().chain(beside).collect();
        (rows, over.map(|heading| heading.text.clone()).collect())
    }
}
