//! The contents that a report of its kind must have beside its figures: lists of entries, and
//! items of the outline that are marked as a content. The outline itself is checked in
//! [`outline`](super::outline).

use rust_decimal::Decimal;

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::kind::{Content, Form, Part, keys};
use crate::load::{Department, Entry, Item};
use crate::source::{Field, Span};

/// A department that `is_awaited` may bring what is missing.
pub(super) fn check(is_awaited: bool, context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    // A department that has yet to hand in, or whose file was not understood, may bring them.
    let may_come = !context.submissions.unread.is_empty() || is_awaited;
    let contents = &context.submissions.report.kind.contents;
    for content in contents {
        if let Form::Entries(parts) = &content.form {
            findings.extend(List::new(content, parts, context).check(may_come, context));
        }
    }
    for content in contents {
        match content.form {
            Form::Mark(_) => findings.extend(marked(content, context)),
            Form::Text => findings.extend(text(content, context)),
            Form::Outline(_) | Form::Entries(_) => {}
        }
    }
    findings
}

/// What a content is that must be there.
fn what(content: &Content) -> &'static str {
    match content.basis {
        Some(_) => "法定内容",
        None => "必有的内容",
    }
}

fn lacks(content: &Content) -> String {
    format!("报告缺少{}：{}", what(content), content.name)
}

/// A content that is a list of entries, the office's own or the departments'.
struct List<'a> {
    content: &'a Content,
    parts: &'a [Part],
    /// Where the entries begin.
    office: Vec<Span>,
    office_is_whole: bool,
    departments: Vec<Span>,
    /// The optional parts that no entry has, of the office and of the departments.
    office_lacks: Vec<&'a str>,
    departments_lack: Vec<&'a str>,
}

/// The parts that may be left out, and were in all of these entries.
fn lacking<'a>(parts: &'a [Part], entries: &[&Entry]) -> Vec<&'a str> {
    let optional = parts.iter().enumerate().filter(|(_, part)| part.is_optional);
    let lacking = optional.filter(|(place, _)| {
        entries.iter().all(|entry| entry.parts.get(*place).is_none_or(Option::is_none))
    });
    lacking.map(|(_, part)| part.key.as_str()).collect()
}

impl<'a> List<'a> {
    fn new(content: &'a Content, parts: &'a [Part], context: Context<'_>) -> List<'a> {
        let key = content.key.as_str();
        let starts = |entries: &[Entry]| {
            entries
                .iter()
                .filter_map(|entry| Some(entry.parts.iter().flatten().next()?.span))
                .collect::<Vec<Span>>()
        };
        let report = &context.submissions.report;
        let departments = context.submissions.departments.iter();
        let office: Vec<&Entry> = report.entries(key).iter().collect();
        let theirs: Vec<&Entry> = departments.clone().flat_map(|each| each.entries(key)).collect();
        List {
            office_lacks: lacking(parts, &office),
            departments_lack: lacking(parts, &theirs),
            content,
            parts,
            office: starts(report.entries(key)),
            office_is_whole: report.lists.get(key).is_none_or(|listed| listed.is_whole),
            departments: departments.flat_map(|each| starts(each.entries(key))).collect(),
        }
    }

    fn check(&self, may_come: bool, context: Context<'_>) -> Findings {
        let key = self.content.key.as_str();
        // The office's own, which would win, may not have been understood.
        if self.office.is_empty() && !self.office_is_whole {
            return Findings::new();
        }
        let used = if self.office.is_empty() { &self.departments } else { &self.office };
        let Some(first) = used.first() else {
            let diagnostic = (!may_come && self.content.is_required).then(|| self.missing(context));
            return diagnostic.into_iter().collect();
        };
        let mut findings = Findings::new();
        let lacking = match self.office.is_empty() {
            true => &self.departments_lack,
            false => &self.office_lacks,
        };
        if self.content.is_required && (self.office_is_whole && !may_come) {
            findings.extend(lacking.iter().map(|part| {
                Diagnostic::new(Code::E0808, format!("“{key}”没有一条写了“{part}”"))
                    .at(*first, format!("共 {} 条，都没有写“{part}”", used.len()))
                    .note("依据", format!("{}：{}", what(self.content), self.content.name))
                    .help(format!("在“{key}”中加“{part}”，至少写一条"))
            }));
        }
        if let Some(limit) = out_of_range(used.len(), "条", self.content, context) {
            findings.report(
                Diagnostic::new(Code::E0811, format!("“{key}”的条数不合要求"))
                    .at(*first, format!("共 {} 条，{limit}", used.len()))
                    .help(match context.edition.department {
                        None => format!("由汇总单位在报告总表的“{key}”中补写或者归并"),
                        Some(_) => format!("在“{key}”中补写或者归并"),
                    }),
            );
        }
        if let (false, Some(unused)) = (self.office.is_empty(), self.departments.first()) {
            findings.report(
                Diagnostic::new(
                    Code::E0812,
                    format!("部门报送的 {} 条“{key}”没有采用", self.departments.len()),
                )
                .at(*unused, "部门报送的")
                .also(*first, "采用报告总表的")
                .help(format!("要采用部门报送的，删去报告总表的“{key}”")),
            );
        }
        findings
    }

    fn missing(&self, context: Context<'_>) -> Diagnostic {
        let code = if self.content.is_next_year { Code::E0810 } else { Code::E0808 };
        let (label, place) = match context.edition.department {
            None => ("报告总表和部门文件都没有", "在报告总表或者部门文件中"),
            Some(_) => ("这个部门的文件里没有", "在这个文件中"),
        };
        Diagnostic::new(code, lacks(self.content)).at(context.report_year(), label).help(format!(
            "{place}加“{}”，每条写“{}”",
            self.content.key,
            keys(self.parts).join("”和“")
        ))
    }
}

/// A content that is a text of `report.yaml`.
fn text(content: &Content, context: Context<'_>) -> Option<Diagnostic> {
    let key = content.key.as_str();
    let field = context.submissions.report.texts.get(key);
    let is_missing = field.is_none_or(Field::is_absent);
    (content.is_required && is_missing).then(|| {
        let diagnostic = Diagnostic::new(Code::E0808, lacks(content));
        if let Some(empty) = field.and_then(Field::empty_key) {
            let help = format!("在“{key}”下写{}", content.name);
            return diagnostic.at(empty, "后面没有写").help(help);
        }
        diagnostic
            .at(context.report_year(), format!("{}里没有", context.home()))
            .help(format!("在{}中加“{key}”", context.home()))
    })
}

/// Items marked by 满足, with text of some length.
fn marked(content: &Content, context: Context<'_>) -> Option<Diagnostic> {
    let outline = &context.submissions.report.outline;
    // A 满足 that says something else was reported as such.
    if !outline.is_whole {
        return None;
    }
    let items: Vec<&Item> = outline
        .iter()
        .flat_map(|theme| &theme.items)
        .filter(|item| item.satisfies.as_deref() == Some(content.key.as_str()))
        .collect();
    let Some(first) = items.first() else {
        // Without an outline that is the fault to report.
        let theme = outline.first().filter(|_| content.is_required)?;
        if context.edition.department.is_some() {
            let message = lacks(content);
            return Some(
                Diagnostic::new(Code::E0809, message)
                    .at(context.report_year(), "提纲中没有一个条目标明")
                    .help(format!(
                        "在“本部门报告”下写“提纲”，写这一内容的条目下加一行“满足: {}”，文字写在它的“正文”里",
                        content.key
                    )),
            );
        }
        return Some(
            Diagnostic::new(Code::E0809, lacks(content))
                .at(theme.key.span, "提纲中没有一个条目标明")
                .help(format!("在写这一内容的条目下加一行“满足: {}”", content.key)),
        );
    };
    let texts: Vec<&str> = items
        .iter()
        .flat_map(|item| {
            let departments = context.submissions.departments.iter();
            departments.flat_map(|department| texts_of(department, item))
        })
        .collect();
    // Items without any text are reported by the outline.
    if texts.is_empty() || !context.submissions.unread.is_empty() {
        return None;
    }
    let length = texts.iter().flat_map(|text| text.chars()).filter(|c| !c.is_whitespace()).count();
    let limit = out_of_range(length, "字", content, context)?;
    let diagnostic = Diagnostic::new(Code::E0811, format!("{}的字数不合要求", content.short_name))
        .at(first.key.span, format!("共 {length} 字，{limit}"));
    let diagnostic = match &content.advice {
        Some(advice) => diagnostic.help(advice),
        None => diagnostic,
    };
    let writers = items.iter().flat_map(|item| &item.departments);
    Some(writers.fold(diagnostic, |diagnostic, writer| diagnostic.concerning(&writer.value)))
}

fn texts_of<'a>(department: &'a Department, item: &'a Item) -> Vec<&'a str> {
    if !item.departments.iter().any(|named| named.value == department.name.value) {
        return Vec::new();
    }
    department.texts(&item.key.value).map(|text| text.value.as_str()).collect()
}

/// The limit that a length breaks, by the 范围 of the metric that is taken from the content.
fn out_of_range(
    length: usize,
    unit: &str,
    content: &Content,
    context: Context<'_>,
) -> Option<String> {
    let mut metrics = context.catalogue.metrics.values();
    let metric = metrics
        .find(|metric| metric.taken_from.as_ref().is_some_and(|taken| taken.key == content.key))?;
    let length = Decimal::from(length);
    match (metric.minimum, metric.maximum) {
        (Some(minimum), _) if length < minimum => Some(format!("至少 {minimum} {unit}")),
        (_, Some(maximum)) if length > maximum => Some(format!("至多 {maximum} {unit}")),
        _ => None,
    }
}
