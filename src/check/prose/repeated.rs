//! The same words in two departments' files: they would be printed twice.
//!
//! Compared sentence by sentence, however the lines are broken: a paragraph that was copied is
//! reported as one stretch, and so is what was copied into the middle of another.

use std::collections::HashMap;
use std::ops::Range;

use super::{Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;

/// Characters, blanks left out: shorter sentences may well be the same.
const SHORTEST: usize = 20;

/// A sentence without blanks, and where it stands in its text.
struct Sentence {
    plain: String,
    range: Range<usize>,
}

impl ProseChecker<'_> {
    pub(super) fn repeated(&self, passages: &[Passage<'_>]) -> Findings {
        let mut findings = Findings::new();
        let texts: Vec<_> = passages
            .iter()
            .filter_map(|passage| {
                let department = &passage.department?.name.value;
                Some((*passage, department, sentences(&passage.text.value)))
            })
            .collect();
        // Asked for each sentence, never walked through: its order reports nothing.
        let mut first: HashMap<&str, (usize, usize)> = HashMap::new();
        for (ours, (passage, name, sentences)) in texts.iter().enumerate() {
            let mut next = 0;
            while let Some(sentence) = sentences.get(next) {
                let start = next;
                next += 1;
                if sentence.plain.chars().count() < SHORTEST {
                    continue;
                }
                let Some(&(theirs, place)) = first.get(sentence.plain.as_str()) else {
                    first.insert(&sentence.plain, (ours, start));
                    continue;
                };
                let Some((earlier, other, written)) = texts.get(theirs) else { continue };
                if name == other {
                    continue;
                }
                let pairs = sentences.iter().skip(start).zip(written.iter().skip(place));
                let same: Vec<(&Sentence, &Sentence)> =
                    pairs.take_while(|(one, other)| one.plain == other.plain).collect();
                let (Some(begin), Some(end)) = (same.first(), same.last()) else { continue };
                next = start + same.len();
                let copy = begin.0.range.start..end.0.range.end;
                let original = begin.1.range.start..end.1.range.end;
                findings.report(
                    Diagnostic::new(Code::E0723, format!("{name}与{other}写了相同的段落"))
                        .at(self.locate(*passage, &copy), "又写了一遍")
                        .also(self.locate(*earlier, &original), format!("{other}已经写过"))
                        .help("两家商定由一家写，另一家删去，或者各写本部门所做的"),
                );
            }
        }
        findings
    }
}

/// The sentences of a text: each ends with its stop, or with its paragraph.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut ends = false;
    let mut blank_line = false;
    for (at, c) in text.char_indices() {
        let closes = ends && "”’）》」』。！？…".contains(c);
        if (ends && !closes) || (blank_line && c == '\n') {
            sentences.extend(sentence(text, start..at));
            start = at;
        }
        ends = matches!(c, '。' | '！' | '？') || (closes && ends);
        blank_line = c == '\n' || (blank_line && c.is_whitespace());
    }
    sentences.extend(sentence(text, start..text.len()));
    sentences
}

fn sentence(text: &str, range: Range<usize>) -> Option<Sentence> {
    let written = &text[range.clone()];
    let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let start = range.start + written.len() - written.trim_start().len();
    (!plain.is_empty()).then(|| Sentence { plain, range: start..start + written.trim().len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_with_their_stop_or_their_paragraph() {
        let text = "　一是抓。\n二是\n管。“三是办。”四是\n \n五是评\n";
        let found: Vec<(String, &str)> = sentences(text)
            .into_iter()
            .map(|sentence| (sentence.plain, &text[sentence.range]))
            .collect();
        let expected = [
            ("一是抓。", "一是抓。"),
            ("二是管。", "二是\n管。"),
            ("“三是办。”", "“三是办。”"),
            ("四是", "四是"),
            ("五是评", "五是评"),
        ];
        assert_eq!(found, expected.map(|(plain, written)| (plain.to_owned(), written)));
    }
}
