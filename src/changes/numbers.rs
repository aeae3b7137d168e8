//! The number of a heading, which changes when another comes before it.

/// The most characters of the number of a heading.
const NUMERALS: usize = 3;

/// A heading without its number.
pub(crate) fn without_number(heading: &str) -> &str {
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    let (bracket, rest) = match heading.strip_prefix('（') {
        Some(rest) => (true, rest),
        None => (false, heading),
    };
    let after = rest.trim_start_matches(is_numeral);
    let numeral = rest.strip_suffix(after).unwrap_or_default();
    if numeral.is_empty() || numeral.chars().count() > NUMERALS {
        return heading;
    }
    // 1.5万元 is a number.
    let is_words = |words: &&str| !words.starts_with(|c: char| c.is_ascii_digit());
    let words = match bracket {
        true => after.strip_prefix('）'),
        false => after.strip_prefix('、').or_else(|| after.strip_prefix('.').filter(is_words)),
    };
    words.unwrap_or(heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_headings_are_no_part_of_their_text() {
        for (heading, text) in [
            ("一、总体情况", "总体情况"),
            ("三、2025年主要安排", "2025年主要安排"),
            ("（十二）其他", "其他"),
            ("3.提升水平。优化流程", "提升水平。优化流程"),
            ("（1）检查", "检查"),
            ("1.5万元以上", "1.5万元以上"),
            ("（2024）年", "（2024）年"),
            ("三个方面", "三个方面"),
        ] {
            assert_eq!(without_number(heading), text);
        }
    }
}
