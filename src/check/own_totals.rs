//! What each department reported of a metric of 各部门 by members, or of metrics that a rule adds up,
//! has a total of its own, as its figures have in the report of the department.

use rustc_hash::FxHashMap;

use super::ledger::{Entry, Ledger, Line};
use crate::catalogue::{Catalogue, Need, Owner, Value};
use crate::number::{self, Quantity};

/// Enters the totals that departments did not type, each where its first part stands: those of
/// families, then those that a rule computes and some department typed all the same. Otherwise the
/// unit's total would be that of the departments that typed one.
pub(super) fn enter(ledger: &mut Ledger<'_>, catalogue: &Catalogue) {
    for family in catalogue.families.values() {
        for (total, members) in family.sums() {
            if !is_of_every(total, ledger) {
                continue;
            }
            match sums(members, ledger) {
                Some(sums) => complete(total, sums, ledger),
                // Those that were typed are not all.
                None => {
                    if let Some(line) = ledger.line_mut(total) {
                        line.mistyped |= !line.entries.is_empty();
                    }
                }
            }
        }
    }
    for rule in &catalogue.rules {
        let Some((total, parts)) = rule.relation.composition() else { continue };
        // One that is owed is asked of those that did not type it.
        let is_open = |line: &Line<'_>| line.metric.need != Need::Required;
        let line = ledger.line(total).filter(|line| is_open(line));
        let is_typed = line.is_some_and(|line| !line.entries.is_empty());
        let is_computed = rule.relation.computation().is_some();
        let is_of_every = || parts.iter().all(|part| is_of_every(part, ledger));
        if !(is_typed && is_computed && self::is_of_every(total, ledger) && is_of_every()) {
            continue;
        }
        if let Some(sums) = sums(parts, ledger) {
            complete(total, sums, ledger);
        }
    }
}

fn is_of_every(metric: &str, ledger: &Ledger<'_>) -> bool {
    ledger.line(metric).is_some_and(|line| line.metric.owner == Owner::Every)
}

/// Enters the sums of the departments that did not type the total.
fn complete<'a>(total: &str, sums: Vec<Entry<'a>>, ledger: &mut Ledger<'a>) {
    let Some(line) = ledger.line_mut(total) else { return };
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
