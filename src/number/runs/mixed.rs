//! A number of signs of several kinds, or with blanks between its digits: 1零5件, 3万5千人, 1 0 5件.

use rust_decimal::Decimal;

use super::chars::{Chars, is_like_zero, is_numeral};
use super::measure::counted;
use super::{Run, Script};

/// Reads what begins at a place, where it is one number and things are counted by it; the place after it.
pub(super) fn read<'t>(
    chars: &Chars<'t>,
    start: usize,
    is_unit: &impl Fn(&str) -> bool,
    runs: &mut Vec<Run<'t>>,
) -> Option<usize> {
    // From its beginning, so that a long one is looked through once.
    let before = |back: usize| start.checked_sub(back).and_then(|place| chars.at(place));
    let is_in_one = before(1).is_some_and(is_part)
        || before(1).is_some_and(is_blank) && before(2).is_some_and(is_part);
    if is_in_one {
        return None;
    }
    let mut end = chars.run(start, is_part);
    while chars.is(end, is_blank) && chars.is(end + 1, |c| c.is_ascii_digit()) {
        end = chars.run(end + 1, is_part);
    }
    let typed = chars.plain(start, end);
    let counted = counted(chars.rest(end), is_unit);
    if !is_one(&typed) || counted.unit.is_empty() {
        return None;
    }
    let value = value(&typed).and_then(|value| value.checked_mul(counted.scale));
    let (first, last) = (chars.byte(start), chars.byte(end));
    runs.push(Run {
        range: first..last + counted.length,
        digits: first..last,
        value,
        unit: counted.unit,
        script: Script::Digits,
        owner: None,
    });
    Some(chars.index_of(last + counted.length, end))
}

fn is_part(c: char) -> bool {
    c.is_ascii_digit() || is_numeral(c) || is_like_zero(c)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

/// Whether signs of several kinds are one number. 12345一个号码, 统一3个 and 2万一户 are a number and a word, and 5千
/// is as usual as 5.
fn is_one(typed: &str) -> bool {
    let is_in_words = |c: char| is_numeral(c) && digit(c).is_some_and(|digit| digit > 0);
    let is_scale = |c: char| is_numeral(c) && digit(c).is_none();
    let pairs = || typed.chars().zip(typed.chars().skip(1));
    let begins_with_digit = typed.starts_with(|c: char| c.is_ascii_digit());
    let is_apart = |(one, next): (char, char)| {
        let is_spelled = !begins_with_digit && (one == '0' || next == '0');
        let is_word =
            is_in_words(one) && next.is_ascii_digit() || one.is_ascii_digit() && is_in_words(next);
        is_word && !is_spelled
    };
    let ends_as_word = pairs().last().is_some_and(|(one, last)| is_scale(one) && is_in_words(last));
    let has_digit = typed.contains(|c: char| c.is_ascii_digit());
    let goes_on = pairs().any(|(one, next)| {
        is_scale(one) && (next.is_ascii_digit() || is_in_words(next))
            || !is_scale(one) && !one.is_ascii_digit() && next.is_ascii_digit()
            || one.is_ascii_digit() && (is_like_zero(next) || matches!(next, '零' | '〇'))
    });
    has_digit && goes_on && !ends_as_word && !pairs().any(is_apart)
}

fn digit(c: char) -> Option<u32> {
    match c {
        '零' | '〇' => Some(0),
        '两' => Some(2),
        _ if is_like_zero(c) => Some(0),
        _ => match "一二三四五六七八九".chars().position(|one| one == c) {
            Some(at) => u32::try_from(at + 1).ok(),
            None => c.to_digit(10),
        },
    }
}

/// What it says: 105, 35,000; none for what has no one reading, such as 3万5.
fn value(typed: &str) -> Option<Decimal> {
    // The digits that are read, what they make with 十, 百 and 千, and what that makes with 万 and 亿.
    let (mut digits, mut below, mut all) = (String::new(), Decimal::ZERO, Decimal::ZERO);
    let mut last_scale = 1;
    for c in typed.chars().filter(|c| !is_blank(*c)) {
        let scale: i64 = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            '亿' => 100_000_000,
            _ => {
                digits += &digit(c)?.to_string();
                continue;
            }
        };
        let number = if digits.is_empty() { None } else { Some(digits.parse::<Decimal>().ok()?) };
        digits.clear();
        if scale < 10_000 {
            below = below.checked_add(number.unwrap_or(Decimal::ONE).checked_mul(scale.into())?)?;
        } else {
            // 万 is of what stands between it and 亿, 亿 of all before it.
            let counted = below.checked_add(number.unwrap_or_default())?;
            let (kept, counted) = match scale {
                10_000 => (all, counted),
                _ => (Decimal::ZERO, all.checked_add(counted)?),
            };
            all = kept.checked_add(counted.checked_mul(scale.into())?)?;
            below = Decimal::ZERO;
        }
        last_scale = scale;
    }
    // 3万5 is 35,000 in speech.
    if last_scale > 10 && digits.len() == 1 && digits != "0" {
        return None;
    }
    let rest = if digits.is_empty() { Decimal::ZERO } else { digits.parse().ok()? };
    all.checked_add(below)?.checked_add(rest)
}
