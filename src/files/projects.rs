//! The projects in a folder: which of its folders, and of theirs, hold one.

mod without;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::bounds::{PROJECT_DEPTH, PROJECT_FOLDERS};

/// What tells a project: a folder that has one of these. Where the profile is missing or misnamed,
/// the check says so.
const MARKS: [&str; 3] = ["data/profile.yaml", "data/profile.yml", "data/catalogue.yaml"];

/// The folders of a project in which nobody keeps other projects.
const OWN: [&str; 5] = ["data", "templates", "fonts", "output", "schemas"];

/// Folders within each other that are looked into.
const DEEPEST: usize = PROJECT_DEPTH.size();

/// Folders that are looked into in all; the disk of a whole computer has more.
const MOST: usize = PROJECT_FOLDERS.size();

/// What stands in a folder. Paths are seen from it; that of the folder itself is empty.
#[derive(Debug, Default)]
pub struct Projects {
    /// In name order, each before those that stand in it.
    pub found: Vec<PathBuf>,
    /// Folders that stand in more than [`DEEPEST`] others and are no projects, in name order. They
    /// were not looked into.
    pub deep: Vec<PathBuf>,
    /// Folders that could not be looked into, and why.
    pub unread: Vec<(PathBuf, Unread)>,
    /// Links to folders, which are not followed.
    pub links: Vec<PathBuf>,
    /// Projects in hidden folders and in those of other programs, which are not looked into.
    pub hidden: Vec<PathBuf>,
    /// Projects in the own folders of others, which are not looked into.
    pub owned: Vec<PathBuf>,
    /// Folders beside projects, or beside folders that hold some, in which none was found, and
    /// archives there, with why; in name order.
    pub without: Vec<(PathBuf, String)>,
}

/// Why a folder was not looked into.
#[derive(Debug)]
pub enum Unread {
    /// The system says why.
    System(io::Error),
    /// It is a project that stands in more than [`DEEPEST`] other folders.
    Deep,
    /// There are more than [`MOST`].
    Many,
}

/// Finds the projects in a folder. Links are not followed, and the own folders of a project not looked
/// into, where older copies of its data may lie.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn projects(root: &Path) -> io::Result<Projects> {
    let mut projects = Projects::default();
    // What is looked into next stands at the end.
    let mut waiting = vec![(PathBuf::new(), 0)];
    let mut seen = 0;
    while let Some((folder, depth)) = waiting.pop() {
        seen += 1;
        if seen > MOST {
            projects.unread.push((folder, Unread::Many));
            break;
        }
        let whole = root.join(&folder);
        let is_one = is_project(&whole);
        if depth > DEEPEST {
            match is_one {
                true => projects.unread.push((folder, Unread::Deep)),
                false => projects.deep.push(folder),
            }
            continue;
        }
        let mut inside = match folders(&whole, &folder, &mut projects) {
            Ok(inside) => inside,
            Err(error) if depth == 0 => return Err(error),
            Err(error) => {
                projects.unread.push((folder, Unread::System(error)));
                continue;
            }
        };
        if is_one {
            let is_own = |inner: &PathBuf| OWN.iter().any(|own| inner.ends_with(own));
            for own in inside.extract_if(.., |inner| is_own(inner)) {
                // A copy that was put there; what lies deeper is not looked for.
                if let Ok(below) = folders(&root.join(&own), &own, &mut Projects::default()) {
                    projects
                        .owned
                        .extend(below.into_iter().filter(|one| is_project(&root.join(one))));
                }
            }
            projects.found.push(folder);
        }
        waiting.extend(inside.into_iter().rev().map(|inner| (inner, depth + 1)));
    }
    projects.links.sort();
    projects.hidden.sort();
    projects.without = without::of(root, &projects);
    Ok(projects)
}

/// Whether a folder is a project.
pub fn is_project(folder: &Path) -> bool {
    MARKS.iter().any(|mark| folder.join(mark).symlink_metadata().is_ok())
}

/// The folders in a folder, in name order, but for hidden ones and those of other programs. Links to
/// projects, and hidden projects, join those that are passed by.
fn folders(whole: &Path, folder: &Path, passed_by: &mut Projects) -> io::Result<Vec<PathBuf>> {
    let is_project = |path: &Path| MARKS.iter().any(|mark| path.join(mark).exists());
    let mut folders = Vec::new();
    for entry in fs::read_dir(whole)? {
        let entry = entry?;
        let name = entry.file_name();
        let kind = entry.file_type()?;
        if name.to_string_lossy().starts_with(['.', '~', '$']) {
            if kind.is_dir() && is_project(&entry.path()) {
                passed_by.hidden.push(folder.join(name));
            }
            continue;
        }
        if kind.is_dir() {
            folders.push(folder.join(name));
        } else if kind.is_symlink()
            && fs::metadata(entry.path()).is_ok_and(|data| data.is_dir())
            && is_project(&entry.path())
        {
            passed_by.links.push(folder.join(name));
        }
    }
    folders.sort();
    Ok(folders)
}

/// Whether a file has the name of another but for its ending, its case or one that was added to it:
/// `profile.yml`, `Profile.yaml`, `profile.yaml.txt`.
pub(crate) fn is_named_almost(name: &str, wanted: &str) -> bool {
    let wanted_stem = wanted.strip_suffix(".yaml").unwrap_or(wanted);
    let lower = name.to_lowercase();
    let ending = lower.strip_prefix(wanted_stem);
    let endings = [".yaml", ".yml", ".yaml.txt", ".yml.txt", ".yaml.yaml", ".txt"];
    name != wanted && ending.is_some_and(|ending| endings.contains(&ending))
}

/// Where a path of a project leads to, of which the last parts need not be there yet: two projects may
/// have a folder in common by a link.
pub fn leads_to(path: &Path) -> PathBuf {
    for there in path.ancestors() {
        if let Ok(whole) = fs::canonicalize(there) {
            let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
            return whole.join(rest);
        }
    }
    path.to_owned()
}
