//! 同比: a great change on last year asks for a reason.

use rust_decimal::Decimal;

use super::super::ledger::Operand;
use super::point;
use crate::diagnostic::{Code, Diagnostic};
use crate::number;

pub(super) fn check(
    now: &Operand<'_>,
    before: &Operand<'_>,
    percent: Decimal,
) -> Option<Diagnostic> {
    let name = now.name;
    let difference = now.quantity.value.checked_sub(before.quantity.value)?;
    let change = number::percentage(difference, before.quantity.value, 1)?;
    if change.abs() <= percent {
        return None;
    }
    let word = if change.is_sign_negative() { "下降" } else { "增长" };
    let told =
        Diagnostic::new(Code::E0601, format!("“{name}”比上年{word} {}%，没有说明", change.abs()));
    let told = point(told, now, true, &format!("本年 {}", now.quantity.with_unit(now.unit)));
    let told =
        point(told, before, false, &format!("上年 {}", before.quantity.with_unit(before.unit)));
    Some(
        told.note(
            "算式",
            format!(
                "({} − {}) ÷ {} = {}{}%，超过 {}%",
                now.quantity,
                before.quantity,
                before.quantity,
                if change.is_sign_negative() { "−" } else { "" },
                change.abs(),
                percent.normalize()
            ),
        )
        .help(format!("核对两年的数和口径；无误的，在“说明”下加一行“{name}: 原因”")),
    )
}
