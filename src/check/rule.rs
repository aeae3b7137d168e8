//! Applying the rules of the catalogue, and 累计, to the year's figures. What a rule states is its
//! kind's own matter ([`rules`](crate::rules)); here it is settled which rules can be applied, and to
//! whose figures, which are answered by a 说明, and which wait for figures.

mod broken;
mod cumulative;
mod reason;
mod suspect;
mod unapplied;

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::last_year::LastYear;
use super::ledger::{Ledger, Line, State};
use super::view::{Changed, ComputedFrom, View};
use super::{Context, compute};
use crate::catalogue::{Owner, Share};
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::Findings;
use crate::rules::{Computation, LedgerView as _, MetricByMetric, Operand, Rule, TooLong};
use crate::source::Span;

use broken::{Broken, Test};
use reason::Reasons;
use unapplied::{Unapplied, hint};

/// As many parts are named that a sum of all departments lacks.
const MOST_GAPS: usize = 5;

/// Checks all rules and 累计, the ranges of what was computed, and units that were confused.
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
        of_members: BTreeSet::new(),
        broken: Vec::new(),
        unapplied: Vec::new(),
        findings,
    };
    checker.check_all(rules);
    checker.check_cumulative();
    checker.check_units();
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
    /// The rules that do not hold for a member of a dimension.
    of_members: BTreeSet<&'a str>,
    broken: Vec<Broken<'a>>,
    unapplied: Vec<Unapplied<'a>>,
    findings: Findings,
}

/// Approximate figures that leave open whether something holds.
#[derive(Default)]
struct Approximate<'a> {
    metrics: Vec<&'a str>,
    /// The same, and whose they are.
    names: Vec<String>,
}

impl<'a> Approximate<'a> {
    fn push(&mut self, metric: &'a str, department: Option<&str>) {
        // The sum is approximate with its parts.
        if department.is_some() || !self.metrics.contains(&metric) {
            self.metrics.push(metric);
            self.names.push(of_whom(metric, department));
        }
    }
}

/// A figure of both years, and the department whose own it is; none for the district's.
struct BothYears<'a> {
    department: Option<&'a str>,
    now: Operand<'a>,
    before: Operand<'a>,
}

impl<'a> RuleChecker<'a> {
    fn check_all(&mut self, rules: &'a [Rule]) {
        let (own, stand_ins): (Vec<&Rule>, Vec<&Rule>) =
            rules.iter().partition(|rule| rule.relation.stands_in_for().is_none());
        for rule in own {
            self.apply(rule);
        }
        // Several may stand in for one, each for a part of it.
        let waiting: BTreeSet<(&str, Option<Share>)> =
            self.unapplied.iter().map(|rule| (rule.name, rule.share)).collect();
        // One that is not there needs figures of others than the department whose report it is.
        let is_awaited = |(name, share): &(&str, Option<Share>)| {
            waiting.contains(&(*name, *share)) || rules.iter().all(|rule| rule.name != *name)
        };
        let stand_ins = stand_ins
            .into_iter()
            .filter_map(|rule| Some((rule, (rule.relation.stands_in_for()?, rule.share))));
        let (stand_ins, replaced): (Vec<&Rule>, BTreeSet<(&str, Option<Share>)>) =
            stand_ins.filter(|(_, replaced)| is_awaited(replaced)).unzip();
        self.unapplied.retain(|rule| !replaced.contains(&(rule.name, rule.share)));
        for rule in stand_ins {
            self.apply(rule);
        }
    }

    /// Applies a rule to the district's figures; one of 各部门 metrics only to those of each
    /// department, of which the sums follow.
    fn apply(&mut self, rule: &'a Rule) {
        if let Some(each) = rule.relation.metric_by_metric() {
            return self.compare_years(rule, each);
        }
        // It does not hold for the total either; a reason for the member answers that too.
        if rule.share == Some(Share::Total) && self.of_members.contains(rule.name.as_str()) {
            return;
        }
        let departments = self.departments_of(&rule.relation.metrics());
        if departments.is_empty() {
            self.apply_to(rule, None);
        }
        for department in departments {
            self.apply_to(rule, Some(department));
        }
    }

    /// The departments that reported one of the metrics, where all of them are those of 各部门, and
    /// none is computed for all alone.
    fn departments_of(&self, metrics: &[&str]) -> Vec<&'a str> {
        let lines: Vec<&Line<'a>> =
            metrics.iter().filter_map(|name| self.ledger.line(name)).collect();
        let is_of_all =
            |line: &&Line<'_>| line.metric.owner != Owner::Every || line.is_computed_for_all();
        if lines.iter().any(is_of_all) {
            return Vec::new();
        }
        let mut departments: Vec<&str> = Vec::new();
        for department in lines.into_iter().flat_map(Line::departments) {
            if !departments.contains(&department) {
                departments.push(department);
            }
        }
        departments
    }

    fn years(&self, department: Option<&'a str>) -> broken::Years<'a> {
        (View::of_this_year(self.ledger, department), self.last_year.view(department))
    }

    fn apply_to(&mut self, rule: &'a Rule, department: Option<&'a str>) {
        let relation = &rule.relation;
        let (now, before) = self.years(department);
        if relation.holds_anyway(&now) {
            return;
        }
        let operands = relation.operands();
        let of_last_year =
            relation.across_years().map(|years| years.of_last_year()).unwrap_or_default();
        let some_reported = operands.iter().any(|name| !now.is_missing(name));
        let is_reported = |name: &&str| {
            now.is_reported(name)
                || self.ledger.line(name).is_some_and(|line| self.context.may_be_unread(line))
        };
        let is_lost = |name: &&str| self.last_year.may_have_lost(name);
        let want_is_reported = operands.iter().any(is_reported) || of_last_year.iter().any(is_lost);
        let mut missing = operands;
        missing.retain(|name| now.is_missing(name));
        if let Some(computed) = relation.computation().map(Computation::metric) {
            // Left out, it is computed.
            missing.retain(|name| *name != computed);
        }
        let metrics = relation.metrics();
        // The sum of all lacks what a department did not report of it.
        let is_incomplete = |name: &&str| department.is_none() && self.gaps(name).is_some();
        let also = metrics.iter().copied().filter(is_incomplete);
        let also: Vec<&str> = also.filter(|name| !missing.contains(name)).collect();
        missing.extend(also);
        let mut wants =
            missing.iter().chain(metrics.iter().filter(|name| now.is_approximate(name)));
        let is_explained = wants.any(|name| self.reasons.answer(&[name], department));
        let mut approximate: Vec<String> = metrics
            .iter()
            .filter(|name| now.is_approximate(name))
            .map(|name| of_whom(name, department))
            .collect();
        if !approximate.is_empty() && !relation.is_left_open(&now) {
            approximate.clear();
        }
        let mut missing: Vec<String> = missing
            .into_iter()
            .flat_map(|name| match self.gaps(name).filter(|_| department.is_none()) {
                Some(gaps) => gaps,
                None => vec![of_whom(name, department)],
            })
            .collect();
        for name in of_last_year {
            match before.number(name) {
                None => missing.push(format!("上年的{}", of_whom(name, department))),
                Some(number) if !number.quantity.is_exact() => {
                    approximate.push(format!("上年的{}", of_whom(name, department)));
                }
                Some(_) => {}
            }
        }
        if !missing.is_empty() || !approximate.is_empty() {
            self.unapplied.push(Unapplied {
                name: &rule.name,
                share: rule.share,
                missing,
                approximate,
                metrics,
                some_reported,
                is_silent: want_is_reported || rule.is_quiet || is_explained,
            });
            return;
        }
        let checked = match relation.across_years() {
            Some(years) => years.check_years(&now, &before),
            None => relation.check(&now),
        };
        match checked {
            Ok(Some(found)) => {
                self.report(rule, found, metrics, department, Test::Relation(relation.as_ref()));
            }
            Ok(None) => {}
            Err(TooLong) => self.report_too_long(rule, &metrics),
        }
    }

    /// The parts that departments did not report of a sum of all that has no value for it.
    fn gaps(&self, name: &str) -> Option<Vec<String>> {
        let line = self.ledger.line(name)?;
        let is_incomplete = matches!(line.state, State::Incomplete);
        let gaps = line.gaps.values().filter(|_| is_incomplete).flat_map(|gap| {
            let department = gap.department.name.value.as_str();
            gap.lacks.iter().map(move |part| of_whom(part, Some(department)))
        });
        let gaps: Vec<String> = gaps.take(MOST_GAPS).collect();
        (!gaps.is_empty()).then_some(gaps)
    }

    /// Compares each metric on its own with last year's value.
    fn compare_years(&mut self, rule: &'a Rule, each: &'a dyn MetricByMetric) {
        let ledger = self.ledger;
        let lines: Vec<&Line<'_>> = match each.named() {
            Some(metrics) => metrics.iter().filter_map(|name| ledger.line(name)).collect(),
            None => {
                let is_named = |line: &&Line<'_>| self.named.contains(line.metric.name.as_str());
                // Of a metric with a dimension the total stands for its members.
                let is_part = |line: &&Line<'_>| {
                    let kin = line.metric.in_family.as_ref();
                    kin.is_some_and(|kin| !kin.is_asked_about())
                };
                ledger.lines().filter(|line| !is_named(line) && !is_part(line)).collect()
            }
        };
        let mut approximate = Approximate::default();
        let mut changed = Vec::new();
        for line in lines {
            let mut is_broken = false;
            for BothYears { department, now, before } in self.both_years(line) {
                // A fall of a cumulative figure is reported as such.
                let fell =
                    || line.metric.cumulative && cumulative::fell(&now, &before) == Some(true);
                if now.quantity == before.quantity || fell() {
                    continue;
                }
                let metric = line.metric.name.as_str();
                if !(now.quantity.is_exact() && before.quantity.is_exact()) {
                    approximate.push(metric, department);
                    continue;
                }
                // The sum says nothing more where a department's own figure says it.
                if department.is_none() && is_broken {
                    continue;
                }
                match each.compare(&now, &before, can_be_answered(rule)) {
                    Ok(Some(found)) => {
                        is_broken = true;
                        changed.push((metric, department, before, found));
                    }
                    Ok(None) => {}
                    Err(TooLong) => self.report_too_long(rule, &[metric]),
                }
            }
        }
        let following = self.following(each, &changed);
        for (metric, department, before, found) in changed {
            if following.contains(&(metric, department)) {
                // A reason that is given for it all the same is none too many.
                self.asked.insert(metric);
                continue;
            }
            self.report(rule, found, vec![metric], department, Test::Years(each, before));
        }
        self.leave_open(&rule.name, rule.is_quiet, approximate);
    }

    /// Those of the changed figures, each with its department and last year's value, that were computed
    /// from another of them, and would not be asked about if that one were as it was.
    fn following(
        &self,
        each: &dyn MetricByMetric,
        changed: &[(&'a str, Option<&'a str>, Operand<'a>, Diagnostic)],
    ) -> FxHashSet<(&'a str, Option<&'a str>)> {
        if changed.len() < 2 {
            return FxHashSet::default();
        }
        let computed = ComputedFrom::new(&self.context.catalogue.rules, self.ledger);
        let last: FxHashMap<(&str, Option<&str>), Decimal> = changed
            .iter()
            .map(|(metric, department, before, _)| ((*metric, *department), before.quantity.value))
            .collect();
        let follows = |metric: &'a str, department: Option<&'a str>, before: &Operand<'a>| {
            let (now, _) = self.years(department);
            computed.reach(&[metric]).into_iter().skip(1).any(|part| {
                last.get(&(part, department)).is_some_and(|value| {
                    let as_before = Changed::new(now, part, *value, &computed);
                    let whole = as_before.number(metric);
                    whole.is_some_and(|whole| {
                        matches!(each.compare(&whole, before, false), Ok(None))
                    })
                })
            })
        };
        changed
            .iter()
            .filter(|(metric, department, before, _)| follows(metric, *department, before))
            .map(|(metric, department, ..)| (*metric, *department))
            .collect()
    }

    /// 累计
    fn check_cumulative(&mut self) {
        let mut approximate = Approximate::default();
        let (ledger, last_year) = (self.ledger, self.last_year);
        let lines = ledger.lines().filter(|line| line.metric.cumulative);
        for line in lines.filter(|line| !follows_from_members(line, last_year)) {
            let name = line.metric.name.as_str();
            let mut is_broken = false;
            for BothYears { department, now, before } in self.both_years(line) {
                match cumulative::fell(&now, &before) {
                    Some(false) => {}
                    Some(true) if department.is_none() && is_broken => {}
                    Some(true) => {
                        is_broken = true;
                        self.asked.insert(name);
                        let found = cumulative::diagnostic(line, &now, &before);
                        if let Some(found) = self.reasons.ask(&[name], department, found) {
                            self.broken.push(Broken {
                                found,
                                name: "累计",
                                metrics: vec![name],
                                department,
                                test: Test::Cumulative(before),
                            });
                        }
                    }
                    None => approximate.push(name, department),
                }
            }
        }
        self.leave_open("累计", false, approximate);
    }

    /// Values that were probably typed in another unit, and percentages with too many digits.
    fn check_units(&mut self) {
        let (catalogue, sources) = (self.context.catalogue, self.context.sources);
        // Who sees 0.5% in the cell means it.
        let is_percentage =
            |span: &Span| sources.remark((*span).into()).is_some_and(|remark| remark.is_percentage);
        for line in self.ledger.lines() {
            let name = line.metric.name.as_str();
            let mut is_suspect = false;
            for (department, typed) in line.typed_numbers() {
                let (now, _) = self.years(department);
                let before = self.last_year.exact_of(name, department);
                let suspect = suspect::unit(&typed, before.as_ref(), line.metric, now, catalogue);
                let Some(suspect) = suspect else { continue };
                if typed.spans.iter().any(is_percentage) {
                    continue;
                }
                is_suspect = true;
                self.asked.insert(name);
                if let Some(found) = self.reasons.ask(&[name], department, suspect.found) {
                    self.broken.push(Broken { found, department, ..suspect });
                }
            }
            if !is_suspect {
                let (now, _) = self.years(None);
                self.findings.extend(suspect::digits(line, now, catalogue));
            }
        }
    }

    /// The ranges of what was computed; those of typed values were checked when they were read.
    fn check_ranges(&mut self) {
        for computation in self.context.catalogue.computations() {
            let Some(found) = computation.check_range(self.ledger) else { continue };
            let mut metrics = computation.from();
            metrics.push(computation.metric());
            self.broken.push(Broken {
                found,
                name: "范围",
                metrics,
                department: None,
                test: Test::Range(computation),
            });
        }
    }

    /// A figure of both years: that of each department where 各部门 report it, then the district's.
    fn both_years(&self, line: &'a Line<'a>) -> Vec<BothYears<'a>> {
        let Some(last) = self.last_year.line(&line.metric.name) else { return Vec::new() };
        let departments = match line.metric.owner {
            Owner::Every if line.entries.len() > 1 => line.typed_by(),
            Owner::Every | Owner::Department(_) => Vec::new(),
        };
        let own = departments.into_iter().filter_map(|department| {
            let (now, before) = (line.number_of(department)?, last.number_of(department)?);
            let is_reported = !now.spans.is_empty() && !before.spans.is_empty();
            is_reported.then_some(BothYears { department: Some(department), now, before })
        });
        let district = line.reported().zip(last.reported());
        let district = district.map(|(now, before)| BothYears { department: None, now, before });
        own.chain(district).collect()
    }

    /// Of what is asked of each metric on its own, notes those where an approximate value
    /// leaves it open.
    fn leave_open(&mut self, name: &'a str, is_quiet: bool, approximate: Approximate<'a>) {
        let Approximate { metrics, names } = approximate;
        if !names.is_empty() {
            self.unapplied.push(Unapplied {
                name,
                share: None,
                missing: Vec::new(),
                approximate: names,
                metrics,
                some_reported: true,
                is_silent: is_quiet,
            });
        }
    }

    /// Notes that a rule does not hold, unless a 说明 of one of its metrics gives the reason.
    fn report(
        &mut self,
        rule: &'a Rule,
        found: Diagnostic,
        metrics: Vec<&'a str>,
        department: Option<&'a str>,
        test: Test<'a>,
    ) {
        if matches!(rule.share, Some(Share::Member(_))) {
            self.of_members.insert(&rule.name);
        }
        let answer = metrics.first().filter(|_| !rule.is_error);
        let answer = answer.and_then(|metric| rule.relation.answer(metric));
        self.asked.extend(&metrics);
        let found = match answer {
            Some(_) => self.reasons.ask(&metrics, department, found),
            None => Some(found),
        };
        if let Some(found) = found {
            let found = complete(found, rule, answer);
            self.broken.push(Broken { found, name: &rule.name, metrics, department, test });
        }
    }

    /// Reports that whether a rule holds cannot be reckoned.
    fn report_too_long(&mut self, rule: &Rule, metrics: &[&str]) {
        let numbers = metrics.iter().filter_map(|name| self.ledger.number(name));
        let places = Span::each_once(numbers.flat_map(|number| number.spans.to_vec()));
        let what = format!("规则“{}”没有核对", rule.name);
        self.findings.report(compute::too_long(&what, &places));
    }

    fn finish(mut self) -> Findings {
        // A rule that waits for figures may yet ask.
        self.asked.extend(self.unapplied.iter().flat_map(|rule| &rule.metrics));
        let (ledger, last_year) = (self.ledger, self.last_year);
        let years =
            |department| (View::of_this_year(ledger, department), last_year.view(department));
        let mut findings = self.findings;
        findings.extend(self.reasons.unwritten());
        let computed = match self.broken.is_empty() {
            true => ComputedFrom::default(),
            false => ComputedFrom::new(&self.context.catalogue.rules, ledger),
        };
        findings.extend(broken::report(self.broken, years, &computed));
        // What no rule asks for, and which rules wait, the check of the unit's report tells: it has
        // all figures.
        if self.context.edition.department.is_none() {
            findings.extend(self.reasons.idle(&self.asked, ledger));
            findings.extend(hint(&self.unapplied, self.context));
        }
        findings
    }
}

/// Whether a total says nothing more of two years than its members do.
fn follows_from_members(line: &Line<'_>, last_year: &LastYear<'_>) -> bool {
    let kin = line.metric.in_family.as_ref().filter(|kin| !kin.is_member());
    let mut members = kin.iter().flat_map(|kin| &kin.family.members);
    members.any(|member| last_year.number(member).is_some())
}

/// A metric, and whose it is.
fn of_whom(name: &str, department: Option<&str>) -> String {
    department.map_or_else(|| name.to_owned(), |department| format!("{department}的{name}"))
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
