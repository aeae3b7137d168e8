//! Values that nobody typed, computed as a rule of the catalogue says.

use super::ledger::{Ledger, Line, State};
use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::rules::{Computed, LedgerView as _};
use crate::source::Span;

/// Computes the metrics that were left out and that a rule gives the value of.
pub(super) fn fill(ledger: &mut Ledger<'_>, catalogue: &Catalogue) -> Findings {
    let mut findings = sums_too_long(ledger);
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
            Some(Computed::TooLong) => {
                let what = format!("“{}”算不出来", computation.metric());
                let from = computation.from().into_iter();
                let from: Vec<Span> = from
                    .filter_map(|name| ledger.number(name))
                    .flat_map(|number| number.spans.to_vec())
                    .collect();
                findings.report(too_long(&what, &from));
                State::Faulty
            }
            // What it would be computed from is reported; so it need not be reported itself.
            None if computation.from().iter().any(|name| ledger.is_reported(name)) => State::Faulty,
            None => State::Missing,
        };
        if let Some(line) = ledger.line_mut(computation.metric()) {
            line.state = state;
        }
    }
    findings
}

/// The sums of what the departments reported that cannot be kept exactly.
fn sums_too_long(ledger: &Ledger<'_>) -> Findings {
    let report = |line: &Line<'_>| {
        let places: Vec<Span> = line.entries.iter().map(|entry| entry.span).collect();
        too_long(&format!("各部门的“{}”加不起来", line.metric.name), &places)
    };
    ledger.lines().filter(|line| line.is_too_long()).map(report).collect()
}

/// Something could not be reckoned with the numbers that stand at the places.
pub(super) fn too_long(what: &str, places: &[Span]) -> Diagnostic {
    let fault = Diagnostic::new(Code::E0511, format!("{what}：数字位数太多"));
    let fault = places.iter().enumerate().fold(fault, |fault, (index, place)| match index {
        0 => fault.at(*place, "从这个数起核对"),
        _ => fault.also(*place, ""),
    });
    fault.help("核对这几个数，看是否有几个数连在了一起")
}
