//! 版记 (7.4): at the foot of the last page, to whom the report is sent, who printed it and when.

use super::length::Len;
use super::line::{Line, Measure, StyledText};
use super::pages::{Item, Structure, TagId};
use super::style::Colour;
use super::typesetter::{Typesetter, baseline_in};
use crate::document::Imprint;

/// Characters of 主送： and 抄送：, under which further lines are not to begin.
const LABEL: i64 = 3;

/// The height of 版记 at the foot of a page, with the space above it. `lists` are those of whom
/// the report is sent to, `抄送：…。`.
pub(super) fn height(text: &mut Typesetter<'_>, imprint: &Imprint, lists: &[String]) -> Len {
    let style = &text.style.imprint;
    let pitch = text.style.pitch();
    let above = pitch.times(i64::from(style.blank_lines)) - pitch + text.style.body.text.size;
    let listed: usize = lists.iter().map(|names| list(text, names, None).len()).sum();
    if is_empty(imprint, lists) {
        return Len::ZERO;
    }
    let lines = listed + printer(text, imprint, None).len().max(1);
    style.pitch.times(i64::try_from(lines).unwrap_or(0)) + above
}

/// A report that no office prints and that nobody gets a copy of has none.
fn is_empty(imprint: &Imprint, lists: &[String]) -> bool {
    imprint.organ.is_empty() && lists.is_empty()
}

/// 版记 of a page, measured from the block's top left corner.
pub(super) fn imprint(text: &mut Typesetter<'_>, imprint: &Imprint, lists: &[String]) -> Vec<Item> {
    if is_empty(imprint, lists) {
        return Vec::new();
    }
    let style = &text.style.imprint;
    let cell = text.style.cell(style.text.size);
    let inset = cell.times(i64::from(style.inset));
    let mut lines = Vec::new();
    for names in lists {
        let tag = text.tag(Structure::Paragraph, None);
        for (i, line) in list(text, names, Some(tag)).into_iter().enumerate() {
            lines.push((if i == 0 { inset } else { inset + cell.times(LABEL) }, line));
        }
    }
    let tag = text.tag(Structure::Paragraph, None);
    let printer = printer(text, imprint, Some(tag));
    let rows = i64::try_from(lines.len() + printer.len().max(1)).unwrap_or(0);
    let foot = text.style.page.block_height;
    let mut top = foot - style.pitch.times(rows);
    let mut items = vec![text.rule(top + style.thick.half(), style.thick, Colour::BLACK)];
    let baseline = baseline_in(style.pitch, style.text.size);
    for (x, line) in &lines {
        items.extend(text.runs(line, *x, top + baseline));
        top += style.pitch;
    }
    if !lines.is_empty() {
        items.push(text.rule(top, style.thin, Colour::BLACK));
    }
    for (i, line) in printer.iter().enumerate() {
        top += if i == 0 { Len::ZERO } else { style.pitch };
        items.extend(text.runs(line, inset, top + baseline));
    }
    let tag = text.tag(Structure::Paragraph, None);
    let date = text.day(&imprint.date, style.text, tag);
    items.extend(text.runs(&date, text.block_width() - inset - date.width, top + baseline));
    items.push(text.rule(foot - style.thick.half(), style.thick, Colour::BLACK));
    items
}

/// 印发机关, on as many lines as it needs beside the date.
fn printer(text: &mut Typesetter<'_>, imprint: &Imprint, tag: Option<TagId>) -> Vec<Line> {
    let style = &text.style.imprint;
    let cell = text.style.cell(style.text.size);
    let date = text.width_of(&imprint.date.shown, style.text);
    let taken = cell.times(2 * i64::from(style.inset) + 1) + date;
    let organ =
        StyledText { keeps_words: true, ..StyledText::new(&imprint.organ, style.text, tag) };
    text.lines.paragraph(&[organ], Measure::ragged(text.block_width() - taken))
}

/// 主送, 抄送: further lines aligned under the first name.
fn list(text: &mut Typesetter<'_>, names: &str, tag: Option<TagId>) -> Vec<Line> {
    let style = &text.style.imprint;
    let cell = text.style.cell(style.text.size);
    let inner = text.block_width() - cell.times(i64::from(style.inset)).times(2);
    let measure = Measure::justified(inner, Len::ZERO, cell.times(LABEL));
    text.lines.paragraph(&[StyledText::new(names, style.text, tag)], measure)
}
