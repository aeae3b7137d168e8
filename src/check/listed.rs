//! Lists of names: what is no part of a name, names that stand there twice, and departments by a part
//! of their names.

use super::Context;
use super::ledger::{Entry, Ledger};
use crate::catalogue::{Metric, Value};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::Findings;
use crate::load::{Typed, Written};
use crate::project::Profile;
use crate::source::Span;

/// `区教育局。`, `区教育局等`, `1.区教育局`: the name with something that is none of it.
pub(super) fn untidy(name: &str, item: &Typed, metric: &Metric) -> Option<Box<Diagnostic>> {
    let bare = without_number(name)
        .trim_end_matches(['。', '，', '、', '；', '：', '！', ',', ';', ' ', '\u{3000}']);
    let bare = without_etc(bare);
    if bare == name || bare.is_empty() {
        return None;
    }
    let message = format!("“{}”的名单里，“{name}”不只是一个名称", metric.name);
    Some(Box::new(
        Diagnostic::new(Code::E0416, message)
            .at(item.span, "名称之外还有别的")
            .help(format!("改为“{bare}”；序号、标点和“等”不写在名单里")),
    ))
}

/// A name without its number in the list: `1.`, `2、`, `（3）`, `④`.
fn without_number(name: &str) -> &str {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let rest = name.trim_start_matches(is_digit);
    if rest.len() < name.len()
        && let Some(after) = rest.strip_prefix(['.', '．', '、'])
        && !after.starts_with(is_digit)
    {
        return after.trim_start();
    }
    let bracketed = name.strip_prefix(['（', '(']).map(|rest| rest.trim_start_matches(is_digit));
    if let Some(after) = bracketed.and_then(|rest| rest.strip_prefix(['）', ')']))
        && name.chars().nth(1).is_some_and(is_digit)
    {
        return after.trim_start();
    }
    name.trim_start_matches(|c| ('①'..='⑳').contains(&c)).trim_start()
}

/// A name without 等 behind it; 平等 and 高等 are words.
fn without_etc(name: &str) -> &str {
    const WORDS: [&str; 12] = [
        "平等", "高等", "中等", "初等", "同等", "均等", "对等", "优等", "特等", "一等", "二等",
        "三等",
    ];
    if WORDS.iter().any(|word| name.ends_with(word)) {
        return name;
    }
    name.strip_suffix("等").or_else(|| name.strip_suffix("等等")).unwrap_or(name)
}

/// A name that a list has twice; nothing else would tell, for its length is as it should be.
pub(super) fn twice(names: &[String], items: &[Typed], metric: &Metric) -> Option<Box<Diagnostic>> {
    let mut seen = rustc_hash::FxHashMap::default();
    for (name, item) in names.iter().zip(items) {
        if let Some(first) = seen.insert(name.as_str(), item.span) {
            let message = format!("“{}”的名单里，“{name}”写了两次", metric.name);
            return Some(Box::new(
                Diagnostic::new(Code::E0416, message)
                    .at(item.span, "又写了一次")
                    .also(first, "先写在这里")
                    .help("留下一个；是另一个名称写错的，改正后核对项数"),
            ));
        }
    }
    None
}

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
