use encoding_rs::GB18030;
use snapbox::{assert_data_eq, str};

use super::*;
use crate::diagnostic::text;

/// A folder that goes away with it.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// What is read of a file with these bytes, and what is reported.
fn read_bytes(bytes: &[u8]) -> (Option<String>, String) {
    let folder = folder();
    fs::write(folder.path().join("a.yaml"), bytes).unwrap();
    read_back(&Files::from(folder.path()), "a.yaml")
}

fn read_back(files: &Files, path: &str) -> (Option<String>, String) {
    let mut sources = Sources::default();
    let Outcome { value, findings } = files.read(path, Role::Other, &mut sources);
    let text = value.ok().map(|file| sources.get(file).text().to_owned());
    (text, text::report(&findings, &sources, false))
}

#[test]
fn marks_and_line_ends_of_other_systems() {
    let (text, report) = read_bytes("\u{FEFF}部门: 甲\r\n年度: 2024\r注: 无\n".as_bytes());
    assert_eq!(text.unwrap(), "部门: 甲\n年度: 2024\n注: 无\n");
    assert_eq!(report, "没有发现问题");
}

/// What Windows saves comes out as it was typed, whatever the encoding.
#[test]
fn other_encodings_are_read_exactly() {
    let written = "部门: 区司法局\r\n注: 镕、堃、䶮、€、㐂，一〇\r\n";
    let wanted = written.replace("\r\n", "\n");
    let utf16 =
        |order: fn(u16) -> [u8; 2]| -> Vec<u8> { written.encode_utf16().flat_map(order).collect() };
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
        let (text, report) = read_bytes(&bytes);
        assert_eq!(text.unwrap(), wanted);
        assert!(
            report.starts_with(&format!("警告[E0102]: a.yaml 是 {name} 编码，应当是 UTF-8\n")),
            "{report}"
        );
        assert!(report.ends_with("共 1 处警告"), "{report}");
    }
}

/// What is whole is read; what is not is reported with its place.
#[test]
fn damaged_text() {
    let mut bytes = "部门: 区司法局\n注: 无\n".as_bytes().to_vec();
    bytes.remove(10);
    let (text, utf8) = read_bytes(&bytes);
    assert_eq!(text.unwrap(), "部门: \u{FFFD}\u{FFFD}司法局\n注: 无\n".replacen('\u{FFFD}', "", 1));
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
    let (text, report) = read_bytes(&gbk);
    assert_eq!(text.unwrap(), "部门: 区司法局\n年度: 2024\n\u{FFFD}\n");
    assert!(report.contains("文件的第 27 个字节起：FF"), "{report}");
    assert!(report.contains("按 GBK 读，不成文字"), "{report}");
}

#[test]
fn what_is_no_text() {
    let bytes: Vec<u8> =
        b"PK\x03\x04".iter().copied().chain((0..4000u32).map(|n| (n * n % 251) as u8)).collect();
    let (text, report) = read_bytes(&bytes);
    assert_eq!(text, None);
    assert_data_eq!(
        report,
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
    let report = unreadable("a.yaml", &io::ErrorKind::PermissionDenied.into());
    assert_eq!(report.message, "读不了 a.yaml：没有读取的权限");
    assert_eq!(report.help.as_deref(), Some("请管理员开放读取权限"));
}

#[test]
fn too_large() {
    let (text, report) = read_bytes(&vec![b' '; 2 << 20]);
    assert_eq!(text, None);
    assert_data_eq!(
        report,
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
    let (text, two) = read_bytes("甲: 一\u{200B}二\u{FDD0}\n".as_bytes());
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
    let (_, garbled) = read_bytes("甲: \u{FFFD}\n".as_bytes());
    assert!(garbled.starts_with("错误[E0122]: 文件里有乱码"));
}

#[test]
fn what_is_no_file() {
    let folder = folder();
    let files = Files::from(folder.path());
    fs::create_dir(folder.path().join("b.yaml")).unwrap();
    assert_data_eq!(
        read_back(&files, "b.yaml").1,
        str![[r#"
错误[E0101]: 读不了 b.yaml：是一个文件夹
--> b.yaml
 = 建议: 把同名的文件夹改名或者移走，放上文件

共 1 处错误
"#]]
    );
    assert_data_eq!(
        read_back(&files, "c.yaml").1,
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
    let files = Files::from(folder.path());
    let names: Vec<String> = files.list("").unwrap().into_iter().map(|found| found.name).collect();
    assert_eq!(names, ["a.yaml", "b.yaml", "c"]);
    assert!(files.list("none").is_err());
}

/// The text of an editor stands before the file, and need not be saved at all.
#[test]
fn unsaved_texts() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("data/2024")).unwrap();
    fs::write(folder.path().join("data/2024/甲.yaml"), "旧").unwrap();
    let files = Files::from(folder.path())
        .with_unsaved("data/2024/甲.yaml", "新")
        .with_unsaved("data/2024/乙.yaml", "乙")
        .with_unsaved("data/2025/甲.yaml", "一\u{200B}");
    assert_eq!(read_back(&files, "data/2024/甲.yaml").0.unwrap(), "新");
    assert_eq!(read_back(&files, "data/2024/乙.yaml").0.unwrap(), "乙");
    assert!(read_back(&files, "data/2025/甲.yaml").1.starts_with("错误[E0122]"));
    let list = |folder: &str| -> Vec<(String, bool)> {
        let found = files.list(folder).unwrap();
        found.into_iter().map(|found| (found.name, found.is_folder)).collect()
    };
    let file = |name: &str| (name.to_owned(), false);
    let folder = |name: &str| (name.to_owned(), true);
    assert_eq!(list("data/2024"), [file("乙.yaml"), file("甲.yaml")]);
    assert_eq!(list("data/2025"), [file("甲.yaml")]);
    assert_eq!(list("data"), [folder("2024"), folder("2025")]);
    assert_eq!(list(""), [folder("data")]);
    assert!(files.exists("data/2024/乙.yaml") && !files.exists("data/2024/丙.yaml"));
    assert!(files.list("data/2026").is_err());
}

/// The project before the folders of fonts in their order, and those before what is built in.
#[test]
fn where_a_font_comes_from() {
    let folder = folder();
    let write = |path: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "字体").unwrap();
    };
    for path in
        ["project/fonts/a.ttf", "program/a.ttf", "program/b.ttf", "user/b.ttf", "user/c.ttf"]
    {
        write(path);
    }
    let files = Files::from(folder.path().join("project"))
        .with_font_folder(Origin::Program, folder.path().join("program"))
        .with_font_folder(Origin::User, folder.path().join("user"))
        .with_font_folder(Origin::User, folder.path().join("none"));
    assert_eq!(files.font_origin("a.ttf"), Some(Origin::Project));
    assert_eq!(files.font_origin("b.ttf"), Some(Origin::Program));
    assert_eq!(files.font_origin("c.ttf"), Some(Origin::User));
    assert_eq!(files.font_origin("d.ttf"), None);
    assert!(matches!(files.open_font("c.ttf"), Ok(FontData::File(_))));
    assert_eq!(files.open_font("d.ttf").unwrap_err().kind(), io::ErrorKind::NotFound);
    assert!(files.open_own_font("a.ttf").is_ok() && files.open_own_font("b.ttf").is_err());
    if cfg!(feature = "builtin") {
        let built_in = files.open_font("NotoSansSC-Medium.ttf");
        assert!(matches!(built_in, Ok(FontData::Static(bytes)) if bytes.len() > 1 << 20));
    }
}
