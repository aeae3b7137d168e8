//! 同比: a great change on last year asks for a reason.

use rust_decimal::Decimal;

use super::super::ledger::Operand;
use super::point;
use crate::diagnostic::{Code, Diagnostic};
use crate::number;

/// `unexplained` is said of a change for which a 说明 could give the reason.
pub(super) fn check(
    now: &Operand<'_>,
    before: &Operand<'_>,
    percent: Decimal,
    unexplained: &str,
) -> Option<Diagnostic> {
    let name = now.name;
    let (this, last) = (now.quantity.value, before.quantity.value);
    let difference = this.checked_sub(last)?;
    // Held to the limit as it is, not as it is rounded.
    let is_within =
        difference.abs().checked_mul(Decimal::ONE_HUNDRED)? <= last.checked_mul(percent)?;
    if is_within {
        return None;
    }
    let shown = |figure: &Operand<'_>| figure.quantity.with_unit(figure.unit);
    let place = |told: Diagnostic| {
        let told = point(told, now, true, &format!("本年 {}", shown(now)));
        point(told, before, false, &format!("上年 {}", shown(before)))
    };
    let help = "核对两年的数和口径";
    if last.is_zero() {
        let message = format!("“{name}”上年为 0，本年为 {}{unexplained}", shown(now));
        return Some(place(Diagnostic::new(Code::E0601, message)).help(help));
    }
    let change = number::percentage_over(difference.abs(), last, percent)?;
    let (word, sign) =
        if difference.is_sign_negative() { ("下降", "−") } else { ("增长", "") };
    let message = format!("“{name}”比上年{word} {change}%{unexplained}");
    let formula =
        format!("({this} − {last}) ÷ {last} = {sign}{change}%，超过 {}%", percent.normalize());
    Some(place(Diagnostic::new(Code::E0601, message)).note("算式", formula).help(help))
}
