//! The sheet of a table of a form.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::super::fill::Fill;
use super::super::label::record::Use;
use super::super::table::{Table, TableCell, TableContent, TableFill, path};
use super::page::{Paper, height, text};
use super::plan::{ABOVE, place};
use super::record::Names;
use super::{Job, checks, formula};

/// What all columns have together, in the widths of digits: as much as a printed page shows.
const WIDTH_UPRIGHT: f64 = 96.0;
const WIDTH_ACROSS: f64 = 140.0;

/// The narrowest column that shows a number.
const NARROWEST: f64 = 9.0;

/// As many rows are printed on one page.
const MOST_ON_A_PAGE: usize = 40;

/// More columns than these are printed across.
const MOST_UPRIGHT: usize = 8;

pub(super) fn write(
    job: &Job<'_>,
    page: &mut Worksheet,
    (sheet, table): (&str, &Table),
    names: &mut Names,
) -> Result<(), XlsxError> {
    let paper = if table.columns > MOST_UPRIGHT { Paper::Across } else { Paper::Upright };
    job.set_up(page, paper, false);
    if table.rows <= MOST_ON_A_PAGE {
        page.set_print_fit_to_pages(1, 1);
    }
    let last = u16::try_from(table.columns.saturating_sub(1)).unwrap_or_default();
    let title = table.caption.as_ref().unwrap_or(&table.name);
    over(page, (0, 0, 0, last), title, &job.styles.title)?;
    page.set_row_height(0, 30)?;
    let unit = table.unit.as_ref().map(|unit| format!("单位：{unit}")).unwrap_or_default();
    over(page, (1, 0, 1, last), &unit, &job.styles.note)?;
    names.show(&table.name, &unit);
    let widths = widths(table, if paper == Paper::Upright { WIDTH_UPRIGHT } else { WIDTH_ACROSS });
    for (width, column) in widths.iter().zip(0..) {
        page.set_column_width(column, *width)?;
    }
    for cell in &table.cells {
        job.cell(page, sheet, cell, names)?;
        let of = match &cell.content {
            TableContent::Figure { fill: TableFill::Own(_), .. } => Use::Filled,
            _ => Use::Label,
        };
        names.bind(sheet, of, place(cell));
    }
    let end = ABOVE + u32::try_from(table.rows).unwrap_or_default();
    (ABOVE..end).for_each(|row| names.bind(sheet, Use::After, (row, last + 1)));
    for column in 0..=last {
        names.bind(sheet, Use::Label, (end.saturating_sub(1), column));
        names.bind(sheet, Use::Under, (end, column));
    }
    let heights = heights(table, &widths);
    for (height, row) in heights.into_iter().zip(ABOVE..) {
        page.set_row_height(row, height)?;
    }
    if table.header > 0 {
        let end = ABOVE + u32::try_from(table.header).unwrap_or_default();
        page.set_freeze_panes(end, 0)?;
        page.set_repeat_rows(ABOVE, end - 1)?;
    }
    Ok(())
}

impl Job<'_> {
    fn cell(
        &self,
        page: &mut Worksheet,
        sheet: &str,
        cell: &TableCell,
        names: &mut Names,
    ) -> Result<(), XlsxError> {
        let (row, column) = place(cell);
        let bottom = row + u32::try_from(cell.rows.saturating_sub(1)).unwrap_or_default();
        let right = column + u16::try_from(cell.columns.saturating_sub(1)).unwrap_or_default();
        let range = (row, column, bottom, right);
        let styles = &self.styles;
        match &cell.content {
            TableContent::Label(label) => {
                let format = if cell.is_vertical { &styles.vertical } else { &styles.centred };
                over(page, range, label, format)
            }
            TableContent::Figure { metric, fill, row_path, column_path } => {
                // The first cell of the range is written anew below.
                over(page, range, "", &styles.shown_number)?;
                match fill {
                    TableFill::Own(fill) => {
                        let labels = [row_path, column_path];
                        let [left, above] = labels.map(|path| path.iter().map(String::as_str));
                        names.show(&metric.name, &path(left, above));
                        names.show(&metric.name, &metric.unit);
                        self.figure(page, sheet, (row, column), metric, fill)?;
                        if matches!(fill, Fill::Total(_)) {
                            return Ok(());
                        }
                        checks::figure(page, (row, column), metric, &metric.definition)
                    }
                    TableFill::Repeated => {
                        if let Some(place) = self.plan.place(&metric.name) {
                            let again = formula::repeated(place, sheet, &self.plan, &metric.name);
                            let format = &styles.shown_number;
                            page.write_formula_with_format(row, column, again, format)?;
                        }
                        Ok(())
                    }
                    TableFill::LastYear => self.last_year(page, (row, column), metric, names),
                    TableFill::Other => Ok(()),
                }
            }
        }
    }
}

/// Writes a text over some cells.
fn over(
    page: &mut Worksheet,
    (top, left, bottom, right): (u32, u16, u32, u16),
    words: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if (top, left) == (bottom, right) {
        return text(page, (top, left), words, format);
    }
    page.merge_range(top, left, bottom, right, words, format)?;
    Ok(())
}

/// The widths of the columns: as the table has them, and none too narrow for a number.
fn widths(table: &Table, whole: f64) -> Vec<f64> {
    let given: Vec<f64> = match table.widths.as_slice() {
        [] => vec![1.0; table.columns],
        widths => widths.iter().map(|width| f64::from(*width)).collect(),
    };
    let sum: f64 = given.iter().sum();
    given.into_iter().map(|width| (width / sum * whole).max(NARROWEST)).collect()
}

/// The heights of the rows, in points: so that the labels of one row have room in their cells.
fn heights(table: &Table, widths: &[f64]) -> Vec<f64> {
    const LEAST: f64 = 20.0;
    let mut heights = vec![LEAST; table.rows];
    for cell in table.cells.iter().filter(|cell| !cell.is_vertical) {
        let TableContent::Label(label) = &cell.content else { continue };
        let columns = widths.iter().skip(cell.column).take(cell.columns);
        let needed = height([(label.as_str(), columns.sum())]);
        let rows = heights.iter_mut().skip(cell.row).take(cell.rows);
        let each = needed / f64::from(u32::try_from(cell.rows).unwrap_or(1).max(1));
        rows.for_each(|height| *height = height.max(each));
    }
    heights
}
