//! Scope: the part of a project's ledger that one kind of report is about.
//!
//! The kinds of a project share one ledger of figures. Before the report of one kind is checked,
//! the ledger is narrowed to what concerns it, so that no later stage has to know of the others:
//! - the metrics that its own catalogue asks for, and the rules of that catalogue;
//! - the metrics of other kinds that its texts, its layout or its tables name; nobody asks for
//!   them here;
//! - the rules of other kinds that hold one of these metrics against others: a contradiction in a
//!   shared figure is told for each report that prints it.

use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use crate::catalogue::{Catalogue, Metric, Need};
use crate::load::{Entry, Submissions};
use crate::project::Project;
use crate::rules::Rule;
use crate::source::{Field, Listed};

/// Narrows catalogue and submissions of a project with several kinds of report to those of the kind
/// that is checked, in a layout.
pub(crate) fn narrow(project: &mut Project, submissions: &mut Submissions, layout: &str) {
    if project.kinds.len() < 2 {
        return;
    }
    let templates = project.template_texts(layout);
    let texts = texts(submissions).chain(templates.iter().map(String::as_str));
    let named: FxHashSet<&str> = texts.flat_map(names).collect();
    let catalogue = narrowed(&project.catalogue, &project.kind.folder, &named);
    let left_out = left_out(&project.catalogue, &catalogue);
    let is_left_out = |name: &str| left_out.contains(name);
    let last = submissions.last_year.departments.iter_mut();
    for department in submissions.departments.iter_mut().chain(last) {
        department.metrics.retain(|(name, _)| !is_left_out(&name.value));
        department.reasons.entries.retain(|(name, _)| !is_left_out(&name.value));
    }
    project.catalogue = catalogue;
}

/// All texts of the report that may name a metric.
fn texts(submissions: &Submissions) -> impl Iterator<Item = &str> {
    let Submissions { report, departments, .. } = submissions;
    let own = report.texts.values().filter_map(Field::given).map(|text| text.value.as_str());
    let items = report.outline.iter().flat_map(|theme| &theme.items);
    let headings = items.map(|item| item.heading.value.as_str());
    let written = departments.iter().flat_map(|department| {
        let prose = department.prose.iter().map(|(_, text)| text.value.as_str());
        prose.chain(entries(&department.lists))
    });
    own.chain(headings).chain(entries(&report.lists)).chain(written)
}

/// The texts of the entries of lists.
fn entries(lists: &IndexMap<String, Listed<Entry>>) -> impl Iterator<Item = &str> {
    let entries = lists.values().flat_map(|listed| listed.entries.iter());
    let parts = entries.flat_map(|entry| entry.parts.iter().flatten());
    parts.map(|text| text.value.as_str())
}

/// The words of a text that a metric may be called by.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '·';
    text.split(move |c| !is_name(c)).filter(|name| !name.is_empty())
}

/// What of the catalogue concerns a kind of report whose texts name these words.
fn narrowed(catalogue: &Catalogue, kind: &str, named: &FxHashSet<&str>) -> Catalogue {
    let is_named = |metric: &Metric| {
        // A member of a dimension is named with the metric, too.
        let base = metric.name.split('·').next().unwrap_or(&metric.name);
        let all = [metric.name.as_str(), base].into_iter();
        let mut all = all.chain(metric.former_names.iter().map(String::as_str));
        all.any(|name| named.contains(name))
    };
    let own = |metric: &Metric| *metric.report == *kind;
    let mut kept: FxHashSet<&str> = FxHashSet::default();
    for metric in catalogue.metrics.values() {
        // The contents of another report are not read.
        let is_foreign = metric.taken_from.is_none() && is_named(metric);
        if own(metric) || is_foreign {
            kept.insert(&metric.name);
        }
    }
    let mut rules: Vec<bool> = catalogue.rules.iter().map(|rule| *rule.report == *kind).collect();
    for (rule, is_kept) in catalogue.rules.iter().zip(&mut rules) {
        *is_kept |= metrics(rule).iter().any(|name| kept.contains(name));
    }
    // What the rules hold against it, and what that is computed from.
    let mut replaced: FxHashSet<&str> = FxHashSet::default();
    let mut size = None;
    while size != Some((kept.len(), replaced.len())) {
        size = Some((kept.len(), replaced.len()));
        for (rule, is_kept) in catalogue.rules.iter().zip(&mut rules) {
            let computes = rule.relation.computation().map(|computation| computation.metric());
            *is_kept |= computes.is_some_and(|metric| kept.contains(metric));
            *is_kept |= replaced.contains(rule.name.as_str());
            if *is_kept {
                kept.extend(metrics(rule));
                replaced.extend(rule.relation.stands_in_for());
            }
        }
    }
    let metric = |(name, metric): (&String, &Arc<Metric>)| {
        let metric = match own(metric) {
            true => Arc::clone(metric),
            false => Arc::new(Metric { need: Need::Optional, ..Metric::clone(metric) }),
        };
        (name.clone(), metric)
    };
    let all = catalogue.metrics.iter().filter(|(name, _)| kept.contains(name.as_str()));
    let rules = catalogue.rules.iter().zip(rules).filter(|(_, is_kept)| *is_kept);
    let rule = |(rule, _): (&Rule, bool)| {
        // Its figures are asked for elsewhere.
        Rule { is_quiet: rule.is_quiet || *rule.report != *kind, ..rule.clone() }
    };
    let families = catalogue.families.iter();
    let families = families
        .filter(|(_, family)| family.members.iter().any(|member| kept.contains(member.as_str())));
    Catalogue {
        dimensions: catalogue.dimensions.clone(),
        metrics: all.map(metric).collect(),
        families: families.map(|(name, family)| (name.clone(), Arc::clone(family))).collect(),
        rules: rules.map(rule).collect(),
    }
}

/// The metrics that a rule names.
fn metrics(rule: &Rule) -> Vec<&str> {
    let relation = &rule.relation;
    let mut all = relation.metrics();
    all.extend(relation.operands());
    all.extend(relation.computation().map(|computation| computation.metric()));
    all.extend(relation.across_years().map(|years| years.of_last_year()).unwrap_or_default());
    let named = relation.metric_by_metric().and_then(|rule| rule.named()).unwrap_or_default();
    all.extend(named.iter().map(String::as_str));
    all
}

/// The names, also former ones, of the metrics that were left out.
fn left_out(all: &Catalogue, narrowed: &Catalogue) -> FxHashSet<String> {
    let metrics = all.metrics.values();
    let left_out = metrics.filter(|metric| !narrowed.metrics.contains_key(&metric.name));
    let names = left_out.flat_map(|metric| metric.former_names.iter().chain([&metric.name]));
    names.cloned().collect()
}
