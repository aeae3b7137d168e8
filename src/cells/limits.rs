//! How much of a workbook is read.

use super::{Cell, Look, Refused, Value};
use crate::bounds::{WORKBOOK_CELLS, WORKBOOK_ELEMENTS, WORKBOOK_ENTRIES, WORKBOOK_STRINGS};

/// How many cells with a value a workbook may have; a form has some hundred.
pub(super) const MOST_CELLS: usize = WORKBOOK_CELLS.size();

/// How many bytes the texts of all cells may have: many cells may share one long text.
pub(super) const MOST_TEXT: usize = WORKBOOK_STRINGS.size();

/// How many rows and cells are looked at, with a value or not.
pub(super) const MOST_ELEMENTS: usize = WORKBOOK_ELEMENTS.size();

/// How many entries its lists may have: what cells refer to by number or name.
pub(super) const MOST_ENTRIES: usize = WORKBOOK_ENTRIES.size();

/// What may still be read.
pub(super) struct Limits {
    cells: usize,
    elements: usize,
    entries: usize,
    text: usize,
    /// Of the texts that cells share, before any cell has them.
    shared_text: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            cells: MOST_CELLS,
            elements: MOST_ELEMENTS,
            entries: MOST_ENTRIES,
            text: MOST_TEXT,
            shared_text: MOST_TEXT,
        }
    }
}

impl Limits {
    pub(super) fn cell(&mut self) -> Result<(), Refused> {
        self.cells = self.cells.checked_sub(1).ok_or(Refused::TooMuch(WORKBOOK_CELLS))?;
        Ok(())
    }

    /// Takes the texts of a cell into account.
    pub(super) fn texts(&mut self, cell: &Cell, look: Option<&Look>) -> Result<(), Refused> {
        let value = match &cell.value {
            Value::Text(text) | Value::Error(text) => text.len(),
            Value::Number { .. } | Value::Boolean(_) | Value::NoResult => 0,
        };
        let look = match look {
            Some(Look::PartlyStruck(text) | Look::PartlyUnseen(text) | Look::Raised(text)) => {
                text.len()
            }
            Some(Look::Struck | Look::Unseen) | None => 0,
        };
        let length = value + look + cell.formula.as_ref().map_or(0, String::len);
        self.text = self.text.checked_sub(length).ok_or(Refused::TooMuch(WORKBOOK_STRINGS))?;
        Ok(())
    }

    /// Takes one more entry of a list into account.
    pub(super) fn entry(&mut self) -> Result<(), Refused> {
        self.entries = self.entries.checked_sub(1).ok_or(Refused::TooMuch(WORKBOOK_ENTRIES))?;
        Ok(())
    }

    /// The same of the texts that cells share.
    pub(super) fn shared(&mut self, length: usize) -> Result<(), Refused> {
        self.shared_text =
            self.shared_text.checked_sub(length).ok_or(Refused::TooMuch(WORKBOOK_STRINGS))?;
        self.entry()
    }

    pub(super) fn element(&mut self) -> Result<(), Refused> {
        self.elements = self.elements.checked_sub(1).ok_or(Refused::TooMuch(WORKBOOK_ELEMENTS))?;
        Ok(())
    }
}
