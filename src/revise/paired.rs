//! Which paragraph of a text became which of another: headings by their words. An entry of a list
//! that stands elsewhere has another number there.

use std::collections::{BTreeMap, BTreeSet};

use crate::changes::{self, Change, Paragraph, without_number};

/// Fewest characters of a part of a paragraph by which it is known.
const FEWEST: usize = 4;

/// What became of each paragraph.
pub(super) fn align(old: &[Paragraph<'_>], new: &[Paragraph<'_>]) -> Vec<Change> {
    let is_same = |one: usize, other: usize| {
        old.get(one).map(|one| one.text) == new.get(other).map(|other| other.text)
    };
    let changes = changes::align(&without_numbers(old), &without_numbers(new)).into_iter();
    let with_numbers = changes.map(|change| match change {
        Change::Kept { old, new } if !is_same(old, new) => Change::Reworded { old, new },
        Change::Moved { old, new, reworded: false } => {
            Change::Moved { old, new, reworded: !is_same(old, new) }
        }
        other => other,
    });
    let changes = with_numbers.flat_map(|change| without_new(change, old, new)).collect();
    with_new_between(changes, old, new)
}

/// The new paragraphs.
pub(super) fn added(changes: &[Change]) -> BTreeSet<usize> {
    let added = changes.iter().filter_map(|change| match change {
        Change::Added { new } => Some(*new),
        _ => None,
    });
    added.collect()
}

/// Of what one paragraph became, the parts of which every word was put in are new paragraphs.
fn without_new(change: Change, old: &[Paragraph<'_>], new: &[Paragraph<'_>]) -> Vec<Change> {
    let Change::Split { old: one, new: parts } = change else { return vec![change] };
    let text =
        |texts: &[Paragraph<'_>], at: usize| texts.get(at).map_or("", |one| one.text).to_owned();
    let came: String = parts.clone().map(|at| text(new, at)).collect();
    let edits = changes::edits(&text(old, one), &came);
    let mut end = 0;
    let (own, others): (Vec<usize>, Vec<usize>) = parts.clone().partition(|at| {
        let part = end..end + text(new, *at).len();
        end = part.end;
        !edits.iter().any(|edit| {
            edit.old.is_empty() && edit.new.start <= part.start && part.end <= edit.new.end
        })
    });
    let whole = match own.as_slice() {
        [only] => Change::Reworded { old: one, new: *only },
        [first, .., last] => Change::Split { old: one, new: *first..last + 1 },
        [] => return vec![Change::Split { old: one, new: parts }],
    };
    [whole].into_iter().chain(others.into_iter().map(|new| Change::Added { new })).collect()
}

/// A paragraph whose end or beginning stands behind new ones, or before them, is parted, and these are between its
/// parts.
fn with_new_between(
    mut changes: Vec<Change>,
    old: &[Paragraph<'_>],
    new: &[Paragraph<'_>],
) -> Vec<Change> {
    let mut added = added(&changes);
    let mut parts: BTreeSet<usize> = BTreeSet::new();
    for change in &mut changes {
        let Change::Reworded { old: one, new: rest } = *change else { continue };
        let pair = old.get(one).zip(new.get(rest)).filter(|(whole, _)| whole.cell.is_none());
        let Some((whole, part)) = pair else { continue };
        let text = |at: &usize| new.get(*at).filter(|one| one.role == whole.role);
        let text = |at: &usize| text(at).map(|one| one.text).filter(|it| is_long(it));
        let ends = |it: &str| whole.text.ends_with(it) && !part.text.ends_with(it);
        let opens = |it: &str| whole.text.starts_with(it) && !part.text.starts_with(it);
        let mut after = (rest + 1..).take_while(|at| added.contains(at));
        let mut before = (0..rest).rev().take_while(|at| added.contains(at));
        let after = after.find(|at| text(at).is_some_and(ends));
        let before = before.find(|at| text(at).is_some_and(opens));
        if let Some(end) = after.or(before) {
            added.remove(&end);
            parts.insert(end);
            *change = Change::Split { old: one, new: rest.min(end)..rest.max(end) + 1 };
        }
    }
    changes.retain(|change| !matches!(change, Change::Added { new } if parts.contains(new)));
    changes
}

/// Whether a part is long enough to be known by its words.
fn is_long(part: &str) -> bool {
    part.chars().nth(FEWEST - 1).is_some()
}

/// Paragraphs that are gone, each with the new one in its place: as many of the same roles between the
/// same neighbours. No word of the one needs to stand in the other.
pub(super) fn written_anew(
    changes: &[Change],
    old: &[Paragraph<'_>],
    new: &[Paragraph<'_>],
) -> Vec<(usize, usize)> {
    let (mut became, mut gone) = (BTreeMap::new(), Vec::new());
    for change in changes {
        match change {
            Change::Kept { old, new } | Change::Reworded { old, new } => {
                became.insert(*old, *new);
            }
            Change::Removed { old } => gone.push(*old),
            _ => {}
        }
    }
    gone.sort_unstable();
    let place = |run: &[usize]| {
        let (first, end) = (*run.first()?, run.last()? + 1);
        let start = first.checked_sub(1).map_or(Some(0), |at| Some(became.get(&at)? + 1))?;
        let next = if end == old.len() { new.len() } else { *became.get(&end)? };
        (start + run.len() == next).then_some(start)
    };
    let runs = gone.chunk_by(|one, next| one + 1 == *next);
    let pairs = runs.filter_map(|run| Some(run.iter().copied().zip(place(run)?..)));
    let is_alike = |(one, other): &(usize, usize)| {
        let (one, other) = (old.get(*one), new.get(*other));
        one.zip(other).is_some_and(|(one, other)| one.role == other.role && one.cell.is_none())
    };
    pairs.flatten().filter(is_alike).collect()
}

fn without_numbers<'t>(paragraphs: &[Paragraph<'t>]) -> Vec<Paragraph<'t>> {
    let without = |one: &Paragraph<'t>| match (one.cell, without_number(one.text)) {
        (None, words) if !words.is_empty() => Paragraph { text: words, ..*one },
        _ => *one,
    };
    paragraphs.iter().map(without).collect()
}
