//! A table of a form with its numbers → a table of the document.

use super::filters::Printer;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Align, Cell, Inline, Table, Text, columns_of};
use crate::findings::Findings;
use crate::form_table::{self, Blank, Content, FormTable, FormTables};
use crate::source::{Span, Spanned};

/// Cells that are reported together.
const MOST_PLACES: usize = 20;

/// What a draft shows for a number that is still to come: 【待补：名称】 fits no cell of a form.
const MISSING: &str = "待补";

/// A cell without a value, and what it is to hold.
type Missing = (Span, String);

/// The tables that a layout may print, and what those that it prints lack.
#[derive(Debug)]
pub(super) struct Forms<'a> {
    pub(super) tables: &'a FormTables,
    pub(super) printer: &'a Printer,
    /// Numbers that are owed, which a draft may lack.
    pub(super) missing: Findings,
}

impl<'a> Forms<'a> {
    pub(super) fn new(tables: &'a FormTables, printer: &'a Printer) -> Forms<'a> {
        Forms { tables, printer, missing: Findings::new() }
    }

    /// Fills the table of a place.
    pub(super) fn fill(&mut self, place: usize) -> Option<Table> {
        let form = self.tables.get(place)?;
        let (table, missing) = fill(form, self.printer);
        let found = missing_numbers(&form.name, &missing).filter(|_| !self.printer.draft);
        // A table may be printed twice.
        let found = found.filter(|found| !self.missing.contains(found));
        self.missing.extend(found);
        Some(table)
    }
}

/// The table with its numbers, and the cells whose metrics have no value.
fn fill(form: &FormTable, printer: &Printer) -> (Table, Vec<Missing>) {
    let mut missing = Vec::new();
    let mut cell = |cell: &form_table::Cell, is_header: bool| Cell {
        rows: cell.rows,
        columns: cell.columns,
        is_vertical: cell.is_vertical,
        is_header,
        ..Cell::new(content(cell, printer, &mut missing))
    };
    let header = form.header.iter();
    let header =
        header.map(|row| row.cells.iter().map(|each| cell(each, true)).collect()).collect();
    let rows = form.rows.iter().map(|row| {
        let labels = row.labels();
        let cells = row.cells.iter().enumerate();
        cells.map(|(place, each)| cell(each, place < labels)).collect()
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let line = |line: &Spanned<String>| Text::at(text::visible(&line.value), Some(line.span));
    let table = Table {
        caption: form.caption.iter().map(|caption| Inline::Text(line(caption))).collect(),
        unit: form.unit.as_ref().map(|unit| format!("单位：{}", line(unit).shown)),
        columns: aligned(form.columns, &rows),
        widths: form.widths.clone(),
        size: form.size,
        is_landscape: form.is_landscape,
        header,
        rows,
    };
    (table, missing)
}

fn content(cell: &form_table::Cell, printer: &Printer, missing: &mut Vec<Missing>) -> Vec<Inline> {
    let at = |shown: String| Text::at(shown, Some(cell.span));
    match &cell.content {
        Content::Label(label) if label.value.is_empty() => Vec::new(),
        Content::Label(label) => {
            vec![Inline::Text(Text::at(text::visible(&label.value), Some(label.span)))]
        }
        Content::Figure { metric, is_last_year, blank } => {
            let printed = match is_last_year {
                true => printer.last_year(metric),
                false => printer.bare(metric),
            };
            let printed = printed.map(|(shown, fact)| Inline::Figure { text: at(shown), fact });
            match (printed, blank) {
                (Some(printed), _) => vec![printed],
                (None, Some(Blank::Nothing)) => Vec::new(),
                (None, Some(Blank::Zero)) => vec![Inline::Text(at("0".to_owned()))],
                (None, None) => {
                    let what = match is_last_year {
                        true => format!("“{metric}”的上年数还没有值"),
                        false => printer.no_value(metric),
                    };
                    missing.push((cell.span, what));
                    vec![Inline::Missing { text: MISSING.to_owned() }]
                }
            }
        }
    }
}

/// Numbers stand in the middle of their columns, words at the left.
fn aligned(columns: usize, rows: &[Vec<Cell>]) -> Vec<Align> {
    let mut aligned = vec![Align::Left; columns];
    for (row, starts) in rows.iter().zip(columns_of(rows)) {
        for (cell, column) in row.iter().zip(starts).filter(|(cell, _)| !cell.is_header) {
            let last = column + cell.columns as usize;
            aligned.iter_mut().take(last).skip(column).for_each(|each| *each = Align::Centre);
        }
    }
    aligned
}

/// One diagnostic of all numbers that a table lacks.
fn missing_numbers(name: &str, missing: &[Missing]) -> Option<Diagnostic> {
    let (_, first) = missing.first()?;
    let message = match missing.len() {
        1 => format!("表格“{name}”里，{first}"),
        count => format!("表格“{name}”里有 {count} 格还没有数"),
    };
    let shown = missing.iter().take(MOST_PLACES);
    let found = shown.fold(Diagnostic::new(Code::E1005, message), |found, (span, what)| {
        found.at(*span, what.as_str())
    });
    Some(found.help(
        "补上这些数，没有的填 0；允许空着的，在表格的文件里写“空: 空白”；先看草稿可以加 --draft",
    ))
}
