//! What is found before and after an edit, compared: which findings are new, and which are still
//! there.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Edit};
use crate::examine::Examined;

/// How places moved, by the path of the file: one list for each time that edits were applied.
#[derive(Debug, Default)]
pub(crate) struct Moves(BTreeMap<String, Vec<Vec<Move>>>);

/// A range of bytes that was replaced by so many others.
#[derive(Debug, Clone, Copy)]
struct Move {
    start: usize,
    end: usize,
    length: usize,
}

impl Moves {
    /// Notes the edits of one file, which are in order and do not overlap.
    pub(crate) fn add(&mut self, path: &str, edits: &[&Edit]) {
        let moves = edits.iter().map(|edit| {
            let range = edit.span.range();
            Move { start: range.start, end: range.end, length: edit.text.len() }
        });
        self.0.entry(path.to_owned()).or_default().push(moves.collect());
    }

    /// Notes what moved afterwards.
    pub(crate) fn then(&mut self, later: Moves) {
        for (path, moves) in later.0 {
            self.0.entry(path).or_default().extend(moves);
        }
    }

    /// Whether a file was edited.
    pub(crate) fn touch(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Where a place of a file stands now.
    pub(crate) fn place(&self, path: &str, place: usize) -> usize {
        let lists = self.0.get(path).into_iter().flatten();
        lists.fold(place, |place, moves| {
            let (mut added, mut removed) = (0, 0);
            for Move { start, end, length } in moves {
                if *start >= place {
                    break;
                }
                if *end > place {
                    return start + added - removed;
                }
                added += length;
                removed += end - start;
            }
            (place + added).saturating_sub(removed)
        })
    }
}

/// A finding, as far as it is compared.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    code: Code,
    message: String,
    /// The file and the range of bytes.
    place: Option<(String, usize, usize)>,
    /// Whether it was to be mended.
    is_mended: bool,
}

/// What is found of a project; `mended` are those that edits are to mend.
pub(crate) fn found(examined: &Examined, mended: &BTreeSet<usize>) -> Vec<Found> {
    let found = examined.findings.iter().enumerate().map(|(at, finding)| {
        let place = finding.span().map(|span| {
            let path = examined.sources.get(span.file).path.clone();
            (path, span.range().start, span.range().end)
        });
        let is_mended = mended.contains(&at);
        Found { code: finding.code, message: finding.message.clone(), place, is_mended }
    });
    found.collect()
}

/// Findings after an edit, by their places in the list.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// Those that were not found before.
    pub(crate) new: Vec<usize>,
    /// Those that were to be mended.
    pub(crate) remaining: Vec<usize>,
}

/// Whether a message says of no more than another one does, in the same words: 5段 after 6段.
fn is_of_fewer(now: &str, old: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let words = |text: &str| -> Vec<String> {
        text.split(is_digit).filter(|words| !words.is_empty()).map(str::to_owned).collect()
    };
    let counts = |text: &str| -> Option<Vec<u64>> {
        let counts = text.split(|c| !is_digit(c)).filter(|count| !count.is_empty());
        counts.map(|count| count.parse().ok()).collect()
    };
    let (Some(counts_now), Some(counts_old)) = (counts(now), counts(old)) else { return false };
    words(now) == words(old)
        && counts_now.len() == counts_old.len()
        && counts_now.iter().zip(&counts_old).all(|(now, old)| now <= old)
}

/// Compares what was found before with what is found after. Messages and places may both change
/// by an edit beside them; a finding is the same where one of the two is, and where it is of fewer
/// places than before.
pub(crate) fn compare(before: &[Found], after: &Examined, moves: &Moves) -> Compared {
    type Key = (Code, Option<String>);
    let mut left: BTreeMap<Key, Vec<(usize, usize, &Found)>> = BTreeMap::new();
    for found in before {
        let place = found.place.as_ref().map(|(path, start, end)| {
            (path.clone(), moves.place(path, *start), moves.place(path, *end))
        });
        let (start, end) = place.as_ref().map_or((0, 0), |(_, start, end)| (*start, *end));
        left.entry((found.code, place.map(|place| place.0))).or_default().push((start, end, found));
    }
    let after = found(after, &BTreeSet::new());
    let mut unmatched: Vec<usize> = (0..after.len()).collect();
    let mut compared = Compared::default();
    type Same = fn(&Found, (usize, usize), (usize, usize), &Found) -> bool;
    let levels: [Same; 4] = [
        |now, (start, _), (was, _), old| start == was && now.message == old.message,
        |_, (start, end), (was, until), _| start == was || start < until && was < end,
        |now, _, _, old| now.message == old.message,
        |now, _, _, old| !old.is_mended && is_of_fewer(&now.message, &old.message),
    ];
    for is_same in levels {
        unmatched.retain(|at| {
            let Some(now) = after.get(*at) else { return false };
            let path = now.place.as_ref().map(|place| place.0.clone());
            let place = now.place.as_ref().map_or((0, 0), |place| (place.1, place.2));
            let Some(group) = left.get_mut(&(now.code, path)) else { return true };
            let same =
                group.iter().position(|(start, end, old)| is_same(now, place, (*start, *end), old));
            let Some(same) = same else { return true };
            let (_, _, old) = group.remove(same);
            if old.is_mended {
                compared.remaining.push(*at);
            }
            false
        });
    }
    compared.new = unmatched;
    compared
}

#[cfg(test)]
mod tests {
    use super::is_of_fewer;

    #[test]
    fn a_warning_of_fewer_places_is_the_same_and_one_of_more_or_of_others_is_not() {
        let before = "“正文”有 6 段与上年一字不差";
        assert!(is_of_fewer("“正文”有 5 段与上年一字不差", before));
        for other in ["“正文”有 7 段与上年一字不差", "“不足”有 5 段与上年一字不差", "“正文”"]
        {
            assert!(!is_of_fewer(other, before), "{other}");
        }
    }
}
