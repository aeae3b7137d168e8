//! A text by characters, digits and marks of full width as their half-width ones; which characters numerals have.

use crate::text::half_width;

pub(super) struct Chars<'t> {
    pub(super) text: &'t str,
    chars: Vec<(usize, char)>,
}

impl<'t> Chars<'t> {
    pub(super) fn new(text: &'t str) -> Chars<'t> {
        // Full-width marks stay: they part what half-width ones join.
        let plain = |c: char| match half_width(c) {
            half if half.is_ascii_alphanumeric() || matches!(half, '.' | '%' | '/' | '+' | '~') => {
                half
            }
            _ => c,
        };
        let chars = text.char_indices().map(|(byte, c)| (byte, plain(c))).collect();
        Chars { text, chars }
    }

    /// The character at a place; none beyond the ends.
    pub(super) fn at(&self, place: usize) -> Option<char> {
        self.chars.get(place).map(|(_, c)| *c)
    }

    pub(super) fn before(&self, place: usize) -> Option<char> {
        self.at(place.checked_sub(1)?)
    }

    pub(super) fn is(&self, place: usize, kind: impl Fn(char) -> bool) -> bool {
        self.at(place).is_some_and(kind)
    }

    pub(super) fn byte(&self, place: usize) -> usize {
        self.chars.get(place).map_or(self.text.len(), |(byte, _)| *byte)
    }

    /// The first place from `from` on that is not before a byte.
    pub(super) fn index_of(&self, byte: usize, from: usize) -> usize {
        let rest = self.chars.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|(at, _)| *at < byte).count().max(1)
    }

    /// The end of the stretch from a place on in which every character is one of a kind.
    pub(super) fn run(&self, start: usize, mut kind: impl FnMut(char) -> bool) -> usize {
        let rest = self.chars.get(start..).unwrap_or_default();
        start + rest.iter().take_while(|(_, c)| kind(*c)).count()
    }

    /// The characters between two places, of half width.
    pub(super) fn plain(&self, start: usize, end: usize) -> String {
        self.chars.get(start..end).unwrap_or_default().iter().map(|(_, c)| *c).collect()
    }

    /// The text from a place on.
    pub(super) fn rest(&self, place: usize) -> &'t str {
        self.text.get(self.byte(place)..).unwrap_or_default()
    }

    /// The text before a place.
    pub(super) fn head(&self, place: usize) -> &'t str {
        self.text.get(..self.byte(place)).unwrap_or_default()
    }
}

/// Whether a Chinese numeral may hold the character.
pub(super) fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '零'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '廿'
            | '卅'
            | '卌'
    )
}

/// Letters and signs that look like 〇.
pub(super) fn is_like_zero(c: char) -> bool {
    matches!(c, 'O' | 'o' | '○' | '◯')
}
