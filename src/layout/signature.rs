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
    let style = &text.style.signature;
    let sealed = edition.seal || style.sealed == YesNo::Yes;
    let blank_lines = if sealed { style.sealed_blank_lines } else { style.blank_lines };
    let mut items: Vec<FlowItem> = text.blank_lines(blank_lines).collect();
    let tag = text.tag(Structure::Paragraph, None);
    let right = text.style.characters(style.right);
    // One line, unless the name is longer than any.
    let organ = text.lines.paragraph(
        &[StyledText {
            keeps_words: true,
            ..StyledText::new(&signature.organ, style.text, Some(tag))
        }],
        Measure::ragged(text.block_width() - right),
    );
    let organ_width = organ.iter().map(|line| line.width).max().unwrap_or_default();
    let tag = text.tag(Structure::Paragraph, None);
    let date = text.day(&signature.date, style.text, tag);
    let right = text.block_width() - right;
    let shift = text.style.characters(style.date_shift);
    let (organ_x, date_x) = if sealed {
        let date_end = text.block_width() - text.style.characters(style.sealed_right);
        let centred = date_end - (date.width + organ_width).half();
        let organ_x = centred.min(text.block_width() - organ_width).max(Len::ZERO);
        (organ_x, organ_x + (organ_width - date.width).half())
    } else if date.width > organ_width {
        (right - date.width - shift, right - date.width)
    } else {
        (right - organ_width, right - organ_width + shift)
    };
    for line in &organ {
        items.push(text.flow_item(line, organ_x.max(Len::ZERO)));
    }
    keep_from(&mut items, 0);
    items.push(text.flow_item(&date, date_x.max(Len::ZERO)));
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
