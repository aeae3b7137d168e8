//! The defined names of a form: which cell was made for which metric, whatever its label says now, and for
//! which place.

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::sheet::lines;
use crate::cells::{Book, Sheet, Wanted};
use crate::workbook::label::record::{self, Use};

/// The cells that the defined names of a form stand for.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// What each was made for, by its sheet.
    cells: FxHashMap<String, FxHashMap<(u32, u32), String>>,
    /// What the cells of a sheet were made for, in the order in which they were sent out.
    sent: FxHashMap<String, Vec<String>>,
    /// What the cell is gone that was made for it, or another one was put in its place.
    pub(super) lost: FxHashSet<String>,
    /// The cells that bear names, by the names that their sheets have now.
    made: FxHashMap<String, Vec<Made>>,
}

/// A row and a column.
pub(super) type At = (u32, u32);

/// A cell that bears a name: what it is for, the place for which it was made, and where it is in its sheet; none
/// where it is gone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Made {
    pub(super) of: Use,
    pub(super) home: At,
    pub(super) now: Option<At>,
}

impl Names {
    /// Reads them from the hidden sheet of the form.
    pub(super) fn read(book: &Book, list: &Sheet) -> Names {
        let mut defined: FxHashMap<usize, &str> = FxHashMap::default();
        let mut made: FxHashMap<u32, Vec<(Use, At, Option<Place<'_>>)>> = FxHashMap::default();
        for (name, target) in &book.names {
            let (key, of) = parts(name);
            defined.extend(key.map(|key| (key, target.as_str())));
            if let Some((of, number, home)) = of {
                made.entry(number).or_default().push((of, home, place_of(target)));
            }
        }
        // Where each stands by the last row that names it.
        let mut places: IndexMap<String, Place<'_>, FxBuildHasher> = IndexMap::default();
        let mut lost = FxHashSet::default();
        let mut sent: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for (_, cells) in lines(list) {
            let [name, sheet, keys, ..] = cells else { continue };
            let (Some(first), _) = parts(&name.typed(Wanted::Text)) else { continue };
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
        let mut names = Names { sent, lost, made: by_sheets(made), ..Names::default() };
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

    /// The cells that bear names and were made for a sheet; in forms that were sent out earlier there are none.
    pub(super) fn made(&self, sheet: &str) -> &[Made] {
        self.made.get(sheet).map(Vec::as_slice).unwrap_or_default()
    }

    /// The metrics of a sheet by the cells that they had.
    pub(super) fn of_sheet(&self, sheet: &str) -> FxHashMap<(u32, u32), &str> {
        let of_sheet = self.cells.get(sheet).into_iter().flatten();
        of_sheet.map(|(at, metric)| (*at, metric.as_str())).collect()
    }
}

/// What a name of the form says: the number of a key, and what the cell is for, with the number of its sheet
/// and its place.
fn parts(name: &str) -> (Option<usize>, Option<(Use, u32, At)>) {
    let Some(rest) = name.strip_prefix(record::PREFIX) else { return (None, None) };
    let other = Use::ALL.into_iter().find_map(|of| Some((of, rest.strip_prefix(of.word())?)));
    let (of, rest) = other.unwrap_or((Use::Filled, rest));
    let mut numbers = rest.split('_').map(str::parse);
    let key = match other {
        Some(_) => None,
        None => numbers.next().and_then(Result::ok),
    };
    let mut number = || numbers.next()?.ok();
    let mut home = || Some((of, number()?, (number()?, number()?)));
    (key.and_then(|key: u32| usize::try_from(key).ok()), home())
}

/// The cells that were made for each sheet, by the name that it has now: it is the one that has most of them. Cells
/// that were moved to another sheet are gone; a copy of a sheet has names of its own.
fn by_sheets(
    made: FxHashMap<u32, Vec<(Use, At, Option<Place<'_>>)>>,
) -> FxHashMap<String, Vec<Made>> {
    let mut of_sheets: FxHashMap<String, (usize, Vec<Made>)> = FxHashMap::default();
    let mut numbers: Vec<_> = made.into_iter().collect();
    numbers.sort_unstable_by_key(|(number, _)| *number);
    for (_, made) in numbers {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let places = made.iter().filter_map(|(.., now)| now.as_ref());
        places.for_each(|(sheet, _)| *counts.entry(sheet).or_default() += 1);
        for (sheet, count) in counts {
            let known = of_sheets.entry(sheet.to_owned()).or_default();
            if known.0 < count {
                let here = made.iter().map(|(of, home, now)| {
                    let now = now.as_ref().filter(|(of, _)| of == sheet);
                    Made { of: *of, home: *home, now: now.map(|(_, at)| *at) }
                });
                *known = (count, here.collect());
            }
        }
    }
    of_sheets.into_iter().map(|(sheet, (_, made))| (sheet, made)).collect()
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
