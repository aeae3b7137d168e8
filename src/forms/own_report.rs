//! 本部门报告 in a department's form: what last year's said, carried over.

use serde::Serialize;

use super::carry::{self, Carried};
use super::{Text, one_line};
use crate::load::{OwnReport, Theme};
use crate::project::Project;
use crate::source::Field;

/// What the template may name.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    title: Option<Carried>,
    /// 主送机关
    addressees: &'a [String],
    /// 抄送机关
    copies: &'a [String],
    /// Other elements that hold from year to year, by their keys.
    elements: Vec<Element<'a>>,
    /// The texts that replaced those of the layout, and the contents that are texts.
    texts: Vec<Text<'a>>,
    /// What the outline is called in the files.
    outline: &'a str,
    themes: Vec<ThemeView<'a>>,
    /// 正文
    prose: Vec<Text<'a>>,
}

#[derive(Debug, Serialize)]
struct Element<'a> {
    key: &'static str,
    value: &'a str,
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
    satisfies: Option<&'a str>,
    is_public: bool,
}

pub(super) fn view<'a>(own: &'a OwnReport, year: i32, project: &'a Project) -> View<'a> {
    let carried = |text: &str| carry::carried(text, year, project);
    let report = &own.report;
    let given =
        |key, value: Option<&'a String>| value.map(|value| Element { key, value: value.as_str() });
    let elements = [
        given("发文机关标志", own.mark.as_ref().map(|mark| &mark.value)),
        given("发文机关代字", own.code.as_ref()),
        given("印发机关", own.printer.as_ref().map(|printer| &printer.value)),
        given("附注", report.note.given().map(|note| &note.value)),
    ];
    let title = report.title.given();
    let texts = report.texts.iter().filter_map(|(key, text)| Some((key, Field::given(text)?)));
    View {
        title: title.map(|title| carry::carried_title(&one_line(&title.value), year, project)),
        addressees: &own.addressees,
        copies: &own.copies,
        elements: elements.into_iter().flatten().collect(),
        texts: texts.map(|(key, text)| Text { key, text: carried(&text.value) }).collect(),
        outline: project.kind.outline().map_or("", |outline| outline.key.as_str()),
        themes: report.outline.iter().map(|theme| theme_view(theme, &carried)).collect(),
        prose: own
            .prose
            .iter()
            .map(|(key, text)| Text { key: &key.value, text: carried(text.value.trim_end()) })
            .collect(),
    }
}

fn theme_view<'a>(theme: &'a Theme, carried: &impl Fn(&str) -> Carried) -> ThemeView<'a> {
    let items = theme.items.iter().map(|item| ItemView {
        key: &item.key.value,
        heading: carried(&item.heading.value),
        satisfies: item.satisfies.as_deref(),
        is_public: item.public,
    });
    ThemeView {
        key: &theme.key.value,
        heading: carried(&theme.heading.value),
        items: items.collect(),
    }
}
