//! What several modules ask of a text or of a character: how wide it is, whether it can be
//! seen, what a full-width digit stands for, how it is escaped.
//!
//! Each question has its one answer here. What only one module asks stays with that module.

mod lookalikes;
mod names;
mod years;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{MAIN_SEPARATOR, Path};

pub(crate) use lookalikes::{is_one, is_zero, meant};
pub(crate) use names::{COMMAS, bare_name, bracketed_list, list_of};
pub(crate) use years::years;

use percent_encoding::percent_encode_byte;
use unicode_width::UnicodeWidthStr as _;

/// U+FEFF, the first character of a UTF-8 file that a Chinese Windows opens without guessing.
pub(crate) const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Columns of a text on a terminal and in a form: two for a Chinese character, one for a Latin
/// one (UAX #11, ambiguous characters as narrow).
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text with blanks after it, up to so many [columns](width).
pub(crate) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Half-width columns of a text as printed in Chinese, which is the most it can take on a
/// terminal (UAX #11, ambiguous characters such as “” and — as wide).
pub(crate) fn width_cjk(text: &str) -> usize {
    text.width_cjk()
}

/// Characters that nobody sees and that would damage a text: controls except line ends and
/// tabs, zero-width and direction characters, and those that Unicode reserves for the internal
/// use of programs.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(character) & 0xFFFE == 0xFFFE
}

/// A name from a disk as it may be shown: without what would command a terminal, or not be seen.
pub(crate) fn printable(name: &str) -> String {
    let is_bad = |c: char| c.is_control() || is_invisible(c);
    name.chars().map(|c| if is_bad(c) { '\u{FFFD}' } else { c }).collect()
}

/// Words that a message quotes, set off from its own: between “ and ”, or between 「 and 」 where such marks
/// are among them.
pub(crate) fn set_off(words: &str) -> String {
    match words.contains(['“', '”']) {
        true => format!("「{words}」"),
        false => format!("“{words}”"),
    }
}

/// A path as it may be shown: on one line.
pub(crate) fn shown_path(path: &Path) -> String {
    printable(&path.to_string_lossy())
}

/// The same with `/` between its parts on every system, as paths are written in the data.
pub(crate) fn shown_with_slashes(path: &Path) -> String {
    match path.as_os_str().is_empty() {
        true => ".".to_owned(),
        false => printable(&with_slashes(path)),
    }
}

/// A path with `/` between its parts on every system. Where a backslash parts nothing it may stand in a
/// name.
pub(crate) fn with_slashes(path: &Path) -> String {
    path.to_string_lossy().replace(MAIN_SEPARATOR, "/")
}

/// A word of a command that is shown to be pasted: as it is where it has only letters, digits and what
/// no shell reads, otherwise in quotes. Double quotes, which sh, PowerShell and cmd all know, unless one
/// of these reads something within them; then single quotes, which cmd does not know. None where it
/// cannot be typed.
pub(crate) fn command_word(word: &str) -> Option<String> {
    let is_plain = |c: char| {
        c.is_alphanumeric() || matches!(c, '.' | '_' | '/' | '-' | ':') || c == MAIN_SEPARATOR
    };
    // PowerShell takes the Chinese ones for its own, too.
    let is_read = |c: char| {
        matches!(c, '"' | '“' | '”' | '„' | '$' | '`' | '!' | '%' | '^')
            || c == '\\' && MAIN_SEPARATOR != '\\'
    };
    if word != printable(word) {
        return None;
    }
    match word {
        _ if !word.is_empty() && word.chars().all(is_plain) => Some(word.to_owned()),
        _ if !word.contains(is_read) && !word.ends_with('\\') => Some(format!("\"{word}\"")),
        _ if cfg!(windows) => Some(format!("'{}'", word.replace(['\'', '‘', '’', '‚', '‛'], "''"))),
        _ => Some(format!("'{}'", word.replace('\'', r"'\''"))),
    }
}

/// The same; in the place of what cannot be typed, a word that says what it is.
pub(crate) fn command_word_or(word: &str, what: &str) -> String {
    command_word(word).unwrap_or_else(|| what.to_owned())
}

/// A text as a terminal may be given it: what steers a terminal, or turns the direction of a text, is
/// shown by its number. Line ends and tabs stay.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    written(text, false)
}

/// The same of a text with the colours of this program: `ESC [ 1 ; 31 m`.
pub(crate) fn harmless_in_colours(text: &str) -> Cow<'_, str> {
    written(text, true)
}

fn written(text: &str, in_colours: bool) -> Cow<'_, str> {
    let is_harmful = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_harmful) {
        let (before, after) = rest.split_at(at);
        shown.push_str(before);
        let length = if in_colours { colour(after) } else { 0 };
        if length > 0 {
            shown.push_str(after.get(..length).unwrap_or_default());
            rest = after.get(length..).unwrap_or_default();
            continue;
        }
        let mut characters = after.chars();
        shown.extend(characters.next().map(|c| c.escape_unicode().to_string()));
        rest = characters.as_str();
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// Bytes of a sequence that sets colours, with which a text begins; 0 for any other.
fn colour(text: &str) -> usize {
    let Some(numbers) = text.strip_prefix("\u{1b}[") else { return 0 };
    let rest = numbers.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
    if rest.starts_with('m') { text.len() - rest.len() + 1 } else { 0 }
}

/// Characters that Windows has for other uses than the names of files.
pub(crate) const NOT_IN_FILE_NAMES: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// Names that Windows has for devices, whatever the ending.
const DEVICES: &str = "con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 \
    lpt4 lpt5 lpt6 lpt7 lpt8 lpt9";

/// Whether Windows has the name for a device.
pub(crate) fn is_device(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or_default().trim().to_lowercase();
    DEVICES.split_whitespace().any(|device| device == base)
}

/// Whether a file can have the name on every system.
pub(crate) fn is_file_name(name: &str) -> bool {
    name.contains(char::is_alphanumeric)
        && !name.contains(NOT_IN_FILE_NAMES)
        && !name.chars().any(|c| c.is_control() || is_invisible(c))
        && !is_device(name)
}

/// Chinese characters of ordinary writing: the URO, extension A, and 〇.
pub(crate) fn is_han(character: char) -> bool {
    matches!(character, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇')
}

/// Whether a blank stands for a line break between two characters: only between Latin words. What
/// a placeholder prints is taken for Chinese.
pub(crate) fn parted_by_blank(before: Option<char>, after: Option<char>) -> bool {
    let latin = |c: char| c < '\u{2000}' && !c.is_whitespace();
    before.is_some_and(|c| latin(c) && c != '}') && after.is_some_and(|c| latin(c) && c != '{')
}

/// The ASCII form of a digit, letter or mark that an input method made full-width; any other
/// character as it is.
pub(crate) fn half_width(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        _ => character,
    }
}

/// The ASCII form of a half-width or full-width digit; nothing for any other character.
pub(crate) fn ascii_digit(character: char) -> Option<char> {
    Some(half_width(character)).filter(char::is_ascii_digit)
}

/// Whether two names differ in nothing but blanks, marks, and the width of characters.
pub(crate) fn differs_in_marks(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
        text.chars().map(half_width).filter(|c| c.is_alphanumeric())
    }
    one != other && letters(one).eq(letters(other)) || is_numbered(one, other)
}

/// Whether a name is another one behind an ordinal: `1. 问题`, `一、指标`.
fn is_numbered(name: &str, other: &str) -> bool {
    let Some(before) = name.strip_suffix(other).map(str::trim_end) else { return false };
    let is_numeral = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
    before.starts_with(|c: char| is_numeral(c) || !c.is_alphanumeric())
        && before.ends_with(|c: char| !c.is_alphanumeric())
        && before.chars().all(|c| is_numeral(c) || !c.is_alphanumeric())
}

/// Brackets that people type before the year of a document number, 〔 itself among them.
pub(crate) fn opens_year(c: char) -> bool {
    matches!(
        c,
        '〔' | '['
            | '('
            | '（'
            | '【'
            | '［'
            | '〖'
            | '﹝'
            | '﹙'
            | '❲'
            | '〘'
            | '〚'
            | '⟦'
            | '〈'
    )
}

/// Those behind it.
pub(crate) fn closes_year(c: char) -> bool {
    matches!(
        c,
        '〕' | ']'
            | ')'
            | '）'
            | '】'
            | '］'
            | '〗'
            | '﹞'
            | '﹚'
            | '❳'
            | '〙'
            | '〛'
            | '⟧'
            | '〉'
    )
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

/// Writes [`escape_xml`]: for the engine of templates.
pub(crate) fn write_xml(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escape_xml(text).as_bytes())
}

/// The text with every character that is not to be kept written as the `%XX` of its UTF-8 bytes
/// (RFC 3986, 2.1).
pub(crate) fn percent_encode(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        if keep(character) {
            encoded.push(character);
        } else {
            let mut bytes = [0; 4];
            encoded.extend(character.encode_utf8(&mut bytes).bytes().map(percent_encode_byte));
        }
    }
    encoded
}

/// Characters that a URI need not encode (RFC 3986, 2.3).
pub(crate) fn is_unreserved(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_' | '~')
}

#[cfg(test)]
mod tests;
