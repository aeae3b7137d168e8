//! Random projects: whatever a department types, Markdown, web page, Word document and PDF have the
//! text of the document, each by a reader that the program does not use.

use std::collections::BTreeMap;

use nianbao::diagnostic::Severity;
use nianbao::document::Document;
use nianbao::font::FontBook;
use nianbao::render::{docx, html, markdown, pdf};
use nianbao::source::Sources;
use nianbao::{Year, examine, make};
use proptest::prelude::*;

use crate::pdf::{fonts, style};
use crate::support::random::{self, Choices};
use crate::support::text::{text_of, text_of_page};
use crate::support::word::Word;
use crate::support::{markdown as reader, pdf as file};

thread_local! {
    static FONTS: FontBook<'static> = fonts();
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether some characters of a text are all of the other, in order.
fn is_within(part: &str, whole: &str) -> bool {
    let mut whole = whole.chars();
    part.chars().all(|sought| whole.any(|c| c == sought))
}

fn check(year: &Year, sources: &mut Sources) -> bool {
    let composed = make::document(year, sources);
    let Some(document) = composed.value.filter(|_| !composed.findings.has_errors()) else {
        return false;
    };
    let expected = text_of(&document);
    let written = markdown::render(&document);
    let stamp = if document.edition.draft { "草稿" } else { "" };
    let read = reader::text_of(&written);
    assert_eq!(read, (stamp.to_owned() + &expected).replace('*', ""), "{written}");
    let templates = year.project.templates(sources).value;
    let page = html::render(&document, &templates, sources).value.unwrap();
    assert_eq!(text_of_page(&page), expected);
    FONTS.with(|fonts| printed(&document, &without_blanks(&expected), fonts));
    true
}

fn printed(document: &Document, expected: &str, fonts: &FontBook<'_>) {
    let sources = Sources::default();
    if let Some(bytes) = docx::render(document, &style(), fonts).value {
        let shown = without_blanks(&Word::open(&bytes).part("word/document.xml").shown());
        assert!(shown.contains(expected) || is_within(expected, &shown), "{shown}\n{expected}");
    }
    let Some(bytes) = pdf::render(document, &style(), fonts, &sources).value else { return };
    let (_, pages) = file::read(&bytes);
    let shown: String =
        pages.iter().flat_map(|page| &page.glyphs).map(|glyph| glyph.text.as_str()).collect();
    // Page numbers, the stamp of a draft and the marks of a 核校本 stand between.
    assert!(is_within(expected, &without_blanks(&shown)), "{shown}\n{expected}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn all_outputs_of_a_random_project_have_its_text(bytes in prop::collection::vec(any::<u8>(), 60..160)) {
        let mut choices = Choices::new(&bytes);
        let options = random::options(&mut choices);
        let mut examined = examine(random::project(&mut choices), 2024, &options);
        if !examined.findings.has_errors() {
            let year = examined.year.take().unwrap();
            check(&year, &mut examined.sources);
        }
    }
}

#[test]
fn many_random_projects_are_made() {
    let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
    let made = (0..64u8).filter(|seed| {
        let byte = |at: u8| at.wrapping_mul(151).wrapping_add(seed.wrapping_mul(37)) ^ (at >> 3);
        let bytes: Vec<u8> = (0..140).map(byte).collect();
        let mut choices = Choices::new(&bytes);
        let options = random::options(&mut choices);
        let mut examined = examine(random::project(&mut choices), 2024, &options);
        make::rehearse(&mut examined);
        let errors = examined.findings.iter().filter(|found| found.severity == Severity::Error);
        errors.for_each(|found| *refused.entry(found.code.name()).or_default() += 1);
        !examined.findings.has_errors()
    });
    let made = made.count();
    assert!(made >= 8, "{made} were made, the others refused: {refused:?}");
}
