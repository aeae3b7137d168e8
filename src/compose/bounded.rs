//! What of a filled layout is not given to the Markdown parser: its time follows what is open within
//! each other, its memory the signs that may mean something.

use rustc_hash::FxHashSet;

use crate::bounds::{Bound, MARKDOWN_DEPTH, REPORT_CHARACTERS, REPORT_LENGTH, REPORT_SIGNS};
use crate::diagnostic::{Code, Diagnostic};

/// How layouts come to have no quotes, lists and bold texts within each other.
pub(super) const NO_NESTING: &str =
    "公文正文不用引用和列表：删去行首的 >、-、* 记号；加粗里不再加粗";

/// How a report comes to be of the size of one.
pub(super) const TOO_LARGE: &str =
    "看看是不是把别的材料粘贴进了正文，或者版式把同样的内容印了许多遍";

/// The first line that the parser is not to read, and why.
pub(super) fn too_much(markdown: &str) -> Option<(&str, Diagnostic)> {
    let fault = |code: Code, bound: &Bound, help: &str| {
        Diagnostic::new(code, bound.passed(None)).help(help)
    };
    let (mut signs, mut characters) = (0, 0);
    let mut known = FxHashSet::default();
    markdown.lines().find_map(|line| {
        signs += 1 + line.bytes().filter(u8::is_ascii_punctuation).count();
        characters += line.chars().count();
        known.extend(line.chars());
        let sizes = [
            (signs, &REPORT_SIGNS),
            (characters, &REPORT_LENGTH),
            (known.len(), &REPORT_CHARACTERS),
        ];
        if let Some((_, bound)) = sizes.into_iter().find(|(size, bound)| *size > bound.size()) {
            return Some((line.trim(), fault(Code::E1010, bound, TOO_LARGE)));
        }
        is_too_deep(line).then(|| (line.trim(), fault(Code::E1003, &MARKDOWN_DEPTH, NO_NESTING)))
    })
}

/// Whether a line opens too many quotes and lists within each other. Every further line would be
/// compared with each of them.
fn is_too_deep(line: &str) -> bool {
    let most = MARKDOWN_DEPTH.size();
    let (mut opened, mut blanks) = (0, 0);
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        let ends = characters.peek().is_none_or(|next| next.is_ascii_whitespace());
        match c {
            ' ' => blanks += 1,
            '\t' => blanks += 4,
            '>' => opened += 1,
            '-' | '*' | '+' | '.' | ')' if ends => opened += 1,
            '0'..='9' => {}
            _ => break,
        }
    }
    // What is indented so far stands within as many lists, two columns each.
    opened > most || opened > 0 && blanks > 4 * most
}
