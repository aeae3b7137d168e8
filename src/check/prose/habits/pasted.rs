//! What pasting from documents and web pages leaves in a text: blanks (E0744), markup (E0745).

use std::ops::Range;

use super::{Mistake, Stretches, Text, is_chinese};
use crate::diagnostic::Code;
use crate::prose::{begins_other_word, measure};
use crate::text::is_han;

/// Hanzi of one stretch that are counted at most.
const LONGEST: usize = 30;

/// E0744: blanks between hanzi, and blanks other than that of the keyboard. In a title or quotation
/// (`quoted`) a blank may part two sentences.
pub(super) fn blanks(text: &Text<'_>, quoted: [&Stretches; 2]) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> = Vec::new();
    let mut place = 0;
    // Where the last character of the last mistake stands.
    let mut last = None;
    while place < text.len() {
        let end = text.run(place, is_blank);
        if end == place {
            place += 1;
            continue;
        }
        let is_quoted = quoted.iter().any(|quoted| quoted.hold(text.byte(place)));
        if let Some((places, correction)) = blank(text, place..end, is_quoted) {
            let joined = mistakes.last_mut().filter(|_| last == Some(places.start));
            match (joined, correction) {
                // 一 窗 受 理 is one mistake.
                (Some(mistake), Some(correction)) if mistake.correction.is_some() => {
                    mistake.range.end = text.byte(places.end);
                    let rest = correction.chars().skip(1);
                    mistake.correction.get_or_insert_default().extend(rest);
                }
                (_, correction) => {
                    let range = text.bytes(places.clone());
                    mistakes.push(Mistake { code: Code::E0744, range, correction });
                }
            }
            last = places.end.checked_sub(1);
        }
        place = end;
    }
    mistakes
}

fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{A0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// A stretch of blanks that should not stand there, with its neighbours, and what they are without
/// it where that is certain.
fn blank(
    text: &Text<'_>,
    blanks: Range<usize>,
    is_quoted: bool,
) -> Option<(Range<usize>, Option<String>)> {
    let Range { start, end } = blanks;
    let before = text.before(start).filter(|c| *c != '\n');
    let after = text.at(end).filter(|c| *c != '\n');
    let is_strange = text.get(blanks.clone()).contains(|c| is_blank(c) && c != ' ');
    let places = start - usize::from(before.is_some())..end + usize::from(after.is_some());
    let without = |between: &str| {
        let before = text.get(places.start..start);
        format!("{before}{between}{}", text.get(end..places.end))
    };
    // Behind a sign of a list that no font has, it goes with the sign.
    if before.is_some_and(|c| matches!(c, '\u{E000}'..='\u{F8FF}')) {
        return None;
    }
    let (Some(before), Some(after)) = (before, after) else {
        return is_strange.then(|| (places.clone(), Some(without(""))));
    };
    let is_written = |c: char| is_chinese(c) && !matches!(c, '{' | '}');
    if !(is_written(before) && is_written(after)) {
        let between = if is_chinese(before) || is_chinese(after) { "" } else { " " };
        return is_strange.then(|| (places.clone(), Some(without(between))));
    }
    let (left, right) = (stretch(text, start, true), stretch(text, end, false));
    // Parts of a slogan, of a title.
    if is_quoted && left > 2 && right > 2 {
        return None;
    }
    let is_torn = left <= 1 || right <= 1;
    let certain = is_torn || !is_list(text, start, end, left, right);
    Some((places.clone(), certain.then(|| without(""))))
}

/// How many hanzi stand before a place, or from there on.
fn stretch(text: &Text<'_>, place: usize, before: bool) -> usize {
    let at = |number: usize| match before {
        true => text.at(place.checked_sub(number + 1)?),
        false => text.at(place + number),
    };
    (0..LONGEST).take_while(|number| at(*number).is_some_and(is_han)).count()
}

/// Whether blanks seem to stand between the names of a list, where 、 is wanted.
fn is_list(text: &Text<'_>, start: usize, end: usize, left: usize, right: usize) -> bool {
    let before = text.before(start - left);
    let behind = text.at(end + right);
    let goes_on = before.is_some_and(|c| is_blank(c) || matches!(c, '：' | '、'))
        || behind.is_some_and(|c| is_blank(c) || c == '、');
    goes_on || text.before(start) == text.at((end + right).saturating_sub(1))
}

/// E0745: marks of Markdown, tags and entities of HTML.
pub(super) fn markup(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = emphasis(text);
    let mut quotes = 0_usize;
    let mut place = 0;
    while let Some(c) = text.at(place) {
        let found = match c {
            '&' => entity(text, place),
            '<' => tag(text, place),
            '[' => link(text, place),
            '-' | '*' | '+' | '>' => bullet(text, place),
            // ★ and ※ are set on purpose.
            '•' | '●' | '○' | '■' | '□' | '◆' | '◇' | '▪' | '√' | '▲' | '▶' | '◎' | '·' | '￭'
            | '§' => sign(text, place),
            'l' | 'n' | 'u' | 'o' | 'p' | 'v' | 'q' | 'w' | 'Ø' | 'ü' | '²' | 'Ÿ' => {
                letter(text, place)
            }
            _ => None,
        };
        let Some((end, mut correction)) = found else {
            place += 1;
            continue;
        };
        if correction.as_deref() == Some("\"") {
            quotes += 1;
            let right = if quotes.is_multiple_of(2) { "”" } else { "“" };
            correction = Some(right.to_owned());
        }
        mistakes.push(Mistake { code: Code::E0745, range: text.bytes(place..end), correction });
        place = end;
    }
    if !quotes.is_multiple_of(2) {
        for mistake in &mut mistakes {
            if text
                .value
                .get(mistake.range.clone())
                .is_some_and(|entity| entity.starts_with("&quot"))
            {
                mistake.correction = None;
            }
        }
    }
    mistakes
}

/// `**重点**` and `__重点__`: the marks are to go.
fn emphasis(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut place = 0;
    while let Some(c) = text.at(place) {
        let is_mark = matches!(c, '*' | '_' | '~');
        let end = if is_mark { text.run(place, |next| next == c) } else { place + 1 };
        if c == '\n' {
            open = None;
        }
        if is_mark && end - place == 2 {
            let is_space = |c: Option<char>| c.is_none_or(|c| c.is_whitespace());
            let is_mark = |c: Option<char>| {
                c.is_some_and(|c| {
                    c.is_ascii_punctuation() || is_chinese(c) && !is_han(c) && c != '{'
                })
            };
            let (before, after) = (text.before(place), text.at(end));
            let opens =
                !is_space(after) && (!is_mark(after) || is_space(before) || is_mark(before));
            let closes =
                !is_space(before) && (!is_mark(before) || is_space(after) || is_mark(after));
            match open.take() {
                Some((start, mark)) if mark == c && closes => {
                    for at in [start, place] {
                        mistakes.push(text.mistake(Code::E0745, at..at + 2, ""));
                    }
                }
                _ if opens => open = Some((place, c)),
                _ => {}
            }
        }
        place = end;
    }
    mistakes
}

/// `&nbsp;`, with the place behind it and what it stands for where that is certain.
fn entity(text: &Text<'_>, place: usize) -> Option<(usize, Option<String>)> {
    const NAMES: [(&str, &str); 21] = [
        ("nbsp", " "),
        ("ensp", " "),
        ("emsp", " "),
        ("thinsp", " "),
        ("quot", "\""),
        ("amp", "&"),
        ("lt", ""),
        ("gt", ""),
        ("apos", ""),
        ("ldquo", "“"),
        ("rdquo", "”"),
        ("lsquo", "‘"),
        ("rsquo", "’"),
        ("mdash", "—"),
        ("ndash", ""),
        ("hellip", "……"),
        ("middot", "·"),
        ("times", "×"),
        ("bull", ""),
        ("copy", ""),
        ("ldots", ""),
    ];
    const LONGEST_NAME: usize = 8;
    // `&amp;nbsp;` was pasted twice.
    let twice = text.get(place..(place + 5).min(text.len())) == "&amp;";
    let start = if twice && text.at(place + 5).is_some_and(|c| c.is_ascii_alphabetic() || c == '#')
    {
        place + 5
    } else {
        place + 1
    };
    let end = (start..text.len())
        .take(LONGEST_NAME)
        .find(|at| !text.at(*at).is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'))
        .unwrap_or_else(|| text.len().min(start + LONGEST_NAME));
    let name = text.get(start..end);
    let closed = text.at(end) == Some(';');
    let stands_for = match name.strip_prefix('#') {
        Some(number) if closed => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(number) => u32::from_str_radix(number, 16).ok(),
                None => number.parse().ok(),
            };
            let c = code.and_then(char::from_u32)?;
            let certain = is_han(c) || "“”‘’—·×《》（），。；：、！？".contains(c) || is_blank(c);
            certain.then(|| if is_blank(c) { " ".to_owned() } else { c.to_string() })
        }
        Some(_) => return None,
        None => {
            let (_, right) = NAMES.iter().find(|(known, _)| *known == name)?;
            // `&copy` may be a part of an address, `&nbsp甲` is none.
            if !closed && !matches!(name, "nbsp" | "quot" | "amp" | "lt" | "gt") {
                return None;
            }
            (!right.is_empty()).then(|| (*right).to_owned())
        }
    };
    let end = end + usize::from(closed);
    let written = |c: Option<char>| c.is_none_or(|c| is_chinese(c) || c == '\n' || c == '&');
    let correction = match stands_for.as_deref() {
        Some(" ") if written(text.before(place)) || written(text.at(end)) => Some(String::new()),
        _ => stands_for,
    };
    Some((end, correction))
}

/// `<br>`, `</p>`, `<!-- … -->`. Without the tags of emphasis and paragraphs the text says the same.
fn tag(text: &Text<'_>, place: usize) -> Option<(usize, Option<String>)> {
    const PLAIN: &str = "br p b i u em strong span font div";
    const OTHERS: &str = "a img table tr td th li ul ol sub sup h1 h2 h3 h4 h5 h6 hr pre code del s \
        style script section article";
    const LONGEST_TAG: usize = 300;
    let end_of = |mark: char| {
        let places = (place + 1..text.len()).take(LONGEST_TAG);
        let mut places = places.take_while(|at| text.at(*at) != Some('\n'));
        places.find(|at| text.at(*at) == Some(mark)).map(|at| at + 1)
    };
    if text.at(place + 1) == Some('!') && text.at(place + 2) == Some('-') {
        return Some((end_of('>')?, None));
    }
    let start = place + 1 + usize::from(text.at(place + 1) == Some('/'));
    let end = (start..text.len())
        .take(LONGEST)
        .find(|at| !text.at(*at).is_some_and(|c| c.is_ascii_alphanumeric()))?;
    if !text.at(end).is_some_and(|c| matches!(c, '>' | '/' | ' ')) {
        return None;
    }
    let name = text.get(start..end).to_ascii_lowercase();
    let is_of = |names: &str| names.split_whitespace().any(|known| known == name);
    if !is_of(PLAIN) && !is_of(OTHERS) {
        return None;
    }
    Some((end_of('>')?, is_of(PLAIN).then(String::new)))
}

/// `[链接](http…)`
fn link(text: &Text<'_>, place: usize) -> Option<(usize, Option<String>)> {
    const LONGEST_LINK: usize = 300;
    let find = |from: usize, marks: &str| {
        let places = (from..text.len()).take(LONGEST_LINK);
        let mut places = places.take_while(|at| text.at(*at) != Some('\n'));
        places.find(|at| text.at(*at).is_some_and(|c| marks.contains(c)))
    };
    let middle = find(place + 1, "[]")?;
    if text.at(middle) != Some(']') || !matches!(text.at(middle + 1), Some('(' | '（')) {
        return None;
    }
    let end = find(middle + 2, ")）")?;
    let address = text.get(middle + 2..end);
    let is_address =
        ["http", "www.", "mailto:", "/", "#", "./"].iter().any(|start| address.starts_with(start));
    is_address.then_some((end + 1, None))
}

/// `- 甲`: the mark of a list at the beginning of a line.
fn bullet(text: &Text<'_>, place: usize) -> Option<(usize, Option<String>)> {
    let begins = text.before(place).is_none_or(|c| c == '\n');
    (begins && text.at(place + 1) == Some(' ') && text.at(place + 2).is_some_and(is_chinese))
        .then_some((place + 1, None))
}

/// `• 甲`, `●甲`: the sign of a list at the beginning of a line.
fn sign(text: &Text<'_>, place: usize) -> Option<(usize, Option<String>)> {
    let begins = text.before(place).is_none_or(|c| c == '\n');
    let item = text.run(place + 1, is_blank);
    (begins && text.at(item).is_some_and(is_han)).then_some((place + 1, None))
}

/// `l 甲`, `Ø甲`: the sign of a list of Word, which is a letter in another font than its own.
fn letter(text: &Text<'_>, place: usize) -> Option<(usize, Option<String>)> {
    let begins = text.before(place).is_none_or(|c| c == '\n');
    let item = text.run(place + 1, is_blank);
    let is_parted = item > place + 1 || text.at(place).is_some_and(|c| !c.is_ascii());
    let is_sign = begins && is_parted && text.at(item).is_some_and(is_han);
    // n 个工作日: it may stand for a number.
    let rest = text.get(item..(item + LONGEST).min(text.len()));
    let counts = measure(rest).is_some_and(|unit| !begins_other_word(unit, &rest[unit.len()..]));
    is_sign.then(|| (item, (!counts).then(String::new)))
}
