//! 勾稽规则: the rules between figures. One kind a file; a kind's `check` gives a diagnostic
//! when its rule is broken, and nothing when it holds or an operand cannot take part.
//!
//! A new kind is one variant of [`RuleKind`], one file here, and one arm in each `match` below.

mod at_most;
mod collected;
mod cumulative;
mod equal;
mod full_coverage;
mod item_count;
mod ratio;
mod sum;
mod year_over_year;
mod zero_then_zero;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::Context;
use super::ledger::{Ledger, Operand};
use crate::catalogue::{Catalogue, Rule, RuleKind};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::number;

/// Fills in the 比率 metrics that were left out.
pub(super) fn compute(ledger: &mut Ledger<'_>, catalogue: &Catalogue) {
    for rule in &catalogue.rules {
        if let RuleKind::Ratio { ratio, part, whole, decimals } = &rule.kind {
            ratio::compute(ratio, part, whole, *decimals, ledger);
        }
    }
}

pub(super) fn check(
    ledger: &Ledger<'_>,
    last_year: &Ledger<'_>,
    context: Context<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let reasons = Reasons::read(ledger, context, found);
    let mut lacking: Vec<Lacking<'_>> = Vec::new();
    // A rule that stands in for another comes after all that stand on their own.
    let (own, stand_ins): (Vec<&Rule>, Vec<&Rule>) =
        context.catalogue.rules.iter().partition(|rule| stands_in_for(rule).is_none());
    for rule in own.into_iter().chain(stand_ins) {
        if let Some(replaced) = stands_in_for(rule) {
            let Some(at) = lacking.iter().position(|lacking| lacking.rule.name == replaced) else {
                continue;
            };
            lacking.remove(at);
        }
        let operands = operands(&rule.kind);
        let arose = operands.iter().any(|name| !ledger.is_missing(name));
        let told = operands.iter().any(|name| {
            ledger.is_told(name)
                || ledger.line(name).is_some_and(|line| context.may_be_unread(line.metric))
        });
        let mut missing = operands;
        missing.retain(|name| ledger.is_missing(name));
        if let RuleKind::Ratio { ratio, .. } = &rule.kind {
            // Left out, it is computed.
            missing.retain(|name| name != ratio);
        }
        if !missing.is_empty() {
            lacking.push(Lacking { rule, missing, arose, told });
            continue;
        }
        found.extend(broken(rule, ledger, last_year, &reasons));
    }
    cumulative::check(ledger, last_year, found);
    found.extend(not_applied(&lacking, context));
}

fn stands_in_for(rule: &Rule) -> Option<&str> {
    match &rule.kind {
        RuleKind::AtMost { instead_of, .. } => instead_of.as_deref(),
        _ => None,
    }
}

/// The metrics without which a rule cannot be applied.
fn operands(kind: &RuleKind) -> Vec<&str> {
    fn list(names: &[String]) -> Vec<&str> {
        names.iter().map(String::as_str).collect()
    }
    match kind {
        RuleKind::Sum { total, parts } => [vec![total.as_str()], list(parts)].concat(),
        RuleKind::Ratio { ratio, part, whole, .. } => vec![ratio, part, whole],
        RuleKind::AtMost { left, right, .. } => [list(left), list(right)].concat(),
        RuleKind::Equal { metrics, .. } => list(metrics),
        // Compares what is there.
        RuleKind::YearOverYear { .. } => Vec::new(),
        // Departments that reported nothing of their own ask for nothing.
        RuleKind::Collected { total, .. } => vec![total],
        RuleKind::ItemCount { number, list } => vec![number, list],
        RuleKind::ZeroThenZero { when, then } => vec![when, then],
        RuleKind::FullCoverage { flag, left, right } => vec![flag, left, right],
    }
}

/// The diagnostics of a rule that does not hold and is not explained.
fn broken(
    rule: &Rule,
    ledger: &Ledger<'_>,
    last_year: &Ledger<'_>,
    reasons: &Reasons<'_>,
) -> Vec<Diagnostic> {
    let told = match &rule.kind {
        RuleKind::Sum { total, parts } => sum::check(total, parts, ledger),
        RuleKind::Ratio { ratio, part, whole, decimals } => {
            ratio::check(ratio, part, whole, *decimals, ledger)
        }
        RuleKind::AtMost { left, right, .. } => at_most::check(left, right, ledger),
        RuleKind::Equal { metrics, tolerance } => equal::check(metrics, *tolerance, ledger),
        RuleKind::Collected { total, part } => collected::check(total, part, ledger),
        RuleKind::ItemCount { number, list } => item_count::check(number, list, ledger),
        RuleKind::ZeroThenZero { when, then } => zero_then_zero::check(when, then, ledger),
        RuleKind::FullCoverage { flag, left, right } => {
            full_coverage::check(flag, left, right, ledger)
        }
        // The one rule that is asked of each metric on its own.
        RuleKind::YearOverYear { metrics, percent } => {
            let asked = ledger.lines().map(|line| line.metric.name.as_str()).filter(|name| {
                metrics.as_ref().is_none_or(|metrics| metrics.iter().any(|metric| metric == name))
            });
            return asked
                .filter(|name| rule.is_error || !reasons.answer(&[name]))
                .filter_map(|name| year_over_year::check(name, *percent, ledger, last_year))
                .map(|told| finish(told, rule))
                .collect();
        }
    };
    let answered = !rule.is_error
        && matches!(
            rule.kind,
            RuleKind::AtMost { .. } | RuleKind::Equal { .. } | RuleKind::Collected { .. }
        )
        && reasons.answer(&operands(&rule.kind));
    told.filter(|_| !answered).map(|told| finish(told, rule)).into_iter().collect()
}

/// Adds what the catalogue says of the rule.
fn finish(mut told: Diagnostic, rule: &Rule) -> Diagnostic {
    told.severity = if rule.is_error { Severity::Error } else { Severity::Warning };
    if !told.labels.iter().any(|label| label.primary)
        && let Some(first) = told.labels.first_mut()
    {
        first.primary = true;
    }
    let reason = match rule.reason.as_str() {
        "" => rule.name.clone(),
        reason => format!("{}：{reason}", rule.name),
    };
    told.note("规则", reason)
}

/// 说明: the metrics whose figures the departments gave a reason for.
struct Reasons<'a>(BTreeSet<&'a str>);

impl<'a> Reasons<'a> {
    /// Reasons for metrics that the catalogue does not know are told.
    fn read(ledger: &Ledger<'a>, context: Context<'_>, found: &mut Vec<Diagnostic>) -> Reasons<'a> {
        let departments = context.submissions.departments.iter();
        let reasons = departments.flat_map(|department| &department.reasons);
        let given = reasons.filter_map(|(metric, reason)| {
            let name = ledger.resolve(metric, found)?;
            let text = reason.value.trim();
            (!text.is_empty() && !number::is_placeholder(text)).then_some(name)
        });
        Reasons(given.collect())
    }

    fn answer(&self, metrics: &[&str]) -> bool {
        metrics.iter().any(|metric| self.0.contains(metric))
    }
}

/// A rule that was not applied for want of figures.
struct Lacking<'a> {
    rule: &'a Rule,
    missing: Vec<&'a str>,
    /// Some of its figures were reported.
    arose: bool,
    /// The want of one of its figures is told on its own.
    told: bool,
}

/// One hint for all rules that were not applied, save where the missing figure is told anyway.
fn not_applied(lacking: &[Lacking<'_>], context: Context<'_>) -> Option<Diagnostic> {
    let untold = lacking.iter().filter(|lacking| !lacking.told);
    let (partly, wholly): (Vec<&Lacking<'_>>, Vec<&Lacking<'_>>) =
        untold.partition(|lacking| lacking.arose);
    // What is missing → the rules that wait for it.
    let mut waiting: IndexMap<String, Vec<&str>> = IndexMap::new();
    for lacking in &partly {
        waiting.entry(lacking.missing.join("、")).or_default().push(&lacking.rule.name);
    }
    if waiting.is_empty() {
        return None;
    }
    let mut hint =
        Diagnostic::new(Code::E0510, format!("有 {} 条勾稽规则因缺数没有核对", partly.len()))
            .at(context.report_year(), "");
    for (missing, rules) in waiting {
        hint = hint.note("缺", format!("{missing} → {}", rules.join("、")));
    }
    if !wholly.is_empty() {
        hint = hint.note("另有", format!("{} 条规则所涉指标都没有填报", wholly.len()));
    }
    Some(hint.help("填报所缺的指标，就能核对箭头后面的规则"))
}

/// Points at a figure, or at what it was computed from.
fn point(told: Diagnostic, operand: &Operand<'_>, primary: bool, text: &str) -> Diagnostic {
    operand.spans.iter().enumerate().fold(told, |told, (index, span)| {
        let computed = if operand.spans.len() > 1 { "（由此算得）" } else { "" };
        match primary && index == 0 {
            true => told.at(*span, format!("{text}{computed}")),
            false => told.also(*span, format!("{text}{computed}")),
        }
    })
}

/// `5757 + 526 + 5`; 缺省 values that nobody typed are left out.
fn addition(operands: &[Operand<'_>]) -> String {
    let typed: Vec<String> = operands
        .iter()
        .filter(|operand| !operand.spans.is_empty())
        .map(|operand| operand.quantity.to_string())
        .collect();
    if typed.is_empty() { "0".into() } else { typed.join(" + ") }
}

fn total(operands: &[Operand<'_>]) -> Option<Decimal> {
    super::ledger::sum(&operands.iter().map(|operand| operand.quantity.value).collect::<Vec<_>>())
}

/// `甲、乙`
fn names(operands: &[Operand<'_>]) -> String {
    operands.iter().map(|operand| operand.name).collect::<Vec<_>>().join("、")
}
