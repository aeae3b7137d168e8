//! Metrics that each department reports for itself (各部门): its own texts print its own figure,
//! the district's texts the sum.

use super::gaps::own_not_whole;
use super::{OWN_TEXT, Passage, ProseChecker, quantity};
use crate::catalogue::Owner;
use crate::check::ledger::{Entry, Line, State};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::Department;
use crate::number::{self, Quantity};
use crate::prose::Placeholder;
use crate::source::Span;

impl ProseChecker<'_> {
    /// The number that a placeholder prints.
    pub(super) fn printed(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
    ) -> Option<Quantity> {
        let line = self.ledger.line(&placeholder.name)?;
        match own(placeholder, line, passage) {
            None => quantity(line),
            Some(department) => entry(line, department)?.number(),
        }
    }

    /// Its change on last year in the field's words; of a department's own figure that on its own.
    pub(super) fn change_in(
        &self,
        placeholder: &Placeholder,
        now: Quantity,
        passage: Passage<'_>,
    ) -> Option<String> {
        let line = self.ledger.line(&placeholder.name)?;
        let Some(department) = own(placeholder, line, passage) else {
            return self.change(line.metric, now);
        };
        let (before, _) = self.last_year.own(&placeholder.name, &department.name.value)?;
        number::change(now, before, self.context.catalogue.rate_decimals(line.metric))
    }

    /// What it is compared with, and where that stands.
    pub(super) fn before(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
    ) -> Option<(Quantity, Vec<Span>)> {
        let line = self.ledger.line(&placeholder.name)?;
        match own(placeholder, line, passage) {
            None => {
                let before = self.last_year.number(&placeholder.name)?;
                Some((before.quantity, before.spans.to_vec()))
            }
            Some(department) => {
                let before = self.last_year.own(&placeholder.name, &department.name.value)?;
                Some((before.0, before.1.places().to_vec()))
            }
        }
    }

    /// A placeholder in a department's text for a figure of its own that it did not report, though
    /// others did; and a sum of what only one department reports.
    pub(super) fn without_own(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
    ) -> Option<Diagnostic> {
        let line = self.ledger.line(&placeholder.name)?;
        let name = &line.metric.name;
        if placeholder.total && line.metric.owner != Owner::Every {
            let span = self.locate(passage, &placeholder.range);
            if self.context.edition.department.is_some() {
                let message = format!("“{name}”在这份报告里没有合计");
                return Some(
                    Diagnostic::new(Code::E0704, message)
                        .at(span, "部门自己的报告里只有本部门的数")
                        .help(OWN_TEXT),
                );
            }
            return Some(
                Diagnostic::new(Code::E0704, format!("“{name}”只由一个部门填报，没有合计"))
                    .at(span, "“|合计”只用于各部门都填的指标")
                    .help(format!("改为 {{{{{name}}}}}")),
            );
        }
        let department = own(placeholder, line, passage)?;
        if let Some(sum) = entry(line, department).filter(|entry| entry.is_joined()) {
            let span = self.locate(passage, &placeholder.range);
            let message = format!("“{name}”是几个部门合并以后的合计，不是这一个部门的数");
            let fault = Diagnostic::new(Code::E0706, message)
                .at(span, "在部门的正文里，印的是本部门自己的数");
            let fault =
                sum.places().iter().fold(fault, |fault, place| fault.also(*place, "其中一个"));
            return Some(
                fault.help("当年的报告以存档的为准；要重新生成的，这里直接写这个部门当时的数"),
            );
        }
        let is_told = matches!(line.state, State::Missing | State::Faulty)
            || entry(line, department).is_some()
            || self.context.submissions.unread.is_all_of(&department.name.value);
        if is_told {
            return None;
        }
        let span = self.locate(passage, &placeholder.range);
        let mut gaps = line.gaps.values();
        if let Some(gap) = gaps.find(|gap| gap.department.name.value == department.name.value) {
            return Some(own_not_whole(gap, name, span));
        }
        Some(
            Diagnostic::new(Code::E0706, format!("本部门没有填报“{name}”"))
                .at(span, "在部门的正文里，印的是本部门自己的数")
                .also(department.metrics_span, "填在这里")
                .help(format!("填上本部门的数；要引用各部门之和，写 {{{{{name}|合计}}}}")),
        )
    }

    /// Whether a placeholder prints the department's own figure, which is there.
    pub(super) fn has_own(&self, placeholder: &Placeholder, passage: Passage<'_>) -> bool {
        self.ledger.line(&placeholder.name).is_some_and(|line| {
            own(placeholder, line, passage)
                .and_then(|department| entry(line, department))
                .is_some_and(|entry| entry.value.is_some())
        })
    }
}

/// The department whose own figure a placeholder prints.
fn own<'p>(
    placeholder: &Placeholder,
    line: &Line<'_>,
    passage: Passage<'p>,
) -> Option<&'p Department> {
    let is_own = !placeholder.total && line.metric.owner == Owner::Every;
    passage.department.filter(|_| is_own)
}

fn entry<'l, 'a>(line: &'l Line<'a>, department: &Department) -> Option<&'l Entry<'a>> {
    line.entries.iter().find(|entry| entry.department.name.value == department.name.value)
}
