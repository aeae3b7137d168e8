//! What was read of a project, by the hashes of its bytes: what a report was made from.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Files, FontData, Origin, disk};
use crate::bounds::WORKBOOK_FILE;
use crate::hash::{hex, sha256};

/// Bytes of a font file that its hash is taken of: they hold its table directory, which has a checksum
/// of each table.
const FONT_HEAD: u64 = 8192;

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Where a font comes from; other files are the project's.
    pub(crate) origin: Origin,
    /// The SHA-256 of its bytes, of a font that of its length and its directory.
    pub(crate) sha256: String,
}

/// What was read so far; the copies of [`Files`] share it. By default nothing is noted.
#[derive(Debug, Clone, Default)]
pub(super) struct Record(Option<Arc<Mutex<BTreeMap<String, Seen>>>>);

impl Record {
    fn note(&self, path: &str, seen: impl FnOnce() -> Option<Seen>) {
        if let Some(record) = &self.0
            && let Some(seen) = seen()
        {
            record.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), seen);
        }
    }

    /// Notes the bytes of a file of the project.
    pub(super) fn note_bytes(&self, path: &str, bytes: &[u8]) {
        self.note(path, || Some(Seen { origin: Origin::Project, sha256: hex(&sha256([bytes])) }));
    }

    /// Notes a font file that was opened.
    pub(super) fn note_font(&self, path: &str, origin: Origin, file: &mut File) {
        self.note(path, || {
            let sha256 = font_hash(file).ok()?;
            Some(Seen { origin, sha256 })
        });
    }
}

/// The hash of the length and the table directory of a font file: the whole of it is ten times what a
/// report reads. The file is left at its beginning.
fn font_hash(file: &mut File) -> io::Result<String> {
    let length = file.metadata()?.len();
    let mut head = Vec::with_capacity(usize::try_from(length.min(FONT_HEAD)).unwrap_or_default());
    (&mut *file).take(FONT_HEAD).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(hex(&sha256([length.to_le_bytes().as_slice(), &head])))
}

impl Files {
    /// The same files, of which it is noted from now on what is read.
    #[must_use]
    pub fn recorded(mut self) -> Files {
        self.record = Record(Some(Arc::default()));
        self
    }

    /// Whether it is noted what is read.
    pub(crate) fn is_recorded(&self) -> bool {
        self.record.0.is_some()
    }

    /// The project's own files that were read, and the fonts of other folders, by their paths.
    pub(crate) fn seen(&self) -> BTreeMap<String, Seen> {
        let record = self.record.0.as_ref();
        record
            .map(|record| record.lock().unwrap_or_else(PoisonError::into_inner).clone())
            .unwrap_or_default()
    }

    /// What a file is by now, as it would be noted; none where it cannot be read, or is built in.
    pub(crate) fn seen_now(&self, path: &str, origin: Option<Origin>) -> Option<Seen> {
        let Some(name) = path.strip_prefix("fonts/").filter(|_| origin.is_some()) else {
            let bytes = disk::bytes(self.root()?, path, &WORKBOOK_FILE).ok()?;
            return Some(Seen { origin: Origin::Project, sha256: hex(&sha256([&*bytes])) });
        };
        let files = Files { record: Record(Some(Arc::default())), ..self.clone() };
        match files.open_font(name).ok()? {
            FontData::File(_) => files.seen().remove(path),
            FontData::Static(_) => None,
        }
    }
}
