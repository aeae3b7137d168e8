//! 汇总: a district's total is the sum of what the departments reported of their own.

use super::super::ledger::Ledger;
use super::point;
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(total: &str, part: &str, ledger: &Ledger<'_>) -> Option<Diagnostic> {
    let line = ledger.line(part).filter(|line| !line.entries.is_empty())?;
    let (total, parts) = (ledger.exact(total)?, ledger.exact(part)?);
    let (whole, sum) = (total.quantity.value, parts.quantity.value);
    if whole == sum {
        return None;
    }
    let difference = whole.checked_sub(sum)?.abs().normalize();
    let told = Diagnostic::new(Code::E0506, format!("“{}”不等于各部门之和", total.name));
    let told = point(told, &total, true, &format!("全区 {}", total.quantity));
    let told = line
        .entries
        .iter()
        .fold(told, |told, entry| told.also(entry.span, entry.department.name.value.as_str()));
    Some(
        told.note("算式", format!("各部门之和 {sum}，差 {difference}"))
            .help(format!("核对全区数和各部门的“{part}”；有部门没有填报的，请其补报")),
    )
}
