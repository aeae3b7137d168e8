//! The list of changes as Markdown: what was removed is struck out, what was added is bold.

use super::page::{Block, Mark, Page, Piece};
use crate::render::markdown::{escape, line_start};

/// Shows a list of changes.
pub(crate) fn markdown(page: &Page) -> String {
    let mut parts = vec![format!("# {}", escape(&page.title))];
    for block in page.blocks.iter().chain(&page.appendix) {
        parts.push(match block {
            Block::Heading(level, text) => format!("{} {}", "#".repeat(*level), escape(text)),
            Block::Line(text) => line_start(&escape(text)),
            Block::Table(head, rows) => {
                let row = |cells: &[String; 4]| {
                    let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
                    format!("| {} |", cells.join(" | "))
                };
                let mut lines = vec![row(head), "|---|---:|---:|---|".to_owned()];
                lines.extend(rows.iter().map(row));
                lines.join("\n")
            }
            Block::Entry(entry) => {
                let place = match entry.place.as_str() {
                    "" => String::new(),
                    place => format!("　{}", escape(place)),
                };
                let text = line_start(&marked(&entry.pieces));
                format!("**{}**{place}\n\n{text}", entry.what)
            }
        });
    }
    parts.join("\n\n") + "\n"
}

/// The pieces with their marks.
fn marked(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for group in changed_together(pieces) {
        for piece in &group {
            if piece.text.is_empty() {
                continue;
            }
            let words = escape(&piece.text);
            text.push_str(&match piece.mark {
                Mark::Kept => words,
                Mark::Removed => format!("~~{words}~~"),
                Mark::Added => format!("**{words}**"),
            });
        }
    }
    text
}

/// The pieces in groups: one that was kept, or those that stand for each other.
///
/// Markdown takes `**` between a hanzi and a mark of punctuation for no markup where the mark is
/// inside, so such pieces are widened by the character beside them.
fn changed_together(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let same = |one: &Piece, other: &Piece| one.mark != Mark::Kept && other.mark != Mark::Kept;
    let mut groups: Vec<Vec<Piece>> = pieces.chunk_by(same).map(<[Piece]>::to_vec).collect();
    for at in 0..groups.len() {
        if groups[at].iter().any(|piece| piece.mark == Mark::Kept) {
            continue;
        }
        while starts_badly(&groups, at) && widen(&mut groups, at, Side::Before) {}
        while ends_badly(&groups, at) && widen(&mut groups, at, Side::After) {}
    }
    groups
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// Whether the first mark of a group opens nothing: inside of it stands a blank, or a mark right
/// after a word.
fn starts_badly(groups: &[Vec<Piece>], at: usize) -> bool {
    let first = groups[at].first().and_then(|piece| piece.text.chars().next());
    let before = at.checked_sub(1).and_then(|at| groups[at].last());
    let before = before.and_then(|piece| piece.text.chars().last());
    inside_is_bad(first, before)
}

fn ends_badly(groups: &[Vec<Piece>], at: usize) -> bool {
    let last = groups[at].last().and_then(|piece| piece.text.chars().last());
    let after = groups.get(at + 1).and_then(|group| group.first());
    let after = after.and_then(|piece| piece.text.chars().next());
    inside_is_bad(last, after)
}

fn inside_is_bad(inside: Option<char>, outside: Option<char>) -> bool {
    let Some(inside) = inside else { return false };
    inside.is_whitespace()
        || !inside.is_alphanumeric() && outside.is_some_and(char::is_alphanumeric)
}

/// Takes a character of the kept text beside a group into it, and says whether there was one.
fn widen(groups: &mut [Vec<Piece>], at: usize, side: Side) -> bool {
    let neighbour = match side {
        Side::Before => at.checked_sub(1),
        Side::After => Some(at + 1),
    };
    let kept = neighbour.and_then(|at| groups.get_mut(at)).and_then(|group| group.first_mut());
    let Some(kept) = kept.filter(|piece| piece.mark == Mark::Kept) else { return false };
    let taken = match side {
        Side::Before => kept.text.pop(),
        Side::After if kept.text.is_empty() => None,
        Side::After => Some(kept.text.remove(0)),
    };
    let Some(taken) = taken else { return false };
    let group = &mut groups[at];
    for mark in [Mark::Removed, Mark::Added] {
        if group.iter().all(|piece| piece.mark != mark) {
            let place = if mark == Mark::Removed { 0 } else { group.len() };
            group.insert(place, Piece::new(mark, ""));
        }
    }
    for piece in group {
        match side {
            Side::Before => piece.text.insert(0, taken),
            Side::After => piece.text.push(taken),
        }
    }
    true
}
