//! The program's own documents, as they were sent and as other programs write them anew.

use std::path::Path;

use super::*;
use crate::edition::Options;
use crate::render::docx;
use crate::sent::{Sent, SentParagraph};
use crate::{examine, make};

/// A report as a Word document, and its text.
fn sent(project: &str, options: &Options<'_>) -> (Vec<u8>, Sent) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(project);
    let mut examined = examine(root.as_path(), 2024, options);
    let year = examined.year.expect("a year");
    let document = make::document(&year, &mut examined.sources).value.expect("a document");
    let outputs = make(&year, &[docx::FORMAT], &mut examined.sources);
    let mut outputs = outputs.value.into_iter();
    let output = outputs.find(|output| output.name.ends_with(".docx")).expect("a document");
    (output.bytes, Sent::new(&document, output.name))
}

/// What came back is what was sent, to the letter and the place of each cell.
fn assert_same(returned: &Returned, sent: &Sent) {
    let has_text = |paragraph: &&SentParagraph| !paragraph.text.is_empty();
    let expected: Vec<&SentParagraph> = sent.paragraphs.iter().filter(has_text).collect();
    for (found, expected) in returned.paragraphs.iter().zip(&expected) {
        assert_eq!(found.text, expected.text, "{found:?} {expected:?}");
        if matches!(expected.role, Role::Cell { .. }) {
            assert_eq!(found.role, Some(expected.role), "{}", found.text);
        }
    }
    assert_eq!(returned.paragraphs.len(), expected.len());
    assert_eq!(returned.tracked, []);
    assert_eq!(returned.told, Told::default());
}

#[test]
fn a_document_of_ours_comes_back_as_it_was_sent() {
    let addressees = ["区人大常委会".to_owned()];
    let with = |options: Options<'static>| sent("", &options);
    for (bytes, text) in [
        with(Options::default()),
        with(Options { red_head: Some(true), appendix: true, ..Options::default() }),
        with(Options { draft: true, ..Options::default() }),
        sent("", &Options { addressees: &addressees, ..Options::default() }),
    ] {
        assert_same(&read(&bytes).expect("read"), &text);
    }
}

/// The document that LibreOffice 7.4 wrote of one of ours, and the text of that one.
#[test]
fn a_document_that_libreoffice_wrote_anew_comes_back_as_it_was_sent() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/returned");
    let bytes = |name: &str| std::fs::read(folder.join(name)).expect(name);
    let sent = Sent::from_json(&bytes("libreoffice.底稿.json")).expect("the text as sent");
    let returned = read(&bytes("libreoffice.docx")).expect("read");
    assert_same(&returned, &sent);
    assert_eq!(returned.tie.map(|tie| tie.hash), Some(sent.hash()));
    let tied = returned.paragraphs.iter().filter(|paragraph| !paragraph.ids.is_empty()).count();
    assert_eq!(tied, returned.paragraphs.len());
}
