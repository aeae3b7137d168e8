//! A report that holds a text wherever text can stand, and its web page.

use std::fs;

use chrono::NaiveDate;
use nianbao::document::{
    Align, Amount, Attachment, Block, Cell, Composition, Day, Document, Fact, FactId, Heading,
    Imprint, Inline, Markings, Origin, OriginAt, Paragraph, Published, Record, Signature, Table,
    UnderTitle, UnderTitleRole,
};
use nianbao::edition::Edition;
use nianbao::render::html;
use nianbao::source::Sources;
use nianbao::template::Templates;

/// The page in the shipped template.
pub(crate) fn page_of(document: &Document) -> String {
    let mut sources = Sources::default();
    let files = ["page.html.tera", "report.css", "report.js"].map(|name| {
        let path = format!("templates/{name}");
        let text = fs::read_to_string(&path).unwrap();
        (name.to_owned(), sources.add(path, text))
    });
    html::render(document, &Templates { files: files.into(), ..Templates::default() }, &sources)
        .value
        .unwrap()
}

/// A document that holds the text wherever text can stand.
pub(crate) fn document(text: &str) -> Document {
    let heading = |level| Heading {
        level,
        ordinal: Some(1),
        text: vec![Inline::Text(text.into())],
        title: text.into(),
        id: format!("s{level}"),
    };
    let inlines = vec![
        Inline::Text(text.into()),
        Inline::Figure { text: format!("甲{text}乙").into(), fact: FactId(0) },
        Inline::Figure { text: "3件".into(), fact: FactId(1) },
        Inline::Figure { text: "1件".into(), fact: FactId(3) },
        Inline::Strong(vec![Inline::text(format!("甲{text}乙"))]),
        Inline::Missing { text: format!("【待补：{text}】") },
        Inline::Text(text.into()),
    ];
    let words = vec![Inline::text(text)];
    let (cell, header) = (Cell::new(words.clone()), Cell::header(words.clone()));
    let group = Cell::group(words.clone(), 2);
    let day = Day { date: None, shown: text.into() };
    Document {
        red_head: None,
        title: text.into(),
        markings: Markings::default(),
        title_lines: vec![],
        title_phrases: vec![],
        under_title: [UnderTitleRole::Subtitle, UnderTitleRole::Reporter]
            .map(|role| under_title(role, text))
            .into(),
        addressees: vec![text.into()],
        salutation: text.into(),
        body: vec![
            Block::Heading(heading(1)),
            Block::Heading(heading(2)),
            paragraph(Some(heading(3)), inlines),
            Block::Paragraph(Paragraph { run_in: None, text: words.clone(), is_salutation: true }),
            paragraph(Some(heading(4)), vec![]),
            Block::Table(Table {
                caption: vec![Inline::text(format!("甲{text}乙"))],
                unit: Some(text.into()),
                ..Table::plain(
                    vec![Align::Left, Align::Right],
                    vec![header.clone(), header],
                    vec![vec![group], vec![cell.clone(), cell]],
                )
            }),
        ],
        attachments: vec![Attachment {
            number: 1,
            title: text.into(),
            body: vec![paragraph(None, words)],
        }],
        signature: Signature { organ: Some(text.into()), date: Some(day.clone()) },
        note: Some(text.into()),
        imprint: Some(Imprint { copies: vec![], organ: text.into(), date: day }),
        record: Record {
            index: Some(text.into()),
            source: Some(text.into()),
            published: Some(Published { date: NaiveDate::default(), time: None }),
            site_name: Some(text.into()),
            ..Record::default()
        },
        // The total and its parts; the middle one is not printed.
        facts: [text, "3", "2", "1"].map(|value| fact(text, value)).into(),
        compositions: vec![
            Composition { total: FactId(0), parts: vec![FactId(1), FactId(3)] },
            Composition { total: FactId(0), parts: vec![FactId(1), FactId(2)] },
        ],
        excused: Vec::new(),
        edition: Edition::default(),
    }
}

fn paragraph(run_in: Option<Heading>, text: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph { run_in, text, is_salutation: false })
}

fn under_title(role: UnderTitleRole, text: &str) -> UnderTitle {
    UnderTitle { role, text: text.into(), lines: vec![], is_missing: false }
}

fn fact(text: &str, value: &str) -> Fact {
    let amount = Amount { shown: value.into(), exact: value.parse().ok() };
    Fact {
        metric: text.into(),
        is_part: false,
        theme: text.into(),
        value: amount.clone(),
        unit: text.into(),
        definition: text.into(),
        department: text.into(),
        origin: Some(Origin {
            folder: "data/2024".into(),
            file: "甲.yaml".into(),
            at: OriginAt::Line(7),
        }),
        derivation: text.into(),
        previous: Some(amount),
        change: Some(text.into()),
    }
}
