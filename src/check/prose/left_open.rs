//! Places within a text that were kept open and never filled: XX件, ××家, （待补）, TODO, and a unit
//! without its number.

mod gaps;

use std::iter;
use std::ops::Range;

use super::{MOST_PLACES, Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::prose::{begins_other_word, measure};

impl ProseChecker<'_> {
    /// All of them together.
    pub(super) fn left_open(
        &self,
        passage: Passage<'_>,
        places: &[Range<usize>],
    ) -> Option<Diagnostic> {
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
    let words = stretches(text, |c| c.is_ascii_alphabetic()).filter(|(_, word)| is_open(word));
    let marks = stretches(text, is_mark).filter(|(_, marks)| marks.chars().count() > 1);
    // X月X日; X光 and 7×24 are words.
    let dates = ["X月", "X日", "×月", "×日"].into_iter().flat_map(|date| text.match_indices(date));
    let found = words.chain(marks).chain(dates).chain(brackets(text)).chain(promises(text));
    let found = found.map(|(at, open)| at..at + open.len());
    let mut places: Vec<Range<usize>> =
        found.chain(before_units(text)).chain(gaps::gaps(text)).collect();
    places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    // 待补 within （待补） is reported with it.
    places.dedup_by(|next, last| next.start < last.end);
    places
}

/// Marks that are typed in the place of what is still to come.
fn is_mark(c: char) -> bool {
    matches!(c, '×' | 'Ｘ' | 'ｘ' | '□' | '_' | '＿')
}

/// Marks that are some other thing where no unit follows, *万元, ×家, and circles for a name: ○○村.
fn before_units(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_sign = |c: char| is_mark(c) || matches!(c, 'X' | 'x' | '○' | '〇' | '*' | '＊' | '#');
    stretches(text, is_sign).filter_map(move |(at, signs)| {
        let (before, rest) = (text[..at].chars().next_back(), &text[at + signs.len()..]);
        // 7×24小时, 一〇一室
        let is_own =
            before.is_none_or(|c| !c.is_ascii_alphanumeric() && !is_numeral(c) && c != ' ');
        let sign = Some("%").filter(|_| rest.starts_with('%'));
        let unit = sign.or_else(|| measure(rest).filter(|unit| !unit.is_ascii()));
        let is_name = signs.chars().count() > 1
            && signs.chars().all(|c| matches!(c, '○' | '〇'))
            && !rest.starts_with(|c: char| is_numeral(c) || c.is_ascii_digit());
        let is_unit = unit.is_some_and(|unit| stands_alone(unit, &rest[unit.len()..]));
        (is_own && (is_name || is_unit)).then(|| at..at + signs.len())
    })
}

/// Whether a unit is no beginning of another word, nor of **万元** that is emphasised.
fn stands_alone(unit: &str, rest: &str) -> bool {
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '*');
    ends && !begins_other_word(unit, rest)
}

fn is_numeral(c: char) -> bool {
    "零一二三四五六七八九十".contains(c)
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

/// （待补）, 【待核实】, （待财政局提供）, `[数字]万元`: brackets that hold nothing but what is still to come.
fn brackets(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const LONGEST: usize = 12;
    text.match_indices(['（', '(', '【', '[', '〔']).filter_map(|(at, open)| {
        let inside = &text[at + open.len()..];
        let mut characters = inside.char_indices().take(LONGEST + 1);
        let (end, close) = characters.find(|(_, c)| matches!(c, '）' | ')' | '】' | ']' | '〕'))?;
        let content = &inside[..end];
        let behind = &inside[end + close.len_utf8()..];
        let counts = behind.starts_with(['%', '％']) || measure(behind).is_some();
        is_to_come(content, counts).then(|| (at + open.len(), content))
    })
}

/// Whether words in brackets stand for what is still to come; `counts` where a unit follows them.
fn is_to_come(content: &str, counts: bool) -> bool {
    const SHORT: usize = 6;
    const STARTS: [&str; 6] = ["待补", "待填", "待核", "待定", "待查", "待报"];
    const WHOLE: [&str; 4] = ["空", "暂缺", "空缺", "待确认"];
    const ENDS: [&str; 6] = ["提供", "补充", "补", "填", "报数", "填报"];
    const ASKS: [&str; 6] = ["请补", "请填", "请核", "此处补", "此处填", "需补"];
    const NUMBERS: [&str; 7] = ["数字", "数据", "数量", "金额", "数", "具体数", "具体数字"];
    let of = ["数据", "数字", "金额", "内容"].iter().find_map(|word| content.strip_prefix(word));
    let content = of.filter(|rest| rest.starts_with('待')).unwrap_or(content);
    let is_short = content.chars().count() <= SHORT;
    is_short && STARTS.iter().any(|start| content.starts_with(start))
        || WHOLE.contains(&content)
        || content.starts_with('待') && ENDS.iter().any(|end| content.ends_with(end))
        || ASKS.iter().any(|start| content.starts_with(start))
        || counts && NUMBERS.contains(&content)
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
            ("落实○○政策，○○万元，〇〇家，**万元，×万元，X件，占*%", "○○ ○○ 〇〇 ** × X *"),
            ("【数字】万元，[金额]元，（数）件", "数字 金额 数"),
            ("（数据待补充）（待财政局提供）（数据待定）", "数据待补充 待财政局提供 数据待定"),
            ("（待确认）（暂缺）（空）（请补充数据）", "待确认 暂缺 空 请补充数据"),
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
            "一〇一室、二〇〇八年、**万元户**、**重点**、3×4米、5 * 3个、1#楼",
            "（数据）、（数量）、公共数据（金额）、（空白）、（空间规划）、（请假）、[2024]5号",
            "（待遇保障）、（待人以诚）、（待报送市政府和区人大常委会审议）",
        ] {
            assert!(open_places(text).is_empty(), "{text}");
        }
    }
}
