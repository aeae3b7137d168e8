//! A number that was typed where nothing is read, while a figure that must be reported is empty: one slip,
//! told where the number stands.

use std::collections::BTreeSet;

use super::sheet::{Rows, bare, name_of};
use super::strays::is_number;
use super::yaml::At;
use crate::catalogue::{Catalogue, Metric, Need};
use crate::cells::{Cell, Wanted};
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::Findings;
use crate::source::Place;
use crate::workbook::fill::Fill;
use crate::workbook::form::Row;
use crate::workbook::label::figures;

/// Names the empty figures in what was told of a number elsewhere on the sheet, where there are as many numbers as
/// figures; the names of those figures, of which nothing more is to be told. `lost` are figures of which
/// something is told already.
pub(super) fn tie(
    found: Findings,
    (rows, listed): (&Rows<'_>, &[Row]),
    lost: &[String],
    catalogue: &Catalogue,
) -> (Findings, Vec<String>) {
    let empty = empty(rows, listed, lost);
    if found.is_clean() || empty.is_empty() {
        return (found, Vec::new());
    }
    let strays: BTreeSet<(u32, u32)> = strays(rows, catalogue).collect();
    let is_stray = |found: &Diagnostic| match found.place() {
        Some(Place::Cell(at)) => at.sheet == rows.number && strays.contains(&(at.row, at.column)),
        _ => false,
    };
    if empty.len() > strays.len() {
        return (found, Vec::new());
    }
    let mut is_told = false;
    let found: Findings = found
        .into_iter()
        .map(|mut found| {
            if !is_told && is_stray(&found) {
                complete(&mut found, &empty);
                is_told = true;
            }
            found
        })
        .collect();
    let names = empty.into_iter().map(|(name, _)| name);
    (found, names.filter(|_| is_told).collect())
}

/// Names empty figures in what is told of numbers elsewhere.
pub(super) fn complete(told: &mut Diagnostic, empty: &[(String, At)]) {
    // Who sees some of them looks at all.
    const SOME: usize = 5;
    let name = |(name, at): &(String, At)| format!("“{name}”（{}）", name_of(at.row, at.column));
    told.help = Some(match empty {
        [(only, at)] => format!(
            "是“{only}”的数的，移到 {}；不是的，删去，再填“{only}”",
            name_of(at.row, at.column)
        ),
        _ => "移到各自的那一格；不是要报的数，删去，再填空着的".to_owned(),
    });
    told.severity = Severity::Error;
    let shown: Vec<String> = empty.iter().take(SOME).map(name).collect();
    let more = match empty.len() {
        count if count > SOME => format!("等 {count} 个"),
        _ => String::new(),
    };
    told.notes.push(("空着".to_owned(), format!("必填的{}{more}没有填数", shown.join("、"))));
}

/// Whether somebody has to type a figure.
pub(super) fn is_owed(metric: &Metric, fill: &Fill) -> bool {
    metric.need == Need::Required && metric.kind.is_number() && fill.expression().is_none()
}

/// The figures that must be reported and are empty, without a word why, and their cells.
fn empty(rows: &Rows<'_>, listed: &[Row], lost: &[String]) -> Vec<(String, At)> {
    let wanted: BTreeSet<&str> = listed
        .iter()
        .filter_map(|row| match row {
            Row::Figure(figure) if is_owed(&figure.metric, &figure.fill) => {
                Some(figure.metric.name.as_str())
            }
            _ => None,
        })
        .collect();
    let empty = rows.rows().filter_map(|row| {
        let name = bare(&row.text(figures::NAME)?).into_owned();
        let is_empty = row.text(figures::VALUE).is_none() && row.text(figures::REASON).is_none();
        let is_wanted = wanted.contains(name.as_str()) && !lost.contains(&name);
        (is_wanted && is_empty).then(|| (name, row.at(figures::VALUE)))
    });
    empty.collect()
}

/// Numbers in rows without a figure, or in columns without a heading. One beside a figure that has its value
/// belongs there, if anywhere: it is a slip of its own.
fn strays<'r>(
    rows: &'r Rows<'_>,
    catalogue: &'r Catalogue,
) -> impl Iterator<Item = (u32, u32)> + 'r {
    let is_known =
        |name: &str| catalogue.metrics.contains_key(name) || catalogue.families.contains_key(name);
    let has_heading = |cell: &Cell| {
        let heading = rows.sheet.at(rows.header, cell.column);
        heading.is_some_and(|heading| !heading.typed(Wanted::Text).is_empty())
    };
    rows.rows().flat_map(move |row| {
        let is_figure = row.text(figures::NAME).is_some_and(|name| is_known(&bare(&name)));
        let is_filled = is_figure && row.text(figures::VALUE).is_some();
        let cells = row.cells().iter().filter(|cell| !is_filled && is_number(cell));
        let strays = cells.filter(|cell| !is_figure || !has_heading(cell));
        strays.map(|cell| (cell.row, cell.column)).collect::<Vec<_>>()
    })
}
