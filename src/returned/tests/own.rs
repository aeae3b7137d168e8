//! The program's own documents, as they were sent and as other programs write them anew.

use std::path::Path;

use super::*;
use crate::edition::Options;
use crate::files::Files;
use crate::package::Package;
use crate::render::docx;
use crate::sent::{Role, Sent, SentParagraph};
use crate::{examine, make};

/// The files of a project.
fn files(project: &str) -> Files {
    Files::from(Path::new(env!("CARGO_MANIFEST_DIR")).join(project))
}

/// The same with a file in which the first line that begins so, as a remark or not, reads so; where
/// there is none, it is added.
fn with_line(project: &str, file: &str, start: &str, line: &str) -> Files {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(project).join(file);
    let text = std::fs::read_to_string(path).expect(file);
    let is_it = |old: &&str| old.trim_start_matches("# ").starts_with(start);
    let text = match text.lines().find(is_it) {
        Some(old) => text.replacen(old, line, 1),
        None => format!("{text}\n{line}\n"),
    };
    files(project).with_unsaved(file, text)
}

/// A report as a Word document, and its text.
fn sent(files: impl Into<Files>, options: &Options) -> (Vec<u8>, Sent) {
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
fn a_document_of_every_edition_comes_back_as_it_was_sent() {
    let to = ["区人大常委会".to_owned()];
    let usual = Options::default;
    let with_head = || Options { red_head: Some(true), ..usual() };
    let editions = [
        usual(),
        with_head(),
        Options { red_head: Some(false), ..usual() },
        Options { appendix: true, ..usual() },
        Options { draft: true, duplex: true, ..usual() },
        Options { public: true, seal: true, appendix: true, duplex: true, ..usual() },
        Options { addressees: to.to_vec(), ..usual() },
        Options { layout: Some("statutory".to_owned()), ..usual() },
        Options { layout: Some("themes".to_owned()), ..usual() },
        Options { layout: Some("oral".to_owned()), draft: true, ..usual() },
    ];
    for options in &editions {
        let (bytes, text) = sent(files(""), options);
        assert_same(&read(&bytes).expect("read"), &text);
    }
    for example in ["政府信息公开-淮安市2024", "政府信息公开-示例区"] {
        for options in [usual(), Options { public: true, ..usual() }] {
            let (bytes, text) = sent(files(&format!("examples/{example}")), &options);
            assert_same(&read(&bytes).expect("read"), &text);
        }
    }
}

#[test]
fn a_head_and_an_imprint_of_any_length_come_back_as_they_were_sent() {
    let report = "data/2024/report.yaml";
    let signers = [1, 2, 3, 4, 5, 9].map(|count| {
        let names = ["张甲", "李乙", "王丙", "赵丁", "钱戊", "欧阳某己", "孙庚", "周辛", "吴壬"];
        format!("签发人: [{}]", names[..count].join(", "))
    });
    let long = "签发人: [欧阳某某某某某某某, 司马某某某某某某某, 王丙]".to_owned();
    let with_head = Options { red_head: Some(true), draft: true, ..Options::default() };
    for line in signers.into_iter().chain([long]) {
        let (bytes, text) = sent(with_line("", report, "签发人", &line), &with_head);
        let signed = |one: &SentParagraph| one.role == Role::Signers;
        assert!(text.paragraphs.iter().any(signed), "{line}");
        assert_same(&read(&bytes).expect("read"), &text);
    }
    for line in ["份号: '000001'", "密级: 机密\n保密期限: 1年", "紧急程度: 特急"] {
        let (bytes, text) = sent(with_line("", report, line, line), &with_head);
        assert!(text.paragraphs.iter().any(|one| one.role == Role::Marking), "{line}");
        assert_same(&read(&bytes).expect("read"), &text);
    }
    for count in [1, 4, 45] {
        let names: Vec<String> = (0..count).map(|at| format!("第{at}局")).collect();
        let line = format!("抄送机关: [{}]", names.join(", "));
        let (bytes, text) = sent(with_line("", "data/profile.yaml", "抄送机关", &line), &with_head);
        assert!(text.paragraphs.iter().any(|one| one.role == Role::Copies), "{line}");
        assert_same(&read(&bytes).expect("read"), &text);
    }
}

#[test]
fn each_style_of_a_document_of_ours_is_known_by_its_name() {
    let (bytes, _) = sent("", &Options { draft: true, ..Options::default() });
    let package = Package::open(&bytes).expect("a package");
    let styles = String::from_utf8_lossy(package.part("word/styles.xml").expect("styles"));
    let names = styles.split("<w:name w:val=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let names: Vec<&str> = names.filter(|name| !name.is_ascii()).collect();
    let known: Vec<&str> = styles::NAMES.iter().map(|(name, _)| *name).collect();
    for name in known.iter().chain([&styles::STAMP]) {
        assert!(names.contains(name), "{name} is no style of ours: {names:?}");
    }
    // Headings are told by their levels, cells by their places; the others are styles of words, or of
    // what is no text of the report.
    const OTHERS: [&str; 12] = [
        "红色分隔线",
        "一级标题",
        "二级标题",
        "三级标题",
        "四级标题",
        "表头",
        "表文",
        "公文页码",
        "草稿字样",
        "签发人姓名",
        "公文着重",
        "待补",
    ];
    for name in names {
        let is_known = known.contains(&name) || OTHERS.contains(&name);
        assert!(is_known || name.ends_with("字符"), "{name}");
    }
}

/// The shipped project, whose report is sent to more than have room above its text.
fn sent_to_many() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let profile = std::fs::read_to_string(root.join("data/profile.yaml")).expect("a profile");
    let line = profile.lines().find(|line| line.starts_with("主送机关")).expect("addressees");
    let names: Vec<String> = (1..=40).map(|number| format!("示例第{number}街道办事处")).collect();
    let profile = profile.replace(line, &format!("主送机关: [{}]", names.join(", ")));
    Files::from(root).with_unsaved("data/profile.yaml", profile)
}

#[test]
fn addressees_in_the_imprint_are_those_above_the_text() {
    let options = Options { red_head: Some(true), ..Options::default() };
    let (bytes, text) = sent(sent_to_many(), &options);
    let package = Package::open(&bytes).expect("a package");
    let document = String::from_utf8_lossy(package.part("word/document.xml").expect("a text"));
    assert!(document.contains("主送：示例第1街道办事处，示例第2"), "they stand in the imprint");
    let returned = read(&bytes).expect("read");
    assert_same(&returned, &text);
    let salutation = text.paragraphs.iter().find(|one| one.role == Role::Salutation).expect("it");
    let own = returned.paragraphs.iter().find(|one| one.text == salutation.text).expect("it");
    assert_eq!(own.ids, std::slice::from_ref(&salutation.id));
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
