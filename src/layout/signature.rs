//! 署名, 成文日期 and 附注: what closes the body (7.3.5, 7.3.6).

use super::flow::{FlowItem, keep_from};
use super::length::Len;
use super::line::{Measure, StyledText};
use super::pages::Structure;
use super::typesetter::Typesetter;
use crate::document::{Document, Text};
use crate::font::YesNo;

/// 署名 and 成文日期, without a seal or with the place for one.
pub(super) fn signature(text: &mut Typesetter<'_>, document: &Document) -> Vec<FlowItem> {
    let Document { signature, edition, .. } = document;
    if signature.organ.is_none() && signature.date.is_none() {
        return Vec::new();
    }
    let style = &text.style.signature;
    let sealed = edition.seal || style.sealed == YesNo::Yes;
    let blank_lines = if sealed { style.sealed_blank_lines } else { style.blank_lines };
    let mut items: Vec<FlowItem> = text.blank_lines(blank_lines).collect();
    let right = text.style.characters(style.right);
    // One line, unless the name is longer than any.
    let organ = signature.organ.as_ref().map(|organ| {
        let tag = text.tag(Structure::Paragraph, None);
        let organ =
            StyledText { keeps_words: true, ..StyledText::new(organ, style.text, Some(tag)) };
        text.lines.paragraph(&[organ], Measure::ragged(text.block_width() - right))
    });
    let organ = organ.unwrap_or_default();
    let organ_width = organ.iter().map(|line| line.width).max().unwrap_or_default();
    let date = signature.date.as_ref().map(|date| {
        let tag = text.tag(Structure::Paragraph, None);
        text.day(date, style.text, tag)
    });
    let date_width = date.as_ref().map(|date| date.width).unwrap_or_default();
    let right = text.block_width() - right;
    let shift = text.style.characters(style.date_shift);
    let (organ_x, date_x) = if sealed {
        let date_end = text.block_width() - text.style.characters(style.sealed_right);
        let centred = date_end - (date_width + organ_width).half();
        let organ_x = centred.min(text.block_width() - organ_width).max(Len::ZERO);
        (organ_x, organ_x + (organ_width - date_width).half())
    } else if date_width > organ_width {
        (right - date_width - shift, right - date_width)
    } else {
        (right - organ_width, right - organ_width + shift)
    };
    for line in &organ {
        items.push(text.flow_item(line, organ_x.max(Len::ZERO)));
    }
    if let Some(date) = &date {
        keep_from(&mut items, 0);
        items.push(text.flow_item(date, date_x.max(Len::ZERO)));
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
