//! The parts of a line: cells on their way into it, and glyphs on it.

use crate::document::FactId;
use crate::font::Glyph;
use crate::layout::length::Len;
use crate::layout::pages::TagId;
use crate::layout::style::Colour;

/// A glyph on its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) glyph: Glyph,
    pub(crate) character: char,
    /// How many such characters the glyph stands for: 2 for a —— drawn as one.
    pub(crate) count: usize,
    /// Its origin, from the line's left end.
    pub(crate) x: Len,
    pub(crate) size: Len,
    pub(crate) colour: Colour,
    pub(crate) tag: Option<TagId>,
    /// Set on the last character of a figure.
    pub(crate) fact: Option<FactId>,
}

/// One set line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) glyphs: Vec<Placed>,
    /// From the left end to the end of the last cell, a trailing blank left out.
    pub(crate) width: Len,
}

/// How wide a text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    /// On one line.
    pub(crate) width: Len,
    /// Its widest part that belongs together, such as a number with its unit.
    pub(crate) group: Len,
    /// Its widest word or number.
    pub(crate) word: Len,
}

/// How wide the lines of a paragraph are, and how they are indented.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    pub(crate) width: Len,
    pub(crate) first_indent: Len,
    pub(crate) rest_indent: Len,
    /// Whether lines that another follows are spread to fill the width.
    pub(crate) justified: bool,
}

impl Measure {
    pub(crate) fn justified(width: Len, first_indent: Len, rest_indent: Len) -> Measure {
        Measure { width, first_indent, rest_indent, justified: true }
    }

    /// For narrow cells, where spreading would tear words apart.
    pub(crate) fn ragged(width: Len) -> Measure {
        let none = Len::ZERO;
        Measure { width, first_indent: none, rest_indent: none, justified: false }
    }

    pub(crate) fn indent(self, first: bool) -> Len {
        if first { self.first_indent } else { self.rest_indent }
    }
}

/// One character on its way into a line.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) placed: Placed,
    pub(super) width: Len,
    /// What it may give up when the line is squeezed, and at which side.
    pub(super) shrink: Len,
    pub(super) shrinks_left: bool,
    /// The cost of ending a line after it.
    pub(super) end_cost: i64,
    /// Whether a spread line opens a gap after it.
    pub(super) stretches: bool,
}

/// How many cells of a line's end are blanks, which take no width there.
pub(super) fn trailing_blanks(cells: &[Cell]) -> usize {
    cells.iter().rev().take_while(|cell| is_blank(cell)).count()
}

/// Whether nothing is seen of a cell at a line's end.
pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.placed.character == ' '
}
