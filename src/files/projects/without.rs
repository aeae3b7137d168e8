//! What stands beside projects and holds none: a county's folder that was put together wrongly, or an
//! archive that nobody unpacked, must not be passed by in silence.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{OWN, Projects};

/// The folder of a project in which its data are.
const DATA: &str = "data";

/// The file in it that tells a project.
const PROFILE: &str = "profile.yaml";

/// Endings of archives.
const ARCHIVES: [&str; 6] = [".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"];

/// What holds no project, with why: in the root, and in each folder that holds projects.
pub(super) fn of(root: &Path, projects: &Projects) -> Vec<(PathBuf, String)> {
    // What is a project, or was told of otherwise.
    let told = [&projects.found, &projects.deep, &projects.links, &projects.hidden];
    let told = told.into_iter().flatten().chain(projects.unread.iter().map(|(folder, _)| folder));
    let told: BTreeSet<&Path> = told.map(PathBuf::as_path).collect();
    let found: BTreeSet<&Path> = projects.found.iter().map(PathBuf::as_path).collect();
    // Where one project alone is made, nobody asks for others in its folders.
    let top = Some(Path::new("")).filter(|top| !found.contains(top));
    let above = told.iter().flat_map(|folder| folder.ancestors().skip(1));
    let holding: BTreeSet<&Path> = above.chain(top).collect();
    let mut without = Vec::new();
    for home in &holding {
        let entries = fs::read_dir(root.join(home)).into_iter().flatten().flatten();
        for entry in entries {
            let (name, path) = (entry.file_name(), home.join(entry.file_name()));
            let name = name.to_string_lossy();
            let is_passed = name.starts_with(['.', '~', '$'])
                || found.contains(home) && OWN.contains(&name.as_ref());
            if is_passed || told.contains(path.as_path()) || holding.contains(path.as_path()) {
                continue;
            }
            let Ok(kind) = entry.file_type() else { continue };
            match kind.is_dir() {
                true => without.push((path, in_folder(&entry.path()))),
                false if kind.is_file() && is_packed(&entry.path()) => {
                    without.push((path, "是压缩包，先解压".to_owned()));
                }
                false => {}
            }
        }
    }
    without.sort();
    without
}

/// Whether a file is an archive that was not unpacked beside it.
fn is_packed(path: &Path) -> bool {
    let name = path.to_string_lossy();
    let lower = name.to_lowercase();
    let ending = ARCHIVES.iter().find(|ending| lower.ends_with(*ending));
    let stem = ending.and_then(|ending| name.get(..name.len() - ending.len()));
    stem.is_some_and(|stem| !Path::new(stem).is_dir())
}

/// Why no project was found in a folder.
fn in_folder(folder: &Path) -> String {
    let names = names(folder);
    if names.is_empty() {
        return "是空文件夹".to_owned();
    }
    if folder.join(DATA).is_dir() {
        return match near(&folder.join(DATA)) {
            Some(near) => format!("data 里没有 {PROFILE}，有 {near}：改名为 {PROFILE}"),
            None => format!("data 里没有 {PROFILE}"),
        };
    }
    let is_data = |name: &&String| name.to_lowercase() == DATA || name.as_str() == "数据";
    if let Some(name) = names.iter().find(is_data) {
        return format!("有 {name} 文件夹，要改名为 data");
    }
    if names.iter().any(|name| name == PROFILE) {
        return format!("{PROFILE} 要放在 data 文件夹里");
    }
    "没有 data 文件夹".to_owned()
}

/// The profile of a project under a name that is not its own.
fn near(data: &Path) -> Option<String> {
    names(data).into_iter().find(|name| super::is_named_almost(name, PROFILE))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}
