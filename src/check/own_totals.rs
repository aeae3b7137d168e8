//! What each department reported of a metric of 各部门 by members, or of metrics that a rule adds up,
//! has a total of its own, as its figures have in the report of the department.

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::ledger::{Entry, Ledger, Line, Sum};
use crate::catalogue::{Catalogue, Need, Owner, Value};
use crate::load::Department;
use crate::number::{self, Quantity};

/// Enters the totals that departments did not type, each where its first part stands: those of
/// families, then those that a rule computes. Otherwise the unit's total would be that of the
/// departments that typed one, and what must hold of each department's figures would not be looked at.
pub(super) fn enter<'a>(
    departments: &'a [Department],
    ledger: &mut Ledger<'a>,
    catalogue: &Catalogue,
) {
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
    by_rules(departments, ledger, catalogue);
}

/// Enters what a rule adds up of the figures of one department, in each that did not type it: whether
/// others did says nothing of its own figures.
fn by_rules<'a>(departments: &'a [Department], ledger: &mut Ledger<'a>, catalogue: &Catalogue) {
    let rules = catalogue.rules.iter().filter(|rule| rule.relation.computation().is_some());
    let rules = rules.filter_map(|rule| rule.relation.composition());
    let mut open: Vec<(&str, &[String])> = rules
        .filter(|(total, parts)| {
            is_of_every(total, ledger) && parts.iter().all(|part| is_of_every(part, ledger))
        })
        .collect();
    if open.is_empty() {
        return;
    }
    let mut files: FxHashMap<&str, usize> = FxHashMap::default();
    for department in departments {
        *files.entry(department.name.value.as_str()).or_default() += 1;
    }
    // A sum may be a part of another one.
    let mut awaited: FxHashSet<&str> = open.iter().map(|(total, _)| *total).collect();
    let mut is_new = true;
    while is_new {
        is_new = false;
        open.retain(|(total, parts)| {
            if parts.iter().any(|part| awaited.contains(part.as_str())) {
                return true;
            }
            let sums =
                own_sums(total, parts, departments, ledger, |name| files.get(name) == Some(&1));
            if let Some(line) = ledger.line_mut(total).filter(|_| !sums.is_empty()) {
                line.has_sums = true;
                insert(&mut line.entries, sums, departments);
            }
            awaited.remove(total);
            is_new = true;
            false
        });
    }
}

/// The sums of the departments that reported the parts and not the total, in their order. One without
/// a value stands where what is wrong with a part, or that it is missing, is reported.
fn own_sums<'a>(
    total: &str,
    parts: &[String],
    departments: &'a [Department],
    ledger: &Ledger<'a>,
    has_one_file: impl Fn(&str) -> bool,
) -> Vec<Entry<'a>> {
    let Some(line) = ledger.line(total) else { return Vec::new() };
    let mut typed = Own(&line.entries);
    let lines: Option<Vec<&Line<'a>>> = parts.iter().map(|part| ledger.line(part)).collect();
    let lines = lines.unwrap_or_default();
    let mut of_parts: Vec<(&Line<'a>, Own<'_, 'a>)> =
        lines.into_iter().map(|line| (line, Own(&line.entries))).collect();
    let mut sums = Vec::new();
    for department in departments {
        let has_typed = !typed.of(department).is_empty();
        let own: Vec<(&Line<'a>, &[Entry<'a>])> =
            of_parts.iter_mut().map(|(line, own)| (*line, own.of(department))).collect();
        if has_typed || !has_one_file(&department.name.value) {
            continue;
        }
        let Some(first) = own.iter().find_map(|(_, own)| own.first()) else { continue };
        let entry = |value, sum| Entry { department, key: first.key, span: first.key, value, sum };
        let is_reported = |(line, own): &(&Line<'_>, &[Entry<'_>])| match own {
            [] => line.mistyped || line.metric.need == Need::Required,
            own => own.iter().any(|entry| entry.value.is_none()),
        };
        if let Some((value, sum)) = add(&own) {
            let value = Value::Number(Quantity::exact(value));
            sums.push(entry(Some(value), Some(Box::new(sum))));
        } else if own.iter().any(is_reported) {
            sums.push(entry(None, None));
        }
    }
    sums
}

/// The sum of what one department reported of each part. None where a part is missing, approximate or
/// not to be read.
fn add(own: &[(&Line<'_>, &[Entry<'_>])]) -> Option<(Decimal, Sum)> {
    let mut from = Vec::new();
    let mut formula = Vec::with_capacity(own.len());
    let mut numbers = Vec::with_capacity(own.len());
    for (line, own) in own {
        match own {
            [] => numbers.push(line.metric.default?),
            [entry] => {
                let number = entry.number().filter(Quantity::is_exact)?;
                numbers.push(number.value);
                formula.push(number.in_formula());
                from.extend_from_slice(entry.places());
            }
            _ => return None,
        }
    }
    // 其余 is the place of several parts.
    from.dedup();
    Some((number::sum(numbers)?, Sum { formula: formula.join(" + "), from }))
}

/// The entries of a line that were not yet asked for, which stand in the order of the departments.
struct Own<'l, 'a>(&'l [Entry<'a>]);

impl<'l, 'a> Own<'l, 'a> {
    /// Those of a department, which comes behind all that were asked for.
    fn of(&mut self, department: &Department) -> &'l [Entry<'a>] {
        let is_its = |entry: &&Entry<'_>| std::ptr::eq(entry.department, department);
        let (own, later) = self.0.split_at(self.0.iter().take_while(is_its).count());
        self.0 = later;
        own
    }
}

/// Puts the sums among the entries, in the order of the departments.
fn insert<'a>(entries: &mut Vec<Entry<'a>>, sums: Vec<Entry<'a>>, departments: &'a [Department]) {
    let mut typed = std::mem::take(entries).into_iter().peekable();
    let mut sums = sums.into_iter().peekable();
    for department in departments {
        let is_its = |entry: &Entry<'_>| std::ptr::eq(entry.department, department);
        while let Some(entry) = typed.next_if(is_its).or_else(|| sums.next_if(is_its)) {
            entries.push(entry);
        }
    }
    entries.extend(typed);
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
                    sums.push(Entry { department, key, span: key, value, sum: None });
                }
                // A department with several files, or one that lacks a member.
                _ => return None,
            }
        }
    }
    Some(sums)
}
