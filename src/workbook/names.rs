//! Names of sheets.

use std::collections::BTreeSet;

/// How many UTF-16 units the name of a sheet may have.
const LONGEST: usize = 31;

/// Names of sheets that are given out one after the other, none twice.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// The name nearest to the one wanted that a sheet may have: no sign that spreadsheets forbid,
    /// not too long, and none of those given out before, with or without capitals.
    pub(super) fn give(&mut self, wanted: &str) -> String {
        let allowed: String = wanted.chars().filter_map(allowed).collect();
        let allowed = allowed.trim_matches(['\'', ' ']);
        let allowed = if allowed.is_empty() { "表" } else { allowed };
        let mut name = shortened(allowed, LONGEST).to_owned();
        let mut number = 2;
        while !self.0.insert(name.to_lowercase()) {
            let ending = format!("（{number}）");
            let room = LONGEST - ending.encode_utf16().count();
            name = format!("{}{ending}", shortened(allowed, room));
            number += 1;
        }
        name
    }
}

/// The character that stands for one in the name of a sheet.
fn allowed(character: char) -> Option<char> {
    match character {
        '[' => Some('［'),
        ']' => Some('］'),
        ':' => Some('：'),
        '*' => Some('＊'),
        '?' => Some('？'),
        '/' => Some('／'),
        '\\' => Some('＼'),
        other => (!other.is_control()).then_some(other),
    }
}

/// As much of a text as has no more UTF-16 units than there is room for.
fn shortened(text: &str, room: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > room
    });
    end.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_keep_to_what_spreadsheets_allow() {
        let mut names = Names::default();
        assert_eq!(names.give("正文"), "正文");
        assert_eq!(names.give("正文"), "正文（2）");
        assert_eq!(names.give("收费/退费[本级]"), "收费／退费［本级］");
        let long = "甲".repeat(40);
        assert_eq!(names.give(&long), "甲".repeat(31));
        assert_eq!(names.give(&long), format!("{}（2）", "甲".repeat(28)));
        assert_eq!(names.give("'a'"), "a");
        assert_eq!(names.give("A"), "A（2）");
        assert_eq!(names.give(""), "表");
        assert_eq!(names.give(&"𠀀".repeat(20)), "𠀀".repeat(15));
    }
}
