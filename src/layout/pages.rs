//! Pages: where every glyph and every rule stands, before there is any file.
//!
//! A writer of pages needs these values and, for the outlines of the glyphs, the
//! [`FontBook`]; nothing of the report is set or counted after them.

use std::fmt::Write;

use super::length::Len;
use super::style::Colour;
use crate::font::{FaceId, FontBook};

/// What an element of the text is, as the tag tree of a PDF names it (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Structure {
    /// Of level 1 for the title; a heading of the report's level n is one of level n + 1.
    Heading(u8),
    /// Any text that is no heading and in no table.
    Paragraph,
    /// A table, with its caption.
    Table,
    /// The caption of a table, and its line of units.
    Caption,
    /// The header rows of a table.
    Head,
    /// The other rows of a table.
    Body,
    /// A row of a table.
    Row,
    /// A header cell of a table.
    HeaderCell(Scope, Spans),
    /// A cell of a table.
    Cell(Spans),
}

/// What a header cell is the header of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The cells below it.
    Column,
    /// The cells of its rows, or the rows that it heads.
    Row,
}

/// Over how many rows and columns a cell goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spans {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
}

impl Spans {
    /// Those of a cell of one row and one column.
    pub const NONE: Spans = Spans { rows: 1, columns: 1 };
}

/// Index of a tag in [`Pages::tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub usize);

/// An element of the text: a node of the tag tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// What it is.
    pub structure: Structure,
    /// The element it is a part of; none for one of the document itself.
    pub parent: Option<TagId>,
    /// The header cells of a cell, where their scopes do not say enough.
    pub headers: Vec<TagId>,
}

/// How the glyphs of a run stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Direction {
    /// On a line, as usual.
    #[default]
    Across,
    /// Upright, as part of a label whose characters stand one under the other.
    Down,
    /// Turned a quarter clockwise, from the top downwards.
    Turned,
}

/// Glyphs of one face, size, colour and tag that follow each other on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The face of its glyphs.
    pub face: FaceId,
    /// Height of the em.
    pub size: Len,
    /// Width of the glyphs in percent of their natural width.
    pub condensed: u32,
    /// Colour of the glyphs.
    pub colour: Colour,
    /// The element it belongs to; none for what is no part of the text (page numbers, stamps,
    /// repeated header rows, the marks of a 核校本).
    pub tag: Option<TagId>,
    /// Origin of the first glyph, from the left edge of the paper.
    pub x: Len,
    /// The baseline, from the top edge of the paper; of a turned run the origin of the first glyph,
    /// and `x` is the baseline.
    pub y: Len,
    /// How they stand.
    pub direction: Direction,
    /// Its glyphs, from left to right.
    pub glyphs: Vec<RunGlyph>,
}

impl Run {
    /// Where the last glyph's advance ends: from the left edge of the paper, of a turned run from
    /// its top edge.
    pub fn end(&self) -> Len {
        let start = if self.direction == Direction::Turned { self.y } else { self.x };
        self.glyphs.last().map_or(start, |last| {
            let advance =
                self.size.scale(i64::from(last.advance) * i64::from(self.condensed), 100_000);
            start + last.dx + advance
        })
    }
}

/// A glyph of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunGlyph {
    /// Its number in the face.
    pub id: u16,
    /// Its natural advance in 1/1000 em.
    pub advance: u16,
    /// The character that it stands for.
    pub character: char,
    /// How many of them: two of a —— that is drawn as one.
    pub count: usize,
    /// From the run's origin to the glyph's.
    pub dx: Len,
}

impl RunGlyph {
    /// The text it stands for.
    pub fn text(&self) -> impl Iterator<Item = char> + use<> {
        std::iter::repeat_n(self.character, self.count)
    }
}

/// A straight line, horizontal or vertical; the ends are on its middle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// One end, from the left and top edges of the paper.
    pub from: (Len, Len),
    /// The other end.
    pub to: (Len, Len),
    /// How thick it is.
    pub thickness: Len,
    /// Its colour.
    pub colour: Colour,
}

/// Something that stands on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Text.
    Run(Run),
    /// A rule, which is no part of the text.
    Rule(Rule),
}

impl Item {
    /// The same, moved to the right and down.
    pub(super) fn moved(&self, dx: Len, dy: Len) -> Item {
        match self {
            Item::Run(run) => Item::Run(Run { x: run.x + dx, y: run.y + dy, ..run.clone() }),
            Item::Rule(rule) => Item::Rule(Rule {
                from: (rule.from.0 + dx, rule.from.1 + dy),
                to: (rule.to.0 + dx, rule.to.1 + dy),
                ..rule.clone()
            }),
        }
    }

    /// The same turned a quarter clockwise about the origin, which then lies at `(x, y)`.
    pub(super) fn turned(&self, (x, y): (Len, Len)) -> Item {
        let turned = |(across, down): (Len, Len)| (x - down, y + across);
        match self {
            Item::Run(run) => {
                let (x, y) = turned((run.x, run.y));
                Item::Run(Run { x, y, direction: Direction::Turned, ..run.clone() })
            }
            Item::Rule(rule) => {
                Item::Rule(Rule { from: turned(rule.from), to: turned(rule.to), ..rule.clone() })
            }
        }
    }

    /// The same as no part of the text.
    pub(super) fn untagged(&self) -> Item {
        match self {
            Item::Run(run) => Item::Run(Run { tag: None, ..run.clone() }),
            Item::Rule(rule) => Item::Rule(rule.clone()),
        }
    }
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Width of the paper as the page is read: of a turned one its longer side.
    pub width: Len,
    /// Height of the paper as the page is read.
    pub height: Len,
    /// What stands on it, in the order in which it is read and painted.
    pub items: Vec<Item>,
}

/// An entry of the outline (bookmarks).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    /// From 1, as in the document.
    pub level: u8,
    /// What it says.
    pub text: String,
    /// Index of its page in [`Pages::pages`].
    pub page: usize,
    /// Top of the heading's line, from the top edge of the paper.
    pub y: Len,
}

/// The laid-out report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    /// The pages, in order.
    pub pages: Vec<Page>,
    /// The elements of the text in reading order, parents before children.
    pub tags: Vec<Tag>,
    /// The outline, in reading order.
    pub bookmarks: Vec<Bookmark>,
}

impl Pages {
    /// Every run and rule as a line of text: page, left end, right end and baseline in
    /// millimetres, face, size in points, text. Tests compare layouts in this form.
    pub fn describe(&self, fonts: &FontBook<'_>) -> String {
        let mut out = String::new();
        for (number, page) in self.pages.iter().enumerate() {
            for item in &page.items {
                let page = number + 1;
                // Writing to a String cannot fail.
                let _ = match item {
                    Item::Run(run) => writeln!(
                        out,
                        "p{page} {:>8} {:>8} {:>8} {:<18} {:>4} {}",
                        run.x.show_mm(),
                        run.end().show_mm(),
                        run.y.show_mm(),
                        fonts.name(run.face),
                        run.size.to_pt(),
                        run.glyphs.iter().flat_map(RunGlyph::text).collect::<String>()
                    ),
                    Item::Rule(Rule { from, to, thickness, .. }) => writeln!(
                        out,
                        "p{page} {:>8} {:>8} {:>8} rule to {}, {} thick",
                        from.0.show_mm(),
                        to.0.show_mm(),
                        from.1.show_mm(),
                        to.1.show_mm(),
                        thickness.show_mm()
                    ),
                };
            }
        }
        out
    }
}
