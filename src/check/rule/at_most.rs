//! 不大于: one side may not exceed the other.

use super::super::ledger::{Ledger, Operand};
use super::{addition, names, point, total};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Approx;

pub(super) fn check(left: &[String], right: &[String], ledger: &Ledger<'_>) -> Option<Diagnostic> {
    // An approximate value counts where it is a bound: 400多 is at least 400, 近50 at most 50.
    let left = operands(left, ledger, |approx| {
        matches!(approx, Approx::Exact | Approx::Over | Approx::More | Approx::Odd)
    })?;
    let right = operands(right, ledger, |approx| matches!(approx, Approx::Exact | Approx::Nearly))?;
    if total(&left)? <= total(&right)? {
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
        told.note("算式", format!("{} > {}", side(&left)?, side(&right)?))
            .help(format!("核对两边的数：{less}不应大于{more}")),
    )
}

fn operands<'a>(
    names: &[String],
    ledger: &'a Ledger<'_>,
    counts: fn(Approx) -> bool,
) -> Option<Vec<Operand<'a>>> {
    let operand =
        |name: &String| ledger.number(name).filter(|operand| counts(operand.quantity.approx));
    names.iter().map(operand).collect()
}

fn said(operand: &Operand<'_>) -> String {
    operand.quantity.with_unit(operand.unit)
}

/// `5 + 3 = 8`, or the one number.
fn side(operands: &[Operand<'_>]) -> Option<String> {
    let addition = addition(operands);
    Some(match addition.contains('+') {
        true => format!("{addition} = {}", total(operands)?),
        false => addition,
    })
}
