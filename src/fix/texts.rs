//! The texts that are mended, as they stand on the disk: with their own line ends and mark.

use std::collections::BTreeMap;

use super::Changed;
use crate::diagnostic::Edit;
use crate::files::{self, Files};
use crate::source::Written;

/// The texts of a project that have been asked for.
pub(crate) struct Texts<'a> {
    files: &'a Files,
    /// By path; why a text cannot be mended where it cannot.
    loaded: BTreeMap<String, Result<Raw, String>>,
}

/// A text as it stands on the disk.
struct Raw {
    before: String,
    now: String,
}

/// A text as the program reads it.
pub(crate) fn as_read(raw: &str) -> String {
    files::as_read(raw).0
}

impl<'a> Texts<'a> {
    pub(crate) fn new(files: &'a Files) -> Texts<'a> {
        Texts { files, loaded: BTreeMap::new() }
    }

    /// Makes sure that a text, of which `read` was read, can be mended; or says why it cannot.
    pub(crate) fn load(&mut self, path: &str, read: &str) -> Result<(), String> {
        let files = self.files;
        let loaded = self.loaded.entry(path.to_owned()).or_insert_with(|| {
            let raw = files.as_it_stands(path)?;
            Ok(Raw { before: raw.clone(), now: raw })
        });
        match loaded {
            Ok(raw) if as_read(&raw.now) == read => Ok(()),
            Ok(_) => Err(format!("{path} 刚刚被改过，再运行一遍")),
            Err(reason) => Err(reason.clone()),
        }
    }

    /// A text with edits, which are in order and do not overlap.
    pub(crate) fn with(&self, path: &str, edits: &[&Edit]) -> String {
        let Some(Ok(Raw { now, .. })) = self.loaded.get(path) else { return String::new() };
        let (_, written) = files::as_read(now);
        let mut mended = String::with_capacity(now.len());
        let mut copied = 0;
        for edit in edits {
            let range = edit.span.range();
            let (Some(start), Some(end)) = (written.byte(range.start), written.byte(range.end))
            else {
                continue;
            };
            mended += now.get(copied..start).unwrap_or_default();
            mended += &with_line_ends(&edit.text, now, end, &written);
            copied = end;
        }
        mended + now.get(copied..).unwrap_or_default()
    }

    /// The project's files with the texts as they are now.
    pub(crate) fn unsaved(&self, files: &Files) -> Files {
        let mut files = files.clone();
        for (path, loaded) in &self.loaded {
            if let Ok(raw) = loaded
                && raw.now != raw.before
            {
                files = files.with_unsaved(path.as_str(), as_read(&raw.now));
            }
        }
        files
    }

    /// Goes on with other texts.
    pub(crate) fn set(&mut self, texts: BTreeMap<String, String>) {
        for (path, text) in texts {
            if let Some(Ok(raw)) = self.loaded.get_mut(&path) {
                raw.now = text;
            }
        }
    }

    /// The texts that are not as they were.
    pub(crate) fn changed(&self) -> Vec<Changed> {
        let texts = self.loaded.iter().filter_map(|(path, raw)| Some((path, raw.as_ref().ok()?)));
        texts
            .filter(|(_, raw)| raw.now != raw.before)
            .map(|(path, Raw { before, now })| Changed {
                path: path.clone(),
                before: before.clone(),
                after: now.clone(),
            })
            .collect()
    }
}

/// A text to be put in at `at`, with line ends as those of the lines there.
fn with_line_ends(text: &str, raw: &str, at: usize, written: &Written) -> String {
    let is_plain = !matches!(written, Written::Marked { returns, .. } if !returns.is_empty());
    if is_plain || !text.contains('\n') {
        return text.to_owned();
    }
    let (before, after) = raw.split_at_checked(at).unwrap_or((raw, ""));
    let end = after.find('\n').map(|end| at + end).or_else(|| before.rfind('\n'));
    let is_double = end.and_then(|end| raw.get(..end)).is_some_and(|line| line.ends_with('\r'));
    if is_double { text.replace('\n', "\r\n") } else { text.to_owned() }
}
