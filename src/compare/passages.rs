//! The text of a report as passages: what is compared with each other.

use std::borrow::Cow;
use std::ops::Range;

use crate::changes::{Labels, labels, without_number};
use crate::document::{Document, awaited};
use crate::returned::Returned;
use crate::sent::{Cell, Part, Role, RunKind, Sent, parts};
use crate::source::Sources;
use crate::text::years;

/// A passage of a report: a paragraph, a heading, a cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Passage {
    /// What it is; passages of one role are compared with each other.
    pub(super) role: &'static str,
    /// The headings of levels 1 and 2 that it stands under, without their numbers; empty before the
    /// first.
    pub(super) section: String,
    /// The nearest heading below that, without its number; empty where there is none.
    pub(super) item: String,
    /// The departments that wrote it, where they are known.
    pub(super) departments: String,
    /// Its text, a heading without its number.
    pub(super) text: String,
    /// Its text with the names of the figures in the place of what they are, and the years by how far
    /// they are from the year of the report. What differs in nothing else says nothing new.
    pub(super) plain: String,
    /// Its text with the names of the figures alone in their place, and the years as they are.
    pub(super) named: String,
    /// The year of its report, where it is compared with that of another.
    pub(super) year: Option<i32>,
    /// Where it stands in a table, and how that place is called.
    pub(super) cell: Option<Cell>,
    pub(super) labels: Labels,
    /// It stands on paper only: in the red head or in 版记, which a text for reading has not.
    pub(super) is_on_paper: bool,
}

impl Passage {
    /// Whether it is the number of a row, which is another one where a row above came or went.
    fn is_ordinal(&self) -> bool {
        let Labels { row, column } = &self.labels;
        row.is_empty() && column == "序号" && self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Its text without what changes from year to year, where it tells which report it is of.
    pub(super) fn telling(&self) -> Option<&str> {
        const LENGTH: usize = 6;
        let is_telling = self.cell.is_none() && self.plain.chars().nth(LENGTH - 1).is_some();
        is_telling.then_some(self.plain.as_str())
    }
}

pub(super) const HEADING: &str = "标题";
pub(super) const PARAGRAPH: &str = "段落";
/// The level of a heading that opens a paragraph, where only its number is known.
const LOWEST: u8 = 4;
const ROW: &str = "表格";
pub(super) const FRAME: &str = "首尾";

/// The passages of a report that was made of data; `year` is its year where it is compared with that
/// of another.
pub(crate) fn of_document(
    document: &Document,
    year: Option<i32>,
    sources: &Sources,
) -> Vec<Passage> {
    let mut passages = Passages { year, ..Passages::default() };
    for part in parts(document) {
        // They change every year, and nobody asks what is new about them.
        let is_of_year = matches!(
            part.role,
            Role::Marking | Role::Number | Role::Signers | Role::Date | Role::PrintedOn
        );
        if year.is_some() && is_of_year {
            continue;
        }
        let (text, named) = (part.text(), named(&part, year, document));
        passages.add(part.role, [&text, &plain(&named, year), &named], authors(&part, sources));
    }
    passages.labelled()
}

/// The passages of a text as it was sent.
pub(crate) fn of_sent(sent: &Sent) -> Vec<Passage> {
    let paragraphs = sent.paragraphs.iter();
    of_texts(paragraphs.map(|paragraph| (paragraph.role, paragraph.text.as_str())))
}

/// The passages of a document or a Markdown that came back.
pub(crate) fn of_returned(returned: &Returned) -> Vec<Passage> {
    let last = returned.paragraphs.len().saturating_sub(1);
    let paragraphs = returned.paragraphs.iter().enumerate();
    of_texts(paragraphs.map(|(at, paragraph)| {
        // Where nothing tells what a paragraph is, it is one of the body; a document does not tell
        // whether one of the body is opened by a heading, but the number of that does.
        let text = paragraph.text.as_str();
        let role = match paragraph.role.unwrap_or(Role::Body) {
            // 附注 stands at the end, in brackets, under no heading.
            Role::Body if at == last && is_bracketed(text) => Role::Note,
            Role::Body if without_number(text) != text => Role::RunIn(LOWEST),
            role => role,
        };
        (role, text)
    }))
}

/// Whether brackets stand around a text of one sentence.
fn is_bracketed(text: &str) -> bool {
    let inner = text.trim().strip_prefix('（').and_then(|text| text.strip_suffix('）'));
    inner.is_some_and(|inner| !inner.contains(['（', '）', '。']))
}

fn of_texts<'t>(texts: impl Iterator<Item = (Role, &'t str)>) -> Vec<Passage> {
    let mut passages = Passages::default();
    for (role, text) in texts {
        passages.add(role, [text; 3], String::new());
    }
    passages.labelled()
}

/// The text of a part with the names of its figures in their place, where it is compared with that of
/// another year.
fn named(part: &Part<'_>, year: Option<i32>, document: &Document) -> String {
    if year.is_none() {
        return part.text();
    }
    let shown = part.runs.iter().map(|run| match run.kind {
        RunKind::Figure(fact, _) => {
            let name = document.facts.get(fact.0).map_or("", |fact| fact.metric.as_str());
            Cow::Owned(format!("〔{name}〕"))
        }
        // A figure that is still to come stands for the same.
        RunKind::Missing => Cow::Owned(format!("〔{}〕", awaited(&run.shown))),
        _ => Cow::Borrowed(run.shown.as_ref()),
    });
    shown.collect()
}

/// The same with the years by how far they are from that of the report.
fn plain(named: &str, year: Option<i32>) -> String {
    let Some(year) = year else { return named.to_owned() };
    let years = [(year - 1, "上年"), (year, "本年"), (year + 1, "下年")];
    years
        .iter()
        .fold(named.to_owned(), |text, (year, word)| text.replace(&format!("{year}年"), word))
}

impl Passage {
    /// Whether it says what another says: they differ in nothing but figures, and in years that are as
    /// far from the years of their reports. A year that is the same in both is as it was.
    pub(super) fn says_the_same_as(&self, other: &Passage) -> bool {
        if self.text == other.text || self.plain == other.plain {
            return true;
        }
        let (Some(year), Some(other_year)) = (self.year, other.year) else { return false };
        let (years, others) = (years(&self.named), years(&other.named));
        let is_same = |((_, one), (_, two)): (&(_, i32), &(_, i32))| {
            one == two || one - year == two - other_year
        };
        years.len() == others.len()
            && years.iter().zip(&others).all(is_same)
            && without(&self.named, &years) == without(&other.named, &others)
    }
}

/// The pieces of a text between some years.
fn without<'t>(text: &'t str, years: &[(Range<usize>, i32)]) -> Vec<&'t str> {
    let starts = std::iter::once(0).chain(years.iter().map(|(range, _)| range.end));
    let ends = years.iter().map(|(range, _)| range.start).chain([text.len()]);
    starts.zip(ends).map(|(start, end)| text.get(start..end).unwrap_or_default()).collect()
}

/// The departments that wrote a part.
fn authors(part: &Part<'_>, sources: &Sources) -> String {
    let mut names: Vec<&str> = Vec::new();
    for run in &part.runs {
        if let RunKind::Typed(Some(place)) = run.kind {
            for name in sources.owners(place.file) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    }
    names.join("、")
}

#[derive(Debug, Default)]
struct Passages {
    list: Vec<Passage>,
    /// The cells in which nothing stands: no label goes on beside them.
    empty: Vec<Cell>,
    section: String,
    item: String,
    /// How long the heading of level 1 is in the section.
    part: usize,
    /// The year of the report, where it is compared with that of another.
    year: Option<i32>,
}

impl Passages {
    /// Adds a paragraph: its text, the plain text, the text with the names of the figures.
    fn add(&mut self, role: Role, texts: [&str; 3], departments: String) {
        let [text, plain, named] = match role {
            Role::Heading(_) | Role::RunIn(_) => texts.map(without_number),
            _ => texts,
        };
        match role {
            Role::Heading(1) | Role::AttachmentTitle => {
                text.clone_into(&mut self.section);
                self.part = text.len();
                self.item.clear();
            }
            Role::Heading(2) => {
                self.section.truncate(self.part);
                if self.part > 0 {
                    self.section.push('：');
                }
                self.section.push_str(text);
                self.item.clear();
            }
            Role::Heading(_) => text.clone_into(&mut self.item),
            Role::RunIn(_) => {
                let heading = text.split('。').next().unwrap_or_default();
                heading.clone_into(&mut self.item);
            }
            Role::Organ | Role::Note | Role::Copies | Role::PrintedBy | Role::AttachmentNote => {
                self.section.clear();
                self.part = 0;
                self.item.clear();
            }
            _ => {}
        }
        let is_on_paper = matches!(
            role,
            Role::Marking
                | Role::Mark
                | Role::Number
                | Role::Signers
                | Role::Copies
                | Role::PrintedBy
                | Role::PrintedOn
        );
        let cell = role.cell();
        let role = match role {
            Role::Heading(_) => HEADING,
            Role::RunIn(_) | Role::Body => PARAGRAPH,
            Role::Cell { .. } | Role::Caption | Role::Unit => ROW,
            _ => FRAME,
        };
        if text.trim().is_empty() {
            self.empty.extend(cell);
            return;
        }
        self.list.push(Passage {
            role,
            section: self.section.clone(),
            item: self.item.clone(),
            departments,
            text: text.to_owned(),
            plain: plain.to_owned(),
            named: named.to_owned(),
            year: self.year,
            cell,
            labels: Labels::default(),
            is_on_paper,
        });
    }

    /// The passages, each cell with its labels.
    fn labelled(mut self) -> Vec<Passage> {
        let filled = self.list.iter();
        let filled = filled.filter_map(|passage| Some((passage.cell?, passage.text.as_str())));
        let mut cells: Vec<(Cell, &str)> = filled.collect();
        cells.extend(self.empty.iter().map(|cell| (*cell, "")));
        cells.sort_by_key(|(cell, _)| (cell.line(), cell.column));
        let labels = cells.iter().zip(labels(&cells));
        let labels = labels.filter(|((_, text), _)| !text.is_empty()).map(|(_, labels)| labels);
        let labels: Vec<Labels> = labels.collect();
        let cells = self.list.iter_mut().filter(|passage| passage.cell.is_some());
        cells.zip(labels).for_each(|(passage, labels)| passage.labels = labels);
        self.list.retain(|passage| !passage.is_ordinal());
        self.list
    }
}
