//! What stands at the head of the first page: 份号, 密级和保密期限, 标题 (公文要素).

use std::ops::{Range, RangeInclusive};

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::load::Spanned;
use crate::source::{Field, Span};
use crate::text::{ascii_digit, years};

pub(super) fn check(context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    let report = &context.submissions.report;
    findings.extend(report.title.given().and_then(|title| title_year(title, context)));
    findings.extend(same_index(context));
    findings.extend(report.copy_number.given().and_then(copy_number));
    findings.extend(report.secrecy_term.given().and_then(term));
    let Some(secrecy) = report.secrecy.given() else {
        // A 密级 that was not understood was reported.
        let term = report.secrecy_term.given().filter(|_| report.secrecy.is_absent());
        findings.extend(term.map(|term| {
            Diagnostic::new(Code::E0910, "有保密期限而没有密级")
                .at(term.span, "没有密级，期限无从说起")
                .help("加一行，如“密级: 秘密”；不涉密的，删去保密期限")
        }));
        return findings;
    };
    if matches!(report.copy_number, Field::Absent(None)) {
        findings.report(
            Diagnostic::new(Code::E0911, "标了密级而没有份号")
                .at(secrecy.span, format!("是{}文件", secrecy.value))
                .note("依据", "《党政机关公文处理工作条例》第九条：涉密公文应当标注份号")
                .help("加一行，如“份号: 000001”"),
        );
    }
    let public = report.published.given().map(|published| (published.span, "这是公开的日期"));
    let note = report.note.given().filter(|note| note.value.contains("公开"));
    let note = note.filter(|note| !note.value.contains("不予公开"));
    let note = note.map(|note| (note.span, "这里说是公开的"));
    if let Some((span, label)) = public.or(note) {
        findings.report(
            Diagnostic::new(Code::E0912, "标了密级的报告不能公开")
                .at(secrecy.span, format!("是{}文件", secrecy.value))
                .also(span, label)
                .help("涉密的，删去发布日期和公开的附注；不涉密的，删去密级"),
        );
    }
    findings
}

/// A title that names years, those in 《》 aside, names the one reported among them, and has no year that
/// was not typed right.
fn title_year(title: &Spanned<String>, context: Context<'_>) -> Option<Diagnostic> {
    let year = context.submissions.report.year;
    let written = context.sources.text(title.span);
    let fault = |message: String, place: Range<usize>| {
        let start = title.span.range().start;
        let span = Span::new(title.span.file, start + place.start..start + place.end);
        Diagnostic::new(Code::E0914, message)
            .at(span, format!("应当是{year}年"))
            .help(format!("改为{year}年；整个“标题”删去，就用版式的标题"))
    };
    if let Some(place) = broken_year(written) {
        return Some(fault("标题里的年份没有写对".to_owned(), place));
    }
    let mut years = named_years(written);
    if years.is_empty() || years.iter().any(|(_, named)| named.contains(&year)) {
        return None;
    }
    let (place, first) = years.swap_remove(0);
    Some(fault(format!("标题写的是{}年，报告的年度是{year}年", first.end()), place))
}

/// A year of a title that is none: 202年, 2025年年, or 年 without its digits in a title that
/// names no year.
fn broken_year(text: &str) -> Option<Range<usize>> {
    let names_year = !years(text).is_empty();
    text.match_indices('年')
        .find_map(|(at, year)| {
            let before = &text[..at];
            let end = at + year.len();
            if before.matches('《').count() > before.matches('》').count() {
                return None;
            }
            if before.ends_with('年') {
                return Some(at..end);
            }
            let digits = before.chars().rev().take_while(|c| ascii_digit(*c).is_some()).count();
            let start = before.char_indices().rev().nth(digits.checked_sub(1)?);
            let start = start.map_or(0, |(start, _)| start);
            // 近3年 and 实施10年 count; 20255年 is told as no date, wherever it stands.
            (digits == 3).then_some(start..end)
        })
        .or_else(|| (!names_year).then(|| bare_year(text)).flatten())
}

/// 年 behind 区 or 关于, which is no part of a word.
fn bare_year(text: &str) -> Option<Range<usize>> {
    text.match_indices('年').find_map(|(at, year)| {
        let last = text[..at].chars().next_back()?;
        let is_name = matches!(last, '区' | '县' | '市' | '于' | '府' | '局' | '镇' | '乡');
        let rest = &text[at + year.len()..];
        // 关于年度情况的报告; a name may end before 年度: 区年度报告.
        (is_name && (last == '于' || !rest.starts_with("度"))).then(|| at..at + year.len())
    })
}

/// 索引号 is that of one document only.
fn same_index(context: Context<'_>) -> Option<Diagnostic> {
    let index = context.submissions.report.index.given()?;
    let last = context.submissions.last_year.report.as_ref()?.index.given()?;
    (index.value == last.value).then(|| {
        Diagnostic::new(Code::E0815, format!("索引号“{}”与上年的一字不差", index.value))
            .at(index.span, "还是上年的索引号")
            .also(last.span, "上年的报告用了它")
            .help("每份信息的索引号不同：改为本年的；还没有编的，冒号后面空着")
    })
}

/// The years that a title names, and where they stand; `2021—2025年` are all of them. A title within
/// 《》 has years of its own.
fn named_years(text: &str) -> Vec<(Range<usize>, RangeInclusive<i32>)> {
    let (mut end, mut depth) = (0, 0_usize);
    let mut is_own = |place: &Range<usize>| {
        for mark in text.get(end..place.start).unwrap_or_default().matches(['《', '》']) {
            depth = if mark == "《" { depth + 1 } else { depth.saturating_sub(1) };
        }
        end = place.start;
        depth == 0
    };
    let named = years(text).into_iter().filter(|(place, _)| is_own(place));
    let named = named.map(|(place, last)| {
        let before = text.get(..place.start).unwrap_or_default();
        let first = before.trim_end_matches(|c| "-－–—～~至到".contains(c));
        let first = first.strip_suffix('年').unwrap_or(first);
        let digits = first.get(first.len().saturating_sub(4)..);
        let first =
            digits.filter(|_| !before.ends_with(first)).and_then(|digits| digits.parse().ok());
        (place, first.unwrap_or(last)..=last)
    });
    named.collect()
}

/// 7.2.1: six Arabic digits.
fn copy_number(number: &Spanned<String>) -> Option<Diagnostic> {
    let digits = number.value.chars().all(|c| c.is_ascii_digit());
    if digits && number.value.len() == 6 {
        return None;
    }
    let plain: String = number.value.chars().filter_map(ascii_digit).collect();
    let plain = plain.trim_start_matches('0');
    let fault = Diagnostic::new(Code::E0909, format!("份号“{}”不是六位数字", number.value))
        .at(number.span, "一般用六位阿拉伯数字")
        .note("依据", "GB/T 9704—2012 第7.2.1条");
    Some(match plain.len() {
        1..=6 => {
            let right = format!("{plain:0>6}");
            let is_certain = number.value.chars().all(|c| ascii_digit(c).is_some());
            fault.help(format!("改为：{right}")).edit_where(is_certain, number.span, right)
        }
        _ => fault.help("写成六位，如 000001"),
    })
}

/// 7.2.2: so many years or months in Arabic numerals, or 长期.
fn term(term: &Spanned<String>) -> Option<Diagnostic> {
    let counted = ["年", "个月"].iter().any(|unit| {
        let number = term.value.strip_suffix(unit).unwrap_or_default();
        (1..=2).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
            && !number.starts_with('0')
    });
    (!counted && term.value != "长期").then(|| {
        Diagnostic::new(Code::E0910, format!("保密期限“{}”的写法不对", term.value))
            .at(term.span, "期限用阿拉伯数字，后面写年或者个月")
            .note("依据", "GB/T 9704—2012 第7.2.2条")
            .help("写成 1年、6个月 或者 长期，不带★")
    })
}

#[cfg(test)]
mod tests {
    use super::{broken_year, named_years};

    #[test]
    fn a_year_that_was_not_typed_right_is_seen() {
        let broken = |title: &str| broken_year(title).map(|place| title[place].to_owned());
        for (title, expected) in [
            ("示例区202年法治政府建设情况的报告", "202年"),
            ("示例区2025年年法治政府建设情况的报告", "年"),
            ("示例区年法治政府建设情况的报告", "年"),
            ("关于年法治政府建设情况的报告", "年"),
            ("示例区关于年度法治政府建设情况的报告", "年"),
        ] {
            assert_eq!(broken(title).as_deref(), Some(expected), "{title}");
        }
        for title in [
            "关于2025年法治政府建设情况的报告",
            "关于二〇二五年度情况的报告",
            "近3年法治政府建设情况的报告",
            "三年行动情况的报告",
            "示例区年度法治政府建设情况的报告",
            "示例区青年法治宣传情况的报告",
            "关于贯彻《纲要（20255年）》情况的报告",
            "2021—2025年规划实施情况",
        ] {
            assert_eq!(broken(title), None, "{title}");
        }
    }

    #[test]
    fn a_title_within_a_title_names_no_year_of_the_report() {
        let named = |title: &str| {
            let years = named_years(title).into_iter().map(|(place, year)| (&title[place], year));
            years.map(|(text, year)| format!("{text} {year:?}")).collect::<Vec<_>>().join("，")
        };
        for (title, expected) in [
            ("关于2024年法治政府建设情况的报告", "2024 2024..=2024"),
            ("关于二〇二四年度情况的报告", "二〇二四 2024..=2024"),
            ("关于贯彻《纲要（2021—2025年）》情况的报告", ""),
            ("2024年贯彻《纲要（2021—2025年）》情况", "2024 2024..=2024"),
            ("2021—2025年规划实施情况", "2025 2021..=2025"),
            ("2023年至2024年情况", "2023 2023..=2023，2024 2023..=2024"),
            ("第2024年", "2024 2024..=2024"),
        ] {
            assert_eq!(named(title), expected, "{title}");
        }
    }
}
