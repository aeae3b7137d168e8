//! A paragraph whose entries the program numbers, in the text as it was sent, in the returned one and in
//! that of the data: what became of each entry.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::super::Theirs;
use super::super::super::enumerated::{Entry, Fates, entries, lone};
use super::super::super::merge::{Deed, Since, State, What, theirs_alone, three_ways};
use crate::source::Span;

/// The words of an entry by the keys of its parts.
pub(super) type Words = Vec<(String, String)>;

/// A paragraph whose entries are others than before.
pub(super) struct Listing {
    /// The paragraph of the data, that of the returned text, and that of the text as it was sent.
    pub(super) line: usize,
    pub(super) came: usize,
    pub(super) sent: usize,
    pub(super) old: Side,
    pub(super) new: Side,
    pub(super) now: Side,
    /// What became of the entries that were sent in the returned text, and in the data.
    pub(super) fates: Fates,
    pub(super) theirs: Fates,
    /// Where each entry of the data was typed.
    pub(super) own: Vec<Own>,
}

/// A text and its entries.
pub(super) struct Side {
    pub(super) text: String,
    pub(super) entries: Vec<Entry>,
}

/// An entry as the data give it.
pub(super) struct Own {
    pub(super) place: Span,
    /// The key of its first part.
    pub(super) key: String,
    /// The words that the layout puts before each further part (，原因是), with its key and place.
    pub(super) joints: Vec<(String, String, Span)>,
}

/// A part of an entry that only one of the two texts has.
pub(super) struct PartOnly {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) joint: String,
    pub(super) key: String,
    /// Where it was typed, where it is gone; else where the first part was.
    pub(super) place: Span,
    pub(super) is_new: bool,
    pub(super) state: State,
}

impl Side {
    /// Of a text; where one entry stands in it without an ordinal, it begins after `lead`.
    pub(super) fn new(text: &str, lead: &str) -> Side {
        let mut all = entries(text);
        if all.is_empty() {
            all.extend(lone(text, lead));
        }
        Side { text: text.to_owned(), entries: all }
    }

    pub(super) fn range(&self, entry: usize) -> Range<usize> {
        self.entries.get(entry).map_or(0..0, |entry| entry.words.clone())
    }

    pub(super) fn words(&self, entry: usize) -> &str {
        self.of(&self.range(entry))
    }

    fn of(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    pub(super) fn lead(&self) -> Range<usize> {
        0..self.entries.first().map_or(self.text.len(), |entry| entry.start)
    }

    /// A range of it that ends before some words.
    fn before(&self, range: Range<usize>, words: &str) -> Range<usize> {
        let end = self.of(&range).find(words).map_or(range.end, |at| range.start + at);
        range.start..end
    }
}

impl Listing {
    /// A change of all of the paragraph.
    pub(super) fn deed(&self, state: State) -> Deed {
        Deed {
            what: What::Words { line: self.line, range: 0..0 },
            state,
            old: String::new(),
            new: String::new(),
            sent: Some((self.sent, 0..0)),
            came: self.came..self.came + 1,
            within: 0..0,
        }
    }

    /// Whether entries came, went, moved, were joined or parted, here or in the data.
    pub(super) fn is_other(&self) -> bool {
        self.fates.is_other() || self.theirs.is_other() || !self.parts().is_empty()
    }

    /// Whether an entry is in both texts all the same: its ordinal was written in another way.
    pub(super) fn is_ordinal_alone(&self) -> bool {
        // Others may read the same.
        let count = |side: &Side, words: &str| match words.is_empty() {
            true => 0,
            false => side.text.matches(words).count(),
        };
        let has = |words: &str, in_one: &Side, in_other: &Side| {
            let count_in_one = count(in_one, words);
            count_in_one > 0 && count_in_one >= count(in_other, words)
        };
        let is_named = |(old, new): &(Range<usize>, usize)| {
            let (words, mut at) = (self.new.words(*new), 0);
            old.clone().enumerate().any(|(count, old)| {
                let Some(found) = words.get(at..).and_then(|rest| rest.find(self.old.words(old)))
                else {
                    return false;
                };
                let gap = words.get(at..at + found).unwrap_or_default();
                at += found + self.old.words(old).len();
                count > 0 && gap.chars().any(char::is_alphanumeric)
            })
        };
        let (old, new) = (&self.old, &self.new);
        self.fates.gone.iter().any(|entry| has(old.words(*entry), new, old))
            || self.fates.came.iter().any(|entry| has(new.words(*entry), old, new))
            || self.fates.joined.iter().any(is_named)
    }

    /// Which entry of the data one that was sent is.
    pub(super) fn now_of(&self, old: usize) -> Option<usize> {
        self.theirs.pairs.iter().find(|(sent, _)| *sent == old).map(|(_, now)| *now)
    }

    pub(super) fn own_of(&self, old: usize) -> Option<&Own> {
        self.own.get(self.now_of(old)?)
    }

    /// The entry of the data that reads as a returned one, and did not when the text was sent.
    fn same_as(&self, new: usize) -> Option<usize> {
        let words = self.new.words(new);
        let is_as_sent = |now: usize| {
            self.theirs.pairs.iter().any(|(old, to)| *to == now && self.old.words(*old) == words)
        };
        (0..self.now.entries.len()).find(|now| self.now.words(*now) == words && !is_as_sent(*now))
    }

    /// What the data say of entries that are not in the returned text as they were sent.
    pub(super) fn state_of_old(&self, old: Range<usize>) -> State {
        let mut state = State::Done;
        for old in old {
            let Some(now) = self.now_of(old).map(|now| self.now.words(now)) else { continue };
            let is_same = now == self.old.words(old);
            if !is_same {
                state = State::Conflict(Theirs::Words(now.to_owned()));
            } else if state == State::Done {
                state = State::Open;
            }
        }
        state
    }

    /// What the data say of an entry of the returned text alone, and which of theirs it is.
    pub(super) fn state_of_new(&self, new: usize) -> (State, Option<usize>) {
        match self.same_as(new) {
            Some(now) => (State::Done, Some(now)),
            None => (State::Open, None),
        }
    }

    /// What the data say of entries that became one, or of one that became several.
    pub(super) fn state_of_parts(&self, old: Range<usize>, new: Range<usize>) -> State {
        let mut new = new;
        match new.all(|new| self.same_as(new).is_some()) {
            true => State::Done,
            false => match self.state_of_old(old) {
                State::Done => State::Conflict(Theirs::Gone),
                state => state,
            },
        }
    }

    /// In which order the entries of the data are to stand, as the returned text has those that are in
    /// it, and what the data say by now.
    pub(super) fn order(&self) -> Option<(State, Vec<usize>)> {
        let pairs = &self.fates.pairs;
        let both: Vec<(usize, usize)> =
            pairs.iter().filter_map(|(old, _)| Some((*old, self.now_of(*old)?))).collect();
        let is_moved =
            pairs.windows(2).any(|pair| matches!(pair, [(one, _), (next, _)] if one > next));
        if !is_moved {
            return None;
        }
        let wanted: Vec<usize> = both.iter().map(|(_, now)| *now).collect();
        let mut present = wanted.clone();
        present.sort_unstable();
        let mut as_sent = both;
        as_sent.sort_unstable();
        let state = match wanted == present {
            true => State::Done,
            false if as_sent.iter().map(|(_, now)| *now).eq(present.iter().copied()) => State::Open,
            false => State::Conflict(Theirs::Moved),
        };
        // Others keep their places.
        let mut order: Vec<usize> = (0..self.now.entries.len()).collect();
        for (at, now) in present.iter().zip(wanted) {
            order.get_mut(*at).into_iter().for_each(|entry| *entry = now);
        }
        Some((state, order))
    }

    /// The entry of the data beside which a new one stands, and at which side of it.
    pub(super) fn beside(&self, new: usize) -> Option<(&Own, &'static str)> {
        if let (_, Some(now)) = self.state_of_new(new) {
            return Some((self.own.get(now)?, "旁边"));
        }
        let pairs = || {
            let pairs = self.fates.pairs.iter();
            pairs.filter_map(|(old, to)| Some((self.own_of(*old)?, *to)))
        };
        let before = pairs().rfind(|(_, to)| *to < new).map(|(own, _)| (own, "后面"));
        let pair =
            before.or_else(|| pairs().find(|(_, to)| *to > new).map(|(own, _)| (own, "前面")));
        pair.or_else(|| Some((self.own.first()?, "旁边")))
    }

    /// The parts that entries have in one of the texts alone.
    pub(super) fn parts(&self) -> Vec<PartOnly> {
        let mut joints: BTreeMap<&str, &str> = BTreeMap::new();
        for (joint, key, _) in self.own.iter().flat_map(|own| &own.joints) {
            if joint.chars().any(char::is_alphanumeric) {
                joints.insert(joint, key);
            }
        }
        let mut parts = Vec::new();
        for (old, new) in &self.fates.pairs {
            for (joint, key) in &joints {
                let (one, other) = (self.old.words(*old), self.new.words(*new));
                // Nothing else of the entry differs: its words may be what the other part became.
                let is_all = |more: &str, less: &str| {
                    more.split_once(joint).is_some_and(|(first, _)| first == less)
                };
                let (is_gone, is_new) = (is_all(one, other), is_all(other, one));
                let Some(now) = self.now_of(*old).filter(|_| is_gone || is_new) else { continue };
                let Some(own) = self.own.get(now) else { continue };
                let typed = own.joints.iter().find(|(_, part, _)| part == key);
                let said = self.now.words(now);
                let state = match said.contains(joint) == is_new {
                    true if is_new && said != other => {
                        State::Conflict(Theirs::Words(said.to_owned()))
                    }
                    true => State::Done,
                    false => State::Open,
                };
                parts.push(PartOnly {
                    old: *old,
                    new: *new,
                    joint: (*joint).to_owned(),
                    key: (*key).to_owned(),
                    place: typed.map_or(own.place, |(.., place)| *place),
                    is_new,
                    state,
                });
            }
        }
        parts
    }

    /// The words of a new entry by the keys of its parts.
    pub(super) fn parts_of(&self, words: &str) -> Words {
        let Some(first) = self.own.first() else { return Vec::new() };
        let mut parts = vec![(first.key.clone(), words.to_owned())];
        let joints = self.own.iter().flat_map(|own| &own.joints);
        for (joint, key, _) in joints.filter(|(joint, ..)| !joint.is_empty()) {
            let Some((_, last)) = parts.last_mut() else { continue };
            if let Some((own, rest)) = last.clone().split_once(joint.as_str()) {
                *last = own.to_owned();
                parts.push((key.clone(), rest.to_owned()));
            }
        }
        parts
    }

    /// The changes of words in entries that are in both texts, and before the first.
    pub(super) fn words_in(&self) -> Vec<Deed> {
        let (mut deeds, parts) = (Vec::new(), self.parts());
        self.reworded(self.old.lead(), self.new.lead(), Some(self.now.lead()), &mut deeds);
        for (old, new) in self.fates.one_to_one() {
            let mut ranges = (self.old.range(old), self.new.range(new));
            let mut now = self.now_of(old).map(|now| self.now.range(now));
            for part in parts.iter().filter(|part| (part.old, part.new) == (old, new)) {
                ranges.0 = self.old.before(ranges.0, &part.joint);
                ranges.1 = self.new.before(ranges.1, &part.joint);
                now = now.map(|now| self.now.before(now, &part.joint));
            }
            self.reworded(ranges.0, ranges.1, now, &mut deeds);
        }
        deeds
    }

    /// The words that differ between a part of the text that was sent and that of the returned one.
    fn reworded(
        &self,
        old: Range<usize>,
        new: Range<usize>,
        now: Option<Range<usize>>,
        deeds: &mut Vec<Deed>,
    ) {
        let (sent, came) = (self.old.of(&old), self.new.of(&new));
        let theirs = now.as_ref().map_or(sent, |now| self.now.of(now));
        for (edit, range, state) in three_ways(sent, came, theirs) {
            let (what, state) = match &now {
                Some(now) => {
                    let range = now.start + range.start..now.start + range.end;
                    (What::Words { line: self.line, range }, state)
                }
                None => (What::Lost { near: Some(self.line) }, State::Conflict(Theirs::Gone)),
            };
            let within = new.start + edit.new.start..new.start + edit.new.end;
            deeds.push(Deed {
                what,
                state,
                old: sent.get(edit.old.clone()).unwrap_or_default().to_owned(),
                new: self.new.of(&within).to_owned(),
                sent: Some((self.sent, old.start + edit.old.start..old.start + edit.old.end)),
                came: self.came..self.came + 1,
                within,
            });
        }
    }

    /// What changed in the data alone.
    pub(super) fn since(&self) -> Vec<Since> {
        let mut since = Vec::new();
        for (old, now) in &self.theirs.pairs {
            let mut pairs = self.fates.one_to_one();
            let Some((_, new)) = pairs.find(|(sent, _)| sent == old) else { continue };
            let (sent, theirs) = (self.old.words(*old), self.now.words(*now));
            for edit in theirs_alone(sent, self.new.words(new), theirs) {
                let start = self.now.range(*now).start;
                since.push(Since {
                    line: Some((self.line, start + edit.new.start..start + edit.new.end)),
                    old: sent.get(edit.old).unwrap_or_default().to_owned(),
                    new: theirs.get(edit.new).unwrap_or_default().to_owned(),
                });
            }
        }
        for now in &self.theirs.came {
            let words = self.now.words(*now);
            if (0..self.new.entries.len()).all(|new| self.new.words(new) != words) {
                let line = Some((self.line, self.now.range(*now)));
                since.push(Since { line, old: String::new(), new: words.to_owned() });
            }
        }
        for old in &self.theirs.gone {
            let words = self.old.words(*old);
            if self
                .fates
                .one_to_one()
                .any(|(sent, new)| sent == *old && self.new.words(new) == words)
            {
                since.push(Since { line: None, old: words.to_owned(), new: String::new() });
            }
        }
        since
    }
}
