//! Swallowed: keys of a department's file that stand so far right that they were read as lines of a text.
//!
//! Only here is it known which keys there may be, and which of them the file lacks.

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::load::{Department, Spanned};
use crate::source::Span;

/// The lists that files lack, and parts of entries, that stand in texts.
pub(super) fn check(context: Context<'_>) -> Findings {
    let departments = context.submissions.departments.iter();
    // In a cell nothing is indented.
    let is_typed = |department: &&Department| is_typed(department, context);
    let found = departments.filter(is_typed).flat_map(|department| {
        lists(department, context).into_iter().chain(parts(department, context))
    });
    found.collect()
}

fn is_typed(department: &Department, context: Context<'_>) -> bool {
    context.sources.get(department.file).workbook().is_none()
}

/// The key of a text that is missing, on a line of another one.
pub(super) fn text(key: &str, department: &Department, context: Context<'_>) -> Option<Diagnostic> {
    // A text may have such a word and a wide colon before a sentence.
    let is_key = |behind: &str, _: &str| matches!(behind, "：" | ":") || behind.starts_with(": ");
    let mut texts = department.prose.iter().filter(|_| is_typed(department, context));
    let place = texts.find_map(|(_, text)| line_of(key, text, context, is_key))?;
    Some(
        Diagnostic::new(Code::E0115, "缩进没有对齐")
            .at(place, "这一行像是另一段文字的名称，缩进在上一段文字里了")
            .help(format!("改为“{key}: |”，与上一段文字的名称左边对齐，文字比它多缩进两格")),
    )
}

/// The lists that a department's file lacks, where such a key stands above a dash in one of its texts.
fn lists(department: &Department, context: Context<'_>) -> Findings {
    let lists = department.lists.iter().filter(|(_, list)| list.key.is_none());
    let found = lists.filter_map(|(key, _)| {
        let is_key = |behind: &str, next: &str| {
            matches!(behind, "：" | ":") && next.starts_with(['-', '－', '—', '·'])
        };
        let mut texts = department.prose.iter();
        let place = texts.find_map(|(_, text)| line_of(key, text, context, is_key))?;
        let told = Diagnostic::new(Code::E0115, "缩进没有对齐")
            .at(place, "从这里起不是上一段文字，缩进在上一段文字里了")
            .help(format!("“{key}:”不缩进，用半角冒号，下面各行同样左移"));
        Some(told)
    });
    found.collect()
}

/// The parts that entries of lists lack, where their names stand on a line of another part.
fn parts(department: &Department, context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    for (content, parts) in context.submissions.report.kind.lists() {
        for entry in department.entries(&content.key) {
            let missing = parts.iter().zip(&entry.parts).filter(|(_, text)| text.is_none());
            let told = missing.filter_map(|(part, _)| {
                let key = &part.key;
                let is_key = |behind: &str, _: &str| behind.starts_with(['：', ':']);
                let mut texts = entry.parts.iter().flatten();
                let place = texts.find_map(|text| line_of(key, text, context, is_key))?;
                let told = Diagnostic::new(Code::E0115, "缩进没有对齐")
                    .at(place, "这一行像是下一项，缩进在上一项里了")
                    .help(format!("改为“{key}: ……”，与这一条别的各项左边对齐"));
                Some(told)
            });
            findings.extend(told);
        }
    }
    findings
}

/// Where a line of a text begins with a word; `is_key` is asked of what follows it and of the next line.
fn line_of(
    key: &str,
    text: &Spanned<String>,
    context: Context<'_>,
    is_key: impl Fn(&str, &str) -> bool,
) -> Option<Span> {
    let written = context.sources.text(text.span);
    let mut end = 0;
    written.split_inclusive('\n').find_map(|line| {
        let at = text.span.range().start + end + line.len() - line.trim_start().len();
        end += line.len();
        let behind = line.trim().strip_prefix(key)?.trim_start();
        let next = written.get(end..)?.trim_start();
        is_key(behind, next).then(|| Span::new(text.span.file, at..at + key.len()))
    })
}
