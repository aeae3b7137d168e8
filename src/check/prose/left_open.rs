//! Places within a text that were kept open and never filled: XX件, ××家, （待补）, TODO, and a unit
//! without its number.

mod gaps;
mod working;

use std::iter;
use std::ops::Range;

use self::working::{is_aside, is_remark};
use super::{MOST_PLACES, Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::number;
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
    // __重点__ is markup.
    let marks =
        stretches(text, is_mark).filter(|(_, marks)| marks.chars().count() > 1 && *marks != "__");
    // X月X日; X光 and 7×24 are words.
    let dates = ["X月", "X日", "×月", "×日"].into_iter().flat_map(|date| text.match_indices(date));
    let found = words.chain(marks).chain(dates).chain(brackets(text)).chain(promises(text));
    let found = found.chain(sentences(text)).chain(errors(text));
    let found = found.map(|(at, open)| at..at + open.len());
    let mut places: Vec<Range<usize>> =
        found.chain(before_units(text)).chain(gaps::gaps(text)).collect();
    places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    // 待补 within （待补） is reported with it.
    places.dedup_by(|next, last| next.start < last.end);
    places
}

/// A place with the brackets around it.
pub(super) fn with_brackets(text: &str, place: &Range<usize>) -> Range<usize> {
    let (before, behind) = (&text[..place.start], &text[place.end..]);
    let opened = before.strip_suffix(OPENING).map_or(place.start, str::len);
    let closed = behind.strip_prefix(CLOSING).map_or(place.end, |rest| text.len() - rest.len());
    opened..closed
}

const OPENING: [char; 5] = ['（', '(', '【', '[', '〔'];
const CLOSING: [char; 5] = ['）', ')', '】', ']', '〕'];

/// Marks that are typed in the place of what is still to come.
fn is_mark(c: char) -> bool {
    matches!(c, '×' | 'Ｘ' | 'ｘ' | '□' | '_' | '＿')
}

/// Marks that stand for a number where a unit follows.
fn holds_place(c: char) -> bool {
    is_mark(c) || matches!(c, 'X' | 'x' | '○' | '〇' | '*' | '＊' | '#')
}

/// Marks that are some other thing where no unit follows, *万元, ×家, and circles for a name: ○○村.
fn before_units(text: &str) -> impl Iterator<Item = Range<usize>> {
    stretches(text, holds_place).filter_map(move |(at, signs)| {
        let (before, rest) = (text[..at].chars().next_back(), &text[at + signs.len()..]);
        // 7×24小时, 一〇一室
        let is_own =
            before.is_none_or(|c| !c.is_ascii_alphanumeric() && !is_numeral(c) && c != ' ');
        let sign = ["%", "个百分点"].into_iter().find(|sign| rest.starts_with(sign));
        let unit = sign.or_else(|| measure(rest).filter(|unit| !unit.is_ascii()));
        // 第×届, 〔2025〕×号
        let is_serial = text[..at].ends_with('第')
            && rest.starts_with(['次', '届', '条', '款', '项', '号', '期', '批', '章'])
            || text[..at].ends_with('〕') && rest.starts_with('号');
        let is_name = signs.chars().count() > 1
            && signs.chars().all(|c| matches!(c, '○' | '〇'))
            && !rest.starts_with(|c: char| is_numeral(c) || c.is_ascii_digit());
        // ×家单位; **万元** is emphasised.
        let is_counted = signs.chars().all(|c| is_mark(c) || c == 'X')
            && rest.starts_with(['件', '家', '个', '户', '条', '项', '场', '次'])
            && unit.is_some_and(|unit| !begins_other_word(unit, &rest[unit.len()..]));
        let is_unit = unit.is_some_and(|unit| stands_alone(unit, &rest[unit.len()..]));
        (is_own && (is_name || is_unit || is_serial || is_counted)).then(|| at..at + signs.len())
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

/// Whether a Latin word holds a place: XX, TODO, and NaN, which programs write where there is no value.
fn is_open(word: &str) -> bool {
    const OPEN: [&str; 6] = ["TODO", "TBD", "NaN", "null", "None", "undefined"];
    let filler = word.len() > 1 && word.chars().all(|c| matches!(c, 'X' | 'x'));
    filler || OPEN.iter().any(|open| word.eq_ignore_ascii_case(open))
}

/// #REF!, 错误！未找到引用源: what a spreadsheet shows where a formula has no value, and a word processor where
/// a reference leads nowhere.
fn errors(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const OF_WORDS: [&str; 4] =
        ["未找到引用源", "未定义书签", "Reference source not found", "Bookmark not defined"];
    let of_sheets = text.match_indices('#').filter_map(|(at, _)| {
        let length = number::spreadsheet_error(&text[at..])?;
        Some((at, text.get(at..at + length)?))
    });
    let of_words = OF_WORDS.into_iter().flat_map(|word| text.match_indices(word));
    of_sheets.chain(of_words.map(|(at, word)| {
        let head = text[..at].trim_end_matches([' ', '！', '!']);
        let head = ["错误", "Error"].into_iter().find_map(|error| head.strip_suffix(error));
        let start = head.map_or(at, str::len);
        (start, text.get(start..at + word.len()).unwrap_or_default())
    }))
}

/// （待补）, 【待核实】, （待财政局提供）, `[数字]万元`, （此处请司法局核）: brackets that hold nothing but what is still
/// to come, or what one who writes the text says to another.
fn brackets(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const LONGEST: usize = 16;
    text.match_indices(OPENING).filter_map(|(at, open)| {
        let inside = &text[at + open.len()..];
        let mut characters = inside.char_indices().take(LONGEST + 1);
        let (end, close) = characters.find(|(_, c)| CLOSING.contains(c))?;
        let content = &inside[..end];
        let behind = &inside[end + close.len_utf8()..];
        let counts = behind.starts_with(['%', '％']) || measure(behind).is_some();
        // 《办法》（征求意见稿） is the name of a paper; before all words it is that of this text.
        let begins = text[..at].chars().next_back().is_none_or(|c| c == '\n');
        let is_told = is_to_come(content, counts)
            || is_remark(content)
            || is_aside(content)
            || begins && DRAFTS.contains(&content);
        is_told.then(|| (at + open.len(), content))
    })
}

const DRAFTS: [&str; 6] = ["征求意见稿", "修改稿", "送审稿", "讨论稿", "初稿", "草稿"];

/// Whether words in brackets stand for what is still to come; `counts` where a unit follows them.
fn is_to_come(content: &str, counts: bool) -> bool {
    const SHORT: usize = 6;
    const STARTS: [&str; 6] = ["待补", "待填", "待核", "待定", "待查", "待报"];
    const WHOLE: [&str; 15] = [
        "空",
        "暂缺",
        "空缺",
        "待确认",
        "待完善",
        "内容略",
        "此处略",
        "数据缺",
        "缺数据",
        "后补",
        "稍后补",
        "存疑",
        "需核实",
        "？",
        "?",
    ];
    const ENDS: [&str; 8] = ["提供", "补充", "补", "填", "报数", "填报", "填写", "核实"];
    const ASKS: [&str; 14] = [
        "请补",
        "请填",
        "请核",
        "请输入",
        "此处补",
        "此处填",
        "此处需",
        "此处待",
        "此处插",
        "需补",
        "单击此处",
        "单击或点击",
        "点击此处输入",
        "点击此处添加",
    ];
    const NUMBERS: [&str; 7] = ["数字", "数据", "数量", "金额", "数", "具体数", "具体数字"];
    let of = ["数据", "数字", "金额", "内容"].iter().find_map(|word| content.strip_prefix(word));
    let content = of.filter(|rest| rest.starts_with('待')).unwrap_or(content);
    let is_short = content.chars().count() <= SHORT;
    is_short && STARTS.iter().any(|start| content.starts_with(start))
        || WHOLE.contains(&content)
        || content.starts_with(['待', '请']) && ENDS.iter().any(|end| content.ends_with(end))
        || ASKS.iter().any(|start| content.starts_with(start))
        || counts && NUMBERS.contains(&content)
}

/// Sentences that say nothing but that something is still to come: 数据待核实。请在此处填写。
fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const LONGEST: usize = 12;
    let mut start = 0;
    let sentences = text.split_inclusive(['。', '！', '\n']).map(move |sentence| {
        start += sentence.len();
        (start - sentence.len(), sentence)
    });
    sentences.filter_map(|(at, sentence)| {
        let bare = sentence.trim_end_matches(|c: char| !c.is_alphanumeric());
        let content = bare.trim_start();
        let is_short = content.chars().nth(LONGEST).is_none();
        let is_told = is_short && is_to_come(content, false) || is_remark_alone(content);
        is_told.then(|| (at + bare.len() - content.len(), content))
    })
}

/// Whether a sentence is nothing but a remark: 注：此段为去年内容，需要修改。内容同上。
fn is_remark_alone(content: &str) -> bool {
    const LONGEST: usize = 24;
    const WHOLE: [&str; 2] = ["内容同上", "同上"];
    const LEADS: [&str; 4] = ["领导批示：", "批注：", "编者注：", "请在此"];
    let is_short = content.chars().nth(LONGEST).is_none();
    is_short
        && (WHOLE.contains(&content)
            || is_remark(
                ["注：", "备注："]
                    .iter()
                    .find_map(|lead| content.strip_prefix(lead))
                    .unwrap_or(content),
            )
            || LEADS.iter().any(|lead| content.starts_with(lead)))
}

/// 待补 where a word ends with it: not 待补正, nor 有待补 of what is said of the work itself. Of an amount 待定, too.
fn promises(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let found = ["待补", "待填"].into_iter().flat_map(|word| text.match_indices(word));
    let found =
        found.filter(|(at, _)| !text[..*at].ends_with(['有', '亟', '急', '尚', '仍', '还', '需']));
    let of_amounts = ["待定", "待核", "待核实", "待统计", "待确认", "待更新", "正在统计中", "暂缺"];
    let of_amounts = of_amounts.into_iter().flat_map(|word| text.match_indices(word));
    let of_amounts =
        of_amounts.filter(|(at, _)| text[..*at].ends_with(['金', '额', '款', '数', '率', '据']));
    found.chain(of_amounts).filter(|(at, word)| {
        text[at + word.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric())
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
            ("数据待补。【待补：案件数】", "数据待补 待补：案件数"),
            ("共受理（待核实）件", "待核实"),
            ("2024年X月×日，XX月", "X月 ×日 XX"),
            ("落实○○政策，○○万元，〇〇家，**万元，×万元，X件，占*%", "○○ ○○ 〇〇 ** × X *"),
            ("【数字】万元，[金额]元，（数）件", "数字 金额 数"),
            ("（数据待补充）（待财政局提供）（数据待定）", "数据待补充 待财政局提供 数据待定"),
            ("（待确认）（暂缺）（空）（请补充数据）", "待确认 暂缺 空 请补充数据"),
            ("【请财政局补充】（内容略）（？）（需核实）", "请财政局补充 内容略 ？ 需核实"),
            ("数据待核实。\n请在此处填写。", "数据待核实 请在此处填写"),
            ("资金待定，NaN件，资金#REF!万元，#N/A件", "待定 NaN #REF! #N/A"),
            ("见错误！未找到引用源。单击此处输入文字。", "错误！未找到引用源 单击此处输入文字"),
            (
                "推进（此处请司法局核）（此段删去）（张三：请核对）",
                "此处请司法局核 此段删去 张三：请核对",
            ),
            (
                "（李局：数据对吗？）推进（数字请再核）（同上年）",
                "李局：数据对吗？ 数字请再核 同上年",
            ),
            ("（征求意见稿）推行改革。\n（修改稿）", "征求意见稿 修改稿"),
            ("注：此段为去年内容，需要修改。内容同上。", "注：此段为去年内容，需要修改 内容同上"),
            ("第×届第X次会议，〔2025〕×号，增长×个百分点，×家单位、×个镇街", "× X × × × ×"),
            ("案件N件，案件——件，企业某家，活动？场", "N件 ——件 某家 ？场"),
            ("推进（请领导审定）（略）（这句要不要？）[批注1]", "请领导审定 略 这句要不要？ 批注1"),
            (
                "以上数据截至11月，年底更新。\n备注：数据未定稿。",
                "以上数据截至11月，年底更新 备注：数据未定稿",
            ),
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
            "一〇一室、二〇〇八年、**万元户**、**重点**、__重点__、3×4米、5 * 3个、1#楼",
            "（数据）、（数量）、公共数据（金额）、（空白）、（空间规划）、（请假）、[2024]5号",
            "（待遇保障）、（待人以诚）、（待报送市政府和区人大常委会审议）",
            "《办法》（征求意见稿）、裁量基准（送审稿）、（此处所称企业含个体工商户）、（请假制度）",
            "以企业为家、计量单位：家、企业“家”、（数据由区统计局提供）、同上年相比",
            "×个人案件、7×24小时、第1届、3×5家单位、张×个人",
            "（请携带证件）、（略有增长）、待查明后依法处理。空间规划已批复。请示办理及时。1#楼、C#语言",
        ] {
            assert!(open_places(text).is_empty(), "{text}");
        }
    }
}
