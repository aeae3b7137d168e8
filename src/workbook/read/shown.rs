//! What a form showed when it was made, by the marks in its hidden sheet.

use rustc_hash::FxHashSet;

use super::sheet::{Row, lines};
use crate::cells::{Sheet, Wanted};
use crate::workbook::label::record;
use crate::workbook::shown::mark;

/// The marks; none in a form that has none.
#[derive(Debug, Default)]
pub(super) struct Shown(Option<FxHashSet<String>>);

impl Shown {
    /// Reads them from the hidden sheet of the form.
    pub(super) fn read(list: &Sheet) -> Shown {
        const COLUMN: u32 = 3;
        let marks = lines(list).filter_map(|(row, _)| list.at(row, COLUMN));
        let mut marks = marks.map(|cell| cell.typed(Wanted::Text));
        let mut shown = FxHashSet::default();
        let has_marks = marks.any(|mark| mark == record::SHOWN);
        marks.for_each(|marks| shown.extend(marks.lines().map(str::to_owned)));
        Shown(has_marks.then_some(shown))
    }

    /// Whether a text was shown, beside the figure `of` where it has a name. Of a form without marks
    /// nothing is known.
    pub(super) fn holds(&self, of: &str, text: &str) -> bool {
        self.0.as_ref().is_none_or(|marks| text.is_empty() || marks.contains(&mark(of, text)))
    }

    /// The same, of what is known only.
    pub(super) fn bears(&self, of: &str, text: &str) -> bool {
        self.0.as_ref().is_some_and(|marks| marks.contains(&mark(of, text)))
    }

    /// Whether somebody typed into a column of texts that are shown.
    pub(super) fn is_typed_over(&self, row: &Row<'_>, label: &str) -> bool {
        row.text(label).is_some_and(|text| !self.holds("", &text))
    }
}
