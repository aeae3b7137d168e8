//! 版记: at the foot of the last page.
//!
//! It is a table that floats at the lower edge of the block, which is how office programs keep
//! something at the foot of one page. It is anchored to the empty paragraph behind it, the last one.

use super::closing::day;
use super::measure::{eighths, twips};
use super::named::Named;
use super::paragraph::{Paragraph, run};
use super::section::is_mirrored;
use super::writer::Writer;
use crate::document::Imprint;
use crate::layout::Len;
use crate::sent::Role;

/// Characters of 主送： and 抄送：, under which further lines are not to begin.
const LABEL: i64 = 3;

/// 版记; `lists` are those of whom the report is sent to. Nothing where nobody prints it and nobody
/// gets it.
pub(super) fn write(writer: &mut Writer<'_>, lists: &[String]) {
    let document = writer.document;
    let Some(imprint) = &document.imprint else { return };
    if imprint.organ.is_empty() && lists.is_empty() {
        return;
    }
    writer.turn(false);
    let style = &writer.style.imprint;
    let block = writer.style.page.block_width;
    let cell = writer.style.cell(style.text.size);
    let inset = twips(cell.times(i64::from(style.inset)));
    let date = twips(cell.times(i64::try_from(imprint.date.shown.chars().count()).unwrap_or(0)));
    let (whole, right) = (twips(block), date + inset);
    let left = whole - right;
    let rule = |edge: &str, thickness: Len| {
        format!(
            "<w:{edge} w:val=\"single\" w:sz=\"{}\" w:space=\"0\" w:color=\"000000\"/>",
            eighths(thickness)
        )
    };
    let (top, foot) = (rule("top", style.thick), rule("bottom", style.thick));
    let between = rule("insideH", style.thin);
    // LibreOffice lets a table as wide as the block float only where its place is told from the edge
    // of the sheet, which is another on even pages where the margins are mirrored. The middle of the
    // sheet is a millimetre from that of the block on either.
    let across = match is_mirrored(writer.style, writer.document) {
        true => "w:horzAnchor=\"page\" w:tblpXSpec=\"center\"".to_owned(),
        false => format!("w:horzAnchor=\"page\" w:tblpX=\"{}\"", writer.grid.page.left),
    };
    writer.xml += &format!(
        "<w:tbl><w:tblPr><w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" w:vertAnchor=\"margin\" \
        {across} w:tblpYSpec=\"bottom\"/>\
        <w:tblOverlap w:val=\"never\"/><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/>\
        <w:tblBorders>{top}{foot}{between}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>\
        <w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar>\
        </w:tblPr><w:tblGrid><w:gridCol w:w=\"{left}\"/><w:gridCol w:w=\"{right}\"/></w:tblGrid>"
    );
    if !lists.is_empty() {
        let lists = listed(writer, lists, inset, twips(cell.times(LABEL)));
        writer.xml += &row(&[(whole, 2, lists)]);
    }
    let organ = organ(writer, imprint, inset);
    let date = printed_on(writer, imprint, inset);
    writer.xml += &row(&[(left, 1, organ), (right, 1, date)]);
    writer.xml += "</w:tbl>";
    let last = Paragraph { pitch: Some(20), ..Paragraph::default() };
    writer.paragraph(&last, "");
}

/// 主送, 抄送: further lines aligned under the first name. 主送机关 that stand here for want of room above
/// the text are what stands above it in the text that is sent, said with other words.
fn listed(writer: &mut Writer<'_>, lists: &[String], inset: i64, label: i64) -> String {
    let paragraph = Paragraph {
        left: Some(inset + label),
        right: Some(inset),
        first: Some(-label),
        ..Paragraph::of(Named::Imprint)
    };
    let mut xml = String::new();
    for (at, names) in lists.iter().enumerate() {
        let runs = run(names, None);
        let has_copies =
            writer.document.imprint.as_ref().is_some_and(|imprint| !imprint.copies.is_empty());
        let role = match has_copies && at + 1 == lists.len() {
            true => Role::Copies,
            false => Role::Salutation,
        };
        xml += &paragraph.with(&writer.ids.next(role).around(&runs));
    }
    xml
}

fn organ(writer: &mut Writer<'_>, imprint: &Imprint, inset: i64) -> String {
    let paragraph =
        Paragraph { left: Some(inset), align: Some("left"), ..Paragraph::of(Named::Imprint) };
    paragraph.with(&writer.ids.next(Role::PrintedBy).around(&run(&imprint.organ, None)))
}

fn printed_on(writer: &mut Writer<'_>, imprint: &Imprint, inset: i64) -> String {
    let paragraph =
        Paragraph { right: Some(inset), align: Some("right"), ..Paragraph::of(Named::Imprint) };
    paragraph.with(&writer.ids.next(Role::PrintedOn).around(&day(&imprint.date)))
}

/// A row that no page cuts, of cells by width, columns and content.
fn row(cells: &[(i64, u32, String)]) -> String {
    let cell = |(width, columns, text): &(i64, u32, String)| {
        let span = match columns {
            1 => String::new(),
            columns => format!("<w:gridSpan w:val=\"{columns}\"/>"),
        };
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}\
            <w:vAlign w:val=\"bottom\"/></w:tcPr>{text}</w:tc>"
        )
    };
    let cells: String = cells.iter().map(cell).collect();
    format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
}
