//! Marks: how a figure keeps its fact on the way through a template and Markdown.
//!
//! A printed figure is text between an opening and a closing mark, and the opening one
//! carries the number of its fact. The marks are noncharacters of Unicode, which no text of
//! a user may hold ([`is_mark`]), so nobody can forge one and no markup can break one.

use crate::document::{FactId, Inline};

const FIGURE: char = '\u{FDD0}';
const MISSING: char = '\u{FDD1}';
const CLOSE: char = '\u{FDD2}';
/// The sixteen digits of a fact's number, U+FDE0 to U+FDEF: no filter takes them for digits.
const DIGIT_ZERO: u32 = 0xFDE0;

/// Whether the character is kept for marks.
pub(super) fn is_mark(c: char) -> bool {
    ('\u{FDD0}'..='\u{FDEF}').contains(&c)
}

/// A printed figure.
pub(super) fn figure(text: &str, fact: FactId) -> String {
    let mut marked = String::from(FIGURE);
    for digit in format!("{:x}", fact.0).chars() {
        let value = digit.to_digit(16).unwrap_or_default();
        marked.extend(char::from_u32(DIGIT_ZERO + value));
    }
    marked.push_str(text);
    marked.push(CLOSE);
    marked
}

/// A place held open in a draft.
pub(super) fn missing(name: &str) -> String {
    format!("{MISSING}【待补：{}】{CLOSE}", name.replace(is_mark, ""))
}

/// Text with marks → inlines. None when a mark is torn: a template cut through a figure.
pub(super) fn read(text: &str, facts: usize) -> Option<Vec<Inline>> {
    let mut inlines = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(is_mark) {
        push_text(&mut inlines, rest.get(..open)?);
        rest = rest.get(open..)?;
        let marked = rest.find(CLOSE).and_then(|close| rest.get(..close))?;
        rest = rest.get(marked.len() + CLOSE.len_utf8()..)?;
        let mut chars = marked.chars();
        let kind = chars.next()?;
        let body = chars.as_str();
        let digits: String = body.chars().map_while(digit).collect();
        let text: String = body.chars().skip(digits.len()).collect();
        if text.is_empty() || text.contains(is_mark) {
            return None;
        }
        inlines.push(match kind {
            FIGURE => {
                let fact = usize::from_str_radix(&digits, 16).ok().filter(|&n| n < facts)?;
                Inline::Figure { text, fact: FactId(fact) }
            }
            MISSING if digits.is_empty() => Inline::Missing { text },
            _ => return None,
        });
    }
    push_text(&mut inlines, rest);
    Some(inlines)
}

fn digit(c: char) -> Option<char> {
    char::from_digit(u32::from(c).checked_sub(DIGIT_ZERO)?, 16)
}

fn push_text(inlines: &mut Vec<Inline>, text: &str) {
    if !text.is_empty() {
        inlines.push(Inline::Text(text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_text_reads_back() {
        let marked = format!("共{}，{}。", figure("24家", FactId(18)), missing("甲"));
        assert_eq!(
            read(&marked, 19),
            Some(vec![
                Inline::Text("共".into()),
                Inline::Figure { text: "24家".into(), fact: FactId(18) },
                Inline::Text("，".into()),
                Inline::Missing { text: "【待补：甲】".into() },
                Inline::Text("。".into()),
            ])
        );
    }

    #[test]
    fn torn_marks_are_refused() {
        let whole = figure("24家", FactId(1));
        assert_eq!(read(&whole, 1), None, "no such fact");
        for text in [
            &whole[..whole.len() - CLOSE.len_utf8()],
            &whole[FIGURE.len_utf8()..],
            "\u{FDD0}\u{FDD2}",
            "\u{FDD0}甲\u{FDD2}",
            "\u{FDD1}\u{FDE1}甲\u{FDD2}",
            "\u{FDD2}",
            "\u{FDE1}",
        ] {
            assert_eq!(read(text, 9), None, "{text:?}");
        }
    }
}
