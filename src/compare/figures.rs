//! What changed in the figures.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Side;
use super::page::{Block, Entry};
use super::texts::pieces;
use crate::check::figures::{Figure, Lack};
use crate::metric::{ByName, Value};
use crate::number::{self, Quantity, change_after, convert, difference};

/// What stands in a table where there is no value.
const NONE: &str = "—";

/// The changes of the figures, under their themes.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Each theme with its rows: name, value before, value now, change.
    themes: ByName<Vec<[String; 4]>>,
    /// Metrics that are counted otherwise than before.
    definitions: Vec<Entry>,
    compared: usize,
    changed: usize,
    /// What only one of them has, under its theme.
    added: ByName<Vec<[String; 4]>>,
    dropped: ByName<Vec<[String; 4]>>,
    /// What a metric is that only the old one has.
    dropped_word: &'static str,
    /// Of how many one side is to have a value, and has none.
    lacking: usize,
}

/// So many metrics that only one has stand among the others; of more the first are named.
const MOST_AMONG: usize = 10;
const NAMED: usize = 5;

/// What a metric is that only one has.
const ADDED: &str = "新增";
const DROPPED: &str = "不再报";

/// What is said of a figure that one side is to have, and has not.
const FAULTY: &str = "填错了，没有读出";
const OWED: &str = "还没有报";

impl Changes {
    pub(super) fn between(old_side: &Side, new_side: &Side) -> Changes {
        let [old, new] = [old_side, new_side].map(|side| side.figures.as_deref().unwrap_or(&[]));
        let pairs = pairs(old, new);
        let reporters = Reporters::new((old_side, new_side), &pairs);
        let dropped_word = new_side.left_out.unwrap_or(DROPPED);
        let mut changes = Changes { dropped_word, ..Changes::default() };
        let mut paired: FxHashSet<usize> = FxHashSet::default();
        for (figure, before) in new.iter().zip(pairs) {
            let row = match before.and_then(|at| Some((at, old.get(at)?))) {
                Some((at, before)) => {
                    paired.insert(at);
                    changes.both((before, figure), (old_side, new_side), &reporters)
                }
                None => changes.one((None, Some(figure)), (old_side, new_side)),
            };
            changes.push(&figure.metric.theme, row);
        }
        let unpaired = old.iter().enumerate().filter(|(at, _)| !paired.contains(at));
        let unpaired: Vec<&Figure> = unpaired.map(|(_, figure)| figure).collect();
        for figure in unpaired {
            let row = changes.one((Some(figure), None), (old_side, new_side));
            changes.push(&figure.metric.theme, row);
        }
        changes
    }

    fn push(&mut self, theme: &str, row: Option<[String; 4]>) {
        let Some(row) = row else { return };
        let themes = match row.last().map(String::as_str) {
            Some(ADDED) => &mut self.added,
            Some(word) if word == self.dropped_word => &mut self.dropped,
            _ => &mut self.themes,
        };
        themes.entry(theme.to_owned()).or_default().push(row);
    }

    /// A metric that both have.
    fn both(
        &mut self,
        (before, now): (&Figure, &Figure),
        sides: (&Side, &Side),
        reporters: &Reporters<'_>,
    ) -> Option<[String; 4]> {
        let (Some(old), Some(new)) = (&before.value, &now.value) else {
            return self.one((Some(before), Some(now)), sides);
        };
        self.compared += 1;
        let (was, is) = (&before.metric, &now.metric);
        let name = match was.name == is.name {
            true => is.name.clone(),
            false => format!("{}（原“{}”）", is.name, was.name),
        };
        if was.definition != is.definition {
            self.definitions.push(Entry {
                what: "口径",
                place: name.clone(),
                pieces: pieces(&was.definition, &is.definition),
            });
        }
        let (old_shown, new_shown) = (shown(before, old), shown(now, new));
        let is_same = match (old, new) {
            (Value::Number(old), Value::Number(new)) => {
                in_unit(*old, &was.unit, &is.unit).is_some_and(|old| old == *new)
            }
            (old, new) => old == new,
        };
        if is_same && was.name == is.name {
            return None;
        }
        if !is_same {
            self.changed += 1;
        }
        let change = reporters.unlike(now).unwrap_or_else(|| change(old, new, &was.unit, now));
        Some([name, old_shown, new_shown, change])
    }

    /// A metric that only one has a value of.
    fn one(
        &mut self,
        (before, now): (Option<&Figure>, Option<&Figure>),
        (old_side, new_side): (&Side, &Side),
    ) -> Option<[String; 4]> {
        let value = |figure: Option<&Figure>| {
            figure.and_then(|figure| Some(shown(figure, figure.value.as_ref()?)))
        };
        let name = now.or(before)?.metric.name.clone();
        let (old, new, lacks) = match (value(before), value(now)) {
            (Some(old), _) => (old, NONE.to_owned(), now.map(|figure| (new_side, figure))),
            (None, Some(new)) => (NONE.to_owned(), new, before.map(|figure| (old_side, figure))),
            (None, None) => return None,
        };
        let lacks = lacks.and_then(|(side, figure)| {
            let word = match side.lack(&figure.metric.name)? {
                Lack::Faulty => FAULTY,
                Lack::Owed => OWED,
            };
            Some(format!("{}{word}", side.name))
        });
        self.lacking += usize::from(lacks.is_some());
        let word = if old == NONE { ADDED } else { self.dropped_word };
        Some([name, old, new, lacks.unwrap_or_else(|| word.to_owned())])
    }

    pub(super) fn counts(&self) -> String {
        let mut counts = vec![format!("两边都有的 {} 项", self.compared)];
        counts.push(match self.changed {
            0 => "数值没有变化".to_owned(),
            changed => format!("数值有变化 {changed} 项"),
        });
        let others = [
            ("口径有变化", self.definitions.len()),
            (ADDED, count(&self.added)),
            (self.dropped_word, count(&self.dropped)),
            ("有一边没有报、没有读出", self.lacking),
        ];
        let others = others.iter().filter(|(_, count)| *count > 0);
        counts.extend(others.map(|(word, count)| format!("{word} {count} 项")));
        format!("指标：{}", counts.join("，"))
    }

    /// What is shown: what changed, then what only one of them has; and the whole lists of that where
    /// they are long.
    pub(super) fn blocks(mut self, old: &str, new: &str) -> (Vec<Block>, Vec<Block>) {
        let mut only_one = Vec::new();
        let mut appendix = Vec::new();
        let lists = [
            (ADDED, std::mem::take(&mut self.added)),
            (self.dropped_word, std::mem::take(&mut self.dropped)),
        ];
        for (word, list) in lists {
            let count = count(&list);
            if count <= MOST_AMONG {
                for (theme, rows) in list {
                    self.themes.entry(theme).or_default().extend(rows);
                }
                continue;
            }
            let names = list.values().flatten().filter_map(|row| row.first());
            let names: Vec<&str> = names.take(NAMED).map(String::as_str).collect();
            let line =
                format!("{word} {count} 项：{}等；存成 .md 的，末尾全部列出", names.join("、"));
            only_one.push(Block::Line(line));
            appendix.push(Block::Heading(2, format!("{word}的指标")));
            appendix.extend(tables(list, old, new));
        }
        let mut blocks = Vec::new();
        let is_empty = self.themes.is_empty() && self.definitions.is_empty();
        if !is_empty || !only_one.is_empty() {
            blocks.push(Block::Heading(2, "指标".to_owned()));
        }
        blocks.extend(tables(self.themes, old, new));
        if !self.definitions.is_empty() {
            blocks.push(Block::Heading(3, "口径有变化的".to_owned()));
            blocks.extend(self.definitions.into_iter().map(Block::Entry));
        }
        blocks.extend(only_one);
        (blocks, appendix)
    }
}

fn count(themes: &ByName<Vec<[String; 4]>>) -> usize {
    themes.values().map(Vec::len).sum()
}

/// A table for each theme.
fn tables(themes: ByName<Vec<[String; 4]>>, old: &str, new: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (theme, rows) in themes {
        if !theme.is_empty() {
            blocks.push(Block::Heading(3, theme));
        }
        let head = ["指标", old, new, "增减"].map(str::to_owned);
        blocks.push(Block::Table(head, rows));
    }
    blocks
}

/// For each new figure the place of the old one of the same metric, under a former name where the
/// metric was renamed.
fn pairs(old: &[Figure], new: &[Figure]) -> Vec<Option<usize>> {
    let mut by_name: FxHashMap<&str, usize> = FxHashMap::default();
    let mut by_former: FxHashMap<&str, usize> = FxHashMap::default();
    for (at, figure) in old.iter().enumerate() {
        by_name.insert(&figure.metric.name, at);
        for former in &figure.metric.former_names {
            by_former.insert(former, at);
        }
    }
    let mut taken: FxHashSet<usize> = FxHashSet::default();
    let mut pairs: Vec<Option<usize>> =
        new.iter().map(|figure| by_name.get(figure.metric.name.as_str()).copied()).collect();
    taken.extend(pairs.iter().flatten());
    for (figure, pair) in new.iter().zip(&mut pairs) {
        if pair.is_none() {
            let names = figure.metric.former_names.iter();
            let renamed = names.filter_map(|former| by_name.get(former.as_str()));
            let renamed = renamed.chain(by_former.get(figure.metric.name.as_str()));
            *pair = renamed.copied().find(|at| taken.insert(*at));
        }
    }
    pairs
}

/// Which departments reported the figures of the two sides that are sums of what each department reports.
/// Sums of what other departments reported are not held against each other, nor is what is computed from them.
struct Reporters<'a> {
    /// What the two sides are called.
    names: (&'a str, &'a str),
    /// The figures of the new side by their metrics, each with that of the old side.
    pairs: FxHashMap<&'a str, (&'a Figure, &'a Figure)>,
    computed_from: &'a BTreeMap<String, Vec<String>>,
}

impl<'a> Reporters<'a> {
    fn new((old, new): (&'a Side, &'a Side), pairs: &[Option<usize>]) -> Reporters<'a> {
        let old_figures = old.figures.as_deref().unwrap_or_default();
        let figures = new.figures.iter().flatten().zip(pairs);
        let pairs = figures.filter_map(|(figure, before)| {
            Some((figure.metric.name.as_str(), (old_figures.get((*before)?)?, figure)))
        });
        let names = (old.name.as_str(), new.name.as_str());
        Reporters { names, pairs: pairs.collect(), computed_from: &new.computed_from }
    }

    /// Why a figure is not held against that of the old side: the departments that reported it, or one
    /// that it is computed from, on one side only.
    fn unlike(&self, figure: &'a Figure) -> Option<String> {
        let own = figure.metric.name.as_str();
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        let mut next = vec![own];
        while let Some(name) = next.pop() {
            if !seen.insert(name) {
                continue;
            }
            if let Some(whose) = self.on_one_side(name) {
                let of = if name == own { String::new() } else { format!("“{name}”") };
                return Some(format!("{of}填报的部门不同（{whose}），不算增减"));
            }
            next.extend(self.computed_from.get(name).into_iter().flatten().map(String::as_str));
        }
        None
    }

    /// The departments that reported a summed figure on one side only: `2023年没有区公安分局`.
    fn on_one_side(&self, name: &str) -> Option<String> {
        let (old, new) = self.pairs.get(name)?;
        if old.parts.is_empty() || new.parts.is_empty() {
            return None;
        }
        let missing = |side: &str, of: &Figure, from: &Figure| {
            let has = |name: &str| from.parts.iter().any(|part| part.department == name);
            let names = of.parts.iter().map(|part| part.department.as_str());
            let names: Vec<&str> = names.filter(|name| !has(name)).collect();
            let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join("、");
            match names.len() {
                0 => None,
                count if count > NAMED => Some(format!("{side}没有{shown}等 {count} 个")),
                _ => Some(format!("{side}没有{shown}")),
            }
        };
        let sides = [missing(self.names.0, new, old), missing(self.names.1, old, new)];
        let told: Vec<String> = sides.into_iter().flatten().collect();
        (!told.is_empty()).then(|| told.join("，"))
    }
}

/// A value with its unit.
fn shown(figure: &Figure, value: &Value) -> String {
    match value {
        Value::Number(quantity) => figure.rounded(*quantity).with_unit(&figure.metric.unit),
        Value::Text(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::List(items) => items.join("、"),
        Value::Boolean(true) => "是".to_owned(),
        Value::Boolean(false) => "否".to_owned(),
    }
}

/// A number in another unit; none where it cannot be said in that.
fn in_unit(quantity: Quantity, unit: &str, other: &str) -> Option<Quantity> {
    if unit == other {
        return Some(Quantity { value: quantity.value.normalize(), ..quantity });
    }
    let value = convert(quantity.value, unit, other)?;
    Some(Quantity { value: value.normalize(), ..quantity })
}

/// The change of a value: `+57，增长7.9%`, `提高1.2个百分点`, `增 甲；减 乙`.
fn change(old: &Value, new: &Value, unit: &str, now: &Figure) -> String {
    match (old, new) {
        (Value::Number(old), Value::Number(new)) => {
            let Some(old) = in_unit(*old, unit, &now.metric.unit) else {
                return "单位不同".to_owned();
            };
            change_of_numbers(old, *new, now.decimals)
        }
        (Value::List(old), Value::List(new)) => {
            let missing = |all: &[String], from: &[String]| {
                let all = all.iter().filter(|item| !from.contains(item)).cloned();
                all.collect::<Vec<_>>().join("、")
            };
            let parts = [("增 ", missing(new, old)), ("减 ", missing(old, new))];
            let parts = parts.into_iter().filter(|(_, names)| !names.is_empty());
            let parts: Vec<String> = parts.map(|(word, names)| format!("{word}{names}")).collect();
            if parts.is_empty() { NONE.to_owned() } else { parts.join("；") }
        }
        _ => NONE.to_owned(),
    }
}

fn change_of_numbers(old: Quantity, new: Quantity, decimals: Option<u32>) -> String {
    let words = number::change(new, old, decimals);
    let words = words.as_deref().map(|words| change_after("同比", words));
    if !old.is_exact() || !new.is_exact() {
        return "约数，不算增减".to_owned();
    }
    let step = difference(new.value, old.value).map(|step| step.normalize());
    let step = step.filter(|step| decimals.is_none() && !step.is_zero()).map(|step| {
        match step.is_sign_negative() {
            true => Quantity::exact(step).to_string(),
            false => format!("+{step}"),
        }
    });
    match (step, words) {
        (Some(step), Some(words)) => format!("{step}，{words}"),
        (Some(step), None) => step,
        (None, Some(words)) => words.to_owned(),
        (None, None) => NONE.to_owned(),
    }
}
