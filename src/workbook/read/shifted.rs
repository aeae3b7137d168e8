//! Cells that were inserted or deleted in the sheet of figures, so that those below them or beside them stand
//! in rows and columns of others.

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Names;
use super::sheet::{Row, Rows, bare, name_of};
use super::yaml::At;
use crate::catalogue::Need;
use crate::cells::{Cell, Wanted};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{self, FileId};
use crate::workbook::fill::Fill;
use crate::workbook::form;
use crate::workbook::label::{FIGURES, figures};
use crate::workbook::write::formula;

/// From which row on the cells of figures were moved up or down.
pub(super) struct Column {
    at: At,
    name: String,
    /// Whether a formula of the form came into the cell of a figure that is typed. Else whoever moved the
    /// cells may have put right what stood in the wrong rows.
    pub(super) is_certain: bool,
}

/// Cells of figures that were moved up or down: their names moved with them, and the names in the rows did
/// not. Rows that were sorted keep their cells, but not their order.
pub(super) fn column(rows: &Rows<'_>, listed: &[form::Row], names: &Names) -> Option<Column> {
    let column = rows.column(figures::VALUE)?;
    let cells = names.of_sheet(&rows.sheet.name);
    let places: FxHashMap<&str, u32> =
        cells.iter().filter(|(at, _)| at.1 == column).map(|(at, name)| (*name, at.0)).collect();
    let figures = in_order(rows, names)?;
    let present: FxHashSet<&str> = figures.iter().map(|(_, name)| name.as_str()).collect();
    let is_of_another = |(row, name): &(Row<'_>, String)| {
        let named = cells.get(&(row.number, column));
        named.is_some_and(|named| *named != name.as_str() && present.contains(named))
    };
    // The cell of its own was deleted, or one was inserted in its place.
    let first = figures.iter().position(|(row, name)| match places.get(name.as_str()) {
        Some(place) => *place > row.number && !cells.contains_key(&(row.number, column)),
        None => names.lost.contains(name.as_str()),
    })?;
    // One cell alone was dragged to where it belongs.
    const SEVERAL: usize = 2;
    let after = figures.get(first..)?;
    if after.iter().filter(|figure| is_of_another(figure)).count() < SEVERAL {
        return None;
    }
    let typed: FxHashSet<&str> = listed
        .iter()
        .filter_map(|row| match row {
            form::Row::Figure(figure) if figure.fill == Fill::Typed => {
                Some(figure.metric.name.as_str())
            }
            _ => None,
        })
        .collect();
    let is_certain = after.iter().any(|(row, name)| {
        let is_at_home = cells.get(&(row.number, column)) == Some(&name.as_str());
        typed.contains(name.as_str())
            && !is_at_home
            && rows.sheet.at(row.number, column).is_some_and(is_ours)
    });
    let (row, name) = after.first()?;
    Some(Column { at: row.at(figures::VALUE), name: name.clone(), is_certain })
}

/// The rows of figures; none where they stand in another order than they were sent out in.
pub(super) fn in_order<'r>(rows: &'r Rows<'_>, names: &Names) -> Option<Vec<(Row<'r>, String)>> {
    let sent: FxHashMap<&str, usize> =
        names.sent(FIGURES).iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let figures: Vec<(Row<'_>, String)> = rows
        .rows()
        .filter_map(|row| {
            let name = bare(&row.text(figures::NAME)?).into_owned();
            sent.contains_key(name.as_str()).then_some((row, name))
        })
        .collect();
    figures.is_sorted_by_key(|(_, name)| sent.get(name.as_str())).then_some(figures)
}

/// Whether a formula of the form stands in a cell.
pub(super) fn is_ours(cell: &Cell) -> bool {
    cell.formula.as_deref().is_some_and(formula::is_ours)
}

impl Column {
    pub(super) fn told(&self, file: FileId) -> Diagnostic {
        let at = place(file, self.at);
        let from = format!("从 {}（“{}”）起", name_of(at.row, at.column), self.name);
        let label = "这里插入或者删去了单元格，下面的格都挪了";
        match self.is_certain {
            true => {
                let message = format!("“{}”一栏{from}挪了位，数和名称对不上行", figures::VALUE);
                Diagnostic::new(Code::E0170, message).at(at, label).help(
                    "撤销那一步，让每个数回到自己的一行；撤销不了的，在下发的表里重新填。不要照现在的位置逐格改",
                )
            }
            false => {
                let message = format!("“{}”一栏{from}挪过位，照现在的位置读了", figures::VALUE);
                let fault = Diagnostic::new(Code::E0170, message).severity(Severity::Warning);
                fault.at(at, label).help("逐行核对数是不是这一行名称的；挪错了的，撤销那一步")
            }
        }
    }
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
