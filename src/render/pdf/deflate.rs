//! Deflate: the streams of a file made shorter.

use lopdf::{Object, Stream};
use zlib_rs::{Deflate, DeflateConfig, DeflateFlush, Status, Strategy, compress_bound};

use super::object::name;

/// For what pages show: 9 takes longer and makes it no shorter.
pub(super) const LEVEL: u32 = 7;

/// For TrueType outlines: 7 takes two and a half times as long and makes them shorter by a thirtieth.
const OUTLINES: i32 = 2;

/// Compressors: to make a new one costs more than to deflate a page.
pub(super) struct Compressors {
    usual: Deflate,
    outlines: Deflate,
    /// Charstrings hardly repeat: the search for repeats takes three times as long as all else, and
    /// makes them shorter by a twentieth.
    charstrings: Deflate,
}

impl Compressors {
    pub(super) fn new() -> Compressors {
        let usual = DeflateConfig::new(i32::try_from(LEVEL).unwrap_or(i32::MAX));
        let charstrings = DeflateConfig { strategy: Strategy::HuffmanOnly, ..usual };
        let outlines = DeflateConfig { level: OUTLINES, ..usual };
        let [usual, outlines, charstrings] =
            [usual, outlines, charstrings].map(Deflate::new_with_config);
        Compressors { usual, outlines, charstrings }
    }

    /// Deflates a stream; leaves as it is what could not be deflated.
    pub(super) fn deflate(&mut self, stream: &mut Stream) {
        let compressor = match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"CIDFontType0C") => &mut self.charstrings,
            // Only programs of fonts have the length of a part.
            _ if stream.dict.has(b"Length1") => &mut self.outlines,
            _ => &mut self.usual,
        };
        compressor.reset();
        let mut bytes = vec![0; compress_bound(stream.content.len())];
        let done = compressor.compress(&stream.content, &mut bytes, DeflateFlush::Finish);
        let length = usize::try_from(compressor.total_out());
        if let (Ok(Status::StreamEnd), Ok(length)) = (done, length) {
            bytes.truncate(length);
            stream.dict.set("Filter", name("FlateDecode"));
            stream.set_content(bytes);
        }
    }
}
