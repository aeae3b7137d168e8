//! What several changes say of one figure: the same new value in several places is one change of its
//! metric, and two values contradict each other.

use std::collections::{BTreeMap, BTreeSet};

use super::super::data::Piece;
use super::super::merge::{Deed, State, What};
use super::super::{Item, Standing};
use super::Items;
use crate::document::FactId;
use crate::sent::Role;
use crate::text::set_off;

/// Other places of a figure that are named.
const MOST_PLACES: usize = 8;

/// Why no new value is read from the words of a figure.
pub(super) fn no_value(old: &str, said: &str) -> &'static str {
    let names = |text: &str| -> BTreeSet<String> { text.split('、').map(str::to_owned).collect() };
    match said.trim().is_empty() {
        true => "这一格空着了，看不出新的数：是 0 还是没有数，问清再填",
        false if old.contains('、') && names(old) == names(said) => {
            "名称没有变，只是次序换了；核实以后照修改稿排名单"
        }
        false => "单位或者写法也改了，看不出新的数",
    }
}

impl Items<'_> {
    /// A cell that printed a figure and is empty: a change of its metric, and no row that went.
    pub(super) fn emptied(&self, deed: &Deed, at: usize) -> Option<Item> {
        let line = self.lines.get(at).filter(|line| line.role.cell().is_some())?;
        let [piece] = line.pieces.as_slice() else { return None };
        let fact = piece.fact().filter(|_| deed.state == State::Open)?;
        let labels = self.labels.get(&at).map(|labels| format!(" {labels}")).unwrap_or_default();
        let mut item = self.item(deed, self.part(at) + &labels);
        self.whole(&mut item, deed, at);
        item.old.words.clone_from(&line.text);
        item.spot = item.spot.alone();
        let place = piece.place();
        self.figure(&mut item, fact, "", place, None);
        Some(item)
    }

    /// Changes within one printed figure, such as a list of names, as one.
    pub(super) fn in_one_figure(&self, deeds: Vec<Deed>) -> Vec<Deed> {
        let mut joined: Vec<Deed> = Vec::new();
        for deed in deeds {
            let one = joined.last().and_then(|last| self.of_one_figure(last, &deed));
            match (joined.last_mut(), one) {
                (Some(last), Some(one)) => *last = one,
                _ => joined.push(deed),
            }
        }
        joined
    }

    fn of_one_figure(&self, one: &Deed, other: &Deed) -> Option<Deed> {
        let (What::Words { line, range }, What::Words { line: next, range: then }) =
            (&one.what, &other.what)
        else {
            return None;
        };
        let is_open = one.state == State::Open && other.state == State::Open;
        if line != next || one.came != other.came || one.came.len() != 1 || !is_open {
            return None;
        }
        let text = self.lines.get(*line)?;
        let holds = |piece: &Piece| {
            piece.is_figure() && piece.range.start <= range.start && then.end <= piece.range.end
        };
        text.pieces.iter().find(|piece| holds(piece))?;
        let (at, start) = one.sent.clone()?;
        let sent = start.start..other.sent.as_ref()?.1.end;
        let within = one.within.start..other.within.end;
        Some(Deed {
            what: What::Words { line: *line, range: range.start..then.end },
            state: State::Open,
            old: self.quoted.sent(at).get(sent.clone())?.to_owned(),
            new: self.quoted.came(one.came.start).get(within.clone())?.to_owned(),
            sent: Some((at, sent)),
            came: one.came.clone(),
            within,
        })
    }

    /// Makes one item of the changes that give a metric the same value, tells where else it is printed,
    /// and of values that are not the same.
    pub(super) fn with_same_figures_joined(&self, items: Vec<Item>) -> Vec<Item> {
        // Changes by their figure and its new words; the paragraphs by their figure.
        let mut of_value: BTreeMap<(FactId, String), Vec<usize>> = BTreeMap::new();
        let mut changed: BTreeMap<FactId, BTreeSet<usize>> = BTreeMap::new();
        for (at, item) in items.iter().enumerate() {
            let Some((fact, line)) = item.spot.figure() else { continue };
            changed.entry(fact).or_default().insert(line);
            if item.standing == Standing::Open {
                of_value.entry((fact, said(item))).or_default().push(at);
            }
        }
        let mut gone: BTreeSet<usize> = BTreeSet::new();
        let mut all: Vec<Item> = items.clone();
        // What is one change with one of them is one with the others.
        let mut units: BTreeMap<usize, usize> = BTreeMap::new();
        for ((fact, value), own) in &of_value {
            let Some(first) = own.first() else { continue };
            let Some(item) = all.get_mut(*first) else { continue };
            let rest: Vec<&Item> = own.iter().skip(1).filter_map(|at| items.get(*at)).collect();
            also(item, &rest);
            for other in &rest {
                let (one, other) = (first_of(&units, item.unit), first_of(&units, other.unit));
                units.insert(one.max(other), one.min(other));
            }
            gone.extend(own.iter().skip(1));
            let others = self.others(*fact, changed.get(fact));
            if !others.is_empty() {
                let at = item.notes.iter().rposition(|(key, _)| PRINTED.contains(key));
                item.notes.insert(at.map_or(0, |at| at + 1), ("还印在", others));
            }
            let contrary = of_value.iter().filter(|((of, said), _)| of == fact && said != value);
            let contrary =
                contrary.filter_map(|((_, said), at)| Some((said, items.get(*at.first()?)?)));
            for (said, other) in contrary {
                let told = format!("修改稿里另一处（{}）把它改成了 {said}，两处不一样", other.part);
                item.notes.push(("矛盾", told));
                item.remedy =
                    Err("修改稿里同一个数改得不一样，问清是哪一个，再在填报的地方改".to_owned());
            }
        }
        let each = all.into_iter().enumerate().filter(|(at, _)| !gone.contains(at));
        each.map(|(_, item)| Item { unit: first_of(&units, item.unit), ..item }).collect()
    }

    /// Where else a figure is printed than in paragraphs where it was changed.
    fn others(&self, fact: FactId, changed: Option<&BTreeSet<usize>>) -> String {
        let is_changed = |at: usize| changed.is_some_and(|changed| changed.contains(&at));
        let lines = self.lines.iter().enumerate();
        let lines = lines.filter(|(at, line)| {
            !is_changed(*at) && line.pieces.iter().any(|piece| piece.fact() == Some(fact))
        });
        let mut names: Vec<String> = Vec::new();
        for (at, line) in lines {
            let name = match line.role {
                Role::Cell { .. } => format!("表格（{}）", self.part(at)),
                _ => self.part(at),
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let count = names.len();
        names.truncate(MOST_PLACES);
        let more = if count > MOST_PLACES { format!("等 {count} 处") } else { String::new() };
        names.join("；") + &more
    }
}

/// Makes one item of a changed figure and of the computed ones that were given just the values that they
/// have with it.
pub(super) fn with_sums_joined(mut items: Vec<Item>) -> Vec<Item> {
    let is_open = |item: &Item| {
        let is_contrary = item.notes.iter().any(|(key, _)| *key == "矛盾");
        item.standing == Standing::Open && !is_contrary
    };
    let follows = |sum: &Item, item: &Item| match (&sum.figure, &item.figure) {
        (Some(sum), Some(figure)) => sum.follows_from(figure),
        _ => false,
    };
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    let mut units: BTreeMap<usize, usize> = BTreeMap::new();
    for at in 0..items.len() {
        let Some(sum) = items.get(at).filter(|sum| is_open(sum)).cloned() else { continue };
        let mut others = items.iter_mut().enumerate();
        let part = others.find(|(other, item)| {
            *other != at && !gone.contains(other) && is_open(item) && follows(&sum, item)
        });
        let Some((_, item)) = part else { continue };
        also(item, &[&sum]);
        item.notes.extend(sum.notes.iter().filter(|(key, _)| *key == ALSO).cloned());
        let (one, other) = (first_of(&units, item.unit), first_of(&units, sum.unit));
        units.insert(one.max(other), one.min(other));
        gone.insert(at);
    }
    let each = items.into_iter().enumerate().filter(|(at, _)| !gone.contains(at));
    each.map(|(_, item)| Item { unit: first_of(&units, item.unit), ..item }).collect()
}

/// The note of the other places that were changed with a figure.
const ALSO: &str = "一起改的还有";

/// The notes that say where a figure is printed.
const PRINTED: [&str; 2] = ["印在", ALSO];

/// The first unit that one is joined with.
fn first_of(units: &BTreeMap<usize, usize>, mut unit: usize) -> usize {
    while let Some(before) = units.get(&unit).copied().filter(|before| *before < unit) {
        unit = before;
    }
    unit
}

/// The new value of a figure, however it is written, or else its new words.
fn said(item: &Item) -> String {
    let value = item.figure.as_ref().and_then(|figure| figure.said.clone());
    value.unwrap_or_else(|| item.new.words.clone())
}

/// Tells of the other places in which a figure was given the same value.
fn also(item: &mut Item, rest: &[&Item]) {
    let mut places: Vec<String> = Vec::new();
    for other in rest {
        let printed = other.notes.iter().find(|(key, _)| *key == "印在");
        let printed = printed.map(|(_, place)| format!("，{place}")).unwrap_or_default();
        let part = if other.part == item.part { "同一部分" } else { other.part.as_str() };
        let (old, new) = (set_off(&other.old.words), set_off(&other.new.words));
        places.push(format!("{old}改为{new}（{part}{printed}）"));
        for author in &other.authors {
            if !item.authors.contains(author) {
                item.authors.push(author.clone());
            }
        }
    }
    if !places.is_empty() {
        let at = item.notes.iter().rposition(|(key, _)| PRINTED.contains(key));
        item.notes.insert(at.map_or(0, |at| at + 1), (ALSO, places.join("；")));
    }
}
