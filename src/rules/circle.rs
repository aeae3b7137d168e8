//! Nothing is computed, or summed, from itself (E0213).

use std::collections::{BTreeMap, BTreeSet};

use super::Rule;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::source::Span;

/// The circles in which metrics are made of each other.
pub(super) fn check(rules: &[Rule]) -> Findings {
    // metric → what it is made of, and by which rule
    let mut made_of: BTreeMap<&str, Vec<(&str, &Rule)>> = BTreeMap::new();
    for rule in rules {
        let Some((whole, parts)) = rule.relation.made_of() else { continue };
        let made_of = made_of.entry(whole).or_default();
        made_of.extend(parts.into_iter().map(|part| (part, rule)));
    }
    let mut findings = Findings::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    // A circle of rules about members goes through the same rules for each.
    let mut seen: BTreeSet<Vec<Span>> = BTreeSet::new();
    for start in made_of.keys() {
        // The way from the start to here: each metric, the rule that led to it, and how many of its
        // parts were looked at.
        let mut way: Vec<(&str, Option<&Rule>, usize)> = vec![(start, None, 0)];
        while let Some((metric, _, next)) = way.last_mut() {
            let (metric, at) = (*metric, *next);
            *next += 1;
            let step = made_of.get(metric).and_then(|parts| parts.get(at));
            let Some((part, rule)) = step.filter(|_| !done.contains(metric)) else {
                done.insert(metric);
                way.pop();
                continue;
            };
            if let Some(from) = way.iter().position(|(metric, ..)| metric == part) {
                let circle = way.get(from..).unwrap_or_default();
                let rules = circle.iter().skip(1).filter_map(|(_, rule, _)| *rule);
                let rules: Vec<&Rule> = rules.collect();
                let mut places: Vec<Span> = rules.iter().map(|rule| rule.span).collect();
                places.push(rule.span);
                places.sort_unstable();
                if !seen.insert(places) {
                    continue;
                }
                let names: Vec<&str> = circle.iter().map(|(metric, ..)| *metric).collect();
                let mut fault = Diagnostic::new(Code::E0213, "几条规则互相循环")
                    .at(rule.span, "这条规则又回到了开头");
                for rule in rules {
                    fault = fault.also(rule.span, "经过这条规则");
                }
                findings.report(
                    fault
                        .note("循环", format!("{} → {part}", names.join(" → ")))
                        .help("总数由分项得出，分项不能再由总数得出；改正其中一条"),
                );
            } else if made_of.contains_key(part) {
                way.push((part, Some(rule), 0));
            }
        }
    }
    findings
}
