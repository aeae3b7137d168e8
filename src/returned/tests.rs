use proptest::prelude::*;

use super::*;
use crate::package::pack;

mod hostile;
mod own;
mod structure;
mod tracked;

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
    <Default Extension="xml" ContentType="application/xml"/>
    <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

fn relations(list: &[(&str, &str)]) -> String {
    let relation = |(kind, target): &(&str, &str)| {
        format!(
            "<Relationship Id=\"r{kind}\" Type=\"http://schemas.openxmlformats.org/officeDocument/\
            2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let list: String = list.iter().map(relation).collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        {list}</Relationships>"
    )
}

/// The XML of a part with this root.
fn part(root: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><w:{root} \
        xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
        xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
        xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\" \
        xmlns:v=\"urn:schemas-microsoft-com:vml\" \
        xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
        xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
        xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\">\
        {content}</w:{root}>"
    )
}

/// A document of this content, with these parts: the word for their relationship, which is their
/// name, too, and what they hold.
fn docx_with(body: &str, parts: &[(&str, String)]) -> Vec<u8> {
    let document = part("document", &format!("<w:body>{body}</w:body>"));
    let names: Vec<(&str, String)> =
        parts.iter().map(|(kind, _)| (*kind, format!("{kind}.xml"))).collect();
    let targets: Vec<(&str, &str)> =
        names.iter().map(|(kind, name)| (*kind, name.as_str())).collect();
    let own = relations(&targets);
    let whole = relations(&[("officeDocument", "word/document.xml")]);
    let paths: Vec<String> = names.iter().map(|(_, name)| format!("word/{name}")).collect();
    let mut all: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", whole.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", own.as_bytes()),
    ];
    let further = paths.iter().zip(parts);
    all.extend(further.map(|(path, (_, content))| (path.as_str(), content.as_bytes())));
    pack(&all).expect("packed")
}

fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// A paragraph of one run.
fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn of_body(body: &str) -> Returned {
    read(&docx(body)).expect("read")
}

fn texts(returned: &Returned) -> Vec<&str> {
    returned.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect()
}

#[test]
fn a_markdown_that_came_back_gives_the_paragraphs_of_its_report() {
    let text = "\u{FEFF}> 草稿\r\n\r\n> 机密★1年\r\n\r\n# 关于2024年的报告\r\n\r\n区人大常委会：\r\n\r\n\
        ## 一、主要工作\r\n\r\n### （一）抓学习。\r\n\r\n第一行\r\n第二行 A\r\nB 1\\.5 \\*。\r\n\r\n\
        **表1　甲**\r\n\r\n单位：件\r\n\r\n| 指标 | 数 |\r\n| :--- | ---: |\r\n| 甲\\|乙 | 12 |\r\n\
        |  | 3 |\r\n\r\n#### 1.无正文。\r\n\r\n## 二、安排\r\n\r\n附件\r\n\r\n# 一览表\r\n";
    let cell = |row, column| Some(Role::Cell { table: 0, row, column });
    let expected = [
        ("机密★1年", Some(Role::Marking)),
        ("关于2024年的报告", Some(Role::Title)),
        ("区人大常委会：", None),
        ("一、主要工作", Some(Role::Heading(1))),
        ("（一）抓学习。第一行第二行 A B 1.5 *。", Some(Role::RunIn(2))),
        ("表1　甲", None),
        ("单位：件", None),
        ("指标", cell(0, 0)),
        ("数", cell(0, 1)),
        ("甲|乙", cell(1, 0)),
        ("12", cell(1, 1)),
        ("3", cell(2, 1)),
        ("1.无正文。", Some(Role::Heading(3))),
        ("二、安排", Some(Role::Heading(1))),
        ("附件", None),
        ("一览表", Some(Role::AttachmentTitle)),
    ];
    let found = |bytes: &[u8]| -> Vec<(String, Option<Role>)> {
        let returned = read(bytes).expect("read");
        returned.paragraphs.into_iter().map(|one| (one.text, one.role)).collect()
    };
    let expected: Vec<(String, Option<Role>)> =
        expected.iter().map(|(text, role)| ((*text).to_owned(), *role)).collect();
    assert_eq!(found(text.as_bytes()), expected);
    // As an editor of Windows saves it.
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(found(&utf16), expected);
}

#[test]
fn markdown_that_another_editor_writes_otherwise_is_the_same() {
    let sent = "# 报告\n\n## 一、主要工作\n\n### （一）抓学习。\n\n学法。\n\n| 指标 | 数 |\n| :--- | ---: |\n\
        | 甲 | 12 |\n| 乙 | 3 |\n\n## 二、安排\n\n一段。\n";
    let otherwise = [
        "# 报告 #\n\n## 一、主要工作 ##\n\n### （一）抓学习。 ###\n\n学法。\n\n|指标|数|\n|-|-|\n\
            |甲|12|\n|乙|3|\n\n## 二、安排\n\n一段。\n",
        "报告\n====\n\n一、主要工作\n----\n\n### （一）抓学习。\n\n学法。\n\n指标 | 数\n:--- | ---:\n\
            甲 | 12\n乙 | 3\n\n---\n\n二、安排\n--\n\n一段。\n",
    ];
    let expected = read(sent.as_bytes()).expect("read").paragraphs;
    for text in otherwise {
        assert_eq!(read(text.as_bytes()).expect("read").paragraphs, expected);
    }
    // Without blank lines, where each line is a paragraph, and between the fences of a text that is quoted.
    for text in [sent.replace("\n\n", "\n"), format!("```markdown\n{sent}```\n")] {
        assert_eq!(read(text.as_bytes()).expect("read").paragraphs, expected);
    }
    // What only looks like it stays text.
    for text in ["用 C#", "甲|乙", "一段\n\n="] {
        let last = read(text.as_bytes()).expect("read").paragraphs.pop();
        assert_eq!(last.map(|one| one.text).as_deref(), text.lines().last());
    }
}

#[test]
fn paragraphs_are_told_by_the_names_of_their_styles() {
    let styles = part(
        "styles",
        r#"<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="b"><w:name w:val="公文标题"/><w:basedOn w:val="a"/></w:style>
        <w:style w:type="paragraph" w:styleId="c"><w:name w:val="一级标题"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="d"><w:name w:val="我的"/><w:basedOn w:val="c"/></w:style>
        <w:style w:type="paragraph" w:styleId="e"><w:name w:val="e"/><w:basedOn w:val="e"/></w:style>"#,
    );
    let of = |style: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>")
    };
    let body = ["b", "c", "d", "e", "none"].map(of).concat() + &paragraph("乙");
    let returned = read(&docx_with(&body, &[("styles", styles)])).expect("read");
    let roles: Vec<Option<Role>> = returned.paragraphs.iter().map(|one| one.role).collect();
    let heading = Some(Role::Heading(1));
    assert_eq!(roles, [Some(Role::Title), heading, heading, None, None, None]);
}

#[test]
fn numbers_that_the_office_program_computes_are_text() {
    let numbering = part(
        "numbering",
        r#"<w:abstractNum w:abstractNumId="7">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%3."/></w:lvl>
        <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="?"/></w:lvl>
        </w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>"#,
    );
    let of = |(list, level): (u8, u8)| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>\
            </w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
        )
    };
    let places = [(3, 0), (3, 1), (3, 1), (3, 0), (3, 1), (3, 2), (3, 3), (0, 0), (9, 0)];
    let body = places.map(of).concat();
    let returned = read(&docx_with(&body, &[("numbering", numbering)])).expect("read");
    let expected =
        ["一、甲", "（一）甲", "（二）甲", "二、甲", "（一）甲", "1. 甲", "甲", "甲", "甲"];
    assert_eq!(texts(&returned), expected);
    assert!(returned.told.has_automatic_numbers);
}
