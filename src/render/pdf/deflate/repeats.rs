//! What of some bytes was there before, not far back (RFC 1951, 4).

use std::fmt;
use std::mem::replace;

use super::block::{MOST, Part};

/// Bytes by which a repeat is found. A shorter one is rarely shorter than the bytes themselves.
const LEAST: usize = 4;

/// How far back a repeat may stand.
const WINDOW: usize = 32_768;

/// Bits of a slot's number.
const BITS: u32 = 15;

/// Parts that are handed out at once.
const PARTS: usize = 16_384;

/// Takes bytes apart into repeats and what stands between them. Of each four bytes only the last place
/// is known: to try several would take longer than all else.
pub(super) struct Repeats {
    /// Where four bytes stood last, by their hash.
    places: Box<[u32; 1 << BITS]>,
    /// What places are counted from: those of bytes that were taken apart before are smaller.
    base: usize,
    parts: Vec<Part>,
}

impl fmt::Debug for Repeats {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Repeats").field("base", &self.base).finish_non_exhaustive()
    }
}

impl Repeats {
    pub(super) fn new() -> Repeats {
        let places = Box::new([0; 1 << BITS]);
        Repeats { places, base: 1, parts: Vec::with_capacity(PARTS) }
    }

    /// Takes bytes apart. The parts are handed out piece by piece, and with each whether it is the last.
    pub(super) fn find(&mut self, bytes: &[u8], mut take: impl FnMut(&[Part], bool)) {
        if self.base.saturating_add(bytes.len()) > u32::MAX as usize {
            self.places.fill(0);
            self.base = 1;
        }
        let base = self.base;
        self.base += bytes.len();
        let mut at = 0;
        while let Some(four) = four(bytes, at) {
            let before = self.put(four, base + at).wrapping_sub(base);
            // Asked together: which of them is not so changes from byte to byte, and a processor that
            // guesses wrong loses more time than the questions take.
            let is_near = (before < at) & (at.wrapping_sub(before) <= WINDOW);
            let is_same = self::four(bytes, before.min(at)) == Some(four);
            if is_near & is_same {
                let length = LEAST + same(bytes, before + LEAST, at + LEAST);
                self.parts.push(Part::repeat(length, at - before));
                for inside in at + 1..at + length {
                    if let Some(four) = self::four(bytes, inside) {
                        self.put(four, base + inside);
                    }
                }
                at += length;
            } else {
                self.parts.push(Part::byte(bytes[at]));
                at += 1;
            }
            if self.parts.len() == PARTS {
                take(&self.parts, false);
                self.parts.clear();
            }
        }
        self.parts.extend(bytes.iter().skip(at).map(|byte| Part::byte(*byte)));
        take(&self.parts, true);
        self.parts.clear();
    }

    /// Notes the place of four bytes, and gives the one that was noted before.
    fn put(&mut self, four: u32, place: usize) -> usize {
        let slot = four.wrapping_mul(0x9e37_79b1) >> (u32::BITS - BITS);
        replace(&mut self.places[slot as usize], place as u32) as usize
    }
}

/// Four bytes as one number.
fn four(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*four))
}

/// How many bytes more are the same from two places on, up to the longest repeat.
fn same(bytes: &[u8], before: usize, at: usize) -> usize {
    let most = (MOST - LEAST).min(bytes.len() - at);
    let (one, other) = (&bytes[before..before + most], &bytes[at..at + most]);
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
impl Repeats {
    /// As after so many bytes that a few more have no number.
    pub(super) fn near_its_end() -> Repeats {
        let mut repeats = Repeats::new();
        repeats.base = u32::MAX as usize - 100;
        repeats.places.fill(u32::MAX - 200);
        repeats
    }
}
