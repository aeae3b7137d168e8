//! Files as they really arrive: found or not, linked, too large, in another encoding, with
//! line ends and marks of other systems. What comes out is text with `\n` line ends.
//!
//! Places in a text are places in what comes out of here: the byte offsets of a GBK or
//! UTF-16 file itself are nobody's concern later on, and lines and columns are the same.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Content, FileId, Sources, Span};
use crate::text::{BYTE_ORDER_MARK, is_invisible};

/// Bytes; ten years of one district fit in it.
const LARGEST: u64 = 1 << 20;

/// What stands in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub name: String,
    pub is_folder: bool,
}

/// What stands in a folder of the project, in name order, without hidden files, the lock
/// files of office programs, and what Windows leaves behind for itself.
pub(super) fn list(root: &Path, folder: &str) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(['.', '~']) || ["Thumbs.db", "desktop.ini"].contains(&name.as_str()) {
            continue;
        }
        let kind = entry.file_type()?;
        // Links are followed; a broken one counts as a file and is told when it is read.
        let is_folder = kind.is_dir()
            || kind.is_symlink() && fs::metadata(entry.path()).is_ok_and(|data| data.is_dir());
        found.push(Found { name, is_folder });
    }
    found.sort();
    Ok(found)
}

/// Reads a text file of the project; `path` is relative, with `/`. What could not be read
/// is told in `faults`, and the file kept among the sources without text: the error. A
/// file in another encoding, or with some bytes damaged, is told too, and read.
pub(super) fn read(
    root: &Path,
    path: &str,
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> Result<FileId, FileId> {
    let decoded = read_bytes(root, path).and_then(|bytes| {
        decode(bytes).ok_or_else(|| {
            Diagnostic::new(Code::E0123, format!("{path} 里不是文字"))
                .note("说明", "多半是 Word、Excel、WPS 的文件改了扩展名")
                .help("用原来的程序打开，把内容填进文本文件，存为 .yaml")
        })
    });
    match decoded {
        Ok(Decoded { text, encoding, damaged }) => {
            let file = sources.add(path, text);
            let text = sources.get(file).text();
            if encoding != UTF_8 {
                faults.push(other_encoding(file, path, encoding));
            }
            faults.extend(match damaged {
                Some(damaged) => Some(damaged_bytes(file, path, encoding, text, &damaged)),
                None => invisible(file, text),
            });
            Ok(file)
        }
        Err(fault) => {
            let file = sources.add(path, Content::Missing);
            faults.push(fault.at(file, ""));
            Err(file)
        }
    }
}

/// The bytes of a file. Anything but a file (a pipe, say) is not waited for.
fn read_bytes(root: &Path, path: &str) -> Result<Vec<u8>, Diagnostic> {
    let told = |error: io::Error| unreadable(path, &error);
    let whole = root.join(path);
    let mut data = fs::symlink_metadata(&whole).map_err(told)?;
    if data.is_symlink() {
        follow(root, path)?;
        data = fs::metadata(&whole).map_err(told)?;
    }
    if data.is_dir() {
        return Err(told(io::ErrorKind::IsADirectory.into()));
    }
    if !data.is_file() {
        return Err(told(io::ErrorKind::Unsupported.into()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len().min(LARGEST)).unwrap_or(0) + 1);
    let file = File::open(&whole).map_err(told)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(told)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Diagnostic::new(Code::E0103, format!("{path} 超过 1 MiB，没有读"))
            .help("检查是不是放错了文件，或者粘贴进了多余的内容"));
    }
    Ok(bytes)
}

/// Links are followed within the folder of the project they stand in (`data`, `templates`,
/// `fonts`). What they reach outside of it would not be kept, sent on or backed up with the
/// data, and is no one's to show in a report.
fn follow(root: &Path, path: &str) -> Result<(), Diagnostic> {
    let folder = path.split('/').next().unwrap_or_default();
    let told = |what: &str| {
        Diagnostic::new(Code::E0124, format!("{path} 是一个链接，{what}"))
            .help("删去链接，把文件本身复制到这里")
    };
    match (fs::canonicalize(root.join(path)), fs::canonicalize(root.join(folder))) {
        (Ok(target), Ok(home)) if target.starts_with(&home) => Ok(()),
        (Ok(_), _) => Err(told(&format!("指到了 {folder} 文件夹之外，没有读"))),
        (Err(error), _) if error.kind() == io::ErrorKind::NotFound => {
            Err(told("它所指的文件已经不在"))
        }
        (Err(error), _) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(unreadable(path, &error))
        }
        (Err(_), _) => Err(told("绕来绕去又指回了自己")),
    }
}

/// Why a file or a folder could not be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
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

/// The text of a file, with `\n` line ends and without a mark.
struct Decoded {
    text: String,
    encoding: &'static Encoding,
    /// The first sequence of bytes that stands for no character.
    damaged: Option<Damaged>,
}

/// A sequence of bytes that stands for no character.
struct Damaged {
    /// Place in the file.
    at: usize,
    bytes: Vec<u8>,
}

/// The only place where bytes become text. None when they are no text.
fn decode(bytes: Vec<u8>) -> Option<Decoded> {
    // As nearly all files are, and some are large: taken as they are.
    let is_plain = |text: &str| {
        !text.starts_with(BYTE_ORDER_MARK) && !text.contains('\0') && !text.contains('\r')
    };
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if is_plain(&text) => {
            return Some(Decoded { text, encoding: UTF_8, damaged: None });
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let encoding = encoding(&bytes)?;
    let mark = match Encoding::for_bom(&bytes) {
        Some((marked, length)) if marked == encoding => length,
        _ => 0,
    };
    let rest = bytes.get(mark..).unwrap_or_default();
    let (text, had_errors) = encoding.decode_without_bom_handling(rest);
    let damaged = had_errors.then(|| first_damaged(&bytes, mark, encoding)).flatten();
    Some(Decoded { text: text.replace("\r\n", "\n").replace('\r', "\n"), encoding, damaged })
}

/// The encoding of a file. Ours is UTF-8; editors on Windows save GBK (of which GB18030 is the
/// whole) and UTF-16. None for an archive or a document under another name: those are full of
/// control characters.
fn encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some(utf16) = utf16(bytes) {
        return Some(utf16);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Some(UTF_8);
    }
    let is_control = |byte: &&u8| matches!(**byte, 0..=8 | 0x0B | 0x0E..=0x1F);
    if bytes.iter().filter(is_control).count() * 100 > bytes.len() {
        return None;
    }
    // A damaged UTF-8 file still holds many whole characters of three bytes; in GBK, with
    // two bytes a character, such a one comes about by chance only.
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|character| character.len_utf8() >= 3).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if broken <= whole {
        return Some(UTF_8);
    }
    let (text, _) = GB18030.decode_without_bom_handling(bytes);
    let strange = text.matches('\u{FFFD}').count();
    Some(if strange < broken { GB18030 } else { UTF_8 })
}

/// UTF-16, by its mark or, without one, by the zero bytes beside ASCII.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return (marked != UTF_8).then_some(marked);
    }
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    // UTF-8 with a stray zero byte or two is still UTF-8.
    if zeros == 0 || (std::str::from_utf8(bytes).is_ok() && zeros * 3 < bytes.len()) {
        return None;
    }
    let low = bytes.iter().step_by(2).filter(|byte| **byte == 0).count();
    let encoding = if low * 2 < zeros { UTF_16LE } else { UTF_16BE };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    (text.contains([':', '：', '\n']) && !text.contains('\0')).then_some(encoding)
}

fn first_damaged(bytes: &[u8], mark: usize, encoding: &'static Encoding) -> Option<Damaged> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let rest = bytes.get(mark..)?;
    let room = decoder.max_utf8_buffer_length_without_replacement(rest.len())?;
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(rest, &mut text, true) {
        (DecoderResult::Malformed(length, after), read) => {
            let end = mark + read - usize::from(after);
            let at = end - usize::from(length);
            Some(Damaged { at, bytes: bytes.get(at..end)?.to_vec() })
        }
        _ => None,
    }
}

fn other_encoding(file: FileId, path: &str, encoding: &Encoding) -> Diagnostic {
    let name = if encoding == GB18030 { "GBK" } else { "UTF-16" };
    Diagnostic::new(Code::E0102, format!("{path} 是 {name} 编码，应当是 UTF-8"))
        .at(Span::new(file, 0..0), "整个文件")
        .note("说明", format!("已按 {name} 读入，内容照常核对"))
        .help("用记事本打开，点“文件”“另存为”，“编码”选“UTF-8”，保存覆盖原来的文件")
}

fn damaged_bytes(
    file: FileId,
    path: &str,
    encoding: &Encoding,
    text: &str,
    damaged: &Damaged,
) -> Diagnostic {
    const REPLACEMENT: &str = "\u{FFFD}";
    let at = text.find(REPLACEMENT).unwrap_or(text.len());
    let end = text.len().min(at + REPLACEMENT.len());
    let name = match encoding {
        encoding if encoding == UTF_8 => "UTF-8",
        encoding if encoding == GB18030 => "GBK",
        _ => "UTF-16",
    };
    let written: Vec<String> = damaged.bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let fault = Diagnostic::new(Code::E0123, format!("{path} 里有读不出来的字节"))
        .at(
            Span::new(file, at..end),
            format!("文件的第 {} 个字节起：{}", damaged.at + 1, written.join(" ")),
        )
        .help("在这个位置重新输入原来的字；全文都是乱码的，请报送单位按 UTF-8 重新保存一份");
    let more = text.matches(REPLACEMENT).count();
    let how = format!("按 {name} 读，不成文字");
    fault.note(
        "说明",
        if more > 1 { format!("{how}；共 {more} 处，这里只标出第一处") } else { how },
    )
}

/// Characters that no one sees and that would go into the report, or upset it.
fn invisible(file: FileId, text: &str) -> Option<Diagnostic> {
    // Nearly all bytes are of these: ASCII, what characters from U+3000 to U+CFFF begin with, and
    // what characters go on with.
    let is_plain = |byte: u8| matches!(byte, b'\n' | b' '..=b'~' | 0x80..=0xBF | 0xE3..=0xEC);
    let others = text.bytes().enumerate().filter(|(_, byte)| !is_plain(*byte));
    let mut all = others
        .filter_map(|(at, _)| Some((at, text.get(at..)?.chars().next()?)))
        .filter(|(_, character)| is_invisible(*character));
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
        let text = file.ok().map(|file| sources.get(file).text().to_owned());
        (text, text::report(&faults, &sources, false))
    }

    #[test]
    fn marks_and_line_ends_of_other_systems() {
        let (text, told) = told("\u{FEFF}部门: 甲\r\n年度: 2024\r注: 无\n".as_bytes());
        assert_eq!(text.unwrap(), "部门: 甲\n年度: 2024\n注: 无\n");
        assert_eq!(told, "没有发现问题");
    }

    /// What Windows saves comes out as it was typed, whatever the encoding.
    #[test]
    fn other_encodings_are_read_exactly() {
        let written = "部门: 区司法局\r\n注: 镕、堃、䶮、€、㐂，一〇\r\n";
        let wanted = written.replace("\r\n", "\n");
        let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            written.encode_utf16().flat_map(order).collect()
        };
        let (gb18030, _, unmappable) = GB18030.encode(written);
        assert!(!unmappable);
        let little = utf16(u16::to_le_bytes);
        let big = utf16(u16::to_be_bytes);
        for (bytes, name) in [
            (gb18030.into_owned(), "GBK"),
            ([b"\xFF\xFE".as_slice(), &little].concat(), "UTF-16"),
            ([b"\xFE\xFF".as_slice(), &big].concat(), "UTF-16"),
            (little, "UTF-16"),
            (big, "UTF-16"),
        ] {
            let (text, told) = told(&bytes);
            assert_eq!(text.unwrap(), wanted);
            assert!(
                told.starts_with(&format!("警告[E0102]: a.yaml 是 {name} 编码，应当是 UTF-8\n")),
                "{told}"
            );
            assert!(told.ends_with("共 1 处警告"), "{told}");
        }
    }

    /// What is whole is read; what is not has its place told.
    #[test]
    fn damaged_text() {
        let mut bytes = "部门: 区司法局\n注: 无\n".as_bytes().to_vec();
        bytes.remove(10);
        let (text, utf8) = told(&bytes);
        assert_eq!(
            text.unwrap(),
            "部门: \u{FFFD}\u{FFFD}司法局\n注: 无\n".replacen('\u{FFFD}', "", 1)
        );
        assert_data_eq!(
            utf8,
            str![[r#"
错误[E0123]: a.yaml 里有读不出来的字节
 --> a.yaml:1:5
  |
1 | 部门: �司法局
  |       ^ 文件的第 9 个字节起：E5 8C
  |
  = 说明: 按 UTF-8 读，不成文字
  = 建议: 在这个位置重新输入原来的字；全文都是乱码的，请报送单位按 UTF-8 重新保存一份

共 1 处错误
"#]]
        );
        let (gbk, _, _) = GB18030.encode("部门: 区司法局\n年度: 2024\n");
        let mut gbk = gbk.into_owned();
        gbk.extend(*b"\xFF\n");
        let (text, told) = told(&gbk);
        assert_eq!(text.unwrap(), "部门: 区司法局\n年度: 2024\n\u{FFFD}\n");
        assert!(told.contains("文件的第 27 个字节起：FF"), "{told}");
        assert!(told.contains("按 GBK 读，不成文字"), "{told}");
    }

    #[test]
    fn what_is_no_text() {
        let bytes: Vec<u8> = b"PK\x03\x04"
            .iter()
            .copied()
            .chain((0..4000u32).map(|n| (n * n % 251) as u8))
            .collect();
        let (text, told) = told(&bytes);
        assert_eq!(text, None);
        assert_data_eq!(
            told,
            str![[r#"
错误[E0123]: a.yaml 里不是文字
--> a.yaml
 = 说明: 多半是 Word、Excel、WPS 的文件改了扩展名
 = 建议: 用原来的程序打开，把内容填进文本文件，存为 .yaml

共 1 处错误
"#]]
        );
    }

    /// As root nothing is refused, so that the message is asked for here.
    #[test]
    fn no_permission() {
        let told = unreadable("a.yaml", &io::ErrorKind::PermissionDenied.into());
        assert_eq!(told.message, "读不了 a.yaml：没有读取的权限");
        assert_eq!(told.help.as_deref(), Some("请管理员开放读取权限"));
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
