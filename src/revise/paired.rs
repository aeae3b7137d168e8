//! Which paragraph of a text became which of another: headings by their words. An entry of a list
//! that stands elsewhere has another number there.

use std::collections::BTreeMap;

use crate::changes::{self, Change, Paragraph, without_number};

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
    with_numbers.collect()
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
