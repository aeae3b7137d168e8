//! What each department reported of a metric of 各部门 by members, or of metrics that a rule adds up,
//! has a total of its own, as its figures have in the report of the department.

use indexmap::IndexSet;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::compute;
use super::ledger::{Entry, Gap, Ledger, Line, Sum};
use crate::catalogue::{Catalogue, Need, Owner, Value};
use crate::findings::Findings;
use crate::load::Department;
use crate::number::{self, Quantity};
use crate::source::{FileId, Span};

/// Enters the totals that departments did not type, each where its first part stands: those of
/// families, then those that a rule computes. Otherwise the unit's total would be that of the
/// departments that typed one, and what must hold of each department's figures would not be looked at.
pub(super) fn enter<'a>(
    departments: &'a [Department],
    ledger: &mut Ledger<'a>,
    catalogue: &Catalogue,
) -> Findings {
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
    by_rules(departments, ledger, catalogue)
}

/// Enters what a rule adds up of the figures of one department, in each that did not type it: whether
/// others did says nothing of its own figures. One that reported some of the parts only is a gap.
fn by_rules<'a>(
    departments: &'a [Department],
    ledger: &mut Ledger<'a>,
    catalogue: &Catalogue,
) -> Findings {
    let mut findings = Findings::new();
    let rules = catalogue.rules.iter().filter(|rule| rule.relation.computation().is_some());
    let rules = rules.filter_map(|rule| rule.relation.composition());
    let mut open: Vec<(&str, &[String])> = rules
        .filter(|(total, parts)| {
            is_of_every(total, ledger) && parts.iter().all(|part| is_of_every(part, ledger))
        })
        .collect();
    // How many rules give a total. A sum may be a part of another one, which waits for all of them.
    let mut awaited: FxHashMap<&str, usize> = FxHashMap::default();
    for (total, _) in &open {
        *awaited.entry(total).or_default() += 1;
    }
    let ways = awaited.clone();
    let mut is_new = true;
    while is_new {
        is_new = false;
        open.retain(|(total, parts)| {
            if parts.iter().any(|part| awaited.get(part.as_str()).is_some_and(|open| *open > 0)) {
                return true;
            }
            let own = own_sums(total, parts, departments, ledger);
            if let Some(line) = ledger.line_mut(total) {
                line.is_by_rule = own.is_by_rule && ways.get(total) == Some(&1);
                findings.extend(own.too_long);
                for (place, _) in &own.sums {
                    line.gaps.remove(place);
                }
                for (place, gap) in own.gaps {
                    line.gaps.entry(place).or_insert(gap);
                }
                if !own.sums.is_empty() {
                    insert(&mut line.entries, own.sums, departments);
                }
            }
            if let Some(open) = awaited.get_mut(total) {
                *open = open.saturating_sub(1);
            }
            is_new = true;
            false
        });
    }
    findings
}

/// What a rule adds up of the figures of each department. Each stands behind the department's place
/// among all.
struct OwnSums<'a> {
    sums: Vec<(usize, Entry<'a>)>,
    gaps: Vec<(usize, Gap<'a>)>,
    /// The sum of the unit's parts is that of the departments' sums.
    is_by_rule: bool,
    too_long: Findings,
}

/// The sums of the departments that reported the parts and not the total, in their order. One without
/// a value stands where what is wrong with a part, or that it is missing, is reported.
fn own_sums<'a>(
    total: &str,
    parts: &[String],
    departments: &'a [Department],
    ledger: &Ledger<'a>,
) -> OwnSums<'a> {
    let mut found =
        OwnSums { sums: Vec::new(), gaps: Vec::new(), is_by_rule: true, too_long: Findings::new() };
    let Some(line) = ledger.line(total) else { return found };
    let mut typed = Own(&line.entries);
    let lines: Option<Vec<&Line<'a>>> = parts.iter().map(|part| ledger.line(part)).collect();
    let lines = lines.unwrap_or_default();
    // A department that typed none of a part counts for its 缺省, where the unit's part does not.
    let is_nothing = |line: &&Line<'_>| line.metric.default.is_none_or(|value| value.is_zero());
    found.is_by_rule = lines.iter().all(is_nothing);
    let mut of_parts: Vec<(&Line<'a>, Own<'_, 'a>)> =
        lines.into_iter().map(|line| (line, Own(&line.entries))).collect();
    for (place, department) in departments.iter().enumerate() {
        let has_typed = !typed.of(department).is_empty();
        let own: Vec<OwnPart<'_, 'a>> = of_parts
            .iter_mut()
            .map(|(line, own)| OwnPart {
                line,
                entries: own.of(department),
                gap: line.gaps.get(&place),
            })
            .collect();
        if has_typed {
            continue;
        }
        let first = own.iter().find_map(|part| part.entries.first());
        let Some(key) = first.map(|entry| entry.key) else {
            if own.iter().any(|part| part.gap.is_some()) {
                found.gaps.push((place, gap(department, &own)));
            }
            continue;
        };
        let entry = |value, sum| (place, Entry { department, key, span: key, value, sum });
        match add(&own) {
            Added::Sum(value, sum) => {
                let value = Value::Number(Quantity::exact(value));
                found.sums.push(entry(Some(value), Some(Box::new(sum))));
            }
            Added::TooLong(places) => {
                let what = format!("{}的“{}”算不出来", department.name.value, line.metric.name);
                found.too_long.report(compute::too_long(&what, &places));
                found.sums.push(entry(None, None));
            }
            Added::Nothing if own.iter().any(OwnPart::is_reported) => {
                found.sums.push(entry(None, None));
            }
            // That members are missing is reported of the family.
            Added::Nothing if line.metric.in_family.is_some() => {}
            Added::Nothing => found.gaps.push((place, gap(department, &own))),
        }
    }
    found.is_by_rule &= found.sums.iter().all(|(_, entry)| entry.value.is_some());
    found
}

/// What one department reported of a part.
struct OwnPart<'l, 'a> {
    line: &'l Line<'a>,
    entries: &'l [Entry<'a>],
    /// It reported only some of what the part is the sum of.
    gap: Option<&'l Gap<'a>>,
}

impl OwnPart<'_, '_> {
    /// Whether its want, or what is wrong with it, is reported on its own.
    fn is_reported(&self) -> bool {
        match self.entries {
            [] if self.gap.is_some() => false,
            [] => self.line.mistyped || self.line.metric.need == Need::Required,
            own => own.iter().any(|entry| entry.value.is_none()),
        }
    }
}

/// What a department lacks that has reported some of the parts.
fn gap<'a>(department: &'a Department, own: &[OwnPart<'_, 'a>]) -> Gap<'a> {
    let mut lacks: IndexSet<&'a str> = IndexSet::new();
    for part in own {
        match (part.entries, part.gap) {
            ([], Some(gap)) => lacks.extend(&gap.lacks),
            ([], None) if part.line.metric.default.is_none() => {
                lacks.insert(part.line.metric.name.as_str());
            }
            _ => {}
        }
    }
    Gap { department, lacks: lacks.into_iter().collect() }
}

/// What the parts of one department come to.
enum Added {
    Sum(Decimal, Sum),
    /// A number that cannot be kept exactly; where its parts stand.
    TooLong(Vec<Span>),
    /// A part is missing, approximate or not to be read.
    Nothing,
}

/// The sum of what one department reported of each part.
fn add(own: &[OwnPart<'_, '_>]) -> Added {
    let mut from = Vec::new();
    let mut formula = Vec::with_capacity(own.len());
    let mut numbers = Vec::with_capacity(own.len());
    for part in own {
        match part.entries {
            [] => match part.line.metric.default.filter(|_| part.gap.is_none()) {
                Some(default) => numbers.push(default),
                None => return Added::Nothing,
            },
            [entry] => {
                let Some(number) = entry.number().filter(Quantity::is_exact) else {
                    return Added::Nothing;
                };
                numbers.push(number.value);
                formula.push(number.in_formula());
                from.extend_from_slice(entry.places());
            }
            _ => return Added::Nothing,
        }
    }
    // 其余 is the place of several parts, and so is a figure of which two of them are sums.
    let from = Span::each_once(from);
    match number::sum(numbers) {
        Some(value) => {
            Added::Sum(value, Sum { is_by_rule: true, formula: formula.join(" + "), from })
        }
        None => Added::TooLong(from),
    }
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
fn insert<'a>(
    entries: &mut Vec<Entry<'a>>,
    sums: Vec<(usize, Entry<'a>)>,
    departments: &'a [Department],
) {
    let mut typed = std::mem::take(entries).into_iter().peekable();
    let mut sums = sums.into_iter().map(|(_, sum)| sum).peekable();
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
    // The place of each department's file among them.
    let mut places: FxHashMap<FileId, usize> = FxHashMap::default();
    for (before, member) in members.iter().enumerate() {
        let line = ledger.line(member).filter(|line| !line.mistyped)?;
        if before > 0 && line.entries.len() != sums.len() {
            return None;
        }
        for entry in &line.entries {
            let number = entry.number().filter(Quantity::is_exact)?.value;
            let place = *places.entry(entry.department.file).or_insert(sums.len());
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
                // A member that was typed twice, or a department that lacks one.
                _ => return None,
            }
        }
    }
    Some(sums)
}
