//! Reading a package within limits.

use std::io::Cursor;

use flate2::{Crc, Decompress, FlushDecompress, Status};
use memchr::memmem::{self, Finder};
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::bounds::{PACKAGE_BYTES, PACKAGE_PARTS};

/// How many parts a package may have; a workbook of thirty sheets has about fifty.
const MOST_PARTS: usize = PACKAGE_PARTS.size();

/// How many bytes all parts may have together when unpacked.
const MOST_BYTES: u64 = PACKAGE_BYTES.most;

/// The first bytes of a compound file: .xls, .doc and .wps of old, and every package with a password.
const COMPOUND_FILE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The first bytes of a zip file.
const ZIP_FILE: [u8; 4] = *b"PK\x03\x04";

/// The parts of a package, unpacked.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    /// By name, without a slash before it; in the order of the zip file.
    parts: Vec<(String, Vec<u8>)>,
}

/// What is not read of a package, and stays packed.
#[derive(Debug)]
pub(crate) struct Unread {
    /// The parts in these folders; they are empty.
    pub(crate) folders: &'static [&'static str],
    /// Of each part, what follows the first of these start tags, which is closed at once.
    pub(crate) tags: &'static [&'static str],
}

/// Why a package is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Encrypted, with a password.
    Password,
    /// A compound file of older office programs: .xls, .doc, .et, .wps.
    CompoundFile,
    /// Nothing at all.
    Empty,
    /// No zip file: a text, a picture, something else that was renamed.
    NotPacked,
    /// Cut short or altered.
    Damaged,
    /// More parts than a package may have.
    TooManyParts {
        /// The limit.
        most: usize,
    },
    /// More bytes than a package may have when unpacked.
    TooLarge {
        /// The limit, in bytes.
        most: u64,
    },
    /// A part declares a document type, by which XML draws in other files; office programs write none.
    DocumentType,
}

/// Bytes of the parts of a package that would be unpacked, as its directory has them; none of what is no
/// package.
pub(crate) fn unpacked_size(bytes: &[u8], unread: &Unread) -> u64 {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return 0 };
    let parts = archive.len().min(MOST_PARTS);
    let size = |index| {
        let part = archive.by_index_raw(index).ok()?;
        let name = part.name().ok()?.trim_start_matches('/').to_owned();
        let is_read = !unread.folders.iter().any(|folder| name.starts_with(folder));
        is_read.then_some(part.size())
    };
    (0..parts).filter_map(size).fold(0, u64::saturating_add)
}

impl Package {
    /// Unpacks a package.
    ///
    /// # Errors
    /// When it is none, is damaged, has a password, or exceeds a limit.
    pub(crate) fn open(bytes: &[u8]) -> Result<Package, Refusal> {
        Package::open_without(bytes, &Unread { folders: &[], tags: &[] })
    }

    /// Unpacks what is read of a package.
    ///
    /// # Errors
    /// As above, but that what stays packed is not looked at.
    pub(crate) fn open_without(bytes: &[u8], unread: &Unread) -> Result<Package, Refusal> {
        if bytes.starts_with(&COMPOUND_FILE) {
            let has_password = contains(bytes, &utf16("EncryptedPackage"));
            return Err(if has_password { Refusal::Password } else { Refusal::CompoundFile });
        }
        if bytes.is_empty() {
            return Err(Refusal::Empty);
        }
        if !bytes.starts_with(&ZIP_FILE) {
            return Err(Refusal::NotPacked);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
        if archive.len() > MOST_PARTS {
            return Err(Refusal::TooManyParts { most: MOST_PARTS });
        }
        let mut left = MOST_BYTES;
        let mut parts = Vec::with_capacity(archive.len());
        // One for all parts: to make it costs more than to unpack a small one.
        let mut inflate = Decompress::new(false);
        let ends: Vec<Finder<'_>> = unread.tags.iter().map(Finder::new).collect();
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|error| refusal(&error))?;
            if part.is_dir() {
                continue;
            }
            let name =
                part.name().map_err(|error| refusal(&error))?.trim_start_matches('/').to_owned();
            left = left.checked_sub(part.size()).ok_or(Refusal::TooLarge { most: MOST_BYTES })?;
            if unread.folders.iter().any(|folder| name.starts_with(folder)) {
                parts.push((name, Vec::new()));
                continue;
            }
            let content = unpacked(&part, (bytes, &ends), &mut inflate)?;
            if is_xml(&name) && declares_type(&content) {
                return Err(Refusal::DocumentType);
            }
            parts.push((name, content));
        }
        Ok(Package { parts })
    }

    /// The bytes of a part; names of parts do not tell capitals from small letters.
    pub(crate) fn part(&self, name: &str) -> Option<&[u8]> {
        let found = self.parts.iter().find(|(part, _)| part.eq_ignore_ascii_case(name));
        found.map(|(_, content)| content.as_slice())
    }

    /// The names of all parts.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(name, _)| name.as_str())
    }
}

/// The content of a part of a package of these bytes. The size that it declares may be wrong, so no more
/// is unpacked than that.
fn unpacked(
    part: &ZipFile<'_, impl std::io::Read>,
    (package, ends): (&[u8], &[Finder<'_>]),
    inflate: &mut Decompress,
) -> Result<Vec<u8>, Refusal> {
    if part.encrypted() {
        return Err(Refusal::Password);
    }
    let number = |number: u64| usize::try_from(number).map_err(|_| Refusal::Damaged);
    let packed = part.data_start().and_then(|start| {
        let (start, length) = (number(start).ok()?, number(part.compressed_size()).ok()?);
        package.get(start..)?.get(..length)
    });
    let (packed, size) = (packed.ok_or(Refusal::Damaged)?, number(part.size())?);
    let content = match part.compression() {
        CompressionMethod::Stored => packed.to_vec(),
        CompressionMethod::Deflated => match inflated(packed, (size, ends), inflate)? {
            Inflated::Whole(content) => content,
            Inflated::UpTo(content) => return Ok(content),
        },
        _ => return Err(Refusal::Damaged),
    };
    let mut sum = Crc::new();
    sum.update(&content);
    match content.len() == size && sum.sum() == part.crc32() {
        true => Ok(content),
        false => Err(Refusal::Damaged),
    }
}

/// What was deflated.
enum Inflated {
    Whole(Vec<u8>),
    /// Up to a start tag.
    UpTo(Vec<u8>),
}

/// Inflates bytes to so many, or to the first of some start tags.
fn inflated(
    mut packed: &[u8],
    (size, ends): (usize, &[Finder<'_>]),
    inflate: &mut Decompress,
) -> Result<Inflated, Refusal> {
    /// What is inflated before the tags are looked for the first time.
    const FIRST: usize = 4096;
    inflate.reset(false);
    let mut content = Vec::new();
    loop {
        let known = content.len();
        let step = if ends.is_empty() { size } else { known.max(FIRST) };
        content.reserve_exact(step.min(size - known));
        let read = inflate.total_in();
        let status = inflate.decompress_vec(packed, &mut content, FlushDecompress::None);
        let read = usize::try_from(inflate.total_in() - read).map_err(|_| Refusal::Damaged)?;
        packed = packed.get(read..).unwrap_or_default();
        // It may have begun before.
        let starts = ends.iter().filter_map(|end| {
            let length = end.needle().len();
            let from = known.saturating_sub(length);
            Some(from + end.find(content.get(from..)?)? + length)
        });
        if let Some(end) = starts.min() {
            content.truncate(end);
            content.extend_from_slice(b"/>");
            return Ok(Inflated::UpTo(content));
        }
        match status {
            Ok(Status::StreamEnd) => return Ok(Inflated::Whole(content)),
            Ok(_) if known < content.len() && content.len() <= size => {}
            Ok(_) | Err(_) => return Err(Refusal::Damaged),
        }
    }
}

fn refusal(error: &ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::Password,
        _ => Refusal::Damaged,
    }
}

fn is_xml(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("xml") || ending.eq_ignore_ascii_case("rels")
}

/// Bytes at the beginning of a part among which a document type is looked for: it stands before the
/// first element. One further behind stops the reading of the part.
const HEAD: usize = 4096;

/// Whether a document type is declared, in the two encodings that XML must be read in.
fn declares_type(content: &[u8]) -> bool {
    let content = content.get(..HEAD).unwrap_or(content);
    let declaration = "<!DOCTYPE";
    contains(content, declaration.as_bytes())
        // In the other encoding every second byte of Latin letters is a zero.
        || content.contains(&0) && contains(content, &utf16(declaration))
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Whether some bytes hold others.
fn contains(bytes: &[u8], sought: &[u8]) -> bool {
    memmem::find(bytes, sought).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::pack;

    #[test]
    fn what_was_packed_is_unpacked() {
        let packed = pack(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<a/>")]);
        let package = Package::open(&packed.expect("packed")).expect("opened");
        assert_eq!(package.names().collect::<Vec<_>>(), ["[Content_Types].xml", "xl/workbook.xml"]);
        assert_eq!(package.part("XL/Workbook.xml"), Some(b"<a/>".as_slice()));
        assert_eq!(package.part("xl/other.xml"), None);
    }

    #[test]
    fn what_is_no_package_is_refused_by_its_kind() {
        let compound = |inside: &str| [COMPOUND_FILE.to_vec(), utf16(inside)].concat();
        let open = |bytes: &[u8]| Package::open(bytes).map(|_| ()).unwrap_err();
        assert_eq!(open(&compound("Workbook")), Refusal::CompoundFile);
        assert_eq!(open(&compound("EncryptedPackage")), Refusal::Password);
        assert_eq!(open("指标,数值\n".as_bytes()), Refusal::NotPacked);
        assert_eq!(open(b""), Refusal::Empty);
        let whole = pack(&[("a.xml", b"<a>text</a>")]).expect("packed");
        for end in 4..whole.len() {
            assert_eq!(open(&whole[..end]), Refusal::Damaged, "{end}");
        }
    }

    #[test]
    fn a_part_that_is_not_as_large_as_it_declares_is_damaged() {
        let content = vec![b' '; 1 << 20];
        let packed = pack(&[("a.bin", content.as_slice())]).expect("packed");
        let size = (1_u32 << 20).to_le_bytes();
        let declared: Vec<usize> =
            (0..packed.len() - 4).filter(|at| packed[*at..][..4] == size).collect();
        assert_eq!(declared.len(), 2);
        for wrong in [0_u32, 100, (1 << 20) - 1, (1 << 20) + 1] {
            let mut altered = packed.clone();
            for at in &declared {
                altered[*at..][..4].copy_from_slice(&wrong.to_le_bytes());
            }
            assert_eq!(Package::open(&altered).map(|_| ()), Err(Refusal::Damaged), "{wrong}");
        }
    }

    #[test]
    fn a_package_that_unpacks_to_too_much_is_refused() {
        let zeros = vec![b' '; 30 << 20];
        let packed = pack(&[("a.bin", zeros.as_slice()), ("b.bin", zeros.as_slice())]);
        let refused = Package::open(&packed.expect("packed")).map(|_| ());
        assert_eq!(refused, Err(Refusal::TooLarge { most: MOST_BYTES }));
        let names: Vec<String> = (0..=MOST_PARTS).map(|number| format!("{number}.bin")).collect();
        let parts: Vec<(&str, &[u8])> =
            names.iter().map(|name| (name.as_str(), [].as_slice())).collect();
        let refused = Package::open(&pack(&parts).expect("packed")).map(|_| ());
        assert_eq!(refused, Err(Refusal::TooManyParts { most: MOST_PARTS }));
    }

    #[test]
    fn a_part_that_declares_a_document_type_is_refused() {
        let entity =
            r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>"#;
        for content in [entity.as_bytes().to_vec(), utf16(entity)] {
            let packed = pack(&[("word/document.xml", content.as_slice())]).expect("packed");
            let refused = Package::open(&packed).map(|_| ());
            assert_eq!(refused, Err(Refusal::DocumentType));
        }
    }
}
