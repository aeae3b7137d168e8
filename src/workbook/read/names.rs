//! The defined names of a form: which cell was made for which metric, whatever its label says now.

use std::borrow::Cow;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::frame::Frame;
use super::sheet::lines;
use crate::cells::{Book, Sheet, Wanted};
use crate::workbook::label::record;

/// The cells that the defined names of a form stand for.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// What each was made for, by its sheet.
    cells: FxHashMap<String, FxHashMap<(u32, u32), String>>,
    /// What the cells of a sheet were made for, in the order in which they were sent out.
    sent: FxHashMap<String, Vec<String>>,
    /// What the cell is gone that was made for it, or another one was put in its place.
    pub(super) lost: FxHashSet<String>,
    /// The frames of the sheets.
    frames: FxHashMap<String, Frame>,
}

impl Names {
    /// Reads them from the hidden sheet of the form.
    pub(super) fn read(book: &Book, list: &Sheet) -> Names {
        let number = |name: &str| name.strip_prefix(record::PREFIX)?.parse::<usize>().ok();
        let defined = book.names.iter();
        let defined: FxHashMap<usize, &str> =
            defined.filter_map(|(name, target)| Some((number(name)?, target.as_str()))).collect();
        // Where each stands by the last row that names it.
        let mut places: IndexMap<String, Place<'_>, FxBuildHasher> = IndexMap::default();
        let mut lost = FxHashSet::default();
        let mut sent: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for (_, cells) in lines(list) {
            let [name, sheet, keys, ..] = cells else { continue };
            let Some(first) = number(&name.typed(Wanted::Text)) else { continue };
            let keys = keys.typed(Wanted::Text);
            let of_sheet = sent.entry(sheet.typed(Wanted::Text).into_owned()).or_default();
            of_sheet.extend(keys.lines().map(str::to_owned));
            for (number, key) in (first..).zip(keys.lines()) {
                let Some(target) = defined.get(&number) else { continue };
                match place_of(target) {
                    Some(place) => drop(places.insert(key.to_owned(), place)),
                    None => drop(lost.insert(key.to_owned())),
                }
            }
        }
        let mut names = Names { sent, lost, frames: frames(book), ..Names::default() };
        for (key, (sheet, at)) in places {
            let of_sheet = match names.cells.get_mut(&*sheet) {
                Some(of_sheet) => of_sheet,
                None => names.cells.entry(sheet.into_owned()).or_default(),
            };
            names.lost.extend(of_sheet.insert(at, key));
        }
        names
    }

    /// What the form has named cells for in a sheet, though the sheet may be gone, or the names.
    pub(super) fn sent(&self, sheet: &str) -> &[String] {
        self.sent.get(sheet).map(Vec::as_slice).unwrap_or_default()
    }

    /// The frame of a sheet; of a form that was sent out before there were any it is empty.
    pub(super) fn frame(&self, sheet: &str) -> &Frame {
        static NONE: Frame = Frame::none();
        self.frames.get(sheet).unwrap_or(&NONE)
    }

    /// The metrics of a sheet by the cells that they had.
    pub(super) fn of_sheet(&self, sheet: &str) -> FxHashMap<(u32, u32), &str> {
        let of_sheet = self.cells.get(sheet).into_iter().flatten();
        of_sheet.map(|(at, metric)| (*at, metric.as_str())).collect()
    }
}

/// The frames of the sheets, by the names that have a cell yet.
fn frames(book: &Book) -> FxHashMap<String, Frame> {
    let mut frames: FxHashMap<String, Frame> = FxHashMap::default();
    for (name, target) in &book.names {
        let line = |prefix: &str| -> Option<u32> {
            let (_, line) = name.strip_prefix(prefix)?.split_once('_')?;
            line.parse().ok()
        };
        let lines = [record::BELOW, record::BESIDE, record::BOTTOM, record::RIGHT].map(line);
        let is_corner = name.starts_with(record::CORNER);
        if !is_corner && lines.iter().all(Option::is_none) {
            continue;
        }
        let Some((sheet, at)) = place_of(target) else { continue };
        let frame = match frames.get_mut(&*sheet) {
            Some(frame) => frame,
            None => frames.entry(sheet.into_owned()).or_default(),
        };
        let [below, beside, bottom, right] = lines.map(|line| line.map(|line| (line, at)));
        frame.below.extend(below);
        frame.beside.extend(beside);
        frame.bottom.extend(bottom);
        frame.right.extend(right);
        frame.corner = frame.corner.or(is_corner.then_some(at));
    }
    frames
}

/// A sheet, and a row and a column of it.
type Place<'a> = (Cow<'a, str>, (u32, u32));

/// What `'指标'!$B$5` stands for.
fn place_of(target: &str) -> Option<Place<'_>> {
    let (sheet, cell) = target.rsplit_once('!')?;
    let sheet = match sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\'')) {
        Some(quoted) if quoted.contains('\'') => Cow::Owned(quoted.replace("''", "'")),
        Some(quoted) => Cow::Borrowed(quoted),
        None => Cow::Borrowed(sheet),
    };
    Some((sheet, crate::cells::place(&cell.replace('$', ""))?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::{Cell, Format, Value};

    #[test]
    fn a_row_stands_for_one_name_or_for_several_that_follow_each_other() {
        let cell = |row, column, text: &str| Cell {
            row,
            column,
            value: Value::Text(text.into()),
            format: Format::Plain,
            decimals: None,
            formula: None,
        };
        let row = |row, texts: [&str; 3]| {
            (0..).zip(texts).map(|(column, text)| cell(row, column, text)).collect::<Vec<_>>()
        };
        let rows = [
            row(4, record::NAMES),
            row(5, ["nb_1", "指标", "甲"]),
            row(6, ["nb_2", "指标", "乙\n丙"]),
            row(7, ["nb_4", "正文", "丁"]),
            row(8, ["别的", "正文", "戊"]),
        ];
        let list = Sheet { cells: rows.concat(), ..Sheet::default() };
        let name = |number: u32, target: &str| (format!("nb_{number}"), target.to_owned());
        let names = vec![
            name(3, "'指标'!$B$5"),
            name(1, "指标!$B$2"),
            name(2, "#REF!"),
            name(4, "正文!$C$3"),
        ];
        let names = Names::read(&Book { sheets: Vec::new(), names }, &list);
        let of_figures = names.of_sheet("指标");
        assert_eq!(of_figures, FxHashMap::from_iter([((1, 1), "甲"), ((4, 1), "丙")]));
        assert_eq!(names.of_sheet("正文"), FxHashMap::from_iter([((2, 2), "丁")]));
    }
}
