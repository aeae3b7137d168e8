//! 比率: a percentage is part ÷ whole × 100, rounded half up; left out, it is computed.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::{note_limits, point};
use super::{
    Checked, Computation, Computed, Form, Key, Kind, LedgerView, Operand, Relation, RuleReader,
    TooLong, Wanted,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::metric::{MetricKind, RATE_DECIMALS};
use crate::number::{self, Quantity};
use crate::source::Span;

const RATIO: Key = Key::metric("比率", Wanted::Kind(MetricKind::Percent));
const PART: Key = Key::number("分子");
const WHOLE: Key = Key::number("分母");
const DECIMALS: Key = Key::optional("小数位", Form::Decimals);

pub(super) const KIND: Kind = Kind { word: "比率", keys: &[RATIO, PART, WHOLE, DECIMALS], read };

#[derive(Debug)]
struct Ratio {
    ratio: String,
    part: String,
    whole: String,
    decimals: u32,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let (ratio, part, whole) = (rule.metric(&RATIO), rule.metric(&PART), rule.metric(&WHOLE));
    let decimals = rule.decimals(&DECIMALS).unwrap_or(RATE_DECIMALS);
    Some(Arc::new(Ratio { ratio: ratio?, part: part?, whole: whole?, decimals }))
}

impl Relation for Ratio {
    fn operands(&self) -> Vec<&str> {
        vec![&self.ratio, &self.part, &self.whole]
    }

    fn computation(&self) -> Option<&dyn Computation> {
        Some(self)
    }

    fn meant(&self, ledger: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        let parts = ledger.exact(&self.part).zip(ledger.exact(&self.whole));
        let Some((ratio, (part, whole))) = ledger.exact(&self.ratio).zip(parts) else {
            return Vec::new();
        };
        let [ratio, part, whole] = [ratio, part, whole].map(|operand| operand.quantity.value);
        let rate = number::percentage(part, whole, self.digits(ledger));
        // Of counts the nearest whole numbers; whether they give the rate is seen when it is checked.
        let count = |value: Option<Decimal>| value.map(|value| number::round_half_up(value, 0));
        let hundredth = |value: Decimal| value.checked_div(Decimal::ONE_HUNDRED);
        let parts = count(hundredth(ratio).and_then(|share| share.checked_mul(whole)));
        let wholes = count(hundredth(ratio).and_then(|share| part.checked_div(share)));
        let meant = [(&self.ratio, rate), (&self.part, parts), (&self.whole, wholes)];
        meant.into_iter().filter_map(|(name, value)| Some((name.as_str(), value?))).collect()
    }

    fn is_left_open(&self, ledger: &dyn LedgerView) -> bool {
        let is_decided =
            |name: &String| ledger.exact(name).is_some_and(|one| one.quantity.value.is_zero());
        let is_typed = ledger.typed(&self.ratio).is_some();
        !(is_typed && is_decided(&self.whole)
            || self.contradiction(ledger).is_some()
            || self.check_range(ledger).is_some())
    }

    fn check(&self, ledger: &dyn LedgerView) -> Checked {
        let ratio = ledger.number(&self.ratio).filter(|_| ledger.typed(&self.ratio).is_some());
        let parts = ledger.number(&self.part).zip(ledger.number(&self.whole));
        let Some((ratio, (part, whole))) = ratio.zip(parts) else { return Ok(None) };
        if whole.quantity.is_exact() && whole.quantity.value.is_zero() {
            let message = format!("“{}”的分母为零，没有比率", ratio.name);
            let found = Diagnostic::new(Code::E0503, message);
            let found = point(found, &ratio, true, "不能有比率");
            let found = point(found, &whole, false, "分母为零");
            return Ok(Some(found.help("删去比率这一行；正文改写为“未发生……”")));
        }
        if [&ratio, &part, &whole].iter().any(|operand| !operand.quantity.is_exact()) {
            return Ok(self.contradiction(ledger));
        }
        let (typed, decimals) = (ratio.quantity.value, self.digits(ledger));
        let rate = |digits| number::percentage(part.quantity.value, whole.quantity.value, digits);
        let computed = rate(decimals).ok_or(TooLong)?;
        let shown = Quantity::exact(computed);
        // It may be rounded to fewer digits, or have more where it is printed as what was computed.
        let is_right = match typed.scale() {
            digits if digits <= decimals => rate(digits) == Some(typed),
            _ => number::round_rate(typed, decimals) == computed,
        };
        if is_right {
            return Ok(None);
        }
        let found = Diagnostic::new(Code::E0502, format!("“{}”与计算结果不符", ratio.name));
        let found = point(found, &ratio, true, &format!("填报 {}%", ratio.quantity));
        let found = point(found, &part, false, "分子");
        let found = point(found, &whole, false, "分母");
        let metric = ledger.metric(&self.ratio);
        let help = match metric.and_then(|metric| metric.out_of_range(Quantity::exact(computed))) {
            Some((limit, word)) => {
                format!("核对分子、分母：算出的比率{word} {}%", Quantity::exact(limit))
            }
            None => {
                format!("核对分子、分母；两数无误的，改为 {shown}，或者删去这一行由系统计算")
            }
        };
        let sum = format!("{} = {shown}%", formula(&part, &whole));
        Ok(Some(found.note("算式", sum).help(help)))
    }
}

impl Ratio {
    /// Digits after the point that it is printed with.
    fn digits(&self, ledger: &dyn LedgerView) -> u32 {
        let own = ledger.metric(&self.ratio).and_then(|metric| metric.decimals);
        own.unwrap_or(self.decimals)
    }

    /// The least and the most that it may be where the part or the whole is approximate, each if
    /// something limits it, rounded to so many digits.
    fn limits(
        &self,
        part: &Operand<'_>,
        whole: &Operand<'_>,
        digits: u32,
    ) -> (Option<Decimal>, Option<Decimal>) {
        let (part, whole) = (part.quantity, whole.quantity);
        let is_counted = |one: Quantity| one.least().is_some_and(|least| !least.is_sign_negative());
        if !is_counted(part) || !is_counted(whole) {
            return (None, None);
        }
        let rate = |part: Option<Decimal>, whole: Option<Decimal>| {
            number::percentage(part?, whole?, digits)
        };
        (rate(part.least(), whole.most()), rate(part.most(), whole.least()))
    }

    /// What is wrong where approximate figures contradict each other whatever their true values are.
    fn contradiction(&self, ledger: &dyn LedgerView) -> Option<Diagnostic> {
        ledger.typed(&self.ratio)?;
        let ratio = ledger.number(&self.ratio)?;
        let (part, whole) = (ledger.number(&self.part)?, ledger.number(&self.whole)?);
        let digits = self.digits(ledger).min(ratio.quantity.value.scale());
        let (least, most) = self.limits(&part, &whole, digits);
        let is_below = |one: Option<Decimal>, other: Option<Decimal>| {
            one.zip(other).is_some_and(|(one, other)| one < other)
        };
        if !is_below(ratio.quantity.most(), least) && !is_below(most, ratio.quantity.least()) {
            return None;
        }
        let found = Diagnostic::new(Code::E0502, format!("“{}”与计算结果不符", ratio.name));
        let found = point(found, &ratio, true, &format!("填报 {}", ratio.with_unit()));
        let found = point(found, &part, false, "分子");
        let found = point(found, &whole, false, "分母");
        let rates = shown_limits(least, most);
        let found = found.note("算式", format!("{}，{rates}", formula(&part, &whole)));
        let found = note_limits(found, &[ratio, part, whole]);
        Some(found.help("核对分子、分母和比率"))
    }

    /// What is wrong where approximate figures give a percentage out of its range whatever their true
    /// values are.
    fn check_limits(&self, ledger: &dyn LedgerView) -> Option<Diagnostic> {
        if ledger.typed(&self.ratio).is_some() {
            return None;
        }
        let metric = ledger.metric(&self.ratio)?;
        let (part, whole) = (ledger.number(&self.part)?, ledger.number(&self.whole)?);
        let (least, most) = self.limits(&part, &whole, self.digits(ledger));
        let out = |rate: Option<Decimal>| metric.out_of_range(Quantity::exact(rate?));
        // Both ends are out on one side.
        let (minimum, maximum) = metric.range();
        let is_over = least.zip(maximum).is_some_and(|(least, maximum)| least > maximum);
        let is_under = most.zip(minimum).is_some_and(|(most, minimum)| most < minimum);
        let (limit, word) = if is_over { out(least)? } else { out(most).filter(|_| is_under)? };
        let found = Diagnostic::new(Code::E0414, format!("算出的“{}”超出范围", self.ratio));
        let found = point(found, &part, true, "分子");
        let found = point(found, &whole, false, "分母");
        let limit = Quantity::exact(limit);
        let sum =
            format!("{}，{}，{word} {limit}%", formula(&part, &whole), shown_limits(least, most));
        let found = note_limits(found.note("算式", sum), &[part, whole]);
        Some(found.note("口径", &metric.definition).help("核对分子、分母"))
    }
}

impl Computation for Ratio {
    fn metric(&self) -> &str {
        &self.ratio
    }

    fn from(&self) -> Vec<&str> {
        vec![&self.part, &self.whole]
    }

    fn decimals(&self) -> Option<u32> {
        Some(self.decimals)
    }

    fn compute(&self, ledger: &dyn LedgerView) -> Option<Computed> {
        let (part, whole) = (ledger.exact(&self.part)?, ledger.exact(&self.whole)?);
        let (one, other) = (part.quantity.value, whole.quantity.value);
        if other.is_zero() {
            return Some(Computed::Undefined);
        }
        Some(match number::percentage(one, other, self.digits(ledger)) {
            Some(value) => Computed::Value {
                value,
                formula: formula(&part, &whole),
                from: Span::each_once([part.spans, whole.spans].concat()),
            },
            None => Computed::TooLong,
        })
    }

    fn check_range(&self, ledger: &dyn LedgerView) -> Option<Diagnostic> {
        let Some((value, formula)) = ledger.computed(&self.ratio) else {
            return self.check_limits(ledger);
        };
        let metric = ledger.metric(&self.ratio)?;
        let (limit, word) = metric.out_of_range(Quantity::exact(value))?;
        let (part, whole) = (ledger.exact(&self.part)?, ledger.exact(&self.whole)?);
        let found = Diagnostic::new(Code::E0414, format!("算出的“{}”超出范围", self.ratio));
        let found = point(found, &part, true, "分子");
        let found = point(found, &whole, false, "分母");
        Some(
            found
                .note(
                    "算式",
                    format!(
                        "{formula} = {}%，{word} {}%",
                        Quantity::exact(value),
                        Quantity::exact(limit)
                    ),
                )
                .note("口径", &metric.definition)
                .help(
                    "核对分子、分母；两数无误、口径确有不同的，在指标目录中修改这个百分比的“范围”",
                ),
        )
    }
}

/// `在 30.25% 至 33.33% 之间`
fn shown_limits(least: Option<Decimal>, most: Option<Decimal>) -> String {
    let shown = |rate: Decimal| format!("{}%", Quantity::exact(rate));
    match (least.map(shown), most.map(shown)) {
        (Some(least), Some(most)) => format!("在 {least} 至 {most} 之间"),
        (Some(least), None) => format!("不小于 {least}"),
        (None, Some(most)) => format!("不大于 {most}"),
        (None, None) => String::new(),
    }
}

fn formula(part: &Operand<'_>, whole: &Operand<'_>) -> String {
    format!("{} ÷ {} × 100%", part.quantity, whole.quantity.in_formula())
}
