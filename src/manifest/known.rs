//! What a folder holds before a run writes into it: which of its files are the program's own.
//!
//! The manifest tells. Where it is lost, and in folders of versions that wrote none, files tell by what
//! they hold: one that bears a mark of the program vouches for those beside it of the same report.

use std::path::Path;

use super::{DEPARTMENTS, EarlierFile, Manifest, NAME, OutputFile, Set, Unreadable, file, read};
use crate::csv;
use crate::sent;
use crate::write::{self, Output, WriteFault};

/// How the record of every figure begins, in all versions.
const RECORD: &str = "名称,数值,单位,";

/// How the metadata of a PDF name the program.
const PRODUCER: &[u8] = b"Producer>nianbao ";

/// What kept texts tell of themselves.
const KEPT: &[u8] = b"nianbao revise";

/// A folder into which these sets are to be written.
pub(super) struct Known<'a> {
    folder: &'a Path,
    sets: &'a [Set],
    /// None where there is none, or it cannot be read.
    manifest: Option<Manifest>,
    /// Whether one of the files of these sets bears a mark. Only asked without a manifest.
    is_marked: bool,
}

impl<'a> Known<'a> {
    /// # Errors
    /// When a later version of the program wrote its manifest, which this one would shorten.
    pub(super) fn of(folder: &'a Path, sets: &'a [Set]) -> Result<Known<'a>, WriteFault> {
        let manifest = match read(folder) {
            Err(Unreadable::Newer) => return Err(write::newer(folder, NAME)),
            read => read.ok().flatten(),
        };
        let of_set = |set: &Set| {
            let listed = set.outputs.iter().map(|output| output.name.clone());
            listed.chain(set.forms()).collect::<Vec<_>>()
        };
        let is_marked = manifest.is_none()
            && sets.iter().flat_map(of_set).any(|name| bears_mark(folder, &name));
        Ok(Known { folder, sets, manifest, is_marked })
    }

    /// The first of these files that would take the place of one of somebody else.
    pub(super) fn foreign<'o>(&self, outputs: &'o [Output]) -> Option<&'o str> {
        let is_foreign = |output: &&Output| {
            // What is known by its name is not read.
            if output.name != NAME && self.lists(&output.name) {
                return false;
            }
            let Some(bytes) = write::held(self.folder, &output.name) else { return false };
            let is_own = match output.name.as_str() {
                NAME => file::is_ours(&bytes),
                name => bears_mark(self.folder, name),
            };
            !is_own && bytes != output.bytes
        };
        outputs.iter().find(is_foreign).map(|output| output.name.as_str())
    }

    /// The set that a file was made with, as the manifest has it.
    pub(super) fn set_of(&self, name: &str) -> Option<&Set> {
        self.manifest.iter().flat_map(|manifest| &manifest.sets).find(|set| set.owns_form(name))
    }

    fn owns(&self, name: &str) -> bool {
        self.lists(name) || bears_mark(self.folder, name)
    }

    /// Whether the manifest has a file of this name, or, where there is none, a mark vouches for all.
    fn lists(&self, name: &str) -> bool {
        match &self.manifest {
            Some(manifest) => manifest.sets.iter().any(|set| set.owns_form(name)),
            None => self.is_marked,
        }
    }

    /// The manifest of the folder when the sets are written: they stand in the place of those of their
    /// names. Of the others those stay of which files stand in the folder; a file that is written
    /// anew is no longer theirs. Where the manifest is lost, the departments whose own reports stand
    /// there are listed again.
    pub(super) fn manifest(&self) -> Manifest {
        let is_new = |set: &Set| self.sets.iter().any(|new| new.name == set.name);
        let is_replaced = |file: &OutputFile| {
            let mut written = self.sets.iter().flat_map(|set| &set.outputs);
            written.any(|new| new.name == file.name && new != file)
        };
        let mut manifest = self.manifest.clone().unwrap_or_else(|| Manifest {
            departments: departments(self.folder),
            ..Manifest::default()
        });
        manifest.sets.retain(|set| !is_new(set));
        for set in &mut manifest.sets {
            set.outputs.retain(|file| !is_replaced(file));
        }
        manifest.sets.retain(|set| set.stands_in(self.folder));
        manifest.sets.extend(self.sets.iter().map(|set| Set {
            earlier: set.forms().filter_map(|name| self.earlier(set, name)).collect(),
            ..set.clone()
        }));
        manifest.sets.sort_by(|one, other| one.name.cmp(&other.name));
        manifest
    }

    /// A form of a set that stands there of an earlier run.
    fn earlier(&self, set: &Set, name: String) -> Option<EarlierFile> {
        if set.lists(&name) || !write::is_there(self.folder, &name) || !self.owns(&name) {
            return None;
        }
        let sets = self.manifest.iter().flat_map(|manifest| &manifest.sets);
        let mut hashes = sets.filter_map(|before| {
            let made = before.outputs.iter().find(|output| output.name == name);
            let older = || before.earlier.iter().find(|earlier| earlier.name == name);
            made.map(|output| &output.sha256).or_else(|| older()?.sha256.as_ref())
        });
        let sha256 = hashes.next().cloned();
        Some(EarlierFile { name, sha256 })
    }
}

/// The folders of departments that stand in the unit's folder with a manifest of their own.
fn departments(folder: &Path) -> Vec<String> {
    let folders = write::folders_in(&folder.join(DEPARTMENTS)).into_iter();
    let folders = folders.filter(|folder| write::is_there(folder, NAME));
    folders.filter_map(|folder| Some(folder.file_name()?.to_str()?.to_owned())).collect()
}

/// Whether the program wrote a file, by what it holds. A web page or a Markdown text bears no mark.
fn bears_mark(folder: &Path, name: &str) -> bool {
    let mark = match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "csv" => RECORD.as_bytes(),
        "pdf" => PRODUCER,
        "json" if sent::is_kept_name(name) => KEPT,
        _ => return false,
    };
    let Some(bytes) = write::held(folder, name) else { return false };
    match mark == RECORD.as_bytes() {
        true => {
            bytes.strip_prefix(csv::MARK.to_string().as_bytes()).unwrap_or(&bytes).starts_with(mark)
        }
        false => bytes.windows(mark.len()).any(|part| part == mark),
    }
}
