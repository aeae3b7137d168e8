//! What every page bears outside the block: its number (7.5), and the stamp of a draft or a
//! 核校本. Measured from the block's top left corner.

use super::length::Len;
use super::line::StyledText;
use super::pages::{Item, Rule};
use super::typesetter::{Typesetter, ascent};

/// 页码, — 1 —: at the right on odd pages, at the left on even ones.
pub(super) fn page_number(text: &mut Typesetter<'_>, number: usize) -> Vec<Item> {
    let style = &text.style.page_number;
    let inset = text.style.characters(style.inset);
    let line = text.line(format!("— {number} —"), style.text, None);
    let x = if number % 2 == 1 { text.block_width() - inset - line.width } else { inset };
    let foot = text.style.page.block_height;
    text.runs(&line, x, foot + style.baseline())
}

/// What stands between the words of a draft that is a 核校本 as well.
pub(super) const BETWEEN_WORDS: &str = "　";

/// A framed word in the top margin: 草稿, 核校本, or both.
pub(super) fn stamp(text: &mut Typesetter<'_>, word: &str) -> Vec<Item> {
    let style = &text.style.draft;
    let word = StyledText { colour: style.colour, ..StyledText::new(word, style.text, None) };
    let line = text.lines.line(&[word]);
    let (size, padding) = (style.text.size, style.padding);
    let right = text.block_width();
    let left = right - line.width - padding.times(2);
    let top = style.top - text.style.page.top;
    let foot = top + size + padding.times(2);
    let mut items = text.runs(&line, left + padding, top + padding + ascent(size));
    let corners: [(Len, Len); 4] = [(left, top), (right, top), (right, foot), (left, foot)];
    for (i, from) in corners.into_iter().enumerate() {
        let to = corners[(i + 1) % corners.len()];
        items.push(Item::Rule(Rule { from, to, thickness: style.rule, colour: style.colour }));
    }
    items
}
