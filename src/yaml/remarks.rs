//! Remarks: what stands behind a # is a comment to YAML, though people part theirs from the #.

use crate::source::{Sources, Span};
use crate::text::is_han;

/// `#营商` behind a value, or behind the place of an empty one: a comment to YAML that is hardly
/// meant as one, because no blank stands after the #.
pub(crate) fn doubtful_remark(value: Span, sources: &Sources) -> Option<Span> {
    let end = value.range().end;
    let rest = sources.get(value.file).text().get(end..)?;
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
