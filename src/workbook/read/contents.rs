//! The sheets of rows: 指标, 正文, lists such as 不足, 说明 and 本部门报告, each as the YAML that it
//! stands for.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use super::moved;
use super::names::Names;
use super::sheet::{Row, Rows, bare};
use super::shifted;
use super::shown::Shown;
use super::slips;
use super::unread::Unread;
use super::yaml::{At, Key, Node, Words};
use crate::catalogue::{Catalogue, DOT, Metric, MetricKind};
use crate::cells::{Cell, Wanted};
use crate::findings::Findings;
use crate::kind::Part;
use crate::source::{self, FileId};
use crate::text::COMMAS;
use crate::workbook::fill::Fill;
use crate::workbook::form::{self, CONTINUED};
use crate::workbook::label::{entries, figures, prose, remarks};

/// The figures of a form, by the names under which they stand in the file.
#[derive(Debug)]
pub(super) struct Figures {
    /// The workbook.
    pub(super) file: FileId,
    /// By metric, in the order in which they were found: members under the name of their metric.
    entries: IndexMap<String, Entry>,
    /// Figures that stand in several rows or tables.
    pub(super) reasons: Vec<(Key, Node)>,
    /// What is wrong with their cells.
    pub(super) faults: Findings,
    /// The metrics that something was typed for.
    filled: FxHashSet<String>,
    /// Those whose formula was left, each with what it is computed from.
    left: Vec<(String, Vec<String>)>,
    /// Those of which it was told that they were not read.
    pub(super) lost: Vec<String>,
    /// The cells from which figures were read.
    cells: FxHashMap<At, String>,
    /// Those whose formula was left.
    computed: FxHashSet<String>,
    /// What was typed over cells that show a figure of another cell again.
    repeated: Vec<(String, At, String)>,
}

#[derive(Debug)]
enum Entry {
    Single(Vec<(Key, Node)>),
    Members(Key, Vec<(Key, Node)>),
}

impl Figures {
    /// None as yet.
    pub(super) fn new(file: FileId) -> Figures {
        Figures {
            file,
            entries: IndexMap::new(),
            reasons: Vec::new(),
            faults: Findings::new(),
            filled: FxHashSet::default(),
            left: Vec::new(),
            lost: Vec::new(),
            cells: FxHashMap::default(),
            computed: FxHashSet::default(),
            repeated: Vec::new(),
        }
    }

    /// The figure that was read from a cell is not to be relied on.
    pub(super) fn lose(&mut self, at: At) {
        self.lost.extend(self.cells.get(&at).cloned());
    }

    /// Keeps what was typed over a cell that shows a figure again.
    pub(super) fn repeat(&mut self, name: &str, at: At, cell: &Cell, metric: &Metric) {
        if let Node::Text(words) = typed(cell, at, Some(metric)) {
            self.repeated.push((name.to_owned(), at, said(&words)));
        }
    }

    /// Reports what was typed over such cells, where it is another value than the figure has.
    pub(super) fn told_again(&mut self) {
        for (name, at, shown) in std::mem::take(&mut self.repeated) {
            let (entry, key) = match name.split_once(DOT) {
                Some((family, member)) => (self.entries.get(&format!("{family}{DOT}")), member),
                None => (self.entries.get(&name), name.as_str()),
            };
            let values = match entry {
                Some(Entry::Single(values) | Entry::Members(_, values)) => values.as_slice(),
                None => &[],
            };
            let first = values.iter().find(|(known, _)| known.text == key);
            let is_same = first.is_some_and(
                |(_, value)| matches!(value, Node::Text(words) if said(words) == shown),
            );
            if !is_same && !self.computed.contains(&name) {
                let of = first.and_then(|(known, _)| known.at);
                self.faults.report(slips::told_again(&name, (self.file, at, of), &shown));
            }
        }
    }

    /// Enters a figure under the name of its metric.
    pub(super) fn enter(&mut self, name: &str, at: At, value: Node, catalogue: &Catalogue) {
        let of_family = match name.split_once(DOT) {
            Some((metric, member)) => {
                catalogue.family(metric).map(|family| (family.name.clone(), member))
            }
            None => catalogue
                .family(name)
                .and_then(|family| Some((name.to_owned(), family.dimension.total.as_deref()?))),
        };
        match of_family {
            Some((family, member)) => {
                let entry = self.entries.entry(format!("{family}{DOT}"));
                let entry =
                    entry.or_insert_with(|| Entry::Members(Key::at(&family, at), Vec::new()));
                if let Entry::Members(_, members) = entry {
                    add_first(members, Key::at(member, at), value);
                }
            }
            None => {
                let entry = self.entries.entry(name.to_owned());
                let entry = entry.or_insert_with(|| Entry::Single(Vec::new()));
                if let Entry::Single(values) = entry {
                    add_first(values, Key::at(name, at), value);
                }
            }
        }
    }

    /// What the cell of a figure says, of which what is wrong with it is reported; none where it says
    /// nothing of the figure. A formula that was left as it was sent out is nothing that was typed, and
    /// neither is one that was deleted.
    pub(super) fn value(
        &mut self,
        name: &str,
        (cell, at): (Option<&Cell>, At),
        metric: Option<&Metric>,
        fill: Option<&Fill>,
    ) -> Option<Node> {
        // A total that nobody typed says nothing of its members.
        let kin = metric.and_then(|metric| metric.in_family.as_ref());
        let is_total = kin.is_some_and(|kin| !kin.is_member());
        let has_own_formula = |cell: &Cell| shifted::is_ours(cell);
        if cell.is_some_and(has_own_formula) {
            self.computed.insert(name.to_owned());
        }
        if let Some(expression) = fill.and_then(Fill::expression)
            && !is_total
            && cell.is_none_or(has_own_formula)
        {
            self.left.push((name.to_owned(), expression.from.clone()));
            return Some(Node::Nothing);
        }
        let Some(cell) = cell.filter(|cell| !(is_total && has_own_formula(cell))) else {
            return (!is_total).then_some(Node::Nothing);
        };
        self.cells.insert(at, name.to_owned());
        if let (Some(metric), Some(Fill::Typed), true) = (metric, fill, has_own_formula(cell)) {
            let At { sheet, row, column } = at;
            let at = source::Cell { file: self.file, sheet, row, column };
            self.faults.report(shifted::strange_formula(&metric.name, at));
            self.lost.push(name.to_owned());
            return None;
        }
        if let Some(fault) = metric.and_then(|metric| slips::figure(cell, self.file, at, metric)) {
            if fault.is_error() {
                self.lost.push(name.to_owned());
            }
            self.faults.report(fault);
        }
        let value = typed(cell, at, metric);
        if value != Node::Nothing {
            self.filled.insert(name.to_owned());
        }
        Some(value)
    }

    /// Takes out the figures whose formulas were left and have something to compute from: those are
    /// computed, and not left empty. What they are computed from may be so itself.
    fn take_out_computed(&mut self) {
        loop {
            let (computed, left): (Vec<_>, Vec<_>) = std::mem::take(&mut self.left)
                .into_iter()
                .partition(|(_, from)| from.iter().any(|part| self.filled.contains(part)));
            self.left = left;
            if computed.is_empty() {
                return;
            }
            for (name, _) in computed {
                self.take_out(&name);
                self.filled.insert(name);
            }
        }
    }

    /// Takes out a figure that was left empty.
    fn take_out(&mut self, name: &str) {
        let (entry, key) = match name.split_once(DOT) {
            Some((family, member)) => (self.entries.get_mut(&format!("{family}{DOT}")), member),
            None => (self.entries.get_mut(name), name),
        };
        if let Some(Entry::Single(values) | Entry::Members(_, values)) = entry {
            values.retain(|(known, value)| known.text != key || *value != Node::Nothing);
        }
    }

    /// As they stand in the file.
    pub(super) fn into_entries(mut self) -> Vec<(Key, Node)> {
        self.take_out_computed();
        let entries = self.entries.into_values().flat_map(|entry| match entry {
            Entry::Single(values) => values,
            Entry::Members(_, members) if members.is_empty() => Vec::new(),
            Entry::Members(key, members) => vec![(key, Node::Map(members))],
        });
        entries.collect()
    }

    /// Reads the sheet of figures but for some rows. `form` are its rows as they were sent out.
    pub(super) fn read(
        &mut self,
        rows: &Rows<'_>,
        (form, names): (&[form::Row], &Names),
        skipped: &BTreeSet<u32>,
        catalogue: &Catalogue,
    ) {
        let cells = names.of_sheet(&rows.sheet.name);
        let slips::Read { names, faults, lost } =
            slips::rows(rows, names, skipped, (catalogue, self.file));
        self.faults.extend(faults);
        self.lost.extend(lost);
        for row in rows.rows().filter(|row| !skipped.contains(&row.number)) {
            let typed = || row.text(figures::NAME).map(|name| bare(&name).into_owned());
            let Some(name) = names.get(&row.number).cloned().or_else(typed) else { continue };
            let cell = row.cell(figures::VALUE);
            let metric = catalogue.metrics.get(&name).map(AsRef::as_ref);
            // Words that part the figures have nothing beside them.
            if metric.is_none() && !catalogue.families.contains_key(&name) && cell.is_none() {
                continue;
            }
            let at = row.at(figures::VALUE);
            let fill = form.iter().find_map(|row| match row {
                form::Row::Figure(figure) if figure.metric.name == name => Some(&figure.fill),
                _ => None,
            });
            // A rule may have gone since the form was sent out, and its formula be where it was.
            let is_at_home = cells.get(&(at.row, at.column)) == Some(&name.as_str());
            let fill = fill.filter(|fill| !is_at_home || **fill != Fill::Typed);
            let value = self.value(&name, (cell, at), metric, fill);
            let key_at = match value {
                Some(Node::Nothing) => at,
                _ => row.at(figures::NAME),
            };
            if let Some(value) = value {
                self.enter(&name, key_at, value, catalogue);
            }
            if let Some(reason) = row.words(figures::REASON) {
                self.reasons.push((Key::at(&name, row.at(figures::NAME)), Node::Text(reason)));
            }
        }
    }
}

/// What was typed into the cell of a figure.
fn typed(cell: &Cell, at: At, metric: Option<&Metric>) -> Node {
    let wanted = match metric {
        Some(metric) => match metric.kind {
            MetricKind::Count | MetricKind::Amount | MetricKind::Percent => {
                Wanted::Number { unit: &metric.unit }
            }
            MetricKind::Boolean => Wanted::YesNo,
            MetricKind::Text => Wanted::Text,
        },
        None => Wanted::Text,
    };
    let text = cell.typed(wanted);
    if wanted == Wanted::Text
        && let Some(names) = names(&text)
    {
        return Node::Names(at, names);
    }
    match text.is_empty() {
        true => Node::Nothing,
        false => Node::Text(Words::one(at, text)),
    }
}

/// The text of some words.
pub(super) fn said(words: &Words) -> String {
    words.pieces.iter().map(|(_, text)| text.as_str()).collect()
}

/// A list: a line for each name, or `[甲, 乙]`, as files of YAML have it. An empty line says nothing; a name
/// that is missing between two commas stays one that is empty, so that the check tells it.
pub(super) fn names(text: &str) -> Option<Vec<String>> {
    let bracketed = text.trim().strip_prefix(['[', '［']);
    let bracketed = bracketed.and_then(|text| text.strip_suffix([']', '］']));
    let names: Vec<&str> = match bracketed {
        Some(inside) => {
            let inside = inside.trim();
            let inside = inside.strip_suffix(COMMAS).unwrap_or(inside);
            inside.split(COMMAS).map(str::trim).collect()
        }
        None if text.contains('\n') => {
            text.lines().map(str::trim).filter(|name| !name.is_empty()).collect()
        }
        None => return None,
    };
    let is_name = |name: &&str| !name.contains(['[', ']', '\'', '"', '\n']);
    let are_names = names.iter().any(|name| !name.is_empty()) && names.iter().all(is_name);
    are_names.then(|| names.into_iter().map(str::to_owned).collect())
}

/// Adds a value under a key unless there is one. That it is another one was reported.
fn add_first(values: &mut Vec<(Key, Node)>, key: Key, value: Node) {
    match values.iter_mut().find(|(known, _)| known.text == key.text) {
        Some(known) if known.1 == Node::Nothing => *known = (key, value),
        Some(_) => {}
        None => values.push((key, value)),
    }
}

/// Adds a text to those under a key, which are a list where there are several.
pub(super) fn add(texts: &mut Node, text: Words) {
    match texts {
        Node::List(texts) => texts.push(Node::Text(text)),
        first => {
            let one = std::mem::replace(first, Node::Nothing);
            *first = Node::List(vec![one, Node::Text(text)]);
        }
    }
}

/// Adds the text of a row to the last one before it: a cell has no room for all of it.
pub(super) fn go_on(node: &mut Node, words: Words) {
    match node {
        Node::Text(before) => before.pieces.extend(words.pieces),
        Node::List(texts) => {
            if let Some(last) = texts.last_mut() {
                go_on(last, words);
            }
        }
        Node::Map(entries) => {
            if let Some((_, last)) = entries.last_mut() {
                go_on(last, words);
            }
        }
        Node::Nothing | Node::Names(..) => *node = Node::Text(words),
    }
}

/// 正文: texts by keys. `named` are the keys by the cells that their texts had, `sent` those that the form
/// has.
pub(super) fn texts(
    rows: &Rows<'_>,
    (named, sent): (&FxHashMap<(u32, u32), &str>, &[String]),
    shown: &Shown,
    unread: &mut Unread,
) -> Vec<(Key, Node)> {
    let present: Vec<String> = rows
        .rows()
        .filter_map(|row| row.text(prose::KEY))
        .map(|key| key.trim().to_owned())
        .collect();
    let known: BTreeSet<&str> = sent.iter().map(String::as_str).collect();
    let moved = moved::in_texts(rows, &known, shown);
    unread.findings.extend(moved::told(&moved, "标题", unread.file));
    unread.lost.extend(moved.iter().map(|moved| moved.was.clone()));
    // That it is the heading of another row was told.
    let is_heading = |row: &Row<'_>| {
        let heading = row.text(prose::HEADING).unwrap_or_default();
        shown.holds("", &heading) || known.iter().any(|key| shown.bears(key, &heading))
    };
    let mut texts: IndexMap<String, (Key, Node)> = IndexMap::new();
    let mut last: Option<String> = None;
    for row in rows.rows() {
        let key = row.text(prose::KEY).map(|key| key.trim().to_owned()).unwrap_or_default();
        let is_continued = bare(&key) == CONTINUED;
        if !is_continued && unread.text_in(&row, prose::HEADING, prose::TEXT) {
            unread.lost.push(key.clone());
        } else if !is_continued
            && !key.is_empty()
            && row.text(prose::TEXT).is_none()
            && !known.contains(key.as_str())
        {
            unread.stray(&row, prose::KEY, prose::TEXT);
        } else if !is_heading(&row) {
            unread.aside(&row, prose::HEADING, prose::TEXT);
        }
        unread.citable(&row, prose::CITABLE, prose::TEXT);
        if shown.is_typed_over(&row, prose::LAST_YEAR) {
            unread.stray(&row, prose::LAST_YEAR, prose::TEXT);
            unread.lost.push(key.clone());
        }
        let at = row.at(prose::TEXT);
        let key = match key.is_empty() && row.text(prose::TEXT).is_some() {
            true => {
                let was = named.get(&(at.row, at.column)).copied();
                let was = was.filter(|was| present.iter().all(|key| key != was));
                unread.nameless(&row, prose::KEY, prose::TEXT, was);
                match was {
                    Some(was) => was.to_owned(),
                    None => continue,
                }
            }
            false => key,
        };
        if !is_continued {
            last = Some(key);
        }
        let Some(words) = row.paragraphs(prose::TEXT) else { continue };
        let Some(key) = last.clone() else {
            unread.goes_on_nothing(&row, prose::TEXT);
            continue;
        };
        match texts.get_mut(&key) {
            Some((_, text)) if is_continued => go_on(text, words),
            Some((_, text)) => add(text, words),
            None => {
                let text = (Key::at(&key, row.at(prose::KEY)), Node::Text(words));
                texts.insert(key, text);
            }
        }
    }
    texts.into_values().collect()
}

/// The entries of a list, of these parts.
pub(super) fn list(
    rows: &Rows<'_>,
    parts: &[Part],
    shown: &Shown,
    unread: &mut Unread,
) -> Vec<Node> {
    let mut list: Vec<Node> = Vec::new();
    for row in rows.rows() {
        let is_continued =
            row.text(entries::NUMBER).is_some_and(|number| bare(&number) == CONTINUED);
        let mut item: Vec<(Key, Node)> = Vec::new();
        if let Some(first) = parts.first() {
            unread.number(&row, entries::NUMBER, &first.key);
        }
        for Part { key: part, .. } in parts {
            let last = format!("{}{part}", entries::LAST_YEAR);
            if shown.is_typed_over(&row, &last) {
                unread.stray(&row, &last, part);
            }
            let Some(words) = row.paragraphs(part) else { continue };
            match list.last_mut().filter(|_| is_continued) {
                Some(Node::Map(before)) => {
                    match before.iter_mut().find(|(key, _)| key.text == *part) {
                        Some((_, text)) => go_on(text, words),
                        None => before.push((Key::fixed(part), Node::Text(words))),
                    }
                }
                _ => item.push((Key::at(part, row.at(part)), Node::Text(words))),
            }
        }
        // What an entry must have is missed at its cell.
        if !item.is_empty() {
            let is_missing = |part: &&Part| {
                !part.is_optional && item.iter().all(|(key, _)| key.text != part.key)
            };
            let missing: Vec<&Part> = parts.iter().filter(is_missing).collect();
            item.extend(
                missing
                    .into_iter()
                    .map(|part| (Key::at(&part.key, row.at(&part.key)), Node::Nothing)),
            );
            list.push(Node::Map(item));
        }
    }
    list
}

/// What the sheet of remarks says.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    /// 填报人, 联系电话
    pub(super) people: Vec<(Key, Node)>,
    /// 说明
    pub(super) reasons: Vec<(Key, Node)>,
    /// 照录, each with the kind of report whose it is; none of the default one.
    pub(super) verbatim: Vec<(Option<String>, Node)>,
    /// Rows whose 事项 is none that is known.
    pub(super) strange: Vec<(At, String)>,
}

pub(super) fn remarks(
    rows: &Rows<'_>,
    is_metric: impl Fn(&str) -> bool,
    unread: &mut Unread,
) -> Remarks {
    let mut read = Remarks::default();
    let mut last = None;
    for row in rows.rows() {
        let name = row.text(remarks::NAME).map(|name| name.trim().to_owned());
        let matter = row.text(remarks::MATTER).map(|matter| bare(&matter).into_owned());
        let is_continued =
            [&name, &matter].into_iter().flatten().any(|label| bare(label) == CONTINUED);
        let Some(words) = row.words(remarks::TEXT) else {
            if is_continued {
                continue;
            }
            // Names of figures wait for their reasons.
            if name.as_ref().is_some_and(|name| !is_metric(name)) {
                unread.stray(&row, remarks::NAME, remarks::TEXT);
            }
            if matter.as_deref().is_some_and(|matter| !remarks::MATTERS.contains(&matter)) {
                unread.stray(&row, remarks::MATTER, remarks::TEXT);
            }
            continue;
        };
        if is_continued {
            match last.map(|last| (last, read.last(last))) {
                Some((_, Some(text))) => go_on(text, words),
                // What it goes on was told.
                Some((Remark::Strange, None)) => {}
                _ => unread.goes_on_nothing(&row, remarks::TEXT),
            }
            continue;
        }
        last = Some(match (matter.as_deref(), name) {
            (Some(matter @ (remarks::FILLED_BY | remarks::TELEPHONE)), name) => {
                if name.is_some() {
                    unread.aside(&row, remarks::NAME, remarks::TEXT);
                }
                read.people.push((Key::at(matter, row.at(remarks::MATTER)), Node::Text(words)));
                Remark::Person
            }
            (Some(remarks::VERBATIM), name) => {
                read.verbatim.push((name, Node::Text(words)));
                Remark::Verbatim
            }
            (Some(remarks::REASON) | None, Some(name)) => {
                read.reasons.push((Key::at(&name, row.at(remarks::NAME)), Node::Text(words)));
                Remark::Reason
            }
            (matter, _) => {
                let matter = matter.unwrap_or_default().to_owned();
                read.strange.push((row.at(remarks::MATTER), matter));
                Remark::Strange
            }
        });
    }
    read
}

/// What the row above says, which the next one may go on.
#[derive(Debug, Clone, Copy)]
enum Remark {
    Person,
    Reason,
    Verbatim,
    /// Nothing that was read; it was told.
    Strange,
}

impl Remarks {
    /// The last text of its kind.
    fn last(&mut self, of: Remark) -> Option<&mut Node> {
        match of {
            Remark::Person => self.people.last_mut().map(|(_, node)| node),
            Remark::Reason => self.reasons.last_mut().map(|(_, node)| node),
            Remark::Verbatim => self.verbatim.last_mut().map(|(_, node)| node),
            Remark::Strange => None,
        }
    }
}
