//! What the returned text and the data both put in, each at a place of its own: were the one written beside the
//! other, the report would say it twice, though neither side did.

use std::ops::Range;

use super::super::Theirs;
use super::clauses::{CLAUSE_ENDS, PART_ENDS, SENTENCE_ENDS, bare, trimmed};
use super::{Deed, Merge, State, What, joined, parts, text};
use crate::changes::{self, Change, Edit};

/// Fewest characters of what is known again: in the same clause, in the same paragraph, anywhere.
const FEWEST: (usize, usize, usize) = (2, 4, 8);

/// The marks by which words are parted: sentences, clauses, parts of lists.
const MARKS: &[&str] = &[SENTENCE_ENDS, CLAUSE_ENDS, PART_ENDS];

/// Words that were put in: bytes of a paragraph.
#[derive(Debug, Clone)]
struct Put<'t> {
    line: usize,
    text: &'t str,
    range: Range<usize>,
    /// Whether they took the place of others.
    is_instead: bool,
}

impl Merge<'_> {
    /// Tells as conflicts the words that the data have put in elsewhere.
    pub(super) fn without_twice(&self, deeds: &mut [Deed]) {
        let done: Vec<(usize, Range<usize>)> =
            deeds.iter().filter_map(|deed| self.done(deed)).collect();
        let theirs: Vec<Put<'_>> =
            self.put_in().into_iter().flat_map(|put| put.without(&done)).collect();
        let is_open = |deed: &&mut Deed| deed.state == State::Open && !deed.new.is_empty();
        for deed in deeds.iter_mut().filter(is_open) {
            let place = match &deed.what {
                What::Words { line, range } => Some((*line, range.clone())),
                What::Add { .. } => None,
                _ => continue,
            };
            let (text, range) = match deed.came.len() {
                1 => (text(self.texts.came, deed.came.start), deed.within.clone()),
                _ => (deed.new.as_str(), 0..deed.new.len()),
            };
            let is_instead = !deed.old.is_empty();
            let own = Put { line: deed.came.start, text, range, is_instead };
            let twice = theirs.iter().find_map(|put| {
                let place = place.as_ref().filter(|(line, _)| *line == put.line);
                twice(&own, put, nearness(place.map(|(_, range)| range), put))
            });
            if let Some(twice) = twice {
                deed.state = State::Conflict(Theirs::Also(twice.to_owned()));
            }
        }
    }

    /// Where the data have what a deed put in.
    fn done(&self, deed: &Deed) -> Option<(usize, Range<usize>)> {
        match &deed.what {
            _ if deed.state != State::Done => None,
            What::Words { line, range } => Some((*line, range.clone())),
            What::Add { .. } => {
                let mut lines = self.changed.iter().filter_map(|change| match change {
                    Change::Added { new } => Some(*new),
                    _ => None,
                });
                let line = lines.find(|line| text(self.texts.now, *line) == deed.new)?;
                Some((line, 0..deed.new.len()))
            }
            _ => None,
        }
    }

    /// All that the data put in since the text was sent.
    fn put_in(&self) -> Vec<Put<'_>> {
        let now = |line: usize| text(self.texts.now, line);
        let mut all = Vec::new();
        for change in &self.changed {
            let (old, new) = match change {
                Change::Kept { .. } | Change::Removed { .. } => continue,
                Change::Added { new } => {
                    let text = now(*new);
                    let range = 0..text.len();
                    all.push(Put { line: *new, text, range, is_instead: false });
                    continue;
                }
                Change::Reworded { old, new } | Change::Moved { old, new, .. } => {
                    (*old..old + 1, vec![*new])
                }
                Change::Split { old, new } => (*old..old + 1, parts(new, &self.their_added)),
                Change::Joined { old, new } => (old.clone(), vec![*new]),
            };
            let edits = changes::edits(
                &joined(self.texts.sent, old),
                &joined(self.texts.now, new.iter().copied()),
            );
            let mut start = 0;
            for line in new {
                let text = now(line);
                let end = start + text.len();
                let within = edits.iter().filter_map(|edit| {
                    let range = edit.new.start.max(start)..edit.new.end.min(end);
                    let range = (range.start < range.end)
                        .then(|| range.start - start..range.end - start)?;
                    Some(Put { line, text, range, is_instead: !edit.old.is_empty() })
                });
                all.extend(within);
                start = end;
            }
        }
        all
    }
}

/// The same of one paragraph, of which both have other words.
pub(super) fn without_twice(
    changed: &mut [(Edit, Range<usize>, State)],
    (came, now): (&str, &str),
    theirs: &[Edit],
) {
    let put = |edit: &Edit, text| {
        let (range, is_instead) = (edit.new.clone(), !edit.old.is_empty());
        Put { line: 0, text, range, is_instead }
    };
    let done = changed.iter().filter(|(.., state)| *state == State::Done);
    let done: Vec<(usize, Range<usize>)> = done.map(|(_, range, _)| (0, range.clone())).collect();
    let theirs: Vec<Put<'_>> =
        theirs.iter().flat_map(|edit| put(edit, now).without(&done)).collect();
    let is_open = |one: &&mut (Edit, Range<usize>, State)| one.2 == State::Open;
    for (edit, range, state) in changed.iter_mut().filter(is_open) {
        let own = put(edit, came);
        let twice = theirs.iter().find_map(|put| twice(&own, put, nearness(Some(range), put)));
        if let Some(twice) = twice {
            *state = State::Conflict(Theirs::Also(twice.to_owned()));
        }
    }
}

impl<'t> Put<'t> {
    /// What is left of it without others.
    fn without(self, others: &[(usize, Range<usize>)]) -> Vec<Put<'t>> {
        let mut left = vec![self.range.clone()];
        for (_, other) in others.iter().filter(|(line, _)| *line == self.line) {
            let parts = left.into_iter().flat_map(|own| {
                let before = own.start..own.end.min(other.start).max(own.start);
                let after = own.start.max(other.end).min(own.end)..own.end;
                [before, after]
            });
            left = parts.filter(|part| !part.is_empty()).collect();
            left.dedup();
        }
        left.into_iter().map(|range| Put { range, ..self.clone() }).collect()
    }

    /// Its words, without the marks around them.
    fn words(&self) -> &'t str {
        trimmed(self.text.get(self.range.clone()).unwrap_or_default())
    }

    /// What of the paragraph was put in as a whole: its sentences, of the others their clauses, of those that are not
    /// whole the parts of a list; down to some marks.
    fn units(&self, marks: &[&str]) -> Vec<&'t str> {
        let mut units = Vec::new();
        let mut texts = vec![(0, self.text)];
        for ends in marks {
            let parts = texts.into_iter().flat_map(|(mut start, text)| {
                text.split_inclusive(|c: char| ends.contains(c)).map(move |part| {
                    start += part.len();
                    (start - part.len(), part)
                })
            });
            let (whole, others) = parts.partition(|(start, part)| self.has_all(*start, part));
            let whole: Vec<(usize, &str)> = whole;
            units.extend(whole.into_iter().map(|(_, part)| trimmed(part)));
            texts = others;
        }
        units.retain(|unit| !unit.is_empty());
        units
    }

    /// Whether all words of a part of the paragraph were put in.
    fn has_all(&self, start: usize, part: &str) -> bool {
        let words = trimmed(part);
        let at = start + part.find(words).unwrap_or_default();
        self.range.start <= at && at + words.len() <= self.range.end
    }
}

/// How near to each other words would stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nearness {
    /// No mark is between them.
    Beside,
    Clause,
    Paragraph,
    Report,
}

fn nearness(own: Option<&Range<usize>>, put: &Put<'_>) -> Nearness {
    let Some(own) = own else { return Nearness::Report };
    let between = own.end.min(put.range.end)..own.start.max(put.range.start);
    let between = put.text.get(between).unwrap_or_default();
    let has = |ends: &str| between.contains(|c: char| ends.contains(c));
    match (has(CLAUSE_ENDS), has(PART_ENDS)) {
        (true, _) => Nearness::Paragraph,
        (false, true) => Nearness::Clause,
        (false, false) => Nearness::Beside,
    }
}

/// What the data put in that says what the returned text put in, too. One word more beside the same words is the
/// same word; elsewhere a word may stand in each of several phrases that are alike, and only a whole part of
/// a list, a clause or a sentence is said twice.
fn twice<'t>(own: &Put<'_>, theirs: &Put<'t>, nearness: Nearness) -> Option<&'t str> {
    let (of_clause, of_paragraph, of_report) = FEWEST;
    let is_word = nearness == Nearness::Beside && !own.is_instead && !theirs.is_instead;
    if is_word && has_word_of(own.words(), theirs.words()) {
        return Some(theirs.words());
    }
    let (fewest, marks): (usize, &[&str]) = match nearness {
        Nearness::Beside | Nearness::Clause => (of_clause, MARKS),
        Nearness::Paragraph => (of_paragraph, MARKS),
        Nearness::Report => (of_report, &[SENTENCE_ENDS, CLAUSE_ENDS]),
    };
    let is_long = |unit: &&str| unit.chars().nth(fewest - 1).is_some();
    let (own_units, their_units) = (own.units(MARKS), theirs.units(MARKS));
    let twice = theirs.units(marks).into_iter().filter(is_long).find(|it| is_said(it, &own_units));
    let mut own = own.units(marks).into_iter().filter(is_long);
    twice.or_else(|| own.any(|unit| is_said(unit, &their_units)).then(|| theirs.words()))
}

/// Whether one of two texts, or a clause of it, stands in the other one.
fn has_word_of(one: &str, other: &str) -> bool {
    let is_in = |words: &str, text: &str| {
        let clauses = words.split(|c: char| CLAUSE_ENDS.contains(c)).chain([words]).map(trimmed);
        let mut clauses = clauses.filter(|it| it.chars().nth(FEWEST.0 - 1).is_some());
        clauses.any(|clause| text.contains(clause))
    };
    is_in(one, other) || is_in(other, one)
}

/// Whether others say nearly all that some words do, part by part or, where other marks part it, as a whole. Set
/// phrases are a part of what a sentence says; the other parts of it are then its own.
fn is_said(said: &str, others: &[&str]) -> bool {
    let parts = |text: &str| -> Vec<Vec<char>> {
        text.split(|c: char| PART_ENDS.contains(c)).map(letters).collect()
    };
    let of_others: Vec<Vec<char>> = others.iter().flat_map(|other| parts(other)).collect();
    let wholes: Vec<Vec<char>> = others.iter().map(|other| letters(other)).collect();
    are_said(&parts(said), &of_others) || are_said(&[letters(said)], &wholes)
}

fn letters(words: &str) -> Vec<char> {
    bare(words).chars().collect()
}

fn are_said(parts: &[Vec<char>], others: &[Vec<char>]) -> bool {
    let (mut all, mut again) = (0, 0);
    for part in parts {
        let known = others.iter().filter_map(|other| {
            let same = in_both(part, other);
            (same * 2 >= part.len().max(other.len())).then_some(same)
        });
        all += part.len();
        again += known.max().unwrap_or(0);
    }
    all > 0 && again * 5 >= all * 4
}

/// How many characters two texts have in the same order.
fn in_both(one: &[char], other: &[char]) -> usize {
    let mut best = vec![0; other.len() + 1];
    for c in one {
        let mut before = 0;
        for (at, d) in other.iter().enumerate() {
            let above = best[at + 1];
            best[at + 1] = if c == d { before + 1 } else { above.max(best[at]) };
            before = above;
        }
    }
    best[other.len()]
}

#[cfg(test)]
mod tests {
    use super::super::words::three_ways;
    use super::*;

    #[test]
    fn what_both_sides_put_in_is_not_put_in_twice() {
        // The text as sent, what the returned one and what the data replace in it.
        let state = |sent: &str, ours: (&str, &str), theirs: (&str, &str)| {
            let came = sent.replacen(ours.0, ours.1, 1);
            let now = sent.replacen(theirs.0, theirs.1, 1);
            let states: Vec<State> =
                three_ways(sent, &came, &now).into_iter().map(|(.., state)| state).collect();
            states
        };
        let list = "法治宣传进乡村、进社区、进学校、进企业。组织开展宣传，法治力量不断壮大。";
        let also = |words: &str| State::Conflict(Theirs::Also(words.to_owned()));
        for (ours, theirs, words) in [
            (("进学校、", "进学校、进军营、"), ("进社区、", "进社区、进军营、"), "进军营"),
            (
                ("法治宣传", "营造浓厚氛围。法治宣传"),
                ("壮大。", "壮大。营造浓厚氛围。"),
                "营造浓厚氛围",
            ),
            (
                ("法治宣传", "推行政企会商、政企协商，做到有求必应、无事不扰。法治宣传"),
                ("壮大。", "壮大。推行政企会商，做到有求必应、无事不扰。"),
                "推行政企会商，做到有求必应、无事不扰",
            ),
        ] {
            assert_eq!(state(list, ours, theirs), [also(words)], "{ours:?} {theirs:?}");
        }
        for (ours, theirs) in [
            (("法治宣传", "全面推进法治宣传"), ("组织", "全面组织")),
            (("法治宣传", "做到早谋划，法治宣传"), ("壮大。", "壮大，做到早落实。")),
            (("进学校、", "进学校、进军营、"), ("进社区、", "进社区、进网络、")),
            // In each of several phrases that are alike another word may take the place of the same one.
            (("进学校", "走进学校"), ("进社区", "走进社区")),
            (("进学校", "到学校"), ("进社区", "到社区")),
            (
                ("法治宣传", "畅通信访渠道，做到件件有回音。法治宣传"),
                ("壮大。", "壮大。规范办理流程，做到件件有回音。"),
            ),
        ] {
            assert_eq!(state(list, ours, theirs), [State::Open], "{ours:?} {theirs:?}");
        }
    }
}
