//! The text of a web page: that of its `<article>`, line by line, as a browser would show it.

use super::piece::{Piece, Spot};

/// Elements whose content is no text.
const WITHOUT_TEXT: [&str; 3] = ["script", "style", "svg"];

/// The pieces of the text, each with its line.
pub(super) fn pieces(page: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut line, mut rest) = (1, page);
    let mut is_inside = false;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        push(text, &mut line, is_inside, &mut pieces);
        let length = length_of_tag(tag);
        let (tag, after) = tag.split_at(length);
        line += lines_in(tag);
        rest = after;
        let name = name_of(tag);
        match name.as_str() {
            "article" => is_inside = true,
            "/article" => is_inside = false,
            name if WITHOUT_TEXT.contains(&name) => {
                let end = end_of(rest, name);
                let (inner, after) = rest.split_at(end);
                line += lines_in(inner);
                rest = after;
            }
            _ => {}
        }
    }
    push(rest, &mut line, is_inside, &mut pieces);
    pieces
}

fn lines_in(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// Adds the text between two tags; a text over several lines by its lines.
fn push(text: &str, line: &mut usize, is_inside: bool, pieces: &mut Vec<Piece>) {
    for (at, part) in text.split('\n').enumerate() {
        *line += usize::from(at > 0);
        if is_inside && !part.trim().is_empty() {
            pieces.push(Piece { spot: Spot::Line(*line), text: unescaped(part) });
        }
    }
}

/// Bytes of the tag, or of the comment, that a text begins with.
fn length_of_tag(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |end| end + 3);
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// `p`, or `/p`.
fn name_of(tag: &str) -> String {
    let name = tag.trim_start_matches('<');
    let is_name = |c: &char| c.is_ascii_alphanumeric() || *c == '/';
    let name: String = name.chars().take_while(is_name).collect();
    name.trim_end_matches('/').to_ascii_lowercase()
}

/// Where the end tag of an element begins.
fn end_of(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("</")) {
        let at = from + at;
        let found = text.get(at + 2..at + 2 + name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return at;
        }
        from = at + 2;
    }
    text.len()
}

/// A text with its entities as characters; one that is not known stays as it is.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        out.push_str(before);
        // The longest that is known has eight characters.
        let end = entity.bytes().take(12).position(|byte| byte == b';');
        let known = end.and_then(|end| Some((character(entity.get(1..end)?)?, end)));
        match known {
            Some((character, end)) => {
                out.push(character);
                rest = entity.get(end + 1..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = entity.get(1..).unwrap_or_default();
            }
        }
    }
    out + rest
}

fn character(entity: &str) -> Option<char> {
    let number = |digits: &str, radix| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    match entity {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{A0}'),
        _ => {
            let code = entity.strip_prefix('#')?;
            match code.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(code, 10),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Vec<(usize, String)> {
        let line = |piece: Piece| match piece.spot {
            Spot::Line(line) => (line, piece.text),
            other => panic!("{other:?}"),
        };
        pieces(page).into_iter().map(line).collect()
    }

    #[test]
    fn the_text_of_the_article_is_read_with_its_lines() {
        let page = "<p>外</p>\n<article class='a>b'>\n<h1>甲<wbr>乙</h1>\n<!-- <p>无 -->\
            <p title=\"丙&gt;\">1 &lt; 2 &amp;&#20013;&#x4E2D;&无</p>\n<script>\nx<y</script>丁\n\
            </article>\n<p>外</p>";
        let expected = [(3, "甲"), (3, "乙"), (4, "1 < 2 &中中&无"), (6, "丁")];
        assert_eq!(read(page), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn broken_pages_are_read_as_far_as_they_go() {
        for page in ["<article", "<article>甲<", "<article><script>甲", "<article>&#x110000;&", "<"]
        {
            read(page);
        }
        assert_eq!(read("<article>甲<b"), [(1, "甲".to_owned())]);
    }
}
