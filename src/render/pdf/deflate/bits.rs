//! Bits that are written one after the other, the lowest of each byte first.

/// A code, the bit that is written first being the lowest, and how many bits it has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Code {
    pub(super) bits: u32,
    pub(super) length: u8,
}

/// What is written.
#[derive(Debug, Default)]
pub(super) struct Bits {
    /// As many as may be needed.
    bytes: Vec<u8>,
    /// How many bytes are written.
    at: usize,
    held: u64,
    count: u32,
}

/// Bytes that are written at once.
const WORD: usize = 8;

impl Bits {
    /// Forgets what was written; its memory is kept.
    pub(super) fn clear(&mut self) {
        (self.at, self.held, self.count) = (0, 0, 0);
    }

    /// How many whole bytes were written.
    pub(super) fn length(&self) -> usize {
        self.at
    }

    /// Makes room for so many bits more.
    pub(super) fn reserve(&mut self, bits: usize) {
        let most = self.at + bits / 8 + 2 * WORD;
        if self.bytes.len() < most {
            self.bytes.resize(most, 0);
        }
    }

    /// Holds a code until the next [`Bits::flush`]; at most 56 bits are held between two.
    pub(super) fn hold(&mut self, code: Code) {
        self.held |= u64::from(code.bits) << self.count;
        self.count += u32::from(code.length);
    }

    /// Writes the whole bytes of what is held.
    pub(super) fn flush(&mut self) {
        if let Some(place) = self.bytes.get_mut(self.at..).and_then(|rest| rest.first_chunk_mut()) {
            *place = self.held.to_le_bytes();
        }
        let whole = self.count / 8;
        self.at += whole as usize;
        self.held >>= 8 * whole;
        self.count %= 8;
    }

    /// Writes a number in so many bits.
    pub(super) fn put(&mut self, bits: u32, length: u8) {
        self.hold(Code { bits, length });
        self.flush();
    }

    /// What was written, with these bytes after it.
    pub(super) fn written(&mut self, end: [u8; 4]) -> &[u8] {
        self.flush();
        self.at += usize::from(self.count > 0);
        (self.held, self.count) = (0, 0);
        self.reserve(0);
        if let Some(place) = self.bytes.get_mut(self.at..self.at + end.len()) {
            place.copy_from_slice(&end);
        }
        self.at += end.len();
        self.bytes.get(..self.at).unwrap_or_default()
    }

    /// The same; the memory goes with it.
    pub(super) fn into_written(mut self, end: [u8; 4]) -> Vec<u8> {
        let length = self.written(end).len();
        self.bytes.truncate(length);
        self.bytes
    }
}
