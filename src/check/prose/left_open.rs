//! Places within a text that were kept open and never filled: XX件, ××家, （待补）, TODO.

use std::iter;
use std::ops::Range;

use super::{MOST_PLACES, Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};

impl ProseChecker<'_> {
    /// All of them together; `spared` are placeholders and the phrases under 照录.
    pub(super) fn left_open(
        &self,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Option<Diagnostic> {
        let mut places = open_places(&passage.text.value);
        places.retain(|place| !spared.iter().any(|spared| spared.contains(&place.start)));
        let diagnostic = Diagnostic::new(Code::E0708, "文字里还有占位的地方");
        let diagnostic = places
            .iter()
            .take(MOST_PLACES)
            .fold(diagnostic, |diagnostic, place| diagnostic.at(self.locate(passage, place), ""));
        (!places.is_empty())
            .then(|| diagnostic.help("写上内容；确要照原样印的，把所在的短语列入“照录”"))
    }
}

/// The places that were kept open, in the order of the text.
pub(super) fn open_places(text: &str) -> Vec<Range<usize>> {
    // Most texts have none of the characters that all of them begin with.
    let begins = |c: char| c.is_ascii_alphabetic() || c == '待' || is_mark(c);
    if !text.contains(begins) {
        return Vec::new();
    }
    let words = stretches(text, |c| c.is_ascii_alphabetic()).filter(|(_, word)| is_open(word));
    let marks = stretches(text, is_mark).filter(|(_, marks)| marks.chars().count() > 1);
    // X月X日; X光 and 7×24 are words.
    let dates = ["X月", "X日", "×月", "×日"].into_iter().flat_map(|date| text.match_indices(date));
    let found = words.chain(marks).chain(dates).chain(brackets(text)).chain(promises(text));
    let mut places: Vec<Range<usize>> = found.map(|(at, open)| at..at + open.len()).collect();
    places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    // 待补 within （待补） is reported with it.
    places.dedup_by(|next, last| next.start < last.end);
    places
}

/// Marks that are typed in the place of what is still to come.
fn is_mark(c: char) -> bool {
    matches!(c, '×' | 'Ｘ' | 'ｘ' | '□' | '_' | '＿')
}

/// The longest stretches of characters of one kind, and where each begins.
fn stretches(text: &str, kind: fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    iter::from_fn(move || {
        let start = end + text[end..].find(kind)?;
        end = text[start..].find(|c| !kind(c)).map_or(text.len(), |length| start + length);
        Some((start, &text[start..end]))
    })
}

/// Whether a Latin word holds a place: XX, TODO.
fn is_open(word: &str) -> bool {
    let filler = word.len() > 1 && word.chars().all(|c| matches!(c, 'X' | 'x'));
    filler || ["TODO", "TBD"].iter().any(|open| word.eq_ignore_ascii_case(open))
}

/// （待补）, 【待核实】: brackets that hold nothing but what is still to come.
fn brackets(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const LONGEST: usize = 6;
    const STARTS: [&str; 6] = ["待补", "待填", "待核", "待定", "待查", "待报"];
    text.match_indices(['（', '(', '【', '[', '〔']).filter_map(|(at, open)| {
        let inside = &text[at + open.len()..];
        let mut characters = inside.char_indices().take(LONGEST + 1);
        let (end, _) = characters.find(|(_, c)| matches!(c, '）' | ')' | '】' | ']' | '〕'))?;
        let content = &inside[..end];
        let is_open = STARTS.iter().any(|start| content.starts_with(start));
        is_open.then(|| (at + open.len(), content))
    })
}

/// 待补 where a word ends with it: not 待补正, nor 有待补 of what is said of the work itself.
fn promises(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let found = ["待补", "待填"].into_iter().flat_map(|word| text.match_indices(word));
    found.filter(|(at, word)| {
        let ends = text[at + word.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        ends && !text[..*at].ends_with(['有', '亟', '急', '尚', '仍', '还', '需'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_were_kept_open() {
        for (text, expected) in [
            ("新收XX件，走访××家，（待补），TODO。", "XX ×× 待补 TODO"),
            ("20XX年，ＸＸ街道，____元", "XX ＸＸ ____"),
            ("数据待补。【待补：案件数】", "待补 待补：案件数"),
            ("共受理（待核实）件", "待核实"),
            ("2024年X月×日，XX月", "X月 ×日 XX"),
        ] {
            let found: Vec<&str> = open_places(text).into_iter().map(|at| &text[at]).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn words_that_keep_nothing_open() {
        for text in [
            "7×24小时服务，1+X专项督查，Excel、Linux、XML，X射线",
            "补正通知、待补正材料、机制还有待补，待查明后处理",
            "（待遇保障）、（待人以诚）、（待报送市政府和区人大常委会审议）",
        ] {
            assert!(open_places(text).is_empty(), "{text}");
        }
    }
}
