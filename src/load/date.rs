//! Dates as they are written: `2025-02-13`, and the other ways, which are reported.

use chrono::{NaiveDate, NaiveTime};

use crate::diagnostic::{Code, Diagnostic};
use crate::number;
use crate::source::{Field, Spanned};
use crate::text::ascii_digit;
use crate::yaml::{Fields, Node, Reader};

/// A day under a key that may be left out. One that is written in another way but surely
/// meant is reported, and taken.
pub(super) fn read(
    fields: &mut Fields,
    key: &'static str,
    reader: &mut Reader<'_>,
) -> Field<NaiveDate> {
    fields.field(key, reader, |node, reader| read_day(node, key, reader))
}

fn read_day(node: Node, key: &str, reader: &mut Reader<'_>) -> Option<Spanned<NaiveDate>> {
    let text = reader.line(node, key)?;
    let plain = plain(&text.value);
    let (date, rest) = day(&plain).map_or((None, ""), |(date, rest)| (Some(date), rest));
    let date = date.filter(|_| rest.trim().is_empty());
    if date.is_none_or(|date| date.to_string() != text.value) {
        reader.report(fault(key, &text, date.map(|date| date.to_string()), "2025-02-13"));
    }
    date.map(|value| Spanned { value, span: text.span })
}

/// A day, with or without the time of day.
pub(super) fn read_with_time(
    fields: &mut Fields,
    key: &'static str,
    reader: &mut Reader<'_>,
) -> Field<(NaiveDate, Option<NaiveTime>)> {
    fields.field(key, reader, |node, reader| read_moment(node, key, reader))
}

fn read_moment(
    node: Node,
    key: &str,
    reader: &mut Reader<'_>,
) -> Option<Spanned<(NaiveDate, Option<NaiveTime>)>> {
    let text = reader.line(node, key)?;
    let meant = day(&plain(&text.value)).and_then(|(date, rest)| match rest.trim() {
        "" => Some((date, None)),
        rest => Some((date, Some(time(rest)?))),
    });
    let written = meant.map(|(date, time)| match time {
        Some(time) => format!("{date} {}", time.format("%H:%M")),
        None => date.to_string(),
    });
    if written.as_ref() != Some(&text.value) {
        reader.report(fault(key, &text, written, "2025-02-24 19:03"));
    }
    meant.map(|value| Spanned { value, span: text.span })
}

fn fault(key: &str, text: &Spanned<String>, meant: Option<String>, example: &str) -> Diagnostic {
    let fault = Diagnostic::new(Code::E0134, format!("{key}写法不对"));
    match meant {
        Some(meant) => {
            let fault = fault.at(text.span, "应当写成 年-月-日，月、日各两位");
            fault.help(format!("改为 {meant}")).edit(text.span, meant)
        }
        None => fault
            .at(text.span, "看不出是哪一天，或者没有这一天")
            .help(format!("写成 年-月-日，如 {example}")),
    }
}

/// Without quotes around it, and 二〇二五年二月十三日 in digits.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text.trim_matches(['“', '”', '‘', '’', '"', '\'']);
    let is_numeral = |character: char| "〇○零一二三四五六七八九十".contains(character);
    while let Some(start) = rest.find(is_numeral) {
        let (before, numeral) = rest.split_at(start);
        let end = numeral.find(|character| !is_numeral(character)).unwrap_or(numeral.len());
        let (numeral, after) = numeral.split_at(end);
        plain.push_str(before);
        plain.push_str(&number::read_chinese(numeral).unwrap_or_else(|| numeral.to_owned()));
        rest = after;
    }
    plain + rest
}

/// A day at the beginning of a text, however it is written, and what follows it.
fn day(text: &str) -> Option<(NaiveDate, &str)> {
    let mut rest = text;
    let mut numbers = [0u32; 3];
    let joined = digits(text).0.len() == 8;
    for (at, number) in numbers.iter_mut().enumerate() {
        let (written, after) = if joined {
            let length = if at == 0 { 4 } else { 2 };
            first_digits(rest, length)?
        } else {
            digits(rest)
        };
        *number = written.parse().ok()?;
        rest = after;
        if !joined {
            let marks: &[char] = if at < 2 {
                &['-', '.', '/', '年', '月', '．', '－', '—', '／', ' ']
            } else {
                &['日', '号', 'T', '，', ',', ' ']
            };
            let after = rest.trim_start_matches(marks);
            if at < 2 && after == rest {
                return None;
            }
            rest = after;
        }
    }
    let [year, month, day] = numbers;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (1900..=9999).contains(&year).then_some((date, rest))
}

fn time(text: &str) -> Option<NaiveTime> {
    let (hour, rest) = digits(text);
    let rest = rest.strip_prefix([':', '：', '时', '点', '.'])?;
    let (minute, rest) = digits(rest);
    let seconds = rest.trim_start_matches([':', '：', '分']);
    let seconds = digits(seconds).1.trim_end_matches('秒');
    let time = NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)?;
    seconds.trim().is_empty().then_some(time)
}

/// The digits at the beginning, in plain form, and the rest.
fn digits(text: &str) -> (String, &str) {
    let rest = text.trim_start_matches(|character| ascii_digit(character).is_some());
    let written = text.get(..text.len() - rest.len()).unwrap_or_default();
    (written.chars().filter_map(ascii_digit).collect(), rest)
}

fn first_digits(text: &str, count: usize) -> Option<(String, &str)> {
    let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    Some((digits(text.get(..end)?).0, text.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_write_them() {
        for text in [
            "2025-02-13",
            "2025.2.13",
            "2025/2/13",
            "2025年2月13日",
            "2025 年 2 月 13 日",
            "２０２５年２月１３日",
            "20250213",
            "2025-2-13",
            "二〇二五年二月十三日",
            "二○二五年二月十三日",
            "“2025-02-13”",
        ] {
            let plain = plain(text);
            let (date, rest) = day(&plain).unwrap();
            assert_eq!((date.to_string().as_str(), rest), ("2025-02-13", ""), "{text}");
        }
        for text in [
            "",
            "2025",
            "2025-02",
            "2025-02-30",
            "待定",
            "2025-13-01",
            "二月十三日",
            "一〇一",
            "99999999",
        ] {
            assert_eq!(day(&plain(text)), None, "{text}");
        }
        assert_eq!(day("2025-02-24 19:03").unwrap().1, "19:03");
    }

    #[test]
    fn times_as_people_write_them() {
        for text in ["19:03", "19：03", "19:03:59", "19时03分", "19点3分"] {
            assert_eq!(time(text).unwrap().to_string(), "19:03:00", "{text}");
        }
        for text in ["", "晚上", "25:00", "19", "19:03 以后"] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
