//! 项数: a number is the length of the list it counts.

use rust_decimal::Decimal;

use super::super::ledger::{Ledger, State};
use super::point;
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::Value;

pub(super) fn check(number: &str, list: &str, ledger: &Ledger<'_>) -> Option<Diagnostic> {
    let number = ledger.exact(number)?;
    let State::Reported { value, span } = &ledger.line(list)?.state else { return None };
    let count = match value {
        Value::List(items) => items.len(),
        // A list typed in one line: 甲、乙、丙.
        Value::Text(text) => text.split(['、', '，', ',']).count(),
        Value::Number(_) | Value::Boolean(_) => return None,
    };
    if number.quantity.value == Decimal::from(count) {
        return None;
    }
    let told = Diagnostic::new(Code::E0507, format!("“{}”与名单的项数不符", number.name));
    let told = point(told, &number, true, &format!("填报 {}", number.quantity));
    Some(
        told.also(*span, format!("名单有 {count} 项"))
            .help(format!("核对名单；名单无误的，“{}”改为 {count}", number.name)),
    )
}
