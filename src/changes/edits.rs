//! Which words of a paragraph changed.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Edit;
use crate::number::runs::Runs;
use crate::words::parts;

/// The words that differ, in order; between them, before and after them the texts are equal.
/// Numbers with their units, and words of the dictionary, are replaced as a whole; a mark of
/// punctuation is a word of its own.
pub(crate) fn edits(old: &str, new: &str) -> Vec<Edit> {
    if old == new {
        return Vec::new();
    }
    let (old_words, new_words) = (words(old), words(new));
    let (old_ends, new_ends) = (starts(&old_words), starts(&new_words));
    let at = |starts: &[usize], index: usize| starts.get(index).copied().unwrap_or_default();
    let range = |old_index, old_len, new_index, new_len| Edit {
        old: at(&old_ends, old_index)..at(&old_ends, old_index + old_len),
        new: at(&new_ends, new_index)..at(&new_ends, new_index + new_len),
    };
    let mut ops = capture_diff_slices(Algorithm::Myers, &old_words, &new_words);
    slide(&mut ops, &old_words, &new_words);
    let changed = ops.into_iter().filter_map(|op| match op {
        DiffOp::Equal { .. } => None,
        DiffOp::Delete { old_index, old_len, new_index } => {
            Some(range(old_index, old_len, new_index, 0))
        }
        DiffOp::Insert { old_index, new_index, new_len } => {
            Some(range(old_index, 0, new_index, new_len))
        }
        DiffOp::Replace { old_index, old_len, new_index, new_len } => {
            Some(range(old_index, old_len, new_index, new_len))
        }
    });
    joined(old, changed)
}

/// Words that were put in or taken out are, where more than one place of them gives the same texts, at
/// the place where they are a sentence or a clause: `B。` and not `。B`.
fn slide(ops: &mut [DiffOp], old: &[&str], new: &[&str]) {
    for at in 0..ops.len() {
        let room = |op: Option<&DiffOp>| match op {
            Some(DiffOp::Equal { len, .. }) => *len,
            _ => 0,
        };
        let before = room(at.checked_sub(1).and_then(|at| ops.get(at)));
        let after = room(ops.get(at + 1));
        let Some(op) = ops.get_mut(at) else { continue };
        let by = match op {
            DiffOp::Delete { old_index, old_len, new_index } => {
                let by = best(old, *old_index, *old_len, before, after);
                (*old_index, *new_index) = (moved(*old_index, by), moved(*new_index, by));
                by
            }
            DiffOp::Insert { old_index, new_index, new_len } => {
                let by = best(new, *new_index, *new_len, before, after);
                (*old_index, *new_index) = (moved(*old_index, by), moved(*new_index, by));
                by
            }
            DiffOp::Equal { .. } | DiffOp::Replace { .. } => 0,
        };
        // What stands after it has less room to go back.
        if let Some(DiffOp::Equal { len, .. }) = ops.get_mut(at + 1) {
            *len = moved(*len, -by);
        }
    }
}

fn moved(at: usize, by: isize) -> usize {
    at.saturating_add_signed(by)
}

/// By how many words a stretch of words is moved so that it begins after the end of a sentence or a
/// clause; the least move of those that are as good.
fn best(words: &[&str], start: usize, len: usize, before: usize, after: usize) -> isize {
    let same = |one: usize, other: usize| words.get(one) == words.get(other);
    let back = (1..=before.min(start)).take_while(|by| same(start - by, start + len - by)).count();
    let on = (0..after).take_while(|by| same(start + by, start + len + by)).count();
    let worth = |at: usize| match at.checked_sub(1).and_then(|before| words.get(before)) {
        None | Some(&("。" | "！" | "？" | "；")) => 2,
        Some(&("，" | "：" | "、")) => 1,
        Some(_) => 0,
    };
    let moves = (-isize::try_from(back).unwrap_or(0))..=isize::try_from(on).unwrap_or(0);
    let best = moves.max_by_key(|by| (worth(moved(start, *by)), -by.abs()));
    best.unwrap_or(0)
}

/// Edits that touch are one, and so are two rewordings with nothing but a single character between
/// them: half a phrase that stayed by chance says nothing to a reader. Numbers stay apart.
fn joined(old: &str, edits: impl Iterator<Item = Edit>) -> Vec<Edit> {
    let mut all: Vec<Edit> = Vec::new();
    for edit in edits {
        let Some(last) = all.last_mut() else {
            all.push(edit);
            continue;
        };
        let between = old.get(last.old.end..edit.old.start).unwrap_or_default();
        let is_phrase = |edit: &Edit| {
            let replaced = old.get(edit.old.clone()).unwrap_or_default();
            !replaced.is_empty() && !edit.new.is_empty() && !replaced.contains(is_digit)
        };
        let is_chance = between.chars().count() == 1
            && between.chars().all(char::is_alphanumeric)
            && is_phrase(last)
            && is_phrase(&edit);
        if between.is_empty() || is_chance {
            last.old.end = edit.old.end;
            last.new.end = edit.new.end;
        } else {
            all.push(edit);
        }
    }
    all
}

fn is_digit(c: char) -> bool {
    crate::text::half_width(c).is_ascii_digit()
}

/// Numbers with their units, and between them the words of the dictionary.
fn words(text: &str) -> Vec<&str> {
    let runs = Runs::new(&[], |_| false).scan(text, &[]);
    let mut words = Vec::new();
    let mut at = 0;
    for run in runs {
        // A numeral may stand inside what was read as one already.
        if run.range.start < at {
            continue;
        }
        words.extend(parts(text.get(at..run.range.start).unwrap_or_default()));
        words.push(text.get(run.range.clone()).unwrap_or_default());
        at = run.range.end;
    }
    words.extend(parts(text.get(at..).unwrap_or_default()));
    words.retain(|word| !word.is_empty());
    words
}

/// The bytes at which the words start, and the end of the last.
fn starts(words: &[&str]) -> Vec<usize> {
    let mut at = 0;
    let ends = words.iter().map(|word| {
        at += word.len();
        at
    });
    std::iter::once(0).chain(ends).collect()
}
