//! Columns of tables that came, went or stand elsewhere, each as one item; and numbers of rows, which the
//! program counts.

use std::collections::{BTreeMap, BTreeSet};

use super::super::merge::{Borders, Deed, State, What};
use super::super::{Item, Kind};
use super::Items;
use crate::changes::{Fate, Tables, columns};
use crate::sent::{Cell, Role};

/// What stands between the cells of a column that is shown as one.
const BETWEEN: &str = " │ ";

impl Items<'_> {
    /// The columns that came, went or moved, each with its first paragraph of the returned text; and the
    /// other changes.
    pub(super) fn columns(&self, deeds: Vec<Deed>) -> (Vec<(usize, Item)>, Vec<Deed>) {
        let mut fates: Vec<Option<(Fate, Cell)>> =
            deeds.iter().map(|deed| self.fate(deed)).collect();
        self.place_in_columns(&mut fates);
        let olds = Tables::new(self.lines.iter().filter_map(|line| line.role.cell()));
        let came = self.came.paragraphs.iter();
        let news = Tables::new(came.filter_map(|one| one.role?.cell()));
        let pairs = olds.numbers().chain(news.numbers()).map(|table| (table, table)).collect();
        let mut columns = columns(&fates, (&olds, &news), &pairs);
        let mut taken: BTreeSet<usize> = columns.values().flatten().copied().collect();
        taken.extend(without_spanning(&deeds, &fates, &mut columns));
        let items = columns.iter().filter_map(|((fate, ..), own)| {
            let own: Vec<&Deed> = own.iter().filter_map(|at| deeds.get(*at)).collect();
            self.column(*fate, &own)
        });
        let items = items.collect();
        let left = deeds.into_iter().enumerate().filter(|(at, _)| !taken.contains(at));
        (items, left.map(|(_, deed)| deed).collect())
    }

    /// Which of equal cells beside each other came or went cannot be known: it is the one whose column did.
    fn place_in_columns(&self, fates: &mut [Option<(Fate, Cell)>]) {
        let mut counts: BTreeMap<(Fate, usize, usize), usize> = BTreeMap::new();
        for (fate, cell) in fates.iter().flatten() {
            *counts.entry((*fate, cell.table, cell.column)).or_default() += 1;
        }
        if counts.values().all(|count| *count < 2) {
            return;
        }
        let olds = rows(self.lines.iter().map(|line| (line.role.cell(), line.text.as_str())));
        let came = self.came.paragraphs.iter();
        let news = rows(came.map(|one| (one.role.and_then(Role::cell), one.text.as_str())));
        for (fate, cell) in fates.iter_mut().flatten() {
            let is_of_column = counts.get(&(*fate, cell.table, cell.column)) != Some(&1);
            let row = if *fate == Fate::Came { &news } else { &olds }.get(&cell.line());
            let Some(row) = row.filter(|_| !is_of_column && *fate != Fate::Moved) else { continue };
            let all = counts.range((*fate, cell.table, 0)..=(*fate, cell.table, usize::MAX));
            let column = all.filter(|(_, count)| **count > 1).map(|((.., column), _)| *column);
            let is_same = |column: &usize| {
                let between = (*column).min(cell.column)..=(*column).max(cell.column);
                let mut own = row.range(between).map(|(_, text)| text);
                let first = own.next();
                row.contains_key(column) && own.all(|text| Some(text) == first)
            };
            if let Some(column) = column.filter(is_same).min_by_key(|it| it.abs_diff(cell.column)) {
                cell.column = column;
            }
        }
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
            What::Add { after, before, .. } => after.or(*before),
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
                let own = self.deed(&deed, false, &Borders::new());
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

/// The texts of tables by their rows and columns.
fn rows<'t>(
    cells: impl Iterator<Item = (Option<Cell>, &'t str)>,
) -> BTreeMap<(usize, usize), BTreeMap<usize, &'t str>> {
    let mut rows: BTreeMap<(usize, usize), BTreeMap<usize, &str>> = BTreeMap::new();
    for (cell, text) in cells {
        if let Some(cell) = cell {
            rows.entry(cell.line()).or_default().insert(cell.column, text);
        }
    }
    rows
}

/// Takes the cells out of columns that only begin in another column now, for they are over several; their
/// deeds.
fn without_spanning(
    deeds: &[Deed],
    fates: &[Option<(Fate, Cell)>],
    columns: &mut BTreeMap<(Fate, usize, usize), Vec<usize>>,
) -> Vec<usize> {
    let words = |at: usize| deeds.get(at).map(|deed| (deed.old.as_str(), deed.new.as_str()));
    let mut known: BTreeMap<((usize, usize), &str), Vec<usize>> = BTreeMap::new();
    for (at, fate) in fates.iter().enumerate() {
        match (fate, words(at)) {
            (Some((Fate::Came, cell)), Some((_, text)))
            | (Some((Fate::Went, cell)), Some((text, _))) => {
                known.entry((cell.line(), text)).or_default().push(at);
            }
            _ => {}
        }
    }
    let of_columns: BTreeSet<usize> = columns.values().flatten().copied().collect();
    let mut spanning: Vec<usize> = Vec::new();
    for pair in known.values() {
        if let [one, other] = pair.as_slice()
            && of_columns.contains(one) != of_columns.contains(other)
            && fates.get(*one).copied().flatten().map(|it| it.0)
                != fates.get(*other).copied().flatten().map(|it| it.0)
        {
            spanning.extend([*one, *other]);
        }
    }
    columns.values_mut().for_each(|own| own.retain(|at| !spanning.contains(at)));
    spanning
}
