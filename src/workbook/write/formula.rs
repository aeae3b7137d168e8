//! Formulas, with what they come to, since viewers and protected views compute nothing.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Formula, utility};

use super::super::fill::{Arithmetic, Expression};
use super::plan::{Place, Plan};

/// The longest formula that a spreadsheet takes.
const LONGEST: usize = 8000;

/// How many arguments a function takes.
const ARGUMENTS: usize = 250;

/// What the formulas of computed figures begin with, after the sign.
const BEGINNINGS: [&str; 2] = ["IF(COUNT(", "IF(AND(ISNUMBER("];

/// Whether a formula is one that a form was sent out with, wherever rows were inserted since, and not
/// one that somebody wrote in its place.
pub(in crate::workbook) fn is_ours(formula: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| formula.starts_with(beginning))
}

/// What a formula says of itself: `N` of a text is 0.
const OF: [&str; 2] = ["+N(\"", "\")"];

/// The metric for which a formula was made; a formula goes with its row when the row is sorted.
pub(in crate::workbook) fn of(formula: &str) -> Option<&str> {
    let (_, after) = formula.split_once(OF[0])?;
    after.split_once(OF[1]).map(|(metric, _)| metric)
}

/// The formula of an expression, which says its metric, for a cell of a sheet. None where a metric of it has
/// no cell, or it is longer than a spreadsheet takes.
pub(super) fn formula(
    metric: &str,
    expression: &Expression,
    sheet: &str,
    plan: &Plan<'_>,
) -> Option<Formula> {
    let of = format!("{}{}{}", OF[0], metric.replace('"', "\"\""), OF[1]);
    let places: Option<Vec<Place<'_>>> =
        expression.from.iter().map(|metric| plan.place(metric)).collect();
    let ranges = ranges(&places?, sheet);
    let text = match (expression.arithmetic, ranges.as_slice()) {
        (Arithmetic::Sum, ranges) => {
            let list = ranges.join(",");
            if ranges.len() > ARGUMENTS {
                return None;
            }
            format!("=IF(COUNT({list})=0,\"\",SUM({list}){of})")
        }
        (Arithmetic::Percentage(decimals), [part, whole]) => format!(
            "=IF(AND(ISNUMBER({part}),ISNUMBER({whole})),\
             IF({whole}=0,\"\",ROUND({part}/{whole}*100,{decimals}){of}),\"\")"
        ),
        (Arithmetic::Percentage(_), _) => return None,
    };
    let result = plan.result_of(expression);
    (text.len() <= LONGEST).then(|| with_result(text, result))
}

/// A formula that shows another cell again.
pub(super) fn repeated(place: Place<'_>, sheet: &str, plan: &Plan<'_>, metric: &str) -> Formula {
    let cell = reference(place, sheet);
    with_result(format!("=IF({cell}=\"\",\"\",{cell})"), plan.result(metric))
}

fn with_result(text: String, result: Option<Decimal>) -> Formula {
    let result = result.map(|result| result.normalize().to_string()).unwrap_or_default();
    Formula::new(text).set_result(result)
}

/// `'收到和处理情况'!$D$4`, and without the sheet where it is the same.
pub(super) fn reference(place: Place<'_>, sheet: &str) -> String {
    let cell = utility::row_col_to_cell_absolute(place.row, place.column);
    if place.sheet == sheet { cell } else { format!("{}!{cell}", quoted(place.sheet)) }
}

/// The name of a sheet as formulas write it.
pub(super) fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// The cells of a formula, those that follow on each other as a range, where there are more than two.
fn ranges(places: &[Place<'_>], sheet: &str) -> Vec<String> {
    let follows = |one: &Place<'_>, next: &Place<'_>, (down, right): (u32, u16)| {
        one.sheet == next.sheet && one.row + down == next.row && one.column + right == next.column
    };
    let mut ranges = Vec::new();
    let mut rest = places;
    while let [first, after @ ..] = rest {
        let run = [(1, 0), (0, 1)].map(|step| {
            let pairs = rest.iter().zip(after);
            pairs.take_while(|(one, next)| follows(one, next, step)).count()
        });
        let longest = run.into_iter().max().unwrap_or_default();
        let count = if longest >= 2 { longest } else { 0 };
        let start = reference(*first, sheet);
        ranges.push(match rest.get(count).filter(|_| count > 0) {
            Some(last) => {
                format!("{start}:{}", utility::row_col_to_cell_absolute(last.row, last.column))
            }
            None => start,
        });
        rest = rest.get(count + 1..).unwrap_or_default();
    }
    ranges
}
