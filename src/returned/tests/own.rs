//! The program's own documents, as they were sent and as other programs write them anew.

use std::path::Path;

use super::*;
use crate::edition::Options;
use crate::files::Files;
use crate::package::Package;
use crate::render::docx;
use crate::sent::{Role, Sent, SentParagraph};
use crate::{examine, make};

/// A report as a Word document, and its text.
fn sent(project: &str, options: &Options<'_>) -> (Vec<u8>, Sent) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(project);
    sent_of(Files::from(root.as_path()), options)
}

fn sent_of(files: Files, options: &Options<'_>) -> (Vec<u8>, Sent) {
    let mut examined = examine(files, 2024, options);
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
        sent("examples/政府信息公开-示例区", &Options::default()),
        sent("examples/政府信息公开-淮安市2024", &Options::default()),
    ] {
        assert_same(&read(&bytes).expect("read"), &text);
    }
}

/// The shipped project, whose report is sent to more than have room above its text.
fn sent_to_many() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let profile = std::fs::read_to_string(root.join("data/profile.yaml")).expect("a profile");
    let line = profile.lines().find(|line| line.starts_with("主送机关")).expect("addressees");
    let names: Vec<String> = (1..=90).map(|number| format!("示例第{number}街道办事处")).collect();
    let profile = profile.replace(line, &format!("主送机关: [{}]", names.join(", ")));
    Files::from(root).with_unsaved("data/profile.yaml", profile)
}

#[test]
fn addressees_in_the_imprint_are_those_above_the_text() {
    let options = Options { red_head: Some(true), ..Options::default() };
    let (bytes, text) = sent_of(sent_to_many(), &options);
    let package = Package::open(&bytes).expect("a package");
    let document = String::from_utf8_lossy(package.part("word/document.xml").expect("a text"));
    assert!(document.contains("主送：示例第1街道办事处，示例第2"), "they stand in the imprint");
    let returned = read(&bytes).expect("read");
    assert_same(&returned, &text);
    let salutation = text.paragraphs.iter().find(|one| one.role == Role::Salutation).expect("it");
    let own = returned.paragraphs.iter().find(|one| one.text == salutation.text).expect("it");
    assert_eq!(own.ids, [salutation.id.clone()]);
    // A comment on them, and what was tracked in them, go with them.
    let style = r#"<w:pPr><w:pStyle w:val="Imprint"/></w:pPr>"#;
    let styles = r#"<w:style w:type="paragraph" w:styleId="Imprint"><w:name w:val="版记"/></w:style>
        <w:style w:type="paragraph" w:styleId="T"><w:name w:val="公文标题"/></w:style>"#;
    let body = format!(
        r#"<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr><w:r><w:t>报告</w:t></w:r></w:p>{}
        <w:p>{style}<w:r><w:t>主送：甲局，</w:t></w:r><w:ins w:id="1" w:author="张三"><w:r><w:t>乙局</w:t></w:r></w:ins><w:r><w:t>。</w:t></w:r></w:p>"#,
        paragraph("正文。")
    );
    let returned = read(&docx_with(&body, &[("styles", part("styles", styles))])).expect("read");
    assert_eq!(texts(&returned), ["报告", "甲局、乙局：", "正文。"]);
    let [tracked] = returned.tracked.as_slice() else { panic!("{:?}", returned.tracked) };
    assert_eq!((tracked.paragraph, tracked.range.clone()), (1, 9..15));
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
