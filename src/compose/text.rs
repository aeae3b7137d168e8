//! What people type → text as it is printed: lines, paragraphs, Markdown's own characters.

use std::io::{self, Write};

use super::marks;
use crate::prose;
use crate::text::{is_invisible, parted_by_blank};

/// Paragraphs as typed, blank lines between them; each with its lines joined.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let paragraphs = prose::paragraphs(text).into_iter();
    paragraphs.map(|lines| join_broken_lines(&lines.join("\n"))).collect()
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
        if !line.contains([' ', '\t']) {
            joined.push_str(line);
            continue;
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
    // What stands between two characters that are written otherwise is written as it is.
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        // Braces mean nothing to Markdown, and each escape is a node of its tree.
        let is_mark = byte.is_ascii_punctuation() && !matches!(byte, b'{' | b'}');
        let is_break = matches!(byte, b'\n' | b'\r');
        if !is_mark && !is_break {
            continue;
        }
        out.write_all(text.get(done..at).unwrap_or_default().as_bytes())?;
        out.write_all(if is_break { b" " } else { b"\\" })?;
        done = at + usize::from(is_break);
    }
    out.write_all(text.get(done..).unwrap_or_default().as_bytes())
}

/// Whether a text begins with the number of a heading: 一、 （一） 1. （1） ① 第一部分
pub(super) fn begins_numbered(text: &str) -> bool {
    let text = text.trim_start();
    let is_numeral = |c: char| c.is_numeric() || "一二三四五六七八九十百".contains(c);
    let rest = text.trim_start_matches(is_numeral);
    let has_number = rest.len() < text.len();
    let brackets = text.strip_prefix(['（', '(', '〔', '【']);
    let bracketed = brackets.is_some_and(|inner| {
        let rest = inner.trim_start_matches(is_numeral);
        rest.len() < inner.len() && rest.starts_with(['）', ')', '〕', '】'])
    });
    let part = text.strip_prefix('第').is_some_and(|inner| {
        let rest = inner.trim_start_matches(is_numeral);
        rest.len() < inner.len() && rest.starts_with(['章', '节', '部', '、'])
    });
    let point = rest.strip_prefix(['.', '．', '、', '，', ',', ')', '）']);
    bracketed
        || part
        || has_number && point.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
        || text.starts_with(|c: char| matches!(c, '①'..='⓿' | '㈠'..='㈩'))
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

    #[test]
    fn numbers_of_headings_are_seen() {
        for text in [
            "一、甲",
            "（一）甲",
            "(1)甲",
            "1.甲",
            "１．甲",
            "1、甲",
            "十一、甲",
            "①甲",
            "第一部分 甲",
        ] {
            assert!(begins_numbered(text), "{text}");
        }
        for text in
            ["2025年安排", "一体化平台", "十四五规划", "第一责任人", "“1+N”", "三官一律", "1.5倍"]
        {
            assert!(!begins_numbered(text), "{text}");
        }
    }
}
