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
    let is_of_report =
        |words: &str| has_ordinal(words) || length(words) >= FEWEST && is_known(words);
    let is_short = |at: &Range<usize>, most: usize| length(words(at)) <= most;
    let sentences: Vec<Range<usize>> = parts(text, is_sentence_end).collect();
    // What a new paragraph is about may be said by its first sentence: 深化府院联动。
    let leads = |at: &Range<usize>| {
        at.start == 0 && sentences.get(1).is_some_and(|it| is_new(it) && !is_short(it, MOST.0))
    };
    sentences.iter().find_map(|sentence| {
        let own = clauses(text, sentence);
        if is_new(sentence) {
            let bare = bare(words(sentence)).1;
            if is_short(sentence, MOST.0) && !is_of_report(bare) && !leads(sentence) {
                return Some(bare);
            }
            // It may have a short clause beside others.
            if !own.iter().all(|clause| is_short(clause, MOST.1)) {
                return None;
            }
        }
        // 同时, 目前: what a sentence may begin with; and what is said of: 区司法局：.
        let opens = |at: &Range<usize>| {
            let behind = text.get(at.end..).unwrap_or_default();
            behind.starts_with('：') || own.first() == Some(at) && behind.starts_with('，')
        };
        // A phrase among its like, or in the place of one.
        let is_even = |at: &Range<usize>| {
            let length_of = |at: &Range<usize>| length(words(at));
            let others = own.iter().filter(|other| *other != at).map(length_of);
            let mut others = others.chain([length(old)]);
            length_of(at) >= FEWEST && others.any(|other| other == length_of(at))
        };
        let short = own.iter().filter(|at| is_new(at) && is_short(at, MOST.1));
        let mut short = short.filter(|at| !opens(at) && !is_even(at)).map(|at| bare(words(at)).1);
        short.find(|clause| !is_of_report(clause))
    })
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
