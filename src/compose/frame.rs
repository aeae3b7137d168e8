//! Frame: everything around the text of the report, from the profile and the report file.

use chrono::NaiveDate;

use super::markdown::Parsed;
use super::text;
use crate::document::{
    Day, Document, Imprint, Markings, Published, Record, RedHead, Signature, Text, UnderTitle,
    UnderTitleRole,
};
use crate::edition::Edition;
use crate::kind::element::{REPORTER, SALUTATION, SUBTITLE, WRITTEN};
use crate::kind::{Layout, LayoutPart, Presence};
use crate::load::{Report, Spanned};
use crate::project::Profile;
use crate::source::Field;

/// GB/T 9704-2012, 7.3.5.4: Arabic numerals, no leading zeros.
const CHINESE_DATE: &str = "%Y年%-m月%-d日";
const ISO_DATE: &str = "%Y-%m-%d";

/// The document, still without facts and attachments.
pub(super) fn document(
    edition: &Edition,
    profile: &Profile,
    report: &Report,
    parsed: Parsed,
) -> Document {
    let addressees = addressees(edition, profile);
    let layout = &edition.layout;
    let has = |part| layout.has(part);
    let number = || line(report.number.given().filter(|_| layout.has(LayoutPart::Number)));
    let printed = report.printed.given().or(report.written.given());
    let printed = day(printed, "印发日期", CHINESE_DATE);
    Document {
        edition: edition.clone(),
        red_head: line(edition.red_head.as_ref()).map(|mark| RedHead {
            mark,
            number: number(),
            signers: report.signers.iter().filter_map(|name| line(Some(name))).collect(),
        }),
        markings: if edition.public { Markings::default() } else { markings(report) },
        title_lines: title_lines(report, &parsed.title),
        title: parsed.title,
        under_title: under_title(report, layout),
        title_phrases: title_phrases(profile, report),
        salutation: salutation(edition, report),
        addressees,
        body: parsed.body,
        attachments: Vec::new(),
        signature: Signature {
            organ: has(LayoutPart::Organ)
                .then(|| line(profile.issuer.as_ref()).unwrap_or_default()),
            date: written_day(report, layout, CHINESE_DATE),
        },
        note: line(report.note.given().filter(|_| has(LayoutPart::Note))).map(|note| Text {
            shown: format!("（{}）", note.trim_matches(['（', '）', '(', ')'])),
            ..note
        }),
        imprint: has(LayoutPart::Imprint).then(|| Imprint {
            copies: profile.copies.iter().map(text_of).collect(),
            organ: line(profile.printer.as_ref()).unwrap_or_default(),
            date: Day { shown: format!("{}印发", printed.shown), ..printed },
        }),
        record: Record {
            number: number().map(|number| number.shown),
            written: written_day(report, layout, ISO_DATE),
            ..record(profile, report)
        },
        facts: Vec::new(),
        compositions: Vec::new(),
        excused: Vec::new(),
    }
}

/// 标题 typed in several lines asks for these lines, where the layout prints it as it was typed.
fn title_lines(report: &Report, title: &Text) -> Vec<String> {
    let typed = report.title.given().map(|title| title.value.as_str()).unwrap_or_default();
    let mut lines: Vec<String> = typed.lines().map(text::visible).collect();
    lines.retain(|line| !line.is_empty());
    // Between lines that are Latin words there is a blank.
    let printed = title.chars().filter(|c| !c.is_whitespace());
    let is_printed =
        lines.iter().flat_map(|line| line.chars()).filter(|c| !c.is_whitespace()).eq(printed);
    if lines.len() > 1 && is_printed { lines } else { Vec::new() }
}

/// The phrases of the kind, then the names of the organ and of the departments. A text below the
/// title may name the organ's place alone.
fn title_phrases(profile: &Profile, report: &Report) -> Vec<String> {
    let issuer = profile.issuer.iter().flat_map(|issuer| {
        let under = report.subtitle.given().map(|subtitle| subtitle.value.as_str());
        let place = under.and_then(|under| longest_beginning(&issuer.value, under));
        [Some(issuer.value.clone()), place].into_iter().flatten()
    });
    let departments = profile.departments.iter().map(|department| department.name.clone());
    report.kind.title_words.iter().cloned().chain(issuer).chain(departments).collect()
}

/// 副标题 and 报告人, where the layout has them; a draft may lack them.
fn under_title(report: &Report, layout: &Layout) -> Vec<UnderTitle> {
    let elements = [
        (LayoutPart::Subtitle, UnderTitleRole::Subtitle, SUBTITLE, &report.subtitle),
        (LayoutPart::Reporter, UnderTitleRole::Reporter, REPORTER, &report.reporter),
    ];
    let elements = elements.into_iter().filter(|(part, ..)| layout.has(*part));
    let shown = elements.filter_map(|(part, role, element, typed)| {
        let text = line(typed.given());
        let is_missing = text.is_none();
        let text = text.or_else(|| layout.needs(part).then(|| missing(element.key).into()))?;
        let lines = typed.given().map(typed_lines).unwrap_or_default();
        Some(UnderTitle { role, text, lines, is_missing })
    });
    shown.collect()
}

/// The lines of a text that was typed in several.
fn typed_lines(typed: &Spanned<String>) -> Vec<String> {
    let mut lines: Vec<String> = typed.value.lines().map(text::visible).collect();
    lines.retain(|line| !line.is_empty());
    if lines.len() > 1 { lines } else { Vec::new() }
}

/// 主送机关 above the text, or the words to those who listen; empty where the report is sent to
/// nobody by name and read to nobody.
pub(super) fn salutation(edition: &Edition, report: &Report) -> Text {
    let layout = &edition.layout;
    if layout.has(LayoutPart::Salutation) {
        let own = line(report.salutation.given());
        let words = own.or_else(|| layout.salutation.as_deref().map(Text::from));
        let words = words.unwrap_or_else(|| missing(SALUTATION.key).into());
        return Text { shown: format!("{}：", words.trim_end_matches(['：', ':'])), ..words };
    }
    let names: Vec<String> = edition.addressees.iter().map(|name| text::visible(name)).collect();
    match names.is_empty() {
        true => Text::default(),
        false => format!("{}：", names.join("、")).into(),
    }
}

/// 成文日期 in the form of its place, where the layout has it.
fn written_day(report: &Report, layout: &Layout, format: &str) -> Option<Day> {
    let written = report.written.given();
    let is_shown = match layout.presence(LayoutPart::Date) {
        Presence::Present => true,
        Presence::Optional => written.is_some(),
        Presence::Absent => false,
    };
    is_shown.then(|| day(written, WRITTEN.key, format))
}

/// The longest beginning of a name that stands in a text.
fn longest_beginning(name: &str, text: &str) -> Option<String> {
    let ends = name.char_indices().map(|(end, _)| end).rev();
    let mut beginnings = ends.filter_map(|end| name.get(..end));
    beginnings.find(|name| name.chars().count() > 2 && text.contains(name)).map(str::to_owned)
}

/// What stands at the first page's top left.
fn markings(report: &Report) -> Markings {
    let term = report.secrecy_term.given().map(|term| text::visible(&term.value));
    Markings {
        copy_number: line(report.copy_number.given()),
        secrecy: report.secrecy.given().map(|secrecy| {
            let shown = match term {
                Some(term) => format!("{}★{term}", secrecy.value),
                None => secrecy.value.to_owned(),
            };
            Text::at(shown, Some(secrecy.span))
        }),
        urgency: report.urgency.given().map(|urgency| Text::at(urgency.value, Some(urgency.span))),
    }
}

fn record(profile: &Profile, report: &Report) -> Record {
    let site = &profile.site;
    let name = |name: &Option<String>| name.as_deref().map(text::visible);
    let shown = |typed: &Field<String>| Some(text::visible(&typed.given()?.value));
    Record {
        subject: report.kind.folder.clone(),
        index: shown(&report.index),
        issuer: line(profile.issuer.as_ref()).unwrap_or_default().shown,
        source: shown(&report.source).or_else(|| name(&site.name)),
        published: report.published.given().map(|published| {
            let (date, time) = published.value;
            Published { date, time }
        }),
        url: report.url.given().map(|url| url.value.clone()),
        site_name: name(&site.name),
        site_domain: name(&site.domain),
        site_code: name(&site.code),
        column: name(&site.column),
        column_type: name(&site.column_type),
        ..Record::default()
    }
}

/// A text of one line. It is no prose: a placeholder in it is reported by the check and stands as
/// it was typed.
fn line(typed: Option<&Spanned<String>>) -> Option<Text> {
    typed.map(text_of)
}

fn text_of(typed: &Spanned<String>) -> Text {
    Text::at(text::visible(&typed.value), Some(typed.span))
}

/// 主送机关: those of the profile with their places, unless others were asked for by name.
fn addressees(edition: &Edition, profile: &Profile) -> Vec<Text> {
    let addressee = |(at, name): (usize, &String)| {
        let typed = profile.addressees.get(at).filter(|typed| typed.value == *name);
        typed.map_or_else(|| text::visible(name).into(), text_of)
    };
    edition.addressees.iter().enumerate().map(addressee).collect()
}

fn day(typed: Option<&Spanned<NaiveDate>>, name: &str, format: &str) -> Day {
    let date = typed.map(|typed| typed.value);
    let shown = date.map(|date| date.format(format).to_string());
    Day { date, shown: shown.unwrap_or_else(|| missing(name)) }
}

/// What a draft prints for what is still to come.
fn missing(name: &str) -> String {
    format!("【待补：{name}】")
}
