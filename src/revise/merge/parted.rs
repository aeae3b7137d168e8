//! Paragraphs that the returned text splits or joins.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::Theirs;
use super::words::{self, back, forth, split_at};
use super::{Deed, Merge, Now, State, What, joined, text};
use crate::changes::{self, Edit};

/// Where paragraphs of the data are to be parted: bytes of them.
pub(in crate::revise) type Borders = BTreeSet<(usize, usize)>;

/// Those of all changes.
pub(in crate::revise) fn borders(deeds: &[Deed]) -> Borders {
    let places = |deed: &Deed| match &deed.what {
        What::Split { line, at } if deed.state == State::Open => {
            at.iter().map(|at| (*line, *at)).collect()
        }
        _ => Vec::new(),
    };
    deeds.iter().flat_map(places).collect()
}

/// Where a text is parted by its returned form: before words that are gone there, so that the first part is
/// as it came back whether they are taken out or not.
fn before_gone(border: usize, edits: &[Edit]) -> usize {
    let at = back(border, edits);
    let is_gone = |edit: &&Edit| edit.new == (border..border) && edit.old.end == at;
    edits.iter().find(is_gone).map_or(at, |gone| gone.old.start)
}

/// The words of each part of a text that is parted at some bytes by themselves: what was put in across one of
/// them ends the one part and begins the next.
pub(super) fn cut(edits: Vec<Edit>, borders: &[usize]) -> Vec<Edit> {
    let mut all = Vec::new();
    for mut edit in edits {
        let new = edit.new.clone();
        for border in borders.iter().filter(|at| new.start < **at && **at < new.end) {
            all.push(Edit { old: edit.old.clone(), new: edit.new.start..*border });
            edit = Edit { old: edit.old.end..edit.old.end, new: *border..edit.new.end };
        }
        all.push(edit);
    }
    all
}

/// Puts the new paragraphs between two parts of one that is parted where it is parted.
pub(super) fn within_split(deeds: &mut [Deed]) {
    let splits = deeds.iter().filter(|deed| deed.state == State::Open);
    let splits: Vec<(usize, Vec<usize>, Range<usize>)> = splits
        .filter_map(|deed| match &deed.what {
            What::Split { line, at } => Some((*line, at.clone(), deed.came.clone())),
            _ => None,
        })
        .collect();
    let mut put = vec![0; splits.len()];
    for deed in deeds {
        let (came, What::Add { after, before, within }) = (deed.came.start, &mut deed.what) else {
            continue;
        };
        let of = splits.iter().position(|(line, _, parts)| {
            parts.contains(&came) && *after == Some(*line) && after == before
        });
        let Some((of, (_, at, parts))) = of.and_then(|of| Some((of, splits.get(of)?))) else {
            continue;
        };
        let count = put.get_mut(of);
        // How many parts stand before it.
        let before = count.map_or(0, |count| {
            *count += 1;
            came + 1 - parts.start - *count
        });
        *within = before.checked_sub(1).and_then(|border| at.get(border).copied());
    }
}

impl Merge<'_> {
    /// Where parts of the returned text end in them all, but the last.
    pub(super) fn borders(&self, parts: &[usize]) -> Vec<usize> {
        let mut end = 0;
        let ends = parts.iter().take(parts.len().saturating_sub(1)).map(|part| {
            end += text(self.texts.came, *part).len();
            end
        });
        ends.collect()
    }

    pub(super) fn split(&self, old: usize, parts: &[usize]) -> Deed {
        let sent = text(self.texts.sent, old);
        let came = joined(self.texts.came, parts.iter().copied());
        let edits = changes::edits(sent, &came);
        let borders = self.borders(parts);
        let first = parts.first().copied().unwrap_or_default();
        let is_done = matches!(self.now.get(old), Some(Now::Among(lines))
            if lines.len() == parts.len() && self.parts_at(lines, &came, &borders));
        let (what, state) = match self.now.get(old) {
            Some(Now::At(line, theirs)) => {
                let now = text(self.texts.now, *line);
                let ends = borders.iter().map(|border| {
                    split_at((before_gone(*border, &edits), *border), theirs, &came, now)
                });
                let (at, states): (Vec<usize>, Vec<State>) = ends.unzip();
                let mut states = states.into_iter();
                let state = states.find(|state| *state != State::Open).unwrap_or(State::Open);
                (What::Split { line: *line, at }, state)
            }
            Some(Now::Among(lines)) if is_done => {
                let line = lines.first().copied().unwrap_or_default();
                (What::Split { line, at: Vec::new() }, State::Done)
            }
            now => (self.lost(now, first), State::Conflict(self.theirs(now))),
        };
        let texts: Vec<&str> = parts.iter().map(|at| text(self.texts.came, *at)).collect();
        Deed {
            what,
            state,
            old: sent.to_owned(),
            new: texts.join("\n"),
            sent: self.whole(old),
            came: first..parts.last().map_or(first, |last| last + 1),
            within: 0..0,
        }
    }

    pub(super) fn join(&self, old: &Range<usize>, new: usize) -> Deed {
        let lines: Vec<Option<usize>> = old
            .clone()
            .map(|old| match self.now.get(old) {
                Some(Now::At(line, _)) => Some(*line),
                _ => None,
            })
            .collect();
        let in_row = lines
            .windows(2)
            .all(|pair| matches!(pair, [Some(one), Some(next)] if one + 1 == *next));
        let said = text(self.texts.came, new);
        let (what, state) = match (lines.first().copied().flatten(), self.now.get(old.start)) {
            (Some(first), _) if in_row => {
                (What::Join { lines: first..first + lines.len() }, State::Open)
            }
            (_, Some(Now::Among(now))) if now.len() == 1 && self.are_all_in(old, now) => (
                What::Join { lines: now.first().map_or(0..0, |line| *line..line + 1) },
                State::Done,
            ),
            (_, now) => match self.between(&lines) {
                Some((near, between)) => {
                    (What::Lost { near: Some(near) }, State::Conflict(Theirs::Words(between)))
                }
                None => (self.lost(now, new), State::Conflict(self.theirs(now))),
            },
        };
        let texts: Vec<&str> = old.clone().map(|at| text(self.texts.sent, at)).collect();
        Deed {
            what,
            state,
            old: texts.join("\n"),
            new: said.to_owned(),
            sent: self.whole(old.start),
            came: new..new + 1,
            within: 0..0,
        }
    }

    /// What the data have by now between paragraphs that are all there, in their order.
    fn between(&self, lines: &[Option<usize>]) -> Option<(usize, String)> {
        let lines: Vec<usize> = lines.iter().copied().collect::<Option<_>>()?;
        let (first, last) = (*lines.first()?, *lines.last()?);
        let others: Vec<usize> = (first..last).filter(|line| !lines.contains(line)).collect();
        let texts: Vec<&str> = others.iter().map(|line| text(self.texts.now, *line)).collect();
        let near = others.first().copied().filter(|_| lines.is_sorted())?;
        Some((near, texts.join("\n")))
    }

    /// Which of the paragraphs that one became in the data has the words that a returned one has between two of its
    /// bytes, or still those that were sent there, and where.
    pub(super) fn among(
        &self,
        now: Option<&Now>,
        (sent, range, said): (&str, &Range<usize>, &str),
        (came, within): (&Range<usize>, &Range<usize>),
    ) -> Option<(usize, Range<usize>, State)> {
        let Some(Now::Among(lines)) = now else { return None };
        let [returned] = self.texts.came.get(came.clone())? else { return None };
        let returned = returned.text;
        // What was taken out at an end may stand in the next one.
        let is_inside = 0 < within.start && within.end < returned.len();
        let done = lines.iter().copied().find_map(|line| {
            let now = text(self.texts.now, line);
            let range = match returned == now && (is_inside || !within.is_empty()) {
                true => within.clone(),
                false => words::standing(within, returned, now)?,
            };
            Some((line, range, State::Done))
        });
        done.or_else(|| {
            let now = joined(self.texts.now, lines.iter().copied());
            let theirs = changes::edits(sent, &now);
            let (range, state) = match words::same(range, said, &theirs, &now) {
                Some(done) => (done, State::Done),
                None => words::against(range, &theirs, &now, 0),
            };
            let mut start = 0;
            let mut places = lines.iter().copied().map(|line| {
                let at = start..start + text(self.texts.now, line).len();
                start = at.end;
                (line, at)
            });
            // What stands between two of them may be of either.
            let is_of = |at: &Range<usize>| {
                at.start <= range.start
                    && range.end <= at.end
                    && (!range.is_empty() || range.start < at.end || at.end == now.len())
            };
            let (line, at) = places.find(|(_, at)| is_of(at))?;
            // Of one that was written anew some words may be the same.
            let gone: usize = theirs.iter().map(|edit| edit.old.len()).sum();
            let is_open = state == State::Open && !range.is_empty() && gone * 2 < sent.len();
            let is_certain = state == State::Done || is_open;
            is_certain.then(|| (line, range.start - at.start..range.end - at.start, state))
        })
    }

    /// Whether paragraphs of the data end where those of a returned text do, whatever else they say.
    fn parts_at(&self, lines: &[usize], came: &str, borders: &[usize]) -> bool {
        let to_now = changes::edits(came, &joined(self.texts.now, lines.iter().copied()));
        let mut end = 0;
        lines.iter().zip(borders).all(|(line, border)| {
            end += text(self.texts.now, *line).len();
            forth(*border, &to_now) == end
        })
    }

    /// Whether paragraphs that were sent are all in one of the data.
    fn are_all_in(&self, old: &Range<usize>, now: &[usize]) -> bool {
        old.clone().all(|old| matches!(self.now.get(old), Some(Now::Among(lines)) if lines == now))
    }
}
