//! A table of a form: its rows and columns are found by their labels, whatever was inserted between
//! them. Where no label leads to a cell, its defined name does.

use std::collections::BTreeMap;

use super::contents::Figures;
use super::names::Names;
use super::sheet::{bare, lines};
use super::yaml::At;
use crate::catalogue::Catalogue;
use crate::cells::{Sheet, Wanted};
use crate::workbook::table::{Table, TableContent, TableFill};

/// Where the rows and columns of a table are in a sheet.
#[derive(Debug, Default)]
struct Found {
    rows: BTreeMap<usize, u32>,
    columns: BTreeMap<usize, u32>,
}

impl Found {
    fn of(table: &Table, sheet: &Sheet) -> Found {
        let mut found = Found::default();
        let typed: Vec<(u32, Vec<(u32, String)>)> = lines(sheet)
            .map(|(row, cells)| {
                let texts = cells.iter().map(|cell| (cell.column, bare(&cell.typed(Wanted::Text))));
                (row, texts.collect())
            })
            .collect();
        let mut next = 0;
        for (row, labels) in labels(table) {
            let rest = typed.iter().enumerate().skip(next);
            let best = rest
                .map(|(place, (_, texts))| (place, matched(&labels, texts)))
                .find(|(_, matched)| matched.len() * 2 > labels.len());
            let Some((place, matched)) = best else { continue };
            let Some((at, _)) = typed.get(place) else { continue };
            next = place + 1;
            found.rows.insert(row, *at);
            for (column, at) in matched {
                found.columns.entry(column).or_insert(at);
            }
        }
        found
    }
}

/// Whether a sheet holds most rows of a table.
pub(super) fn is_in(table: &Table, sheet: &Sheet) -> bool {
    Found::of(table, sheet).rows.len() * 2 > labels(table).len()
}

/// The labels of each row that has any, with their columns.
fn labels(table: &Table) -> BTreeMap<usize, Vec<(usize, String)>> {
    let mut rows: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
    for cell in &table.cells {
        if let TableContent::Label(label) = &cell.content
            && !bare(label).is_empty()
        {
            rows.entry(cell.row).or_default().push((cell.column, bare(label)));
        }
    }
    rows
}

/// The columns of labels that a row holds in the same order.
fn matched(labels: &[(usize, String)], texts: &[(u32, String)]) -> Vec<(usize, u32)> {
    let mut rest = texts.iter();
    let mut matched = Vec::new();
    for (column, label) in labels {
        let mut ahead = rest.clone();
        if let Some((at, _)) = ahead.find(|(_, text)| text == label) {
            matched.push((*column, *at));
            rest = ahead;
        }
    }
    matched
}

/// What became of a table.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The labels of rows or columns that are not found in the sheet.
    pub(super) lost: Vec<String>,
    /// The cells with a value that are not seen.
    pub(super) unseen: Vec<At>,
}

/// Enters the figures of a table.
pub(super) fn read(
    table: &Table,
    (number, sheet): (u32, &Sheet),
    names: &Names,
    catalogue: &Catalogue,
    figures: &mut Figures,
) -> Read {
    let found = Found::of(table, sheet);
    let mut read = Read::default();
    for cell in &table.cells {
        let TableContent::Figure { metric, fill: TableFill::Own(fill), row_path, column_path } =
            &cell.content
        else {
            continue;
        };
        let by_labels = found.rows.get(&cell.row).zip(found.columns.get(&cell.column));
        let place = by_labels.map(|(row, column)| (*row, *column));
        let Some((row, column)) = place.or_else(|| names.cell(&metric.name, &sheet.name)) else {
            let is_row = !found.rows.contains_key(&cell.row);
            let path = if is_row { row_path.last() } else { column_path.last() };
            let label = path.map_or(metric.name.as_str(), String::as_str);
            if !read.lost.iter().any(|known| known == label) {
                read.lost.push(label.to_owned());
            }
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
    read
}
