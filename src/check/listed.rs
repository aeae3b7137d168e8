//! Lists of departments: names that are a part of one of the directory, two departments in one name, and
//! one department by two names.

use rustc_hash::FxHashMap;

use super::Context;
use super::ledger::{Entry, Ledger};
use super::value::names::without_role;
use crate::catalogue::Value;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::Findings;
use crate::load::Written;
use crate::project::Profile;
use crate::source::Span;

/// The names that the directory has for departments, each with the department's present name. None for
/// a name of several.
type Directory<'p> = FxHashMap<&'p str, Option<&'p str>>;

/// What joins two names to one.
const JOINTS: [&str; 10] = ["和", "及", "与", "、", "/", "／", "+", "＋", "以及", "暨"];

/// What is wrong with the names in lists of departments. A list is one of departments where most of its
/// names stand in the directory.
pub(super) fn departments(ledger: &Ledger<'_>, context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    // A report without lists needs no directory.
    let mut directory = None;
    for line in ledger.lines() {
        for entry in &line.entries {
            let Some(Value::List(names)) = &entry.value else { continue };
            let directory = directory.get_or_insert_with(|| directory_of(context.profile));
            let places = places(entry, names.len());
            let listed: Vec<(&str, Span)> = names.iter().map(String::as_str).zip(places).collect();
            let metric = line.metric.name.as_str();
            findings.extend(by_two_names(&listed, directory, metric));
            let joined = listed.iter().filter(|(name, _)| is_joined(name, directory));
            findings.extend(joined.map(|(name, at)| two_in_one(name, *at, metric)));
            let is_known = |name: &str| directory.contains_key(without_role(name));
            let count = listed.iter().filter(|(name, _)| is_known(name)).count();
            if count == names.len() || count * 2 < names.len() {
                continue;
            }
            let unknown = listed.iter().filter(|(name, _)| !is_known(name));
            for (name, at) in unknown.filter(|(name, _)| !is_joined(name, directory)) {
                if let Some(meant) = shortened(name, context.profile) {
                    let what = format!("“{metric}”的名单里，“{name}”不在部门目录中");
                    findings.report(
                        Diagnostic::new(Code::E0416, what)
                            .severity(Severity::Warning)
                            .at(*at, format!("是否指“{meant}”"))
                            .help(format!("就是“{meant}”的，写全；是别的单位的，写出它的全称")),
                    );
                }
            }
        }
    }
    findings
}

/// A department that a list has by its name and by its 简称 or 全称, which count as two.
fn by_two_names(
    listed: &[(&str, Span)],
    directory: &Directory<'_>,
    metric: &str,
) -> Option<Diagnostic> {
    let mut seen: FxHashMap<&str, (&str, Span)> = FxHashMap::default();
    for (name, at) in listed {
        let Some(Some(department)) = directory.get(without_role(name)) else { continue };
        if let Some((first, place)) = seen.insert(department, (name, *at)) {
            let message = format!("“{metric}”的名单里，“{first}”“{name}”是同一个部门");
            return Some(
                Diagnostic::new(Code::E0416, message)
                    .at(*at, format!("就是{department}"))
                    .also(place, "先写在这里")
                    .help("留下一个；是另一个名称写错的，改正后核对项数"),
            );
        }
    }
    None
}

/// Whether a name is several names of the directory, joined to one.
fn is_joined(name: &str, directory: &Directory<'_>) -> bool {
    if directory.contains_key(name) {
        return false;
    }
    let is_known = |name: &str| directory.contains_key(without_role(name.trim()));
    let mut rest = name;
    let mut is_first = true;
    loop {
        // Names have joints of their own: 区发展和改革局.
        let joints = JOINTS.iter().flat_map(|joint| rest.match_indices(joint));
        let parted = joints.filter_map(|(at, joint)| {
            let (left, right) = (rest.get(..at)?, rest.get(at + joint.len()..)?);
            is_known(left).then_some(right)
        });
        match parted.min_by_key(|right| right.len()) {
            Some(right) => (rest, is_first) = (right, false),
            None => return !is_first && is_known(rest),
        }
    }
}

fn two_in_one(name: &str, at: Span, metric: &str) -> Diagnostic {
    let message = format!("“{metric}”的名单里，“{name}”是几个名称，只算作一项");
    Diagnostic::new(Code::E0416, message)
        .at(at, "几个部门写在了一项里")
        .help("每个部门单独作一项，再核对项数")
}

/// Where the names of a list stand.
fn places(entry: &Entry<'_>, count: usize) -> Vec<Span> {
    let typed = entry.department.metrics.iter().find(|(_, typed)| typed.span == entry.span);
    match typed.map(|(_, typed)| &typed.written) {
        Some(Written::List(items)) => items.iter().map(|item| item.span).collect(),
        _ => vec![entry.span; count],
    }
}

/// All names that the directory has for departments. What a department was called once says nothing of
/// which it is: two may have become one.
fn directory_of(profile: &Profile) -> Directory<'_> {
    let mut directory = Directory::default();
    for entry in &profile.departments {
        let own = [entry.name.as_str(), entry.issuer.value.as_str()].into_iter();
        for name in own.chain(entry.short_name.as_deref()) {
            let known = directory.entry(name).or_insert(Some(entry.name.as_str()));
            if *known != Some(entry.name.as_str()) {
                *known = None;
            }
        }
        for name in &entry.former_names {
            directory.entry(name).or_insert(None);
        }
    }
    directory
}

/// The one department whose name a shorter name is a part of.
fn shortened<'p>(name: &str, profile: &'p Profile) -> Option<&'p str> {
    name.chars().nth(1)?;
    let mut longer = profile.departments.iter().filter(|entry| entry.name.contains(name));
    let meant = longer.next()?;
    longer.next().is_none().then_some(meant.name.as_str())
}
