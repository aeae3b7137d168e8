//! Values that were probably typed in another unit: 0.9987 for 99.87%, 万元 for 亿元; and percentages
//! with more digits than are printed.

use rust_decimal::Decimal;

use super::super::ledger::{Line, State};
use super::super::view::View;
use super::broken::{Broken, Test};
use crate::catalogue::{Catalogue, Metric, MetricKind, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{self, Quantity};
use crate::rules::{Computed, Operand, point};

/// A typed percentage with digits that are not printed, unless its part and whole confirm it.
pub(super) fn digits(line: &Line<'_>, now: View<'_>, catalogue: &Catalogue) -> Option<Diagnostic> {
    let State::Reported { value: Value::Number(quantity), span } = &line.state else { return None };
    let decimals = catalogue.rate_decimals(line.metric)?;
    let rounded = quantity.rounded_rate(decimals);
    if rounded.value == quantity.value || computed(line.metric, now, catalogue).is_some() {
        return None;
    }
    let name = &line.metric.name;
    let digits = quantity.value.normalize().scale();
    Some(
        Diagnostic::new(Code::E0413, format!("“{name}”的小数超过 {decimals} 位"))
            .at(*span, format!("有 {digits} 位小数，印出来是 {}", rounded.with_unit("%")))
            .help(format!("四舍五入，改为 {rounded}")),
    )
}

/// What a percentage is by its part and whole.
fn computed(metric: &Metric, now: View<'_>, catalogue: &Catalogue) -> Option<Decimal> {
    match catalogue.computation(&metric.name)?.compute(&now)? {
        Computed::Value { value, .. } => Some(value),
        Computed::Undefined | Computed::TooLong => None,
    }
}

/// A figure that was probably typed in another unit.
pub(super) fn unit<'a>(
    typed: &Operand<'a>,
    before: Option<&Operand<'a>>,
    metric: &'a Metric,
    now: View<'_>,
    catalogue: &Catalogue,
) -> Option<Broken<'a>> {
    let Quantity { value, .. } = typed.quantity;
    let last = before.map(|before| before.quantity.value);
    let (found, name, meant) = if metric.unit == "%" {
        let meant = fraction(value, last, metric, now, catalogue)?;
        let printed = match catalogue.rate_decimals(metric) {
            Some(decimals) => typed.quantity.rounded_rate(decimals),
            None => typed.quantity,
        };
        (of_fraction(typed, printed, meant), "百分比填成了小数", meant)
    } else {
        let last = last?;
        let (unit, meant) = number::other_unit(value, &metric.unit, |meant| {
            let is_whole = metric.kind != MetricKind::Count || meant.fract().is_zero();
            is_whole && is_near(meant, last)
        })?;
        (of_unit(typed, &unit, meant), "单位填错", meant)
    };
    let found = match before {
        Some(before) => point(found, before, false, &format!("上年 {}", before.with_unit())),
        None => found,
    };
    let help = format!("；无误的，在“说明”下加一行“{}: 原因”", metric.name);
    let help = found.help.clone().unwrap_or_default() + &help;
    Some(Broken {
        found: found.help(help),
        name,
        metrics: vec![&metric.name],
        department: None,
        test: Test::Unit(meant),
    })
}

/// Whether two numbers are of one size: neither is more than three times the other.
fn is_near(one: Decimal, other: Decimal) -> bool {
    let three = Decimal::from(3);
    let is_at_most =
        |less: Decimal, more: Decimal| more.checked_mul(three).is_some_and(|more| less <= more);
    other > Decimal::ZERO && is_at_most(one, other) && is_at_most(other, one)
}

/// A percentage below 1 with digits, ×100: where that is what its part and whole come to, or fits
/// last year, or else its range.
fn fraction(
    value: Decimal,
    last: Option<Decimal>,
    metric: &Metric,
    now: View<'_>,
    catalogue: &Catalogue,
) -> Option<Decimal> {
    if value <= Decimal::ZERO || value >= Decimal::ONE {
        return None;
    }
    let meant = value.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    if metric.out_of_range(Quantity::exact(meant)).is_some() {
        return None;
    }
    let is_meant = match (computed(metric, now, catalogue), last) {
        // Whether it is right to its last digit is another question.
        (Some(rate), _) => is_near(meant, rate),
        // Last year it was below 1 itself, or nearer to the value as it stands.
        (None, Some(last)) if last > Decimal::ZERO => {
            last >= Decimal::ONE && value.checked_mul(Decimal::TEN)? < last
        }
        (None, _) => true,
    };
    is_meant.then_some(meant)
}

fn of_fraction(typed: &Operand<'_>, printed: Quantity, meant: Decimal) -> Diagnostic {
    let Operand { name, .. } = typed;
    let found = Diagnostic::new(Code::E0418, format!("“{name}”不到 1%，像是没有乘以 100"));
    let found = point(found, typed, true, &format!("印出来是 {}", printed.with_unit("%")));
    found.help(format!("填百分数，不填小数：是 {meant}% 的，改为 {meant}"))
}

fn of_unit(typed: &Operand<'_>, unit: &str, meant: Decimal) -> Diagnostic {
    let Operand { name, unit: own, quantity, .. } = typed;
    let found = Diagnostic::new(Code::E0419, format!("“{name}”像是按“{unit}”填的"));
    let found = point(found, typed, true, &format!("印出来是 {}", typed.with_unit()));
    let meant = Quantity { value: meant, ..*quantity };
    found.help(format!("核对单位：目录的单位是“{own}”，{quantity}{unit}应当填 {meant}"))
}
