//! Numerals (GB/T 15835), the numbers of headings and documents.

use super::{Count, Mistake, Stretches, Text, is_digit, is_numeral};
use crate::diagnostic::Code;
use crate::text::{ascii_digit, closes_year, is_han, opens_year};

/// E0715: `1、` and `（一）、` at the beginning of a sentence.
pub(super) fn ordinals(text: &Text<'_>) -> Vec<Mistake> {
    let begins = |place: usize| {
        let before = text.chars.get(..place).unwrap_or_default();
        let last = before.iter().rev().map(|(_, c)| *c).find(|c| !matches!(c, ' ' | '\u{3000}'));
        last.is_none_or(|c| matches!(c, '\n' | '。' | '；' | '！' | '？'))
    };
    let ordinal = |start: usize| {
        let first = text.at(start)?;
        if is_digit(first) {
            if text.before(start).is_some_and(is_digit) {
                return None;
            }
            let end = text.run(start, is_digit);
            let follows = text.at(end + 1).is_some_and(|c| !is_digit(c));
            return (end - start <= 2 && text.at(end) == Some('、') && follows).then(|| {
                text.mistake(Code::E0715, start..end + 1, format!("{}.", text.usual(start..end)))
            });
        }
        if !matches!(first, '(' | '（') {
            return None;
        }
        let end = text.run(start + 1, |c| is_digit(c) || is_numeral(c));
        let number = text.usual(start + 1..end);
        let closed = matches!(text.at(end)?, ')' | '）') && (1..=3).contains(&(end - start - 1));
        (closed && matches!(text.at(end + 1)?, '、' | '，' | '.' | '．' | ','))
            .then(|| text.mistake(Code::E0715, start..end + 2, format!("（{number}）")))
    };
    let found = (0..text.len()).filter_map(|place| Some((place, ordinal(place)?)));
    found.filter(|(place, _)| begins(*place)).map(|(_, mistake)| mistake).collect()
}

/// E0716: the year of a document number stands in 〔〕, its serial bare.
pub(super) fn document_numbers(text: &Text<'_>) -> Vec<Mistake> {
    let read = |start: usize| {
        if !opens_year(text.at(start)?) || !text.before(start).is_some_and(is_han) {
            return None;
        }
        let year_end = text.run(start + 1, is_digit);
        if year_end != start + 5 || !closes_year(text.at(year_end)?) {
            return None;
        }
        let serial_start = text.run(year_end + 1, |c| c == '第');
        let end = text.run(serial_start, is_digit);
        let serial = text.usual(serial_start..end);
        // 罚决字〔2025〕第000123号: the paper of a case is found by its number as it is.
        let serial = match text.before(start) {
            Some('字') => text.usual(year_end + 1..end),
            _ => serial.trim_start_matches('0').to_owned(),
        };
        if serial.is_empty() || text.at(end) != Some('号') {
            return None;
        }
        let right = format!("〔{}〕{serial}号", text.usual(start + 1..year_end));
        (right != text.get(start..end + 1))
            .then(|| text.mistake(Code::E0716, start..end + 1, right))
    };
    (0..text.len()).filter_map(read).collect()
}

/// E0717: 02月, 05日. 00月 is told as a day that does not exist.
pub(super) fn padded_dates(text: &Text<'_>) -> Vec<Mistake> {
    let read = |start: usize| {
        let padded = text.at(start) == Some('0')
            && text.at(start + 1).is_some_and(|c| is_digit(c) && ascii_digit(c) != Some('0'))
            && matches!(text.at(start + 2), Some('月' | '日'))
            && !text.before(start).is_some_and(|c| is_digit(c) || c == '.');
        padded
            .then(|| text.mistake(Code::E0717, start..start + 3, text.usual(start + 1..start + 3)))
    };
    (0..text.len()).filter_map(read).collect()
}

/// E0718: 二〇二五年 in a text that also writes 2025年. Years of history, and those far ahead (二〇三五年远景目标),
/// are written as the documents have them.
pub(super) fn years_in_words(text: &Text<'_>) -> Vec<Mistake> {
    let is_year = |start: usize, kind: fn(char) -> bool| {
        !text.before(start).is_some_and(kind)
            && text.run(start, kind) == start + 4
            && text.at(start + 4) == Some('年')
    };
    const FAR: u32 = 2;
    let years = (0..text.len()).filter(|start| is_year(*start, is_digit));
    let years = years.filter_map(|start| text.usual(start..start + 4).parse::<u32>().ok());
    let Some(latest) = years.max() else { return Vec::new() };
    let digit = |c: char| match c {
        '○' | '零' => Some(0),
        _ => "〇一二三四五六七八九".chars().position(|known| known == c),
    };
    let is_in_words = |c: char| is_numeral(c) && c != '十' || matches!(c, '〇' | '○' | '零');
    let words = (0..text.len()).filter(|start| is_year(*start, is_in_words));
    words
        .filter_map(|start| {
            let digits = text.get(start..start + 4).chars().filter_map(digit);
            let year: String = digits.map(|digit| digit.to_string()).collect();
            let is_near = year.parse().is_ok_and(|year| (2000..=latest + FAR).contains(&year));
            is_near.then(|| text.mistake(Code::E0718, start..start + 5, format!("{year}年")))
        })
        .collect()
}

/// E0719: `2024-2025年`.
pub(super) fn spans_of_years(text: &Text<'_>) -> Vec<Mistake> {
    let read = |start: usize| {
        if text.before(start).is_some_and(is_digit) || text.run(start, is_digit) != start + 4 {
            return None;
        }
        let dash = text.run(start + 4, |c| c == '年').min(start + 5);
        let next = text.run(dash, |c| {
            matches!(c, '-' | '－' | '–' | '—' | '―' | '─' | '━' | '⸺' | '~' | '～')
        });
        let end = text.run(next, is_digit);
        let is_span = next > dash && end == next + 4 && text.at(end) == Some('年');
        (is_span && text.get(dash..next) != "—").then(|| {
            let right = format!("{}—{}年", text.usual(start..dash), text.usual(next..end));
            text.mistake(Code::E0719, start..end + 1, right)
        })
    };
    (0..text.len()).filter_map(read).collect()
}

/// E0720: `10—20%`.
pub(super) fn percent_ranges(text: &Text<'_>) -> Vec<Mistake> {
    let is_decimal = |c: char| is_digit(c) || c == '.';
    let read = |start: usize| {
        if text.before(start).is_some_and(is_decimal) || !text.at(start).is_some_and(is_digit) {
            return None;
        }
        let first = text.run(start, is_decimal);
        let next = text.run(first, |c| {
            matches!(c, '-' | '－' | '–' | '—' | '―' | '─' | '━' | '~' | '～' | '至' | '到')
        });
        let end = text.run(next, is_decimal);
        let is_range = next > first && end > next && matches!(text.at(end), Some('%' | '％'));
        is_range.then(|| {
            let dash = text.get(first..next);
            let dash = if dash == "至" || dash == "到" { dash } else { "—" };
            let right = format!("{}%{dash}{}%", text.usual(start..first), text.usual(next..end));
            text.mistake(Code::E0720, start..end + 1, right)
        })
    };
    (0..text.len()).filter_map(read).collect()
}

/// E0721: 约100多, 近30余, 约 before a figure that prints as 约1.1亿元.
pub(super) fn doubled_approximations(text: &Text<'_>, given: Vec<Count>) -> Vec<Mistake> {
    const BEFORE: [&str; 9] = ["大约", "将近", "接近", "超过", "约", "近", "超", "逾", "大概"];
    // Words that merely end like one of these.
    const OTHER_WORDS: [&str; 32] = [
        "节约", "签约", "预约", "履约", "合约", "违约", "制约", "特约", "民约", "公约", "乡约",
        "契约", "条约", "续约", "解约", "缔约", "毁约", "守约", "邀约", "集约", "简约", "最近",
        "附近", "临近", "邻近", "就近", "靠近", "贴近", "走近", "相近", "赶超", "反超",
    ];
    let inside = Stretches::new(given.iter().map(|count| count.range.clone()));
    let mut counts = Vec::new();
    let mut place = 0;
    while place < text.len() {
        let end = text.run(place, |c| is_digit(c) || c == '.');
        if end > place && !inside.hold(text.byte(place)) {
            let end = text.run(end, |c| matches!(c, '十' | '百' | '千' | '万' | '亿'));
            let range = text.bytes(place..end);
            counts.push(Count { range, approximate: false, bare: true });
        }
        place = end.max(place + 1);
    }
    let read = |count: Count| {
        let (head, tail) = (&text.value[..count.range.start], &text.value[count.range.end..]);
        let before = BEFORE.iter().find(|word| head.ends_with(**word));
        let before = before.filter(|_| !OTHER_WORDS.iter().any(|word| head.ends_with(word)));
        let after = after(tail, count.bare);
        let words = [before.is_some(), after.is_some(), count.approximate];
        if words.iter().filter(|given| **given).count() < 2 {
            return None;
        }
        let start = count.range.start - before.map_or(0, |word| word.len());
        let (skipped, word) = after.unwrap_or((0, ""));
        let number: String =
            text.value[count.range.clone()].chars().map(|c| ascii_digit(c).unwrap_or(c)).collect();
        // One word stays: the figure's own, or else the one after.
        let right = match count.approximate {
            true => format!("{number}{}", &tail[..skipped]),
            false => format!("{number}{}{word}", &tail[..skipped]),
        };
        let range = start..count.range.end + skipped + word.len();
        Some(Mistake { code: Code::E0721, range, correction: Some(right) })
    };
    given.into_iter().chain(counts).filter_map(read).collect()
}

/// An approximating word behind a number: how many bytes come before it, and the word.
fn after(tail: &str, bare: bool) -> Option<(usize, &'static str)> {
    let at_once = ["多", "余"].into_iter().find(|word| bare && tail.starts_with(word));
    if let Some(word) = at_once {
        return Some((0, word));
    }
    // 100件左右: a unit of up to three characters may stand between.
    let units = tail
        .char_indices()
        .take(4)
        .take_while(|&(at, _)| tail[..at].chars().all(|c| is_han(c) || matches!(c, '%' | '％')));
    units.map(|(at, _)| at).find_map(|at| {
        let mut words = ["左右", "上下"].into_iter();
        let word = words.find(|word| tail[at..].starts_with(word))?;
        // 上下联动, 左右协同 are other words.
        let next = tail[at + word.len()..].chars().next();
        let ends = next.is_none_or(|c| {
            !is_han(c) || matches!(c, '的' | '浮' | '波' | '不' | '即' | '完' | '可')
        });
        ends.then_some((at, word))
    })
}
