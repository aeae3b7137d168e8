//! Lists of departments by a part of their names.

use rustc_hash::FxHashSet;

use super::Context;
use super::ledger::{Entry, Ledger};
use crate::catalogue::Value;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::Findings;
use crate::load::Written;
use crate::project::Profile;
use crate::source::Span;

/// Names in lists of departments that are a part of one name of the directory: 商务局 for 区商务局. A
/// list is one of departments where most of its names stand in the directory.
pub(super) fn departments(ledger: &Ledger<'_>, context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    // A report without lists needs no directory.
    let mut directory = None;
    for line in ledger.lines() {
        for entry in &line.entries {
            let Some(Value::List(names)) = &entry.value else { continue };
            let known = directory.get_or_insert_with(|| all_names(context.profile));
            let count = names.iter().filter(|name| known.contains(name.as_str())).count();
            if count == names.len() || count * 2 < names.len() {
                continue;
            }
            let places = places(entry, names.len());
            for (name, at) in names.iter().zip(places) {
                if known.contains(name.as_str()) {
                    continue;
                }
                if let Some(meant) = shortened(name, context.profile) {
                    let what = format!("“{}”的名单里，“{name}”不在部门目录中", line.metric.name);
                    findings.report(
                        Diagnostic::new(Code::E0416, what)
                            .severity(Severity::Warning)
                            .at(at, format!("是否指“{meant}”"))
                            .help(format!("就是“{meant}”的，写全；是别的单位的，写出它的全称")),
                    );
                }
            }
        }
    }
    findings
}

/// Where the names of a list stand.
fn places(entry: &Entry<'_>, count: usize) -> Vec<Span> {
    let typed = entry.department.metrics.iter().find(|(_, typed)| typed.span == entry.span);
    match typed.map(|(_, typed)| &typed.written) {
        Some(Written::List(items)) => items.iter().map(|item| item.span).collect(),
        _ => vec![entry.span; count],
    }
}

/// All names that the directory has for departments.
fn all_names(profile: &Profile) -> FxHashSet<&str> {
    let names = profile.departments.iter().flat_map(|entry| {
        let own = [entry.name.as_str(), entry.issuer.value.as_str()].into_iter();
        let former = entry.former_names.iter().map(String::as_str);
        own.chain(entry.short_name.as_deref()).chain(former)
    });
    names.collect()
}

/// The one department whose name a shorter name is a part of.
fn shortened<'p>(name: &str, profile: &'p Profile) -> Option<&'p str> {
    name.chars().nth(1)?;
    let mut longer = profile.departments.iter().filter(|entry| entry.name.contains(name));
    let meant = longer.next()?;
    longer.next().is_none().then_some(meant.name.as_str())
}
