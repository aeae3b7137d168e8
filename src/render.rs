//! Rendering: one [`Document`] in, the bytes of one output out.
//!
//! A format is one file under `render/` with a row of [`FORMATS`].

pub mod docx;
pub mod html;
pub mod markdown;
pub mod pdf;
pub mod sources;

use std::rc::Rc;

use crate::document::Document;
use crate::findings::Outcome;
use crate::font::FontBook;
use crate::layout::Style;
use crate::source::Sources;
use crate::template::Templates;

/// The formats a report can be made in, in the order in which they are made unless another is
/// asked for.
pub const FORMATS: [Format; 4] = [pdf::FORMAT, html::FORMAT, markdown::FORMAT, docx::FORMAT];

/// An outward form of the report.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The word for it on the command line.
    pub word: &'static str,
    /// What it is called to the user.
    pub name: &'static str,
    /// The ending of its files, without the point.
    pub ending: &'static str,
    /// Made unless others are asked for.
    pub is_usual: bool,
    /// Posted for everybody to read: it never holds what is not public.
    pub is_posted: bool,
    /// Made with the style and the fonts of a page.
    pub is_printed: bool,
    /// The web page leads to it, where both say the same.
    pub is_linked: bool,
    /// Goes out to be revised, and comes back: the text as it was sent is kept beside it.
    pub is_revised: bool,
    /// Can say where each figure comes from; a 核校本 is made in such formats only.
    pub shows_origins: bool,
    /// The document's bytes in this format; none where it cannot be made.
    pub render: Render,
}

/// What makes the bytes of a document in one format.
pub type Render = fn(&Document, &Materials<'_>) -> Outcome<Option<Vec<u8>>>;

/// What a renderer works with beside the document.
#[derive(Debug, Clone, Copy)]
pub struct Materials<'a> {
    /// The texts under `templates/`.
    pub templates: &'a Templates,
    /// Style and fonts; none where no format needs them, or where they are at fault.
    pub printing: Option<&'a Printing<'a>>,
    /// What the report was typed in.
    pub sources: &'a Sources,
    /// The name of a PDF that says the same and is made beside it.
    pub pdf: Option<&'a str>,
}

/// What pages are printed with.
#[derive(Debug)]
pub struct Printing<'a> {
    /// The measures of the page.
    pub style: Rc<Style>,
    /// The faces of each role.
    pub fonts: FontBook<'a>,
}

impl PartialEq for Format {
    fn eq(&self, other: &Format) -> bool {
        self.word == other.word
    }
}

impl Eq for Format {}
