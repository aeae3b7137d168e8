//! 比率: a percentage is part ÷ whole × 100, rounded half up; left out, it is computed.

use super::super::ledger::{Ledger, Line, Operand, State};
use super::super::value;
use super::point;
use crate::diagnostic::{Code, Diagnostic};
use crate::number;
use crate::source::{Place, Span};

pub(super) fn compute(
    ratio: &str,
    part: &str,
    whole: &str,
    decimals: u32,
    ledger: &mut Ledger<'_>,
) {
    let is_missing = |line: &Line<'_>| matches!(line.state, State::Missing);
    if !ledger.line(ratio).is_some_and(is_missing) {
        return;
    }
    let state = match ledger.exact(part).zip(ledger.exact(whole)) {
        Some((_, whole)) if whole.quantity.value.is_zero() => State::Undefined,
        Some((part, whole)) => {
            let (one, other) = (part.quantity.value, whole.quantity.value);
            match number::percentage(one, other, decimals) {
                Some(value) => State::Computed {
                    value,
                    formula: formula(&part, &whole),
                    from: [part.spans, whole.spans].concat(),
                },
                None => State::Faulty,
            }
        }
        // What it would be computed from is told; so it need not be told itself.
        None if ledger.is_told(part) || ledger.is_told(whole) => State::Faulty,
        None => State::Missing,
    };
    if let Some(line) = ledger.line_mut(ratio) {
        line.state = state;
    }
}

pub(super) fn check(
    ratio: &str,
    part: &str,
    whole: &str,
    decimals: u32,
    ledger: &Ledger<'_>,
) -> Option<Diagnostic> {
    if !matches!(ledger.line(ratio)?.state, State::Reported { .. }) {
        return None;
    }
    let (ratio, part, whole) = (ledger.exact(ratio)?, ledger.exact(part)?, ledger.exact(whole)?);
    if whole.quantity.value.is_zero() {
        let told = Diagnostic::new(Code::E0503, format!("“{}”的分母为零，没有比率", ratio.name));
        let told = point(told, &ratio, true, "不能有比率");
        let told = point(told, &whole, false, "分母为零");
        return Some(told.help("删去比率这一行；正文改写为“未发生……”"));
    }
    let computed = number::percentage(part.quantity.value, whole.quantity.value, decimals)?;
    if number::round_half_up(ratio.quantity.value, decimals) == computed {
        return None;
    }
    let told = Diagnostic::new(Code::E0502, format!("“{}”与计算结果不符", ratio.name));
    let told = point(told, &ratio, true, &format!("填报 {}%", ratio.quantity));
    let told = point(told, &part, false, "分子");
    let told = point(told, &whole, false, "分母");
    Some(
        told.note("算式", format!("{} = {computed}%", formula(&part, &whole)))
            .help(format!("核对分子、分母；两数无误的，改为 {computed}，或者删去这一行由系统计算")),
    )
}

/// A percentage that was computed and is out of its range; `found` are the faults told so far.
pub(super) fn check_computed(
    ratio: &str,
    part: &str,
    whole: &str,
    ledger: &Ledger<'_>,
    found: &[Diagnostic],
) -> Option<Diagnostic> {
    let line = ledger.line(ratio)?;
    let State::Computed { value, formula, from } = &line.state else { return None };
    let (limit, word) = value::out_of_range(*value, line.metric)?;
    // Where the part is told to be more than the whole, this is the same fault.
    let is_told = |told: &Diagnostic| {
        let marked =
            |span: &Span| told.labels.iter().any(|label| label.place == Place::from(*span));
        told.code == Code::E0504 && from.iter().all(marked)
    };
    if found.iter().any(is_told) {
        return None;
    }
    let (part, whole) = (ledger.exact(part)?, ledger.exact(whole)?);
    let told = Diagnostic::new(Code::E0414, format!("算出的“{ratio}”超出范围"));
    let told = point(told, &part, true, "分子");
    let told = point(told, &whole, false, "分母");
    Some(
        told.note("算式", format!("{formula} = {value}%，{word} {limit}%"))
            .note("口径", &line.metric.definition)
            .help("核对分子、分母；两数无误、口径确有不同的，在指标目录中修改这个百分比的“范围”"),
    )
}

fn formula(part: &Operand<'_>, whole: &Operand<'_>) -> String {
    format!("{} ÷ {} × 100%", part.quantity, whole.quantity)
}
