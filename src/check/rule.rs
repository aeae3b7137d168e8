//! Applying the rules of the catalogue, and 累计, to the year's figures. What a rule states is its
//! kind's own matter ([`rules`](crate::rules)); here it is settled which rules can be applied,
//! which are answered by a 说明, and which wait for figures.

mod cumulative;
mod reason;
mod unapplied;

use std::collections::BTreeSet;

use super::last_year::LastYear;
use super::ledger::{Ledger, Line};
use super::{Context, compute};
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::Findings;
use crate::rules::{Computation, LedgerView as _, MetricByMetric, Operand, Rule, TooLong};
use crate::source::Span;

use reason::Reasons;
use unapplied::{Unapplied, hint};

/// Checks all rules and 累计, and the ranges of what was computed.
pub(super) fn check<'a>(
    ledger: &'a Ledger<'a>,
    last_year: &'a LastYear<'a>,
    context: Context<'a>,
) -> Findings {
    let rules = &context.catalogue.rules;
    let by_metric = rules.iter().filter_map(|rule| rule.relation.metric_by_metric());
    let named = by_metric.filter_map(MetricByMetric::named).flatten();
    let mut findings = Findings::new();
    let reasons = Reasons::read(ledger, context).gather(&mut findings);
    let mut checker = RuleChecker {
        ledger,
        last_year,
        context,
        reasons,
        named: named.map(String::as_str).collect(),
        asked: BTreeSet::new(),
        exceeded: Vec::new(),
        unapplied: Vec::new(),
        findings,
    };
    checker.check_all(rules);
    checker.check_cumulative();
    checker.check_ranges();
    checker.finish()
}

/// What the rules are checked against, and what comes of it.
struct RuleChecker<'a> {
    ledger: &'a Ledger<'a>,
    last_year: &'a LastYear<'a>,
    context: Context<'a>,
    reasons: Reasons<'a>,
    /// The metrics that a rule which goes metric by metric names: it goes before one for all.
    named: BTreeSet<&'a str>,
    /// The metrics that something is asked about.
    asked: BTreeSet<&'a str>,
    /// The metrics of each rule that was reported because one of them is too great.
    exceeded: Vec<Vec<&'a str>>,
    unapplied: Vec<Unapplied<'a>>,
    findings: Findings,
}

impl<'a> RuleChecker<'a> {
    fn check_all(&mut self, rules: &'a [Rule]) {
        let (own, stand_ins): (Vec<&Rule>, Vec<&Rule>) =
            rules.iter().partition(|rule| rule.relation.stands_in_for().is_none());
        for rule in own {
            self.apply(rule);
        }
        // Several may stand in for one, each for a part of it.
        let waiting: BTreeSet<&str> = self.unapplied.iter().map(|rule| rule.name).collect();
        let stand_ins =
            stand_ins.into_iter().filter_map(|rule| Some((rule, rule.relation.stands_in_for()?)));
        let (stand_ins, replaced): (Vec<&Rule>, BTreeSet<&str>) =
            stand_ins.filter(|(_, replaced)| waiting.contains(replaced)).unzip();
        self.unapplied.retain(|rule| !replaced.contains(rule.name));
        for rule in stand_ins {
            self.apply(rule);
        }
    }

    fn apply(&mut self, rule: &'a Rule) {
        let (ledger, relation) = (self.ledger, &rule.relation);
        if let Some(each) = relation.metric_by_metric() {
            return self.compare_years(rule, each);
        }
        if relation.holds_anyway(ledger) {
            return;
        }
        let operands = relation.operands();
        let some_reported = operands.iter().any(|name| !ledger.is_missing(name));
        let want_is_reported = operands.iter().any(|name| {
            ledger.is_reported(name)
                || ledger.line(name).is_some_and(|line| self.context.may_be_unread(line))
        });
        let mut missing = operands;
        missing.retain(|name| ledger.is_missing(name));
        if let Some(computed) = relation.computation().map(Computation::metric) {
            // Left out, it is computed.
            missing.retain(|name| *name != computed);
        }
        let metrics = relation.metrics();
        let mut approximate = metrics.clone();
        approximate.retain(|name| ledger.line(name).is_some_and(Line::is_approximate));
        if !approximate.is_empty() && !relation.is_left_open(ledger) {
            approximate.clear();
        }
        if !missing.is_empty() || !approximate.is_empty() {
            self.unapplied.push(Unapplied {
                name: &rule.name,
                missing,
                approximate,
                metrics,
                some_reported,
                want_is_reported,
            });
        } else {
            match relation.check(ledger) {
                Ok(Some(found)) => self.report(rule, found, metrics),
                Ok(None) => {}
                Err(TooLong) => self.report_too_long(rule, &metrics),
            }
        }
    }

    /// Compares each metric on its own with last year's value.
    fn compare_years(&mut self, rule: &'a Rule, each: &'a dyn MetricByMetric) {
        let ledger = self.ledger;
        let lines: Vec<&Line<'_>> = match each.named() {
            Some(metrics) => metrics.iter().filter_map(|name| ledger.line(name)).collect(),
            None => {
                let is_named = |line: &&Line<'_>| self.named.contains(line.metric.name.as_str());
                ledger.lines().filter(|line| !is_named(line)).collect()
            }
        };
        let mut approximate = Vec::new();
        for line in lines {
            let Some((now, before)) = self.years(line) else { continue };
            // A fall of a cumulative figure is reported as such.
            let fell = || line.metric.cumulative && cumulative::fell(&now, &before) == Some(true);
            if now.quantity == before.quantity || fell() {
                continue;
            }
            if !(now.quantity.is_exact() && before.quantity.is_exact()) {
                approximate.push(line.metric.name.as_str());
                continue;
            }
            match each.compare(&now, &before, can_be_answered(rule)) {
                Ok(Some(found)) => self.report(rule, found, vec![&line.metric.name]),
                Ok(None) => {}
                Err(TooLong) => self.report_too_long(rule, &[&line.metric.name]),
            }
        }
        self.leave_open(&rule.name, approximate);
    }

    /// 累计
    fn check_cumulative(&mut self) {
        let mut approximate = Vec::new();
        for line in self.ledger.lines().filter(|line| line.metric.cumulative) {
            let Some((now, before)) = self.years(line) else { continue };
            match cumulative::fell(&now, &before) {
                Some(false) => {}
                Some(true) => {
                    let name = line.metric.name.as_str();
                    if !self.reasons.answer(&[name]) {
                        self.findings.report(cumulative::diagnostic(line, &now, &before));
                    }
                    self.asked.insert(name);
                }
                None => approximate.push(line.metric.name.as_str()),
            }
        }
        self.leave_open("累计", approximate);
    }

    /// The ranges of what was computed; those of typed values were checked when they were read.
    fn check_ranges(&mut self) {
        let rules = self.context.catalogue.rules.iter();
        for computation in rules.filter_map(|rule| rule.relation.computation()) {
            // Where the part is reported as more than the whole, this is the same fault.
            let from = computation.from();
            let is_same = |metrics: &Vec<&str>| from.iter().all(|name| metrics.contains(name));
            if !self.exceeded.iter().any(is_same) {
                self.findings.extend(computation.check_range(self.ledger));
            }
        }
    }

    /// A figure of both years.
    fn years(&self, line: &'a Line<'_>) -> Option<(Operand<'a>, Operand<'a>)> {
        line.reported().zip(self.last_year.number(&line.metric.name))
    }

    /// Of what is asked of each metric on its own, notes those where an approximate value
    /// leaves it open.
    fn leave_open(&mut self, rule: &'a str, approximate: Vec<&'a str>) {
        if !approximate.is_empty() {
            self.unapplied.push(Unapplied {
                name: rule,
                missing: Vec::new(),
                metrics: approximate.clone(),
                approximate,
                some_reported: true,
                want_is_reported: false,
            });
        }
    }

    /// Reports that a rule does not hold, unless a 说明 of one of its metrics gives the reason.
    fn report(&mut self, rule: &Rule, found: Diagnostic, metrics: Vec<&'a str>) {
        let answer = metrics.first().filter(|_| !rule.is_error);
        let answer = answer.and_then(|metric| rule.relation.answer(metric));
        if answer.is_none() || !self.reasons.answer(&metrics) {
            self.findings.report(complete(found, rule, answer));
            if rule.relation.limits_parts() {
                self.exceeded.push(metrics.clone());
            }
        }
        self.asked.extend(metrics);
    }

    /// Reports that whether a rule holds cannot be reckoned.
    fn report_too_long(&mut self, rule: &Rule, metrics: &[&str]) {
        let numbers = metrics.iter().filter_map(|name| self.ledger.number(name));
        let places: Vec<Span> = numbers.flat_map(|number| number.spans.to_vec()).collect();
        let what = format!("规则“{}”没有核对", rule.name);
        self.findings.report(compute::too_long(&what, &places));
    }

    fn finish(mut self) -> Findings {
        // A rule that waits for figures may yet ask.
        self.asked.extend(self.unapplied.iter().flat_map(|rule| &rule.metrics));
        self.findings.extend(self.reasons.idle(&self.asked, self.ledger));
        self.findings.extend(hint(&self.unapplied, self.context));
        self.findings
    }
}

/// Whether a 说明 may answer for it: not where figures contradict each other.
fn can_be_answered(rule: &Rule) -> bool {
    !rule.is_error && rule.relation.answer("").is_some()
}

/// Adds what the catalogue says of the rule.
fn complete(mut found: Diagnostic, rule: &Rule, answer: Option<String>) -> Diagnostic {
    found.severity = if rule.is_error { Severity::Error } else { Severity::Warning };
    if !found.labels.iter().any(|label| label.primary)
        && let Some(first) = found.labels.first_mut()
    {
        first.primary = true;
    }
    let reason = match rule.reason.as_str() {
        "" => rule.name.clone(),
        reason => format!("{}：{reason}", rule.name),
    };
    if let (Some(help), Some(answer)) = (&mut found.help, answer) {
        help.push('；');
        help.push_str(&answer);
    }
    found.note("规则", reason)
}
