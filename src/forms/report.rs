//! The report file of a new year, `data/<year>/report.yaml`.

use serde::Serialize;

use super::carry::{self, Carried};
use super::{Text, one_line};
use crate::load::{Item, Report, Spanned, Submissions, Theme};
use crate::project::Project;
use crate::source::{Field, Sources, Span};

/// What the template may name.
#[derive(Debug, Serialize)]
pub(super) struct Values<'a> {
    year: i32,
    last_year: i32,
    next_year: i32,
    /// 发文机关代字
    code: Option<&'a str>,
    title: Option<Carried>,
    last: LastYear<'a>,
    /// The texts that replaced those of the layout.
    texts: Vec<Text<'a>>,
    outline: Vec<ThemeView<'a>>,
    /// The themes of the catalogue, for a first outline.
    themes: Vec<&'a str>,
    /// The contents that the office wrote itself instead of those of the departments.
    merged: Vec<&'static str>,
    /// The contents that only the office writes.
    others: Vec<Text<'a>>,
    verbatim: Vec<&'a str>,
}

/// Last year's elements of the document, each on one line.
#[derive(Debug, Default, Serialize)]
struct LastYear<'a> {
    index: Option<String>,
    number: Option<String>,
    signers: Vec<&'a str>,
    /// Dates as they were typed.
    written: Option<&'a str>,
    printed: Option<&'a str>,
    published: Option<&'a str>,
    url: Option<String>,
    source: Option<&'a str>,
    note: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ThemeView<'a> {
    key: &'a str,
    heading: Carried,
    items: Vec<ItemView<'a>>,
}

#[derive(Debug, Serialize)]
struct ItemView<'a> {
    key: &'a str,
    heading: Carried,
    departments: Vec<&'a str>,
    is_ordinal: bool,
    /// 满足
    marks: Vec<&'static str>,
    is_public: bool,
}

pub(super) fn values<'a>(
    project: &'a Project,
    year: i32,
    last: Option<&'a Submissions>,
    sources: &'a Sources,
) -> Values<'a> {
    let last = last.map(|last| &last.report);
    let carry = |text: &str| carry::carried(text, year, &project.catalogue);
    let text = |key, text: Option<&Spanned<String>>| {
        text.map(|text| Text { key, text: carry(&text.value) })
    };
    let title = last.and_then(|last| last.title.given());
    let texts = last.into_iter().flat_map(|last| {
        [
            text("导语", last.preamble.given()),
            text("不足导语", last.shortcomings_lead.given()),
            text("安排导语", last.plans_lead.given()),
            text("结语", last.closing.given()),
        ]
    });
    let outline = last.map(|last| last.outline.as_slice()).unwrap_or_default();
    let is_merged =
        last.is_some_and(|last| !last.shortcomings.is_empty() || !last.plans.is_empty());
    let verbatim = last.into_iter().flat_map(|last| &last.verbatim);
    Values {
        year,
        last_year: year - 1,
        next_year: year + 1,
        code: project.profile.code.as_deref(),
        title: title.map(|title| carry::carried_title(&title.value, year, &project.catalogue)),
        last: last.map(|last| last_year(last, sources)).unwrap_or_default(),
        texts: texts.flatten().collect(),
        outline: outline.iter().map(|theme| theme_view(theme, carry)).collect(),
        themes: project.catalogue.themes.iter().map(String::as_str).collect(),
        merged: if is_merged { vec!["不足", "安排"] } else { Vec::new() },
        others: text("其他", last.and_then(|last| last.others.given())).into_iter().collect(),
        verbatim: verbatim.map(|phrase| phrase.value.as_str()).collect(),
    }
}

fn last_year<'a>(last: &'a Report, sources: &'a Sources) -> LastYear<'a> {
    let line = |value: &Field<String>| value.given().map(|value| one_line(&value.value));
    let typed = |span: Option<Span>| span.map(|span| sources.text(span));
    LastYear {
        index: line(&last.index),
        number: line(&last.number),
        signers: last.signers.iter().map(|signer| signer.value.as_str()).collect(),
        written: typed(last.written.given().map(|date| date.span)),
        printed: typed(last.printed.given().map(|date| date.span)),
        published: typed(last.published.given().map(|date| date.span)),
        url: line(&last.url),
        source: last.source.given().map(|source| source.value.as_str()),
        note: last.note.given().map(|note| note.value.as_str()),
    }
}

fn theme_view<'a>(theme: &'a Theme, carry: impl Fn(&str) -> Carried) -> ThemeView<'a> {
    let item = |item: &'a Item| ItemView {
        key: &item.key.value,
        heading: carry(&item.heading.value),
        departments: item.departments.iter().map(|named| named.value.as_str()).collect(),
        is_ordinal: item.ordinal,
        marks: if item.first_responsible { vec!["第一责任人"] } else { Vec::new() },
        is_public: item.public,
    };
    ThemeView {
        key: &theme.key.value,
        heading: carry(&theme.heading.value),
        items: theme.items.iter().map(item).collect(),
    }
}
