//! The measures of the style in the units of the format.

use crate::layout::{Colour, Len, Style};

/// Units of a length in a twip, the twentieth of a point.
const TWIP: i64 = Len::pt(1).to_units() / 20;

/// In twips, rounded.
pub(super) fn twips(length: Len) -> i64 {
    rounded(length.to_units(), TWIP)
}

/// In half points, as sizes of type are given.
pub(super) fn half_points(size: Len) -> i64 {
    rounded(size.to_units(), Len::pt(1).to_units() / 2)
}

/// In points.
pub(super) fn points(length: Len) -> i64 {
    rounded(length.to_units(), Len::pt(1).to_units())
}

/// In eighths of a point, as the thickness of rules is given.
pub(super) fn eighths(thickness: Len) -> i64 {
    rounded(thickness.to_units() * 8, Len::pt(1).to_units()).clamp(2, 96)
}

/// `E60012`
pub(super) fn colour(Colour(red, green, blue): Colour) -> String {
    format!("{red:02X}{green:02X}{blue:02X}")
}

fn rounded(length: i64, unit: i64) -> i64 {
    (length * 2 + unit).div_euclid(unit * 2)
}

/// The grid of lines and characters on a page that is not turned, in twips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grid {
    /// From the top of one line to the top of the next.
    pub(super) pitch: i64,
    /// What is added to the width of a character, in 1/4096 of a point.
    pub(super) character_space: i64,
    /// Paper and margins.
    pub(super) page: Page,
}

/// Paper and margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) top: i64,
    pub(super) right: i64,
    pub(super) bottom: i64,
    pub(super) left: i64,
}

impl Page {
    /// The same sheet turned: its left edge is at the top.
    pub(super) fn turned(self) -> Page {
        Page {
            width: self.height,
            height: self.width,
            top: self.left,
            right: self.top,
            bottom: self.right,
            left: self.bottom,
        }
    }
}

impl Grid {
    /// A page holds its whole number of lines and a line its characters only if they are no larger
    /// than the block, to the twip; so the block is what they need, which differs from the style's by
    /// a few twips, and the margins below and at the right are what is left.
    pub(super) fn of(style: &Style) -> Grid {
        let page = &style.page;
        let (lines, characters) = (i64::from(page.lines.max(1)), i64::from(page.characters.max(1)));
        let pitch = twips(page.block_height.scale(1, lines));
        let cell = style.cell(style.body.text.size) - style.body.text.size;
        let character_space = rounded(cell.to_units() * 4096, Len::pt(1).to_units());
        let size = half_points(style.body.text.size) * 10;
        // In 1/4096 of a point; a twip has 4096 / 20 of them.
        let line = (size * 4096 / 20 + character_space) * characters;
        let block_width = (line * 20).div_euclid(4096) + i64::from((line * 20) % 4096 != 0);
        let (width, height) = (twips(page.width), twips(page.height));
        let (top, left) = (twips(page.top), twips(page.left));
        Grid {
            pitch,
            character_space,
            page: Page {
                width,
                height,
                top,
                right: width - left - block_width,
                bottom: height - top - pitch * lines,
                left,
            },
        }
    }

    /// What is added to the width of a character, in twips, so that as many stand on a line as the grid
    /// has.
    pub(super) fn spacing(self, style: &Style) -> i64 {
        let cell = style.cell(style.body.text.size) - style.body.text.size;
        cell.to_units().div_euclid(TWIP)
    }

    /// So many lines.
    pub(super) fn lines(self, count: u32) -> i64 {
        self.pitch * i64::from(count)
    }
}
