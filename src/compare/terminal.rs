//! The list of changes for a terminal.

use super::page::{Block, Mark, Page, Piece};
use crate::text::{padded, width};

/// How much of what was kept is shown beside what changed, in characters.
const CONTEXT: usize = 20;

/// Shows a list of changes. With colours what was removed is red and struck out, what was added is
/// green and bold; without them both stand in brackets.
pub(crate) fn terminal(page: &Page, is_coloured: bool) -> String {
    let bold = |text: &str| match is_coloured {
        true => format!("\u{1b}[1m{text}\u{1b}[0m"),
        false => text.to_owned(),
    };
    let mut text = format!("{}\n\n", bold(&page.title));
    let mut was_line = false;
    for block in &page.blocks {
        if was_line && !matches!(block, Block::Line(_)) {
            text.push('\n');
        }
        was_line = matches!(block, Block::Line(_));
        match block {
            Block::Heading(2, heading) => text.push_str(&format!("{}\n\n", bold(heading))),
            Block::Heading(_, heading) => text.push_str(&format!("{}\n", bold(heading))),
            Block::Line(line) => text.push_str(&format!("{line}\n")),
            Block::Table(head, rows) => table(head, rows, &mut text),
            Block::Entry(entry) => {
                let place = match entry.place.as_str() {
                    "" => String::new(),
                    place => format!("　{place}"),
                };
                text.push_str(&format!("  {}{place}\n", bold(entry.what)));
                text.push_str(&format!("    {}\n\n", marked(&entry.pieces, is_coloured)));
            }
        }
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

/// A table whose columns begin at one place of all rows; long cells are not cut.
fn table(head: &[String; 4], rows: &[[String; 4]], text: &mut String) {
    const WIDEST: usize = 30;
    let all = || std::iter::once(head).chain(rows);
    let widths = [0, 1, 2].map(|column| {
        let cells = all().filter_map(|row: &[String; 4]| row.get(column));
        cells.map(|cell| width(cell)).filter(|width| *width <= WIDEST).max().unwrap_or(0)
    });
    for row in all() {
        let cells = row.iter().zip(widths.iter().map(Some).chain([None]));
        let cells = cells.map(|(cell, width)| match width {
            Some(width) => padded(cell, *width),
            None => cell.clone(),
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(&format!("  {}\n", line.trim_end()));
    }
    text.push('\n');
}

fn marked(pieces: &[Piece], is_coloured: bool) -> String {
    let is_changed = pieces.iter().any(|piece| piece.mark == Mark::Kept);
    let last = pieces.len().saturating_sub(1);
    let mut text = String::new();
    for (at, Piece { mark, text: words }) in pieces.iter().enumerate() {
        text.push_str(&match (mark, is_coloured) {
            (Mark::Kept, _) => shortened(words, at == 0, at == last),
            // All of it is new, or none: what it is, is said above.
            (Mark::Removed | Mark::Added, false) if !is_changed && pieces.len() == 1 => {
                words.clone()
            }
            (Mark::Removed, false) => format!("［删：{words}］"),
            (Mark::Added, false) => format!("［增：{words}］"),
            (Mark::Removed, true) => format!("\u{1b}[9;31m{words}\u{1b}[0m"),
            (Mark::Added, true) => format!("\u{1b}[1;32m{words}\u{1b}[0m"),
        });
    }
    text
}

/// What was kept, without its middle; of the first and the last piece only what stands beside the
/// change.
fn shortened(words: &str, is_first: bool, is_last: bool) -> String {
    let count = words.chars().count();
    let (head, tail) = match (is_first, is_last) {
        (true, true) => (count, 0),
        (true, false) => (0, CONTEXT),
        (false, true) => (CONTEXT, 0),
        (false, false) => (CONTEXT, CONTEXT),
    };
    if count <= head + tail + 2 {
        return words.to_owned();
    }
    let start: String = words.chars().take(head).collect();
    let end: String = words.chars().skip(count - tail).collect();
    format!("{start}……{end}")
}
