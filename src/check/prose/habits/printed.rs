//! The words of a layout, held to the habits of official writing as they stand in the report.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{MOST_PLACES, Mistake, Slip, mistakes, slips};
use crate::diagnostic::Code;
use crate::document::{Block, Document, Inline, Text};
use crate::findings::Findings;
use crate::source::{Role, Sources, Span};

/// What is wrong with the words that templates print. What was typed in the data has been checked
/// there, so only the paragraphs that hold words of a template are read again.
pub(crate) fn words_of_templates(document: &Document, sources: &Sources) -> Findings {
    let mut found: BTreeMap<(Code, bool), Vec<Slip>> = BTreeMap::new();
    // A section is printed many times.
    let mut seen = BTreeSet::new();
    for text in texts(document) {
        for (mistake, span) in of_text(&text, sources) {
            let Mistake { code, range, correction } = mistake;
            let wrong = text.shown.get(range).unwrap_or_default().to_owned();
            if seen.insert((code, span)) {
                let found = found.entry((code, correction.is_none())).or_default();
                if found.len() < MOST_PLACES {
                    found.push(Slip { span, wrong, right: correction });
                }
            }
        }
    }
    found.into_iter().map(|((code, _), found)| slips(code, &found)).collect()
}

/// A text of the report, and the parts of it that stand in a file.
#[derive(Default)]
struct Printed {
    shown: String,
    parts: Vec<(Range<usize>, Span)>,
}

impl Printed {
    fn add(&mut self, text: &Text) {
        let start = self.shown.len();
        self.shown.push_str(&text.shown);
        self.parts.extend(text.place.map(|place| (start..self.shown.len(), place)));
    }

    fn add_all(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.add(text),
                // What a figure prints is not writing, but has its length.
                Inline::Figure { text, .. } => self.shown.push_str(&text.shown),
                Inline::Missing { text } => self.shown.push_str(text),
                Inline::Strong(inner) => self.add_all(inner),
            }
        }
    }
}

/// The texts that a layout's words may stand in.
fn texts(document: &Document) -> Vec<Printed> {
    let mut texts = Vec::new();
    let mut add = |inlines: &[Inline]| {
        let mut printed = Printed::default();
        printed.add_all(inlines);
        texts.push(printed);
    };
    add(&[Inline::Text(document.title.clone())]);
    document.blocks().flat_map(Block::texts).for_each(add);
    texts
}

/// The mistakes of a text that stand in the words of a template, and where.
fn of_text(text: &Printed, sources: &Sources) -> Vec<(Mistake, Span)> {
    let is_template = |span: &Span| matches!(sources.get(span.file).role, Role::Template);
    if !text.parts.iter().any(|(_, span)| is_template(span)) {
        return Vec::new();
    }
    let mistakes = mistakes(&text.shown, Vec::new()).into_iter();
    let found = mistakes.filter_map(|mistake| {
        let start = mistake.range.start;
        let at = text.parts.partition_point(|(range, _)| range.end <= start);
        let (range, span) = text.parts.get(at).filter(|(range, _)| range.contains(&start))?;
        // A figure is checked as the data's.
        if !is_template(span) || mistake.range.end > range.end {
            return None;
        }
        let words = text.shown.get(range.clone())?;
        let skipped = words.len() - words.trim_start().len();
        let at = span.range().start + (start - range.start).checked_sub(skipped)?;
        let found = Span::new(span.file, at..at + mistake.range.len());
        Some((mistake, found))
    });
    found.collect()
}
