//! A set of files that take their places together.
//!
//! What is written stands beside its place first. A journal in the folder says what is going on, so
//! that the next run knows what one that was broken off has left:
//!
//! - *staging*: the files listed are being written; the old set stands. They are taken away.
//! - *placing*: all files are whole and on the disk; the new set stands. The renames that are missing
//!   are done.
//!
//! Only files that a journal lists are ever removed, and what a journal was begun in.

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::folders::Folders;
use super::journal::{Journal, PART, Phase, Step, is_begun};
use super::lock::{self, Lock};
use crate::bounds::{Bound, JOURNAL_FILE, OUTPUT_FILE};

/// The journal's name.
const JOURNAL: &str = ".nianbao-journal";

/// What the journal is called until it is whole.
const NEW_JOURNAL: &str = ".nianbao-journal-new";

/// How often a folder is made anew that another run made, could not fill and took away meanwhile.
const TRIES: usize = 1000;

/// A folder that nobody else writes into.
#[derive(Debug)]
pub(super) struct Held {
    folder: PathBuf,
    /// Those that were made for what is to be written. They are dropped while the lock is held.
    folders: Folders,
    _lock: Lock,
}

/// A file that is to be written.
#[derive(Debug, Clone)]
pub(super) struct Planned<'a> {
    /// Its name in the folder, which may lead into folders (`a/b`).
    pub(super) name: &'a str,
    /// What it is to hold.
    pub(super) bytes: &'a [u8],
    /// Its permissions; none leaves them to the system.
    pub(super) permissions: Option<Permissions>,
}

/// Whether a file may take the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// Of any regular file.
    Files,
    /// Of nothing.
    Nothing,
}

/// What could not be written, and why. What stood in the folder stands there still.
pub(super) type Fault = (PathBuf, io::Error);

/// Whether a folder was taken away while it was made or waited for: the system says that it is not there, or
/// was there a moment ago.
fn is_gone(error: &io::Error, folder: &Path) -> bool {
    match error.kind() {
        ErrorKind::NotFound => true,
        ErrorKind::AlreadyExists => folder.symlink_metadata().map_or(true, |there| there.is_dir()),
        _ => false,
    }
}

impl Held {
    /// Makes a folder where it is missing, waits for other runs, and completes or takes away what a
    /// run that was broken off has left.
    pub(super) fn new(folder: &Path) -> Result<Held, Fault> {
        let mut folders = Folders::default();
        let mut tries = 1..TRIES;
        let lock = loop {
            match folders.make(folder).and_then(|()| lock::lock(folder)) {
                Err(error) if is_gone(&error, folder) && tries.next().is_some() => {}
                lock => break lock.map_err(|error| (folder.to_owned(), error))?,
            }
        };
        let held = Held { folder: folder.to_owned(), folders, _lock: lock };
        held.recover()?;
        Ok(held)
    }

    fn recover(&self) -> Result<(), Fault> {
        let path = self.folder.join(JOURNAL);
        let fault = |error| (path.clone(), error);
        let is_there = |name: &&str| self.folder.join(name).symlink_metadata().is_ok();
        // A folder of which nothing is to be settled may be one that can only be read.
        if ![JOURNAL, NEW_JOURNAL].iter().any(is_there) {
            return Ok(());
        }
        self.clear_new_journal()?;
        let Some(bytes) = regular(&path, &JOURNAL_FILE).map_err(fault)? else { return Ok(()) };
        let journal: Journal = serde_json::from_slice(&bytes)
            .ok()
            .filter(Journal::is_ours)
            .ok_or_else(|| fault(ErrorKind::AlreadyExists.into()))?;
        for step in &journal.steps {
            let done = match (journal.phase, step.part()) {
                _ if !self.holds(step.target()) => Err(ErrorKind::Unsupported.into()),
                (Phase::Staging, Some(part)) => remove(&self.folder.join(part)),
                (Phase::Staging, None) => Ok(()),
                (Phase::Placing, _) => step.finish_in(&self.folder),
            };
            done.map_err(|error| (self.folder.join(step.target()), error))?;
        }
        self.close(&journal).map_err(fault)
    }

    /// Takes away the journal that a run was writing when it was broken off. A file of somebody else
    /// that goes by its name stops the run.
    fn clear_new_journal(&self) -> Result<(), Fault> {
        let path = self.folder.join(NEW_JOURNAL);
        let cleared = regular(&path, &JOURNAL_FILE).and_then(|found| match found {
            None => Ok(()),
            Some(bytes) if is_begun(&bytes) => remove(&path),
            Some(_) => Err(ErrorKind::AlreadyExists.into()),
        });
        cleared.map_err(|error| (path, error))
    }

    /// Writes files, all of them or none. Gives what each took the place of.
    pub(super) fn put(
        &mut self,
        files: &[Planned<'_>],
        over: Over,
    ) -> Result<Vec<Option<Vec<u8>>>, Fault> {
        let plan = self.plan(files, over)?;
        let abandon = |fault: Fault| {
            // What cannot be taken away now stays in the journal for the next run.
            let _ = self.recover();
            fault
        };
        let of_folder = |error| (self.folder.clone(), error);
        self.note(&plan.staging()).map_err(of_folder).map_err(abandon)?;
        self.stage(files, &plan).map_err(abandon)?;
        let before = self.before(files, over).map_err(abandon)?;
        sync_folders(&self.folder, &plan)
            .and_then(|()| self.note(&plan))
            .map_err(|error| {
                // The journal may have its new name though it is not certain to be on the disk.
                let _ = self.note(&plan.staging());
                of_folder(error)
            })
            .map_err(abandon)?;
        for (at, step) in plan.steps.iter().enumerate() {
            if let Err(error) = step.do_in(&self.folder) {
                let fault = (self.folder.join(step.target()), error);
                self.undo(&plan, at, &before);
                return Err(fault);
            }
        }
        // All files stand in their places; a journal that cannot be removed is finished by the next run.
        let _ = self.close(&plan);
        Ok(before)
    }

    /// Whether the place of a file is in this folder, and no link leads out of it. A place of which the
    /// folder is not there leads nowhere.
    fn holds(&self, target: &str) -> bool {
        let Some((folder, _)) = target.rsplit_once('/') else { return true };
        match (fs::canonicalize(self.folder.join(folder)), fs::canonicalize(&self.folder)) {
            (Ok(inside), Ok(home)) => inside.starts_with(home),
            (Err(error), Ok(_)) => error.kind() == ErrorKind::NotFound,
            (_, Err(_)) => false,
        }
    }

    /// Names the parts: beside their targets, by the first numbers that are free.
    fn plan(&mut self, files: &[Planned<'_>], over: Over) -> Result<Journal, Fault> {
        let mut number = 0_u32;
        let mut steps = Vec::with_capacity(files.len());
        for file in files {
            let target = file.name.to_owned();
            let beside =
                target.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            let inside = self.folder.join(beside.trim_end_matches('/'));
            self.folders.make(&inside).map_err(|error| (inside.clone(), error))?;
            if !self.holds(&target) {
                return Err((inside, ErrorKind::Unsupported.into()));
            }
            let part = loop {
                let part = format!("{beside}{PART}{number}");
                number += 1;
                if self.folder.join(&part).symlink_metadata().is_err() {
                    break part;
                }
            };
            steps.push(match over {
                Over::Files => Step::Replace { part, target },
                Over::Nothing => Step::Create { part, target },
            });
        }
        Ok(Journal { phase: Phase::Placing, steps })
    }

    fn stage(&self, files: &[Planned<'_>], plan: &Journal) -> Result<(), Fault> {
        for (file, step) in files.iter().zip(&plan.steps) {
            let Some(part) = step.part() else { continue };
            let write = || {
                let mut part = File::create_new(self.folder.join(part))?;
                part.write_all(file.bytes)?;
                if let Some(permissions) = &file.permissions {
                    part.set_permissions(permissions.clone())?;
                }
                part.sync_all()
            };
            write().map_err(|error| (self.folder.join(file.name), error))?;
        }
        Ok(())
    }

    /// What stands in the places now. Only regular files are read and replaced.
    fn before(&self, files: &[Planned<'_>], over: Over) -> Result<Vec<Option<Vec<u8>>>, Fault> {
        let before = |file: &Planned<'_>| {
            let target = self.folder.join(file.name);
            let found = regular(&target, &OUTPUT_FILE).and_then(|found| match (over, found) {
                (Over::Nothing, Some(_)) => Err(ErrorKind::AlreadyExists.into()),
                (_, found) => Ok(found),
            });
            found.map_err(|error| (target, error))
        };
        files.iter().map(before).collect()
    }

    /// Puts back what stood in the places before the steps up to `at` were done, as a set of its own:
    /// when this is broken off, too, the next run goes on with it.
    fn undo(&self, plan: &Journal, at: usize, before: &[Option<Vec<u8>>]) {
        let mut steps = Vec::with_capacity(plan.steps.len());
        let mut to_write = Vec::new();
        for (index, (step, before)) in plan.steps.iter().zip(before).enumerate() {
            let (Some(part), target) = (step.part(), step.target().to_owned()) else { continue };
            steps.push(match before {
                _ if index >= at => Step::Remove { target: part.to_owned() },
                None => Step::Remove { target },
                Some(bytes) => {
                    to_write.push((part.to_owned(), bytes.as_slice()));
                    Step::Replace { part: part.to_owned(), target }
                }
            });
        }
        let back = || {
            for (part, bytes) in to_write {
                let mut part = File::create_new(self.folder.join(part))?;
                part.write_all(bytes)?;
                part.sync_all()?;
            }
            let plan = Journal { phase: Phase::Placing, steps };
            self.note(&plan)
        };
        // The fault that led here is the one that is reported.
        let _: Result<(), io::Error> = back();
        let _ = self.recover();
    }

    /// Writes the journal, in one step. What cannot be written whole is taken away again.
    fn note(&self, journal: &Journal) -> io::Result<()> {
        let new = self.folder.join(NEW_JOURNAL);
        let bytes = serde_json::to_vec(journal)?;
        let mut file = File::create_new(&new)?;
        let written = file.write_all(&bytes).and_then(|()| file.sync_all());
        drop(file);
        if let Err(error) = written.and_then(|()| fs::rename(&new, self.folder.join(JOURNAL))) {
            // The fault that led here is the one that is reported.
            let _ = remove(&new);
            return Err(error);
        }
        lock::sync_folder(&self.folder)
    }

    /// Removes the journal: nothing is left to do.
    fn close(&self, done: &Journal) -> io::Result<()> {
        sync_folders(&self.folder, done)?;
        fs::remove_file(self.folder.join(JOURNAL))?;
        lock::sync_folder(&self.folder)
    }
}

/// Makes sure that the names in all folders of a plan are on the disk.
fn sync_folders(folder: &Path, plan: &Journal) -> io::Result<()> {
    let paths = plan.steps.iter().map(|step| folder.join(step.target()));
    let folders: BTreeSet<PathBuf> =
        paths.filter_map(|path| path.parent().map(Path::to_owned)).collect();
    folders.iter().filter(|folder| folder.is_dir()).try_for_each(|folder| lock::sync_folder(folder))
}

/// The bytes of a regular file; none where there is nothing. Whatever else bears the name is neither
/// read nor waited for.
pub(super) fn regular(path: &Path, most: &Bound) -> io::Result<Option<Vec<u8>>> {
    let data = match path.symlink_metadata() {
        Ok(data) => data,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if data.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !data.is_file() {
        return Err(ErrorKind::Unsupported.into());
    }
    if data.len() > most.most {
        let what = most.passed(Some(data.len()));
        return Err(io::Error::new(ErrorKind::FileTooLarge, what));
    }
    fs::read(path).map(Some)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &str); 3] = [("a", "新甲"), ("b", "新乙"), ("丙/c", "新丙")];

    fn planned<'a>(files: &'a [(&'a str, &'a str)]) -> Vec<Planned<'a>> {
        let planned = |(name, text): &'a (&str, &str)| Planned {
            name,
            bytes: text.as_bytes(),
            permissions: None,
        };
        files.iter().map(planned).collect()
    }

    fn listing(folder: &Path) -> Vec<(String, String)> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
            let name = entry.file_name().into_string().unwrap();
            if entry.path().is_dir() {
                files.extend(
                    listing(&entry.path())
                        .into_iter()
                        .map(|(inner, text)| (format!("{name}/{inner}"), text)),
                );
            } else {
                files.push((name, fs::read_to_string(entry.path()).unwrap()));
            }
        }
        files.sort();
        files
    }

    fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut files: Vec<_> =
            files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        files.sort();
        files
    }

    /// A folder as a run leaves it that is killed after some of its steps.
    fn broken_off(
        folder: &Path,
        old: &[(&str, &str)],
        over: Over,
        parts: usize,
        placed: Option<usize>,
    ) {
        let mut held = Held::new(folder).unwrap();
        if !old.is_empty() {
            held.put(&planned(old), Over::Files).unwrap();
        }
        let files = planned(&FILES);
        let plan = held.plan(&files, over).unwrap();
        held.note(&plan.staging()).unwrap();
        held.stage(&files[..parts], &plan).unwrap();
        if let Some(placed) = placed {
            held.note(&plan).unwrap();
            for step in &plan.steps[..placed] {
                step.do_in(folder).unwrap();
            }
        }
    }

    #[test]
    fn a_run_that_was_broken_off_while_it_wrote_leaves_the_old_set() {
        let old = [("a", "旧甲"), ("丙/c", "旧丙")];
        for parts in 0..=FILES.len() {
            let folder = tempfile::tempdir().unwrap();
            broken_off(folder.path(), &old, Over::Files, parts, None);
            drop(Held::new(folder.path()).unwrap());
            assert_eq!(listing(folder.path()), owned(&old), "{parts}");
        }
    }

    #[test]
    fn a_run_that_was_broken_off_between_two_renames_is_completed() {
        for (over, old) in [(Over::Files, [("a", "旧甲")].as_slice()), (Over::Nothing, &[])] {
            for placed in 0..=FILES.len() {
                let folder = tempfile::tempdir().unwrap();
                broken_off(folder.path(), old, over, FILES.len(), Some(placed));
                drop(Held::new(folder.path()).unwrap());
                assert_eq!(listing(folder.path()), owned(&FILES), "{over:?} {placed}");
            }
        }
    }

    #[test]
    fn a_file_that_somebody_made_meanwhile_is_theirs() {
        let folder = tempfile::tempdir().unwrap();
        broken_off(folder.path(), &[], Over::Nothing, FILES.len(), Some(1));
        fs::write(folder.path().join("b"), "别人的").unwrap();
        drop(Held::new(folder.path()).unwrap());
        let expected = [("a", "新甲"), ("b", "别人的"), ("丙/c", "新丙")];
        assert_eq!(listing(folder.path()), owned(&expected));
    }

    #[test]
    fn what_a_failed_rename_undoes_is_undone_as_a_set_too() {
        let folder = tempfile::tempdir().unwrap();
        let old = [("a", "旧甲"), ("b", "旧乙")];
        broken_off(folder.path(), &old, Over::Files, FILES.len(), Some(2));
        // The third rename fails here: the two files before it are put back, the third part goes.
        let held = Held {
            folder: folder.path().to_owned(),
            folders: Folders::default(),
            _lock: lock::lock(folder.path()).unwrap(),
        };
        let bytes = fs::read(folder.path().join(JOURNAL)).unwrap();
        let plan: Journal = serde_json::from_slice(&bytes).unwrap();
        let before = [Some("旧甲".into()), Some("旧乙".into()), None];
        held.undo(&plan, 2, &before);
        assert_eq!(listing(folder.path()), owned(&old));
    }

    #[test]
    fn only_files_that_a_journal_lists_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let own =
            [(".nianbao-part-0", "用户的"), (".nianbao-notes", "笔记"), (".nianbao-part-x", "")];
        for (name, text) in own {
            fs::write(folder.path().join(name), text).unwrap();
        }
        Held::new(folder.path()).unwrap().put(&planned(&FILES), Over::Files).unwrap();
        assert_eq!(listing(folder.path()), owned(&[own.as_slice(), &FILES].concat()));
    }

    #[test]
    fn a_journal_that_was_begun_is_taken_away_and_a_file_of_its_name_is_not() {
        for begun in ["", "{\"ph", r#"{"phase":"staging","steps":[{"rep"#] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(NEW_JOURNAL), begun).unwrap();
            Held::new(folder.path()).unwrap().put(&planned(&FILES), Over::Files).unwrap();
            assert_eq!(listing(folder.path()), owned(&FILES), "{begun}");
        }
        for other in ["笔记", "{\"pages\":", " "] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(NEW_JOURNAL);
            fs::write(&path, other).unwrap();
            let (at, error) = Held::new(folder.path()).unwrap_err();
            assert_eq!((at, error.kind()), (path, ErrorKind::AlreadyExists));
            assert_eq!(listing(folder.path()), owned(&[(NEW_JOURNAL, other)]));
        }
    }

    #[test]
    fn a_journal_that_is_not_ours_stops_the_run() {
        let outside = r#"{"phase":"placing","steps":[{"remove":{"target":"../x"}}]}"#;
        let other = r#"{"phase":"staging","steps":[{"replace":{"part":"重要","target":"a"}}]}"#;
        for text in ["笔记", outside, other] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(JOURNAL), text).unwrap();
            let (path, error) = Held::new(folder.path()).unwrap_err();
            assert_eq!(
                (path, error.kind()),
                (folder.path().join(JOURNAL), ErrorKind::AlreadyExists)
            );
            assert_eq!(listing(folder.path()), owned(&[(JOURNAL, text)]));
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_is_neither_read_nor_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("a"), "别处").unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("a"), folder.path().join("b")).unwrap();
        let put = |name: &str| {
            Held::new(folder.path()).unwrap().put(&planned(&[(name, "新")]), Over::Files)
        };
        assert_eq!(put("b").unwrap_err().1.kind(), ErrorKind::Unsupported);
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("丙")).unwrap();
        assert_eq!(put("丙/a").unwrap_err().1.kind(), ErrorKind::Unsupported);
        assert_eq!(listing(elsewhere.path()), owned(&[("a", "别处")]));
        assert!(folder.path().join(JOURNAL).symlink_metadata().is_err());
    }

    #[test]
    fn folders_that_were_made_go_where_nothing_was_written() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("新/内");
        drop(Held::new(&folder).unwrap());
        assert!(!home.path().join("新").exists());
        // A file stands where the folder of the second one is to be.
        fs::write(home.path().join("文件"), "").unwrap();
        let files = [("甲/a", "新"), ("文件/b", "新")];
        Held::new(home.path()).unwrap().put(&planned(&files), Over::Files).unwrap_err();
        assert_eq!(listing(home.path()), owned(&[("文件", "")]));
        assert!(!home.path().join("甲").exists());
        // What is filled stays, and so does what was there.
        fs::create_dir(home.path().join("空")).unwrap();
        let mut held = Held::new(&home.path().join("空")).unwrap();
        held.put(&planned(&[("丙/c", "新")]), Over::Files).unwrap();
        drop(held);
        drop(Held::new(&home.path().join("空")).unwrap());
        assert!(home.path().join("空/丙/c").is_file());
    }

    #[test]
    fn who_waited_for_a_folder_that_was_taken_away_makes_it_anew() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("收");
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let folder = &folder;
                scope.spawn(move || {
                    for _ in 0..50 {
                        let mut held = Held::new(folder).unwrap();
                        if writer == 0 {
                            held.put(&planned(&[("a", "新")]), Over::Files).unwrap();
                            fs::remove_file(folder.join("a")).unwrap();
                        }
                    }
                });
            }
        });
        assert!(!folder.join(JOURNAL).exists());
    }

    #[test]
    fn writers_of_one_folder_wait_for_each_other() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let folder = folder.path();
                scope.spawn(move || {
                    let text = format!("{writer}").repeat(5000);
                    for _ in 0..20 {
                        let files = ["a", "b", "c"].map(|name| (name, text.as_str()));
                        Held::new(folder).unwrap().put(&planned(&files), Over::Files).unwrap();
                    }
                });
            }
        });
        let files = listing(folder.path());
        assert_eq!(files.len(), 3);
        assert!(files.iter().all(|(_, text)| *text == files[0].1));
    }
}
