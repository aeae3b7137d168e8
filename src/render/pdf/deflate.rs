//! Deflate: the streams of a file made shorter.

use lopdf::Stream;
use zlib_rs::{Deflate, DeflateConfig, DeflateFlush, Status, Strategy, compress_bound};

use super::object::name;

/// For text and numbers. 9 takes longer and makes charts and tables no smaller.
pub(super) const LEVEL: u32 = 7;

/// Compressors: to make a new one costs more than to deflate a page.
pub(super) struct Compressors {
    usual: Deflate,
    /// Charstrings hardly repeat: the search for repeats takes four times as long as all else, and
    /// makes them shorter by a twentieth.
    charstrings: Deflate,
}

impl Compressors {
    pub(super) fn new() -> Compressors {
        let usual = DeflateConfig::new(i32::try_from(LEVEL).unwrap_or(i32::MAX));
        let charstrings = DeflateConfig { strategy: Strategy::HuffmanOnly, ..usual };
        let [usual, charstrings] = [usual, charstrings].map(Deflate::new_with_config);
        Compressors { usual, charstrings }
    }

    /// Deflates a stream; leaves as it is what could not be deflated.
    pub(super) fn deflate(&mut self, stream: &mut Stream) {
        let is_cff = stream.dict.get(b"Subtype").and_then(lopdf::Object::as_name);
        let compressor = match is_cff {
            Ok(b"CIDFontType0C") => &mut self.charstrings,
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
