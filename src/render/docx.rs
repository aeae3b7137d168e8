//! The document of word processors (.docx, ISO/IEC 29500): the same text for leaders who revise it.
//!
//! [`Document`] → the XML of its parts, as strings → a package. Lines and pages are broken by the
//! program that opens it, on the grid of the official page; what the layout decides by the
//! widths of text (the lines of titles, where the signature stands) is asked of it.

mod body;
mod closing;
mod faces;
mod front;
mod ids;
mod imprint;
mod markup;
mod measure;
mod named;
mod paragraph;
mod parts;
mod section;
mod styles;
mod table;
mod writer;

use self::faces::Faces;
use self::ids::Ids;
use self::markup::PROLOGUE;
use self::measure::Grid;
use self::parts::Part;
use self::section::{Margin, Sections, Turned};
use self::writer::Writer;
use super::Format;
use crate::document::{Block, Document};
use crate::findings::{Findings, Outcome};
use crate::font::FontBook;
use crate::layout::{Measurer, Style};
use crate::package::pack;
use crate::sent::Sent;

/// The row of the table of formats.
pub const FORMAT: Format = Format {
    word: "docx",
    name: "Word 文档",
    ending: "docx",
    is_usual: false,
    is_posted: false,
    is_printed: true,
    is_linked: false,
    is_revised: true,
    shows_origins: false,
    render: |document, materials| {
        let Some(printing) = materials.printing else { return Outcome::clean(None) };
        render(document, &printing.style, &printing.fonts)
    },
};

/// Writes a document as a file of word processors. The same document and style give the same bytes.
///
/// Finds title lines that are too long.
pub fn render(
    document: &Document,
    style: &Style,
    fonts: &FontBook<'_>,
) -> Outcome<Option<Vec<u8>>> {
    let sent = Sent::new(document, String::new());
    let grid = Grid::of(style);
    let margins = margins(document, style);
    let mut writer = Writer {
        document,
        style,
        grid,
        measurer: Measurer::new(style, fonts),
        ids: Ids::of(&sent),
        xml: String::new(),
        sections: Sections::new(style, grid, &margins),
        is_turned: false,
        last: None,
        tables: 0,
    };
    let findings: Findings = writer.measurer.findings(document);
    if findings.has_errors() {
        return Outcome::new(None, findings);
    }
    let parts = parts(&mut writer, &sent, &Faces::of(fonts), margins);
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, content)| (name.as_str(), content.as_bytes())).collect();
    // No two parts have one name, and none is larger than a zip file can hold.
    Outcome::new(pack(&parts).ok(), findings)
}

/// What stands outside the block of the pages.
fn margins(document: &Document, style: &Style) -> Vec<Margin> {
    let stamp = document.edition.draft.then_some(style.draft.word.as_str());
    let is_turned = |block: &Block| matches!(block, Block::Table(table) if table.is_landscape);
    let turned = document.blocks().any(is_turned);
    let turned = turned.then(|| Turned { is_mirrored: section::is_mirrored(style, document) });
    section::margins(style, stamp, turned)
}

fn parts(writer: &mut Writer<'_>, sent: &Sent, faces: &Faces, margins: Vec<Margin>) -> Vec<Part> {
    let Writer { document, style, grid, .. } = *writer;
    text(writer);
    let document_part = format!(
        "{PROLOGUE}<w:document {}><w:body>{}{}</w:body></w:document>",
        section::name_spaces(),
        writer.xml,
        writer.sections.of(writer.is_turned)
    );
    let mark = document.red_head.as_ref().map(|head| writer.measurer.mark(head));
    let mut parts = vec![
        parts::content_types(&margins),
        parts::package_relations(),
        ("word/document.xml".to_owned(), document_part),
        parts::text_relations(&margins),
        ("word/styles.xml".to_owned(), styles::part(style, grid, faces, mark)),
        parts::settings(style, document),
        ("word/fontTable.xml".to_owned(), faces.table()),
    ];
    parts.extend(parts::properties(document));
    parts.extend(sent.package_parts().map(|(name, content)| (name.to_owned(), content)));
    parts.extend(
        margins.into_iter().map(|margin| (format!("word/{}.xml", margin.part), margin.xml)),
    );
    parts
}

/// The content of the text, from the letterhead to the imprint.
fn text(writer: &mut Writer<'_>) {
    let document = writer.document;
    front::markings(writer);
    front::title(writer);
    let (is_above, lists) = writer.measurer.addressees(document);
    let before = front::salutation(writer, is_above);
    body::blocks(writer, (&document.body, &document.title), before, closing::follows(document));
    closing::notes(writer);
    closing::signature(writer);
    closing::attachments(writer);
    imprint::write(writer, &lists);
}
