//! Remarks: what stands behind a # is a comment to YAML, though people part theirs from the #.

use super::{Kind, Node};
use crate::source::{FileId, Sources, Span};
use crate::text::is_han;

/// `#营商` behind a value, or behind the place of an empty one: a comment to YAML that is hardly
/// meant as one, because no blank stands after the #.
pub(crate) fn doubtful_remark(value: Span, sources: &Sources) -> Option<Span> {
    let end = value.range().end;
    let rest = sources.get(value.file).text().get(end..)?;
    // Most values have none; the end of their line may be far away.
    if !rest.trim_start_matches([' ', '\t']).starts_with('#') {
        return None;
    }
    let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
    let remark = line.trim_start_matches([' ', '\t']);
    let is_parted = remark.len() < line.len() || value.start == value.end;
    let text = remark.trim_end().strip_prefix('#')?;
    if !is_parted || text.is_empty() || text.starts_with([' ', '\t', '#', '\u{3000}']) {
        return None;
    }
    let start = end + line.len() - remark.len();
    Some(Span::new(value.file, start..start + 1 + text.len()))
}

/// The remark that cuts off a Chinese text: `标题: 优化 #营商`.
pub(super) fn cut_off(text: &str, value: Span, sources: &Sources) -> Option<Span> {
    let remark = doubtful_remark(value, sources)?;
    let words = |text: &str| text.chars().any(is_han);
    let written = sources.text(remark);
    // The forms write theirs so: 件 · 必填.
    (words(text) && words(written) && !written.contains(" · ")).then_some(remark)
}

/// What stands behind a #, each with the number of its line.
pub(crate) fn remarks(file: FileId, text: &str) -> Vec<(usize, &str)> {
    let mut written = Vec::new();
    if let Some(node) = super::parse(file, text).value {
        gather(&node, &mut written);
    }
    written.sort_unstable_by_key(|span| span.start);
    let is_written = |at: usize| {
        let next = written.partition_point(|span| span.range().start <= at);
        let before = next.checked_sub(1).and_then(|place| written.get(place));
        before.is_some_and(|span| at < span.range().end)
    };
    let mut remarks = Vec::new();
    let mut start = 0;
    for (number, line) in (1..).zip(text.split('\n')) {
        let begins = line.match_indices('#').map(|(at, _)| at).find(|at| {
            let before = line.get(..*at).unwrap_or_default();
            let is_parted = before.is_empty() || before.ends_with([' ', '\t']);
            is_parted && !is_written(start + at)
        });
        let remark = begins.and_then(|at| line.get(at + 1..));
        remarks.extend(remark.map(|remark| (number, remark.trim())));
        start += line.len() + 1;
    }
    remarks
}

/// The places of keys and values.
fn gather(node: &Node, written: &mut Vec<Span>) {
    match &node.kind {
        Kind::Null => {}
        Kind::Scalar { .. } => written.push(node.span),
        Kind::List(items) => items.iter().for_each(|item| gather(item, written)),
        Kind::Map(entries) => {
            for entry in entries {
                written.push(entry.key_span);
                gather(&entry.value, written);
            }
        }
    }
}
