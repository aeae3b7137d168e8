//! Font files: large, read in parts, and looked for beyond the project, as some may not be built
//! into the program.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use super::{Files, disk};
use crate::builtin;

/// Where a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The project's own folder.
    Project,
    /// A folder beside the program.
    Program,
    /// The user's data folder.
    User,
    /// The program itself.
    BuiltIn,
}

/// A font file that was found.
#[derive(Debug)]
pub enum FontData {
    /// On the disk.
    File(File),
    /// Built into the program.
    Static(&'static [u8]),
}

/// A folder outside the project in which font files are looked for.
#[derive(Debug, Clone)]
pub(super) struct FontFolder {
    origin: Origin,
    path: PathBuf,
}

impl Files {
    /// Adds a folder in which font files are looked for after those of the project and of the
    /// folders that were added before, and before those that are built in.
    #[must_use]
    pub fn with_font_folder(mut self, origin: Origin, path: impl Into<PathBuf>) -> Files {
        self.font_folders.push(FontFolder { origin, path: path.into() });
        self
    }

    /// The folders in which font files are looked for, in order.
    pub fn font_folders(&self) -> impl Iterator<Item = (Origin, PathBuf)> {
        let own = self.root().map(|root| (Origin::Project, root.join("fonts")));
        let others = self.font_folders.iter().map(|folder| (folder.origin, folder.path.clone()));
        own.into_iter().chain(others)
    }

    /// Where the font file of a name comes from; none when there is no such file.
    pub fn font_origin(&self, name: &str) -> Option<Origin> {
        let mut folders = self.font_folders();
        let found = folders.find(|(_, folder)| folder.join(name).is_file());
        let built_in = || builtin::file(&font_path(name)).map(|_| Origin::BuiltIn);
        found.map(|(origin, _)| origin).or_else(built_in)
    }

    /// Opens the font file of a name, from the first place that has it.
    ///
    /// # Errors
    /// When it cannot be opened, or is nowhere ([`io::ErrorKind::NotFound`]).
    pub fn open_font(&self, name: &str) -> io::Result<FontData> {
        for (origin, folder) in self.font_folders() {
            let opened = match (origin, self.root()) {
                (Origin::Project, Some(root)) => disk::open(root, &font_path(name)),
                // Who keeps the program's folder or one's own may keep links in it.
                _ => disk::open_regular(&folder.join(name)),
            };
            match opened {
                Ok(mut file) => {
                    self.record.note_font(&font_path(name), origin, &mut file);
                    return Ok(FontData::File(file));
                }
                Err(error) if is_nowhere(&error) => {}
                Err(error) => return Err(error),
            }
        }
        let built_in = builtin::file(&font_path(name)).map(FontData::Static);
        built_in.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// What tells the font file of a name from all others: where it is, and which version of it;
    /// `is_own` looks into the project alone. None when there is no such file.
    pub(crate) fn font_place(&self, name: &str, is_own: bool) -> Option<String> {
        let mut folders = self.font_folders();
        let folder = folders
            .find(|(origin, folder)| {
                (!is_own || *origin == Origin::Project) && folder.join(name).is_file()
            })
            .map(|(_, folder)| folder);
        let Some(folder) = folder else {
            let built_in = builtin::file(&font_path(name)).filter(|_| !is_own);
            return built_in.map(|_| font_path(name));
        };
        let path = fs::canonicalize(folder.join(name)).ok()?;
        let data = fs::metadata(&path).ok()?;
        Some(format!("{} {} {:?}", path.to_str()?, data.len(), data.modified().ok()))
    }

    /// Opens a font file of the project's own folder.
    ///
    /// # Errors
    /// When it cannot be opened, or is not there ([`io::ErrorKind::NotFound`]).
    pub fn open_own_font(&self, name: &str) -> io::Result<FontData> {
        let root = self.root().ok_or(io::ErrorKind::NotFound)?;
        let mut file = disk::open(root, &font_path(name))?;
        self.record.note_font(&font_path(name), Origin::Project, &mut file);
        Ok(FontData::File(file))
    }
}

fn is_nowhere(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn font_path(name: &str) -> String {
    format!("fonts/{name}")
}
