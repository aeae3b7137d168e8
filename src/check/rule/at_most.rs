//! 不大于: one side may not exceed the other.

use super::super::ledger::{Ledger, Operand};
use super::{addition, names, point, total};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Approx, Quantity};

pub(super) fn check(left: &[String], right: &[String], ledger: &Ledger<'_>) -> Option<Diagnostic> {
    let (left, right) = (operands(left, ledger)?, operands(right, ledger)?);
    if !exceeds(&left, &right)? {
        return None;
    }
    let (less, more) = (names(&left), names(&right));
    let told = Diagnostic::new(Code::E0504, format!("“{less}”大于“{more}”"));
    let told = left
        .iter()
        .enumerate()
        .fold(told, |told, (index, operand)| point(told, operand, index == 0, &said(operand)));
    let told = right.iter().fold(told, |told, operand| point(told, operand, false, &said(operand)));
    Some(
        told.note(
            "算式",
            format!("{} > {}", side(&left, Approx::Over)?, side(&right, Approx::Nearly)?),
        )
        .help(format!("核对两边的数：{less}不应大于{more}")),
    )
}

/// Whether an approximate value leaves open which side is more.
pub(super) fn is_open(left: &[String], right: &[String], ledger: &Ledger<'_>) -> bool {
    let sides = operands(left, ledger).zip(operands(right, ledger));
    sides.is_none_or(|(left, right)| exceeds(&left, &right).is_none())
}

/// Whether the left is more than the right. An approximate value counts where it is a bound:
/// 400多 is more than 400, 近50 less than 50. None where one is no bound.
pub(super) fn exceeds(left: &[Operand<'_>], right: &[Operand<'_>]) -> Option<bool> {
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

/// Whether the true value is not below what is said.
fn is_least(approx: Approx) -> bool {
    matches!(approx, Approx::Exact | Approx::Over | Approx::More | Approx::Odd)
}

/// Whether the true value is not above what is said.
fn is_most(approx: Approx) -> bool {
    matches!(approx, Approx::Exact | Approx::Nearly)
}

fn operands<'a>(names: &[String], ledger: &'a Ledger<'_>) -> Option<Vec<Operand<'a>>> {
    names.iter().map(|name| ledger.number(name)).collect()
}

fn said(operand: &Operand<'_>) -> String {
    operand.quantity.with_unit(operand.unit)
}

/// `5 + 3 = 8`, or the one number; `approx` is what a sum with approximate values is.
fn side(operands: &[Operand<'_>], approx: Approx) -> Option<String> {
    let addition = addition(operands);
    if !addition.contains('+') {
        return Some(addition);
    }
    let is_exact = operands.iter().all(|operand| operand.quantity.is_exact());
    let approx = if is_exact { Approx::Exact } else { approx };
    Some(format!("{addition} = {}", Quantity { value: total(operands)?, approx }))
}
