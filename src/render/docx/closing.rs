//! What closes the text: the notes on attachments, signature and date, 附注, and the attachments.

use super::body::{blocks, turned};
use super::measure::twips;
use super::named::Named;
use super::paragraph::{Paragraph, lines, run};
use super::writer::Writer;
use crate::document::{Day, Document};
use crate::sent::Role;

/// Whether something stands below the text that is not to stand alone on a page.
pub(super) fn follows(document: &Document) -> bool {
    let Document { attachments, signature, .. } = document;
    !attachments.is_empty() || signature.organ.is_some() || signature.date.is_some()
}

/// 附件说明: each name's further lines stand under its first character.
pub(super) fn notes(writer: &mut Writer<'_>) {
    let document = writer.document;
    if follows(document) || document.note.is_some() {
        writer.turn(false);
    }
    for (at, note) in document.attachment_notes().iter().enumerate() {
        let (left, under) = writer.measurer.note(note);
        let before = writer.grid.lines(writer.style.attachment_note.blank_lines);
        let paragraph = Paragraph {
            keeps_next: true,
            before: (at == 0).then_some(before),
            left: Some(twips(under)),
            first: Some(twips(left) - twips(under)),
            ..Paragraph::of(Named::AttachmentNote)
        };
        writer.sent(Role::AttachmentNote, &paragraph, &run(&note.shown(), None));
    }
}

/// 署名 and 成文日期 where 7.3.5 has them, and 附注.
pub(super) fn signature(writer: &mut Writer<'_>) {
    let document = writer.document;
    let places = writer.measurer.signature(document);
    let block = writer.style.page.block_width;
    let mut before = Some(writer.grid.lines(places.blank_lines));
    if let Some(organ) = &document.signature.organ {
        let paragraph = Paragraph {
            keeps_next: document.signature.date.is_some() || document.note.is_some(),
            before: before.take(),
            right: Some(twips(block - places.organ_end)),
            ..Paragraph::of(Named::Organ)
        };
        writer.sent(Role::Organ, &paragraph, &run(organ, None));
    }
    if let Some(date) = &document.signature.date {
        let paragraph = Paragraph {
            keeps_next: document.note.is_some(),
            before: before.take(),
            right: Some(twips(block - places.date_end)),
            ..Paragraph::of(Named::Date)
        };
        writer.sent(Role::Date, &paragraph, &day(date));
    }
    if let Some(note) = &document.note {
        let before = writer.grid.lines(writer.style.note.blank_lines);
        let paragraph = Paragraph { before: Some(before), ..Paragraph::of(Named::Note) };
        writer.sent(Role::Note, &paragraph, &run(note, None));
    }
}

/// A day; one that is still to come looks like every value that is.
pub(super) fn day(day: &Day) -> String {
    run(&day.shown, day.date.is_none().then_some(Named::Missing))
}

/// 附件, each on pages of its own.
pub(super) fn attachments(writer: &mut Writer<'_>) {
    let document = writer.document;
    for attachment in &document.attachments {
        // A turned table is headed by the title on its page.
        writer.turn(turned(&attachment.body).first() == Some(&true));
        let label = Paragraph {
            begins_page: true,
            keeps_next: true,
            ..Paragraph::of(Named::AttachmentLabel)
        };
        let shown = run(&document.attachment_label(attachment), None);
        writer.sent(Role::AttachmentLabel, &label, &shown);
        let title = Paragraph {
            keeps_next: true,
            before: Some(writer.grid.lines(writer.style.attachment.title_line.saturating_sub(2))),
            after: Some(writer.grid.pitch),
            ..Paragraph::of(Named::AttachmentTitle)
        };
        let shown = writer.measurer.attachment_title(attachment, &document.title_phrases);
        writer.sent(Role::AttachmentTitle, &title, &lines(&shown, None));
        blocks(writer, (&attachment.body, &attachment.title), 0, false);
    }
}
