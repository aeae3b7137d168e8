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

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::source::Sources;

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
