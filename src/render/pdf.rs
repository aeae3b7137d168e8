//! The PDF: the pages of a report as an accessible, archivable file (PDF/A-2a, PDF/UA-1).
//!
//! [`Pages`] → [`paint`] (content streams and fonts) → [`archive`] (tag tree, bookmarks,
//! metadata) → bytes.

mod archive;
mod bookmarks;
mod content;
mod deflate;
mod file;
mod fonts;
mod metadata;
mod object;
mod output_intent;
mod paint;
mod read;
mod tag_tree;
mod to_unicode;

#[cfg(fuzzing)]
pub(crate) use deflate::deflated;
pub(crate) use read::{Fault, Piece, Unread, read_back, unlike_parts};

use super::Format;
use crate::document::Document;
use crate::findings::{Findings, Outcome};
use crate::font::FontBook;
use crate::layout::{Pages, Style, lay_out};
use crate::source::Sources;

/// The row of the table of formats.
pub const FORMAT: Format = Format {
    word: "pdf",
    name: "PDF",
    ending: "pdf",
    is_usual: true,
    is_posted: false,
    is_printed: true,
    is_linked: true,
    is_revised: false,
    shows_origins: true,
    render: |document, materials| {
        let Some(printing) = materials.printing else { return Outcome::clean(None) };
        render(document, &printing.style, &printing.fonts, materials.sources)
    },
};

/// Lays a document out and writes it as a PDF file; none when there are errors. `sources` are
/// what its text was typed in.
///
/// The same document, style and fonts give the same bytes. Finds characters that no face draws,
/// and font files that cannot be used.
pub fn render(
    document: &Document,
    style: &Style,
    fonts: &FontBook<'_>,
    sources: &Sources,
) -> Outcome<Option<Vec<u8>>> {
    let laid_out = lay_out(document, style, fonts, sources);
    if laid_out.findings.has_errors() {
        return laid_out.map(|_| None);
    }
    let mut findings = Findings::new();
    let pages = laid_out.gather(&mut findings);
    let file = write(&pages, fonts, document).gather(&mut findings);
    Outcome::new(file, findings)
}

/// Writes pages as a PDF file; none when there are errors. Its metadata are the document's.
///
/// Finds faces that cannot be cut or embedded.
pub fn write(pages: &Pages, fonts: &FontBook<'_>, document: &Document) -> Outcome<Option<Vec<u8>>> {
    let painted = paint::paint(pages, fonts);
    if painted.findings.has_errors() {
        return painted.map(|_| None);
    }
    let mut findings = Findings::new();
    let painted = painted.gather(&mut findings);
    let file = archive::finish(painted, pages, document);
    let file = file.map_err(|fault| findings.report(fault)).ok();
    Outcome::new(file, findings)
}
