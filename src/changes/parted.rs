//! A paragraph of which a short beginning or end became a paragraph of its own, as the heading does that
//! opens it: what is left is like the whole, so that the other part looks new.

use std::collections::BTreeMap;

use super::{Change, Paragraph};

/// Fewest characters of such a beginning or end.
const FEWEST: usize = 4;

/// The changes with such paragraphs as split, or as joined.
pub(super) fn parted(
    changes: Vec<Change>,
    old: &[Paragraph<'_>],
    new: &[Paragraph<'_>],
) -> Vec<Change> {
    // Single paragraphs, by their place in the text in which there are two.
    let mut added: BTreeMap<usize, usize> = BTreeMap::new();
    let mut removed: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        match change {
            Change::Added { new } => drop(added.insert(*new, at)),
            Change::Removed { old } => drop(removed.insert(*old, at)),
            _ => {}
        }
    }
    if added.is_empty() && removed.is_empty() {
        return changes;
    }
    let mut is_gone = vec![false; changes.len()];
    let mut parted = changes.clone();
    for (at, change) in changes.iter().enumerate() {
        let Change::Reworded { old: one, new: other } = change else { continue };
        let (one, other) = (*one, *other);
        let mut found = |others: &BTreeMap<usize, usize>,
                         whole: Paragraph<'_>,
                         rest: usize,
                         texts: &[Paragraph<'_>]| {
            let place = beside(others, whole, rest, texts)?;
            let change = others.get(&place)?;
            let is_free = is_gone.get_mut(*change).filter(|is_gone| !**is_gone)?;
            *is_free = true;
            Some(place.min(rest)..place.max(rest) + 1)
        };
        let split = old.get(one).and_then(|whole| found(&added, *whole, other, new));
        let change = match split {
            Some(new) => Some(Change::Split { old: one, new }),
            None => new
                .get(other)
                .and_then(|whole| found(&removed, *whole, one, old))
                .map(|old| Change::Joined { old, new: other }),
        };
        if let (Some(change), Some(place)) = (change, parted.get_mut(at)) {
            *place = change;
        }
    }
    let left = parted.into_iter().zip(is_gone).filter(|(_, is_gone)| !is_gone);
    left.map(|(change, _)| change).collect()
}

/// The paragraph beside `rest` that is the beginning or the end of `whole`, where the rest has it no more.
fn beside(
    others: &BTreeMap<usize, usize>,
    whole: Paragraph<'_>,
    rest: usize,
    texts: &[Paragraph<'_>],
) -> Option<usize> {
    let text = |at: usize| texts.get(at).filter(|one| one.cell.is_none()).map(|one| said(one.text));
    let (whole_text, rest_text) = (said(whole.text), text(rest).filter(|_| whole.cell.is_none())?);
    let before = rest.checked_sub(1).filter(|at| others.contains_key(at));
    let after = Some(rest + 1).filter(|at| others.contains_key(at));
    let is_part = |part: &str| part.chars().nth(FEWEST - 1).is_some();
    let opens = |at: &usize| {
        text(*at).is_some_and(|part| {
            is_part(&part) && whole_text.starts_with(&part) && !rest_text.starts_with(&part)
        })
    };
    let ends = |at: &usize| {
        text(*at).is_some_and(|part| {
            is_part(&part) && whole_text.ends_with(&part) && !rest_text.ends_with(&part)
        })
    };
    before.filter(opens).or_else(|| after.filter(ends))
}

/// A text without blanks and marks.
fn said(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
