//! Figures by members: `信息公开申请新收: {自然人: 21, 其余: 0}` becomes an ordinary figure of each
//! member.

use rustc_hash::{FxHashMap, FxHashSet};

use super::typed::typed;
use super::{Spanned, Typed, Written};
use crate::catalogue::{Catalogue, DOT, Family, MetricKind, OTHERS};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::number::Quantity;
use crate::source::Span;
use crate::text::{differs_in_marks, half_width};
use crate::yaml::{Entry, Kind, Node, Reader, colon_in_key};

/// Columns by which a line of a member is indented below its metric.
const INDENT: &str = "  ";

/// A figure of a department, by the name under which it is entered.
pub(super) type Named = (Spanned<String>, Typed);

/// The state of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// Whether its year is over: then one number for all members is their total, for the metric may
    /// have had no members yet, and members that are missing may be new.
    pub(super) is_over: bool,
    /// Whether nothing of its text was lost.
    pub(super) is_whole: bool,
}

/// What stands under 指标, with each mapping of members taken apart.
pub(super) fn expand(
    entries: impl Iterator<Item = Entry>,
    catalogue: &Catalogue,
    state: State,
    reader: &mut Reader<'_>,
) -> Vec<Named> {
    let mut expander =
        Expander { catalogue, state, named: Vec::new(), touched: Vec::new(), beside: None, reader };
    for entry in entries {
        expander.enter(entry);
    }
    expander.end_beside();
    if !state.is_over {
        expander.complete();
    }
    expander.named
}

struct Expander<'c, 'r, 'a> {
    catalogue: &'c Catalogue,
    state: State,
    named: Vec<Named>,
    touched: Vec<Touched<'c>>,
    /// The metric whose line, the last one, is empty, and the members that follow beside it instead
    /// of below it.
    beside: Option<Beside<'c>>,
    reader: &'r mut Reader<'a>,
}

/// A metric with a dimension of which something was typed.
struct Touched<'c> {
    family: &'c Family,
    /// The key under which it stands.
    at: Span,
    /// Where something of it was not understood, and reported.
    fault: Option<Span>,
}

struct Beside<'c> {
    family: &'c Family,
    key: Spanned<String>,
    nothing: Node,
    members: Vec<Entry>,
}

impl<'c> Expander<'c, '_, '_> {
    fn enter(&mut self, entry: Entry) {
        let label = entry.key.as_str();
        if let Some(beside) = &mut self.beside
            && (label == OTHERS || beside.family.metric(label).is_some())
            && !self.catalogue.metrics.contains_key(label)
        {
            beside.members.push(entry);
            return;
        }
        self.end_beside();
        let key = Spanned { value: entry.key.to_string(), span: entry.key_span };
        if let Some(family) = self.family(&key) {
            return self.value(family, key, entry.value);
        }
        // `信息公开申请新收·自然人: 21` is the same figure.
        let metric = key.value.split_once(DOT).map(|(metric, _)| metric);
        if let Some(family) = metric.and_then(|metric| self.catalogue.families.get(metric)) {
            self.touch(family, key.span, None);
        }
        // A figure is whole; a text may have been cut off.
        let metric = self.catalogue.metrics.get(&key.value);
        if metric.is_some_and(|metric| metric.kind == MetricKind::Text)
            && let Some(text) = entry.value.as_text()
        {
            self.reader.cut_off(&entry.value, text);
        }
        self.named.push((key, typed(entry.value, self.reader.sources)));
    }

    /// The family of a present or former name.
    fn family(&mut self, key: &Spanned<String>) -> Option<&'c Family> {
        let families = &self.catalogue.families;
        if let Some(family) = families.get(&key.value) {
            return Some(family);
        }
        let family = families.values().find(|family| family.former_names.contains(&key.value))?;
        self.reader.report(
            Diagnostic::new(Code::E0306, format!("“{}”已经改名", key.value))
                .at(key.span, format!("现在叫“{}”", family.name))
                .help(format!("改为“{}”", family.name))
                .edit(key.span, &family.name),
        );
        Some(family)
    }

    fn touch(&mut self, family: &'c Family, at: Span, fault: Option<Span>) {
        match self.touched.iter_mut().find(|touched| touched.family.name == family.name) {
            Some(touched) => touched.fault = touched.fault.or(fault),
            None => self.touched.push(Touched { family, at, fault }),
        }
    }

    /// What stands under the name of a metric with a dimension.
    fn value(&mut self, family: &'c Family, key: Spanned<String>, node: Node) {
        match &node.kind {
            Kind::Map(_) => {
                let fault = self.members(family, &family.members, node);
                self.touch(family, key.span, fault);
            }
            Kind::Null => {
                self.beside = Some(Beside { family, key, nothing: node, members: Vec::new() });
            }
            Kind::Scalar { .. } if node.as_text() == Some("0") => {
                self.push_all(&family.members, key.span, node);
            }
            Kind::Scalar { .. } if self.state.is_over && family.total().is_some() => {
                let key = Spanned { value: family.name.clone(), span: key.span };
                self.named.push((key, typed(node, self.reader.sources)));
            }
            _ => {
                self.touch(family, key.span, Some(node.span));
                self.reader.report(not_by_members(family, &node));
            }
        }
    }

    /// The members that stand in a mapping; `metrics` are those that 其余 means. Where something was
    /// not understood, and reported.
    fn members(&mut self, family: &'c Family, metrics: &[String], node: Node) -> Option<Span> {
        let Kind::Map(entries) = node.kind else { return None };
        let (mut fault, mut others) = (None, None);
        let mut typed_here: FxHashSet<&str> = FxHashSet::default();
        for entry in entries {
            let label = entry.key.as_str();
            let group = family.dimension.groups.iter().position(|group| group.name == label);
            if label == OTHERS {
                others = Some(entry);
            } else if let (Some(group), Kind::Map(_)) = (group, &entry.value.kind) {
                let inner = family.members_of(group);
                typed_here.extend(inner.iter().map(String::as_str));
                fault = fault.or(self.members(family, inner, entry.value));
            } else if let (Some(group), Kind::Null) = (group, &entry.value.kind) {
                let inner = family.members_of(group);
                typed_here.extend(inner.iter().map(String::as_str));
                self.push_all(inner, entry.key_span, entry.value);
            } else if let Some(metric) = family.metric(label) {
                // A line that was left empty is no 0, though 其余 stands beside it: it may have been
                // skipped.
                typed_here.insert(metric);
                self.push(metric, entry.key_span, entry.value);
            } else {
                fault = fault.or(Some(entry.key_span));
                let found = colon_in_key(&entry, self.reader.sources);
                self.reader.report(found.unwrap_or_else(|| unknown_member(family, &entry)));
            }
        }
        let Some(Entry { key_span, value, .. }) = others else { return fault };
        if value.kind != Kind::Null && value.as_text() != Some("0") {
            let span = value.span;
            self.reader.report(not_zero(family, &value));
            return Some(span);
        }
        // One that was not understood may be any of them.
        if fault.is_some() {
            return fault;
        }
        let rest = metrics.iter().filter(|metric| !typed_here.contains(metric.as_str()));
        self.push_all(rest, key_span, value);
        None
    }

    fn push(&mut self, metric: &str, at: Span, node: Node) {
        self.push_all([&metric.to_owned()], at, node);
    }

    /// The same of several metrics.
    fn push_all<'m>(
        &mut self,
        metrics: impl IntoIterator<Item = &'m String>,
        at: Span,
        node: Node,
    ) {
        let typed = typed(node, self.reader.sources);
        let named = |metric: &String| (Spanned { value: metric.clone(), span: at }, typed.clone());
        self.named.extend(metrics.into_iter().map(named));
    }

    /// Ends the lines that follow an empty one: members without indentation are one mistake.
    fn end_beside(&mut self) {
        let Some(Beside { family, key, nothing, members }) = self.beside.take() else { return };
        let keys: Vec<Span> = members.iter().map(|entry| entry.key_span).collect();
        let (Some(first), Some(last)) = (keys.first(), keys.last()) else {
            return self.push_all(&family.members, key.span, nothing);
        };
        let message = format!("“{}”下有 {} 行没有缩进", key.value, keys.len());
        let fault = Diagnostic::new(Code::E0115, message)
            .at(*first, format!("应当在“{}”下，比它再往右两格", key.value));
        let fault = if keys.len() > 1 { fault.also(*last, "到这里为止") } else { fault };
        let starts =
            keys.iter().map(|key| Span::new(key.file, key.range().start..key.range().start));
        let fault = starts.fold(fault, |fault, at| fault.edit(at, INDENT));
        self.reader.report(fault.help("在这几行的行首加两个空格"));
        let mapping = Node { span: nothing.span, kind: Kind::Map(members) };
        self.value(family, key, mapping);
    }

    /// Once a member is typed, all are: what is missing is no 0.
    fn complete(&mut self) {
        let mut lost: FxHashMap<&str, Span> = FxHashMap::default();
        for Touched { family, at, fault } in &self.touched {
            let of = |metric: &str| self.named.iter().find(|(key, _)| key.value == metric);
            let is_typed = |metric: &str| {
                let mut named = self.named.iter().filter(|(key, _)| key.value == metric);
                named.any(|(_, typed)| !typed.is_nothing())
            };
            let is_open = |metric: &&String| {
                !is_typed(metric) && self.catalogue.computation(metric).is_none()
            };
            let open: Vec<&String> = family.members.iter().filter(is_open).collect();
            let mut all = family.members.iter().chain(&family.groups).map(String::as_str);
            let is_empty = !all.any(is_typed) && !family.total().is_some_and(is_typed);
            let may_be_lost = !self.state.is_whole && fault.is_none();
            if open.is_empty() || is_empty && fault.is_none() || may_be_lost {
                continue;
            }
            if fault.is_none() {
                let empty = open.iter().filter_map(|metric| of(metric));
                let empty: Vec<Span> = empty.map(|(key, _)| key.span).collect();
                self.reader.report(missing(family, *at, &open, &empty));
            }
            // Of a value at a place that was reported nothing more is said.
            lost.extend(open.into_iter().map(|metric| (metric.as_str(), fault.unwrap_or(*at))));
        }
        self.named.retain(|(key, _)| !lost.contains_key(key.value.as_str()));
        let mut lost: Vec<(&str, Span)> = lost.into_iter().collect();
        lost.sort_unstable();
        self.named.extend(lost.into_iter().map(|(metric, span)| {
            let key = Spanned { value: metric.to_owned(), span };
            (key, Typed { span, written: Written::Map })
        }));
    }
}

/// `甲、乙`; of many the first, and how many there are.
fn listed<T: AsRef<str>>(members: &[T]) -> String {
    const MOST: usize = 12;
    const NAMED: usize = 6;
    let joined = |names: &[T]| names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("、");
    match members.get(..NAMED).filter(|_| members.len() > MOST) {
        Some(first) => format!("{}等 {} 个", joined(first), members.len()),
        None => joined(members),
    }
}

/// One value, or a list, where there should be one for each member.
fn not_by_members(family: &Family, node: &Node) -> Diagnostic {
    let (dimension, members) = (&family.dimension.name, listed(&family.dimension.members));
    let message = format!("“{}”要按{dimension}分别填写", family.name);
    let fault = Diagnostic::new(Code::E0423, message).note("成员", members);
    let fault = match node.kind {
        Kind::List(_) => fault.at(node.span, "这里是一组没有名称的值"),
        _ => fault.at(node.span, "这里只有一个值"),
    };
    fault.help(format!("写成 {}；全部是 0 的，只写 0", family.sample()))
}

/// 其余 with another value than 0.
fn not_zero(family: &Family, value: &Node) -> Diagnostic {
    let message = format!("“{}”的“{OTHERS}”只能是 0", family.name);
    let text = value.as_text().unwrap_or_default();
    let is_wide_zero = !text.is_empty() && text.chars().all(|digit| half_width(digit) == '0');
    Diagnostic::new(Code::E0423, message)
        .at(value.span, "不知道这是哪个成员的数")
        .note("成员", listed(&family.dimension.members))
        .help("没有写出的成员都是 0 的，改为 0；不是的，逐个写出成员和数")
        .edit_where(is_wide_zero, value.span, "0")
}

/// A key that is no member.
fn unknown_member(family: &Family, entry: &Entry) -> Diagnostic {
    let dimension = family.dimension.as_ref();
    let key = entry.key.as_str();
    let message = format!("“{}”没有成员“{key}”", family.name);
    let fault = Diagnostic::new(Code::E0422, message);
    let groups = dimension.groups.iter().map(|group| &group.name);
    let labels = || dimension.members.iter().chain(groups.clone()).chain(&dimension.total);
    let labels = || labels().map(String::as_str).chain([OTHERS]);
    // With the name of the metric before it.
    let bare = labels().find(|label| {
        let rest = key
            .strip_suffix(label)
            .map(|rest| rest.trim_end_matches(|c: char| !c.is_alphanumeric()));
        rest == Some(family.name.as_str())
    });
    // With its number, and no colon between them.
    let number = |label: &str| {
        let number = key.strip_prefix(label)?.trim_start();
        let is_number = Quantity::parse(number).is_ok() && entry.value.kind == Kind::Null;
        is_number.then(|| format!("{label}: {number}"))
    };
    if let Some(meant) = labels().find_map(number) {
        return fault
            .at(entry.key_span, "成员和数之间没有冒号")
            .help(format!("改为“{meant}”"))
            .edit(entry.key_span, meant);
    }
    match bare.or_else(|| nearest(key, labels())) {
        Some(meant) => fault
            .at(entry.key_span, format!("是否指“{meant}”"))
            .help(format!("改为“{meant}”"))
            .edit_where(bare.is_some() || differs_in_marks(key, meant), entry.key_span, meant),
        None => fault
            .at(entry.key_span, format!("维度“{}”里没有这一个", dimension.name))
            .note("成员", listed(&dimension.members))
            .help("改为其中一个；确要增加成员的，在指标目录的“维度”里加上"),
    }
}

/// Members that are not typed beside others that are; `empty` are those whose lines are empty.
fn missing(family: &Family, at: Span, open: &[&String], empty: &[Span]) -> Diagnostic {
    let labels: Vec<&str> = open.iter().filter_map(|metric| family.label(metric)).collect();
    let message = match labels.len() == family.members.len() {
        true => format!("“{}”没有填各个成员的数", family.name),
        false => format!("“{}”缺 {} 个成员的数", family.name, labels.len()),
    };
    let fault = Diagnostic::new(Code::E0421, message).at(at, format!("缺{}", listed(&labels)));
    let mut empty: Vec<Span> = empty.to_vec();
    empty.dedup();
    let shown = empty.len();
    let fault = empty.into_iter().fold(fault, |fault, at| fault.also(at, "这里没有填"));
    fault.help(match labels.len() == shown {
        true => format!("补上各个成员的数；是 0 的写 0，或者删去空着的行，加上“{OTHERS}: 0”"),
        false => format!("补上各个成员的数；没有写出的成员都是 0 的，加上“{OTHERS}: 0”"),
    })
}
