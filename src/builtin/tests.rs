#![cfg(feature = "builtin")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;

/// Faces that are never built in, and what only describes the folder of the repository.
const NOT_BUILT_IN: [&str; 6] = [
    "fonts/ARPHICPL.TXT",
    "fonts/FandolFang-Regular.otf",
    "fonts/FandolKai-Regular.otf",
    "fonts/LICENSE-Fandol.txt",
    "fonts/README.md",
    "fonts/UKaiCN-Subset.ttf",
];

/// Every file below a folder of the repository.
fn shipped(folder: &str) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut files, mut folders) = (BTreeSet::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(path),
                false => drop(files.insert(path)),
            }
        }
    }
    files
}

#[test]
fn all_that_ships_is_built_in_save_what_its_licence_forbids() {
    for folder in ["templates", "fonts"] {
        let mut shipped = shipped(folder);
        shipped.retain(|path| !NOT_BUILT_IN.contains(&path.as_str()));
        let built_in: BTreeSet<String> = paths(&format!("{folder}/")).map(str::to_owned).collect();
        assert_eq!(built_in, shipped, "{folder}: build.rs says what is built in");
    }
}

#[test]
fn built_in_texts_are_plain_utf_8() {
    for path in paths("templates/").chain(["fonts/fonts.yaml", "data/catalogue.yaml"]) {
        let text = std::str::from_utf8(file(path).unwrap()).unwrap();
        assert!(!text.contains(['\r', '\u{FEFF}']), "{path}");
    }
}
