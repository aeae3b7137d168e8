//! The manifest as the file `校验.json`.

use serde::{Deserialize, Serialize};

use super::{Manifest, Set};
use crate::bounds::MANIFEST;

/// The file's name.
pub(crate) const NAME: &str = "校验.json";

/// What somebody reads who opens the file.
const REMARK: &str =
    "这是这个文件夹里各套文件的清单，nianbao verify 用它核验；不要改，不要公开，不随报告送出";

/// The version of the format.
const VERSION: u32 = 1;

/// A file that is larger is not read; that of a set has 10 KB.
const MOST_BYTES: usize = MANIFEST.size();

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is no such file, or not whole: from this line on.
    Damaged(usize),
    /// It is larger than the bound of such a file.
    TooLarge(u64),
    /// It was changed: what it bears is not the hash of its sets.
    Changed,
    /// A later version of the program wrote it.
    Newer,
}

/// What the remark has of the command that reads the file.
const MARK: &[u8] = b"nianbao verify";

/// Whether the program wrote a file of this name: one that is damaged, or was edited, too.
pub(super) fn is_ours(bytes: &[u8]) -> bool {
    bytes.is_empty() || bytes.windows(MARK.len()).any(|part| part == MARK)
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "说明", default)]
    remark: String,
    format: u32,
    sets: Vec<Set>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    departments: Vec<String>,
    /// The hash of the sets, and of the departments where there are some.
    hash: String,
}

/// The version alone: the rest may have another form in a later one.
#[derive(Deserialize)]
struct Version {
    format: u32,
}

impl Manifest {
    /// As the file: the same bytes each time.
    pub(super) fn to_json(&self) -> Vec<u8> {
        let file = File {
            remark: REMARK.to_owned(),
            format: VERSION,
            sets: self.sets.clone(),
            departments: self.departments.clone(),
            hash: self.hash(),
        };
        // Texts, numbers and lists of them can always be written.
        let mut bytes = serde_json::to_vec_pretty(&file).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// When it is not as it was written.
    pub(super) fn from_json(bytes: &[u8]) -> Result<Manifest, Unreadable> {
        if bytes.len() > MOST_BYTES {
            return Err(Unreadable::TooLarge(bytes.len() as u64));
        }
        let damaged = |error: serde_json::Error| Unreadable::Damaged(error.line());
        let version: Version = serde_json::from_slice(bytes).map_err(damaged)?;
        if version.format > VERSION {
            return Err(Unreadable::Newer);
        }
        let file: File = serde_json::from_slice(bytes).map_err(damaged)?;
        let manifest = Manifest { sets: file.sets, departments: file.departments };
        if manifest.hash() != file.hash {
            return Err(Unreadable::Changed);
        }
        Ok(manifest)
    }

    fn hash(&self) -> String {
        match self.departments.as_slice() {
            [] => super::hash_of(&self.sets),
            departments => super::hash_of(&(&self.sets, departments)),
        }
    }
}
