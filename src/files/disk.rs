//! The disk: what stands in a folder of the project, and the bytes of a file.
//!
//! All that is particular to reading a disk is here: links, files that are no files, sizes, and
//! why something could not be read.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};

/// Bytes of the largest text file that is read; ten years of one district fit in it.
const LARGEST: u64 = 1 << 20;

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
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(['.', '~']) || ["Thumbs.db", "desktop.ini"].contains(&name.as_str()) {
            continue;
        }
        let kind = entry.file_type()?;
        // Links are followed; a broken one counts as a file and is reported when it is read.
        let is_folder = kind.is_dir()
            || kind.is_symlink() && fs::metadata(entry.path()).is_ok_and(|data| data.is_dir());
        found.push(Found { name, is_folder });
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

/// The bytes of a text file. Anything but a file (a pipe, say) is not waited for.
///
/// # Errors
/// Why it was not read (E0101, E0103, E0124).
pub(super) fn bytes(root: &Path, path: &str) -> Result<Vec<u8>, Diagnostic> {
    let fault = |error: io::Error| unreadable(path, &error);
    let whole = root.join(path);
    let mut data = fs::symlink_metadata(&whole).map_err(fault)?;
    if data.is_symlink() {
        follow(root, path)?;
        data = fs::metadata(&whole).map_err(fault)?;
    }
    if data.is_dir() {
        return Err(fault(io::ErrorKind::IsADirectory.into()));
    }
    if !data.is_file() {
        return Err(fault(io::ErrorKind::Unsupported.into()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len().min(LARGEST)).unwrap_or(0) + 1);
    let file = File::open(&whole).map_err(fault)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Diagnostic::new(Code::E0103, format!("{path} 超过 1 MiB，没有读"))
            .help("检查是不是放错了文件，或者粘贴进了多余的内容"));
    }
    Ok(bytes)
}

/// Links are followed within the folder of the project they stand in (`data`, `templates`,
/// `fonts`). What they reach outside of it would not be kept, sent on or backed up with the
/// data, and must not come to be shown in a report.
fn follow(root: &Path, path: &str) -> Result<(), Diagnostic> {
    let folder = path.split('/').next().unwrap_or_default();
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

/// Why a file or a folder could not be read (E0101).
pub(crate) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
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
