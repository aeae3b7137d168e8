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
use super::last_year::LastYear;
use super::ledger::{Ledger, Line, Operand, State};
use crate::catalogue::{Catalogue, Owner, Rule, RuleKind};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::load::{Department, Spanned};
use crate::number;
use crate::source::Span;

/// Fills in the 比率 metrics that were left out.
pub(super) fn compute(ledger: &mut Ledger<'_>, catalogue: &Catalogue) {
    for rule in &catalogue.rules {
        if let RuleKind::Ratio { ratio, part, whole, decimals } = &rule.kind {
            ratio::compute(ratio, part, whole, *decimals, ledger);
        }
    }
}

pub(super) fn check<'a>(
    ledger: &'a Ledger<'a>,
    last_year: &'a LastYear<'a>,
    context: Context<'a>,
    found: &mut Vec<Diagnostic>,
) {
    let rules = &context.catalogue.rules;
    let named = rules.iter().filter_map(|rule| match &rule.kind {
        RuleKind::YearOverYear { metrics, .. } => metrics.as_deref(),
        _ => None,
    });
    let mut room = Room {
        ledger,
        last_year,
        context,
        reasons: Reasons::read(ledger, context, found),
        named: named.flatten().map(String::as_str).collect(),
        asked: BTreeSet::new(),
        lacking: Vec::new(),
        found,
    };
    let (own, stand_ins): (Vec<&Rule>, Vec<&Rule>) =
        rules.iter().partition(|rule| stands_in_for(rule).is_none());
    for rule in own {
        room.apply(rule);
    }
    // Several may stand in for one, each for a part of it.
    let waiting: BTreeSet<&str> = room.lacking.iter().map(|lacking| lacking.rule).collect();
    let stand_ins = stand_ins.into_iter().filter_map(|rule| Some((rule, stands_in_for(rule)?)));
    let (stand_ins, replaced): (Vec<&Rule>, BTreeSet<&str>) =
        stand_ins.filter(|(_, replaced)| waiting.contains(replaced)).unzip();
    room.lacking.retain(|lacking| !replaced.contains(lacking.rule));
    for rule in stand_ins {
        room.apply(rule);
    }
    room.cumulative();
    room.ranges();
    room.finish();
}

/// What the rules are held against, and what comes of it.
struct Room<'a, 'f> {
    ledger: &'a Ledger<'a>,
    last_year: &'a LastYear<'a>,
    context: Context<'a>,
    reasons: Reasons<'a>,
    /// The metrics that have a 同比 rule of their own, which goes before one for all.
    named: BTreeSet<&'a str>,
    /// The metrics that something is asked about.
    asked: BTreeSet<&'a str>,
    lacking: Vec<Lacking<'a>>,
    found: &'f mut Vec<Diagnostic>,
}

impl<'a> Room<'a, '_> {
    fn apply(&mut self, rule: &'a Rule) {
        if let RuleKind::YearOverYear { metrics, percent } = &rule.kind {
            return self.compare_years(rule, metrics.as_deref(), *percent);
        }
        if asks_nothing(&rule.kind, self.ledger) {
            return;
        }
        let ledger = self.ledger;
        let operands = operands(&rule.kind);
        let arose = operands.iter().any(|name| !ledger.is_missing(name));
        let told = operands.iter().any(|name| {
            ledger.is_told(name)
                || ledger.line(name).is_some_and(|line| self.context.may_be_unread(line))
        });
        let mut missing = operands;
        missing.retain(|name| ledger.is_missing(name));
        if let RuleKind::Ratio { ratio, .. } = &rule.kind {
            // Left out, it is computed.
            missing.retain(|name| name != ratio);
        }
        let approximate = approximate(&rule.kind, ledger);
        let metrics = compared(&rule.kind);
        if !missing.is_empty() || !approximate.is_empty() {
            let rule = rule.name.as_str();
            self.lacking.push(Lacking { rule, missing, approximate, metrics, arose, told });
        } else if let Some(told) = broken(&rule.kind, ledger) {
            self.tell(rule, told, metrics);
        }
    }

    /// 同比, asked of each metric on its own.
    fn compare_years(&mut self, rule: &'a Rule, metrics: Option<&'a [String]>, percent: Decimal) {
        let ledger = self.ledger;
        let lines: Vec<&Line<'_>> = match metrics {
            Some(metrics) => metrics.iter().filter_map(|name| ledger.line(name)).collect(),
            None => {
                let is_named = |line: &&Line<'_>| self.named.contains(line.metric.name.as_str());
                ledger.lines().filter(|line| !is_named(line)).collect()
            }
        };
        let mut approximate = Vec::new();
        let unexplained = if can_be_answered(rule) { "，没有说明" } else { "" };
        for line in lines {
            let Some((now, before)) = self.years(line) else { continue };
            // A fall of a cumulative figure is told as such.
            let fell = || line.metric.cumulative && cumulative::fell(&now, &before) == Some(true);
            if now.quantity == before.quantity || fell() {
                continue;
            }
            if !(now.quantity.is_exact() && before.quantity.is_exact()) {
                approximate.push(line.metric.name.as_str());
            } else if let Some(told) = year_over_year::check(&now, &before, percent, unexplained) {
                self.tell(rule, told, vec![&line.metric.name]);
            }
        }
        self.leave_open(&rule.name, approximate);
    }

    /// 累计
    fn cumulative(&mut self) {
        let mut approximate = Vec::new();
        for line in self.ledger.lines().filter(|line| line.metric.cumulative) {
            let Some((now, before)) = self.years(line) else { continue };
            match cumulative::fell(&now, &before) {
                Some(false) => {}
                Some(true) => {
                    let name = line.metric.name.as_str();
                    if !self.reasons.answer(&[name]) {
                        self.found.push(cumulative::told(line, &now, &before));
                    }
                    self.asked.insert(name);
                }
                None => approximate.push(line.metric.name.as_str()),
            }
        }
        self.leave_open("累计", approximate);
    }

    /// The ranges of the percentages that were computed; of typed ones they were held when read.
    fn ranges(&mut self) {
        for rule in &self.context.catalogue.rules {
            if let RuleKind::Ratio { ratio, part, whole, .. } = &rule.kind {
                let told = ratio::check_computed(ratio, part, whole, self.ledger, self.found);
                self.found.extend(told);
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
            let metrics = approximate.clone();
            let missing = Vec::new();
            let (arose, told) = (true, false);
            self.lacking.push(Lacking { rule, missing, approximate, metrics, arose, told });
        }
    }

    /// Tells that a rule does not hold, unless a 说明 of one of its metrics gives the reason.
    fn tell(&mut self, rule: &Rule, told: Diagnostic, metrics: Vec<&'a str>) {
        let answer = metrics.first().filter(|_| can_be_answered(rule));
        if answer.is_none() || !self.reasons.answer(&metrics) {
            let answer = answer.map(|metric| how_to_answer(&rule.kind, metric));
            self.found.push(finish(told, rule, answer));
        }
        self.asked.extend(metrics);
    }

    fn finish(mut self) {
        // A rule that waits for figures may yet ask.
        self.asked.extend(self.lacking.iter().flat_map(|lacking| &lacking.metrics));
        self.reasons.idle(&self.asked, self.ledger, self.found);
        self.found.extend(not_applied(&self.lacking, self.context));
    }
}

/// Whether a 说明 may answer for it: not where figures contradict each other.
fn can_be_answered(rule: &Rule) -> bool {
    !rule.is_error
        && matches!(
            rule.kind,
            RuleKind::AtMost { .. }
                | RuleKind::Equal { .. }
                | RuleKind::Collected { .. }
                | RuleKind::YearOverYear { .. }
        )
}

/// What to write under 说明.
fn how_to_answer(kind: &RuleKind, metric: &str) -> String {
    match kind {
        RuleKind::Equal { .. } => {
            "口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同".into()
        }
        RuleKind::Collected { .. } => {
            format!("口径确有不同的，在“说明”下加一行“{metric}: 原因”")
        }
        _ => format!("无误的，在“说明”下加一行“{metric}: 原因”"),
    }
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
        RuleKind::Collected { total, .. } => vec![total],
        RuleKind::ItemCount { number, list } => vec![number, list],
        RuleKind::ZeroThenZero { when, then } => vec![when, then],
        RuleKind::FullCoverage { flag, left, right } => vec![flag, left, right],
    }
}

/// The metrics whose figures a rule holds against each other.
pub(super) fn compared(kind: &RuleKind) -> Vec<&str> {
    let mut metrics = operands(kind);
    if let RuleKind::Collected { part, .. } = kind {
        metrics.push(part);
    }
    metrics
}

/// Whether a rule holds whatever is missing.
fn asks_nothing(kind: &RuleKind, ledger: &Ledger<'_>) -> bool {
    let is_zero = |name: &str| ledger.number(name).map(|number| number.quantity.value.is_zero());
    match kind {
        RuleKind::ZeroThenZero { when, then } => {
            is_zero(when) == Some(false) || is_zero(then) == Some(true)
        }
        RuleKind::Collected { part, .. } => {
            ledger.line(part).is_none_or(|line| line.entries.is_empty())
        }
        _ => false,
    }
}

/// What a percentage is computed from.
pub(super) fn made_of<'a>(ratio: &str, catalogue: &'a Catalogue) -> Option<[&'a str; 2]> {
    catalogue.rules.iter().find_map(|rule| match &rule.kind {
        RuleKind::Ratio { ratio: name, part, whole, .. } if name == ratio => {
            Some([part.as_str(), whole])
        }
        _ => None,
    })
}

/// The metrics by which a rule cannot be applied because they are approximate: they take no part
/// in equations, and leave open what they are no bound for.
fn approximate<'a>(kind: &'a RuleKind, ledger: &Ledger<'_>) -> Vec<&'a str> {
    let mut names = match kind {
        RuleKind::Sum { .. }
        | RuleKind::Ratio { .. }
        | RuleKind::Equal { .. }
        | RuleKind::ItemCount { .. }
        | RuleKind::FullCoverage { .. } => operands(kind),
        RuleKind::Collected { total, part } => vec![total.as_str(), part],
        RuleKind::AtMost { left, right, .. } if at_most::is_open(left, right, ledger) => {
            operands(kind)
        }
        RuleKind::AtMost { .. } | RuleKind::YearOverYear { .. } | RuleKind::ZeroThenZero { .. } => {
            Vec::new()
        }
    };
    names.retain(|name| ledger.line(name).is_some_and(Line::is_approximate));
    names
}

/// What is wrong where a rule does not hold.
fn broken(kind: &RuleKind, ledger: &Ledger<'_>) -> Option<Diagnostic> {
    match kind {
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
        // Asked of each metric on its own.
        RuleKind::YearOverYear { .. } => None,
    }
}

/// Adds what the catalogue says of the rule.
fn finish(mut told: Diagnostic, rule: &Rule, answer: Option<String>) -> Diagnostic {
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
    if let (Some(help), Some(answer)) = (&mut told.help, answer) {
        help.push('；');
        help.push_str(&answer);
    }
    told.note("规则", reason)
}

/// 说明: the metrics whose figures the departments gave a reason for, and where.
struct Reasons<'a>(Vec<(&'a str, Span)>);

impl<'a> Reasons<'a> {
    /// Those that cannot answer are told: for metrics that the catalogue does not know, or that
    /// another department reports, and what only keeps a place open.
    fn read(ledger: &Ledger<'a>, context: Context<'_>, found: &mut Vec<Diagnostic>) -> Reasons<'a> {
        let mut given = Vec::new();
        for department in &context.submissions.departments {
            for (metric, reason) in &department.reasons {
                let Some(name) = ledger.resolve(metric, found) else { continue };
                let Some(line) = ledger.line(name) else { continue };
                match told_of_reason(line, department, metric, reason, context) {
                    Some(told) => found.push(told),
                    None => given.push((name, metric.span)),
                }
            }
        }
        Reasons(given)
    }

    fn answer(&self, metrics: &[&str]) -> bool {
        self.0.iter().any(|(name, _)| metrics.contains(name))
    }

    /// Reasons that nobody asked for. What is missing, approximate or reported twice may well
    /// be explained, and so may a 是 or 否.
    fn idle(&self, asked: &BTreeSet<&str>, ledger: &Ledger<'_>, found: &mut Vec<Diagnostic>) {
        for (name, span) in &self.0 {
            let is_plain = ledger.exact(name).is_some()
                && ledger.line(name).is_some_and(|line| {
                    line.entries.len() < 2 && !matches!(line.state, State::Missing)
                });
            if asked.contains(name) || !is_plain {
                continue;
            }
            found.push(
                Diagnostic::new(Code::E0604, format!("“{name}”的说明没有可以回答的问题"))
                    .at(*span, "没有一条规则问到这个数")
                    .help("规则没有问到的，不必说明，可以删去；要写进报告的，写在“正文”里"),
            );
        }
    }
}

/// Why a reason cannot answer.
fn told_of_reason(
    line: &Line<'_>,
    department: &Department,
    metric: &Spanned<String>,
    reason: &Spanned<String>,
    context: Context<'_>,
) -> Option<Diagnostic> {
    let name = &line.metric.name;
    if number::is_placeholder(&reason.value) {
        // It is not printed, so the report can do without.
        let fault = Diagnostic::new(Code::E0708, format!("“{name}”的说明还没有写内容"));
        return Some(
            fault
                .severity(Severity::Warning)
                .at(reason.span, "占位文字")
                .help("写明原因；不用说明的，连同指标名称一起删去"),
        );
    }
    let Owner::Department(owner) = &line.metric.owner else { return None };
    let here = &department.name.value;
    let reports = line.entries.iter().any(|entry| entry.department.name.value == *here);
    if reports || owner == here {
        return None;
    }
    let fault = Diagnostic::new(Code::E0604, format!("“{name}”不由{here}填报，说明不起作用"));
    Some(
        fault.at(metric.span, format!("由{owner}填报")).help(format!(
            "移到 {} 的“说明”下，由{owner}写明；用不着的，删去",
            context.file_of(owner)
        )),
    )
}

/// A rule that was not applied for want of figures, or of exact ones.
struct Lacking<'a> {
    /// Its name.
    rule: &'a str,
    missing: Vec<&'a str>,
    approximate: Vec<&'a str>,
    /// All that it holds against each other.
    metrics: Vec<&'a str>,
    /// Some of its figures were reported.
    arose: bool,
    /// The want of one of its figures is told on its own.
    told: bool,
}

/// One hint for all rules that were not applied, save where a figure's want is told anyway.
fn not_applied(lacking: &[Lacking<'_>], context: Context<'_>) -> Option<Diagnostic> {
    let untold = lacking.iter().filter(|lacking| !lacking.told);
    let (partly, wholly): (Vec<&Lacking<'_>>, Vec<&Lacking<'_>>) =
        untold.partition(|lacking| lacking.arose);
    // What is missing, or approximate → the rules that wait for it.
    let mut waiting: IndexMap<(&str, String), Vec<&str>> = IndexMap::new();
    for lacking in &partly {
        let (want, names) = match lacking.missing.as_slice() {
            [] => ("概数", &lacking.approximate),
            _ => ("缺", &lacking.missing),
        };
        waiting.entry((want, names.join("、"))).or_default().push(lacking.rule);
    }
    let of = |want: &str| waiting.keys().any(|(key, _)| *key == want);
    let (why, help) = match (of("缺"), of("概数")) {
        (false, false) => return None,
        (true, false) => ("缺数", "填报所缺的指标，就能核对箭头后面的规则"),
        (false, true) => ("数是概数", "填上准确数，就能核对箭头后面的规则；只有概数的，请自行核对"),
        (true, true) => ("缺数或者数是概数", "填报所缺的指标、准确的数，就能核对箭头后面的规则"),
    };
    let mut hint =
        Diagnostic::new(Code::E0510, format!("有 {} 条勾稽规则因{why}没有核对", partly.len()))
            .at(context.report_year(), "");
    for ((want, names), rules) in waiting {
        hint = hint.note(want, format!("{names} → {}", rules.join("、")));
    }
    if !wholly.is_empty() {
        hint = hint.note("另有", format!("{} 条规则所涉指标都没有填报", wholly.len()));
    }
    Some(hint.help(help))
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
