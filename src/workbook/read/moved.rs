//! Names that stand beside the words of other ones: two of them were swapped, or their column was sorted
//! alone. Which of a name and what stands beside it is meant cannot be known from the sheet, so the row is
//! not read.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::sheet::{Row, Rows, bare};
use super::shown::Shown;
use super::yaml::At;
use crate::catalogue::Metric;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{self, FileId};
use crate::workbook::form;
use crate::workbook::label::{figures, prose};

/// A row whose name is another one's.
pub(super) struct Moved {
    at: At,
    pub(super) row: u32,
    pub(super) name: String,
    /// The name that belongs to what stands beside it.
    was: String,
}

/// The rows of the sheet of figures of which all that the form shows beside the figure is that of another
/// figure, whose name stands in such a row as well.
pub(super) fn in_figures(rows: &Rows<'_>, listed: &[form::Row], shown: &Shown) -> Vec<Moved> {
    let metrics = listed.iter().filter_map(|row| match row {
        form::Row::Figure(figure) => Some(figure.metric.as_ref()),
        form::Row::Heading(_) => None,
    });
    let metrics: FxHashMap<&str, &Metric> =
        metrics.map(|metric| (metric.name.as_str(), metric)).collect();
    let misfits: BTreeMap<String, Row<'_>> = rows
        .rows()
        .filter_map(|row| {
            let name = bare(&row.text(figures::NAME)?).into_owned();
            let metric = metrics.get(name.as_str())?;
            (!is_of(&row, metric, shown)).then_some((name, row))
        })
        // Whoever moved more of them sorted the column, which shows by these.
        .take(MOST)
        .collect();
    let moved = misfits.iter().filter_map(|(name, row)| {
        let others = misfits.keys().filter(|other| *other != name);
        let mut others = others.filter_map(|other| metrics.get(other.as_str()));
        let was = others.find(|other| is_of(row, other, shown))?.name.clone();
        Some(Moved { at: row.at(figures::NAME), row: row.number, name: name.clone(), was })
    });
    let mut moved: Vec<Moved> = moved.collect();
    moved.sort_by_key(|moved| moved.row);
    moved
}

/// As many are shown: who sees some of them looks at all.
pub(super) const SOME: usize = 5;

/// How many names are held against all others.
const MOST: usize = 100;

/// Whether all that is shown beside the figure of a row may be that of a metric.
fn is_of(row: &Row<'_>, metric: &Metric, shown: &Shown) -> bool {
    let is = |label: &str, words: &str| {
        let text = row.text(label).unwrap_or_default();
        bare(&text) == bare(words) || !text.is_empty() && shown.bears(&metric.name, &text)
    };
    let may_be = |label: &str, words: &str| row.text(label).is_none() || is(label, words);
    may_be(figures::UNIT, &metric.unit)
        && is(figures::DEFINITION, &metric.definition)
        && may_be(figures::INSTRUCTION, metric.instruction.as_deref().unwrap_or_default())
        && may_be(figures::LAST_YEAR, "")
}

/// The rows of the sheet of texts whose heading is that of another key of the form.
pub(super) fn in_texts(rows: &Rows<'_>, keys: &BTreeSet<&str>, shown: &Shown) -> Vec<Moved> {
    let moved = rows.rows().filter_map(|row| {
        let name = row.text(prose::KEY)?.trim().to_owned();
        let heading = row.text(prose::HEADING)?;
        if !keys.contains(name.as_str()) || shown.bears(&name, &heading) {
            return None;
        }
        let was = keys.iter().find(|key| shown.bears(key, &heading))?;
        Some(Moved { at: row.at(prose::KEY), row: row.number, name, was: (*was).to_owned() })
    });
    moved.collect()
}

/// All of them in one report. `beside` is what they do not belong to.
pub(super) fn told(moved: &[Moved], beside: &str, file: FileId) -> Option<Diagnostic> {
    let quoted: Vec<String> =
        moved.iter().take(SOME).map(|moved| format!("“{}”", moved.name)).collect();
    let more = match moved.len() {
        0 => return None,
        count if count > SOME => format!("等 {count} 个名称"),
        _ => String::new(),
    };
    let message = format!("{}{more}挪了位，和各自一行的{beside}对不上", quoted.concat());
    let found =
        moved.iter().take(SOME).fold(Diagnostic::new(Code::E0170, message), |found, moved| {
            let At { sheet, row, column } = moved.at;
            let place = source::Cell { file, sheet, row, column };
            found.at(place, format!("这一行下发时是“{}”", moved.was))
        });
    Some(found.help("照下发的表改回原来的行，再核对每一行填的内容；要排序的，选中整张表一起排"))
}
