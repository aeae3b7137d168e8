//! The disk: what stands in a folder of the project, and the bytes of a file.
//!
//! All that is particular to reading a disk is here: links, files that are no files, sizes, and
//! why something could not be read.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use crate::bounds::{Bound, FILES_IN_FOLDER, FONT_FILE};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::printable;

/// A file or folder that stands in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its name, without the folder.
    pub name: String,
    /// Whether it is a folder, or a link to one.
    pub is_folder: bool,
}

/// What stands in a folder of the project, in name order, without hidden files, the lock
/// files of office programs, and what Windows leaves behind for itself.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn list(root: &Path, folder: &str) -> io::Result<Vec<Found>> {
    if is_linked(root, folder) {
        follow(root, folder).map_err(|fault| elsewhere(root, folder, fault))?;
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        // A name is shown, too. One that steers a terminal is none that is read.
        let name = printable(&entry.file_name().to_string_lossy());
        if name.starts_with(['.', '~']) || ["Thumbs.db", "desktop.ini"].contains(&name.as_str()) {
            continue;
        }
        let kind = entry.file_type()?;
        // Links are followed; a broken one counts as a file and is reported when it is read.
        let is_folder = kind.is_dir()
            || kind.is_symlink() && fs::metadata(entry.path()).is_ok_and(|data| data.is_dir());
        found.push(Found { name, is_folder });
        if found.len() > FILES_IN_FOLDER.size() {
            return Err(io::Error::new(ErrorKind::QuotaExceeded, FILES_IN_FOLDER.passed(None)));
        }
    }
    found.sort();
    Ok(found)
}

/// Whether there is something under a name. A broken link is there, and reported when it is
/// read; so is what may not be looked at.
pub(super) fn exists(root: &Path, path: &str) -> bool {
    let data = root.join(path).symlink_metadata();
    !data.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// The bytes of a file that has no more than `largest`. Anything but a file (a pipe, say) is not waited
/// for.
///
/// # Errors
/// Why it was not read (E0101, E0103, E0124).
pub(super) fn bytes(root: &Path, path: &str, largest: &Bound) -> Result<Vec<u8>, Diagnostic> {
    let most = largest.most;
    let fault = |error: io::Error| unreadable(path, &error);
    let whole = root.join(path);
    // A broken link is told as one.
    fs::symlink_metadata(&whole).map_err(fault)?;
    if is_linked(root, path) {
        follow(root, path)?;
    }
    let data = fs::metadata(&whole).map_err(fault)?;
    if data.is_dir() {
        return Err(fault(io::ErrorKind::IsADirectory.into()));
    }
    if !data.is_file() {
        return Err(fault(io::ErrorKind::Unsupported.into()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len().min(most)).unwrap_or(0) + 1);
    let file = File::open(&whole).map_err(fault)?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > most {
        return Err(Diagnostic::new(
            Code::E0103,
            format!("{path} 超过 {}，没有读", largest.shown()),
        )
        .help("检查是不是放错了文件，或者粘贴进了多余的内容"));
    }
    Ok(bytes)
}

/// Opens a file that is no text, such as a font. A pipe or a device is not waited for, and a link is
/// followed within its folder of the project alone.
///
/// # Errors
/// When it cannot be opened, is no regular file or is too large.
pub(super) fn open(root: &Path, path: &str) -> io::Result<File> {
    if is_linked(root, path) {
        follow(root, path).map_err(|fault| elsewhere(root, path, fault))?;
    }
    open_regular(&root.join(path))
}

/// The folder of fonts in a project.
const FONTS: &str = "fonts";

/// Whether a link stands in a path.
fn is_linked(root: &Path, path: &str) -> bool {
    let mut whole = root.to_owned();
    path.split('/').any(|part| {
        whole.push(part);
        whole.symlink_metadata().is_ok_and(|data| data.is_symlink())
    })
}

/// Why a link is not followed, in the words of the system where these say it.
fn elsewhere(root: &Path, path: &str, fault: Diagnostic) -> io::Error {
    match fs::metadata(root.join(path)) {
        Err(error) => error,
        Ok(_) => io::Error::new(ErrorKind::Unsupported, fault.message),
    }
}

/// Opens a regular file, wherever a link leads to.
///
/// # Errors
/// When it cannot be opened, is no regular file or is too large.
pub(super) fn open_regular(path: &Path) -> io::Result<File> {
    let data = fs::metadata(path)?;
    if data.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !data.is_file() {
        return Err(io::Error::new(ErrorKind::Unsupported, "不是普通文件"));
    }
    if data.len() > FONT_FILE.most {
        let what = format!("超过 {}", FONT_FILE.shown());
        return Err(io::Error::new(ErrorKind::FileTooLarge, what));
    }
    File::open(path)
}

/// Links are followed within the folder of the project they stand in (`data`, `templates`,
/// `fonts`). What they reach outside of it would not be kept, sent on or backed up with the
/// data, and must not come to be shown in a report.
fn follow(root: &Path, path: &str) -> Result<(), Diagnostic> {
    let folder = path.split('/').next().unwrap_or_default();
    if let Some(fault) = leads_out(root, folder) {
        return Err(fault);
    }
    let fault = |what: &str| {
        Diagnostic::new(Code::E0124, format!("{path} 是一个链接，{what}"))
            .help("删去链接，把文件本身复制到这里")
    };
    match (fs::canonicalize(root.join(path)), fs::canonicalize(root.join(folder))) {
        (Ok(target), Ok(home)) if target.starts_with(&home) => Ok(()),
        (Ok(_), _) => Err(fault(&format!("指到了 {folder} 文件夹之外，没有读"))),
        (Err(error), _) if error.kind() == io::ErrorKind::NotFound => {
            Err(fault("它所指的文件已经不在"))
        }
        (Err(error), _) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(unreadable(path, &error))
        }
        (Err(_), _) => Err(fault("绕来绕去又指回了自己")),
    }
}

/// What is wrong with a folder of the project that is a link (E0124): it leads out of the project. What
/// reads the projects of others would read there whatever its rights allow. The folder of fonts may lead
/// anywhere: no text of it comes into a report, and projects share their faces.
pub(super) fn leads_out(root: &Path, folder: &str) -> Option<Diagnostic> {
    let whole = root.join(folder);
    if !whole.symlink_metadata().is_ok_and(|data| data.is_symlink()) {
        return None;
    }
    let project = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let what = match (fs::canonicalize(whole), fs::canonicalize(project)) {
        (Ok(target), Ok(project)) if folder == FONTS || target.starts_with(&project) => {
            return None;
        }
        (Ok(_), _) => "指到了项目文件夹之外",
        (Err(_), _) => "它所指的文件夹不在了，或者打不开",
    };
    let fault =
        Diagnostic::new(Code::E0124, format!("{folder} 是一个链接，{what}，没有读")).help(format!(
            "删去链接，把 {folder} 文件夹本身复制到项目里；要做的是别处的项目的，到那个项目的文件夹里做"
        ));
    Some(fault)
}

/// Why a file or a folder could not be read (E0101).
pub(crate) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    // What was refused here has words of its own.
    if error.kind() == ErrorKind::Unsupported && error.get_ref().is_some() {
        return Diagnostic::new(Code::E0124, error.to_string())
            .help("删去链接，把文件夹或文件本身复制到这里");
    }
    if error.kind() == ErrorKind::QuotaExceeded && error.get_ref().is_some() {
        return Diagnostic::new(Code::E0125, format!("没有读 {path}：{error}"))
            .help("把与年报无关的文件移出去，或者核对是不是放错了文件夹");
    }
    let (what, help) = match error.kind() {
        // A name in another encoding was not read from the folder as it is.
        io::ErrorKind::NotFound if path.contains('\u{FFFD}') => (
            "文件名是乱码",
            "把文件名改为“部门名称.yaml”；从压缩包里解出来的，换一个认得中文文件名的解压程序",
        ),
        io::ErrorKind::NotFound => ("没有这个文件", "核对文件名和所在的文件夹"),
        io::ErrorKind::IsADirectory => ("是一个文件夹", "把同名的文件夹改名或者移走，放上文件"),
        io::ErrorKind::NotADirectory => ("不是文件夹", "把同名的文件改名或者移走，建立文件夹"),
        io::ErrorKind::PermissionDenied => ("没有读取的权限", "请管理员开放读取权限"),
        io::ErrorKind::Unsupported => ("不是普通文件", "换成普通的文本文件"),
        _ => ("打不开", "看看文件是不是正被别的程序占用，或者磁盘已经断开"),
    };
    let fault = Diagnostic::new(Code::E0101, format!("读不了 {path}：{what}")).help(help);
    if what == "打不开" { fault.note("系统", error.to_string()) } else { fault }
}
