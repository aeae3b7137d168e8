//! The layout: a [`Document`] becomes [`Pages`] of an official document (GB/T 9704-2012).
//!
//! Each part of the report is set into items of a flow by a module of its own, the flow is cut
//! into pages ([`mod@paginate`]), and what stands outside the flow (版头, 版记, page numbers) is put
//! where the standard measures it. A writer of pages needs nothing but the result and the fonts.

mod attachment;
mod body;
mod columns;
mod flow;
mod footer;
mod front;
mod grid;
mod heads;
mod imprint;
mod length;
mod letterhead;
mod line;
mod marks;
mod measurer;
mod measures;
mod missing;
mod overflow;
mod page_builder;
mod pages;
mod paginate;
mod preflight;
mod proof;
mod rows;
mod set_rows;
mod set_table;
mod signature;
mod spanned;
mod stack;
mod style;
mod table;
mod title;
mod too_narrow;
mod typesetter;

pub use length::Len;
pub use letterhead::{SIGNERS, SignerPlaces};
pub use measurer::{MarkLook, Measurer};
pub use measures::{MeasureFault, faults};
pub use pages::{
    Bookmark, Direction, Item, Page, Pages, Rule, Run, RunGlyph, Scope, Spans, Structure, Tag,
    TagId,
};
pub use preflight::preflight;
pub use set_rows::{SetTableCell, SetTableRow};
pub use set_table::SetTable;
pub use signature::SignaturePlaces;
pub use style::{
    AttachmentStyle, BodyStyle, Colour, DraftStyle, ImprintStyle, LetterheadStyle, NoteStyle,
    PageNumberStyle, PageStyle, ProofStyle, SalutationStyle, SignatureStyle, Style, TableStyle,
    TextStyle, TitleStyle,
};

use self::flow::{FlowItem, keep_last};
use self::front::Head;
use self::marks::Marks;
use self::page_builder::PageBuilder;
use self::paginate::{Flow, paginate};
use self::typesetter::Typesetter;
use crate::document::Document;
use crate::findings::Outcome;
use crate::font::FontBook;
use crate::source::Sources;

/// Lays a document out on pages. `sources` are what its text was typed in.
///
/// Finds what [`preflight()`] finds, and characters whose glyph has no ink; where there are errors,
/// glyphs are missing on the pages.
pub fn lay_out(
    document: &Document,
    style: &Style,
    fonts: &FontBook<'_>,
    sources: &Sources,
) -> Outcome<Pages> {
    let mut text = Typesetter::new(style, fonts);
    text.marks = document.edition.proof.then(Marks::default);
    if document.edition.draft {
        text.lines.set_draft();
    }
    let mut pages = PageBuilder::new(style, document.edition.duplex);
    report(document, &mut text, &mut pages);
    if let Some(marks) = text.marks.take() {
        pages.add_page();
        let flow = proof::list(&mut text, &marks, document);
        let flow = Flow { items: &flow, top: Len::ZERO, free_below: Len::ZERO, signed: None };
        paginate(flow, style, &mut pages, None);
    }
    for page in 0..pages.pages.len() {
        pages.put_on_sheet(page, &footer::page_number(&mut text, page + 1));
    }
    let edition = &document.edition;
    let words = [(edition.draft, &style.draft.word), (edition.proof, &style.proof.word)];
    let words: Vec<&str> =
        words.into_iter().filter_map(|(is_it, word)| is_it.then_some(word.as_str())).collect();
    if !words.is_empty() {
        let stamp = footer::stamp(&mut text, &words.join(footer::BETWEEN_WORDS));
        for page in 0..pages.pages.len() {
            pages.put_on_sheet(page, &stamp);
        }
    }
    let mut findings = fonts.findings();
    findings.extend(text.lines.findings(sources));
    findings.extend(Measurer::new(style, fonts).findings(document));
    findings.extend(text.narrow.iter().map(|table| table.diagnostic(document.edition.draft)));
    let PageBuilder { pages, bookmarks, .. } = pages;
    Outcome::new(Pages { pages, tags: text.tags, bookmarks }, findings)
}

/// The report itself: from the letterhead to the imprint.
fn report(document: &Document, text: &mut Typesetter<'_>, pages: &mut PageBuilder<'_>) {
    let style = text.style;
    let head = front::head(document, text);
    let is_salutation_above = front::is_salutation_above(document, text, &head);
    let lists = front::lists(document, is_salutation_above);
    let Head { items, top, mut flow } = head;
    pages.put(&items);
    if is_salutation_above {
        flow.extend(body::salutation(text, &document.salutation));
    }
    flow.extend(body::blocks(text, &document.body));
    let body_lines = style.signature.body_lines as usize;
    let signed = flow.len().saturating_sub(body_lines);
    let mut after = attachment::notes(text, &document.attachment_notes());
    after.extend(closing(document, text));
    let signed = (!after.is_empty()).then(|| {
        keep_last(&mut flow, body_lines);
        signed
    });
    flow.extend(after);

    // What stands last shares its page with the imprint.
    let imprint = document.imprint.as_ref();
    let imprint_height =
        imprint.map(|imprint| imprint::height(text, imprint, &lists)).unwrap_or_default();
    let free_below = |last: bool| if last { imprint_height } else { Len::ZERO };
    let attachments = document.attachments.len();
    let flow = Flow { items: &flow, top, free_below: free_below(attachments == 0), signed };
    let mut foot = paginate(flow, style, pages, text.marks.as_mut());
    for (i, attachment) in document.attachments.iter().enumerate() {
        let label = document.attachment_label(attachment);
        let flow = attachment::attachment(text, attachment, &label, &document.title_phrases);
        let free_below = free_below(i + 1 == attachments);
        let flow = Flow { items: &flow, top: Len::ZERO, free_below, signed: None };
        pages.add_page();
        foot = paginate(flow, style, pages, text.marks.as_mut());
    }
    if foot + imprint_height > style.page.block_height || pages.is_turned(pages.pages.len() - 1) {
        pages.add_page();
    }
    if let Some(imprint) = imprint {
        pages.put(&imprint::imprint(text, imprint, &lists));
    }
}

/// Signature, date and note.
fn closing(document: &Document, text: &mut Typesetter<'_>) -> Vec<FlowItem> {
    let mut items = signature::signature(text, document);
    if let Some(note) = &document.note {
        keep_last(&mut items, 1);
        items.extend(signature::note(text, note));
    }
    items
}
