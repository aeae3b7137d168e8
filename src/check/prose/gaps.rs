//! Sums of departments that have no value, for some departments reported only a part of their own.

use std::collections::BTreeSet;

use super::{MOST_PLACES, ProseChecker};
use crate::check::ledger::{Gap, Line, State};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::Department;
use crate::source::Span;

impl ProseChecker<'_> {
    /// The sum that a metric is, or is computed from, and that lacks what departments did not report.
    pub(super) fn incomplete<'l>(&'l self, line: &'l Line<'_>) -> Option<&'l Line<'l>> {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut next = vec![line.metric.name.as_str()];
        while let Some(name) = next.pop() {
            let line = self.ledger.line(name).filter(|_| seen.insert(name));
            let Some(line) = line else { continue };
            match line.state {
                State::Incomplete => return Some(line),
                State::Missing => next.extend(self.context.catalogue.computed_from(name)),
                _ => {}
            }
        }
        None
    }
}

/// A metric that texts print and that cannot be computed, for departments did not report all parts of
/// a sum.
pub(super) fn not_whole(
    fault: Diagnostic,
    sum: &Line<'_>,
    uses: &[Span],
    remedy: &str,
) -> Option<Diagnostic> {
    uses.first()?;
    let fault = uses.iter().fold(fault, |fault, span| fault.at(*span, "算不出来"));
    let name = &sum.metric.name;
    let gaps = sum.gaps.values().filter(|gap| !gap.lacks.is_empty()).take(MOST_PLACES);
    let fault = gaps.fold(fault, |fault, gap| {
        let Gap { department, .. } = gap;
        let what = format!("{}缺“{}”", department.name.value, gap.lacks.join("”“"));
        fault.also(department.metrics_span, what)
    });
    Some(fault.help(format!(
        "补填所缺的分项，没有发生的填 0，或者由这些部门直接填报“{name}”；都没有的，{remedy}"
    )))
}

/// A department's text prints its own figure, which it reported only parts of.
pub(super) fn own_not_whole(gap: &Gap<'_>, name: &str, span: Span) -> Diagnostic {
    let Gap { department, lacks } = gap;
    let Department { metrics_span, .. } = department;
    let fault = Diagnostic::new(Code::E0706, format!("本部门的“{name}”算不出来"))
        .at(span, "在部门的正文里，印的是本部门自己的数");
    match lacks.as_slice() {
        [] => fault
            .also(*metrics_span, "分项是概数，不能计算")
            .help(format!("填上分项的准确数，或者直接填报“{name}”")),
        lacks => fault
            .also(*metrics_span, format!("缺“{}”", lacks.join("”“")))
            .help(format!("补填所缺的分项，没有发生的填 0，或者直接填报“{name}”")),
    }
}
