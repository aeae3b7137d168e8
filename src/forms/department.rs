//! A department's form for a new year, `data/<year>/<department>.yaml`.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

use super::carry::{self, Carried};
use super::{Text, lines, one_line, own_report};
use crate::catalogue::{DOT, Metric, MetricKind, Need, Owner};
use crate::kind::{self, Level, Part};
use crate::load::{Department, Entry, Item, Report, Spanned, Submissions};
use crate::number::{self, Quantity};
use crate::project::{DirectoryEntry, Project};
use crate::prose::{self, Piece};
use crate::source::Sources;
use crate::text::{command_word_or, width};

/// What the template may name.
#[derive(Debug, Serialize)]
pub(super) struct Values<'a> {
    department: &'a str,
    /// The same as a word of a command.
    department_word: String,
    year: i32,
    next_year: i32,
    /// By themes, in the order of the catalogue.
    metrics: Vec<Group<'a>>,
    /// The column at which what is asked of a metric begins.
    column: usize,
    /// Whether the kind of report has an outline.
    has_outline: bool,
    /// The items of last year's outline that the department writes.
    items: Vec<ItemView<'a>>,
    contents: Vec<Content<'a>>,
    verbatim: Vec<&'a str>,
    /// Last year's reasons, which answer last year's figures.
    reasons: Vec<Reason<'a>>,
    /// 本部门报告
    own: own_report::View<'a>,
}

#[derive(Debug, Serialize)]
struct Group<'a> {
    theme: &'a str,
    metrics: Vec<MetricView<'a>>,
}

#[derive(Debug, Serialize)]
struct MetricView<'a> {
    name: &'a str,
    /// 维度 of the metric; none of one that is a single figure.
    dimension: Option<&'a str>,
    /// Its members.
    members: Vec<MemberView<'a>>,
    /// Whether each member is computed from other metrics.
    is_sum: bool,
    /// 类型
    kind: &'static str,
    unit: &'a str,
    /// 必填, 建议 or 选填
    need: &'static str,
    /// Whether last year's texts print it, and it need not be filled in for another reason.
    cited: bool,
    /// Whether it is computed where its parts are known.
    computed: bool,
    /// Last year's value as it was typed.
    last: Option<String>,
    /// 口径, on one line.
    definition: String,
    /// 填报提示, on one line.
    instruction: Option<String>,
}

/// A member of a metric with a dimension.
#[derive(Debug, Serialize)]
struct MemberView<'a> {
    key: &'a str,
    /// Last year's value as it was typed.
    last: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct ItemView<'a> {
    pub(super) key: &'a str,
    pub(super) heading: &'a str,
    /// Last year's text; none when there was none.
    pub(super) prose: Option<Carried>,
}

/// A content that is written entry by entry, such as 不足.
#[derive(Debug, Serialize)]
pub(super) struct Content<'a> {
    key: &'a str,
    /// Whether it is about the year after the reported one.
    is_next_year: bool,
    fields: Vec<Field<'a>>,
    /// How many lines an entry to be uncommented has, with the key; in Chinese.
    lines: String,
    /// Last year's entries, each field by field.
    entries: Vec<Vec<Text<'a>>>,
}

#[derive(Debug, Serialize)]
struct Field<'a> {
    key: &'a str,
    /// What a person may write there.
    example: &'a str,
}

#[derive(Debug, Serialize)]
struct Reason<'a> {
    metric: &'a str,
    reason: String,
}

/// The values of the form, or nothing when nothing is asked of the department.
pub(super) fn values<'a>(
    project: &'a Project,
    entry: &'a DirectoryEntry,
    year: i32,
    last: Option<&'a Submissions>,
    outline: Option<&'a Report>,
    sources: &'a Sources,
) -> Option<Values<'a>> {
    let name = entry.name.as_str();
    let form = Filled::new(project, year, name, last, sources);
    let metrics = project.catalogue.metrics.values().map(Arc::as_ref);
    let metrics = metrics.filter(|metric| metric.is_typed_by(name));
    let metrics: Vec<&Metric> = metrics.filter(|metric| metric.stands_for_family()).collect();
    let items = form.items(outline, name);
    if metrics.is_empty() && items.is_empty() && form.before.is_empty() {
        return None;
    }
    let widths = metrics.iter().map(|metric| width(&format!("  {}:", metric.asked_name())));
    let column = widths.max().unwrap_or(0) + 6;
    Some(Values {
        department: name,
        department_word: command_word_or(name, "部门"),
        year,
        next_year: year + 1,
        metrics: form.metrics(&metrics, &used(last)),
        column,
        has_outline: project.kind.outline().is_some(),
        items,
        contents: form.contents(),
        verbatim: form.verbatim(),
        reasons: form.reasons(),
        own: form.own_report(entry.level),
    })
}

/// The items of an outline that a department writes, in their order.
fn items_of<'a>(report: &'a Report, department: &str) -> Vec<&'a Item> {
    let items = report.outline.iter().flat_map(|theme| &theme.items);
    items.filter(|item| item.departments.iter().any(|named| named.value == department)).collect()
}

/// The metrics that last year's texts print.
fn used(last: Option<&Submissions>) -> BTreeSet<String> {
    let departments = last.map(|last| last.departments.as_slice()).unwrap_or_default();
    let texts = departments.iter().flat_map(|department| department.prose.iter());
    let pieces = texts.flat_map(|(_, text)| prose::parse(&text.value).0);
    let names = pieces.filter_map(|piece| match piece {
        Piece::Placeholder(placeholder) => Some(placeholder.name),
        Piece::Text(_) => None,
    });
    names.collect()
}

/// What a form of a kind of report is filled in with.
pub(super) struct Filled<'a> {
    project: &'a Project,
    year: i32,
    /// Last year's file; several when departments have become one.
    before: Vec<&'a Department>,
    /// Last year's submissions, where there are any.
    last: Option<&'a Submissions>,
    sources: &'a Sources,
}

impl<'a> Filled<'a> {
    pub(super) fn new(
        project: &'a Project,
        year: i32,
        department: &str,
        last: Option<&'a Submissions>,
        sources: &'a Sources,
    ) -> Filled<'a> {
        let before = last.map(|last| last.departments.as_slice()).unwrap_or_default();
        let before = before.iter().filter(|known| known.name.value == department).collect();
        Filled { project, year, before, last, sources }
    }

    /// The items that the department writes: of the outline of the year itself, where it is there
    /// already, or else of last year's.
    pub(super) fn items(&self, outline: Option<&'a Report>, department: &str) -> Vec<ItemView<'a>> {
        let outline = outline.filter(|report| !report.outline.is_empty());
        let outline = outline.or(self.last.map(|last| &last.report));
        let items = outline.map(|report| items_of(report, department)).unwrap_or_default();
        items.into_iter().map(|item| self.item(item)).collect()
    }

    /// The contents that are lists.
    pub(super) fn contents(&self) -> Vec<Content<'a>> {
        let lists = self.project.kind.lists();
        lists.map(|(content, parts)| self.content(content, parts)).collect()
    }

    /// 本部门报告
    pub(super) fn own_report(&self, level: Level) -> own_report::View<'a> {
        let own = self.before.iter().find_map(|before| before.own_report.as_deref());
        own_report::view(own, level, self.year, self.project)
    }

    /// 照录
    pub(super) fn verbatim(&self) -> Vec<&'a str> {
        let verbatim = self.before.iter().flat_map(|before| &before.verbatim);
        verbatim.map(|phrase| phrase.value.as_str()).collect()
    }

    fn metrics(&self, metrics: &[&'a Metric], used: &BTreeSet<String>) -> Vec<Group<'a>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for metric in metrics {
            let theme = metric.theme.as_str();
            let view = self.metric(metric, used);
            match groups.last_mut().filter(|group| group.theme == theme) {
                Some(group) => group.metrics.push(view),
                None => groups.push(Group { theme, metrics: vec![view] }),
            }
        }
        groups
    }

    fn metric(&self, metric: &'a Metric, used: &BTreeSet<String>) -> MetricView<'a> {
        let is_used =
            |name: &String| *name == metric.name || metric.former_names.iter().any(|f| f == name);
        let family = metric.in_family.as_ref().map(|kin| kin.family.as_ref());
        let members = family.iter().flat_map(|family| &family.members);
        let known = |name: &str| self.project.catalogue.metrics.get(name).map(Arc::as_ref);
        let members: Vec<&Metric> = members.filter_map(|name| known(name)).collect();
        let is_used = |name: &String| {
            is_used(name) || name.split(DOT).next() == family.map(|family| family.name.as_str())
        };
        let member = |metric: &&'a Metric| MemberView {
            key: metric.key(),
            last: self.value_before(metric).as_deref().map(one_line),
        };
        MetricView {
            name: metric.asked_name(),
            dimension: family.map(|family| family.dimension.name.as_str()),
            is_sum: members.iter().all(|member| self.project.catalogue.is_computed(member)),
            members: members.iter().map(member).collect(),
            kind: metric.kind.word(),
            unit: &metric.unit,
            need: metric.need.word(),
            cited: metric.need != Need::Required && used.iter().any(is_used),
            // A total that is typed checks its parts.
            computed: metric.kind == MetricKind::Percent
                && self.project.catalogue.is_computed(metric),
            last: match family {
                Some(family) => family.total().and_then(known),
                None => Some(metric),
            }
            .and_then(|metric| self.value_before(metric))
            .as_deref()
            .map(one_line),
            definition: one_line(&metric.definition),
            instruction: metric.instruction.as_deref().map(one_line),
        }
    }

    /// As it was typed: in the department's own file, or in that of the one that answered for the metric
    /// last year. Where each of 各部门 reports its own, of departments that have become one the sum, or
    /// all that was typed if that has none.
    pub(super) fn value_before(&self, metric: &Metric) -> Option<String> {
        let names = || metric.former_names.iter().chain([&metric.name]);
        let typed = |file: &'a Department| {
            let mut metrics = file.metrics.iter();
            let (_, value) = metrics.find(|(key, value)| {
                !value.is_nothing() && names().any(|name| *name == key.value)
            })?;
            Some(self.sources.text(value.span))
        };
        let mut own = self.before.iter().filter_map(|file| typed(file));
        if metric.owner != Owner::Every {
            let all = self.last.map(|last| last.departments.as_slice()).unwrap_or_default();
            return own.next().or_else(|| all.iter().find_map(typed)).map(str::to_owned);
        }
        let own: Vec<&str> = own.collect();
        let exact = |typed: &&str| {
            let number = Quantity::parse_signed(typed).ok().filter(Quantity::is_exact)?;
            Some(number.value)
        };
        match own.as_slice() {
            [] => None,
            [only] => Some((*only).to_owned()),
            several => {
                let numbers: Option<Vec<Decimal>> = several.iter().map(exact).collect();
                let sum = numbers.and_then(number::sum);
                Some(sum.map_or_else(|| several.join("、"), |sum| sum.to_string()))
            }
        }
    }

    /// Last year's paragraphs under a key of the outline.
    fn item(&self, item: &'a Item) -> ItemView<'a> {
        let key = item.key.value.as_str();
        let written = self.before.iter().flat_map(|before| before.prose.iter());
        let texts = written.filter(|(of, _)| of.value == key).map(|(_, text)| text);
        let texts: Vec<&str> = texts.map(|text| text.value.trim_end()).collect();
        let prose = (!texts.is_empty()).then(|| self.carried(&texts.join("\n\n")));
        ItemView { key, heading: &item.heading.value, prose }
    }

    fn content(&self, content: &'a kind::Content, parts: &'a [Part]) -> Content<'a> {
        let lists = self.before.iter().map(|before| before.entries(&content.key));
        let entry = |entry: &Entry| {
            let texts = parts.iter().zip(&entry.parts);
            texts.filter_map(|(part, text)| Some(self.text(&part.key, text.as_ref()?))).collect()
        };
        Content {
            key: &content.key,
            is_next_year: content.is_next_year,
            lines: lines(1 + parts.len()),
            fields: parts
                .iter()
                .map(|part| Field { key: &part.key, example: &part.example })
                .collect(),
            entries: lists.flatten().map(entry).collect(),
        }
    }

    fn reasons(&self) -> Vec<Reason<'a>> {
        let reasons = self.before.iter().flat_map(|before| before.reasons.iter());
        let reasons = reasons.map(|(metric, reason)| Reason {
            metric: &metric.value,
            reason: reason.value.split_whitespace().collect::<Vec<_>>().join(" "),
        });
        reasons.collect()
    }

    fn text(&self, key: &'a str, text: &Spanned<String>) -> Text<'a> {
        Text { key, text: self.carried(&text.value) }
    }

    fn carried(&self, text: &str) -> Carried {
        carry::carried(text, self.year, self.project)
    }
}
