//! Whether words say the same, and a number is only written in another way. All of the words count:
//! nothing else may have gone or come, and the unit stays.

use std::ops::Range;

use crate::number::{chinese_numeral, read_chinese};
use crate::text::{ascii_digit, half_width, set_off};

/// Whether two numbers with their units are the same: but for blanks, commas between groups of digits
/// and full width, or written in Chinese numerals.
pub(super) fn is_same(old: &str, new: &str) -> bool {
    let (old_bare, new_bare) = (bare(old), bare(new));
    if old_bare == new_bare {
        return tokens(new) >= tokens(old);
    }
    match (number(&old_bare), number(&new_bare)) {
        (Some(old), Some(new)) => old == new,
        _ => false,
    }
}

/// Whether the words that take the place of a range of a text write the digits there in another way.
pub(super) fn is_written_otherwise(text: &str, range: &Range<usize>, new: &str) -> bool {
    let old = text.get(range.clone()).unwrap_or_default();
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let is_of_number = |c: char| ascii_digit(c).is_some() || ",. \u{3000}".contains(c);
    // The whole number counts: a blank may part two of them.
    let lead = before.trim_end_matches(is_of_number).len();
    let tail = after.len() - after.trim_start_matches(is_of_number).len();
    let lead = before.get(lead..).unwrap_or_default();
    let tail = after.get(..tail).unwrap_or_default();
    let (old_number, new_number) = (format!("{lead}{old}{tail}"), format!("{lead}{new}{tail}"));
    has_digit(&old_number)
        && (has_digit(old) || bare(old).is_empty() || old == ",")
        && bare(&old_number) == bare(&new_number)
        && tokens(&new_number) >= tokens(&old_number)
}

/// What is said of words that changed beside a number that did not.
pub(super) fn told_beside(old: &str, new: &str) -> String {
    let same = |one: &char, other: &char| half_width(*one) == half_width(*other);
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let head = old.iter().zip(&new).take_while(|(one, other)| same(one, other)).count();
    let rest = |text: &[char]| text.get(head..).unwrap_or_default().to_vec();
    let (old, new) = (rest(&old), rest(&new));
    let pairs = old.iter().rev().zip(new.iter().rev());
    let tail = pairs.take_while(|(one, other)| same(one, other)).count();
    let middle = |text: &[char]| text.iter().take(text.len() - tail).collect::<String>();
    let (gone, put) = (middle(&old), middle(&new));
    let what = match (gone.is_empty(), put.is_empty()) {
        (_, true) => format!("删去了{}", set_off(&gone)),
        (true, _) => format!("加上了{}", set_off(&put)),
        _ => format!("{}改成了{}", set_off(&gone), set_off(&put)),
    };
    format!("数没有变，可是{what}，核实以后自己改")
}

/// A text of half width without blanks, and without the commas between groups of three digits.
pub(super) fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(|c| ascii_digit(*c).is_some());
    let is_group = |comma: usize| {
        let has_three = (1..=3).all(|step| is_digit(comma + step)) && !is_digit(comma + 4);
        has_three && comma.checked_sub(1).is_some_and(is_digit) && is_grouped(&chars, comma)
    };
    let each = chars.iter().enumerate().filter(|(at, c)| **c != ',' || !is_group(*at));
    each.map(|(_, c)| half_width(*c)).collect()
}

/// Whether what stands before a comma is the first group of a number, of one to three digits, or groups
/// of three after it; no digits after a point.
fn is_grouped(chars: &[char], comma: usize) -> bool {
    let mut at = comma;
    loop {
        let before = chars.get(..at).unwrap_or_default();
        let digits = before.iter().rev().take_while(|c| ascii_digit(**c).is_some()).count();
        let start = at - digits;
        let sign = start.checked_sub(1).and_then(|sign| chars.get(sign));
        match sign {
            Some(',') if digits == 3 => at = start - 1,
            Some('.' | ',' | '．') => return false,
            _ => return (1..=3).contains(&digits),
        }
    }
}

/// How many runs of digits a text has, parted by whatever stands between.
fn tokens(text: &str) -> usize {
    let parts = text.split(|c: char| ascii_digit(c).is_none() && c != ',' && c != '.');
    parts.filter(|part| has_digit(part)).count()
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|c| ascii_digit(c).is_some())
}

/// A number in digits, and what follows it. Chinese numerals count as they are written in full; digit
/// by digit only years are.
fn number(bare: &str) -> Option<(String, String)> {
    let split = |text: &str, is_own: fn(char) -> bool| {
        let end = text.find(|c| !is_own(c)).unwrap_or(text.len());
        (
            text.get(..end).unwrap_or_default().to_owned(),
            text.get(end..).unwrap_or_default().to_owned(),
        )
    };
    let (digits, unit) = split(bare, |c| c.is_ascii_digit() || c == '.');
    if !digits.is_empty() {
        return Some((digits, unit));
    }
    let (text, is_share) = match bare.strip_prefix("百分之") {
        Some(rest) => (rest, true),
        None => (bare, false),
    };
    let (numeral, unit) = split(text, |c| "〇零一二两三四五六七八九十百千廿卅点".contains(c));
    let read = read_chinese(&numeral).filter(|_| !numeral.is_empty())?;
    let whole = |text: &str, point: char| text.split(point).next().unwrap_or_default().to_owned();
    let written = whole(&numeral, '点').replace('两', "二").replace('〇', "零");
    // 百分之百 is said without 一.
    let is_exact =
        chinese_numeral(whole(&read, '.').parse().ok()?) == written || is_share && numeral == "百";
    (is_exact || unit.starts_with('年')).then(|| match is_share {
        true => (read, format!("%{unit}")),
        false => (read, unit),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_with_blanks_group_commas_full_width_or_chinese_numerals() {
        for (old, new) in [
            ("783件", "７８３件"),
            ("783件", "78 3件"),
            ("783件", "783 件"),
            ("1661件", "1,661件"),
            ("1,661件", "1661件"),
            ("1234567.8万元", "1,234,567.8万元"),
            ("783件", "七百八十三件"),
            ("5484.1213万元", "五千四百八十四点一二一三万元"),
            ("100%", "百分之百"),
            ("92.72%", "百分之九十二点七二"),
            ("2件", "两件"),
            ("2024年", "二〇二四年"),
            ("92.72%", "92.72％"),
        ] {
            assert!(is_same(old, new), "{old} {new}");
        }
    }

    #[test]
    fn a_number_is_another_text_where_anything_went_or_came_with_it() {
        for (old, new) in [
            ("783件，其中已化解726件、正在化解57件，化解处理率达到92.72%。", "783"),
            ("783件", "783"),
            ("783", "783件"),
            ("5484.1213万元", "5484.1213"),
            ("5484.1213万元", "5484.1213亿元"),
            ("5484.1213万元", "54841213元"),
            ("5484.1213", "5484,1213"),
            ("5484.1213", "5484.1,213"),
            ("92.72%", "92.72"),
            ("100%", "一百"),
            ("1661件", "16,61件"),
            ("1661件", "1，661件"),
            ("57件", "五七件"),
            ("783件", "七百九十三件"),
            ("783件", "783余件"),
            ("783件，726件", "783726件"),
            ("1 2024", "12024"),
            ("57件", "057件"),
        ] {
            assert!(!is_same(old, new), "{old} {new}");
        }
    }

    #[test]
    fn what_went_or_came_beside_a_number_is_named() {
        assert_eq!(
            told_beside("败诉4件，败诉率为11.11%", "败诉４"),
            "数没有变，可是删去了“件，败诉率为11.11%”，核实以后自己改"
        );
        assert_eq!(told_beside("4件", "4余件"), "数没有变，可是加上了“余”，核实以后自己改");
    }

    #[test]
    fn a_blank_that_parts_two_numbers_is_no_way_of_writing_one() {
        let text = "附件1 2024年报告";
        let at = text.find(' ').expect("a blank");
        assert!(!is_written_otherwise(text, &(at..at + 1), ""));
        let text = "共1661件";
        assert!(is_written_otherwise(text, &(4..4), ","));
        assert!(!is_written_otherwise(text, &(5..5), ","));
        assert!(is_written_otherwise(text, &(5..5), " "));
    }
}
