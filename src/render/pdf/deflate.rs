//! Deflate: the streams of a file made shorter.

mod huffman;

use lopdf::{Object, Stream};
use zlib_rs::{Deflate, DeflateConfig, DeflateFlush, Status, compress_bound};

use super::object::name;

/// For what pages show: 7 takes half as long again and makes it shorter by a fiftieth, 9 by no more.
pub(super) const LEVEL: u32 = 5;

/// For TrueType outlines: 7 takes two and a half times as long and makes them shorter by a thirtieth.
const OUTLINES: i32 = 2;

/// Compressors: to make a new one costs more than to deflate a page.
pub(super) struct Compressors {
    usual: Deflate,
    outlines: Deflate,
}

impl Compressors {
    pub(super) fn new() -> Compressors {
        let usual = DeflateConfig::new(i32::try_from(LEVEL).unwrap_or(i32::MAX));
        let outlines = DeflateConfig { level: OUTLINES, ..usual };
        let [usual, outlines] = [usual, outlines].map(Deflate::new_with_config);
        Compressors { usual, outlines }
    }

    /// Deflates a stream; leaves as it is what could not be deflated.
    pub(super) fn deflate(&mut self, stream: &mut Stream) {
        let packed = match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            // Charstrings hardly repeat: the search for repeats takes ten times as long as all else,
            // and makes them shorter by a twentieth.
            Ok(b"CIDFontType0C") => Some(huffman::packed(&stream.content)),
            // Only programs of fonts have the length of a part.
            _ if stream.dict.has(b"Length1") => packed(&mut self.outlines, &stream.content),
            _ => packed(&mut self.usual, &stream.content),
        };
        if let Some(packed) = packed {
            stream.dict.set("Filter", name("FlateDecode"));
            stream.set_content(packed);
        }
    }
}

fn packed(compressor: &mut Deflate, bytes: &[u8]) -> Option<Vec<u8>> {
    compressor.reset();
    let mut packed = vec![0; compress_bound(bytes.len())];
    let done = compressor.compress(bytes, &mut packed, DeflateFlush::Finish);
    let (Ok(Status::StreamEnd), Ok(length)) = (done, usize::try_from(compressor.total_out()))
    else {
        return None;
    };
    packed.truncate(length);
    Some(packed)
}
