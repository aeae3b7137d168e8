//! Which paragraph of a text became which of another: headings by their words. An entry of a list
//! that stands elsewhere has another number there.

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

fn without_numbers<'t>(paragraphs: &[Paragraph<'t>]) -> Vec<Paragraph<'t>> {
    let without = |one: &Paragraph<'t>| match (one.cell, without_number(one.text)) {
        (None, words) if !words.is_empty() => Paragraph { text: words, ..*one },
        _ => *one,
    };
    paragraphs.iter().map(without).collect()
}
