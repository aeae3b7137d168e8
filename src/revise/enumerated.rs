//! A paragraph that lists entries behind ordinals, 一是…；二是…: its entries, and which of them came, went
//! or stand elsewhere in another text of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::changes::{self, Change, Paragraph};
use crate::number::read_chinese;

/// An entry of such a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Where its ordinal begins.
    pub(super) start: usize,
    /// Its words, without the ordinal and the marks behind them.
    pub(super) words: Range<usize>,
}

/// The entries of a text, in order.
pub(super) fn entries(text: &str) -> Vec<Entry> {
    let starts: Vec<(usize, usize)> = ordinals(text)
        .into_iter()
        .map(|ordinal| (ordinal.at, ordinal.at + ordinal.numeral.len() + IS.len()))
        .collect();
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    let each = starts.iter().zip(ends).map(|((start, words), end)| {
        let own = text.get(*words..end).unwrap_or_default();
        Entry { start: *start, words: *words..*words + bare(own).len() }
    });
    each.collect()
}

/// The only entry of a text, which has no ordinal: what follows the words before the entries, or their
/// last mark.
pub(super) fn lone(text: &str, lead: &str) -> Option<Entry> {
    let start = match text.starts_with(lead) {
        true => lead.len(),
        false => {
            let mark = lead.chars().last().filter(|mark| "：:".contains(*mark))?;
            text.find(mark)? + mark.len_utf8()
        }
    };
    let own = bare(text.get(start..)?);
    (start > 0 && !own.is_empty()).then_some(Entry { start, words: start..start + own.len() })
}

/// Whether an entry begins in a text.
pub(super) fn has_ordinal(text: &str) -> bool {
    !entries(text).is_empty()
}

/// Words without the marks that end them.
pub(super) fn bare(words: &str) -> &str {
    words.trim_end_matches(|c: char| "。；，、;,".contains(c) || c.is_whitespace())
}

/// What makes an ordinal of the numeral before it.
const IS: &str = "是";

/// What may be an ordinal: 一是, 十二是.
struct Ordinal<'t> {
    at: usize,
    numeral: &'t str,
    /// Whether the words behind it may go on from it: 一是非 is no ordinal, those of 一是一线力量不足 and
    /// 二是非现场执法不多 are.
    is_doubtful: bool,
    /// Whether it stands where one entry ends and the next begins.
    is_parted: bool,
}

impl Ordinal<'_> {
    /// Whether the other one is the next of a sequence.
    fn is_before(&self, other: &Ordinal<'_>) -> bool {
        let number = |of: &Ordinal<'_>| read_chinese(of.numeral)?.parse::<u32>().ok();
        let pair = number(self).zip(number(other));
        !self.is_doubtful && pair.is_some_and(|(own, other)| own + 1 == other)
    }
}

/// The ordinals of a text, in order.
fn ordinals(text: &str) -> Vec<Ordinal<'_>> {
    let mut all: Vec<Ordinal> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let opens = before.is_none_or(|before| "。；：，、！？;:,\n".contains(before));
        if let Some(ordinal) = opens.then(|| ordinal(text, at)).flatten() {
            let is_parted = before.is_some_and(|before| "；：;:".contains(before));
            let is_within = before.is_some_and(|before| "，、,".contains(before));
            // One that goes on from the one before it is one of a sequence.
            let goes_on = all.last().is_some_and(|last| last.is_before(&ordinal));
            if goes_on || !ordinal.is_doubtful || !is_within {
                let is_doubtful = ordinal.is_doubtful && !goes_on;
                all.push(Ordinal { is_parted, is_doubtful, ..ordinal });
            }
        }
        before = Some(c);
    }
    // One that stands beside another is one of a sequence.
    let is_beside = |at: usize| {
        let own = all.get(at).map(|own| own.numeral);
        let others = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
        others.filter_map(|other| all.get(other)).any(|other| Some(other.numeral) != own)
    };
    let is_one = |(at, own): (usize, &Ordinal)| !own.is_doubtful || own.is_parted || is_beside(at);
    let kept: Vec<bool> = all.iter().enumerate().map(is_one).collect();
    all.into_iter().zip(kept).filter_map(|(own, is_kept)| is_kept.then_some(own)).collect()
}

/// The ordinal that begins at a byte of a text.
fn ordinal(text: &str, at: usize) -> Option<Ordinal<'_>> {
    const NUMERALS: &str = "一二三四五六七八九十";
    let own = text.get(at..)?;
    let length = own.len() - own.trim_start_matches(|c| NUMERALS.contains(c)).len();
    let (numeral, rest) = own.split_at_checked(length)?;
    let rest = rest.strip_prefix(IS)?;
    let is_doubtful = rest.starts_with(|c| NUMERALS.contains(c) || "非否".contains(c));
    let is_long = !(1..="二十三".len()).contains(&length);
    // 一是一、二是二 is a saying.
    let after = rest.strip_prefix(numeral).map(|after| after.chars().next());
    let is_saying = after.is_some_and(|after| after.is_none_or(|c| !c.is_alphanumeric()));
    (!is_long && !is_saying).then_some(Ordinal { at, numeral, is_doubtful, is_parted: false })
}

/// What became of the entries of a text, by their places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fates {
    /// An entry and what it became, in the order of the new text.
    pub(super) pairs: Vec<(usize, usize)>,
    /// Those of the new text that stand elsewhere among the others.
    pub(super) moved: Vec<usize>,
    pub(super) gone: Vec<usize>,
    pub(super) came: Vec<usize>,
    /// Those that became one, and those that became several.
    pub(super) joined: Vec<(Range<usize>, usize)>,
    pub(super) parted: Vec<(usize, Range<usize>)>,
}

impl Fates {
    /// Of two texts with their entries.
    pub(super) fn new(old: (&str, &[Entry]), new: (&str, &[Entry])) -> Fates {
        let (olds, news) = (paragraphs(old), paragraphs(new));
        let mut fates = Fates::default();
        for change in changes::align(&olds, &news) {
            match change {
                Change::Kept { old, new } | Change::Reworded { old, new } => {
                    fates.pairs.push((old, new));
                }
                Change::Moved { old, new, .. } => {
                    fates.pairs.push((old, new));
                    fates.moved.push(new);
                }
                Change::Split { old, new } => {
                    fates.pairs.push((old, new.start));
                    fates.parted.push((old, new));
                }
                Change::Joined { old, new } => {
                    fates.pairs.push((old.start, new));
                    fates.joined.push((old, new));
                }
                Change::Added { new } => fates.came.push(new),
                Change::Removed { old } => fates.gone.push(old),
            }
        }
        fates.in_turn(&olds);
        fates.pairs.sort_by_key(|(_, new)| *new);
        for all in [&mut fates.moved, &mut fates.gone, &mut fates.came] {
            all.sort_unstable();
        }
        fates
    }

    /// Of entries that read the same, the first is the one that stands first in the new text.
    fn in_turn(&mut self, olds: &[Paragraph<'_>]) {
        let ones: BTreeSet<(usize, usize)> = self.one_to_one().collect();
        self.pairs.retain(|pair| !ones.contains(pair));
        let mut of_words: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (old, new) in ones {
            let words = olds.get(old).map_or("", |old| old.text);
            let same = of_words.entry(words).or_default();
            same.0.push(old);
            same.1.push(new);
        }
        for (olds, mut news) in of_words.into_values() {
            news.sort_unstable();
            self.pairs.extend(olds.into_iter().zip(news));
        }
    }

    /// Whether there are other entries than before, or in another order. One that took the place of
    /// another has other words.
    pub(super) fn is_other(&self) -> bool {
        self.gone.len() != self.came.len()
            || self.pairs.iter().any(|(old, new)| old != new)
            || !self.joined.is_empty()
            || !self.parted.is_empty()
    }

    /// The pairs of entries that were neither joined nor parted.
    pub(super) fn one_to_one(&self) -> impl Iterator<Item = (usize, usize)> {
        let is_one = |(old, new): &(usize, usize)| {
            !self.joined.iter().any(|(_, joined)| joined == new)
                && !self.parted.iter().any(|(parted, _)| parted == old)
        };
        self.pairs.iter().copied().filter(is_one)
    }
}

fn paragraphs<'t>((text, entries): (&'t str, &[Entry])) -> Vec<Paragraph<'t>> {
    let words = entries.iter().filter_map(|entry| text.get(entry.words.clone()));
    words.map(|text| Paragraph { role: "entry", text, cell: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        entries(text).into_iter().filter_map(|entry| text.get(entry.words)).collect()
    }

    #[test]
    fn entries_stand_behind_their_ordinals() {
        assert_eq!(
            words("主要表现在：一是人员不够，原因是编制少；二是培训不多。"),
            ["人员不够，原因是编制少", "培训不多"]
        );
        assert_eq!(words("一是一、二是二。一是非不清。万众一是。这是二。"), [""; 0]);
    }

    #[test]
    fn an_entry_may_begin_with_words_that_could_go_on_from_its_ordinal() {
        assert_eq!(
            words(
                "主要表现在：一是一线力量不足；二是非现场执法不多，原因是设备少；三是三级网络不全。"
            ),
            ["一线力量不足", "非现场执法不多，原因是设备少", "三级网络不全"]
        );
        assert_eq!(words("主要表现在：一是非现场执法不多。"), ["非现场执法不多"]);
        assert_eq!(words("一是非诉执行不畅。二是宣传不深。"), ["非诉执行不畅", "宣传不深"]);
        assert_eq!(words("一是宣传不深，做到一是一、二是二；二是人少。").len(), 2);
        assert_eq!(words("一是宣传不深，要做到，一是一，二是二；二是人少。").len(), 2);
        let text = "一是宣传不深，二是非现场执法不多，三是三级网络不全。";
        assert_eq!(words(text), ["宣传不深", "非现场执法不多", "三级网络不全"]);
    }

    #[test]
    fn an_entry_that_is_new_or_gone_or_elsewhere_is_found_by_its_words() {
        let fates = |old: &str, new: &str| Fates::new((old, &entries(old)), (new, &entries(new)));
        let old = "一是甲方面的人员不够；二是乙方面的培训不多；三是丙方面的宣传不深。";
        let gone = fates(old, "一是甲方面的人员不够；二是丙方面的宣传不深。");
        assert_eq!((gone.gone.as_slice(), gone.is_other()), ([1].as_slice(), true));
        let new =
            "一是甲方面的人员不够；二是经费短缺；三是乙方面的培训不多；四是丙方面的宣传不深。";
        assert_eq!(fates(old, new).came, [1]);
        let new = "一是丙方面的宣传不深；二是甲方面的人员不够；三是乙方面的培训不多。";
        let moved = fates(old, new);
        assert_eq!((moved.moved.as_slice(), moved.is_other()), ([0].as_slice(), true));
        // The second of two that read the same goes first.
        let (one, same, last) = ("甲方面的人员不够", "乙方面的培训不多", "丙方面的宣传不深");
        let twice = format!("一是{one}；二是{same}；三是{same}；四是{last}。");
        let swapped = fates(&twice, &format!("一是{same}；二是{one}；三是{same}；四是{last}。"));
        assert_eq!(swapped.pairs, [(1, 0), (0, 1), (2, 2), (3, 3)]);
        let new = "一是甲方面的人员不够；二是经费短缺；三是丙方面的宣传不深。";
        assert!(!fates(old, new).is_other());
    }
}
