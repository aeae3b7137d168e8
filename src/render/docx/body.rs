//! The text of the report: headings, paragraphs and tables.

use super::named::Named;
use super::paragraph::{Paragraph, inlines, run};
use super::table;
use super::writer::Writer;
use crate::document::{Block, Heading, Paragraph as Text};
use crate::sent::Role;

/// The blocks of the body or of an attachment, whose title is that of a table before any heading.
/// `before` is the space above the first; `is_signed` says
/// that its end stands on the page of what follows.
pub(super) fn blocks(
    writer: &mut Writer<'_>,
    (blocks, title): (&[Block], &str),
    before: i64,
    is_signed: bool,
) {
    let mut title = title;
    for (at, (block, is_turned)) in blocks.iter().zip(turned(blocks)).enumerate() {
        writer.turn(is_turned);
        let is_last = is_signed && at + 1 == blocks.len();
        let usual = Paragraph {
            before: (at == 0 && before > 0).then_some(before),
            keeps_next: is_last,
            keeps_two_lines: is_last.then_some(true),
            ..Paragraph::default()
        };
        match block {
            Block::Heading(heading) => {
                title = &heading.title;
                let style = Some(Named::heading(heading.level));
                let role = Role::Heading(heading.level);
                writer.sent(role, &Paragraph { style, ..usual }, &heading_runs(heading, None));
            }
            Block::Paragraph(text) => {
                let (role, style) = role_of(text);
                writer.sent(role, &Paragraph { style: Some(style), ..usual }, &text_runs(text));
            }
            Block::Table(table) => table::write(writer, table, title),
        }
    }
}

/// Whether each block stands on pages that are turned: such a table and the headings above it.
pub(super) fn turned(blocks: &[Block]) -> Vec<bool> {
    let mut is_turned = false;
    let mut found: Vec<bool> = blocks
        .iter()
        .rev()
        .map(|block| {
            is_turned = match block {
                Block::Table(table) => table.is_landscape,
                Block::Heading(_) => is_turned,
                Block::Paragraph(_) => false,
            };
            is_turned
        })
        .collect();
    found.reverse();
    found
}

fn role_of(text: &Text) -> (Role, Named) {
    match &text.run_in {
        Some(heading) => (Role::RunIn(heading.level), Named::Body),
        None if text.is_salutation => (Role::Salutation, Named::Salutation),
        None => (Role::Body, Named::Body),
    }
}

/// A heading that opens the paragraph has the style of characters that is linked with its level's.
fn text_runs(text: &Text) -> String {
    let heading = text.run_in.as_ref();
    let heading = heading.map(|heading| heading_runs(heading, Some(Named::heading(heading.level))));
    heading.unwrap_or_default() + &inlines(&text.text, None)
}

fn heading_runs(heading: &Heading, style: Option<Named>) -> String {
    run(&heading.number(), style) + &inlines(&heading.text, style)
}
