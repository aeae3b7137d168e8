//! Departments that have become one since: each handed in a file of its own, and where each of 各部门
//! reports its own figure, theirs is the sum of those files.

use super::ledger::{Entry, Ledger, Sum};
use crate::catalogue::{Owner, Value};
use crate::number::{self, Quantity};
use crate::source::Span;

/// Makes one of the numbers of such departments. It comes after the totals of each file: one may have typed
/// a total and another only its parts.
pub(super) fn join(ledger: &mut Ledger<'_>) {
    for line in ledger.lines_mut().filter(|line| line.metric.owner == Owner::Every) {
        if !line.entries.windows(2).any(|two| are_of_one(&two[0], &two[1])) {
            continue;
        }
        for entry in std::mem::take(&mut line.entries) {
            let before = line.entries.last_mut().filter(|before| are_of_one(before, &entry));
            if !before.is_some_and(|before| add(before, &entry)) {
                line.entries.push(entry);
            }
        }
    }
}

/// Whether two figures are of one department, in two files.
fn are_of_one(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    one.department.name.value == other.department.name.value
        && one.department.file != other.department.file
}

/// Adds the figure of another file, if both are exact numbers.
fn add(own: &mut Entry<'_>, other: &Entry<'_>) -> bool {
    let exact = |entry: &Entry<'_>| entry.number().filter(Quantity::is_exact);
    let Some((number, added)) = exact(own).zip(exact(other)) else { return false };
    let Some(value) = number::sum([number.value, added.value]) else { return false };
    let before = match &own.sum {
        Some(sum) => sum.formula.clone(),
        None => number.in_formula(),
    };
    own.sum = Some(Box::new(Sum {
        is_by_rule: own.is_sum() && other.is_sum(),
        formula: format!("{before} + {}", added.in_formula()),
        from: Span::each_once([own.places(), other.places()].concat()),
    }));
    own.value = Some(Value::Number(Quantity::exact(value)));
    true
}
