//! Any Word document that comes back → paragraphs: none is empty or has blanks around it, changes
//! and comments stand in them.
//!
//! An input is a list of parts that take the place of those of a report: see `package`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::fuzzing::{paragraphs, returned};
use nianbao::render::docx;
use nianbao::{Options, examine, make};
use nianbao_fuzz::base;
use nianbao_fuzz::package::{package, unpacked};

/// The parts of a report; it is read back as it was sent.
fn report() -> Vec<(String, Vec<u8>)> {
    let files = base::files(base::JUSTICE, base::PETITIONS);
    let mut examined = examine(files, 2024, &Options::default());
    let year = examined.year.take().unwrap();
    let document = make::document(&year, &mut examined.sources).value.unwrap();
    let (style, fonts) = (nianbao_fuzz::style(), nianbao_fuzz::fonts());
    let bytes = docx::render(&document, &style, &fonts).value.unwrap();
    let sent = paragraphs(&document).into_iter().filter(|text| !text.is_empty());
    let sent: Vec<String> = sent.collect();
    assert_eq!(returned(&bytes).unwrap().paragraphs, sent);
    unpacked(&bytes)
}

thread_local! {
    static REPORT: Vec<(String, Vec<u8>)> = report();
}

fuzz_target!(|input: &[u8]| {
    let bytes = REPORT.with(|report| package(report, input));
    let Some(read) = returned(&bytes) else { return };
    for text in &read.paragraphs {
        assert!(!text.is_empty() && text.trim() == text, "{text:?}");
    }
    for (paragraph, range) in read.spots {
        let text = read.paragraphs.get(paragraph).map_or("", String::as_str);
        assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
    }
});
