//! Three ways: the text as it was sent, as it came back, and as the data give it now.
//!
//! What changed in the returned text alone is a change; what the data say by now already is done;
//! what changed on both sides is a conflict.

mod both;
mod clauses;
mod order;
mod parted;
mod settled;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) use self::clauses::{CLAUSE_ENDS, SENTENCE_ENDS};
pub(super) use self::parted::{Borders, borders};
use self::words::{against, touch};
pub(super) use self::words::{theirs_alone, three_ways};
use super::{Theirs, paired};
use crate::changes::{self, Change, Paragraph, without_number};

/// A text of three.
#[derive(Debug, Clone, Copy)]
pub(super) struct Texts<'t> {
    /// As it was sent.
    pub(super) sent: &'t [Paragraph<'t>],
    /// As it came back.
    pub(super) came: &'t [Paragraph<'t>],
    /// As the data give it now.
    pub(super) now: &'t [Paragraph<'t>],
}

/// Something that was done to the text by those who returned it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deed {
    pub(super) what: What,
    pub(super) state: State,
    /// The words of the text as it was sent, and what stands in the returned one.
    pub(super) old: String,
    pub(super) new: String,
    /// Where it was in the text as it was sent: a paragraph, and bytes of it.
    pub(super) sent: Option<(usize, Range<usize>)>,
    /// Where it is in the returned text: its paragraphs, and from which byte of the first of them to
    /// which of the last.
    pub(super) came: Range<usize>,
    pub(super) within: Range<usize>,
}

/// What was done, by the paragraphs of the text as the data give it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// Bytes of a paragraph were replaced.
    Words { line: usize, range: Range<usize> },
    /// A paragraph stands after another one, or first.
    Move { line: usize, after: Option<usize> },
    /// A paragraph ends at these bytes, and goes on in another.
    Split { line: usize, at: Vec<usize> },
    /// Paragraphs are one.
    Join { lines: Range<usize> },
    /// A new paragraph after another one, or first; or where one is parted, at a byte of it.
    Add { after: Option<usize>, before: Option<usize>, within: Option<usize> },
    /// A paragraph is gone.
    Remove { line: usize },
    /// Something in a paragraph that the data do not have in this form any more, near this one.
    Lost { near: Option<usize> },
}

/// What the data say by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// The same as when the text was sent.
    Open,
    /// What the returned text says.
    Done,
    /// Something else.
    Conflict(Theirs),
}

/// Words of the data that changed since the text was sent, and not in the returned one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Since {
    /// The paragraph as it is now, and bytes of it; none where it is gone. Of one that was moved the words
    /// are the same.
    pub(super) line: Option<(usize, Range<usize>)>,
    pub(super) old: String,
    pub(super) new: String,
}

/// What was done, and what changed in the data meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Merged {
    pub(super) deeds: Vec<Deed>,
    pub(super) since: Vec<Since>,
}

/// Where a paragraph that was sent is now.
#[derive(Debug, Clone)]
enum Now {
    /// Here, with these other words.
    At(usize, Vec<changes::Edit>),
    /// Here in others: the paragraph was split, joined, or written anew.
    Among(Vec<usize>),
    Gone,
}

/// Compares the three.
pub(super) fn merge(texts: Texts<'_>) -> Merged {
    let merge = Merge::new(texts);
    let mut deeds = Vec::new();
    for change in paired::align(texts.sent, texts.came) {
        merge.change(&change, &mut deeds);
    }
    deeds.sort_by_key(|deed| (deed.came.start, deed.within.start));
    parted::within_split(&mut deeds);
    merge.settle(&mut deeds);
    merge.without_twice(&mut deeds);
    let since = merge.since(&deeds);
    Merged { deeds, since }
}

struct Merge<'t> {
    texts: Texts<'t>,
    /// What became of the sent text in the data.
    changed: Vec<Change>,
    /// By paragraphs of the sent text.
    now: Vec<Now>,
    /// The stretches that moved paragraphs went over: in the returned text, and in the data those that the
    /// returned text has not moved in the same way.
    ways: BTreeMap<usize, Range<usize>>,
    their_ways: BTreeMap<usize, Range<usize>>,
    /// For each returned paragraph the one of the data that stands for it, where it kept its place or
    /// has its new one.
    anchors: Vec<Option<usize>>,
    /// The new paragraphs of the returned text and of the data.
    added: BTreeSet<usize>,
    their_added: BTreeSet<usize>,
}

fn text<'t>(paragraphs: &[Paragraph<'t>], at: usize) -> &'t str {
    paragraphs.get(at).map_or("", |paragraph| paragraph.text)
}

fn joined(paragraphs: &[Paragraph<'_>], all: impl IntoIterator<Item = usize>) -> String {
    all.into_iter().map(|at| text(paragraphs, at)).collect()
}

/// The parts that a paragraph became, without new ones between them.
fn parts(new: &Range<usize>, added: &BTreeSet<usize>) -> Vec<usize> {
    new.clone().filter(|at| !added.contains(at)).collect()
}

impl<'t> Merge<'t> {
    fn new(texts: Texts<'t>) -> Merge<'t> {
        let changed = paired::align(texts.sent, texts.now);
        let their_added = paired::added(&changed);
        let mut now = vec![Now::Gone; texts.sent.len()];
        for change in &changed {
            match change {
                Change::Kept { old, new }
                | Change::Reworded { old, new }
                | Change::Moved { old, new, .. } => {
                    let edits = changes::edits(text(texts.sent, *old), text(texts.now, *new));
                    now[*old] = Now::At(*new, edits);
                }
                Change::Split { old, new } => now[*old] = Now::Among(parts(new, &their_added)),
                Change::Joined { old, new } => {
                    old.clone().for_each(|old| now[old] = Now::Among(vec![*new]));
                }
                Change::Added { .. } | Change::Removed { .. } => {}
            }
        }
        for (old, new) in paired::written_anew(&changed, texts.sent, texts.now) {
            now[old] = Now::Among(vec![new]);
        }
        let mut anchors = vec![None; texts.came.len()];
        let place = |old: usize| match now.get(old) {
            Some(Now::At(line, _)) => Some(*line),
            Some(Now::Among(lines)) => lines.last().copied(),
            Some(Now::Gone) | None => None,
        };
        let mut moved = Vec::new();
        let came = paired::align(texts.sent, texts.came);
        let added = paired::added(&came);
        let ways = order::ways(&came);
        let moves: Vec<(usize, usize)> = came
            .iter()
            .filter_map(|change| match change {
                Change::Moved { old, new, .. } => Some((*old, *new)),
                _ => None,
            })
            .collect();
        for change in came {
            match change {
                Change::Kept { old, new } | Change::Reworded { old, new } => {
                    anchors[new] = place(old);
                }
                Change::Split { old, new } => {
                    let parts = parts(&new, &added);
                    let lines = match now.get(old) {
                        Some(Now::Among(lines)) if lines.len() == parts.len() => lines.as_slice(),
                        _ => &[],
                    };
                    for (at, part) in parts.into_iter().enumerate() {
                        anchors[part] = lines.get(at).copied().or_else(|| place(old));
                    }
                }
                Change::Joined { old, new } => {
                    anchors[new] = old.end.checked_sub(1).and_then(place);
                }
                Change::Moved { old, new, .. } => moved.extend(place(old).map(|line| (new, line))),
                Change::Added { .. } | Change::Removed { .. } => {}
            }
        }
        order::settle(&mut anchors, moved);
        let is_done = |new: usize| anchors.get(new).is_some_and(Option::is_some);
        let done = moves.into_iter().filter(|(_, new)| is_done(*new));
        let done: BTreeSet<usize> = done.map(|(old, _)| old).collect();
        let mut their_ways = order::ways(&changed);
        their_ways.retain(|old, _| !done.contains(old));
        Merge { texts, changed, now, ways, their_ways, anchors, added, their_added }
    }

    /// The paragraph of the data after which a returned one stands.
    fn after(&self, came: usize) -> Option<usize> {
        order::after(&self.anchors, came)
    }

    /// The paragraph of the data before which it stands.
    fn before(&self, came: usize) -> Option<usize> {
        order::before(&self.anchors, came)
    }

    fn change(&self, change: &Change, deeds: &mut Vec<Deed>) {
        match change {
            Change::Kept { .. } => {}
            Change::Reworded { old, new } => self.words(*old..old + 1, &[*new], deeds),
            Change::Moved { old, new, reworded } => {
                deeds.push(self.moved(*old, *new));
                if *reworded {
                    self.words(*old..old + 1, &[*new], deeds);
                }
            }
            Change::Split { old, new } => {
                let parts = parts(new, &self.added);
                deeds.push(self.split(*old, &parts));
                self.words(*old..old + 1, &parts, deeds);
            }
            Change::Joined { old, new } => {
                deeds.push(self.join(old, *new));
                self.words(old.clone(), &[*new], deeds);
            }
            Change::Added { new } => deeds.push(self.added(*new)),
            Change::Removed { old } => deeds.push(self.removed(*old)),
        }
    }

    fn moved(&self, old: usize, new: usize) -> Deed {
        let after = self.after(new);
        let (what, state) = match self.now.get(old) {
            Some(Now::At(line, _)) => {
                // The data may have it at another place, too.
                let is_moved = self.changed.iter().any(
                    |change| matches!(change, Change::Moved { old: moved, .. } if *moved == old),
                );
                let state = match is_moved {
                    _ if self.anchors.get(new).is_some_and(Option::is_some) => State::Done,
                    true => State::Conflict(Theirs::Moved),
                    false => self.crossing(old).map_or(State::Open, |other| {
                        State::Conflict(Theirs::Order(text(self.texts.sent, other).to_owned()))
                    }),
                };
                (What::Move { line: *line, after }, state)
            }
            now => (self.lost(now, new), State::Conflict(self.theirs(now))),
        };
        let said = text(self.texts.came, new);
        Deed {
            what,
            state,
            old: text(self.texts.sent, old).to_owned(),
            new: said.to_owned(),
            sent: self.whole(old),
            came: new..new + 1,
            within: 0..said.len(),
        }
    }

    /// A paragraph that the data moved over a part of the way that the returned text moved another one.
    fn crossing(&self, old: usize) -> Option<usize> {
        let way = self.ways.get(&old)?;
        let crosses = |other: &Range<usize>| other.start < way.end && way.start < other.end;
        self.their_ways.iter().find(|(_, other)| crosses(other)).map(|(other, _)| *other)
    }

    fn added(&self, new: usize) -> Deed {
        let said = text(self.texts.came, new);
        let mut added = self.changed.iter().filter_map(|change| match change {
            Change::Added { new } => Some(text(self.texts.now, *new)),
            _ => None,
        });
        let state = if added.any(|text| text == said) { State::Done } else { State::Open };
        Deed {
            what: What::Add { after: self.after(new), before: self.before(new), within: None },
            state,
            old: String::new(),
            new: said.to_owned(),
            sent: None,
            came: new..new + 1,
            within: 0..said.len(),
        }
    }

    fn removed(&self, old: usize) -> Deed {
        let sent = text(self.texts.sent, old);
        // It was before the paragraph of the returned text that stands for the next one of the data.
        let (what, state) = match self.now.get(old) {
            Some(Now::At(line, edits)) if edits.is_empty() => {
                (What::Remove { line: *line }, State::Open)
            }
            Some(Now::At(line, _)) => {
                let theirs = text(self.texts.now, *line).to_owned();
                (What::Remove { line: *line }, State::Conflict(Theirs::Words(theirs)))
            }
            Some(Now::Gone) | None => (What::Lost { near: None }, State::Done),
            now => (self.lost(now, 0), State::Conflict(self.theirs(now))),
        };
        let at = match what {
            What::Remove { line } => self.anchor_of(line),
            _ => self.texts.came.len(),
        };
        Deed {
            what,
            state,
            old: sent.to_owned(),
            new: String::new(),
            sent: self.whole(old),
            came: at..at,
            within: 0..0,
        }
    }

    /// The first returned paragraph that stands for one after this of the data.
    fn anchor_of(&self, line: usize) -> usize {
        let at = self.anchors.iter().position(|anchor| anchor.is_some_and(|at| at > line));
        at.unwrap_or(self.texts.came.len())
    }

    /// The words that differ between paragraphs that were sent and those that they became.
    fn words(&self, old: Range<usize>, new: &[usize], deeds: &mut Vec<Deed>) {
        let sent = joined(self.texts.sent, old.clone());
        let came = joined(self.texts.came, new.iter().copied());
        let edits = changes::edits(&sent, &came);
        for edit in parted::cut(edits, &self.borders(new)) {
            let mut start = 0;
            let mut rest = edit.new.clone();
            for (count, at) in old.clone().enumerate() {
                let length = text(self.texts.sent, at).len();
                let (first, end) = (start, start + length);
                start = end;
                let is_last = count + 1 == old.len();
                let touches = match edit.old.is_empty() {
                    true => edit.old.start >= first && (edit.old.start < end || is_last),
                    false => edit.old.start < end && edit.old.end > first,
                };
                if !touches || edit.old.is_empty() && rest.is_empty() {
                    continue;
                }
                let own =
                    edit.old.start.max(first) - first..edit.old.end.min(end).max(first) - first;
                let said = came.get(rest.clone()).unwrap_or_default();
                deeds.push(self.reworded(at, own, said, self.within(new, &rest)));
                // What takes the place of words of two paragraphs stands in the first.
                rest = rest.end..rest.end;
            }
        }
    }

    /// Bytes of returned paragraphs joined → those that they touch, and from which byte of the first of
    /// them to which of the last. Where one ends and the next begins is the end of the first.
    fn within(&self, new: &[usize], bytes: &Range<usize>) -> (Range<usize>, Range<usize>) {
        let mut start = 0;
        let mut first: Option<(usize, usize)> = None;
        for at in new.iter().copied() {
            let end = start + text(self.texts.came, at).len();
            let is_last = new.last() == Some(&at);
            let starts = bytes.start < end || is_last || bytes.is_empty() && bytes.start == end;
            if first.is_none() && starts {
                first = Some((at, bytes.start - start));
            }
            if let Some((paragraph, from)) = first.filter(|_| bytes.end <= end || is_last) {
                return (paragraph..at + 1, from..bytes.end - start);
            }
            start = end;
        }
        let first = new.first().copied().unwrap_or_default();
        (first..first + 1, 0..0)
    }

    /// What a change concerns that the data do not have in this form any more.
    fn lost(&self, now: Option<&Now>, came: usize) -> What {
        let near = match now {
            Some(Now::Among(lines)) => lines.first().copied(),
            _ => self.after(came),
        };
        What::Lost { near }
    }

    /// All of a paragraph as it was sent.
    fn whole(&self, old: usize) -> Option<(usize, Range<usize>)> {
        Some((old, 0..text(self.texts.sent, old).len()))
    }

    fn reworded(
        &self,
        old: usize,
        range: Range<usize>,
        said: &str,
        (came, within): (Range<usize>, Range<usize>),
    ) -> Deed {
        let sent = text(self.texts.sent, old);
        let (what, state) = match self.now.get(old) {
            Some(Now::At(line, theirs)) => {
                let all = text(self.texts.now, *line);
                let of_came = (came.len() == 1).then(|| text(self.texts.came, came.start));
                let done = match of_came {
                    Some(of_came) if of_came == all => Some(within.clone()),
                    _ => words::same(&range, said, theirs, all).or_else(|| {
                        let own = changes::Edit { old: range.clone(), new: within.clone() };
                        words::beside_theirs(&own, (sent, of_came?, all), theirs)
                    }),
                };
                let (range, state) = match done {
                    Some(done) => (done, State::Done),
                    None => against(&range, theirs, all, sent.len() - without_number(sent).len()),
                };
                (What::Words { line: *line, range }, state)
            }
            now => match self.among(now, (sent, &range, said), (&came, &within)) {
                Some((line, range, state)) => (What::Words { line, range }, state),
                None => (self.lost(now, came.start), State::Conflict(self.theirs(now))),
            },
        };
        Deed {
            what,
            state,
            old: sent.get(range.clone()).unwrap_or_default().to_owned(),
            new: said.to_owned(),
            sent: Some((old, range)),
            came,
            within,
        }
    }

    /// What the data say of a paragraph that they do not have as it was.
    fn theirs(&self, now: Option<&Now>) -> Theirs {
        match now {
            Some(Now::Among(lines)) => {
                let texts: Vec<&str> =
                    lines.iter().map(|line| text(self.texts.now, *line)).collect();
                Theirs::Words(texts.join("\n"))
            }
            _ => Theirs::Gone,
        }
    }

    /// What changed in the data alone.
    fn since(&self, deeds: &[Deed]) -> Vec<Since> {
        let mut since = Vec::new();
        let came: BTreeSet<&str> = self.texts.came.iter().map(|one| one.text).collect();
        let is_told = |line: usize, range: &Range<usize>| {
            deeds.iter().any(|deed| match &deed.what {
                What::Words { line: at, range: told } => {
                    *at == line && deed.state != State::Open && touch(told, range)
                }
                What::Move { line: at, .. } | What::Remove { line: at } => {
                    *at == line && deed.state != State::Open
                }
                _ => false,
            })
        };
        for change in &self.changed {
            match change {
                Change::Kept { .. } => {}
                Change::Added { new } => {
                    let said = text(self.texts.now, *new);
                    let is_told = deeds.iter().any(|deed| match &deed.state {
                        State::Done => deed.new == said,
                        State::Conflict(Theirs::Words(theirs)) => theirs == said,
                        State::Conflict(_) | State::Open => false,
                    });
                    if !is_told {
                        let line = Some((*new, 0..said.len()));
                        since.push(Since { line, old: String::new(), new: said.to_owned() });
                    }
                }
                Change::Removed { old } => {
                    let sent = text(self.texts.sent, *old);
                    let is_of = |deed: &Deed| {
                        deed.old == sent || deed.sent.as_ref().is_some_and(|(at, _)| at == old)
                    };
                    if !deeds.iter().any(is_of) {
                        let old = sent.to_owned();
                        since.push(Since { line: None, old, new: String::new() });
                    }
                }
                Change::Reworded { old, new } | Change::Moved { old, new, .. } => {
                    let is_moved = matches!(change, Change::Moved { .. });
                    if is_moved && self.their_ways.contains_key(old) {
                        since.push(self.moved_since(*new));
                    }
                    let (sent, now) = (text(self.texts.sent, *old), text(self.texts.now, *new));
                    // A paragraph that came back just so is no change of the data alone.
                    let edits = changes::edits(sent, now).into_iter();
                    for edit in edits.filter(|_| !came.contains(now)) {
                        if !is_told(*new, &edit.new) {
                            since.push(Since {
                                line: Some((*new, edit.new.clone())),
                                old: sent.get(edit.old).unwrap_or_default().to_owned(),
                                new: now.get(edit.new).unwrap_or_default().to_owned(),
                            });
                        }
                    }
                }
                Change::Split { .. } | Change::Joined { .. } => {}
            }
        }
        since
    }

    /// A paragraph that the data moved alone.
    fn moved_since(&self, line: usize) -> Since {
        let now = text(self.texts.now, line).to_owned();
        Since { line: Some((line, 0..now.len())), old: now.clone(), new: now }
    }
}

/// Moves of paragraphs that follow each other in both texts are one.
pub(super) fn with_moves_joined(deeds: Vec<Deed>) -> Vec<Deed> {
    let mut joined: Vec<Deed> = Vec::new();
    for deed in deeds {
        if let What::Move { line, .. } = deed.what
            && let Some(last) =
                joined.iter_mut().rev().find(|last| matches!(last.what, What::Move { .. }))
            && let What::Move { line: first, .. } = last.what
            && first + last.came.len() == line
            && last.came.end == deed.came.start
            && last.state == deed.state
        {
            last.came.end = deed.came.end;
            last.within = 0..0;
            continue;
        }
        joined.push(deed);
    }
    joined
}
