//! Cells that were inserted or deleted in the sheet of figures, so that those below them or beside them stand
//! in rows and columns of others: where that was, and what shows it in forms without a frame ([`super::frame`]).

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Filled;
use super::names::Names;
use super::sheet::{Row, Rows, bare, name_of};
use super::yaml::At;
use crate::catalogue::Need;
use crate::cells::{Cell, Wanted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{self, FileId};
use crate::workbook::label::figures;
use crate::workbook::write::formula;

impl Filled<'_> {
    /// Tells that cells of a sheet were moved out of their rows or columns, so that it cannot be read. `read` are
    /// the columns, as they were sent out, that must stand beside each other.
    pub(super) fn is_shifted(
        &mut self,
        (name, number): (&str, u32),
        (rows, read): (Option<&Rows<'_>>, Range<u32>),
        key: &[&str],
    ) -> bool {
        let Some(sheet) = self.book.sheets.get(number as usize) else { return false };
        let Some(shift) = self.names.frame(&sheet.name).shift(read) else { return false };
        let start = match (rows, key) {
            (Some(rows), [words, value, ..]) => first(rows, &self.names, [words, value]),
            _ => None,
        };
        let start = start.map(|(at, _)| (at.row, at.column));
        let cell = |(row, column)| self.cell(At { sheet: number, row, column });
        let told = shift.told(name, start, cell);
        self.findings.extend(told);
        self.figures.lost.extend(self.names.sent(name).iter().cloned());
        true
    }
}

/// The cell from which on the cells of a column were moved up or down, and its name: the names of the cells
/// moved along, and the words in the rows did not. `key` are the columns of the words and of the cells.
pub(super) fn first(rows: &Rows<'_>, names: &Names, key: [&str; 2]) -> Option<(At, String)> {
    let [words, value] = key;
    let (places, in_order) = (places(rows, names, value)?, in_order(rows, names, words)?);
    in_order.into_iter().find_map(|(row, name)| {
        let at = row.at(value);
        let place = match places.get(name.as_str()) {
            Some(place) => Some(*place).filter(|place| *place != row.number),
            None => names.lost.contains(name.as_str()).then_some(row.number),
        };
        // Below a heading, which bears no name, the first that is not where it was stands above its row.
        place.map(|place| (At { row: place.min(at.row), ..at }, name))
    })
}

/// The rows in which the cells of a column stand that were named.
fn places<'n>(rows: &Rows<'_>, names: &'n Names, column: &str) -> Option<FxHashMap<&'n str, u32>> {
    let column = rows.column(column)?;
    let cells = names.of_sheet(&rows.sheet.name).into_iter();
    Some(cells.filter(|(at, _)| at.1 == column).map(|(at, name)| (name, at.0)).collect())
}

/// Cells of figures that were moved up or down in a form that was sent out without a frame: from some row on
/// none is where it was.
pub(super) fn column(rows: &Rows<'_>, names: &Names, file: FileId) -> Option<Diagnostic> {
    // A cell or two may have been dragged to where they belong.
    const SEVERAL: usize = 3;
    let key = [figures::NAME, figures::VALUE];
    let (at, name) = first(rows, names, key)?;
    let places = places(rows, names, figures::VALUE)?;
    let figures = in_order(rows, names, figures::NAME)?;
    let after = figures.iter().skip_while(|(_, after)| *after != name);
    let mut moved = after.clone().skip(1);
    let is_away = |(row, name): &(Row<'_>, String)| {
        places.get(name.as_str()).is_some_and(|place| *place != row.number)
    };
    if after.count() < SEVERAL || !moved.all(is_away) {
        return None;
    }
    let from = format!("从 {}（“{name}”）起", name_of(at.row, at.column));
    let message = format!("“{}”一栏{from}挪了位，数和名称对不上行，没有读", figures::VALUE);
    let label = "这里插入或者删去了单元格，下面的格都挪了";
    Some(Diagnostic::new(Code::E0170, message).at(place(file, at), label).help(
        "撤销那一步，让每个数回到自己的一行；撤销不了的，在下发的表里重新填，已经改对了的复制过去。不要照现在的位置逐格改",
    ))
}

/// The rows of what bears names; none where they stand in another order than they were sent out in.
pub(super) fn in_order<'r>(
    rows: &'r Rows<'_>,
    names: &Names,
    words: &str,
) -> Option<Vec<(Row<'r>, String)>> {
    let sent = names.sent(&rows.sheet.name).iter().enumerate();
    let sent: FxHashMap<&str, usize> = sent.map(|(at, name)| (name.as_str(), at)).collect();
    let figures: Vec<(Row<'_>, String)> = rows
        .rows()
        .filter_map(|row| {
            let name = bare(&row.text(words)?).into_owned();
            sent.contains_key(name.as_str()).then_some((row, name))
        })
        .collect();
    figures.is_sorted_by_key(|(_, name)| sent.get(name.as_str())).then_some(figures)
}

/// Whether a formula of the form stands in a cell.
pub(super) fn is_ours(cell: &Cell) -> bool {
    cell.formula.as_deref().is_some_and(formula::is_ours)
}

/// A row whose cells were moved to the left or to the right, which the word 必填 in another column shows.
pub(super) fn row(
    row: &Row<'_>,
    heads: &FxHashMap<u32, String>,
    file: FileId,
) -> Option<Diagnostic> {
    let needs = [Need::Required, Need::Recommended, Need::Optional].map(Need::word);
    let is_need = |text: &str| needs.contains(&text) || figures::COMPUTED.contains(&text);
    if row.text(figures::NEED).is_some_and(|text| is_need(text.trim())) {
        return None;
    }
    let moved = row.cells().iter().find(|cell| is_need(&cell.typed(Wanted::Text)))?;
    let head = heads.get(&moved.column).filter(|head| !head.is_empty())?;
    if ![figures::UNIT, figures::DEFINITION, figures::VALUE].contains(&head.as_str()) {
        return None;
    }
    let name = row.text(figures::NAME)?;
    let at = place(file, row.at(figures::VALUE));
    let value = name_of(at.row, at.column);
    let message = format!("“{name}”这一行的格左右挪了位，没有读");
    Some(
        Diagnostic::new(Code::E0171, message)
            .at(at, "从这里起插入或者删去了单元格")
            .help(format!(
                "撤销那一步，让数值、单位、上年数各在自己的一栏；撤销不了的，照下发的表改回，今年的数填在 {value}"
            )),
    )
}

/// A formula of the form in a cell where a number is typed.
pub(super) fn strange_formula(name: &str, at: source::Cell) -> Diagnostic {
    let message = format!("“{name}”这一格要填数，里面却是下发时的公式，没有读");
    Diagnostic::new(Code::E0171, message)
        .at(at, "公式是从别的格挪来或者复制来的")
        .help(format!("清空这一格，填“{name}”的数；插入、删去过单元格的，先撤销，别的数也挪了位"))
}

fn place(file: FileId, at: At) -> source::Cell {
    source::Cell { file, sheet: at.sheet, row: at.row, column: at.column }
}
