//! What those who revise put between the words as a note, or may have: it is not written into the data.

use std::ops::Range;

use crate::text::set_off;

const BRACKETS: [(char, char); 6] =
    [('（', '）'), ('(', ')'), ('【', '】'), ('〔', '〕'), ('［', '］'), ('[', ']')];

/// What opens a note without brackets.
const OPENINGS: [&str; 6] = ["注：", "注:", "批注：", "批注:", "批：", "批:"];

/// Why words that were put at a range of a text, in the place of `old`, are not taken, where a note is among
/// them. What is put in brackets may be one, whatever it says: （请核）, （同意。李）, （？）.
pub(super) fn noted(old: &str, text: &str, put: &Range<usize>) -> Option<String> {
    let new = text.get(put.clone())?;
    if let Some(sign) = sign(old, new) {
        return Some(format!("加上的“{sign}”像是批阅的记号，不是报告里的字，核实以后自己改"));
    }
    let has_brackets =
        old.contains(|c| BRACKETS.iter().any(|(open, close)| [open, close].contains(&&c)));
    let bracketed = bracketed(text, put).filter(|_| !has_brackets);
    let note = set_off(bracketed.or_else(|| opened(new))?);
    Some(format!("加上的{note}说不准是报告里的字还是批语，核实以后自己改"))
}

/// A sign that the old words do not have and reports hardly do: an arrow, a tick, a box.
fn sign(old: &str, new: &str) -> Option<char> {
    let is_sign =
        |c: char| matches!(c, '\u{2190}'..='\u{2BFF}' | '※' | '〓' | '\u{1F300}'..='\u{1FAFF}');
    // ①② are numerals.
    let is_numeral = |c: char| matches!(c, '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}');
    new.chars().find(|c| is_sign(*c) && !is_numeral(*c) && !old.contains(*c))
}

/// Brackets of which one was put in, with what they hold.
fn bracketed<'t>(text: &'t str, put: &Range<usize>) -> Option<&'t str> {
    let mut all = text.char_indices().filter_map(|(at, c)| {
        let (_, close) = BRACKETS.iter().find(|(open, _)| *open == c)?;
        let end = at + text.get(at..)?.find(*close)?;
        Some((at, end, end + close.len_utf8()))
    });
    let (at, _, end) = all.find(|(at, close, _)| put.contains(at) || put.contains(close))?;
    text.get(at..end)
}

/// New words from where a note opens.
fn opened(new: &str) -> Option<&str> {
    let is_mark = |c: char| !c.is_alphanumeric();
    let starts = OPENINGS.iter().filter_map(|opening| new.find(opening));
    let starts = starts.filter(|at| new.get(..*at).is_some_and(|lead| lead.chars().all(is_mark)));
    new.get(starts.min()?..)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of words that are put behind a comma.
    fn of(new: &str) -> Option<String> {
        let text = format!("突出示范引领，{new}（含街道）。");
        let start = "突出示范引领，".len();
        noted("", &text, &(start..start + new.len()))
    }

    #[test]
    fn a_note_between_the_words_is_not_taken() {
        for note in [
            "（此处请核实）",
            "（请司法局核）",
            "（再斟酌）",
            "（删）",
            "（？）",
            "（王局长意见：可简写）",
            "（同意。李）",
            "（略）",
            "注：此处需改",
            "【此处再斟酌】",
            "[核]",
            "→",
            "☑",
        ] {
            let said = of(note).unwrap_or_default();
            assert!(said.starts_with(&format!("加上的“{note}”")), "{note}: {said}");
        }
        // Beside brackets that were there, by which the one may stand for the other.
        let text = "突出示范（请核）（甲）引领";
        let at = text.find("请核").unwrap_or_default();
        assert!(noted("", text, &(at..at + "请核）（".len())).is_some());
    }

    #[test]
    fn words_of_the_report_are() {
        for words in ["社会关注：", "因此处罚从轻，", "①"] {
            assert_eq!(of(words), None, "{words}");
        }
        // Within brackets that were there, and in the place of others.
        let text = "办理答复（代表建议和提案）。";
        let at = text.find("和提案").unwrap_or_default();
        assert_eq!(noted("", text, &(at..at + "和提案".len())), None);
        let at = text.find("（").unwrap_or_default();
        assert_eq!(noted("（代表建议）", text, &(at..text.len())), None);
    }
}
