//! The text of a report, as the document has it and as the web page has it.

use nianbao::document::{Block, Document, Heading, plain_text};

/// The text of a document, layout taken off.
pub(crate) fn text_of(document: &Document) -> String {
    let mut text = document.title.shown.clone();
    text.extend(document.under_title.iter().map(|under| under.text.shown.as_str()));
    text += &document.salutation;
    push_blocks(&document.body, &mut text);
    text.extend(document.attachment_notes().iter().map(|note| note.shown()));
    text += document.signature.organ.as_deref().unwrap_or_default();
    text.extend(document.signature.date.iter().map(|date| date.shown.as_str()));
    text += document.note.as_deref().unwrap_or_default();
    for attachment in &document.attachments {
        text += &document.attachment_label(attachment);
        text += &attachment.title;
        push_blocks(&attachment.body, &mut text);
    }
    text
}

fn push_blocks(blocks: &[Block], text: &mut String) {
    let heading = |heading: &Heading| heading.number() + &plain_text(&heading.text);
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
                for cell in table.header.iter().chain(&table.rows).flatten() {
                    *text += &plain_text(&cell.content);
                }
            }
        }
    }
}

/// The text of the article, as a browser would give it: what stands around it (record, contents,
/// data section) is the page's, not the report's.
pub(crate) fn text_of_page(page: &str) -> String {
    let (_, article) = page.split_once("<article").unwrap();
    let mut article = format!("<article{}", article.split_once("</article>").unwrap().0);
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
