//! 版记: at the foot of the last page.
//!
//! It is a table that floats at the lower edge of the block, which is how office programs keep
//! something at the foot of one page. It is anchored to the empty paragraph behind it, the last one.

use super::closing::day;
use super::measure::{eighths, twips};
use super::named::Named;
use super::paragraph::{Paragraph, run};
use super::writer::Writer;
use crate::document::Imprint;
use crate::layout::Len;

/// Characters of 主送： and 抄送：, under which further lines are not to begin.
const LABEL: i64 = 3;

/// 版记; `lists` are those of whom the report is sent to. Nothing where nobody prints it and nobody
/// gets it.
pub(super) fn write(writer: &mut Writer<'_>, lists: &[String]) {
    let Some(imprint) = &writer.document.imprint else { return };
    if imprint.organ.is_empty() && lists.is_empty() {
        return;
    }
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
    // A floating table that touches text is parted from it by its own margins only.
    writer.xml += &format!(
        "<w:tbl><w:tblPr><w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" w:vertAnchor=\"margin\" \
        w:horzAnchor=\"margin\" w:tblpXSpec=\"left\" w:tblpYSpec=\"bottom\"/>\
        <w:tblOverlap w:val=\"never\"/><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/>\
        <w:tblBorders>{top}{foot}{between}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>\
        <w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar>\
        </w:tblPr><w:tblGrid><w:gridCol w:w=\"{left}\"/><w:gridCol w:w=\"{right}\"/></w:tblGrid>"
    );
    let label = twips(cell.times(LABEL));
    for names in lists {
        let paragraph = Paragraph {
            left: Some(inset + label),
            right: Some(inset),
            first: Some(-label),
            ..Paragraph::of(Named::Imprint)
        };
        let text = paragraph.with(&run(names, None));
        writer.xml += &row(&[(whole, 2, text)]);
    }
    writer.xml += &row(&[(left, 1, organ(imprint, inset)), (right, 1, printed(imprint, inset))]);
    writer.xml += "</w:tbl>";
    let last = Paragraph { pitch: Some(20), ..Paragraph::default() };
    writer.paragraph(&last, "");
}

fn organ(imprint: &Imprint, inset: i64) -> String {
    let paragraph =
        Paragraph { left: Some(inset), align: Some("left"), ..Paragraph::of(Named::Imprint) };
    paragraph.with(&run(&imprint.organ, None))
}

fn printed(imprint: &Imprint, inset: i64) -> String {
    let paragraph =
        Paragraph { right: Some(inset), align: Some("right"), ..Paragraph::of(Named::Imprint) };
    paragraph.with(&day(&imprint.date))
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
