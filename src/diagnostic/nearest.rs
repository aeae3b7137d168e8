//! 是否指: the known word that a mistyped one probably stands for.

use std::cell::Cell;

/// The candidate nearest to the word, if any is near enough to be meant; the first of equals.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().collect();
    // A third of the word may differ; of two characters, one. Each that is found leaves less to the
    // next ones.
    let mut bound = (word.len() / 3).max(1) + 1;
    let mut found = None;
    let mut other: Vec<char> = Vec::new();
    for candidate in candidates {
        other.clear();
        other.extend(candidate.chars());
        // One that would be written anew as a whole is not meant.
        if let Some(distance) = distance_below(bound.min(other.len()), &word, &other) {
            (bound, found) = (distance, Some(candidate));
        }
    }
    found
}

/// How many words a near one is still looked for: to look for one takes as long as there are many to
/// choose from, and where so many are unknown they are not mistyped.
#[derive(Debug)]
pub(crate) struct Guesses(Cell<usize>);

impl Default for Guesses {
    fn default() -> Guesses {
        Guesses(Cell::new(2000))
    }
}

impl Guesses {
    /// The same as [`nearest`], while there are some left.
    pub(crate) fn nearest<'a>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.0.set(self.0.get().checked_sub(1)?);
        nearest(word, candidates)
    }
}

/// Characters to insert, drop, change or swap; the same characters in another order count as one.
/// None for as many as the bound, or more.
fn distance_below(bound: usize, one: &[char], other: &[char]) -> Option<usize> {
    if one.len().abs_diff(other.len()) >= bound || lacking(one, other) >= bound {
        return None;
    }
    // What both begin and end with needs no look.
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(same..)?, other.get(same..)?);
    let same = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(..one.len() - same)?, other.get(..other.len() - same)?);
    if one.len() == other.len() && one != other && sorted(one) == sorted(other) {
        return Some(1).filter(|distance| *distance < bound);
    }
    // Two rows of the edit matrix and the one before them, for swaps.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut least = 0;
    for (i, &a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &b) in other.iter().enumerate() {
            let changed = last[j] + usize::from(a != b);
            let mut best = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == other[j - 1] && one[i - 1] == b {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        let least_before = std::mem::replace(&mut least, row.iter().copied().min().unwrap_or(0));
        // Each further row is made of these two.
        if least >= bound && least_before + 1 >= bound {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance < bound)
}

/// How many characters of a word another has not at all; a few may be missed.
fn lacking(word: &[char], other: &[char]) -> usize {
    let bit = |c: char| 1_u64 << (u32::from(c) % 64);
    let there = other.iter().fold(0, |bits, c| bits | bit(*c));
    word.iter().filter(|c| there & bit(**c) == 0).count()
}

fn sorted(word: &[char]) -> Vec<char> {
    let mut word = word.to_vec();
    word.sort_unstable();
    word
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn the_word_that_was_meant() {
        let known = ["行政复议新收数", "行政复议审结数", "部门", "年度", "指标"];
        for (word, meant) in [
            ("行政复议新受数", Some("行政复议新收数")),
            ("行政复议新收", Some("行政复议新收数")),
            ("新收行政复议数", Some("行政复议新收数")),
            ("指表", Some("指标")),
            ("标指", Some("指标")),
            ("完全不同的名称", None),
            ("甲", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), meant, "{word}");
        }
    }

    /// The edit matrix as a whole, without what is left out to be fast.
    fn distance(one: &[char], other: &[char]) -> usize {
        if one != other && sorted(one) == sorted(other) {
            return 1;
        }
        let mut rows = vec![vec![0; other.len() + 1]; one.len() + 1];
        for i in 0..=one.len() {
            for j in 0..=other.len() {
                if i == 0 || j == 0 {
                    rows[i][j] = i + j;
                    continue;
                }
                let changed = rows[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
                let mut best = changed.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = best;
            }
        }
        rows[one.len()][other.len()]
    }

    proptest! {
        #[test]
        fn distances_are_those_of_the_whole_matrix(
            one in "[甲乙丙]{0,8}", other in "[甲乙丙]{0,8}", bound in 0_usize..9,
        ) {
            let [one, other]: [Vec<char>; 2] = [one, other].map(|word| word.chars().collect());
            let distance = Some(distance(&one, &other)).filter(|distance| *distance < bound);
            prop_assert_eq!(distance_below(bound, &one, &other), distance);
        }
    }
}
