//! 本部门报告 in a department's form: what last year's said, carried over.

use std::sync::Arc;

use serde::Serialize;

use super::carry::{self, Carried};
use super::outline::{ThemeView, theme_view};
use super::{Text, lines, one_line};
use crate::kind::{Content, LayoutPart, Level, Part};
use crate::load::{Entry, OwnReport};
use crate::project::Project;
use crate::source::{Field, Spanned};
use crate::text::command_word_or;

/// What the template may name.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    /// What people call the report: of the default kind simply 报告.
    name: &'a str,
    /// Whether last year's file had one.
    is_written: bool,
    /// What the command that makes it has for a kind that is not the default one.
    option: String,
    /// The dates that it bears.
    dates: Vec<&'static str>,
    /// Whether it says to whom it is sent.
    has_addressees: bool,
    /// The texts that it must have.
    wanted: Vec<Wanted<'a>>,
    /// How many lines there are to be uncommented, in Chinese.
    lines: String,
    #[serde(flatten)]
    last: Option<Last<'a>>,
}

/// What last year's said.
#[derive(Debug, Serialize)]
struct Last<'a> {
    title: Option<Carried>,
    /// 主送机关
    addressees: Vec<&'a str>,
    /// 抄送机关
    copies: Vec<&'a str>,
    /// Other elements that hold from year to year, by their keys.
    elements: Vec<Element<'a>>,
    /// The texts that replaced those of the layout, and the contents that are texts.
    texts: Vec<Text<'a>>,
    /// The contents that are lists and were written in it.
    lists: Vec<List<'a>>,
    /// What the outline is called in the files.
    outline: &'a str,
    themes: Vec<ThemeView<'a>>,
    /// 正文
    prose: Vec<Text<'a>>,
}

#[derive(Debug, Serialize)]
struct Wanted<'a> {
    key: &'a str,
    example: &'a str,
}

#[derive(Debug, Serialize)]
struct List<'a> {
    key: &'a str,
    entries: Vec<Vec<Text<'a>>>,
}

#[derive(Debug, Serialize)]
struct Element<'a> {
    key: &'static str,
    value: &'a str,
}

impl View<'_> {
    pub(super) fn is_written(&self) -> bool {
        self.is_written
    }
}

/// What a department's form has of the report of its own; `own` is last year's.
pub(super) fn view<'a>(
    own: Option<&'a OwnReport>,
    level: Level,
    year: i32,
    project: &'a Project,
) -> View<'a> {
    let kind = project.kind.as_ref();
    let layout = project.profile.usual_layout(kind);
    let dates = kind.dates(&layout, level);
    let has_addressees = layout.has(LayoutPart::Addressees);
    let wanted: Vec<Wanted<'a>> = kind
        .required_texts()
        .map(|content| Wanted { key: &content.key, example: &content.description })
        .collect();
    let is_default = project.is_of_default_kind();
    View {
        name: if is_default { "报告" } else { &kind.name },
        is_written: own.is_some(),
        option: match is_default {
            true => String::new(),
            false => format!(" --report {}", command_word_or(&kind.folder, "种类")),
        },
        lines: lines(1 + dates.len() + usize::from(has_addressees) + wanted.len()),
        dates,
        has_addressees,
        wanted,
        last: own.map(|own| last(own, year, project)),
    }
}

fn names(typed: &[Spanned<String>]) -> Vec<&str> {
    typed.iter().map(|name| name.value.as_str()).collect()
}

fn last<'a>(own: &'a OwnReport, year: i32, project: &'a Project) -> Last<'a> {
    let carried = |text: &str| carry::carried(text, year, project);
    let report = &own.report;
    let given =
        |key, value: Option<&'a String>| value.map(|value| Element { key, value: value.as_str() });
    let elements = [
        given("发文机关标志", own.mark.as_ref().map(|mark| &mark.value)),
        given("发文机关代字", own.code.as_ref()),
        given("印发机关", own.printer.as_ref().map(|printer| &printer.value)),
        given("副标题", report.subtitle.given().map(|subtitle| &subtitle.value)),
        given("报告人", report.reporter.given().map(|reporter| &reporter.value)),
        given("称呼", report.salutation.given().map(|salutation| &salutation.value)),
        given("来源", report.source.given().map(|source| &source.value)),
        given("附注", report.note.given().map(|note| &note.value)),
    ];
    let title = report.title.given();
    let texts = report.texts.iter().filter_map(|(key, text)| Some((key, Field::given(text)?)));
    let list = |(content, parts): (&'a Arc<Content>, &'a [Part])| {
        let entry = |entry: &Entry| {
            let texts = parts.iter().zip(&entry.parts);
            let texts = texts.filter_map(|(part, text)| Some((&part.key, text.as_ref()?)));
            texts.map(|(key, text)| Text { key, text: carried(&text.value) }).collect()
        };
        let entries: Vec<_> = report.entries(&content.key).iter().map(entry).collect();
        (!entries.is_empty()).then_some(List { key: &content.key, entries })
    };
    Last {
        lists: project.kind.lists().filter_map(list).collect(),
        title: title.map(|title| carry::carried_title(&one_line(&title.value), year, project)),
        addressees: names(&own.addressees),
        copies: names(&own.copies),
        elements: elements.into_iter().flatten().collect(),
        texts: texts.map(|(key, text)| Text { key, text: carried(&text.value) }).collect(),
        outline: project.kind.outline().map_or("", |outline| outline.key.as_str()),
        themes: report.outline.iter().map(|theme| theme_view(theme, carried)).collect(),
        prose: own
            .prose
            .iter()
            .map(|(key, text)| Text { key: &key.value, text: carried(text.value.trim_end()) })
            .collect(),
    }
}
