//! 合计: a total is the sum of its parts.

use super::super::ledger::Ledger;
use super::{addition, point, total as add};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(total: &str, parts: &[String], ledger: &Ledger<'_>) -> Option<Diagnostic> {
    let total = ledger.exact(total)?;
    let parts = ledger.all_exact(parts)?;
    let sum = add(&parts)?;
    let difference = total.quantity.value.checked_sub(sum)?.abs().normalize();
    if difference.is_zero() {
        return None;
    }
    let told = Diagnostic::new(Code::E0501, "合计不等于分项之和");
    let told = point(told, &total, true, &format!("合计 {}", total.quantity));
    let told = parts.iter().fold(told, |told, part| point(told, part, false, "分项"));
    Some(
        told.note("算式", format!("{} = {sum}，差 {difference}", addition(&parts)))
            .help(format!("核对“{}”和各分项；各分项无误的，合计改为 {sum}", total.name)),
    )
}
