//! Which items are one change: those that touch a sentence together, paragraphs that follow each other, and
//! words that are gone at one place and stand at another.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::data::Line;
use super::super::quoted::Quoted;
use super::super::{Item, Kind};

/// Fewest characters by which words that are gone are known again where they were put in: as all that
/// was put in, and among other words.
const FEWEST_KNOWN: (usize, usize) = (2, 4);

/// Fewest characters of a clause by which the sentence that it is of is known again elsewhere.
const FEWEST_OF_CLAUSE: usize = 8;

/// Which items are one change: each names an earlier one of its unit, or itself.
pub(super) struct Units(Vec<usize>);

impl Units {
    pub(super) fn new(items: &[Item], lines: &[Line], quoted: &Quoted<'_>) -> Units {
        let mut units = Units((0..items.len()).collect());
        by_sentences(items, lines, quoted, &mut units);
        by_neighbours(items, &mut units);
        by_words(items, &mut units);
        units
    }

    /// The first item of the change that one is of.
    pub(super) fn first(&self, at: usize) -> usize {
        let mut at = at;
        while let Some(before) = self.0.get(at).copied().filter(|before| *before < at) {
            at = before;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        if let Some(later) = self.0.get_mut(one.max(other)) {
            *later = one.min(other);
        }
    }
}

/// Joins the changes of words in one sentence, of the data or of the returned text.
fn by_sentences(items: &[Item], lines: &[Line], quoted: &Quoted<'_>, units: &mut Units) {
    let mut known: BTreeMap<(bool, usize, usize), usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let Some((line, range)) = &item.spot.words else { continue };
        let text = lines.get(*line).map_or("", |line| line.text.as_str());
        let own = sentences(text, range).map(|sentence| (true, *line, sentence));
        let paragraph = item.spot.stand.came.start;
        let returned = sentences(quoted.came(paragraph), &item.spot.stand.within);
        let returned = returned.map(|sentence| (false, paragraph, sentence));
        for key in own.chain(returned) {
            let first = *known.entry(key).or_insert(at);
            units.join(first, at);
        }
    }
}

/// The changes of texts, and their places among all; rows of tables stand for themselves.
fn of_texts(items: &[Item]) -> impl Iterator<Item = (usize, &Item)> {
    let is_text =
        |item: &Item| matches!(item.kind, Kind::Words | Kind::Figure | Kind::Add | Kind::Remove);
    items.iter().enumerate().filter(move |(_, item)| is_text(item) && !item.spot.is_of_rows)
}

/// Those of whole paragraphs and of words, without entries among others in one.
fn of_paragraphs(items: &[Item]) -> impl Iterator<Item = (usize, &Item)> {
    of_texts(items).filter(|(_, item)| item.spot.entry.is_none())
}

/// Joins new paragraphs in a row, paragraphs taken out in a row, and one that took the place of another.
fn by_neighbours(items: &[Item], units: &mut Units) {
    let of = |kind: Kind| of_paragraphs(items).filter(move |(_, item)| item.kind == kind);
    let added: BTreeMap<usize, usize> =
        of(Kind::Add).map(|(at, item)| (item.spot.stand.came.start, at)).collect();
    for (at, item) in of(Kind::Add) {
        if let Some(next) = added.get(&item.spot.stand.came.end).filter(|next| **next != at) {
            units.join(at, *next);
        }
    }
    let removed: BTreeMap<usize, usize> =
        of(Kind::Remove).filter_map(|(at, item)| Some((item.spot.removed?, at))).collect();
    for (line, at) in &removed {
        if let Some(next) = removed.get(&(line + 1)) {
            units.join(*at, *next);
        }
    }
    for (at, gone) in of(Kind::Remove) {
        let (from, to) = (gone.spot.stand.came.start, gone.spot.stand.came.end);
        for (put_at, put) in of(Kind::Add) {
            if put.spot.stand.came.start <= to && from <= put.spot.stand.came.end {
                units.join(at, put_at);
            }
        }
    }
}

/// Joins words that are gone here with the same that stand there.
fn by_words(items: &[Item], units: &mut Units) {
    let put = known_again(items, |item| &item.new.words);
    for gone in known_again(items, |item| &item.old.words) {
        for put in put.iter().filter(|put| put.at != gone.at) {
            if is_moved(&gone, put) || !gone.clauses.is_disjoint(&put.clauses) {
                units.join(gone.at, put.at);
            }
        }
    }
}

/// Words that are known again where they stand elsewhere.
struct Known<'i> {
    at: usize,
    /// Without the marks around them.
    said: &'i str,
    /// How many characters that has; of many the fewest that are asked for.
    length: usize,
    clauses: BTreeSet<&'i str>,
}

/// The words of items that are long enough to be known again: each is held against each other one.
fn known_again<'i>(items: &'i [Item], words: impl Fn(&'i Item) -> &'i str) -> Vec<Known<'i>> {
    let (alone, among) = FEWEST_KNOWN;
    let known = of_texts(items).map(|(at, item)| {
        let words = words(item);
        let said = words.trim_matches(|c: char| !c.is_alphanumeric());
        let length = said.chars().take(among).count();
        Known { at, said, length, clauses: clauses(words) }
    });
    known.filter(|known| known.length >= alone || !known.clauses.is_empty()).collect()
}

/// Whether words that are gone were put in elsewhere.
fn is_moved(gone: &Known<'_>, put: &Known<'_>) -> bool {
    let (alone, among) = FEWEST_KNOWN;
    match gone.said == put.said {
        true => gone.length >= alone,
        false => {
            gone.length >= among
                && put.length >= among
                && (put.said.contains(gone.said) || gone.said.contains(put.said))
        }
    }
}

/// The long clauses of a text: where one of them is gone and put in elsewhere, it was moved.
fn clauses(text: &str) -> BTreeSet<&str> {
    let clauses = text.split(|c: char| "，。；：！？,;".contains(c));
    clauses.filter(|clause| clause.chars().nth(FEWEST_OF_CLAUSE - 1).is_some()).collect()
}

/// The sentences of a text: their ends.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let follows = ends.last() == Some(&at);
        if "。！？；".contains(c) {
            ends.push(end);
        } else if let (true, true, Some(last)) = (follows, "”’）".contains(c), ends.last_mut())
        {
            // The closing marks belong to the sentence that they close.
            *last = end;
        }
    }
    ends.push(text.len());
    ends.dedup();
    ends
}

/// The sentences that a range touches; whole ones that are put in between two touch neither.
fn sentences(text: &str, range: &Range<usize>) -> Range<usize> {
    let ends = sentence_ends(text);
    let first = ends.partition_point(|end| *end <= range.start);
    let last = ends.partition_point(|end| *end < range.end);
    let is_at_end = range.start == text.len();
    let first = if is_at_end { ends.len().saturating_sub(1) } else { first };
    first..last.max(first) + 1
}
