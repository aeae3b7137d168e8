//! Columns of tables that came, went or stand elsewhere, each as one item; and numbers of rows, which the
//! program counts.

use std::collections::{BTreeMap, BTreeSet};

use super::super::merge::{Deed, State, What};
use super::super::{Item, Kind};
use super::Items;
use crate::changes::{Fate, Tables, columns};
use crate::sent::Cell;

/// What stands between the cells of a column that is shown as one.
const BETWEEN: &str = " │ ";

impl Items<'_> {
    /// The columns that came, went or moved, each with its first paragraph of the returned text; and the
    /// other changes.
    pub(super) fn columns(&self, deeds: Vec<Deed>) -> (Vec<(usize, Item)>, Vec<Deed>) {
        let fates: Vec<Option<(Fate, Cell)>> = deeds.iter().map(|deed| self.fate(deed)).collect();
        let olds = Tables::new(self.lines.iter().filter_map(|line| line.role.cell()));
        let came = self.came.paragraphs.iter();
        let news = Tables::new(came.filter_map(|one| one.role?.cell()));
        let pairs = olds.numbers().chain(news.numbers()).map(|table| (table, table)).collect();
        let columns = columns(&fates, (&olds, &news), &pairs);
        let taken: BTreeSet<usize> = columns.values().flatten().copied().collect();
        let items = columns.iter().filter_map(|((fate, ..), own)| {
            let own: Vec<&Deed> = own.iter().filter_map(|at| deeds.get(*at)).collect();
            self.column(*fate, &own)
        });
        let items = items.collect();
        let left = deeds.into_iter().enumerate().filter(|(at, _)| !taken.contains(at));
        (items, left.map(|(_, deed)| deed).collect())
    }

    /// What became of the one cell that a deed is about.
    fn fate(&self, deed: &Deed) -> Option<(Fate, Cell)> {
        if deed.state != State::Open || deed.came.len() > 1 {
            return None;
        }
        match (&deed.what, self.row_of(deed)) {
            (_, Some((true, cell))) => Some((Fate::Came, cell)),
            (_, Some((false, cell))) => Some((Fate::Went, cell)),
            (What::Move { line, .. }, _) => {
                Some((Fate::Moved, self.lines.get(*line)?.role.cell()?))
            }
            _ => None,
        }
    }

    fn column(&self, fate: Fate, deeds: &[&Deed]) -> Option<(usize, Item)> {
        let first = deeds.first()?;
        let near = match &first.what {
            What::Add { after, before } => after.or(*before),
            What::Remove { line } | What::Move { line, .. } => Some(*line),
            _ => None,
        };
        let mut item = self.item(first, near.map(|line| self.part(line)).unwrap_or_default());
        let side = |of: fn(&Deed) -> &str| {
            deeds.iter().map(|deed| of(deed)).collect::<Vec<_>>().join(BETWEEN)
        };
        (item.kind, item.old.words, item.new.words) = match fate {
            Fate::Came => (Kind::Add, String::new(), side(|deed| &deed.new)),
            Fate::Went => (Kind::Remove, side(|deed| &deed.old), String::new()),
            Fate::Moved => (Kind::Move, side(|deed| &deed.old), "同一表格的另一处".to_owned()),
        };
        item.spot = item.spot.clone().of_column();
        item.remedy = self.open(first, Err(self.adviser().rows(item.place)));
        Some((first.came.start, item))
    }

    /// Numbers of rows: where rows came, went or moved they follow, and else they are one change.
    pub(super) fn ordinals(&self, deeds: Vec<Deed>) -> (Vec<(usize, Item)>, Vec<Deed>) {
        let of_rows: BTreeSet<usize> =
            deeds.iter().filter_map(|deed| self.fate_of_row(deed)).collect();
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let mut items: Vec<(usize, usize, Item)> = Vec::new();
        let mut left = Vec::new();
        for deed in deeds {
            let Some(table) = self.ordinal(&deed) else {
                left.push(deed);
                continue;
            };
            *counts.entry(table).or_default() += 1;
            let is_first = items.iter().all(|(known, ..)| *known != table);
            if is_first && !of_rows.contains(&table) {
                let own = self.deed(&deed, false);
                items.extend(own.into_iter().take(1).map(|item| (table, deed.came.start, item)));
            }
        }
        let told = items.into_iter().map(|(table, at, mut item)| {
            let count = counts.get(&table).copied().unwrap_or(1);
            item.notes.push(("说明", "表格的序号由程序编，不用改".to_owned()));
            if count > 1 {
                item.notes.push(("连同", format!("另外 {} 行的序号", count - 1)));
            }
            (at, item)
        });
        (told.collect(), left)
    }

    /// The table whose rows came, went or moved with a deed.
    fn fate_of_row(&self, deed: &Deed) -> Option<usize> {
        match (&deed.what, self.row_of(deed)) {
            (_, Some((_, cell))) => Some(cell.table),
            (What::Move { line, .. }, _) => Some(self.lines.get(*line)?.role.cell()?.table),
            _ => None,
        }
    }

    /// The table in which a deed changes the number of a row.
    fn ordinal(&self, deed: &Deed) -> Option<usize> {
        let What::Words { line: at, .. } = deed.what else { return None };
        let line = self.lines.get(at)?;
        let cell = line.role.cell().filter(|cell| cell.column == 0)?;
        let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let came = self.came.paragraphs.get(deed.came.start)?;
        let is_computed =
            line.pieces.iter().all(|piece| !piece.is_figure() && piece.place().is_none());
        let is_ordinal = is_computed && is_number(&line.text) && is_number(&came.text);
        is_ordinal.then_some(cell.table)
    }
}
