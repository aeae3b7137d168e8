//! The defined names of a form: which cell was made for which metric, whatever its label says now.

use rustc_hash::FxHashMap;

use super::sheet::lines;
use crate::cells::{Book, Sheet, Wanted};
use crate::workbook::label::record;

/// The cells that the defined names of a form stand for, by the metric.
#[derive(Debug, Default)]
pub(super) struct Names(FxHashMap<String, (String, u32, u32)>);

impl Names {
    /// Reads them from the hidden sheet of the form.
    pub(super) fn read(book: &Book, list: &Sheet) -> Names {
        let number = |name: &str| name.strip_prefix(record::PREFIX)?.parse::<usize>().ok();
        let defined = book.names.iter();
        let defined: FxHashMap<usize, &str> =
            defined.filter_map(|(name, target)| Some((number(name)?, target.as_str()))).collect();
        let mut names = FxHashMap::default();
        for (_, cells) in lines(list) {
            let [name, _, keys, ..] = cells else { continue };
            let Some(first) = number(&name.typed(Wanted::Text)) else { continue };
            for (number, key) in (first..).zip(keys.typed(Wanted::Text).lines()) {
                let cell = defined.get(&number).and_then(|target| cell_of(target));
                names.extend(cell.map(|cell| (key.to_owned(), cell)));
            }
        }
        Names(names)
    }

    /// What the form has named cells for in a sheet, though the sheet may be gone.
    pub(super) fn listed(list: &Sheet, sheet: &str) -> Vec<String> {
        let rows = lines(list).filter_map(|(_, cells)| match cells {
            [name, of, keys, ..] if name.typed(Wanted::Text).starts_with(record::PREFIX) => {
                (of.typed(Wanted::Text) == sheet).then(|| keys.typed(Wanted::Text))
            }
            _ => None,
        });
        rows.flat_map(|keys| keys.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    /// The metrics of a sheet by the cells that they had.
    pub(super) fn of_sheet(&self, sheet: &str) -> FxHashMap<(u32, u32), &str> {
        let of_sheet = self.0.iter().filter(|(_, (at, ..))| at == sheet);
        of_sheet.map(|(metric, (_, row, column))| ((*row, *column), metric.as_str())).collect()
    }
}

/// The sheet, row and column of `'指标'!$B$5`.
fn cell_of(target: &str) -> Option<(String, u32, u32)> {
    let (sheet, cell) = target.rsplit_once('!')?;
    let sheet = match sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\'')) {
        Some(quoted) => quoted.replace("''", "'"),
        None => sheet.to_owned(),
    };
    let (row, column) = crate::cells::place(&cell.replace('$', ""))?;
    Some((sheet, row, column))
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
