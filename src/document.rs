//! The document: the finished report, before it takes any outward form.
//!
//! [`compose`](mod@crate::compose) makes it, the renderers read nothing else, so the
//! outputs cannot disagree. Every string here is final text: numbering, brackets,
//! colons and dates included; a renderer only lays it out.

use std::collections::BTreeSet;

use crate::edition::Edition;

/// A whole report.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// 版头 (GB/T 9704-2012, 7.2); none means an edition without a red head.
    pub red_head: Option<RedHead>,
    /// 份号, 密级, 紧急程度: with a red head and without; a public edition has none.
    pub markings: Markings,
    /// 标题, e.g. `泉州市洛江区人民政府关于2024年法治政府建设情况的报告`.
    pub title: String,
    /// The title's lines where its writer marked them; empty leaves them to the renderer.
    pub title_lines: Vec<String>,
    /// 主送机关 with its full-width colon, e.g. `区人大常委会：`.
    pub salutation: String,
    /// 正文.
    pub body: Vec<Block>,
    /// 附件, in order.
    pub attachments: Vec<Attachment>,
    /// 发文机关署名和成文日期.
    pub signature: Signature,
    /// 附注 with its brackets, e.g. `（此件主动公开）`.
    pub note: Option<String>,
    /// 版记.
    pub imprint: Imprint,
    /// What a government site shows above the article, and files know as metadata.
    pub record: Record,
    /// Every checked figure in catalogue order; [`Inline::Figure`] points into it.
    pub facts: Vec<Fact>,
    /// The facts that are totals of others.
    pub compositions: Vec<Composition>,
    /// Which edition it is. A draft may hold [`Inline::Missing`]; a 核校本 says what stands
    /// behind each figure.
    pub edition: Edition,
}

impl Document {
    /// 附件说明 (7.3.4), a line for each attachment: `附件：1.主要指标数据一览表`, then
    /// `2.…`; no stop after the name.
    pub fn attachment_notes(&self) -> Vec<String> {
        self.attachments
            .iter()
            .enumerate()
            .map(|(i, attachment)| {
                let label = if i == 0 { ATTACHMENTS } else { "" };
                format!("{label}{}.{}", i + 1, attachment.title)
            })
            .collect()
    }

    /// The facts whose figures stand in the report, in catalogue order.
    pub fn printed_facts(&self) -> BTreeSet<FactId> {
        fn add(inlines: &[Inline], printed: &mut BTreeSet<FactId>) {
            for inline in inlines {
                match inline {
                    Inline::Strong(inner) => add(inner, printed),
                    Inline::Figure { fact, .. } => {
                        printed.insert(*fact);
                    }
                    Inline::Text(_) | Inline::Missing { .. } => {}
                }
            }
        }
        let mut printed = BTreeSet::new();
        let attachments = self.attachments.iter().flat_map(|attachment| &attachment.body);
        for block in self.body.iter().chain(attachments) {
            match block {
                Block::Heading(heading) => add(&heading.text, &mut printed),
                Block::Paragraph(paragraph) => {
                    if let Some(heading) = &paragraph.run_in {
                        add(&heading.text, &mut printed);
                    }
                    add(&paragraph.text, &mut printed);
                }
                Block::Table(table) => {
                    add(&table.caption, &mut printed);
                    for cell in table.header.iter().chain(table.rows.iter().flatten()) {
                        add(cell, &mut printed);
                    }
                }
            }
        }
        printed
    }
}

/// Stands before the first of the attachment notes.
pub const ATTACHMENTS: &str = "附件：";

/// 版头: red mark, document number, signers.
#[derive(Debug, Clone, PartialEq)]
pub struct RedHead {
    /// 发文机关标志.
    pub mark: String,
    /// 发文字号, e.g. `泉洛政文〔2025〕14号`.
    pub number: Option<String>,
    /// 签发人, in order; not empty means 上行文 layout (number left, signers right).
    pub signers: Vec<String>,
}

/// What stands at the first page's top left, line by line (7.2.1–7.2.3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markings {
    /// 份号, `000001`.
    pub copy_number: Option<String>,
    /// 密级和保密期限, `机密★1年`.
    pub secrecy: Option<String>,
    /// 紧急程度, `特急`.
    pub urgency: Option<String>,
}

/// 附件 (7.3.7). Where the report names it, see [`Document::attachment_notes`].
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// `附件1`
    pub label: String,
    /// `主要指标数据一览表`
    pub title: String,
    pub body: Vec<Block>,
}

/// 署名 and 成文日期 (`2025年2月13日`).
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    pub organ: String,
    pub date: String,
}

/// 版记 (7.4): copies, printing organ, printing date.
#[derive(Debug, Clone, PartialEq)]
pub struct Imprint {
    /// `区委办公室，区政协办公室。`, without the leading `抄送：`.
    pub copies: Option<String>,
    pub organ: String,
    /// `2025年2月13日印发`.
    pub date: String,
}

/// The publishing record: head table of the web page and metadata of the PDF. Dates are ISO.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// 索引号.
    pub index: Option<String>,
    /// 文号.
    pub number: Option<String>,
    /// 发布机构.
    pub issuer: String,
    /// 公文生成日期, `2025-02-13`.
    pub written: String,
    /// 来源.
    pub source: Option<String>,
    /// 时间, `2025-02-24` or `2025-02-24 19:03`.
    pub published: Option<String>,
    /// 网址, where the page is published.
    pub url: Option<String>,
    pub site_name: Option<String>,
    pub site_domain: Option<String>,
    pub site_code: Option<String>,
    /// 栏目, and 栏目类别.
    pub column: Option<String>,
    pub column_type: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Heading(Heading),
    Paragraph(Paragraph),
    Table(Table),
}

/// A numbered heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 一、 · 2 （一） · 3 1. · 4 （1）
    pub level: u8,
    /// The number as printed, `一、`, `（一）`, `1.`, `（1）`; empty for an unnumbered heading.
    pub number: String,
    pub text: Vec<Inline>,
    /// A stable anchor, unique in the document, ASCII, e.g. `s1-2-3`.
    pub id: String,
}

/// A paragraph, opened by its heading when that is run-in (its heading ends in 。).
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    pub run_in: Option<Heading>,
    pub text: Vec<Inline>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub caption: Vec<Inline>,
    /// The unit of all its numbers, `单位：万元`.
    pub unit: Option<String>,
    pub columns: Vec<Align>,
    pub header: Vec<Vec<Inline>>,
    /// A row of a single cell in a table of several columns spans them all: it heads the
    /// rows that follow.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

impl Table {
    /// Whether a row heads the rows that follow it.
    pub fn is_group(&self, row: &[Vec<Inline>]) -> bool {
        row.len() == 1 && self.columns.len() > 1
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    Text(String),
    Strong(Vec<Inline>),
    /// A printed figure: its text as it stands in the sentence, and the fact behind it.
    Figure {
        text: String,
        fact: FactId,
    },
    /// A value still to come (drafts only); its text is `【待补：名称】`.
    Missing {
        text: String,
    },
}

/// Index into [`Document::facts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub usize);

/// What stands behind a printed figure: everything a reader may ask of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The metric's name.
    pub metric: String,
    /// Its theme (主题), for grouping.
    pub theme: String,
    /// The value without unit, e.g. `约1.1`, `11.11`, `是`.
    pub value: String,
    /// `件`, `%`, or empty.
    pub unit: String,
    /// 口径.
    pub definition: String,
    /// The department that answers for it.
    pub department: String,
    /// Where it was typed, `data/2024/区司法局.yaml` and line; none for computed figures.
    pub origin: Option<Origin>,
    /// How it came about: `填报`, or the formula with its numbers, `726 ÷ 783 × 100%`.
    pub derivation: String,
    /// Last year's value without unit, when there is one.
    pub previous: Option<String>,
    /// Change on last year in the field's words, `增长12.5%`, `提高1.2个百分点`.
    pub change: Option<String>,
}

/// A total and the parts that make it up, in one unit (合计); parts that were not reported
/// count as 0 and are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    pub total: FactId,
    pub parts: Vec<FactId>,
}

/// A line of a file the user wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub path: String,
    pub line: usize,
}

/// The plain text of some inlines, as every output shows it.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(inlines, &mut text);
    text
}

fn push_plain_text(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Figure { text, .. } | Inline::Missing { text } => {
                out.push_str(text);
            }
            Inline::Strong(inner) => push_plain_text(inner, out),
        }
    }
}
