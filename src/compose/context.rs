//! Context: the values a layout is filled with, and how the departments' prose is joined.
//!
//! Every text here is plain: final wording, figures marked, nothing escaped. The engine
//! escapes on output, so that a layout may look at a text before it prints it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;

use super::filters::Printer;
use super::lost::Given;
use super::marks::Places;
use super::{frame, marks, text};
use crate::diagnostic::Diagnostic;
use crate::document::Text;
use crate::edition::Edition;
use crate::findings::Findings;
use crate::kind::{Content, Draft, Part, PartForm};
use crate::load::{Entry, Item, Report, Spanned, Submissions};
use crate::number::chinese_numeral;
use crate::project::{DirectoryEntry, Profile};
use crate::prose::{self, Piece, Placeholder};
use crate::source::Sources;
use crate::text::is_invisible;

/// What a layout may name. Lists of texts are paragraphs.
#[derive(Debug, Serialize)]
pub(super) struct Context {
    /// 发文机关
    issuer: String,
    /// 主送机关
    addressees: Vec<String>,
    /// 主送机关 or 称呼 with its colon, as it stands above the text.
    salutation: String,
    /// 年度, `2024`, and the years around it.
    year: String,
    last_year: String,
    next_year: String,
    /// 标题, when the report gives one.
    title: Option<String>,
    /// 部门 of the profile, in its order.
    departments: Vec<DepartmentView>,
    /// 提纲: the themes.
    themes: Vec<ThemeView>,
    /// What the kind of the report adds, by the names that it gives to layouts.
    #[serde(flatten)]
    of_kind: BTreeMap<String, Value>,
}

/// A department, whether it handed in or not.
#[derive(Debug, Serialize)]
struct DepartmentView {
    name: String,
    /// 简称, or else the name.
    short_name: String,
    /// Whether it handed in.
    reported: bool,
}

/// A value that the kind of the report adds.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Value {
    /// 套话 and contents that are texts, as paragraphs: empty unless the report has them.
    Paragraphs(Vec<String>),
    /// The items of all themes, in order, that are marked as a content.
    Items(Vec<ItemView>),
    /// A list of entries.
    Entries(Vec<EntryView>),
}

#[derive(Debug, Serialize)]
struct ThemeView {
    /// 主题: the stable key.
    key: String,
    heading: String,
    /// 条目: all of them.
    items: Vec<ItemView>,
    /// 条目 without those that are marked by 满足.
    measures: Vec<ItemView>,
}

#[derive(Debug, Clone, Serialize)]
struct ItemView {
    key: String,
    heading: String,
    /// 正文: the departments' contributions, joined.
    paragraphs: Vec<String>,
    /// Whether it is marked as each of the contents that items may be marked as.
    #[serde(flatten)]
    marks: BTreeMap<String, bool>,
}

/// An entry of a list such as 不足.
#[derive(Debug, Serialize)]
struct EntryView {
    /// 一, 二, 三
    ordinal: String,
    #[serde(flatten)]
    parts: BTreeMap<String, PartView>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum PartView {
    /// A clause or a heading: no stop at the end, the layout joins them.
    Line(String),
    Paragraphs(Vec<String>),
}

/// Makes texts printable and gathers what is wrong with them.
pub(super) struct Writer<'a> {
    pub(super) sources: &'a Sources,
    pub(super) printer: &'a Printer,
    pub(super) edition: &'a Edition,
    pub(super) places: Places,
    /// The texts that the layout is to print.
    pub(super) given: Vec<Given>,
    pub(super) findings: Findings,
}

impl Writer<'_> {
    pub(super) fn context(&mut self, profile: &Profile, submissions: &Submissions) -> Context {
        let report = &submissions.report;
        let themes: Vec<ThemeView> = report
            .outline
            .iter()
            .map(|theme| {
                let items = theme.items.iter();
                let items = items.filter(|item| item.public || !self.edition.public);
                let items: Vec<&Item> = items.collect();
                let items: Vec<ItemView> =
                    items.into_iter().map(|item| self.item(item, submissions)).collect();
                ThemeView {
                    key: theme.key.value.clone(),
                    heading: self.outline_heading(&theme.heading, theme.is_untitled()),
                    measures: items
                        .iter()
                        .filter(|item| !item.marks.values().any(|is_marked| *is_marked))
                        .cloned()
                        .collect(),
                    items,
                }
            })
            .collect();
        if report.kind.outline().is_some_and(|outline| !self.prints(&outline.key, None)) {
            self.given.clear();
        }
        let of_kind = self.of_kind(&themes, submissions);
        Context {
            issuer: self.own(profile.issuer.as_ref()),
            addressees: self.edition.addressees.iter().map(|name| text::visible(name)).collect(),
            salutation: self.salutation(report),
            year: report.year.to_string(),
            last_year: report.year.saturating_sub(1).to_string(),
            next_year: report.year.saturating_add(1).to_string(),
            title: report.title.given().map(|title| self.heading(title, None)),
            departments: departments(profile, submissions),
            themes,
            of_kind,
        }
    }

    /// What the kind of the report adds.
    fn of_kind(
        &mut self,
        themes: &[ThemeView],
        submissions: &Submissions,
    ) -> BTreeMap<String, Value> {
        let report = &submissions.report;
        let mut values = BTreeMap::new();
        for (key, variable) in report.kind.texts() {
            let before = self.given.len();
            let text = report.text(key).map(|text| self.prose(text, None)).unwrap_or_default();
            if !self.prints(key, None) {
                self.given.truncate(before);
            }
            values.insert(variable.to_owned(), Value::Paragraphs(text));
        }
        for mark in report.kind.marks() {
            let is_marked = |item: &&ItemView| item.marks.get(&mark.variable) == Some(&true);
            let items = themes.iter().flat_map(|theme| &theme.items).filter(is_marked);
            values.insert(mark.variable.clone(), Value::Items(items.cloned().collect()));
        }
        for (content, parts) in report.kind.lists() {
            let entries = self.entries(content, parts, submissions);
            values.insert(content.variable.clone(), Value::Entries(entries));
        }
        values
    }

    fn item(&mut self, item: &Item, submissions: &Submissions) -> ItemView {
        let marks = submissions.report.kind.marks().map(|mark| {
            (mark.variable.clone(), item.satisfies.as_deref() == Some(mark.key.as_str()))
        });
        ItemView {
            key: item.key.value.clone(),
            heading: self.outline_heading(&item.heading, item.is_untitled()),
            paragraphs: self.contributions(item, submissions),
            marks: marks.collect(),
        }
    }

    /// The departments' contributions in the order of the outline: each goes on in the
    /// paragraph where the one before it ended.
    fn contributions(&mut self, item: &Item, submissions: &Submissions) -> Vec<String> {
        // Each with the number of its group.
        let mut contributions: Vec<(usize, Vec<String>)> = Vec::new();
        let mut spans = Vec::new();
        let mut group = 0;
        for (place, name) in item.departments.iter().enumerate() {
            group += usize::from(!item.goes_on.contains(&place));
            let texts = texts_of(item, place, submissions);
            for prose in &texts {
                spans.push(prose.span);
                let written = self.expand(prose, Some(&name.value));
                contributions.push((group, text::paragraphs(&written)));
            }
            if texts.is_empty() && self.edition.draft {
                let open = format!("{}的“{}”", name.value, item.key.value);
                contributions.push((group, vec![marks::missing(&open)]));
            }
        }
        contributions.retain(|(_, paragraphs)| !paragraphs.is_empty());
        let mut groups: Vec<usize> = contributions.iter().map(|(group, _)| *group).collect();
        groups.dedup();
        let numbered = item.ordinal && groups.len() > 1;
        let mut joined: Vec<String> = Vec::new();
        let (mut ordinal, mut last) = (0, 0);
        for (group, contribution) in contributions {
            let mut paragraphs = contribution.into_iter();
            let mut opening = paragraphs.next().unwrap_or_default();
            if numbered && group != last {
                ordinal += 1;
                last = group;
                opening = format!("{}是{opening}", chinese_numeral(ordinal));
            }
            match joined.last_mut() {
                Some(last) => last.push_str(&opening),
                None => joined.push(opening),
            }
            joined.extend(paragraphs);
        }
        // A paragraph may be several departments'.
        let bare = joined.into_iter().map(|paragraph| {
            let span = self.places.first(&paragraph).or(spans.first().copied());
            let text = self.places.bare(paragraph);
            self.given.extend(span.map(|span| Given { span, text: text.clone() }));
            text
        });
        bare.collect()
    }

    /// The entries of a list: the office's, or else the departments'.
    fn entries(
        &mut self,
        content: &Content,
        parts: &[Part],
        submissions: &Submissions,
    ) -> Vec<EntryView> {
        let office = submissions.report.entries(&content.key);
        let chosen: Vec<(&Entry, Option<&str>)> = if office.is_empty() {
            let departments = submissions.departments.iter();
            let entries = departments.flat_map(|each| {
                let entries = each.entries(&content.key).iter();
                entries.map(|entry| (entry, Some(each.name.value.as_str())))
            });
            entries.collect()
        } else {
            office.iter().map(|entry| (entry, None)).collect()
        };
        if chosen.is_empty() && self.edition.draft {
            let parts = parts.iter().map(|part| (part.variable.clone(), missing(part)));
            return vec![EntryView { ordinal: chinese_numeral(1), parts: parts.collect() }];
        }
        (1..)
            .zip(chosen)
            .map(|(place, (entry, department))| EntryView {
                ordinal: chinese_numeral(place),
                parts: parts
                    .iter()
                    .zip(&entry.parts)
                    // Without a key a layout that prints the part all the same is at fault.
                    .filter_map(|(part, text)| {
                        let before = self.given.len();
                        let text = self.part(part, text.as_ref()?, department);
                        if !self.prints(&content.key, Some(&part.key)) {
                            self.given.truncate(before);
                        }
                        Some((part.variable.clone(), text))
                    })
                    .collect(),
            })
            .collect()
    }

    /// `department` is the one whose text it is.
    fn part(&mut self, part: &Part, text: &Spanned<String>, department: Option<&str>) -> PartView {
        match part.form {
            PartForm::Clause => PartView::Line(self.clause(text, department)),
            PartForm::Heading => PartView::Line(self.heading(text, department)),
            PartForm::Prose => PartView::Paragraphs(self.prose(text, department)),
        }
    }

    /// Whether the layout prints a text; what it leaves out on purpose is not looked for.
    fn prints(&self, key: &str, part: Option<&str>) -> bool {
        self.edition.layout.prints(key, part)
    }

    fn salutation(&mut self, report: &Report) -> String {
        let Text { shown, place } = frame::salutation(self.edition, report);
        let marked = place.map_or_else(String::new, |span| self.places.mark(span)) + &shown;
        self.places.bare(marked)
    }

    /// A name of the profile.
    fn own(&mut self, name: Option<&Spanned<String>>) -> String {
        let Some(name) = name else { return String::new() };
        let marked = self.places.mark(name.span) + &text::visible(&name.value);
        self.places.bare(marked)
    }

    fn prose(&mut self, prose: &Spanned<String>, department: Option<&str>) -> Vec<String> {
        let paragraphs = text::paragraphs(&self.expand(prose, department));
        paragraphs.into_iter().map(|paragraph| self.give(prose, paragraph)).collect()
    }

    /// The text as a template gets it, which is to print it.
    fn give(&mut self, typed: &Spanned<String>, marked: String) -> String {
        let span = self.places.first(&marked).unwrap_or(typed.span);
        let text = self.places.bare(marked);
        self.given.push(Given { span, text: text.clone() });
        text
    }

    fn line(&mut self, text: &Spanned<String>, department: Option<&str>) -> String {
        text::join_lines(&self.expand(text, department))
    }

    /// Whether a heading opens its paragraph is the layout's affair, so its stop goes.
    /// A heading of the outline; one that is still to come is marked in a draft.
    fn outline_heading(&mut self, heading: &Spanned<String>, untitled: bool) -> String {
        match untitled && self.edition.draft {
            true => marks::missing(&format!("{}的标题", heading.value)),
            false => self.heading(heading, None),
        }
    }

    fn heading(&mut self, heading: &Spanned<String>, department: Option<&str>) -> String {
        let line = without_stop(self.line(heading, department));
        self.give(heading, line)
    }

    fn clause(&mut self, clause: &Spanned<String>, department: Option<&str>) -> String {
        let line = without_stop(self.line(clause, department));
        self.give(clause, line)
    }

    /// Puts the figures into a text, and before each part of it the mark of its place; lines stay
    /// as typed.
    ///
    /// In a department's text a figure that each department has is its own, unless it asks for
    /// the sum.
    fn expand(&mut self, typed: &Spanned<String>, department: Option<&str>) -> String {
        let value = &typed.value;
        let pieces = prose::parse(value).0;
        let parts = parts(&pieces);
        let spans = prose::locate_all(self.sources, typed.span, value, &parts);
        let mut spans = parts.into_iter().zip(spans).peekable();
        let mut expanded = String::with_capacity(value.len() * 2);
        let mut at = 0;
        for piece in pieces {
            match piece {
                Piece::Text(words) => {
                    let end = at + words.len();
                    let mut rest = at;
                    while let Some((part, span)) = spans.next_if(|(part, _)| part.start < end) {
                        push_visible(value.get(rest..part.start), &mut expanded);
                        expanded.push_str(&self.places.mark(span));
                        rest = part.start;
                    }
                    push_visible(value.get(rest..end), &mut expanded);
                    at = end;
                }
                Piece::Placeholder(placeholder) => {
                    at = placeholder.range.end;
                    let Some((_, span)) = spans.next() else { continue };
                    let before = value.get(..placeholder.range.start).unwrap_or_default();
                    let Placeholder { name, form, .. } = &placeholder;
                    let total = placeholder.total;
                    let of = department.filter(|_| !total && self.printer.has_parts(name));
                    match self.printer.print(before, name, of, form) {
                        Ok(figure) => {
                            expanded.push_str(&self.places.mark(span));
                            expanded.push_str(&figure);
                        }
                        Err(_) if self.edition.draft => {
                            expanded.push_str(&marks::missing(&placeholder.name));
                        }
                        Err(fault) => self.findings.report(
                            Diagnostic::new(fault.code, fault.message)
                                .at(span, "在这里引用")
                                .help(fault.help),
                        ),
                    }
                }
            }
        }
        expanded
    }
}

fn departments(profile: &Profile, submissions: &Submissions) -> Vec<DepartmentView> {
    let reported: BTreeSet<&str> =
        submissions.departments.iter().map(|each| each.name.value.as_str()).collect();
    let view = |entry: &DirectoryEntry| DepartmentView {
        short_name: text::visible(entry.short_name.as_ref().unwrap_or(&entry.name)),
        reported: reported.contains(entry.name.as_str()),
        name: text::visible(&entry.name),
    };
    profile.departments.iter().map(view).collect()
}

/// What the department at a place of an item wrote for it: where it is named several times, one
/// text each time, and at the last all that are left.
fn texts_of<'a>(
    item: &Item,
    place: usize,
    submissions: &'a Submissions,
) -> Vec<&'a Spanned<String>> {
    let Some(name) = item.departments.get(place).map(|named| named.value.as_str()) else {
        return Vec::new();
    };
    let named = |named: &&Spanned<String>| named.value == name;
    let earlier = item.departments.iter().take(place).filter(named).count();
    let is_last = !item.departments.iter().skip(place + 1).any(|other| other.value == name);
    let texts = submissions.texts(name, &item.key.value).skip(earlier);
    texts.take(if is_last { usize::MAX } else { 1 }).collect()
}

/// A text that layouts go on after, without the stops and commas at its end.
fn without_stop(mut line: String) -> String {
    const STOPS: [char; 12] =
        ['。', '．', '.', '；', ';', '，', ',', '：', ':', '、', ' ', '\u{3000}'];
    let end = line.trim_end_matches(STOPS).len();
    line.truncate(end);
    line
}

/// What nobody sees is reported where the file is read; escapes can still hold it, and marks too.
fn push_visible(words: Option<&str>, expanded: &mut String) {
    let words = words.unwrap_or_default();
    expanded.extend(words.chars().filter(|c| !is_invisible(*c)));
}

/// The parts of a text that have a place of their own, in order: each placeholder, and the words
/// between two of them, paragraph by paragraph. Words begin where they are not blank.
fn parts(pieces: &[Piece<'_>]) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for piece in pieces {
        match piece {
            Piece::Text(words) => {
                let mut goes_on = false;
                for line in words.split_inclusive('\n') {
                    let blank = line.len() - line.trim_start().len();
                    let words = line.trim().len();
                    let (start, end) = (at + blank, at + blank + words);
                    match parts.last_mut() {
                        Some(part) if goes_on && words > 0 => part.end = end,
                        _ if words > 0 => parts.push(start..end),
                        _ => {}
                    }
                    goes_on = words > 0;
                    at += line.len();
                }
            }
            Piece::Placeholder(placeholder) => {
                parts.push(placeholder.range.clone());
                at = placeholder.range.end;
            }
        }
    }
    parts
}

/// What a draft prints for a part that nobody wrote.
fn missing(part: &Part) -> PartView {
    let words = match &part.draft {
        Draft::Missing(what) => marks::missing(what),
        Draft::Words(words) => words.clone(),
    };
    match part.form {
        PartForm::Clause | PartForm::Heading => PartView::Line(words),
        PartForm::Prose => PartView::Paragraphs(vec![words]),
    }
}
