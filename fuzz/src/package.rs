//! Zip files of office programs, of the parts that an input gives.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The parts of a package, by name, in its order.
pub fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.push((part.name().unwrap().to_string(), content));
    }
    parts
}

/// A package: the parts of `base`, with those of the input in their place. The input is a list of
/// parts, each `\0name\0content`; an input that begins with `PK` is a package itself.
///
/// So a change of a byte changes the text of a part, not a deflated stream with its checksum.
pub fn package(base: &[(String, Vec<u8>)], input: &[u8]) -> Vec<u8> {
    if input.starts_with(b"PK") {
        return input.to_vec();
    }
    let mut parts = base.to_vec();
    let mut pieces = input.split(|byte| *byte == 0).skip(1);
    while let (Some(name), Some(content)) = (pieces.next(), pieces.next()) {
        let name = String::from_utf8_lossy(name).into_owned();
        match parts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = content.to_vec(),
            None => parts.push((name, content.to_vec())),
        }
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        if writer.start_file(name, options).is_ok() {
            writer.write_all(&content).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}
