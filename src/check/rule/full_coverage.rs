//! 全覆盖: 是 is reported exactly when all that should be covered are.

use super::super::ledger::{Ledger, State};
use super::point;
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::Value;

pub(super) fn check(
    flag: &str,
    left: &str,
    right: &str,
    ledger: &Ledger<'_>,
) -> Option<Diagnostic> {
    let State::Reported { value: Value::Boolean(covered), span } = ledger.line(flag)?.state else {
        return None;
    };
    let (left, right) = (ledger.exact(left)?, ledger.exact(right)?);
    let equal = left.quantity.value == right.quantity.value;
    if covered == equal {
        return None;
    }
    let (said, meant) = if covered { ("是", "否") } else { ("否", "是") };
    let told = Diagnostic::new(Code::E0509, format!("“{flag}”与两数不符"))
        .at(span, format!("填报“{said}”"));
    let told = point(told, &left, false, &left.quantity.with_unit(left.unit));
    let told = point(told, &right, false, &right.quantity.with_unit(right.unit));
    Some(
        told.help(format!(
            "核对“{}”和“{}”；两数无误的，“{flag}”改为 {meant}",
            left.name, right.name
        )),
    )
}
