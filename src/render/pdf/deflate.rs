//! Deflate: the streams of a file made shorter (RFC 1951 in the wrapping of RFC 1950).

mod bits;
mod block;
mod huffman;
mod repeats;
#[cfg(test)]
mod tests;

use std::mem;

use lopdf::{Object, Stream};
use zlib_rs::adler32::adler32;

use super::object::name;

use bits::Bits;
use block::Counts;
use repeats::Repeats;

/// What streams are deflated with, one after the other: its memory is asked for once.
#[derive(Debug)]
pub(super) struct Packer {
    repeats: Repeats,
    out: Bits,
}

/// Deflate with a window of 32 kB, by a compressor that does not take its time.
const HEAD: u32 = 0x5e78;

/// Whether a stream is a program of a font.
pub(super) fn is_program(stream: &Stream) -> bool {
    // Only such programs have the length of a part.
    holds_charstrings(stream) || stream.dict.has(b"Length1")
}

/// Whether a stream is a program of a font whose outlines are charstrings.
fn holds_charstrings(stream: &Stream) -> bool {
    matches!(stream.dict.get(b"Subtype").and_then(Object::as_name), Ok(b"CIDFontType0C"))
}

/// Bytes from which on memory is given away with what was packed.
const LONG: usize = 65_536;

impl Packer {
    pub(super) fn new() -> Packer {
        Packer { repeats: Repeats::new(), out: Bits::default() }
    }

    /// Deflates a stream.
    pub(super) fn deflate(&mut self, stream: &mut Stream) {
        // Charstrings hardly repeat: the search for repeats would take three times as long as all
        // else, and make them shorter by a twentieth.
        let packed = match holds_charstrings(stream) {
            true => packed_bytes(&stream.content),
            false => self.packed(&stream.content),
        };
        stream.dict.set("Filter", name("FlateDecode"));
        stream.set_content(packed);
    }

    /// Packs some bytes.
    fn packed(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.out.clear();
        begin(&mut self.out);
        let out = &mut self.out;
        self.repeats.find(bytes, |parts, is_last| {
            let codes = block::begin(out, &Counts::of_parts(parts), is_last);
            codes.write_parts(out, parts);
            codes.end(out);
        });
        let checksum = adler32(1, bytes).to_be_bytes();
        // What is long is not held twice.
        match self.out.length() < LONG {
            true => self.out.written(checksum).to_vec(),
            false => mem::take(&mut self.out).into_written(checksum),
        }
    }
}

/// Packs bytes of which none repeat, in one block: they are alike from the first to the last.
fn packed_bytes(bytes: &[u8]) -> Vec<u8> {
    let counts = Counts::of_bytes(bytes);
    let mut out = Bits::default();
    begin(&mut out);
    let codes = block::begin(&mut out, &counts, true);
    codes.write_bytes(&mut out, bytes);
    codes.end(&mut out);
    out.into_written(adler32(1, bytes).to_be_bytes())
}

fn begin(out: &mut Bits) {
    out.reserve(16);
    out.put(HEAD, 16);
}

/// Streams deflated one after the other; of each whether it holds charstrings.
#[cfg(fuzzing)]
pub(crate) fn deflated(streams: &[(&[u8], bool)]) -> Vec<Vec<u8>> {
    let mut packer = Packer::new();
    let mut pack = |&(content, is_charstrings): &(&[u8], bool)| {
        let mut stream = Stream::new(lopdf::Dictionary::new(), content.to_vec());
        if is_charstrings {
            stream.dict.set("Subtype", name("CIDFontType0C"));
        }
        packer.deflate(&mut stream);
        stream.content
    };
    streams.iter().map(&mut pack).collect()
}
