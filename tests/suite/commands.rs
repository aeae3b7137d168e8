//! Commands that need no project: the version, completions for shells, the manual page.

use std::process::Command;

use crate::support::{Run, read_with, reader};

/// The commands of the program.
const COMMANDS: [&str; 14] = [
    "generate",
    "check",
    "new",
    "convert",
    "status",
    "watch",
    "init",
    "explain",
    "schema",
    "templates",
    "fonts",
    "upgrade",
    "completions",
    "man",
];

fn run(arguments: &[&str]) -> Run {
    Command::new(env!("CARGO_BIN_EXE_nianbao")).args(arguments).output().unwrap().into()
}

#[test]
fn the_version_names_the_data_format() {
    let version = run(&["--version"]);
    // The tests are no release, and name no commit.
    let expected = format!("nianbao {}（数据格式 1）\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(version.succeeds().stdout, expected);
}

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]);
        for command in COMMANDS {
            assert!(script.succeeds().stdout.contains(command), "{shell} lacks {command}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nianbao.bash");
    std::fs::write(&file, run(&["completions", "bash"]).stdout).unwrap();
    if let Some(bash) = reader("bash") {
        read_with(&bash, &["-n".as_ref(), file.as_os_str()]);
    }
    let unknown = run(&["completions", "甲"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("可以写：bash"), "{}", unknown.stderr);
}

#[test]
fn the_manual_has_a_page_for_the_program_and_each_command() {
    let program = run(&["man"]);
    for command in COMMANDS {
        let name = format!(r"nianbao\-{command}(1)");
        assert!(program.succeeds().stdout.contains(&name), "no {name}:\n{}", program.stdout);
        let page = run(&["man", command]);
        for heading in [".SH 名称\n", ".SH 用法\n", ".SH 选项\n"] {
            assert!(page.succeeds().stdout.contains(heading), "{command}:\n{}", page.stdout);
        }
        let english = page.stdout.lines().find(|line| {
            line.strip_prefix(".SH ").is_some_and(|heading| heading.is_ascii())
                || line.contains("Possible values")
        });
        assert_eq!(english, None, "{command}");
    }
    let unknown = run(&["man", "甲"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("没有“甲”这个命令"), "{}", unknown.stderr);
}
