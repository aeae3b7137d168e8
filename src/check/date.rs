//! Dates and the document number (公文要素): order, deadlines, form.

use chrono::{Datelike, NaiveDate};

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::kind::element::{PRINTED, PUBLISHED, WRITTEN};
use crate::kind::{DateKey, Deadline, LayoutPart, Level};
use crate::load::{Report, Spanned};
use crate::source::{Field, Place, Span};
use crate::text::{ascii_digit, closes_year, opens_year};

pub(super) fn check(context: Context<'_>) -> Findings {
    let report = &context.submissions.report;
    let dates = Dates::of(report);
    let mut findings = order(&dates);
    findings.extend(deadlines(&dates, report, context.profile.level));
    if let Some(number) = report.number.given() {
        findings.extend(document_number(number, dates.written, context));
    }
    findings.extend(missing(context));
    findings
}

struct Dates {
    written: Option<(NaiveDate, Span)>,
    printed: Option<(NaiveDate, Span)>,
    published: Option<(NaiveDate, Span)>,
}

impl Dates {
    fn of(report: &Report) -> Dates {
        let day = |date: &Spanned<NaiveDate>| (date.value, date.span);
        Dates {
            written: report.written.given().map(day),
            printed: report.printed.given().map(day),
            published: report
                .published
                .given()
                .map(|published| (published.value.0, published.span)),
        }
    }
}

/// 成文 ≤ 印发 ≤ 发布.
fn order(dates: &Dates) -> Findings {
    let given: Vec<(&str, NaiveDate, Span)> =
        [(WRITTEN, dates.written), (PRINTED, dates.printed), (PUBLISHED, dates.published)]
            .into_iter()
            .filter_map(|(element, date)| date.map(|(date, span)| (element.key, date, span)))
            .collect();
    let pairs = given.iter().zip(given.iter().skip(1));
    pairs
        .filter(|((_, earlier, _), (_, later, _))| later < earlier)
        .map(|((first, earlier, first_span), (second, later, second_span))| {
            Diagnostic::new(Code::E0902, format!("{second}早于{first}"))
                .at(*second_span, said(*later))
                .also(*first_span, said(*earlier))
                .help("核对日期：成文在前，印发、发布在后")
        })
        .collect()
}

/// The report is written after its year, and by the days that its kind sets.
fn deadlines(dates: &Dates, report: &Report, level: Level) -> Findings {
    let year = report.year;
    let next = year.saturating_add(1);
    let mut findings = Findings::new();
    let early = dates.written.filter(|(written, _)| written.year() <= year);
    if let Some((written, span)) = early {
        findings.report(
            Diagnostic::new(Code::E0908, format!("{year}年的报告成文于{year}年结束之前"))
                .at(span, said(written))
                .help(format!("核对年份，一般为 {next} 年")),
        );
    }
    // Beside a 成文日期, that or their order is at fault.
    let published = dates.published.filter(|(published, _)| published.year() <= year);
    if let (Some((published, span)), None) = (published, dates.written) {
        findings.report(
            Diagnostic::new(Code::E0908, format!("{year}年的报告发布于{year}年结束之前"))
                .at(span, said(published))
                .help(format!("核对年份，一般为 {next} 年")),
        );
    }
    for deadline in report.kind.deadlines.iter().filter(|deadline| deadline.applies_to(level)) {
        let (date, code) = match deadline.date {
            DateKey::Written if early.is_some() => continue,
            DateKey::Written => (dates.written, Code::E0903),
            DateKey::Published => (dates.published, Code::E0904),
        };
        let Some((date, span)) = date else { continue };
        if deadline.last_day(year).is_some_and(|last| date > last) {
            let Deadline { month, day, basis, advice, .. } = deadline;
            let name = deadline.date.word();
            findings.report(
                Diagnostic::new(code, format!("{name}晚于{next}年{month}月{day}日"))
                    .at(span, said(date))
                    .note("依据", basis)
                    .help(format!("核对日期；确已逾期的，{advice}")),
            );
        }
    }
    findings
}

/// What an official document bears.
fn missing(context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    let report = &context.submissions.report;
    let next = report.year.saturating_add(1);
    // Where it is to be written: at its empty line, or else where the file says which it is.
    let place = |key: Option<Span>| key.map_or(context.report_year(), Place::from);
    let line = |key: Option<Span>| if key.is_some() { "填上" } else { "加一行" };
    let layout = &context.edition.layout;
    if let (true, Field::Absent(key)) = (layout.needs(LayoutPart::Date), &report.written) {
        let key = *key;
        findings.report(
            Diagnostic::new(Code::E0901, "没有成文日期")
                .at(place(key), context.home())
                .help(format!("{}，如“成文日期: {next}-02-13”；日期未定的，先出草稿", line(key))),
        );
    }
    if context.edition.red_head.is_none() {
        return findings;
    }
    if report.signers.is_empty() && report.signers.is_whole {
        let key = report.signers.key;
        let number = report.number.given().map(|number| number.span);
        findings.report(
            Diagnostic::new(Code::E0906, "印红头的上行文应当标注签发人")
                .at(place(key.or(number)), "没有签发人")
                .note("依据", "GB/T 9704—2012 第7.2.6条")
                .help(format!(
                    "{}，如“签发人: [姓名]”；不印红头的，加 --no-redhead，或者删去单位档案的“发文机关标志”",
                    line(key)
                )),
        );
    }
    if let (true, Field::Absent(key)) = (layout.has(LayoutPart::Number), &report.number) {
        let key = *key;
        let code = context.profile.code.as_deref().unwrap_or("代字");
        findings.report(
            Diagnostic::new(Code::E0907, "印红头的文件应当有发文字号")
                .at(place(key), "")
                .help(format!("{}，如“发文字号: {code}〔{next}〕14号”", line(key))),
        );
    }
    findings
}

/// 代字〔年份〕序号: six-cornered brackets, no 第, no leading zero (7.2.5).
fn document_number(
    number: &Spanned<String>,
    written: Option<(NaiveDate, Span)>,
    context: Context<'_>,
) -> Option<Diagnostic> {
    let reported = context.submissions.report.year;
    // A date before the end of the year reported is wrong itself.
    let written = written.map(|(date, _)| date.year()).filter(|year| *year > reported);
    let year = written.unwrap_or(reported.saturating_add(1));
    let diagnostic =
        |label: &str| Diagnostic::new(Code::E0905, "发文字号不合格式").at(number.span, label);
    let Some(parts) = NumberParts::read(&number.value) else {
        let code = context.profile.code.as_deref().unwrap_or("代字");
        return Some(
            diagnostic("应当是 代字〔年份〕序号")
                .help(format!("改为：{code}〔{year}〕14号（序号按实际）")),
        );
    };
    let code = context.profile.code.as_deref().filter(|code| *code != parts.code);
    let right = |code: &str, year: &str| format!("改为：{code}〔{year}〕{}号", parts.serial);
    if let Some(code) = code {
        return Some(diagnostic(&format!("发文机关代字是“{code}”")).help(right(code, &parts.year)));
    }
    if parts.to_string() != number.value {
        return Some(
            diagnostic("年份用六角括号〔〕，序号不加“第”，不编虚位")
                .help(format!("改为：{parts}"))
                .edit(number.span, parts.to_string()),
        );
    }
    if parts.year != year.to_string() && written.is_some() {
        return Some(
            diagnostic(&format!("年份与成文日期（{year}年）不一致"))
                .help(right(&parts.code, &year.to_string())),
        );
    }
    None
}

/// A document number, however its brackets and digits were typed.
struct NumberParts {
    code: String,
    year: String,
    serial: String,
}

impl NumberParts {
    fn read(text: &str) -> Option<NumberParts> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| match c {
                '{' => '〔',
                '}' => '〕',
                _ if opens_year(c) => '〔',
                _ if closes_year(c) => '〕',
                _ => ascii_digit(c).unwrap_or(c),
            })
            .collect();
        let (code, rest) = plain.split_once('〔')?;
        let (year, serial) = rest.split_once('〕')?;
        let serial = serial.trim_start_matches('第').strip_suffix('号')?.trim_start_matches('0');
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        (!code.is_empty() && year.len() == 4 && digits(year) && digits(serial)).then(|| {
            NumberParts { code: code.to_owned(), year: year.to_owned(), serial: serial.to_owned() }
        })
    }
}

impl std::fmt::Display for NumberParts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}〔{}〕{}号", self.code, self.year, self.serial)
    }
}

fn said(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
