//! What people type → text as it is printed: lines, paragraphs, Markdown's own characters.

use std::io::{self, Write};

use super::marks;
use crate::text::{is_invisible, parted_by_blank};

/// Paragraphs as typed, blank lines between them; each with its lines joined.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines() {
        match paragraphs.last_mut() {
            Some(paragraph) if !line.trim().is_empty() => {
                paragraph.push_str(line);
                paragraph.push('\n');
            }
            _ => paragraphs.push(String::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.iter().map(|paragraph| join_lines(paragraph)).collect()
}

/// Lines as typed, joined to one: no blanks around them, and inside single ones at most.
pub(super) fn join_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    join_broken_lines(&lines.join("\n"))
}

/// Line breaks taken out. A blank stands for one only between Latin words, and for any number
/// of blanks, as every output would show them.
pub(super) fn join_broken_lines(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let is_shown = |c: &char| !marks::is_edge(*c);
    for (place, line) in text.split('\n').enumerate() {
        let (before, after) = (joined.chars().rev().find(is_shown), line.chars().find(is_shown));
        let blank = place > 0 && parted_by_blank(before, after);
        if blank {
            joined.push(' ');
        }
        for c in line.chars() {
            match c {
                ' ' | '\t' if joined.chars().rev().find(is_shown) == Some(' ') => {}
                ' ' | '\t' => joined.push(' '),
                c => joined.push(c),
            }
        }
    }
    joined
}

/// Text in one line, without what nobody sees.
pub(super) fn visible(text: &str) -> String {
    join_lines(&text.replace(is_invisible, ""))
}

/// Writes what a template prints so that Markdown reads it as nothing but text, between its two
/// marks. They stand inside of its blanks, which Markdown may drop.
pub(super) fn escape_markdown(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let words = text.trim();
    if words.is_empty() {
        return escape(text, out);
    }
    let (before, rest) = text.split_at(text.len() - text.trim_start().len());
    let (words, after) = rest.split_at(words.len());
    escape(before, out)?;
    write!(out, "{}", marks::PRINTED)?;
    escape(words, out)?;
    write!(out, "{}", marks::PRINTED_END)?;
    escape(after, out)
}

fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    for c in text.chars() {
        // Braces mean nothing to Markdown, and each escape is a node of its tree.
        if c.is_ascii_punctuation() && !matches!(c, '{' | '}') {
            write!(out, "\\{c}")?;
        } else if c == '\n' || c == '\r' {
            write!(out, " ")?;
        } else {
            write!(out, "{c}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_without_blanks_between_hanzi() {
        assert_eq!(join_lines("　　推进改革，\n  提升效能。\n"), "推进改革，提升效能。");
        assert_eq!(join_lines("the rule\nof law"), "the rule of law");
        assert_eq!(join_lines("法治\nGB/T 9704\n标准"), "法治GB/T 9704标准");
        assert_eq!(join_lines("定心丸   维护权益"), "定心丸 维护权益");
        assert_eq!(join_lines("\n \n"), "");
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(paragraphs("\n一。\n二。\n\n \n三。\n"), ["一。二。", "三。"]);
        assert!(paragraphs(" \n").is_empty());
    }
}
