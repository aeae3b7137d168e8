//! 说明: the reasons that departments give for figures that do not fit.

use std::collections::BTreeSet;

use super::super::Context;
use super::super::ledger::{Ledger, Line, State};
use crate::catalogue::{DOT, Owner};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::{Findings, Outcome};
use crate::load::{Department, Spanned};
use crate::number;
use crate::rules::LedgerView as _;
use crate::source::Span;

/// The metrics whose figures the departments gave a reason for.
pub(super) struct Reasons<'a>(Vec<Reason<'a>>);

/// A metric, which department gave a reason for its figure, and where.
struct Reason<'a> {
    metric: &'a str,
    span: Span,
    department: &'a str,
}

impl Reason<'_> {
    /// Whether it is given for a metric, or for the one with a dimension that it is a member of.
    fn is_about(&self, metric: &str) -> bool {
        let whole = metric.split_once(DOT).map(|(whole, _)| whole);
        metric == self.metric || whole == Some(self.metric)
    }
}

impl<'a> Reasons<'a> {
    /// Those that cannot answer are reported: for metrics that the catalogue does not know, or
    /// that another department reports, and placeholders.
    pub(super) fn read(ledger: &Ledger<'a>, context: Context<'a>) -> Outcome<Reasons<'a>> {
        let mut given = Vec::new();
        let mut findings = Findings::new();
        for department in &context.submissions.departments {
            for (metric, reason) in department.reasons.iter() {
                let name = ledger.resolve(metric).gather(&mut findings);
                let Some(name) = name else { continue };
                let Some(line) = ledger.line(name) else { continue };
                match cannot_answer(line, department, metric, reason, context) {
                    Some(fault) => findings.report(fault),
                    None => given.push(Reason {
                        metric: name,
                        span: reason.span,
                        department: &department.name.value,
                    }),
                }
            }
        }
        Outcome::new(Reasons(given), findings)
    }

    /// Whether there is a reason for one of the metrics: of the department whose figures they are,
    /// or, for the district's, of any.
    pub(super) fn answer(&self, metrics: &[&str], department: Option<&str>) -> bool {
        self.0.iter().any(|reason| {
            metrics.iter().any(|metric| reason.is_about(metric))
                && department.is_none_or(|department| department == reason.department)
        })
    }

    /// Reasons that nothing asks for. What is missing, approximate or reported twice may well
    /// be explained, and so may a 是 or 否.
    pub(super) fn idle(&self, asked: &BTreeSet<&str>, ledger: &Ledger<'_>) -> Findings {
        let is_plain = |name: &str| {
            ledger.exact(name).is_some()
                && ledger.line(name).is_some_and(|line| {
                    line.entries.len() < 2 && !matches!(line.state, State::Missing)
                })
        };
        let idle = self
            .0
            .iter()
            .filter(|Reason { metric, .. }| !asked.contains(metric) && is_plain(metric))
            .filter(|reason| !asked.iter().any(|metric| reason.is_about(metric)));
        let diagnostic = |Reason { metric, span, .. }: &Reason<'_>| {
            Diagnostic::new(Code::E0604, format!("“{metric}”的说明没有可以回答的问题"))
                .at(*span, "没有一条规则问到这个数")
                .help("规则没有问到的，不必说明，可以删去；要写进报告的，写在“正文”里")
        };
        idle.map(diagnostic).collect()
    }
}

/// The words that say of a figure that it changed, not why.
const OF_CHANGE: [&str; 30] = [
    "上年同期",
    "去年同期",
    "上一年",
    "上年度",
    "上年",
    "去年",
    "本年度",
    "本年",
    "今年",
    "同比",
    "相比",
    "增长",
    "增加",
    "上升",
    "提高",
    "下降",
    "减少",
    "降低",
    "变化",
    "变动",
    "大幅",
    "明显",
    "有所",
    "较大",
    "较",
    "比",
    "与",
    "和",
    "了",
    "的",
];

/// Whether a reason gives none: a placeholder, figures, a letter, or that the figure changed.
fn says_nothing(reason: &str, metric: &str) -> bool {
    let words = OF_CHANGE.iter();
    let rest = words.fold(reason.replace(metric, ""), |rest, word| rest.replace(word, ""));
    number::is_placeholder(reason) || rest.chars().filter(|c| c.is_alphabetic()).count() < 2
}

/// Why a reason cannot answer.
fn cannot_answer(
    line: &Line<'_>,
    department: &Department,
    metric: &Spanned<String>,
    reason: &Spanned<String>,
    context: Context<'_>,
) -> Option<Diagnostic> {
    let name = &line.metric.name;
    if says_nothing(&reason.value, name) {
        // It is not printed, so the report can do without.
        let fault = Diagnostic::new(Code::E0708, format!("“{name}”的说明还没有写内容"));
        let label = match number::is_placeholder(&reason.value) {
            true => "占位文字",
            false => "没有写出原因",
        };
        return Some(
            fault
                .severity(Severity::Warning)
                .at(reason.span, label)
                .help("写明原因；不用说明的，连同指标名称一起删去"),
        );
    }
    let Owner::Department(owner) = &line.metric.owner else { return None };
    let here = &department.name.value;
    let reports = line.entries.iter().any(|entry| entry.department.name.value == *here);
    if reports || owner == here {
        return None;
    }
    let fault = Diagnostic::new(Code::E0604, format!("“{name}”不由{here}填报，说明不起作用"));
    Some(
        fault.at(metric.span, format!("由{owner}填报")).help(format!(
            "移到 {} 的“说明”下，由{owner}写明；用不着的，删去",
            context.file_of(owner)
        )),
    )
}
