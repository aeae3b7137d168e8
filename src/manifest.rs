//! What stands in an output folder, and what it was made from: the value behind `校验.json`.
//!
//! Each run writes it with the files of its sets, as one set. It is the office's own record: nothing
//! that is published names it. It holds no time, so the same sets give the same bytes.

mod command;
mod file;
mod inputs;
mod kept;
mod known;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub(crate) use command::Home;
pub(crate) use file::{NAME, Unreadable};
pub(crate) use inputs::{Change, Input, Role};

use known::Known;

use crate::builtin;
use crate::compose::withholds;
use crate::edition::{self, Edition, Options, is_off};
use crate::examine::Year;
use crate::files::Files;
use crate::hash::{hex, sha256};
use crate::render::{FORMATS, Format};
use crate::sent;
use crate::write::{self, Output, WriteFault};

/// The sets of a folder, in the order of their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Each under its own name.
    pub(crate) sets: Vec<Set>,
    /// The folders in [`DEPARTMENTS`] in which own reports of departments were written, in order.
    pub(crate) departments: Vec<String>,
}

/// Where the own reports of departments are written, in the folder of the unit's.
pub(crate) const DEPARTMENTS: &str = "部门";

/// The files of one edition of one report that one run wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Set {
    /// What its files are called, without the ending: `年报（区委，草稿）`.
    pub(crate) name: String,
    /// The year of the report.
    pub(crate) year: i32,
    /// The kind of report: its folder of templates.
    pub(crate) kind: String,
    /// Whose own report it is; none of the unit's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) department: Option<String>,
    /// To whom it is sent, where each addressee gets a set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) addressee: Option<String>,
    /// 主送机关
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) addressees: Vec<String>,
    /// Whether what is posted holds less than the other forms.
    #[serde(default, skip_serializing_if = "is_off")]
    pub(crate) withheld: bool,
    /// The layout that it was made in.
    pub(crate) layout: String,
    /// What was asked for.
    pub(crate) asked: Options,
    /// The words of the formats that were asked for.
    pub(crate) formats: Vec<String>,
    /// Whether it was made without a warning.
    #[serde(default, skip_serializing_if = "is_off")]
    pub(crate) clean: bool,
    /// What made it.
    pub(crate) program: Program,
    /// The hash of all that it was made from: of the program, of what was asked for, of the inputs.
    pub(crate) digest: String,
    /// Its files.
    pub(crate) outputs: Vec<OutputFile>,
    /// Forms of it that stand there of an earlier run, and were not made anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) earlier: Vec<EarlierFile>,
    /// What it was made from.
    pub(crate) inputs: Vec<Input>,
}

/// What made a set. The commit is not in it: a set stays true to what made it while nothing that it is
/// made from changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Program {
    /// Its version.
    pub(crate) version: String,
    /// The SHA-256 of all built-in templates and fonts.
    pub(crate) built_in: String,
}

/// A file of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutputFile {
    /// Its name in the folder.
    pub(crate) name: String,
    /// Its length in bytes.
    pub(crate) size: usize,
    /// The SHA-256 of its bytes.
    pub(crate) sha256: String,
}

/// A form of a set that an earlier run made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EarlierFile {
    /// Its name in the folder.
    pub(crate) name: String,
    /// The SHA-256 of its bytes as they were made; none where the manifest of that run was lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sha256: Option<String>,
}

impl EarlierFile {
    /// Whether it is known that a file does not hold what it was written with.
    pub(crate) fn is_edited(&self, bytes: &[u8]) -> bool {
        self.sha256.as_ref().is_some_and(|hash| *hash != hash_of_bytes(bytes))
    }
}

impl Program {
    /// This one.
    pub(crate) fn this() -> Program {
        Program {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            built_in: builtin::SHA256.to_owned(),
        }
    }
}

impl OutputFile {
    fn new(output: &Output) -> OutputFile {
        let Output { name, bytes } = output;
        OutputFile { name: name.clone(), size: bytes.len(), sha256: hash_of_bytes(bytes) }
    }

    /// Whether a file holds what it was written with.
    pub(crate) fn is(&self, bytes: &[u8]) -> bool {
        self.size == bytes.len() && self.sha256 == hash_of_bytes(bytes)
    }
}

impl Set {
    /// The options that make it again.
    pub(crate) fn options(&self) -> Options {
        Options {
            department: self.department.clone(),
            addressees: self.addressee.iter().cloned().collect(),
            ..self.asked.clone()
        }
    }

    /// The formats that make it again.
    pub(crate) fn formats(&self) -> Vec<Format> {
        let known = |word: &String| FORMATS.into_iter().find(|format| format.word == *word);
        self.formats.iter().filter_map(known).collect()
    }

    /// What of that which it was made from is not as it was.
    pub(crate) fn changes(&self, files: &Files) -> Vec<Change> {
        inputs::changes(&self.inputs, files, self.year)
    }

    /// The folder in [`DEPARTMENTS`] that it is written into; none where it is the unit's.
    pub(crate) fn department_folder(&self) -> Option<String> {
        self.department.as_deref().map(edition::folder)
    }

    /// What all forms of it are called.
    pub(crate) fn forms(&self) -> impl Iterator<Item = String> {
        FORMATS.iter().map(|format| format!("{}.{}", self.name, format.ending))
    }

    /// Whether it has a file of this name.
    pub(crate) fn lists(&self, name: &str) -> bool {
        self.outputs.iter().any(|output| output.name == name)
    }

    /// Whether a file is of this set alone, and not a record that sets share.
    fn owns(&self, name: &str) -> bool {
        name.strip_prefix(&self.name).is_some_and(|rest| rest.starts_with('.'))
    }

    /// Whether the program wrote a file of this name with it, now or in an earlier run.
    fn owns_form(&self, name: &str) -> bool {
        self.lists(name) || self.earlier.iter().any(|earlier| earlier.name == name)
    }

    /// Whether any file that is its own still stands in a folder.
    fn stands_in(&self, folder: &Path) -> bool {
        if self.earlier.iter().any(|earlier| write::is_there(folder, &earlier.name)) {
            return true;
        }
        let own = self.outputs.iter().filter(|output| self.owns(&output.name)).count();
        let mut counted = self.outputs.iter().filter(|output| own == 0 || self.owns(&output.name));
        counted.any(|output| write::is_there(folder, &output.name))
    }
}

/// The sets that one run made of a year: their files are `outputs`, as [`make`](crate::make()) gives
/// them; `is_clean` says that no warning was given. The files of the project have to be
/// [recorded](Files::recorded).
pub(crate) fn sets(
    year: &Year,
    options: &Options,
    formats: &[Format],
    outputs: &[Output],
    is_clean: bool,
) -> Vec<Set> {
    let report_year = year.submissions.report.year;
    let inputs = inputs::read_by(&year.project.files, report_year);
    let files: Vec<OutputFile> = outputs.iter().map(OutputFile::new).collect();
    let set = |edition: Edition| {
        let endings = FORMATS.iter().map(|format| format.ending).chain([sent::ENDING]);
        let mut names: Vec<String> = endings.map(|ending| edition.file_name(ending)).collect();
        names.push(edition.origins_name());
        let mut set = Set {
            name: edition.name(),
            year: report_year,
            kind: year.project.kind.folder.clone(),
            department: edition.department.clone(),
            addressee: edition.addressees.first().filter(|_| edition.separate).cloned(),
            addressees: edition.addressees.clone(),
            withheld: withholds(&edition.posted(), &year.submissions.report)
                && edition.posted() != edition,
            layout: edition.layout.name.clone(),
            asked: asked(options),
            formats: formats.iter().map(|format| format.word.to_owned()).collect(),
            clean: is_clean,
            program: Program::this(),
            digest: String::new(),
            outputs: files.iter().filter(|file| names.contains(&file.name)).cloned().collect(),
            earlier: Vec::new(),
            inputs: inputs.clone(),
        };
        set.digest = digest(&set);
        set
    };
    year.edition.sets().into_iter().map(set).collect()
}

/// What was asked for, but for what a set says of itself.
fn asked(options: &Options) -> Options {
    Options { department: None, addressees: Vec::new(), ..options.clone() }
}

/// The hash of all that a set is made from.
fn digest(set: &Set) -> String {
    let Set { year, kind, department, addressee, asked, formats, program, inputs, .. } = set;
    hash_of(&(program, year, kind, department, addressee, asked, formats, inputs))
}

fn hash_of(value: &impl Serialize) -> String {
    // Texts, numbers and lists of them can always be written.
    hash_of_bytes(&serde_json::to_vec(value).unwrap_or_default())
}

fn hash_of_bytes(bytes: &[u8]) -> String {
    hex(&sha256([bytes]))
}

/// What earlier texts are kept of the documents and Markdown texts that a run writes anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Earlier {
    /// Each under a name with its hash: a document that was sent may still come back.
    Kept,
    /// None: nobody has sent what is written anew each moment.
    Replaced,
}

/// Writes files of sets into a folder, with its manifest, all of them or none. `outputs` may leave out
/// files that stand there already, and gets the earlier texts that are kept. Gives the names of the
/// files that took the place of something else.
///
/// # Errors
/// When a file cannot be written, or one that the program did not write stands in its place.
pub(crate) fn write(
    folder: &Path,
    outputs: &mut Vec<Output>,
    sets: &[Set],
    earlier: Earlier,
) -> Result<Vec<String>, WriteFault> {
    let mut written = write::write_all_with(folder, outputs, || {
        let known = Known::of(folder, sets)?;
        let mut more = match earlier {
            Earlier::Kept => kept::earlier_texts(&known, folder, outputs),
            Earlier::Replaced => Vec::new(),
        };
        let bytes = known.manifest().to_json();
        more.push(Output { name: NAME.to_owned(), bytes });
        match known.foreign(outputs).or_else(|| known.foreign(&more)) {
            Some(name) => Err(write::not_ours(folder, name)),
            None => Ok(more),
        }
    })?;
    written.more.retain(|output| output.name != NAME);
    written.replaced.retain(|name| name != NAME);
    outputs.append(&mut written.more);
    Ok(written.replaced)
}

/// Lists departments in the manifest of the unit's folder, whose own reports stand in it, so that it
/// is told when one is taken away. After a run of all, those that no longer stand are forgotten. A
/// folder with files whose manifest is lost gets none: it would vouch for them.
pub(crate) fn list_departments(
    folder: &Path,
    made: Vec<String>,
    is_all: bool,
) -> Result<(), WriteFault> {
    if made.is_empty() {
        return Ok(());
    }
    let manifest = || {
        let before = read(folder);
        let mut manifest = match before.clone() {
            Ok(Some(manifest)) => manifest,
            Ok(None) if !write::is_there(folder, NAME) && !has_outputs(folder) => {
                Manifest::default()
            }
            Err(Unreadable::Newer) => return Err(write::newer(folder, NAME)),
            Ok(None) | Err(_) => return Ok(Vec::new()),
        };
        let home = folder.join(DEPARTMENTS);
        let listed = &mut manifest.departments;
        listed.retain(|name| !is_all || write::is_there(&home.join(name), NAME));
        listed.extend(made);
        listed.sort();
        listed.dedup();
        if before.ok().flatten().as_ref() == Some(&manifest) {
            return Ok(Vec::new());
        }
        Ok(vec![Output { name: NAME.to_owned(), bytes: manifest.to_json() }])
    };
    write::write_all_with(folder, &[], manifest).map(drop)
}

/// Whether a folder holds files with names as the program gives them.
pub(crate) fn has_outputs(folder: &Path) -> bool {
    let is_output = |name: &String| {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        ending == "csv"
            || sent::is_kept_name(name)
            || FORMATS.iter().any(|format| format.ending == ending)
    };
    write::files_in(folder).iter().any(is_output)
}

/// The manifest of a folder; none where there is none.
pub(crate) fn read(folder: &Path) -> Result<Option<Manifest>, Unreadable> {
    write::held(folder, NAME).map(|bytes| Manifest::from_json(&bytes)).transpose()
}

/// The name that the manifest of a folder has now, of which none stands under its own.
pub(crate) fn renamed(folder: &Path) -> Option<String> {
    let is_manifest = |name: &String| {
        let bytes = name.contains(".json").then(|| write::held(folder, name)).flatten();
        bytes.is_some_and(|bytes| Manifest::from_json(&bytes).is_ok())
    };
    write::files_in(folder).into_iter().find(is_manifest)
}

/// The sets that are asked for, where they stand in a folder as they were made and would come out the
/// same: nothing that they were made from has changed, nor has the program. None where one does not.
pub(crate) fn current(
    folder: &Path,
    files: &Files,
    year: i32,
    options: &Options,
    formats: &[Format],
) -> Option<Vec<Set>> {
    let asked = asked(options);
    let words: Vec<&str> = formats.iter().map(|format| format.word).collect();
    let is_asked_for = |set: &Set| {
        set.year == year
            && set.asked == asked
            && set.formats == words
            && set.department == options.department
            && set.program == Program::this()
            && match &set.addressee {
                None => options.addressees.is_empty(),
                Some(name) => options.addressees.contains(name),
            }
    };
    let is_standing = |output: &OutputFile| {
        write::held(folder, &output.name).is_some_and(|bytes| output.is(&bytes))
    };
    // Nothing that is not there is made for it.
    let standing = write::is_there(folder, NAME).then(|| {
        write::settled(folder, || {
            let manifest = read(folder).ok().flatten().unwrap_or_default();
            let mut found: Vec<Set> = manifest.sets.into_iter().filter(is_asked_for).collect();
            found.retain(|set| set.outputs.iter().all(is_standing));
            found
        })
    });
    let found = standing?.ok()?;
    let is_whole = found.len() == options.addressees.len().max(1);
    let is_current = is_whole && found.iter().all(|set| set.changes(files).is_empty());
    is_current.then_some(found)
}

#[cfg(test)]
pub(crate) mod tests;
