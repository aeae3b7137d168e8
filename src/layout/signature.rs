//! 署名, 成文日期 and 附注: what closes the body (7.3.5, 7.3.6).

use super::flow::{FlowItem, keep_from};
use super::length::Len;
use super::line::{Line, Measure, StyledText};
use super::pages::Structure;
use super::style::Style;
use super::typesetter::Typesetter;
use crate::document::{Document, Text};
use crate::font::YesNo;

/// Where 署名 and 成文日期 stand; measured from the left edge of the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignaturePlaces {
    /// Blank lines above them.
    pub blank_lines: u32,
    /// Where the name begins.
    pub organ: Len,
    /// Where the longest of its lines ends.
    pub organ_end: Len,
    /// Where the date begins.
    pub date: Len,
    /// Where the date ends.
    pub date_end: Len,
}

/// The lines of the name, one unless it is longer than any, and the date.
struct Lines {
    organ: Vec<Line>,
    date: Option<Line>,
}

impl Lines {
    fn of(text: &mut Typesetter<'_>, document: &Document) -> Lines {
        let Document { signature, .. } = document;
        let style = &text.style.signature;
        let right = text.style.characters(style.right);
        let organ = signature.organ.as_ref().map(|organ| {
            let tag = text.tag(Structure::Paragraph, None);
            let organ =
                StyledText { keeps_words: true, ..StyledText::new(organ, style.text, Some(tag)) };
            text.lines.paragraph(&[organ], Measure::ragged(text.block_width() - right))
        });
        let date = signature.date.as_ref().map(|date| {
            let tag = text.tag(Structure::Paragraph, None);
            text.day(date, style.text, tag)
        });
        Lines { organ: organ.unwrap_or_default(), date }
    }
}

/// Where they stand, without a seal or with the place for one.
pub(super) fn places(text: &mut Typesetter<'_>, document: &Document) -> SignaturePlaces {
    let lines = Lines::of(text, document);
    places_of(text.style, document, &lines)
}

fn places_of(style: &Style, document: &Document, lines: &Lines) -> SignaturePlaces {
    let block = style.page.block_width;
    let signature = &style.signature;
    let sealed = document.edition.seal || signature.sealed == YesNo::Yes;
    let organ_width = lines.organ.iter().map(|line| line.width).max().unwrap_or_default();
    let date_width = lines.date.as_ref().map(|date| date.width).unwrap_or_default();
    let right = block - style.characters(signature.right);
    let shift = style.characters(signature.date_shift);
    let (organ, date) = if sealed {
        let date_end = block - style.characters(signature.sealed_right);
        let centred = date_end - (date_width + organ_width).half();
        let organ = centred.min(block - organ_width).max(Len::ZERO);
        (organ, organ + (organ_width - date_width).half())
    } else if date_width > organ_width {
        (right - date_width - shift, right - date_width)
    } else {
        (right - organ_width, right - organ_width + shift)
    };
    let (organ, date) = (organ.max(Len::ZERO), date.max(Len::ZERO));
    SignaturePlaces {
        blank_lines: if sealed { signature.sealed_blank_lines } else { signature.blank_lines },
        organ,
        organ_end: organ + organ_width,
        date,
        date_end: date + date_width,
    }
}

/// 署名 and 成文日期, without a seal or with the place for one.
pub(super) fn signature(text: &mut Typesetter<'_>, document: &Document) -> Vec<FlowItem> {
    let Document { signature, .. } = document;
    if signature.organ.is_none() && signature.date.is_none() {
        return Vec::new();
    }
    let lines = Lines::of(text, document);
    let places = places_of(text.style, document, &lines);
    let mut items: Vec<FlowItem> = text.blank_lines(places.blank_lines).collect();
    for line in &lines.organ {
        items.push(text.flow_item(line, places.organ));
    }
    if let Some(date) = &lines.date {
        keep_from(&mut items, 0);
        items.push(text.flow_item(date, places.date));
    }
    items
}

/// 附注 below the date.
pub(super) fn note(text: &mut Typesetter<'_>, note: &Text) -> Vec<FlowItem> {
    let style = &text.style.note;
    let mut items: Vec<FlowItem> = text.blank_lines(style.blank_lines).collect();
    let tag = text.tag(Structure::Paragraph, None);
    let note = StyledText::new(note, style.text, Some(tag));
    items.extend(text.paragraph(&[note], style.indent, 0));
    items
}
