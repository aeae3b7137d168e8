//! Marks typed twice, and two marks where one belongs.

use super::{Mistake, Text, is_chinese};
use crate::diagnostic::Code;

/// E0742: `，，`, `；。`. What was meant is certain where the same mark stands twice; ！！ and ？！ are
/// right in speech, 、、、 may stand for an ellipsis.
pub(super) fn stops(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut place = 0;
    while let Some(c) = text.at(place) {
        if stop(c).is_none() {
            place += 1;
            continue;
        }
        let (end, marks) = run(text, place);
        mistakes.extend(doubled(text, place, end, &marks));
        place = end;
    }
    mistakes
}

/// The full-width form of a mark that ends or parts sentences.
fn stop(c: char) -> Option<char> {
    Some(match c {
        '，' | ',' => '，',
        '。' | '.' => '。',
        '、' => '、',
        '；' | ';' => '；',
        '：' | ':' => '：',
        '？' | '?' => '？',
        '！' | '!' => '！',
        _ => return None,
    })
}

/// Where the marks end that stand together, blanks between them aside, and which they are.
fn run(text: &Text<'_>, start: usize) -> (usize, Vec<char>) {
    let mut marks = Vec::new();
    let (mut place, mut end) = (start, start);
    while let Some(c) = text.at(place) {
        match stop(c) {
            Some(mark) => {
                marks.push(mark);
                end = place + 1;
            }
            None if matches!(c, ' ' | '\u{A0}' | '\u{3000}') => {}
            None => break,
        }
        place += 1;
    }
    (end, marks)
}

fn doubled(text: &Text<'_>, start: usize, end: usize, marks: &[char]) -> Option<Mistake> {
    let (first, others) = marks.split_first()?;
    let is_written = text.get(start..end).contains(|c: char| !c.is_ascii());
    let touches = text.before(start).is_some_and(is_chinese);
    if others.is_empty() || !(is_written || touches) {
        return None;
    }
    let same = others.iter().all(|mark| mark == first);
    let correction = match first {
        '！' | '？' if others.iter().all(|mark| matches!(mark, '！' | '？')) => {
            // One of each is usual.
            if !same {
                return None;
            }
            None
        }
        // Half-width stops may be half an ellipsis.
        '。' if text.get(start..end).is_ascii() => None,
        '：' | '；' => same.then(|| first.to_string()),
        _ => (same && others.len() == 1).then(|| first.to_string()),
    };
    Some(Mistake { code: Code::E0742, range: text.bytes(start..end), correction })
}
