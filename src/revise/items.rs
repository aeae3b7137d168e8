//! What was done to the text → items, each with its place, its owner and what to do.

use std::collections::BTreeMap;
use std::ops::Range;

use self::entries::Listed;
use super::addends::OfParts;
use super::advice::Adviser;
use super::certain;
use super::data::{Line, Piece, Scalars};
use super::figure::Figures;
use super::headed::Alone;
use super::merge::{Borders, Deed, Merged, Since, State, What, borders, with_moves_joined};
use super::named::{self, frame_word, labels_of, parts, start_of};
use super::place::{Placed, Placer, is_data, owner_of};
use super::proof::convert_first;
use super::quoted::{Quoted, Stand};
use super::said::Said;
use super::structure::Mason;
use super::tried::try_all;
use super::twice::Twice;
use super::united::{self, Spot};
use super::writing;
use super::{Excerpt, Item, Kind, Owner, Present, Remedy, Revision, Standing, Theirs};
use crate::document::FactId;
use crate::returned::Returned;
use crate::sent::{Role, RunKind};
use crate::source::{Sources, Span};
use crate::text::set_off;

mod columns;
mod entries;
mod figures;
mod fixed;
mod names;
mod remark;
mod rows;
mod since;

/// Makes the items.
pub(super) struct Items<'a> {
    came: &'a Returned,
    present: Present<'a>,
    lines: &'a [Line],
    quoted: Quoted<'a>,
    twice: Twice<'a>,
    alone: &'a [Alone],
    scalars: Scalars<'a>,
    said: Said<'a>,
    /// The part of the report that each paragraph is in.
    parts: Vec<String>,
    /// What the row and the column of each cell are called.
    labels: BTreeMap<usize, String>,
}

impl<'a> Items<'a> {
    pub(super) fn new(
        came: &'a Returned,
        present: Present<'a>,
        lines: &'a [Line],
        sent: Vec<&'a str>,
        alone: &'a [Alone],
    ) -> Items<'a> {
        let of_came: Vec<&str> = came.paragraphs.iter().map(|one| one.text.as_str()).collect();
        let twice = Twice::new(&sent, &of_came);
        let quoted = Quoted::new(sent, of_came);
        let sources = &present.examined.sources;
        let layouts = &present.year.submissions.report.kind.layouts;
        let layouts: Vec<&str> = layouts.iter().map(|layout| layout.name.as_str()).collect();
        let said = Said::new(sources, &present.document.edition.layout.name, &layouts);
        let (scalars, parts, labels) = (Scalars::new(sources), parts(lines), labels_of(lines));
        Items { came, present, lines, quoted, twice, alone, scalars, said, parts, labels }
    }

    fn sources(&self) -> &'a Sources {
        &self.present.examined.sources
    }

    /// Whether the report has words.
    fn says(&self, words: &str) -> bool {
        self.lines.iter().any(|line| line.text.contains(words))
    }

    fn mason(&self) -> Mason<'_, 'a> {
        Mason { sources: self.sources(), scalars: &self.scalars, lines: self.lines }
    }

    fn adviser(&self) -> Adviser<'_, 'a> {
        Adviser { present: self.present, scalars: &self.scalars, lines: self.lines }
    }

    pub(super) fn revision(&self, merged: Merged) -> Revision {
        let (deeds, narrowed) = certain::without_narrowed(merged.deeds);
        let deeds = with_moves_joined(deeds);
        let renumbers = deeds.iter().any(|deed| self.is_about_headings(deed));
        // With the paragraph of the returned text, by which they are put in order.
        let (of_labels, deeds) = self.exchanged(deeds);
        let (of_columns, deeds) = self.columns(deeds);
        let (of_ordinals, deeds) = self.ordinals(deeds);
        let Listed { items: of_entries, deeds, since: of_lists } = self.entries(deeds);
        let deeds = self.in_one_figure(deeds);
        let borders = borders(&deeds);
        let of_tables = of_labels.into_iter().chain(of_columns).chain(of_ordinals);
        let others = of_tables.chain(of_entries);
        let mut items: Vec<(usize, usize, Item)> = others.map(|(at, item)| (at, 0, item)).collect();
        for deeds in deeds.chunk_by(|one, other| self.are_in_row(one, other)) {
            let Some(deed) = deeds.first() else { continue };
            let at = (deed.came.start, deed.within.start);
            let own = match deeds {
                [deed] => self.deed(deed, renumbers, &borders),
                deeds => self.rows(deeds).into_iter().collect(),
            };
            items.extend(own.into_iter().map(|item| (at.0, at.1, item)));
        }
        items.extend(
            self.alone.iter().map(|heading| (heading.came, 0, self.heading_alone(heading))),
        );
        items.extend(self.narrowed(&narrowed).map(|item| (usize::MAX, 0, item)));
        for remark in &self.came.comments {
            items.push((remark.paragraph, remark.range.start, self.remark(remark, &deeds)));
        }
        items.sort_by_key(|(paragraph, at, _)| (*paragraph, *at));
        let mut items: Vec<Item> = items.into_iter().map(|(.., item)| item).collect();
        certain::put_together(&mut items);
        items = united::unite(items, self.lines, &self.quoted, self.sources());
        items.iter_mut().for_each(|item| self.replaced(item));
        let mut items = self.with_same_figures_joined(items);
        self.try_figures(&mut items);
        items = figures::with_sums_joined(items);
        united::doubt_together(&mut items);
        let is_of_list = |since: &&Since| {
            since.line.as_ref().is_some_and(|(line, _)| of_lists.contains_key(line))
        };
        let since = merged.since.iter().filter(|since| !is_of_list(since));
        let since = since.chain(of_lists.values().flatten());
        let since = since.filter_map(|since| self.since(since)).collect();
        Revision { items, since, is_alone: false }
    }

    /// Tells what to do for an entry of a list whose place another one took.
    fn replaced(&self, item: &mut Item) {
        let is_told = item.kind == Kind::Words && item.standing == Standing::Open;
        let is_one = !item.old.words.contains('\n') && !item.new.words.contains('\n');
        let line = item.spot.removed().filter(|_| is_told && is_one && item.remedy.is_err());
        let advice = line.and_then(|line| self.adviser().replaced(line, &item.new.words));
        if let Some(advice) = advice {
            item.remedy = Err(advice);
        }
    }

    /// Punctuation that was made half-width all over the text, as one item.
    fn narrowed(&self, deeds: &[Deed]) -> Option<Item> {
        let first = deeds.first()?;
        let mut item = self.item(first, String::new());
        item.spot = Spot::default();
        item.authors = Vec::new();
        item.old.words = "全角标点".to_owned();
        item.new.words = "半角标点".to_owned();
        let count = deeds.len();
        item.remedy = Err(format!("{}，共 {count} 处", certain::NARROWED));
        Some(item)
    }

    /// Whether something comes, goes or moves that has a number.
    fn is_about_headings(&self, deed: &Deed) -> bool {
        let has_number = |line: usize| self.lines.get(line).is_some_and(|line| line.number() > 0);
        match &deed.what {
            What::Move { line, .. } | What::Remove { line } => has_number(*line),
            What::Add { .. } => true,
            _ => false,
        }
    }

    fn deed(&self, deed: &Deed, renumbers: bool, borders: &Borders) -> Vec<Item> {
        match &deed.what {
            What::Words { line, range }
                if renumbers && self.lines.get(*line).is_some_and(|it| it.is_number(range)) =>
            {
                Vec::new()
            }
            What::Words { line, range } => {
                self.words(deed, *line, range, borders.contains(&(*line, range.start)))
            }
            What::Move { line, after } => vec![self.moved(deed, *line, *after)],
            What::Split { line, at } => vec![self.split(deed, *line, at)],
            What::Join { lines } => vec![self.joined(deed, lines)],
            What::Add { after, before, within } => vec![self.added(deed, *after, *before, *within)],
            What::Remove { line } => vec![self.removed(deed, *line)],
            What::Lost { near } => vec![self.lost(deed, *near)],
        }
    }

    /// `is_at_border` is whether the paragraph is parted where they stand.
    fn words(&self, deed: &Deed, at: usize, range: &Range<usize>, is_at_border: bool) -> Vec<Item> {
        let Some(line) = self.lines.get(at) else { return Vec::new() };
        // The number of a heading is computed; what was typed after it is the heading's.
        let placer = Placer { sources: self.sources(), scalars: &self.scalars, said: &self.said };
        let placed = match deed.state {
            State::Open if is_at_border && range.is_empty() => {
                let is_end = deed.within.end == self.quoted.came(deed.came.start).len();
                vec![placer.at_border(at, line, range.start, &deed.new, is_end)]
            }
            State::Open => placer.words(at, line, range, &deed.new),
            State::Done | State::Conflict(_) => vec![placer.as_one(at, line, range, &deed.new)],
        };
        let item = |placed: Placed| {
            let stand = self.quoted.stand(deed, range, &line.text, &placed);
            let mut item = self.placed(deed, at, line, (placed, stand));
            if deed.state == State::Open
                && let Some(doubt) = self.alone.iter().find_map(|alone| alone.doubt(deed))
            {
                item.remedy = Err(doubt.to_owned());
            }
            item
        };
        placed.into_iter().map(item).collect()
    }

    fn placed(&self, deed: &Deed, at: usize, line: &Line, placed: (Placed, Stand)) -> Item {
        let (Placed { range, new, figure, place, owner, remedy, .. }, stand) = placed;
        let mut item = self.item(deed, self.part(at));
        (item.old, item.new) = (self.quoted.old(&stand), self.quoted.new_words(&stand));
        item.spot = item.spot.quoted(stand);
        item.place = place;
        item.owner = owner;
        item.remedy = self.open(deed, remedy);
        if let (State::Open, Err(_), true) = (&deed.state, &item.remedy, new.is_empty())
            && let Some(reason) = self.adviser().untitled(at, &range)
        {
            item.remedy = Err(reason);
        }
        let is_of_data =
            |owner: &Owner| matches!(owner, Owner::Department(_) | Owner::Report | Owner::Profile);
        let is_data = is_of_data(&item.owner);
        item.kind = if is_data { Kind::Words } else { Kind::Template };
        if deed.state == State::Open && writing::is_written_otherwise(&line.text, &range, &new) {
            item.remedy = Err(certain::WRITTEN_OTHERWISE.to_owned());
            return item;
        }
        item.spot = item.spot.in_line(at, range.clone());
        if let Some(labels) = self.labels.get(&at) {
            item.part = format!("{} {labels}", item.part).trim_start().to_owned();
        }
        if figure.is_none()
            && deed.state == State::Open
            && self.blank(&mut item, line, &range, &new)
        {
            return item;
        }
        if figure.is_none() && is_data && deed.state == State::Open {
            if self.is_new_among_others(line, &new) {
                item.remedy = Err(entries::NEW_AMONG_OTHERS.to_owned());
            }
            item.notes.extend(self.dropped(line, &range));
            let twice = || self.twice.reworded(deed, self.quoted.came(deed.came.start));
            if let Some(doubt) =
                certain::doubt(line, &range, &new, |it| self.says(it)).or_else(twice)
            {
                if doubt.is_number {
                    item.kind = Kind::Figure;
                }
                // What stands in the way anyway says more of what to do.
                item.remedy = item.remedy.and(Err(doubt.reason));
            }
        }
        if let Some((fact, said)) = figure {
            let dropped = self.dropped(line, &range);
            self.figure(&mut item, fact, &said, place, dropped);
        } else if item.owner == Owner::Template {
            self.template(&mut item, line);
        } else if item.place.is_none() {
            self.fixed(&mut item, line, &range);
            if item.kind == Kind::Template && is_of_data(&item.owner) {
                item.kind = Kind::Words;
            }
        }
        item
    }

    /// Fills in what a blank of a draft becomes, where words take its place.
    fn blank(&self, item: &mut Item, line: &Line, range: &Range<usize>, new: &str) -> bool {
        let is_within = |piece: &&Piece| {
            piece.kind == RunKind::Missing
                && piece.range.start < range.end
                && range.start < piece.range.end
        };
        let Some(piece) = line.pieces.iter().find(is_within) else { return false };
        let text = &line.text;
        let shown = text.get(piece.range.clone()).unwrap_or_default();
        // All that stands in the place of the blank.
        let lead = text.get(piece.range.start..range.start).unwrap_or_default();
        let tail = text.get(range.end..piece.range.end).unwrap_or_default();
        let said = format!("{lead}{new}{tail}");
        let Some(blank) = self.adviser().blank(piece, shown, &said) else { return false };
        if blank.figure.is_none() && matches!(line.role, Role::Date | Role::PrintedOn) {
            return false;
        }
        item.kind = Kind::Figure;
        item.place = blank.place;
        item.owner = blank.owner;
        item.figure = blank.figure;
        item.remedy = Err(blank.reason);
        true
    }

    /// The figures that are cited in words that were replaced, and go with them.
    fn dropped(&self, line: &Line, range: &Range<usize>) -> Option<(&'static str, String)> {
        let is_within =
            |piece: &&Piece| range.start <= piece.range.start && piece.range.end <= range.end;
        let pieces = line.pieces.iter().filter(is_within).filter_map(Piece::fact);
        let facts = pieces.filter_map(|fact| self.present.document.facts.get(fact.0));
        let names: Vec<&str> = facts.map(|fact| fact.metric.as_str()).collect();
        let told = format!("{}“{}”", united::CITED, names.join("、"));
        (!names.is_empty()).then_some(("说明", told))
    }

    /// Tells a changed figure as a change of its metric; where its number is the same, `dropped` says
    /// what is cited there.
    fn figure(
        &self,
        item: &mut Item,
        fact: FactId,
        said: &str,
        place: Option<Span>,
        dropped: Option<(&'static str, String)>,
    ) {
        let Present { year, document, .. } = self.present;
        let figures = Figures { year, document, sources: self.sources() };
        let change = figures.change(fact, said, place);
        let (old, new) = (item.old.words.as_str(), item.new.words.as_str());
        let is_open = item.standing == Standing::Open;
        if is_open && writing::is_same(old, new) {
            item.remedy = Err(certain::WRITTEN_OTHERWISE.to_owned());
            item.kind = Kind::Words;
            return;
        }
        if is_open && change.as_ref().is_some_and(|one| one.said.as_ref() == Some(&one.old)) {
            item.remedy = Err(writing::told_beside(old, new));
            item.kind = Kind::Words;
            item.notes.extend(dropped);
            return;
        }
        item.kind = Kind::Figure;
        if let Some(change) = &change {
            if let Some(typed) = change.typed {
                item.place = Some(typed);
                item.owner = owner_of(self.sources(), typed);
            }
            // A template prints it by its name.
            let printed = place.or_else(|| self.said.only(&format!("\"{}\"", change.metric)));
            let is_sum = change.of_parts != OfParts::None || change.typed.is_some();
            if let Some(place) = printed.filter(|_| is_sum) {
                let printed = named::printed(self.sources(), place, &item.part);
                item.notes.push(("印在", printed));
            }
            if change.typed.is_none() && item.owner == Owner::Template {
                // A form prints it, and has no say in it.
                (item.place, item.owner) = (None, Owner::Computed);
            }
        }
        if change.as_ref().is_some_and(|one| one.new.is_none() && one.computed.is_none()) {
            let why = figures::no_value(old, said);
            item.notes.push(("说明", why.to_owned()));
        }
        item.spot = item.spot.clone().of_fact(fact);
        item.figure = change;
        item.remedy = Err("数字不从修改稿里取，核实以后在填报的地方改".to_owned());
    }

    fn moved(&self, deed: &Deed, line: usize, after: Option<usize>) -> Item {
        let mut item = self.item(deed, self.part(line));
        item.kind = Kind::Move;
        self.whole(&mut item, deed, line);
        if self.lines.get(line).is_some_and(|line| line.role.cell().is_some()) {
            return self.moved_row(deed, line, after, item);
        }
        item.new.words = match self.came_before(deed) {
            Some(before) => format!("{}之后", set_off(&before)),
            None => "最前面".to_owned(),
        };
        let lines = line..line + deed.came.len().max(1);
        if lines.len() > 1 {
            item.notes.push(("连同", format!("后面的 {} 段", lines.len() - 1)));
        }
        let remedy = self.mason().shift(&lines, after);
        let advised = |reason| self.adviser().moved(line, after).unwrap_or(reason);
        item.remedy = self.open(deed, remedy.map_err(advised));
        item
    }

    fn split(&self, deed: &Deed, line: usize, at: &[usize]) -> Item {
        let mut item = self.item(deed, self.part(line));
        item.kind = Kind::Split;
        self.whole(&mut item, deed, line);
        let parts: Vec<String> = deed.new.lines().map(|part| set_off(&start_of(part))).collect();
        item.new.words = parts.join("、");
        let spot = at.first().and_then(|at| {
            let line = self.lines.get(line)?;
            let piece = line
                .pieces
                .iter()
                .find(|piece| piece.range.start < *at && *at <= piece.range.end)?;
            piece.near(&(*at..*at))
        });
        if let Some(spot) = spot {
            item.place = Some(spot);
            item.owner = owner_of(self.sources(), spot);
        }
        item.remedy = self.open(deed, self.mason().split(line, at));
        item
    }

    fn joined(&self, deed: &Deed, lines: &Range<usize>) -> Item {
        let mut item = self.item(deed, self.part(lines.start));
        item.kind = Kind::Join;
        self.whole(&mut item, deed, lines.start);
        let parts: Vec<String> = deed.old.lines().map(|part| set_off(&start_of(part))).collect();
        item.old = Excerpt { words: parts.join("、"), ..Excerpt::default() };
        item.new = Excerpt { words: "一段".to_owned(), ..Excerpt::default() };
        if let Some(end) = self.mason().end(lines.start) {
            item.place = Some(end);
            item.owner = owner_of(self.sources(), end);
        }
        let remedy = match self.adviser().joined(lines) {
            Some(reason) => Err(reason),
            None => self.mason().join(lines),
        };
        item.remedy = self.open(deed, remedy);
        item
    }

    fn added(
        &self,
        deed: &Deed,
        after: Option<usize>,
        before: Option<usize>,
        within: Option<usize>,
    ) -> Item {
        let mut item = self.item(deed, after.map(|after| self.part(after)).unwrap_or_default());
        item.kind = Kind::Add;
        item.new.words = deed.new.clone();
        let mason = self.mason();
        let place = after.and_then(|after| mason.end(after));
        let place = place.or_else(|| before.and_then(|before| mason.start(before)));
        item.place = place;
        item.owner = place.map_or(Owner::Unknown, |place| owner_of(self.sources(), place));
        if let Some(before) = self.came_before(deed) {
            item.notes.push(("加在", format!("{}之后", set_off(&before))));
        }
        let in_row = self.row_of(deed).is_some();
        let advice = match in_row {
            true => Some(self.adviser().rows(item.place)),
            false => self.adviser().added(after, before, &deed.new),
        };
        let twice = self.twice.added(self.lines, &deed.new).filter(|_| !in_row);
        let doubt = twice
            .or(advice)
            .or_else(|| certain::doubt_of_paragraph(None, &deed.new, |it| self.says(it)));
        let remedy = match (doubt, after.zip(within)) {
            (Some(doubt), _) => Err(doubt),
            (None, Some((line, at))) => mason.add_within(line, at, &deed.new),
            (None, None) => mason.add(after, before, &deed.new),
        };
        item.remedy = self.open(deed, remedy);
        item
    }

    fn removed(&self, deed: &Deed, line: usize) -> Item {
        if let Some(item) = self.emptied(deed, line) {
            return item;
        }
        let mut item = self.item(deed, self.part(line));
        item.kind = Kind::Remove;
        self.whole(&mut item, deed, line);
        item.old.words = deed.old.clone();
        let role = self.lines.get(line).map(|line| line.role);
        let advice = match role {
            Some(Role::Cell { .. }) => Some(self.adviser().rows(item.place)),
            Some(role) if frame_word(role).is_some() => Some(self.adviser().frame(item.place)),
            _ => self.adviser().removed(line),
        };
        let doubt =
            advice.or_else(|| certain::doubt_of_paragraph(self.lines.get(line), "", |_| false));
        let remedy = match doubt {
            Some(doubt) => Err(doubt),
            None => self.mason().remove(line),
        };
        item.remedy = self.open(deed, remedy);
        item
    }

    /// A change of what the data do not have as it was.
    fn lost(&self, deed: &Deed, near: Option<usize>) -> Item {
        let mut item = self.item(deed, near.map(|near| self.part(near)).unwrap_or_default());
        item.kind = match (deed.old.is_empty(), deed.new.is_empty()) {
            (true, false) => Kind::Add,
            (false, true) => Kind::Remove,
            _ => Kind::Words,
        };
        (item.old.words, item.new.words) = (deed.old.clone(), deed.new.clone());
        // What is gone stood behind other words; a heading that opens these may be another's.
        item.place = near.and_then(|near| match deed.state {
            State::Conflict(Theirs::Gone) => self.mason().end(near),
            _ => self.mason().start(near),
        });
        item.owner = item.place.map_or(Owner::Unknown, |place| owner_of(self.sources(), place));
        item
    }

    /// The beginning of the returned paragraph before a change.
    fn came_before(&self, deed: &Deed) -> Option<String> {
        let before = deed.came.start.checked_sub(1)?;
        Some(start_of(self.quoted.came(before)))
    }

    /// An item that is told of a deed, still without its kind and place.
    fn item(&self, deed: &Deed, part: String) -> Item {
        let standing = match &deed.state {
            State::Open => Standing::Open,
            State::Done => Standing::Done,
            State::Conflict(theirs) => Standing::Conflict(theirs.clone()),
        };
        Item {
            kind: Kind::Words,
            standing,
            part,
            old: Excerpt::default(),
            new: Excerpt::default(),
            bits: Vec::new(),
            owner: Owner::Unknown,
            place: None,
            authors: self.authors(deed),
            figure: None,
            notes: Vec::new(),
            remedy: self.open(deed, Err("数据里已经不是发出时的样子".to_owned())),
            spot: Spot::of(deed),
            unit: 0,
        }
    }

    /// What is to be done, where the data are as they were.
    fn open(&self, deed: &Deed, remedy: Result<Remedy, String>) -> Result<Remedy, String> {
        match &deed.state {
            State::Done => Err("数据里已经是这样".to_owned()),
            State::Conflict(Theirs::Also(_)) => {
                Err("数据里后来也加了一样或者差不多的话，再加就有两遍，核实以后留一处".to_owned())
            }
            State::Conflict(_) => Err("数据里这一处后来也改过，两边不一样".to_owned()),
            State::Open => {
                let remedy = remedy?;
                let mut sources = remedy.spans().map(|span| self.sources().get(span.file));
                let of_workbook = sources.find(|source| source.workbook().is_some());
                drop(sources);
                match of_workbook {
                    Some(source) => {
                        Err(convert_first(&source.path, self.present.year.submissions.report.year))
                    }
                    None => Ok(remedy),
                }
            }
        }
    }

    /// Fills in what a paragraph as a whole is.
    fn whole(&self, item: &mut Item, deed: &Deed, line: usize) {
        item.old.words = self.quoted.start_of_sent(deed).unwrap_or_default();
        item.place = self.mason().start(line);
        item.owner = item.place.map_or(Owner::Computed, |place| owner_of(self.sources(), place));
    }

    fn part(&self, line: usize) -> String {
        self.boilerplate(line).or_else(|| self.parts.get(line).cloned()).unwrap_or_default()
    }

    /// The key of a text that stands under no heading of its own (导语, 结语), where a paragraph is all of that.
    fn boilerplate(&self, line: usize) -> Option<String> {
        let line = self.lines.get(line).filter(|line| line.role == Role::Body)?;
        let typed = line.pieces.iter().filter(|piece| is_data(self.sources(), piece));
        let key = |piece: &Piece| self.scalars.around(piece.place()?)?.keys.pop();
        let mut keys = typed.map(key);
        let own = keys.next()??;
        let mut known = self.present.year.submissions.report.kind.boilerplate.iter();
        let is_own =
            known.any(|text| text.key == own) && keys.all(|key| key.as_ref() == Some(&own));
        is_own.then_some(own)
    }

    fn named(&self, place: Span) -> String {
        self.sources().named(place.into())
    }

    /// Fills in what would be found with the new values.
    fn try_figures(&self, items: &mut [Item]) {
        let Present { files, options, year, .. } = self.present;
        let changes = items.iter_mut().filter(|item| item.standing == Standing::Open);
        let mut changes: Vec<_> = changes.filter_map(|item| item.figure.as_mut()).collect();
        try_all(&mut changes, files, year.submissions.report.year, options, self.sources());
    }
}
