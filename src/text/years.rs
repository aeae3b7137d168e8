//! Years as people write them.

use std::ops::Range;

use super::ascii_digit;

/// The years in a text, `2024年`, `２０２４年` or `二〇二四年`: where their digits stand, and which they are.
pub(crate) fn years(text: &str) -> Vec<(Range<usize>, i32)> {
    let ends = text.match_indices('年').map(|(end, _)| end);
    let years = ends.filter_map(|end| {
        let digits = text.get(..end)?.char_indices().rev();
        let digits = digits.map_while(|(at, c)| Some((at, digit(c)?))).take(5);
        let digits: Vec<(usize, i32)> = digits.collect();
        let (start, _) = digits.last().filter(|_| digits.len() == 4)?;
        let year = digits.iter().rev().fold(0, |year, (_, digit)| year * 10 + digit);
        Some((*start..end, year))
    });
    years.collect()
}

/// The digit that a character of a year stands for; the letter O is typed for 0.
fn digit(c: char) -> Option<i32> {
    let c = ascii_digit(c).unwrap_or(c);
    let rows = ["0123456789", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "○", "O", "Ｏ", "o"];
    let place = rows.iter().find_map(|row| row.chars().position(|digit| digit == c))?;
    i32::try_from(place).ok()
}
