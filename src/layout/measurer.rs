//! What the widths of text decide of a document whose lines and pages another program breaks.

use std::fmt;

use super::length::Len;
use super::letterhead::{self, SignerPlaces};
use super::overflow::overflows;
use super::set_table::{SetTable, set_table};
use super::signature::{self, SignaturePlaces};
use super::style::Style;
use super::typesetter::Typesetter;
use super::{attachment, body, front, preflight};
use crate::document::{Attachment, AttachmentNote, Document, RedHead, Table, UnderTitle};
use crate::findings::Findings;
use crate::font::FontBook;

/// Answers what the layout decides by the widths of text: where titles are broken, and where what
/// stands at the right begins.
pub struct Measurer<'a> {
    text: Typesetter<'a>,
}

/// How large 发文机关标志 is, so that it fits on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkLook {
    /// Height of the em.
    pub size: Len,
    /// How wide its characters are drawn, in percent.
    pub condensed: i64,
}

impl fmt::Debug for Measurer<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Measurer").finish_non_exhaustive()
    }
}

impl<'a> Measurer<'a> {
    /// Of a style and its fonts.
    pub fn new(style: &'a Style, fonts: &'a FontBook<'a>) -> Measurer<'a> {
        Measurer { text: Typesetter::new(style, fonts) }
    }

    /// The lines of the title.
    pub fn title(&mut self, document: &Document) -> Vec<String> {
        body::title_lines(&mut self.text, document)
    }

    /// The lines of 副标题 or 报告人.
    pub fn under_title(&mut self, under: &UnderTitle, phrases: &[String]) -> Vec<String> {
        body::under_title_lines(&mut self.text, under, phrases)
    }

    /// The lines of an attachment's title.
    pub fn attachment_title(&mut self, of: &Attachment, phrases: &[String]) -> Vec<String> {
        attachment::title_lines(&mut self.text, of, phrases)
    }

    /// How large 发文机关标志 is.
    pub fn mark(&mut self, head: &RedHead) -> MarkLook {
        let (look, condensed) = letterhead::mark_look(&mut self.text, &head.mark);
        MarkLook { size: look.size, condensed }
    }

    /// Where 签发人 stand.
    pub fn signers(&mut self, head: &RedHead) -> SignerPlaces {
        letterhead::signer_places(&mut self.text, head)
    }

    /// Where 署名 and 成文日期 stand.
    pub fn signature(&mut self, document: &Document) -> SignaturePlaces {
        signature::places(&mut self.text, document)
    }

    /// Where the first line of a note on an attachment begins, and where its next ones do.
    pub fn note(&mut self, note: &AttachmentNote<'_>) -> (Len, Len) {
        attachment::note_places(&mut self.text, note)
    }

    /// A table as a page has it. One for which the block is too narrow is told by [`preflight()`].
    ///
    /// [`preflight()`]: super::preflight()
    pub fn table<'t>(&mut self, table: &'t Table) -> SetTable<'t> {
        set_table(&mut self.text, table)
    }

    /// Whether 主送机关 stand above the text, and to whom the report is sent as 版记 lists it.
    pub fn addressees(&mut self, document: &Document) -> (bool, Vec<String>) {
        let head = front::head(document, &mut self.text);
        let is_above = front::is_salutation_above(document, &mut self.text, &head);
        (is_above, front::lists(document, is_above))
    }

    /// What is wrong with the title's lines, and what the paper has no room for.
    pub fn findings(&mut self, document: &Document) -> Findings {
        let title = preflight::long_title(&mut self.text, document);
        title.into_iter().chain(overflows(&mut self.text, document)).collect()
    }
}
