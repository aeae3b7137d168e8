//! The text of a layout → `Document` → Markdown and web page, read back: an independent reader of
//! Markdown and the article of the page have the text of the document.

#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use nianbao::diagnostic::text::report;
use nianbao::files::Files;
use nianbao::fuzzing::compose;
use nianbao::render::{html, markdown};
use nianbao::source::{Content, FileId, Sources};
use nianbao::template::Templates;
use nianbao::{Options, Year, examine};
use nianbao_fuzz::{base, is_plain, text_of, text_of_markdown, text_of_page};

/// A checked year whose layout is replaced.
struct Base {
    year: Year,
    sources: Sources,
    templates: Templates,
    layout: FileId,
}

impl Base {
    fn new() -> Base {
        let files: Files = base::files(base::JUSTICE, base::PETITIONS);
        let mut examined = examine(files, 2024, &Options::default());
        let year = examined.year.take().unwrap();
        let mut sources = examined.sources;
        let templates = year.project.templates(&mut sources).value;
        let is_layout = |(name, _): &&(String, FileId)| name == "luojiang.md.tera";
        let layout = templates.files.iter().find(is_layout).unwrap().1;
        Base { year, sources, templates, layout }
    }
}

thread_local! {
    static BASE: RefCell<Base> = RefCell::new(Base::new());
}

fuzz_target!(|text: &str| {
    BASE.with_borrow_mut(|base| {
        let Base { year, sources, templates, layout } = base;
        sources.set_content(*layout, Content::from(text));
        let mut composed = compose(year, templates, sources);
        composed.findings.arrange(sources);
        report(&composed.findings, sources, false);
        let Some(document) = composed.value.filter(|_| !composed.findings.has_errors()) else {
            return;
        };
        if !is_plain(&text.replace('\n', "")) {
            return;
        }
        let expected = text_of(&document);
        let written = markdown::render(&document);
        assert_eq!(text_of_markdown(&written), expected.replace('*', ""), "{written}");
        let page = html::render(&document, templates, sources).value.unwrap();
        assert_eq!(text_of_page(&page), expected);
    });
});
