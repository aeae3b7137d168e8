//! The five statutory contents (厅字〔2019〕28号): ① measures and results, ② shortcomings and
//! causes, ③ what the principals did as 第一责任人, ④ next year's plans, ⑤ other matters.
//!
//! ① is the outline's (see [`outline`](super::outline)); ⑤ may be empty.

use rust_decimal::Decimal;

use super::Context;
use crate::catalogue::StatutoryPart;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::load::{Department, Item};
use crate::source::Span;

/// A department that `is_awaited` may bring what is missing.
pub(super) fn check(is_awaited: bool, context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    let report = &context.submissions.report;
    let departments = &context.submissions.departments;
    let parts = [
        Part {
            code: Code::E0808,
            name: "不足",
            what: "存在的不足和原因",
            form: "每条写“问题”和“原因”",
            which: StatutoryPart::Shortcomings,
            office: report.shortcomings.iter().map(|entry| entry.problem.span).collect(),
            office_is_whole: report.shortcomings.is_whole,
            departments: departments
                .iter()
                .flat_map(|department| &department.shortcomings)
                .map(|entry| entry.problem.span)
                .collect(),
        },
        Part {
            code: Code::E0810,
            name: "安排",
            what: "下一年度主要安排",
            form: "每条写“标题”和“内容”",
            which: StatutoryPart::Plans,
            office: report.plans.iter().map(|entry| entry.heading.span).collect(),
            office_is_whole: report.plans.is_whole,
            departments: departments
                .iter()
                .flat_map(|department| &department.plans)
                .map(|entry| entry.heading.span)
                .collect(),
        },
    ];
    // A department that has yet to hand in, or whose file was not understood, may bring them.
    let may_come = !context.submissions.unread.is_empty() || is_awaited;
    for part in parts {
        findings.extend(part.check(may_come, context));
    }
    findings.extend(first_responsible(context));
    findings
}

/// A part that is a list of entries, the office's own or the departments'.
struct Part {
    code: Code,
    name: &'static str,
    what: &'static str,
    form: &'static str,
    which: StatutoryPart,
    office: Vec<Span>,
    office_is_whole: bool,
    departments: Vec<Span>,
}

impl Part {
    fn check(&self, may_come: bool, context: Context<'_>) -> Findings {
        // The office's own, which would win, may not have been understood.
        if self.office.is_empty() && !self.office_is_whole {
            return Findings::new();
        }
        let used = if self.office.is_empty() { &self.departments } else { &self.office };
        let Some(first) = used.first() else {
            let told = (!may_come).then(|| {
                Diagnostic::new(self.code, format!("报告缺少法定内容：{}", self.what))
                    .at(context.report_year(), "报告总表和部门文件都没有")
                    .help(format!("在报告总表或者部门文件中加“{}”，{}", self.name, self.form))
            });
            return told.into_iter().collect();
        };
        let mut findings = Findings::new();
        if let Some(limit) = out_of_range(used.len(), "条", self.which, context) {
            findings.report(
                Diagnostic::new(Code::E0811, format!("“{}”的条数不合要求", self.name))
                    .at(*first, format!("共 {} 条，{limit}", used.len()))
                    .help(format!("由汇总单位在报告总表的“{}”中补写或者归并", self.name)),
            );
        }
        if let (false, Some(unused)) = (self.office.is_empty(), self.departments.first()) {
            findings.report(
                Diagnostic::new(
                    Code::E0812,
                    format!("部门报送的 {} 条“{}”没有采用", self.departments.len(), self.name),
                )
                .at(*unused, "部门报送的")
                .also(*first, "采用报告总表的")
                .help(format!("要采用部门报送的，删去报告总表的“{}”", self.name)),
            );
        }
        findings
    }
}

/// ③: items marked 满足: 第一责任人, with text of some length.
fn first_responsible(context: Context<'_>) -> Option<Diagnostic> {
    let outline = &context.submissions.report.outline;
    // A 满足 that says something else was reported as such.
    if !outline.is_whole {
        return None;
    }
    let items: Vec<&Item> = outline
        .iter()
        .flat_map(|theme| &theme.items)
        .filter(|item| item.first_responsible)
        .collect();
    let Some(first) = items.first() else {
        // Without an outline that is the fault to tell.
        let theme = outline.first()?;
        return Some(
            Diagnostic::new(
                Code::E0809,
                "报告缺少法定内容：党政主要负责人履行推进法治建设第一责任人职责情况",
            )
            .at(theme.key.span, "提纲中没有一个条目标明")
            .help("在写这一内容的条目下加一行“满足: 第一责任人”"),
        );
    };
    let texts: Vec<&str> = items
        .iter()
        .flat_map(|item| {
            let departments = context.submissions.departments.iter();
            departments.filter_map(|department| text_of(department, item))
        })
        .collect();
    // Items without any text are told by the outline.
    if texts.is_empty() || !context.submissions.unread.is_empty() {
        return None;
    }
    let length = texts.iter().flat_map(|text| text.chars()).filter(|c| !c.is_whitespace()).count();
    let limit = out_of_range(length, "字", StatutoryPart::FirstResponsible, context)?;
    let told = Diagnostic::new(Code::E0811, "第一责任人履职情况的字数不合要求")
        .at(first.key.span, format!("共 {length} 字，{limit}"))
        .help("写明党政主要负责人怎样部署、过问、协调、督办法治建设工作");
    let writers = items.iter().flat_map(|item| &item.departments);
    Some(writers.fold(told, |told, writer| told.concerning(&writer.value)))
}

fn text_of<'a>(department: &'a Department, item: &Item) -> Option<&'a str> {
    if !item.departments.iter().any(|named| named.value == department.name.value) {
        return None;
    }
    let prose = department.prose.iter().find(|(key, _)| key.value == item.key.value);
    prose.map(|(_, text)| text.value.as_str())
}

/// The limit that a length breaks, by the 范围 of the metric taken from this part.
fn out_of_range(
    length: usize,
    unit: &str,
    which: StatutoryPart,
    context: Context<'_>,
) -> Option<String> {
    let mut metrics = context.catalogue.metrics.values();
    let metric = metrics.find(|metric| metric.taken_from == Some(which))?;
    let length = Decimal::from(length);
    match (metric.minimum, metric.maximum) {
        (Some(minimum), _) if length < minimum => Some(format!("至少 {minimum} {unit}")),
        (_, Some(maximum)) if length > maximum => Some(format!("至多 {maximum} {unit}")),
        _ => None,
    }
}
