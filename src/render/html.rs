//! The document as one self-contained web page.
//!
//! `templates/page.html.tera` owns the page: this file hands it the document as values
//! and nothing else, so that the page is restyled without Rust.

mod data;
mod numbers;
mod policy;
mod table;

use std::borrow::Cow;

use serde::Serialize;

use super::{Format, Materials};
use crate::bounds::TEMPLATE_OUTPUT;
use crate::document::{
    Attachment, AttachmentNote, Block, Document, FactId, Heading, Inline, Published, Record,
    UnderTitle, UnderTitleRole, plain_text,
};
use crate::findings::{Findings, Outcome};
use crate::source::Sources;
use crate::template::{Engine, Language, Templates, Values};
use crate::text::write_xml;
use crate::words::{ONE_WORD, words};

/// The template of the page.
const PAGE: &str = "page.html.tera";

/// The page with its style and script.
static PAGES: Language = Language {
    endings: &[".html.tera", ".css", ".js"],
    escape: write_xml,
    largest: &TEMPLATE_OUTPUT,
};

/// The row of the table of formats.
pub const FORMAT: Format = Format {
    word: "html",
    name: "网页",
    ending: "html",
    is_usual: true,
    is_posted: true,
    is_printed: false,
    is_linked: false,
    is_revised: false,
    shows_origins: true,
    render: |document, materials| {
        let Materials { templates, sources, pdf, .. } = *materials;
        render_beside(document, templates, sources, pdf).map(|page| page.map(String::into_bytes))
    },
};

/// Renders the page; the page template may include other `.html.tera` files, and whole `.css`
/// and `.js` files between style and script tags. None where such a template is at fault (E10).
pub fn render(
    document: &Document,
    templates: &Templates,
    sources: &Sources,
) -> Outcome<Option<String>> {
    render_beside(document, templates, sources, None)
}

/// The same with a link to a PDF of this name, which says the same.
fn render_beside(
    document: &Document,
    templates: &Templates,
    sources: &Sources,
    pdf: Option<&str>,
) -> Outcome<Option<String>> {
    Engine::load(templates, sources, &PAGES, Vec::new()).and_then(|engine| {
        let mut page = page(document);
        page.pdf = pdf.map(data::relative_address);
        let values = engine.values(&page, sources);
        values.and_then(|mut values| {
            policy(&engine, &values, sources).and_then(|policy| {
                values.set("policy", policy);
                engine.fill(PAGE, &values, sources)
            })
        })
    })
}

/// The Content-Security-Policy for the style sheets and scripts as the page includes them.
fn policy(engine: &Engine, values: &Values, sources: &Sources) -> Outcome<Option<String>> {
    let mut findings = Findings::new();
    let mut included = |ending: &str| {
        let names = engine.files().iter().map(|(name, _)| name);
        let wanted = names.filter(|name| name.ends_with(ending));
        let filled = wanted.map(|name| engine.fill(name, values, sources).gather(&mut findings));
        filled.collect::<Option<Vec<_>>>()
    };
    let styles = included(".css");
    let policy = styles.and_then(|styles| Some(policy::policy(&styles, &included(".js")?)));
    Outcome::new(policy, findings)
}

/// What the page template may name.
#[derive(Serialize)]
struct Page<'d> {
    title: &'d str,
    title_lines: Vec<TitleLine>,
    /// 副标题, 报告人.
    under_title: Vec<UnderTitleView<'d>>,
    salutation: &'d str,
    blocks: Vec<BlockView<'d>>,
    /// 附件说明, a line for each attachment.
    attachment_notes: Vec<String>,
    organ: Option<&'d str>,
    date: Option<&'d str>,
    /// Whether the day is still to come.
    date_missing: bool,
    note: Option<&'d str>,
    attachments: Vec<AttachmentView<'d>>,
    record: RecordView<'d>,
    /// Headings of the first two levels.
    contents: Vec<Entry<'d>>,
    /// The beginning of the text, for search engines.
    description: String,
    /// JSON-LD.
    linked_data: String,
    /// The Content-Security-Policy.
    policy: String,
    /// The address of a PDF that says the same.
    pdf: Option<String>,
    data: Option<data::DataView<'d>>,
    /// Whether a table has cells over several rows or columns, or headers of rows.
    forms: bool,
    draft: bool,
    proof: bool,
}

/// `role` is `subtitle` or `reporter`.
#[derive(Serialize)]
struct UnderTitleView<'d> {
    role: &'static str,
    text: &'d str,
    /// Whether it is still to come.
    missing: bool,
}

#[derive(Serialize)]
struct AttachmentView<'d> {
    /// `附件`, or `附件1`
    label: String,
    title: &'d str,
    title_lines: Vec<TitleLine>,
    id: String,
    blocks: Vec<BlockView<'d>>,
}

/// A line of a title as it is broken where there is room, made of words that are kept whole.
type TitleLine = Vec<String>;

/// 索引号 文号 发布机构 公文生成日期 来源 时间, and the site.
#[derive(Serialize)]
struct RecordView<'d> {
    subject: &'d str,
    index: Option<&'d str>,
    number: Option<&'d str>,
    issuer: &'d str,
    written: Option<&'d str>,
    source: Option<&'d str>,
    published: Option<String>,
    url: Option<&'d str>,
    site_name: Option<&'d str>,
    site_domain: Option<&'d str>,
    site_code: Option<&'d str>,
    column: Option<&'d str>,
    column_type: Option<&'d str>,
}

#[derive(Serialize)]
struct Entry<'d> {
    level: u8,
    number: String,
    text: &'d str,
    id: &'d str,
}

/// `kind` is `heading`, `paragraph` or `table`; the other fields as the kind has them.
#[derive(Serialize)]
struct BlockView<'d> {
    kind: &'static str,
    /// Of a paragraph or table: its section's anchor and its place there, `s1-2-3-p2`.
    id: String,
    /// How a reader cites that place: `一（四）3第2段`.
    cite: String,
    /// The heading itself, or the one that opens the paragraph.
    heading: Option<HeadingView<'d>>,
    text: Vec<Run<'d>>,
    /// Whether it is the salutation once more.
    salutation: bool,
    table: Option<table::TableView<'d>>,
}

#[derive(Serialize)]
struct HeadingView<'d> {
    level: u8,
    number: String,
    text: Vec<Run<'d>>,
    id: &'d str,
    /// `一（四）3`
    cite: String,
}

/// Text of one kind: plain, bold, a figure with its fact, or a place held open in a draft.
#[derive(Serialize)]
struct Run<'d> {
    text: Cow<'d, str>,
    strong: bool,
    missing: bool,
    /// A number with its unit in a table, whose cells may be narrow.
    whole: bool,
    fact: Option<FactView<'d>>,
}

impl Run<'_> {
    /// Whether plain or bold words are followed by more of the same.
    fn goes_on_with(&self, strong: bool, missing: bool, figure: bool) -> bool {
        self.strong == strong && !self.missing && !missing && self.fact.is_none() && !figure
    }
}

#[derive(Serialize)]
struct FactView<'d> {
    /// The anchor of its row in the data section.
    id: String,
    metric: &'d str,
    value: &'d str,
    unit: &'d str,
    definition: &'d str,
    department: &'d str,
    derivation: &'d str,
    /// `data/2024/区司法局.yaml:14`, in a 核校本.
    origin: Option<String>,
    previous: Option<&'d str>,
    change: Option<&'d str>,
}

fn page(document: &Document) -> Page<'_> {
    let description = description(document);
    let headings = document.body.iter().filter_map(heading_of);
    let notes = document.attachment_notes();
    let date = document.signature.date.as_ref();
    let body = blocks(&document.body, "s0", "", document);
    let attachments: Vec<AttachmentView<'_>> = document
        .attachments
        .iter()
        .map(|attachment| attachment_view(attachment, document))
        .collect();
    let all = attachments.iter().flat_map(|attachment| &attachment.blocks).chain(&body);
    let forms = all.filter_map(|block| block.table.as_ref()).any(|table| table.form);
    Page {
        title: &document.title,
        title_lines: title_lines(&document.title, &document.title_lines, &document.title_phrases),
        under_title: document.under_title.iter().map(under_title).collect(),
        salutation: &document.salutation,
        blocks: body,
        attachment_notes: notes.iter().map(AttachmentNote::shown).collect(),
        organ: document.signature.organ.as_deref(),
        date: date.map(|date| date.shown.as_str()),
        date_missing: date.is_some_and(|date| date.date.is_none()),
        note: document.note.as_deref(),
        attachments,
        forms,
        record: record(&document.record),
        contents: headings.filter(|heading| heading.level <= 2).map(entry).collect(),
        linked_data: data::linked_data(document, &description),
        description,
        policy: String::new(),
        pdf: None,
        data: data::data(document),
        draft: document.edition.draft,
        proof: document.edition.proof,
    }
}

fn under_title(under: &UnderTitle) -> UnderTitleView<'_> {
    UnderTitleView {
        role: match under.role {
            UnderTitleRole::Subtitle => "subtitle",
            UnderTitleRole::Reporter => "reporter",
        },
        text: &under.text,
        missing: under.is_missing,
    }
}

/// As much of the first paragraph as a search engine shows.
fn description(document: &Document) -> String {
    const LENGTH: usize = 120;
    let first = document.body.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) => Some(plain_text(&paragraph.text)),
        Block::Heading(_) | Block::Table(_) => None,
    });
    let text = first.unwrap_or_default();
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn attachment_view<'d>(attachment: &'d Attachment, document: &'d Document) -> AttachmentView<'d> {
    let id = format!("a{}", attachment.number);
    let label = document.attachment_label(attachment);
    AttachmentView {
        title: &attachment.title,
        title_lines: title_lines(&attachment.title, &[], &document.title_phrases),
        blocks: blocks(&attachment.body, &id, &label, document),
        label,
        id,
    }
}

/// A title in the lines that its writer marked, or in its two halves, 发文机关 and 事由. In its
/// words a line ends where one of the printed page may.
fn title_lines(title: &str, marked: &[String], phrases: &[String]) -> Vec<TitleLine> {
    let whole = [title.to_owned()];
    let typed = if marked.is_empty() { &whole } else { marked };
    let mut lines: Vec<TitleLine> = Vec::new();
    for line in typed {
        lines.push(Vec::new());
        for (at, word) in words(line, phrases).iter().enumerate() {
            if at > 0 && word.before == 0 && marked.is_empty() {
                lines.push(Vec::new());
            }
            let Some(line) = lines.last_mut() else { continue };
            match line.last_mut().filter(|_| word.before >= ONE_WORD) {
                Some(last) => last.push_str(word.text),
                None => line.push(word.text.to_owned()),
            }
        }
    }
    lines
}

/// The heading that a block is or begins with.
fn heading_of(block: &Block) -> Option<&Heading> {
    match block {
        Block::Heading(heading) => Some(heading),
        Block::Paragraph(paragraph) => paragraph.run_in.as_ref(),
        Block::Table(_) => None,
    }
}

/// `section` is the anchor that paragraphs before the first heading are counted under, `cite`
/// the words for that place.
fn blocks<'d>(
    body: &'d [Block],
    section: &str,
    cite: &str,
    document: &'d Document,
) -> Vec<BlockView<'d>> {
    let mut section = section.to_owned();
    // The numbers of the headings that lead here, with their levels.
    let mut path: Vec<(u8, String)> = vec![(0, cite.to_owned())];
    let mut place = 0;
    let view = |block: &'d Block| {
        let heading = heading_of(block);
        if let Some(heading) = heading {
            section.clone_from(&heading.id);
            place = 0;
            path.retain(|(level, _)| *level < heading.level);
            path.push((heading.level, heading.cited()));
        }
        let cite: String = path.iter().map(|(_, number)| number.as_str()).collect();
        if !matches!(block, Block::Heading(_)) {
            place += 1;
        }
        let id = format!("{section}-p{place}");
        let (kind, text, table) = match block {
            Block::Heading(_) => ("heading", Vec::new(), None),
            Block::Paragraph(paragraph) => ("paragraph", runs(&paragraph.text, document), None),
            Block::Table(table) => {
                ("table", Vec::new(), Some(table::table_view(table, &id, document)))
            }
        };
        BlockView {
            kind,
            id,
            cite: format!("{cite}第{place}段"),
            heading: heading.map(|heading| HeadingView {
                level: heading.level,
                number: heading.number(),
                text: runs(&heading.text, document),
                id: &heading.id,
                cite,
            }),
            text,
            salutation: matches!(block, Block::Paragraph(paragraph) if paragraph.is_salutation),
            table,
        }
    };
    body.iter().map(view).collect()
}

fn record(record: &Record) -> RecordView<'_> {
    RecordView {
        subject: &record.subject,
        index: record.index.as_deref(),
        number: record.number.as_deref(),
        issuer: &record.issuer,
        written: record.written.as_ref().map(|written| written.shown.as_str()),
        source: record.source.as_deref(),
        published: record.published.as_ref().map(Published::shown),
        url: record.url.as_deref(),
        site_name: record.site_name.as_deref(),
        site_domain: record.site_domain.as_deref(),
        site_code: record.site_code.as_deref(),
        column: record.column.as_deref(),
        column_type: record.column_type.as_deref(),
    }
}

fn entry(heading: &Heading) -> Entry<'_> {
    Entry { level: heading.level, number: heading.number(), text: &heading.title, id: &heading.id }
}

fn runs<'d>(inlines: &'d [Inline], document: &'d Document) -> Vec<Run<'d>> {
    let mut runs = Vec::new();
    push_runs(inlines, false, document, &mut runs);
    runs
}

fn push_runs<'d>(
    inlines: &'d [Inline],
    strong: bool,
    document: &'d Document,
    runs: &mut Vec<Run<'d>>,
) {
    for inline in inlines {
        let (text, missing, fact): (&'d str, _, _) = match inline {
            Inline::Strong(inner) => {
                push_runs(inner, true, document, runs);
                continue;
            }
            Inline::Text(text) => (text, false, None),
            Inline::Missing { text } => (text, true, None),
            Inline::Figure { text, fact } => (text, false, fact_view(*fact, document)),
        };
        match runs.last_mut() {
            // Where words were typed makes no difference here.
            Some(last) if last.goes_on_with(strong, missing, fact.is_some()) => {
                last.text.to_mut().push_str(text);
            }
            _ => {
                let text = Cow::Borrowed(text);
                runs.push(Run { text, strong, missing, whole: false, fact });
            }
        }
    }
}

/// Only a 核校本 says in which file a figure stands.
fn fact_view(id: FactId, document: &Document) -> Option<FactView<'_>> {
    let fact = document.facts.get(id.0)?;
    let origin = fact.origin.as_ref().filter(|_| document.edition.proof);
    Some(FactView {
        id: format!("m{}", id.0 + 1),
        metric: &fact.metric,
        value: &fact.value.shown,
        unit: &fact.unit,
        definition: &fact.definition,
        department: &fact.department,
        derivation: &fact.derivation,
        origin: origin.map(|origin| origin.within(&origin.path())),
        previous: fact.previous.as_ref().map(|previous| previous.shown.as_str()),
        change: fact.change.as_deref(),
    })
}
