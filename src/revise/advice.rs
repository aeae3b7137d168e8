//! What somebody has to do in the data for a change that is not made for them, and where.

mod entries;

use std::ops::Range;

use super::addends::OfParts;
use super::data::{Line, Piece, Scalars};
use super::named::{frame_word, start_of};
use super::place::{is_data, owner_of};
use super::structure::opens_heading;
use super::{FigureChange, Owner, Present};
use crate::document::awaited;
use crate::files;
use crate::kind::Form;
use crate::load::Department;
use crate::metric::{Metric, Owner as MetricOwner};
use crate::number::Quantity;
use crate::sent::Role;
use crate::source::{Sources, Span};
use crate::text::{half_width, set_off};

/// Finds out what is to be done.
pub(super) struct Adviser<'a, 's> {
    pub(super) present: Present<'s>,
    pub(super) scalars: &'a Scalars<'s>,
    pub(super) lines: &'a [Line],
}

/// An entry of a list of the data: 安排, 提纲.
struct Listed<'s> {
    key: &'s str,
    place: Span,
    /// The keys of the parts of such an entry.
    parts: Vec<&'s str>,
    /// Whether it is an item or a theme of the outline.
    is_outline: bool,
}

impl Listed<'_> {
    /// How a text that opens like such an entry is written by its parts.
    fn written(&self, text: &str) -> String {
        let words = without_number(text);
        let (first, rest) = words.split_once('。').unwrap_or((words, ""));
        match self.parts.as_slice() {
            [heading, rest_key, ..] if !rest.trim().is_empty() => {
                let rest = format!("{rest_key}: {}", start_of(rest.trim()));
                format!("{}、{}", set_off(&format!("{heading}: {first}")), set_off(&rest))
            }
            [heading, ..] => set_off(&format!("{heading}: {first}")),
            [] => String::new(),
        }
    }
}

/// A blank of a draft that was filled in.
pub(super) struct Blank {
    /// The change of the metric; none where the blank is no metric's.
    pub(super) figure: Option<FigureChange>,
    pub(super) place: Option<Span>,
    pub(super) owner: Owner,
    pub(super) reason: String,
}

impl<'s> Adviser<'_, 's> {
    fn sources(&self) -> &'s Sources {
        &self.present.examined.sources
    }

    fn named(&self, place: Span) -> String {
        self.sources().named(place.into())
    }

    /// The entry that a paragraph of the report is one of.
    fn listed(&self, line: usize) -> Option<Listed<'s>> {
        let line = self.lines.get(line)?;
        let piece = line.pieces.iter().find(|piece| is_data(self.sources(), piece))?;
        let place = piece.place()?;
        let scalar = self.scalars.around(place)?;
        let kind = &self.present.year.submissions.report.kind;
        let holds = |key: &str| scalar.keys.iter().any(|own| own == key);
        let content = kind.contents.iter().find(|content| {
            matches!(content.form, Form::Entries(_) | Form::Outline(_)) && holds(&content.key)
        })?;
        let (parts, is_outline) = match &content.form {
            Form::Entries(parts) => (parts.iter().map(|part| part.key.as_str()).collect(), false),
            _ => (Vec::new(), true),
        };
        Some(Listed { key: &content.key, place, parts, is_outline })
    }

    /// What is to be done for a paragraph that is gone, where it is an entry of a list.
    pub(super) fn removed(&self, line: usize) -> Option<String> {
        let role = self.lines.get(line)?.role;
        let listed = self.listed(line)?;
        let is_whole = matches!(role, Role::Heading(_) | Role::RunIn(_))
            || !listed.is_outline && !self.is_one_of_several(line, listed.place);
        if !is_whole {
            return None;
        }
        if let Some(theme) = self.removed_theme(listed.place) {
            return Some(theme);
        }
        let place = self.named(listed.place);
        Some(match listed.is_outline {
            true => format!(
                "是“{}”里的一条，要不写它，删去 {place} 起的这一条；部门文件“正文”里它的稿子也删去",
                listed.key
            ),
            false => format!("是“{}”里的一条，核实以后删去 {place} 起的这一条", listed.key),
        })
    }

    /// What is to be done for an entry of a list that stands elsewhere, and not among those of its list.
    pub(super) fn moved(&self, line: usize, after: Option<usize>) -> Option<String> {
        let role = self.lines.get(line)?.role;
        let listed = self.listed(line)?;
        if !matches!(role, Role::Heading(_) | Role::RunIn(_)) {
            return None;
        }
        let (key, place) = (listed.key, self.named(listed.place));
        if listed.is_outline {
            return Some(format!(
                "移到了“{key}”的另一个主题下，核实以后把 {place} 起的这一条移到那个主题的“条目”里"
            ));
        }
        let beside = [after, after.map(|after| after + 1)].into_iter().flatten();
        let mut lists = beside.filter_map(|line| self.listed(line)).map(|listed| listed.key);
        Some(match lists.any(|other| other == key) {
            true => format!(
                "这几条不是一个“{key}”列表里的，先后由程序排；要另排，写进报告总表的“{key}”"
            ),
            false => format!("移到了“{key}”以外，核实以后在数据里移 {place} 起的这一条"),
        })
    }

    /// Whether the text of the data at a place, which a paragraph prints, is that of the one beside it, too.
    fn is_one_of_several(&self, line: usize, place: Span) -> bool {
        let text = |place| self.scalars.around(place).map(|scalar| scalar.span);
        let own = text(place);
        let beside = [line.checked_sub(1), line.checked_add(1)].into_iter().flatten();
        let mut pieces = beside.filter_map(|at| self.lines.get(at)).flat_map(|line| &line.pieces);
        own.is_some() && pieces.any(|piece| piece.place().and_then(text) == own)
    }

    /// What is to be done for paragraphs that were joined, where one of them, not the first, is a
    /// heading or opened by one.
    pub(super) fn joined(&self, lines: &Range<usize>) -> Option<String> {
        let is_text = |at: &usize| self.lines.get(*at).is_some_and(|line| line.role == Role::Body);
        let at = lines.clone().skip(1).find(|at| !is_text(at))?;
        let frame = self.lines.get(at).and_then(|line| frame_word(line.role));
        if let Some(word) = frame {
            return Some(format!("{word}另起一段，由程序排；像是少了空行或者分段，核对修改稿"));
        }
        let pieces = self.lines.get(at).map_or(&[][..], |line| line.pieces.as_slice());
        let typed = pieces.iter().find(|piece| is_data(self.sources(), piece));
        let place = typed.and_then(Piece::place).map(|place| self.named(place));
        Some(match (self.listed(at), place) {
            (Some(listed), Some(place)) if listed.is_outline => format!(
                "是“{}”里的一条，要并进上一条，把部门文件“正文”里它的稿子写进上一条的稿子，再删去 {place} 起的这一条",
                listed.key
            ),
            (Some(listed), Some(place)) => format!(
                "是“{}”里的一条，核实以后把它的话写进上一条，再删去 {place} 起的这一条",
                listed.key
            ),
            (None, Some(place)) => {
                format!("标题写在 {place}，要并进上一段的，把它的话写进上一段，再删去它")
            }
            (_, None) => "标题由版式排出，要不要它，在版式里改".to_owned(),
        })
    }

    /// What is to be done for words that are gone, where the whole title of an entry is among them.
    pub(super) fn untitled(&self, at: usize, range: &Range<usize>) -> Option<String> {
        let line = self.lines.get(at)?;
        if !matches!(line.role, Role::Heading(_) | Role::RunIn(_)) {
            return None;
        }
        let title = line.pieces.iter().find(|piece| is_data(self.sources(), piece))?.range.clone();
        let is_gone = range.start <= title.start && title.end <= range.end;
        let listed = self.listed(at).filter(|_| is_gone)?;
        Some(format!(
            "是“{}”里一条的标题，不要这一条的，把它的话并到别的条里，再删去 {} 起的这一条；只改写法的，改那里",
            listed.key,
            self.named(listed.place)
        ))
    }

    /// What is to be done for a new paragraph that opens like an entry of the list that it stands in.
    pub(super) fn added(
        &self,
        after: Option<usize>,
        before: Option<usize>,
        text: &str,
    ) -> Option<String> {
        let listed = |line: Option<usize>| line.and_then(|line| self.listed(line));
        let entry = listed(after).filter(|_| opens_heading(text));
        let entry = entry.or_else(|| listed(before).filter(|_| opens_heading(text)))?;
        let place = self.named(entry.place);
        if entry.is_outline {
            return Some(format!(
                "像是新的一条，要写它，照 {place} 的样子在“{}”里加一条，稿子写进部门文件的“正文”",
                entry.key
            ));
        }
        let written = entry.written(text);
        Some(format!("像是“{}”里新的一条，核实以后照 {place} 的样子加一条：{written}", entry.key))
    }

    /// What is to be done for an entry of a list whose place another one took.
    pub(super) fn replaced(&self, line: usize, text: &str) -> Option<String> {
        let role = self.lines.get(line)?.role;
        let is_opened = matches!(role, Role::Heading(_) | Role::RunIn(_)) && opens_heading(text);
        let entry = self.listed(line).filter(|entry| is_opened && !entry.is_outline)?;
        Some(format!(
            "是“{}”里的一条，换成了另一条，核实以后把 {} 起的这一条改写成：{}",
            entry.key,
            self.named(entry.place),
            entry.written(text)
        ))
    }

    /// What is to be done for rows of a table.
    pub(super) fn rows(&self, near: Option<Span>) -> String {
        match near.filter(|near| owner_of(self.sources(), *near) == Owner::Template) {
            Some(near) => {
                let path = &self.sources().get(near.file).path;
                let table = match files::is_built_in(path) {
                    true => "程序自带的表样".to_owned(),
                    false => format!("表 {path} "),
                };
                format!("表格有哪些行，由{table}定，不从修改稿里取；只有数要改的，在填报的地方改")
            }
            None => "表格由程序排出，不从修改稿里取；要改的，改指标目录和填报的数".to_owned(),
        }
    }

    /// What is to be done for a part of the frame: 版头, 落款, 版记.
    pub(super) fn frame(&self, place: Option<Span>) -> String {
        match place.filter(|place| owner_of(self.sources(), *place) != Owner::Template) {
            Some(place) => format!("由 {} 排出，要改的改那里", self.named(place)),
            None => "由程序按单位档案和报告总表排出，要改的改那里".to_owned(),
        }
    }

    /// A blank (`【待补：…】`) that was filled with other words.
    pub(super) fn blank(&self, piece: &Piece, shown: &str, said: &str) -> Option<Blank> {
        if piece.kind != crate::sent::RunKind::Missing {
            return None;
        }
        let name = awaited(shown);
        let project = &self.present.year.project;
        let metric = project.catalogue.metrics.get(name);
        let Some(metric) = metric else {
            return Some(Blank {
                figure: None,
                place: None,
                owner: Owner::Computed,
                reason: format!("这里等着填“{name}”，核实以后写进数据里它自己的地方"),
            });
        };
        let value = value(said, metric);
        let of_owner = match &metric.owner {
            MetricOwner::Department(owner) => {
                self.present.year.submissions.departments.iter().find(|it| it.name.value == *owner)
            }
            MetricOwner::Every => None,
        };
        let empty = of_owner.and_then(|department| empty_line(department, metric));
        let place = empty.or(of_owner.map(|department| department.metrics_span));
        let owner = match &metric.owner {
            MetricOwner::Department(owner) => Owner::Department(owner.clone()),
            MetricOwner::Every => Owner::Unknown,
        };
        let new = value.as_deref().unwrap_or("核实的数");
        let reason = match (place, empty) {
            (Some(place), Some(_)) => {
                format!("数字不从修改稿里取，核实以后在 {} 填上 {new}", self.named(place))
            }
            (Some(place), None) => format!(
                "数字不从修改稿里取，核实以后在 {} 的“指标”下加一行：{name}: {new}",
                self.named(place)
            ),
            _ => format!("数字不从修改稿里取，核实以后由填报的部门在“指标”下填：{name}: {new}"),
        };
        let figure = FigureChange {
            metric: name.to_owned(),
            old: String::new(),
            new: value,
            unit: metric.unit.clone(),
            typed: empty,
            computed: None,
            broken: Vec::new(),
            follows: Vec::new(),
            said: None,
            of_parts: OfParts::None,
        };
        Some(Blank { figure: Some(figure), place, owner, reason })
    }
}

/// Where a department left the value of a metric open.
fn empty_line(department: &Department, metric: &Metric) -> Option<Span> {
    let mut typed = department.metrics.iter();
    let (_, typed) = typed.find(|(key, _)| key.value == metric.name)?;
    typed.is_nothing().then_some(typed.span)
}

/// The value that words say, as it would be typed.
fn value(said: &str, metric: &Metric) -> Option<String> {
    let said: String = said.trim().chars().map(half_width).collect();
    let bare = said.strip_suffix(metric.unit.as_str()).unwrap_or(&said).trim();
    Some(Quantity::parse_signed(bare).ok()?.to_string().replace('−', "-"))
}

/// A text without the number of a heading before it.
fn without_number(text: &str) -> &str {
    let text = text.trim_start();
    let end = match text.strip_prefix(['（', '(']) {
        Some(_) => text.find(['）', ')']),
        None => text.find(['、', '.', '．']),
    };
    let Some(end) = end else { return text };
    let rest = text.get(end..).unwrap_or_default();
    let sign = rest.chars().next().map_or(0, char::len_utf8);
    rest.get(sign..).unwrap_or_default().trim_start()
}
