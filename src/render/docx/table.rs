//! Tables: columns, rows and the places of numbers are those of the PDF.

use super::ids::{Bookmark, Ids};
use super::markup::{escape, value};
use super::measure::{eighths, half_points, twips};
use super::named::Named;
use super::paragraph::{Paragraph, inlines, run, sized_inlines};
use super::writer::Writer;
use crate::document::{Align, Table, plain_text};
use crate::layout::{Len, SetTable, SetTableCell, SetTableRow};
use crate::sent::Role;

/// A table with its caption, its line of units, and a little space below it. `title` is what it is
/// called by those who do not see it, where it has no caption.
pub(super) fn write(writer: &mut Writer<'_>, table: &Table, title: &str) {
    if !table.caption.is_empty() {
        let paragraph = Paragraph { keeps_next: true, ..Paragraph::of(Named::TableCaption) };
        writer.sent(Role::Caption, &paragraph, &inlines(&table.caption, None));
    }
    if let Some(unit) = &table.unit {
        let paragraph = Paragraph { keeps_next: true, ..Paragraph::of(Named::TableUnit) };
        writer.sent(Role::Unit, &paragraph, &run(unit, None));
    }
    let set = writer.measurer.table(table);
    let caption = plain_text(&table.caption);
    let title = if caption.is_empty() { title } else { &caption };
    let style = &writer.style.table;
    let maker = Maker {
        edges: edges(&set.columns),
        // What differs from the styles of their text.
        header_size: differing(set.header.size, style.header.size).map(half_points),
        text_size: differing(set.text.size, style.text.size).map(half_points),
        pitch: differing(set.pitch, style.pitch).map(twips),
        set: &set,
        number: writer.tables,
    };
    writer.tables += 1;
    let xml = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        maker.properties(style.rule, has_row_headers(table), title),
        maker.grid(),
        maker.rows(&mut writer.ids)
    );
    writer.xml += &xml;
    let below =
        Paragraph { pitch: Some(twips(set.pitch.half())), ..Paragraph::of(Named::TableText) };
    writer.paragraph(&below, "");
}

fn differing(length: Len, usual: Len) -> Option<Len> {
    (length != usual).then_some(length)
}

/// Where columns begin and end, in twips. Each is rounded by itself, so that together they are as wide
/// as the block.
fn edges(columns: &[Len]) -> Vec<i64> {
    let mut sum = Len::ZERO;
    let next = |width: &Len| {
        sum += *width;
        twips(sum)
    };
    std::iter::once(0).chain(columns.iter().map(next)).collect()
}

/// Whether the first cells of the rows say what the others hold.
fn has_row_headers(table: &Table) -> bool {
    let rows = table.rows.iter().filter(|row| !table.is_group(row));
    rows.filter_map(|row| row.first()).any(|cell| cell.is_header)
}

struct Maker<'s, 't> {
    set: &'s SetTable<'t>,
    /// Which table of the report it is, from 0.
    number: usize,
    edges: Vec<i64>,
    header_size: Option<i64>,
    text_size: Option<i64>,
    pitch: Option<i64>,
}

/// A cell of the rows above that goes on.
struct Open {
    column: usize,
    columns: usize,
    /// The row after its last.
    end: usize,
    is_stacked: bool,
}

impl Maker<'_, '_> {
    /// `w:tblPr`. Cells keep nothing free themselves: their paragraphs do, so that the rules stand at
    /// the edges of the block in every version of the programs.
    fn properties(&self, rule: Len, has_row_headers: bool, title: &str) -> String {
        let rule = eighths(rule);
        let border = |edge: &str| {
            format!("<w:{edge} w:val=\"single\" w:sz=\"{rule}\" w:space=\"0\" w:color=\"000000\"/>")
        };
        let borders: String =
            ["top", "left", "bottom", "right", "insideH", "insideV"].map(border).concat();
        let (has_head, first_column) = (self.set.repeated > 0, u8::from(has_row_headers));
        let first_row = u8::from(has_head);
        // Nothing is striped.
        let mut look = 0x0600;
        for (is, bit) in [(has_head, 0x0020), (has_row_headers, 0x0080)] {
            look |= if is { bit } else { 0 };
        }
        let caption = match title {
            "" => String::new(),
            title => value("tblCaption", escape(title)),
        };
        format!(
            "<w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/>{}<w:tblBorders>{borders}</w:tblBorders>\
            <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/>\
            <w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar><w:tblLook w:val=\"{look:04X}\" \
            w:firstRow=\"{first_row}\" w:lastRow=\"0\" w:firstColumn=\"{first_column}\" \
            w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>{caption}</w:tblPr>",
            self.width(0, self.set.columns.len()),
            value("jc", "center"),
        )
    }

    /// The width of so many columns from a column on.
    fn width(&self, column: usize, columns: usize) -> i64 {
        let edge = |at: usize| self.edges.get(at).or(self.edges.last()).copied().unwrap_or(0);
        edge(column + columns) - edge(column)
    }

    fn grid(&self) -> String {
        let column = |at| format!("<w:gridCol w:w=\"{}\"/>", self.width(at, 1));
        let columns: String = (0..self.set.columns.len()).map(column).collect();
        format!("<w:tblGrid>{columns}</w:tblGrid>")
    }

    fn rows(&self, ids: &mut Ids) -> String {
        let mut xml = String::new();
        let mut open: Vec<Open> = Vec::new();
        for (at, row) in self.set.rows.iter().enumerate() {
            open.retain(|open| open.end > at);
            let mut cells: Vec<(usize, String)> =
                open.iter().map(|open| (open.column, self.covered(open, row))).collect();
            for cell in &row.cells {
                let role = Role::Cell { table: self.number, row: at, column: cell.column };
                let xml = self.cell(cell, row, &ids.next(role));
                cells.push((cell.column, xml));
                if cell.rows > 1 {
                    let SetTableCell { column, columns, rows, is_stacked, .. } = *cell;
                    open.push(Open { column, columns, end: at + rows, is_stacked });
                }
            }
            cells.sort_by_key(|(column, _)| *column);
            let cut = if row.is_cut { "" } else { "<w:cantSplit/>" };
            let header = if at < self.set.repeated { "<w:tblHeader/>" } else { "" };
            // A row that a page cuts is as high as its text.
            let height = match row.is_cut {
                true => String::new(),
                false => {
                    format!("<w:trHeight w:val=\"{}\" w:hRule=\"atLeast\"/>", twips(row.height))
                }
            };
            let properties = format!("{cut}{height}{header}");
            xml += "<w:tr>";
            if !properties.is_empty() {
                xml += &format!("<w:trPr>{properties}</w:trPr>");
            }
            xml.extend(cells.into_iter().map(|(_, cell)| cell));
            xml += "</w:tr>";
        }
        xml
    }

    /// What stands in a row for a cell of a row above.
    fn covered(&self, open: &Open, row: &SetTableRow<'_>) -> String {
        let paragraph =
            Paragraph { keeps_next: row.keep_with_next, ..Paragraph::of(Named::TableText) };
        let place = (open.column, open.columns);
        self.element(place, "<w:vMerge/>", open.is_stacked, "center", &paragraph.with(""))
    }

    fn cell(&self, cell: &SetTableCell<'_>, row: &SetTableRow<'_>, bookmark: &Bookmark) -> String {
        let (style, size) = match row.is_header {
            true => (Named::TableHeader, self.header_size),
            false => (Named::TableText, self.text_size),
        };
        let align = match cell.align {
            Align::Left => "left",
            Align::Centre => "center",
            Align::Right => "right",
        };
        // The sides of a label are above and below it. Text of one line has the room of the side to which
        // it does not stand, too: faces of other widths do not break it.
        let stands_at = |side: Align| cell.align == side || !cell.is_one_line;
        let side = |length: Len, at: Align| {
            (!cell.is_stacked && stands_at(at)).then(|| twips(length)).filter(|side| *side > 0)
        };
        let paragraph = Paragraph {
            keeps_next: row.keep_with_next,
            pitch: self.pitch,
            left: side(cell.before, Align::Left),
            right: side(cell.after, Align::Right),
            align: Some(align),
            ..Paragraph::of(style)
        };
        let content = cell.cell.map_or(&[][..], |cell| &cell.content);
        let text = paragraph.with(&bookmark.around(&sized_inlines(content, None, size)));
        let merge = if cell.rows > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
        let stands = if cell.is_anchored { "top" } else { "center" };
        self.element((cell.column, cell.columns), merge, cell.is_stacked, stands, &text)
    }

    /// `w:tc`; the properties stand in the order that the format demands.
    fn element(
        &self,
        (column, columns): (usize, usize),
        merge: &str,
        is_stacked: bool,
        stands: &str,
        text: &str,
    ) -> String {
        let width = self.width(column, columns);
        let span = if columns > 1 { value("gridSpan", columns) } else { String::new() };
        // Hanzi stand upright, Latin words are turned.
        let direction = if is_stacked { value("textDirection", "tbRlV") } else { String::new() };
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{merge}{direction}{}</w:tcPr>\
            {text}</w:tc>",
            value("vAlign", stands)
        )
    }
}
