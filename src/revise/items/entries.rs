//! Entries that are printed in one paragraph behind ordinals of the program (一是…；二是…): those that came,
//! went or stand elsewhere, each as one item. They are entries of a list of the data, or what several
//! departments wrote for one item of the outline.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use self::listing::{Listing, Own, PartOnly, Side, Words};
use super::super::data::{Line, Piece};
use super::super::enumerated::{self, Entry, Fates, bare, entries};
use super::super::merge::{Deed, Since, State, What};
use super::super::named::start_of;
use super::super::place::{is_data, owner_of};
use super::super::united::Spot;
use super::super::{Carried, Effect, Item, Kind, Remedy};
use super::Items;
use crate::sent::Role;
use crate::source::{FileId, Span};
use crate::text::set_off;

mod listing;

/// Why words with an ordinal are not put into an entry among others.
pub(super) const NEW_AMONG_OTHERS: &str =
    "加上的话里有“二是”这样的序号，像是另外的一条；序号由程序编，核实以后在数据里单写一条";

/// What stands between the parts of an entry that are printed apart.
const BETWEEN: &str = " │ ";

/// What is made of changes: the items of entries, each with its paragraph of the returned text; the other
/// changes, those of words in entries among them; what changed in the data alone, by their paragraphs.
pub(super) struct Listed {
    pub(super) items: Vec<(usize, Item)>,
    pub(super) deeds: Vec<Deed>,
    pub(super) since: BTreeMap<usize, Vec<Since>>,
}

impl Items<'_> {
    /// The items of entries that came, went or moved.
    pub(super) fn entries(&self, deeds: Vec<Deed>) -> Listed {
        let mut by_line: BTreeMap<usize, Vec<&Deed>> = BTreeMap::new();
        for deed in &deeds {
            match deed.what {
                What::Words { line, .. } | What::Split { line, .. } => {
                    by_line.entry(line).or_default().push(deed);
                }
                _ => {}
            }
        }
        let listings: Vec<Listing> =
            by_line.iter().filter_map(|(line, deeds)| self.listing(*line, deeds)).collect();
        if listings.is_empty() {
            return Listed { items: Vec::new(), deeds, since: BTreeMap::new() };
        }
        let taken: BTreeSet<usize> = listings.iter().map(|listing| listing.line).collect();
        let is_taken =
            |deed: &Deed| matches!(deed.what, What::Words { line, .. } if taken.contains(&line));
        let mut deeds: Vec<Deed> = deeds.into_iter().filter(|deed| !is_taken(deed)).collect();
        let mut items = self.entries_moved(&listings);
        items.extend(self.entries_joined(&listings));
        items.extend(self.entries_gone(&listings));
        items.extend(self.entries_new(&listings));
        for listing in &listings {
            let parts = listing.parts();
            items.extend(parts.iter().map(|part| (listing.came, self.part_only(listing, part))));
            deeds.extend(listing.words_in());
        }
        deeds.sort_by_key(|deed| (deed.came.start, deed.within.start));
        let since = listings.iter().map(|listing| (listing.line, listing.since())).collect();
        Listed { items, deeds, since }
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
        let line = self.lines.get(at)?;
        let first = deeds.first()?;
        let is_whole = |deed: &&Deed| {
            matches!(deed.what, What::Words { .. })
                && deed.came == first.came
                && deed.came.len() == 1
        };
        if !deeds.iter().all(is_whole) {
            return None;
        }
        let sent = first.sent.as_ref()?.0;
        let (old, new) = (self.quoted.sent(sent), self.quoted.came(first.came.start));
        let now = match self.is_listing(line) {
            true => Side::new(&line.text, ""),
            false if entries(&line.text).is_empty() => {
                let start = self.lone_entry(line)?;
                Side::new(&line.text, line.text.get(..start)?)
            }
            false => return None,
        };
        let lead = now.text.get(now.lead())?;
        let (old, new) = (Side::new(old, lead), Side::new(new, lead));
        let has_ordinals = |side: &Side| enumerated::has_ordinal(&side.text);
        if ![&old, &new, &now].into_iter().any(has_ordinals) || old.entries.is_empty() {
            return None;
        }
        let fates = Fates::new((&old.text, &old.entries), (&new.text, &new.entries));
        let theirs = Fates::new((&old.text, &old.entries), (&now.text, &now.entries));
        let own: Option<Vec<Own>> =
            now.entries.iter().map(|entry| self.own(line, &entry.words)).collect();
        let (came, own) = (first.came.start, own?);
        let listing = Listing { line: at, came, sent, old, new, now, fates, theirs, own };
        (listing.is_other() && !listing.is_ordinal_alone()).then_some(listing)
    }

    /// Where the only entry of a list is printed in a paragraph without an ordinal.
    fn lone_entry(&self, line: &Line) -> Option<usize> {
        let is_entry = |piece: &&Piece| {
            let place = piece.place().filter(|_| is_data(self.sources(), piece));
            let list = place.filter(|place| self.is_listed(*place)).and_then(|it| self.list_of(it));
            list.is_some_and(|list| list.len() == 1)
        };
        let is_body = line.role == Role::Body;
        line.pieces.iter().filter(|_| is_body).find(is_entry).map(|piece| piece.range.start)
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

    /// An item of an entry, with its place.
    fn of_entry(
        &self,
        listing: &Listing,
        (kind, state): (Kind, &State),
        place: Option<Span>,
    ) -> Item {
        let deed = listing.deed(state.clone());
        let mut item = self.item(&deed, self.part(listing.line));
        item.kind = kind;
        item.place = place;
        if let Some(place) = place {
            item.owner = owner_of(self.sources(), place);
        }
        item.spot = Spot::of(&deed).of_entry();
        item
    }

    fn told(
        &self,
        listing: &Listing,
        state: &State,
        remedy: Result<Remedy, String>,
    ) -> Result<Remedy, String> {
        self.open(&listing.deed(state.clone()), remedy)
    }

    /// The entries that stand elsewhere, those of a list as one item.
    fn entries_moved(&self, listings: &[Listing]) -> Vec<(usize, Item)> {
        let mut items: Vec<(usize, Item)> = Vec::new();
        let mut known: Vec<Span> = Vec::new();
        for listing in listings {
            let Some((state, _)) = listing.order() else { continue };
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
                    Some(before) => {
                        format!("{}之后", set_off(&start_of(listing.new.words(before))))
                    }
                    None => "最前面".to_owned(),
                };
                let old = old_of(*new).map_or("", |old| listing.old.words(old));
                told.push((start_of(old), after));
            }
            let moved = listing.fates.moved.first();
            let at = moved.and_then(|new| listing.own_of(old_of(*new)?));
            let kind = (Kind::Move, &state);
            let mut item = self.of_entry(listing, kind, at.map(|own| own.place));
            let mut told = told.into_iter();
            (item.old.words, item.new.words) = told.next().unwrap_or_default();
            for (words, after) in told {
                item.new.words.push_str(&format!("；{}移到{after}", set_off(&words)));
            }
            item.remedy = self.told(listing, &state, self.reordered(&same));
            items.push((listing.came, item));
        }
        items
    }

    /// Puts the entries of a list in another order.
    fn reordered(&self, listings: &[&Listing]) -> Result<Remedy, String> {
        const LOST: &str = "找不到这几条写在哪里";
        let first = listings.first().ok_or(LOST)?;
        let places: Vec<Span> = first.own.iter().map(|own| own.place).collect();
        let adviser = self.adviser();
        let Some(key) = adviser.list_key(*places.first().ok_or(LOST)?) else {
            return Err(adviser.order_of_departments(first.line));
        };
        let orders: Vec<Option<(State, Vec<usize>)>> =
            listings.iter().map(|listing| listing.order()).collect();
        let is_same = orders.iter().all(|order| Some(order) == orders.first());
        let order = orders.into_iter().flatten().next().map(|(_, order)| order).unwrap_or_default();
        // Departments have a list each: its entries follow each other.
        let lists: Vec<Option<Span>> =
            places.iter().map(|place| self.list_around(*place)).collect();
        let mut carried = Vec::new();
        let mut at = 0;
        for same in lists.chunk_by(|one, next| one == next) {
            let range = at..at + same.len();
            at = range.end;
            let own = order.get(range.clone()).unwrap_or_default();
            if own.iter().copied().eq(range.clone()) {
                continue;
            }
            let own_places = places.get(range.clone()).unwrap_or_default();
            let is_within = own.iter().all(|entry| range.contains(entry));
            let Some((file, list)) = self.list_at(own_places).filter(|_| is_within) else {
                return Err(format!(
                    "这几条不是一个“{key}”列表里的，先后由程序排；要另排，写进报告总表的“{key}”"
                ));
            };
            if self.lines_of(file, &list).len() != listings.len() || !is_same {
                let start = own_places.first().ok_or(LOST)?;
                let by_hand = format!("核实以后照修改稿调 {} 起各条的次序", self.named(*start));
                return Err(format!("一条的几项分开印，只有一处换了次序，{by_hand}"));
            }
            let text = self.sources().get(file).text();
            let to = list.first().ok_or(LOST)?.start;
            carried.extend(own.iter().filter_map(|entry| {
                let own = list.get(entry.checked_sub(range.start)?)?.clone();
                let is_ended = text.get(own.clone()).is_some_and(|own| own.ends_with('\n'));
                let own = Span::new(file, own);
                let after = if is_ended { String::new() } else { "\n".to_owned() };
                Some(Carried { text: own, cut: own, to, before: String::new(), after })
            }));
        }
        let effects = listings.iter().map(|listing| {
            let parts = listing.now.entries.iter().map(|entry| entry.words.clone()).collect();
            Effect::Order { line: listing.line, parts, order: order.clone() }
        });
        Ok(Remedy { carried, effects: effects.collect(), ..Remedy::default() })
    }

    /// The list whose entries, all and in this order, stand at some places.
    fn list_at(&self, places: &[Span]) -> Option<(FileId, Vec<Range<usize>>)> {
        let file = places.first()?.file;
        let list = self.list_of(*places.first()?)?;
        let holds = |(entry, place): (&Range<usize>, &Span)| {
            let at = place.range();
            place.file == file && entry.start <= at.start && at.end <= entry.end
        };
        let is_all = list.len() == places.len() && list.iter().zip(places).all(holds);
        is_all.then_some((file, list))
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
    fn lines_of(&self, file: FileId, list: &[Range<usize>]) -> Vec<usize> {
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
        let mut known: Vec<Span> = Vec::new();
        for listing in listings {
            for entry in &listing.fates.gone {
                let state = listing.state_of_old(*entry..entry + 1);
                let own = listing.own_of(*entry);
                let whole = own.and_then(|own| {
                    let list = self.list_of(own.place).filter(|_| self.is_listed(own.place))?;
                    let holds = |entry: &Range<usize>| entry.contains(&own.place.range().start);
                    Some(Span::new(own.place.file, list.into_iter().find(holds)?))
                });
                // It is printed in several paragraphs, and gone in each.
                if whole.as_ref().is_some_and(|whole| known.contains(whole)) {
                    continue;
                }
                known.extend(whole);
                let mut item =
                    self.of_entry(listing, (Kind::Remove, &state), own.map(|own| own.place));
                item.old.words = listing.old.words(*entry).to_owned();
                let advice = own.map(|own| self.adviser().removed_entry(own.place, listing.line));
                let advice = advice.unwrap_or_else(|| "找不到这一条写在哪里".to_owned());
                item.remedy = self.told(listing, &state, Err(advice));
                items.push((listing.came, item));
            }
        }
        items
    }

    /// The entries that became one, and those that became several.
    fn entries_joined(&self, listings: &[Listing]) -> Vec<(usize, Item)> {
        let mut items: Vec<(usize, Item)> = Vec::new();
        let quoted = |side: &Side, all: Range<usize>| {
            let each: Vec<String> = all.map(|at| set_off(&start_of(side.words(at)))).collect();
            each.join("、")
        };
        for listing in listings {
            let all = listing.fates.joined.iter().map(|(old, new)| (old.clone(), *new..new + 1));
            let parted = listing.fates.parted.iter().map(|(old, new)| (*old..old + 1, new.clone()));
            for (old, new) in all.chain(parted) {
                let state = listing.state_of_parts(old.clone(), new.clone());
                let own = old.clone().filter_map(|old| listing.own_of(old));
                let places: Vec<Span> = own.map(|own| own.place).collect();
                let kind = if new.len() == 1 { Kind::Join } else { Kind::Split };
                let mut item = self.of_entry(listing, (kind, &state), places.first().copied());
                (item.old.words, item.new.words) = match kind {
                    Kind::Join => (quoted(&listing.old, old), "一条".to_owned()),
                    _ => (start_of(listing.old.words(old.start)), quoted(&listing.new, new)),
                };
                let advice = self.adviser().joined_entries(kind == Kind::Join, &places);
                item.remedy = self.told(listing, &state, Err(advice));
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
                let (state, _) = listing.state_of_new(*new);
                let mut item = self.of_entry(listing, (Kind::Add, &state), place);
                item.new.words = listing.new.words(*new).to_owned();
                let parts = listing.parts_of(item.new.words.as_str());
                let list = place.and_then(|place| self.list_around(place));
                let Some(list) = list else {
                    let advice = self.adviser().new_contribution(listing.line, place);
                    item.remedy = self.told(listing, &state, Err(advice));
                    items.push((listing.came, item));
                    continue;
                };
                let (at, all) =
                    known.entry((list, *new)).or_insert_with(|| (items.len(), Vec::new()));
                all.extend(parts);
                let advice = place.and_then(|place| self.adviser().new_entry(place, side, all));
                let advice = advice.unwrap_or_else(|| "像是新的一条".to_owned());
                let remedy = self.told(listing, &state, Err(advice));
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
        let mut item = self.of_entry(listing, (kind, &part.state), Some(part.place));
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
        item.remedy = self.told(listing, &part.state, Err(advice));
        item
    }
}
