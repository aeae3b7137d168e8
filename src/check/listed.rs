//! Lists of departments by a part of their names.

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
    for line in ledger.lines() {
        for entry in &line.entries {
            let Some(Value::List(names)) = &entry.value else { continue };
            let places = places(entry, names.len());
            let known = names.iter().filter(|name| is_known(name, context.profile)).count();
            if known * 2 < names.len() {
                continue;
            }
            for (name, at) in names.iter().zip(places) {
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

fn is_known(name: &str, profile: &Profile) -> bool {
    profile.departments.iter().any(|entry| {
        entry.name == name
            || entry.short_name.as_deref() == Some(name)
            || entry.issuer.value == name
            || entry.former_names.iter().any(|former| former == name)
    })
}

/// The one department whose name a shorter name is a part of.
fn shortened<'p>(name: &str, profile: &'p Profile) -> Option<&'p str> {
    if name.chars().nth(1).is_none() || is_known(name, profile) {
        return None;
    }
    let mut longer = profile.departments.iter().filter(|entry| entry.name.contains(name));
    let meant = longer.next()?;
    longer.next().is_none().then_some(meant.name.as_str())
}
