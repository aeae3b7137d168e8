//! Input as it really arrives, where a case cannot hold it: links, sizes, depths, rights, names;
//! and any bytes at all.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use nianbao::diagnostic::{Code, text};
use nianbao::source::Span;
use nianbao::{Examined, Options, examine};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use snapbox::{assert_data_eq, str};

use crate::support::cpu::measured;
use crate::support::{Project, link, root};

const FIRST: &str = "data/2024/区司法局.yaml";
const SECOND: &str = "data/2024/区信访局.yaml";

fn run(project: &Project) -> String {
    project.run(&["check", "2024"]).transcript()
}

fn report(examined: &Examined) -> String {
    text::report(&examined.findings, &examined.sources, false)
}

/// Nothing is worse than a place that is none: the line shown would be another's.
fn assert_places(examined: &Examined) {
    for diagnostic in &examined.findings {
        for label in &diagnostic.labels {
            let text = examined.sources.get(label.place.file()).text();
            let range = label.place.span().map_or(0..0, Span::range);
            assert!(text.get(range.clone()).is_some(), "{diagnostic:?}: {range:?} of {text:?}");
        }
    }
}

/// The base with a mistake in the first department's file, which no fault of another file may hide.
fn with_a_slip() -> Project {
    let project = Project::base();
    project.edit(FIRST, "行政检查数: 24", "行政检查数：24件");
    project
}

fn slip_is_told(examined: &Examined) -> bool {
    examined.findings.iter().any(|diagnostic| {
        let place = diagnostic.span().map(|span| examined.sources.position(span));
        diagnostic.code == Code::E0106
            && place.is_some_and(|place| place.path == FIRST && place.line == 5)
    })
}

#[test]
fn a_link_within_the_data_is_followed() {
    let project = Project::base();
    let text = project.read(SECOND);
    project.write("data/来件/信访.yaml", &text);
    link(Path::new("../来件/信访.yaml"), &project.path().join(SECOND));
    assert_eq!(run(&project), "没有发现问题\n退出码 0\n");
}

#[test]
fn a_broken_link_for_the_catalogue() {
    let project = Project::base();
    link(Path::new("没有.yaml"), &project.path().join("data/catalogue.yaml"));
    assert_data_eq!(
        run(&project),
        str![[r#"
错误[E0124]: data/catalogue.yaml 是一个链接，它所指的文件已经不在
--> data/catalogue.yaml
 = 建议: 删去链接，把文件本身复制到这里

共 1 处错误
退出码 1

"#]]
    );
}

#[test]
fn a_file_where_the_year_should_be() {
    let project = Project::base();
    fs::remove_dir_all(project.path().join("data/2024")).unwrap();
    project.write("data/2024", "部门: 区司法局\n");
    assert_data_eq!(
        run(&project),
        str![[r#"
错误[E0101]: 读不了 data/2024：不是文件夹
--> data/2024
 = 建议: 把同名的文件改名或者移走，建立文件夹

共 1 处错误
退出码 1

"#]]
    );
}

#[test]
fn a_huge_file_hides_no_fault_of_another() {
    let project = with_a_slip();
    let text = project.read(SECOND);
    project.write(SECOND, &(text + &"# 空白\n".repeat(1 << 17)));
    assert_data_eq!(
        run(&project),
        str![[r#"
错误[E0106]: 冒号用了全角“：”
 --> data/2024/区司法局.yaml:5:3
  |
5 |   行政检查数：24件
  |   ^^^^^^^^^^^^ 应当是半角冒号加一个空格
  |
  = 建议: 改为“行政检查数: ”

错误[E0404]: “行政检查数”数后带了单位“件”
 --> data/2024/区司法局.yaml:5:9
  |
5 |   行政检查数：24件
  |               ^^^^ 只写数字，单位“件”由目录给出
  |
  = 建议: 改为：行政检查数: 24

错误[E0103]: data/2024/区信访局.yaml 超过 1 MiB，没有读
--> data/2024/区信访局.yaml
 = 建议: 检查是不是放错了文件，或者粘贴进了多余的内容

共 3 处错误
  错误  警告  文件
     2     0  data/2024/区司法局.yaml
     1     0  data/2024/区信访局.yaml
退出码 1

"#]]
    );
}

#[test]
fn a_deep_file_hides_no_fault_of_another() {
    let project = with_a_slip();
    let mut deep = String::from("部门: 区信访局\n年度: 2024\n指标:\n");
    for level in 1..40 {
        writeln!(deep, "{}层:", "  ".repeat(level)).unwrap();
    }
    project.write(SECOND, &deep);
    let printed = run(&project);
    assert!(printed.contains("错误[E0404]: “行政检查数”数后带了单位“件”"), "{printed}");
    assert_data_eq!(
        printed.split_once("行政检查数: 24\n\n").unwrap().1,
        str![[r#"
错误[E0113]: 层次太深
  --> data/2024/区信访局.yaml:35:65
   |
35 | ...                   层:
   |                       ^^ 到这里已经太深
   |
   = 建议: 数据文件最多只有五六层，请检查缩进和括号

共 3 处错误
  错误  警告  文件
     2     0  data/2024/区司法局.yaml
     1     0  data/2024/区信访局.yaml
退出码 1

"#]]
    );
}

#[cfg(unix)]
#[test]
fn a_file_without_permission() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = with_a_slip();
    let path = project.path().join(SECOND);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
    if fs::read(&path).is_ok() {
        eprintln!("跳过：以管理员身份运行，什么都读得了");
        return;
    }
    let printed = run(&project);
    assert!(printed.contains("错误[E0106]"), "{printed}");
    let expected = "错误[E0101]: 读不了 data/2024/区信访局.yaml：没有读取的权限\n\
        --> data/2024/区信访局.yaml\n = 建议: 请管理员开放读取权限\n";
    assert!(printed.contains(expected), "{printed}");
}

/// Archives made on Windows have their names in GBK.
#[cfg(target_os = "linux")]
#[test]
fn a_garbled_file_name() {
    use std::os::unix::ffi::OsStrExt as _;
    let project = Project::base();
    let name = std::ffi::OsStr::from_bytes(b"\xD0\xC5\xB7\xC3.yaml");
    fs::write(project.path().join("data/2024").join(name), "部门: 区信访局\n").unwrap();
    let printed = run(&project);
    assert!(printed.contains("：文件名是乱码\n"), "{printed}");
    assert!(printed.contains("建议: 把文件名改为“部门名称.yaml”；从压缩包里解出来的"), "{printed}");
    assert!(printed.ends_with("共 1 处错误\n退出码 1\n"), "{printed}");
}

/// A pipe would never end.
#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let project = Project::base();
    let pipe = project.path().join("data/2024/区财政局.yaml");
    if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|made| made.success()) {
        eprintln!("跳过：本机没有 mkfifo");
        return;
    }
    assert_data_eq!(
        run(&project),
        str![[r#"
错误[E0101]: 读不了 data/2024/区财政局.yaml：不是普通文件
--> data/2024/区财政局.yaml
 = 建议: 换成普通的文本文件

共 1 处错误
退出码 1

"#]]
    );
}

/// What such a folder holds is not kept with the project's data, and may change at any time.
#[cfg(unix)]
#[test]
fn a_linked_folder_outside_of_the_project_is_not_read() {
    use std::os::unix::fs::symlink;
    let project = Project::base();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(project.path().join("data/2024"), elsewhere.path().join("2024")).unwrap();
    symlink(elsewhere.path().join("2024"), project.path().join("data/2024")).unwrap();
    assert_data_eq!(
        run(&project),
        str![[r#"
错误[E0124]: data/2024 是一个链接，指到了 data 文件夹之外，没有读
--> data/2024
 = 建议: 删去链接，把文件夹或文件本身复制到这里

共 1 处错误
退出码 1

"#]]
    );
    fs::remove_file(project.path().join("data/2024")).unwrap();
    fs::rename(elsewhere.path().join("2024"), project.path().join("data/2024")).unwrap();
    // Within the folder it is followed, and so is the folder of all data within the project.
    fs::rename(project.path().join("data/2024"), project.path().join("data/年")).unwrap();
    symlink(project.path().join("data/年"), project.path().join("data/2024")).unwrap();
    fs::rename(project.path().join("data"), project.path().join("资料")).unwrap();
    symlink("资料", project.path().join("data")).unwrap();
    fs::remove_file(project.path().join("data/2024")).unwrap();
    symlink("年", project.path().join("资料/2024")).unwrap();
    assert!(run(&project).contains("退出码 0"), "{}", run(&project));
    // All data elsewhere, which is one fault, and a link that leads nowhere.
    fs::rename(project.path().join("资料"), elsewhere.path().join("data")).unwrap();
    fs::remove_file(project.path().join("data")).unwrap();
    symlink(elsewhere.path().join("data"), project.path().join("data")).unwrap();
    fs::rename(project.path().join("fonts"), elsewhere.path().join("fonts")).unwrap();
    symlink("没有", project.path().join("fonts")).unwrap();
    assert_data_eq!(
        run(&project),
        str![[r#"
错误[E0124]: data 是一个链接，指到了项目文件夹之外，没有读
 = 建议: 删去链接，把 data 文件夹本身复制到项目里；要做的是别处的项目的，到那个项目的文件夹里做

错误[E0124]: fonts 是一个链接，它所指的文件夹不在了，或者打不开，没有读
 = 建议: 删去链接，把 fonts 文件夹本身复制到项目里；要做的是别处的项目的，到那个项目的文件夹里做

共 2 处错误
退出码 1

"#]]
    );
}

/// Fonts are read in parts, of which a device has no end.
#[cfg(unix)]
#[test]
fn a_font_that_is_no_regular_file_is_not_read() {
    use std::os::unix::fs::symlink;
    for (target, said) in [
        ("/dev/zero", "fonts/NotoSerifSC-Bold.ttf 是一个链接，指到了 fonts 文件夹之外，没有读"),
        ("/dev/stdin", "没有读"),
    ] {
        let project = Project::base();
        let face = project.path().join("fonts/NotoSerifSC-Bold.ttf");
        fs::create_dir_all(face.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&face);
        symlink(target, &face).unwrap();
        let printed = run(&project);
        assert!(printed.contains("错误[E1102]: 读不了字体文件"), "{printed}");
        assert!(printed.contains(said), "{printed}");
    }
    let project = Project::base();
    fs::create_dir_all(project.path().join("fonts")).unwrap();
    let pipe = project.path().join("fonts/NotoSerifSC-Bold.ttf");
    let _ = fs::remove_file(&pipe);
    if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|made| made.success()) {
        eprintln!("跳过：本机没有 mkfifo");
        return;
    }
    let printed = run(&project);
    assert!(printed.contains("NotoSerifSC-Bold.ttf：不是普通文件"), "{printed}");
}

/// Whatever is wrong with one file, the mistake in the other is reported.
#[test]
fn no_file_hides_the_faults_of_another() {
    let project = with_a_slip();
    for name in [SECOND, "data/2024/report.yaml", "data/catalogue.yaml"] {
        let right = project.read(name);
        let half = right.as_bytes().get(..right.len() / 2).unwrap();
        for wrong in [
            b"".as_slice(),
            b"\xFF\xFE\x00",
            b"PK\x03\x04\x00\x00\x01\x02\x03",
            b"[[[[",
            b"a: 'b",
            b"- - - -",
            b"---\n---\n",
            "部门：\t区信访局\n".as_bytes(),
            half,
        ] {
            fs::write(project.path().join(name), wrong).unwrap();
            let examined = examine(project.path(), 2024, &Options::default());
            assert_places(&examined);
            assert!(slip_is_told(&examined), "{name} {wrong:?}\n{}", report(&examined));
        }
        project.write(name, &right);
    }
}

/// Bytes of the worst files.
const WORST: usize = 1 << 15;

/// Such a file is read to its end in time, and hides no fault of another.
fn assert_ends(project: &Project, unit: &str, text: &str) {
    project.write(SECOND, text);
    let (examined, took) = measured(|| examine(project.path(), 2024, &Options::default()));
    assert!(took < Duration::from_secs(20), "{unit:?} took {took:?}");
    assert_places(&examined);
    assert!(slip_is_told(&examined), "{unit:?}");
}

/// Many pages long, and as bad for a reader as it gets.
#[test]
fn the_worst_files_end() {
    let project = with_a_slip();
    for unit in [
        "[",
        "{",
        "- ",
        "-\n",
        "a:\n",
        "a: b: ",
        "“",
        "\"",
        "'\n",
        "：",
        "甲：\n",
        "\t",
        "　甲\n",
        "甲 乙\n",
        "a: |\nb\n",
        "? ",
        "&a ",
        "*a ",
        "!a ",
        "a: [\n",
        "\r",
        "{{",
        "{{甲",
        "甲: @\n",
        "# \n",
        "\\",
        " \n a: 1\n",
    ] {
        let text = unit.repeat(WORST / unit.len());
        assert_ends(&project, unit, &format!("部门: 区信访局\n年度: 2024\n指标:\n{text}"));
    }
}

/// The same of a text.
#[test]
fn the_worst_texts_end() {
    let project = with_a_slip();
    for unit in [
        "{{",
        "{{甲}}",
        "{",
        "共24件，",
        "1件",
        "约1件左右",
        "1",
        "2024-",
        "（",
        "《",
        "“",
        "甲,",
        "XX",
        "--",
        " ",
        "\u{3000}",
        "一、",
        "甲。",
    ] {
        let text = unit.repeat(WORST / unit.len());
        let form = "部门: 区信访局\n年度: 2024\n正文:\n  矛盾化解: |\n    甲";
        assert_ends(&project, unit, &format!("{form}{text}乙。\n"));
    }
}

/// A change that a person, an editor or a bad disk makes.
#[derive(Debug, Clone)]
enum Change {
    Put(usize, u8),
    Insert(usize, Vec<u8>),
    Delete(usize, usize),
    SwapLines(usize, usize),
    DoubleLine(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = prop_oneof![
        prop::collection::vec(any::<u8>(), 1..4),
        prop::sample::select(vec![
            "：", ":", "\t", "　", "'", "\"", "“", "[", "]", "{{", "}}", "- ", "|", ">", "#", "&",
            "*", "\n", "\r", "\n\n  ", "---\n", "９", "，", "%", "\u{FEFF}", "\0", "🀄",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
    ];
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Change::Put(at, byte)),
        (any::<usize>(), pieces).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (any::<usize>(), 1..20usize).prop_map(|(at, length)| Change::Delete(at, length)),
        (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Change::SwapLines(one, other)),
        any::<usize>().prop_map(Change::DoubleLine),
    ]
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        let size = bytes.len().max(1);
        match change {
            Change::Put(at, byte) => {
                if let Some(place) = bytes.get_mut(at % size) {
                    *place = *byte;
                }
            }
            Change::Insert(at, piece) => {
                let at = (at % size).min(bytes.len());
                bytes.splice(at..at, piece.iter().copied());
            }
            Change::Delete(at, length) => {
                let at = (at % size).min(bytes.len());
                let end = (at + length).min(bytes.len());
                bytes.drain(at..end);
            }
            Change::SwapLines(one, other) => {
                let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
                if !lines.is_empty() {
                    let (one, other) = (one % lines.len(), other % lines.len());
                    lines.swap(one, other);
                }
                bytes = lines.concat();
            }
            Change::DoubleLine(at) => {
                let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
                if let Some(line) = lines.get(at % lines.len().max(1)).copied() {
                    lines.insert(at % lines.len(), line);
                }
                bytes = lines.concat();
            }
        }
    }
    bytes
}

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(3), ..Config::default() }
}

/// Examines a project with one of its files replaced.
fn examined_with(project: &Project, name: &str, bytes: &[u8]) -> Examined {
    let right = fs::read(project.path().join(name)).unwrap();
    fs::write(project.path().join(name), bytes).unwrap();
    let (examined, took) = measured(|| examine(project.path(), 2024, &Options::default()));
    assert!(took < Duration::from_secs(20), "{took:?}");
    assert_places(&examined);
    report(&examined);
    fs::write(project.path().join(name), right).unwrap();
    examined
}

#[test]
fn any_bytes_are_survived() {
    let project = with_a_slip();
    let files = [SECOND, "data/2024/report.yaml", "data/catalogue.yaml", "data/profile.yaml"];
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        "[ \\n\\t　:：,\\-#|>&*!?{}\\[\\]'\"%@甲乙1\\\\]{0,80}".prop_map(String::into_bytes),
    ];
    proptest!(config(100), |(file in 0..files.len(), bytes in bytes)| {
        let name = files[file];
        let examined = examined_with(&project, name, &bytes);
        prop_assert!(file == 3 || slip_is_told(&examined), "{}", report(&examined));
    });
}

#[test]
fn any_change_of_a_small_district_is_survived() {
    let project = with_a_slip();
    let files =
        [SECOND, "data/2024/report.yaml", "data/catalogue.yaml", "data/profile.yaml", FIRST];
    proptest!(config(100), |(file in 0..files.len(), changes in prop::collection::vec(change(), 1..6))| {
        let name = files[file];
        let bytes = changed(&fs::read(project.path().join(name)).unwrap(), &changes);
        let examined = examined_with(&project, name, &bytes);
        prop_assert!(file > 2 || slip_is_told(&examined), "{}", report(&examined));
    });
}

#[test]
fn any_change_of_the_shipped_year_is_survived() {
    let project = Project::shipped();
    let mut files: Vec<String> = fs::read_dir(root().join("data/2024"))
        .unwrap()
        .map(|entry| format!("data/2024/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    files.extend(["data/catalogue.yaml", "data/profile.yaml"].map(String::from));
    files.sort();
    proptest!(config(20), |(file in 0..files.len(), changes in prop::collection::vec(change(), 1..6))| {
        let name = &files[file];
        let bytes = changed(&fs::read(project.path().join(name)).unwrap(), &changes);
        examined_with(&project, name, &bytes);
    });
}

#[test]
fn a_long_text_of_marks_is_read_to_its_end() {
    for text in ["{a}", "（", "共24件，", "{{", "{% if 1 %}"] {
        let long = text.repeat((1 << 15) / text.len());
        let project = Project::base();
        project.edit("data/2024/区司法局.yaml", "推行容缺受理。", &format!("{long}。"));
        let run = project.run(&["check", "2024"]);
        assert!([0, 1].contains(&run.code), "{text}: {}", run.stderr);
        // Of a long line only what is near the fault is shown.
        assert!(run.stdout.len() + run.stderr.len() < 1 << 20, "{text}");

        let project = Project::base();
        let layout = "templates/luojiang.md.tera";
        let written = project.read(layout);
        project.write(layout, &format!("{written}\n{long}\n"));
        let run = project.run(&["check", "2024"]);
        assert!([0, 1].contains(&run.code), "{text}: {}", run.stderr);
    }
}
