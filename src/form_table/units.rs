//! Whether the numbers of a table are in the unit that stands over it.

use super::grid::starts;
use super::{Content, FormTable, Row};
use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::text::is_han;

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

/// A heading that says the unit of the numbers below it, or at its right: `金额（单位：万元）`.
struct Stated<'t> {
    label: &'t str,
    unit: &'t str,
    /// Whether the word 单位 stands before it.
    is_named: bool,
    span: Span,
    start: usize,
    end: usize,
}

impl Stated<'_> {
    /// Whether it is another unit than that of a number. What merely stands in brackets is taken for a unit
    /// where it is the same one by tens: 万元 of 元.
    fn differs(&self, unit: &str) -> bool {
        let counted =
            |unit: &str| unit.trim_start_matches(['十', '百', '千', '万', '亿']).to_owned();
        self.unit != unit && (self.is_named || counted(self.unit) == counted(unit))
    }
}

/// The unit that a heading gives, and whether it is surely one: `（单位：万元）`; `（万元）` and `：万元` may be
/// something else, and so may what stands behind 不含单位.
fn stated_unit(label: &str) -> Option<(&str, bool)> {
    const WORD: &str = "单位";
    const SIGNS: [char; 5] = ['：', ':', '为', ' ', '\u{3000}'];
    let named = label.match_indices(WORD).find_map(|(at, _)| {
        let behind = label.get(at + WORD.len()..)?.strip_prefix(SIGNS)?;
        let before = label.get(..at)?.trim_end_matches("计量").trim_end_matches("金额");
        Some((behind.trim_start_matches(SIGNS), !before.ends_with(is_han)))
    });
    let in_brackets = || label.split(['（', '(']).nth(1);
    let at_end = || label.rsplit_once(['：', ':']).map(|(_, end)| end);
    let bare = || Some((in_brackets().or_else(at_end)?, false));
    let (stated, is_named) = named.or_else(bare)?;
    let unit = stated.split(['）', ')', '，', ',', '、', '；', ' ']).next()?.trim();
    let unit = unit.trim_start_matches("人民币");
    (!unit.is_empty()).then_some((unit, is_named))
}

/// The headings of a row that say one.
fn stated<'t>(row: &'t Row, starts: &[usize]) -> Vec<Stated<'t>> {
    let heading = |(cell, start): (&'t super::Cell, &usize)| {
        let Content::Label(label) = &cell.content else { return None };
        let (unit, is_named) = stated_unit(&label.value)?;
        let end = start + cell.columns as usize;
        Some(Stated { label: &label.value, unit, is_named, span: cell.span, start: *start, end })
    };
    row.cells.iter().zip(starts).filter_map(heading).collect()
}

/// A number in another unit than its heading says.
pub(super) fn check_headings(table: &FormTable, catalogue: &Catalogue) -> Option<Diagnostic> {
    let header = table.header.iter().zip(starts(&table.header));
    let above: Vec<Stated<'_>> = header.flat_map(|(row, starts)| stated(row, &starts)).collect();
    // The last rows of words among the others, which head those below them.
    let (mut within, mut goes_on) = (Vec::new(), false);
    for (row, starts) in table.rows.iter().zip(starts(&table.rows)) {
        let here = stated(row, &starts);
        if row.labels() == row.cells.len() {
            if !goes_on {
                within.clear();
            }
            within.extend(here);
            goes_on = true;
            continue;
        }
        goes_on = false;
        for (cell, start) in row.cells.iter().zip(&starts) {
            let Content::Figure { metric, .. } = &cell.content else { continue };
            let Some(unit) = catalogue.metrics.get(metric).map(|metric| metric.unit.as_str())
            else {
                continue;
            };
            let end = start + cell.columns as usize;
            let over = |heading: &&Stated<'_>| heading.start < end && *start < heading.end;
            let heading = within.iter().find(over).or_else(|| here.last());
            let heading = heading.or_else(|| above.iter().find(over));
            if let Some(heading) = heading.filter(|heading| heading.differs(unit)) {
                let message = format!(
                    "栏目“{}”写的单位是“{}”，“{metric}”的单位是“{unit}”",
                    heading.label, heading.unit
                );
                return Some(
                    Diagnostic::new(Code::E1023, message)
                        .at(cell.span, format!("单位是“{unit}”"))
                        .also(heading.span, "栏目里的单位")
                        .help("表格和指标目录用一个单位：改栏目里的单位，或者改目录里的单位"),
                );
            }
        }
    }
    None
}
