//! Whether the data have moved paragraphs in the order of the returned text already.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::changes::Change;

/// The stretch of the text as it was sent that each moved paragraph went over, itself among it.
pub(super) fn ways(changes: &[Change]) -> BTreeMap<usize, Range<usize>> {
    let mut ways = BTreeMap::new();
    // The place after the last paragraph that stayed.
    let mut place = 0;
    for change in changes {
        match change {
            Change::Kept { old, .. } | Change::Reworded { old, .. } | Change::Split { old, .. } => {
                place = old + 1;
            }
            Change::Joined { old, .. } => place = old.end,
            Change::Moved { old, .. } => {
                ways.insert(*old, place.min(*old)..place.max(old + 1));
            }
            Change::Added { .. } | Change::Removed { .. } => {}
        }
    }
    ways
}

/// Adds to the anchors the moved paragraphs, each with its line of the data, that stand there between
/// the same anchors as in the returned text. Which of two that were exchanged counts as moved may differ
/// between two comparisons, so only the order tells; each one that stands right binds those after it.
pub(super) fn settle(anchors: &mut [Option<usize>], mut moved: Vec<(usize, usize)>) {
    moved.sort_unstable();
    for (came, line) in moved {
        let follows = after(anchors, came).is_none_or(|after| after < line);
        let precedes = before(anchors, came).is_none_or(|before| line < before);
        if let (true, Some(anchor)) = (follows && precedes, anchors.get_mut(came)) {
            *anchor = Some(line);
        }
    }
}

/// The paragraph of the data after which a returned one stands.
pub(super) fn after(anchors: &[Option<usize>], came: usize) -> Option<usize> {
    anchors.get(..came)?.iter().rev().find_map(|line| *line)
}

/// The paragraph of the data before which it stands.
pub(super) fn before(anchors: &[Option<usize>], came: usize) -> Option<usize> {
    anchors.get(came + 1..)?.iter().find_map(|line| *line)
}
