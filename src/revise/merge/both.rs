//! What the returned text and the data both put in, each at a place of its own: were the one written beside the
//! other, the report would say it twice, though neither side did.

use std::ops::Range;

use super::super::Theirs;
use super::{Deed, Merge, State, What, joined, text};
use crate::changes::{self, Change, Edit};

/// Fewest characters of what is known again: in the same clause, in the same paragraph, anywhere.
const FEWEST: (usize, usize, usize) = (2, 4, 8);

/// Where sentences end, and where clauses do. The parts of a list (、) stand in one clause.
pub(in crate::revise) const SENTENCE_ENDS: &str = "。；！？;\n";
pub(in crate::revise) const CLAUSE_ENDS: &str = "，。；：！？,;:\n";

/// Words that the data put in: a paragraph of theirs, and bytes of it.
type Put = (usize, Range<usize>);

impl Merge<'_> {
    /// Tells as conflicts the words that the data have put in elsewhere.
    pub(super) fn without_twice(&self, deeds: &mut [Deed]) {
        let done: Vec<Put> = deeds.iter().filter_map(|deed| self.done(deed)).collect();
        let theirs: Vec<Put> =
            self.put_in().into_iter().flat_map(|put| without(&put, &done)).collect();
        let is_open = |deed: &&mut Deed| deed.state == State::Open && !deed.new.is_empty();
        for deed in deeds.iter_mut().filter(is_open) {
            let place = match &deed.what {
                What::Words { line, range } => Some((*line, range)),
                What::Add { .. } => None,
                _ => continue,
            };
            let twice = theirs.iter().find_map(|(line, put)| {
                let now = text(self.texts.now, *line);
                let place = place.filter(|(own, _)| own == line).map(|(_, range)| range);
                twice(&deed.new, now.get(put.clone())?, fewest(place, put, now))
            });
            if let Some(twice) = twice {
                deed.state = State::Conflict(Theirs::Also(twice.to_owned()));
            }
        }
    }

    /// Where the data have what a deed put in.
    fn done(&self, deed: &Deed) -> Option<Put> {
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
    fn put_in(&self) -> Vec<Put> {
        let now = |line: &usize| text(self.texts.now, *line);
        let mut all = Vec::new();
        for change in &self.changed {
            let (old, new) = match change {
                Change::Kept { .. } | Change::Removed { .. } => continue,
                Change::Added { new } => {
                    all.push((*new, 0..now(new).len()));
                    continue;
                }
                Change::Reworded { old, new } | Change::Moved { old, new, .. } => {
                    (*old..old + 1, *new..new + 1)
                }
                Change::Split { old, new } => (*old..old + 1, new.clone()),
                Change::Joined { old, new } => (old.clone(), *new..new + 1),
            };
            let edits =
                changes::edits(&joined(self.texts.sent, &old), &joined(self.texts.now, &new));
            let mut start = 0;
            for line in new {
                let end = start + now(&line).len();
                let within =
                    edits.iter().map(|edit| edit.new.start.max(start)..edit.new.end.min(end));
                let within = within.filter(|range| range.start < range.end);
                all.extend(within.map(|range| (line, range.start - start..range.end - start)));
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
    let done = changed.iter().filter(|(.., state)| *state == State::Done);
    let done: Vec<Put> = done.map(|(_, range, _)| (0, range.clone())).collect();
    let theirs = theirs.iter().flat_map(|edit| without(&(0, edit.new.clone()), &done));
    let theirs: Vec<Put> = theirs.collect();
    let is_open = |one: &&mut (Edit, Range<usize>, State)| one.2 == State::Open;
    for (edit, range, state) in changed.iter_mut().filter(is_open) {
        let said = came.get(edit.new.clone()).unwrap_or_default();
        let twice = theirs
            .iter()
            .find_map(|(_, put)| twice(said, now.get(put.clone())?, fewest(Some(range), put, now)));
        if let Some(twice) = twice {
            *state = State::Conflict(Theirs::Also(twice.to_owned()));
        }
    }
}

/// What is left of words without others.
fn without(put: &Put, others: &[Put]) -> Vec<Put> {
    let (line, range) = put;
    let mut left = vec![range.clone()];
    for (_, other) in others.iter().filter(|(other, _)| other == line) {
        let parts = left.into_iter().flat_map(|own| {
            let before = own.start..own.end.min(other.start).max(own.start);
            let after = own.start.max(other.end).min(own.end)..own.end;
            [before, after]
        });
        left = parts.filter(|part| !part.is_empty()).collect();
        left.dedup();
    }
    left.into_iter().map(|range| (*line, range)).collect()
}

/// How many characters and which parts of words are known again, by how near they would stand.
fn fewest(own: Option<&Range<usize>>, put: &Range<usize>, now: &str) -> (usize, &'static str) {
    let (clause, paragraph, anywhere) = FEWEST;
    let Some(own) = own else { return (anywhere, SENTENCE_ENDS) };
    let between = own.end.min(put.end)..own.start.max(put.start);
    let between = now.get(between).unwrap_or_default();
    match between.contains(|c: char| CLAUSE_ENDS.contains(c)) {
        true => (paragraph, CLAUSE_ENDS),
        false => (clause, CLAUSE_ENDS),
    }
}

/// The words that two texts both have, where they are all of the one or a part of it that is long enough.
fn twice<'t>(own: &'t str, theirs: &'t str, (fewest, ends): (usize, &str)) -> Option<&'t str> {
    let parts = |text: &'t str| {
        let bare = |part: &'t str| part.trim_matches(|c: char| !c.is_alphanumeric());
        let parts = text.split(|c: char| ends.contains(c)).chain([text]).map(bare);
        parts.filter(|part| part.chars().nth(fewest - 1).is_some())
    };
    let in_theirs = parts(own).find(|part| theirs.contains(part));
    in_theirs.or_else(|| parts(theirs).find(|part| own.contains(part)))
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
            (("不断", "持续"), ("壮大", "壮大、持续发展"), "持续"),
            (
                ("法治宣传", "营造浓厚氛围。法治宣传"),
                ("壮大。", "壮大。营造浓厚氛围。"),
                "营造浓厚氛围",
            ),
        ] {
            assert_eq!(state(list, ours, theirs), [also(words)], "{ours:?} {theirs:?}");
        }
        for (ours, theirs) in [
            (("法治宣传", "全面推进法治宣传"), ("组织", "全面组织")),
            (("法治宣传", "做到早谋划，法治宣传"), ("壮大。", "壮大，做到早落实。")),
            (("进学校、", "进学校、进军营、"), ("进社区、", "进社区、进网络、")),
        ] {
            assert_eq!(state(list, ours, theirs), [State::Open], "{ours:?} {theirs:?}");
        }
    }
}
