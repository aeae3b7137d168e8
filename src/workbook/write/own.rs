//! The sheet 本部门报告.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::super::form::{Block, CONTINUED, ITEM, OwnKey, OwnShape, THEME};
use super::super::label::own as columns;
use super::super::label::record::Use;
use super::super::values::OwnValue;
use super::page::{Paper, height, pieces, text};
use super::record::Names;
use super::{Job, checks};

const WIDTHS: [f64; 5] = [16.0, 8.0, 16.0, 90.0, 40.0];

/// How many entries of a list, and themes and items of an outline, have rows that wait to be filled in.
const BLANK_ENTRIES: usize = 3;

pub(super) fn write(
    job: &Job<'_>,
    page: &mut Worksheet,
    (sheet, block): (&str, &Block),
    keys: &[OwnKey],
    names: &mut Names,
) -> Result<(), XlsxError> {
    job.set_up(page, Paper::Across, true);
    job.header(page, &columns::ALL.map(str::to_owned), &WIDTHS)?;
    let own = job.values.contents(block).and_then(|contents| contents.own.as_ref());
    let made = if own.is_some() { "是" } else { "" };
    let told = columns::MADE_HINT;
    let format = &job.styles.optional.text;
    line(job, page, 1, (columns::MADE, "", ""), (made, told, format))?;
    checks::words(page, (1, 3), &["是", "否"], (columns::MADE, told))?;
    let mut row = 2;
    for key in keys {
        let values = own.into_iter().flatten().filter(|value| value.key == key.key);
        let values: Vec<&OwnValue> = values.collect();
        let mut rows: Vec<(&str, &str, &str)> = values
            .iter()
            .map(|value| (value.number.as_str(), value.part.as_str(), value.text.as_str()))
            .collect();
        let blanks = blanks(&key.shape);
        let is_there = |(number, part): &(String, String)| {
            rows.iter().any(|(of, name, _)| of == number && name == part)
        };
        let missing: Vec<&(String, String)> = match (&key.shape, values.is_empty()) {
            // A part of an entry may be left out, and still be wanted now.
            (OwnShape::Entries(_) | OwnShape::Outline, false) => Vec::new(),
            (_, true) => blanks.iter().collect(),
            (_, false) => blanks.iter().filter(|blank| !is_there(blank)).collect(),
        };
        rows.extend(missing.iter().map(|(number, part)| (number.as_str(), part.as_str(), "")));
        for (place, (number, part, written)) in rows.into_iter().enumerate() {
            let hint = if place == 0 { key.hint.as_str() } else { "" };
            for (at, piece) in
                pieces(written).into_iter().enumerate().chain(written.is_empty().then_some((0, "")))
            {
                let name = if at == 0 { key.key.as_str() } else { CONTINUED };
                let format = match key.shape {
                    OwnShape::Text => &job.styles.as_typed,
                    _ => &job.styles.optional.text,
                };
                line(job, page, row, (name, number, part), (piece, hint, format))?;
                if let OwnShape::Word(words) = key.shape {
                    checks::words(page, (row, 3), words, (&key.key, &key.hint))?;
                }
                row += 1;
            }
        }
    }
    for row in 1..row {
        names.bind(sheet, Use::Filled, (row, 3));
        names.bind(sheet, Use::Label, (row, 4));
    }
    names.end(sheet, row - 1, 0..5);
    Ok(())
}

fn line(
    job: &Job<'_>,
    page: &mut Worksheet,
    row: u32,
    (key, number, part): (&str, &str, &str),
    (written, hint, format): (&str, &str, &Format),
) -> Result<(), XlsxError> {
    let styles = &job.styles;
    let is_list = !number.is_empty();
    text(page, (row, 0), key, &styles.label)?;
    // Who adds a row to a list writes its number.
    let number_format = if is_list { &styles.optional.text } else { &styles.centred };
    text(page, (row, 1), number, number_format)?;
    text(
        page,
        (row, 2),
        part,
        if part.is_empty() && !is_list { &styles.optional.text } else { &styles.label },
    )?;
    text(page, (row, 3), written, format)?;
    text(page, (row, 4), hint, &styles.shown)?;
    page.set_row_height(row, height([(written, WIDTHS[3]), (hint, WIDTHS[4])]))?;
    Ok(())
}

/// The rows that wait to be filled in where a key has no value: numbers and parts.
fn blanks(shape: &OwnShape) -> Vec<(String, String)> {
    let numbered = |prefix: &str, parts: &[&str], count: usize| -> Vec<(String, String)> {
        let of = |number: usize| {
            parts.iter().map(move |part| (format!("{prefix}{number}"), (*part).to_owned()))
        };
        (1..=count).flat_map(of).collect()
    };
    match shape {
        OwnShape::Text
        | OwnShape::Day
        | OwnShape::Paragraphs
        | OwnShape::Word(_)
        | OwnShape::Prose => {
            vec![(String::new(), String::new())]
        }
        OwnShape::Texts => numbered("", &[""], 1),
        OwnShape::Entries(parts) => {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            numbered("", &parts, BLANK_ENTRIES)
        }
        OwnShape::Outline => {
            let mut rows = numbered("", &THEME, 1);
            rows.extend(numbered("1.", &ITEM, 1));
            rows
        }
    }
}
