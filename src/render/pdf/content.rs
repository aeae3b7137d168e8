//! The content stream of a page: operators after their operands (ISO 32000-1, 7.8.2).
//!
//! It is written as bytes at once. As objects of printpdf each glyph would be four values in memory
//! of their own on the way.

use super::object::{push_hexadecimal, push_whole};
use crate::layout::{Colour, Len};

/// A content stream that is written.
#[derive(Default)]
pub(super) struct Content {
    bytes: Vec<u8>,
}

/// Digits of the smallest part of a number.
const DECIMALS: u32 = 3;

impl Content {
    /// The stream as it stands.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        // Lines are ended by operators, but the last one.
        self.bytes.pop();
        self.bytes
    }

    /// Ends an operation.
    pub(super) fn operator(&mut self, operator: &str) {
        self.bytes.extend(operator.as_bytes());
        self.bytes.push(b'\n');
    }

    /// A name; ours need no escapes.
    pub(super) fn name(&mut self, name: &str) {
        self.bytes.push(b'/');
        self.bytes.extend(name.as_bytes());
        self.bytes.push(b' ');
    }

    /// A length in points.
    pub(super) fn length(&mut self, length: Len) {
        self.thousandths(length.to_thousandths());
        self.bytes.push(b' ');
    }

    /// A whole number of hundredths.
    pub(super) fn hundredths(&mut self, number: i64) {
        self.thousandths(number * 10);
        self.bytes.push(b' ');
    }

    /// The parts of a colour, from 0 to 1.
    pub(super) fn colour(&mut self, Colour(red, green, blue): Colour) {
        for part in [red, green, blue] {
            let part = f32::from(part) / 255.0;
            self.bytes.extend(part.to_string().as_bytes());
            self.bytes.push(b' ');
        }
    }

    /// The number of a marked-content sequence.
    pub(super) fn sequence(&mut self, number: usize) {
        self.bytes.extend(b"<</MCID ");
        self.bytes.extend(number.to_string().as_bytes());
        self.bytes.extend(b">> ");
    }

    /// The text of a marked-content sequence, in UTF-16.
    pub(super) fn actual_text(&mut self, text: &[u8]) {
        self.bytes.extend(b"<</ActualText<");
        text.iter().for_each(|byte| self.hexadecimal(*byte));
        self.bytes.extend(b">>> ");
    }

    /// Codes of glyphs, each with how far the next one is moved back, in 1/1000 em.
    pub(super) fn glyphs(&mut self, glyphs: impl Iterator<Item = (u16, i64)>) {
        self.bytes.push(b'[');
        let mut is_open = false;
        for (code, offset) in glyphs {
            if !is_open {
                self.bytes.push(b'<');
            }
            code.to_be_bytes().iter().for_each(|byte| self.hexadecimal(*byte));
            is_open = offset == 0;
            if !is_open {
                self.bytes.push(b'>');
                self.whole(offset);
            }
        }
        if is_open {
            self.bytes.push(b'>');
        }
        self.bytes.extend(b"] ");
    }

    fn hexadecimal(&mut self, byte: u8) {
        push_hexadecimal(&mut self.bytes, byte);
    }

    fn whole(&mut self, number: i64) {
        push_whole(&mut self.bytes, number);
    }

    /// A number of thousandths, without zeros at its end.
    fn thousandths(&mut self, number: i64) {
        let one = 10_i64.pow(DECIMALS);
        if number < 0 && number > -one {
            self.bytes.push(b'-');
        }
        self.whole(number / one);
        let mut rest = (number % one).unsigned_abs();
        if rest != 0 {
            self.bytes.push(b'.');
            let mut part = one.unsigned_abs();
            while rest != 0 {
                part /= 10;
                self.bytes.push(b'0' + (rest / part) as u8);
                rest %= part;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_floats_are_shown() {
        for number in [0, 1, -1, 10, -10, 999, -999, 1000, -1000, 1001, 12_340, -595_276, 841_890] {
            let mut content = Content::default();
            content.thousandths(number);
            let expected = (number as f32 / 1000.0).to_string();
            assert_eq!(String::from_utf8(content.bytes).unwrap(), expected);
        }
    }

    #[test]
    fn operands_stand_before_their_operators() {
        let mut content = Content::default();
        content.name("F0");
        content.length(Len::pt(16));
        content.operator("Tf");
        content.hundredths(97);
        content.colour(Colour(0, 255, 51));
        content.sequence(12);
        content.actual_text(&[0xfe, 0xff]);
        content.glyphs([(1, 0), (0xab, -20), (3, 5), (4, 0)].into_iter());
        content.operator("TJ");
        let expected = "/F0 16 Tf\n0.97 0 1 0.2 <</MCID 12>> <</ActualText<FEFF>>> \
                        [<000100AB>-20<0003>5<0004>] TJ";
        assert_eq!(String::from_utf8(content.into_bytes()).unwrap(), expected);
    }
}
