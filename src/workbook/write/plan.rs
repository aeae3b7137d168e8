//! Where each figure stands, and what it comes to.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::super::fill::{Arithmetic, Expression, Fill};
use super::super::form::{Content, Form, Row};
use super::super::table::{TableCell, TableContent, TableFill};
use super::super::values::{Given, Values};
use crate::number;

/// The column of the value in the sheet 指标, which is the second.
pub(super) const VALUE: u16 = 1;

/// Rows of the sheet of a table above its grid: its name, and its unit.
pub(super) const ABOVE: u32 = 2;

/// How deep figures may be computed from each other; a catalogue in which they are so in a circle is
/// at fault.
const DEEPEST: usize = 16;

/// Where a figure stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) sheet: &'a str,
    pub(super) row: u32,
    pub(super) column: u16,
    fill: &'a Fill,
}

/// The figures of a form.
pub(super) struct Plan<'a> {
    places: IndexMap<&'a str, Place<'a>>,
    values: &'a Values,
}

impl<'a> Plan<'a> {
    pub(super) fn new(form: &'a Form, values: &'a Values) -> Plan<'a> {
        let mut places = IndexMap::new();
        for sheet in &form.sheets {
            let name = sheet.name.as_str();
            match &sheet.content {
                Content::Figures(rows) => {
                    places.extend(rows.iter().zip(1..).filter_map(|(row, at)| {
                        let Row::Figure(figure) = row else { return None };
                        let place =
                            Place { sheet: name, row: at, column: VALUE, fill: &figure.fill };
                        Some((figure.metric.name.as_str(), place))
                    }))
                }
                Content::Table(grid) => places.extend(grid.cells.iter().filter_map(|cell| {
                    let TableContent::Figure { metric, fill: TableFill::Own(fill), .. } =
                        &cell.content
                    else {
                        return None;
                    };
                    let (row, column) = place(cell);
                    Some((metric.name.as_str(), Place { sheet: name, row, column, fill }))
                })),
                _ => {}
            }
        }
        Plan { places, values }
    }

    /// Where a metric stands.
    pub(super) fn place(&self, metric: &str) -> Option<Place<'a>> {
        self.places.get(metric).copied()
    }

    /// What the cell of a metric comes to, where it is a number.
    pub(super) fn result(&self, metric: &str) -> Option<Decimal> {
        self.result_at(metric, DEEPEST)
    }

    fn result_at(&self, metric: &str, deeper: usize) -> Option<Decimal> {
        match (self.values.figures.get(metric), self.place(metric)?.fill) {
            (Some(Given::Text(text)), _) => text.parse().ok(),
            (None, Fill::Computed(expression) | Fill::Total(expression)) => {
                self.computed(expression, deeper.checked_sub(1)?)
            }
            _ => None,
        }
    }

    /// What a formula comes to.
    fn computed(&self, expression: &Expression, deeper: usize) -> Option<Decimal> {
        let parts = expression.from.iter().map(|part| self.result_at(part, deeper));
        match expression.arithmetic {
            Arithmetic::Sum => {
                let known: Vec<Decimal> = parts.flatten().collect();
                (!known.is_empty()).then(|| number::sum(known)).flatten()
            }
            Arithmetic::Percentage(decimals) => {
                let [part, whole] = parts.collect::<Vec<_>>().try_into().ok()?;
                let whole = whole.filter(|whole| !whole.is_zero())?;
                number::percentage(part?, whole, decimals)
            }
        }
    }

    /// What a formula comes to that has no cell of its own.
    pub(super) fn result_of(&self, expression: &Expression) -> Option<Decimal> {
        self.computed(expression, DEEPEST)
    }
}

/// Where a cell of a grid stands in its sheet.
pub(in crate::workbook) fn place(cell: &TableCell) -> (u32, u16) {
    let row = u32::try_from(cell.row).unwrap_or_default() + ABOVE;
    (row, u16::try_from(cell.column).unwrap_or_default())
}

/// A number that a cell keeps as it is typed: digits alone, no more than a spreadsheet's fifteen, and no
/// zero at either end, which a cell would lose and a report may print.
pub(super) fn plain_number(text: &str) -> Option<Decimal> {
    const DIGITS: usize = 15;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let leads = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let trails = digits.contains('.') && digits.ends_with(['0', '.']) || text == "-0";
    let significant = digits.bytes().filter(u8::is_ascii_digit).skip_while(|byte| *byte == b'0');
    if !is_plain || leads || trails || digits.starts_with('.') || significant.count() > DIGITS {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_a_cell_cannot_keep_are_texts() {
        for (text, number) in [
            ("783", Some("783")),
            ("0", Some("0")),
            ("-3", Some("-3")),
            ("5484.1213", Some("5484.1213")),
            ("0.05", Some("0.05")),
            ("1.50", None),
            ("123456789012345", Some("123456789012345")),
            ("1234567890123456", None),
            ("007", None),
            ("约50", None),
            ("6,288", None),
            ("1.2.3", None),
            (".5", None),
            ("", None),
        ] {
            assert_eq!(plain_number(text).map(|number| number.to_string()).as_deref(), number);
        }
    }
}
