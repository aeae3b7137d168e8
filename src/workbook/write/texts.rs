//! The sheets of texts: 正文, lists, 说明.

use rust_xlsxwriter::{Worksheet, XlsxError};
use rustc_hash::FxHashMap;

use super::super::form::{BLANKS, Block, CONTINUED, Content, Form, Row};
use super::super::label::record::Use;
use super::super::label::{self, entries as entry_columns, prose as prose_columns, remarks};
use super::super::values::{Contents, Remark, Values};
use super::page::{Paper, cut, height, pieces, text};
use super::record::{self, Names};
use super::{Job, checks};
use crate::kind::Part;

const PROSE_WIDTHS: [f64; 5] = [14.0, 18.0, 72.0, 28.0, 50.0];
const REMARK_WIDTHS: [f64; 3] = [34.0, 12.0, 90.0];
/// The least height of a text that is still to be written.
const PROSE_HEIGHT: f64 = 64.0;
const ENTRY_HEIGHT: f64 = 34.0;
const NUMBER_WIDTH: f64 = 6.0;
/// What all parts of an entry have together, this year's and last year's.
const PARTS_WIDTH: f64 = 150.0;

pub(super) fn prose(
    job: &Job<'_>,
    page: &mut Worksheet,
    (sheet, block): (&str, &Block),
    names: &mut Names,
) -> Result<(), XlsxError> {
    job.set_up(page, Paper::Across, true);
    job.header(page, &prose_columns::ALL.map(str::to_owned), &PROSE_WIDTHS)?;
    let items = job.shown.items(block);
    let texts = of(job.values.contents(block));
    let last = of(job.shown.last.contents(block));
    let mut row = 1;
    for item in items {
        let written: Vec<&str> = texts_of(texts, &item.key);
        let before = texts_of(last, &item.key).join("\n\n");
        names.add(sheet, (row, 2), &item.key);
        names.show(&item.key, &cut(&item.heading));
        for (place, written) in at_least_one(written).into_iter().enumerate() {
            let is_first = place == 0;
            for (part, piece) in at_least_one(pieces(written)).into_iter().enumerate() {
                let key = if part == 0 { item.key.as_str() } else { CONTINUED };
                let tell =
                    |words: &str| if is_first && part == 0 { cut(words) } else { String::new() };
                let (citable, before) = (tell(&item.citable.join("\n")), tell(&before));
                text(page, (row, 0), key, &job.styles.label)?;
                text(page, (row, 1), &tell(&item.heading), &job.styles.label)?;
                text(page, (row, 2), piece, &job.styles.required.text)?;
                text(page, (row, 3), &citable, &job.styles.shown)?;
                text(page, (row, 4), &before, &job.styles.shown)?;
                names.show("", &before);
                let texts = [item.heading.as_str(), piece, &citable, &before];
                let texts = texts.into_iter().zip(PROSE_WIDTHS.into_iter().skip(1));
                page.set_row_height(row, height(texts).max(PROSE_HEIGHT))?;
                row += 1;
            }
        }
    }
    // Texts under keys that the outline does not have, or not yet.
    let is_listed = |key: &str| items.iter().any(|item| item.key == key);
    let others = texts.iter().filter(|(key, _)| !is_listed(key));
    let blanks = if items.is_empty() { BLANKS } else { 0 };
    for (key, written) in
        others.map(|(key, text)| (key.as_str(), text.as_str())).chain((0..blanks).map(|_| ("", "")))
    {
        for (part, piece) in at_least_one(pieces(written)).into_iter().enumerate() {
            let key = if part == 0 { key } else { CONTINUED };
            text(page, (row, 0), key, &job.styles.optional.text)?;
            text(page, (row, 1), "", &job.styles.label)?;
            text(page, (row, 2), piece, &job.styles.optional.text)?;
            text(page, (row, 3), "", &job.styles.shown)?;
            text(page, (row, 4), "", &job.styles.shown)?;
            let needed = height([(piece, PROSE_WIDTHS[2])]);
            page.set_row_height(row, needed.max(PROSE_HEIGHT))?;
            row += 1;
        }
    }
    for row in 1..row {
        names.bind(sheet, Use::Label, (row, 0));
        names.bind(sheet, Use::Filled, (row, 2));
        (3..5).for_each(|column| names.bind(sheet, Use::After, (row, column)));
    }
    names.end(sheet, row - 1, 0..3);
    (3..5).for_each(|column| names.bind(sheet, Use::Label, (0, column)));
    Ok(())
}

pub(super) fn entries(
    job: &Job<'_>,
    page: &mut Worksheet,
    (sheet, block, key): (&str, &Block, &str),
    parts: &[Part],
    names: &mut Names,
) -> Result<(), XlsxError> {
    job.set_up(page, Paper::Across, true);
    let listed = |contents: Option<&'_ Contents>| -> Vec<Vec<Option<String>>> {
        contents.and_then(|contents| contents.lists.get(key)).cloned().unwrap_or_default()
    };
    let written = listed(job.values.contents(block));
    let before = listed(job.shown.last.contents(block));
    let mut labels = vec![entry_columns::NUMBER.to_owned()];
    labels.extend(parts.iter().map(|part| part.key.clone()));
    labels.extend(parts.iter().map(|part| format!("{}{}", entry_columns::LAST_YEAR, part.key)));
    let each = PARTS_WIDTH / f64::from(u32::try_from(parts.len() * 2).unwrap_or(1).max(1));
    let widths: Vec<f64> =
        [NUMBER_WIDTH].into_iter().chain(labels.iter().skip(1).map(|_| each)).collect();
    job.header(page, &labels, &widths)?;
    let rows = written.len().max(before.len()) + BLANKS;
    let mut row = 1;
    for place in 0..rows {
        let texts: Vec<Vec<&str>> =
            (0..parts.len()).map(|part| pieces(at(&written, place, part))).collect();
        let lines = texts.iter().map(Vec::len).max().unwrap_or_default().max(1);
        for line in 0..lines {
            let number = if line == 0 { (place + 1).to_string() } else { CONTINUED.to_owned() };
            text(page, (row, 0), &number, &job.styles.centred)?;
            for ((part, texts), column) in parts.iter().zip(&texts).zip(1..) {
                let piece = texts.get(line).copied().unwrap_or_default();
                text(page, (row, column), piece, &job.styles.optional.text)?;
                if place == 0 && line == 0 && !part.description.is_empty() {
                    checks::tell(page, (row, column), (&part.key, &part.description))?;
                }
            }
            let mut needed = ENTRY_HEIGHT;
            for (part, column) in (0..parts.len()).zip(1..) {
                let column = column + u16::try_from(parts.len()).unwrap_or_default();
                let before = if line == 0 { at(&before, place, part) } else { "" };
                text(page, (row, column), &cut(before), &job.styles.shown)?;
                names.show("", &cut(before));
                let piece = texts.get(part).and_then(|pieces| pieces.get(line)).copied();
                needed = needed.max(height([(before, each), (piece.unwrap_or_default(), each)]));
            }
            page.set_row_height(row, needed)?;
            row += 1;
        }
    }
    let end = u16::try_from(parts.len()).unwrap_or_default() + 1;
    for row in 1..row {
        (1..end).for_each(|column| names.bind(sheet, Use::Filled, (row, column)));
        (end..end + 2).for_each(|column| names.bind(sheet, Use::After, (row, column)));
    }
    names.end(sheet, row - 1, 1..end);
    (end..end + 2).for_each(|column| names.bind(sheet, Use::Label, (0, column)));
    Ok(())
}

pub(super) fn remarks(
    job: &Job<'_>,
    page: &mut Worksheet,
    names: &mut Names,
) -> Result<(), XlsxError> {
    job.set_up(page, Paper::Across, true);
    job.header(page, &remarks::ALL.map(str::to_owned), &REMARK_WIDTHS)?;
    let choices = record::remarkable(job);
    let mut row = 1;
    // Two lines that everybody may fill in come first.
    for matter in [remarks::FILLED_BY, remarks::TELEPHONE] {
        let given = job.values.remarks.iter().find(|remark| remark.matter == matter);
        text(page, (row, 0), "", &job.styles.label)?;
        text(page, (row, 1), matter, &job.styles.centred)?;
        let given = given.map_or("", |remark| remark.text.as_str());
        text(page, (row, 2), given, &job.styles.optional.text)?;
        row += 1;
    }
    let is_person =
        |remark: &Remark| [remarks::FILLED_BY, remarks::TELEPHONE].contains(&remark.matter);
    let others = job.values.remarks.iter();
    let others = others.filter(|remark| {
        let beside = job.beside.get(remark.name.as_str()).copied().unwrap_or_default();
        let is_beside = remark.matter == remarks::REASON && beside == remark.text;
        !is_person(remark) && !is_beside
    });
    let others = others.map(|remark| (remark.name.as_str(), remark.matter, remark.text.as_str()));
    for (name, matter, written) in others.chain((0..BLANKS).map(|_| ("", "", ""))) {
        for (part, piece) in at_least_one(pieces(written)).into_iter().enumerate() {
            let (name, matter) = if part == 0 { (name, matter) } else { (CONTINUED, CONTINUED) };
            text(page, (row, 0), name, &job.styles.optional.text)?;
            text(page, (row, 1), matter, &job.styles.optional.text)?;
            text(page, (row, 2), piece, &job.styles.optional.text)?;
            if part == 0 {
                let told = (remarks::NAME, "事项是“说明”的，选要说明的指标；别的空着");
                let fault = "从下拉的名称里选；“照录”的空着";
                checks::choice(page, (row, 0), choices.len(), told, fault)?;
                let matters = [remarks::REASON, remarks::VERBATIM];
                let told = (
                    remarks::MATTER,
                    "说明：数为什么这样；照录：正文里要原样印出、不当作数字核对的话",
                );
                checks::words(page, (row, 1), &matters, told)?;
            }
            page.set_row_height(row, height([(piece, REMARK_WIDTHS[2])]))?;
            row += 1;
        }
    }
    for row in 1..row {
        (0..3).for_each(|column| names.bind(label::REMARKS, Use::Filled, (row, column)));
        names.bind(label::REMARKS, Use::After, (row, 3));
    }
    names.end(label::REMARKS, row - 1, 0..3);
    Ok(())
}

/// The reasons that stand beside their figures in the sheet 指标, by these: those that a cell can hold.
pub(super) fn beside<'a>(form: &'a Form, values: &'a Values) -> FxHashMap<&'a str, &'a str> {
    let mut beside = FxHashMap::default();
    for sheet in &form.sheets {
        let Content::Figures(rows) = &sheet.content else { continue };
        beside.extend(rows.iter().filter_map(|row| match row {
            Row::Figure(figure) => Some((figure.metric.name.as_str(), "")),
            Row::Heading(_) => None,
        }));
    }
    for remark in values.remarks.iter().filter(|remark| remark.matter == remarks::REASON) {
        if pieces(&remark.text).len() < 2
            && let Some(reason) = beside.get_mut(remark.name.as_str())
        {
            *reason = remark.text.as_str();
        }
    }
    beside
}

fn of(contents: Option<&Contents>) -> &[(String, String)] {
    contents.map(|contents| contents.prose.as_slice()).unwrap_or_default()
}

fn texts_of<'t>(texts: &'t [(String, String)], key: &str) -> Vec<&'t str> {
    let texts = texts.iter().filter(|(of, _)| of == key);
    texts.map(|(_, text)| text.as_str()).collect()
}

fn at_least_one(mut texts: Vec<&str>) -> Vec<&str> {
    if texts.is_empty() {
        texts.push("");
    }
    texts
}

fn at(entries: &[Vec<Option<String>>], entry: usize, part: usize) -> &str {
    let text = entries.get(entry).and_then(|parts| parts.get(part));
    text.and_then(Option::as_deref).unwrap_or_default()
}
