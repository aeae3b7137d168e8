//! The body of the report: title, addressees, headings and paragraphs.

use super::flow::{FlowItem, keep_from, turn_kept};
use super::length::Len;
use super::line::{Measure, StyledText};
use super::pages::{Structure, TagId};
use super::paginate::fits_on_page;
use super::style::{TextStyle, TitleStyle};
use super::table;
use super::title::break_title;
use super::typesetter::Typesetter;
use crate::document::{Block, Document, Heading, Inline, Paragraph, Text, UnderTitle};

/// 标题 on its lines.
pub(super) fn title(text: &mut Typesetter<'_>, document: &Document) -> Vec<FlowItem> {
    let lines = title_lines(text, document);
    title_items(text, &lines, text.style.title.text, 1)
}

/// The lines of the title.
pub(super) fn title_lines(text: &mut Typesetter<'_>, document: &Document) -> Vec<String> {
    let style = text.style.title.text;
    lines(text, &document.title, &document.title_lines, style, &document.title_phrases)
}

/// The lines of a text below the title.
pub(super) fn under_title_lines(
    text: &mut Typesetter<'_>,
    under: &UnderTitle,
    phrases: &[String],
) -> Vec<String> {
    let style = text.style.under(under.role).text;
    lines(text, &under.text, &under.lines, style, phrases)
}

/// A title in the lines its writer marked, where they fit, or else in those that read best.
fn lines(
    text: &mut Typesetter<'_>,
    title: &str,
    marked: &[String],
    style: TextStyle,
    phrases: &[String],
) -> Vec<String> {
    let fits = |line: &String| text.width_of(line, style) <= text.style.page.block_width;
    if !marked.is_empty() && marked.iter().all(fits) {
        marked.to_vec()
    } else {
        break_title(text, title, style, phrases)
    }
}

/// Centred lines that are one heading of a level of the tag tree.
pub(super) fn title_items(
    text: &mut Typesetter<'_>,
    lines: &[String],
    style: TextStyle,
    level: u8,
) -> Vec<FlowItem> {
    let tag = text.tag(Structure::Heading(level), None);
    let mut items = Vec::new();
    for line in lines {
        let line = text.line(line, style, Some(tag));
        items.push(text.centred_item(&line));
    }
    keep_from(&mut items, 0);
    items
}

/// 副标题 and 报告人: centred lines below the title.
pub(super) fn under_title(text: &mut Typesetter<'_>, document: &Document) -> Vec<FlowItem> {
    let mut items = Vec::new();
    for under in &document.under_title {
        let TitleStyle { text: style, blank_lines } = text.style.under(under.role);
        items.extend(text.blank_lines(blank_lines));
        let lines = under_title_lines(text, under, &document.title_phrases);
        let tag = text.tag(Structure::Paragraph, None);
        for line in lines {
            let inline = match under.is_missing {
                true => Inline::Missing { text: line },
                false => Inline::text(line),
            };
            let mut texts = Vec::new();
            text.inlines(&[inline], style, Some(tag), &mut texts);
            let line = text.lines.line(&texts);
            items.push(text.centred_item(&line));
        }
    }
    keep_from(&mut items, 0);
    items
}

/// 主送机关; without one the blank lines above it part the title from the text.
pub(super) fn salutation(text: &mut Typesetter<'_>, salutation: &Text) -> Vec<FlowItem> {
    let style = &text.style.salutation;
    let mut items: Vec<FlowItem> = text.blank_lines(style.blank_lines).collect();
    if salutation.is_empty() {
        return items;
    }
    let tag = text.tag(Structure::Paragraph, None);
    items.extend(text.paragraph(&[StyledText::new(salutation, style.text, Some(tag))], 0, 0));
    items
}

/// 7.3.2: whether the first page, with the addressees below its title, still shows body text;
/// else they belong in the imprint. `title` are the items above them, from `top` on.
pub(super) fn addressees_fit(
    text: &mut Typesetter<'_>,
    document: &Document,
    title: &[FlowItem],
    top: Len,
) -> bool {
    let style = &text.style.salutation;
    let measure = Measure::justified(text.block_width(), Len::ZERO, Len::ZERO);
    let salutation = StyledText::new(&document.salutation, style.text, None);
    let lines = text.lines.paragraph(&[salutation], measure).len();
    let headings =
        document.body.iter().take_while(|block| matches!(block, Block::Heading(_))).count();
    let count = u32::try_from(lines + headings + 1).unwrap_or(u32::MAX).min(1000);
    let lines = text.blank_lines(style.blank_lines + count);
    let first: Vec<FlowItem> = title.iter().cloned().chain(lines).collect();
    fits_on_page(&first, top, text.style)
}

/// Headings, paragraphs and tables.
pub(super) fn blocks(text: &mut Typesetter<'_>, blocks: &[Block]) -> Vec<FlowItem> {
    let mut flow = Vec::new();
    for block in blocks {
        flow.extend(match block {
            Block::Heading(of) => heading(text, of),
            Block::Paragraph(of) => paragraph(text, of),
            Block::Table(of) => table::table(text, of),
        });
    }
    turn_kept(&mut flow);
    flow
}

fn heading(text: &mut Typesetter<'_>, heading: &Heading) -> Vec<FlowItem> {
    let tag = text.tag(Structure::Heading(heading.level.saturating_add(1)), None);
    let texts = heading_texts(text, heading, tag);
    let mut items = text.paragraph(&texts, text.style.body.indent, 0);
    keep_from(&mut items, 0);
    put_bookmark(&mut items, heading);
    items
}

fn paragraph(text: &mut Typesetter<'_>, paragraph: &Paragraph) -> Vec<FlowItem> {
    let mut texts = Vec::new();
    if let Some(heading) = &paragraph.run_in {
        let tag = text.tag(Structure::Heading(heading.level.saturating_add(1)), None);
        texts = heading_texts(text, heading, tag);
    }
    let tag = text.tag(Structure::Paragraph, None);
    let (style, indent) = match paragraph.is_salutation {
        true => (text.style.salutation.text, 0),
        false => (text.style.body.text, text.style.body.indent),
    };
    text.inlines(&paragraph.text, style, Some(tag), &mut texts);
    let mut items = text.paragraph(&texts, indent, 0);
    if let Some(heading) = &paragraph.run_in {
        put_bookmark(&mut items, heading);
    }
    items
}

fn heading_texts(text: &Typesetter<'_>, heading: &Heading, tag: TagId) -> Vec<StyledText> {
    let style = text.style.body.level(heading.level);
    let mut texts = vec![StyledText::new(heading.number(), style, Some(tag))];
    text.inlines(&heading.text, style, Some(tag), &mut texts);
    texts
}

/// A bookmark to the first of the items.
fn put_bookmark(items: &mut [FlowItem], heading: &Heading) {
    if let Some(item) = items.first_mut() {
        item.bookmark = Some((heading.level, format!("{}{}", heading.number(), heading.title)));
    }
}
