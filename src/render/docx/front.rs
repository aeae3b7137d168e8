//! What stands above the text: markings, red head, title, those it is sent to.

use super::measure::twips;
use super::named::Named;
use super::paragraph::{Paragraph, lines, run, tab};
use super::writer::Writer;
use crate::document::{RedHead, UnderTitleRole};
use crate::layout::{SIGNERS, SignerPlaces};
use crate::sent::Role;

/// 份号, 密级和保密期限, 紧急程度.
pub(super) fn markings(writer: &mut Writer<'_>) {
    let markings = &writer.document.markings;
    let rows = [
        (&markings.copy_number, Named::CopyNumber),
        (&markings.secrecy, Named::Secrecy),
        (&markings.urgency, Named::Urgency),
    ];
    for (marking, style) in rows {
        if let Some(marking) = marking {
            writer.sent(Role::Marking, &Paragraph::of(style), &run(marking, None));
        }
    }
    if let Some(head) = &writer.document.red_head {
        let above = rows.iter().filter(|(marking, _)| marking.is_some()).count();
        red_head(writer, head, above);
    }
}

/// 发文机关标志, 发文字号, 签发人 and the red rule; `above` is the number of lines above them.
fn red_head(writer: &mut Writer<'_>, head: &RedHead, above: usize) {
    let above = writer.grid.pitch * i64::try_from(above).unwrap_or(0);
    let top = twips(writer.style.letterhead.mark_top) - above;
    let mark = Paragraph { before: Some(top.max(0)), ..Paragraph::of(Named::Mark) };
    writer.sent(Role::Mark, &mark, &run(&head.mark, None));
    let number = head.number.as_deref().unwrap_or_default();
    if head.signers.is_empty() {
        let paragraph = Paragraph { align: Some("center"), ..Paragraph::of(Named::Number) };
        writer.sent(Role::Number, &paragraph, &run(number, None));
    } else {
        let places = writer.measurer.signers(head);
        signed(writer, head, number, &places);
    }
    writer.paragraph(&Paragraph::of(Named::Rule), "");
}

/// 上行文: the number at the left, on the line of the last signers at the right.
fn signed(writer: &mut Writer<'_>, head: &RedHead, number: &str, places: &SignerPlaces) {
    let stops = places.names.iter().map(|name| twips(places.left + *name));
    let first = Paragraph {
        align: Some("left"),
        left: Some(twips(writer.style.characters(writer.style.letterhead.inset))),
        tabs: std::iter::once(twips(places.left)).chain(stops).collect(),
        ..Paragraph::of(Named::Number)
    };
    let further = Paragraph { before: Some(0), ..first.clone() };
    let rows = head.signers.chunks(places.a_line);
    let count = rows.len();
    // Its bookmark goes over the first line: on the last one stands the number, which has its own.
    let signers = writer.ids.next(Role::Signers);
    for (at, names) in rows.enumerate() {
        let mut runs = match at + 1 == count && !places.are_above_number {
            true => writer.ids.next(Role::Number).around(&run(number, None)),
            false => String::new(),
        };
        runs += &tab();
        runs += &if at == 0 { signers.start() + &run(SIGNERS, None) } else { tab() };
        let names: Vec<String> = names.iter().map(|name| run(name, Some(Named::Signer))).collect();
        runs += &names.join(&tab());
        if at == 0 {
            runs += &signers.end();
        }
        writer.paragraph(if at == 0 { &first } else { &further }, &runs);
    }
    if places.are_above_number {
        writer.sent(Role::Number, &further, &run(number, None));
    }
}

/// 标题, 副标题, 报告人. Each is one paragraph, its lines those of the PDF.
pub(super) fn title(writer: &mut Writer<'_>) {
    let document = writer.document;
    let markings = &document.markings;
    let has_markings = [&markings.copy_number, &markings.secrecy, &markings.urgency]
        .iter()
        .any(|marking| marking.is_some());
    // Below the red rule its own style leaves the space.
    let is_below_markings = has_markings && document.red_head.is_none();
    let before = writer.grid.lines(writer.style.title.blank_lines);
    let before = is_below_markings.then_some(before);
    let title = writer.measurer.title(document);
    let paragraph = Paragraph { before, ..Paragraph::of(Named::Title) };
    writer.sent(Role::Title, &paragraph, &lines(&title, None));
    for under in &document.under_title {
        let (role, style) = match under.role {
            UnderTitleRole::Subtitle => (Role::Subtitle, Named::Subtitle),
            UnderTitleRole::Reporter => (Role::Reporter, Named::Reporter),
        };
        let shown = writer.measurer.under_title(under, &document.title_phrases);
        let missing = under.is_missing.then_some(Named::Missing);
        writer.sent(role, &Paragraph::of(style), &lines(&shown, missing));
    }
}

/// 主送机关. Returns the space above what follows, which parts the title from the text where nobody
/// stands between them.
pub(super) fn salutation(writer: &mut Writer<'_>, is_above: bool) -> i64 {
    let before = writer.grid.lines(writer.style.salutation.blank_lines);
    let salutation = &writer.document.salutation;
    if !is_above {
        return 0;
    }
    if salutation.is_empty() {
        return before;
    }
    let paragraph = Paragraph { before: Some(before), ..Paragraph::of(Named::Salutation) };
    writer.sent(Role::Salutation, &paragraph, &run(salutation, None));
    0
}
