//! Words of another year than the report's: 2023年受理, 截至上年末, 比2023年增加.

use std::ops::Range;

use super::period::{Period, behind_mean, behind_period};
use super::{FALLS, RISES, counted, holds_any};
use crate::text::is_han;
use crate::words;

/// What between a year and a figure says that the figure is none of that year.
const OTHERWISE: &str = "\
    全年 的 以来 以后 以前 起 前 后 底 末 初 至 到 比 较 相 同期 结转 遗留 积案 未 反馈 印发 考核 评 督 审计 部署 要求 \
    决算 预算 \
    计划 规划 预计 力争 目标 拟 将";

/// Words of a change that say one only behind what it is compared with: 比上年多, but 多 alone not.
const MORE: &str = "多出 多了 少了 增了 减了 净增 净减 新增 多 少 增 减 升 降";

/// What is done all the year: so what was done of it in a part of the year is not all. Inspections and campaigns may
/// all fall into a part.
const ALL_YEAR: [&str; 12] = [
    "受理", "办理", "办结", "审结", "化解", "接待", "调解", "接听", "立案", "新收", "收到", "接到",
];

/// What is done in a year and counted by it: 2023年查处{{…}}. What is built or issued stays.
const DONE: &str = "\
    收到 接到 受理 办理 办结 查处 拆除 收缴 拨付 兑现 发放 实现 完成 开展 举办 组织 培训 调解 审查 接待 新增";

/// Characters between 每件 and a figure that is its mean.
const NEAR_MEAN: usize = 6;

/// Words that end in 到 and are no end of a time.
const REACHED: [&str; 4] = ["收到", "接到", "达到", "得到"];

/// What is done each year, so that several years had more of it.
const EACH_YEAR: [&str; 8] = ["开展", "举办", "组织", "查处", "检查", "处罚", "审查", "培训"];

/// Words before a name that do not say that something was done: 行政检查, 全区累计检查.
const PLAIN: &str = "\
    全区 全市 全县 全省 全系统 我区 我市 我县 各类 行政 累计 合计 共计 总计 共 总";

/// Where a year other than this one begins, with which a text ends: 2023年, 上年.
pub(super) fn ends_in_year(text: &str, year: i32) -> Option<usize> {
    let rest = text.strip_suffix('年')?;
    if let Some(head) =
        ["上一", "上", "去", "前", "往", "明"].iter().find_map(|word| rest.strip_suffix(word))
    {
        return Some(head.len());
    }
    let head = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &rest[head.len()..];
    let is_other = digits.len() == 4
        && digits.parse::<i32>().is_ok_and(|typed| (1900..2100).contains(&typed) && typed != year);
    is_other.then_some(head.len())
}

/// The time with which the clause begins in which a figure is what its name says: 2023年受理{{…受理数}},
/// 截至2023年底，受理{{…受理数}}.
pub(super) fn time_of_clause(text: &str, year: i32, name: &str) -> Option<Range<usize>> {
    const MARKS: [char; 4] = ['：', '、', '（', '('];
    let start =
        text.rfind(MARKS).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let clause = text.get(start..)?;
    let (time, rest) = clause.match_indices('年').find_map(|(at, _)| {
        let end = start + at + '年'.len_utf8();
        let time = start + ends_in_year(text.get(start..end)?, year)?..end;
        // It begins the sentence or a clause of it.
        let begins =
            |before: &str| before.is_empty() || before.ends_with('，') || before.ends_with(MARKS);
        let before = text.get(..time.start)?;
        let rest = text.get(end..)?;
        if begins(before) || before.ends_with('在') {
            // 2024年末 is a time of that year; 2024年底前 says when something was due.
            let rest = rest.strip_prefix(['底', '末']).unwrap_or(rest);
            let end = if rest.starts_with('度') { time.end } else { text.len() - rest.len() };
            return Some((time.start..end, rest));
        }
        // 截至2023年底 and 截至去年年末 are times of that year.
        let start = ["截至", "截止到", "截止"].iter().find_map(|word| before.strip_suffix(word))?;
        let rest = ["年底", "年末", "底", "末", "12月底", "12月末", "12月31日"]
            .iter()
            .find_map(|word| rest.strip_prefix(word))?;
        begins(start).then_some((start.len()..text.len() - rest.len(), rest))
    })?;
    let clause = rest.strip_prefix('度').unwrap_or(rest);
    let of_year = clause.strip_prefix('的').is_some_and(|clause| is_plain_name(clause, name));
    let clause = clause.strip_prefix('，').unwrap_or(clause);
    (of_year || is_done(clause, name) || leads_to(clause, name)).then_some(time)
}

/// Whether a clause begins with what is done in a year: 共受理.
fn begins_done(clause: &str) -> bool {
    let bare = PLAIN.split_whitespace().find_map(|word| clause.strip_prefix(word));
    let bare = bare.unwrap_or(clause);
    is_plain_clause(bare) && DONE.split_whitespace().any(|word| bare.starts_with(word))
}

/// Whether a clause says that something of a name was done, or speaks of what it counts.
fn is_done(clause: &str, name: &str) -> bool {
    let bare = clause.strip_prefix("全年").unwrap_or(clause);
    let bare = PLAIN.split_whitespace().find_map(|word| bare.strip_prefix(word)).unwrap_or(bare);
    let mut pairs = bare.char_indices().filter_map(|(at, first)| {
        let next = bare.get(at + first.len_utf8()..)?.chars().next()?;
        bare.get(at..at + first.len_utf8() + next.len_utf8())
    });
    begins_done(bare) || is_plain_clause(bare) && pairs.any(|pair| name.contains(pair))
}

/// The part of the year, the years or the mean with which the clause begins in which a figure is what its name
/// says: 上半年受理{{…受理数}}, 截至6月底，受理{{…受理数}}, 日均受理{{…受理数}}; or the mean right before it, as in 户均{{…}}.
pub(super) fn other_period(text: &str, year: i32, name: &str) -> Option<(Period, Range<usize>)> {
    let start = text
        .rfind(['：', '（', '('])
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let clauses = text.get(start..)?.match_indices('，').map(|(at, mark)| start + at + mark.len());
    let begun = std::iter::once(start).chain(clauses).find_map(|start| {
        let clause = text.get(start..)?;
        let clause = clause.strip_prefix("其中").unwrap_or(clause);
        let (period, rest) = behind_period(clause, year)?;
        let time = text.len() - clause.len()..text.len() - rest.len();
        // （1—11月），受理
        let rest = rest.strip_prefix(['）', ')']).unwrap_or(rest);
        let rest = rest.strip_prefix('，').unwrap_or(rest);
        let holds = |words: &[&str]| words.iter().any(|word| rest.contains(word));
        // 上半年和下半年合计受理 is all of the year.
        let is_one = !rest.contains(['、', '和', '与', '及']);
        let is_less = || rest.is_empty() || holds(&ALL_YEAR) || is_plain_name(rest, name);
        let is_told = match period {
            // 每个司法所对应一个调委会 is no mean of the figure behind it.
            Period::Mean => is_time(&text[time.clone()]) || is_short(rest),
            Period::Part | Period::OtherYear => is_one && is_less(),
            Period::Years => is_one && (is_less() || holds(&EACH_YEAR)),
        };
        // 人均评查: what is so short is said of the figure.
        let is_mean = || period == Period::Mean && is_short(rest) && !rest.contains('，');
        let is_of_figure =
            rest.is_empty() || is_mean() || leads_to(rest, name) || begins_done(rest);
        (is_told && is_of_figure).then_some((period, time))
    });
    begun.or_else(|| Some((Period::Mean, mean_at_end(text)?)))
}

fn is_short(rest: &str) -> bool {
    rest.chars().count() <= NEAR_MEAN
}

/// Whether a mean is one of a time, 每月 and not 每件.
fn is_time(mean: &str) -> bool {
    mean.contains("平均")
        || ["天", "日", "周", "月", "季", "年"].iter().any(|word| mean.contains(word))
}

/// 罚没收入每件, 户均: a mean with which a text ends.
fn mean_at_end(text: &str) -> Option<Range<usize>> {
    const LONGEST: usize = 8;
    let bare = text.trim_end_matches(['约', '达', '为']);
    let starts = bare.char_indices().rev().take(LONGEST).map(|(at, _)| at);
    let is_mean =
        |at: &usize| bare.get(*at..).and_then(behind_mean) == Some("") && !is_adverb(text, *at);
    starts.filter(is_mean).last().map(|at| at..bare.len())
}

/// Whether a mean is the end of a word and 均 of another: 案件均为, 文件均.
fn is_adverb(text: &str, at: usize) -> bool {
    let (before, mean) = text.split_at(at);
    let Some(last) = before.chars().next_back().filter(|c| is_han(*c)) else { return false };
    let mut characters = mean.chars();
    let (Some(unit), Some('均')) = (characters.next(), characters.next()) else { return false };
    characters.next() == Some('为')
        || unit == '件' && words::parts(&format!("{last}{unit}")).len() == 1
}

/// Whether a clause is a name and nothing more: 行政检查 of 检查数.
fn is_plain_name(clause: &str, name: &str) -> bool {
    let plain = |mut text: &str| {
        while let Some(rest) = PLAIN.split_whitespace().find_map(|word| text.strip_prefix(word)) {
            text = rest;
        }
        counted(text).to_owned()
    };
    let named = plain(name);
    named.chars().nth(1).is_some() && plain(clause) == named
}

/// Whether a clause is short and names no other time.
fn is_plain_clause(rest: &str) -> bool {
    const LONGEST: usize = 16;
    let mut bare = rest.to_owned();
    for word in REACHED {
        bare = bare.replace(word, "");
    }
    rest.chars().count() <= LONGEST
        && !rest.contains(['，', '《', '“'])
        && !rest.contains(|c: char| c.is_ascii_digit())
        && !holds_any(&bare, OTHERWISE)
}

/// Whether a clause says a figure to be what its name says: its last word is one of the name.
fn leads_to(rest: &str, name: &str) -> bool {
    let verb = rest.trim_end_matches(['了', '共', '计', '达', '为', '是', '总', '有']);
    let start = verb.char_indices().rev().nth(1).map(|(at, _)| at);
    start.and_then(|start| verb.get(start..)).is_some_and(|word| name.contains(word))
        && is_plain_clause(rest)
}

/// Where the words begin that make a figure a change on a year: 比上年多, 较2023年减少, 比去年多受理{{…受理数}};
/// and whether that year is the one before this one.
pub(super) fn changed_on_year(text: &str, year: i32, name: &str) -> Option<(usize, bool)> {
    let start = text
        .rfind(['，', '：', '、', '（', '('])
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    text.get(start..)?.match_indices(['比', '较']).find_map(|(at, word)| {
        let at = start + at;
        let rest = text.get(at + word.len()..)?;
        let (rest, is_last) = behind_year(rest, year)?;
        let rest = ["大幅", "略", "均", "又", "共", "再"]
            .iter()
            .find_map(|adverb| rest.strip_prefix(adverb))
            .unwrap_or(rest);
        let mut words = [RISES, FALLS, MORE].into_iter().flat_map(str::split_whitespace);
        let rest = words.find_map(|word| rest.strip_prefix(word))?;
        let rest = rest.strip_prefix('了').unwrap_or(rest);
        (rest.is_empty() || name.contains(rest)).then_some((at, is_last))
    })
}

/// What stands behind a year other than this one with which a text begins, and whether it is the one before.
fn behind_year(text: &str, year: i32) -> Option<(&str, bool)> {
    let end = text.find('年').filter(|at| *at <= 6)? + '年'.len_utf8();
    let said = text.get(..end)?;
    if ends_in_year(said, year)? != 0 {
        return None;
    }
    let is_last = match said.trim_end_matches('年').parse::<i32>() {
        Ok(typed) => typed + 1 == year,
        Err(_) => !matches!(said, "前年" | "往年"),
    };
    let rest = text.get(end..)?;
    let rest = ["同期", "全年", "年底", "年末", "度", "底", "末"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    Some((rest.strip_prefix("相比").unwrap_or(rest), is_last))
}

#[cfg(test)]
mod tests {
    use super::super::Head;
    use super::*;

    #[test]
    fn a_year_that_a_figure_is_said_to_be_of() {
        let said = |text: &str| {
            let head = Head::new(text).text;
            time_of_clause(&head, 2024, "矛盾纠纷受理数").map(|time| head[time].to_owned())
        };
        for (text, time) in [
            ("2023年受理", "2023年"),
            ("办结。2023年全区共受理", "2023年"),
            ("2023年，全区受理矛盾纠纷", "2023年"),
            ("去年受理", "去年"),
            ("前年受理", "前年"),
            ("2025年受理", "2025年"),
            ("其中，上年度受理", "上年"),
            ("截至2023年底，受理", "截至2023年底"),
            ("截至上年末，全区共受理", "截至上年末"),
            ("办结，截至去年年底受理", "截至去年年底"),
            ("截至2023年12月31日，受理", "截至2023年12月31日"),
            ("2023年收到矛盾", "2023年"),
            ("2023年查处", "2023年"),
            ("2023年全年办理矛盾纠纷", "2023年"),
            ("去年共接到矛盾", "去年"),
            ("2023年末矛盾存续", "2023年末"),
            ("上年度办结", "上年"),
            ("上年度，共办结", "上年"),
            ("上年度纠纷化解", "上年"),
            ("上年度的矛盾纠纷受理", "上年"),
            ("往年受理", "往年"),
        ] {
            assert_eq!(said(text).as_deref(), Some(time), "{text}");
        }
        for text in [
            "2024年受理",
            "2023年以来累计受理",
            "自2023年起受理",
            "截至2024年底，受理",
            "截至2023年底的积案，受理",
            "截至目前，受理",
            "截至2023年11月底，受理",
            "2025年计划受理",
            "以前年度受理",
            "2023年启用的平台受理",
            "2023年启动改革，受理",
            "2021—2023年受理",
            "2023年12月受理",
            "2023年{{甲}}，受理",
            "对2023年办理",
            "2023年结转、今年受理",
            "2023年度决算公开",
            "2023年建成平台",
            "2023年底前完成",
            "2023年收到的矛盾",
            "与2023年相比，受理",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn a_part_of_the_year_that_a_figure_is_said_to_be_of() {
        let said = |text: &str| {
            let head = Head::new(text).text;
            let part = other_period(&head, 2024, "矛盾纠纷受理数");
            part.map(|(_, part)| head[part].to_owned())
        };
        for (text, part) in [
            ("上半年受理", "上半年"),
            ("2024年上半年，全区共受理", "2024年上半年"),
            ("办结。一季度受理矛盾纠纷", "一季度"),
            ("月均化解矛盾", "月均"),
            ("其中，前三季度受理", "前三季度"),
            ("截至6月底，受理", "截至6月底"),
            ("截至2024年9月30日，受理", "截至2024年9月30日"),
            ("日均受理", "日均"),
            ("平均每月受理", "平均每月"),
            ("截至11月底，受理", "截至11月底"),
            ("今年以来（1—9月），受理", "1—9月"),
            ("1—11月，全区受理矛盾纠纷", "1—11月"),
            ("五年来累计受理", "五年来"),
            ("近三年开展矛盾纠纷", "近三年"),
            ("1—11月，矛盾纠纷受理", "1—11月"),
            ("受理矛盾纠纷每月", "每月"),
            ("罚没收入平均每户", "平均每户"),
            ("罚没收入户均达", "户均"),
            ("人均办结", "人均"),
            ("人均评查", "人均"),
            ("平均每村调解员", "平均每村"),
            ("三年累计受理", "三年"),
            ("平均每所办结", "平均每所"),
            ("每万人办结", "每万人"),
            ("本届政府以来，办结", "本届政府以来"),
            ("迄今累计办结", "迄今累计"),
            ("其中一季度", "一季度"),
            ("2023年上半年，受理", "2023年上半年"),
            ("2023年1月至12月，共受理", "2023年1月至12月"),
            ("2023年1月1日至12月31日，受理", "2023年1月1日至12月31日"),
            ("截至2023年12月，受理", "截至2023年12月"),
            ("去年同期受理", "去年同期"),
            ("2023年以来，共受理", "2023年以来"),
            ("自2023年7月起，累计受理", "自2023年7月起"),
        ] {
            assert_eq!(said(text).as_deref(), Some(part), "{text}");
        }
        for text in [
            "全年受理",
            "截至12月底，受理",
            "截至目前，受理",
            "截至10月底完成整改，全年受理",
            "“十四五”期间规划的平台，全年受理",
            "“十四五”期间建成平台，受理",
            "每月召开例会，全年化解",
            "1—12月，受理",
            "上半年建成中心，全年受理",
            "上半年启用的平台受理",
            "自下半年起受理",
            "每季度通报，全年受理",
            "一季度部署、全年受理",
            "上半年，全年累计受理",
            "上半年集中整治矛盾纠纷",
            "上半年和下半年合计受理",
            "上半年、下半年共受理",
            "日均客流居前，受理",
            "每个司法所对应一个矛盾纠纷受理",
            "应诉案件和出庭案件均为",
            "案件均",
            "负责人均为",
            "2023年7月启用的平台受理",
            "2023年以来建成平台，受理",
            "2024年以来受理",
            "自2024年3月起受理",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn a_change_that_a_figure_is_said_to_be() {
        let said = |text: &str| changed_on_year(text, 2024, "矛盾纠纷受理数");
        for (text, is_last) in [
            ("比上年多", true),
            ("比上年少", true),
            ("较去年多出", true),
            ("比上年净增", true),
            ("案件比上年新增", true),
            ("受理，比2023年增加了", true),
            ("较2020年减少", false),
            ("比前年多", false),
            ("较2023年同期增加", true),
            ("比去年多受理", true),
            ("较上年增加受理", true),
        ] {
            assert_eq!(said(text).map(|(_, is_last)| is_last), Some(is_last), "{text}");
        }
        for text in [
            "受理",
            "比2024年多",
            "比上年增加到",
            "比上年多，受理",
            "比上年的",
            "比上年增加一倍，达",
            "比上年更多地受理",
            "比邻年",
            "较上年提高效率，受理",
            "比例",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
