//! The journal of a folder: which files are being put in place, and how far that is.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// How every journal begins.
const START: &[u8] = br#"{"phase":""#;

/// What a file is called, with a number, until it takes its place.
pub(super) const PART: &str = ".nianbao-part-";

/// What the journal holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    pub(super) phase: Phase,
    pub(super) steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Phase {
    Staging,
    Placing,
}

/// What becomes of one file; names are relative to the folder, with `/` between their parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum Step {
    /// The part takes the place of whatever stands there.
    Replace { part: String, target: String },
    /// The part takes a place where nothing stands.
    Create { part: String, target: String },
    /// What stands there is taken away: the program wrote it and could not finish.
    Remove { target: String },
}

impl Step {
    pub(super) fn part(&self) -> Option<&str> {
        match self {
            Step::Replace { part, .. } | Step::Create { part, .. } => Some(part),
            Step::Remove { .. } => None,
        }
    }

    pub(super) fn target(&self) -> &str {
        match self {
            Step::Replace { target, .. }
            | Step::Create { target, .. }
            | Step::Remove { target } => target,
        }
    }

    pub(super) fn do_in(&self, folder: &Path) -> io::Result<()> {
        let target = folder.join(self.target());
        match self {
            Step::Replace { part, .. } => fs::rename(folder.join(part), target),
            Step::Create { part, .. } => create(&folder.join(part), &target),
            Step::Remove { .. } => fs::remove_file(target),
        }
    }

    /// Does what a run that was broken off had not done yet.
    pub(super) fn finish_in(&self, folder: &Path) -> io::Result<()> {
        match self.do_in(folder) {
            // It was done.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            // Somebody made such a file meanwhile; it is theirs.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                self.part().map_or(Ok(()), |part| fs::remove_file(folder.join(part)))
            }
            done => done,
        }
    }
}

/// Gives a file a name that nothing has.
fn create(part: &Path, target: &Path) -> io::Result<()> {
    match fs::hard_link(part, target) {
        Ok(()) => fs::remove_file(part),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(error),
        // A file system without such links.
        Err(_) if target.symlink_metadata().is_ok() => Err(ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(part, target),
    }
}

impl Journal {
    /// The same files while they are written.
    pub(super) fn staging(&self) -> Journal {
        Journal { phase: Phase::Staging, steps: self.steps.clone() }
    }

    /// Whether it names nothing outside of its folder, and no part that is not one of ours.
    pub(super) fn is_ours(&self) -> bool {
        self.steps.iter().all(|step| {
            let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
            is_inside(step.target())
                && step.part().is_none_or(|part| is_inside(part) && name(part).starts_with(PART))
        })
    }
}

/// Whether bytes are a journal, or the beginning of one. An empty file is one of which nothing was
/// written yet.
pub(super) fn is_begun(bytes: &[u8]) -> bool {
    bytes.starts_with(START) || START.starts_with(bytes)
}

fn is_inside(path: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    path.split('/').all(plain) && !path.contains('\\') && !Path::new(path).is_absolute()
}
