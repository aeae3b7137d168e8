//! What every part of the text is written with.

use super::ids::Ids;
use super::measure::Grid;
use super::paragraph::Paragraph;
use crate::document::Document;
use crate::layout::{Measurer, Style};
use crate::sent::Role;

/// The text so far, and what decides how it goes on.
pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) style: &'a Style,
    pub(super) grid: Grid,
    pub(super) measurer: Measurer<'a>,
    pub(super) ids: Ids,
    /// The content of `w:body`.
    pub(super) xml: String,
}

impl Writer<'_> {
    /// A paragraph of the text that is sent, with its runs.
    pub(super) fn sent(&mut self, role: Role, paragraph: &Paragraph, runs: &str) {
        let runs = self.ids.next(role).around(runs);
        self.paragraph(paragraph, &runs);
    }

    /// A paragraph with its runs.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph, runs: &str) {
        self.xml += &paragraph.with(runs);
    }
}
