//! The hidden sheet of a form: which form it is, and what it was made for.

use super::sheet::lines;
use crate::cells::{Book, Sheet, Wanted};
use crate::workbook::label;

/// What the hidden sheet says of the form.
pub(super) struct Record<'b> {
    pub(super) sheet: &'b Sheet,
    pub(super) version: Option<u32>,
    pub(super) department: String,
    pub(super) year: String,
    /// The folders of the kinds of report that it was made for.
    pub(super) kinds: Vec<String>,
}

impl Record<'_> {
    /// Reads it; none of what is no form.
    pub(super) fn read(book: &Book) -> Option<Record<'_>> {
        let sheet = book.sheets.iter().find(|sheet| sheet.name == label::RECORD)?;
        let (department, year) = (String::new(), String::new());
        let mut record = Record { sheet, version: None, department, year, kinds: Vec::new() };
        for (_, cells) in lines(sheet) {
            let [first, others @ ..] = cells else { continue };
            let [second, ..] = others else { continue };
            let value = second.typed(Wanted::Text);
            match &*first.typed(Wanted::Text) {
                label::record::VERSION => record.version = value.parse().ok(),
                label::record::DEPARTMENT => record.department = value.into_owned(),
                label::record::YEAR => record.year = value.into_owned(),
                label::record::KINDS => {
                    let kinds = others.iter().map(|cell| cell.typed(Wanted::Text).into_owned());
                    record.kinds = kinds.collect();
                }
                label if label == label::record::NAMES[0] => break,
                _ => {}
            }
        }
        Some(record)
    }
}
