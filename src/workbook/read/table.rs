//! A table of a form: each figure is where the labels at its left and above it lead, wherever rows and
//! columns were moved. What the labels do not lead to is not guessed from the place that it once had.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::contents::Figures;
use super::sheet::{bare, lines};
use super::shown::Shown;
use super::strays;
use super::yaml::At;
use crate::catalogue::Catalogue;
use crate::cells::{Area, Sheet, Wanted};
use crate::workbook::table::{Table, TableContent, TableFill};

/// What a row of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Labels of columns for the whole table.
    Header,
    /// Labels of columns for the rows that follow.
    Words,
    /// One label over the whole table.
    Group,
    /// Figures.
    Body,
}

/// The labels of a table, as it was sent out.
struct Labels {
    /// Of each row that has any: what it holds, and its labels.
    rows: Vec<(Kind, BTreeSet<String>)>,
    /// The rows of [`Self::rows`] that have a label, and over how many rows and columns it goes.
    known: FxHashMap<String, (Vec<usize>, (usize, usize))>,
}

impl Labels {
    fn of(table: &Table) -> Labels {
        let mut labels = Labels { rows: Vec::new(), known: FxHashMap::default() };
        for cells in table.cells.chunk_by(|one, next| one.row == next.row) {
            let is_figure = |content: &TableContent| matches!(content, TableContent::Figure { .. });
            let kind = match cells {
                [first, ..] if first.row < table.header => Kind::Header,
                _ if cells.iter().any(|cell| is_figure(&cell.content)) => Kind::Body,
                [cell] if cell.columns >= table.columns => Kind::Group,
                _ => Kind::Words,
            };
            let mut texts = BTreeSet::new();
            for cell in cells.iter().take_while(|cell| !is_figure(&cell.content)) {
                let TableContent::Label(label) = &cell.content else { continue };
                let label = bare(label);
                if label.is_empty() {
                    continue;
                }
                let (rows, span) = labels.known.entry(label.clone()).or_default();
                rows.push(labels.rows.len());
                *span = (span.0.max(cell.rows), span.1.max(cell.columns));
                texts.insert(label);
            }
            if !texts.is_empty() {
                labels.rows.push((kind, texts));
            }
        }
        labels
    }

    /// What a row of a sheet holds, by the row of the table that has most of its labels and fewest others.
    fn kind<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Option<Kind> {
        let mut common: FxHashMap<usize, usize> = FxHashMap::default();
        for text in texts {
            let (rows, _) = self.known.get(text)?;
            let rows: BTreeSet<usize> = rows.iter().copied().collect();
            rows.into_iter().for_each(|row| *common.entry(row).or_default() += 1);
        }
        let known = common.into_iter().filter_map(|(row, count)| {
            let (kind, labels) = self.rows.get(row)?;
            let others = labels.len().saturating_sub(count);
            Some(((count, std::cmp::Reverse((others, row))), *kind))
        });
        known.max_by_key(|(rank, _)| *rank).map(|(_, kind)| kind)
    }
}

/// A label in a sheet, and the rows and columns that it stands over, the last ones not among them.
struct Heading {
    text: String,
    rows: (u32, u32),
    columns: (u32, u32),
}

/// The cells to which labels lead, by the labels.
#[derive(Default)]
struct Led(FxHashMap<String, Vec<(u32, u32)>>);

/// How many rows and columns of a sheet are looked at besides those of the table.
const MORE: usize = 200;

/// How many labels may lead to a cell, from above or from the left; tables have a few.
const MOST_ABOVE: usize = 40;

/// How many labels are kept that stand over the cells of a row.
const MOST_LABELS: usize = 2000;

/// The labels that lead to a cell, as they are looked up: those at the left, then those above.
fn path<'t>(rows: impl Iterator<Item = &'t str>, columns: &str) -> String {
    let rows: Vec<&str> = rows.take(MOST_ABOVE).collect();
    format!("{}\u{2}{columns}", rows.join("\u{1}"))
}

fn over<'t>(columns: impl Iterator<Item = &'t str>) -> String {
    columns.take(MOST_ABOVE).collect::<Vec<_>>().join("\u{1}")
}

/// How many columns of a sheet are looked at for a table.
fn most_columns(table: &Table) -> u32 {
    u32::try_from(table.columns + MORE).unwrap_or(u32::MAX)
}

/// The labels in a sheet that a table may have, row by row.
fn headings(table: &Table, sheet: &Sheet, labels: &Labels) -> Vec<(u32, Vec<Heading>)> {
    let most = most_columns(table);
    let merged: FxHashMap<(u32, u32), &Area> =
        sheet.merged.iter().map(|area| (area.first, area)).collect();
    let is_free = |row: u32, column: u32| {
        sheet.at(row, column).is_none() && !merged.contains_key(&(row, column))
    };
    let heading = |row: u32, column: u32, text: String| {
        let (_, (rows, columns)) = labels.known.get(&text)?;
        let (bottom, right) = match merged.get(&(row, column)) {
            Some(area) => area.last,
            // Cells that are no longer merged: the label stands over the empty ones beside and below it.
            None => {
                let beside = (column + 1..column.saturating_add(u32::try_from(*columns).ok()?))
                    .take_while(|at| is_free(row, *at));
                let below = (row + 1..row.saturating_add(u32::try_from(*rows).ok()?))
                    .take_while(|at| is_free(*at, column));
                (below.last().unwrap_or(row), beside.last().unwrap_or(column))
            }
        };
        Some(Heading { text, rows: (row, bottom + 1), columns: (column, right + 1) })
    };
    let rows = lines(sheet).take(table.rows + MORE).map(|(row, cells)| {
        let found = cells
            .iter()
            .filter(|cell| cell.column < most)
            .filter_map(|cell| heading(row, cell.column, bare(&cell.typed(Wanted::Text))));
        (row, found.collect())
    });
    rows.collect()
}

impl Led {
    fn of(table: &Table, labels: &Labels, sheet: &Sheet) -> Led {
        let mut led = Led::default();
        let rows = headings(table, sheet, labels);
        let width = rows.iter().flat_map(|(_, found)| found).map(|heading| heading.columns.1);
        let width = width.max().unwrap_or_default().min(most_columns(table));
        let (mut above, mut within, mut group) = (Vec::new(), Vec::new(), None::<String>);
        let (mut left, mut goes_on) = (Vec::<Heading>::new(), false);
        let mut columns = vec![String::new(); width as usize];
        for (row, found) in rows {
            if above.len() + within.len() + left.len() > MOST_LABELS {
                break;
            }
            let kind = labels.kind(found.iter().map(|heading| heading.text.as_str()));
            left.retain(|heading| heading.rows.1 > row);
            match kind {
                Some(Kind::Header) => above.extend(found),
                Some(Kind::Group) => {
                    group = found.into_iter().next().map(|heading| heading.text);
                    within.clear();
                    goes_on = false;
                }
                Some(Kind::Words) => {
                    if !goes_on {
                        within.clear();
                    }
                    within.extend(found);
                    goes_on = true;
                }
                Some(Kind::Body) | None => {
                    if kind.is_some() {
                        goes_on = false;
                    }
                    left.extend(found);
                    left.sort_by_key(|heading| heading.columns.0);
                    led.row(row, (group.as_deref(), &left), &columns, &covered(sheet, row, width));
                    continue;
                }
            }
            for (column, labels) in (0..).zip(&mut columns) {
                let over_it = above.iter().chain(&within).filter(|heading: &&Heading| {
                    (heading.columns.0..heading.columns.1).contains(&column)
                });
                *labels = over(over_it.map(|heading| heading.text.as_str()));
            }
        }
        led
    }

    /// Enters the cells of a row of figures.
    fn row(
        &mut self,
        row: u32,
        (group, left): (Option<&str>, &[Heading]),
        columns: &[String],
        covered: &[bool],
    ) {
        let here = |heading: &&Heading| (heading.rows.0..heading.rows.1).contains(&row);
        for ((column, labels), is_covered) in (0..).zip(columns).zip(covered) {
            let is_label = left
                .iter()
                .filter(here)
                .any(|heading| (heading.columns.0..heading.columns.1).contains(&column));
            if is_label || *is_covered {
                continue;
            }
            let beside = left.iter().filter(here).filter(|heading| heading.columns.0 < column);
            let beside = beside.map(|heading| heading.text.as_str());
            let path = path(group.into_iter().chain(beside), labels);
            self.0.entry(path).or_default().push((row, column));
        }
    }
}

/// Which cells of a row are merged into one at their left or above them.
fn covered(sheet: &Sheet, row: u32, width: u32) -> Vec<bool> {
    let mut covered = vec![false; width as usize];
    let here = sheet.merged.iter().filter(|area| (area.first.0..=area.last.0).contains(&row));
    for area in here.take(MOST_LABELS) {
        let start = if area.first.0 == row { area.first.1.saturating_add(1) } else { area.first.1 };
        for column in start..=area.last.1.min(width) {
            if let Some(cell) = covered.get_mut(column as usize) {
                *cell = true;
            }
        }
    }
    covered
}

/// Whether a sheet holds most labels of a table.
pub(super) fn is_in(table: &Table, sheet: &Sheet) -> bool {
    let labels = Labels::of(table);
    let found = headings(table, sheet, &labels);
    let found = found.iter().flat_map(|(_, found)| found).map(|heading| heading.text.as_str());
    found.collect::<FxHashSet<_>>().len() * 2 > labels.known.len()
}

/// What became of a table.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The labels to figures that are not found in the sheet.
    pub(super) lost: Vec<String>,
    /// The figures to which they lead.
    pub(super) unread: Vec<String>,
    /// The cells with a value that are not seen.
    pub(super) unseen: Vec<At>,
}

/// Enters the figures of a table.
pub(super) fn read(
    table: &Table,
    (number, sheet): (u32, &Sheet),
    shown: &Shown,
    catalogue: &Catalogue,
    figures: &mut Figures,
) -> Read {
    let labels = Labels::of(table);
    let led = Led::of(table, &labels, sheet);
    let present: FxHashSet<String> =
        sheet.cells.iter().map(|cell| bare(&cell.typed(Wanted::Text))).collect();
    let mut read = Read::default();
    let mut places: FxHashSet<(u32, u32)> = FxHashSet::default();
    for cell in &table.cells {
        let TableContent::Figure { metric, fill, row_path, column_path } = &cell.content else {
            continue;
        };
        let bared =
            |path: &[String]| -> Vec<String> { path.iter().map(|text| bare(text)).collect() };
        let (beside, above) = (bared(row_path), bared(column_path));
        let path = path(beside.iter().map(String::as_str), &over(above.iter().map(String::as_str)));
        let all = led.0.get(&path).map(Vec::as_slice).unwrap_or_default();
        // Where cells are no longer merged, the one that is filled in.
        let filled = all.iter().find(|(row, column)| sheet.at(*row, *column).is_some());
        let place = filled.or(all.first()).copied();
        let TableFill::Own(fill) = fill else {
            let typed = place.and_then(|(row, column)| sheet.at(row, column));
            let is_as_sent = typed.is_none_or(|cell| {
                cell.formula.is_some()
                    || *fill == TableFill::LastYear
                        && shown.holds(&metric.name, &cell.typed(Wanted::Text))
            });
            match (fill, typed, place) {
                (TableFill::Repeated, Some(cell), Some((row, column))) if !is_as_sent => {
                    let at = At { sheet: number, row, column };
                    figures.repeat(&metric.name, at, cell, metric);
                    places.extend(place);
                }
                (TableFill::Repeated, ..) => places.extend(place),
                (TableFill::LastYear, ..) if is_as_sent => places.extend(place),
                _ => {}
            }
            continue;
        };
        let Some((row, column)) = place.filter(|place| places.insert(*place)) else {
            let mut path = row_path.iter().chain(column_path);
            let label = match path.find(|label| !present.contains(&bare(label))) {
                Some(label) => label.clone(),
                None => [row_path.last(), column_path.last()]
                    .into_iter()
                    .flatten()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join("—"),
            };
            if !read.lost.contains(&label) {
                read.lost.push(label);
            }
            read.unread.push(metric.name.clone());
            continue;
        };
        let at = At { sheet: number, row, column };
        let cell = sheet.at(row, column);
        let is_unseen = sheet.is_hidden || sheet.hides(row, column);
        if is_unseen && cell.is_some_and(|cell| cell.formula.is_none()) {
            read.unseen.push(at);
        }
        if let Some(value) = figures.value(&metric.name, (cell, at), Some(metric), Some(fill)) {
            figures.enter(&metric.name, at, value, catalogue);
        }
    }
    // A label that was lost explains what is not read.
    if read.lost.is_empty() {
        const MOST: usize = 10;
        let strays = sheet.cells.iter().filter(|cell| {
            strays::is_number(cell)
                && !places.contains(&(cell.row, cell.column))
                && !labels.known.contains_key(&bare(&cell.typed(Wanted::Text)))
        });
        let file = figures.file;
        let strays = strays.take(MOST).map(|cell| strays::in_table(cell, (file, number)));
        figures.faults.extend(strays);
    }
    let unit = table.unit.as_deref();
    figures.faults.extend(strays::unit_of_table(sheet, (figures.file, number), unit));
    read
}
