//! Whether the figures that tables of forms print were reported as exact numbers.

use crate::catalogue::{Share, Value};
use crate::check::figures::{Figure, Figures};
use crate::diagnostic::{Code, Diagnostic};
use crate::form_table::{Content, FormTable};
use crate::source::Span;

/// Values that are reported together.
const MOST_PLACES: usize = 20;

/// One diagnostic of all values that a table prints, or the sums in it are made of, and that are
/// approximate.
pub(super) fn check(table: &FormTable, figures: &Figures) -> Option<Diagnostic> {
    let mut places = Vec::new();
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        // Last year's report is what it is.
        if let Content::Figure { metric, is_last_year: false, .. } = &cell.content
            && let Some(figure) = figures.get(metric)
        {
            typed(figure, figures, &mut places);
        }
    }
    let (_, first) = places.first()?;
    let message = match places.len() {
        1 => format!("表格“{}”要印“{first}”，填的却是概数", table.name),
        count => format!("表格“{}”要印的数，有 {count} 个填的是概数", table.name),
    };
    let shown = places.iter().take(MOST_PLACES);
    let found = shown.fold(Diagnostic::new(Code::E0411, message), |found, (span, _)| {
        found.at(*span, "表格里只填准确的数")
    });
    Some(found.help("查实后填准确的数"))
}

/// The approximate values that a figure is or is the sum of: where each was typed, and of what.
fn typed<'f>(figure: &'f Figure, figures: &'f Figures, places: &mut Vec<(Span, &'f str)>) {
    let is_approximate = |value: &Value| match value {
        Value::Number(quantity) => !quantity.is_exact(),
        Value::Text(_) | Value::List(_) | Value::Boolean(_) => false,
    };
    let own = figure.value.iter().zip(figure.origin);
    let parts = figure.parts.iter().filter_map(|part| Some((&part.value, part.origin?)));
    for (_, span) in own.chain(parts).filter(|(value, _)| is_approximate(value)) {
        if !places.iter().any(|(known, _)| *known == span) {
            places.push((span, figure.metric.name.as_str()));
        }
    }
    let Some(kin) = &figure.metric.in_family else { return };
    let members = match kin.share {
        Share::Total => kin.family.members.as_slice(),
        Share::Group(group) => kin.family.members_of(group),
        Share::Member(_) => &[],
    };
    for member in members.iter().filter_map(|member| figures.get(member)) {
        typed(member, figures, places);
    }
}
