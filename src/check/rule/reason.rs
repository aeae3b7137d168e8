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
pub(super) struct Reasons<'a> {
    given: Vec<Reason<'a>>,
    /// Those that say nothing yet, and why not.
    blank: Vec<(Reason<'a>, &'static str)>,
}

/// A metric, which department gave a reason for its figure, and where.
struct Reason<'a> {
    metric: &'a str,
    span: Span,
    department: &'a str,
}

impl Reason<'_> {
    /// Whether it is for one of the metrics: of the department whose figures they are, or, for the
    /// district's, of any.
    fn answers(&self, metrics: &[&str], department: Option<&str>) -> bool {
        metrics.iter().any(|metric| self.is_about(metric))
            && department.is_none_or(|department| department == self.department)
    }

    /// Whether it is given for a metric, or for the one with a dimension that it is a member of.
    fn is_about(&self, metric: &str) -> bool {
        let whole = metric.split_once(DOT).map(|(whole, _)| whole);
        metric == self.metric || whole == Some(self.metric)
    }
}

impl<'a> Reasons<'a> {
    /// Those that cannot answer are reported: for metrics that the catalogue does not know, or
    /// that another department reports.
    pub(super) fn read(ledger: &Ledger<'a>, context: Context<'a>) -> Outcome<Reasons<'a>> {
        let (mut given, mut blank) = (Vec::new(), Vec::new());
        let mut findings = Findings::new();
        for department in &context.submissions.departments {
            for (metric, reason) in department.reasons.iter() {
                let name = ledger.resolve(metric).gather(&mut findings);
                let Some(name) = name else { continue };
                let Some(line) = ledger.line(name) else { continue };
                let read =
                    Reason { metric: name, span: reason.span, department: &department.name.value };
                if let Some(label) = says_nothing(&reason.value, &line.metric.name) {
                    blank.push((read, label));
                } else if let Some(fault) = of_another(line, department, metric, context) {
                    findings.report(fault);
                } else {
                    given.push(read);
                }
            }
        }
        Outcome::new(Reasons { given, blank }, findings)
    }

    /// Whether there is a reason for one of the metrics.
    pub(super) fn answer(&self, metrics: &[&str], department: Option<&str>) -> bool {
        self.given.iter().any(|reason| reason.answers(metrics, department))
    }

    /// What was found, if there is no reason for it. Where there is one that says nothing, it is told
    /// here, and not by itself.
    pub(super) fn ask(
        &mut self,
        metrics: &[&str],
        department: Option<&str>,
        found: Diagnostic,
    ) -> Option<Diagnostic> {
        if self.answer(metrics, department) {
            return None;
        }
        let blank = self.blank.iter().position(|(reason, _)| reason.answers(metrics, department));
        Some(match blank.map(|at| self.blank.remove(at)) {
            Some((reason, label)) => found.also(reason.span, format!("说明：{label}")),
            None => found,
        })
    }

    /// Those that say nothing, and that nothing was found for.
    pub(super) fn unwritten(&self) -> Findings {
        let fault = |(reason, label): &(Reason<'_>, &str)| {
            // It is not printed, so the report can do without.
            Diagnostic::new(Code::E0708, format!("“{}”的说明还没有写内容", reason.metric))
                .severity(Severity::Warning)
                .at(reason.span, *label)
                .help("写明原因；不用说明的，连同指标名称一起删去")
        };
        self.blank.iter().map(fault).collect()
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
            .given
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
const OF_CHANGE: [&str; 33] = [
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
    "一样",
    "相同",
    "持平",
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

/// The words that say of a figure that somebody looked at it, or will.
const OF_ASSURANCE: [&str; 27] = [
    "核实",
    "核对",
    "已核",
    "待核",
    "待查",
    "审核",
    "审定",
    "确认",
    "无误",
    "准确",
    "正确",
    "属实",
    "如实",
    "据实",
    "实际",
    "为准",
    "填报",
    "统计",
    "数据",
    "数字",
    "正常",
    "波动",
    "备注",
    "原因待查",
    "领导",
    "请",
    "见",
];

/// What is said of a reason that gives none: a placeholder, figures, a letter, that the figure changed, or
/// that it is right.
fn says_nothing(reason: &str, metric: &str) -> Option<&'static str> {
    if number::is_placeholder(reason) {
        return Some("占位文字");
    }
    let words = OF_CHANGE.iter().chain(&OF_ASSURANCE);
    let rest = words.fold(reason.replace(metric, ""), |rest, word| rest.replace(word, ""));
    (rest.chars().filter(|c| c.is_alphabetic()).count() < 2).then_some("没有写出原因")
}

/// The fault of a reason that a department gives for what another reports.
fn of_another(
    line: &Line<'_>,
    department: &Department,
    metric: &Spanned<String>,
    context: Context<'_>,
) -> Option<Diagnostic> {
    let name = &line.metric.name;
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
