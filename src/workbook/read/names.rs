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
        let defined: FxHashMap<&str, &str> =
            book.names.iter().map(|(name, target)| (name.as_str(), target.as_str())).collect();
        let named = lines(list).filter_map(|(_, cells)| {
            let [name, _, key, ..] = cells else { return None };
            let name = name.typed(Wanted::Text);
            let target = defined.get(name.as_str()).filter(|_| name.starts_with(record::PREFIX));
            Some((key.typed(Wanted::Text), target.and_then(|target| cell_of(target))?))
        });
        Names(named.collect())
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
