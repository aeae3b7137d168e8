//! Places from which a number is missing, with its unit or sign left: 共拨付资金　　万元, 同比增长%,
//! 2025年月日, （ ）%, 第次会议; and where a mark or a word stands for it: 共拨付资金N万元.
//!
//! Where blanks stand in the place of the number, any measure word shows it. Where nothing does, the
//! words before the unit have to want a number, for 万元 and 次 are also parts of other words.

use std::ops::Range;

use super::{holds_place, is_numeral};
use crate::prose::{begins_other_word, measure};
use crate::text::is_han;
use crate::words;

/// Words behind which a unit cannot stand without a number.
const COUNTED: [&str; 37] = [
    "会议", "议题", "活动", "培训", "讲座", "检查", "宣传", "案件", "纠纷", "文件", "企业", "问题",
    "建议", "意见", "线索", "群众", "人员", "干部", "单位", "部门", "研究", "召开", "开展", "受理",
    "办理", "审结", "化解", "制定", "修订", "解决", "完成", "组织", "举办", "走访", "督察", "督查",
    "演练",
];
/// Units that are told behind them: the others end words such as 建议件, 培训期 and 企业家.
const TOLD: &str = "次 个 宗";
/// Words of a unit's own, behind which it is no other word.
const TOLD_TOGETHER: [&str; 40] = [
    "案件件",
    "文件件",
    "文件份",
    "文书份",
    "问题条",
    "建议条",
    "意见条",
    "单位家",
    "议题项",
    "讲座场",
    "开展场",
    "举办场",
    "召开场",
    "活动场",
    "培训场",
    "宣传场",
    "人员人",
    "人员名",
    "群众人",
    "干部人",
    "企业家次",
    "企业户次",
    "公开申请件",
    "信息条",
    "留言条",
    "关切条",
    "文件篇",
    "解读篇",
    "信息篇",
    "图解篇",
    "增加件",
    "增加次",
    "增加个",
    "增加条",
    "增加家",
    "减少件",
    "减少次",
    "减少个",
    "减少条",
    "减少家",
];
/// What was done, and units before what it was done to: 走访家企业.
const DONE: [&str; 25] = [
    "惠及", "走访", "服务", "受理", "新收", "办结", "审结", "办理", "化解", "调处", "查处", "检查",
    "培训", "帮扶", "慰问", "覆盖", "开展", "举办", "召开", "组织", "制定", "提出", "收集", "存在",
    "梳理",
];
const TOLD_BEFORE: [&str; 27] = [
    "家企业",
    "家单位",
    "户企业",
    "户商户",
    "户群众",
    "名群众",
    "名职工",
    "名学生",
    "名干部",
    "名党员",
    "件案件",
    "起案件",
    "宗案件",
    "件纠纷",
    "起纠纷",
    "件申请",
    "场活动",
    "场培训",
    "场讲座",
    "次会议",
    "条意见",
    "条建议",
    "项措施",
    "个问题",
    "条问题",
    "项问题",
    "个方面",
];
/// Words between what is counted and the number.
const ABOUT: &str = "余 近 约 达 共 仅";
/// Words for an amount that is still to come, or before it; 近万元 and 约万元 are amounts.
const FILLERS: &str = "余 为 某 某某 若干 多少 口口 数字 数据 待填 待定 待核";
/// Words for a sum, behind which a unit cannot stand either.
const SUMS: [&str; 5] = ["共", "共计", "合计", "总计", "累计"];
const SUMMED: &str = "件 次 家 个 场 户 起 宗 名 条 份 件次 人次 户次 家次 场次";
/// Units of one character that are no endings of words of time, place and office.
const PLAIN: &str = "件次家个场户起宗名项条份人元米亩吨批台辆篇处";
/// The last characters of the words that want a percentage, and of those that want an amount.
const BEFORE_PERCENT: &str = "长加升高涨降少低落滑比率为达到至了约近有过超占幅足仅于";
const BEFORE_AMOUNT: &str = "金额入出款费资贴助税值失共计";

/// The gaps of a text, in no order. One begins with the character before it.
pub(super) fn gaps(text: &str) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let mut before: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        let found = match c {
            '（' | '(' | '【' | '[' | '［' | '〔' | '《' | '“' => empty_brackets(text, at),
            '〕' | ']' | '）' => serial_of_document(text, at),
            '：' => label(text, at),
            '第' => which_one(text, at),
            '年' => day_of_year(text, at).or_else(|| month_of_year(text, at)),
            '月' => day_of_month(text, at).or_else(|| month_of_day(text, at)),
            _ if is_blank(c) => blank(text, at, before),
            '%' | '％' | '万' | '亿' | '元' => behind_rate_or_amount(text, at),
            _ if PLAIN.contains(c) => {
                behind_word(text, at, before).or_else(|| before_word(text, at))
            }
            _ => None,
        };
        gaps.extend(found);
        before = Some((at, c));
    }
    gaps
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

/// Whether a character writes a number, or says that there are several.
fn counts(c: char) -> bool {
    is_numeral(c) || "〇○百千万亿两几数多余半每各双第".contains(c)
}

fn ends_with_any(head: &str, words: &[&str]) -> bool {
    words.iter().any(|word| head.ends_with(word))
}

/// Whether no word goes on where a text begins.
fn ends(rest: &str) -> bool {
    rest.trim_start_matches(is_blank).chars().next().is_none_or(|c| !c.is_alphanumeric())
}

/// The unit that a text begins with.
fn unit(text: &str) -> Option<&str> {
    let signs = ["%", "％", "个百分点"];
    let sign = signs.into_iter().find(|sign| text.starts_with(sign));
    sign.or_else(|| measure(text))
        .filter(|unit| !unit.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Blanks between a word and a unit: 惠及企业　　家.
fn blank(text: &str, at: usize, before: Option<(usize, char)>) -> Option<Range<usize>> {
    let (start, last) = before.filter(|(_, c)| is_han(*c) && !counts(*c))?;
    let rest = text[at..].trim_start_matches(is_blank);
    let unit = unit(rest)?;
    let behind = &rest[unit.len()..];
    let end = text.len() - behind.len();
    let first = unit.chars().next()?;
    let is_plain = unit.chars().count() > 1 || matches!(first, '%' | '％') || PLAIN.contains(first);
    // 国 家 and 工 作 组 are words whose characters were spread.
    let is_spread = text[..start].ends_with(is_blank)
        || is_han(first) && words::parts(&format!("{last}{first}")).len() == 1;
    (is_plain && ends(behind) && !is_spread).then_some(start..end)
}

/// 同比增长%, 任务完成%, 拨付资金万元; 拨付资金N万元, 拨付资金为……万元.
fn behind_rate_or_amount(text: &str, at: usize) -> Option<Range<usize>> {
    let unit = unit(&text[at..])?;
    let (head, end) = (&text[..at], at + unit.len());
    let is_alone = || ends(&text[end..]);
    // （金额：万元）
    let is_note = || head.ends_with('：') && text[end..].starts_with('）');
    let is_gap = |last: char, is_next: bool| match unit {
        "%" | "％" => {
            let is_word = || is_han(last) && !counts(last) && is_alone() && !head.ends_with("单位");
            BEFORE_PERCENT.contains(last) || is_next && is_word()
        }
        "元" | "万元" | "亿元" => BEFORE_AMOUNT.contains(last) && is_alone() && !is_note(),
        _ => false,
    };
    [head, before_filler(head)].into_iter().find_map(|before| {
        let (start, last) = before.char_indices().next_back()?;
        is_gap(last, before.len() == at).then_some(start..end)
    })
}

/// A text without what stands at its end for a number that is still to come: N, ——, △, nan, 某.
fn before_filler(head: &str) -> &str {
    const LONGEST: usize = 10;
    // What parts clauses, holds a figure, or is told by itself: X万元.
    const OTHERS: &str = "，,。；、！\n/（）()【】[]{}｛｝";
    let is_filler =
        |c: char| !OTHERS.contains(c) && !holds_place(c) && !c.is_numeric() && !is_han(c);
    let marks = head.chars().rev().take(LONGEST).take_while(|c| is_filler(*c));
    let head = &head[..head.len() - marks.map(char::len_utf8).sum::<usize>()];
    let words = FILLERS.split_whitespace().filter_map(|word| head.strip_suffix(word));
    words.min_by_key(|bare| bare.len()).unwrap_or(head)
}

/// 联系电话：, （地址：；邮编：）: what a label leads to is missing.
fn label(text: &str, at: usize) -> Option<Range<usize>> {
    const LABELS: [&str; 8] =
        ["电话", "地址", "邮编", "邮政编码", "网址", "邮箱", "传真", "联系人"];
    let label = LABELS.iter().find(|label| text[..at].ends_with(**label))?;
    let end = at + '：'.len_utf8();
    let rest = text[end..].trim_start_matches(is_blank);
    let is_open =
        rest.trim_start_matches('\n').is_empty() || rest.starts_with(['；', '，', '）', '。']);
    is_open.then_some(at - label.len()..end)
}

/// A text without the sign at its end that stands for a number to come: 案件N, 案件——, 案件某.
fn before_sign(head: &str) -> Option<&str> {
    const SIGNS: &str = "NnA？?-－—–△▲■◇◆☆★@$";
    let bare = head.trim_end_matches(|c| SIGNS.contains(c));
    let sign = (bare.len() < head.len()).then_some(bare);
    sign.or_else(|| head.strip_suffix("某某")).or_else(|| head.strip_suffix('某'))
}

/// 共召开会议次, 共计件.
fn behind_word(text: &str, at: usize, before: Option<(usize, char)>) -> Option<Range<usize>> {
    let (start, last) = before?;
    let unit = unit(&text[at..])?;
    let end = at + unit.len();
    if unit == "个百分点" {
        return BEFORE_PERCENT.contains(last).then_some(start..end);
    }
    if !ends(&text[end..]) {
        return None;
    }
    let head = &text[..at];
    let of = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
    let together = |pair: &&str| pair.strip_suffix(unit).is_some_and(|word| head.ends_with(word));
    let about = || ABOUT.split_whitespace().filter_map(|word| head.strip_suffix(word));
    let is_sum = || ends_with_any(head, &SUMS) && !ends_with_any(head, &["公共", "中共"]);
    let is_gap = of(TOLD, unit) && ends_with_any(head, &COUNTED)
        || TOLD_TOGETHER.iter().any(together)
        || of(SUMMED, unit) && is_sum()
        || of(SUMMED, unit) && about().any(|head| ends_with_any(head, &COUNTED));
    let start = match before_sign(head) {
        Some(head) if of(SUMMED, unit) && ends_with_any(head, &COUNTED) => head.len(),
        _ if is_gap => start,
        _ => return None,
    };
    Some(start..end)
}

/// 惠及家企业, 受理件案件.
fn before_word(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    let pair = TOLD_BEFORE.iter().find(|pair| rest.starts_with(**pair))?;
    ends_with_any(&text[..at], &DONE).then(|| at..at + pair.len())
}

/// 示政办〔2025〕号
fn serial_of_document(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text[at..].trim_start_matches(['〕', ']', '）']);
    let behind = rest.trim_start_matches(is_blank).strip_prefix('号')?;
    let is_year = text[..at].ends_with(|c: char| c.is_ascii_digit());
    is_year.then(|| at..text.len() - behind.len())
}

/// 第次会议, 第条第款
fn which_one(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at + '第'.len_utf8()..];
    let counted = rest
        .trim_start_matches(is_blank)
        .strip_prefix(['次', '届', '条', '款', '项', '号', '期', '批'])?;
    // 次第, 等第, 门第 are words.
    let is_word = text[..at].ends_with(['次', '等', '门', '及', '落']);
    (!is_word).then(|| at..text.len() - counted.len())
}

/// 2025年月日, and 年　月　日 of a form.
fn day_of_year(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at + '年'.len_utf8()..];
    let month = rest.trim_start_matches(is_blank).strip_prefix('月')?;
    let day = month.trim_start_matches(is_blank).strip_prefix('日')?;
    let is_parted = text[at..text.len() - day.len()].contains(is_blank);
    (is_parted || text[..at].ends_with(|c: char| c.is_ascii_digit()))
        .then(|| at..text.len() - day.len())
}

/// 2025年月召开, 截至2025年月底, and a sentence that begins with 年，; 2025年月均 and 2025年月度 say something else.
fn month_of_year(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at + '年'.len_utf8()..];
    let begins = text[..at].chars().next_back().is_none_or(|c| matches!(c, '。' | '；' | '\n'));
    if begins && rest.starts_with('，') {
        return Some(at..at + '年'.len_utf8());
    }
    let month = rest.trim_start_matches(is_blank).strip_prefix('月')?;
    let goes_on = ['召', '举', '开', '印', '组', '起', '至', '到', '底', '末', '初', '份', '以'];
    let is_month = ends(month) || month.starts_with(goes_on);
    (is_month && text[..at].ends_with(|c: char| c.is_ascii_digit()))
        .then(|| at..text.len() - month.len())
}

/// 3月日, where the year is written or not, and 于月日, 在年月日.
fn day_of_month(text: &str, at: usize) -> Option<Range<usize>> {
    let head = &text[..at];
    let said = head.strip_suffix('年').unwrap_or(head);
    let is_said = said.ends_with(['于', '在', '至', '自']) && !said.ends_with("存在");
    let rest = &text[at + '月'.len_utf8()..];
    let day = rest.trim_start_matches(is_blank).strip_prefix('日')?;
    let is_month = head.ends_with(|c: char| c.is_ascii_digit()) || is_said;
    (is_month && !begins_other_word("日", day)).then(|| at..text.len() - day.len())
}

/// 于月15日, 2025年月15日; 每月15日 and 次月15日 are whole.
fn month_of_day(text: &str, at: usize) -> Option<Range<usize>> {
    let before = text[..at].trim_end().chars().next_back();
    let is_bare =
        before.is_none_or(|c| !c.is_alphanumeric() && c != '}' || "于在至自年".contains(c));
    let rest = &text[at + '月'.len_utf8()..];
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    (is_bare && behind.len() < rest.len() && behind.starts_with('日'))
        .then(|| at..at + '月'.len_utf8())
}

/// （ ）, 【】, 《》: nothing stands between the brackets.
fn empty_brackets(text: &str, at: usize) -> Option<Range<usize>> {
    let open = text[at..].chars().next()?;
    let inside = text[at + open.len_utf8()..].trim_start_matches(is_blank);
    let close = inside.chars().next().filter(|c| "）)】]］〕》”".contains(*c))?;
    let end = text.len() - inside.len() + close.len_utf8();
    // main() is the name of a function.
    let is_code = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == ']');
    (!is_code).then_some(at..end)
}

#[cfg(test)]
mod tests {
    use super::super::open_places;

    #[test]
    fn a_unit_without_its_number_is_seen() {
        for (text, expected) in [
            ("共拨付资金　　万元。", "金　　万元"),
            ("惠及企业   家，同比增长   %。", "业   家|长   %"),
            ("共召开会议 次，研究 个。", "议 次|究 个"),
            ("占比（ ）%，占【】%。", "（ ）|【】"),
            ("同比增长%，资金占比％，办结率达到%以上。", "长%|比％|到%"),
            ("同比增长个百分点。", "长个百分点"),
            ("共拨付资金万元，罚款元（其中补助亿元）。", "金万元|款元|助亿元"),
            ("共召开会议次，研究议题个，共计件。", "议次|题个|计件"),
            ("受理案件件，提出意见条，共场。", "件件|见条|共场"),
            ("2025年月日召开会议，3月日，", "年月日|月日"),
            ("2025年 月 日，　　年　月　日。", "年 月 日|年　月　日"),
            ("2025年3月日召开，于月日召开，在年月日召开。", "月日|月日|月日"),
            ("2025年月召开，截至2025年月底，于月15日，月3日召开", "年月|年月|月|月"),
            (
                "示财〔2025〕号，示财〔 〕1号，依据《》，第次会议，第条第款。",
                "〕号|〔 〕|《》|第次|第条|第款",
            ),
            (
                "任务完成%，资金N万元，款额——万元，资金为△万元，补助若干亿元",
                "成%|金N万元|额——万元|金为△万元|助若干亿元",
            ),
            ("资金余万元，资金：万元，资金nan万元，资金“”元", "金余万元|金：万元|金nan万元|金“”元"),
            ("较上年增加件，存在个问题。年，我区将继续", "加件|个问题|年"),
            ("（地址：；邮编：；电话：）联系电话：", "地址：|邮编：|电话：|电话："),
            (
                "组织活动场，培训人员人，惠及家企业、走访户群众，企业余家。",
                "动场|员人|家企业|户群众|余家",
            ),
        ] {
            let found: Vec<&str> = open_places(text).into_iter().map(|at| &text[at]).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
    }

    #[test]
    fn units_that_are_parts_of_other_words_want_no_number() {
        for text in [
            "百分比、百分之十、98%、｛率｝%、（单位：%）、以%表示、三%",
            "万元以上、万元户、奖励资金万元以上的、投入万元GDP、近亿元、数万元、上万元、资金单位：万元",
            "个案、次年、户外、逐年、逐月、签署年月日、月均、2025年月均、2025年月度、3月日均",
            "首次、再次、层次、档次、各个、逐个、企业家、专家、事项、奖项、法人、商户、市场、链条",
            "案件件有着落、会议次数、议题个数、问题个性、开展个案、群众个人、公共场所、和谐共处",
            "普法活动场次、检查户次、培训人次、培训期、建议件、线索件、转办件、从企业起",
            "国 家，专 家，案 件，加强 领导，再 次，示 例。一 个，每 家",
            "区司法局　　家庭教育，　　件件有着落，main()，[甲](乙)",
            "人大代表建议 3 件，办理 {{件}} 件",
            "每月15日、次月5日、当月日均、3月日常、2025年月报、出生年月日、工作日、次第条目",
            "罚款金额（万元）、（金额：万元）、资金/万元、资金1.5万元、款额{{款}}万元、资金数万元、罚款近万元",
            "联系电话：12345；地址：示例区，如下：，联系电话：\n12345",
            "单位考核等次、存在年月日不符、12\n月15日、（单位%）",
            "走访名企业家、服务家庭、惠及家家户户、受理件数、走访企业家、（第一次）、〔2025〕5号",
        ] {
            let found: Vec<&str> = open_places(text).into_iter().map(|at| &text[at]).collect();
            assert_eq!(found, [""; 0], "{text}");
        }
    }
}
