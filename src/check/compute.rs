//! Values that nobody typed, computed as a rule of the catalogue says.

use super::ledger::{Ledger, Line, State};
use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::rules::{Computation, Computed, LedgerView as _};
use crate::source::Span;

/// Computes the metrics that were left out and that a rule gives the value of. One may be computed
/// from another, in any order.
pub(super) fn fill(ledger: &mut Ledger<'_>, catalogue: &Catalogue) -> Findings {
    let mut findings = sums_too_long(ledger);
    let mut open: Vec<&dyn Computation> = catalogue.computations().collect();
    let mut is_new = true;
    while is_new {
        is_new = false;
        open.retain(|computation| {
            if !is_missing(computation.metric(), ledger) {
                return false;
            }
            let Some(computed) = computation.compute(ledger) else { return true };
            let state = match computed {
                Computed::Value { value, formula, from } => {
                    State::Computed { value, formula, from }
                }
                Computed::Undefined => State::Undefined,
                Computed::TooLong => {
                    findings.report(not_computed(*computation, ledger));
                    State::Faulty
                }
            };
            is_new |= set(computation.metric(), state, ledger);
            false
        });
    }
    // What one would be computed from is reported; so it need not be reported itself. A total that is
    // owed is owed beside its parts where they are merely missing.
    let mut is_new = true;
    while is_new {
        is_new = false;
        open.retain(|computation| {
            let waits = is_missing(computation.metric(), ledger);
            let is_total = computation.decimals().is_none();
            let is_reported = computation
                .from()
                .iter()
                .any(|name| ledger.is_reported(name) && !(is_total && is_missing(name, ledger)));
            if waits && is_reported {
                is_new |= set(computation.metric(), State::Faulty, ledger);
            }
            waits && !is_reported
        });
    }
    findings
}

fn is_missing(name: &str, ledger: &Ledger<'_>) -> bool {
    ledger.line(name).is_some_and(|line| matches!(line.state, State::Missing))
}

fn set(name: &str, state: State, ledger: &mut Ledger<'_>) -> bool {
    let line = ledger.line_mut(name);
    line.map(|line| line.state = state).is_some()
}

fn not_computed(computation: &dyn Computation, ledger: &Ledger<'_>) -> Diagnostic {
    let from = computation.from().into_iter().filter_map(|name| ledger.number(name));
    let from = Span::each_once(from.flat_map(|number| number.spans.to_vec()));
    too_long(&format!("“{}”算不出来", computation.metric()), &from)
}

/// The sums of what the departments reported that cannot be kept exactly.
fn sums_too_long(ledger: &Ledger<'_>) -> Findings {
    let report = |line: &Line<'_>| {
        let places: Vec<Span> =
            line.entries.iter().flat_map(|entry| entry.places().iter().copied()).collect();
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
