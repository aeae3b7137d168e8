//! What each department reported of a metric of 各部门 by members has a total of its own, as its
//! figures have in the report of the department.

use rustc_hash::FxHashMap;

use super::ledger::{Entry, Ledger};
use crate::catalogue::{Catalogue, Owner, Value};
use crate::number::{self, Quantity};

/// Enters the totals that departments did not type, each where its first member stands.
pub(super) fn enter(ledger: &mut Ledger<'_>, catalogue: &Catalogue) {
    for family in catalogue.families.values() {
        for (total, members) in family.sums() {
            let line = ledger.line(total);
            if line.is_none_or(|line| line.metric.owner != Owner::Every) {
                continue;
            }
            let sums = sums(members, ledger);
            let Some(line) = ledger.line_mut(total) else { continue };
            let Some(sums) = sums else {
                // Those that were typed are not all.
                line.mistyped |= !line.entries.is_empty();
                continue;
            };
            let mut typed = std::mem::take(&mut line.entries);
            line.entries = sums
                .into_iter()
                .map(|sum| {
                    let is_its = |entry: &Entry<'_>| std::ptr::eq(entry.department, sum.department);
                    match typed.iter().position(is_its) {
                        Some(place) => typed.remove(place),
                        None => sum,
                    }
                })
                .collect();
            line.entries.append(&mut typed);
        }
    }
}

/// The sum of each department, in their order. None where one cannot be reckoned: then nothing is
/// said of any.
fn sums<'a>(members: &[String], ledger: &Ledger<'a>) -> Option<Vec<Entry<'a>>> {
    let mut sums: Vec<Entry<'a>> = Vec::new();
    // Each department's place among them.
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for (before, member) in members.iter().enumerate() {
        let line = ledger.line(member).filter(|line| !line.mistyped)?;
        if before > 0 && line.entries.len() != sums.len() {
            return None;
        }
        for entry in &line.entries {
            let number = entry.number().filter(Quantity::is_exact)?.value;
            let department = entry.department.name.value.as_str();
            let place = *places.entry(department).or_insert(sums.len());
            match sums.get_mut(place) {
                Some(sum) if before > 0 => {
                    let value = number::sum([sum.number()?.value, number])?;
                    sum.value = Some(Value::Number(Quantity::exact(value)));
                }
                None if before == 0 => {
                    let value = Some(Value::Number(Quantity::exact(number)));
                    let Entry { department, key, .. } = *entry;
                    sums.push(Entry { department, key, span: key, value });
                }
                // A department with several files, or one that lacks a member.
                _ => return None,
            }
        }
    }
    Some(sums)
}
