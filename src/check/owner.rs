//! Ownership: each metric is reported by the department that answers for it, once.

use std::collections::BTreeSet;

use super::Context;
use super::ledger::{Entry, Ledger, Line, State};
use crate::catalogue::Owner;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;

/// Reports metrics that the wrong department filled in, or two did, and takes one value for each.
pub(super) fn settle(ledger: &mut Ledger<'_>, context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    // What was reported of the metrics of one family, by its name.
    let mut told: BTreeSet<(&str, Code)> = BTreeSet::new();
    for line in ledger.lines_mut() {
        let metric = line.metric;
        if let Owner::Department(owner) = &metric.owner {
            let family = metric.in_family.as_ref().map(|kin| kin.family.name.as_str());
            let found = check(line, owner, context).into_iter();
            let is_new =
                |found: &Diagnostic| family.is_none_or(|family| told.insert((family, found.code)));
            findings.extend(found.filter(is_new));
        }
        line.settle();
        // A sum of some of its parts would be held against figures that have them all.
        let lacks_parts = || context.may_be_unread(line) || context.awaits_part(line);
        if line.metric.owner == Owner::Every && lacks_parts() {
            line.state = State::Faulty;
        }
    }
    findings
}

fn check(line: &Line<'_>, owner: &str, context: Context<'_>) -> Findings {
    let name = line.metric.asked_name();
    let is_owner = |entry: &&Entry<'_>| entry.department.name.value == owner;
    // Who has it rightly: the owner, or the first if the owner has not reported it.
    let first = line.entries.iter().find(is_owner).or(line.entries.first());
    let Some(first) = first else { return Findings::new() };
    let mut findings = Findings::new();
    if !is_owner(&first) {
        findings.report(
            Diagnostic::new(Code::E0307, format!("“{name}”由{owner}填报"))
                .at(first.key, format!("责任部门是{owner}"))
                .help(format!(
                    "移到 {}；职责有调整的，在指标目录中修改“责任部门”",
                    context.file_of(owner)
                )),
        );
    }
    for other in line.entries.iter().filter(|entry| entry.key != first.key) {
        let (here, there) = (&other.department.name.value, &first.department.name.value);
        if here == there {
            // Under its present and its former name.
            findings.report(
                Diagnostic::new(Code::E0309, format!("“{name}”填了两遍"))
                    .at(other.key, "又填了一遍")
                    .also(first.key, "先在这里填过")
                    .help("留下正确的一行，删去另一行"),
            );
            continue;
        }
        let fault = match (&first.value, &other.value) {
            (Some(one), Some(two)) if one != two => {
                Diagnostic::new(Code::E0309, format!("“{name}”两个部门所填不同"))
            }
            _ => Diagnostic::new(Code::E0308, format!("“{name}”两个部门都填了")),
        };
        findings.report(
            fault
                .at(other.span, format!("{here}所填"))
                .also(first.span, format!("{there}所填"))
                .help(format!("由{owner}核对后只在 {} 中保留", context.file_of(owner))),
        );
    }
    findings
}
