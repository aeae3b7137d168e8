//! Values that nobody typed, computed as a rule of the catalogue says.

use super::ledger::{Ledger, Line, State};
use crate::catalogue::Catalogue;
use crate::rules::Computed;

/// Computes the metrics that were left out and that a rule gives the value of.
pub(super) fn fill(ledger: &mut Ledger<'_>, catalogue: &Catalogue) {
    for computation in catalogue.rules.iter().filter_map(|rule| rule.relation.computation()) {
        let is_missing = |line: &Line<'_>| matches!(line.state, State::Missing);
        if !ledger.line(computation.metric()).is_some_and(is_missing) {
            continue;
        }
        let state = match computation.compute(ledger) {
            Some(Computed::Value { value, formula, from }) => {
                State::Computed { value, formula, from }
            }
            Some(Computed::Undefined) => State::Undefined,
            Some(Computed::TooLong) => State::Faulty,
            // What it would be computed from is reported; so it need not be reported itself.
            None if computation.from().iter().any(|name| ledger.is_reported(name)) => State::Faulty,
            None => State::Missing,
        };
        if let Some(line) = ledger.line_mut(computation.metric()) {
            line.state = state;
        }
    }
}
