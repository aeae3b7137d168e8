//! Texts of the data that a layout does not print, or prints otherwise than they were typed.

use std::collections::BTreeMap;

use super::marks;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Inline, plain_text};
use crate::findings::Findings;
use crate::source::{FileId, Span};

use super::markdown::Parsed;

/// Places that are shown of one file.
const MOST_PLACES: usize = 20;

/// A text that a layout is given to print.
#[derive(Debug)]
pub(super) struct Given {
    /// Where it was typed.
    pub(super) span: Span,
    /// As a template gets it.
    pub(super) text: String,
}

/// One diagnostic for each file that holds such texts. `printed` are the texts that came out as
/// they were given.
pub(super) fn check(
    given: &[Given],
    printed: &BTreeMap<String, usize>,
    parsed: &Parsed,
    layout: &str,
) -> Findings {
    let mut unseen = given.iter().filter(|given| !printed.contains_key(&given.text)).peekable();
    if unseen.peek().is_none() {
        return Findings::new();
    }
    // A template may print a text together with words of its own.
    let words = words(parsed);
    let mut lost: Vec<(FileId, Vec<Span>)> = Vec::new();
    for given in unseen {
        let text = marks::plain(&given.text);
        let text = bare(&text);
        if text.is_empty() || words.contains(&text) {
            continue;
        }
        match lost.iter_mut().find(|(file, _)| *file == given.span.file) {
            Some((_, spans)) if spans.contains(&given.span) => {}
            Some((_, spans)) => spans.push(given.span),
            None => lost.push((given.span.file, vec![given.span])),
        }
    }
    lost.iter().map(|(_, spans)| diagnostic(spans, layout)).collect()
}

fn diagnostic(spans: &[Span], layout: &str) -> Diagnostic {
    let message = format!("版式“{layout}”没有照原样印出这里的 {} 处文字", spans.len());
    let found = spans
        .iter()
        .take(MOST_PLACES)
        .fold(Diagnostic::new(Code::E1008, message), |found, span| found.at(*span, "没有印出"));
    found.help(
        "在版式里补上印这些文字的一段，如 {% include \"sections/items.md.tera\" %}；\
        文字不要再接 truncate、replace 一类的过滤器",
    )
}

/// All words of the report, without blanks.
fn words(parsed: &Parsed) -> String {
    let mut words = String::new();
    let mut add = |inlines: &[Inline]| {
        words.extend(plain_text(inlines).chars().filter(|c| !c.is_whitespace()));
        words.push('\n');
    };
    add(&parsed.title_text);
    parsed.body.iter().flat_map(Block::texts).for_each(add);
    words
}

/// A text without blanks and without the mark at its end, which is the layout's affair.
fn bare(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.trim_end_matches(['。', '；', '，', '：', '、']).to_owned()
}
