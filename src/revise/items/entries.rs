//! Entries that are printed in one paragraph behind ordinals of the program (一是…；二是…): those that came,
//! went or stand elsewhere, each as one item. They are entries of a list of the data, or what several
//! departments wrote for one item of the outline.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::data::Line;
use super::super::enumerated::{self, Entry, Fates, bare, entries};
use super::super::merge::{Deed, State, What};
use super::super::named::start_of;
use super::super::place::{is_data, owner_of};
use super::super::united::Spot;
use super::super::{Edit, Effect, Item, Kind, Remedy};
use super::Items;
use crate::changes;
use crate::source::Span;

/// Why words with an ordinal are not put into an entry among others.
pub(super) const NEW_AMONG_OTHERS: &str =
    "加上的话里有“二是”这样的序号，像是另外的一条；序号由程序编，核实以后在数据里单写一条";

/// The words of an entry by the keys of its parts.
type Words = Vec<(String, String)>;

/// What stands between the parts of an entry that are printed apart.
const BETWEEN: &str = " │ ";

/// A paragraph whose entries are others than before.
struct Listing {
    /// The paragraph of the data, and that of the returned text.
    line: usize,
    came: usize,
    /// That of the text as it was sent.
    sent: usize,
    state: State,
    old: Side,
    new: Side,
    fates: Fates,
    /// For each entry as the data give it where it was typed, and the words between its parts.
    own: Vec<Own>,
}

/// A text and its entries.
struct Side {
    text: String,
    entries: Vec<Entry>,
}

/// An entry as the data give it.
struct Own {
    place: Span,
    /// The key of its first part.
    key: String,
    /// The words that the layout puts before each further part (，原因是), with its key and place.
    joints: Vec<(String, String, Span)>,
}

/// A part of an entry that only one of the two texts has.
struct PartOnly {
    old: usize,
    new: usize,
    joint: String,
    key: String,
    /// Where it was typed, where it is gone; else where the first part was.
    place: Span,
    is_new: bool,
}

impl Side {
    fn new(text: String) -> Side {
        let entries = entries(&text);
        Side { text, entries }
    }

    fn words(&self, entry: usize) -> &str {
        let words = self.entries.get(entry).map(|entry| entry.words.clone());
        words.and_then(|words| self.text.get(words)).unwrap_or_default()
    }

    fn lead(&self) -> Range<usize> {
        0..self.entries.first().map_or(self.text.len(), |entry| entry.start)
    }
}

impl Items<'_> {
    /// The items of entries that came, went or moved, each with its paragraph of the returned text; and
    /// the other changes, those of words in entries among them.
    pub(super) fn entries(&self, deeds: Vec<Deed>) -> (Vec<(usize, Item)>, Vec<Deed>) {
        let mut by_line: BTreeMap<usize, Vec<&Deed>> = BTreeMap::new();
        for deed in &deeds {
            if let What::Words { line, .. } = deed.what {
                by_line.entry(line).or_default().push(deed);
            }
        }
        let listings: Vec<Listing> =
            by_line.iter().filter_map(|(line, deeds)| self.listing(*line, deeds)).collect();
        if listings.is_empty() {
            return (Vec::new(), deeds);
        }
        let taken: BTreeSet<usize> = listings.iter().map(|listing| listing.line).collect();
        let is_taken =
            |deed: &Deed| matches!(deed.what, What::Words { line, .. } if taken.contains(&line));
        let mut left: Vec<Deed> = deeds.into_iter().filter(|deed| !is_taken(deed)).collect();
        let words: Vec<Deed> = listings.iter().flat_map(|listing| self.words_in(listing)).collect();
        let mut items = self.entries_moved(&listings, &words);
        items.extend(self.entries_gone(&listings));
        items.extend(self.entries_new(&listings));
        for listing in &listings {
            let parts = listing.parts();
            items.extend(parts.iter().map(|part| (listing.came, self.part_only(listing, part))));
        }
        left.extend(words);
        left.sort_by_key(|deed| (deed.came.start, deed.within.start));
        (items, left)
    }

    /// Whether words with an ordinal are put into an entry among others.
    pub(super) fn is_new_among_others(&self, line: &Line, words: &str) -> bool {
        enumerated::has_ordinal(words) && self.is_listing(line)
    }

    /// Whether the ordinals of a paragraph's entries are the program's.
    fn is_listing(&self, line: &Line) -> bool {
        let all = entries(&line.text);
        let is_printed = |entry: &Entry| {
            let mut pieces = line.pieces.iter();
            let at = entry.start;
            let piece = pieces.find(|piece| piece.range.start <= at && at < piece.range.end);
            piece.is_some_and(|piece| !is_data(self.sources(), piece))
        };
        !all.is_empty() && all.iter().all(is_printed)
    }

    fn listing(&self, at: usize, deeds: &[&Deed]) -> Option<Listing> {
        let line = self.lines.get(at).filter(|line| self.is_listing(line))?;
        let first = deeds.first()?;
        if deeds.iter().any(|deed| deed.state != first.state || deed.came != first.came) {
            return None;
        }
        let sent = first.sent.as_ref()?.0;
        let (old, new) = (self.quoted.sent(sent), self.quoted.came(first.came.start));
        let is_known = match first.state {
            State::Open => line.text == old,
            State::Done => line.text == new,
            State::Conflict(_) => false,
        };
        if !is_known {
            return None;
        }
        let (old, new) = (Side::new(old.to_owned()), Side::new(new.to_owned()));
        let fates = Fates::new((&old.text, &old.entries), (&new.text, &new.entries));
        let of_data = if first.state == State::Open { &old } else { &new };
        let own: Option<Vec<Own>> =
            of_data.entries.iter().map(|entry| self.own(line, &entry.words)).collect();
        let (came, state) = (first.came.start, first.state.clone());
        let listing = Listing { line: at, came, sent, state, old, new, fates, own: own? };
        let is_other = listing.fates.is_other() || !listing.parts().is_empty();
        (is_other && !listing.is_ordinal_alone()).then_some(listing)
    }

    /// Where an entry was typed.
    fn own(&self, line: &Line, words: &Range<usize>) -> Option<Own> {
        let mut own: Option<Own> = None;
        let (mut last, mut end) = (None, words.start);
        let pieces = line.touched(words).iter();
        for piece in pieces.filter(|piece| is_data(self.sources(), piece)) {
            let near = piece.near(&(piece.range.start..piece.range.start))?;
            let scalar = self.scalars.around(piece.place()?)?;
            let key = scalar.keys.last().cloned().unwrap_or_default();
            match &mut own {
                None => own = Some(Own { place: near, key, joints: Vec::new() }),
                Some(own) if last != Some(scalar.span) => {
                    let joint = line.text.get(end..piece.range.start).unwrap_or_default();
                    own.joints.push((joint.to_owned(), key, near));
                }
                Some(_) => {}
            }
            (last, end) = (Some(scalar.span), piece.range.end);
        }
        own
    }

    /// The changes of words in entries that are in both texts, and before the first.
    fn words_in(&self, listing: &Listing) -> Vec<Deed> {
        let Listing { old, new, .. } = listing;
        let mut deeds = Vec::new();
        let parts = listing.parts();
        let mut ranges = vec![(old.lead(), new.lead())];
        for (one, other) in &listing.fates.pairs {
            let words = |side: &Side, at: usize| side.entries.get(at).map(|it| it.words.clone());
            let Some((mut one_words, mut other_words)) = words(old, *one).zip(words(new, *other))
            else {
                continue;
            };
            for part in parts.iter().filter(|part| (part.old, part.new) == (*one, *other)) {
                let (side, range) = match part.is_new {
                    true => (new, &mut other_words),
                    false => (old, &mut one_words),
                };
                let text = side.text.get(range.clone()).unwrap_or_default();
                range.end = text.find(&part.joint).map_or(range.end, |at| range.start + at);
            }
            ranges.push((one_words, other_words));
        }
        for (one, other) in ranges {
            let words = |side: &Side, range: &Range<usize>| {
                side.text.get(range.clone()).unwrap_or_default().to_owned()
            };
            let (old_words, new_words) = (words(old, &one), words(new, &other));
            for edit in changes::edits(&old_words, &new_words) {
                let old_range = one.start + edit.old.start..one.start + edit.old.end;
                let new_range = other.start + edit.new.start..other.start + edit.new.end;
                let range =
                    if listing.state == State::Open { &old_range } else { &new_range }.clone();
                deeds.push(Deed {
                    what: What::Words { line: listing.line, range },
                    state: listing.state.clone(),
                    old: words(old, &old_range),
                    sent: Some((listing.sent, old_range.clone())),
                    new: words(new, &new_range),
                    came: listing.came..listing.came + 1,
                    within: new_range,
                });
            }
        }
        deeds
    }

    /// An item of an entry, with its place.
    fn of_entry(&self, listing: &Listing, kind: Kind, place: Option<Span>) -> Item {
        let deed = listing.deed();
        let mut item = self.item(&deed, self.part(listing.line));
        item.kind = kind;
        item.place = place;
        if let Some(place) = place {
            item.owner = owner_of(self.sources(), place);
        }
        item.spot = Spot::of(&deed).of_entry();
        item
    }

    fn told(&self, listing: &Listing, remedy: Result<Remedy, String>) -> Result<Remedy, String> {
        self.open(&listing.deed(), remedy)
    }

    /// The entries that stand elsewhere, those of a list as one item.
    fn entries_moved(&self, listings: &[Listing], words: &[Deed]) -> Vec<(usize, Item)> {
        let mut items: Vec<(usize, Item)> = Vec::new();
        let mut known: Vec<Span> = Vec::new();
        for listing in listings.iter().filter(|listing| !listing.fates.moved.is_empty()) {
            let first = listing.own.first().map(|own| own.place);
            let list = first.and_then(|place| self.list_around(place));
            let of_list = |other: &&Listing| {
                let place = other.own.first().map(|own| own.place);
                list.is_some() && place.and_then(|place| self.list_around(place)) == list
            };
            if let Some(list) = list {
                if known.contains(&list) {
                    continue;
                }
                known.push(list);
            }
            let same: Vec<&Listing> = match list {
                Some(_) => listings.iter().filter(of_list).collect(),
                None => vec![listing],
            };
            let old_of = |new: usize| {
                listing.fates.pairs.iter().find(|(_, to)| *to == new).map(|(old, _)| *old)
            };
            let mut told: Vec<(String, String)> = Vec::new();
            for new in &listing.fates.moved {
                let after = match new.checked_sub(1) {
                    Some(before) => format!("“{}”之后", start_of(listing.new.words(before))),
                    None => "最前面".to_owned(),
                };
                told.push((start_of(listing.new.words(*new)), after));
            }
            let moved = listing.fates.moved.first();
            let at = moved.and_then(|new| listing.at(old_of(*new)?, *new));
            let mut item = self.of_entry(listing, Kind::Move, at.map(|own| own.place));
            let mut told = told.into_iter();
            (item.old.words, item.new.words) = told.next().unwrap_or_default();
            for (words, after) in told {
                item.new.words.push_str(&format!("；“{words}”移到{after}"));
            }
            item.remedy = self.told(listing, self.reordered(&same, words));
            items.push((listing.came, item));
        }
        items
    }

    /// Puts the entries of a list in another order.
    fn reordered(&self, listings: &[&Listing], words: &[Deed]) -> Result<Remedy, String> {
        let first = listings.first().ok_or("找不到这几条写在哪里")?;
        let places: Vec<Span> = first.own.iter().map(|own| own.place).collect();
        let start = places.first().ok_or("找不到这几条写在哪里")?;
        let adviser = self.adviser();
        let Some(key) = adviser.list_key(*start) else {
            return Err(adviser.order_of_departments(first.line));
        };
        let list = self.list_of(*start).filter(|list| {
            let holds = |(entry, place): (&Range<usize>, &Span)| {
                place.file == start.file
                    && entry.start <= place.range().start
                    && place.range().end <= entry.end
            };
            list.len() == places.len() && list.iter().zip(&places).all(holds)
        });
        let Some(list) = list else {
            return Err(format!(
                "这几条不是一个“{key}”列表里的，先后由程序排；要另排，写进报告总表的“{key}”"
            ));
        };
        let by_hand = format!("核实以后照修改稿调 {} 起各条的次序", self.named(*start));
        let order = |listing: &Listing| -> Vec<usize> {
            listing.fates.pairs.iter().map(|(old, _)| *old).collect()
        };
        let lines = self.lines_of(start.file, &list);
        let is_same =
            |listing: &&Listing| listing.fates.is_order_alone() && order(listing) == order(first);
        if !first.fates.is_order_alone() || !listings.iter().all(is_same) {
            return Err(format!("同时有增有减的，{by_hand}"));
        }
        if lines.len() != listings.len() {
            return Err(format!("一条的几项分开印，只有一处换了次序，{by_hand}"));
        }
        let is_here =
            |deed: &Deed| matches!(deed.what, What::Words { line, .. } if lines.contains(&line));
        if words.iter().any(is_here) {
            return Err(format!("这里的字也改了，{by_hand}"));
        }
        let text = self.sources().get(start.file).text();
        let mut new = String::new();
        for entry in order(first) {
            let own = list.get(entry).and_then(|own| text.get(own.clone())).unwrap_or_default();
            new.push_str(own);
            if !own.ends_with('\n') {
                new.push('\n');
            }
        }
        let (from, to) = list.first().zip(list.last()).ok_or("找不到这几条写在哪里")?;
        let edit = Edit { span: Span::new(start.file, from.start..to.end), text: new };
        let effects = listings.iter().filter_map(|listing| listing.in_order()).collect();
        Ok(Remedy { edits: vec![edit], effects })
    }

    /// The entries of the list that a place of a YAML file is in.
    fn list_of(&self, place: Span) -> Option<Vec<Range<usize>>> {
        let at = place.range();
        let holds = |entry: &Range<usize>| entry.start <= at.start && at.end <= entry.end;
        let lists = self.scalars.lists(place.file).into_iter();
        let own = lists.filter(|list| list.iter().any(holds));
        own.min_by_key(|list| {
            list.iter().find(|entry| holds(entry)).map_or(usize::MAX, ExactSizeIterator::len)
        })
    }

    fn list_around(&self, place: Span) -> Option<Span> {
        self.adviser().list_key(place)?;
        let list = self.list_of(place)?;
        Some(Span::new(place.file, list.first()?.start..list.last()?.end))
    }

    /// The paragraphs in which entries of a list are printed.
    fn lines_of(&self, file: crate::source::FileId, list: &[Range<usize>]) -> Vec<usize> {
        let (start, end) =
            (list.first().map_or(0, |it| it.start), list.last().map_or(0, |it| it.end));
        let holds = |place: Span| {
            place.file == file && start <= place.range().start && place.range().end <= end
        };
        let lines =
            self.lines.iter().enumerate().filter(|(_, line)| {
                line.pieces.iter().any(|piece| piece.place().is_some_and(holds))
            });
        lines.map(|(at, _)| at).collect()
    }

    /// The entries that are gone.
    fn entries_gone(&self, listings: &[Listing]) -> Vec<(usize, Item)> {
        let mut items: Vec<(usize, Item)> = Vec::new();
        let mut known: Vec<Range<usize>> = Vec::new();
        for listing in listings {
            for entry in &listing.fates.gone {
                let is_open = listing.state == State::Open;
                let own = listing.own.get(*entry).filter(|_| is_open);
                let whole = own.and_then(|own| {
                    let list = self.list_of(own.place).filter(|_| self.is_listed(own.place))?;
                    list.into_iter().find(|entry| entry.contains(&own.place.range().start))
                });
                // It is printed in several paragraphs, and gone in each.
                if whole.as_ref().is_some_and(|whole| known.contains(whole)) {
                    continue;
                }
                known.extend(whole);
                let mut item = self.of_entry(listing, Kind::Remove, own.map(|own| own.place));
                item.old.words = listing.old.words(*entry).to_owned();
                let advice = own.map(|own| self.adviser().removed_entry(own.place, listing.line));
                let advice = advice.unwrap_or_else(|| "找不到这一条写在哪里".to_owned());
                item.remedy = self.told(listing, Err(advice));
                items.push((listing.came, item));
            }
        }
        items
    }

    fn is_listed(&self, place: Span) -> bool {
        self.adviser().list_key(place).is_some()
    }

    /// The entries that are new: the same entry of a list that is printed in several paragraphs is one.
    fn entries_new(&self, listings: &[Listing]) -> Vec<(usize, Item)> {
        let mut items: Vec<(usize, Item)> = Vec::new();
        let mut known: BTreeMap<(Span, usize), (usize, Words)> = BTreeMap::new();
        for listing in listings {
            for new in &listing.fates.came {
                let beside = listing.beside(*new);
                let place = beside.map(|(own, _)| own.place);
                let side = beside.map_or("旁边", |(_, side)| side);
                let mut item = self.of_entry(listing, Kind::Add, place);
                item.new.words = listing.new.words(*new).to_owned();
                let parts = listing.parts_of(item.new.words.as_str());
                let list = place.and_then(|place| self.list_around(place));
                let Some(list) = list else {
                    let advice = self.adviser().new_contribution(listing.line, place);
                    item.remedy = self.told(listing, Err(advice));
                    items.push((listing.came, item));
                    continue;
                };
                let (at, all) =
                    known.entry((list, *new)).or_insert_with(|| (items.len(), Vec::new()));
                all.extend(parts);
                let advice = place.and_then(|place| self.adviser().new_entry(place, side, all));
                let remedy =
                    self.told(listing, Err(advice.unwrap_or_else(|| "像是新的一条".to_owned())));
                match items.get_mut(*at) {
                    Some((_, first)) => {
                        first.new.words = format!("{}{BETWEEN}{}", first.new.words, item.new.words);
                        first.remedy = remedy;
                    }
                    None => {
                        item.remedy = remedy;
                        items.push((listing.came, item));
                    }
                }
            }
        }
        items
    }

    /// A part of an entry that came or went.
    fn part_only(&self, listing: &Listing, part: &PartOnly) -> Item {
        let kind = if part.is_new { Kind::Add } else { Kind::Remove };
        let mut item = self.of_entry(listing, kind, Some(part.place));
        item.spot = item.spot.clone().of_part();
        let (side, entry) =
            if part.is_new { (&listing.new, part.new) } else { (&listing.old, part.old) };
        let words = side.words(entry);
        let rest = words.find(&part.joint).and_then(|at| words.get(at..)).unwrap_or_default();
        let own = rest.get(part.joint.len()..).unwrap_or_default();
        if part.is_new { &mut item.new } else { &mut item.old }.words = rest.to_owned();
        let advice = match part.is_new {
            true => self.adviser().new_part(part.place, &part.key, bare(own)),
            false => self.adviser().removed_part(part.place, &part.key),
        };
        item.remedy = self.told(listing, Err(advice));
        item
    }
}

impl Listing {
    /// A change of all of the paragraph.
    fn deed(&self) -> Deed {
        Deed {
            what: What::Words { line: self.line, range: 0..0 },
            state: self.state.clone(),
            old: String::new(),
            new: String::new(),
            sent: Some((self.sent, 0..0)),
            came: self.came..self.came + 1,
            within: 0..0,
        }
    }

    /// Whether an entry is in both texts all the same: its ordinal was written in another way.
    fn is_ordinal_alone(&self) -> bool {
        let has = |side: &Side, words: &str| !words.is_empty() && side.text.contains(words);
        self.fates.gone.iter().any(|entry| has(&self.new, self.old.words(*entry)))
            || self.fates.came.iter().any(|entry| has(&self.old, self.new.words(*entry)))
    }

    /// An entry of both texts, as the data give it.
    fn at(&self, old: usize, new: usize) -> Option<&Own> {
        self.own.get(if self.state == State::Open { old } else { new })
    }

    /// The entry of the data beside which a new one stands, and at which side of it.
    fn beside(&self, new: usize) -> Option<(&Own, &'static str)> {
        if self.state != State::Open {
            return Some((self.own.get(new)?, "旁边"));
        }
        let pairs = &self.fates.pairs;
        let before = pairs.iter().rev().find(|(_, to)| *to < new).map(|(old, _)| (old, "后面"));
        let pair =
            before.or_else(|| pairs.iter().find(|(_, to)| *to > new).map(|(old, _)| (old, "前面")));
        match pair {
            Some((old, side)) => Some((self.own.get(*old)?, side)),
            None => Some((self.own.first()?, "旁边")),
        }
    }

    /// The parts that entries have in one of the texts alone.
    fn parts(&self) -> Vec<PartOnly> {
        let mut joints: BTreeMap<&str, &str> = BTreeMap::new();
        for (joint, key, _) in self.own.iter().flat_map(|own| &own.joints) {
            if joint.chars().any(char::is_alphanumeric) {
                joints.insert(joint, key);
            }
        }
        let mut parts = Vec::new();
        for (old, new) in &self.fates.pairs {
            for (joint, key) in &joints {
                let (one, other) = (self.old.words(*old), self.new.words(*new));
                // Nothing else of the entry differs: its words may be what the other part became.
                let is_all = |more: &str, less: &str| {
                    more.split_once(joint).is_some_and(|(first, _)| first == less)
                };
                let (is_gone, has) = (is_all(one, other), is_all(other, one));
                let Some(own) = self.at(*old, *new).filter(|_| is_gone || has) else { continue };
                let typed = own.joints.iter().find(|(_, part, _)| part == key);
                parts.push(PartOnly {
                    old: *old,
                    new: *new,
                    joint: (*joint).to_owned(),
                    key: (*key).to_owned(),
                    place: typed.map_or(own.place, |(.., place)| *place),
                    is_new: has,
                });
            }
        }
        parts
    }

    /// The words of a new entry by the keys of its parts.
    fn parts_of(&self, words: &str) -> Words {
        let Some(first) = self.own.first() else { return Vec::new() };
        let mut parts = vec![(first.key.clone(), words.to_owned())];
        let joints = self.own.iter().flat_map(|own| &own.joints);
        for (joint, key, _) in joints.filter(|(joint, ..)| !joint.is_empty()) {
            let Some((_, last)) = parts.last_mut() else { continue };
            if let Some((own, rest)) = last.clone().split_once(joint.as_str()) {
                *last = own.to_owned();
                parts.push((key.clone(), rest.to_owned()));
            }
        }
        parts
    }

    /// What the new order makes of the paragraph.
    fn in_order(&self) -> Option<Effect> {
        let all = &self.old.entries;
        let (first, last) = all.first().zip(all.last())?;
        let mut new = String::new();
        for (at, (old, _)) in self.fates.pairs.iter().enumerate() {
            new.push_str(self.old.words(*old));
            if let (Some(one), Some(next)) = (all.get(at), all.get(at + 1)) {
                new.push_str(self.old.text.get(one.words.end..next.words.start)?);
            }
        }
        let range = first.words.start..last.words.end;
        Some(Effect::Words { line: self.line, range, new })
    }
}
