//! The hidden sheets: what form it is, and the words that may be chosen.

use std::ops::Range;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError, utility};
use rustc_hash::FxHashSet;

use super::super::form::{Content, Row, VERSION};
use super::super::label::{self, record as rows};
use super::super::shown::mark;
use super::super::table::{TableContent, TableFill};
use super::Job;
use super::formula::quoted;

/// What the hidden sheet keeps of the cells, and the names that they bear: by these a changed label is found
/// out, and a cell that stands no more where it was made. Besides, marks of what is shown beside what is
/// filled in.
#[derive(Default)]
pub(super) struct Names {
    /// The cells that have a key, in the order of their numbers.
    keyed: Vec<Keyed>,
    /// Names with the cells that bear them.
    defined: Vec<(String, String)>,
    /// Sheets, in the order of their numbers.
    sheets: Vec<String>,
    /// The cells that bear a name: the number of the sheet, the row and the column.
    known: FxHashSet<(usize, u32, u16)>,
    shown: Vec<String>,
}

struct Keyed {
    sheet: String,
    key: String,
}

impl Names {
    /// Names the cell of a figure or a text of a list.
    pub(super) fn add(&mut self, sheet: &str, at: (u32, u16), key: &str) {
        self.keyed.push(Keyed { sheet: sheet.to_owned(), key: key.to_owned() });
        let words = format!("{}_", self.keyed.len());
        self.define_cell(&words, sheet, at);
    }

    /// Names another cell, unless it bears a name.
    pub(super) fn bind(&mut self, sheet: &str, of: rows::Use, at: (u32, u16)) {
        self.define_cell(of.word(), sheet, at);
    }

    /// Names what shows cells that were inserted or deleted anywhere in some columns of a sheet of rows: those of
    /// the header and of the last row, and those below it.
    pub(super) fn end(&mut self, sheet: &str, last: u32, columns: Range<u16>) {
        for column in columns {
            self.bind(sheet, rows::Use::Label, (0, column));
            self.bind(sheet, rows::Use::Label, (last, column));
            self.bind(sheet, rows::Use::Under, (last + 1, column));
        }
    }

    fn define_cell(&mut self, words: &str, sheet: &str, (row, column): (u32, u16)) {
        let number = self.sheets.iter().position(|known| known == sheet).unwrap_or_else(|| {
            self.sheets.push(sheet.to_owned());
            self.sheets.len() - 1
        });
        if self.known.insert((number, row, column)) {
            let name = format!("{}{words}{number}_{row}_{column}", rows::PREFIX);
            let cell = utility::row_col_to_cell_absolute(row, column);
            self.defined.push((name, format!("={}!{cell}", quoted(sheet))));
        }
    }

    /// Marks what is shown; `of` is the name of a figure, or empty.
    pub(super) fn show(&mut self, of: &str, text: &str) {
        if !text.is_empty() {
            self.shown.push(mark(of, text));
        }
    }

    /// Enters the names into the workbook.
    pub(super) fn define(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        for (name, cell) in &self.defined {
            workbook.define_name(name, cell)?;
        }
        Ok(())
    }
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
    let of_sheets = names.keyed.chunk_by(|one, next| one.sheet == next.sheet);
    for (keyed, row) in of_sheets.flat_map(|keyed| keyed.chunks(rows::KEYS)).zip(5..) {
        let keys: Vec<&str> = keyed.iter().map(|keyed| keyed.key.as_str()).collect();
        page.write_string(row, 0, format!("{}{}", rows::PREFIX, first + 1))?;
        page.write_string(row, 1, keyed.first().map_or("", |keyed| keyed.sheet.as_str()))?;
        page.write_string(row, 2, keys.join("\n"))?;
        first += keyed.len();
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
