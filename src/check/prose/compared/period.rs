//! Times with which a clause begins and that are not the report's whole year: 1—11月, 截至10月底, 五年来; and
//! means, such as 每月 and 户均. Each function gives what stands behind such a time.

use crate::number::read_chinese;
use crate::prose::measure;
use crate::text::is_han;

/// A time that is not the year as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    /// A part of the year.
    Part,
    /// Another year, or a part of it.
    OtherYear,
    /// Several years.
    Years,
    /// A mean of a part of the year, or of one of what is counted.
    Mean,
}

/// Words for a part of the year.
const PARTS: &str = "上半年 下半年 本季度 上季度 上个季度 当季 本月 当月 上月 上个月";

/// The time with which a text begins, and what stands behind it.
pub(super) fn behind_period(text: &str, year: i32) -> Option<(Period, &str)> {
    let part = behind_part(text, year).map(|rest| (Period::Part, rest));
    let other = || behind_other_year(text, year).map(|rest| (Period::OtherYear, rest));
    let years = || behind_years(text, year).map(|rest| (Period::Years, rest));
    let mean = || behind_mean(text).map(|rest| (Period::Mean, rest));
    part.or_else(other).or_else(years).or_else(mean)
}

fn behind<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    words.split_whitespace().find_map(|word| text.strip_prefix(word))
}

fn without<'t>(text: &'t str, words: &str) -> &'t str {
    behind(text, words).unwrap_or(text)
}

/// A number below 100 with which a text begins.
fn number(text: &str) -> Option<(u32, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match rest.len() == text.len() {
        true => text.trim_start_matches(|c| "一二三四五六七八九十两".contains(c)),
        false => rest,
    };
    let typed = &text[..text.len() - rest.len()];
    let value = typed.parse().ok().or_else(|| match typed {
        "两" => Some(2),
        _ => read_chinese(typed)?.parse().ok(),
    });
    value.filter(|value| (1..100).contains(value)).map(|value| (value, rest))
}

/// What joins the two ends of a range: 1—11月, 一至三季度.
fn behind_joint(text: &str) -> Option<&str> {
    text.strip_prefix(['—', '－', '–', '-', '~', '～', '至', '到'])
}

/// The first and the last number of a range, or the only one twice; each may have words around it.
fn range<'t>(text: &'t str, before: &str, between: &str) -> Option<(u32, u32, &'t str)> {
    let (first, rest) = number(without(text, before))?;
    let next = behind_joint(without(rest, between)).and_then(|rest| number(without(rest, before)));
    Some(match next {
        Some((last, rest)) => (first, last, rest),
        None => (first, first, rest),
    })
}

/// 上半年, 前三季度, 1—11月, 截至10月底.
fn behind_part<'t>(text: &'t str, year: i32) -> Option<&'t str> {
    let of_this_year = |text: &'t str| {
        let rest = text.strip_prefix(year.to_string().as_str());
        let rest = rest.and_then(|rest| rest.strip_prefix('年'));
        let rest = rest.unwrap_or_else(|| without(text, "今年 本年度 本年 当年"));
        // 今年以来至10月底
        rest.strip_prefix("以来").filter(|end| end.starts_with(['至', '到'])).unwrap_or(rest)
    };
    if let Some(rest) = behind(text, "截至 截止到 截止") {
        return behind_day(of_this_year(rest), true);
    }
    let text = of_this_year(text);
    if let Some(rest) = behind(text, "至 到") {
        return behind_day(of_this_year(rest), false);
    }
    let rest = behind(text, PARTS).or_else(|| behind_quarters(text));
    let rest = rest.or_else(|| behind_months(text)).or_else(|| behind_day(text, false));
    rest.map(|rest| without(rest, "期间 间 内 里"))
}

/// 2023年上半年, 2023年1—12月, 截至2023年6月底, 去年同期.
fn behind_other_year(text: &str, year: i32) -> Option<&str> {
    const WHOLE: &str = "1月1日至12月31日 1月1日—12月31日 同期";
    let until = behind(text, "截至 截止到 截止");
    let text = until.unwrap_or(text);
    let said = four_digits(text).filter(|(typed, _)| *typed != year);
    let said = said.and_then(|(_, rest)| rest.strip_prefix('年'));
    let rest = said.or_else(|| behind(text, "上年 去年 上一年 前年"))?;
    let rest = rest.strip_prefix('度').unwrap_or(rest);
    if until.is_some() {
        return days(rest, true).map(|(_, rest)| rest);
    }
    let months = || months(rest).map(|(_, rest)| rest);
    let part =
        behind(rest, WHOLE).or_else(|| behind(rest, PARTS)).or_else(|| behind_quarters(rest));
    part.or_else(months).map(|rest| without(rest, "期间 间 内 里"))
}

/// 一季度, 前三个季度, 一至三季度.
fn behind_quarters(text: &str) -> Option<&str> {
    let front = text.strip_prefix('前');
    let (first, last, rest) = range(front.unwrap_or(text), "第", "季度 季")?;
    let rest = rest.strip_prefix('个').unwrap_or(rest).strip_prefix("季度")?;
    let first = if front.is_some() { 1 } else { first };
    ((first, last) != (1, 4)).then_some(rest)
}

/// 11月, 1—11月, 前11个月, and not the whole year.
fn behind_months(text: &str) -> Option<&str> {
    months(text).filter(|(months, _)| *months != (1, 12)).map(|(_, rest)| rest)
}

/// The first and the last of some months; 3月12日 is a day.
fn months(text: &str) -> Option<((u32, u32), &str)> {
    let front = text.strip_prefix('前');
    let (first, last, rest) = range(front.unwrap_or(text), "", "月份 月")?;
    let rest = match front {
        Some(_) => rest.strip_prefix("个月")?,
        None => without(rest.strip_prefix('月')?, "份"),
    };
    let first = if front.is_some() { 1 } else { first };
    let is_day = rest.starts_with(|c: char| c.is_ascii_digit() || "底末初上中下".contains(c));
    (!is_day).then_some(((first, last), rest))
}

/// The end of a month; that of December is the year's own.
fn behind_day(text: &str, is_until: bool) -> Option<&str> {
    days(text, is_until).filter(|(day, _)| *day < (12, 31)).map(|(_, rest)| rest)
}

/// The month and the day of 10月底 or 10月31日; behind 截至 also of 10月.
fn days(text: &str, is_until: bool) -> Option<((u32, u32), &str)> {
    let (month, rest) = number(text)?;
    let rest = rest.strip_prefix('月')?;
    let (day, rest) = match (behind(rest, "底前 底 末"), number(rest)) {
        (Some(rest), _) => (31, rest),
        (None, Some((day, rest))) if is_until => (day, rest.strip_prefix('日')?),
        (None, _) if is_until => (31, without(rest, "份")),
        (None, _) => return None,
    };
    (month <= 12).then_some(((month, day), rest))
}

/// 五年来, 近三年, “十四五”期间, 2021—2025年, 2021年以来, 自2021年7月起.
fn behind_years(text: &str, year: i32) -> Option<&str> {
    let since = text.strip_prefix('自').unwrap_or(text);
    if let Some((first, rest)) = four_digits(since) {
        let rest = rest.strip_prefix('年');
        let month = rest.and_then(|rest| number(rest)?.1.strip_prefix('月'));
        if let Some(rest) = month.or(rest).and_then(|rest| behind(rest, "以来 起")) {
            return (first < year).then_some(rest);
        }
        let range = behind_joint(rest.unwrap_or(without(text, &first.to_string())));
        if let Some((last, rest)) = range.and_then(four_digits) {
            return (first < last)
                .then(|| without(rest.strip_prefix('年').unwrap_or(rest), "期间 间"));
        }
        return None;
    }
    let since = behind_plan(text).or_else(|| behind_beginning(text));
    if let Some(rest) = since
        .or_else(|| behind(text, "历年来 历年 近年来 近几年来 近几年 近些年来 迄今累计 至今累计"))
    {
        return Some(rest);
    }
    let recent = behind(text, "近 过去 最近 这");
    let (count, rest) = number(recent.unwrap_or(text))?;
    let rest = without(rest, "多").strip_prefix('年')?;
    let (is_half, rest) = match rest.strip_prefix('半') {
        Some(rest) => (true, rest),
        None => (false, without(rest, "多")),
    };
    let after = behind(rest, "以来 来 间").or(rest.starts_with("累计").then_some(rest));
    let is_several = count > 1 || is_half;
    let rest = after.or(recent.map(|_| rest))?;
    is_several.then_some(rest)
}

/// A year in digits.
fn four_digits(text: &str) -> Option<(i32, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let typed = &text[..text.len() - rest.len()];
    let value = typed.parse().ok().filter(|_| typed.len() == 4)?;
    (1900..2100).contains(&value).then_some((value, rest))
}

/// “十四五”期间, “八五”普法以来
fn behind_plan(text: &str) -> Option<&str> {
    let text = text.strip_prefix('“').unwrap_or(text);
    let rest = text.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let name = &text[..text.len() - rest.len()];
    let is_plan = name.ends_with('五') && name.chars().nth(1).is_some();
    let rest = without(rest.strip_prefix('”').unwrap_or(rest), "规划 普法");
    behind(rest.strip_prefix('”').unwrap_or(rest), "期间 以来 时期").filter(|_| is_plan)
}

/// 中心成立以来累计, 自改革以来，累计, 中心成立至今累计: what began in this year has no more than the year's, so 累计 must stand
/// there, but what was counted before that began (本届政府以来) is never the year's.
fn behind_beginning(text: &str) -> Option<&str> {
    const BEGUN: &str = "成立 组建 设立 建成 挂牌 启用 运行 上线 开通 改革 施行 实施 启动 大";
    const OF_ALL: &str = "党代会 本届政府 换届 机构改革";
    const LONGEST: usize = 12;
    let end = ["以来", "至今"].iter().find_map(|word| text.find(word))?;
    let (head, rest) = (text.get(..end)?, text.get(end + "以来".len()..)?);
    let is_name = head.chars().all(|c| is_han(c) || matches!(c, '“' | '”'))
        && head.chars().nth(LONGEST).is_none();
    let is_begun = BEGUN.split_whitespace().any(|word| head.ends_with(word));
    let is_summed = rest.strip_prefix('，').unwrap_or(rest).starts_with("累计");
    // 党的二十大
    let is_congress = head
        .strip_suffix('大')
        .is_some_and(|head| head.ends_with(|c| "一二三四五六七八九十".contains(c)));
    let is_of_all = is_congress || OF_ALL.split_whitespace().any(|word| head.ends_with(word));
    (is_name && (is_of_all || is_begun && is_summed)).then_some(rest)
}

/// 每月, 平均每天, 月均, 户均, 每件, 平均每户.
pub(super) fn behind_mean(text: &str) -> Option<&str> {
    const TIMES: &str = "季度 工作日 天 日 周 月 季 年";
    const OF_EACH: &str = "日均 月均 周均 季均 年均 人均 户均 件均 亩均 村均 案均 镇均 所均";
    const PLACES: &str = "村 镇 乡 街道 社区 司法所 律师 企业 单位 部门";
    if let Some(rest) = behind(text, OF_EACH) {
        return Some(rest);
    }
    let mean = text.strip_prefix("平均");
    let each = mean.unwrap_or(text).strip_prefix('每')?;
    let time = behind(each.strip_prefix('个').unwrap_or(each), TIMES);
    // 每万人, 每百件
    let counted = each.trim_start_matches(['十', '百', '千', '万']);
    let of_place = || mean.and_then(|_| behind(each, PLACES));
    let rest = time.or_else(of_place).or_else(|| counted.strip_prefix(measure(counted)?))?;
    Some(without(rest, "平均"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text begins with, and what kind of time that is.
    fn said(text: &str) -> Option<(Period, &str)> {
        let (period, rest) = behind_period(text, 2024)?;
        Some((period, &text[..text.len() - rest.len()]))
    }

    #[test]
    fn a_time_that_is_not_the_whole_year() {
        for (text, time) in [
            ("1—11月，受理", "1—11月"),
            ("1至10月受理", "1至10月"),
            ("1月至11月受理", "1月至11月"),
            ("今年1-9月受理", "今年1-9月"),
            ("2024年1—11月份，", "2024年1—11月份"),
            ("前11个月受理", "前11个月"),
            ("前十一个月受理", "前十一个月"),
            ("一至三季度受理", "一至三季度"),
            ("第一至第三季度受理", "第一至第三季度"),
            ("前三季度受理", "前三季度"),
            ("四季度受理", "四季度"),
            ("截至10月底，", "截至10月底"),
            ("截至2024年11月，", "截至2024年11月"),
            ("截至9月30日，", "截至9月30日"),
            ("截至12月20日，", "截至12月20日"),
            ("至6月底受理", "至6月底"),
            ("6月底前受理", "6月底前"),
            ("12月份受理", "12月份"),
            ("本月受理", "本月"),
            ("今年以来至10月底，", "今年以来至10月底"),
        ] {
            assert_eq!(said(text), Some((Period::Part, time)), "{text}");
        }
        for (text, time) in [
            ("五年来累计", "五年来"),
            ("近三年共", "近三年"),
            ("一年半来受理", "一年半来"),
            ("“十四五”期间受理", "“十四五”期间"),
            ("“八五”普法以来，累计", "“八五”普法以来"),
            ("“八五普法”以来，累计", "“八五普法”以来"),
            ("中心成立以来，累计受理", "中心成立以来"),
            ("自改革以来累计受理", "自改革以来"),
            ("党的二十大以来，累计", "党的二十大以来"),
            ("党的二十大以来，受理", "党的二十大以来"),
            ("机构改革以来受理", "机构改革以来"),
            ("中心成立至今累计受理", "中心成立至今"),
            ("迄今累计受理", "迄今累计"),
            ("历年累计受理", "历年"),
            ("近年来，共受理", "近年来"),
            ("2021—2025年受理", "2021—2025年"),
            ("2021年至2024年，", "2021年至2024年"),
            ("2021年以来受理", "2021年以来"),
            ("自2023年7月起受理", "自2023年7月起"),
        ] {
            assert_eq!(said(text), Some((Period::Years, time)), "{text}");
        }
        for (text, time) in [
            ("每月受理", "每月"),
            ("平均每个工作日受理", "平均每个工作日"),
            ("户均", "户均"),
            ("每件", "每件"),
            ("每天平均受理", "每天平均"),
            ("每万人受理", "每万人"),
        ] {
            assert_eq!(said(text), Some((Period::Mean, time)), "{text}");
        }
    }

    #[test]
    fn a_time_that_may_be_the_whole_year() {
        for text in [
            "全年受理",
            "1—12月，受理",
            "一至四季度受理",
            "前12个月",
            "截至12月底，",
            "截至2024年12月31日，",
            "截至12月，",
            "至12月底，",
            "截至目前，",
            "2024年受理",
            "2024年以来受理",
            "今年以来受理",
            "中心成立以来，受理",
            "自2024年3月起受理",
            "3月12日召开",
            "一年来受理",
            "三年行动",
            "十五分钟",
            "每一件",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
