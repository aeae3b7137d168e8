//! The figures of a year as a rule is held against them: the district's, or those of one department.

use indexmap::IndexSet;
use rust_decimal::Decimal;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::ledger::{Entry, Ledger, Line};
use crate::catalogue::{Metric, Owner, Value};
use crate::number::{self, Quantity};
use crate::rules::{Computation, Computed, LedgerView, Operand, Rule};
use crate::source::Span;

/// The figures of a year, as the rules see them.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    ledger: &'a Ledger<'a>,
    /// The department whose figures of 各部门 metrics are meant; none for their sums.
    pub(super) department: Option<&'a str>,
    /// Whether only what was reported or computed counts, and no 缺省.
    is_of_last_year: bool,
}

impl<'a> View<'a> {
    pub(super) fn of_this_year(ledger: &'a Ledger<'a>, department: Option<&'a str>) -> View<'a> {
        View { ledger, department, is_of_last_year: false }
    }

    pub(super) fn of_last_year(ledger: &'a Ledger<'a>, department: Option<&'a str>) -> View<'a> {
        View { ledger, department, is_of_last_year: true }
    }

    /// The department whose own figure of a metric is meant.
    fn department_of(&self, line: &Line<'_>) -> Option<&'a str> {
        self.department.filter(|_| line.metric.owner == Owner::Every)
    }

    /// Whether nothing was reported and nothing stands in for it.
    pub(super) fn is_missing(&self, name: &str) -> bool {
        let Some(line) = self.ledger.line(name) else { return true };
        match self.department_of(line) {
            Some(department) => {
                line.entry_of(department).is_none() && line.metric.default.is_none()
            }
            None => self.ledger.is_missing(name),
        }
    }

    /// Whether its want, or what is wrong with it, is reported on its own.
    pub(super) fn is_reported(&self, name: &str) -> bool {
        let line = self.ledger.line(name);
        let own = line.and_then(|line| Some((line, self.department_of(line)?)));
        match own {
            Some((line, department)) => {
                line.entry_of(department).is_some_and(|entry| entry.value.is_none())
            }
            None => self.ledger.is_reported(name),
        }
    }

    /// Whether a number reported for it is approximate.
    pub(super) fn is_approximate(&self, name: &str) -> bool {
        self.ledger.line(name).is_some_and(|line| match self.department_of(line) {
            Some(department) => line.entry_of(department).is_some_and(Entry::is_approximate),
            None => line.is_approximate(),
        })
    }
}

impl LedgerView for View<'_> {
    fn metric(&self, name: &str) -> Option<&Metric> {
        self.ledger.metric(name)
    }

    fn number(&self, name: &str) -> Option<Operand<'_>> {
        let line = self.ledger.line(name)?;
        let number = match self.department_of(line) {
            Some(department) => line.number_of(department),
            None => line.number(),
        };
        number.filter(|number| !self.is_of_last_year || !number.spans.is_empty())
    }

    fn typed(&self, name: &str) -> Option<(&Value, Span)> {
        let line = self.ledger.line(name)?;
        match self.department_of(line) {
            Some(department) => {
                let entry = line.entry_of(department).filter(|entry| !entry.is_sum())?;
                Some((entry.value.as_ref()?, entry.span))
            }
            None => self.ledger.typed(name),
        }
    }

    fn computed(&self, name: &str) -> Option<(Decimal, &str)> {
        let line = self.ledger.line(name)?;
        match self.department_of(line) {
            Some(_) => None,
            None => self.ledger.computed(name),
        }
    }

    fn entries(&self, name: &str) -> Vec<(&str, Span)> {
        let mut entries = self.ledger.entries(name);
        let own = self.ledger.line(name).and_then(|line| self.department_of(line));
        entries.retain(|(department, _)| own.is_none_or(|own| own == *department));
        entries
    }
}

/// The figures with other values of some of them.
#[derive(Debug, Clone)]
pub(super) struct Changed<'a> {
    view: View<'a>,
    values: Vec<(&'a str, Decimal)>,
}

impl<'a> Changed<'a> {
    /// With another value of one metric, and of what is computed from it.
    pub(super) fn new(
        view: View<'a>,
        name: &'a str,
        value: Decimal,
        computed: &ComputedFrom<'a>,
    ) -> Changed<'a> {
        let mut changed = Changed { view, values: vec![(name, value)] };
        let mut next = vec![name];
        // Each metric is computed anew as often as it has parts that change, and no more: rules
        // do not go in circles.
        while let Some(part) = next.pop() {
            for computation in computed.by_part.get(part).into_iter().flatten() {
                if !computed.gave(*computation, &view) {
                    continue;
                }
                let Some(value) = changed.computed_anew(*computation) else { continue };
                let whole = computation.metric();
                match changed.values.iter_mut().find(|(name, _)| *name == whole) {
                    Some((_, known)) if *known == value => continue,
                    Some((_, known)) => *known = value,
                    None => changed.values.push((whole, value)),
                }
                next.push(whole);
            }
        }
        changed
    }

    /// What a computation gives with the changed values. A sum of departments of which some typed their
    /// own changes by what the sum of the parts does.
    fn computed_anew(&self, computation: &dyn Computation) -> Option<Decimal> {
        let value = |view: &dyn LedgerView| value_of(computation, view);
        let now = value(self)?;
        if computation.decimals().is_some() {
            return Some(now);
        }
        let known = self.view.exact(computation.metric())?.quantity.value;
        number::sum([known, number::difference(now, value(&self.view)?)?])
    }
}

/// What a computation gives.
fn value_of(computation: &dyn Computation, view: &dyn LedgerView) -> Option<Decimal> {
    match computation.compute(view)? {
        Computed::Value { value, .. } => Some(value),
        Computed::Undefined | Computed::TooLong => None,
    }
}

/// The metrics of the district that were computed, and what they may have been computed from: one may
/// be the sum of its members, and by a rule that of other metrics too.
#[derive(Default)]
pub(super) struct ComputedFrom<'a> {
    by_part: FxHashMap<&'a str, Vec<&'a dyn Computation>>,
    ways: FxHashMap<&'a str, Vec<&'a dyn Computation>>,
}

/// Metrics, each once, in the order in which they were found.
pub(super) type Reach<'a> = IndexSet<&'a str, FxBuildHasher>;

impl<'a> ComputedFrom<'a> {
    pub(super) fn new(rules: &'a [Rule], ledger: &'a Ledger<'a>) -> ComputedFrom<'a> {
        let mut computed = ComputedFrom::default();
        for computation in rules.iter().filter_map(|rule| rule.relation.computation()) {
            let whole = computation.metric();
            if ledger.computed(whole).is_none() {
                continue;
            }
            for part in computation.from() {
                computed.by_part.entry(part).or_default().push(computation);
            }
            computed.ways.entry(whole).or_default().push(computation);
        }
        computed
    }

    /// Whether the value that stands was computed this way. Of ways that give the same the first did,
    /// and so where none gives it, as where some departments typed their own.
    fn gave(&self, computation: &dyn Computation, view: &View<'a>) -> bool {
        let whole = computation.metric();
        let ways = self.ways.get(whole).map(Vec::as_slice).unwrap_or_default();
        let known = view.exact(whole).map(|known| known.quantity.value);
        let mut same = ways.iter().filter(|way| known.is_some() && value_of(**way, view) == known);
        let first = match ways {
            [only] => Some(only),
            _ => same.next().or(ways.first()),
        };
        first.is_some_and(|way| std::ptr::addr_eq(*way, computation))
    }

    /// The metrics, and then all that they may have been computed from.
    pub(super) fn reach(&self, metrics: &[&'a str]) -> Reach<'a> {
        let mut reached: Reach<'a> = metrics.iter().copied().collect();
        let mut at = 0;
        while let Some(metric) = reached.get_index(at) {
            let ways = self.ways.get(metric).into_iter().flatten();
            reached.extend(ways.flat_map(|way| way.from()));
            at += 1;
        }
        reached
    }
}

impl LedgerView for Changed<'_> {
    fn metric(&self, name: &str) -> Option<&Metric> {
        self.view.metric(name)
    }

    fn number(&self, name: &str) -> Option<Operand<'_>> {
        let number = self.view.number(name)?;
        let changed = self.values.iter().find(|(changed, _)| *changed == name);
        let quantity = changed.map_or(number.quantity, |(_, value)| Quantity::exact(*value));
        Some(Operand { quantity, ..number })
    }

    fn typed(&self, name: &str) -> Option<(&Value, Span)> {
        self.view.typed(name)
    }

    fn computed(&self, name: &str) -> Option<(Decimal, &str)> {
        self.view.computed(name)
    }

    fn entries(&self, name: &str) -> Vec<(&str, Span)> {
        self.view.entries(name)
    }
}
