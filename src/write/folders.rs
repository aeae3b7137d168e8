//! Folders that are made for what is to be written, and go again where nothing came to stand in them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

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
        // Each once: who takes one away twice may take that of a writer who has made it anew.
        for folder in missing.into_iter().rev() {
            if !self.made.iter().any(|made| made == folder) {
                self.made.push(folder.to_owned());
            }
        }
        fs::create_dir_all(folder)
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
