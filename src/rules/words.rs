//! What the diagnostics of several kinds of rules have in common.

use rust_decimal::Decimal;

use super::Operand;
use crate::diagnostic::Diagnostic;
use crate::number;

/// Marks a figure, or the figures that it was computed from.
pub(crate) fn point(
    found: Diagnostic,
    operand: &Operand<'_>,
    primary: bool,
    text: &str,
) -> Diagnostic {
    operand.spans.iter().enumerate().fold(found, |found, (index, span)| {
        let computed = if operand.spans.len() > 1 { "（由此算得）" } else { "" };
        match primary && index == 0 {
            true => found.at(*span, format!("{text}{computed}")),
            false => found.also(*span, format!("{text}{computed}")),
        }
    })
}

/// `5757 + 526 + 5`; 缺省 values that nobody typed are left out.
pub(super) fn addition(operands: &[Operand<'_>]) -> String {
    let typed: Vec<String> = operands
        .iter()
        .filter(|operand| !operand.spans.is_empty())
        .map(|operand| operand.quantity.in_formula())
        .collect();
    if typed.is_empty() { "0".into() } else { typed.join(" + ") }
}

/// The sum of the values, if it can be kept exactly.
pub(super) fn total(operands: &[Operand<'_>]) -> Option<Decimal> {
    number::sum(operands.iter().map(|operand| operand.quantity.value))
}

/// `甲、乙`
pub(super) fn names(operands: &[Operand<'_>]) -> String {
    operands.iter().map(|operand| operand.name).collect::<Vec<_>>().join("、")
}
