//! What stands in an output folder beside what its manifest lists.

use std::collections::BTreeMap;
use std::path::Path;

use super::folders;
use crate::manifest::{Manifest, NAME, OutputFile, Set};
use crate::text::with_slashes;
use crate::write;

/// What stands in a folder, read at once while nobody writes there.
pub(super) struct Standings {
    /// The files of all sets, in all forms: none where one is not there.
    pub(super) held: BTreeMap<String, Option<Vec<u8>>>,
    /// The names of the files that the manifest does not list.
    pub(super) unlisted: Vec<String>,
    /// The files that are listed and not there, with the names that they have now, or the paths in the
    /// folder where they were moved into one of its own.
    pub(super) renamed: BTreeMap<String, String>,
    /// The files that hold what another one was written with, with the name of that one.
    pub(super) copied: BTreeMap<String, String>,
}

impl Standings {
    pub(super) fn of(folder: &Path, manifest: Option<&Manifest>) -> Standings {
        let sets = manifest.map_or(&[][..], |manifest| &manifest.sets);
        let listed = || sets.iter().flat_map(|set| &set.outputs);
        let names = listed().map(|file| file.name.clone());
        let names = names.chain(sets.iter().flat_map(Set::forms));
        let held = names.map(|name| (name.clone(), write::held(folder, &name)));
        let held: BTreeMap<String, Option<Vec<u8>>> = held.collect();
        let mut unlisted = write::files_in(folder);
        unlisted.retain(|name| name != NAME && !sets.iter().any(|set| set.lists(name)));
        let is_gone = |file: &&OutputFile| !write::is_there(folder, &file.name);
        let gone: Vec<&OutputFile> = listed().filter(is_gone).collect();
        let mut renamed = BTreeMap::new();
        // Files that exchanged their names.
        let holds = |name: &str, file: &OutputFile| {
            held.get(name).and_then(Option::as_deref).is_some_and(|bytes| file.is(bytes))
        };
        let moved: Vec<&OutputFile> = listed().filter(|file| !holds(&file.name, file)).collect();
        for file in &moved {
            if let Some(other) = moved.iter().find(|other| holds(&other.name, file)) {
                renamed.insert(file.name.clone(), other.name.clone());
            }
        }
        let copied = moved.iter().filter_map(|file| {
            let other =
                listed().find(|other| other.name != file.name && holds(&file.name, other))?;
            Some((file.name.clone(), other.name.clone()))
        });
        let copied = copied.collect();
        unlisted.extend(foreign_below(folder));
        for name in unlisted.iter().filter(|_| !gone.is_empty()) {
            let Some(bytes) = write::held(folder, name) else { continue };
            if let Some(file) = gone.iter().find(|file| file.is(&bytes)) {
                renamed.insert(file.name.clone(), name.clone());
            }
        }
        unlisted.retain(|name| !renamed.values().any(|new| new == name));
        Standings { held, unlisted, renamed, copied }
    }
}

/// Files in the folders of a folder, by their paths in it, but for the folders that are verified
/// themselves. Links and hidden folders are not looked into.
fn foreign_below(folder: &Path) -> Vec<String> {
    let sets = folders(folder);
    let mut found = Vec::new();
    let mut waiting = write::folders_in(folder);
    while let Some(inner) = waiting.pop() {
        if sets.contains(&inner) {
            continue;
        }
        let path = inner.strip_prefix(folder).unwrap_or(&inner);
        let path = with_slashes(path);
        found.extend(write::files_in(&inner).iter().map(|name| format!("{path}/{name}")));
        waiting.extend(write::folders_in(&inner));
    }
    found.sort();
    found
}
