//! Rules that were not applied: one hint for all of them.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::super::Context;
use crate::catalogue::Share;
use crate::diagnostic::{Code, Diagnostic};

/// A rule that was not applied because figures, or exact ones, are missing.
pub(super) struct Unapplied<'a> {
    /// The name of the rule.
    pub(super) name: &'a str,
    /// The member of a dimension that it is about, where it is about one.
    pub(super) share: Option<Share>,
    /// What is missing, and whose it is.
    pub(super) missing: Vec<String>,
    pub(super) approximate: Vec<String>,
    /// All that it compares.
    pub(super) metrics: Vec<&'a str>,
    /// Some of its figures were reported.
    pub(super) some_reported: bool,
    /// That one of its figures is missing is reported on its own, or nothing is to be said of it.
    pub(super) is_silent: bool,
}

/// As many wants are listed; who fills them in sees the others.
const MOST_WANTS: usize = 5;

/// One hint for all rules that were not applied, except where a missing figure is reported anyway.
pub(super) fn hint(unapplied: &[Unapplied<'_>], context: Context<'_>) -> Option<Diagnostic> {
    let open = unapplied.iter().filter(|rule| !rule.is_silent);
    let (partly, wholly): (Vec<&Unapplied<'_>>, Vec<&Unapplied<'_>>) =
        open.partition(|rule| rule.some_reported);
    // What is missing, or approximate → the rules that wait for it.
    let mut waiting: IndexMap<(&str, String), Vec<&str>> = IndexMap::new();
    for rule in &partly {
        let (want, names) = match rule.missing.as_slice() {
            [] => ("概数", &rule.approximate),
            _ => ("缺", &rule.missing),
        };
        waiting.entry((want, names.join("、"))).or_default().push(rule.name);
    }
    let rules: BTreeSet<&str> = partly.iter().map(|rule| rule.name).collect();
    let of = |want: &str| waiting.keys().any(|(key, _)| *key == want);
    let (why, help) = match (of("缺"), of("概数")) {
        (false, false) => return None,
        (true, false) => ("缺数", "填报所缺的指标，就能核对箭头后面的规则"),
        (false, true) => ("数是概数", "填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对"),
        (true, true) => ("缺数或者数是概数", "填报所缺的指标、准确的数，就能核对箭头后面的规则"),
    };
    let mut hint =
        Diagnostic::new(Code::E0510, format!("有 {} 条勾稽规则因{why}没有核对", rules.len()))
            .at(context.report_year(), "");
    let more = waiting.len().saturating_sub(MOST_WANTS);
    for ((want, names), rules) in waiting.into_iter().take(MOST_WANTS) {
        hint = hint.note(want, format!("{names} → {}", rules.join("、")));
    }
    if more > 0 {
        hint = hint.note("其余", format!("还有 {more} 处，补上这些以后再列"));
    }
    if !wholly.is_empty() {
        hint = hint.note("另有", format!("{} 条规则所涉指标都没有填报", wholly.len()));
    }
    Some(hint.help(help))
}
