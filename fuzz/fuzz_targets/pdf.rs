//! Any PDF that is read back: no piece of its text and no fault is of a page that it has not.
//!
//! An input is written behind a report, so that its objects take the place of those of the report;
//! one that begins with `%PDF` is a file itself.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lopdf::{Document, Object};
use nianbao::fuzzing::read_pdf;
use nianbao::render::pdf;
use nianbao::source::Sources;
use nianbao::{Options, examine, make};
use nianbao_fuzz::base;

/// A report, its streams as they are before they are deflated, without the programs of its fonts.
fn report() -> Vec<u8> {
    let files = base::files(base::JUSTICE, base::PETITIONS);
    let mut examined = examine(files, 2024, &Options::default());
    let year = examined.year.take().unwrap();
    let document = make::document(&year, &mut examined.sources).value.unwrap();
    let (style, fonts) = (nianbao_fuzz::style(), nianbao_fuzz::fonts());
    let bytes = pdf::render(&document, &style, &fonts, &Sources::default()).value.unwrap();
    let mut file = Document::load_mem(&bytes).unwrap();
    file.decompress();
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object
            && (stream.dict.has(b"Length1")
                || stream.dict.has_type(b"XRef")
                || stream.content.len() > 100_000)
        {
            stream.set_content(Vec::new());
        }
    }
    let mut plain = Vec::new();
    file.save_to(&mut plain).unwrap();
    let read = read_pdf(&plain).expect("a report is read");
    assert!(read.1.len() > 10, "{read:?}");
    plain
}

thread_local! {
    static REPORT: Vec<u8> = report();
}

fuzz_target!(|input: &[u8]| {
    let bytes = match input.starts_with(b"%PDF") {
        true => input.to_vec(),
        false => REPORT.with(|report| [report, input].concat()),
    };
    let Some((pages, pieces, faults)) = read_pdf(&bytes) else { return };
    for page in pieces.into_iter().chain(faults) {
        assert!((1..=pages).contains(&page), "page {page} of {pages}");
    }
});
