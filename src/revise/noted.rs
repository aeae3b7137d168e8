//! What those who revise put between the words as a note, or may have: it is not written into the data.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::set_off;

const BRACKETS: [(char, char); 6] =
    [('（', '）'), ('(', ')'), ('【', '】'), ('〔', '〕'), ('［', '］'), ('[', ']')];

/// What opens a note without brackets. A clause of a report that asks for something (请予审议) is rare enough.
const OPENINGS: [&str; 7] = ["注：", "注:", "批注：", "批注:", "批：", "批:", "请"];

/// Why words that were put at a range of a text, in the place of `old`, are not taken, where a note is among
/// them. What is put in brackets may be one, whatever it says: （请核）, （同意。李）, （？）. So may be what
/// is put into brackets that were there, as another part of what they hold (，请核) or as all of it.
pub(super) fn noted(old: &str, text: &str, put: &Range<usize>) -> Option<String> {
    let new = text.get(put.clone())?;
    let pairs = pairs(text);
    if let Some(note) = bracketed(old, text, put, &pairs).or_else(|| opened(text, put)) {
        return Some(doubt("加上的", note));
    }
    let mut around = pairs.iter().filter(|pair| pair.start < put.start && put.end < pair.end);
    if around.clone().any(|pair| inside(text, pair) == *put) && !put.is_empty() {
        return Some(doubt("括号里成了", new));
    }
    if around.next().is_some() && count(new, is_parting) > count(old, is_parting) {
        return Some(doubt("加在括号里的", new));
    }
    let sign = sign(old, new)?;
    Some(format!("加上的“{sign}”像是批阅的记号，不是报告里的字，核实以后自己改"))
}

fn doubt(what: &str, words: &str) -> String {
    format!("{what}{}说不准是报告里的字还是批语，核实以后自己改", set_off(words))
}

/// A sign that the old words do not have and reports hardly do: an arrow, a tick, a box, a question mark.
fn sign(old: &str, new: &str) -> Option<char> {
    let is_sign = |c: char| matches!(c, '\u{2190}'..='\u{2BFF}' | '※' | '〓' | '？' | '?' | '\u{1F300}'..='\u{1FAFF}');
    // ①② are numerals.
    let is_numeral = |c: char| matches!(c, '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}');
    new.chars().find(|c| is_sign(*c) && !is_numeral(*c) && !old.contains(*c))
}

/// Whether a mark parts what stands in brackets: all but those that are marks of a word or a list.
fn is_parting(c: char) -> bool {
    !c.is_alphanumeric() && !"、《》“”‘’·".contains(c)
}

fn is_bracket(c: char) -> bool {
    BRACKETS.iter().any(|(open, close)| [*open, *close].contains(&c))
}

fn count(text: &str, is_one: impl Fn(char) -> bool) -> usize {
    text.chars().filter(|c| is_one(*c)).count()
}

/// Brackets that belong together, from where the one begins to where the other ends.
fn pairs(text: &str) -> Vec<Range<usize>> {
    let mut open: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some((_, close)) = BRACKETS.iter().find(|(open, _)| *open == c) {
            open.entry(*close).or_default().push(at);
        } else if let Some(start) = open.get_mut(&c).and_then(Vec::pop) {
            pairs.push(start..at + c.len_utf8());
        }
    }
    pairs
}

/// What brackets hold.
fn inside(text: &str, pair: &Range<usize>) -> Range<usize> {
    let mut held = text.get(pair.clone()).unwrap_or_default().chars();
    let [first, last] = [held.next(), held.next_back()].map(|c| c.map_or(0, char::len_utf8));
    pair.start + first..pair.end - last
}

/// Brackets of which one was put in where there was none, with what they hold.
fn bracketed<'t>(
    old: &str,
    text: &'t str,
    put: &Range<usize>,
    pairs: &[Range<usize>],
) -> Option<&'t str> {
    let new = text.get(put.clone())?;
    if count(new, is_bracket) <= count(old, is_bracket) {
        return None;
    }
    let is_put =
        |pair: &&Range<usize>| put.contains(&pair.start) || put.contains(&inside(text, pair).end);
    let pair = pairs.iter().filter(is_put).min_by_key(|pair| pair.start);
    pair.map_or(Some(new), |pair| text.get(pair.clone()))
}

/// New words from where a note opens, at the beginning of a clause.
fn opened<'t>(text: &'t str, put: &Range<usize>) -> Option<&'t str> {
    let is_mark = |c: char| !c.is_alphanumeric();
    let new = text.get(put.clone())?;
    let note = new.trim_start_matches(is_mark);
    let before = text.get(..put.end - note.len())?;
    let begins = before.chars().next_back().is_none_or(is_mark);
    let is_opened = OPENINGS.iter().any(|opening| note.starts_with(opening));
    (begins && is_opened).then_some(note)
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
            "请核实",
            "请司法局核",
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
    fn neither_is_what_is_another_part_of_what_brackets_hold() {
        // A text with what is put in at its | in the place of old words.
        let of = |old: &str, text: &str, new: &str| {
            let (before, after) = text.split_once('|').unwrap();
            let put = before.len()..before.len() + new.len();
            noted(old, &format!("{before}{new}{after}"), &put).unwrap_or_default()
        };
        for new in ["，请核实", "；再斟酌", "（请核）", "——待核", " 请核", "？"]
        {
            assert_ne!(of("", "突出示范（全年数据|）引领", new), "", "{new}");
        }
        assert!(of("", "突出示范（|全年数据）", "核实：").starts_with("加在括号里的“核实：”"));
        assert!(of("含街道", "突出示范（|）引领", "删去").starts_with("括号里成了“删去”"));
        assert!(of("", "突出示范（含（|）街道）", "删去").starts_with("括号里成了"));
        // Where brackets stand already, another pair is one more.
        let more = of("甲（乙）", "突出|引领", "甲（请核）（乙）");
        assert!(more.starts_with("加上的“（请核）”"), "{more}");
        let nested = of("", "突出（甲|乙）引领", "（请核）");
        assert!(nested.starts_with("加上的“（请核）”"), "{nested}");
        assert!(of("", "突出|引领", "（请核").starts_with("加上的“（请核”"));
        assert!(of("", "突出示范引领|。", "，请核实").starts_with("加上的“请核实”"));
        assert!(of("", "突出|引领", "？").starts_with("加上的“？”像是批阅的记号"));
        for (old, new) in [("", "和乡镇"), ("、街道", "、乡镇"), ("街道", "“两代表”")]
        {
            assert_eq!(of(old, "突出示范（含村居|）引领", new), "", "{new}");
        }
    }

    #[test]
    fn words_of_the_report_are() {
        for words in ["社会关注：", "因此处罚从轻，", "①", "《条例》、“一网通办”"]
        {
            assert_eq!(of(words), None, "{words}");
        }
        let within = "依申请公开，标注：甲";
        for words in ["请公开", "注：甲"] {
            let at = within.find(words).unwrap();
            assert_eq!(noted("", within, &(at..at + words.len())), None, "{words}");
        }
        // Within brackets that were there, and in the place of others.
        let text = "办理答复（代表建议和提案）。";
        let at = text.find("和提案").unwrap_or_default();
        assert_eq!(noted("", text, &(at..at + "和提案".len())), None);
        let at = text.find("（").unwrap_or_default();
        assert_eq!(noted("（代表建议）", text, &(at..text.len())), None);
    }
}
