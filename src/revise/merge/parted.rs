//! Paragraphs that the returned text splits or joins.

use std::ops::Range;

use super::words::{self, back, forth, split_at};
use super::{Deed, Merge, Now, State, What, joined, text};
use crate::changes::{self, Edit};

/// Where a text is parted by its returned form: before words that are gone there, so that the first part is
/// as it came back whether they are taken out or not.
fn before_gone(border: usize, edits: &[Edit]) -> usize {
    let at = back(border, edits);
    let is_gone = |edit: &&Edit| edit.new == (border..border) && edit.old.end == at;
    edits.iter().find(is_gone).map_or(at, |gone| gone.old.start)
}

impl Merge<'_> {
    pub(super) fn split(&self, old: usize, new: &Range<usize>) -> Deed {
        let (sent, came) = (text(self.texts.sent, old), joined(self.texts.came, new));
        let edits = changes::edits(sent, &came);
        let (mut ends, mut borders) = (Vec::new(), Vec::new());
        let mut end = 0;
        for at in new.clone().take(new.len().saturating_sub(1)) {
            end += text(self.texts.came, at).len();
            borders.push(end);
            ends.push(before_gone(end, &edits));
        }
        let is_torn = borders.iter().any(|end| {
            edits.iter().any(|edit| {
                let is_before = edit.old.is_empty() && edit.new.end == *end;
                is_before || edit.new.start < *end && *end < edit.new.end
            })
        });
        let is_done = matches!(self.now.get(old), Some(Now::Among(lines))
            if lines.len() == new.len() && self.parts_at(lines, &came, &borders));
        let (what, state) = match self.now.get(old) {
            Some(Now::At(line, theirs)) => {
                let now = text(self.texts.now, *line);
                let ends = ends.into_iter().zip(&borders);
                let ends = ends.map(|(end, border)| split_at((end, *border), theirs, &came, now));
                let (at, states): (Vec<usize>, Vec<State>) = ends.unzip();
                let mut states = states.into_iter();
                let state = states.find(|state| *state != State::Open).unwrap_or(State::Open);
                (What::Split { line: *line, at, is_torn }, state)
            }
            Some(Now::Among(lines)) if is_done => {
                (What::Split { line: lines.start, at: Vec::new(), is_torn }, State::Done)
            }
            now => (self.lost(now, new.start), State::Conflict(self.theirs(now))),
        };
        let texts: Vec<&str> = new.clone().map(|at| text(self.texts.came, at)).collect();
        Deed {
            what,
            state,
            old: sent.to_owned(),
            new: texts.join("\n"),
            sent: self.whole(old),
            came: new.clone(),
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
            (_, Some(Now::Among(now))) if now.len() == 1 && self.are_all_in(old, now) => {
                (What::Join { lines: now.clone() }, State::Done)
            }
            (_, now) => (self.lost(now, new), State::Conflict(self.theirs(now))),
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
        let done = lines.clone().find_map(|line| {
            let now = text(self.texts.now, line);
            let range = match returned == now && (is_inside || !within.is_empty()) {
                true => within.clone(),
                false => words::standing(within, returned, now)?,
            };
            Some((line, range, State::Done))
        });
        done.or_else(|| {
            let now = joined(self.texts.now, lines);
            let theirs = changes::edits(sent, &now);
            let (range, state) = match words::same(range, said, &theirs, &now) {
                Some(done) => (done, State::Done),
                None => words::against(range, &theirs, &now, 0),
            };
            let mut start = 0;
            let mut places = lines.clone().map(|line| {
                let at = start..start + text(self.texts.now, line).len();
                start = at.end;
                (line, at)
            });
            // What stands between two of them may be of either.
            let is_of = |at: &Range<usize>| {
                at.start <= range.start
                    && range.end <= at.end
                    && (!range.is_empty() || range.start < at.end)
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
    fn parts_at(&self, lines: &Range<usize>, came: &str, borders: &[usize]) -> bool {
        let to_now = changes::edits(came, &joined(self.texts.now, lines));
        let mut end = 0;
        lines.clone().zip(borders).all(|(line, border)| {
            end += text(self.texts.now, line).len();
            forth(*border, &to_now) == end
        })
    }

    /// Whether paragraphs that were sent are all in one of the data.
    fn are_all_in(&self, old: &Range<usize>, now: &Range<usize>) -> bool {
        old.clone().all(|old| matches!(self.now.get(old), Some(Now::Among(lines)) if lines == now))
    }
}
