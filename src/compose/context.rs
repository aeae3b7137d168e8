//! Context: the values a layout is filled with, and how the departments' prose is joined.
//!
//! Every text here is plain: final wording, figures marked, nothing escaped. The engine
//! escapes on output, so that a layout may look at a text before it prints it.

use std::ops::Range;

use serde::Serialize;

use super::filters::Printer;
use super::marks::Places;
use super::{marks, text};
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::findings::Findings;
use crate::load::{Item, Plan, Report, Shortcoming, Spanned, Submissions};
use crate::number::chinese_numeral;
use crate::project::Profile;
use crate::prose::{self, Piece};
use crate::source::Sources;
use crate::text::is_invisible;

/// What a layout may name. Lists of texts are paragraphs.
#[derive(Debug, Serialize)]
pub(super) struct Context {
    /// 发文机关
    issuer: String,
    /// 主送机关
    addressees: Vec<String>,
    /// 年度, `2024`, and the years around it.
    year: String,
    last_year: String,
    next_year: String,
    /// 标题, when the report gives one.
    title: Option<String>,
    /// 导语, 不足导语, 安排导语, 结语: empty unless the report replaces the layout's own.
    preamble: Vec<String>,
    shortcomings_lead: Vec<String>,
    plans_lead: Vec<String>,
    closing: Vec<String>,
    /// 提纲: the five themes.
    themes: Vec<ThemeView>,
    /// 满足: 第一责任人: these items of all themes, in order.
    first_responsible: Vec<ItemView>,
    /// 不足
    shortcomings: Vec<ShortcomingView>,
    /// 安排
    plans: Vec<PlanView>,
    /// 其他
    others: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ThemeView {
    /// 主题: the stable key.
    key: String,
    heading: String,
    /// 条目: all of them.
    items: Vec<ItemView>,
    /// 条目 without those that are marked 满足: 第一责任人.
    measures: Vec<ItemView>,
}

#[derive(Debug, Clone, Serialize)]
struct ItemView {
    key: String,
    heading: String,
    first_responsible: bool,
    /// 正文: the departments' contributions, joined.
    paragraphs: Vec<String>,
}

/// 问题 and 原因 are clauses: no stop at the end, the layout joins them.
#[derive(Debug, Serialize)]
struct ShortcomingView {
    /// 一, 二, 三
    ordinal: String,
    problem: String,
    cause: String,
}

#[derive(Debug, Serialize)]
struct PlanView {
    heading: String,
    paragraphs: Vec<String>,
}

/// Makes texts printable and gathers what is wrong with them.
pub(super) struct Writer<'a> {
    pub(super) sources: &'a Sources,
    pub(super) printer: &'a Printer,
    pub(super) edition: &'a Edition,
    pub(super) places: Places,
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
                    heading: self.heading(&theme.heading),
                    measures: items
                        .iter()
                        .filter(|item| !item.first_responsible)
                        .cloned()
                        .collect(),
                    items,
                }
            })
            .collect();
        let items = themes.iter().flat_map(|theme| &theme.items);
        Context {
            issuer: text::visible(&profile.issuer),
            addressees: self.edition.addressees.iter().map(|name| text::visible(name)).collect(),
            year: report.year.to_string(),
            last_year: report.year.saturating_sub(1).to_string(),
            next_year: report.year.saturating_add(1).to_string(),
            title: report.title.given().map(|title| {
                let title = self.line(title);
                self.places.bare(title)
            }),
            preamble: self.optional_prose(report.preamble.given()),
            shortcomings_lead: self.optional_prose(report.shortcomings_lead.given()),
            plans_lead: self.optional_prose(report.plans_lead.given()),
            closing: self.optional_prose(report.closing.given()),
            first_responsible: items.filter(|item| item.first_responsible).cloned().collect(),
            themes,
            shortcomings: self.shortcomings(report, submissions),
            plans: self.plans(report, submissions),
            others: self.optional_prose(report.others.given()),
        }
    }

    fn item(&mut self, item: &Item, submissions: &Submissions) -> ItemView {
        ItemView {
            key: item.key.value.clone(),
            heading: self.heading(&item.heading),
            first_responsible: item.first_responsible,
            paragraphs: self.contributions(item, submissions),
        }
    }

    /// The departments' contributions in the order of the outline: each goes on in the
    /// paragraph where the one before it ended.
    fn contributions(&mut self, item: &Item, submissions: &Submissions) -> Vec<String> {
        let mut contributions: Vec<Vec<String>> = Vec::new();
        for name in &item.departments {
            let prose = submissions
                .departments
                .iter()
                .find(|department| department.name.value == name.value)
                .and_then(|department| {
                    department.prose.iter().find(|(key, _)| key.value == item.key.value)
                });
            match prose {
                Some((_, prose)) => contributions.push(text::paragraphs(&self.expand(prose))),
                None if self.edition.draft => {
                    let open = format!("{}的“{}”", name.value, item.key.value);
                    contributions.push(vec![marks::missing(&open)]);
                }
                None => {}
            }
        }
        contributions.retain(|paragraphs| !paragraphs.is_empty());
        let numbered = item.ordinal && contributions.len() > 1;
        let mut joined: Vec<String> = Vec::new();
        for (place, contribution) in (1..).zip(contributions) {
            let mut paragraphs = contribution.into_iter();
            let mut opening = paragraphs.next().unwrap_or_default();
            if numbered {
                opening = format!("{}是{opening}", chinese_numeral(place));
            }
            match joined.last_mut() {
                Some(last) => last.push_str(&opening),
                None => joined.push(opening),
            }
            joined.extend(paragraphs);
        }
        joined.into_iter().map(|paragraph| self.places.bare(paragraph)).collect()
    }

    fn shortcomings(&mut self, report: &Report, submitted: &Submissions) -> Vec<ShortcomingView> {
        let office: Vec<&Shortcoming> = report.shortcomings.iter().collect();
        let departments = submitted.departments.iter().flat_map(|d| &d.shortcomings);
        let chosen = if office.is_empty() { departments.collect() } else { office };
        if chosen.is_empty() && self.edition.draft {
            return vec![ShortcomingView {
                ordinal: chinese_numeral(1),
                problem: marks::missing("不足"),
                cause: marks::missing("原因"),
            }];
        }
        (1..)
            .zip(chosen)
            .map(|(place, entry)| ShortcomingView {
                ordinal: chinese_numeral(place),
                problem: self.clause(&entry.problem),
                cause: self.clause(&entry.cause),
            })
            .collect()
    }

    fn plans(&mut self, report: &Report, submissions: &Submissions) -> Vec<PlanView> {
        let office: Vec<&Plan> = report.plans.iter().collect();
        let departments = submissions.departments.iter().flat_map(|d| &d.plans);
        let chosen = if office.is_empty() { departments.collect() } else { office };
        if chosen.is_empty() && self.edition.draft {
            return vec![PlanView {
                heading: "工作安排".to_owned(),
                paragraphs: vec![marks::missing("安排")],
            }];
        }
        chosen
            .into_iter()
            .map(|plan| PlanView {
                heading: self.heading(&plan.heading),
                paragraphs: self.prose(&plan.text),
            })
            .collect()
    }

    fn optional_prose(&mut self, prose: Option<&Spanned<String>>) -> Vec<String> {
        prose.map(|prose| self.prose(prose)).unwrap_or_default()
    }

    fn prose(&mut self, prose: &Spanned<String>) -> Vec<String> {
        let paragraphs = text::paragraphs(&self.expand(prose));
        paragraphs.into_iter().map(|paragraph| self.places.bare(paragraph)).collect()
    }

    fn line(&mut self, text: &Spanned<String>) -> String {
        text::join_lines(&self.expand(text))
    }

    /// Whether a heading opens its paragraph is the layout's affair, so its stop goes.
    fn heading(&mut self, heading: &Spanned<String>) -> String {
        let heading = self.line(heading).trim_end_matches('。').to_owned();
        self.places.bare(heading)
    }

    fn clause(&mut self, clause: &Spanned<String>) -> String {
        let clause = self.line(clause).trim_end_matches(['。', '；', '，']).to_owned();
        self.places.bare(clause)
    }

    /// Puts the figures into a text, and before each part of it the mark of its place; lines stay
    /// as typed.
    fn expand(&mut self, typed: &Spanned<String>) -> String {
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
                    match self.printer.print(&placeholder.name, &placeholder.form) {
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
