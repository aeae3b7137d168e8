//! Rows of a table that are compared where they stand: where the labels of two rows were exchanged, each
//! row is more like the other one, though fewer cells differ at its own place.

use std::ops::Range;

use super::Change;
use super::row::Rows;

/// The changes of rows; rows between unchanged ones that are as many as before are paired in their order
/// where no more cells differ so than with rows that moved, came and went.
pub(super) fn in_place(
    changes: Vec<Change>,
    olds: &Rows<'_, '_>,
    news: &Rows<'_, '_>,
) -> Vec<Change> {
    if !changes.iter().any(is_elsewhere) {
        return changes;
    }
    let mut stretches = Stretches::new(&changes, olds, news);
    for change in &changes {
        stretches.count(change, olds, news);
    }
    let settled = |change: Change| {
        let Some(stretch) = stretches.of_change(&change).filter(|at| stretches.is_settled(*at))
        else {
            return Some(change);
        };
        let stretch = stretches.all.get(stretch)?;
        let new = sides(&change).1.start;
        let is_gone = matches!(change, Change::Removed { .. });
        let old = stretch.old.start + new.checked_sub(stretch.new.start)?;
        (!is_gone).then_some(Change::Reworded { old, new })
    };
    changes.into_iter().filter_map(settled).collect()
}

/// Whether a row is not compared with one in the same place.
fn is_elsewhere(change: &Change) -> bool {
    matches!(change, Change::Moved { .. } | Change::Added { .. } | Change::Removed { .. })
}

/// The rows of a change in both texts.
fn sides(change: &Change) -> (Range<usize>, Range<usize>) {
    match change {
        Change::Kept { old, new }
        | Change::Reworded { old, new }
        | Change::Moved { old, new, .. } => (*old..old + 1, *new..new + 1),
        Change::Split { old, new } => (*old..old + 1, new.clone()),
        Change::Joined { old, new } => (old.clone(), *new..new + 1),
        Change::Added { new } => (0..0, *new..new + 1),
        Change::Removed { old } => (*old..old + 1, 0..0),
    }
}

/// Rows between unchanged ones, and those that are compared with them.
#[derive(Debug)]
struct Stretch {
    old: Range<usize>,
    new: Range<usize>,
    /// An earlier stretch whose rows are compared with these, or itself.
    first: usize,
    /// Of the first one: the cells that differ as the rows are paired, and in their order; none where
    /// they cannot be paired so.
    aligned: usize,
    in_order: Option<usize>,
    /// Whether some are paired with rows elsewhere, or with none.
    is_elsewhere: bool,
}

struct Stretches {
    all: Vec<Stretch>,
    /// By rows of either text: the stretch, where the row is in one.
    of_old: Vec<Option<usize>>,
    of_new: Vec<Option<usize>>,
}

impl Stretches {
    fn new(changes: &[Change], olds: &Rows<'_, '_>, news: &Rows<'_, '_>) -> Stretches {
        let (old_count, new_count) = (olds.count(), news.count());
        let mut stretches = Stretches {
            all: Vec::new(),
            of_old: vec![None; old_count],
            of_new: vec![None; new_count],
        };
        let kept = changes.iter().filter_map(|change| match change {
            Change::Kept { old, new } => Some((*old, *new)),
            _ => None,
        });
        let (mut old_at, mut new_at) = (0, 0);
        for (old, new) in kept.chain([(old_count, new_count)]) {
            if old_at < old || new_at < new {
                stretches.add(old_at..old, new_at..new, olds, news);
            }
            (old_at, new_at) = (old + 1, new + 1);
        }
        for change in changes {
            stretches.join(change);
        }
        stretches
    }

    fn add(
        &mut self,
        old: Range<usize>,
        new: Range<usize>,
        olds: &Rows<'_, '_>,
        news: &Rows<'_, '_>,
    ) {
        let first = self.all.len();
        let of = |all: &mut Vec<Option<usize>>, range: &Range<usize>| {
            all.get_mut(range.clone()).unwrap_or_default().fill(Some(first));
        };
        of(&mut self.of_old, &old);
        of(&mut self.of_new, &new);
        let pairs = old.clone().zip(new.clone());
        let differing = pairs.map(|(one, other)| olds.differing_in_place(one, news, other));
        let in_order = if old.len() == new.len() { differing.sum() } else { None };
        self.all.push(Stretch { old, new, first, aligned: 0, in_order, is_elsewhere: false });
    }

    fn of_side(of: &[Option<usize>], rows: &Range<usize>) -> Option<usize> {
        of.get(rows.start).copied().flatten().filter(|_| !rows.is_empty())
    }

    /// The stretch of a change, by its rows of the new text or else of the old one.
    fn of_change(&self, change: &Change) -> Option<usize> {
        let (old, new) = sides(change);
        Self::of_side(&self.of_new, &new).or_else(|| Self::of_side(&self.of_old, &old))
    }

    fn first(&self, mut at: usize) -> usize {
        while let Some(before) = self.all.get(at).map(|it| it.first).filter(|it| *it < at) {
            at = before;
        }
        at
    }

    /// Joins the stretches whose rows are compared with each other.
    fn join(&mut self, change: &Change) {
        let (old, new) = sides(change);
        let of = (Self::of_side(&self.of_old, &old), Self::of_side(&self.of_new, &new));
        let (Some(one), Some(other)) = of else { return };
        let (one, other) = (self.first(one), self.first(other));
        let (first, later) = (one.min(other), one.max(other));
        if first == later {
            return;
        }
        let in_order = self.all.get_mut(later).and_then(|it| {
            it.first = first;
            it.in_order
        });
        if let Some(it) = self.all.get_mut(first) {
            it.in_order = it.in_order.zip(in_order).map(|(one, other)| one + other);
        }
    }

    /// Counts the cells that a change of rows tells.
    fn count(&mut self, change: &Change, olds: &Rows<'_, '_>, news: &Rows<'_, '_>) {
        let Some(at) = self.of_change(change).map(|at| self.first(at)) else { return };
        let cells = match change {
            Change::Kept { .. } => 0,
            Change::Reworded { old, new } => olds.differing(*old, news, *new),
            Change::Moved { old, new, .. } => olds.differing(*old, news, *new) + 1,
            Change::Added { new } => news.row(*new).len(),
            Change::Removed { old } => olds.row(*old).len(),
            // Paragraphs outside tables.
            Change::Split { .. } | Change::Joined { .. } => 0,
        };
        if let Some(it) = self.all.get_mut(at) {
            it.aligned += cells;
            it.is_elsewhere |= is_elsewhere(change);
        }
    }

    /// Whether the rows of a stretch are paired in their order.
    fn is_settled(&self, at: usize) -> bool {
        let first = self.all.get(self.first(at));
        first.is_some_and(|it| {
            it.is_elsewhere && it.in_order.is_some_and(|cells| cells <= it.aligned)
        })
    }
}
