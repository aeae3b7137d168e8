//! What was typed is quoted in messages as far as people read it: of more, its two ends and its length.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;

/// Characters of a quotation. No name has so many, and no sentence that is to be recognised needs more.
const QUOTED: usize = 160;
/// Characters in a row without a blank or a mark, as of a number.
const IN_A_ROW: usize = 80;
/// What is left of both.
const HEAD: usize = 30;
const TAIL: usize = 15;

/// Shortens what is quoted in all that a diagnostic says. Its edits are what is written, and stay.
pub(super) fn bound(diagnostic: &mut Diagnostic) {
    let Diagnostic { message, labels, notes, help, .. } = diagnostic;
    let labels = labels.iter_mut().map(|label| &mut label.text);
    let notes = notes.iter_mut().map(|(_, text)| text);
    for text in [message].into_iter().chain(labels).chain(notes).chain(help) {
        if text.len() > IN_A_ROW
            && let Cow::Owned(shorter) = shortened(text)
        {
            *text = shorter;
        }
    }
}

/// The text with long quotations and long runs of letters and digits shortened.
fn shortened(text: &str) -> Cow<'_, str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    // What was quoted may itself have quotation marks, and more of one than of the other.
    while let Some((before, after)) = rest.split_once('“') {
        let Some(end) = end_of_quotation(after) else { break };
        let (quoted, behind) = after.split_at(end);
        pieces.extend([in_rows(before), Cow::Borrowed("“")]);
        pieces.push(match ends(quoted, QUOTED) {
            Some(ends) => Cow::Owned(ends),
            None => in_rows(quoted),
        });
        rest = behind;
    }
    pieces.push(in_rows(rest));
    match pieces.iter().any(|piece| matches!(piece, Cow::Owned(_))) {
        true => Cow::Owned(pieces.concat()),
        false => Cow::Borrowed(text),
    }
}

/// Where the mark stands that closes a quotation; the last one, where they are not in pairs.
fn end_of_quotation(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, mark) in text.match_indices(['“', '”']) {
        depth = if mark == "“" { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return Some(at);
        }
    }
    text.rfind('”')
}

/// The text with long runs of letters and digits shortened.
fn in_rows(text: &str) -> Cow<'_, str> {
    let is_row = |c: char| c.is_alphanumeric();
    if text.len() <= IN_A_ROW {
        return Cow::Borrowed(text);
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_row(c)).unwrap_or(rest.len());
        let (row, behind) = rest.split_at(end);
        let next = behind.find(is_row).unwrap_or(behind.len());
        let (between, behind) = behind.split_at(next);
        pieces.push(ends(row, IN_A_ROW).map_or(Cow::Borrowed(row), Cow::Owned));
        pieces.push(Cow::Borrowed(between));
        rest = behind;
    }
    match pieces.iter().any(|piece| matches!(piece, Cow::Owned(_))) {
        true => Cow::Owned(pieces.concat()),
        false => Cow::Borrowed(text),
    }
}

/// The two ends of a text that is longer than so many characters, and how many it has.
fn ends(text: &str, most: usize) -> Option<String> {
    if text.len() <= most {
        return None;
    }
    let count = text.chars().count();
    (count > most).then(|| {
        let head: String = text.chars().take(HEAD).collect();
        let tail: String = text.chars().skip(count - TAIL).collect();
        format!("{head}……{tail}（共 {count} 个字）")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_quotation_keeps_its_ends_and_its_length() {
        let number = "1".repeat(100_000);
        let shown = shortened(&format!("“受理数”填的“{number}”不是数")).into_owned();
        let (head, tail) = ("1".repeat(HEAD), "1".repeat(TAIL));
        assert_eq!(shown, format!("“受理数”填的“{head}……{tail}（共 100000 个字）”不是数"));
        // Without marks around it, with blanks in it, with quotations within it, or a mark too many.
        let sentence = "依法 行政。".repeat(60);
        for text in [
            format!("填报 {number}件"),
            format!("“{sentence}”没有来历"),
            format!("“{sentence}“甲”{sentence}”没有来历"),
            format!("“{sentence}“甲{sentence}”没有来历"),
        ] {
            let shown = shortened(&text);
            assert!(shown.chars().count() < 80 && shown.contains("（共 "), "{shown}");
        }
    }

    #[test]
    fn what_people_read_stays_as_it_is() {
        let list = "矛盾纠纷受理数、矛盾纠纷化解数、".repeat(30);
        for text in [list.as_str(), "“矛盾纠纷受理数”大于“化解数”", &"“甲”".repeat(100)]
        {
            assert!(matches!(shortened(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
