//! How commands name the folders of a set that is verified.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::OUTPUT;
use crate::manifest::{Home, Set};

/// The folders as they are written from where the program was started; none of a set without its project.
pub(super) fn of(folder: &Path, root: Option<&Path>, set: &Set) -> Home {
    let Some(root) = root else { return Home::default() };
    let unit = match set.department {
        Some(_) => folder.join("../.."),
        None => folder.to_owned(),
    };
    let usual = root.join(OUTPUT).join(set.year.to_string());
    let shown = |path: &Path| Some(short(path).to_string_lossy().into_owned());
    Home {
        project: shown(root).filter(|_| !are_same(root, Path::new("."))),
        out: shown(&unit).filter(|_| !are_same(&unit, &usual)),
    }
}

fn are_same(one: &Path, other: &Path) -> bool {
    let [one, other] = [one, other].map(fs::canonicalize);
    one.ok().zip(other.ok()).is_some_and(|(one, other)| one == other)
}

/// A path without `a/..`, where that leads to the same place; it does not where `a` is a link.
fn short(path: &Path) -> PathBuf {
    let short = path.components().fold(PathBuf::new(), |mut short, part| {
        match (part, short.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => drop(short.pop()),
            (Component::CurDir, _) => {}
            _ => short.push(part),
        }
        short
    });
    if are_same(&short, path) { short } else { path.to_owned() }
}
