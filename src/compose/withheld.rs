//! What an edition without the withheld items (公开: 否) does not say of its figures: anything of
//! those that it does not print. A rate that it prints keeps its value and loses its formula.

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::document::{Amount, Document, Fact, FactId};

/// How a figure came about whose parts are not told.
const COMPUTED: &str = "由程序计算";

/// Takes out of the facts what the text does not print.
pub(super) fn hide(document: &mut Document, catalogue: &Catalogue) {
    let printed = document.printed_facts();
    let shown = |id: usize| printed.contains(&FactId(id));
    let names: BTreeSet<String> = document
        .facts
        .iter()
        .enumerate()
        .filter(|(id, _)| shown(*id))
        .map(|(_, fact)| fact.metric.clone())
        .collect();
    let made_up: BTreeSet<FactId> =
        document.compositions.iter().map(|composition| composition.total).collect();
    let rules = catalogue.rules.iter().filter_map(|rule| rule.relation.composition());
    let sums: BTreeSet<&str> = rules.map(|(total, _)| total).collect();
    for (id, fact) in document.facts.iter_mut().enumerate() {
        if !shown(id) {
            *fact = without_value(fact);
            continue;
        }
        // What was typed says nothing of others.
        if fact.origin.is_some() {
            continue;
        }
        let parts = catalogue.computed_from(&fact.metric);
        // Of departments' own totals, and what they add up to, the numbers are not printed.
        let is_of_departments =
            fact.is_part || sums.contains(fact.metric.as_str()) && !made_up.contains(&FactId(id));
        if is_of_departments || parts.is_empty() || parts.iter().any(|part| !names.contains(*part))
        {
            COMPUTED.clone_into(&mut fact.derivation);
        }
    }
    document
        .compositions
        .retain(|found| found.parts.iter().chain([&found.total]).all(|id| shown(id.0)));
}

/// The place of a fact, which others are counted by, with nothing in it.
fn without_value(fact: &Fact) -> Fact {
    Fact {
        metric: String::new(),
        is_part: fact.is_part,
        theme: String::new(),
        value: Amount { shown: String::new(), exact: None },
        unit: String::new(),
        definition: String::new(),
        department: String::new(),
        origin: None,
        derivation: String::new(),
        previous: None,
        change: None,
    }
}
