//! Words of a text three ways: as it was sent, as it came back, and as the data give it now.

use std::ops::Range;

use super::super::Theirs;
use super::State;
use crate::changes::{self, Edit};

/// The words that a returned text changed: where they were and are, where they stand in the data, and
/// what the data say.
pub(in crate::revise) fn three_ways(
    sent: &str,
    came: &str,
    now: &str,
) -> Vec<(Edit, Range<usize>, State)> {
    let theirs = changes::edits(sent, now);
    let each = changes::edits(sent, came).into_iter();
    let each = each.map(|edit| {
        let said = came.get(edit.new.clone()).unwrap_or_default();
        let done = match now == came {
            true => Some(edit.new.clone()),
            false => same(&edit.old, said, &theirs, now),
        };
        let (range, state) = match done {
            Some(done) => (done, State::Done),
            None => against(&edit.old, &theirs, now),
        };
        (edit, range, state)
    });
    each.collect()
}

/// Where the data have the same words in the place of the same.
pub(super) fn same(
    range: &Range<usize>,
    said: &str,
    theirs: &[Edit],
    now: &str,
) -> Option<Range<usize>> {
    let mut theirs = theirs.iter();
    let same = theirs.find(|other| other.old == *range && now.get(other.new.clone()) == Some(said));
    same.map(|other| other.new.clone())
}

/// The words that changed in the data alone: bytes of both texts.
pub(in crate::revise) fn theirs_alone(sent: &str, came: &str, now: &str) -> Vec<Edit> {
    let ours = changes::edits(sent, came);
    let mut theirs = changes::edits(sent, now);
    theirs.retain(|edit| !ours.iter().any(|own| touch(&own.old, &edit.old)));
    theirs
}

/// Where words of a paragraph that was sent are in that of the data, and whether the data have other words
/// there.
pub(super) fn against(range: &Range<usize>, theirs: &[Edit], now: &str) -> (Range<usize>, State) {
    let moved = forth(range.start, theirs)..forth(range.end, theirs);
    let mut near = theirs.iter().filter(|other| touch(range, &other.old)).peekable();
    let Some(first) = near.peek() else { return (moved, State::Open) };
    let start = first.new.start.min(moved.start);
    let end = near.fold(moved.end, |end, other| end.max(other.new.end));
    let theirs = now.get(start..end).unwrap_or_default().to_owned();
    (moved, State::Conflict(Theirs::Words(theirs)))
}

/// Whether two ranges share a byte, or meet.
pub(super) fn touch(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// Where a byte of the old text is in the new one; of what was replaced, the end.
pub(super) fn forth(at: usize, edits: &[Edit]) -> usize {
    let before = edits.iter().take_while(|edit| edit.old.end <= at || edit.old.start < at);
    let Some(last) = before.last() else { return at };
    match at < last.old.end {
        true => last.new.end,
        false => last.new.end + (at - last.old.end),
    }
}

/// Where a byte of the new text is in the old one; of what took the place of other words, their end.
pub(super) fn back(at: usize, edits: &[Edit]) -> usize {
    let before = edits.iter().take_while(|edit| edit.new.end <= at || edit.new.start < at);
    let Some(last) = before.last() else { return at };
    match at < last.new.end {
        true => last.old.end,
        false => last.old.end + (at - last.new.end),
    }
}
