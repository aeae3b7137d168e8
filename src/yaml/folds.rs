//! Folds: where a text of several lines was written without `|`, YAML puts a blank for each line
//! break. Between Chinese characters nobody means one.
//!
//! The tree keeps the blank, as every YAML reader does. It is taken out where a text is read.

use std::borrow::Cow;

use super::Style;
use crate::text::parted_by_blank;

/// What a character of a source is to its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Character,
    Blank,
    LineBreak,
}

/// A value without the blanks that stand for line breaks, except between Latin words. `raw` is the
/// value as it is written in the file.
pub(crate) fn unfolded<'t>(text: &'t str, style: Style, raw: &str) -> Cow<'t, str> {
    let breaks = |text: &str| text.trim_end().matches('\n').count();
    // A `|` text keeps all of its line breaks.
    if breaks(raw) <= breaks(text) {
        return Cow::Borrowed(text);
    }
    let tokens = tokens(raw, style);
    let mut source = tokens.iter().copied().skip_while(|token| *token != Token::Character);
    let mut joined = String::with_capacity(text.len());
    let mut rest = text.trim_start();
    joined.push_str(&text[..text.len() - rest.len()]);
    let mut next = source.next();
    while !rest.is_empty() {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word);
        joined.push_str(word);
        for _ in word.chars() {
            next = source.next();
        }
        let mut is_folded = false;
        while let Some(Token::Blank | Token::LineBreak) = next {
            is_folded |= next == Some(Token::LineBreak);
            next = source.next();
        }
        rest = after.trim_start();
        let blanks = &after[..after.len() - rest.len()];
        if is_folded && !rest.is_empty() && !blanks.contains('\n') {
            if parted_by_blank(joined.chars().next_back(), rest.chars().next()) {
                joined.push(' ');
            }
        } else {
            joined.push_str(blanks);
        }
    }
    Cow::Owned(joined)
}

/// What each character of the value is in its source, escapes counted as what they stand for.
fn tokens(raw: &str, style: Style) -> Vec<Token> {
    let body = match style {
        Style::Quoted => raw.get(1..).unwrap_or_default(),
        Style::Plain | Style::Block => raw,
    };
    let has_escapes = style == Style::Quoted && raw.starts_with('"');
    let doubles_quotes = style == Style::Quoted && raw.starts_with('\'');
    let mut tokens = Vec::with_capacity(body.len() / 2);
    let mut characters = body.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if has_escapes => {
                let escape = characters.next().unwrap_or_default();
                if escape == '\n' {
                    // A line that ends so goes on in the next without a blank.
                    while characters.next_if(|c| c.is_whitespace()).is_some() {}
                    continue;
                }
                let digits = match escape {
                    'x' => 2,
                    'u' => 4,
                    'U' => 8,
                    _ => 0,
                };
                for _ in 0..digits {
                    characters.next();
                }
                let is_blank =
                    matches!(escape, ' ' | 't' | 'n' | 'r' | 'v' | 'f' | '_' | 'N' | 'L' | 'P');
                tokens.push(if is_blank { Token::Blank } else { Token::Character });
            }
            '\'' if doubles_quotes => {
                characters.next_if_eq(&'\'');
                tokens.push(Token::Character);
            }
            '\n' => tokens.push(Token::LineBreak),
            c if c.is_whitespace() => tokens.push(Token::Blank),
            _ => tokens.push(Token::Character),
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::yaml::{Kind, parse};

    /// The value of the only key, unfolded.
    fn read(value: &str) -> String {
        let text = format!("甲: {value}\n");
        let node = parse(FileId(0), &text).value.expect("a tree");
        let Kind::Map(entries) = node.kind else { panic!("no mapping") };
        let value = &entries[0].value;
        let Kind::Scalar { text: folded, style } = &value.kind else { panic!("no text") };
        unfolded(folded, *style, &text[value.span.range()]).into_owned()
    }

    #[test]
    fn folded_lines_join_without_a_blank_between_hanzi() {
        for (value, expected) in [
            ("提升服务\n  水平", "提升服务水平"),
            ("提升服务，\n  抓好“一网通办”\n  改革", "提升服务，抓好“一网通办”改革"),
            ("\"提升服务\n\n  水平\"", "提升服务\n水平"),
            ("\"他说\\\"好\\\"，\n  再说\"", "他说\"好\"，再说"),
            ("\"提升\\\n  服务\"", "提升服务"),
            ("\"\\u63d0升\n  服务\"", "提升服务"),
            ("'它''是\n  服务'", "它'是服务"),
            (">\n  提升服务\n  水平\n\n  第二段\n", "提升服务水平\n第二段\n"),
            (">-\n  提升 服务\n  水平", "提升 服务水平"),
            ("the rule\n  of law", "the rule of law"),
            ("标准 GB/T\n  9704\n  执行", "标准 GB/T 9704执行"),
            ("新收{{新收数}}\n  {{审结数}}\n  件", "新收{{新收数}}{{审结数}}件"),
            ("{{新收数}}，\n  审结", "{{新收数}}，审结"),
            ("定心丸 维护权益", "定心丸 维护权益"),
            ("|\n  提升 服务\n  水平", "提升 服务\n水平\n"),
        ] {
            assert_eq!(read(value), expected, "{value}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_but_blanks_is_taken_out(text in "[甲乙a1 \n“”'\"\\\\]{0,24}", raw in "[甲乙a1 \n“”'\"\\\\]{0,24}") {
            for style in [Style::Plain, Style::Quoted, Style::Block] {
                let without = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
                let joined = unfolded(&text, style, &raw);
                proptest::prop_assert_eq!(without(&joined), without(&text));
            }
        }
    }
}
