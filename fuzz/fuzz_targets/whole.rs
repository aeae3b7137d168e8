//! A random project → all outputs: its figures, texts and options are made of the input; the check
//! is run, the report is made where there are no errors, and Markdown, web page, Word document and
//! PDF have the text of the document.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::diagnostic::text::report;
use nianbao::document::Document;
use nianbao::font::FontBook;
use nianbao::fuzzing::{paragraphs, returned};
use nianbao::layout::{Item, Style, lay_out};
use nianbao::render::{docx, html, markdown, pdf};
use nianbao::source::Sources;
use nianbao::{Year, examine, make};
use nianbao_fuzz::{
    fonts, random_project, style, text_of, text_of_markdown, text_of_page, text_of_pdf,
    without_blanks,
};

thread_local! {
    static PRINTING: (Style, FontBook<'static>) = (style(), fonts());
}

fuzz_target!(|input: &[u8]| {
    let (files, options) = random_project(input);
    let mut examined = examine(files, 2024, &options);
    report(&examined.findings, &examined.sources, false);
    if examined.findings.has_errors() {
        return;
    }
    let year = examined.year.take().unwrap();
    check(&year, &mut examined.sources);
});

fn check(year: &Year, sources: &mut Sources) {
    let templates = year.project.templates(sources).value;
    let composed = make::document(year, sources);
    report(&composed.findings, sources, false);
    let Some(document) = composed.value.filter(|_| !composed.findings.has_errors()) else { return };
    let expected = text_of(&document);
    let written = markdown::render(&document);
    let stamp = if document.edition.draft { "草稿" } else { "" };
    let read = text_of_markdown(&written);
    assert_eq!(read, (stamp.to_owned() + &expected).replace('*', ""), "{written}");
    let page = html::render(&document, &templates, sources).value.unwrap();
    assert_eq!(text_of_page(&page), expected);
    PRINTING.with(|(style, fonts)| printed(&document, &expected, style, fonts));
}

fn printed(document: &Document, expected: &str, style: &Style, fonts: &FontBook<'_>) {
    let sources = Sources::default();
    let word = docx::render(document, style, fonts);
    if let Some(word) = word.value {
        let sent = paragraphs(document).into_iter().map(|text| text.trim().to_owned());
        let sent: Vec<String> = sent.filter(|text| !text.is_empty()).collect();
        let read = returned(&word).expect("a document that was made is read");
        assert_eq!(read.paragraphs.concat(), sent.concat());
    }
    let laid_out = lay_out(document, style, fonts, &sources);
    if laid_out.findings.has_errors() {
        return;
    }
    let (mut tagged, mut all) = (String::new(), String::new());
    for item in laid_out.value.pages.iter().flat_map(|page| &page.items) {
        let Item::Run(run) = item else { continue };
        let text: String = run.glyphs.iter().flat_map(|glyph| glyph.text()).collect();
        all += &text;
        if run.tag.is_some() {
            tagged += &text;
        }
    }
    let whole = without_blanks(&tagged);
    assert!(whole.contains(&without_blanks(expected)), "{whole}\n{expected}");
    if let Some(file) = pdf::render(document, style, fonts, &sources).value {
        assert_eq!(without_blanks(&text_of_pdf(&file)), without_blanks(&all));
    }
}
