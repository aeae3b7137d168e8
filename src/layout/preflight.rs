//! Preflight: what is wrong with a document for print, known without laying it out.

use rustc_hash::FxHashSet;

use super::columns::{TableLook, fit};
use super::grid::{RowKind, places};
use super::letterhead;
use super::line::StyledText;
use super::missing::Missing;
use super::overflow::overflows;
use super::style::{Style, TextStyle};
use super::typesetter::Typesetter;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Document, Heading, Inline, Table, Text, sent_to};
use crate::findings::Findings;
use crate::font::{FontBook, is_full_width};
use crate::source::Sources;
use crate::text::width_cjk;

/// Finds what keeps a document from being printed as it is, or as its writer wants it: characters
/// that no face of their role draws, font files that cannot be used, title lines that are too
/// long, and what the paper has no room for. Each is reported where it was typed, as by [`lay_out`](super::lay_out).
///
/// Only the character maps of the faces are read for it, and the widths of glyphs where there is a
/// table, a red head or a title in marked lines: a face that maps a character to a glyph without ink is taken
/// to draw it.
pub fn preflight(
    document: &Document,
    style: &Style,
    fonts: &FontBook<'_>,
    sources: &Sources,
) -> Findings {
    let mut missing = Missing::default();
    let Texts { mut setter, texts } = texts(document, style, fonts);
    let mut asked = FxHashSet::default();
    for StyledText { text, style, .. } in &texts {
        let characters: Vec<char> = text.chars().collect();
        for (at, &character) in characters.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| characters.get(before)).copied();
            let full = is_full_width(character, before, characters.get(at + 1).copied());
            if asked.insert((character, style.role, full))
                && !fonts.maps(style.role, character, !full)
            {
                missing.undrawn(text, at, character, style.role);
            }
        }
    }
    let mut findings = fonts.findings();
    findings.extend(missing.findings(fonts, sources, false));
    findings.extend(long_title(&mut setter, document));
    findings.extend(overflows(&mut setter, document));
    findings.extend(setter.narrow.iter().map(|table| table.diagnostic(document.edition.draft)));
    findings
}

/// A title of more lines than these is no title.
const MOST_TITLE_LINES: usize = 5;

/// 7.3.1: a title in several lines is to be broken so; each must fit its line, and there must not
/// be too many.
pub(super) fn long_title(text: &mut Typesetter<'_>, document: &Document) -> Option<Diagnostic> {
    let style = text.style;
    let most = style.title_characters_a_line();
    let lines =
        width_cjk(&document.title).div_ceil(most.max(1) * 2).max(document.title_lines.len());
    let (found, label) = if lines > MOST_TITLE_LINES {
        let found = Diagnostic::new(Code::E0915, format!("标题太长，要排 {lines} 行"))
            .help("标题只写发文机关、事由和文种，一般一行到三行；其余的写进正文");
        (found, format!("有 {} 字", document.title.chars().count()))
    } else {
        let is_long =
            |line: &&String| text.width_of(line, style.title.text) > style.page.block_width;
        let long = document.title_lines.iter().find(is_long)?;
        let found = Diagnostic::new(Code::E0913, format!("标题的一行太长：“{long}”"))
            .note("说明", "印时不照这里的分行，另按词意分行")
            .help("在词语之间多分一行");
        (found, format!("{}字一行至多 {most} 字", style.title.text.size.size_name()))
    };
    Some(match document.title.place {
        Some(place) => found.at(place, label),
        None => found,
    })
}

/// All text of a document with the look in which the layout sets it, in the order of the report.
fn texts<'a>(document: &Document, style: &'a Style, fonts: &'a FontBook<'a>) -> Texts<'a> {
    let mut texts = Texts { setter: Typesetter::new(style, fonts), texts: Vec::new() };
    let head = &style.letterhead;
    let markings = &document.markings;
    texts.add_all(&markings.copy_number, head.copy_number);
    texts.add_all(&markings.secrecy, head.secrecy);
    texts.add_all(&markings.urgency, head.urgency);
    if let Some(red_head) = &document.red_head {
        texts.add(&red_head.mark, head.mark);
        texts.add_all(&red_head.number, head.number);
        texts.add_all(&red_head.signers, head.signer);
        texts.add(letterhead::SIGNERS, head.number);
    }
    texts.add(&document.title, style.title.text);
    for under in &document.under_title {
        texts.add(&under.text, style.under(under.role).text);
    }
    texts.add(&document.salutation, style.salutation.text);
    texts.blocks(&document.body);
    for note in document.attachment_notes() {
        texts.add(note.lead(), style.attachment_note.text);
        texts.add(note.title(), style.attachment_note.text);
    }
    texts.add_all(&document.signature.organ, style.signature.text);
    if let Some(date) = &document.signature.date {
        texts.add(&date.shown, style.signature.text);
    }
    texts.add_all(&document.note, style.note.text);
    for attachment in &document.attachments {
        texts.add(document.attachment_label(attachment), style.attachment.label);
        texts.add(&attachment.title, style.attachment.title);
        texts.blocks(&attachment.body);
    }
    if let Some(imprint) = &document.imprint {
        texts.add(sent_to("抄送", &imprint.copies), style.imprint.text);
        texts.add(&imprint.organ, style.imprint.text);
        texts.add(&imprint.date.shown, style.imprint.text);
    }
    texts
}

struct Texts<'a> {
    setter: Typesetter<'a>,
    texts: Vec<StyledText>,
}

impl Texts<'_> {
    fn add(&mut self, text: impl Into<Text>, look: TextStyle) {
        self.texts.push(StyledText::new(text, look, None));
    }

    fn add_all<'t>(&mut self, texts: impl IntoIterator<Item = &'t Text>, look: TextStyle) {
        texts.into_iter().for_each(|text| self.add(text, look));
    }

    fn inlines(&mut self, inlines: &[Inline], look: TextStyle) {
        self.setter.inlines(inlines, look, None, &mut self.texts);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.heading(heading),
                Block::Paragraph(paragraph) => {
                    paragraph.run_in.iter().for_each(|heading| self.heading(heading));
                    self.inlines(&paragraph.text, self.setter.style.body.text);
                }
                Block::Table(table) => self.table(table),
            }
        }
    }

    fn heading(&mut self, heading: &Heading) {
        let look = self.setter.style.body.level(heading.level);
        self.add(heading.number(), look);
        self.inlines(&heading.text, look);
    }

    fn table(&mut self, table: &Table) {
        let style = &self.setter.style.table;
        let look = TableLook::of_tables(self.setter.style);
        fit(&mut self.setter, table, look);
        self.inlines(&table.caption, style.caption);
        self.add(table.unit.as_deref().unwrap_or_default(), style.unit);
        for cell in table.header.iter().flatten() {
            self.inlines(&cell.content, style.header);
        }
        let columns = table.columns.len();
        for row in places(&table.rows, columns) {
            let style = look.text_of(RowKind::of(&row, columns));
            for cell in row.iter().filter_map(|place| place.cell) {
                self.inlines(&cell.content, style);
            }
        }
    }
}
