//! The document as Markdown: its text alone, in a form that reads back to the same text.
//!
//! A run-in heading stands on a line of its own, since bold text that ends in 。 right
//! before a hanzi is not bold to every reader of Markdown.

use super::Format;
use crate::document::{Align, Block, Cell, Document, Heading, Inline, Table, columns_of};
use crate::findings::Outcome;

/// The row of the table of formats. Plain text has no place to say where a figure comes from.
pub const FORMAT: Format = Format {
    word: "md",
    name: "Markdown",
    ending: "md",
    is_usual: true,
    is_posted: false,
    is_printed: false,
    is_linked: false,
    is_revised: false,
    shows_origins: false,
    render: |document, _| Outcome::clean(Some(render(document).into_bytes())),
};

/// Renders the report.
pub fn render(document: &Document) -> String {
    let mut out = Vec::new();
    if document.edition.draft {
        out.push("> 草稿".to_owned());
    }
    // Whoever holds a copy of any kind must know that it is secret.
    out.extend(document.markings.secrecy.as_ref().map(|secrecy| format!("> {}", secrecy.shown)));
    out.push(format!("# {}", escape(&document.title)));
    out.extend(document.under_title.iter().map(|under| paragraph(&under.text)));
    if !document.salutation.is_empty() {
        out.push(paragraph(&document.salutation));
    }
    push_blocks(&document.body, &mut out);
    out.extend(document.attachment_notes().iter().map(|note| paragraph(&note.shown())));
    out.extend(document.signature.organ.as_ref().map(|organ| paragraph(organ)));
    out.extend(document.signature.date.as_ref().map(|date| paragraph(&date.shown)));
    out.extend(document.note.as_ref().map(|note| paragraph(note)));
    for attachment in &document.attachments {
        out.push(paragraph(&document.attachment_label(attachment)));
        out.push(format!("# {}", escape(&attachment.title)));
        push_blocks(&attachment.body, &mut out);
    }
    let mut text = out.join("\n\n");
    text.push('\n');
    text
}

fn push_blocks(blocks: &[Block], out: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading(heading) => out.push(heading_line(heading)),
            Block::Paragraph(text) => {
                out.extend(text.run_in.as_ref().map(heading_line));
                if !text.text.is_empty() {
                    out.push(line_start(&inlines(&text.text)));
                }
            }
            Block::Table(table) => push_table(table, out),
        }
    }
}

fn heading_line(heading: &Heading) -> String {
    let marks = "#".repeat(usize::from(heading.level) + 1);
    format!("{marks} {}{}", escape(&heading.number()), inlines(&heading.text))
}

fn push_table(table: &Table, out: &mut Vec<String>) {
    if !table.caption.is_empty() {
        out.push(format!("**{}**", inlines(&table.caption)));
    }
    out.extend(table.unit.as_deref().map(paragraph));
    // Places that cells of other places cover stay empty.
    let row = |(cells, starts): (&Vec<Cell>, Vec<usize>)| {
        let mut row = vec![String::new(); table.columns.len()];
        for (cell, start) in cells.iter().zip(starts) {
            row.resize(row.len().max(start + 1), String::new());
            row[start] = inlines(&cell.content);
        }
        format!("| {} |", row.join(" | "))
    };
    let rows = |rows: &[Vec<Cell>]| -> Vec<String> {
        rows.iter().zip(columns_of(rows)).map(row).collect()
    };
    let align = |align: &Align| match align {
        Align::Left => ":---",
        Align::Centre => ":---:",
        Align::Right => "---:",
    };
    let columns: Vec<&str> = table.columns.iter().map(align).collect();
    // A table of Markdown has one header row; more of them follow as rows.
    let mut lines = rows(&table.header);
    lines.extend(rows(&table.rows));
    lines.insert(lines.len().min(1), format!("| {} |", columns.join(" | ")));
    out.push(lines.join("\n"));
}

fn inlines(text: &[Inline]) -> String {
    let render = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Figure { text, .. } => escape(text),
        Inline::Missing { text } => escape(text),
        Inline::Strong(inner) => format!("**{}**", inlines(inner)),
    };
    text.iter().map(render).collect()
}

fn paragraph(text: &str) -> String {
    line_start(&escape(text))
}

/// Text in which nothing is markup, except at the beginning of a line.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() && r"\`*_[]<>~|&$#".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Escapes what is markup at the beginning of a paragraph only: `- ` `+ ` `= ` and `1.` `1)`.
pub(crate) fn line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    let marker = if digits > 0 { ['.', ')'].as_slice() } else { &['-', '+', '='] };
    match line.get(..digits) {
        Some(number) if rest.starts_with(marker) => format!("{number}\\{rest}"),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_markup_is_escaped() {
        assert_eq!(
            paragraph("一、GB/T 9704-2012（试行），100%!"),
            "一、GB/T 9704-2012（试行），100%!"
        );
        assert_eq!(paragraph("<b>*甲*</b>|乙"), r"\<b\>\*甲\*\</b\>\|乙");
        assert_eq!(paragraph("1. 甲"), r"1\. 甲");
        assert_eq!(paragraph("2024年1. 甲"), "2024年1. 甲");
        assert_eq!(paragraph("- 甲"), r"\- 甲");
    }
}
