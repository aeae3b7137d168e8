//! The PDF: a [`Document`] laid out as an official document (GB/T 9704-2012) and
//! written as an accessible, archivable file (PDF/A-2a, PDF/UA-1).
//!
//! Document → [`mod@line`] → [`page`] → [`paint`] → [`archive`] → bytes.

mod archive;
mod cff;
mod font;
mod font_file;
mod furniture;
mod line;
mod page;
mod paint;
mod proof;
mod style;
mod table;
mod title;

pub use font::{Coverage, FaceCoverage, FontBook, FontList, FontReader};
pub use font_file::ReadSeek;
pub use page::{Pages, lay_out};
pub use style::{Role, Style, YesNo};

use super::Format;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::findings::Outcome;
use crate::source::Sources;

/// The row of the table of formats.
pub const FORMAT: Format = Format {
    word: "pdf",
    ending: "pdf",
    is_posted: false,
    is_printed: true,
    shows_origins: true,
    render: |document, materials| {
        let Some(printing) = materials.printing else { return Outcome::clean(None) };
        match pdf(document, &printing.style, &printing.fonts, materials.sources) {
            Ok(bytes) => Outcome::clean(Some(bytes)),
            Err(found) => Outcome::new(None, found.into_iter().collect()),
        }
    },
};

/// Renders a document as a PDF file. `sources` are what its text was typed in.
///
/// The same document, style and fonts give the same bytes.
///
/// # Errors
/// Diagnostics for characters that no face draws and for font files that cannot be used.
pub fn pdf(
    document: &Document,
    style: &Style,
    fonts: &FontBook<'_>,
    sources: &Sources,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let pages = lay_out(document, style, fonts, sources)?;
    let painted = paint::paint(&pages, style, fonts)?;
    archive::finish(painted, &pages, style, document)
}
