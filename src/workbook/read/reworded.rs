//! Labels of a table that the project has worded anew since the form was sent out. The form still has the old
//! words, and its record says which figures they led to.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::sheet::bare;
use super::shown::Shown;
use crate::cells::{Sheet, Value};
use crate::workbook::table::{Table, TableContent, path};

/// How many labels are looked for, among how many words, by how many figures that they lead to.
const MOST: usize = 20;
const MOST_WORDS: usize = 100;

/// The words of a form that stand for a label of today's table, by that label.
pub(super) type Reworded = BTreeMap<String, String>;

/// Which of the `labels` of a table a sheet has in the words that they had when it was sent out.
pub(super) fn find<'l>(
    table: &Table,
    labels: impl Iterator<Item = &'l str>,
    sheet: &Sheet,
    shown: &Shown,
) -> Reworded {
    let labels: FxHashSet<&str> = labels.collect();
    let words = sheet.cells.iter().filter_map(|cell| match &cell.value {
        Value::Text(text) => Some(bare(text)),
        _ => None,
    });
    let words: FxHashSet<Cow<'_, str>> = words.collect();
    let mut missing: Vec<&str> =
        labels.iter().filter(|label| !words.contains(**label)).copied().collect();
    missing.sort_unstable();
    let mut strange: Vec<&str> =
        words.iter().map(AsRef::as_ref).filter(|words| !labels.contains(words)).collect();
    strange.sort_unstable();
    let mut reworded = Reworded::new();
    for label in missing.into_iter().take(MOST) {
        let was = strange.iter().take(MOST_WORDS).find(|was| led(table, (label, was), shown));
        reworded.extend(was.map(|was| (label.to_owned(), (*was).to_owned())));
    }
    reworded
}

/// Whether words led to a figure to which a label leads now.
fn led(table: &Table, (label, was): (&str, &str), shown: &Shown) -> bool {
    let mut figures = table.cells.iter().filter_map(|cell| match &cell.content {
        TableContent::Figure { metric, row_path, column_path, .. } => {
            let mut labels = row_path.iter().chain(column_path);
            labels.any(|of| bare(of) == label).then_some((metric, row_path, column_path))
        }
        TableContent::Label(_) => None,
    });
    let mut figures = figures.by_ref().take(MOST);
    figures.any(|(metric, row_path, column_path)| {
        let of = |label_of: &'_ String| {
            if bare(label_of) == label { was.to_owned() } else { label_of.clone() }
        };
        let [left, above] =
            [row_path, column_path].map(|labels| labels.iter().map(of).collect::<Vec<String>>());
        let then = path(left.iter().map(String::as_str), above.iter().map(String::as_str));
        shown.bears(&metric.name, &then)
    })
}

/// The sheet with today's words.
pub(super) fn applied<'s>(reworded: &Reworded, sheet: &'s Sheet) -> Cow<'s, Sheet> {
    if reworded.is_empty() {
        return Cow::Borrowed(sheet);
    }
    let mut sheet = sheet.clone();
    for cell in &mut sheet.cells {
        let Value::Text(text) = &mut cell.value else { continue };
        let now = reworded.iter().find(|(_, was)| bare(text) == **was).map(|(now, _)| now.clone());
        if let Some(now) = now {
            *text = now;
        }
    }
    Cow::Owned(sheet)
}
