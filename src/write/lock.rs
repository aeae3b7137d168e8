//! One writer of a folder at a time.
//!
//! All that depends on the operating system is here. On Unix the folder itself is locked, so nothing
//! is left in it. Elsewhere a folder cannot be opened as a file; a file of ours in it is locked
//! and stays.

use std::fs::File;
use std::io;
use std::path::Path;

/// Held until it is dropped, or the program ends in any way.
#[derive(Debug)]
pub(super) struct Lock(
    #[expect(dead_code, reason = "what it locks is unlocked when it is closed")] Option<File>,
);

/// Waits until no other run writes into a folder. Where the file system knows no locks, nobody is
/// waited for.
///
/// # Errors
/// Also when the folder is not there any more: the run that was waited for may have taken it away.
pub(super) fn lock(folder: &Path) -> io::Result<Lock> {
    let file = open(folder)?;
    let locked = file.lock().is_ok();
    if !stands(&file, folder)? {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(Lock(locked.then_some(file)))
}

/// Whether what was opened is what stands there now.
#[cfg(unix)]
fn stands(file: &File, folder: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let (opened, there) = (file.metadata()?, folder.metadata()?);
    Ok((opened.dev(), opened.ino()) == (there.dev(), there.ino()))
}

#[cfg(not(unix))]
fn stands(_: &File, folder: &Path) -> io::Result<bool> {
    folder.try_exists()
}

#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    let path = folder.join(".nianbao-lock");
    File::options().create(true).truncate(false).write(true).open(path)
}

/// Makes sure that the names of a folder are on the disk, not only in memory.
///
/// # Errors
/// When the disk fails. A file system that has no such request is no failure.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        Err(error) if is_unknown_request(&error) => Ok(()),
        done => done,
    }
}

fn is_unknown_request(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported)
}
