//! Deflate without repeats (RFC 1951 in the wrapping of RFC 1950): each byte gets a code that is the
//! shorter the more often the byte is there.
//!
//! zlib can do this too, but passes each byte through its window first, which takes three times as
//! long. One block holds all: charstrings are alike from the first to the last.

use zlib_rs::adler32::adler32;

/// The symbol that ends a block, after those of the bytes.
const END: usize = 256;

const SYMBOLS: usize = END + 1;

/// Bits of the longest code, of the 15 that the format allows: four codes and what is left of a byte
/// fit into 64 bits.
const LONGEST: u8 = 14;

/// Bytes of all codes' lengths and of what stands around them.
const HEAD: usize = 160;

/// Packs some bytes.
pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let lengths = lengths(counts(bytes));
    let codes = codes(&lengths);
    // A code may be longer than the byte that it stands for.
    let most = bytes.len() / 8 * usize::from(LONGEST) + usize::from(LONGEST);
    let mut out = Bits { bytes: vec![0; HEAD + most], at: 0, held: 0, count: 0 };
    // Deflate, a window of 32 kB; the only block, with codes of its own.
    out.put(0x9c78, 16);
    out.put(0b101, 3);
    // 257 codes of bytes, and, as zlib has them, two of distances, of which none is used.
    out.put(0, 5);
    out.put(1, 5);
    // The lengths of codes are written in four bits each: those are the codes of 0 to 15, and there are
    // none of repeats (16, 17, 18, which stand first).
    out.put(15, 4);
    (0..19).for_each(|place| out.put(if place < 3 { 0 } else { 4 }, 3));
    lengths.iter().chain(&[1, 1]).for_each(|length| out.put(reversed(u32::from(*length), 4), 4));
    let mut fours = bytes.chunks_exact(4);
    for four in &mut fours {
        for byte in four {
            out.hold(codes[usize::from(*byte)]);
        }
        out.flush();
    }
    for byte in fours.remainder() {
        out.hold(codes[usize::from(*byte)]);
    }
    out.flush();
    out.hold(codes[END]);
    let mut packed = out.finish();
    packed.extend(adler32(1, bytes).to_be_bytes());
    packed
}

/// A code, the bit that is written first being the lowest, and how many bits it has.
#[derive(Debug, Clone, Copy, Default)]
struct Code {
    bits: u32,
    length: u8,
}

/// Bits that are written.
struct Bits {
    /// As many as may be needed.
    bytes: Vec<u8>,
    at: usize,
    held: u64,
    count: u32,
}

impl Bits {
    fn hold(&mut self, code: Code) {
        self.held |= u64::from(code.bits) << self.count;
        self.count += u32::from(code.length);
    }

    /// Writes the whole bytes of what is held.
    fn flush(&mut self) {
        if let Some(place) = self.bytes.get_mut(self.at..self.at + 8) {
            place.copy_from_slice(&self.held.to_le_bytes());
        }
        let whole = self.count / 8;
        self.at += whole as usize;
        self.held >>= 8 * whole;
        self.count %= 8;
    }

    fn put(&mut self, bits: u32, length: u8) {
        self.hold(Code { bits, length });
        self.flush();
    }

    fn finish(mut self) -> Vec<u8> {
        self.flush();
        self.bytes.truncate(self.at + usize::from(self.count > 0));
        self.bytes
    }
}

/// How often each symbol is there.
fn counts(bytes: &[u8]) -> [u32; SYMBOLS] {
    // In turns: to count up what was just counted up has to wait for it.
    let mut turns = [[0_u32; 256]; 4];
    let mut fours = bytes.chunks_exact(4);
    for four in &mut fours {
        for (turn, byte) in turns.iter_mut().zip(four) {
            turn[usize::from(*byte)] += 1;
        }
    }
    for byte in fours.remainder() {
        turns[0][usize::from(*byte)] += 1;
    }
    let mut counts = [0; SYMBOLS];
    for (symbol, count) in counts.iter_mut().take(256).enumerate() {
        *count = turns.iter().map(|turn| turn[symbol]).sum();
    }
    counts[END] = 1;
    // A code needs two symbols.
    counts[0] = counts[0].max(1);
    counts
}

/// How many bits the code of each symbol has: Huffman's, of counts that are made more alike while a
/// code is too long.
fn lengths(mut counts: [u32; SYMBOLS]) -> [u8; SYMBOLS] {
    loop {
        let lengths = depths(&counts);
        if lengths.iter().all(|length| *length <= LONGEST) {
            return lengths;
        }
        for count in counts.iter_mut().filter(|count| **count > 0) {
            *count = *count / 2 + 1;
        }
    }
}

/// How deep each symbol stands in Huffman's tree.
fn depths(counts: &[u32; SYMBOLS]) -> [u8; SYMBOLS] {
    let mut leaves: Vec<(u32, usize)> = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(symbol, count)| (*count, symbol))
        .collect();
    leaves.sort_unstable();
    // Leaves by their count, then the nodes above them, which come in the order of theirs.
    let mut weights: Vec<u64> = leaves.iter().map(|(count, _)| u64::from(*count)).collect();
    let total = 2 * leaves.len() - 1;
    let mut parents = vec![0; total];
    let (mut leaf, mut node) = (0, leaves.len());
    for above in leaves.len()..total {
        let mut weight = 0;
        for _ in 0..2 {
            let is_leaf =
                leaf < leaves.len() && (node >= weights.len() || weights[leaf] <= weights[node]);
            let least = if is_leaf { &mut leaf } else { &mut node };
            parents[*least] = above;
            weight += weights[*least];
            *least += 1;
        }
        weights.push(weight);
    }
    let mut depths = vec![0_u8; total];
    for at in (0..total - 1).rev() {
        depths[at] = depths[parents[at]].saturating_add(1);
    }
    let mut lengths = [0; SYMBOLS];
    for ((_, symbol), depth) in leaves.iter().zip(depths) {
        lengths[*symbol] = depth;
    }
    lengths
}

/// The codes of these lengths: counted up in the order of the lengths, then of the symbols.
fn codes(lengths: &[u8; SYMBOLS]) -> [Code; SYMBOLS] {
    let mut codes = [Code::default(); SYMBOLS];
    let mut next = 0;
    for length in 1..=LONGEST {
        for (code, _) in codes.iter_mut().zip(lengths).filter(|(_, its)| **its == length) {
            *code = Code { bits: reversed(next, length), length };
            next += 1;
        }
        next <<= 1;
    }
    codes
}

/// The last bits of a number in the order in which codes are written, the highest first.
fn reversed(number: u32, bits: u8) -> u32 {
    number.reverse_bits() >> (32 - u32::from(bits))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::ZlibDecoder;
    use proptest::prelude::*;

    use super::*;

    fn unpacked(packed: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        ZlibDecoder::new(packed).read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_was_packed_is_unpacked_by_others() {
        let all: Vec<u8> = (0..=255).collect();
        // Counts like those of Fibonacci make the deepest tree.
        let (mut one, mut other, mut deep) = (1, 1, Vec::new());
        for symbol in 0..24 {
            deep.extend(vec![symbol; one]);
            (one, other) = (other, one + other);
        }
        for bytes in [&[][..], &[0], &[7], &[255; 1000], b"abracadabra", &all, &deep] {
            assert_eq!(unpacked(&packed(bytes)), bytes, "{} bytes", bytes.len());
        }
    }

    #[test]
    fn frequent_bytes_have_short_codes() {
        let bytes: Vec<u8> = (0..80_000).map(|i: u32| (i % 97 % 7 * (i % 3)) as u8).collect();
        assert!(packed(&bytes).len() < bytes.len() / 2);
        let noise: Vec<u8> = (0..=255).cycle().take(80_000).collect();
        assert!(packed(&noise).len() < noise.len() * 17 / 16 + HEAD);
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(bytes in prop::collection::vec(prop_oneof![Just(0), 0..4_u8, any::<u8>()], 0..3000)) {
            prop_assert_eq!(unpacked(&packed(&bytes)), bytes);
        }
    }
}
