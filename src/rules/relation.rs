//! What a rule states of its metrics, as the checker and the report ask for it.

use std::fmt;

use rust_decimal::Decimal;

use super::{LedgerView, Operand};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// A number that cannot be kept exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLong;

/// What checking comes to.
pub(crate) type Checked = Result<Option<Diagnostic>, TooLong>;

/// What must hold between the metrics of a rule.
pub(crate) trait Relation: fmt::Debug + Send + Sync {
    /// The metrics without which it cannot be checked.
    fn operands(&self) -> Vec<&str>;

    /// All metrics whose figures it compares.
    fn metrics(&self) -> Vec<&str> {
        self.operands()
    }

    /// What is wrong where it does not hold. None where it holds, or a figure cannot take part.
    ///
    /// # Errors
    /// [`TooLong`] where that cannot be reckoned.
    fn check(&self, ledger: &dyn LedgerView) -> Checked;

    /// Whether it holds whatever the missing figures are.
    fn holds_anyway(&self, _ledger: &dyn LedgerView) -> bool {
        false
    }

    /// Whether approximate figures, where there are any, leave open whether it holds. They do so
    /// in an equation.
    fn is_left_open(&self, _ledger: &dyn LedgerView) -> bool {
        true
    }

    /// What to write under 说明, where a reason from the department can answer for figures that do
    /// not fit; `metric` is the first of its metrics. None where the figures contradict each other.
    fn answer(&self, _metric: &str) -> Option<String> {
        None
    }

    /// 替补: the rule in whose place it is checked where figures of that rule are missing.
    fn stands_in_for(&self) -> Option<&str> {
        None
    }

    /// A total and the parts that it is the sum of.
    fn composition(&self) -> Option<(&str, &[String])> {
        None
    }

    /// The metric that is made of others, and those others.
    fn made_of(&self) -> Option<(&str, Vec<&str>)> {
        self.computation().map(|computation| (computation.metric(), computation.from()))
    }

    /// Whether it holds a figure against what all departments reported together.
    fn is_of_all(&self) -> bool {
        false
    }

    /// Where it gives the value of a metric that was left out: how.
    fn computation(&self) -> Option<&dyn Computation> {
        None
    }

    /// The values of which each, in place of one metric's own, would make it hold where it does not.
    fn meant(&self, _ledger: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        Vec::new()
    }

    /// Where it holds this year's figures against last year's: how.
    fn across_years(&self) -> Option<&dyn AcrossYears> {
        None
    }

    /// Where it says something of each metric on its own, in two years: what.
    fn metric_by_metric(&self) -> Option<&dyn MetricByMetric> {
        None
    }
}

/// A relation that gives the value of a metric that was left out.
pub(crate) trait Computation {
    /// The metric that it computes.
    fn metric(&self) -> &str;

    /// What it is computed from.
    fn from(&self) -> Vec<&str>;

    /// Digits after the point of a rate. None for what is as exact as its parts.
    fn decimals(&self) -> Option<u32>;

    /// The value. None where what it is computed from is missing.
    fn compute(&self, ledger: &dyn LedgerView) -> Option<Computed>;

    /// What is wrong where the computed value is out of its range.
    fn check_range(&self, ledger: &dyn LedgerView) -> Option<Diagnostic>;
}

/// What computing comes to.
#[derive(Debug)]
pub(crate) enum Computed {
    /// A value, how it came about, and where its operands stand.
    Value { value: Decimal, formula: String, from: Vec<Span> },
    /// A rate whose whole is zero.
    Undefined,
    /// A value that cannot be kept exactly.
    TooLong,
}

/// A relation between this year's and last year's value of each metric.
pub(crate) trait MetricByMetric {
    /// The metrics that it names. None for all those that no other such rule names.
    fn named(&self) -> Option<&[String]>;

    /// What is wrong with the two values, both of them exact. `can_be_answered` says whether a
    /// 说明 may give the reason.
    ///
    /// # Errors
    /// [`TooLong`] where that cannot be reckoned.
    fn compare(&self, now: &Operand<'_>, before: &Operand<'_>, can_be_answered: bool) -> Checked;
}

/// A relation between this year's figures and last year's.
pub(crate) trait AcrossYears {
    /// The metrics whose figures of last year it needs.
    fn of_last_year(&self) -> Vec<&str>;

    /// As [`Relation::check`]; the metrics of [`Relation::operands`] are this year's.
    ///
    /// # Errors
    /// [`TooLong`] where that cannot be reckoned.
    fn check_years(&self, now: &dyn LedgerView, before: &dyn LedgerView) -> Checked;

    /// As [`Relation::meant`], for figures of this year.
    fn meant(&self, now: &dyn LedgerView, before: &dyn LedgerView) -> Vec<(&str, Decimal)>;
}
