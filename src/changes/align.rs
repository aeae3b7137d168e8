//! Which paragraph became which.

use std::ops::Range;

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::candidates::{self, Characters, Gap, Link, Side};
use super::{Change, Paragraph, chain};

/// How alike paragraphs are that moved and have other words, in thousandths: more than at the same
/// place, where the neighbours speak for it, too.
const MOVED: u64 = 600;
/// How alike the only two paragraphs that are left between two neighbours are.
const BETWEEN_NEIGHBOURS: u64 = 250;
/// Up to so many characters a text, such as that of a cell, says too little to be compared: at the
/// same place it is the same.
const SHORT: usize = 12;

/// What became of each paragraph, in the order of the new text; what was removed stands where it
/// was.
pub(super) fn align(old: &[Paragraph<'_>], new: &[Paragraph<'_>]) -> Vec<Change> {
    let equal = equals(old, new);
    let (mut old_taken, mut new_taken) = (vec![false; old.len()], vec![false; new.len()]);
    let mut links: Vec<Link> = Vec::new();
    for (one, other) in &equal {
        take(&mut old_taken, &(*one..one + 1));
        take(&mut new_taken, &(*other..other + 1));
        let weight = old.get(*one).map_or(1, |text| Characters::new(text.text).weight());
        links.push(Link::equal(*one, *other, weight));
    }
    let (olds, news) = (Side::new(old, &old_taken), Side::new(new, &new_taken));
    links.extend(candidates::links(&olds, &news, &gaps(&equal, old.len(), new.len())));
    let in_order = chain::in_order(&links, old.len(), new.len());
    let mut kept: Vec<&Link> = Vec::new();
    let mut others: Vec<&Link> = Vec::new();
    for (link, is) in links.iter().zip(in_order) {
        if is { &mut kept } else { &mut others }.push(link);
    }
    kept.sort_by_key(|link| link.old.start);
    for link in &kept {
        take(&mut old_taken, &link.old);
        take(&mut new_taken, &link.new);
    }
    let mut changes: Vec<Change> = kept.iter().map(|link| change(link, true)).collect();
    others.sort_by_key(|link| (std::cmp::Reverse(link.likeness), link.old.start, link.new.start));
    for link in others {
        let is_free = |taken: &[bool], range: &Range<usize>| {
            taken.get(range.clone()).is_some_and(|taken| taken.iter().all(|taken| !taken))
        };
        let is_free = is_free(&old_taken, &link.old) && is_free(&new_taken, &link.new);
        // One that was split or joined and moved would be told without its move.
        if link.old.len() + link.new.len() > 2 {
            continue;
        }
        if link.is_equal || link.likeness >= MOVED && is_free {
            take(&mut old_taken, &link.old);
            take(&mut new_taken, &link.new);
            changes.push(change(link, false));
        }
    }
    for (one, other) in between(&kept, (&olds, &old_taken), (&news, &new_taken)) {
        take(&mut old_taken, &(one..one + 1));
        take(&mut new_taken, &(other..other + 1));
        changes.push(Change::Reworded { old: one, new: other });
    }
    let untaken = |taken: Vec<bool>| taken.into_iter().enumerate().filter(|(_, is)| !is);
    changes.extend(untaken(new_taken).map(|(new, _)| Change::Added { new }));
    changes.extend(untaken(old_taken).map(|(old, _)| Change::Removed { old }));
    let kept: Vec<(usize, usize)> = kept.iter().map(|link| (link.old.end, link.new.end)).collect();
    ordered(changes, &kept)
}

fn take(taken: &mut [bool], range: &Range<usize>) {
    taken.get_mut(range.clone()).unwrap_or_default().fill(true);
}

fn change(link: &Link, is_in_order: bool) -> Change {
    let (old, new) = (link.old.start, link.new.start);
    match (link.old.len(), link.new.len()) {
        (1, 1) if is_in_order && link.is_equal => Change::Kept { old, new },
        (1, 1) if is_in_order => Change::Reworded { old, new },
        (1, 1) => Change::Moved { old, new, reworded: !link.is_equal },
        (1, _) => Change::Split { old, new: link.new.clone() },
        _ => Change::Joined { old: link.old.clone(), new },
    }
}

/// Pairs of paragraphs with the same text, sorted by the old one: those of the same role in the
/// order of both texts first; then what is left, the first old one with the first new one.
fn equals<'t>(old: &[Paragraph<'t>], new: &[Paragraph<'t>]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let keys = |paragraphs: &[Paragraph<'t>]| -> Vec<(&'t str, &'t str)> {
        paragraphs.iter().map(|paragraph| (paragraph.role, paragraph.text)).collect()
    };
    for op in capture_diff_slices(Algorithm::Patience, &keys(old), &keys(new)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            pairs.extend((0..len).map(|at| (old_index + at, new_index + at)));
        }
    }
    pair_rest(old, new, &mut pairs, |paragraph| (paragraph.role, paragraph.text));
    pair_rest(old, new, &mut pairs, |paragraph| ("", paragraph.text));
    pairs.sort_unstable();
    pairs
}

fn pair_rest<'t>(
    old: &[Paragraph<'t>],
    new: &[Paragraph<'t>],
    pairs: &mut Vec<(usize, usize)>,
    key: impl Fn(&Paragraph<'t>) -> (&'t str, &'t str),
) {
    let (mut old_taken, mut new_taken) = (vec![false; old.len()], vec![false; new.len()]);
    for (one, other) in pairs.iter() {
        take(&mut old_taken, &(*one..one + 1));
        take(&mut new_taken, &(*other..other + 1));
    }
    // The last comes first, so that the first is taken from the end of its list.
    let mut left: FxHashMap<(&str, &str), Vec<usize>> = FxHashMap::default();
    for (at, paragraph) in old.iter().enumerate().rev() {
        if old_taken.get(at) == Some(&false) {
            left.entry(key(paragraph)).or_default().push(at);
        }
    }
    for (at, paragraph) in new.iter().enumerate() {
        if new_taken.get(at) == Some(&false)
            && let Some(old) = left.get_mut(&key(paragraph)).and_then(Vec::pop)
        {
            pairs.push((old, at));
        }
    }
}

/// The stretches between equal paragraphs that keep the order; `equal` is sorted.
fn gaps(equal: &[(usize, usize)], olds: usize, news: usize) -> Vec<Gap> {
    let links: Vec<Link> = equal.iter().map(|(old, new)| Link::equal(*old, *new, 1)).collect();
    let in_order = chain::in_order(&links, olds, news);
    let kept = links.iter().zip(in_order).filter(|(_, is)| *is).map(|(link, _)| link);
    stretches(kept, olds, news)
}

fn stretches<'l>(links: impl Iterator<Item = &'l Link>, olds: usize, news: usize) -> Vec<Gap> {
    let (mut old, mut new) = (0, 0);
    let mut gaps = Vec::new();
    let ends = links.map(|link| (link.old.clone(), link.new.clone()));
    for (old_next, new_next) in ends.chain([(olds..olds, news..news)]) {
        if old < old_next.start && new < new_next.start {
            gaps.push(Gap { old: old..old_next.start, new: new..new_next.start });
        }
        (old, new) = (old_next.end, new_next.end);
    }
    gaps
}

/// Paragraphs that are left between two that keep the order, as many in the old text as in the new
/// one, and that are the same by their place.
fn between(
    kept: &[&Link],
    (old, old_taken): (&Side<'_>, &[bool]),
    (new, new_taken): (&Side<'_>, &[bool]),
) -> Vec<(usize, usize)> {
    let is_free = |taken: &[bool], at: &usize| taken.get(*at) == Some(&false);
    let mut found = Vec::new();
    for gap in stretches(kept.iter().copied(), old_taken.len(), new_taken.len()) {
        let olds: Vec<usize> = gap.old.filter(|at| is_free(old_taken, at)).collect();
        let news: Vec<usize> = gap.new.filter(|at| is_free(new_taken, at)).collect();
        let is_only = olds.len() == 1;
        let is_same = |(one, other): (&usize, &usize)| {
            let (Some(old_text), Some(new_text)) = (old.get(*one), new.get(*other)) else {
                return false;
            };
            let is_short = [old.paragraphs.get(*one), new.paragraphs.get(*other)]
                .into_iter()
                .flatten()
                .all(|paragraph| paragraph.text.chars().nth(SHORT).is_none());
            let is_like = is_only && old_text.likeness(new_text) >= BETWEEN_NEIGHBOURS;
            old.role(*one) == new.role(*other) && (is_short || is_like)
        };
        if olds.len() == news.len() && olds.iter().zip(&news).all(is_same) {
            found.extend(olds.into_iter().zip(news));
        }
    }
    found
}

/// The changes in the order of the new text; what was removed stands after what stood before it.
/// `kept`, in the order of both texts: where paragraphs that keep their order end in the old one and in
/// the new one.
pub(super) fn ordered(changes: Vec<Change>, kept: &[(usize, usize)]) -> Vec<Change> {
    let place = |change: &Change| match change {
        Change::Kept { new, .. }
        | Change::Reworded { new, .. }
        | Change::Moved { new, .. }
        | Change::Joined { new, .. }
        | Change::Added { new } => (*new, 1, 0),
        Change::Split { new, .. } => (new.start, 1, 0),
        Change::Removed { old } => {
            let before = kept.partition_point(|(end, _)| end <= old);
            let before = before.checked_sub(1).and_then(|at| kept.get(at));
            (before.map_or(0, |(_, end)| *end), 0, *old)
        }
    };
    let mut placed: Vec<_> = changes.into_iter().map(|change| (place(&change), change)).collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, change)| change).collect()
}
