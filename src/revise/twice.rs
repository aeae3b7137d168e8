//! What stands twice in the text that came back: words that were pasted once more.

use std::collections::BTreeMap;
use std::ops::Range;

use super::certain::Doubt;
use super::data::Line;
use super::merge::{CLAUSE_ENDS, Deed, SENTENCE_ENDS};
use crate::text::set_off;

/// Fewest characters of what is known again: right beside itself, a clause in its paragraph, a sentence anywhere.
const FEWEST: (usize, usize, usize) = (2, 8, 10);

/// Why a new paragraph that reads as another one does is not certain.
const SAID_TWICE: &str = "报告里已经有一字不差的一段，像是贴了两遍，核实以后自己改";

/// How often the sentences of a report stand in the text as it was sent and in the returned one.
pub(super) struct Twice<'t> {
    sent: Vec<&'t str>,
    came: Vec<&'t str>,
    counts: BTreeMap<&'t str, (usize, usize)>,
}

impl<'t> Twice<'t> {
    pub(super) fn new(sent: &[&'t str], came: &[&'t str]) -> Twice<'t> {
        let mut counts: BTreeMap<&'t str, (usize, usize)> = BTreeMap::new();
        let all = |text: &'t str| {
            let sentences = sentences(text);
            // A paragraph of one short sentence, too.
            let whole = Some(bare(text)).filter(|whole| !sentences.contains(whole));
            sentences.into_iter().chain(whole)
        };
        for sentence in sent.iter().flat_map(|text| all(text)) {
            counts.entry(sentence).or_default().0 += 1;
        }
        for sentence in came.iter().flat_map(|text| all(text)) {
            counts.entry(sentence).or_default().1 += 1;
        }
        Twice { sent: sent.to_vec(), came: came.to_vec(), counts }
    }

    /// Why a new paragraph is not certain: the same stands in the data, or in the returned text as well, all of
    /// it or a sentence of it.
    pub(super) fn added(&self, lines: &[Line], text: &str) -> Option<String> {
        // A text may be printed behind its heading.
        let is_text = text.ends_with('。');
        let is_same = |line: &Line| line.text == text || is_text && line.words().ends_with(text);
        // What only went elsewhere is said as often as before.
        let count = |texts: &[&str]| texts.iter().filter(|it| it.contains(text)).count();
        if lines.iter().any(is_same) && count(&self.came) > count(&self.sent) {
            return Some(SAID_TWICE.to_owned());
        }
        let sentences = sentences(text).into_iter().filter(|it| is_long(it, FEWEST.2));
        let mut all = [bare(text)].into_iter().chain(sentences);
        all.find(|sentence| self.is_new_twice(sentence)).map(reason)
    }

    /// Why the words of a deed are not certain, in the returned paragraph that has them.
    pub(super) fn reworded(&self, deed: &Deed, came: &str) -> Option<Doubt> {
        Some(deed).filter(|deed| deed.came.len() == 1)?;
        self.put(&deed.old, came, &deed.within)
    }

    /// Why words that were put into a returned paragraph are not certain: the same stand right beside them, a
    /// clause of them elsewhere in the paragraph, or a sentence elsewhere in the report.
    fn put(&self, old: &str, came: &str, put: &Range<usize>) -> Option<Doubt> {
        let new = came.get(put.clone())?;
        let words = bare(new);
        let (before, after) = (came.get(..put.start)?, came.get(put.end..)?);
        let is_beside = match old.is_empty() {
            true => {
                let is_mark = |c: char| !c.is_alphanumeric();
                before.trim_end_matches(is_mark).ends_with(words)
                    || after.trim_start_matches(is_mark).starts_with(words)
            }
            false => before.ends_with(words) || after.starts_with(words),
        };
        let beside = Some(words).filter(|words| is_beside && is_long(words, FEWEST.0));
        let elsewhere = || {
            let clauses = new.split(|c: char| CLAUSE_ENDS.contains(c)).map(bare);
            let mut clauses = [words].into_iter().chain(clauses);
            clauses.find(|clause| {
                is_long(clause, FEWEST.1)
                    && !old.contains(*clause)
                    && came.matches(*clause).nth(1).is_some()
            })
        };
        let sentence = || {
            let mut touched = sentences_at(came)
                .into_iter()
                .filter(|(at, _)| at.start < put.end && put.start < at.end);
            let is_twice =
                |sentence: &&str| is_long(sentence, FEWEST.2) && self.is_new_twice(sentence);
            touched.find_map(|(_, sentence)| Some(sentence).filter(is_twice))
        };
        let twice = beside.or_else(elsewhere).or_else(sentence)?;
        Some(Doubt { is_number: false, reason: reason(twice) })
    }

    /// Whether the returned text has a sentence several times, and oftener than it was sent.
    fn is_new_twice(&self, sentence: &str) -> bool {
        let counts = self.counts.get(sentence);
        counts.is_some_and(|(sent, came)| *came > 1 && came > sent)
    }
}

fn reason(words: &str) -> String {
    format!("{}修改稿里有两遍，像是贴了两遍，核实以后自己改", set_off(words))
}

fn is_long(words: &str, fewest: usize) -> bool {
    words.chars().nth(fewest - 1).is_some()
}

fn bare(words: &str) -> &str {
    words.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A sentence without 一是, by which it stands among others.
fn without_ordinal(sentence: &str) -> &str {
    let rest = sentence.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    let ordinal = rest.strip_prefix('是').filter(|_| rest.len() < sentence.len());
    ordinal.map_or(sentence, bare)
}

fn sentences(text: &str) -> Vec<&str> {
    sentences_at(text).into_iter().map(|(_, sentence)| sentence).collect()
}

/// The sentences of a text, and where they stand.
fn sentences_at(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut start = 0;
    let parts = text.split_inclusive(|c: char| SENTENCE_ENDS.contains(c)).map(|part| {
        let at = start..start + part.len();
        start = at.end;
        (at, without_ordinal(bare(part)))
    });
    parts.filter(|(_, sentence)| !sentence.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a returned text with what was put in between two |, beside another paragraph.
    fn said(text: &str, old: &str, other: &str) -> Option<Doubt> {
        let parts: Vec<&str> = text.split('|').collect();
        let put = parts[0].len()..parts[0].len() + parts[1].len();
        let (sent, came) = (format!("{}{old}{}", parts[0], parts[2]), parts.concat());
        Twice::new(&[&sent, other], &[&came, other]).put(old, &came, &put)
    }

    #[test]
    fn words_that_stand_in_the_paragraph_already_are_not_taken() {
        for (text, old) in [
            ("推行|推行|包容审慎监管。", ""),
            ("加强监管，|首违|首违不罚。", "落实"),
            ("重要任务亲自督办，|重要任务亲自督办，|落实到位。", ""),
            (
                "推行包容审慎监管，落实首违不罚清单。加强宣传。|推行包容审慎监管，落实首违不罚清单。|",
                "",
            ),
            ("推行包容审慎监管，落实首违不罚清单。|推行包容审慎监管，全面落实首违不罚清单。|", ""),
            ("加强宣传。|营造浓厚法治氛围。营造浓厚法治氛围。|", ""),
        ] {
            assert!(said(text, old, "").is_some(), "{text}");
        }
        for (text, old) in [
            ("推行|全面推行|包容审慎监管。", ""),
            ("依法行政、|依法决策、|依法办事。", ""),
            ("加强宣传，推进普法，|加强宣传|。", ""),
            ("全面|落实责任、落实|措施。", "落实"),
            ("做到早发现、早介入，|做到常研判、常调度，|做到件件有回音。", ""),
        ] {
            assert_eq!(said(text, old, ""), None, "{text}");
        }
    }

    #[test]
    fn neither_is_a_sentence_that_stands_elsewhere() {
        let other =
            "二是完善联席会议制度，做到常研判、常调度；三是畅通渠道。举办培训，意识明显增强。";
        let of = |new: &str| said(&format!("加强宣传。|{new}|"), "", other);
        assert!(of("二是完善联席会议制度，做到常研判、常调度。").is_some());
        assert!(of("完善联席会议制度，做到常研判、常调度。").is_some());
        // A part of a sentence may be said again.
        assert_eq!(of("举办各类普法培训，意识明显增强。"), None);
        let twice = "推进文化建设。";
        let came = ["加强宣传。", twice, other, twice];
        assert!(Twice::new(&["加强宣传。", other], &came).added(&[], twice).is_some());
        assert_eq!(Twice::new(&["加强宣传。", other], &came[..3]).added(&[], twice), None);
    }
}
