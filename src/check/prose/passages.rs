//! The texts that are printed, and what they are in the report.

use std::iter;

use super::Context;
use super::labels::{self, Printed};
use crate::kind::{Kind as ReportKind, PartForm};
use crate::load::{Department, Entry, Spanned};
use crate::number;

/// A text of the report, and who wrote it; none for the collecting office.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage<'a> {
    pub text: &'a Spanned<String>,
    pub department: Option<&'a Department>,
    pub kind: Kind,
    /// It is about next year: its numbers are targets.
    pub is_plan: bool,
    /// It is a content that must be there: 无 may be all there is to say.
    pub may_be_none: bool,
    /// What the report prints before it.
    pub printed: Printed<'a>,
}

impl<'a> Passage<'a> {
    /// Paragraphs before which nothing is printed.
    pub(super) fn new(
        text: &'a Spanned<String>,
        department: Option<&'a Department>,
    ) -> Passage<'a> {
        let printed = Printed::default();
        let (kind, is_plan, may_be_none) = (Kind::Body, false, false);
        Passage { text, department, kind, is_plan, may_be_none, printed }
    }

    /// Whether nothing stands in it yet.
    pub(super) fn is_unwritten(&self) -> bool {
        let text = self.text.value.trim();
        let is_none = self.may_be_none && matches!(text, "无" | "无。" | "没有。");
        text.is_empty() || (number::is_placeholder(text) && !is_none)
    }
}

/// What a text is in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Body,
    /// A number typed in a title or heading is a part of it.
    Heading,
    /// 附注: printed as typed, placeholders too.
    Note,
}

/// All texts that are printed, in the order of the files.
pub(super) fn passages(context: Context<'_>) -> Vec<Passage<'_>> {
    let report = &context.submissions.report;
    let headings = report.outline.iter().flat_map(|theme| {
        iter::once(&theme.heading).chain(theme.items.iter().map(|item| &item.heading))
    });
    let whole = |text| Passage::new(text, None);
    let title = report.title.given().into_iter();
    let title = title.map(|text| Passage { kind: Kind::Heading, ..whole(text) });
    let numbered = Printed { ordinal: true, ..Printed::default() };
    let headings =
        headings.map(|text| Passage { kind: Kind::Heading, printed: numbered, ..whole(text) });
    let note = report.note.given().into_iter();
    let note = note.chain(report.subtitle.given());
    let note = note.map(|text| Passage { kind: Kind::Note, ..whole(text) });
    let texts = report.texts.iter().filter_map(|(key, text)| {
        let is_plan = leads_to_plans(&report.kind, key);
        let mut required = report.kind.contents.iter().filter(|content| content.may_be_none());
        let may_be_none = required.any(|content| content.key == *key);
        Some(Passage { is_plan, may_be_none, ..whole(text.given()?) })
    });
    let office =
        title
            .chain(headings)
            .chain(note)
            .chain(texts)
            .chain(entries(&report.kind, None, |key| report.entries(key)));
    let items = labels::items(context);
    let departments = context.submissions.departments.iter().flat_map(|department| {
        let prose = department.prose.iter().map(|(key, text)| {
            let printed = items.get(key.value.as_str()).copied().unwrap_or_default();
            Passage { printed, ..Passage::new(text, Some(department)) }
        });
        let listed = entries(&report.kind, Some(department), |key| department.entries(key));
        prose.chain(listed).collect::<Vec<Passage<'_>>>()
    });
    office.chain(departments).collect()
}

/// Whether a text of `report.yaml` is about next year, or leads to what is: 安排导语.
fn leads_to_plans(kind: &ReportKind, key: &str) -> bool {
    let mut plans = kind.contents.iter().filter(|content| content.is_next_year);
    plans.any(|content| key.starts_with(&content.key))
}

/// The texts of all entries of all lists.
fn entries<'a>(
    kind: &'a ReportKind,
    department: Option<&'a Department>,
    listed: impl Fn(&str) -> &'a [Entry] + 'a,
) -> impl Iterator<Item = Passage<'a>> {
    kind.lists().flat_map(move |(content, parts)| {
        listed(&content.key).iter().flat_map(move |entry| {
            parts.iter().zip(&entry.parts).filter_map(move |(part, text)| {
                let kind = match part.form {
                    PartForm::Heading => Kind::Heading,
                    PartForm::Clause | PartForm::Prose => Kind::Body,
                };
                Some(Passage {
                    kind,
                    is_plan: content.is_next_year,
                    printed: Printed::before(part, parts),
                    ..Passage::new(text.as_ref()?, department)
                })
            })
        })
    })
}
