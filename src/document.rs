//! The document: the finished report, before it takes any outward form.
//!
//! `compose` makes it, the renderers read nothing else, so the
//! outputs cannot disagree. Every text here is final: numbering, brackets, colons and dates
//! included; a renderer only lays it out. Where a renderer needs to know what a text means (a
//! number, a day, a list of names), the value stands beside the text, and where the text was
//! typed stands with it ([`Text`]).

mod table;
mod under_title;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Deref;

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

pub(crate) use table::columns_of_spans;
pub use table::{Align, Cell, Table, TypeSize, columns_of};
pub use under_title::{UnderTitle, UnderTitleRole};

use crate::edition::Edition;
use crate::number::chinese_numeral;
use crate::source::Span;

/// A text as it is shown, and where it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// As it is shown.
    pub shown: String,
    /// The place in a file that the user wrote, or in a template. Blanks, line ends and escapes
    /// may differ there. None where the text was put together from several.
    pub place: Option<Span>,
}

impl Text {
    /// A text that was typed at a place.
    pub fn at(shown: impl Into<String>, place: Option<Span>) -> Text {
        Text { shown: shown.into(), place }
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Text {
        text.clone()
    }
}

impl From<&String> for Text {
    fn from(shown: &String) -> Text {
        shown.clone().into()
    }
}

impl From<String> for Text {
    fn from(shown: String) -> Text {
        Text { shown, place: None }
    }
}

impl From<&str> for Text {
    fn from(shown: &str) -> Text {
        shown.to_owned().into()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.shown == *other
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.shown
    }
}

/// A whole report.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Which edition it is. A draft may hold [`Inline::Missing`]; a 核校本 says what stands
    /// behind each figure.
    pub edition: Edition,
    /// 版头 (GB/T 9704-2012, 7.2); none means an edition without a red head.
    pub red_head: Option<RedHead>,
    /// 份号, 密级, 紧急程度: with a red head and without; a public edition has none.
    pub markings: Markings,
    /// 标题, e.g. `泉州市洛江区人民政府关于2024年法治政府建设情况的报告`.
    pub title: Text,
    /// The title's lines where its writer marked them, which joined are the title; empty leaves
    /// them to the renderer.
    pub title_lines: Vec<String>,
    /// Phrases inside which no line of a title is to end, though they are of several words: those of
    /// the kind of report, and the names that the project knows.
    pub title_phrases: Vec<String>,
    /// 副标题, 报告人.
    pub under_title: Vec<UnderTitle>,
    /// 主送机关; none in a report that is read to those whom its salutation names.
    pub addressees: Vec<Text>,
    /// 主送机关 as it stands above the text, with its full-width colon, e.g. `区人大常委会：`, or the
    /// words to those who listen, `各位代表：`; empty where there is neither.
    pub salutation: Text,
    /// 正文.
    pub body: Vec<Block>,
    /// 附件, in order.
    pub attachments: Vec<Attachment>,
    /// 发文机关署名和成文日期.
    pub signature: Signature,
    /// 附注 with its brackets, e.g. `（此件主动公开）`.
    pub note: Option<Text>,
    /// 版记; none where the layout has none.
    pub imprint: Option<Imprint>,
    /// What a government site shows above the article, and files know as metadata.
    pub record: Record,
    /// Every checked figure in catalogue order; [`Inline::Figure`] points into it.
    pub facts: Vec<Fact>,
    /// The facts that are totals of others.
    pub compositions: Vec<Composition>,
    /// 照录: phrases that excuse numbers of the text; a 核校本 lists them.
    pub excused: Vec<Excused>,
}

impl Document {
    /// 附件说明 (7.3.4), a line for each attachment.
    pub fn attachment_notes(&self) -> Vec<AttachmentNote<'_>> {
        let numbered = self.numbers_attachments();
        let note = |attachment| AttachmentNote { attachment, numbered };
        self.attachments.iter().map(note).collect()
    }

    /// What stands above an attachment (7.3.7): `附件1`, or `附件` where there is no other.
    pub fn attachment_label(&self, attachment: &Attachment) -> String {
        match self.numbers_attachments() {
            true => format!("附件{}", attachment.number),
            false => "附件".to_owned(),
        }
    }

    /// Only several attachments are numbered.
    fn numbers_attachments(&self) -> bool {
        self.attachments.len() > 1
    }

    /// The blocks of the body, then those of the attachments.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let attachments = self.attachments.iter().flat_map(|attachment| &attachment.body);
        self.body.iter().chain(attachments)
    }

    /// The facts whose figures stand in the report, in catalogue order.
    pub fn printed_facts(&self) -> BTreeSet<FactId> {
        let mut printed = BTreeSet::new();
        for inlines in self.blocks().flat_map(Block::texts) {
            add_facts(inlines, &mut printed);
        }
        printed
    }
}

/// Adds the facts of the figures in some inlines.
pub(crate) fn add_facts(inlines: &[Inline], found: &mut BTreeSet<FactId>) {
    for inline in inlines {
        match inline {
            Inline::Strong(inner) => add_facts(inner, found),
            Inline::Figure { fact, .. } => {
                found.insert(*fact);
            }
            Inline::Text(_) | Inline::Missing { .. } => {}
        }
    }
}

/// A list of organs in 版记 (7.4.2): `抄送：区委办公室，区政协办公室。`
pub fn sent_to(label: &str, names: &[Text]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.shown.as_str()).collect();
    format!("{label}：{}。", names.join("，"))
}

/// A day, and how it is shown; a draft may lack the day and shows 【待补：…】 in its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Day {
    /// The day.
    pub date: Option<NaiveDate>,
    /// As it is shown.
    pub shown: String,
}

/// 版头: red mark, document number, signers.
#[derive(Debug, Clone, PartialEq)]
pub struct RedHead {
    /// 发文机关标志.
    pub mark: Text,
    /// 发文字号, e.g. `泉洛政文〔2025〕14号`.
    pub number: Option<Text>,
    /// 签发人, in order; not empty means 上行文 layout (number left, signers right).
    pub signers: Vec<Text>,
}

/// What stands at the first page's top left, line by line (7.2.1–7.2.3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markings {
    /// 份号, `000001`.
    pub copy_number: Option<Text>,
    /// 密级和保密期限, `机密★1年`.
    pub secrecy: Option<Text>,
    /// 紧急程度, `特急`.
    pub urgency: Option<Text>,
}

/// 附件 (7.3.7). How it is called, see [`Document::attachment_label`]; where the report names it,
/// [`Document::attachment_notes`].
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// From 1.
    pub number: usize,
    /// `主要指标数据一览表`
    pub title: Text,
    /// What it holds.
    pub body: Vec<Block>,
}

/// A line of 附件说明: `附件：主要指标数据一览表`; of several `附件：1.主要指标数据一览表`, the next
/// ones without `附件：`; no stop after the name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AttachmentNote<'d> {
    attachment: &'d Attachment,
    numbered: bool,
}

impl<'d> AttachmentNote<'d> {
    /// What the first line begins with.
    pub const LABEL: &'static str = "附件：";

    /// Whether it begins with the label.
    pub fn is_labelled(&self) -> bool {
        self.attachment.number == 1
    }

    /// What stands before the name: `附件：`, or `附件：1.` and `2.`.
    pub fn lead(&self) -> String {
        let label = if self.is_labelled() { Self::LABEL } else { "" };
        let number =
            if self.numbered { format!("{}.", self.attachment.number) } else { String::new() };
        format!("{label}{number}")
    }

    /// The name of the attachment.
    pub fn title(&self) -> &'d Text {
        &self.attachment.title
    }

    /// The whole line.
    pub fn shown(&self) -> String {
        format!("{}{}", self.lead(), self.title().shown)
    }
}

/// 署名 and 成文日期 (`2025年2月13日`); each is none where the layout has none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Signature {
    /// 发文机关署名.
    pub organ: Option<Text>,
    /// 成文日期.
    pub date: Option<Day>,
}

/// 版记 (7.4): copies, printing organ, printing date.
#[derive(Debug, Clone, PartialEq)]
pub struct Imprint {
    /// 抄送机关.
    pub copies: Vec<Text>,
    /// 印发机关.
    pub organ: Text,
    /// `2025年2月13日印发`.
    pub date: Day,
}

/// The publishing record: head table of the web page and metadata of the PDF. Dates are shown as
/// in ISO 8601.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// What the report is on, as its kind is called.
    pub subject: String,
    /// 索引号.
    pub index: Option<String>,
    /// 文号.
    pub number: Option<String>,
    /// 发布机构.
    pub issuer: String,
    /// 公文生成日期, `2025-02-13`; none where the layout has no date.
    pub written: Option<Day>,
    /// 来源.
    pub source: Option<String>,
    /// 时间.
    pub published: Option<Published>,
    /// 网址, where the page is published.
    pub url: Option<String>,
    /// 网站名称.
    pub site_name: Option<String>,
    /// 网站域名.
    pub site_domain: Option<String>,
    /// 网站标识码.
    pub site_code: Option<String>,
    /// 栏目.
    pub column: Option<String>,
    /// 栏目类别.
    pub column_type: Option<String>,
}

/// When a report was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// The day, in China.
    pub date: NaiveDate,
    /// The time of day, where it is known.
    pub time: Option<NaiveTime>,
}

impl Published {
    /// `2025-02-24` or `2025-02-24 19:03`.
    pub fn shown(&self) -> String {
        match self.time {
            Some(time) => format!("{} {}", self.date, time.format("%H:%M")),
            None => self.date.to_string(),
        }
    }
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading on a line of its own.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

impl Block {
    /// Its texts, in reading order: a heading, on its own line or run in; the text of a paragraph;
    /// the caption and the cells of a table.
    pub fn texts(&self) -> Vec<&[Inline]> {
        match self {
            Block::Heading(heading) => vec![&heading.text],
            Block::Paragraph(Paragraph { run_in, text, .. }) => {
                let heading = run_in.iter().map(|heading| heading.text.as_slice());
                heading.chain([text.as_slice()]).collect()
            }
            Block::Table(table) => {
                let cells = table.header.iter().chain(&table.rows).flatten();
                let cells = cells.map(|cell| cell.content.as_slice());
                std::iter::once(table.caption.as_slice()).chain(cells).collect()
            }
        }
    }
}

/// A numbered heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 一、 · 2 （一） · 3 1. · 4 （1）
    pub level: u8,
    /// Its place among its like, from 1; none for an unnumbered heading.
    pub ordinal: Option<u32>,
    /// As it is shown, with the full stop of a run-in heading.
    pub text: Vec<Inline>,
    /// Its text without that stop, as contents and bookmarks show it.
    pub title: String,
    /// A stable anchor, unique in the document, ASCII, e.g. `s1-2-3`.
    pub id: String,
}

impl Heading {
    /// The number as printed, `一、`, `（一）`, `1.`, `（1）`; empty for an unnumbered heading.
    pub fn number(&self) -> String {
        match (self.level, self.ordinal) {
            (_, None) => String::new(),
            (1, Some(_)) => format!("{}、", self.cited()),
            (3, Some(_)) => format!("{}.", self.cited()),
            (_, Some(_)) => self.cited(),
        }
    }

    /// How a reader cites it: `一`, `（一）`, `1`, `（1）`; an unnumbered heading by its text.
    pub fn cited(&self) -> String {
        match (self.level, self.ordinal) {
            (_, None) => plain_text(&self.text),
            (1, Some(ordinal)) => chinese_numeral(ordinal),
            (2, Some(ordinal)) => format!("（{}）", chinese_numeral(ordinal)),
            (3, Some(ordinal)) => ordinal.to_string(),
            (_, Some(ordinal)) => format!("（{ordinal}）"),
        }
    }
}

/// A paragraph, opened by its heading when that is run-in (its heading ends in 。).
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// The heading that opens it.
    pub run_in: Option<Heading>,
    /// What follows.
    pub text: Vec<Inline>,
    /// It is the salutation once more, at the left margin without indent.
    pub is_salutation: bool,
}

/// A run of text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Plain text.
    Text(Text),
    /// Bold.
    Strong(Vec<Inline>),
    /// A printed figure.
    Figure {
        /// As it stands in the sentence.
        text: Text,
        /// The fact behind it.
        fact: FactId,
    },
    /// A value still to come (drafts only).
    Missing {
        /// `【待补：名称】`
        text: String,
    },
}

impl Inline {
    /// Plain text that was typed nowhere.
    pub fn text(text: impl Into<String>) -> Inline {
        Inline::Text(Text::at(text, None))
    }
}

/// What a blank of a draft waits for: `败诉数` of `【待补：败诉数】`.
pub(crate) fn awaited(blank: &str) -> &str {
    blank.rsplit('：').next().unwrap_or_default().trim_end_matches('】')
}

/// Index into [`Document::facts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub usize);

/// What stands behind a printed figure: everything a reader may ask of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The metric's name.
    pub metric: String,
    /// It is no figure of the catalogue by itself: one department's own part of one that several
    /// report, or what a text says one is of another.
    pub is_part: bool,
    /// Its theme (主题), for grouping.
    pub theme: String,
    /// This year's value.
    pub value: Amount,
    /// `件`, `%`, or empty.
    pub unit: String,
    /// 口径.
    pub definition: String,
    /// The department that answers for it.
    pub department: String,
    /// Where it was typed; none for computed figures.
    pub origin: Option<Origin>,
    /// How it came about: `填报`, or the formula with its numbers, `726 ÷ 783 × 100%`.
    pub derivation: String,
    /// Last year's value, when there is one.
    pub previous: Option<Amount>,
    /// Change on last year in the field's words, as after 同比: `增长12.5%`, `提高1.2个百分点`, `持平`.
    pub change: Option<String>,
}

/// A value without its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// As it is shown: `约1.1`, `11.11`, `是`.
    pub shown: String,
    /// The number; none for words, lists and numbers that are not exact.
    pub exact: Option<Decimal>,
}

/// A total and the parts that make it up, in one unit (合计); parts that were not reported
/// count as 0 and are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// The total.
    pub total: FactId,
    /// Its parts.
    pub parts: Vec<FactId>,
}

/// A phrase that is printed as it was typed, with a number of which nobody says where it comes
/// from (照录).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excused {
    /// As typed.
    pub phrase: String,
    /// Whose text it stands in; empty where it may stand in all.
    pub department: String,
    /// Where it is listed.
    pub origin: Origin,
}

/// A place in a file the user wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The folder of the file, `data/2024`; empty for the project's own.
    pub folder: String,
    /// The name of the file, `区司法局.yaml`.
    pub file: String,
    /// Where in the file.
    pub at: OriginAt,
}

/// Where in a file something was typed; shown as `12`, or as `指标!C5`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginAt {
    /// A line of a text, from 1.
    Line(usize),
    /// A cell of a workbook, by its name.
    Cell(String),
}

impl fmt::Display for OriginAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OriginAt::Line(line) => line.fmt(f),
            OriginAt::Cell(name) => name.fmt(f),
        }
    }
}

impl Origin {
    /// `data/2024/区司法局.yaml`
    pub fn path(&self) -> String {
        match self.folder.as_str() {
            "" => self.file.clone(),
            folder => format!("{folder}/{}", self.file),
        }
    }

    /// The place in a file of such a path, `区司法局.yaml:12` or `区信访局.xlsx 指标!C5`.
    pub fn within(&self, path: &str) -> String {
        match &self.at {
            OriginAt::Line(line) => format!("{path}:{line}"),
            OriginAt::Cell(name) => format!("{path} {name}"),
        }
    }
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
            Inline::Text(text) | Inline::Figure { text, .. } => out.push_str(text),
            Inline::Missing { text } => out.push_str(text),
            Inline::Strong(inner) => push_plain_text(inner, out),
        }
    }
}
