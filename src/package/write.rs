//! Writing a package.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Packs parts, in the order given; `[Content_Types].xml` comes first. The same parts always give
/// the same bytes: no clock is asked, and every part bears the first day that a zip file knows.
///
/// # Errors
/// When two parts have one name, or a part is larger than a zip file can hold.
pub(crate) fn pack(parts: &[(&str, &[u8])]) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, options)?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}
