//! What every part of the text is written with.

use super::measure::Grid;
use super::paragraph::Paragraph;
use crate::document::Document;
use crate::layout::{Measurer, Style};

/// The text so far, and what decides how it goes on.
pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) style: &'a Style,
    pub(super) grid: Grid,
    pub(super) measurer: Measurer<'a>,
    /// The content of `w:body`.
    pub(super) xml: String,
}

impl Writer<'_> {
    /// A paragraph with its runs.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph, runs: &str) {
        self.xml += &paragraph.with(runs);
    }
}
