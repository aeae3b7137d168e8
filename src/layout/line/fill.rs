//! Justification: the cells of one line put where they stand.

use super::breaks::may_spread;
use super::cell::{Cell, Line, trailing_blanks};
use crate::layout::length::Len;

/// Places the cells of one line: squeezed if they are wider than the line, spread if they must
/// fill it and no gap becomes too wide by it.
pub(super) fn fill_line(cells: &[Cell], line_width: Len, fill: bool) -> Line {
    let inked = cells.len() - trailing_blanks(cells);
    let natural: Len = cells[..inked].iter().map(|cell| cell.width).sum();
    let shrink: Len = cells[..inked].iter().map(|cell| cell.shrink).sum();
    let gaps = cells[..inked.saturating_sub(1)].iter().filter(|cell| cell.stretches).count();
    let excess = (natural - line_width).max(Len::ZERO).min(shrink);
    let slack = (line_width - natural).max(Len::ZERO);
    let size = cells.first().map_or(Len::ZERO, |cell| cell.placed.size);
    let opened = i64::try_from(gaps).unwrap_or(i64::MAX);
    let slack = if fill && may_spread(slack, opened, size) { slack } else { Len::ZERO };

    // Shares are taken from running totals, so that rounding never adds up.
    let mut glyphs = Vec::with_capacity(cells.len());
    let (mut pen, mut width) = (Len::ZERO, Len::ZERO);
    let (mut shrunk, mut opened) = (Len::ZERO, 0_i64);
    for (i, cell) in cells.iter().enumerate() {
        let share = |part: Len| excess.scale(part.to_units(), shrink.to_units().max(1));
        let squeezed =
            if i < inked { share(shrunk + cell.shrink) - share(shrunk) } else { Len::ZERO };
        shrunk += cell.shrink;
        let mut placed = cell.placed.clone();
        placed.x += pen - if cell.shrinks_left { squeezed } else { Len::ZERO };
        glyphs.push(placed);
        pen += cell.width - squeezed;
        if i < inked {
            width = pen;
        }
        if cell.stretches && i + 1 < inked {
            let total = i64::try_from(gaps.max(1)).unwrap_or(i64::MAX);
            pen += slack.scale(opened + 1, total) - slack.scale(opened, total);
            opened += 1;
        }
    }
    Line { glyphs, width }
}
