//! What is too short for words of a report. A note is short, and what it may say is without end (语句不通, 后面再议,
//! 好); a sentence of a report says who did what, and is not. So a short one is not certain, whatever it says.

use std::ops::Range;

use super::{clauses, count, is_sentence_end, parts};

/// Most characters of a sentence, and of a clause, that may be a note.
const MOST: (usize, usize) = (8, 5);

/// Fewest characters that show words to be those of the report: the same elsewhere, or as many beside them.
const FEWEST: usize = 4;

/// A sentence or a clause that is all new and so short that it may be a note.
pub(super) fn short<'t>(
    old: &str,
    text: &'t str,
    put: &Range<usize>,
    is_known: impl Fn(&str) -> bool,
) -> Option<&'t str> {
    let words = |at: &Range<usize>| text.get(at.clone()).unwrap_or_default();
    let is_new = |at: &Range<usize>| {
        let (before, bare) = bare(words(at));
        let start = at.start + before;
        !bare.is_empty() && put.start <= start && start + bare.len() <= put.end
    };
    let is_of_report = |words: &str| length(words) >= FEWEST && is_known(words);
    let new_sentences: Vec<Range<usize>> = parts(text, is_sentence_end).filter(is_new).collect();
    let mut sentences = new_sentences.iter().map(|at| bare(words(at)).1);
    let is_short = |words: &&str| length(words) <= MOST.0 && !has_ordinal(words);
    if let Some(sentence) = sentences.find(|it| is_short(it) && !is_of_report(it)) {
        return Some(sentence);
    }
    let all = clauses(text, &(0..text.len()));
    // As a phrase among its like: as long as the words in whose place or beside which it stands, or as those
    // that begin as it does.
    let is_even = |at: usize| {
        let of = |at: usize| all.get(at).map(|it| bare(words(it)).1);
        let Some(own) = of(at).filter(|own| length(own) >= FEWEST) else { return false };
        let is_as_long = |other: &str| length(other) == length(own);
        let is_beside = |other: usize| other.abs_diff(at) == 1;
        let begins_so = |other: &str| other.chars().next() == own.chars().next();
        let mut others = (0..all.len()).filter(|other| *other != at);
        is_as_long(old)
            || others.any(|it| {
                of(it).is_some_and(|of| is_as_long(of) && (is_beside(it) || begins_so(of)))
            })
    };
    let is_short_clause = |at: &Range<usize>| length(words(at)) <= MOST.1;
    // A sentence that is new may have a short clause beside others.
    let is_among_long = |clause: &Range<usize>| {
        let mut around =
            new_sentences.iter().filter(|it| it.start <= clause.start && clause.end <= it.end);
        around.any(|it| !clauses(text, it).iter().all(is_short_clause))
    };
    // 同时, 目前, 此外: what a sentence may begin with.
    let opens = |at: &Range<usize>| {
        let before = text.get(..at.start).and_then(|before| before.chars().next_back());
        before.is_none_or(is_sentence_end)
            && text.get(at.end..).is_some_and(|it| it.starts_with('，'))
    };
    let found = all.iter().enumerate().find(|(at, clause)| {
        let bare = bare(words(clause)).1;
        is_new(clause)
            && is_short_clause(clause)
            && !is_among_long(clause)
            && !has_ordinal(bare)
            && !opens(clause)
            && !is_even(*at)
            && !is_of_report(bare)
    });
    found.map(|(_, clause)| bare(words(clause)).1)
}

fn length(words: &str) -> usize {
    count(words, char::is_alphanumeric)
}

/// Whether words are counted: 一是抓备案, （一）抓备案.
fn has_ordinal(words: &str) -> bool {
    let rest = words.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    rest.len() < words.len() && rest.starts_with(['是', '、', '）'])
}

/// Words without the marks around them, and how long those before them are.
fn bare(words: &str) -> (usize, &str) {
    let is_mark = |c: char| !c.is_alphanumeric();
    let rest = words.trim_start_matches(is_mark);
    (words.len() - rest.len(), rest.trim_end_matches(is_mark))
}
