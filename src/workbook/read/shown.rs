//! What a form had and showed when it was sent out, by the marks in its hidden sheet. The project may have
//! changed since.

use rustc_hash::FxHashSet;

use super::record::Record;
use super::sheet::{Row, lines};
use crate::catalogue::{Catalogue, Metric};
use crate::cells::Wanted;
use crate::project::Project;
use crate::workbook::label::{self, record as marks};
use crate::workbook::shown::mark;

/// What is known of it.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The marks; none in a form that has none.
    marks: Option<FxHashSet<String>>,
    /// Whether its sheets are among what is marked, and the units in its tables.
    has_sheets: bool,
    /// Whether the year of the form is over: it is not filled in any more, and what the project has changed
    /// since is no fault of it.
    pub(super) is_over: bool,
    /// The folders of the kinds of report that the project has added since, and of those that it makes no
    /// more.
    pub(super) new_kinds: Vec<String>,
    pub(super) gone_kinds: Vec<String>,
}

impl Shown {
    /// Reads them from the hidden sheet of the form.
    pub(super) fn read(record: &Record<'_>, project: &Project, is_over: bool) -> Shown {
        const COLUMN: u32 = 3;
        let list = record.sheet;
        let marks = lines(list).filter_map(|(row, _)| list.at(row, COLUMN));
        let mut marks = marks.map(|cell| cell.typed(Wanted::Text));
        let mut shown = FxHashSet::default();
        let has_marks = marks.any(|mark| mark == marks::SHOWN);
        marks.for_each(|marks| shown.extend(marks.lines().map(str::to_owned)));
        let has_sheets = shown.contains(&mark(marks::SHEET, label::GUIDE));
        let now: Vec<String> = project.kinds.iter().map(|kind| kind.folder.clone()).collect();
        let then = &record.kinds;
        let is_new = |kind: &&String| !then.is_empty() && !then.contains(kind);
        Shown {
            marks: has_marks.then_some(shown),
            has_sheets,
            is_over,
            new_kinds: now.iter().filter(is_new).cloned().collect(),
            gone_kinds: then.iter().filter(|kind| !now.contains(kind)).cloned().collect(),
        }
    }

    /// Whether a text was shown, beside the figure `of` where it has a name. Of a form without marks
    /// nothing is known.
    pub(super) fn holds(&self, of: &str, text: &str) -> bool {
        self.marks.as_ref().is_none_or(|marks| text.is_empty() || marks.contains(&mark(of, text)))
    }

    /// The same, of what is known only.
    pub(super) fn bears(&self, of: &str, text: &str) -> bool {
        self.marks.as_ref().is_some_and(|marks| marks.contains(&mark(of, text)))
    }

    /// Whether somebody typed into a column of texts that are shown.
    pub(super) fn is_typed_over(&self, row: &Row<'_>, label: &str) -> bool {
        row.text(label).is_some_and(|text| !self.holds("", &text))
    }

    /// Whether the form had a sheet; none where that is not known.
    pub(super) fn had(&self, sheet: &str) -> Option<bool> {
        self.has_sheets.then(|| self.bears(marks::SHEET, sheet))
    }

    /// Whether what is not asked for any more is no slip of who filled in the form.
    pub(super) fn may_lack(&self) -> bool {
        self.is_over || !self.gone_kinds.is_empty()
    }

    /// The unit that a number had, where the project has given it another one since. `was_there` says
    /// that the form had the number.
    pub(super) fn former_unit(
        &self,
        metric: &Metric,
        was_there: bool,
        catalogue: &Catalogue,
    ) -> Option<String> {
        const POWERS: [&str; 3] = ["", "万", "亿"];
        let Metric { name, unit, kind, .. } = metric;
        if !self.has_sheets || !kind.is_number() || unit.is_empty() || self.bears(name, unit) {
            return None;
        }
        let plain = unit.trim_start_matches(['万', '亿']);
        let powers = POWERS.into_iter().map(|power| format!("{power}{plain}"));
        let others = catalogue.metrics.values().map(|metric| metric.unit.clone());
        let former = powers.chain(others).find(|of| !of.is_empty() && self.bears(name, of));
        former.or_else(|| was_there.then(|| "原来的单位".to_owned()))
    }
}
