//! Files: where the bytes of a project come from. The unsaved texts of an editor stand before
//! the files of the project's folder.
//!
//! Together with [`mod@crate::write`] the only module that knows the disk.

mod disk;
mod text;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub use disk::Found;
pub(crate) use disk::unreadable;

use crate::findings::{Findings, Outcome};
use crate::source::{Content, FileId, Role, Sources};

/// The files of one project. Paths are relative to its folder, with `/` between their parts.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
    /// Texts that an editor has not saved yet, by path.
    unsaved: BTreeMap<String, String>,
}

impl<P: Into<PathBuf>> From<P> for Files {
    /// The files of the project in a folder.
    fn from(root: P) -> Files {
        Files { root: root.into(), unsaved: BTreeMap::new() }
    }
}

impl Files {
    /// Puts a text that an editor has not saved yet before the file of that path, which need
    /// not exist.
    #[must_use]
    pub fn with_unsaved(mut self, path: impl Into<String>, text: impl Into<String>) -> Files {
        self.unsaved.insert(path.into(), text.into());
        self
    }

    /// The project's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether there is something under a path. A broken link counts: it is reported when it is
    /// read.
    pub fn exists(&self, path: &str) -> bool {
        self.unsaved.contains_key(path) || disk::exists(&self.root, path)
    }

    /// What stands in a folder, in name order; hidden files and those of the system are left out.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn list(&self, folder: &str) -> io::Result<Vec<Found>> {
        let mut unsaved: Vec<Found> =
            self.unsaved.keys().filter_map(|path| standing_in(folder, path)).collect();
        let mut found = match disk::list(&self.root, folder) {
            Ok(found) => found,
            // A folder whose only files are not saved yet.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !unsaved.is_empty() => {
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        unsaved.retain(|new| found.iter().all(|old| old.name != new.name));
        found.append(&mut unsaved);
        found.sort();
        found.dedup();
        Ok(found)
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
        let add = |content: Content| {
            let file = sources.add(path, content);
            sources.set_role(file, role);
            file
        };
        if let Some(text) = self.unsaved.get(path) {
            let file = add(text.as_str().into());
            return Outcome::new(Ok(file), text::invisible(file, text).into_iter().collect());
        }
        let decoded = disk::bytes(&self.root, path)
            .and_then(|bytes| text::decode(bytes).ok_or_else(|| text::no_text(path)));
        match decoded {
            Ok(decoded) => {
                let file = add(decoded.text.into());
                let findings = decoded.written.findings(file, path, sources.get(file).text());
                Outcome::new(Ok(file), findings)
            }
            Err(fault) => {
                let file = add(Content::Missing);
                Outcome::new(Err(file), Findings::from(fault.at(file, "")))
            }
        }
    }

    /// A file that is no text, whole.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn bytes(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.root.join(path))
    }

    /// A file that is no text, to be read in parts.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(&self, path: &str) -> io::Result<File> {
        File::open(self.root.join(path))
    }

    /// When a file was last changed; none when there is no such file.
    pub fn modified(&self, path: &str) -> Option<SystemTime> {
        let data = fs::metadata(self.root.join(path)).ok()?;
        data.modified().ok().filter(|_| data.is_file())
    }

    /// The files that a report depends on, each with its length and when it was last changed.
    pub fn snapshot(&self) -> Snapshot {
        let mut files = Vec::new();
        let mut folders: Vec<(String, usize)> =
            ["data", "templates", "fonts"].map(|folder| (folder.to_owned(), 0)).to_vec();
        while let Some((folder, depth)) = folders.pop() {
            for found in disk::list(&self.root, &folder).unwrap_or_default() {
                let path = format!("{folder}/{}", found.name);
                if found.is_folder {
                    // A link may lead in a circle.
                    if depth < 4 {
                        folders.push((path, depth + 1));
                    }
                } else if let Ok(data) = fs::metadata(self.root.join(&path)) {
                    files.push((PathBuf::from(path), data.len(), data.modified().ok()));
                }
            }
        }
        files.sort();
        Snapshot(files)
    }
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
