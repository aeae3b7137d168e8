//! 版头 (7.2): what stands above the title on the first page. Heights are measured from the
//! top edge of the block.

use super::length::Len;
use super::line::{Line, Placed, StyledText};
use super::pages::{Item, Structure};
use super::style::TextStyle;
use super::typesetter::{Typesetter, ascent};
use crate::document::{Markings, RedHead, Text};

/// What stands before the names.
pub(super) const SIGNERS: &str = "签发人：";
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
    let (mut items, mark_foot) = mark(text, &head.mark);
    let pitch = text.style.pitch();
    let mut y = mark_foot + pitch.times(i64::from(style.blank_lines) + 1) - style.number.size;
    let inset = text.style.characters(style.inset);
    // The last signers share their line with the number.
    let number = head.number.as_ref();
    let number_width = number.map_or(Len::ZERO, |number| text.width_of(number, style.number));
    let free = text.block_width() - inset.times(2) - number_width - text.style.characters(1);
    let signers = signers(text, &head.signers, free);
    let signers_width = signers.iter().map(|line| line.width).max().unwrap_or_default();
    for (i, line) in signers.iter().enumerate() {
        let top = y + pitch.times(i64::try_from(i).unwrap_or(0));
        items.extend(row(text, line, text.block_width() - inset - signers_width, top));
    }
    // Where the names are too wide to share a line with it, the number takes the next.
    let rows = (signers.len() + usize::from(signers_width > free)).max(1);
    y += pitch.times(i64::try_from(rows - 1).unwrap_or(0));
    if let Some(number) = number {
        let tag = text.tag(Structure::Paragraph, None);
        let line = text.line(number, style.number, Some(tag));
        let x = if signers.is_empty() { (text.block_width() - line.width).half() } else { inset };
        items.extend(row(text, &line, x, y));
    }
    let rule_y = y + style.number.size + style.rule_gap + style.rule.half();
    items.push(text.rule(rule_y, style.rule, style.colour));
    (items, rule_y + style.rule)
}

/// A line of text, its top at `y`.
fn row(text: &mut Typesetter<'_>, line: &Line, x: Len, y: Len) -> Vec<Item> {
    let item = text.flow_item(line, x);
    item.items.iter().map(|item| item.moved(Len::ZERO, y)).collect()
}

/// 发文机关标志 on one line: narrowed first, then made smaller. Also returns where it ends.
fn mark(text: &mut Typesetter<'_>, mark: &Text) -> (Vec<Item>, Len) {
    let style = &text.style.letterhead;
    let tag = text.tag(Structure::Paragraph, None);
    let coloured = |look: TextStyle| StyledText {
        colour: style.colour,
        ..StyledText::new(mark, look, Some(tag))
    };
    let mut look = style.mark;
    let mut line = text.lines.line(&[coloured(look)]);
    let widest = style.mark_width.min(text.block_width()).to_units();
    let percent = |line: &Line| widest * 100 / line.width.to_units().max(1);
    let least = i64::from(style.mark_condensed.clamp(1, 100));
    if percent(&line) < least {
        look.size = look.size.scale(percent(&line), least);
        line = text.lines.line(&[coloured(look)]);
    }
    let condensed = percent(&line).clamp(1, 100);
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
    (items, style.mark_top + look.size)
}

/// 签发人, two names a line where the free width allows it, further lines aligned under the
/// first name.
fn signers(text: &mut Typesetter<'_>, signers: &[Text], free: Len) -> Vec<Line> {
    let style = &text.style.letterhead;
    let tag = (!signers.is_empty()).then(|| text.tag(Structure::Paragraph, None));
    let longest = signers.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(3);
    let longest = i64::try_from(longest).unwrap_or(i64::MAX);
    let cell = text.style.cell(style.number.size);
    let label_width = cell.times(LABEL);
    let a_line = if label_width + cell.times(2 * longest + 1) > free { 1 } else { 2 };
    let mut lines = Vec::new();
    for (i, names) in signers.chunks(a_line).enumerate() {
        let label = if i == 0 { SIGNERS } else { "" };
        let mut line = text.line(label, style.number, tag);
        let mut x = label_width;
        for name in names {
            let name = text.line(name, style.signer, tag);
            line.glyphs
                .extend(name.glyphs.into_iter().map(|glyph| Placed { x: glyph.x + x, ..glyph }));
            line.width = x + name.width;
            x += cell.times(longest + 1);
        }
        lines.push(line);
    }
    lines
}
