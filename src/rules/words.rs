//! What the diagnostics of several kinds of rules have in common.

use rust_decimal::Decimal;

use super::{LedgerView, Operand};
use crate::diagnostic::Diagnostic;
use crate::number::{self, Quantity};

/// As many places are marked of which a figure was computed; of more the first.
const MOST_PLACES: usize = 3;

/// Marks a figure, or the figures that it was computed from.
pub(crate) fn point(
    found: Diagnostic,
    operand: &Operand<'_>,
    primary: bool,
    text: &str,
) -> Diagnostic {
    let count = operand.spans.len();
    let (shown, computed) = match count {
        0 | 1 => (count, String::new()),
        2..=MOST_PLACES => (count, "（由此算得）".to_owned()),
        _ => (1, format!("（由这里起的 {count} 个数算得）")),
    };
    operand.spans.iter().take(shown).enumerate().fold(found, |found, (index, span)| {
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

/// The least and the most that the sum of the true values may be, each if something limits it.
pub(super) fn limits(operands: &[Operand<'_>]) -> (Option<Decimal>, Option<Decimal>) {
    let sum = |limit: fn(&Quantity) -> Option<Decimal>| {
        let limits: Option<Vec<Decimal>> =
            operands.iter().map(|operand| limit(&operand.quantity)).collect();
        number::sum(limits?)
    };
    (sum(Quantity::least), sum(Quantity::most))
}

/// Says within which limits approximate values were checked.
pub(super) fn note_limits(found: Diagnostic, operands: &[Operand<'_>]) -> Diagnostic {
    let approximate = operands.iter().filter(|operand| !operand.quantity.is_exact());
    approximate.fold(found, |found, Operand { quantity, .. }| {
        let shown = |limit: Decimal| Quantity::exact(limit.normalize());
        match quantity.least().zip(quantity.most()) {
            Some((least, most)) => found
                .note("概数", format!("{quantity} 按 {} 至 {} 核对", shown(least), shown(most))),
            None => found,
        }
    })
}

/// All numbers, exact or approximate, or none.
pub(super) fn numbers<'a>(
    names: &[String],
    ledger: &'a dyn LedgerView,
) -> Option<Vec<Operand<'a>>> {
    names.iter().map(|name| ledger.number(name)).collect()
}

/// `甲、乙`
pub(super) fn names(operands: &[Operand<'_>]) -> String {
    operands.iter().map(|operand| operand.name).collect::<Vec<_>>().join("、")
}
