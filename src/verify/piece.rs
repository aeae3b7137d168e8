//! What the text of a file is made of: its pieces, each with its place.

use crate::render::pdf;

/// A place in a file, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// A line of a text, from 1.
    Line(usize),
    /// A page, from 1.
    Page(usize),
    /// A paragraph, from 1.
    Paragraph(usize),
}

impl Spot {
    /// `第 3 页`
    pub(super) fn shown(self) -> String {
        match self {
            Spot::Line(line) => format!("第 {line} 行"),
            Spot::Page(page) => format!("第 {page} 页"),
            Spot::Paragraph(paragraph) => format!("第 {paragraph} 段"),
        }
    }
}

/// A piece of the text of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) spot: Spot,
    pub(super) text: String,
}

/// The text of a file, piece by piece, in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// Its pieces.
    pub(super) pieces: Vec<Piece>,
    /// Whether it has what stands before the title and after the report: the red head and 版记.
    pub(super) is_whole: bool,
    /// Which piece is the title, where that is known.
    pub(super) title: Option<usize>,
    /// Pages, of a file that has some.
    pub(super) pages: Option<usize>,
    /// What a PDF lacks.
    pub(super) faults: Vec<pdf::Fault>,
}

impl Form {
    /// Whether no character of it can be read.
    pub(super) fn is_without_text(&self) -> bool {
        self.pieces.iter().all(|piece| piece.text.trim().is_empty())
    }
}
