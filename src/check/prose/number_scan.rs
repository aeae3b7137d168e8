//! The numbers of a text that stand before a unit.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::number::Quantity;
use crate::text::ascii_digit;

/// `24家`: a number and the unit that follows it.
#[derive(Debug, PartialEq)]
pub(super) struct TypedNumber<'a> {
    /// 3万余人次 is 30000 人次.
    pub(super) value: Decimal,
    pub(super) unit: &'a str,
    /// Bytes of the text, from the first digit to the end of the unit.
    pub(super) range: Range<usize>,
}

/// Changes on last year; points are no unit of things (个), nor one that a rate is said in (%).
pub(super) const POINTS: &str = "个百分点";

/// All numbers before a unit.
pub(super) fn scan(text: &str, is_unit: impl Fn(&str) -> bool) -> Vec<TypedNumber<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_digit).map(|start| at + start) {
        let length = text[start..]
            .find(|c| !is_digit(c) && !matches!(c, '.' | ',' | '，' | '．'))
            .unwrap_or(text.len() - start);
        let digits = text[start..start + length].trim_end_matches(|c| !is_digit(c));
        at = start + digits.len();
        if let Some(counted) = counted(&text[at..], &is_unit)
            && let Some(value) = value(digits).and_then(|value| value.checked_mul(counted.scale))
            && !is_ordinal(&text[..start])
        {
            let range = start..at + counted.length;
            found.push(TypedNumber { value, unit: counted.unit, range });
        }
    }
    found
}

fn is_digit(c: char) -> bool {
    ascii_digit(c).is_some()
}

fn value(digits: &str) -> Option<Decimal> {
    let meant = Quantity::parse(digits).map_or_else(|fault| fault.meant, |read| vec![read]);
    match meant.as_slice() {
        [one] => Some(one.value),
        _ => None,
    }
}

/// Whether the number after this text counts places, not things: 第3次, 第 3 次, and the later
/// ones of 第2、3项 and 第10至12条.
fn is_ordinal(before: &str) -> bool {
    let first = before.trim_end_matches(|c| is_digit(c) || "、和及至到—–-～~ \u{3000}".contains(c));
    first.ends_with('第') || before.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// What follows the digits of a number that counts something: 万余人次.
struct Counted<'a> {
    /// 万
    scale: Decimal,
    /// 人次
    unit: &'a str,
    /// Bytes to the end of the unit.
    length: usize,
}

fn counted<'a>(text: &'a str, is_unit: impl Fn(&str) -> bool) -> Option<Counted<'a>> {
    const SCALES: [char; 5] = ['十', '百', '千', '万', '亿'];
    let odd = |text: &'a str| text.trim_start_matches(['多', '余', ' ', '\u{3000}']);
    let read = |rest: &'a str, scale: Decimal| {
        let (unit, length) = unit(rest, &is_unit)?;
        Some(Counted { scale, unit, length: text.len() - rest.len() + length })
    };
    let rest = odd(text);
    // 万元 may be a unit of its own, 万余元 and 千家 are none.
    read(rest, Decimal::ONE).or_else(|| {
        let after = rest.trim_start_matches(SCALES);
        let scales = rest.strip_suffix(after)?;
        let scale = scales.chars().try_fold(Decimal::ONE, |product, c| {
            let scale = match c {
                '十' => 10,
                '百' => 100,
                '千' => 1_000,
                '万' => 10_000,
                _ => 100_000_000,
            };
            product.checked_mul(Decimal::from(scale))
        })?;
        if scales.is_empty() { None } else { read(odd(after), scale) }
    })
}

/// The longest unit that the text begins with, and how many bytes of the text it is.
fn unit(text: &str, is_unit: impl Fn(&str) -> bool) -> Option<(&str, usize)> {
    if is_span_of_time(text) {
        return None;
    }
    for (typed, meant) in [("％", "%"), (POINTS, POINTS)] {
        if text.starts_with(typed) {
            return is_unit("%").then_some((meant, typed.len()));
        }
    }
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(5);
    let longest_first = ends.collect::<Vec<_>>().into_iter().rev();
    let mut words = longest_first.filter_map(|end| text.get(..end));
    words.find(|word| is_unit(word)).map(|word| (word, word.len()))
}

/// 个月, 个多月, 个半小时, 个工作日: 个 counts time there.
fn is_span_of_time(text: &str) -> bool {
    const TIMES: [&str; 15] = [
        "月",
        "小时",
        "钟头",
        "工作日",
        "自然日",
        "日历日",
        "交易日",
        "星期",
        "礼拜",
        "周",
        "季度",
        "年度",
        "年头",
        "学期",
        "学年",
    ];
    let time =
        text.strip_prefix('个').map(|rest| rest.trim_start_matches(['多', '半', '余', '整']));
    time.is_some_and(|time| TIMES.iter().any(|word| time.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::super::quoted;
    use super::*;
    use crate::number;

    fn scanned(text: &str) -> Vec<TypedNumber<'_>> {
        let units = ["件", "次", "家", "个", "人", "人次", "项", "条", "万元", "%", "平方米"];
        let spared = quoted(text);
        scan(text, |word| {
            units.iter().any(|unit| number::kind_of_unit(unit) == number::kind_of_unit(word))
        })
        .into_iter()
        .filter(|typed| !spared.iter().any(|range| range.contains(&typed.range.start)))
        .collect()
    }

    fn found(text: &str) -> Vec<&str> {
        scanned(text).into_iter().map(|typed| &text[typed.range]).collect()
    }

    #[test]
    fn numbers_before_units_are_seen() {
        assert_eq!(found("走访企业24家、收到1,661件，"), ["24家", "1,661件"]);
        assert_eq!(found("覆盖120多家企业，约1.1亿元，３件"), ["120多家", "1.1亿元", "３件"]);
        assert_eq!(found("培训300人次、500元、2万平方米"), ["300人次", "500元", "2万平方米"]);
        assert_eq!(found("败诉率11.11%，提高2个百分点，100％"), ["11.11%", "2个百分点", "100％"]);
    }

    #[test]
    fn words_between_number_and_unit_count() {
        let read = |text| {
            let typed: Vec<String> = scanned(text)
                .into_iter()
                .map(|typed| format!("{}={}{}", &text[typed.range], typed.value, typed.unit))
                .collect();
            typed.join(" ")
        };
        assert_eq!(read("宣传3万余人次，追回20万余元"), "3万余人次=30000人次 20万余元=200000元");
        assert_eq!(read("2千余家，3万多人次"), "2千余家=2000家 3万多人次=30000人次");
        assert_eq!(read("1.1亿余元，5百家"), "1.1亿余元=110000000.0元 5百家=500家");
    }

    #[test]
    fn what_is_no_figure_is_left_alone() {
        for text in [
            "2024年5月30日，2023年度，7月1日起",
            "“1个窗口、1套材料、1次办结”",
            "《三年行动计划（3次）》",
            "《甲“3次”乙》后",
            "第3次会议，历时3个月、5个工作日",
            "历时3个多月、2个半月、7个自然日，1个小时内，10余个工作日",
            "第2、3项，第10至12条、第5、6项，第 3 次，第1条和第2条",
            "“1+N”政策、12345热线、B2件",
            "一期建设、三个窗口，2万余字、3万里",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
        assert_eq!(found("“没有收尾3次"), ["3次"]);
    }
}
