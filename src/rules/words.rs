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

/// As many figures of a sum are marked and written out; of more those that say something.
const MOST_PARTS: usize = 8;

/// As many of more are marked, and as many named.
const MOST_MARKED: usize = 5;
const MOST_NAMED: usize = 3;

/// Marks the figures of a sum: all of a few. Of many those that are not 0, or the largest of them; a note
/// under `what` says how many there are, from which to which.
pub(super) fn point_parts(
    found: Diagnostic,
    operands: &[Operand<'_>],
    primary: bool,
    what: &str,
    text: impl Fn(&Operand<'_>) -> String,
) -> Diagnostic {
    let mark = |found, (index, operand): (usize, &&Operand<'_>)| {
        point(found, operand, primary && index == 0, &text(operand))
    };
    let typed = typed(operands);
    let (Some(first), Some(last)) = (typed.first(), typed.last()) else { return found };
    if typed.len() <= MOST_PARTS {
        return typed.iter().enumerate().fold(found, mark);
    }
    let mut order: Vec<(usize, &Operand<'_>)> = typed.iter().copied().enumerate().collect();
    order.retain(|(_, operand)| !operand.quantity.value.is_zero());
    let count = order.len();
    order.sort_by_key(|(_, operand)| std::cmp::Reverse(operand.quantity.value.abs()));
    order.truncate(MOST_MARKED);
    order.sort_by_key(|(at, _)| *at);
    let which = match count {
        0 => "都是 0".to_owned(),
        1..=MOST_MARKED => format!("标出不是 0 的 {count} 项"),
        _ => format!("标出最大的 {MOST_MARKED} 项"),
    };
    let found = order.iter().map(|(_, operand)| operand).enumerate().fold(found, mark);
    let all = format!("共 {} 项，从“{}”到“{}”，{which}", typed.len(), first.name, last.name);
    found.note(what, all)
}

/// Whether more than one of them was typed, so that they have a formula.
pub(super) fn is_addition(operands: &[Operand<'_>]) -> bool {
    typed(operands).len() > 1
}

/// Those that somebody typed, and not 缺省.
fn typed<'o, 'a>(operands: &'o [Operand<'a>]) -> Vec<&'o Operand<'a>> {
    operands.iter().filter(|operand| !operand.spans.is_empty()).collect()
}

/// The formula of a sum, as a message shows it: of many figures without those that are 0, and of too
/// many only their number.
pub(super) fn shown_addition(operands: &[Operand<'_>]) -> String {
    let typed = typed(operands);
    if typed.len() <= MOST_PARTS {
        return addition(operands);
    }
    let others: Vec<String> = typed
        .iter()
        .filter(|operand| !operand.quantity.value.is_zero())
        .map(|operand| operand.quantity.in_formula())
        .collect();
    match others.len() {
        0 => format!("{} 个 0 相加", typed.len()),
        1..=MOST_PARTS => {
            format!("{}（不列 {} 个 0）", others.join(" + "), typed.len() - others.len())
        }
        _ => format!("{} 个数相加", typed.len()),
    }
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

/// `甲、乙`; of many the first, and how many there are.
pub(super) fn names(operands: &[Operand<'_>]) -> String {
    let joined = |operands: &[Operand<'_>]| {
        operands.iter().map(|operand| operand.name).collect::<Vec<_>>().join("、")
    };
    match operands.get(..MOST_NAMED).filter(|_| operands.len() > MOST_PARTS) {
        Some(first) => format!("{}等 {} 项", joined(first), operands.len()),
        None => joined(operands),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{FileId, Span};

    #[test]
    fn of_many_parts_those_are_shown_that_say_something() {
        let spans: Vec<[Span; 1]> = (0..21).map(|at| [Span::new(FileId(0), at..at + 1)]).collect();
        let labels: Vec<String> = (1..=21).map(|at| format!("分项{at}")).collect();
        let shown = |value: &dyn Fn(usize) -> u32, count: usize| {
            let operand = |(at, (span, name))| {
                let quantity = Quantity::exact(Decimal::from(value(at)));
                Operand { name, unit: "件", quantity, spans: span }
            };
            let named = labels.iter().map(String::as_str);
            let operands: Vec<Operand<'_>> = spans
                .iter()
                .map(<[Span; 1]>::as_slice)
                .zip(named)
                .take(count)
                .enumerate()
                .map(operand)
                .collect();
            let found = Diagnostic::new(Code::E0501, "");
            let found = point_parts(found, &operands, true, "分项", |one| one.with_unit());
            let marked: Vec<&str> = found.labels.iter().map(|label| label.text.as_str()).collect();
            let note = found.notes.first().map(|(_, text)| text.as_str()).unwrap_or_default();
            format!(
                "{}；{note}；{}；{}",
                marked.join(" "),
                shown_addition(&operands),
                names(&operands)
            )
        };
        assert_eq!(shown(&|at| at as u32, 3), "0件 1件 2件；；0 + 1 + 2；分项1、分项2、分项3");
        assert_eq!(
            shown(&|at| u32::from(at % 10 == 3) * 5, 21),
            "5件 5件；共 21 项，从“分项1”到“分项21”，标出不是 0 的 2 项；\
             5 + 5（不列 19 个 0）；分项1、分项2、分项3等 21 项"
        );
        assert_eq!(
            shown(&|at| at as u32, 21),
            "16件 17件 18件 19件 20件；共 21 项，从“分项1”到“分项21”，标出最大的 5 项；\
             21 个数相加；分项1、分项2、分项3等 21 项"
        );
        assert_eq!(
            shown(&|_| 0, 21),
            "；共 21 项，从“分项1”到“分项21”，都是 0；21 个 0 相加；分项1、分项2、分项3等 21 项"
        );
    }
}
