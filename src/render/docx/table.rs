//! Tables.

use super::named::Named;
use super::paragraph::{Paragraph, inlines, run};
use super::writer::Writer;
use crate::document::Table;

/// A table with its caption and its line of units.
pub(super) fn write(writer: &mut Writer<'_>, table: &Table) {
    if !table.caption.is_empty() {
        let paragraph = Paragraph { keeps_next: true, ..Paragraph::of(Named::TableCaption) };
        writer.paragraph(&paragraph, &inlines(&table.caption, None));
    }
    if let Some(unit) = &table.unit {
        let paragraph = Paragraph { keeps_next: true, ..Paragraph::of(Named::TableUnit) };
        writer.paragraph(&paragraph, &run(unit, None));
    }
    let columns = "<w:gridCol/>".repeat(table.columns.len());
    writer.xml += &format!("<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>");
    for row in table.header.iter().chain(&table.rows) {
        writer.xml += "<w:tr>";
        for cell in row {
            let span = format!("<w:tcPr><w:gridSpan w:val=\"{}\"/></w:tcPr>", cell.columns);
            writer.xml += &format!("<w:tc>{span}");
            let style = if cell.is_header { Named::TableHeader } else { Named::TableText };
            writer.paragraph(&Paragraph::of(style), &inlines(&cell.content, None));
            writer.xml += "</w:tc>";
        }
        writer.xml += "</w:tr>";
    }
    writer.xml += "</w:tbl>";
}
