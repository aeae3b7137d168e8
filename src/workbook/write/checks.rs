//! What a spreadsheet checks while somebody types, and what it says to them. All of it is checked again
//! when the workbook is read: pasting goes past it.

use rust_decimal::Decimal;
use rust_xlsxwriter::{DataValidation, Formula, Worksheet, XlsxError, utility};

use super::super::label;
use super::formula::quoted;
use crate::catalogue::{Metric, MetricKind};

/// The longest title and message that a spreadsheet shows, in UTF-16 units.
const TITLE: usize = 32;
const MESSAGE: usize = 255;

/// The longest formula of a check.
const FORMULA: usize = 255;

/// Puts the check of a metric on its cell. `more` goes with what is said to who types.
pub(super) fn figure(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    metric: &Metric,
    more: &str,
) -> Result<(), XlsxError> {
    let (how, check) = match metric.kind {
        MetricKind::Boolean => {
            let how = "填 是 或者 否".to_owned();
            (how, DataValidation::new().allow_list_strings(&["是", "否"])?)
        }
        MetricKind::Text => {
            let how = "填文字；名单一行一个，换行按 Alt+Enter".to_owned();
            (how, DataValidation::new().allow_any_value())
        }
        MetricKind::Count | MetricKind::Amount | MetricKind::Percent => {
            let cell = utility::row_col_to_cell(row, column);
            (how_to_type(metric), DataValidation::new().allow_custom(number(metric, &cell)))
        }
    };
    let message = if more.is_empty() { how.clone() } else { format!("{how}。{more}") };
    add(page, (row, column), check, (&metric.name, &message), &how)
}

/// Lets choose from a few words.
pub(super) fn words(
    page: &mut Worksheet,
    place: (u32, u16),
    words: &[&str],
    (title, message): (&str, &str),
) -> Result<(), XlsxError> {
    let check = DataValidation::new().allow_list_strings(words)?;
    add(page, place, check, (title, message), &format!("只能从 {} 里选", words.join("、")))
}

/// Lets choose from the first column of the sheet of choices, which has so many rows.
pub(super) fn choice(
    page: &mut Worksheet,
    place: (u32, u16),
    rows: usize,
    (title, message): (&str, &str),
    fault: &str,
) -> Result<(), XlsxError> {
    let list = format!("={}!$A$1:$A${}", quoted(label::CHOICES), rows.max(1));
    let check = DataValidation::new().allow_list_formula(Formula::new(list));
    add(page, place, check, (title, message), fault)
}

/// Says what is written in a cell, which may hold anything.
pub(super) fn tell(
    page: &mut Worksheet,
    place: (u32, u16),
    told: (&str, &str),
) -> Result<(), XlsxError> {
    add(page, place, DataValidation::new().allow_any_value(), told, "")
}

fn add(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    check: DataValidation,
    (title, message): (&str, &str),
    fault: &str,
) -> Result<(), XlsxError> {
    let check = check
        .set_input_title(shortened(title, TITLE))?
        .set_input_message(shortened(message, MESSAGE))?
        .set_error_title("填的内容不对")?
        .set_error_message(shortened(fault, MESSAGE))?;
    page.add_data_validation(row, column, row, column, &check)?;
    Ok(())
}

/// How a number is typed.
fn how_to_type(metric: &Metric) -> String {
    let kind = if metric.kind == MetricKind::Count { "填整数" } else { "填数" };
    let unit = match metric.unit.as_str() {
        "" => String::new(),
        "%" => "，只写百分号前面的数，如 99.87".to_owned(),
        unit => format!("，只写数字，不写单位“{unit}”"),
    };
    let limits = match metric.range() {
        (Some(least), Some(most)) => format!("，从 {least} 到 {most}"),
        (Some(least), None) if !least.is_zero() => format!("，不小于 {least}"),
        (None, Some(most)) => format!("，不大于 {most}"),
        _ => String::new(),
    };
    let decimals = match metric.decimals.filter(|_| metric.kind != MetricKind::Count) {
        Some(0) => "，不带小数".to_owned(),
        Some(decimals) => format!("，最多 {decimals} 位小数"),
        None => String::new(),
    };
    format!("{kind}{unit}{limits}{decimals}；概数写成 约50、近50、超过50、50多、50余")
}

/// Whether a cell holds a number that the metric may have, or an approximate one.
fn number(metric: &Metric, cell: &str) -> Formula {
    let mut conditions = vec![format!("ISNUMBER({cell})")];
    let (least, most) = metric.range();
    let limit = |sign: &str, limit: Decimal| format!("{cell}{sign}{}", limit.normalize());
    conditions.extend(least.map(|least| limit(">=", least)));
    conditions.extend(most.map(|most| limit("<=", most)));
    let decimals = match metric.kind {
        MetricKind::Count => Some(0),
        _ => metric.decimals,
    };
    conditions.extend(decimals.map(|decimals| format!("ROUND({cell},{decimals})={cell}")));
    let exact = format!("AND({})", conditions.join(","));
    let approximate = format!(
        "AND(ISTEXT({cell}),OR(LEFT({cell})=\"约\",LEFT({cell})=\"近\",LEFT({cell},2)=\"超过\",\
         RIGHT({cell})=\"多\",RIGHT({cell})=\"余\"))"
    );
    let both = format!("=OR({exact},{approximate})");
    let formula = match both.encode_utf16().count() <= FORMULA {
        true => both,
        false => format!("=OR(ISNUMBER({cell}),ISTEXT({cell}))"),
    };
    Formula::new(formula)
}

/// As much of a text as may be shown, with `…` where something is left out.
fn shortened(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut units = 1;
    let kept = text.chars().take_while(|character| {
        units += character.len_utf16();
        units <= most
    });
    kept.collect::<String>() + "…"
}
