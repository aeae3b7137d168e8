//! Metrics that were filled in and stand in no text of a department: one hint a department, once
//! it is known what the layout prints.

use std::collections::BTreeSet;

use super::{Line, ProseChecker, Uses};
use crate::catalogue::MetricKind;
use crate::check::figures::{Figures, Unused};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::load::Department;

/// The hints, but for the metrics that the composed report prints.
pub(crate) fn unused(figures: &Figures, is_printed: impl Fn(&str) -> bool) -> Findings {
    let hints = figures.unused.iter().filter_map(|unused| {
        let metrics = unused.metrics.iter().map(String::as_str);
        let metrics: Vec<&str> = metrics.filter(|metric| !is_printed(metric)).collect();
        let name = &unused.department;
        (!metrics.is_empty()).then(|| {
            Diagnostic::new(
                Code::E0724,
                format!("{name}填报的 {} 项指标没有写进正文", metrics.len()),
            )
            .at(unused.place, "填在这里")
            .note("没有引用", metrics.join("、"))
            .help("要写的，在正文中用 {{指标名称}} 引用；只供存查的，可以不写")
        })
    });
    hints.collect()
}

impl ProseChecker<'_> {
    /// What each department filled in and no text names.
    pub(super) fn unused(&self, uses: &Uses<'_>) -> Vec<Unused> {
        let used = self.used(uses);
        let departments = self.context.submissions.departments.iter();
        let unused = departments.map(|department| Unused {
            department: department.name.value.clone(),
            place: department.metrics_span,
            metrics: self
                .ledger
                .lines()
                .filter(|line| {
                    is_filled_in(line, department) && !used.contains(line.metric.name.as_str())
                })
                .map(|line| line.metric.name.clone())
                .collect(),
        });
        unused.filter(|unused| !unused.metrics.is_empty()).collect()
    }

    /// The metrics that the texts name, and those that serve to check others.
    fn used<'u>(&'u self, uses: &'u Uses<'_>) -> BTreeSet<&'u str> {
        // Misspelt and former names are reported as such.
        let named = uses.keys().filter_map(|name| match self.ledger.line(name) {
            Some(line) => Some(line.metric.name.as_str()),
            None => self.ledger.nearest(name),
        });
        let mut used: BTreeSet<&str> = named.collect();
        // What a rule holds against another figure is there to check it.
        used.extend(self.context.catalogue.rules.iter().flat_map(|rule| rule.relation.metrics()));
        used
    }
}

/// Whether a department filled in a metric that a text could name: 是 and 否 are reported in words. One that
/// somebody's value is wrong of may be printed when that is mended.
fn is_filled_in(line: &Line<'_>, department: &Department) -> bool {
    line.metric.kind != MetricKind::Boolean
        && line.entries.iter().all(|entry| entry.value.is_some())
        && line.entries.iter().any(|entry| {
            entry.value.is_some()
                && !entry.is_sum()
                && entry.department.name.value == department.name.value
        })
}
