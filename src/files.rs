//! Files: where the bytes of a project come from. The unsaved texts of an editor stand before
//! the files of the project's folder, and those before what is built into the program.
//!
//! Together with [`mod@crate::write`] the only module that knows the disk.

mod disk;
mod fonts;
mod projects;
mod record;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub use disk::Found;
pub(crate) use disk::unreadable;
pub use fonts::{FontData, Origin};
pub(crate) use projects::is_named_almost;
pub use projects::{Projects, Unread, is_project, leads_to, projects};
pub(crate) use record::Seen;
pub(crate) use text::{as_read, decoded, invisible};

use crate::bounds::{Bound, FOLDER_DEPTH, TEXT_FILE, WORKBOOK_FILE};
use crate::builtin;
use crate::diagnostic::Diagnostic;
use crate::findings::{Findings, Outcome};
use crate::source::{Content, FileId, Role, Sources, Written};

/// What can be built in. The data of a district never is: where a file is missing, that is a
/// fault of the project.
const BUILT_IN: [&str; 2] = ["templates/", "fonts/"];

/// The folders of a project that reports are made from.
pub(crate) const SOURCES: [&str; 3] = ["data", "templates", "fonts"];

/// How a built-in file is shown, so that nobody looks for it in the project.
const BUILT_IN_SHOWN: &str = "内置/";

/// Whether a path, as it is shown, is of a file that is built in.
pub(crate) fn is_built_in(path: &str) -> bool {
    path.starts_with(BUILT_IN_SHOWN)
}

/// The name by which a template that is built in is copied into a project, of its path as it is shown.
pub(crate) fn name_of_built_in(path: &str) -> Option<&str> {
    path.strip_prefix(BUILT_IN_SHOWN)?.strip_prefix("templates/")
}

/// Folders within each other that are looked into; a link may lead in a circle.
const DEEPEST: usize = FOLDER_DEPTH.size();

/// Bytes of the text that a workbook stands for, and what is tried in their place.
pub(crate) type Tried = (Range<usize>, String);

/// The files of one project. Paths are relative to its folder, with `/` between their parts.
/// By default there is no folder, only what is built in.
#[derive(Debug, Clone, Default)]
pub struct Files {
    root: Option<PathBuf>,
    /// Texts that an editor has not saved yet, and files that are read as if they stood elsewhere, by
    /// path.
    unsaved: BTreeMap<String, Vec<u8>>,
    /// The files in whose place those are read, by path.
    replaced: BTreeSet<String>,
    /// Values that are tried in the place of those of workbooks, by path.
    tried: BTreeMap<String, Vec<Tried>>,
    /// Where font files are looked for beside the project, in this order.
    font_folders: Vec<fonts::FontFolder>,
    /// What was read, where that is to be known later.
    record: record::Record,
}

impl<P: Into<PathBuf>> From<P> for Files {
    /// The files of the project in a folder.
    fn from(root: P) -> Files {
        Files { root: Some(root.into()), ..Files::default() }
    }
}

impl Files {
    /// Puts a text that an editor has not saved yet before the file of that path, which need
    /// not exist.
    #[must_use]
    pub fn with_unsaved(mut self, path: impl Into<String>, text: impl Into<String>) -> Files {
        self.unsaved.insert(path.into(), text.into().into_bytes());
        self
    }

    /// The same with the bytes of a workbook that lies elsewhere.
    #[must_use]
    pub(crate) fn with_workbook(mut self, path: impl Into<String>, bytes: Vec<u8>) -> Files {
        self.unsaved.insert(path.into(), bytes);
        self
    }

    /// Leaves a file out: another one is read in its place.
    #[must_use]
    pub(crate) fn without(mut self, path: impl Into<String>) -> Files {
        self.replaced.insert(path.into());
        self
    }

    /// Tries values in the place of those of a workbook, which stays as it is: they are in order and do
    /// not overlap.
    #[must_use]
    pub(crate) fn with_tried(mut self, path: &str, tried: Vec<Tried>) -> Files {
        self.tried.insert(path.to_owned(), tried);
        self
    }

    /// What is tried in a workbook.
    pub(crate) fn tried(&self, path: &str) -> &[Tried] {
        self.tried.get(path).map_or(&[], Vec::as_slice)
    }

    /// The project's folder, if it has one.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// A path of the project on the disk.
    ///
    /// # Errors
    /// When the project has no folder.
    fn on_disk(&self, path: &str) -> io::Result<PathBuf> {
        let root = self.root().ok_or(io::ErrorKind::NotFound)?;
        Ok(root.join(path))
    }

    /// Whether the project has something under a path. A broken link counts: it is reported when
    /// it is read.
    pub fn exists(&self, path: &str) -> bool {
        self.unsaved.contains_key(path) || self.root().is_some_and(|root| disk::exists(root, path))
    }

    /// What is wrong with the folders of the project that reports are made from: they are links that
    /// lead out of it, or nowhere. Nothing of them is read.
    pub(crate) fn led_out(&self) -> Findings {
        let root = self.root();
        let faults = SOURCES.iter().filter_map(|folder| disk::leads_out(root?, folder));
        faults.collect()
    }

    /// The built-in file under a path, where the project has none of its own.
    fn built_in(&self, path: &str) -> Option<&'static [u8]> {
        let may_be = BUILT_IN.iter().any(|folder| path.starts_with(folder));
        if may_be { builtin::file(path).filter(|_| !self.exists(path)) } else { None }
    }

    /// Whether what is read under a path is built in.
    pub fn is_built_in(&self, path: &str) -> bool {
        self.built_in(path).is_some()
    }

    /// What stands in a folder of the project, in name order; hidden files and those of the
    /// system are left out.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn list(&self, folder: &str) -> io::Result<Vec<Found>> {
        let mut unsaved: Vec<Found> =
            self.unsaved.keys().filter_map(|path| standing_in(folder, path)).collect();
        let listed = self.root().ok_or_else(|| io::ErrorKind::NotFound.into());
        let mut found = match listed.and_then(|root| disk::list(root, folder)) {
            Ok(found) => found,
            // A folder whose only files are not saved yet.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !unsaved.is_empty() => {
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        found.retain(|old| !self.replaced.contains(&format!("{folder}/{}", old.name)));
        unsaved.retain(|new| found.iter().all(|old| old.name != new.name));
        found.append(&mut unsaved);
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// The paths of all files in a folder of the project and in its folders, in name order, the
    /// files of a folder before its folders.
    pub fn walk(&self, folder: &str) -> Vec<String> {
        self.walk_through(folder).value
    }

    /// The same, with what is wrong with folders of which nothing is read; that there is no folder is
    /// no fault.
    pub fn walk_through(&self, folder: &str) -> Outcome<Vec<String>> {
        let mut files = Vec::new();
        let mut findings = Findings::new();
        let mut folders = vec![(folder.to_owned(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            let listed = self.list(&folder).unwrap_or_else(|error| {
                if error.kind() != io::ErrorKind::NotFound {
                    findings.report(unreadable(&folder, &error));
                }
                Vec::new()
            });
            for found in listed {
                let path = format!("{folder}/{}", found.name);
                if !found.is_folder {
                    files.push(path);
                } else if depth < DEEPEST {
                    folders.push((path, depth + 1));
                }
            }
        }
        files.sort_by_cached_key(|path| (path.matches('/').count(), path.clone()));
        Outcome::new(files, findings)
    }

    /// Reads a text file for what it is for. One that cannot be read is kept among the sources without text (the
    /// error), and reported; one in another encoding, or with some bytes damaged, is reported
    /// and read.
    pub fn read(
        &self,
        path: &str,
        role: Role,
        sources: &mut Sources,
    ) -> Outcome<Result<FileId, FileId>> {
        let built_in = self.built_in(path);
        let shown = if built_in.is_some() { BUILT_IN_SHOWN } else { "" };
        let add = |content: Content| {
            let file = sources.add(format!("{shown}{path}"), content);
            sources.set_role(file, role);
            file
        };
        if let Some(text) = self.unsaved.get(path) {
            let text = String::from_utf8_lossy(text);
            let file = add(text.as_ref().into());
            return Outcome::new(Ok(file), text::invisible(file, &text).into_iter().collect());
        }
        let bytes = match (built_in, self.root()) {
            (Some(bytes), _) => Ok(bytes.to_vec()),
            (None, Some(root)) => disk::bytes(root, path, &TEXT_FILE)
                .inspect(|bytes| self.record.note_bytes(path, bytes)),
            (None, None) => Err(unreadable(path, &io::ErrorKind::NotFound.into())),
        };
        let decoded =
            bytes.and_then(|bytes| text::decode(bytes).ok_or_else(|| text::no_text(path)));
        match decoded {
            Ok(decoded) => {
                let file = add(decoded.text.into());
                let findings = decoded.written.findings(file, path, sources.get(file).text());
                sources.set_written(file, decoded.written.places);
                Outcome::new(Ok(file), findings)
            }
            Err(fault) => {
                let file = add(Content::Missing);
                Outcome::new(Err(file), Findings::from(fault.at(file, "")))
            }
        }
    }

    /// The bytes of a workbook.
    ///
    /// # Errors
    /// Why it is not read: it is not there, is no file, is too large.
    pub(crate) fn workbook(&self, path: &str) -> Result<Vec<u8>, Diagnostic> {
        match (self.unsaved.get(path), self.root()) {
            (Some(bytes), _) => Ok(bytes.clone()),
            (None, Some(root)) => disk::bytes(root, path, &WORKBOOK_FILE)
                .inspect(|bytes| self.record.note_bytes(path, bytes)),
            (None, None) => Err(unreadable(path, &io::ErrorKind::NotFound.into())),
        }
    }

    /// A text as it stands, with its own line ends and mark, for a change of some places in it.
    ///
    /// # Errors
    /// Why it cannot be changed: it cannot be read, or is not in UTF-8.
    pub(crate) fn as_it_stands(&self, path: &str) -> Result<String, String> {
        if let Some(text) = self.unsaved.get(path) {
            return Ok(String::from_utf8_lossy(text).into_owned());
        }
        let bytes = self.bytes(path).map_err(|error| format!("读不了 {path}：{error}"))?;
        let whole = String::from_utf8(bytes).ok();
        whole
            .filter(|text| as_read(text).1 != Written::Otherwise)
            .ok_or_else(|| format!("{path} 不是 UTF-8 编码，先另存为 UTF-8 再改"))
    }

    /// The bytes of a file in the project's folder.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn bytes(&self, path: &str) -> io::Result<Vec<u8>> {
        let root = self.root().ok_or(io::ErrorKind::NotFound)?;
        let mut bytes = Vec::new();
        disk::open(root, path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// When a file was last changed; none when there is no such file.
    pub fn modified(&self, path: &str) -> Option<SystemTime> {
        let data = fs::metadata(self.on_disk(path).ok()?).ok()?;
        data.modified().ok().filter(|_| data.is_file())
    }

    /// The files that a report depends on, each with its length and when it was last changed.
    pub fn snapshot(&self) -> Snapshot {
        let paths = SOURCES.into_iter().flat_map(|folder| self.walk(folder));
        let state = |path: String| {
            let data = fs::metadata(self.on_disk(&path).ok()?).ok()?;
            Some((PathBuf::from(path), data.len(), data.modified().ok()))
        };
        Snapshot(paths.filter_map(state).collect())
    }
}

/// The bytes of a file that the user names, wherever it lies; none of one that is too large. What is no
/// regular file is not waited for.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn named(path: &Path, largest: &Bound) -> io::Result<Option<Vec<u8>>> {
    let data = fs::metadata(path)?;
    if !data.is_file() {
        let kind =
            if data.is_dir() { io::ErrorKind::IsADirectory } else { io::ErrorKind::Unsupported };
        return Err(kind.into());
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(largest.most + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= largest.most))
}

/// What a path is, seen from a folder: a file in it, a folder in it, or nothing.
fn standing_in(folder: &str, path: &str) -> Option<Found> {
    let folder = folder.trim_end_matches('/');
    let rest = match folder {
        "" => path,
        _ => path.strip_prefix(folder)?.strip_prefix('/')?,
    };
    let (name, is_folder) = match rest.split_once('/') {
        Some((folder, _)) => (folder, true),
        None => (rest, false),
    };
    Some(Found { name: name.to_owned(), is_folder })
}

/// What a project was made of at one moment; a later one that differs was edited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot(Vec<(PathBuf, u64, Option<SystemTime>)>);

#[cfg(test)]
mod tests;
