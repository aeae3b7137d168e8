//! The report file of a new year, `data/<year>/report.yaml`.

use std::sync::Arc;

use serde::Serialize;

use super::carry::{self, Carried};
use super::outline::{ThemeView, theme_view};
use super::{Text, one_line};
use crate::kind::element::{REPORTER, SALUTATION, SUBTITLE};
use crate::kind::{DateKey, Form, LayoutPart, OutlineExample};
use crate::load::{Report, Submissions};
use crate::project::Project;
use crate::source::{Field, Sources, Span};

/// What the template may name.
#[derive(Debug, Serialize)]
pub(super) struct Values<'a> {
    /// The name of the file, without its ending.
    name: String,
    /// Whether the kind has an outline.
    has_outline: bool,
    /// The texts that it must have and of which last year had none.
    wanted: Vec<MarkView<'a>>,
    year: i32,
    last_year: i32,
    next_year: i32,
    /// 发文机关代字
    code: Option<&'a str>,
    title: Option<Carried>,
    /// 副标题, 报告人 and 称呼, where the usual layout asks for them or last year's report has them.
    spoken: Vec<SpokenView>,
    last: LastYear<'a>,
    /// The texts that replaced those of the layout.
    texts: Vec<Text<'a>>,
    outline: Vec<ThemeView<'a>>,
    /// The themes of the catalogue, for a first outline.
    themes: Vec<&'a str>,
    /// The contents that the office wrote itself instead of those of the departments.
    merged: Vec<&'a str>,
    /// The contents that only the office writes.
    others: Vec<Text<'a>>,
    verbatim: Vec<&'a str>,
    /// An item of a first outline.
    example: Option<&'a OutlineExample>,
    /// The contents that items of the outline are marked as.
    marks: Vec<MarkView<'a>>,
    /// What of the elements of a document the usual layout prints.
    prints: Prints,
    /// The last days of 成文日期 and 发布日期, where the kind sets them.
    written_by: Option<String>,
    published_by: Option<String>,
}

#[derive(Debug, Serialize)]
struct Prints {
    /// 发文字号
    number: bool,
    /// 签发人
    signers: bool,
    /// 成文日期
    written: bool,
    /// 印发日期
    printed: bool,
}

#[derive(Debug, Serialize)]
struct SpokenView {
    key: &'static str,
    /// What was written last year, on one line.
    last: Option<String>,
}

#[derive(Debug, Serialize)]
struct MarkView<'a> {
    key: &'a str,
    /// What such an item writes of.
    example: &'a str,
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

/// The name of the file, without its ending.
pub(super) fn name(project: &Project) -> String {
    match project.is_of_default_kind() {
        true => "report".to_owned(),
        false => format!("report.{}", project.kind.folder),
    }
}

pub(super) fn values<'a>(
    project: &'a Project,
    year: i32,
    last: Option<&'a Submissions>,
    sources: &'a Sources,
) -> Values<'a> {
    let last = last.map(|last| &last.report);
    let carry = |text: &str| carry::carried(text, year, project);
    let kind = project.kind.as_ref();
    let text = |key: &'a str| {
        let text = last?.text(key)?;
        Some(Text { key, text: carry(&text.value) })
    };
    let title = last.and_then(|last| last.title.given());
    let contents = || kind.contents.iter().map(Arc::as_ref);
    let lists = || kind.lists().map(|(list, _)| list.key.as_str());
    let outline = last.map(|last| last.outline.as_slice()).unwrap_or_default();
    let is_merged =
        last.is_some_and(|last| last.lists.values().any(|list| !list.entries.is_empty()));
    let verbatim = last.into_iter().flat_map(|last| &last.verbatim);
    Values {
        name: name(project),
        has_outline: kind.outline().is_some(),
        wanted: contents()
            .filter(|content| content.is_required && matches!(content.form, Form::Text))
            .filter(|content| text(&content.key).is_none())
            .map(|content| MarkView { key: &content.key, example: &content.description })
            .collect(),
        year,
        last_year: year - 1,
        next_year: year + 1,
        code: project.profile.code.as_deref(),
        title: title.map(|title| carry::carried_title(&title.value, year, project)),
        spoken: spoken(project, last),
        last: last.map(|last| last_year(last, sources)).unwrap_or_default(),
        texts: kind.boilerplate.iter().filter_map(|lead| text(&lead.key)).collect(),
        outline: outline.iter().map(|theme| theme_view(theme, carry)).collect(),
        themes: project.kind.themes.iter().map(String::as_str).collect(),
        merged: if is_merged { lists().collect() } else { Vec::new() },
        others: contents()
            .filter(|content| matches!(content.form, Form::Text))
            .filter_map(|content| text(&content.key))
            .collect(),
        example: kind.outline().and_then(|outline| match &outline.form {
            Form::Outline(example) => example.as_ref(),
            Form::Entries(_) | Form::Mark(_) | Form::Text => None,
        }),
        marks: kind
            .marks()
            .filter_map(|content| match &content.form {
                Form::Mark(example) => Some(MarkView { key: &content.key, example }),
                Form::Outline(_) | Form::Entries(_) | Form::Text => None,
            })
            .collect(),
        prints: prints(project),
        written_by: deadline(project, DateKey::Written, year),
        published_by: deadline(project, DateKey::Published, year),
        verbatim: verbatim.map(|phrase| phrase.value.as_str()).collect(),
    }
}

fn prints(project: &Project) -> Prints {
    let layout = project.profile.usual_layout(&project.kind);
    Prints {
        number: layout.has(LayoutPart::Number),
        signers: layout.has(LayoutPart::RedHead),
        written: layout.has(LayoutPart::Date),
        printed: layout.has(LayoutPart::Imprint),
    }
}

/// What only a report that is read to those who listen has.
fn spoken(project: &Project, last: Option<&Report>) -> Vec<SpokenView> {
    let layout = project.profile.usual_layout(&project.kind);
    let elements = [
        (SUBTITLE, LayoutPart::Subtitle, last.map(|last| &last.subtitle)),
        (REPORTER, LayoutPart::Reporter, last.map(|last| &last.reporter)),
        (SALUTATION, LayoutPart::Salutation, last.map(|last| &last.salutation)),
    ];
    let asked = elements.into_iter().filter_map(|(element, part, last)| {
        let last = last.and_then(Field::given).map(|last| one_line(&last.value));
        let has_words = part == LayoutPart::Salutation && layout.salutation.is_some();
        let is_asked = layout.has(part) && !has_words;
        (is_asked || last.is_some()).then_some(SpokenView { key: element.key, last })
    });
    asked.collect()
}

/// The last day of a date of the report on a year.
fn deadline(project: &Project, date: DateKey, year: i32) -> Option<String> {
    let deadline = project.kind.deadline(date, project.profile.level)?;
    Some(deadline.last_day(year)?.to_string())
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
