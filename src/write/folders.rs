//! Folders that are made for what is to be written, and go again where nothing came to stand in them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How often a folder is made that others take away meanwhile.
const TRIES: usize = 100;

/// Folders that were made. Those that are empty when this is dropped are taken away: an empty folder
/// of a year, say, would be one that was begun.
#[derive(Debug, Default)]
pub(super) struct Folders {
    made: Vec<PathBuf>,
}

impl Folders {
    /// Makes a folder where it is missing, and those above it.
    pub(super) fn make(&mut self, folder: &Path) -> io::Result<()> {
        let is_missing = |folder: &&Path| folder.symlink_metadata().is_err();
        let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
        self.made.extend(missing.into_iter().rev().map(Path::to_owned));
        // Another writer may take the empty folder away between two calls of the system.
        let mut tries = 1..TRIES;
        loop {
            match fs::create_dir_all(folder) {
                Err(fault)
                    if fault.kind() == io::ErrorKind::AlreadyExists
                        && is_missing(&folder)
                        && tries.next().is_some() => {}
                done => return done,
            }
        }
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        for folder in self.made.iter().rev() {
            // One that holds something is not removed by the system.
            let _ = fs::remove_dir(folder);
        }
    }
}
