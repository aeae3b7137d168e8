//! A text wherever text can stand → pages: all characters are on them in reading order, and within
//! the paper.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::document::{Block, Document, Signature};
use nianbao::font::FontBook;
use nianbao::layout::{Direction, Item, Len, Page, Style, lay_out};
use nianbao::source::Sources;
use nianbao_fuzz::{document, fonts, is_plain, style, text_of, without_blanks};

thread_local! {
    static PRINTING: (Style, FontBook<'static>) = (style(), fonts());
}

/// Characters of a name that surely fit on a line.
const MOST: usize = 12;

fuzz_target!(|text: &str| {
    let text = text.trim();
    if text.is_empty() || !is_plain(text) {
        return;
    }
    let mut document = document(text);
    // What stands on a line of its own and is never broken (署名, 印发机关, the unit of a table) runs out
    // of the paper where it is wider.
    if text.chars().count() > MOST {
        document.signature = Signature::default();
        document.imprint = None;
        for block in &mut document.body {
            if let Block::Table(table) = block {
                table.unit = None;
            }
        }
    }
    PRINTING.with(|(style, fonts)| check(&document, style, fonts));
});

fn check(document: &Document, style: &Style, fonts: &FontBook<'_>) {
    let laid_out = lay_out(document, style, fonts, &Sources::default());
    // What is too wide for its place, or drawn by no face, is told.
    if laid_out.findings.has_errors() {
        return;
    }
    let mut text = String::new();
    for page in &laid_out.value.pages {
        for item in &page.items {
            let Item::Run(run) = item else { continue };
            within(page, run.x, run.end(), run.y, run.direction);
            if run.tag.is_some() {
                text.extend(run.glyphs.iter().map(|glyph| glyph.text.as_str()));
            }
        }
    }
    let imprint = document.imprint.as_ref();
    let imprint = imprint.map(|imprint| format!("{}{}", imprint.organ.shown, imprint.date.shown));
    let expected = text_of(document) + &imprint.unwrap_or_default();
    assert_eq!(without_blanks(&text), without_blanks(&expected));
}

fn within(page: &Page, x: Len, end: Len, y: Len, direction: Direction) {
    let across = if direction == Direction::Turned { y } else { x };
    let width = if direction == Direction::Turned { page.height } else { page.width };
    assert!(across >= Len::ZERO && end <= width, "a run from {across:?} to {end:?} of {width:?}");
    assert!(y >= Len::ZERO && y <= page.height, "a run at {y:?} of {:?}", page.height);
}
