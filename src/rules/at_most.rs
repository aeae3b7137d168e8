//! 不大于: one side may not exceed the other.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::{
    is_addition, limits, names, note_limits, numbers, point_parts, shown_addition, total,
};
use super::{Checked, Form, Key, Kind, LedgerView, Operand, Relation, RuleReader, TooLong};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Approx, Quantity};

const LEFT: Key = Key::numbers("左", 1);
const RIGHT: Key = Key::numbers("右", 1);
const INSTEAD_OF: Key = Key::optional("替补", Form::StandsInFor);

pub(super) const KIND: Kind = Kind { word: "不大于", keys: &[LEFT, RIGHT, INSTEAD_OF], read };

/// The sum of the left is not more than the sum of the right.
#[derive(Debug)]
struct AtMost {
    left: Vec<String>,
    right: Vec<String>,
    instead_of: Option<String>,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let (left, right) = (rule.metrics(&LEFT), rule.metrics(&RIGHT));
    let instead_of = rule.stands_in_for(&INSTEAD_OF);
    Some(Arc::new(AtMost { left: left?, right: right?, instead_of }))
}

impl Relation for AtMost {
    fn operands(&self) -> Vec<&str> {
        self.left.iter().chain(&self.right).map(String::as_str).collect()
    }

    fn stands_in_for(&self) -> Option<&str> {
        self.instead_of.as_deref()
    }

    fn is_left_open(&self, ledger: &dyn LedgerView) -> bool {
        let sides = numbers(&self.left, ledger).zip(numbers(&self.right, ledger));
        sides.is_none_or(|(left, right)| exceeds(&left, &right).is_none())
    }

    fn meant(&self, ledger: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        let side = |names| numbers(names, ledger).and_then(|operands| total(&operands));
        let Some((left, right)) = side(&self.left).zip(side(&self.right)) else {
            return Vec::new();
        };
        let ends = [(&self.left, right), (&self.right, left)];
        let alone = ends.into_iter().filter_map(|(names, value)| match names.as_slice() {
            [one] => Some((one.as_str(), value)),
            _ => None,
        });
        alone.collect()
    }

    fn answer(&self, metric: &str) -> Option<String> {
        Some(format!("无误的，在“说明”下加一行“{metric}: 原因”"))
    }

    fn check(&self, ledger: &dyn LedgerView) -> Checked {
        let sides = numbers(&self.left, ledger).zip(numbers(&self.right, ledger));
        let Some((left, right)) = sides else { return Ok(None) };
        let totals = total(&left).zip(total(&right)).ok_or(TooLong)?;
        if exceeds(&left, &right) != Some(true) {
            return Ok(None);
        }
        let (less, more) = (names(&left), names(&right));
        let found = Diagnostic::new(Code::E0504, format!("“{less}”大于“{more}”"));
        let found = point_parts(found, &left, true, "小的一边", |one| one.with_unit());
        let found = point_parts(found, &right, false, "大的一边", |one| one.with_unit());
        let formula = format!(
            "{} > {}",
            side(&left, totals.0, Approx::Over),
            side(&right, totals.1, Approx::Nearly)
        );
        let found = found.note("算式", formula);
        let found = note_limits(note_limits(found, &left), &right);
        Ok(Some(found.help(format!("核对两边的数：{less}不应大于{more}"))))
    }
}

/// Whether the left is more than the right whatever the true values of approximate ones are: 400多 is
/// more than 400, 近50 less than 50, 约400 more than 36. None where that depends on them.
pub(crate) fn exceeds(left: &[Operand<'_>], right: &[Operand<'_>]) -> Option<bool> {
    let ((least, most), (other_least, other_most)) = (limits(left), limits(right));
    let any = |operands: &[Operand<'_>], is_open: fn(Approx) -> bool| {
        operands.iter().any(|operand| is_open(operand.quantity.approx))
    };
    // The value that is written is not the true one.
    let is_strict = any(left, Approx::is_above) || any(right, |approx| approx == Approx::Nearly);
    if let Some((one, other)) = least.zip(other_most)
        && (one > other || one == other && is_strict)
    {
        return Some(true);
    }
    // 35多 is taken to be within 36, and 35 within 近36.
    let is_bound = left.iter().all(|one| one.quantity.is_exact() || one.quantity.approx.is_above())
        && !any(right, |approx| approx == Approx::About || approx.is_above());
    let is_within = is_bound || most.zip(other_least).is_some_and(|(one, other)| one <= other);
    is_within.then_some(false)
}

/// `5 + 3 = 8`, or the one number; `bound` is what a sum is whose approximate values all are that.
fn side(operands: &[Operand<'_>], total: Decimal, bound: Approx) -> String {
    let addition = shown_addition(operands);
    if !is_addition(operands) {
        return addition;
    }
    let of_operands = operands.iter().map(|operand| operand.quantity.approx);
    let approximate: Vec<Approx> = of_operands.filter(|approx| *approx != Approx::Exact).collect();
    let is_bound =
        |approx: &Approx| *approx != Approx::About && approx.is_above() == bound.is_above();
    let approx = match approximate.as_slice() {
        [] => Approx::Exact,
        some if some.iter().all(is_bound) => bound,
        _ => Approx::About,
    };
    format!("{addition} = {}", Quantity { value: total, approx })
}
