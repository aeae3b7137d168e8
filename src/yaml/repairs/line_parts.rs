//! The parts of a line: the blanks before it, its key, and what of it has not been read yet.

use super::INDENT;

/// What of a line has not been read yet.
pub(super) struct Rest<'t> {
    /// Where it begins in the text.
    pub(super) at: usize,
    pub(super) column: usize,
    pub(super) content: &'t str,
    /// The column of the last dash before it.
    pub(super) dash: Option<usize>,
}

impl Rest<'_> {
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at += bytes;
        self.content = self.content.get(bytes..).unwrap_or_default();
    }
}

/// How a line begins.
pub(super) struct Indent {
    /// Plain spaces before anything else.
    pub(super) spaces: usize,
    /// The column that it seems to have, a tab or wide blank counted as two.
    pub(super) column: usize,
    /// Bytes up to the content.
    pub(super) length: usize,
}

impl Indent {
    pub(super) fn of(line: &str) -> Indent {
        let after_spaces = line.trim_start_matches(' ');
        let spaces = line.len() - after_spaces.len();
        let content = after_spaces.trim_start_matches(is_blank);
        let odd = after_spaces.get(..after_spaces.len() - content.len()).unwrap_or_default();
        let columns = odd.chars().map(|character| match character {
            '\t' | '\u{3000}' => INDENT,
            _ => 1,
        });
        Indent { spaces, column: spaces + columns.sum::<usize>(), length: spaces + odd.len() }
    }
}

pub(super) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t') || is_wide_blank(character)
}

/// Blanks that are none to YAML: the ideographic space, the no-break space and the like.
pub(super) fn is_wide_blank(character: char) -> bool {
    matches!(character, '\u{3000}' | '\u{A0}' | '\u{2000}'..='\u{200B}' | '\u{FEFF}')
}

/// Where the text goes on after the closing quote.
pub(super) fn end_of_quote(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\\' && quote == '"' {
            characters.next();
        } else if character == quote {
            if quote == '\'' && characters.next_if(|(_, next)| *next == quote).is_some() {
                continue;
            }
            return Some(at + 1);
        }
    }
    None
}

/// Where the value begins when the content opens with `key:`.
pub(super) fn key_end(content: &str) -> Option<usize> {
    if content.starts_with(['[', '{', '｛', '|', '>', '#', '&', '*', '!', '?']) {
        return None;
    }
    if let Some(quote @ ('"' | '\'')) = content.chars().next() {
        let closed = 1 + end_of_quote(content.get(1..)?, quote)?;
        let rest = content.get(closed..)?;
        let colon = rest.trim_start_matches(' ').strip_prefix(':')?;
        let ends_key = colon.is_empty() || colon.starts_with([' ', '\t']);
        return ends_key.then_some(content.len() - colon.len());
    }
    colon(content).map(|colon| colon + 1)
}

/// The key that a content opens with.
pub(super) fn name_of(content: &str) -> Option<&str> {
    content.get(..key_end(content)?.checked_sub(1)?)
}

/// The first colon that separates a key from its value in YAML, outside a comment.
pub(super) fn colon(text: &str) -> Option<usize> {
    let mut previous = b' ';
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'#' if matches!(previous, b' ' | b'\t') => return None,
            b':' if matches!(bytes.peek(), None | Some((_, b' ' | b'\t'))) => return Some(at),
            _ => {}
        }
        previous = byte;
    }
    None
}
