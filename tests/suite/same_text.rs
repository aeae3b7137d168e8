//! Markdown and the web page carry the same text as the document, whatever it holds.

use comrak::nodes::{AstNode, NodeValue};
use nianbao::document::Document;
use nianbao::render::markdown;
use proptest::prelude::*;

use crate::support::form::forms;
use crate::support::report::{document, page_of};
use crate::support::text::{text_of, text_of_page};
use crate::support::{Project, read_with, reader};

fn text_of_markdown(markdown: &str) -> String {
    fn push<'a>(node: &'a AstNode<'a>, text: &mut String) {
        match &node.data.borrow().value {
            NodeValue::Text(piece) => text.push_str(piece),
            NodeValue::Document
            | NodeValue::Paragraph
            | NodeValue::Heading(_)
            | NodeValue::Strong
            | NodeValue::Table(_)
            | NodeValue::TableRow(_)
            | NodeValue::TableCell => {}
            other => panic!("not in a report: {other:?}"),
        }
        node.children().for_each(|child| push(child, text));
    }
    let arena = comrak::Arena::new();
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.cjk_friendly_emphasis = true;
    let mut text = String::new();
    push(comrak::parse_document(&arena, markdown, &options), &mut text);
    text
}

fn assert_same_text(text: &str) {
    assert_document(&document(text));
}

fn assert_document(document: &Document) {
    let expected = text_of(document);
    let markdown = markdown::render(document);
    assert_eq!(text_of_markdown(&markdown), expected, "{markdown}");
    let page = page_of(document);
    assert_eq!(text_of_page(&page), expected);
    assert_eq!(page.matches("<script").count(), 2, "no script of the data's own");
    assert_eq!(page.matches("</script").count(), 2);
    for (at, href) in page.match_indices("href=\"") {
        let address = &page[at + href.len()..];
        let ours = ["#", "data:text/csv;", "data:application/json;"];
        assert!(ours.iter().any(|start| address.starts_with(start)), "no address of the data's");
    }
}

#[test]
fn markup_is_text() {
    for text in [
        "甲",
        "<script>alert(1)</script>",
        "]]>",
        "--> <!-- 甲",
        "javascript:alert('甲')",
        "**甲**_乙_`丙`~~丁~~",
        "[甲](乙)![丙](丁)<https://example.org>",
        "# 甲 #",
        "- 甲",
        "1. 甲",
        "2024) 甲",
        "+",
        "---",
        "===",
        "> 甲",
        "| 甲 | 乙 |",
        r"甲\| 乙\\|",
        r"\",
        "&amp; &lt; &#60; &nbsp;",
        "\"甲\" '乙'",
        "定心丸 维护",
        "关于",
        "关于<script>alert(1)</script>",
        "{{ 甲 }} {% if %} {# #}",
        "~~~",
        "$甲$ :smile: @甲",
        "www.example.org",
    ] {
        assert_same_text(text);
    }
}

#[test]
fn cells_over_rows_and_columns_keep_the_order_of_the_text() {
    let document = forms();
    assert_document(&document);
    let markdown = markdown::render(&document);
    for line in [
        "| 勾稽关系 |  | 申请人 |  |  |",
        "|  |  | 自然人 | 其他申请人 | 总计 |",
        "| 本年度办理结果 | （一）予以公开 | 3001 | 118 | 3119 |",
        "|  | （二）不予公开 | 3001 | 118 | 3119 |",
        "| 行政许可 | 447228 |  |",
    ] {
        assert!(markdown.lines().any(|found| found == line), "{line}\n{markdown}");
    }
}

/// What a department may type that means something to one of the outputs.
const MARKUP: &str = "审查<script>alert(1)</script>，<img src=x onerror=alert(2)>]]>。**加重**、\
    `代码`、[链接](javascript:alert(3))、![图](丁.png)、&lt;戊&gt;、|己|庚|、~~删~~、\"辛\"、'壬'";

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn what_a_department_types_is_text_in_every_output() {
    let project = Project::base();
    let office = "data/2024/区司法局.yaml";
    project.edit(office, "重大事项一律先审查后决策。", &format!("重大事项{MARKUP}。"));
    let outline = "data/2024/report.yaml";
    project.edit(outline, "标题: 坚持依法决策,", "标题: '关于<b>决策]]></b>&amp;规定',");
    project.edit(outline, "SL-0200-2025-00001", "'<b>\"1\"</b>]]>&amp;'");
    let title = "关于<script>1</script>]]>&amp;的报告";
    project.edit(outline, "附注:", &format!("标题: {title}\n附注:"));
    project.run(&["generate", "2024", "--out", "out"]).succeeds();

    let heading = "关于<b>决策]]></b>&amp;规定";
    let paragraph = format!("1.{heading}。重大事项{MARKUP}。");
    let texts = [
        text_of_markdown(&project.read("out/年报.md")),
        text_of_page(&project.read("out/年报.html")),
    ];
    for text in texts {
        assert!(text.contains(&paragraph) && text.contains(title), "{text}");
    }
    let pdf = project.path().join("out/年报.pdf");
    if let Some(pdftotext) = reader("pdftotext") {
        let text = without_blanks(&read_with(&pdftotext, &[pdf.as_os_str(), "-".as_ref()]));
        assert!(text.contains(&without_blanks(&paragraph)), "{text}");
        assert!(text.contains(&without_blanks(title)), "{text}");
    }
    if let Some(pdfinfo) = reader("pdfinfo") {
        let printed = read_with(&pdfinfo, &[pdf.as_os_str()]);
        assert!(printed.contains(title) && printed.contains("<b>\"1\"</b>]]>&amp;"), "{printed}");
        let metadata = read_with(&pdfinfo, &["-meta".as_ref(), pdf.as_os_str()]);
        let written = "关于&lt;script&gt;1&lt;/script&gt;]]&gt;&amp;amp;的报告";
        assert!(metadata.contains(written), "{metadata}");
    }
    if let Some(mutool) = reader("mutool") {
        let arguments = ["show".as_ref(), pdf.as_os_str(), "outline".as_ref()];
        let bookmarks = read_with(&mutool, &arguments);
        assert!(bookmarks.contains(heading), "{bookmarks}");
    }
}

#[test]
fn the_page_asks_for_nothing_from_outside() {
    let page = page_of(&document("甲"));
    for outside in ["src=", "@import", "url(", "http:", "<link"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(page.matches("https:").count(), 1, "the name of schema.org's vocabulary");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_text(text in r"([ -~]|[甲乙。，“”—…〔〕　]|\PC){1,24}") {
        // Composed text has no blanks around it, and no character nobody sees.
        let text = text.trim();
        prop_assume!(!text.is_empty() && !text.contains(|c: char| c.is_control()));
        assert_same_text(text);
    }
}
