//! A text wherever text can stand → pages: all characters are on them in reading order, and within
//! the paper.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::document::Document;
use nianbao::font::FontBook;
use nianbao::layout::{Direction, Item, Len, Page, Style, lay_out};
use nianbao::source::Sources;
use nianbao_fuzz::{document, fonts, is_plain, style, text_of, without_blanks};

thread_local! {
    static PRINTING: (Style, FontBook<'static>) = (style(), fonts());
}

fuzz_target!(|text: &str| {
    let text = text.trim();
    if text.is_empty() || !is_plain(text) {
        return;
    }
    PRINTING.with(|(style, fonts)| check(&document(text), style, fonts));
});

fn check(document: &Document, style: &Style, fonts: &FontBook<'_>) {
    let laid_out = lay_out(document, style, fonts, &Sources::default());
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
    // A character that no face draws is told, and is not on the page.
    if !laid_out.findings.has_errors() {
        let imprint = document.imprint.as_ref();
        let imprint =
            imprint.map(|imprint| format!("{}{}", imprint.organ.shown, imprint.date.shown));
        let expected = text_of(document) + &imprint.unwrap_or_default();
        assert_eq!(without_blanks(&text), without_blanks(&expected));
    }
}

fn within(page: &Page, x: Len, end: Len, y: Len, direction: Direction) {
    let across = if direction == Direction::Turned { y } else { x };
    let width = if direction == Direction::Turned { page.height } else { page.width };
    assert!(across >= Len::ZERO && end <= width, "a run from {across:?} to {end:?} of {width:?}");
    assert!(y >= Len::ZERO && y <= page.height, "a run at {y:?} of {:?}", page.height);
}
