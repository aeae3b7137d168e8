//! What several modules ask of a text: how wide it is.

use unicode_width::UnicodeWidthStr as _;

/// Columns of a text on a terminal and in a form: two for a Chinese character, one for a Latin
/// one (UAX #11, ambiguous characters as narrow).
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text with blanks after it, up to so many [columns](width).
pub(crate) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Text for the content or a quoted attribute of XML or HTML.
pub(crate) fn escape_xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}
