//! 零则零: where there was nothing of the one there is nothing of the other.

use super::super::ledger::Ledger;
use super::point;
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(when: &str, then: &str, ledger: &Ledger<'_>) -> Option<Diagnostic> {
    let (when, then) = (ledger.exact(when)?, ledger.number(then)?);
    if !when.quantity.value.is_zero() || then.quantity.value.is_zero() {
        return None;
    }
    let told =
        Diagnostic::new(Code::E0508, format!("“{}”为 0 时，“{}”也应为 0", when.name, then.name));
    let told = point(told, &then, true, "应当为 0");
    let told = point(told, &when, false, "为 0");
    Some(told.help(format!("核对两数：{}为 0 的，{}改为 0", when.name, then.name)))
}
