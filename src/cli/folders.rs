//! The folders outside a project in which fonts are looked for. The only place that asks the
//! environment for folders.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::files::{self, Files, Origin};

/// Folders within each other that are looked at.
const MOST_FOLDERS: usize = 64;

/// The name of the folder for fonts, beside the program and in the user's data folder.
const FONTS: &str = "fonts";

/// The project that is meant by a folder: for the current one, which may stand inside a project, the
/// nearest around it.
pub(super) fn project(folder: PathBuf) -> PathBuf {
    if folder != Path::new(".") || is_project(&folder) {
        return folder;
    }
    around(Path::new("..")).unwrap_or(folder)
}

/// The nearest project around a folder, which counts itself. What is merely called `data` is none.
pub(super) fn around(folder: &Path) -> Option<PathBuf> {
    let mut folder = folder.to_owned();
    // A path is no longer than so; the root of the disk is its own parent.
    for _ in 0..MOST_FOLDERS {
        if files::is_project(&folder) {
            return Some(folder);
        }
        folder.push("..");
    }
    None
}

/// Whether there is a project in a folder.
pub(super) fn is_project(folder: &Path) -> bool {
    folder.join("data").is_dir()
}

/// The files of a project, with the fonts beside the program and of the user.
pub(super) fn files(root: &Path) -> Files {
    let program = env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent).map(|folder| folder.join(FONTS));
    let user = user_data(|name| env::var_os(name), env::home_dir());
    let user = user.map(|folder| folder.join("nianbao").join(FONTS));
    let files = Files::from(root);
    [(Origin::Program, beside), (Origin::User, user)].into_iter().fold(files, |files, place| {
        match place {
            (origin, Some(folder)) => files.with_font_folder(origin, folder),
            (_, None) => files,
        }
    })
}

/// Where programs keep data of the user: the XDG Base Directory Specification, and what Windows
/// and macOS have in its place. A folder that is not absolute counts for none.
fn user_data(
    variable: impl Fn(&str) -> Option<OsString>,
    home: Option<PathBuf>,
) -> Option<PathBuf> {
    let named = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = home.filter(|path| path.is_absolute());
    if cfg!(windows) {
        named("APPDATA")
    } else if cfg!(target_os = "macos") {
        home.map(|home| home.join("Library/Application Support"))
    } else {
        named("XDG_DATA_HOME").or_else(|| home.map(|home| home.join(".local/share")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_data_folder_of_the_user() {
        let data = |xdg: &str, home: &str| {
            let set = |text: &str| Some(OsString::from(text)).filter(|text| !text.is_empty());
            let found = user_data(|_| set(xdg), set(home).map(PathBuf::from))?;
            found.to_str().map(str::to_owned)
        };
        assert_eq!(data("/data", "/home/甲").as_deref(), Some("/data"));
        assert_eq!(data("", "/home/甲").as_deref(), Some("/home/甲/.local/share"));
        assert_eq!(data("data", "/home/甲").as_deref(), Some("/home/甲/.local/share"));
        assert_eq!(data("", ""), None);
    }
}
