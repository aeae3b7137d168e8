//! Names that stand beside the words of other ones: two of them were swapped, or their column was sorted
//! alone. Which of a name and what stands beside it is meant cannot be known from the sheet, so the row is
//! not read.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::names::Names;
use super::sheet::{Row, Rows, bare};
use super::shown::Shown;
use super::yaml::At;
use crate::catalogue::Metric;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{self, FileId};
use crate::workbook::form;
use crate::workbook::label::{figures, prose};

/// A row whose name is another one's.
pub(super) struct Moved {
    pub(super) at: At,
    pub(super) row: u32,
    pub(super) name: String,
    /// The name that belongs to what stands beside it.
    pub(super) was: String,
    /// Whether it is that of a column.
    pub(super) is_column: bool,
}

/// The rows of the sheet of figures of which all that the form shows beside the figure is that of another
/// figure, whose name stands in such a row as well, or nowhere.
pub(super) fn in_figures(
    rows: &Rows<'_>,
    (listed, names): (&[form::Row], &Names),
    shown: &Shown,
) -> Vec<Moved> {
    let metrics: FxHashMap<&str, &Metric> =
        metrics(listed).map(|metric| (metric.name.as_str(), metric)).collect();
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
    let present: BTreeSet<String> =
        rows.rows().filter_map(|row| Some(bare(&row.text(figures::NAME)?).into_owned())).collect();
    // Names that stand nowhere were typed over. One that stands in its own row as well is that of a row
    // that somebody copied.
    let absent: Vec<&Metric> =
        metrics.values().filter(|metric| !present.contains(&metric.name)).copied().collect();
    let cells = names.of_sheet(&rows.sheet.name);
    // Where the row of a name is gone, it was typed over the one for which the cell beside it was made, though
    // that stands in a new row by now.
    let typed_over = |name: &str, at: At| {
        let was = cells.get(&(at.row, at.column)).filter(|_| names.lost.contains(name));
        was.and_then(|was| metrics.get(*was))
    };
    let moved = misfits.iter().filter_map(|(name, row)| {
        let others = misfits.keys().filter(|other| *other != name);
        let others = others.filter_map(|other| metrics.get(other.as_str()));
        let others = others.chain(&absent);
        let mut others = others.chain(typed_over(name, row.at(figures::VALUE)));
        let was = others.find(|other| is_of(row, other, shown))?.name.clone();
        let (at, row, name) = (row.at(figures::NAME), row.number, name.clone());
        Some(Moved { at, row, name, was, is_column: false })
    });
    let mut moved: Vec<Moved> = moved.collect();
    moved.sort_by_key(|moved| moved.row);
    moved
}

/// As many are shown: who sees some of them looks at all.
pub(super) const SOME: usize = 5;

/// How many names are held against all others.
const MOST: usize = 100;

/// The rows of members of a dimension that stand in another order than they were sent out in, though
/// nothing beside them tells the one from the other: whether the rows were moved or the names alone, who
/// filled in the form knows.
pub(super) fn in_families(
    rows: &Rows<'_>,
    (listed, sent): (&[form::Row], &[String]),
    shown: &Shown,
) -> Vec<Moved> {
    let places: FxHashMap<&str, usize> =
        sent.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let is_member = |metric: &&Metric| metric.in_family.as_ref().is_some_and(|kin| kin.is_member());
    let members = metrics(listed).filter(is_member);
    let members: FxHashMap<&str, &Metric> =
        members.map(|metric| (metric.name.as_str(), metric)).collect();
    let mut families: IndexMap<&str, Vec<(usize, &Metric, Row<'_>)>> = IndexMap::new();
    for row in rows.rows() {
        let name = row.text(figures::NAME).map(|name| bare(&name).into_owned());
        let Some(metric) = name.and_then(|name| members.get(name.as_str()).copied()) else {
            continue;
        };
        let Some(place) = places.get(metric.name.as_str()) else { continue };
        let Some(kin) = &metric.in_family else { continue };
        let family = families.entry(kin.family.name.as_str()).or_default();
        // That a name stands in two rows is told by itself.
        if family.iter().all(|(known, ..)| known != place) {
            family.push((*place, metric, row));
        }
    }
    let moved = families.into_values().flat_map(|family| {
        let mut sent: Vec<(usize, &Metric)> =
            family.iter().map(|(place, metric, _)| (*place, *metric)).collect();
        sent.sort_unstable_by_key(|(place, _)| *place);
        let moved = family.into_iter().zip(sent).filter_map(|((_, metric, row), (_, was))| {
            let is_open = metric.name != was.name && is_of(&row, was, shown);
            is_open.then(|| Moved {
                at: row.at(figures::NAME),
                row: row.number,
                name: metric.name.clone(),
                was: was.name.clone(),
                is_column: false,
            })
        });
        moved.collect::<Vec<_>>()
    });
    moved.collect()
}

/// The metrics of the sheet of figures.
fn metrics(listed: &[form::Row]) -> impl Iterator<Item = &Metric> {
    listed.iter().filter_map(|row| match row {
        form::Row::Figure(figure) => Some(figure.metric.as_ref()),
        form::Row::Heading(_) => None,
    })
}

/// Whether all that is shown beside the figure of a row may be that of a metric.
fn is_of(row: &Row<'_>, metric: &Metric, shown: &Shown) -> bool {
    let is = |label: &str, words: &str| {
        let text = row.text(label).unwrap_or_default();
        bare(&text) == bare(words) || !text.is_empty() && shown.bears(&metric.name, &text)
    };
    let may_be = |label: &str, words: &str| row.text(label).is_none() || is(label, words);
    let definition = form::definition(metric);
    // In forms that were sent out earlier nothing was said of a member.
    let says_nothing = *definition != metric.definition && row.text(figures::DEFINITION).is_none();
    may_be(figures::UNIT, &metric.unit)
        && (says_nothing || is(figures::DEFINITION, &definition))
        && may_be(figures::INSTRUCTION, form::instruction(metric))
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
        let (at, row, was) = (row.at(prose::KEY), row.number, (*was).to_owned());
        Some(Moved { at, row, name, was, is_column: false })
    });
    moved.collect()
}

/// All of them in one report. `beside` is what they do not belong to.
pub(super) fn told(moved: &[Moved], beside: &str, file: FileId) -> Option<Diagnostic> {
    let found = listed(moved, &format!("挪了位，和各自一行的{beside}对不上"), file)?;
    Some(found.help("照下发的表改回原来的行，再核对每一行填的内容；要排序的，选中整张表一起排"))
}

/// The same of the labels of a table.
pub(super) fn told_in_table(moved: &[Moved], file: FileId) -> Option<Diagnostic> {
    let found = listed(moved, "和下发时的次序不同，看不出数是不是跟着挪了，这张表没有读", file)?;
    Some(found.help("照下发的表改回原来的次序，再核对数是不是各自的；行要挪的，剪切整行，再插入"))
}

/// Those of which it is to be seen whether their rows were moved or their names alone.
pub(super) fn asked(moved: &[Moved], file: FileId) -> Option<Diagnostic> {
    let found = listed(moved, "的次序和下发时不同，照现在的名称读了", file)?;
    Some(found.severity(Severity::Warning).help(
        "核对这几行的数是不是各自名称的：只挪了名称、没有挪数的，把名称改回原来的行；次序照下发的表",
    ))
}

fn listed(moved: &[Moved], what: &str, file: FileId) -> Option<Diagnostic> {
    let quoted: Vec<String> =
        moved.iter().take(SOME).map(|moved| format!("“{}”", moved.name)).collect();
    let more = match moved.len() {
        0 => return None,
        count if count > SOME => format!("等 {count} 个名称"),
        _ => String::new(),
    };
    let message = format!("{}{more}{what}", quoted.concat());
    let found = Diagnostic::new(Code::E0170, message);
    Some(moved.iter().take(SOME).fold(found, |found, moved| {
        let At { sheet, row, column } = moved.at;
        let place = source::Cell { file, sheet, row, column };
        let line = if moved.is_column { "这一列" } else { "这一行" };
        found.at(place, format!("{line}下发时是“{}”", moved.was))
    }))
}
