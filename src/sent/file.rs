//! The text as it was sent as a file: kept beside the document, and read when that comes back.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Role, Sent, SentParagraph, Subject};
use crate::bounds::KEPT_TEXT;

/// How the file's name ends: `年报.底稿.json` beside `年报.docx`. No program that publishes a folder
/// takes such a name for a report's.
pub(crate) const ENDING: &str = "底稿.json";

/// The name under which a kept text stays that another takes the place of: a document that was sent
/// before may still come back. None where it is no such text.
pub(crate) fn earlier_name(name: &str, held: &[u8]) -> Option<String> {
    let stem = name.strip_suffix(ENDING)?;
    let hash = Sent::from_json(held).ok()?.hash();
    let (start, ending) = ENDING.split_once('.')?;
    Some(format!("{stem}{start}-{}.{ending}", hash.get(..8)?))
}

/// Whether a file bears the name of a kept text, the last one or an earlier one.
pub(crate) fn is_kept_name(name: &str) -> bool {
    let (start, ending) = ENDING.split_once('.').unwrap_or((ENDING, ""));
    let Some(name) = name.strip_suffix(ending).and_then(|name| name.strip_suffix('.')) else {
        return false;
    };
    let word = name.rsplit_once('.').map_or("", |(_, word)| word);
    let hash = word.strip_prefix(start).map(|rest| rest.strip_prefix('-').unwrap_or(rest));
    hash.is_some_and(|hash| {
        [0, 8].contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// What somebody reads who opens the file.
const REMARK: &str =
    "这是发出去的文本的底稿，修改稿回来时 nianbao revise 用它比对；不要改，不要公开";

/// The version of the format.
const VERSION: u32 = 1;

/// A file that is larger is not read; that of a report of 100 pages has 300 KB.
const MOST_BYTES: usize = KEPT_TEXT.size();

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is larger than such a file can be.
    TooLarge,
    /// It is no such file, or not whole.
    Damaged,
    /// It was changed: the hash that it bears is not that of its text.
    Changed,
    /// A later version of the program wrote it.
    Newer,
}

#[derive(Serialize, Deserialize)]
struct File {
    #[serde(rename = "说明", default)]
    remark: String,
    format: u32,
    name: String,
    hash: String,
    #[serde(rename = "of", default, skip_serializing_if = "Option::is_none")]
    subject: Option<Subject>,
    paragraphs: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    id: String,
    role: Role,
    text: String,
}

/// The version alone: the rest may have another form in a later one.
#[derive(Deserialize)]
struct Version {
    format: u32,
}

impl Sent {
    /// As the file that is kept: the same bytes each time.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        let line = |paragraph: &SentParagraph| Line {
            id: paragraph.id.clone(),
            role: paragraph.role,
            text: paragraph.text.clone(),
        };
        let file = File {
            remark: REMARK.to_owned(),
            format: VERSION,
            name: self.name.clone(),
            hash: self.hash(),
            subject: self.subject.clone(),
            paragraphs: self.paragraphs.iter().map(line).collect(),
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
    pub(crate) fn from_json(bytes: &[u8]) -> Result<Sent, Unreadable> {
        if bytes.len() > MOST_BYTES {
            return Err(Unreadable::TooLarge);
        }
        let version: Version = serde_json::from_slice(bytes).map_err(|_| Unreadable::Damaged)?;
        if version.format > VERSION {
            return Err(Unreadable::Newer);
        }
        let file: File = serde_json::from_slice(bytes).map_err(|_| Unreadable::Damaged)?;
        let paragraph =
            |line: Line| SentParagraph { id: line.id, role: line.role, text: line.text };
        let paragraphs: Vec<SentParagraph> = file.paragraphs.into_iter().map(paragraph).collect();
        let ids: BTreeSet<&str> =
            paragraphs.iter().map(|paragraph| paragraph.id.as_str()).collect();
        if ids.len() != paragraphs.len() {
            return Err(Unreadable::Changed);
        }
        let sent = Sent { name: file.name, subject: file.subject, paragraphs };
        if sent.hash() != file.hash {
            return Err(Unreadable::Changed);
        }
        Ok(sent)
    }
}
