//! What the paper has no room for: lines that are never broken and are wider than the block, and
//! what stands on one page and is higher than that.

use super::columns::LEAST_SIZE;
use super::front;
use super::imprint;
use super::length::Len;
use super::letterhead::{SIGNERS, foot, mark_look, signer_places};
use super::style::{Style, TextStyle};
use super::typesetter::Typesetter;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::{Document, Imprint, Markings, RedHead, Text};
use crate::findings::Findings;

/// Everything of a document that would run out of its page. Errors, for what is not on the paper
/// is not read by anybody; a draft is made all the same.
pub(super) fn overflows(text: &mut Typesetter<'_>, document: &Document) -> Findings {
    let mut found = markings(text, &document.markings);
    if let Some(head) = document.red_head.as_ref().filter(|head| !surely_fits(text.style, head)) {
        found.extend(mark(text, &head.mark));
        found.extend(number(text, head));
        found.extend(signers(text, head));
    }
    if let Some(imprint) = &document.imprint {
        found.extend(imprint_of(text, document, imprint));
    }
    if document.edition.draft {
        found = found.into_iter().map(|found| found.severity(Severity::Warning)).collect();
    }
    found
}

fn overflow(message: String, place: &Text, label: String) -> Diagnostic {
    let found = Diagnostic::new(Code::E1114, message);
    match place.place {
        Some(place) => found.at(place, label),
        None => found,
    }
}

/// How many characters so much room holds, in words.
fn most_characters(style: &Style, look: TextStyle, room: Len) -> String {
    let most = room.to_units() / style.cell(look.size).to_units().max(1);
    format!("这里至多排 {most} 个{}字", look.size.size_name())
}

/// The most that a line of text can take, told without the width of any glyph.
fn widest(style: &Style, text: &str, size: Len) -> Len {
    // The widest glyphs are the dashes of two and three ems.
    let cells = text.chars().map(|c| if matches!(c, '⸺' | '⸻') { 3 } else { 1 }).sum();
    style.cell(size).times(cells)
}

/// Whether a red head is so short that no glyph of it need be measured, as most are.
fn surely_fits(style: &Style, head: &RedHead) -> bool {
    let look = &style.letterhead;
    let width = style.page.block_width - style.characters(look.inset).times(2);
    let number = head.number.as_deref().unwrap_or_default();
    let names = head.signers.iter().map(|name| widest(style, name, look.signer.size));
    let label = widest(style, SIGNERS, look.number.size);
    // Nothing stands beside a name that takes the line alone.
    let lines = i64::try_from(head.signers.len()).unwrap_or(i64::MAX);
    let lines = i64::from(look.blank_lines + style.title.blank_lines) + lines + 3;
    let height = look.mark_top
        + look.mark.size
        + style.pitch().times(lines)
        + look.number.size
        + look.rule_gap
        + look.rule.times(2);
    widest(style, &head.mark, LEAST_SIZE) <= look.mark_width.min(style.page.block_width)
        && widest(style, number, look.number.size) <= width
        && label + names.max().unwrap_or_default() <= width
        && height <= style.page.block_height
}

/// 份号, 密级和保密期限, 紧急程度 stand on a line each.
fn markings(text: &mut Typesetter<'_>, markings: &Markings) -> Findings {
    let style = text.style;
    let head = &style.letterhead;
    let rows = [
        (&markings.copy_number, head.copy_number, "份号"),
        (&markings.secrecy, head.secrecy, "密级和保密期限"),
        (&markings.urgency, head.urgency, "紧急程度"),
    ];
    let mut found = Findings::new();
    for (marking, look, name) in rows {
        let Some(marking) = marking else { continue };
        let block = text.block_width();
        if widest(style, marking, look.size) > block && text.width_of(marking, look) > block {
            let message = format!("{name}太长，一行排不下：“{}”", marking.shown);
            found.report(overflow(message, marking, most_characters(style, look, block)));
        }
    }
    found
}

/// 发文机关标志 is made as small as its line asks for, until it cannot be read.
fn mark(text: &mut Typesetter<'_>, mark: &Text) -> Option<Diagnostic> {
    let (look, _) = mark_look(text, mark);
    (look.size < LEAST_SIZE).then(|| {
        let count = mark.chars().count();
        let message = format!("发文机关标志太长，有 {count} 字，排在一行里看不清");
        overflow(message, mark, format!("字号要缩到{}", look.size.size_name()))
            .help("写发文机关的全称或者规范化简称，加“文件”；联合行文的，可以只写主办机关")
    })
}

/// 发文字号 stands on one line, one character in beside 签发人.
fn number(text: &mut Typesetter<'_>, head: &RedHead) -> Option<Diagnostic> {
    let style = text.style;
    let number = head.number.as_ref()?;
    let inset = match head.signers.is_empty() {
        true => Len::ZERO,
        false => style.characters(style.letterhead.inset).times(2),
    };
    let look = style.letterhead.number;
    let room = text.block_width() - inset;
    (text.width_of(number, look) > room).then(|| {
        let message = format!("发文字号太长，一行排不下：“{}”", number.shown);
        overflow(message, number, most_characters(style, look, room))
            .help("核对机关代字：发文字号由机关代字、年份和顺序号组成，如“示政文〔2025〕14号”")
    })
}

/// 签发人 stand above the red rule on the first page, which is to show the title, too.
fn signers(text: &mut Typesetter<'_>, head: &RedHead) -> Option<Diagnostic> {
    let first = head.signers.first()?;
    let places = signer_places(text, head);
    if places.left < Len::ZERO {
        let look = text.style.letterhead.signer;
        let longest = head.signers.iter().max_by_key(|name| text.width_of(name, look))?;
        let message = format!("签发人的姓名太长，一行排不下：“{}”", longest.shown);
        let before = places.names.first().copied().unwrap_or_default();
        let room = text.block_width() - text.style.characters(text.style.letterhead.inset) - before;
        let label = most_characters(text.style, look, room);
        return Some(overflow(message, longest, label).help("只写姓名；职务和机关不写在这里"));
    }
    let title = &text.style.title;
    let lines = i64::from(title.blank_lines) + 1;
    let needed = foot(text, head, &places) + text.style.pitch().times(lines);
    (needed > text.style.page.block_height).then(|| {
        let count = head.signers.len();
        let message = format!("签发人有 {count} 人，首页排不下标题");
        overflow(message, first, format!("一行排 {} 人", places.a_line))
            .help("只写签发这份公文的人；联合行文的，写各机关的签发人")
    })
}

/// 版记 stands on one page.
fn imprint_of(
    text: &mut Typesetter<'_>,
    document: &Document,
    imprint: &Imprint,
) -> Option<Diagnostic> {
    let page = text.style.page.block_height;
    if surely_no_higher_than(text.style, document, imprint) < page {
        return None;
    }
    let head = front::head(document, text);
    let is_above = front::is_salutation_above(document, text, &head);
    let lists = front::lists(document, is_above);
    if imprint::height(text, imprint, &lists) <= page {
        return None;
    }
    let characters = |names: &[Text]| names.iter().map(|name| name.chars().count()).sum::<usize>();
    let addressees = if is_above { &[][..] } else { &document.addressees };
    let lists = [("主送机关", addressees), ("抄送机关", imprint.copies.as_slice())];
    let printer = std::slice::from_ref(&imprint.organ);
    let lists = lists.into_iter().chain([("印发机关", printer)]);
    let (name, longest) = lists.max_by_key(|(_, names)| characters(names))?;
    let first = longest.first()?;
    let count = longest.len();
    let message = format!("{name}有 {count} 个，共 {} 字，版记比一页还高", characters(longest));
    Some(
        overflow(message, first, "版记要排在最后一页的下面，不能跨页".to_owned())
            .help("同类的机关写统称，如“各镇人民政府、各街道办事处”"),
    )
}

/// A height that 版记 surely does not exceed, without the width of any glyph.
fn surely_no_higher_than(style: &Style, document: &Document, imprint: &Imprint) -> Len {
    let names = document.addressees.iter().chain(&imprint.copies).chain([&imprint.organ]);
    let characters: usize = names.map(|name| name.chars().count() + 1).sum();
    let look = &style.imprint;
    // 印发机关 has least room: beside the date.
    let taken =
        usize::try_from(look.inset).unwrap_or(0) * 2 + 1 + imprint.date.shown.chars().count();
    let a_line = style.characters_a_line(look.text.size).saturating_sub(taken).max(1);
    // Lines that end short are half full at the least.
    let lines = (characters * 2).div_ceil(a_line) + 4;
    let above = style.pitch().times(i64::from(look.blank_lines) + 1);
    look.pitch.times(i64::try_from(lines).unwrap_or(i64::MAX)) + above
}
