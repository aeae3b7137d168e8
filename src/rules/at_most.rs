//! 不大于: one side may not exceed the other.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::{addition, names, point, total};
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
        let sides = operands(&self.left, ledger).zip(operands(&self.right, ledger));
        sides.is_none_or(|(left, right)| exceeds(&left, &right).is_none())
    }

    fn meant(&self, ledger: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        let side = |names| operands(names, ledger).and_then(|operands| total(&operands));
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
        let sides = operands(&self.left, ledger).zip(operands(&self.right, ledger));
        let Some((left, right)) = sides else { return Ok(None) };
        let totals = total(&left).zip(total(&right)).ok_or(TooLong)?;
        if exceeds(&left, &right) != Some(true) {
            return Ok(None);
        }
        let (less, more) = (names(&left), names(&right));
        let found = Diagnostic::new(Code::E0504, format!("“{less}”大于“{more}”"));
        let found = left.iter().enumerate().fold(found, |found, (index, operand)| {
            point(found, operand, index == 0, &operand.with_unit())
        });
        let found = right
            .iter()
            .fold(found, |found, operand| point(found, operand, false, &operand.with_unit()));
        let formula = format!(
            "{} > {}",
            side(&left, totals.0, Approx::Over),
            side(&right, totals.1, Approx::Nearly)
        );
        Ok(Some(found.note("算式", formula).help(format!("核对两边的数：{less}不应大于{more}"))))
    }
}

/// Whether the left is more than the right. An approximate value counts where it is a bound:
/// 400多 is more than 400, 近50 less than 50. None where one is no bound.
pub(crate) fn exceeds(left: &[Operand<'_>], right: &[Operand<'_>]) -> Option<bool> {
    let all = |operands: &[Operand<'_>], is_bound: fn(Approx) -> bool| {
        operands.iter().all(|operand| is_bound(operand.quantity.approx))
    };
    let (one, other) = (total(left)?, total(right)?);
    if all(left, is_least) && all(right, is_most) {
        let is_strict = left.iter().chain(right).any(|operand| !operand.quantity.is_exact());
        return Some(one > other || one == other && is_strict);
    }
    (one <= other && all(left, is_most) && all(right, is_least)).then_some(false)
}

/// Whether the true value is not below the one that is written.
fn is_least(approx: Approx) -> bool {
    matches!(approx, Approx::Exact | Approx::Over | Approx::More | Approx::Odd)
}

/// Whether the true value is not above the one that is written.
fn is_most(approx: Approx) -> bool {
    matches!(approx, Approx::Exact | Approx::Nearly)
}

fn operands<'a>(names: &[String], ledger: &'a dyn LedgerView) -> Option<Vec<Operand<'a>>> {
    names.iter().map(|name| ledger.number(name)).collect()
}

/// `5 + 3 = 8`, or the one number; `approx` is what a sum with approximate values is.
fn side(operands: &[Operand<'_>], total: Decimal, approx: Approx) -> String {
    let addition = addition(operands);
    if !addition.contains('+') {
        return addition;
    }
    let is_exact = operands.iter().all(|operand| operand.quantity.is_exact());
    let approx = if is_exact { Approx::Exact } else { approx };
    format!("{addition} = {}", Quantity { value: total, approx })
}
