//! A block of deflate with codes of its own (RFC 1951, 3.2.7).

use super::bits::{Bits, Code};
use super::huffman::{codes, lengths};

/// The symbol that ends a block, after those of the bytes and before those of repeats.
const END: usize = 256;

/// Bytes, the end, and the lengths of repeats.
pub(super) const SYMBOLS: usize = 286;

/// How far back repeats reach.
pub(super) const DISTANCES: usize = 30;

/// Bits of the longest code, of the 15 that the format allows: four codes of bytes, or a repeat, and
/// what is left of a byte fit into 64 bits.
const LONGEST: u8 = 14;

/// The shortest repeat that the format knows, and the longest.
pub(super) const SHORTEST: usize = 3;
pub(super) const MOST: usize = 258;

/// Bits that the head of a block takes at most.
const HEAD: usize = 3 + 14 + 19 * 3 + (SYMBOLS + DISTANCES) * 14;

/// A byte, or a repeat: how long it is and how far back it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part(u32);

/// What a part is that is a repeat.
const REPEAT: u32 = 1 << 31;

impl Part {
    pub(super) fn byte(byte: u8) -> Part {
        Part(byte.into())
    }

    /// A repeat of 3 to 258 bytes, 1 to 32,768 bytes back.
    pub(super) fn repeat(length: usize, distance: usize) -> Part {
        Part(REPEAT | ((length - SHORTEST) as u32) << 16 | (distance - 1) as u32)
    }

    /// The lengths and the distance of a repeat as they are counted from their smallest on.
    fn as_repeat(self) -> Option<(u32, u32)> {
        (self.0 & REPEAT != 0).then_some((self.0 >> 16 & 0xff, self.0 & 0x7fff))
    }
}

/// The symbol of a repeat's length, and how many bits follow it.
fn length_symbol(length: u32) -> (usize, u8) {
    match length {
        0..8 => (257 + length as usize, 0),
        255 => (285, 0),
        _ => {
            let more = length.ilog2() - 2;
            (257 + (4 * (more + 1) + (length >> more & 3)) as usize, more as u8)
        }
    }
}

/// The same of a distance.
fn distance_symbol(distance: u32) -> (usize, u8) {
    match distance {
        0..4 => (distance as usize, 0),
        _ => {
            let more = distance.ilog2() - 1;
            ((2 * (more + 1) + (distance >> more & 1)) as usize, more as u8)
        }
    }
}

/// How often each symbol is there.
#[derive(Debug)]
pub(super) struct Counts {
    symbols: [u32; SYMBOLS],
    distances: [u32; DISTANCES],
    /// Bits that follow the symbols.
    more: usize,
}

impl Counts {
    /// Counts parts.
    pub(super) fn of_parts(parts: &[Part]) -> Counts {
        let mut counts = Counts { symbols: [0; SYMBOLS], distances: [0; DISTANCES], more: 0 };
        for part in parts {
            match part.as_repeat() {
                None => counts.symbols[part.0 as usize & 0xff] += 1,
                Some((length, distance)) => {
                    let ((length, more), (distance, further)) =
                        (length_symbol(length), distance_symbol(distance));
                    counts.symbols[length] += 1;
                    counts.distances[distance] += 1;
                    counts.more += usize::from(more) + usize::from(further);
                }
            }
        }
        counts.symbols[END] = 1;
        counts
    }

    /// Counts bytes.
    pub(super) fn of_bytes(bytes: &[u8]) -> Counts {
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
        let mut symbols = [0; SYMBOLS];
        for (symbol, count) in symbols.iter_mut().take(256).enumerate() {
            *count = turns.iter().map(|turn| turn[symbol]).sum();
        }
        symbols[END] = 1;
        Counts { symbols, distances: [0; DISTANCES], more: 0 }
    }
}

/// The codes of a block.
pub(super) struct Codes {
    symbols: [Code; SYMBOLS],
    distances: [Code; DISTANCES],
}

/// Begins a block whose symbols are there so often; `is_last` says whether another one follows.
pub(super) fn begin(out: &mut Bits, counts: &Counts, is_last: bool) -> Codes {
    let symbols = lengths(counts.symbols, LONGEST);
    let distances = lengths(counts.distances, LONGEST);
    let bits = |counts: &[u32], lengths: &[u8]| -> usize {
        counts.iter().zip(lengths).map(|(count, bits)| *count as usize * usize::from(*bits)).sum()
    };
    let body = bits(&counts.symbols, &symbols) + bits(&counts.distances, &distances) + counts.more;
    out.reserve(HEAD + body);
    out.put(u32::from(is_last) | 0b100, 3);
    head(out, &symbols, &distances);
    Codes { symbols: codes(&symbols), distances: codes(&distances) }
}

impl Codes {
    /// Writes parts.
    pub(super) fn write_parts(&self, out: &mut Bits, parts: &[Part]) {
        for part in parts {
            match part.as_repeat() {
                None => out.hold(self.symbols[part.0 as usize & 0xff]),
                Some((length, distance)) => {
                    let (symbol, more) = length_symbol(length);
                    out.hold(self.symbols[symbol]);
                    out.hold(lowest(length, more));
                    let (symbol, more) = distance_symbol(distance);
                    out.hold(self.distances[symbol]);
                    out.hold(lowest(distance, more));
                }
            }
            out.flush();
        }
    }

    /// Writes bytes.
    pub(super) fn write_bytes(&self, out: &mut Bits, bytes: &[u8]) {
        let mut fours = bytes.chunks_exact(4);
        for four in &mut fours {
            for byte in four {
                out.hold(self.symbols[usize::from(*byte)]);
            }
            out.flush();
        }
        for byte in fours.remainder() {
            out.hold(self.symbols[usize::from(*byte)]);
        }
        out.flush();
    }

    /// Ends the block.
    pub(super) fn end(&self, out: &mut Bits) {
        out.hold(self.symbols[END]);
        out.flush();
    }
}

/// The lowest bits of a number as a code.
fn lowest(number: u32, length: u8) -> Code {
    Code { bits: number & ((1 << length) - 1), length }
}

/// Symbols by which the lengths of codes are written: the lengths, the last one 3 to 6 times more, 0
/// 3 to 10 times and 11 to 138 times.
const WRITTEN: usize = 19;
const AGAIN: u8 = 16;
const ZEROS: u8 = 17;
const MANY_ZEROS: u8 = 18;

/// In which order the lengths of their own codes are written.
const ORDER: [usize; WRITTEN] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Writes which codes a block has.
fn head(out: &mut Bits, symbols: &[u8; SYMBOLS], distances: &[u8; DISTANCES]) {
    let used = |lengths: &[u8], least: usize| {
        lengths.iter().rposition(|length| *length > 0).map_or(least, |last| least.max(last + 1))
    };
    let (symbols_used, distances_used) = (used(symbols, END + 1), used(distances, 1));
    let lengths_used: Vec<u8> = symbols
        .iter()
        .take(symbols_used)
        .chain(distances.iter().take(distances_used))
        .copied()
        .collect();
    let written = runs(&lengths_used);
    let mut counts = [0; WRITTEN];
    for (symbol, ..) in &written {
        counts[usize::from(*symbol)] += 1;
    }
    let own = lengths(counts, 7);
    let ordered = ORDER.map(|symbol| own[symbol]);
    let ordered_used = used(&ordered, 4);
    out.put((symbols_used - 257) as u32, 5);
    out.put((distances_used - 1) as u32, 5);
    out.put((ordered_used - 4) as u32, 4);
    ordered.iter().take(ordered_used).for_each(|length| out.put((*length).into(), 3));
    let own = codes(&own);
    for (symbol, more, length) in written {
        out.hold(own[usize::from(symbol)]);
        out.put(more, length);
    }
}

/// The lengths of codes with what repeats told by how often: symbols, each with what follows it in so
/// many bits.
fn runs(lengths: &[u8]) -> Vec<(u8, u32, u8)> {
    let mut written = Vec::with_capacity(lengths.len());
    for run in lengths.chunk_by(|one, next| one == next) {
        let (length, mut left) = (run[0], run.len());
        if length > 0 {
            written.push((length, 0, 0));
            left -= 1;
        }
        let (most, symbol) = if length > 0 { (6, AGAIN) } else { (138, MANY_ZEROS) };
        while left >= SHORTEST {
            let count = left.min(most);
            written.push(match symbol {
                AGAIN => (AGAIN, count as u32 - 3, 2),
                _ if count < 11 => (ZEROS, count as u32 - 3, 3),
                _ => (MANY_ZEROS, count as u32 - 11, 7),
            });
            left -= count;
        }
        written.extend(std::iter::repeat_n((length, 0, 0), left));
    }
    written
}
