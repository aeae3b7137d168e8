//! Whether the numbers of a table are in the unit that stands over it.

use super::{Content, FormTable};
use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Diagnostic};

/// Cells that are reported together.
const MOST_PLACES: usize = 20;

/// One diagnostic of all numbers in another unit than 单位. A unit that a heading gives in
/// brackets is another one on purpose.
pub(super) fn check(table: &FormTable, catalogue: &Catalogue) -> Option<Diagnostic> {
    let stated = table.unit.as_ref()?;
    let cells = || table.header.iter().chain(&table.rows).flat_map(|row| &row.cells);
    let is_given = |unit: &str| {
        stated.value.contains(unit)
            || cells().any(|cell| match &cell.content {
                Content::Label(label) => label
                    .value
                    .split_once(['（', '(', '：'])
                    .is_some_and(|(_, behind)| behind.contains(unit)),
                Content::Figure { .. } => false,
            })
    };
    let wrong: Vec<_> = cells()
        .filter_map(|cell| {
            let Content::Figure { metric, .. } = &cell.content else { return None };
            let unit = catalogue.metrics.get(metric)?.unit.as_str();
            (!unit.is_empty() && !stated.value.contains(unit)).then_some((cell.span, metric, unit))
        })
        .filter(|(_, _, unit)| !is_given(unit))
        .collect();
    let (_, metric, unit) = wrong.first()?;
    let message = format!("表格的单位写的是“{}”，“{metric}”的单位是“{unit}”", stated.value);
    let mut found = Diagnostic::new(Code::E1023, message);
    let mut told = Vec::new();
    for (span, _, unit) in &wrong {
        if told.len() < MOST_PLACES && !told.contains(span) {
            told.push(*span);
            found = found.at(*span, format!("单位是“{unit}”"));
        }
    }
    Some(found.also(stated.span, "整张表的单位").help(format!(
        "改“单位”；单位不止一种的，在栏目里用括号写明，如“数量（{unit}）”，“单位”写其余的"
    )))
}
