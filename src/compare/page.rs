//! The list of changes as one value, which is shown on a terminal or as Markdown.

/// All that is shown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// What is compared.
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
    /// Lists of which the blocks tell the beginning only: for a file, not for a terminal.
    pub(super) appendix: Vec<Block>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading, of level 2 or 3.
    Heading(usize, String),
    Line(String),
    /// A table of figures: the names of its columns, and its rows.
    Table([String; 4], Vec<[String; 4]>),
    Entry(Entry),
}

/// What became of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// 改写, 新增 …
    pub(super) what: &'static str,
    /// Where it stands, and whose it is.
    pub(super) place: String,
    /// Its text, piece by piece.
    pub(super) pieces: Vec<Piece>,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) mark: Mark,
    pub(super) text: String,
}

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Kept,
    Removed,
    Added,
}

impl Piece {
    pub(super) fn new(mark: Mark, text: &str) -> Piece {
        Piece { mark, text: text.to_owned() }
    }
}
