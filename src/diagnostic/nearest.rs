//! 是否指: the known word that a mistyped one probably stands for.

/// The candidate nearest to the word, if any is near enough to be meant; the first of equals.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().collect();
    // A third of the word may differ; of two characters, one.
    let allowed = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| !candidate.is_empty())
        // As many more characters are as many differences.
        .filter(|candidate| candidate.chars().count().abs_diff(word.len()) <= allowed)
        // And as many that the other does not have at all.
        .filter(|candidate| word.iter().filter(|c| !candidate.contains(**c)).count() <= allowed)
        .map(|candidate| (distance(&word, &candidate.chars().collect::<Vec<_>>()), candidate))
        .filter(|&(distance, candidate)| {
            distance <= allowed && distance < candidate.chars().count()
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Characters to insert, drop, change or swap; the same characters in another order count as one.
fn distance(one: &[char], other: &[char]) -> usize {
    if one != other && sorted(one) == sorted(other) {
        return 1;
    }
    // Two rows of the edit matrix and the one before them, for swaps.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
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
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

fn sorted(word: &[char]) -> Vec<char> {
    let mut word = word.to_vec();
    word.sort_unstable();
    word
}

#[cfg(test)]
mod tests {
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
}
