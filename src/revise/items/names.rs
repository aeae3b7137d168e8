//! Labels of tables: those that were exchanged are one change, and what the catalogue gives them is
//! told where it stands there.

use std::collections::{BTreeMap, BTreeSet};

use super::super::data::{Line, Piece};
use super::super::merge::{Deed, State, What};
use super::super::place::owner_of;
use super::super::{Item, Kind, Owner};
use super::Items;
use crate::document::Fact;
use crate::metric::Metric;
use crate::sent::Cell;
use crate::source::Span;

/// What stands between labels that are shown together.
const BETWEEN: &str = " │ ";

impl Items<'_> {
    /// The exchanges of labels within a table, each as an item with its paragraph of the returned text;
    /// and the other changes.
    pub(super) fn exchanged(&self, deeds: Vec<Deed>) -> (Vec<(usize, Item)>, Vec<Deed>) {
        // By table and old text: the cell, and its new text.
        let mut changed: BTreeMap<(usize, &str), (usize, &str, &Deed)> = BTreeMap::new();
        for deed in &deeds {
            if let Some((table, line, new)) = self.relabelled(deed) {
                let old = self.lines.get(line).map_or("", |line| line.text.as_str());
                changed.entry((table, old)).or_insert((line, new, deed));
            }
        }
        let mut taken: Vec<usize> = Vec::new();
        let mut items: Vec<(usize, Item)> = Vec::new();
        for (table, old) in changed.keys() {
            let mut ring = Vec::new();
            let mut label = *old;
            while ring.len() <= changed.len()
                && let Some((line, new, deed)) = changed.get(&(*table, label))
            {
                ring.push((*line, *new, *deed));
                label = new;
                if label == *old {
                    break;
                }
            }
            let is_known = ring.iter().any(|(line, ..)| taken.contains(line));
            if label == *old && ring.len() > 1 && !is_known {
                taken.extend(ring.iter().map(|(line, ..)| *line));
                ring.sort_by_key(|(line, ..)| *line);
                items.extend(self.exchange(&ring));
            }
        }
        let is_left = |deed: &Deed| match self.relabelled(deed) {
            Some((_, line, _)) => !taken.contains(&line),
            None => true,
        };
        let deeds: Vec<Deed> = deeds.iter().filter(|deed| is_left(deed)).cloned().collect();
        (items, deeds)
    }

    /// The table and the cell whose label a deed changes, and all of its new text.
    fn relabelled(&self, deed: &Deed) -> Option<(usize, usize, &str)> {
        let What::Words { line: at, .. } = deed.what else { return None };
        let line = self.lines.get(at)?;
        let is_label = line.pieces.iter().all(|piece| !piece.is_figure());
        let is_open = deed.state == State::Open && is_label;
        let new = self.came.paragraphs.get(deed.came.start)?;
        let is_cell = new.role.is_some_and(|role| role.cell().is_some());
        Some((line.role.cell()?.table, at, new.text.as_str())).filter(|_| is_open && is_cell)
    }

    /// Labels of which each stands where another stood.
    fn exchange(&self, ring: &[(usize, &str, &Deed)]) -> Option<(usize, Item)> {
        let (first, _, deed) = ring.first()?;
        let lines: Vec<&Line> = ring.iter().filter_map(|(at, ..)| self.lines.get(*at)).collect();
        let mut item = self.item(deed, self.part(*first));
        item.kind = Kind::Template;
        item.spot = item.spot.alone();
        item.old.words =
            lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(BETWEEN);
        item.new.words = ring.iter().map(|(_, new, _)| *new).collect::<Vec<_>>().join(BETWEEN);
        for (.., deed) in ring {
            let authors = self.authors(deed);
            authors.into_iter().for_each(|author| match item.authors.contains(&author) {
                true => {}
                false => item.authors.push(author),
            });
        }
        let places: Vec<Span> = lines.iter().filter_map(|line| self.place_of_label(line)).collect();
        item.place = places.first().copied();
        item.owner = item.place.map_or(Owner::Computed, |place| owner_of(self.sources(), place));
        let others: Vec<String> = places.iter().skip(1).map(|place| self.named(*place)).collect();
        if !others.is_empty() {
            item.notes.push(("还在", others.join("、")));
        }
        let rows = lines.iter().filter_map(|line| line.role.cell().map(Cell::line));
        let is_of_rows = rows.collect::<BTreeSet<_>>().len() > 1;
        let row = if is_of_rows { "行" } else { "列" };
        let said = format!("这{}格的字对调了，同一{row}别的没有跟着动", count_word(ring.len()));
        item.notes.push(("说明", said));
        let typed = lines.iter().filter_map(|line| self.typed_under(line));
        let typed: Vec<String> = typed.map(|place| self.named(place)).collect();
        let figures = match typed.is_empty() {
            true => "在填报的地方对调数".to_owned(),
            false => format!("在填报的地方对调数（{}）", typed.join("、")),
        };
        item.remedy =
            Err(format!("核实以后，是数填反了的，{figures}；是这几格写反了的，改它们写着的地方"));
        Some((deed.came.start, item))
    }

    /// Where the label of a row or a column was written.
    fn place_of_label(&self, line: &Line) -> Option<Span> {
        let typed = line.pieces.iter().find_map(Piece::place);
        typed.or_else(|| self.metric(&line.text).map(|metric| metric.name_span))
    }

    fn metric(&self, name: &str) -> Option<&Metric> {
        let metrics = &self.present.year.project.catalogue.metrics;
        metrics.get(name.trim()).map(std::convert::AsRef::as_ref)
    }

    /// Where the value of the metric of a label was typed.
    fn typed_under(&self, line: &Line) -> Option<Span> {
        let metric = self.metric(&line.text)?;
        self.present.year.figures.get(&metric.name)?.origin
    }

    /// A cell that the program fills from the catalogue: where its metric stands there.
    pub(super) fn of_catalogue(&self, item: &mut Item, line: &Line) {
        let Some(row) = line.role.cell().map(Cell::line) else { return };
        let is_computed =
            line.pieces.iter().all(|piece| !piece.is_figure() && piece.place().is_none());
        let in_row =
            self.lines.iter().filter(|other| other.role.cell().map(Cell::line) == Some(row));
        let mut metrics = in_row.filter_map(|other| self.metric(&other.text));
        if let Some(metric) = metrics.next().filter(|_| is_computed) {
            let mut facts = self.present.document.facts.iter();
            let fact = facts.find(|fact| fact.metric == metric.name && !fact.is_part);
            if fact.is_some_and(|fact| self.of_last_year(item, line, fact)) {
                return;
            }
            item.place = Some(metric.name_span);
            item.owner = owner_of(self.sources(), metric.name_span);
            item.remedy = Err(format!("由指标目录排出，要改的改“{}”在那里的写法", metric.name));
        }
    }

    /// A cell that shows last year's value of a metric, or what became of it: where that value was typed.
    fn of_last_year(&self, item: &mut Item, line: &Line, fact: &Fact) -> bool {
        let figure = self.present.year.figures.get(&fact.metric);
        let typed = figure.and_then(|figure| figure.previous_origin);
        let is_previous =
            fact.previous.as_ref().is_some_and(|previous| previous.shown == line.text);
        let remedy = match (is_previous, typed) {
            (true, Some(_)) => format!("是“{}”上年的数，核实以后改那里", fact.metric),
            (true, None) => format!("是“{}”上年的数，由别的数算出；核实以后改那些数", fact.metric),
            (false, _) if fact.change.as_ref() == Some(&line.text) => {
                format!("由“{}”今年和上年的数算出；数不对的，改数", fact.metric)
            }
            (false, _) => return false,
        };
        item.kind = Kind::Figure;
        item.place = typed.filter(|_| is_previous);
        item.owner = item.place.map_or(Owner::Computed, |place| owner_of(self.sources(), place));
        item.remedy = Err(remedy);
        true
    }
}

fn count_word(count: usize) -> String {
    match count {
        2 => "两".to_owned(),
        count => format!(" {count} "),
    }
}
