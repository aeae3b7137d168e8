//! Write: finished bytes → files, all of them or none.
//!
//! One run at a time writes into a folder; the others wait. What a run that was broken off has left is
//! completed or taken away by the next one (see `set`).

mod folders;
mod journal;
mod lock;
mod set;

use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::bounds::OUTPUT_FILE;
use crate::text::shown_path;

use set::{Held, Over, Planned, regular};

/// A finished output and the name it goes by.
#[derive(Debug, Clone)]
pub struct Output {
    /// The name of the file, without a folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A file that could not be written. No file of the folder was changed.
#[derive(Debug)]
pub struct WriteFault {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

impl WriteFault {
    /// What the user is shown.
    pub fn message(&self) -> String {
        let reason = in_the_way(&self.path, &self.error).unwrap_or_else(|| reason(&self.error));
        let path = match self.path == Path::new(".") {
            true => "当前文件夹".to_owned(),
            false => format!(" {}", shown_path(&self.path)),
        };
        format!("写不了{path}：{reason}")
    }
}

/// What stands in the place of a file or of one of its folders, where it is not what the system's
/// fault says of the file itself.
fn in_the_way(path: &Path, error: &io::Error) -> Option<String> {
    let is_taken = |kind| {
        use ErrorKind::{AlreadyExists, NotADirectory, NotFound, Unsupported};
        matches!(kind, NotADirectory | AlreadyExists | Unsupported | NotFound)
    };
    if !is_taken(error.kind()) {
        return None;
    }
    let there = path.ancestors().find(|there| there.symlink_metadata().is_ok())?;
    let kind = there.symlink_metadata().ok()?.file_type();
    // A link to a folder is as good as one.
    if fs::metadata(there).is_ok_and(|data| data.is_dir()) || kind.is_file() && there == path {
        return None;
    }
    let what = match (kind.is_symlink(), kind.is_file()) {
        (true, _) if fs::metadata(there).is_err() => "一个断了的链接",
        (true, _) => "一个链接",
        (_, true) => "一个文件",
        _ => "一个管道或者设备",
    };
    let there = match there == path {
        true => "这里".to_owned(),
        false => format!("{} ", shown_path(there)),
    };
    Some(format!("{there}是{what}，占了位置\n建议：把它改名或者移走"))
}

/// Why nothing could be written, and what to do about it. Where we have no words of our own for it,
/// the system's are given, which are English.
pub fn reason(error: &io::Error) -> String {
    if let Some(standing) = error.get_ref().and_then(|inner| inner.downcast_ref::<NotOurs>()) {
        let (what, help) = standing.words();
        return format!("{what}\n建议：{help}");
    }
    let (what, help) = match error.kind() {
        ErrorKind::PermissionDenied => {
            ("没有写入的权限", "关掉正打开着它的程序再试；仍然不行的，请管理员开放写入权限")
        }
        ErrorKind::ReadOnlyFilesystem => ("这个磁盘只能读，不能写", "换一个能写的文件夹"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            ("磁盘满了", "删去不用的文件，腾出地方再试")
        }
        ErrorKind::IsADirectory => ("有同名的文件夹占了位置", "把同名的文件夹改名或者移走"),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            ("有同名的文件占了位置", "把同名的文件改名或者移走")
        }
        ErrorKind::NotFound => ("文件夹不在了", "核对文件夹；是共享文件夹的，看看网络是否断开"),
        ErrorKind::InvalidFilename => ("名称不能用作文件名", "换一个短一些、不带特殊符号的名称"),
        ErrorKind::Unsupported => ("这个位置上的不是普通文件", "把同名的链接或管道改名或者移走"),
        // Of one that stands there, its bound is said; else the system tells of what was to be written.
        ErrorKind::FileTooLarge if error.get_ref().is_some() => {
            let what = format!("这个位置上的文件太大，不像是本程序生成的（{error}）");
            return format!("{what}\n建议：把同名的文件改名或者移走");
        }
        ErrorKind::FileTooLarge => ("文件太大，系统不让写", "换一个磁盘，或者请管理员放宽限制"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            ("正被别的程序占用", "关掉正打开着它的程序再试")
        }
        _ => {
            let mut cause: &dyn Error = error;
            while let Some(source) = cause.source() {
                cause = source;
            }
            return format!(
                "写不进去（系统：{cause}）\n建议：看看文件是不是正被别的程序占用，或者磁盘已经断开"
            );
        }
    };
    format!("{what}\n建议：{help}")
}

/// Files that were not made, for they are there already. The folder is as it was before.
#[derive(Debug)]
pub enum CreateFault {
    /// The names of those that are there.
    Taken(Vec<String>),
    /// One that could not be written.
    Write(WriteFault),
}

/// A file of the user that is to hold another text.
#[derive(Debug, Clone)]
pub struct Replacement {
    /// Its name, which may lead into folders (`a/b`).
    pub name: String,
    /// What it is known to hold.
    pub before: Vec<u8>,
    /// What it is to hold.
    pub after: Vec<u8>,
}

/// Why a file of the user was not replaced. No file was changed.
#[derive(Debug)]
pub enum ReplaceFault {
    /// It is a link.
    Link(PathBuf),
    /// It is marked as one that may only be read.
    ReadOnly(PathBuf),
    /// It does not hold what it is known to hold.
    Changed(PathBuf),
    /// It could not be read or written.
    Write(WriteFault),
}

impl ReplaceFault {
    /// What the user is shown.
    pub fn message(&self) -> String {
        let (path, what, help) = match self {
            ReplaceFault::Link(path) => {
                (path, "是一个链接", "删去链接，把文件本身复制到这里，再运行一遍")
            }
            ReplaceFault::ReadOnly(path) => {
                (path, "是只读文件", "在文件的属性里去掉“只读”，或请管理员开放写入权限")
            }
            ReplaceFault::Changed(path) => {
                (path, "刚刚被别的程序改过", "在编辑器里保存并关闭，再运行一遍")
            }
            ReplaceFault::Write(fault) => return fault.message(),
        };
        format!("没有改 {}：{what}\n建议：{help}", shown_path(path))
    }
}

/// Replaces files of the user, all of them or none. Each keeps its permissions.
pub fn replace_all(folder: &Path, files: &[Replacement]) -> Result<(), ReplaceFault> {
    let write_fault = |(path, error)| ReplaceFault::Write(WriteFault { path, error });
    let mut held = Held::new(folder).map_err(write_fault)?;
    let mut planned = Vec::with_capacity(files.len());
    for file in files {
        let path = folder.join(&file.name);
        let fault = |error| write_fault((path.clone(), error));
        let data = fs::symlink_metadata(&path).map_err(fault)?;
        if data.is_symlink() {
            return Err(ReplaceFault::Link(path));
        }
        if data.permissions().readonly() {
            return Err(ReplaceFault::ReadOnly(path));
        }
        if regular(&path, &OUTPUT_FILE).map_err(fault)?.as_ref() != Some(&file.before) {
            return Err(ReplaceFault::Changed(path));
        }
        let permissions = Some(data.permissions());
        planned.push(Planned { name: &file.name, bytes: &file.after, permissions });
    }
    held.put(&planned, Over::Files).map(|_| ()).map_err(write_fault)
}

/// Writes `outputs` into `folder`, which is made when missing; names may lead into folders (`a/b`).
///
/// Everything is first written beside its place and only then renamed, so nobody
/// ever sees half a file; when a rename fails, those already done are undone. Gives the names of
/// the files that took the place of something else.
pub fn write_all(folder: &Path, outputs: &[Output]) -> Result<Vec<String>, WriteFault> {
    write_all_with(folder, outputs, || Ok(Vec::new())).map(|written| written.replaced)
}

/// What was written beside the files that were given.
#[derive(Debug)]
pub(crate) struct Written {
    /// The files that depend on what stood in the folder.
    pub(crate) more: Vec<Output>,
    /// The names of the files that took the place of something else.
    pub(crate) replaced: Vec<String>,
}

/// The same with files that depend on what stands in the folder: `more` is asked while nobody else
/// writes there, and may refuse that anything is written.
pub(crate) fn write_all_with(
    folder: &Path,
    outputs: &[Output],
    more: impl FnOnce() -> Result<Vec<Output>, WriteFault>,
) -> Result<Written, WriteFault> {
    let fault = |(path, error)| WriteFault { path, error };
    let mut held = Held::new(folder).map_err(fault)?;
    let more = more()?;
    if outputs.is_empty() && more.is_empty() {
        return Ok(Written { more, replaced: Vec::new() });
    }
    let mut all = planned(outputs);
    all.extend(planned(&more));
    let before = held.put(&all, Over::Files).map_err(fault)?;
    let is_other = |(planned, before): &(&Planned<'_>, Option<Vec<u8>>)| {
        before.as_ref().is_some_and(|before| before != planned.bytes)
    };
    let replaced = all.iter().zip(before).filter(is_other);
    let replaced = replaced.map(|(planned, _)| planned.name.to_owned()).collect();
    Ok(Written { more, replaced })
}

/// Reads a folder while nobody writes there. What a run that was broken off has left is completed or
/// taken away before.
pub(crate) fn settled<T>(folder: &Path, read: impl FnOnce() -> T) -> Result<T, WriteFault> {
    let fault = |(path, error)| WriteFault { path, error };
    let _held = Held::new(folder).map_err(fault)?;
    Ok(read())
}

fn planned(outputs: &[Output]) -> Vec<Planned<'_>> {
    let planned = outputs.iter().map(|output| Planned {
        name: &output.name,
        bytes: &output.bytes,
        permissions: None,
    });
    planned.collect()
}

/// Whose file stands in the place of one that is to be written, and is let alone.
#[derive(Debug)]
enum NotOurs {
    /// Somebody else's.
    Foreign,
    /// That of a later version of the program.
    Newer,
}

impl NotOurs {
    /// What is wrong, and what to do.
    fn words(&self) -> (&'static str, &'static str) {
        match self {
            NotOurs::Foreign => (
                "已经有同名的文件，看不出是程序写的，没有动它",
                "把它改名或者移走，再运行一遍；旧版程序生成的也这样",
            ),
            NotOurs::Newer => (
                "这一份是新版程序写的，这一版读不懂；这个文件夹里一个文件也没有动",
                "用新版程序生成；只能用这一版的，先把这个文件夹里的文件都移到别处",
            ),
        }
    }
}

impl fmt::Display for NotOurs {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            NotOurs::Foreign => "a file of somebody else",
            NotOurs::Newer => "a file of a later version",
        })
    }
}

impl Error for NotOurs {}

/// The fault of writing a file in whose place one of somebody else stands.
pub(crate) fn not_ours(folder: &Path, name: &str) -> WriteFault {
    WriteFault { path: folder.join(name), error: io::Error::other(NotOurs::Foreign) }
}

/// The fault of writing a file in whose place one of a later version of the program stands.
pub(crate) fn newer(folder: &Path, name: &str) -> WriteFault {
    WriteFault { path: folder.join(name), error: io::Error::other(NotOurs::Newer) }
}

/// What a file of this name holds; none where there is none.
pub fn held(folder: &Path, name: &str) -> Option<Vec<u8>> {
    standing(folder, name).ok().flatten()
}

/// The same, but something else that has the name is a fault.
pub(crate) fn standing(folder: &Path, name: &str) -> Result<Option<Vec<u8>>, WriteFault> {
    let path = folder.join(name);
    regular(&path, &OUTPUT_FILE).map_err(|error| WriteFault { path, error })
}

/// Why that which goes by a name is no file that is read; none where nothing does.
pub(crate) fn unlike_file(folder: &Path, name: &str) -> Option<String> {
    let data = folder.join(name).symlink_metadata().ok()?;
    Some(match data {
        data if data.is_symlink() => "是一个链接，不是普通文件".to_owned(),
        data if data.is_dir() => "是一个文件夹，不是普通文件".to_owned(),
        data if !data.is_file() => "不是普通文件".to_owned(),
        data if data.len() > OUTPUT_FILE.most => {
            format!("太大，不像是程序写的（{}）", OUTPUT_FILE.passed(Some(data.len())))
        }
        _ => "读不了，没有读的权限，或者磁盘有错".to_owned(),
    })
}

/// Whether links lead from a folder, or from one above it that is there, out of `home`, which may be a
/// link itself.
pub fn leads_out(home: &Path, folder: &Path) -> bool {
    let Ok(home) = fs::canonicalize(home) else { return false };
    let there = folder.ancestors().find_map(|folder| fs::canonicalize(folder).ok());
    there.is_some_and(|there| !there.starts_with(&home) && !home.starts_with(there))
}

/// The names of the files in a folder, in order, without hidden ones.
pub(crate) fn files_in(folder: &Path) -> Vec<String> {
    names_in(folder, |kind| !kind.is_dir())
}

/// The folders in a folder, in order, without hidden ones and links.
pub(crate) fn folders_in(folder: &Path) -> Vec<PathBuf> {
    names_in(folder, fs::FileType::is_dir).into_iter().map(|name| folder.join(name)).collect()
}

fn names_in(folder: &Path, is_wanted: impl Fn(&fs::FileType) -> bool) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let wanted = entries.filter(|entry| entry.file_type().is_ok_and(|kind| is_wanted(&kind)));
    let mut names: Vec<String> =
        wanted.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

/// Whether something goes by this name.
pub fn is_there(folder: &Path, name: &str) -> bool {
    // A broken link takes the name, too.
    folder.join(name).symlink_metadata().is_ok()
}

/// Writes `outputs`, none of which may be there yet; names may lead into folders (`a/b`),
/// which are made when missing.
pub fn create_all(folder: &Path, outputs: &[Output]) -> Result<(), CreateFault> {
    let fault = |(path, error)| CreateFault::Write(WriteFault { path, error });
    let mut held = Held::new(folder).map_err(fault)?;
    let names = outputs.iter().map(|output| &output.name);
    let taken: Vec<String> = names.filter(|name| is_there(folder, name)).cloned().collect();
    if !taken.is_empty() {
        return Err(CreateFault::Taken(taken));
    }
    held.put(&planned(outputs), Over::Nothing).map(|_| ()).map_err(fault)
}

/// Writes a file that may not be there yet, in the place of another one of the user that goes by
/// another name: both or none.
pub fn exchange(folder: &Path, old: &str, output: &Output) -> Result<(), CreateFault> {
    create_all(folder, std::slice::from_ref(output))?;
    let path = folder.join(old);
    fs::remove_file(&path).map_err(|error| {
        // The fault that led here is the one that is reported.
        let _ = fs::remove_file(folder.join(&output.name));
        CreateFault::Write(WriteFault { path, error })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(name: &str, text: &str) -> Output {
        Output { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn listing(folder: &Path) -> Vec<(String, Option<String>)> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                (name, fs::read_to_string(entry.path()).ok())
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn writes_every_file_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let first = write_all(folder.path(), &[output("a", "旧"), output("b", "乙")]).unwrap();
        let second = write_all(folder.path(), &[output("b", "乙"), output("a", "新")]).unwrap();
        assert_eq!((first, second), (vec![], vec!["a".to_owned()]));
        let expected = [("a", "新"), ("b", "乙")].map(|(n, t)| (n.to_owned(), Some(t.to_owned())));
        assert_eq!(listing(folder.path()), expected);
    }

    #[test]
    fn a_failed_write_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        write_all(folder.path(), &[output("a", "旧")]).unwrap();
        // `b` cannot be replaced by a file; `a` and `c` come before it and must be put back.
        fs::create_dir(folder.path().join("b")).unwrap();
        let before = listing(folder.path());
        let fault =
            write_all(folder.path(), &[output("a", "新"), output("c", "丙"), output("b", "乙")]);
        assert_eq!(fault.unwrap_err().path, folder.path().join("b"));
        assert_eq!(listing(folder.path()), before);
    }

    fn replacement(name: &str, before: &str, after: &str) -> Replacement {
        Replacement { name: name.to_owned(), before: before.into(), after: after.into() }
    }

    #[test]
    fn files_of_the_user_are_replaced_all_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("甲")).unwrap();
        for name in ["甲/a", "b", "c"] {
            fs::write(path(name), "旧").unwrap();
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(path("甲/a"), fs::Permissions::from_mode(0o600)).unwrap();
            fs::hard_link(path("c"), path("d")).unwrap();
            std::os::unix::fs::symlink(path("c"), path("e")).unwrap();
        }
        let mut locked = fs::metadata(path("c")).unwrap().permissions();
        locked.set_readonly(true);
        fs::set_permissions(path("c"), locked).unwrap();
        let first = replacement("甲/a", "旧", "新");
        let unchanged = |fault: Result<(), ReplaceFault>| {
            assert_eq!(fs::read_to_string(path("甲/a")).unwrap(), "旧");
            fault.unwrap_err()
        };
        let fault =
            unchanged(replace_all(folder.path(), &[first.clone(), replacement("b", "别的", "")]));
        assert!(matches!(fault, ReplaceFault::Changed(_)), "{fault:?}");
        let fault =
            unchanged(replace_all(folder.path(), &[first.clone(), replacement("c", "旧", "")]));
        assert!(fault.message().contains("只读"), "{fault:?}");
        #[cfg(unix)]
        {
            let fault =
                unchanged(replace_all(folder.path(), &[first.clone(), replacement("e", "旧", "")]));
            assert!(fault.message().contains("链接"), "{fault:?}");
        }
        replace_all(folder.path(), &[first, replacement("b", "旧", "新")]).unwrap();
        assert_eq!(fs::read_to_string(path("甲/a")).unwrap(), "新");
        assert_eq!(fs::read_to_string(path("b")).unwrap(), "新");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(path("甲/a")).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_takes_the_place_of_another_one_or_nothing_changes() {
        let folder = tempfile::tempdir().unwrap();
        write_all(folder.path(), &[output("a", "旧")]).unwrap();
        exchange(folder.path(), "a", &output("b", "新")).unwrap();
        let there = |name: &str| is_there(folder.path(), name);
        assert!(!there("a") && there("b"));
        exchange(folder.path(), "c", &output("d", "新")).unwrap_err();
        assert!(!there("d"));
        let fault = exchange(folder.path(), "a", &output("b", "又")).unwrap_err();
        assert!(matches!(fault, CreateFault::Taken(names) if names == ["b"]));
        assert_eq!(held(folder.path(), "b"), Some("新".as_bytes().to_vec()));
    }

    #[test]
    fn why_it_was_not_written_is_said_in_plain_words() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("甲");
        fs::write(&taken, "").unwrap();
        let fault = write_all(&taken, &[output("a", "新")]).unwrap_err();
        let said = "有同名的文件占了位置\n建议：把同名的文件改名或者移走";
        assert_eq!(fault.message(), format!("写不了 {}：{said}", taken.display()));
        let inside = taken.join("乙");
        let fault = write_all(&inside, &[output("a", "新")]).unwrap_err();
        let named = format!("{} 是一个文件，占了位置\n建议：把它改名或者移走", taken.display());
        assert_eq!(fault.message(), format!("写不了 {}：{named}", inside.display()));
        for (kind, what) in [
            (ErrorKind::PermissionDenied, "没有写入的权限\n建议："),
            (ErrorKind::StorageFull, "磁盘满了\n建议："),
            (ErrorKind::IsADirectory, "有同名的文件夹占了位置\n建议："),
        ] {
            assert!(reason(&kind.into()).starts_with(what), "{kind}");
        }
        let strange = io::Error::from_raw_os_error(5);
        assert_eq!(
            reason(&strange),
            format!(
                "写不进去（系统：{strange}）\n建议：看看文件是不是正被别的程序占用，或者磁盘已经断开"
            )
        );
    }

    #[test]
    fn what_is_there_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        create_all(folder.path(), &[output("a/b", "甲"), output("c", "丙")]).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("a/b")).unwrap(), "甲");
        let before = listing(folder.path());
        let fault = create_all(folder.path(), &[output("c", "新"), output("d", "丁")]);
        assert!(matches!(fault, Err(CreateFault::Taken(names)) if names == ["c"]));
        assert_eq!(listing(folder.path()), before);
    }
}
