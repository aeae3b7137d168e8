//! Objects of a PDF from values of ours.

use lopdf::{Object, StringFormat};

/// A name.
pub(super) fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

/// A whole number.
pub(super) fn integer(number: usize) -> Object {
    Object::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A text string: ASCII as it is, anything else as UTF-16 with its mark.
pub(super) fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

/// A text as UTF-16, opened by the mark of its byte order (ISO 32000-1, 7.9.2.2).
pub(super) fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
}

/// Adds the digits of a whole number.
pub(super) fn push_whole(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    let mut rest = number.unsigned_abs();
    let mut digits = [0; 20];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend(&digits[first..]);
}

/// Adds the two digits of a byte.
pub(super) fn push_hexadecimal(out: &mut Vec<u8>, byte: u8) {
    const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
    out.extend([byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]));
}
