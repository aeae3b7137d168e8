//! The text as it was sent: the paragraphs of a report in reading order, each with an id.
//!
//! A report that goes out as a Word document comes back with other words. What was changed is found
//! by comparing it with the text as it was sent, which is kept beside the document. So there is one
//! list of what a report's paragraphs are ([`parts()`]): of the document that is sent, and of the
//! document that the data give by the time it comes back, in which each run knows where it was typed.

mod file;
mod part;
mod subject;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::document::{
    Block, Document, FactId, Heading, Inline, Markings, Paragraph, RedHead, Table, Text,
    UnderTitleRole, columns_of, sent_to,
};
use crate::hash::digest;
use crate::source::Span;

pub(crate) use file::{ENDING, earlier_name, is_kept_name};
pub(crate) use part::{PROPERTIES_TYPE, RELATION, Tie, bookmark, id_of_bookmark};
pub(crate) use subject::Subject;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// 份号, 密级和保密期限, 紧急程度.
    Marking,
    /// 发文机关标志.
    Mark,
    /// 发文字号.
    Number,
    /// 签发人.
    Signers,
    /// 标题.
    Title,
    /// 副标题.
    Subtitle,
    /// 报告人.
    Reporter,
    /// 主送机关, or the words to those who listen; above the text, or once more in it.
    Salutation,
    /// A heading on a line of its own, with its level.
    Heading(u8),
    /// A paragraph opened by its heading, with the level of the heading.
    RunIn(u8),
    /// A paragraph without a heading.
    Body,
    /// 表题.
    Caption,
    /// The line of units above a table.
    Unit,
    /// A cell of a table.
    Cell {
        /// Which table of the report, from 0.
        table: usize,
        /// Its row, from 0; the rows of headers come first.
        row: usize,
        /// The column in which it begins, from 0.
        column: usize,
    },
    /// A line of 附件说明.
    AttachmentNote,
    /// 发文机关署名.
    Organ,
    /// 成文日期.
    Date,
    /// 附注.
    Note,
    /// What stands above an attachment, `附件1`.
    AttachmentLabel,
    /// The title of an attachment.
    AttachmentTitle,
    /// A list of organs in 版记.
    Copies,
    /// 印发机关 in 版记.
    PrintedBy,
    /// 印发日期 in 版记.
    PrintedOn,
}

/// A place in a table of a text, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    /// Which table of the text.
    pub table: usize,
    /// Its row; the rows of headers come first.
    pub row: usize,
    /// The column in which it begins.
    pub column: usize,
}

impl Cell {
    /// The row that it is in.
    pub(crate) fn line(self) -> (usize, usize) {
        (self.table, self.row)
    }
}

impl Role {
    /// Where it stands in a table.
    pub(crate) fn cell(self) -> Option<Cell> {
        match self {
            Role::Cell { table, row, column } => Some(Cell { table, row, column }),
            _ => None,
        }
    }

    /// The word that ids are made with: that of a cell does not tell where it stands.
    fn word(self) -> String {
        match self {
            Role::Cell { .. } => "cell".to_owned(),
            other => format!("{other:?}"),
        }
    }
}

/// What a run of a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunKind {
    /// Computed: the number of a heading, a label.
    Computed,
    /// Words, and where they were typed: by a department, in the report's file, in a template. None
    /// where they were put together from several.
    Typed(Option<Span>),
    /// A printed figure, and where its placeholder stands, if that is known.
    Figure(FactId, Option<Span>),
    /// A value still to come (drafts only).
    Missing,
}

/// A run of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run<'d> {
    /// As it is shown; the runs of a paragraph joined are its text.
    pub(crate) shown: Cow<'d, str>,
    /// What it is.
    pub(crate) kind: RunKind,
}

/// A paragraph of a document, with what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part<'d> {
    /// What it is.
    pub(crate) role: Role,
    /// Its text, piece by piece.
    pub(crate) runs: Vec<Run<'d>>,
}

impl<'d> Part<'d> {
    fn new(role: Role) -> Part<'d> {
        Part { role, runs: Vec::new() }
    }

    fn typed(role: Role, text: &'d Text) -> Part<'d> {
        Part::new(role).with(text)
    }

    fn computed(role: Role, shown: impl Into<Cow<'d, str>>) -> Part<'d> {
        Part::new(role).with_computed(shown)
    }

    fn with(mut self, text: &'d Text) -> Part<'d> {
        self.runs.push(Run { shown: Cow::Borrowed(&text.shown), kind: RunKind::Typed(text.place) });
        self
    }

    fn with_computed(mut self, shown: impl Into<Cow<'d, str>>) -> Part<'d> {
        let shown = shown.into();
        if !shown.is_empty() {
            self.runs.push(Run { shown, kind: RunKind::Computed });
        }
        self
    }

    fn with_inlines(mut self, inlines: &'d [Inline]) -> Part<'d> {
        push_runs(inlines, &mut self.runs);
        self
    }

    fn with_heading(self, heading: &'d Heading) -> Part<'d> {
        self.with_computed(heading.number()).with_inlines(&heading.text)
    }

    /// Its whole text.
    pub(crate) fn text(&self) -> String {
        self.runs.iter().map(|run| run.shown.as_ref()).collect()
    }
}

fn push_runs<'d>(inlines: &'d [Inline], runs: &mut Vec<Run<'d>>) {
    for inline in inlines {
        let (shown, kind) = match inline {
            Inline::Text(text) => (text.shown.as_str(), RunKind::Typed(text.place)),
            Inline::Figure { text, fact } => {
                (text.shown.as_str(), RunKind::Figure(*fact, text.place))
            }
            Inline::Missing { text } => (text.as_str(), RunKind::Missing),
            Inline::Strong(inner) => {
                push_runs(inner, runs);
                continue;
            }
        };
        runs.push(Run { shown: Cow::Borrowed(shown), kind });
    }
}

/// The paragraphs of a document in reading order, from the markings of its first page to 版记. An
/// empty cell of a table is one, too.
pub(crate) fn parts(document: &Document) -> Vec<Part<'_>> {
    let mut parts = Parts::default();
    parts.head(&document.markings, document.red_head.as_ref());
    parts.add(Part::typed(Role::Title, &document.title));
    for under in &document.under_title {
        let role = match under.role {
            UnderTitleRole::Subtitle => Role::Subtitle,
            UnderTitleRole::Reporter => Role::Reporter,
        };
        parts.add(Part::typed(role, &under.text));
    }
    if !document.salutation.is_empty() {
        parts.add(Part::typed(Role::Salutation, &document.salutation));
    }
    parts.blocks(&document.body);
    for note in document.attachment_notes() {
        parts.list.push(Part::computed(Role::AttachmentNote, note.lead()).with(note.title()));
    }
    let signature = &document.signature;
    parts.list.extend(signature.organ.as_ref().map(|organ| Part::typed(Role::Organ, organ)));
    let date = signature.date.as_ref();
    parts.list.extend(date.map(|date| Part::computed(Role::Date, date.shown.as_str())));
    parts.list.extend(document.note.as_ref().map(|note| Part::typed(Role::Note, note)));
    for attachment in &document.attachments {
        let label = document.attachment_label(attachment);
        parts.add(Part::computed(Role::AttachmentLabel, label));
        parts.add(Part::typed(Role::AttachmentTitle, &attachment.title));
        parts.blocks(&attachment.body);
    }
    if let Some(imprint) = &document.imprint {
        if !imprint.copies.is_empty() {
            parts.add(Part::computed(Role::Copies, sent_to("抄送", &imprint.copies)));
        }
        if !imprint.organ.is_empty() {
            parts.add(Part::typed(Role::PrintedBy, &imprint.organ));
            parts.add(Part::computed(Role::PrintedOn, imprint.date.shown.as_str()));
        }
    }
    parts.list
}

/// The paragraphs so far.
#[derive(Debug, Default)]
struct Parts<'d> {
    list: Vec<Part<'d>>,
    tables: usize,
}

impl<'d> Parts<'d> {
    fn add(&mut self, part: Part<'d>) {
        self.list.push(part);
    }

    fn head(&mut self, markings: &'d Markings, red_head: Option<&'d RedHead>) {
        let Markings { copy_number, secrecy, urgency } = markings;
        for marking in [copy_number, secrecy, urgency].into_iter().flatten() {
            self.add(Part::typed(Role::Marking, marking));
        }
        let Some(RedHead { mark, number, signers }) = red_head else { return };
        self.add(Part::typed(Role::Mark, mark));
        self.list.extend(number.as_ref().map(|number| Part::typed(Role::Number, number)));
        if !signers.is_empty() {
            let mut part = Part::computed(Role::Signers, "签发人：");
            for (at, signer) in signers.iter().enumerate() {
                part = part.with_computed(if at == 0 { "" } else { "　" }).with(signer);
            }
            self.add(part);
        }
    }

    fn blocks(&mut self, blocks: &'d [Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    self.add(Part::new(Role::Heading(heading.level)).with_heading(heading));
                }
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::Table(table) => self.table(table),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &'d Paragraph) {
        let part = match &paragraph.run_in {
            Some(heading) => Part::new(Role::RunIn(heading.level)).with_heading(heading),
            None if paragraph.is_salutation => Part::new(Role::Salutation),
            None => Part::new(Role::Body),
        };
        self.add(part.with_inlines(&paragraph.text));
    }

    fn table(&mut self, table: &'d Table) {
        if !table.caption.is_empty() {
            self.add(Part::new(Role::Caption).with_inlines(&table.caption));
        }
        self.list.extend(table.unit.as_deref().map(|unit| Part::computed(Role::Unit, unit)));
        let number = self.tables;
        self.tables += 1;
        let mut first = 0;
        for rows in [&table.header, &table.rows] {
            for (row, (cells, columns)) in rows.iter().zip(columns_of(rows)).enumerate() {
                for (cell, column) in cells.iter().zip(columns) {
                    let role = Role::Cell { table: number, row: first + row, column };
                    self.add(Part::new(role).with_inlines(&cell.content));
                }
            }
            first += rows.len();
        }
    }
}

/// Gives each paragraph its id: eight hexadecimal digits of the hash of what it is and says. They
/// tell nothing, and a paragraph keeps its id while others come and go.
///
/// As a number an id is below 0x80000000, as the `w14:paraId` of Word has to be.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    given: BTreeSet<String>,
    /// How many ids were tried for paragraphs of one role and text, by the hash of both: of those that
    /// are alike each goes on where the one before it found an id.
    tried: BTreeMap<String, usize>,
}

impl Ids {
    /// The id of the next paragraph of this role and text. Paragraphs that are alike are told apart
    /// by their order, so they are to be asked for in reading order.
    pub(crate) fn next(&mut self, role: Role, text: &str) -> String {
        let word = role.word();
        let hash = |count: usize, bytes| digest(&format!("{word}\n{count}\n{text}"), bytes);
        let count = self.tried.entry(hash(0, 16)).or_default();
        loop {
            let digits = hash(*count, 4);
            *count += 1;
            let number = u32::from_str_radix(&digits, 16).unwrap_or_default() & 0x7FFF_FFFF;
            let id = format!("{:08x}", number.max(1));
            if self.given.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// A paragraph as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SentParagraph {
    /// See [`Ids`].
    pub(crate) id: String,
    /// What it is.
    pub(crate) role: Role,
    /// Its whole text.
    pub(crate) text: String,
}

impl SentParagraph {
    /// The hash of its text, sixteen hexadecimal digits.
    pub(crate) fn hash(&self) -> String {
        digest(&self.text, 8)
    }
}

/// A report's text as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sent {
    /// The name of the file that was sent, without a folder: `年报.docx`.
    pub(crate) name: String,
    /// Which report it is of; none where nothing tells.
    pub(crate) subject: Option<Subject>,
    /// Its paragraphs in reading order.
    pub(crate) paragraphs: Vec<SentParagraph>,
}

impl Sent {
    /// The text of a document, to be sent under a name.
    pub(crate) fn new(document: &Document, name: String) -> Sent {
        let mut ids = Ids::default();
        let paragraph = |part: Part<'_>| {
            let text = part.text();
            SentParagraph { id: ids.next(part.role, &text), role: part.role, text }
        };
        let paragraphs = parts(document).into_iter().map(paragraph).collect();
        Sent { name, subject: None, paragraphs }
    }

    /// The same, of this report.
    pub(crate) fn of(self, subject: Subject) -> Sent {
        Sent { subject: Some(subject), ..self }
    }

    /// Its title; empty where it has none.
    pub(crate) fn title(&self) -> &str {
        let title = self.paragraphs.iter().find(|paragraph| paragraph.role == Role::Title);
        title.map_or("", |title| title.text.as_str())
    }

    /// The hash of the whole text: of the ids, roles and texts of all paragraphs, 64 hexadecimal
    /// digits.
    pub(crate) fn hash(&self) -> String {
        let mut whole = String::new();
        for SentParagraph { id, role, text } in &self.paragraphs {
            whole.push_str(&format!("{id}\n{role:?}\n{}\n{text}\n", text.len()));
        }
        digest(&whole, 32)
    }
}

#[cfg(test)]
mod tests;
