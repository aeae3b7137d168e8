//! Golden projects: every folder of `tests/cases/` is laid over the 示例区 of `tests/base`,
//! the program is run there, and what it says and writes is compared with `expected/`.
//!
//! A case holds any of
//! - `edits.diff`, the lines of the base's files that it changes (see [`edits`]);
//! - files of a project (`data/…`, `templates/…`, `output/…`), which replace or join those of the base;
//! - `remove.txt`, names of base files to take away, one a line;
//! - `grow.txt`, names of base files to make too large, one a line;
//! - `links.txt`, symbolic links, one a line: `data/2024/甲.yaml -> target`;
//! - `workbooks.yaml`, the workbooks that it has, each by its path with its recipe (see
//!   [`Workbook`]);
//! - `first.txt`, the arguments of commands that are run before, one a line, each of which succeeds;
//!   `edits-after.diff` and `remove-after.txt`, what is done to the files after them;
//! - `command.txt`, the arguments (default `check 2024`);
//! - `expected/output.txt`, what is printed and the exit code; and copies of written files under
//!   `expected/output/`.
//!
//! A case for a diagnostic is named by its code, `E0501` or `E0501-小例名`. Each folder is a test
//! of its own, with `_` for `-`: `cargo test --test suite cases::E0501_小例名`. `SNAPSHOTS=overwrite
//! cargo test --test suite cases::` writes what the program does now into `expected/`, and the list
//! of the folders into `cases/list.rs`; a new folder is a test from the second run on.

mod edits;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use snapbox::{Assert, Data};

use crate::support::workbook::Workbook;
use crate::support::{self, Project, root};

/// E1103 hands on an error of the PDF library for which no cause in data, templates or fonts
/// is known; without the code it would be a panic.
///
/// E1204, E1206 and E1209 say that the program made files that it must not make, or that the manifest
/// was forged; the tests of `verify` forge it.
const WITHOUT_CASE: [&str; 4] = ["E1103", "E1204", "E1206", "E1209"];

fn folder() -> PathBuf {
    root().join("tests/cases")
}

pub(crate) fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

/// The code a case is named by, if it is named by one.
fn code_of(case: &Path) -> Option<String> {
    let name = case.file_name()?.to_str()?;
    let code = name.split('-').next()?;
    let is_code = code.len() == 5
        && code.starts_with('E')
        && code[1..].chars().all(|digit| digit.is_ascii_digit());
    is_code.then(|| code.to_owned())
}

/// Makes every name of the list a test that runs the folder of that name.
macro_rules! cases {
    ($($name:ident)*) => {
        $(
            #[test]
            #[allow(non_snake_case, reason = "the names of folders")]
            fn $name() {
                run_case(&folder().join(stringify!($name).replace('_', "-")));
            }
        )*
    };
}

include!("cases/list.rs");

#[test]
fn every_folder_is_a_test() {
    let mut list = "cases! {\n".to_owned();
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap();
        assert!(!name.contains('_'), "{name}: a case is named with `-`, its test with `_`");
        list += &format!("    {}\n", name.replace('-', "_"));
    }
    list += "}\n";
    let listed = Data::read_from(&root().join("tests/suite/cases/list.rs"), None);
    Assert::new().action_env("SNAPSHOTS").eq(list, listed.raw());
}

/// The project of a case.
pub(crate) fn project(case: &Path) -> Project {
    let project = Project::base();
    for part in ["data", "templates", "fonts", "output"] {
        let part_of_case = case.join(part);
        if part_of_case.is_dir() {
            support::copy(&part_of_case, &project.path().join(part));
        }
    }
    edit(&project, &case.join("edits.diff"));
    remove(&project, &case.join("remove.txt"));
    for name in fs::read_to_string(case.join("grow.txt")).unwrap_or_default().lines() {
        project.write(name, &(project.read(name) + &"# 空白\n".repeat(1 << 17)));
    }
    if let Ok(recipes) = fs::read_to_string(case.join("workbooks.yaml")) {
        Workbook::make_all(&project, &recipes);
    }
    for line in fs::read_to_string(case.join("links.txt")).unwrap_or_default().lines() {
        let (name, target) = line.split_once(" -> ").unwrap_or_else(|| panic!("{line}"));
        support::link(Path::new(target), &project.path().join(name));
    }
    project
}

fn edit(project: &Project, edits: &Path) {
    let Ok(diff) = fs::read_to_string(edits) else { return };
    for edit in edits::read(&diff) {
        let text = edit.apply(&project.read(edit.file));
        let text = text.unwrap_or_else(|fault| panic!("{}: {fault}", edits.display()));
        project.write(edit.file, &text);
    }
}

fn remove(project: &Project, list: &Path) {
    for name in fs::read_to_string(list).unwrap_or_default().lines() {
        let path = project.path().join(name);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

fn run_case(case: &Path) {
    let project = project(case);
    for first in fs::read_to_string(case.join("first.txt")).unwrap_or_default().lines() {
        project.run(&first.split_whitespace().collect::<Vec<_>>()).succeeds();
    }
    edit(&project, &case.join("edits-after.diff"));
    remove(&project, &case.join("remove-after.txt"));
    let command = fs::read_to_string(case.join("command.txt"));
    let command = command.as_deref().unwrap_or("check 2024");
    let run = project.run(&command.split_whitespace().collect::<Vec<_>>());

    if let Some(code) = code_of(case) {
        // As it is shown to people, or to programs.
        let shown = [format!("[{code}]"), format!("\"{code}\"")];
        assert!(
            shown.iter().any(|shown| run.transcript().contains(shown)),
            "{} does not bring about {code}:\n{}",
            case.display(),
            run.transcript()
        );
    }
    let assert = Assert::new().action_env("SNAPSHOTS");
    assert.eq(run.transcript(), Data::read_from(&case.join("expected/output.txt"), None).raw());
    let expected_files = case.join("expected/output");
    if expected_files.is_dir() {
        for entry in fs::read_dir(&expected_files).unwrap() {
            let expected = entry.unwrap().path();
            let name = expected.file_name().unwrap().to_str().unwrap().to_owned();
            let actual = project.read(&format!("output/2024/{name}"));
            assert.eq(actual, Data::read_from(&expected, None).raw());
        }
    }
}

#[test]
fn every_code_has_a_case_and_an_explanation() {
    let with_case: BTreeSet<String> = cases().iter().filter_map(|case| code_of(case)).collect();
    let mut faults = Vec::new();
    for code in nianbao::diagnostic::Code::ALL {
        if !with_case.contains(code.name()) && !WITHOUT_CASE.contains(&code.name()) {
            faults.push(format!("{code:?} 没有案例"));
        }
        let page = code.explanation();
        if !page.starts_with(&format!("# {} {}\n", code.name(), code.title())) {
            faults.push(format!("{code:?} 的说明没有以代码和标题开头"));
        }
        for part in ["## 含义\n", "## 为什么\n", "## 错误示例\n", "## 正确示例\n"] {
            if !page.contains(part) {
                faults.push(format!("{code:?} 的说明缺“{}”一节", part.trim()));
            }
        }
    }
    let known: BTreeSet<&str> =
        nianbao::diagnostic::Code::ALL.iter().map(|code| code.name()).collect();
    for code in &with_case {
        if !known.contains(code.as_str()) {
            faults.push(format!("案例 {code} 没有这样的代码"));
        }
    }
    let pages: BTreeSet<String> = fs::read_dir(root().join("docs/diagnostics"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .filter(|name| name.starts_with('E'))
        .collect();
    for page in pages {
        if !known.contains(page.as_str()) {
            faults.push(format!("docs/diagnostics/{page}.md 没有这样的代码"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
