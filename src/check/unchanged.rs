//! Texts that print no figure and are word for word last year's: contents of the report such as 不足
//! and 安排, and whole texts under 正文; and departments whose figures are all last year's.

use std::collections::HashMap;

use super::Context;
use super::last_year::LastYear;
use super::ledger::Ledger;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::kind::{Form, Kind, LayoutPart, PartForm};
use crate::load::{Department, Entry, Report};
use crate::number::{self, Quantity};
use crate::source::{Span, Spanned};

/// Characters, blanks left out: shorter texts may well be the same.
const SHORTEST: usize = 40;

/// Places of one content that are reported together.
const MOST_PLACES: usize = 100;

/// A text that is compared: what it says, and where it stands.
struct Unit {
    words: String,
    span: Span,
}

pub(super) fn check(context: Context<'_>) -> Findings {
    let submissions = context.submissions;
    let (report, kind) = (&submissions.report, submissions.report.kind.as_ref());
    let last = &submissions.last_year;
    let of_last = last.report.iter().flat_map(|report| of_report(report, kind));
    let of_last = of_last.chain(last.departments.iter().flat_map(|each| of_department(each, kind)));
    // Asked by words, never walked through: its order reports nothing.
    let mut before: HashMap<String, Span> = HashMap::new();
    for unit in of_last.flat_map(|(_, units)| units) {
        before.entry(unit.words).or_insert(unit.span);
    }
    let mut findings = Findings::new();
    if before.is_empty() {
        return findings;
    }
    let is_dated = report.written.given().is_some();
    // A form as it was made holds last year's texts, and waits to be filled in.
    let is_begun =
        |department: &Department| department.metrics.iter().any(|(_, typed)| !typed.is_nothing());
    // A report that needs no date is begun with the first figure.
    let is_office_begun = is_dated
        || !context.edition.layout.needs(LayoutPart::Date)
            && submissions.departments.iter().any(is_begun);
    let office = of_report(report, kind).into_iter().filter(|_| is_office_begun);
    let begun =
        submissions.departments.iter().filter(|department| is_dated || is_begun(department));
    let departments = begun.flat_map(|department| of_department(department, kind));
    for (what, units) in office.chain(departments) {
        let same = units.iter().filter_map(|unit| Some((unit.span, *before.get(&unit.words)?)));
        let same: Vec<(Span, Span)> = same.collect();
        if same.is_empty() {
            continue;
        }
        let diagnostic =
            Diagnostic::new(Code::E0815, format!("“{what}”有 {} 段与上年一字不差", same.len()));
        let diagnostic = same
            .iter()
            .take(MOST_PLACES)
            .fold(diagnostic, |diagnostic, (now, _)| diagnostic.at(*now, "与上年相同"));
        let diagnostic = same
            .iter()
            .take(MOST_PLACES)
            .fold(diagnostic, |diagnostic, (_, before)| diagnostic.also(*before, "上年所写"));
        findings.report(diagnostic.help("按本年的情况改写；确实照旧的，可以不改"));
    }
    findings
}

/// Departments that report for all that they reported last year what they reported then: of a few figures
/// that may well be so.
pub(super) fn figures(
    ledger: &Ledger<'_>,
    last_year: &LastYear<'_>,
    context: Context<'_>,
) -> Findings {
    const FEWEST: usize = 5;
    // How many figures of a department are the same; none where one is another.
    let mut same: HashMap<&str, Option<usize>> = HashMap::new();
    for line in ledger.lines() {
        let Some(last) = last_year.line(&line.metric.name) else { continue };
        let before = last.entries.iter();
        let before: HashMap<&str, Quantity> = before
            .filter_map(|entry| Some((entry.department.name.value.as_str(), entry.number()?)))
            .collect();
        for entry in &line.entries {
            let name = entry.department.name.value.as_str();
            let Some((now, before)) = entry.number().zip(before.get(name)) else { continue };
            let count = same.entry(name).or_insert(Some(0));
            *count = count.filter(|_| now == *before);
            if let Some(count) = count {
                *count += usize::from(!now.value.is_zero());
            }
        }
    }
    let unchanged = context.submissions.departments.iter().filter_map(|department| {
        let name = department.name.value.as_str();
        let count = same.get(name).copied().flatten().filter(|count| *count >= FEWEST)?;
        let fault = format!("“{name}”的数与上年的全部相同，共 {count} 个");
        Some(
            Diagnostic::new(Code::E0815, fault)
                .at(department.metrics_span, "一个也没有变")
                .help("核对是不是把上年的文件只改了年度；确实都照旧的，可以不改"),
        )
    });
    unchanged.collect()
}

/// The contents that the office wrote, each with its texts.
fn of_report<'a>(report: &'a Report, kind: &'a Kind) -> Vec<(&'a str, Vec<Unit>)> {
    let texts = kind.contents.iter().filter(|content| matches!(content.form, Form::Text));
    let texts = texts.filter_map(|content| {
        Some((content.key.as_str(), paragraphs(report.text(&content.key)?).collect()))
    });
    texts.chain(lists(kind, |key| report.entries(key))).collect()
}

/// The contents that a department wrote, each with its texts.
fn of_department<'a>(department: &'a Department, kind: &'a Kind) -> Vec<(&'a str, Vec<Unit>)> {
    let prose = department.prose.iter();
    let prose = prose.filter_map(|(_, text)| unit(&text.value, text.span)).collect();
    std::iter::once(("正文", prose)).chain(lists(kind, |key| department.entries(key))).collect()
}

/// The entries of all lists: each entry as a whole, and each longer part of it.
fn lists<'a>(
    kind: &'a Kind,
    listed: impl Fn(&str) -> &'a [Entry] + 'a,
) -> impl Iterator<Item = (&'a str, Vec<Unit>)> {
    kind.lists().map(move |(content, parts)| {
        let mut units = Vec::new();
        for entry in listed(&content.key) {
            let texts: Vec<&Spanned<String>> = entry.parts.iter().flatten().collect();
            let prose = parts.iter().zip(&entry.parts);
            let prose = prose.filter(|(part, _)| part.form == PartForm::Prose);
            let longest = prose.filter_map(|(_, text)| text.as_ref()).flat_map(paragraphs);
            let longest: Vec<Unit> = longest.collect();
            // An entry whose heading was touched up is still last year's.
            match longest.is_empty() {
                true => units.extend(whole(&texts)),
                false => units.extend(longest),
            }
        }
        (content.key.as_str(), units)
    })
}

/// Several texts as one, at the first.
fn whole(texts: &[&Spanned<String>]) -> Option<Unit> {
    let text: String = texts.iter().map(|text| text.value.as_str()).collect();
    unit(&text, texts.first()?.span)
}

/// The paragraphs of a text.
fn paragraphs(text: &Spanned<String>) -> impl Iterator<Item = Unit> {
    text.value.split("\n\n").filter_map(|paragraph| unit(paragraph, text.span))
}

/// The words of a text without blanks and marks, every year as one: years move on by themselves.
/// None for short ones, those with figures and places that
/// are kept open.
fn unit(text: &str, span: Span) -> Option<Unit> {
    let length = text.chars().filter(|c| !c.is_whitespace()).count();
    // A text that prints figures reads otherwise once they move on.
    if text.contains("{{") || length < SHORTEST || number::is_placeholder(text) {
        return None;
    }
    let mut words: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut from = 0;
    while let Some(at) = words.get(from..).and_then(|rest| rest.find('年')).map(|at| from + at) {
        let is_year = at.checked_sub(4).is_some_and(|start| {
            words.get(start..at).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()))
        });
        if is_year {
            words.replace_range(at - 4..at, "0000");
        }
        from = at + '年'.len_utf8();
    }
    Some(Unit { words, span })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn years_marks_and_blanks_make_no_difference() {
        let words = |text: &str| unit(text, Span::new(FileId(0), 0..0)).map(|unit| unit.words);
        let text = "2024年起从严加强行政执法人员管理，落实好持证上岗和资格管理各项制度，定期开展业务培训。";
        let moved = "2025年起从严加强行政执法人员管理、落实好持证上岗和资格管理各项制度，\n定期开展业务培训";
        assert_eq!(words(text), words(moved));
        assert_ne!(words(text), words(&text.replace("定期", "每季度")));
        assert_eq!(words("从严加强行政执法人员管理"), None);
        assert_eq!(words(&format!("{text}培训{{{{培训场次}}}}。")), None);
    }
}
