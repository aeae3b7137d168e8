//! Metrics that were filled in and stand in no text: one hint a department.

use std::collections::BTreeSet;

use super::{Line, ProseChecker, Uses};
use crate::catalogue::MetricKind;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::load::Department;

impl ProseChecker<'_> {
    pub(super) fn unused(&self, uses: &Uses<'_>) -> Findings {
        let mut findings = Findings::new();
        let used = self.used(uses);
        for department in &self.context.submissions.departments {
            let lines = self.ledger.lines();
            let unused: Vec<&str> = lines
                .filter(|line| {
                    is_filled_in(line, department) && !used.contains(line.metric.name.as_str())
                })
                .map(|line| line.metric.name.as_str())
                .collect();
            if unused.is_empty() {
                continue;
            }
            let name = &department.name.value;
            findings.report(
                Diagnostic::new(
                    Code::E0724,
                    format!("{name}填报的 {} 项指标没有写进正文", unused.len()),
                )
                .at(department.metrics_span, "填在这里")
                .note("没有引用", unused.join("、"))
                .help("要写的，在正文中用 {{指标名称}} 引用；只供存查的，可以不写"),
            );
        }
        findings
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

/// Whether a department filled in a metric that a text could name: 是 and 否 are reported in words.
fn is_filled_in(line: &Line<'_>, department: &Department) -> bool {
    line.metric.kind != MetricKind::Boolean
        && line.entries.iter().any(|entry| {
            entry.value.is_some() && entry.department.name.value == department.name.value
        })
}
