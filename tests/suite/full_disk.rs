//! Every command that writes, on a disk that takes no more at some moment: all of what it writes stands
//! afterwards, or what stood before; the message says which file and why, and nothing else is left.
//!
//! The disk is full here for files beyond some length, by a limit of the system that needs no rights.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Project, Run, copy, root};

/// The lengths beyond which no file can be written, in half kilobytes: none at all, the journal alone,
/// and some of the files of a set.
const LENGTHS: [u32; 5] = [0, 1, 4, 16, 64];

/// The small district with what is built in, so that little has to be compared.
fn base() -> Project {
    let project = Project::empty();
    copy(&root().join("tests/base"), project.path());
    project
}

/// What stands in a folder: files with what they hold, folders without.
fn standing(folder: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![String::new()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inner)).unwrap().map(Result::unwrap) {
            let name = format!("{inner}{}", entry.file_name().into_string().unwrap());
            if entry.path().is_dir() {
                folders.push(format!("{name}/"));
                all.insert(name, None);
            } else {
                all.insert(name, Some(fs::read(entry.path()).unwrap()));
            }
        }
    }
    all
}

/// Runs the program where no file may grow beyond a length.
fn run_within_length(project: &Project, length: u32, arguments: &[&str]) -> Run {
    let command = format!("trap '' XFSZ && ulimit -f {length} && exec \"$0\" \"$@\"");
    let output = Command::new("sh")
        .args(["-c", &command])
        .arg(env!("CARGO_BIN_EXE_nianbao"))
        .args(arguments)
        .current_dir(project.path())
        .env("XDG_DATA_HOME", project.path().join(".data"))
        .output()
        .unwrap();
    Run::from(output)
}

/// Runs a command at each length in a project that `prepared` makes.
#[track_caller]
fn all_or_nothing(prepared: impl Fn() -> Project, arguments: &[&str]) {
    let whole = prepared();
    assert!(whole.run(arguments).code < 2, "{arguments:?}");
    let after = standing(whole.path());
    let mut failed = 0;
    for length in LENGTHS {
        let project = prepared();
        let before = standing(project.path());
        let run = run_within_length(&project, length, arguments);
        let stands = standing(project.path());
        let at = format!("{arguments:?} {length}: {}", run.transcript());
        if run.code == 2 {
            failed += 1;
            assert!(run.stderr.contains("写不了"), "{at}");
            assert_eq!(run.stderr.matches("文件太大，系统不让写").count(), 1, "{at}");
            assert!(stands == before, "{at}{:?}", stands.keys());
        } else {
            assert!(stands == after, "{at}{:?}", stands.keys());
        }
    }
    assert!(failed > 0, "{arguments:?}");
}

#[test]
fn a_new_year_a_form_and_a_project_are_made_whole_or_not_at_all() {
    for arguments in [
        ["new", "2025"].as_slice(),
        &["new", "2025", "--xlsx"],
        &["new", "2025", "--department", "区司法局"],
        &["convert", "2024", "区司法局.yaml"],
        &["convert", "2024", "区司法局.yaml", "--replace"],
        &["init", "新区/内", "--from", "."],
        &["schema", "--out", "表单"],
        &["compare", "2024", "--public", "-o", "变化.md"],
        &["generate", "2024"],
    ] {
        all_or_nothing(base, arguments);
    }
}

#[test]
fn files_of_the_user_are_mended_all_or_none() {
    let with_slips = || {
        let project = base();
        project.edit("data/2024/区司法局.yaml", "部门: ", "部门：");
        project.edit("data/2024/区信访局.yaml", "部门: ", "部门：");
        project
    };
    all_or_nothing(with_slips, &["fix", "2024"]);
    let returned = || {
        let project = base();
        project.run(&["generate", "2024", "--format", "md"]).succeeds();
        let text = project.read("output/2024/年报.md");
        let text = text.replacen("推行容缺受理", "全面推行容缺受理", 1);
        project.write("改.md", &text.replacen("受理矛盾纠纷", "受理各类矛盾纠纷", 1));
        project
    };
    all_or_nothing(returned, &["revise", "2024", "改.md", "--apply"]);
}

#[test]
fn a_batch_leaves_each_set_whole_or_as_it_was() {
    let city = Project::empty();
    for name in ["示例甲县", "示例乙县"] {
        copy(&root().join("tests/base"), &city.path().join(name));
    }
    let before = standing(city.path());
    // The texts can be written, and the table; the PDF and the page cannot.
    let run = run_within_length(&city, 8, &["batch", "."]);
    assert_eq!(run.code, 2, "{}", run.transcript());
    assert_eq!(run.stdout.matches("文件太大，系统不让写").count(), 2, "{}", run.transcript());
    let mut after = standing(city.path());
    assert!(after.remove("batch.csv").is_some(), "{}", run.transcript());
    assert!(after == before, "{:?}", after.keys());
    // Not even the table can be written.
    fs::remove_file(city.path().join("batch.csv")).unwrap();
    let run = run_within_length(&city, 0, &["batch", "."]);
    assert_eq!(run.code, 2, "{}", run.transcript());
    assert!(standing(city.path()) == before);
}
