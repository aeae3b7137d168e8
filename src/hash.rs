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
