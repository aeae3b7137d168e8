//! Copies of built-in files, to be changed in the project.

use std::path::Path;

use clap::Args;

use super::{Exit, complain, create, print};
use crate::builtin;
use crate::diagnostic::nearest;
use crate::write::Output;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// 要复制的文件，可以写几个；不写则复制项目里还没有的全部文件
    #[arg(value_name = "文件", help_heading = "参数")]
    names: Vec<String>,
}

/// The list of fonts is copied only when it is named: a project with a list of its own has to
/// hold every face of it.
const ONLY_WHEN_NAMED: [&str; 1] = ["fonts.yaml"];

/// Copies built-in files of a folder, such as `templates/`, into the project.
pub(super) fn run(root: &Path, folder: &str, arguments: &Arguments) -> Exit {
    let name = |path: &'static str| path.strip_prefix(folder);
    let known: Vec<&str> = builtin::paths(folder).filter_map(name).collect();
    let names: Vec<&str> = if arguments.names.is_empty() {
        let is_there = |name: &str| root.join(folder).join(name).symlink_metadata().is_ok();
        let wanted = known.iter().filter(|name| !ONLY_WHEN_NAMED.contains(name));
        wanted.copied().filter(|name| !is_there(name)).collect()
    } else {
        let given = arguments.names.iter().map(|name| name.strip_prefix(folder).unwrap_or(name));
        given.collect()
    };
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        let hint = match nearest(unknown, known.iter().copied()) {
            Some(close) => format!("是否想写 {close}？"),
            None if known.is_empty() => "这个程序编译时没有带内置文件".to_owned(),
            None => format!("内置的有：{}", known.join("、")),
        };
        complain(&format!("没有内置的 {unknown}\n建议：{hint}"));
        return Exit::CannotRun;
    }
    let output = |name: &&str| {
        let bytes = builtin::file(&format!("{folder}{name}"))?;
        Some(Output { name: (*name).to_owned(), bytes: bytes.to_vec() })
    };
    let outputs: Vec<Output> = names.iter().filter_map(output).collect();
    let folder = folder.trim_end_matches('/');
    if let Err(exit) = create(root, folder, &outputs) {
        return exit;
    }
    if outputs.is_empty() {
        return print(
            &format!("内置的文件项目的 {folder} 文件夹里都有了，没有复制\n"),
            Exit::Clean,
        );
    }
    let lines = outputs.iter().map(|output| format!("已复制 {folder}/{}\n", output.name));
    print(&lines.collect::<String>(), Exit::Clean)
}
