//! Any streams → deflated as those of one PDF: another program inflates each to what it was.
//!
//! An input is one stream after the other, with `\0\0` between them; one that begins with `C` is deflated as
//! charstrings are, without a search for repeats.

#![no_main]

use libfuzzer_sys::fuzz_target;
use miniz_oxide::inflate::decompress_to_vec_zlib;
use nianbao::fuzzing::deflated;

/// How often a stream is repeated: what is longer than the window is deflated, too.
const TIMES: usize = 40;

fuzz_target!(|input: &[u8]| {
    let mut long = Vec::new();
    let mut streams = Vec::new();
    let mut rest = input;
    while let Some(end) = rest.windows(2).position(|pair| pair == [0, 0]) {
        streams.push(&rest[..end]);
        rest = &rest[end + 2..];
    }
    streams.push(rest);
    if rest.len() > 1_000 {
        long = rest.repeat(TIMES);
    }
    streams.push(&long);
    let streams: Vec<_> =
        streams.into_iter().map(|stream| (stream, stream.first() == Some(&b'C'))).collect();
    for ((stream, _), packed) in streams.iter().zip(deflated(&streams)) {
        assert_eq!(decompress_to_vec_zlib(&packed).ok().as_deref(), Some(*stream));
    }
});
