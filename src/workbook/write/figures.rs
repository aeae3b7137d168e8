//! The sheet 指标.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::super::fill::Fill;
use super::super::form::{self, Figure, Row};
use super::super::label::record::Use;
use super::super::label::{self, figures as columns};
use super::super::values::Given;
use super::page::{Paper, cut, height, text};
use super::plan::{VALUE, plain_number};
use super::record::Names;
use super::style::Inputs;
use super::{Job, checks, formula};
use crate::catalogue::{Metric, Need};

const COLUMNS: u16 = 8;
const WIDTHS: [f64; COLUMNS as usize] = [30.0, 16.0, 7.0, 7.0, 44.0, 30.0, 12.0, 24.0];

/// The indentation of the members of a family below their total.
const INDENT: u8 = 1;

pub(super) fn write(
    job: &Job<'_>,
    page: &mut Worksheet,
    rows: &[Row],
    names: &mut Names,
) -> Result<(), XlsxError> {
    job.set_up(page, Paper::Across, false);
    job.header(page, &columns::ALL.map(str::to_owned), &WIDTHS)?;
    for (row, at) in rows.iter().zip(1..) {
        match row {
            Row::Heading(heading) => {
                page.write_string_with_format(at, 0, heading, &job.styles.heading)?;
            }
            Row::Figure(figure) => {
                names.add(label::FIGURES, (at, VALUE), &figure.metric.name);
                names.bind(label::FIGURES, Use::Label, (at, 0));
                names.bind(label::FIGURES, Use::Filled, (at, COLUMNS - 1));
                job.row(page, at, figure, names)?;
            }
        }
    }
    names.end(label::FIGURES, u32::try_from(rows.len()).unwrap_or_default(), 0..COLUMNS);
    Ok(())
}

impl Job<'_> {
    fn row(
        &self,
        page: &mut Worksheet,
        at: u32,
        figure: &Figure,
        names: &mut Names,
    ) -> Result<(), XlsxError> {
        let metric = figure.metric.as_ref();
        let styles = &self.styles;
        let is_part = metric
            .in_family
            .as_ref()
            .is_some_and(|kin| kin.family.total().is_some_and(|total| total != metric.name));
        let label = styles.label.clone();
        let label = if is_part { label.set_indent(INDENT) } else { label };
        page.write_string_with_format(at, 0, &metric.name, &label)?;
        self.figure(page, label::FIGURES, (at, VALUE), metric, &figure.fill)?;
        let is_open = !matches!(figure.fill, Fill::Total(_));
        if is_open {
            checks::figure(page, (at, VALUE), metric, "")?;
        }
        let definition = cut(&form::definition(metric));
        let instruction = cut(form::instruction(metric));
        let need = match &figure.fill {
            Fill::Typed => metric.need.word(),
            Fill::Computed(_) => columns::COMPUTED[0],
            Fill::Total(_) => columns::COMPUTED[1],
        };
        text(page, (at, 2), &metric.unit, &styles.centred)?;
        text(page, (at, 3), need, &styles.centred)?;
        text(page, (at, 4), &definition, &styles.shown)?;
        text(page, (at, 5), &instruction, &styles.shown)?;
        self.last_year(page, (at, 6), metric, names)?;
        let reason = self.beside.get(metric.name.as_str()).copied().unwrap_or_default();
        text(page, (at, 7), reason, &styles.optional.text)?;
        names.show(&metric.name, &metric.unit);
        names.show(&metric.name, &definition);
        names.show(&metric.name, &instruction);
        let texts = [
            (metric.name.as_str(), WIDTHS[0]),
            (definition.as_str(), WIDTHS[4]),
            (instruction.as_str(), WIDTHS[5]),
            (reason, WIDTHS[7]),
        ];
        page.set_row_height(at, height(texts))?;
        Ok(())
    }

    /// The cell of a figure of the department: what was typed, the formula, or nothing.
    pub(super) fn figure(
        &self,
        page: &mut Worksheet,
        sheet: &str,
        (row, column): (u32, u16),
        metric: &Metric,
        fill: &Fill,
    ) -> Result<(), XlsxError> {
        let given = self.values.figures.get(&metric.name);
        let inputs = self.inputs(metric, fill, given.is_some());
        let format = if metric.kind.is_number() { &inputs.number } else { &inputs.text };
        let formula = match fill {
            Fill::Typed => None,
            Fill::Computed(expression) | Fill::Total(expression) => {
                formula::formula(&metric.name, expression, sheet, &self.plan)
            }
        };
        match (given, formula) {
            (Some(given), _) => write_given(page, (row, column), metric, given, format)?,
            (None, Some(formula)) => {
                page.write_formula_with_format(row, column, formula, format)?;
            }
            (None, None) => {
                page.write_blank(row, column, format)?;
            }
        }
        Ok(())
    }

    fn inputs(&self, metric: &Metric, fill: &Fill, is_given: bool) -> &Inputs {
        let styles = &self.styles;
        match (fill, metric.need) {
            // What was typed in the place of a formula may be changed.
            (Fill::Total(_), _) if !is_given => &styles.total,
            (Fill::Total(_) | Fill::Computed(_), _) => &styles.computed,
            (Fill::Typed, Need::Required) => &styles.required,
            (Fill::Typed, Need::Recommended) => &styles.recommended,
            (Fill::Typed, Need::Optional) => &styles.optional,
        }
    }

    /// The cell of last year's value.
    pub(super) fn last_year(
        &self,
        page: &mut Worksheet,
        place: (u32, u16),
        metric: &Metric,
        names: &mut Names,
    ) -> Result<(), XlsxError> {
        match self.shown.last.figures.get(&metric.name) {
            Some(given) => {
                let format = match metric.kind.is_number() {
                    true => &self.styles.shown_number,
                    false => &self.styles.shown,
                };
                let shown = match given {
                    Given::Text(text) => &Given::Text(cut(text)),
                    given => given,
                };
                names.show(&metric.name, &words(shown));
                write_given(page, place, metric, shown, format)
            }
            None => text(page, place, "", &self.styles.shown),
        }
    }
}

/// A value as it stands in its cell.
fn words(given: &Given) -> String {
    match given {
        Given::Text(text) => text.clone(),
        // A list of one name must not be taken for a text.
        Given::List(items) if items.len() == 1 => format!("[{}]", items.concat()),
        Given::List(items) => items.join("\n"),
    }
}

/// Writes a value: a number as one where the cell keeps it exactly, a list with a line for each.
fn write_given(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    metric: &Metric,
    given: &Given,
    format: &Format,
) -> Result<(), XlsxError> {
    let shown = words(given);
    let number = plain_number(&shown).filter(|_| metric.kind.is_number());
    match number.and_then(|number| number.to_string().parse::<f64>().ok()) {
        Some(number) => page.write_number_with_format(row, column, number, format)?,
        None => page.write_string_with_format(row, column, &shown, format)?,
    };
    Ok(())
}
