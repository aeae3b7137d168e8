//! Punctuation (GB/T 15834).

use super::{Mistake, Text, is_chinese};
use crate::diagnostic::Code;
use crate::text::is_han;

/// E0711: half-width marks in Chinese writing.
pub(super) fn marks(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut quote: Option<(usize, bool)> = None;
    for place in 0..text.len() {
        let Some(c) = text.at(place) else { break };
        let left = text.before(place);
        if !c.is_ascii_punctuation() && c != '\n' {
            continue;
        }
        let right = text.at(text.run(place + 1, |c| c == ' '));
        let touches = left.is_some_and(is_chinese) || right.is_some_and(is_chinese);
        let one = |place, right: &str| text.mistake(Code::E0711, place..place + 1, right);
        match c {
            ',' | ':' | ';' | '?' | '!' if touches => {
                mistakes.push(one(
                    place,
                    match c {
                        ',' => "，",
                        ':' => "：",
                        ';' => "；",
                        '?' => "？",
                        _ => "！",
                    },
                ));
            }
            '.' if left.is_some_and(is_chinese)
                && right.is_none_or(|c| is_chinese(c) || c == '\n') =>
            {
                mistakes.push(one(place, "。"));
            }
            '"' => match quote.take() {
                None => quote = Some((place, touches)),
                Some((start, touched)) if touched || touches => {
                    let content = text.get(start + 1..place);
                    mistakes.push(text.mistake(
                        Code::E0711,
                        start..place + 1,
                        format!("“{content}”"),
                    ));
                }
                Some(_) => {}
            },
            '(' => open.push((place, touches)),
            ')' => {
                let fellow = open.pop();
                if touches || fellow.is_some_and(|(_, touches)| touches) {
                    mistakes.extend(fellow.map(|(place, _)| one(place, "（")));
                    mistakes.push(one(place, "）"));
                }
            }
            '\n' => {
                mistakes.extend(
                    open.drain(..).filter(|(_, touches)| *touches).map(|(at, _)| one(at, "（")),
                );
                quote = None;
            }
            _ => {}
        }
    }
    mistakes.extend(
        open.iter()
            .filter(|(_, touches)| *touches)
            .map(|(at, _)| text.mistake(Code::E0711, *at..*at + 1, "（")),
    );
    mistakes
}

/// E0712: a title inside a title stands in 〈〉, which is neither `<>` nor a second 《》.
pub(super) fn inner_titles(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut titles: Vec<usize> = Vec::new();
    let mut angle: Option<usize> = None;
    for place in 0..text.len() {
        let pair = match text.at(place) {
            Some('《') => {
                titles.push(place);
                None
            }
            Some('》') => titles.pop().filter(|_| !titles.is_empty()),
            Some('<' | '＜') => {
                angle = Some(place);
                None
            }
            Some('>' | '＞') => angle.take(),
            Some('\n') => {
                titles.clear();
                angle = None;
                None
            }
            _ => None,
        };
        let Some(start) = pair else { continue };
        let content = text.get(start + 1..place);
        if content.chars().any(is_han) {
            mistakes.push(text.mistake(Code::E0712, start..place + 1, format!("〈{content}〉")));
        }
    }
    mistakes
}

/// E0713: —— typed as hyphens. E0714: …… typed as stops, or half of it.
pub(super) fn runs(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut place = 0;
    while let Some(c) = text.at(place) {
        let end = text.run(place, |next| next == c).max(place + 1);
        match (c, end - place) {
            ('-' | '－', 2..) => mistakes.push(text.mistake(Code::E0713, place..end, "——")),
            ('.' | '．', 3..) | ('。', 2..) | ('…', 1) => {
                mistakes.push(text.mistake(Code::E0714, place..end, "……"));
            }
            _ => {}
        }
        place = end;
    }
    mistakes
}
