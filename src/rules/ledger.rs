//! What rules see of the figures: the checker's ledger behind a small interface.

use rust_decimal::Decimal;

use crate::metric::{Metric, Value};
use crate::number::Quantity;
use crate::source::Span;

/// A number that takes part in a rule.
#[derive(Debug, Clone)]
pub(crate) struct Operand<'a> {
    /// The metric.
    pub(crate) name: &'a str,
    /// Its unit.
    pub(crate) unit: &'a str,
    /// Its value.
    pub(crate) quantity: Quantity,
    /// Where it was typed, or what it was computed from; empty for a 缺省 value.
    pub(crate) spans: &'a [Span],
}

impl Operand<'_> {
    /// Number and unit, as a label shows them.
    pub(crate) fn with_unit(&self) -> String {
        self.quantity.with_unit(self.unit)
    }
}

/// The figures of one year, as rules see them.
pub(crate) trait LedgerView {
    /// What the catalogue says of a metric.
    fn metric(&self, name: &str) -> Option<&Metric>;

    /// The number of a metric, exact or approximate, typed or computed, or its 缺省.
    fn number(&self, name: &str) -> Option<Operand<'_>>;

    /// The value as it was typed, and where.
    fn typed(&self, name: &str) -> Option<(&Value, Span)>;

    /// The value as it was computed, and the formula.
    fn computed(&self, name: &str) -> Option<(Decimal, &str)>;

    /// The departments that typed a metric, and where.
    fn entries(&self, name: &str) -> Vec<(&str, Span)>;

    /// A number that may take part in an equation: one that is not approximate.
    fn exact(&self, name: &str) -> Option<Operand<'_>> {
        self.number(name).filter(|operand| operand.quantity.is_exact())
    }
}

/// Several numbers, all of them exact, or none.
pub(super) fn all_exact<'a>(
    names: &[String],
    ledger: &'a dyn LedgerView,
) -> Option<Vec<Operand<'a>>> {
    names.iter().map(|name| ledger.exact(name)).collect()
}
