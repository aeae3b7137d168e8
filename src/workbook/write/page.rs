//! What sheets have in common: protection, print, widths, texts longer than a cell.

use rust_xlsxwriter::{Format, ProtectionOptions, Worksheet, XlsxError};

use super::{Job, LONGEST};
use crate::text::width;

/// A4 in the numbers of spreadsheets.
const A4: u8 = 9;

/// Which way the paper lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Paper {
    Upright,
    Across,
}

impl Job<'_> {
    /// Sets a sheet up: protected without a password, so that rows can still be made higher, and
    /// printed on A4, as wide as the paper. `may_insert` allows rows to be inserted.
    pub(super) fn set_up(&self, page: &mut Worksheet, paper: Paper, may_insert: bool) {
        page.protect_with_options(&ProtectionOptions {
            format_rows: true,
            format_columns: true,
            insert_rows: may_insert,
            delete_rows: may_insert,
            ..ProtectionOptions::default()
        });
        // A formula without operands shows nothing.
        page.set_formula_result_default("");
        page.set_paper_size(A4);
        match paper {
            Paper::Upright => page.set_portrait(),
            Paper::Across => page.set_landscape(),
        };
        page.set_print_fit_to_pages(1, 0);
        page.set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3);
        page.set_print_center_horizontally(true);
        let title = format!("{}　{}年度　{}", self.form.department, self.form.year, page.name());
        page.set_header(format!("&C{}", title.replace('&', "&&")));
        page.set_footer("&C第 &P 页，共 &N 页");
    }

    /// The header row of a table: its labels, frozen and repeated on each printed page.
    pub(super) fn header(
        &self,
        page: &mut Worksheet,
        labels: &[String],
        widths: &[f64],
    ) -> Result<(), XlsxError> {
        for ((label, width), column) in labels.iter().zip(widths).zip(0..) {
            page.write_string_with_format(0, column, label, &self.styles.head)?;
            page.set_column_width(column, *width)?;
        }
        page.set_row_height(0, 24)?;
        page.set_freeze_panes(1, 1)?;
        page.set_repeat_rows(0, 0)?;
        Ok(())
    }
}

/// How high a row must be, in points, for the texts of its cells, each with the width of its column in
/// digits. Spreadsheets know it themselves, but only where no merged cell is concerned, and not all do so
/// when they open a file.
pub(super) fn height<'t>(texts: impl IntoIterator<Item = (&'t str, f64)>) -> f64 {
    const LINE: f64 = 16.0;
    const MARGIN: f64 = 4.0;
    const HIGHEST: f64 = 409.0;
    let lines = texts.into_iter().map(|(text, room)| {
        let lines = text.lines().map(|line| {
            let columns = u32::try_from(width(line)).unwrap_or(u32::MAX);
            // A column keeps a digit's width free.
            (f64::from(columns) / (room - 1.0).max(2.0)).ceil().max(1.0)
        });
        lines.sum::<f64>().max(1.0)
    });
    let most = lines.fold(1.0, f64::max);
    (most * LINE + MARGIN).min(HIGHEST)
}

/// Writes a text, or nothing with the format of one.
pub(super) fn text(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    match text {
        "" => page.write_blank(row, column, format)?,
        text => page.write_string_with_format(row, column, text, format)?,
    };
    Ok(())
}

/// A text that is only shown, as much of it as a cell can hold.
pub(super) fn cut(text: &str) -> String {
    match pieces(text).as_slice() {
        [] => String::new(),
        [whole] => (*whole).to_owned(),
        [first, ..] => {
            let mut cut: String = (*first).to_owned();
            cut.truncate(cut.char_indices().rev().nth(1).map_or(0, |(at, _)| at));
            cut + "……"
        }
    }
}

/// A text in pieces that a cell can hold, which are the text when they are joined. None begins or ends
/// with a blank or a line break, which could be lost at the edge of a cell.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut units = 0;
        let fits = rest.char_indices().find(|(_, character)| {
            units += character.len_utf16();
            units > LONGEST
        });
        let Some((end, _)) = fits else {
            pieces.push(rest);
            break;
        };
        let is_within_words = |at: &usize| {
            let (before, after) = rest.split_at_checked(*at).unwrap_or_default();
            let touch = [before.chars().next_back(), after.chars().next()];
            touch.iter().all(|touch| touch.is_some_and(|character| !character.is_whitespace()))
        };
        let at = (1..=end).rev().find(|at| rest.is_char_boundary(*at) && is_within_words(at));
        let (piece, after) = rest.split_at(at.unwrap_or(end));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_within_a_word_and_are_whole_when_joined() {
        assert_eq!(pieces(""), [""; 0]);
        assert_eq!(pieces("一\n二"), ["一\n二"]);
        let long = "一".repeat(LONGEST - 1) + "\n\n" + &"二".repeat(20_000);
        let cut = pieces(&long);
        assert_eq!(cut.len(), 2);
        assert!(cut[0].ends_with('一') && cut[1].starts_with("一\n\n二"));
        assert_eq!(cut.concat(), long);
        let unbroken = "𠀀".repeat(40_000);
        let cut = pieces(&unbroken);
        assert_eq!(cut.concat(), unbroken);
        assert!(cut.iter().all(|piece| piece.encode_utf16().count() <= LONGEST));
    }
}
