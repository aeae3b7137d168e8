//! Swallowed: keys of a department's file that stand so far right that they were read as lines of a text.
//!
//! Only here is it known which keys there may be, and which of them the file lacks.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::Findings;
use crate::load::{Department, Spanned};
use crate::source::Span;
use crate::text::is_han;

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
    // Who owes the text and has such a word with a colon before a sentence has written it there.
    let is_key = |behind: &str, _: &str| behind.starts_with(['：', ':']);
    let mut texts = department.prose.iter().filter(|_| is_typed(department, context));
    let place = texts.find_map(|(_, text)| {
        line_of(key, text, context, is_key).or_else(|| within(key, text, context))
    })?;
    Some(
        Diagnostic::new(Code::E0115, "缩进没有对齐")
            .at(place, "这一行像是另一段文字的名称，缩进在上一段文字里了")
            .help(format!("改为“{key}: |”，与上一段文字的名称左边对齐，文字比它多缩进两格")),
    )
}

/// A key of another text with its colon, behind a blank or a sentence in a line.
fn within(key: &str, text: &Spanned<String>, context: Context<'_>) -> Option<Span> {
    let written = context.sources.text(text.span);
    let start = text.span.range().start;
    written.match_indices(key).find_map(|(at, _)| {
        let is_behind = written.get(..at)?.ends_with([' ', '\u{3000}', '。', '；']);
        let behind = written.get(at + key.len()..)?;
        let is_key = is_behind && (behind.starts_with(": ") || behind.starts_with('：'));
        is_key.then(|| Span::new(text.span.file, start + at..start + at + key.len()))
    })
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

/// The parts that entries of lists lack, where their names stand in another part: on a line of their own, or
/// behind a mark.
fn parts(department: &Department, context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    for (content, parts) in context.submissions.report.kind.lists() {
        for entry in department.entries(&content.key) {
            let missing = parts.iter().zip(&entry.parts).filter(|(_, text)| text.is_none());
            let told = missing.filter_map(|(part, _)| {
                let key = &part.key;
                let is_key = |behind: &str, _: &str| behind.starts_with(['：', ':']);
                let mut texts = entry.parts.iter().flatten();
                texts.clone().find_map(|text| beside(key, text, context)).or_else(|| {
                    let place = texts.find_map(|text| line_of(key, text, context, is_key))?;
                    let told = Diagnostic::new(Code::E0115, "缩进没有对齐")
                        .at(place, "这一行像是下一项，缩进在上一项里了")
                        .help(format!("改为“{key}: ……”，与这一条别的各项左边对齐"));
                    Some(told)
                })
            });
            findings.extend(told);
        }
    }
    findings
}

/// A part that stands behind another one on its line: `甲；原因：乙`, or with nothing between: `甲原因：乙`, where
/// nobody knows which words are of which part (甲的主要原因：乙).
fn beside(key: &str, text: &Spanned<String>, context: Context<'_>) -> Option<Diagnostic> {
    let is_gap = |c: char| c.is_whitespace() || "，,、；;。/／|｜".contains(c);
    let written = context.sources.text(text.span);
    let source = context.sources.get(text.span.file).text();
    let start = text.span.range().start;
    let (at, end, is_parted) = written.match_indices(key).find_map(|(at, _)| {
        let behind = written.get(at + key.len()..)?;
        // A right colon was told when the file was read.
        let behind =
            behind.trim_start().strip_prefix(['：', ':']).filter(|_| !behind.starts_with(": "))?;
        let value = behind.trim_start();
        let before = written.get(..at)?;
        let is_parted = before.ends_with(is_gap);
        let is_beside = is_parted || before.ends_with(is_han);
        (is_beside && !before.contains('\n') && !value.is_empty()).then_some((
            at,
            written.len() - value.len(),
            is_parted,
        ))
    })?;
    let before = written.get(..at)?.trim_end_matches(is_gap);
    let line = source.get(..start)?.rsplit('\n').next()?;
    let column = line.len() - line.trim_start_matches([' ', '-']).len();
    let gap = Span::new(text.span.file, start + before.len()..start + end);
    let is_plain = is_parted && text.value == written && !before.is_empty();
    let severity = if is_parted { Severity::Error } else { Severity::Warning };
    let told = Diagnostic::new(Code::E0119, "一行写了两项")
        .severity(severity)
        .at(Span::new(text.span.file, start + at..start + at + key.len()), "从这里起是另一项")
        .help("一行写一个“名称: 值”：把这一项移到下一行，与上一项左边对齐")
        .edit_where(is_plain, gap, format!("\n{}{key}: ", " ".repeat(column)));
    Some(told)
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
