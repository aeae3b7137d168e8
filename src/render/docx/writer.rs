//! What every part of the text is written with.

use super::ids::Ids;
use super::measure::Grid;
use super::paragraph::{PROPERTIES_END, Paragraph};
use super::section::Sections;
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
    pub(super) sections: Sections,
    /// Whether the pages are turned on which it goes on.
    pub(super) is_turned: bool,
    /// Where in the content the last paragraph begins.
    pub(super) last: Option<usize>,
    /// How many tables there are so far.
    pub(super) tables: usize,
}

impl Writer<'_> {
    /// A paragraph of the text that is sent, with its runs.
    pub(super) fn sent(&mut self, role: Role, paragraph: &Paragraph, runs: &str) {
        let runs = self.ids.next(role).around(runs);
        self.paragraph(paragraph, &runs);
    }

    /// A paragraph with its runs.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph, runs: &str) {
        self.last = Some(self.xml.len());
        self.xml += &paragraph.with(runs);
    }
    /// Goes on on pages that are turned, or that are not. Where the pages before are of the other kind,
    /// their section ends with the last paragraph; there is one behind every table.
    pub(super) fn turn(&mut self, is_turned: bool) {
        if self.is_turned == is_turned {
            return;
        }
        let section = self.sections.of(self.is_turned);
        self.is_turned = is_turned;
        let Some(start) = self.last else { return };
        let end = self.xml.get(start..).and_then(|paragraph| paragraph.find(PROPERTIES_END));
        if let Some(end) = end {
            self.xml.insert_str(start + end, section);
        }
    }
}
