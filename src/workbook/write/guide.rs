//! The first sheet: how to fill in the form, on one printed page.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::Job;
use super::page::{Paper, height};
use super::record::Names;

/// Columns of the sheet: a colour, and the words.
const WIDTHS: [f64; 2] = [10.0, 82.0];

pub(super) fn write(
    job: &Job<'_>,
    page: &mut Worksheet,
    names: &mut Names,
) -> Result<(), XlsxError> {
    job.set_up(page, Paper::Upright, false);
    page.set_print_fit_to_pages(1, 1);
    page.set_screen_gridlines(false);
    for (width, column) in WIDTHS.iter().zip(0..) {
        page.set_column_width(column, *width)?;
    }
    let guide = job.shown.guide.trimmed();
    let styles = &job.styles;
    page.merge_range(0, 0, 0, 1, &guide.title, &styles.title)?;
    page.set_row_height(0, 36)?;
    names.show("", &guide.title);
    let mut row = 1;
    for section in &guide.sections {
        words(page, row, &section.heading, &styles.heading)?;
        names.show("", &section.heading);
        row += 1;
        for line in &section.lines {
            words(page, row, line, &styles.plain)?;
            names.show("", line);
            row += 1;
        }
    }
    let colours = &guide.colours;
    words(page, row, &colours.heading, &styles.heading)?;
    names.show("", &colours.heading);
    for (format, meaning) in [
        (&styles.required.text, &colours.required),
        (&styles.recommended.text, &colours.recommended),
        (&styles.optional.text, &colours.open),
        (&styles.computed.text, &colours.computed),
        (&styles.shown, &colours.locked),
    ] {
        row += 1;
        page.write_blank(row, 0, &format.clone().set_locked())?;
        page.write_string_with_format(row, 1, meaning, &styles.plain)?;
        names.show("", meaning);
        page.set_row_height(row, height([(meaning.as_str(), WIDTHS[1])]))?;
    }
    Ok(())
}

/// Words over both columns, in a row that is high enough for them.
fn words(page: &mut Worksheet, row: u32, words: &str, format: &Format) -> Result<(), XlsxError> {
    page.merge_range(row, 0, row, 1, words, format)?;
    page.set_row_height(row, height([(words, WIDTHS.iter().sum())]))?;
    Ok(())
}
