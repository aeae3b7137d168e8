//! The hidden sheets: what form it is, and the words that may be chosen.

use std::ops::Range;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError, utility};

use super::super::form::{Content, Row, VERSION};
use super::super::label::{self, record as rows};
use super::super::shown::mark;
use super::super::table::{TableContent, TableFill};
use super::Job;
use super::formula::quoted;

/// What the hidden sheet keeps of the cells: those that bear a name, by which a changed label is found
/// out, and marks of what is shown beside what is filled in; and the frames of the sheets, by which cells
/// that were inserted or deleted are.
#[derive(Default)]
pub(super) struct Names {
    named: Vec<Named>,
    shown: Vec<String>,
    frames: Vec<Frame>,
}

/// The rows of a sheet, the last not among them, and how many columns it has.
struct Frame {
    sheet: String,
    rows: Range<u32>,
    columns: u16,
}

struct Named {
    sheet: String,
    cell: String,
    key: String,
}

impl Names {
    /// Names the cell of a figure or a text of a list. What stands in a table is found by its labels.
    pub(super) fn add(&mut self, sheet: &str, (row, column): (u32, u16), key: &str) {
        let cell = utility::row_col_to_cell_absolute(row, column);
        self.named.push(Named { sheet: sheet.to_owned(), cell, key: key.to_owned() });
    }

    /// Marks what is shown; `of` is the name of a figure, or empty.
    pub(super) fn show(&mut self, of: &str, text: &str) {
        if !text.is_empty() {
            self.shown.push(mark(of, text));
        }
    }

    /// Puts a frame around a sheet that has these rows and so many columns.
    pub(super) fn frame(&mut self, sheet: &str, rows: Range<u32>, columns: u16) {
        self.frames.push(Frame { sheet: sheet.to_owned(), rows, columns });
    }

    /// Enters the names into the workbook.
    pub(super) fn define(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        for (frame, number) in self.frames.iter().zip(1..) {
            frame.define(number, workbook)?;
        }
        for (place, named) in self.named.iter().enumerate() {
            let cell = format!("={}!{}", quoted(&named.sheet), named.cell);
            workbook.define_name(name(place), &cell)?;
        }
        Ok(())
    }
}

impl Frame {
    fn define(&self, number: usize, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let Frame { sheet, rows: of_sheet, columns } = self;
        let mut define = |name: String, row: u32, column: u16| {
            let cell = utility::row_col_to_cell_absolute(row, column);
            workbook.define_name(name, &format!("={}!{cell}", quoted(sheet))).map(drop)
        };
        let last = (of_sheet.end - 1, columns - 1);
        let away = u16::try_from(rows::AWAY).unwrap_or_default();
        let (bottom, right) = (last.0 + rows::AWAY, last.1 + away);
        for column in 0..*columns {
            define(format!("{}{number}_{column}", rows::BOTTOM), last.0, column)?;
            define(format!("{}{number}_{column}", rows::BELOW), bottom, column)?;
        }
        for row in of_sheet.clone() {
            define(format!("{}{number}_{row}", rows::RIGHT), row, last.1)?;
            define(format!("{}{number}_{row}", rows::BESIDE), row, right)?;
        }
        define(format!("{}{number}", rows::CORNER), bottom, right)
    }
}

fn name(place: usize) -> String {
    format!("{}{}", rows::PREFIX, place + 1)
}

/// The sheet that says what form it is.
pub(super) fn record(job: &Job<'_>, names: &Names) -> Result<Worksheet, XlsxError> {
    let mut page = Worksheet::new();
    page.set_name(label::RECORD)?;
    let form = job.form;
    page.write_string(0, 0, rows::VERSION)?.write_number(0, 1, VERSION)?;
    page.write_string(1, 0, rows::DEPARTMENT)?.write_string(1, 1, &form.department)?;
    page.write_string(2, 0, rows::YEAR)?.write_number(2, 1, form.year)?;
    page.write_string(3, 0, rows::KINDS)?;
    for (kind, column) in form.kinds.iter().zip(1..) {
        page.write_string(3, column, kind)?;
    }
    for (head, column) in rows::NAMES.iter().zip(0..) {
        page.write_string(4, column, *head)?;
    }
    page.write_string(4, 3, rows::SHOWN)?;
    let mut first = 0;
    let of_sheets = names.named.chunk_by(|one, next| one.sheet == next.sheet);
    for (named, row) in of_sheets.flat_map(|named| named.chunks(rows::KEYS)).zip(5..) {
        let keys: Vec<&str> = named.iter().map(|named| named.key.as_str()).collect();
        page.write_string(row, 0, name(first))?;
        page.write_string(row, 1, named.first().map_or("", |named| named.sheet.as_str()))?;
        page.write_string(row, 2, keys.join("\n"))?;
        first += named.len();
    }
    for (marks, row) in names.shown.chunks(rows::KEYS).zip(5..) {
        page.write_string(row, 3, marks.join("\n"))?;
    }
    hide(&mut page);
    Ok(page)
}

/// The names that a remark may be about: the figures of the form, and the other kinds of report.
pub(super) fn remarkable<'a>(job: &'a Job<'_>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for sheet in &job.form.sheets {
        match &sheet.content {
            Content::Figures(rows) => names.extend(rows.iter().filter_map(|row| match row {
                Row::Figure(figure) => Some(figure.metric.name.as_str()),
                Row::Heading(_) => None,
            })),
            Content::Table(table) => {
                names.extend(table.cells.iter().filter_map(|cell| match &cell.content {
                    TableContent::Figure { metric, fill: TableFill::Own(_), .. } => {
                        Some(metric.name.as_str())
                    }
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    names.extend(job.form.kinds.iter().skip(1).map(String::as_str));
    names
}

/// The sheet of the words that may be chosen.
pub(super) fn choices(job: &Job<'_>) -> Result<Worksheet, XlsxError> {
    let mut page = Worksheet::new();
    page.set_name(label::CHOICES)?;
    for (name, row) in remarkable(job).into_iter().zip(0..) {
        page.write_string(row, 0, name)?;
    }
    hide(&mut page);
    Ok(page)
}

fn hide(page: &mut Worksheet) {
    page.set_very_hidden(true);
    page.protect();
}
