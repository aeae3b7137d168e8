//! What is one change is told as one: the pieces of one sentence, words that are gone here and stand
//! there, new paragraphs in a row, one that took the place of another. Of a change nothing is certain
//! unless all of it is.

mod units;

use std::collections::BTreeMap;
use std::ops::Range;

use self::units::Units;
use super::data::Line;
use super::merge::{Deed, What};
use super::named;
use super::quoted::{Quoted, Stand};
use super::structure::opens_heading;
use super::{Bit, Excerpt, Item, Kind, Remedy, Standing};
use crate::document::FactId;
use crate::sent::Role;
use crate::source::Sources;
use crate::text::set_off;

/// The beginning of the note that names the figures that are cited in words.
pub(super) const CITED: &str = "这里引用了";

/// Why words with cited figures are not put elsewhere in their paragraph.
const MOVED_WITH_FIGURES: &str =
    "这句话换了位置，里面引用了指标，不代改；核实以后在数据里连同引用（{{…}}）一起移";

/// Where a change is: in the text as sent, in the returned one, and in the paragraphs of the data.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spot {
    stand: Stand,
    /// Bytes of a paragraph whose words it changes.
    words: Option<(usize, Range<usize>)>,
    /// The paragraph that it takes out.
    removed: Option<usize>,
    /// Whether it adds or takes out rows of a table.
    is_of_rows: bool,
    /// The figure that it changes.
    fact: Option<FactId>,
    is_of_column: bool,
    entry: Option<OfEntry>,
}

/// What of an entry that is printed among others in one paragraph a change adds, takes out or moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OfEntry {
    Whole,
    Part,
}

impl Spot {
    pub(super) fn of(deed: &Deed) -> Spot {
        let removed = match deed.what {
            What::Remove { line } => Some(line),
            _ => None,
        };
        let (came, within) = (deed.came.clone(), deed.within.clone());
        let stand = Stand { sent: deed.sent.clone(), came, within };
        Spot { stand, removed, ..Spot::default() }
    }

    pub(super) fn in_line(self, line: usize, range: Range<usize>) -> Spot {
        Spot { words: Some((line, range)), ..self }
    }

    pub(super) fn quoted(self, stand: Stand) -> Spot {
        Spot { stand, ..self }
    }

    /// Of a change that is put together with no other.
    pub(super) fn alone(self) -> Spot {
        Spot { words: None, ..self }
    }

    /// Of a whole column of a table.
    pub(super) fn of_column(self) -> Spot {
        Spot { is_of_rows: true, is_of_column: true, ..self }
    }

    pub(super) fn is_of_column(&self) -> bool {
        self.is_of_column
    }

    /// Of an entry among others in one paragraph.
    pub(super) fn of_entry(self) -> Spot {
        Spot { entry: Some(OfEntry::Whole), ..self }
    }

    /// Of a part of such an entry.
    pub(super) fn of_part(self) -> Spot {
        Spot { entry: Some(OfEntry::Part), ..self }
    }

    /// The paragraph that it takes out.
    pub(super) fn removed(&self) -> Option<usize> {
        self.removed
    }

    /// Whether it is told beside others, and never as one item with them.
    fn stands_alone(&self) -> bool {
        self.is_of_rows || self.entry.is_some()
    }

    /// Where it stands in the text as it was sent and in the returned one.
    pub(super) fn stand(&self) -> &Stand {
        &self.stand
    }

    pub(super) fn entry(&self) -> Option<OfEntry> {
        self.entry
    }

    pub(super) fn of_fact(self, fact: FactId) -> Spot {
        Spot { fact: Some(fact), ..self }
    }

    /// The figure that it changes, and the paragraph in which it does.
    pub(super) fn figure(&self) -> Option<(FactId, usize)> {
        Some((self.fact?, self.words.as_ref()?.0))
    }

    pub(super) fn is_of_rows(&self) -> bool {
        self.is_of_rows
    }

    pub(super) fn of_rows(self, came: Range<usize>) -> Spot {
        Spot { stand: Stand { came, ..self.stand }, is_of_rows: true, ..self }
    }
}

/// Makes one item of the changes that are one. Where they stand too far from each other they keep
/// items of their own, which have the same unit.
pub(super) fn unite(
    items: Vec<Item>,
    lines: &[Line],
    quoted: &Quoted<'_>,
    sources: &Sources,
) -> Vec<Item> {
    let units = Units::new(&items, lines, quoted);
    let mut of_units: BTreeMap<usize, Vec<(usize, Item)>> = BTreeMap::new();
    for (at, item) in items.into_iter().enumerate() {
        of_units.entry(units.first(at)).or_default().push((at, item));
    }
    let mut all: Vec<(usize, usize, Item)> = Vec::new();
    for (unit, items) in of_units {
        let items = with_sentences_joined(items, quoted, sources);
        let items = as_replaced(with_rows_joined(items, lines));
        let items = as_moved(items, sources);
        all.extend(items.into_iter().map(|(at, item)| (at, unit, item)));
    }
    all.sort_by_key(|(at, ..)| *at);
    let united = all.into_iter().map(|(_, unit, item)| Item { unit, ..item });
    let mut items: Vec<Item> = united.collect();
    titles_with_texts(&mut items, lines);
    items
}

/// Makes one unit of the words of a title and those of the text under it.
fn titles_with_texts(items: &mut [Item], lines: &[Line]) {
    let is_heading = |line: &Line| matches!(line.role, Role::Heading(_) | Role::RunIn(_));
    let mut titles: BTreeMap<usize, usize> = BTreeMap::new();
    let mut texts: Vec<(usize, usize)> = Vec::new();
    let is_text = |item: &&Item| item.standing == Standing::Open && item.kind == Kind::Words;
    for item in items.iter().filter(is_text) {
        let Some((at, range)) = &item.spot.words else { continue };
        let heading = lines.get(..=*at).and_then(|lines| lines.iter().rposition(is_heading));
        let Some((heading, line)) = heading.and_then(|at| Some((at, lines.get(at)?))) else {
            continue;
        };
        let end = line.pieces.iter().map(|piece| piece.range.end).find(|end| *end > line.number());
        if heading == *at && end.is_some_and(|end| range.end <= end) {
            titles.insert(heading, item.unit);
        } else {
            texts.push((heading, item.unit));
        }
    }
    for (heading, unit) in texts {
        let Some(title) = titles.get(&heading).copied() else { continue };
        let of_text = items.iter_mut().filter(|item| item.unit == unit);
        of_text.for_each(|item| item.unit = title);
        titles.values_mut().filter(|title| **title == unit).for_each(|unit| *unit = title);
    }
}

/// Takes nothing of a change that is not certain as a whole.
pub(super) fn doubt_together(items: &mut [Item]) {
    let mut doubtful: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let is_left = item.standing != Standing::Done && item.remedy.is_err();
        if is_left && item.kind != Kind::Remark {
            doubtful.entry(item.unit).or_insert(at);
        }
    }
    for (at, item) in items.iter_mut().enumerate() {
        if let (true, Some(other)) = (item.remedy.is_ok(), doubtful.get(&item.unit))
            && *other != at
        {
            item.remedy = Err(format!("同第 {} 处是一处改动，那一处拿不准，一起自己改", other + 1));
        }
    }
}

/// An item, and its place among all.
type Placed = (usize, Item);

/// What is written for several that are one, or why nothing is.
fn together<'i>(items: impl Iterator<Item = &'i Item>) -> Result<Remedy, String> {
    let mut all = Remedy::default();
    for item in items {
        all.extend(item.remedy.as_ref().map_err(Clone::clone)?);
    }
    Ok(all)
}

fn add_all<T: PartialEq + Clone>(all: &mut Vec<T>, others: &[T]) {
    for other in others {
        if !all.contains(other) {
            all.push(other.clone());
        }
    }
}

/// Words of one paragraph as one: what was typed there, and not a figure, which is another's. What is
/// done is apart from what is not.
fn with_sentences_joined(
    items: Vec<Placed>,
    quoted: &Quoted<'_>,
    sources: &Sources,
) -> Vec<Placed> {
    // Of the data, and of the returned text, which may have parted it.
    let line_of = |item: &Item| {
        let (line, _) = item.spot.words.as_ref()?;
        let came = item.spot.stand.came.clone();
        (item.figure.is_none() && came.len() == 1).then_some((
            *line,
            came.start,
            item.standing == Standing::Done,
        ))
    };
    let mut by_line: BTreeMap<(usize, usize, bool), Vec<usize>> = BTreeMap::new();
    for (at, (_, item)) in items.iter().enumerate() {
        if let Some(line) = line_of(item) {
            by_line.entry(line).or_default().push(at);
        }
    }
    let mut joined: BTreeMap<usize, Item> = BTreeMap::new();
    let mut is_gone = vec![false; items.len()];
    for ((line, came, is_done), own) in by_line.iter().filter(|(_, own)| own.len() > 1) {
        let of_line = items.iter().map(|(_, item)| item);
        let figures = of_line
            .filter(|item| !is_done && item.figure.is_some() && item.standing == Standing::Open)
            .filter(|item| item.spot.words.as_ref().is_some_and(|(at, _)| at == line))
            .filter(|item| item.spot.stand.came == (*came..came + 1));
        let own_items: Vec<&Item> =
            own.iter().filter_map(|at| items.get(*at).map(|(_, item)| item)).collect();
        let figures: Vec<&Item> = figures.collect();
        if let (Some(one), Some(first)) =
            (one_of(&own_items, &figures, quoted, sources), own.first())
        {
            joined.insert(*first, one);
            own.iter().skip(1).for_each(|at| is_gone[*at] = true);
        }
    }
    let each = items.into_iter().enumerate().zip(is_gone).filter(|(_, is_gone)| !is_gone);
    each.map(|((at, (place, item)), _)| (place, joined.remove(&at).unwrap_or(item))).collect()
}

/// The changes of words of a paragraph as one; `figures` are those that are told by themselves.
fn one_of(
    items: &[&Item],
    figures: &[&Item],
    quoted: &Quoted<'_>,
    sources: &Sources,
) -> Option<Item> {
    let range = |item: &Item| item.spot.words.as_ref().map(|(_, range)| range.clone());
    let ranges: Vec<Range<usize>> = items.iter().filter_map(|item| range(item)).collect();
    let start = ranges.iter().map(|range| range.start).min()?;
    let end = ranges.iter().map(|range| range.end).max()?;
    let within = figures
        .iter()
        .filter(|item| range(item).is_some_and(|range| start <= range.start && range.end <= end));
    let mut changes: Vec<&Item> = items.iter().chain(within).copied().collect();
    changes.sort_by_key(|item| {
        let within = &item.spot.stand.within;
        (range(item).map(|range| (range.start, range.end)), within.start, within.end)
    });
    let (mut bits, mut before): (Vec<Bit>, Option<&Item>) = (Vec::new(), None);
    for item in &changes {
        if let Some(before) = before {
            let (old, new) = quoted.between(&before.spot.stand, &item.spot.stand);
            if !old.is_empty() || !new.is_empty() {
                bits.push(Bit { old: old.to_owned(), new: new.to_owned(), is_told: false });
            }
        }
        let is_told = item.figure.is_none();
        bits.push(Bit { old: item.old.words.clone(), new: item.new.words.clone(), is_told });
        before = Some(item);
    }
    let ends = changes.first().zip(changes.last());
    let stand = ends.map(|(first, last)| first.spot.stand.up_to(&last.spot.stand))?;
    let first = items.first()?;
    let mut one = Item::clone(first);
    (one.old, one.new) = (quoted.old(&stand), quoted.new_words(&stand));
    one.spot.stand = stand;
    one.bits = bits;
    one.remedy = together(items.iter().copied());
    if one.remedy.is_err() && has_moved(items) {
        one.remedy = Err(MOVED_WITH_FIGURES.to_owned());
    }
    let kinds = [Kind::Figure, Kind::Words];
    let kind = kinds.into_iter().find(|kind| items.iter().any(|item| item.kind == *kind));
    one.kind = kind.unwrap_or(first.kind);
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        add_all(&mut one.authors, &item.authors);
        add_all(&mut one.notes, &item.notes);
        if let Standing::Conflict(_) = item.standing {
            one.standing = item.standing.clone();
        }
        let other = item.place.filter(|place| first.place != Some(*place));
        let other = other.map(|place| named::printed(sources, place, &item.part));
        add_all(&mut lines, other.as_slice());
    }
    let own = first.place.map(|place| named::printed(sources, place, &first.part));
    lines.retain(|line| Some(line) != own.as_ref());
    if !lines.is_empty() {
        one.notes.push(("还在", lines.join("、")));
    }
    if let Some((_, range)) = &mut one.spot.words {
        *range = start..end;
    }
    Some(one)
}

/// Whether words of a paragraph with cited figures only stand elsewhere in it.
fn has_moved(items: &[&Item]) -> bool {
    let bare = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let [one, other] = items else { return false };
    let is_swap = |gone: &Item, put: &Item| {
        gone.new.words.is_empty()
            && put.old.words.is_empty()
            && bare(&gone.old.words) == bare(&put.new.words)
            && gone.notes.iter().any(|(_, note)| note.starts_with(CITED))
    };
    is_swap(one, other) || is_swap(other, one)
}

/// New paragraphs in a row as one, and those in a row that are gone: a heading begins another.
fn with_rows_joined(items: Vec<Placed>, lines: &[Line]) -> Vec<Placed> {
    let is_heading = |item: &Item| match item.spot.removed {
        Some(line) => lines.get(line).is_some_and(|line| line.number() > 0),
        None => opens_heading(&item.new.words),
    };
    let mut joined: Vec<Placed> = Vec::new();
    for (place, item) in items {
        let is_same = |last: &Item| last.kind == item.kind && last.standing == item.standing;
        let last = joined.last_mut().map(|(_, last)| last).filter(|last| is_same(last));
        match (last, item.kind) {
            (Some(last), Kind::Add | Kind::Remove)
                if !item.spot.stands_alone() && !is_heading(&item) =>
            {
                last.remedy = together([&*last, &item].into_iter());
                for (words, more) in [(&mut last.old, &item.old), (&mut last.new, &item.new)] {
                    if !more.words.is_empty() {
                        words.words.push('\n');
                        words.words.push_str(&more.words);
                    }
                }
                last.spot.stand.came.end = item.spot.stand.came.end;
                add_all(&mut last.authors, &item.authors);
            }
            _ => joined.push((place, item)),
        }
    }
    joined
}

/// What took the place of paragraphs that are gone as other words of these, each of the one in its turn.
fn as_replaced(items: Vec<Placed>) -> Vec<Placed> {
    let of = |kind: Kind| -> Vec<usize> {
        let all = items.iter().enumerate().filter(|(_, (_, item))| item.kind == kind);
        all.map(|(at, _)| at).collect()
    };
    let (gone, put) = (of(Kind::Remove), of(Kind::Add));
    if gone.len() != put.len() {
        return items;
    }
    let mut all: Vec<Option<Placed>> = items.into_iter().map(Some).collect();
    for (gone, put) in gone.into_iter().zip(put) {
        let of = |at: usize| all.get(at)?.as_ref().map(|(_, item)| item);
        let Some(one) = of(gone).zip(of(put)).and_then(|(old, new)| replaced(old, new)) else {
            continue;
        };
        all[gone.max(put)] = None;
        all[gone.min(put)].iter_mut().for_each(|(_, item)| *item = one.clone());
    }
    all.into_iter().flatten().collect()
}

/// A paragraph that is gone and the one that took its place as one.
fn replaced(old: &Item, new: &Item) -> Option<Item> {
    if old.standing != new.standing || old.spot.stands_alone() || new.spot.stands_alone() {
        return None;
    }
    let mut one = old.clone();
    one.kind = Kind::Words;
    one.new.words.clone_from(&new.new.words);
    one.remedy = match (&old.remedy, &new.remedy) {
        // Who only takes out the one would lose the other.
        (Err(gone), Err(put)) if gone != put => Err(format!("{gone}；{put}")),
        _ => together([old, new].into_iter()),
    };
    add_all(&mut one.authors, &new.authors);
    Some(one)
}

/// Words that are gone at one place and stand at another as moved.
fn as_moved(items: Vec<Placed>, sources: &Sources) -> Vec<Placed> {
    let [(place, one), (_, other)] = items.as_slice() else { return items };
    let is_words = |item: &Item| item.kind == Kind::Words && item.spot.words.is_some();
    if !is_words(one) || !is_words(other) || one.standing != other.standing {
        return items;
    }
    let (gone, put) = match (one.old.words.is_empty(), other.old.words.is_empty()) {
        (false, true) if one.new.words.is_empty() => (one, other),
        (true, false) if other.new.words.is_empty() => (other, one),
        _ => return items,
    };
    let is_mark = |c: char| !c.is_alphanumeric();
    if gone.old.words.trim_matches(is_mark) != put.new.words.trim_matches(is_mark) {
        return items;
    }
    let mut moved = gone.clone();
    moved.kind = Kind::Move;
    moved.old = Excerpt { words: gone.old.words.clone(), ..Excerpt::default() };
    moved.new = Excerpt {
        words: match put.new.before.is_empty() {
            true => "段首".to_owned(),
            false => format!("{}之后", set_off(&put.new.before)),
        },
        ..Excerpt::default()
    };
    moved.remedy = together([gone, put].into_iter());
    add_all(&mut moved.authors, &put.authors);
    if let Some(to) = put.place {
        moved.notes.push(("移到", sources.named(to.into())));
    }
    vec![(*place, moved)]
}
