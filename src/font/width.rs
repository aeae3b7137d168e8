//! Whether a character is as wide as a hanzi.

/// Whether a character takes the whole cell of a hanzi, between its neighbours. Quotes and
/// dashes do in Chinese text, but an apostrophe between two letters belongs to its word.
pub(crate) fn is_full_width(character: char, before: Option<char>, after: Option<char>) -> bool {
    match character {
        '’' => {
            !(before.is_some_and(|c| c.is_ascii_alphabetic())
                && after.is_some_and(|c| c.is_ascii_alphabetic()))
        }
        '−' => !after.is_some_and(|c| c.is_ascii_digit()),
        '“' | '”' | '‘' | '—' | '…' | '·' | '‰' => true,
        '\u{2100}'..='\u{2bff}' | '\u{2e3a}' => true,
        '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' => true,
        '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f000}'.. => true,
        _ => false,
    }
}
