//! Places from which a number is missing, with its unit or sign left: 共拨付资金　　万元, 同比增长%,
//! 2025年月日, （ ）%.
//!
//! Where blanks stand in the place of the number, any measure word shows it. Where nothing does, the
//! words before the unit have to want a number, for 万元 and 次 are also parts of other words.

use std::ops::Range;

use crate::prose::measure;
use crate::text::is_han;
use crate::words;

/// Words behind which a unit cannot stand without a number.
const COUNTED: &str = "\
    会议 议题 活动 培训 讲座 检查 宣传 案件 纠纷 文件 企业 问题 建议 意见 线索 群众 人员 干部 单位 \
    部门 研究 召开 开展 受理 办理 审结 化解 制定 修订 解决 完成 组织 举办 走访";
/// Units that are told behind them: the others end words such as 建议件, 培训期 and 企业家.
const TOLD: &str = "次 个 宗";
/// Words of a unit's own, behind which it is no other word.
const TOLD_TOGETHER: &str =
    "案件件 文件件 文件份 问题条 建议条 意见条 单位家 议题项 讲座场 开展场 举办场 召开场";
/// Words for a sum, behind which a unit cannot stand either.
const SUMS: &str = "共 共计 合计 总计 累计";
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
            '（' | '(' | '【' | '[' | '［' => empty_brackets(text, at),
            '年' => day_of_year(text, at),
            '月' => day_of_month(text, at),
            _ if is_blank(c) => blank(text, at, before),
            '%' | '％' | '万' | '亿' | '元' => behind_rate_or_amount(text, at, before),
            _ if "件次家个场户起宗名项条份人".contains(c) => {
                behind_word(text, at, before)
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
    "零〇○一二三四五六七八九十百千万亿两几数多余半每各双第".contains(c)
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

/// 同比增长%, 下降个百分点, 拨付资金万元.
fn behind_rate_or_amount(
    text: &str,
    at: usize,
    before: Option<(usize, char)>,
) -> Option<Range<usize>> {
    let (start, last) = before?;
    let unit = unit(&text[at..])?;
    let end = at + unit.len();
    let is_gap = match unit {
        "%" | "％" => BEFORE_PERCENT.contains(last),
        "元" | "万元" | "亿元" => BEFORE_AMOUNT.contains(last) && ends(&text[end..]),
        _ => false,
    };
    is_gap.then_some(start..end)
}

/// 共召开会议次, 共计件.
fn behind_word(text: &str, at: usize, before: Option<(usize, char)>) -> Option<Range<usize>> {
    let (start, last) = before?;
    let unit = unit(&text[at..])?;
    let end = at + unit.len();
    if unit == "个百分点" {
        return BEFORE_PERCENT.contains(last).then_some(start..end);
    }
    let head = &text[..at];
    let of = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
    let ends_with = |list: &str| list.split_whitespace().any(|word| head.ends_with(word));
    let together = |pair: &str| pair.strip_suffix(unit).is_some_and(|word| head.ends_with(word));
    let is_sum = || ends_with(SUMS) && !["公共", "中共"].iter().any(|word| head.ends_with(word));
    let is_gap = of(TOLD, unit) && ends_with(COUNTED)
        || TOLD_TOGETHER.split_whitespace().any(together)
        || of(SUMMED, unit) && is_sum();
    (is_gap && ends(&text[end..])).then_some(start..end)
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

/// 3月日, where the year is written or not.
fn day_of_month(text: &str, at: usize) -> Option<Range<usize>> {
    let is_month = text[..at].ends_with(|c: char| c.is_ascii_digit());
    let rest = &text[at + '月'.len_utf8()..];
    let day = rest.trim_start_matches(is_blank).strip_prefix('日')?;
    (is_month && ends(day)).then(|| at..text.len() - day.len())
}

/// （ ）, 【】: nothing stands between the brackets.
fn empty_brackets(text: &str, at: usize) -> Option<Range<usize>> {
    let open = text[at..].chars().next()?;
    let inside = text[at + open.len_utf8()..].trim_start_matches(is_blank);
    let close = inside.chars().next().filter(|c| matches!(c, '）' | ')' | '】' | ']' | '］'))?;
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
        ] {
            let found: Vec<&str> = open_places(text).into_iter().map(|at| &text[at]).collect();
            assert_eq!(found, [""; 0], "{text}");
        }
    }
}
