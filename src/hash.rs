//! The one hash of contents: SHA-256.

use sha2::{Digest, Sha256};

/// The hash of some bytes, one part after the other.
pub(crate) fn sha256<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// The first bytes of the hash of a text, as hexadecimal digits, two a byte.
pub(crate) fn digest(text: &str, bytes: usize) -> String {
    let hash = sha256([text.as_bytes()]);
    hex(hash.get(..bytes).unwrap_or(&hash))
}

/// Bytes as hexadecimal digits, two a byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |four: u8| char::from_digit(four.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
