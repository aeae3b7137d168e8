//! 附件: their list below the body (7.3.4), and each on pages of its own (7.3.7).

use super::body::{blocks, title_items};
use super::flow::{FlowItem, keep_from, keep_last, turn_kept};
use super::length::Len;
use super::line::{Measure, StyledText};
use super::pages::Structure;
use super::title::break_title;
use super::typesetter::Typesetter;
use crate::document::{Attachment, AttachmentNote};

/// How many items of an attachment's end never part with what follows them: rows of a table
/// and the space below it.
const KEPT_AT_END: usize = 4;

/// 附件说明: each name's further lines stand under its first character.
pub(super) fn notes(text: &mut Typesetter<'_>, notes: &[AttachmentNote<'_>]) -> Vec<FlowItem> {
    if notes.is_empty() {
        return Vec::new();
    }
    let style = &text.style.attachment_note;
    let mut items: Vec<FlowItem> = text.blank_lines(style.blank_lines).collect();
    for note in notes {
        let (left, under) = note_places(text, note);
        let measure = Measure::justified(text.block_width(), left, under);
        let tag = text.tag(Structure::Paragraph, None);
        let lead = StyledText::new(note.lead(), style.text, Some(tag));
        let title = StyledText::new(note.title(), style.text, Some(tag));
        items.extend(text.measured_paragraph(&[lead, title], measure));
    }
    keep_from(&mut items, 0);
    items
}

/// Where the first line of a note begins, and where the next ones do.
pub(super) fn note_places(text: &mut Typesetter<'_>, note: &AttachmentNote<'_>) -> (Len, Len) {
    let style = &text.style.attachment_note;
    let label_width = text.width_of(AttachmentNote::LABEL, style.text);
    let indent = text.style.characters(style.indent);
    let width = text.width_of(&note.lead(), style.text);
    let left = if note.is_labelled() { indent } else { indent + label_width };
    (left, left + width)
}

/// The lines of an attachment's title.
pub(super) fn title_lines(
    text: &mut Typesetter<'_>,
    attachment: &Attachment,
    phrases: &[String],
) -> Vec<String> {
    break_title(text, &attachment.title, text.style.attachment.title, phrases)
}

/// One attachment, as the flow of pages of its own. `label` stands above its title, in which
/// `phrases` are not broken.
pub(super) fn attachment(
    text: &mut Typesetter<'_>,
    attachment: &Attachment,
    label: &str,
    phrases: &[String],
) -> Vec<FlowItem> {
    let style = &text.style.attachment;
    let tag = text.tag(Structure::Paragraph, None);
    let line = text.line(label, style.label, Some(tag));
    let mut first = text.flow_item(&line, Len::ZERO);
    first.keep_with_next = true;
    first.bookmark = Some((1, format!("{label} {}", attachment.title.shown)));
    let mut flow = vec![first];
    flow.extend(text.blank_lines(style.title_line.saturating_sub(2)));
    let lines = title_lines(text, attachment, phrases);
    flow.extend(title_items(text, &lines, style.title, 2));
    flow.extend(text.blank_lines(1));
    flow.extend(blocks(text, &attachment.body));
    turn_kept(&mut flow);
    keep_last(&mut flow, KEPT_AT_END);
    flow
}
