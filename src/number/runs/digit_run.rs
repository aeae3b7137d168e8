//! A run of digits, with what belongs to it: 1,661件, 3万余人次, 1/3, 8:30, 2024-05-30.

use rust_decimal::Decimal;

use super::chars::Chars;
use super::measure::{counted, length_of_time};
use super::owner::{self, Place};
use super::words::{counts_cases, is_measured, is_middle_dot, thing_counted};
use super::{Run, RunOwner, Script, mixed};
use crate::text::is_han;

/// Units in Latin letters.
const LATIN_UNITS: [&str; 7] = ["km", "kg", "cm", "mm", "ha", "kW", "MW"];

/// Reads what begins at a digit or a Latin letter; the place after it.
pub(super) fn read<'t>(
    chars: &Chars<'t>,
    at: usize,
    is_unit: &impl Fn(&str) -> bool,
    runs: &mut Vec<Run<'t>>,
) -> usize {
    let end = token(chars, at);
    let token = chars.plain(at, end);
    let unit = token.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_formula = token.contains('+');
    if LATIN_UNITS.contains(&unit) && !token.starts_with(unit) {
        return number(chars, at, is_unit, runs);
    }
    if let Some(end) = disguised(chars, at, end, &token, is_unit, runs) {
        return end;
    }
    if let Some(end) = lettered(chars, at, end, &token, runs) {
        return end;
    }
    let mut place = at;
    if !is_formula && !token.contains(|c: char| c.is_ascii_alphabetic()) {
        // To its end, so that a long one is looked through once.
        while place < end {
            let is_number = chars.is(place, is_digit);
            place = if is_number { number(chars, place, is_unit, runs) } else { place + 1 };
        }
        return place;
    }
    while place < end {
        let digits = chars.run(place, is_digit).min(end);
        if digits > place {
            runs.push(owned(chars, place, digits, RunOwner::Code));
        }
        place = digits.max(place + 1);
    }
    standard(chars, &token, end, runs)
}

/// 1O件, l2件: letters that look like digits; 5k条, 5w元: letters for a scale. The place after it.
fn disguised<'t>(
    chars: &Chars<'t>,
    start: usize,
    end: usize,
    token: &str,
    is_unit: &impl Fn(&str) -> bool,
    runs: &mut Vec<Run<'t>>,
) -> Option<usize> {
    if !token.contains(|c: char| c.is_ascii_digit()) || !token.contains(char::is_alphabetic) {
        return None;
    }
    if let Some((unit, length)) = amount(chars, start, end, token, is_unit) {
        let (first, last) = (chars.byte(start), chars.byte(end));
        let range = first..last + length;
        let (digits, script) = (first..last, Script::Digits);
        runs.push(Run { range, digits, value: None, unit, script, owner: None });
        return Some(chars.index_of(last + length, end));
    }
    let (digits, scale) = match token.strip_suffix(['k', 'K', 'w', 'W']) {
        Some(digits) => (digits, if token.ends_with(['k', 'K']) { 1_000 } else { 10_000 }),
        None => (token, 1),
    };
    if !digits.chars().all(|c| c.is_ascii_digit() || c == '.' || matches!(c, 'O' | 'o' | 'l' | 'I'))
    {
        return None;
    }
    let counted = counted(chars.rest(end), is_unit);
    if counted.unit.is_empty() {
        return None;
    }
    let digits = digits.replace(['O', 'o'], "0").replace(['l', 'I'], "1");
    let value = Decimal::from_str_exact(&digits).ok();
    let value = value.and_then(|value| value.checked_mul(Decimal::from(scale)));
    let (first, last) = (chars.byte(start), chars.byte(end));
    runs.push(Run {
        range: first..last + counted.length,
        digits: first..last,
        value: value.and_then(|value| value.checked_mul(counted.scale)),
        unit: counted.unit,
        script: Script::Digits,
        owner: None,
    });
    Some(chars.index_of(last + counted.length, end))
}

/// 1.23E+05万元, 123A万元, RMB1234, and 点击量100w at the end of a clause: no code, though its letters say no
/// number for certain. The unit, and how many bytes belong to it behind the token.
fn amount<'t>(
    chars: &Chars<'t>,
    start: usize,
    end: usize,
    token: &str,
    is_unit: &impl Fn(&str) -> bool,
) -> Option<(&'t str, usize)> {
    let is_number = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    let rest = chars.rest(end);
    let has_currency =
        ["RMB", "CNY", "USD"].iter().any(|word| token.strip_prefix(word).is_some_and(is_number));
    let is_scaled = token.strip_suffix('w').is_some_and(is_number)
        && chars.head(start).ends_with(is_han)
        && ends_clause(rest.trim_start_matches('+'));
    let counted = counted(rest, is_unit);
    let is_exponent = token.split_once(['e', 'E']).is_some_and(|(number, exponent)| {
        is_number(number) && is_number(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
    });
    let is_plain = token.ends_with(['k', 'K', 'w', 'W']) || token.contains(['O', 'o', 'l', 'I']);
    let is_money = counted.unit.ends_with('元') && !is_plain;
    let is_amount =
        has_currency || is_scaled || is_money || is_exponent && !counted.unit.is_empty();
    is_amount.then_some((counted.unit, counted.length))
}

/// 受理XII件, 受理 IV 起, 受理O件, 受理800A: letters that are read as a number, and letters at one where
/// cases are counted. The place after it.
fn lettered<'t>(
    chars: &Chars<'t>,
    at: usize,
    end: usize,
    token: &str,
    runs: &mut Vec<Run<'t>>,
) -> Option<usize> {
    const NUMBERED: [char; 10] = ['第', '型', '类', '级', '图', '表', '卷', '章', '节', '期'];
    let head = chars.head(at).trim_end_matches(is_blank);
    let rest = chars.rest(end);
    let typed = rest.trim_start_matches(is_blank);
    let unit = thing_counted(typed);
    let is_roman = token.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
        && (token.contains(['I', 'V']) || token == "X" && head.len() == chars.head(at).len());
    let is_like_digits = token.chars().all(|c| matches!(c, 'O' | 'o' | 'l'));
    let is_number = (is_roman || is_like_digits)
        && unit.is_some()
        && head.ends_with(is_han)
        && !head.ends_with(NUMBERED);
    // 受理800A, 受理A800件
    let digits = token.trim_matches(|c: char| c.is_ascii_alphabetic());
    let is_labelled = token.len() == digits.len() + 1
        && digits.len() > 1
        && digits.chars().all(|c| c.is_ascii_digit())
        && counts_cases(head)
        && (unit.is_some() || token.starts_with(digits) && ends_clause(typed));
    if !is_number && !is_labelled {
        return None;
    }
    let digits = chars.byte(at)..chars.byte(end);
    let unit = unit.unwrap_or_default();
    let blanks = if unit.is_empty() { 0 } else { rest.len() - typed.len() };
    let last = digits.end + blanks + unit.len();
    let range = digits.start..last;
    runs.push(Run { range, digits, value: None, unit, script: Script::Digits, owner: None });
    Some(if unit.is_empty() { end } else { chars.index_of(last, end) })
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

/// Whether a clause ends before this text.
fn ends_clause(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['，', '。', '；', '、', '！', '？', '\n'])
}

/// The end of the stretch that may be one word of letters, digits and the marks of addresses.
fn token(chars: &Chars<'_>, at: usize) -> usize {
    let mut has_letter = false;
    let end = chars.run(at, |c| {
        has_letter |= c.is_ascii_alphabetic();
        c.is_ascii_alphanumeric()
            || matches!(c, '.' | '/' | '+' | '-' | '_')
            || has_letter && matches!(c, ':' | '@' | '#' | '&' | '=' | '?' | '%' | '~')
    });
    let is_mark = |place: usize| !chars.is(place, |c| c.is_ascii_alphanumeric());
    (at + 1..=end).rev().find(|end| !is_mark(end - 1)).unwrap_or(at + 1)
}

/// GB/T 9704—2012: the number after the letters of a standard, and its year.
fn standard<'t>(chars: &Chars<'t>, token: &str, end: usize, runs: &mut Vec<Run<'t>>) -> usize {
    let is_letters = token.len() > 1 && token.chars().all(|c| !c.is_ascii_lowercase());
    let mut place = end;
    if is_letters && chars.at(end) == Some(' ') {
        let number = chars.run(end + 1, |c| is_digit(c) || c == '.');
        // JGJ 59-2011
        let is_dated = chars.is(number, |c| matches!(c, '—' | '-' | '－' | '–'))
            && chars.run(number + 1, is_digit) == number + 5;
        if number >= end + 4 || is_dated && number > end + 1 {
            runs.push(owned(chars, end + 1, number, RunOwner::Code));
            place = number;
        }
    }
    let year = chars.run(place + 1, is_digit);
    if chars.is(place, |c| matches!(c, '—' | '-' | '－' | '–'))
        && year == place + 5
        && (token.contains('/') || place > end)
    {
        runs.push(owned(chars, place + 1, year, RunOwner::Code));
        place = year;
    }
    place
}

/// Reads what begins at a digit; the place after it.
fn number<'t>(
    chars: &Chars<'t>,
    start: usize,
    is_unit: &impl Fn(&str) -> bool,
    runs: &mut Vec<Run<'t>>,
) -> usize {
    let end = decimal(chars, start);
    if let Some((end, owner)) = compound(chars, start, end) {
        runs.push(Run { owner, ..owned(chars, start, end, RunOwner::Phrase) });
        return end;
    }
    let rest = chars.rest(end);
    let counted = counted(rest, is_unit);
    let (bytes, last) = (chars.byte(start), chars.byte(end));
    let digits: String = chars.plain(start, end).replace([',', '，', '\'', '’', '＇'], "");
    let digits = digits.replace(|c| is_middle_dot(c) || c == '点', ".");
    let value = Decimal::from_str_exact(&digits).ok();
    let place = Place { chars, start, end, digits: &digits, counted: &counted };
    if let Some(unit) = bracketed(chars, start, end) {
        let opener = chars.byte(start.saturating_sub(1));
        runs.push(Run {
            range: opener..chars.byte(end + 1) + unit.len(),
            digits: bytes..last,
            value,
            unit,
            script: Script::Digits,
            owner: None,
        });
        return chars.index_of(chars.byte(end + 1) + unit.len(), end);
    }
    let owner = owner::of_digits(&place);
    if owner.is_none()
        && let Some(end) = mixed::read(chars, start, is_unit, runs)
    {
        return end;
    }
    // A time that nobody owns is a sum of times.
    let length = match counted.is_time && owner.is_none() {
        true => length_of_time(rest),
        false => counted.length,
    };
    runs.push(Run {
        range: bytes..last + length,
        digits: bytes..last,
        value: value.and_then(|value| value.checked_mul(counted.scale)),
        unit: counted.unit,
        script: Script::Digits,
        owner,
    });
    // 万 and 余 belong to it.
    if counted.length == 0 { end } else { chars.index_of(last + counted.length, end) }
}

/// What a number in brackets counts, amid a sentence: 办结（58）件.
fn bracketed<'t>(chars: &Chars<'t>, start: usize, end: usize) -> Option<&'t str> {
    let is_bracketed = chars.before(start).is_some_and(|c| matches!(c, '（' | '(' | '[' | '［'))
        && chars.is(end, |c| matches!(c, '）' | ')' | ']' | '］'));
    let before = chars.at(start.checked_sub(2)?)?;
    (is_bracketed && is_han(before)).then(|| thing_counted(chars.rest(end + 1)))?
}

/// The end of a number that begins at a place, thousands separators and decimals included.
fn decimal(chars: &Chars<'_>, start: usize) -> usize {
    let mut end = chars.run(start, is_digit);
    let mut separated = end - start <= 3;
    loop {
        let next = chars.run(end + 1, is_digit);
        end = match chars.at(end) {
            Some(',' | '，' | '\'' | '’' | '＇') if separated && next == end + 4 => next,
            Some('.') if next > end + 1 => {
                separated = false;
                next
            }
            // 8·5万件, but 5·12
            Some(dot) if is_middle_dot(dot) && next > end + 1 && is_measured(chars.rest(next)) => {
                return next;
            }
            // 98点6分 is no time of the day, as 8点6分 is.
            Some('点') if next > end + 1 && is_no_hour(&chars.plain(start, end)) => return next,
            _ => return end,
        };
    }
}

/// Several numbers that make one: where they end, and whose they are.
fn compound(chars: &Chars<'_>, start: usize, end: usize) -> Option<(usize, Option<RunOwner>)> {
    let number = chars.plain(start, end);
    let parts: Vec<&str> = number.split('.').collect();
    if parts.len() > 2 {
        let owner = if is_day(&parts) { RunOwner::Date } else { RunOwner::Code };
        return Some((end, Some(owner)));
    }
    // 2024.05, but 2024.05万元
    if is_month(&parts) && !chars.is(end, is_han) {
        return Some((end, Some(RunOwner::Date)));
    }
    let typed = chars.at(end)?;
    let is_area = number.starts_with('0') && (3..=4).contains(&number.len());
    let mark = match typed {
        '：' | '∶' => ':',
        '－' | '—' | '–' if is_area => '-',
        mark => mark,
    };
    if !matches!(mark, ':' | '/' | '-' | '×' | '*' | '对') && !is_middle_dot(mark) {
        return None;
    }
    let same = |c: char| c == typed || mark == ':' && matches!(c, '：' | '∶');
    let mut last = end;
    let mut groups = vec![number.clone()];
    while chars.is(last, same) && chars.is(last + 1, is_digit) && groups.len() < 4 {
        let next = chars.run(last + 1, is_digit);
        groups.push(chars.plain(last + 1, next));
        last = next;
    }
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    if groups.len() < 2 {
        return None;
    }
    let owner = match mark {
        // 12:58件 is no time of the day.
        ':' if is_clock(&groups) || is_wrong_clock(&groups) && is_of_day(chars.before(start)) => {
            thing_counted(chars.rest(last)).is_none().then_some(RunOwner::Clock)
        }
        ':' => is_proportion(chars, start, last).then_some(RunOwner::Phrase),
        '/' | '-' if is_day(&groups) => Some(RunOwner::Date),
        '/' => None,
        '-' if is_telephone(&groups) => Some(RunOwner::Document),
        '-' if is_month(&groups) => Some(RunOwner::Date),
        // A range: each end of it is a number of its own.
        '-' => return None,
        '×' | '*' | '对' => Some(RunOwner::Phrase),
        _ => Some(RunOwner::Date),
    };
    Some((last, owner))
}

/// Year, month and day.
fn is_day(groups: &[&str]) -> bool {
    let [year, month, day] = groups else { return false };
    let within = |text: &str, most: u32| text.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
    year.len() == 4 && within(month, 12) && within(day, 31)
}

/// 2024-12, which is no range of years.
pub(super) fn is_month(groups: &[&str]) -> bool {
    let [year, month] = groups else { return false };
    let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    is_year && month.len() == 2 && month.parse().is_ok_and(|month: u32| (1..=12).contains(&month))
}

fn is_no_hour(digits: &str) -> bool {
    digits.parse().is_ok_and(|hour: u32| hour > 24)
}

fn is_clock(groups: &[&str]) -> bool {
    let [hour, rest @ ..] = groups else { return false };
    let is_midnight = *hour == "24" && rest.iter().all(|part| *part == "00");
    (is_midnight || hour.parse().is_ok_and(|hour: u32| hour < 24))
        && rest.len() < 3
        && rest.iter().all(|part| part.len() == 2 && part.parse().is_ok_and(|n: u32| n < 60))
}

/// 25:30, of which it is told where it is said of a day that there is no such time.
fn is_wrong_clock(groups: &[&str]) -> bool {
    matches!(groups, [hour, minute] if hour.len() <= 2 && minute.len() == 2)
}

/// Whether a time of the day follows: 下午25:30, 3日9:00.
pub(crate) fn is_of_day(before: Option<char>) -> bool {
    before.is_some_and(|c| matches!(c, '日' | '号' | '午' | '晨' | '晚'))
}

fn is_telephone(groups: &[&str]) -> bool {
    let [area, rest @ ..] = groups else { return false };
    let digits: usize = rest.iter().map(|part| part.len()).sum();
    (area.starts_with('0') || matches!(*area, "400" | "800"))
        && (3..=4).contains(&area.len())
        && digits >= 5
}

/// 按照2:3:5的比例.
fn is_proportion(chars: &Chars<'_>, start: usize, end: usize) -> bool {
    let head = chars.head(start);
    ["按", "按照", "比例为", "比例"].iter().any(|word| head.ends_with(word))
        || ["的比例", "比例", "的标准"].iter().any(|word| chars.rest(end).starts_with(word))
}

fn owned<'t>(chars: &Chars<'t>, start: usize, end: usize, owner: RunOwner) -> Run<'t> {
    let range = chars.byte(start)..chars.byte(end);
    Run {
        digits: range.clone(),
        range,
        value: None,
        unit: "",
        script: Script::Digits,
        owner: Some(owner),
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}
