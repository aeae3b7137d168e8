//! Markdown and the web page carry the same text as the document, whatever it holds.

// Clippy's leave for tests does not reach their helpers.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;

use comrak::nodes::{AstNode, NodeValue};
use nianbao::document::{
    Align, Attachment, Block, Document, Fact, FactId, Heading, Imprint, Inline, Paragraph, Record,
    Signature, Table, plain_text,
};
use nianbao::render::{html, markdown};
use nianbao::source::Sources;
use nianbao::template::Templates;
use proptest::prelude::*;

/// The text of a document, layout taken off.
fn text_of(document: &Document) -> String {
    let mut text = document.title.clone() + &document.salutation;
    push_blocks(&document.body, &mut text);
    text += &document.attachment_notes().concat();
    text += &document.signature.organ;
    text += &document.signature.date;
    text += document.note.as_deref().unwrap_or_default();
    for attachment in &document.attachments {
        text += &attachment.label;
        text += &attachment.title;
        push_blocks(&attachment.body, &mut text);
    }
    text
}

fn push_blocks(blocks: &[Block], text: &mut String) {
    let heading = |heading: &Heading| heading.number.clone() + &plain_text(&heading.text);
    for block in blocks {
        match block {
            Block::Heading(block) => *text += &heading(block),
            Block::Paragraph(paragraph) => {
                text.extend(paragraph.run_in.as_ref().map(heading));
                *text += &plain_text(&paragraph.text);
            }
            Block::Table(table) => {
                *text += &plain_text(&table.caption);
                *text += table.unit.as_deref().unwrap_or_default();
                for cell in table.header.iter().chain(table.rows.iter().flatten()) {
                    *text += &plain_text(cell);
                }
            }
        }
    }
}

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

/// The text of the title and of the article, as a browser would give it.
fn text_of_page(page: &str) -> String {
    let between = |open: &str, close: &str| {
        let (_, rest) = page.split_once(open).unwrap();
        rest.split_once(close).unwrap().0.to_owned()
    };
    let mut article = between("<h1>", "</h1>") + &between("id=\"text\">", "</article>");
    while let Some(open) = article.find('<') {
        let close = open + article[open..].find('>').unwrap();
        article.replace_range(open..=close, "");
    }
    let mut text = article.replace('\n', "");
    for (entity, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        text = text.replace(entity, character);
    }
    text
}

fn page_of(document: &Document) -> String {
    let mut sources = Sources::default();
    let files = ["page.html.tera", "report.css"].map(|name| {
        let path = format!("templates/{name}");
        let text = fs::read_to_string(&path).unwrap();
        (name.to_owned(), sources.add(path, text))
    });
    html::render(document, &Templates { files: files.into() }, &sources).unwrap()
}

/// A document that holds the text wherever text can stand.
fn document(text: &str) -> Document {
    let heading = |level, number: &str| Heading {
        level,
        number: number.into(),
        text: vec![Inline::Text(text.into())],
        id: format!("s{level}"),
    };
    let inlines = vec![
        Inline::Text(text.into()),
        Inline::Figure { text: format!("甲{text}乙"), fact: FactId(0) },
        Inline::Strong(vec![Inline::Text(format!("甲{text}乙"))]),
        Inline::Missing { text: format!("【待补：{text}】") },
        Inline::Text(text.into()),
    ];
    let cell = vec![Inline::Text(text.into())];
    Document {
        red_head: None,
        title: text.into(),
        title_lines: vec![],
        salutation: text.into(),
        body: vec![
            Block::Heading(heading(1, "一、")),
            Block::Heading(heading(2, "（一）")),
            Block::Paragraph(Paragraph { run_in: Some(heading(3, "1.")), text: inlines }),
            Block::Paragraph(Paragraph { run_in: None, text: cell.clone() }),
            Block::Paragraph(Paragraph { run_in: Some(heading(4, "（1）")), text: vec![] }),
            Block::Table(Table {
                caption: vec![Inline::Text(format!("甲{text}乙"))],
                unit: Some(text.into()),
                columns: vec![Align::Left, Align::Right],
                header: vec![cell.clone(), cell.clone()],
                rows: vec![vec![cell.clone()], vec![cell.clone(), cell.clone()]],
            }),
        ],
        attachments: vec![Attachment {
            label: text.into(),
            title: text.into(),
            body: vec![Block::Paragraph(Paragraph { run_in: None, text: cell })],
        }],
        signature: Signature { organ: text.into(), date: text.into() },
        note: Some(text.into()),
        imprint: Imprint { copies: None, organ: text.into(), date: text.into() },
        record: Record {
            index: Some(text.into()),
            source: Some(text.into()),
            published: Some(text.into()),
            site_name: Some(text.into()),
            ..Record::default()
        },
        facts: vec![Fact {
            metric: text.into(),
            theme: text.into(),
            value: text.into(),
            unit: text.into(),
            definition: text.into(),
            department: text.into(),
            origin: None,
            derivation: text.into(),
            previous: Some(text.into()),
            change: Some(text.into()),
        }],
        compositions: vec![],
        draft: false,
        proof: false,
    }
}

fn assert_same_text(text: &str) {
    let document = document(text);
    let expected = text_of(&document);
    let markdown = markdown::render(&document);
    assert_eq!(text_of_markdown(&markdown), expected, "{markdown}");
    let page = page_of(&document);
    assert_eq!(text_of_page(&page), expected);
    assert!(!page.contains("<script"), "no script of the data's own");
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
        "{{ 甲 }} {% if %} {# #}",
        "~~~",
        "$甲$ :smile: @甲",
        "www.example.org",
    ] {
        assert_same_text(text);
    }
}

#[test]
fn the_page_asks_for_nothing_from_outside() {
    let page = page_of(&document("甲"));
    for outside in ["src=", "@import", "url(", "http:", "https:", "<link", "<script"] {
        assert!(!page.contains(outside), "{outside}");
    }
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
