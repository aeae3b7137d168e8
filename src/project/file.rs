//! Files as they really arrive: found or not, too large, in another encoding, with line
//! ends and marks of other systems. What comes out is text with `\n` line ends.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};

/// Bytes; ten years of one district fit in it.
const LARGEST: u64 = 1 << 20;

/// What stands in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub name: String,
    pub is_folder: bool,
}

/// What stands in a folder of the project, in name order, without hidden files and the
/// lock files of office programs.
pub(super) fn list(root: &Path, folder: &str) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(['.', '~']) {
            continue;
        }
        // Links are followed; a broken one counts as a file and is told when it is read.
        let is_folder = fs::metadata(entry.path()).is_ok_and(|data| data.is_dir());
        found.push(Found { name, is_folder });
    }
    found.sort();
    Ok(found)
}

/// Reads a text file of the project; `path` is relative, with `/`. What could not be read
/// is told in `faults`, and the file kept among the sources without text: the error.
pub(super) fn read(
    root: &Path,
    path: &str,
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> Result<FileId, FileId> {
    let text =
        read_bytes(&root.join(path)).map_err(|error| unreadable(path, &error)).and_then(|bytes| {
            let bytes = bytes.ok_or_else(|| {
                Diagnostic::new(Code::E0103, format!("{path} 超过 1 MiB，没有读"))
                    .help("检查是不是放错了文件，或者粘贴进了多余的内容")
            })?;
            decode(bytes, path)
        });
    match text {
        Ok(text) => {
            let file = sources.add(path, text);
            faults.extend(invisible(file, &sources.get(file).text));
            Ok(file)
        }
        Err(fault) => {
            let file = sources.add(path, "");
            faults.push(fault.at(Span::new(file, 0..0), ""));
            Err(file)
        }
    }
}

/// None when the file is too large. Anything but a file (a pipe, say) is not waited for.
fn read_bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let data = fs::metadata(path)?;
    if data.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !data.is_file() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= LARGEST).then_some(bytes))
}

fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    let (what, help) = match error.kind() {
        io::ErrorKind::NotFound => ("没有这个文件", "核对文件名和所在的文件夹"),
        io::ErrorKind::IsADirectory => ("是一个文件夹", "把同名的文件夹改名或者移走，放上文件"),
        io::ErrorKind::PermissionDenied => ("没有读取的权限", "请管理员开放这个文件的读取权限"),
        io::ErrorKind::Unsupported => ("不是普通文件", "换成普通的文本文件"),
        _ => ("打不开", "看看文件是不是正被别的程序占用，或者磁盘已经断开"),
    };
    let fault = Diagnostic::new(Code::E0101, format!("读不了 {path}：{what}")).help(help);
    if what == "打不开" { fault.note("系统", error.to_string()) } else { fault }
}

/// The only place where bytes become text.
fn decode(bytes: Vec<u8>, path: &str) -> Result<String, Diagnostic> {
    let fault = |message: String| {
        Diagnostic::new(Code::E0102, message)
            .help("用编辑器打开这个文件，选“另存为”，编码选“UTF-8”，再保存")
    };
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(fault(format!("{path} 是 UTF-16 编码，应当是 UTF-8")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        fault(format!("{path} 不是 UTF-8 编码，多半是 GBK"))
            .note("说明", format!("从第 {line} 行起读不出来"))
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Characters that no one sees and that would go into the report, or upset it.
fn invisible(file: FileId, text: &str) -> Option<Diagnostic> {
    let is_invisible = |character: char| {
        matches!(character,
            '\0'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}' | '\u{FDD0}'..='\u{FDEF}')
            || u32::from(character) & 0xFFFE == 0xFFFE
    };
    let mut all = text.char_indices().filter(|(_, character)| is_invisible(*character));
    let (at, first) = all.next()?;
    let more = all.count();
    let message = match first {
        '\u{FFFD}' => "文件里有乱码",
        _ => "文件里有看不见的字符",
    };
    let fault = Diagnostic::new(Code::E0122, message)
        .at(Span::new(file, at..at + first.len_utf8()), format!("U+{:04X}", u32::from(first)))
        .help("删去这个位置前后的字，重新输入；从网页、文档复制时先粘贴为纯文本");
    Some(if more > 0 {
        fault.note("说明", format!("这样的字符共 {} 个，这里只标出第一个", more + 1))
    } else {
        fault
    })
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::diagnostic::text;

    /// A folder that goes away with it.
    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn told(bytes: &[u8]) -> (Option<String>, String) {
        let folder = folder();
        fs::write(folder.path().join("a.yaml"), bytes).unwrap();
        read_back(folder.path(), "a.yaml")
    }

    fn read_back(root: &Path, path: &str) -> (Option<String>, String) {
        let (mut sources, mut faults) = (Sources::default(), Vec::new());
        let file = read(root, path, &mut sources, &mut faults);
        let text = file.ok().map(|file| sources.get(file).text.clone());
        (text, text::report(&faults, &sources, false))
    }

    #[test]
    fn marks_and_line_ends_of_other_systems() {
        let (text, told) = told("\u{FEFF}部门: 甲\r\n年度: 2024\r注: 无\n".as_bytes());
        assert_eq!(text.unwrap(), "部门: 甲\n年度: 2024\n注: 无\n");
        assert_eq!(told, "没有发现问题");
    }

    #[test]
    fn another_encoding() {
        let (text, gbk) = told(b"a: 1\n\xB2\xBF\xC3\xC5: 2\n");
        assert_eq!(text, None);
        assert_data_eq!(
            gbk,
            str![[r#"
错误[E0102]: a.yaml 不是 UTF-8 编码，多半是 GBK
--> a.yaml
 = 说明: 从第 2 行起读不出来
 = 建议: 用编辑器打开这个文件，选“另存为”，编码选“UTF-8”，再保存

共 1 处错误
"#]]
        );
        let (text, utf16) = told(b"\xFF\xFE\xE8\x90");
        assert_eq!(text, None);
        assert_data_eq!(
            utf16,
            str![[r#"
错误[E0102]: a.yaml 是 UTF-16 编码，应当是 UTF-8
--> a.yaml
 = 建议: 用编辑器打开这个文件，选“另存为”，编码选“UTF-8”，再保存

共 1 处错误
"#]]
        );
    }

    #[test]
    fn too_large() {
        let (text, told) = told(&vec![b' '; 2 << 20]);
        assert_eq!(text, None);
        assert_data_eq!(
            told,
            str![[r#"
错误[E0103]: a.yaml 超过 1 MiB，没有读
--> a.yaml
 = 建议: 检查是不是放错了文件，或者粘贴进了多余的内容

共 1 处错误
"#]]
        );
    }

    #[test]
    fn invisible_characters() {
        let (text, two) = told("甲: 一\u{200B}二\u{FDD0}\n".as_bytes());
        assert!(text.is_some());
        let visible = two.replace(['\u{200B}', '\u{FDD0}'], "");
        assert_data_eq!(
            visible,
            str![[r#"
错误[E0122]: 文件里有看不见的字符
 --> a.yaml:1:5
  |
1 | 甲: 一二
  |       ^ U+200B
  |
  = 说明: 这样的字符共 2 个，这里只标出第一个
  = 建议: 删去这个位置前后的字，重新输入；从网页、文档复制时先粘贴为纯文本

共 1 处错误
"#]]
        );
        let (_, garbled) = told("甲: \u{FFFD}\n".as_bytes());
        assert!(garbled.starts_with("错误[E0122]: 文件里有乱码"));
    }

    #[test]
    fn what_is_no_file() {
        let folder = folder();
        let root = folder.path().to_owned();
        fs::create_dir(root.join("b.yaml")).unwrap();
        assert_data_eq!(
            read_back(&root, "b.yaml").1,
            str![[r#"
错误[E0101]: 读不了 b.yaml：是一个文件夹
--> b.yaml
 = 建议: 把同名的文件夹改名或者移走，放上文件

共 1 处错误
"#]]
        );
        assert_data_eq!(
            read_back(&root, "c.yaml").1,
            str![[r#"
错误[E0101]: 读不了 c.yaml：没有这个文件
--> c.yaml
 = 建议: 核对文件名和所在的文件夹

共 1 处错误
"#]]
        );
    }

    #[test]
    fn a_folder_in_name_order() {
        let folder = folder();
        for name in ["b.yaml", "a.yaml", ".hidden", "~$a.yaml"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("c")).unwrap();
        let names: Vec<String> =
            list(folder.path(), "").unwrap().into_iter().map(|found| found.name).collect();
        assert_eq!(names, ["a.yaml", "b.yaml", "c"]);
        assert!(list(folder.path(), "none").is_err());
    }
}
