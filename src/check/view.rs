//! The figures of a year as a rule is held against them: the district's, or those of one department.

use rust_decimal::Decimal;

use super::ledger::{Entry, Ledger, Line};
use crate::catalogue::{Metric, Owner, Value};
use crate::number::Quantity;
use crate::rules::{LedgerView, Operand};
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
                let entry = line.entry_of(department)?;
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

/// The figures with another value of one of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changed<'a> {
    pub(super) view: View<'a>,
    pub(super) name: &'a str,
    pub(super) value: Decimal,
}

impl LedgerView for Changed<'_> {
    fn metric(&self, name: &str) -> Option<&Metric> {
        self.view.metric(name)
    }

    fn number(&self, name: &str) -> Option<Operand<'_>> {
        let number = self.view.number(name)?;
        let quantity = match name == self.name {
            true => Quantity::exact(self.value),
            false => number.quantity,
        };
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
