//! 版头 (7.2): what stands above the title on the first page. Heights are measured from the
//! top edge of the block.

use super::length::Len;
use super::line::{Line, Placed, StyledText};
use super::pages::{Item, Structure};
use super::style::TextStyle;
use super::typesetter::{Typesetter, ascent};
use crate::document::{Markings, RedHead, Text};

/// What stands before the names.
pub const SIGNERS: &str = "签发人：";
/// Its characters.
const LABEL: i64 = 4;

/// 份号, 密级和保密期限, 紧急程度, flush left on the first lines of the block (7.2.1–7.2.3).
/// Also returns where they end on the grid.
pub(super) fn markings(text: &mut Typesetter<'_>, markings: &Markings) -> (Vec<Item>, Len) {
    let style = &text.style.letterhead;
    let rows = [
        (&markings.copy_number, style.copy_number),
        (&markings.secrecy, style.secrecy),
        (&markings.urgency, style.urgency),
    ];
    let mut items = Vec::new();
    let mut y = Len::ZERO;
    for (marking, look) in rows {
        let Some(marking) = marking else { continue };
        let tag = text.tag(Structure::Paragraph, None);
        let line = text.line(marking, look, Some(tag));
        items.extend(row(text, &line, Len::ZERO, y));
        y += text.style.pitch();
    }
    (items, y)
}

/// 发文机关标志, 发文字号, 签发人 and the red rule (7.2.4–7.2.7). Also returns where the flow
/// begins.
pub(super) fn red_head(text: &mut Typesetter<'_>, head: &RedHead) -> (Vec<Item>, Len) {
    let style = &text.style.letterhead;
    let mut items = mark(text, &head.mark);
    let pitch = text.style.pitch();
    let inset = text.style.characters(style.inset);
    let places = signer_places(text, head);
    let y = lines_top(text, head);
    let signers = signers(text, &head.signers, &places);
    for (i, line) in signers.iter().enumerate() {
        let top = y + pitch.times(i64::try_from(i).unwrap_or(0));
        items.extend(row(text, line, places.left, top));
    }
    let y = y + pitch.times(places.rows - 1);
    if let Some(number) = &head.number {
        let tag = text.tag(Structure::Paragraph, None);
        let line = text.line(number, style.number, Some(tag));
        let x = if signers.is_empty() { (text.block_width() - line.width).half() } else { inset };
        items.extend(row(text, &line, x, y));
    }
    let foot = foot(text, head, &places);
    items.push(text.rule(foot - style.rule, style.rule, style.colour));
    (items, foot)
}

/// Where the first line below 发文机关标志 begins.
fn lines_top(text: &mut Typesetter<'_>, head: &RedHead) -> Len {
    let style = &text.style.letterhead;
    let mark = mark_look(text, &head.mark).0;
    let below = text.style.pitch().times(i64::from(style.blank_lines) + 1);
    style.mark_top + mark.size + below - style.number.size
}

/// Where the flow begins below the red rule.
pub(super) fn foot(text: &mut Typesetter<'_>, head: &RedHead, places: &SignerPlaces) -> Len {
    let style = &text.style.letterhead;
    let last = lines_top(text, head) + text.style.pitch().times(places.rows - 1);
    last + style.number.size + style.rule_gap + style.rule.half() + style.rule
}

/// A line of text, its top at `y`.
fn row(text: &mut Typesetter<'_>, line: &Line, x: Len, y: Len) -> Vec<Item> {
    let item = text.flow_item(line, x);
    item.items.iter().map(|item| item.moved(Len::ZERO, y)).collect()
}

/// The look in which 发文机关标志 fits on one line, and how wide its characters are drawn, in
/// percent: narrowed first, then made smaller.
pub(super) fn mark_look(text: &mut Typesetter<'_>, mark: &Text) -> (TextStyle, i64) {
    let style = &text.style.letterhead;
    let mut look = style.mark;
    let widest = style.mark_width.min(text.block_width()).to_units();
    let percent = |width: Len| widest * 100 / width.to_units().max(1);
    let mut width = text.width_of(mark, look);
    let least = i64::from(style.mark_condensed.clamp(1, 100));
    if percent(width) < least {
        look.size = look.size.scale(percent(width), least);
        width = text.width_of(mark, look);
    }
    (look, percent(width).clamp(1, 100))
}

/// 发文机关标志 on one line.
fn mark(text: &mut Typesetter<'_>, mark: &Text) -> Vec<Item> {
    let style = &text.style.letterhead;
    let tag = text.tag(Structure::Paragraph, None);
    let (look, condensed) = mark_look(text, mark);
    let line = text
        .lines
        .line(&[StyledText { colour: style.colour, ..StyledText::new(mark, look, Some(tag)) }]);
    let x = (text.block_width() - line.width.scale(condensed, 100)).half();
    let mut items = text.runs(&line, Len::ZERO, style.mark_top + ascent(look.size));
    for item in &mut items {
        if let Item::Run(run) = item {
            run.x = x + run.x.scale(condensed, 100);
            run.condensed = u32::try_from(condensed).unwrap_or(100);
            for glyph in &mut run.glyphs {
                glyph.dx = glyph.dx.scale(condensed, 100);
            }
        }
    }
    items
}

/// Where 签发人 stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerPlaces {
    /// How many names stand on a line.
    pub a_line: usize,
    /// Where the lines begin, from the left edge of the block.
    pub left: Len,
    /// Where each name of a line begins, from there.
    pub names: Vec<Len>,
    /// They are too wide to share a line with the number, which takes the next; otherwise the last
    /// of them stand on its line.
    pub are_above_number: bool,
    /// How many lines they and the number take; one where there is neither.
    pub(super) rows: i64,
}

/// Two names a line where the room beside the number allows it, further lines aligned under the
/// first name.
pub(super) fn signer_places(text: &mut Typesetter<'_>, head: &RedHead) -> SignerPlaces {
    let style = &text.style.letterhead;
    let inset = text.style.characters(style.inset);
    let number = head.number.as_ref();
    let number_width = number.map_or(Len::ZERO, |number| text.width_of(number, style.number));
    let free = text.block_width() - inset.times(2) - number_width - text.style.characters(1);
    let longest = head.signers.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(3);
    let longest = i64::try_from(longest).unwrap_or(i64::MAX);
    let cell = text.style.cell(style.number.size);
    let label_width = cell.times(LABEL);
    let a_line = if label_width + cell.times(2 * longest + 1) > free { 1 } else { 2 };
    let names: Vec<Len> =
        (0..a_line).map(|name| label_width + cell.times(name * (longest + 1))).collect();
    let mut width = Len::ZERO;
    for line in head.signers.chunks(names.len()) {
        for (name, x) in line.iter().zip(&names) {
            width = width.max(*x + text.width_of(name, style.signer));
        }
    }
    let are_above_number = width > free;
    let rows = head.signers.len().div_ceil(names.len()) + usize::from(are_above_number);
    SignerPlaces {
        a_line: names.len(),
        left: text.block_width() - inset - width,
        are_above_number,
        rows: i64::try_from(rows.max(1)).unwrap_or(1),
        names,
    }
}

/// The lines of 签发人.
fn signers(text: &mut Typesetter<'_>, signers: &[Text], places: &SignerPlaces) -> Vec<Line> {
    let style = &text.style.letterhead;
    let tag = (!signers.is_empty()).then(|| text.tag(Structure::Paragraph, None));
    let mut lines = Vec::new();
    for (i, names) in signers.chunks(places.a_line).enumerate() {
        let label = if i == 0 { SIGNERS } else { "" };
        let mut line = text.line(label, style.number, tag);
        for (name, x) in names.iter().zip(&places.names) {
            let name = text.line(name, style.signer, tag);
            line.glyphs
                .extend(name.glyphs.into_iter().map(|glyph| Placed { x: glyph.x + *x, ..glyph }));
            line.width = *x + name.width;
        }
        lines.push(line);
    }
    lines
}
