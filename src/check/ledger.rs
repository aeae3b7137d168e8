//! The ledger: one line a metric, with what was reported for it, by whom and where.

use std::collections::BTreeMap;
use std::slice;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::figures::Derivation;
use super::value;
use crate::catalogue::{Catalogue, Metric, Need, Owner, Value};
use crate::diagnostic::{Code, Diagnostic, Guesses};
use crate::findings::{Findings, Outcome};
use crate::load::{Department, Spanned, Typed, Unread};
use crate::number::{self, Quantity};
use crate::rules::{LedgerView, Operand};
use crate::source::Span;
use crate::text::{bare_name, differs_in_marks};

/// All metrics of the catalogue, in its order.
#[derive(Debug)]
pub(super) struct Ledger<'a> {
    catalogue: &'a Catalogue,
    /// As many as the catalogue has metrics, each at its metric's place.
    lines: Vec<Line<'a>>,
    /// 曾用名 → name.
    former: BTreeMap<&'a str, &'a str>,
    guesses: Guesses,
}

#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) metric: &'a Arc<Metric>,
    /// In the order of the departments.
    pub(super) entries: Vec<Entry<'a>>,
    /// A name like this one was typed by mistake: then it is not missing.
    pub(super) mistyped: bool,
    /// One rule adds up the parts of each department that did not type it, and the sum of the unit's
    /// parts is that of these sums.
    pub(super) is_by_rule: bool,
    /// The departments that reported only some of what it is the sum of, by their places among all.
    pub(super) gaps: BTreeMap<usize, Gap<'a>>,
    pub(super) state: State,
}

/// What one department typed, or the sum of what it did.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) department: &'a Department,
    pub(super) key: Span,
    pub(super) span: Span,
    /// None: not to be read, and reported.
    pub(super) value: Option<Value>,
    /// How it is added up. None where it was typed.
    pub(super) sum: Option<Box<Sum>>,
}

/// How a department's own figure comes about that is added up.
#[derive(Debug)]
pub(super) struct Sum {
    /// Whether a rule adds it up of other figures; or else its addends were typed for the metric itself, in
    /// the files of departments that have become one.
    pub(super) is_by_rule: bool,
    pub(super) formula: String,
    /// Where its parts were typed.
    pub(super) from: Vec<Span>,
}

/// A department that reported only some of the parts of a total, and not the total.
#[derive(Debug)]
pub(super) struct Gap<'a> {
    pub(super) department: &'a Department,
    /// The parts that it did not report. None where they are there, but approximate.
    pub(super) lacks: Vec<&'a str>,
}

/// What is known of a metric.
#[derive(Debug)]
pub(super) enum State {
    Missing,
    /// Typed, but reported as faulty; or computed from something that is.
    Faulty,
    Reported {
        value: Value,
        span: Span,
    },
    Computed {
        value: Decimal,
        formula: String,
        from: Vec<Span>,
    },
    /// A rate of nothing: its whole is zero.
    Undefined,
    /// Of several departments' numbers one at least is approximate: they have no sum.
    Approximate,
    /// Of several departments one at least reported only a part of its own: they have no sum.
    Incomplete,
}

impl<'a> Ledger<'a> {
    /// Reads all that departments typed under 指标. Of a value at a place that is `unread`
    /// anyway, nothing more is reported.
    pub(super) fn read(
        departments: &'a [Department],
        catalogue: &'a Catalogue,
        unread: &Unread,
    ) -> Outcome<Ledger<'a>> {
        let line = |metric: &'a Arc<Metric>| Line {
            metric,
            entries: Vec::new(),
            mistyped: false,
            is_by_rule: false,
            gaps: BTreeMap::new(),
            state: State::Missing,
        };
        let lines = catalogue.metrics.values().map(line);
        let former = catalogue.metrics.values().flat_map(|metric| {
            metric.former_names.iter().map(|name| (name.as_str(), metric.name.as_str()))
        });
        let (lines, former) = (lines.collect(), former.collect());
        let mut ledger = Ledger { catalogue, lines, former, guesses: Guesses::default() };
        let mut findings = Findings::new();
        for department in departments {
            for (key, typed) in &department.metrics {
                findings.extend(ledger.enter(department, key, typed, unread));
            }
        }
        Outcome::new(ledger, findings)
    }

    /// Marks the metrics that lines bear which were not understood, such as one without a colon:
    /// then they are not missing.
    pub(super) fn mark_unread<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        for name in names {
            if let Some(line) = self.metric_named(name).and_then(|name| self.line_mut(name)) {
                line.mistyped = true;
            }
            // The name of a metric with a dimension, or of one of its members.
            for family in self.catalogue.families.values() {
                let member = family.metric(name).map(str::to_owned);
                let is_typed = |metric: &String| {
                    self.line(metric).is_some_and(|line| !line.entries.is_empty())
                };
                // Beside others it may be any of those that are missing.
                let is_of = member.is_some() && family.members.iter().any(is_typed);
                let all = if family.name == name || is_of { &family.members[..] } else { &[] };
                for metric in all.iter().chain(&member) {
                    if let Some(line) = self.line_mut(metric).filter(|line| line.entries.is_empty())
                    {
                        line.mistyped = true;
                    }
                }
            }
        }
    }

    fn enter(
        &mut self,
        department: &'a Department,
        key: &'a Spanned<String>,
        typed: &'a Typed,
        unread: &Unread,
    ) -> Findings {
        let Outcome { value: name, mut findings } = self.resolve(key);
        let Some(name) = name else {
            self.note_mistyped(&key.value);
            return findings;
        };
        let Some(line) = self.line_mut(name) else { return findings };
        if let Some(content) = &line.metric.taken_from {
            findings.report(
                Diagnostic::new(Code::E0310, format!("“{name}”不在“指标”下填写"))
                    .at(key.span, "由报告本身的内容满足")
                    .help(format!("删去这一行；{}", content.place())),
            );
            return findings;
        }
        // The empty line of a form is no value; where one is owed, that is reported with what is
        // missing.
        if typed.is_nothing() {
            return findings;
        }
        let is_reported = unread.overlaps(typed.span);
        let value = match unread.is_lost(department.file, name) {
            true => None,
            false => value::read(typed, line.metric)
                .map_err(|fault| findings.extend((!is_reported).then_some(*fault)))
                .ok(),
        };
        // Nearly all have the one.
        if line.entries.is_empty() {
            line.entries.reserve_exact(1);
        }
        line.entries.push(Entry { department, key: key.span, span: typed.span, value, sum: None });
        findings
    }

    /// The metric that a typed name means. Unknown names and 曾用名 are reported.
    pub(super) fn resolve(&self, key: &Spanned<String>) -> Outcome<Option<&'a str>> {
        if let Some(metric) = self.catalogue.metrics.get(&key.value) {
            return Outcome::clean(Some(&metric.name));
        }
        if let Some(name) = self.former.get(key.value.as_str()).copied() {
            let fault = Diagnostic::new(Code::E0306, format!("“{}”已经改名", key.value))
                .at(key.span, format!("现在叫“{name}”"))
                .help(format!("改为“{name}”"))
                .edit(key.span, name);
            return Outcome::new(Some(name), fault.into());
        }
        let fault = Diagnostic::new(Code::E0305, format!("指标目录中没有“{}”", key.value));
        let fault = match (self.with_more(&key.value), self.nearest(&key.value)) {
            (Some(metric), _) => {
                let (name, unit) = (&metric.name, &metric.unit);
                let is_unit = bracketed(&key.value).is_none_or(|(_, inside)| inside == unit);
                fault
                    .at(key.span, format!("是否指“{name}”"))
                    .help(format!("改为“{name}”；名称前后不写序号、符号和单位，数按目录的单位填写"))
                    .edit_where(is_unit, key.span, name)
            }
            (None, Some(name)) => fault
                .at(key.span, format!("是否指“{name}”"))
                .help(format!("改为“{name}”；确是新指标的，先在指标目录中登记"))
                .edit_where(differs_in_marks(&key.value, name), key.span, name),
            (None, None) => fault
                .at(key.span, "没有登记")
                .help("核对指标名称；确是新指标的，先在指标目录中登记"),
        };
        Outcome::new(None, fault.into())
    }

    fn note_mistyped(&mut self, name: &str) {
        if let Some(meant) = self.nearest(name)
            && let Some(line) = self.line_mut(meant)
        {
            line.mistyped = true;
        }
    }

    /// The metric that a line probably bears whose name was read as this: by its present or
    /// former name.
    pub(super) fn metric_named(&self, name: &str) -> Option<&'a str> {
        // Without a colon the number may follow at once.
        let bare = name.trim_end_matches(|character: char| character.is_ascii_digit());
        [name, bare].into_iter().find_map(|name| match self.catalogue.metrics.get(name) {
            Some(metric) => Some(metric.name.as_str()),
            None => self.current_name(name),
        })
    }

    /// 是否指: the metric whose present or former name is nearest.
    pub(super) fn nearest(&self, name: &str) -> Option<&'a str> {
        if let Some(metric) = self.with_more(name) {
            return Some(&metric.name);
        }
        let names = self.catalogue.metrics.keys().map(String::as_str);
        let meant = self.guesses.nearest(name, names.chain(self.former.keys().copied()))?;
        Some(self.former.get(meant).copied().unwrap_or(meant))
    }

    /// The metric whose name stands there with its number in a list, or with its unit or the like in
    /// brackets behind it.
    fn with_more(&self, name: &str) -> Option<&'a Metric> {
        let numbered = bare_name(name);
        let bare = bracketed(numbered).map_or(numbered, |(bare, _)| bare);
        self.catalogue.metrics.get(bare).filter(|_| bare != name).map(AsRef::as_ref)
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter()
    }

    pub(super) fn lines_mut(&mut self) -> impl Iterator<Item = &mut Line<'a>> {
        self.lines.iter_mut()
    }

    pub(super) fn line(&self, name: &str) -> Option<&Line<'a>> {
        self.lines.get(self.catalogue.metrics.get_index_of(name)?)
    }

    pub(super) fn line_mut(&mut self, name: &str) -> Option<&mut Line<'a>> {
        self.lines.get_mut(self.catalogue.metrics.get_index_of(name)?)
    }

    pub(super) fn current_name(&self, former: &str) -> Option<&'a str> {
        self.former.get(former).copied()
    }

    pub(super) fn settle_all(&mut self) {
        for line in &mut self.lines {
            line.settle();
        }
    }

    /// Whether nothing was reported, or not all of it, and nothing stands in for it.
    pub(super) fn is_missing(&self, name: &str) -> bool {
        self.line(name).is_none_or(|line| match line.state {
            State::Missing => line.metric.default.is_none(),
            State::Incomplete => true,
            _ => false,
        })
    }

    /// Whether its want is reported on its own, as a missing required metric is.
    pub(super) fn is_reported(&self, name: &str) -> bool {
        self.line(name).is_some_and(|line| match line.state {
            State::Missing | State::Incomplete => {
                line.metric.need == Need::Required || line.mistyped
            }
            State::Faulty => true,
            State::Reported { .. }
            | State::Computed { .. }
            | State::Undefined
            | State::Approximate => false,
        })
    }
}

impl LedgerView for Ledger<'_> {
    fn metric(&self, name: &str) -> Option<&Metric> {
        Some(self.line(name)?.metric)
    }

    fn number(&self, name: &str) -> Option<Operand<'_>> {
        self.line(name)?.number()
    }

    fn typed(&self, name: &str) -> Option<(&Value, Span)> {
        match &self.line(name)?.state {
            State::Reported { value, span } => Some((value, *span)),
            _ => None,
        }
    }

    fn computed(&self, name: &str) -> Option<(Decimal, &str)> {
        match &self.line(name)?.state {
            State::Computed { value, formula, .. } => Some((*value, formula)),
            _ => None,
        }
    }

    fn entries(&self, name: &str) -> Vec<(&str, Span)> {
        let entries = self.line(name).map(|line| line.entries.as_slice()).unwrap_or_default();
        entries.iter().map(|entry| (entry.department.name.value.as_str(), entry.span)).collect()
    }
}

impl<'a> Line<'a> {
    /// Its number, exact or approximate, or its 缺省.
    pub(super) fn number(&self) -> Option<Operand<'_>> {
        let (quantity, spans) = match &self.state {
            State::Reported { value: Value::Number(quantity), span } => {
                (*quantity, slice::from_ref(span))
            }
            State::Computed { value, from, .. } => (Quantity::exact(*value), from.as_slice()),
            State::Missing => (Quantity::exact(self.metric.default?), [].as_slice()),
            State::Reported { .. }
            | State::Faulty
            | State::Undefined
            | State::Approximate
            | State::Incomplete => return None,
        };
        Some(Operand { name: &self.metric.name, unit: &self.metric.unit, quantity, spans })
    }

    /// Its number in a text of a department: its own, where every department has one.
    pub(super) fn number_in(&self, department: Option<&str>) -> Option<Operand<'_>> {
        let Some(department) = department.filter(|_| self.metric.owner == Owner::Every) else {
            return self.number();
        };
        let entry = self.entries.iter().find(|entry| entry.department.name.value == department)?;
        Some(Operand {
            name: &self.metric.name,
            unit: &self.metric.unit,
            quantity: entry.number()?,
            spans: entry.places(),
        })
    }

    /// Its number as it was reported, or computed; nothing that merely counts as its 缺省.
    pub(super) fn reported(&self) -> Option<Operand<'_>> {
        self.number().filter(|number| !number.spans.is_empty())
    }

    /// Whether it is computed of the sums of all departments, none of which has its own; or would be,
    /// were the sums whole.
    pub(super) fn is_computed_for_all(&self) -> bool {
        let is_faulty = matches!(self.state, State::Faulty) && !self.mistyped;
        let is_computed = is_faulty || matches!(self.state, State::Computed { .. });
        self.metric.owner == Owner::Every && self.entries.is_empty() && is_computed
    }

    /// What a department typed.
    pub(super) fn entry_of(&self, department: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.department.name.value == department)
    }

    /// A department's own number, or the 缺省. None where it typed several.
    pub(super) fn number_of(&self, department: &str) -> Option<Operand<'_>> {
        let mut own = self.entries.iter().filter(|entry| entry.department.name.value == department);
        let (quantity, spans) = match (own.next(), own.next()) {
            (Some(entry), None) => (entry.number()?, entry.places()),
            (None, _) => (Quantity::exact(self.metric.default?), [].as_slice()),
            _ => return None,
        };
        Some(Operand { name: &self.metric.name, unit: &self.metric.unit, quantity, spans })
    }

    /// The departments that have their own, each once.
    pub(super) fn departments(&self) -> Vec<&'a str> {
        names(self.entries.iter())
    }

    /// The departments that typed it, each once.
    pub(super) fn typed_by(&self) -> Vec<&'a str> {
        names(self.entries.iter().filter(|entry| !entry.is_sum()))
    }

    /// The numbers that were typed for it: the one, or for 各部门 that of each department.
    pub(super) fn typed_numbers(&self) -> Vec<(Option<&'a str>, Operand<'_>)> {
        match (&self.metric.owner, &self.state) {
            (Owner::Every, _) => {
                let own = self.typed_by().into_iter();
                let own = own.filter_map(|name| Some((Some(name), self.number_of(name)?)));
                own.collect()
            }
            (_, State::Reported { .. }) => {
                self.number().map(|typed| (None, typed)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether a number reported for it, or for a part of it, is approximate.
    pub(super) fn is_approximate(&self) -> bool {
        matches!(self.state, State::Approximate) || self.entries.iter().any(Entry::is_approximate)
    }

    /// Whether the departments' numbers have a sum that cannot be kept exactly.
    pub(super) fn is_too_long(&self) -> bool {
        let numbers = || numbers(&self.entries).filter(|_| !self.is_approximate());
        self.metric.owner == Owner::Every
            && matches!(self.state, State::Faulty)
            && numbers().is_some_and(|numbers| number::sum(numbers).is_none())
    }

    /// Takes the value of the department that answers for it, or else of the first that has
    /// one; for 各部门 the sum, if nobody's part bears a mistyped name.
    pub(super) fn settle(&mut self) {
        let answering = match &self.metric.owner {
            Owner::Every if self.mistyped => {
                self.state = State::Faulty;
                return;
            }
            Owner::Every if !self.gaps.is_empty() => {
                let is_whole = self.gaps.values().all(|gap| gap.lacks.is_empty());
                self.state = if is_whole { State::Approximate } else { State::Incomplete };
                return;
            }
            // The rule gives it, with the sums of the parts as its formula.
            Owner::Every
                if self.is_by_rule
                    && self.entries.iter().any(Entry::is_sum)
                    && self.entries.iter().all(Entry::is_sum) =>
            {
                self.state = State::Missing;
                return;
            }
            Owner::Every
                if self.entries.len() > 1 || self.entries.iter().any(|one| one.sum.is_some()) =>
            {
                self.state = total(&self.entries);
                return;
            }
            Owner::Every => None,
            Owner::Department(owner) => {
                self.entries.iter().find(|entry| entry.department.name.value == *owner)
            }
        };
        self.state = match answering.or(self.entries.first()) {
            Some(Entry { value: Some(value), span, .. }) => {
                State::Reported { value: value.clone(), span: *span }
            }
            Some(Entry { value: None, .. }) => State::Faulty,
            None if self.mistyped => State::Faulty,
            None => State::Missing,
        };
    }
}

impl Entry<'_> {
    /// Whether it is a sum that a rule gives, and has no place of its own.
    pub(super) fn is_sum(&self) -> bool {
        self.sum.as_ref().is_some_and(|sum| sum.is_by_rule)
    }

    /// Whether it is the sum of what departments typed that have become one.
    pub(super) fn is_joined(&self) -> bool {
        self.sum.as_ref().is_some_and(|sum| !sum.is_by_rule)
    }

    /// Where its value was typed, or how it was computed.
    pub(super) fn provenance(&self) -> (Option<Span>, Derivation) {
        match &self.sum {
            None => (Some(self.span), Derivation::Reported),
            Some(sum) => (None, Derivation::Computed(sum.formula.clone())),
        }
    }

    /// Where it was typed, or its parts were.
    pub(super) fn places(&self) -> &[Span] {
        match &self.sum {
            None => slice::from_ref(&self.span),
            Some(sum) => &sum.from,
        }
    }

    /// Its number, where it is one.
    pub(super) fn number(&self) -> Option<Quantity> {
        match &self.value {
            Some(Value::Number(quantity)) => Some(*quantity),
            _ => None,
        }
    }

    pub(super) fn is_approximate(&self) -> bool {
        matches!(&self.value, Some(Value::Number(quantity)) if !quantity.is_exact())
    }
}

/// The departments of some entries, each once.
fn names<'l, 'a: 'l>(entries: impl Iterator<Item = &'l Entry<'a>>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::with_capacity(entries.size_hint().0);
    for Entry { department, .. } in entries {
        let name = department.name.value.as_str();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A name, and what stands in brackets behind it: 审查件次（件次）.
fn bracketed(name: &str) -> Option<(&str, &str)> {
    let (bare, inside) = name.strip_suffix(['）', ')'])?.rsplit_once(['（', '('])?;
    Some((bare.trim_end(), inside))
}

/// The numbers of all departments; none where one was not understood.
fn numbers(entries: &[Entry<'_>]) -> Option<Vec<Decimal>> {
    let number = |entry: &Entry<'_>| match &entry.value {
        Some(Value::Number(quantity)) => Some(quantity.value),
        _ => None,
    };
    entries.iter().map(number).collect()
}

/// The sum of what several departments reported.
fn total(entries: &[Entry<'_>]) -> State {
    let Some(values) = numbers(entries) else { return State::Faulty };
    if entries.iter().any(Entry::is_approximate) {
        return State::Approximate;
    }
    let Some(value) = number::sum(values.iter().copied()) else { return State::Faulty };
    let formula = match entries {
        [Entry { sum: Some(sum), .. }] => sum.formula.clone(),
        _ => {
            let numbers = values.iter().map(|value| Quantity::exact(*value).in_formula());
            numbers.collect::<Vec<_>>().join(" + ")
        }
    };
    let from = entries.iter().flat_map(|entry| entry.places().iter().copied()).collect();
    State::Computed { value, formula, from }
}
