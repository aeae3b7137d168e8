//! What the layout of the edition has: what it needs is written, and nothing is asked for by name
//! that it does not have.

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::kind::LayoutPart;
use crate::kind::element::{Element, REPORTER, SALUTATION, SUBTITLE};
use crate::source::{Field, Place};

pub(super) fn check(context: Context<'_>) -> Findings {
    let edition = context.edition;
    let layout = &edition.layout;
    let mut findings = Findings::new();
    if edition.wants_red_head && !layout.has(LayoutPart::RedHead) {
        findings.report(not_had(&layout.name, "红头", "--redhead"));
    }
    if edition.separate && !layout.has(LayoutPart::Addressees) {
        findings.report(not_had(&layout.name, "主送机关", "--to"));
    }
    let report = &context.submissions.report;
    let salutation = layout.salutation.is_none().then_some(&report.salutation);
    let needed = [
        (
            LayoutPart::Subtitle,
            SUBTITLE,
            Some(&report.subtitle),
            "——2025年1月8日在示例区第×届人民代表大会第×次会议上",
        ),
        (LayoutPart::Reporter, REPORTER, Some(&report.reporter), "示例区人民政府区长　×××"),
        (LayoutPart::Salutation, SALUTATION, salutation, "各位代表"),
    ];
    for (part, element, written, example) in needed {
        if let (true, Some(Field::Absent(key))) = (layout.needs(part), written) {
            let place = key.map_or(context.report_year(), Place::from);
            let line = if key.is_some() { "填上" } else { "加一行" };
            let help = format!("{line}，如“{}: {example}”", element.key);
            let fault = missing(element, &layout.name, context.home());
            findings.report(fault.at(place, "").help(help));
        }
    }
    findings
}

/// Something was asked for on the command line that the layout does not have.
fn not_had(layout: &str, what: &str, option: &str) -> Diagnostic {
    Diagnostic::new(Code::E1031, format!("版式“{layout}”没有{what}，不能用 {option}"))
        .note("说明", format!("报告种类的 kind.yaml 写明版式“{layout}”有什么、没有什么"))
        .help(format!("去掉 {option}，或者换一个有{what}的版式"))
}

fn missing(element: Element, layout: &str, home: &str) -> Diagnostic {
    let key = element.key;
    Diagnostic::new(Code::E1032, format!("版式“{layout}”要印{key}，{home}没有写"))
}
