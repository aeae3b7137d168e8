//! A table of a form: each figure is where the labels at its left and above it lead, wherever rows and
//! columns were moved. What the labels do not lead to is not guessed from the place that it once had.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::contents::Figures;
use super::elsewhere;
use super::names::Made;
use super::reordered;
use super::reworded::{self, Reworded};
use super::sheet::{bare, lines};
use super::shown::Shown;
use super::slips;
use super::strays;
use super::yaml::At;
use crate::catalogue::{Catalogue, Metric};
use crate::cells::{Area, Cell, Sheet, Value, Wanted};
use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::workbook::table::{ABOVE, Table, TableCell, TableContent, TableFill, enter, path};

/// What a row of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Labels of columns for the whole table.
    Header,
    /// Labels of columns for the rows that follow.
    Words,
    /// One label over the whole table.
    Group,
    /// Figures.
    Body,
}

/// The labels of a table, as it was sent out.
struct Labels {
    /// Of each row that has any: what it holds, and its labels.
    rows: Vec<(Kind, BTreeSet<String>)>,
    /// The rows of [`Self::rows`] that have a label, and over how many rows and columns it goes.
    known: FxHashMap<String, (Vec<usize>, (usize, usize))>,
    /// Whether one of them has a digit, so that a number may be a label.
    have_digits: bool,
}

impl Labels {
    fn of(table: &Table) -> Labels {
        let mut labels =
            Labels { rows: Vec::new(), known: FxHashMap::default(), have_digits: false };
        for cells in table.cells.chunk_by(|one, next| one.row == next.row) {
            let is_figure = |content: &TableContent| matches!(content, TableContent::Figure { .. });
            let kind = match cells {
                [first, ..] if first.row < table.header => Kind::Header,
                _ if cells.iter().any(|cell| is_figure(&cell.content)) => Kind::Body,
                [cell] if cell.columns >= table.columns => Kind::Group,
                _ => Kind::Words,
            };
            let mut texts = BTreeSet::new();
            for cell in cells.iter().take_while(|cell| !is_figure(&cell.content)) {
                let TableContent::Label(label) = &cell.content else { continue };
                let label = bare(label).into_owned();
                if label.is_empty() {
                    continue;
                }
                labels.have_digits |= label.contains(|c: char| c.is_ascii_digit());
                let (rows, span) = labels.known.entry(label.clone()).or_default();
                if rows.last() != Some(&labels.rows.len()) {
                    rows.push(labels.rows.len());
                }
                *span = (span.0.max(cell.rows), span.1.max(cell.columns));
                texts.insert(label);
            }
            if !texts.is_empty() {
                labels.rows.push((kind, texts));
            }
        }
        labels
    }

    /// What a row of a sheet holds, by the row of the table that has most of its labels and fewest others.
    fn kind<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Option<Kind> {
        let mut common: FxHashMap<usize, usize> = FxHashMap::default();
        for text in texts {
            let (rows, _) = self.known.get(text)?;
            rows.iter().for_each(|row| *common.entry(*row).or_default() += 1);
        }
        let known = common.into_iter().filter_map(|(row, count)| {
            let (kind, labels) = self.rows.get(row)?;
            let others = labels.len().saturating_sub(count);
            Some(((count, std::cmp::Reverse((others, row))), *kind))
        });
        known.max_by_key(|(rank, _)| *rank).map(|(_, kind)| kind)
    }
}

/// What a table is read by.
pub(super) struct Leads {
    labels: Labels,
    /// Of each of its cells the path of labels that leads to it; of one that is no figure nothing.
    paths: Vec<String>,
}

impl Leads {
    pub(super) fn of(table: &Table) -> Leads {
        let paths = table.cells.iter().map(|cell| match &cell.content {
            TableContent::Label(_) => String::new(),
            TableContent::Figure { row_path, column_path, .. } => {
                path(row_path.iter().map(String::as_str), column_path.iter().map(String::as_str))
            }
        });
        Leads { labels: Labels::of(table), paths: paths.collect() }
    }

    /// Whether a sheet holds most labels of the table.
    pub(super) fn are_in(&self, table: &Table, sheet: &Sheet) -> bool {
        let found = headings(table, sheet, &self.labels);
        let found = found.iter().flat_map(|(_, found)| found).map(|heading| heading.text);
        found.collect::<FxHashSet<_>>().len() * 2 > self.labels.known.len()
    }
}

/// A label in a sheet, and the rows and columns that it stands over, the last ones not among them.
struct Heading<'l> {
    text: &'l str,
    rows: (u32, u32),
    columns: (u32, u32),
}

/// The cells to which labels lead, by the labels.
#[derive(Default)]
struct Led(FxHashMap<String, Vec<(u32, u32)>>);

/// How many rows and columns of a sheet are looked at besides those of the table.
const MORE: usize = 200;

/// How many labels may lead to a cell, from above or from the left; tables have a few.
const MOST_ABOVE: usize = 40;

/// How many labels are kept that stand over the cells of a row.
const MOST_LABELS: usize = 2000;

/// How many columns of a sheet are looked at for a table.
fn most_columns(table: &Table) -> u32 {
    u32::try_from(table.columns + MORE).unwrap_or(u32::MAX)
}

/// The labels in a sheet that a table may have, row by row.
fn headings<'l>(table: &Table, sheet: &Sheet, labels: &'l Labels) -> Vec<(u32, Vec<Heading<'l>>)> {
    let most = most_columns(table);
    let merged: FxHashMap<(u32, u32), &Area> =
        sheet.merged.iter().map(|area| (area.first, area)).collect();
    let is_free = |row: u32, column: u32| {
        sheet.at(row, column).is_none() && !merged.contains_key(&(row, column))
    };
    let heading = |row: u32, column: u32, text: &str| {
        let (text, (_, (rows, columns))) = labels.known.get_key_value(text)?;
        let (bottom, right) = match merged.get(&(row, column)) {
            Some(area) => area.last,
            // Cells that are no longer merged: the label stands over the empty ones beside and below it.
            None => {
                let beside = (column + 1..column.saturating_add(u32::try_from(*columns).ok()?))
                    .take_while(|at| is_free(row, *at));
                let below = (row + 1..row.saturating_add(u32::try_from(*rows).ok()?))
                    .take_while(|at| is_free(*at, column));
                (below.last().unwrap_or(row), beside.last().unwrap_or(column))
            }
        };
        Some(Heading { text, rows: (row, bottom + 1), columns: (column, right + 1) })
    };
    let rows = lines(sheet).take(table.rows + MORE).map(|(row, cells)| {
        let may_be = |cell: &&Cell| {
            cell.column < most && (labels.have_digits || matches!(cell.value, Value::Text(_)))
        };
        let found = cells
            .iter()
            .filter(may_be)
            .filter_map(|cell| heading(row, cell.column, &bare(&cell.typed(Wanted::Text))));
        (row, found.collect())
    });
    rows.collect()
}

impl Led {
    fn of(table: &Table, labels: &Labels, sheet: &Sheet) -> Led {
        let mut led = Led::default();
        let rows = headings(table, sheet, labels);
        let width = rows.iter().flat_map(|(_, found)| found).map(|heading| heading.columns.1);
        let width = width.max().unwrap_or_default().min(most_columns(table));
        let (mut above, mut within, mut group) = (Vec::new(), Vec::new(), None::<&str>);
        let (mut left, mut goes_on) = (Vec::<Heading<'_>>::new(), false);
        let mut columns = vec![String::new(); width as usize];
        for (row, found) in rows {
            if above.len() + within.len() + left.len() > MOST_LABELS {
                break;
            }
            let kind = labels.kind(found.iter().map(|heading| heading.text));
            left.retain(|heading| heading.rows.1 > row);
            match kind {
                Some(Kind::Header) => above.extend(found),
                Some(Kind::Group) => {
                    group = found.into_iter().next().map(|heading| heading.text);
                    within.clear();
                    goes_on = false;
                }
                Some(Kind::Words) => {
                    if !goes_on {
                        within.clear();
                    }
                    within.extend(found);
                    goes_on = true;
                }
                Some(Kind::Body) | None => {
                    if kind.is_some() {
                        goes_on = false;
                    }
                    left.extend(found);
                    left.sort_by_key(|heading| heading.columns.0);
                    led.row(row, (group, &left), &columns, &covered(sheet, row, width));
                    continue;
                }
            }
            for (column, labels) in (0..).zip(&mut columns) {
                labels.clear();
                let over_it = above.iter().chain(&within).filter(|heading: &&Heading<'_>| {
                    (heading.columns.0..heading.columns.1).contains(&column)
                });
                over_it.take(MOST_ABOVE).for_each(|heading| enter(labels, heading.text));
            }
        }
        led
    }

    /// Of each path the cell to which it leads. Where cells are no longer merged, the one that is filled in.
    fn places(&self, paths: &[String], sheet: &Sheet) -> Vec<Option<(u32, u32)>> {
        let place = |path: &String| {
            let all = self.0.get(path)?;
            let filled = all.iter().find(|(row, column)| sheet.at(*row, *column).is_some());
            filled.or(all.first()).copied()
        };
        paths.iter().map(place).collect()
    }

    /// Enters the cells of a row of figures.
    fn row(
        &mut self,
        row: u32,
        (group, left): (Option<&str>, &[Heading<'_>]),
        columns: &[String],
        covered: &[bool],
    ) {
        // By the columns where they begin.
        let here = left.iter().filter(|heading| (heading.rows.0..heading.rows.1).contains(&row));
        let here: Vec<&Heading<'_>> = here.collect();
        let mut beside = here.iter().take(MOST_ABOVE).peekable();
        let mut path = String::new();
        group.into_iter().for_each(|label| enter(&mut path, label));
        for ((column, above), is_covered) in (0..).zip(columns).zip(covered) {
            while let Some(heading) = beside.next_if(|heading| heading.columns.0 < column) {
                enter(&mut path, heading.text);
            }
            let is_label =
                here.iter().any(|heading| (heading.columns.0..heading.columns.1).contains(&column));
            if is_label || *is_covered {
                continue;
            }
            let length = path.len();
            path.push(ABOVE);
            path.push_str(above);
            match self.0.get_mut(path.as_str()) {
                Some(cells) => cells.push((row, column)),
                None => {
                    self.0.insert(path.clone(), vec![(row, column)]);
                }
            }
            path.truncate(length);
        }
    }
}

/// Which cells of a row are merged into one at their left or above them.
fn covered(sheet: &Sheet, row: u32, width: u32) -> Vec<bool> {
    let mut covered = vec![false; width as usize];
    let here = sheet.merged.iter().filter(|area| (area.first.0..=area.last.0).contains(&row));
    for area in here.take(MOST_LABELS) {
        let start = if area.first.0 == row { area.first.1.saturating_add(1) } else { area.first.1 };
        for column in start..=area.last.1.min(width) {
            if let Some(cell) = covered.get_mut(column as usize) {
                *cell = true;
            }
        }
    }
    covered
}

/// What became of a table.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The labels to figures that are not found in the sheet.
    pub(super) lost: Vec<String>,
    /// The figures to which they lead.
    pub(super) unread: Vec<String>,
    /// The cells with a value that are not seen.
    pub(super) unseen: Vec<At>,
    /// The cells with words that are none of the form's.
    pub(super) words: Vec<(u32, u32)>,
    /// What was filled in of figures that another department reports since the form was sent out.
    pub(super) of_others: Vec<(String, At)>,
    /// The labels that the project has worded anew since then.
    pub(super) reworded: Reworded,
}

/// The cells with words that are none of the table's, its title or its unit, and of no figure.
fn words(
    table: &Table,
    labels: &Labels,
    sheet: &Sheet,
    figures: &FxHashSet<(u32, u32)>,
) -> Vec<(u32, u32)> {
    let title = bare(table.caption.as_ref().unwrap_or(&table.name));
    let words = sheet.cells.iter().filter(|cell| {
        let text = cell.typed(Wanted::Text);
        let text = bare(&text);
        !text.is_empty()
            && !labels.known.contains_key(&*text)
            && !strays::is_number(cell)
            && !figures.contains(&(cell.row, cell.column))
            && text != title
            && !strays::is_unit(&text)
    });
    words.map(|cell| (cell.row, cell.column)).collect()
}

/// Enters the figures of a table.
pub(super) fn read(
    (table, leads): (&Table, &Leads),
    (number, sheet, made): (u32, &Sheet, &[Made]),
    shown: &Shown,
    catalogue: &Catalogue,
    figures: &mut Figures,
) -> Read {
    let Leads { labels, paths } = leads;
    let known = labels.known.keys().map(String::as_str);
    let reworded = reworded::find(table, known, sheet, shown);
    let sheet = &*reworded::applied(&reworded, sheet);
    let is_reworded = |label: &String| reworded.contains_key(&*bare(label));
    let led = Led::of(table, labels, sheet);
    let mut present = None;
    let mut read = Read::default();
    let (mut empty, mut changed) = (Vec::new(), Vec::new());
    let mut places: FxHashSet<(u32, u32)> = FxHashSet::default();
    let leads_to = led.places(paths, sheet);
    if let Some(fault) = reordered::told((table, &leads_to), (number, sheet, made), figures.file) {
        figures.faults.report(fault);
        read.unread.extend(table.own().map(str::to_owned));
        return read;
    }
    for ((cell, path), place) in table.cells.iter().zip(paths).zip(leads_to) {
        let TableContent::Figure { metric, fill, row_path, column_path } = &cell.content else {
            continue;
        };
        let TableFill::Own(fill) = fill else {
            let typed =
                place.and_then(|(row, column)| Some((sheet.at(row, column)?, (row, column))));
            let at = |(row, column)| At { sheet: number, row, column };
            let typed = typed.map(|(cell, place)| (cell, at(place)));
            let figure = (metric.as_ref(), fill, path.as_str());
            if not_own(figure, typed, shown, (&mut *figures, &mut read), catalogue) {
                places.extend(place);
            }
            continue;
        };
        let Some((row, column)) = place.filter(|place| places.insert(*place)) else {
            let present = present.get_or_insert_with(|| texts(sheet));
            let label = lost_label((row_path, column_path), present);
            if !read.lost.contains(&label) {
                read.lost.push(label);
            }
            read.unread.push(metric.name.clone());
            continue;
        };
        let at = At { sheet: number, row, column };
        let cell = sheet.at(row, column);
        let is_unseen = sheet.is_hidden || sheet.hides(row, column);
        if is_unseen && cell.is_some_and(|cell| cell.formula.is_none()) {
            read.unseen.push(at);
        }
        if cell.is_none() && elsewhere::is_owed(metric, fill) {
            empty.push((metric.name.clone(), at));
        }
        let is_typed = cell.is_some_and(|cell| cell.formula.is_none());
        // Words with the new unit that somebody wrote say that the number is in it.
        let was_there =
            shown.bears(&metric.name, path) || row_path.iter().chain(column_path).any(is_reworded);
        if is_typed
            && (was_there || !path.contains(&metric.unit))
            && let Some(said) = shown.former_unit(metric, was_there, catalogue)
        {
            changed.push((metric.as_ref(), said, at));
            if shown.is_over {
                continue;
            }
        }
        if let Some(value) = figures.value(&metric.name, (cell, at), Some(metric), Some(fill)) {
            figures.enter(&metric.name, at, value, catalogue);
        }
    }
    // A label that was lost, or cells that were merged, explain what is not read.
    let told = match read.lost.is_empty() {
        true => beside((table, labels), (number, sheet), &places, empty, (figures.file, &mut read)),
        false => merged((table, labels), (number, sheet), (figures.file, &mut read)),
    };
    figures.faults.extend(told);
    read.unread.extend(changed.iter().map(|(metric, ..)| metric.name.clone()));
    figures.faults.extend(strays::units_in_table(&changed, (shown, figures.file)));
    if changed.is_empty() {
        read.reworded = reworded.clone();
    }
    figures.faults.extend(strays::unit_of_table(table, sheet, (figures.file, number), shown));
    read
}

/// All that stands in a sheet.
fn texts(sheet: &Sheet) -> FxHashSet<String> {
    let texts = sheet.cells.iter().map(|cell| bare(&cell.typed(Wanted::Text)).into_owned());
    texts.collect()
}

/// Cells of a table that somebody merged, so that several figures have one number and no labels lead to
/// them.
fn merged(
    (table, labels): (&Table, &Labels),
    (number, sheet): (u32, &Sheet),
    (file, read): (FileId, &mut Read),
) -> Option<Diagnostic> {
    let is_bare = |cell: &&TableCell| match &cell.content {
        TableContent::Label(label) => label.is_empty(),
        TableContent::Figure { .. } => true,
    };
    let spans = table.cells.iter().filter(is_bare).map(|cell| (cell.rows, cell.columns));
    let spans: FxHashSet<(usize, usize)> = spans.chain([(1, table.columns)]).collect();
    let is_strange = |area: &&Area| {
        let Area { first, last } = area;
        let size = (last.0.saturating_sub(first.0) + 1, last.1.saturating_sub(first.1) + 1);
        let text = sheet.at(first.0, first.1).map(|cell| cell.typed(Wanted::Text));
        !spans.contains(&(size.0 as usize, size.1 as usize))
            && text.is_none_or(|text| !labels.known.contains_key(&*bare(&text)))
    };
    let merged = sheet.merged.iter().filter(is_strange);
    let merged = merged.map(|area| At { sheet: number, row: area.first.0, column: area.first.1 });
    let told = slips::merged_in_table(&merged.collect::<Vec<_>>(), file)?;
    read.lost.clear();
    Some(told)
}

/// Takes what stands in the cell of a figure that the department does not fill in here; says whether the cell
/// is one of the table's.
fn not_own(
    (metric, fill, path): (&Metric, &TableFill, &str),
    typed: Option<(&Cell, At)>,
    shown: &Shown,
    (figures, read): (&mut Figures, &mut Read),
    catalogue: &Catalogue,
) -> bool {
    let is_as_sent = typed.is_none_or(|(cell, _)| {
        cell.formula.is_some()
            || *fill == TableFill::LastYear && shown.holds(&metric.name, &cell.typed(Wanted::Text))
    });
    match (fill, typed) {
        (TableFill::Repeated, Some((cell, at))) if !is_as_sent => {
            figures.repeat(&metric.name, at, cell, metric);
            true
        }
        (TableFill::Repeated, _) => true,
        (TableFill::LastYear, _) => is_as_sent,
        (TableFill::Other, Some((cell, at)))
            if shown.is_over || shown.bears(&metric.name, path) =>
        {
            if !is_as_sent && shown.is_over {
                let value = figures.value(&metric.name, (Some(cell), at), Some(metric), None);
                if let Some(value) = value {
                    figures.enter(&metric.name, at, value, catalogue);
                }
            } else if !is_as_sent {
                read.of_others.push((metric.name.clone(), at));
            }
            true
        }
        _ => false,
    }
}

/// The label for want of which a figure is not found, or those nearest to it.
fn lost_label(
    (row_path, column_path): (&[String], &[String]),
    present: &FxHashSet<String>,
) -> String {
    let mut path = row_path.iter().chain(column_path);
    match path.find(|label| !present.contains(&*bare(label))) {
        Some(label) => label.clone(),
        None => {
            let nearest = [row_path.last(), column_path.last()].into_iter().flatten();
            nearest.map(String::as_str).collect::<Vec<_>>().join("—")
        }
    }
}

/// What was typed into a table beside its figures, of which the `empty` ones are owed.
fn beside(
    (table, labels): (&Table, &Labels),
    (number, sheet): (u32, &Sheet),
    places: &FxHashSet<(u32, u32)>,
    empty: Vec<(String, At)>,
    (file, read): (FileId, &mut Read),
) -> Option<Diagnostic> {
    let strays = sheet.cells.iter().filter(|cell| {
        strays::is_number(cell)
            && !places.contains(&(cell.row, cell.column))
            && !labels.known.contains_key(&*bare(&cell.typed(Wanted::Text)))
    });
    let strays: Vec<&Cell> = strays.collect();
    let mut told = strays::in_table(&strays, (file, number));
    if (1..=strays.len()).contains(&empty.len())
        && let Some(told) = &mut told
    {
        elsewhere::complete(told, &empty);
        read.unread.extend(empty.into_iter().map(|(name, _)| name));
    }
    // Words beside such a number, 合计, say nothing more.
    read.words = words(table, labels, sheet, places);
    let rows: BTreeSet<u32> = strays.iter().map(|cell| cell.row).collect();
    read.words.retain(|(row, _)| !rows.contains(row));
    told
}
