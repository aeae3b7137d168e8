//! Addresses and other runs of Latin characters: where one may be broken, and where not.

use crate::font::is_full_width;

/// What the place before a character is in a run of Latin characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Joint {
    /// Within a word or a number.
    #[default]
    Whole,
    /// After a sign of an address: `https://www.example.gov.cn/|a/|b.|html?|c=|1`.
    Sign,
    /// After a hyphen, and after a stroke that parts words.
    Hyphen,
}

/// Signs after which an address may be broken. Readers of the file drop a hyphen at a line's end,
/// so that there is no better place after it than after any hyphen.
const SIGNS: &str = "/._?&@=#:";

/// Part of a run of digits, letters and the signs among them.
pub(super) fn is_word(character: char) -> bool {
    !character.is_whitespace() && !is_full_width(character, None, None) && character != '’'
}

/// For each character what the place before it is.
pub(super) fn joints(characters: &[char]) -> Vec<Joint> {
    let mut joints = vec![Joint::Whole; characters.len()];
    let mut start = 0;
    for run in characters.chunk_by(|a, b| is_word(*a) == is_word(*b)) {
        if run.first().is_some_and(|first| is_word(*first)) {
            let address = is_address(run);
            for (at, pair) in run.windows(2).enumerate() {
                if let Some(joint) = joints.get_mut(start + at + 1) {
                    *joint = joint_of(pair[0], pair[1], run.get(at.wrapping_sub(1)), address);
                }
            }
        }
        start += run.len();
    }
    joints
}

fn joint_of(sign: char, next: char, before: Option<&char>, address: bool) -> Joint {
    let is_digit = |c: char| c.is_ascii_digit();
    let between_digits = before.is_some_and(|c| is_digit(*c)) && is_digit(next);
    let parts_words = match sign {
        '-' => address || !is_digit(next),
        '/' => !is_digit(next) && before.is_some_and(|c| c.is_alphanumeric()),
        _ => false,
    };
    if !next.is_alphanumeric() {
        Joint::Whole
    } else if address && SIGNS.contains(sign) && !(between_digits && ".:".contains(sign)) {
        Joint::Sign
    } else if parts_words {
        Joint::Hyphen
    } else {
        Joint::Whole
    }
}

/// A web or mail address, or the path of a file: it has letters, and what no word or number has.
fn is_address(run: &[char]) -> bool {
    let count = |sign: char| run.iter().filter(|c| **c == sign).count();
    let between_letters = |sign: char| {
        let mut parts = run.windows(3);
        parts.any(|part| part[1] == sign && part[0].is_alphanumeric() && part[2].is_alphabetic())
    };
    let has_letters = run.iter().any(|c| c.is_alphabetic());
    let scheme = run.windows(3).any(|part| part == [':', '/', '/']);
    let mail = count('@') == 1 && between_letters('@');
    let domain = count('.') > 1 && between_letters('.');
    let path = count('/') > 1 || (count('/') == 1 && count('.') > 0);
    has_letters && (scheme || mail || domain || path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with | where it may be broken after a sign, and ¦ after a hyphen.
    fn shown(text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let joints = joints(&characters);
        let mark = |joint: &Joint| match joint {
            Joint::Whole => "",
            Joint::Sign => "|",
            Joint::Hyphen => "¦",
        };
        let parts = joints.iter().zip(&characters);
        parts.map(|(joint, character)| format!("{}{character}", mark(joint))).collect()
    }

    #[test]
    fn an_address_is_broken_after_its_signs() {
        for text in [
            "见https://|www.|qzlj.|gov.|cn/|zwgk/|fzzf/|2025/|02/|t20250213_|3.|htm?|a=|1&|b=|2。",
            "发至fzb@|qzlj.|gov.|cn，",
            "www.|example.|gov.|cn",
            "https://|192.168.1.10:8080/|a-¦b",
        ] {
            assert_eq!(shown(&text.replace(['|', '¦'], "")), text);
        }
    }

    #[test]
    fn words_and_numbers_are_not_addresses() {
        for text in [
            "GB/¦T 9704—2012",
            "DB35/¦T1234-2019",
            "24/7",
            "46/146",
            "1,234.56",
            "V2.0",
            "Node.js",
            "2024/02/13",
            "ISO/¦IEC 27001:2013",
            "state-¦of-¦the-¦art",
            "-12.5%",
            "1-2",
            "No.5",
            "8:30",
        ] {
            assert_eq!(shown(&text.replace('¦', "")), text);
        }
    }
}
