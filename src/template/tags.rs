//! The tags of a template, read without the engine: of any text, however broken.

use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'t> {
    /// Between quotes.
    Text(&'t str),
    Word(&'t str),
    Mark(char),
}

/// `{{ … }}` or `{% … %}`.
pub(super) struct Tag<'t> {
    pub(super) prints: bool,
    /// Whether its end was found.
    pub(super) is_closed: bool,
    pub(super) range: Range<usize>,
    pub(super) tokens: Vec<(Token<'t>, Range<usize>)>,
}

impl<'t> Tag<'t> {
    /// The word that says what a tag does that prints nothing.
    pub(super) fn word(&self) -> Option<&'t str> {
        match self.tokens.first() {
            Some((Token::Word(word), _)) if !self.prints => Some(word),
            _ => None,
        }
    }
}

/// The tags of a template; comments and what stands between `{% raw %}` and its end hold none.
pub(super) fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut is_raw = false;
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        at = open + 1;
        let close = match text.as_bytes().get(at) {
            Some(b'#') => {
                at = text[at..].find("#}").map_or(text.len(), |end| at + end);
                continue;
            }
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => continue,
        };
        at += 1;
        let mut tag =
            Tag { prints: close == "}}", is_closed: false, range: open..at, tokens: Vec::new() };
        while let Some(char) = text[at..].chars().next() {
            let start = at;
            at += char.len_utf8();
            if text[start..].starts_with(close) {
                tag.is_closed = true;
                at = start + close.len();
                break;
            }
            match char {
                '"' | '\'' | '`' => {
                    let end = text[at..].find(char).map_or(text.len(), |end| at + end);
                    tag.tokens.push((Token::Text(&text[at..end]), at..end));
                    at = text.len().min(end + 1);
                }
                _ if char.is_alphabetic() || char == '_' => {
                    let length = text[at..]
                        .find(|c: char| !c.is_alphanumeric() && c != '_')
                        .unwrap_or(text.len() - at);
                    at += length;
                    tag.tokens.push((Token::Word(&text[start..at]), start..at));
                }
                // Blanks, and the hyphens that trim around a tag.
                _ if char.is_whitespace() || char == '-' => {}
                _ => tag.tokens.push((Token::Mark(char), start..at)),
            }
        }
        tag.range.end = at;
        match tag.word() {
            Some("endraw") => is_raw = false,
            _ if is_raw => {}
            word => {
                is_raw = word == Some("raw");
                tags.push(tag);
            }
        }
    }
    tags
}

/// A tag that has no counterpart.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Unbalanced {
    /// `{{` or `{%` without its end.
    Open(Range<usize>),
    /// `{% for %}` without `{% endfor %}`.
    Unclosed(String, Range<usize>),
    /// `{% endfor %}` without `{% for %}`.
    Unopened(String, Range<usize>),
}

/// The first tag of a template that has no counterpart.
pub(super) fn unbalanced(text: &str) -> Option<Unbalanced> {
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    for tag in tags(text) {
        if !tag.is_closed {
            let start = tag.range.start;
            return Some(Unbalanced::Open(start..start + 2));
        }
        let Some(word) = tag.word() else { continue };
        let is_assignment = || tag.tokens.iter().any(|(token, _)| *token == Token::Mark('='));
        match word {
            "if" | "for" | "block" | "filter" | "component" => open.push((word, tag.range)),
            "set" | "set_global" if !is_assignment() => open.push((word, tag.range)),
            _ => {
                let Some(begun) = word.strip_prefix("end") else { continue };
                if !["if", "for", "block", "filter", "component", "set", "set_global"]
                    .contains(&begun)
                {
                    continue;
                }
                let is_same = |word: &str| word == begun || begun == "set" && word == "set_global";
                match open.pop() {
                    Some((word, _)) if is_same(word) => {}
                    // Of one that stands further out the inner one was forgotten.
                    Some((word, range)) if open.iter().any(|(word, _)| is_same(word)) => {
                        return Some(Unbalanced::Unclosed(word.to_owned(), range));
                    }
                    _ => return Some(Unbalanced::Unopened(begun.to_owned(), tag.range)),
                }
            }
        }
    }
    open.pop().map(|(word, range)| Unbalanced::Unclosed(word.to_owned(), range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_without_a_counterpart_is_found() {
        let found = |text: &str| match unbalanced(text)? {
            Unbalanced::Open(range) => Some(format!("开 {}", &text[range])),
            Unbalanced::Unclosed(_, range) => Some(format!("未完 {}", &text[range])),
            Unbalanced::Unopened(_, range) => Some(format!("多余 {}", &text[range])),
        };
        for (text, right) in [
            ("{% for a in b %}{% if c %}{% endif %}", "未完 {% for a in b %}"),
            ("{% for a in b %}{% if c %}{% endfor %}", "未完 {% if c %}"),
            ("{% if c %}{% endif %}{% endfor %}", "多余 {% endfor %}"),
            ("{% if a %}{% for b in c %}{{ b }}{% endif %}", "未完 {% for b in c %}"),
            ("{% set a %}甲", "未完 {% set a %}"),
            ("甲{{ a ", "开 {{"),
            ("甲{% if a ", "开 {%"),
        ] {
            assert_eq!(found(text).as_deref(), Some(right), "{text}");
        }
        for text in [
            "{% for a in b %}{% if c %}{% else %}{% endif %}{% endfor %}{% set a = 1 %}",
            "{# {% if #}{% raw %}{% for %}{{{% endraw %}",
            "{%- if a -%}{%- endif -%}",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
