//! The same changes whichever of two texts is called the old one.

use super::align::ordered;
use super::{Change, Paragraph, align};

/// As [`align()`], and for two texts in the other order the same changes the other way round: what is as
/// good either way is decided by the texts, and not by which of them comes first.
pub(crate) fn align_both_ways(old: &[Paragraph<'_>], new: &[Paragraph<'_>]) -> Vec<Change> {
    fn key<'p>(
        paragraphs: &'p [Paragraph<'p>],
    ) -> impl Iterator<Item = (&'p str, &'p str, Option<crate::sent::Cell>)> {
        paragraphs.iter().map(|paragraph| (paragraph.text, paragraph.role, paragraph.cell))
    }
    match key(old).gt(key(new)) {
        true => mirrored(align(new, old)),
        false => align(old, new),
    }
}

/// The changes of the new text to the old one, in the order of that.
fn mirrored(changes: Vec<Change>) -> Vec<Change> {
    let changes: Vec<Change> = changes.into_iter().map(turned).collect();
    let mut kept: Vec<(usize, usize)> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Kept { old, new } | Change::Reworded { old, new } => Some((old + 1, new + 1)),
            Change::Split { old, new } => Some((old + 1, new.end)),
            Change::Joined { old, new } => Some((old.end, new + 1)),
            _ => None,
        })
        .collect();
    kept.sort_unstable();
    ordered(changes, &kept)
}

fn turned(change: Change) -> Change {
    match change {
        Change::Kept { old, new } => Change::Kept { old: new, new: old },
        Change::Reworded { old, new } => Change::Reworded { old: new, new: old },
        Change::Moved { old, new, reworded } => Change::Moved { old: new, new: old, reworded },
        Change::Split { old, new } => Change::Joined { old: new, new: old },
        Change::Joined { old, new } => Change::Split { old: new, new: old },
        Change::Added { new } => Change::Removed { old: new },
        Change::Removed { old } => Change::Added { new: old },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of paragraphs of a few kinds, some alike, drawn from a number.
    fn text(mut seed: u64) -> Vec<&'static str> {
        const TEXTS: [&str; 8] = [
            "推进法治政府建设，落实工作责任，全年工作有新的进展。",
            "推进法治政府建设，落实工作责任。",
            "全年工作有新的进展。",
            "推进法治社会建设，落实工作责任，全年工作有新的进展。",
            "开展普法宣传，群众满意。",
            "开展普法宣传，群众满意，成效明显。",
            "甲",
            "乙",
        ];
        let mut drawn = Vec::new();
        while seed > 0 {
            drawn.extend(TEXTS.get((seed % 9) as usize));
            seed /= 9;
        }
        drawn
    }

    #[test]
    fn two_texts_in_the_other_order_have_the_same_changes_the_other_way_round() {
        let mut seed: u64 = 7;
        let mut next = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % 9_u64.pow(6)
        };
        for _ in 0..2_000 {
            let (one, other) = (text(next()), text(next()));
            let paragraphs = |texts: &[&'static str]| -> Vec<Paragraph<'static>> {
                texts.iter().map(|text| Paragraph { role: "正文", text, cell: None }).collect()
            };
            let (one, other) = (paragraphs(&one), paragraphs(&other));
            let there = align_both_ways(&one, &other);
            let back: Vec<Change> = align_both_ways(&other, &one).into_iter().map(turned).collect();
            assert_eq!(there.len(), back.len());
            assert!(there.iter().all(|change| back.contains(change)), "{one:?} {other:?}");
            // Each side in its own order, but for what moved.
            let starts = there.iter().filter_map(|change| match change {
                Change::Removed { .. } => None,
                Change::Split { new, .. } => Some(new.start),
                Change::Kept { new, .. }
                | Change::Reworded { new, .. }
                | Change::Moved { new, .. }
                | Change::Joined { new, .. }
                | Change::Added { new } => Some(*new),
            });
            assert!(starts.is_sorted(), "{there:?}");
        }
    }
}
