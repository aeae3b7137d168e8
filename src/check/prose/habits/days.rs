//! E0748: days and hours that do not exist.

use chrono::{Datelike as _, NaiveDate};

use super::{Mistake, Text};
use crate::diagnostic::Code;
use crate::number::read_chinese;
use crate::number::runs::is_of_day;

/// A number of a date.
struct Number {
    value: u32,
    /// How it is written: in digits, or as 二十.
    is_arabic: bool,
    length: usize,
    /// The place behind it.
    end: usize,
}

/// Dates and times in a text that no calendar has. What a text says of lunar days is not checked.
pub(super) fn impossible(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = reversed(text);
    // The year that the days of a sentence are in, and where it begins.
    let mut year: Option<(i32, usize)> = None;
    let mut place = 0;
    while let Some(c) = text.at(place) {
        if matches!(c, '。' | '；' | '\n' | '年') {
            year = None;
            place += 1;
            continue;
        }
        let Some(number) = number(text, place) else {
            place += 1;
            continue;
        };
        match text.at(number.end) {
            Some('年') => {
                let value = i32::try_from(number.value).ok();
                year = value.filter(|_| number.length == 4).map(|value| (value, place));
                // 20255年
                let is_year = text.get(place..number.end).starts_with("20");
                if number.is_arabic && number.length == 5 && is_year {
                    mistakes.push(mistake(text, place, number.end + 1));
                }
                // 2025年年，
                let again = text.run(number.end, |c| c == '年');
                if number.length == 4 && again == number.end + 2 && ends_word(text, again) {
                    mistakes.push(mistake(text, place, again));
                }
                place = number.end + 1;
            }
            // 第五季度
            Some('季') if number.value > 4 && is_quarter(text, place, &number) => {
                mistakes.push(mistake(text, place - 1, number.end + 2));
                place = number.end + 2;
            }
            Some('月') => {
                let (mistake, end) = days(text, place, &number, year);
                mistakes.extend(mistake);
                place = end;
            }
            _ => {
                let mistake = dotted(text, place, &number).or_else(|| hour(text, place, &number));
                mistakes.extend(mistake);
                place = number.end;
            }
        }
    }
    mistakes
}

/// 第五季度: no year has so many.
fn is_quarter(text: &Text<'_>, place: usize, number: &Number) -> bool {
    text.before(place) == Some('第') && text.at(number.end + 1) == Some('度')
}

fn ends_word(text: &Text<'_>, place: usize) -> bool {
    text.at(place).is_none_or(|c| !c.is_alphanumeric())
}

/// 2025—2023年 and 2025年6月至3月: the end before the beginning. Behind a month of no year it may be one of the next.
fn reversed(text: &Text<'_>) -> Vec<Mistake> {
    let joint = |place: usize| {
        let end = text.run(place, |c| "—至到".contains(c));
        (end > place).then_some(end)
    };
    let read = |start: usize| {
        let year = |place| {
            number(text, place).filter(|number| {
                number.is_arabic && number.length == 4 && (1900..2100).contains(&number.value)
            })
        };
        let month = |place| number(text, place).filter(|number| number.length <= 2);
        let first = year(start)?;
        let behind = text.run(first.end, |c| c == '年');
        if let Some(last) = joint(behind).and_then(year) {
            let is_year = text.at(last.end) == Some('年');
            return (is_year && last.value < first.value).then_some(last.end + 1);
        }
        let from = (behind == first.end + 1).then(|| month(behind)).flatten()?;
        let until = joint(text.run(from.end, |c| c == '月')).and_then(month)?;
        let is_month = text.at(until.end) == Some('月') && until.is_arabic == from.is_arabic;
        (is_month && until.value < from.value).then_some(until.end + 1)
    };
    let days = |start: usize| {
        let from = day(text, start)?;
        let until = day(text, joint(from.end)?)?;
        is_before(&until, &from).then_some(until.end)
    };
    let begins = |start: &usize| {
        text.at(*start).is_some_and(|c| c.is_ascii_digit())
            && !text.before(*start).is_some_and(|c| c.is_ascii_alphanumeric())
    };
    let end = |start| read(start).or_else(|| days(start));
    let starts = (0..text.len()).filter(begins);
    starts.filter_map(|start| Some(mistake(text, start, end(start)?))).collect()
}

/// A day, or a month, as far as it is written.
struct Day {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    end: usize,
}

/// The day in digits that begins there.
fn day(text: &Text<'_>, start: usize) -> Option<Day> {
    if text.before(start).is_some_and(|c| "年月".contains(c)) {
        return None;
    }
    let mut end = start;
    let mut part = |signs: &str| {
        let number = number(text, end).filter(|number| number.is_arabic)?;
        let is_it = text.at(number.end).is_some_and(|c| signs.contains(c));
        is_it.then(|| {
            end = number.end + 1;
            number.value
        })
    };
    let (year, month, day) = (part("年"), part("月"), part("日号"));
    Some(Day { year, month, day, end }).filter(|day| day.end > start)
}

/// Whether a span of days ends before it begins. Behind a month of no year it may end in the next.
fn is_before(until: &Day, from: &Day) -> bool {
    let day = |day: &Day| day.day.unwrap_or_default();
    let are_days = until.day.is_some() == from.day.is_some();
    match (until.year, from.year, until.month, from.month) {
        (Some(last), Some(first), Some(until_month), Some(from_month)) => {
            are_days && (last, until_month, day(until)) < (first, from_month, day(from))
        }
        (None, _, until_month, Some(from_month)) => {
            until_month.is_none_or(|month| month == from_month)
                && until.day.is_some()
                && day(until) < day(from)
        }
        _ => false,
    }
}

/// The number that begins there, in digits or in Chinese numerals.
fn number(text: &Text<'_>, place: usize) -> Option<Number> {
    /// Longer ones are no part of a date.
    const LONGEST: usize = 9;
    let arabic = text.run(place, |c| c.is_ascii_digit());
    if arabic > place {
        let length = arabic - place;
        let value =
            if length > LONGEST { u32::MAX } else { text.usual(place..arabic).parse().ok()? };
        return Some(Number { value, is_arabic: true, length, end: arabic });
    }
    let end = text.run(place, is_numeral);
    let length = end - place;
    // What none of these follow is no number of a date, whatever it says.
    let is_asked =
        matches!(text.at(end), Some('年' | '季' | '月' | '日' | '号')) && length <= LONGEST;
    let read = if is_asked { read_chinese(text.get(place..end)) } else { None };
    let value = read.and_then(|value| value.parse().ok()).unwrap_or(u32::MAX);
    (length > 0).then_some(Number { value, is_arabic: false, length, end })
}

fn is_numeral(c: char) -> bool {
    super::is_numeral(c) || matches!(c, '〇' | '○' | '零')
}

/// The days after a month, `2月28日至30日` too; with the place behind what was read.
fn days(
    text: &Text<'_>,
    start: usize,
    month: &Number,
    year: Option<(i32, usize)>,
) -> (Option<Mistake>, usize) {
    let behind = month.end + 1;
    let lunar = text.get(start.saturating_sub(4)..start);
    let is_lunar = ["农历", "阴历", "旧历"].iter().any(|word| lunar.contains(word));
    let mut first = behind;
    let mut end = behind;
    let mut is_wrong = false;
    // A year right before the month is part of the date.
    let whole = year.filter(|_| text.before(start) == Some('年')).map_or(start, |(_, at)| at);
    while let Some(day) = number(text, first) {
        if !matches!(text.at(day.end), Some('日' | '号')) || is_other(text, day.end) {
            break;
        }
        end = day.end + 1;
        is_wrong |= !exists(month, &day, year.map(|(year, _)| year));
        first = text.run(end, |c| "至到、和及与—–-－～~".contains(c));
        if first == end || is_wrong {
            break;
        }
    }
    if end == behind {
        // 2024年13月 is no span of time.
        is_wrong =
            text.before(start) == Some('年') && year.is_some() && !(1..=12).contains(&month.value);
    }
    let is_number = month.length > 2
        || text.before(start).is_some_and(|c| matches!(c, '.' | '．' | '/' | '第'));
    let wrong = is_wrong && !is_lunar && !is_number;
    (wrong.then(|| mistake(text, whole, end)), end)
}

/// 号 that counts something else: 30号楼.
fn is_other(text: &Text<'_>, place: usize) -> bool {
    text.at(place) == Some('号')
        && !(text.at(place + 1) == Some('召') && text.at(place + 2) == Some('开'))
        && text.at(place + 1).is_some_and(|c| "楼院文令线公路房室店馆厅库门码召".contains(c))
}

fn exists(month: &Number, day: &Number, year: Option<i32>) -> bool {
    if !(1..=12).contains(&month.value) || day.value == 0 {
        return false;
    }
    // 2024 is a leap year.
    let most = length_of(year.unwrap_or(2024), month.value);
    // Without a year, a day in words may be a lunar one.
    let most = if month.is_arabic || year.is_some() { most } else { most.max(30) };
    day.value <= most
}

/// How many days a month has.
fn length_of(year: i32, month: u32) -> u32 {
    let next = match month {
        12 => NaiveDate::from_ymd_opt(year.saturating_add(1), 1, 1),
        _ => NaiveDate::from_ymd_opt(year, month + 1, 1),
    };
    next.and_then(|next| next.pred_opt()).map_or(31, |last| last.day())
}

/// `2024-02-30`, `2024.2.30`, `2024/2/30`.
fn dotted(text: &Text<'_>, start: usize, year: &Number) -> Option<Mistake> {
    let sign = text.at(year.end).filter(|c| matches!(*c, '-' | '.' | '/' | '．' | '－'))?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '．' | '－');
    if year.length != 4 || !year.is_arabic || text.before(start).is_some_and(is_part) {
        return None;
    }
    let month =
        number(text, year.end + 1).filter(|number| number.is_arabic && number.length <= 2)?;
    let day =
        number(text, month.end + 1).filter(|number| number.is_arabic && number.length <= 2)?;
    let is_date = text.at(month.end) == Some(sign)
        && !text.at(day.end).is_some_and(is_part)
        && (1900..=2100).contains(&year.value)
        && (1..=12).contains(&month.value)
        && (29..=31).contains(&day.value);
    let impossible = !exists(&month, &day, i32::try_from(year.value).ok());
    (is_date && impossible).then(|| mistake(text, start, day.end))
}

/// `25时`, `9时75分`, and `25:30` behind a word of the day.
fn hour(text: &Text<'_>, start: usize, hour: &Number) -> Option<Mistake> {
    if !hour.is_arabic
        || hour.length > 2
        || text
            .before(start)
            .is_some_and(|c| matches!(c, '.' | '．' | ':' | '：' | '第' | '历' | '共'))
    {
        return None;
    }
    let minutes =
        |place: usize| number(text, place).filter(|number| number.is_arabic && number.length <= 2);
    match text.at(hour.end)? {
        '时' => {
            let other =
                text.at(hour.end + 1).is_some_and(|c| "间段候刻代长效装差区常任".contains(c));
            let minute = minutes(hour.end + 1).filter(|minute| text.at(minute.end) == Some('分'));
            let end = minute.as_ref().map_or(hour.end + 1, |minute| minute.end + 1);
            (!other && is_no_time(hour, minute.as_ref())).then(|| mistake(text, start, end))
        }
        ':' | '：' => {
            let of_day = is_of_day(text.before(start));
            let minute = minutes(hour.end + 1).filter(|minute| minute.length == 2 && of_day)?;
            is_no_time(hour, Some(&minute)).then(|| mistake(text, start, minute.end))
        }
        _ => None,
    }
}

fn is_no_time(hour: &Number, minute: Option<&Number>) -> bool {
    let minute = minute.map_or(0, |minute| minute.value);
    hour.value > 24 || minute > 59 || hour.value == 24 && minute > 0
}

fn mistake(text: &Text<'_>, start: usize, end: usize) -> Mistake {
    Mistake { code: Code::E0748, range: text.bytes(start..end), correction: None }
}
