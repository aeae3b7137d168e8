//! `nianbao templates`: which templates are built in, which of them the project replaces, and
//! copies of the built-in ones to change.

use clap::{Args, Subcommand};

use super::{Exit, Folder, HELP, export, folders, print};
use crate::builtin;
use crate::files::Files;
use crate::text::{padded, width};

const FOLDER: &str = "templates/";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    project: Folder,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// 把内置的模板复制到项目的 templates 文件夹，供修改（从不覆盖已有文件）
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao templates export [文件]")]
    Export(export::Arguments),
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let root = match arguments.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    match &arguments.action {
        None => print(&describe(&folders::files(root)), Exit::Clean),
        Some(Action::Export(names)) => export::run(root, FOLDER, names),
    }
}

/// The templates, built in or of the project, each with where it comes from.
fn describe(files: &Files) -> String {
    let built_in = builtin::paths(FOLDER).map(str::to_owned);
    let mut paths: Vec<String> = built_in.chain(files.walk("templates")).collect();
    paths.sort();
    paths.dedup();
    let mut text = format!(
        "内置模板第 {} 版；项目 templates 文件夹里有同名文件的，用项目的：\n\n",
        builtin::TEMPLATES_VERSION
    );
    let shown = |path: &str| path.strip_prefix(FOLDER).unwrap_or(path).to_owned();
    let column = paths.iter().map(|path| width(&shown(path)) + 2).max().unwrap_or(0).max(36);
    for path in &paths {
        let origin = match (files.bytes(path).ok(), builtin::file(path)) {
            (None, _) => "内置",
            (Some(_), None) => "项目",
            (Some(own), Some(built_in)) if own == built_in => "项目（与内置的相同，可以删去）",
            (Some(_), Some(_)) => "项目（与内置的不同）",
        };
        text += &format!("{}{origin}\n", padded(&shown(path), column));
    }
    text + "\n要改内置的模板，先复制到项目里：nianbao templates export 文件\n"
}
