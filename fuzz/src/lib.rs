//! What the fuzz targets share.

#![allow(missing_docs, reason = "read by the targets beside it only")]

use std::fs;
use std::path::{Path, PathBuf};

use nianbao::Options;
use nianbao::document::Document;
use nianbao::files::Files;
use nianbao::font::{FaceData, FontBook, FontList};
use nianbao::layout::Style;
use nianbao::source::Sources;
use nianbao::yaml;
use serde::de::DeserializeOwned;

pub mod base;
pub mod fraction;
#[path = "../../tests/suite/support/markdown.rs"]
#[allow(dead_code, unreachable_pub)]
mod markdown;
pub mod package;
#[path = "../../tests/suite/support/pdf.rs"]
#[allow(dead_code, unreachable_pub)]
mod pdf_file;
#[path = "../../tests/suite/support/random.rs"]
#[allow(dead_code, unreachable_pub)]
mod random;
#[path = "../../tests/suite/support/report.rs"]
#[allow(dead_code, unreachable_pub)]
mod report;
#[path = "../../tests/suite/support/text.rs"]
#[allow(dead_code, unreachable_pub)]
mod text;

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A file of the repository of fixed shape.
fn fixed<T: DeserializeOwned>(path: &str) -> T {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let mut sources = Sources::default();
    let file = sources.add(path, text.as_str());
    yaml::read(file, &text).value.unwrap()
}

pub fn style() -> Style {
    fixed("templates/gbt9704.yaml")
}

pub fn font_list() -> FontList {
    fixed("fonts/fonts.yaml")
}

/// The shipped faces.
pub fn fonts() -> FontBook<'static> {
    let open = |file: &str| {
        let file = fs::File::open(root().join("fonts").join(file))?;
        Ok(FaceData::File(Box::new(file)))
    };
    FontBook::new(font_list(), &[], Box::new(open)).value
}

/// A document that holds a text wherever text can stand.
pub fn document(text: &str) -> Document {
    report::document(text)
}

/// The text of a document.
pub fn text_of(document: &Document) -> String {
    text::text_of(document)
}

/// The text of the article of a web page.
pub fn text_of_page(page: &str) -> String {
    text::text_of_page(page)
}

/// The text of a Markdown file, by a parser that the program does not use, without asterisks.
pub fn text_of_markdown(markdown: &str) -> String {
    markdown::text_of(markdown)
}

/// The glyphs of a PDF in the order of its content, as text.
pub fn text_of_pdf(bytes: &[u8]) -> String {
    let (_, pages) = pdf_file::read(bytes);
    pages.iter().flat_map(|page| &page.glyphs).map(|glyph| glyph.text.as_str()).collect()
}

/// Without what is no ink.
pub fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// Whether all characters of a text may stand in a report: what nobody sees is reported when a file
/// is read, before anything is made of it.
pub fn is_plain(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || is_unseen(c))
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// The files of a project of texts alone.
pub fn files(texts: &[(&str, &str)]) -> Files {
    let add = |files: Files, (path, text): &(&str, &str)| files.with_unsaved(*path, *text);
    texts.iter().fold(Files::default(), add)
}

/// A project made of the bytes of an input, and the edition that is made of it.
pub fn random_project(input: &[u8]) -> (Files, Options) {
    let mut choices = random::Choices::new(input);
    let options = random::options(&mut choices);
    (random::project(&mut choices), options)
}
