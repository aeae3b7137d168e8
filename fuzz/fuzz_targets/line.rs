//! A text wherever text can stand → pages: all characters are on them in reading order, and within
//! the paper, or it is told that they are not.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::document::{Day, Document, Imprint, RedHead};
use nianbao::font::FontBook;
use nianbao::layout::{Direction, Item, Len, Page, Style, lay_out};
use nianbao::source::Sources;
use nianbao_fuzz::{document, fonts, is_plain, style, text_of, without_blanks};

thread_local! {
    static PRINTING: (Style, FontBook<'static>) = (style(), fonts());
}

fuzz_target!(|text: &str| {
    // Blanks in a row are one before a text is laid out.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.as_str();
    if text.is_empty() || !is_plain(text) {
        return;
    }
    let mut body = document(text);
    // A day is written by the program.
    body.signature.date = Some(day("2025年2月13日"));
    let imprint = body.imprint.take();
    let mut around = Document {
        red_head: Some(RedHead {
            mark: text.into(),
            number: Some(text.into()),
            signers: vec![text.into(); text.len() % 50],
        }),
        body: Vec::new(),
        imprint: imprint.map(|imprint| Imprint {
            copies: vec![text.into(); text.len() % 70],
            date: day("2025年2月13日印发"),
            ..imprint
        }),
        ..body.clone()
    };
    around.markings.secrecy = Some(text.into());
    PRINTING.with(|(style, fonts)| {
        if let Some(printed) = printed(&body, style, fonts) {
            assert_eq!(without_blanks(&printed), without_blanks(&text_of(&body)));
        }
        printed(&around, style, fonts);
    });
});

fn day(shown: &str) -> Day {
    Day { date: None, shown: shown.to_owned() }
}

/// The text on the pages, all of which is within the paper; none where something is told: what has no
/// room on the paper, or is drawn by no face.
fn printed(document: &Document, style: &Style, fonts: &FontBook<'_>) -> Option<String> {
    let laid_out = lay_out(document, style, fonts, &Sources::default());
    if laid_out.findings.has_errors() {
        return None;
    }
    let mut text = String::new();
    for page in &laid_out.value.pages {
        for item in &page.items {
            let Item::Run(run) = item else { continue };
            within(page, run.x, run.end(), run.y, run.direction);
            if run.tag.is_some() {
                text.extend(run.glyphs.iter().flat_map(|glyph| glyph.text()));
            }
        }
    }
    Some(text)
}

fn within(page: &Page, x: Len, end: Len, y: Len, direction: Direction) {
    let across = if direction == Direction::Turned { y } else { x };
    let width = if direction == Direction::Turned { page.height } else { page.width };
    assert!(across >= Len::ZERO && end <= width, "a run from {across:?} to {end:?} of {width:?}");
    assert!(y >= Len::ZERO && y <= page.height, "a run at {y:?} of {:?}", page.height);
}
