//! 相等: several figures are the same, exactly or within 容差 percent of the largest.

use rust_decimal::Decimal;

use super::super::ledger::Ledger;
use super::{names, point};
use crate::diagnostic::{Code, Diagnostic};
use crate::number;

pub(super) fn check(
    metrics: &[String],
    tolerance: Option<Decimal>,
    ledger: &Ledger<'_>,
) -> Option<Diagnostic> {
    let operands = ledger.all_exact(metrics)?;
    let values: Vec<Decimal> = operands.iter().map(|operand| operand.quantity.value).collect();
    let (least, most) = (*values.iter().min()?, *values.iter().max()?);
    let difference = most.checked_sub(least)?.normalize();
    let allowed =
        most.checked_mul(tolerance.unwrap_or_default())?.checked_div(Decimal::ONE_HUNDRED)?;
    if difference <= allowed {
        return None;
    }
    // The one to point at is the first that differs from what most of them say.
    let votes = |value: &Decimal| values.iter().filter(|other| *other == value).count();
    let common = values.iter().rev().max_by_key(|value| votes(value))?;
    let odd = values.iter().position(|value| value != common)?;
    let told = match tolerance {
        None => Diagnostic::new(Code::E0505, format!("“{}”应当相等", names(&operands))),
        Some(percent) => Diagnostic::new(
            Code::E0505,
            format!("“{}”相差超过 {}%", names(&operands), percent.normalize()),
        ),
    };
    let told = operands.iter().enumerate().fold(told, |told, (index, operand)| {
        point(told, operand, index == odd, &operand.quantity.with_unit(operand.unit))
    });
    let share = number::percentage_over(difference, most, tolerance.unwrap_or_default())?;
    Some(
        told.note("算式", format!("{most} − {least} = {difference}，相差 {share}%"))
            .help("核对这几个数"),
    )
}
