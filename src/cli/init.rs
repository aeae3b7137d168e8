//! `nianbao init`: a project for another district.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, complain, create, print, show};
use crate::District;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// 新项目的文件夹，没有就新建
    #[arg(value_name = "文件夹", help_heading = "参数")]
    folder: PathBuf,
    /// 指标目录、模板、字体取自哪个项目（默认当前文件夹；不是项目的，取程序所在的项目）
    #[arg(long, value_name = "项目")]
    from: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let Some(model) = model(arguments.from.as_deref()) else {
        complain(
            "没有可以照着建的项目（内有 data、templates、fonts）\n建议：进入一个已有的项目再运行，或用 --from 指明",
        );
        return Exit::CannotRun;
    };
    let District { sources, findings, outputs } = crate::district(&model);
    if outputs.is_empty() {
        show(&findings, &sources);
        complain(&format!("没有生成任何文件：先改正 {} 里的问题", model.display()));
        return Exit::Faults;
    }
    let folder = arguments.folder.to_string_lossy();
    if let Err(exit) = create(Path::new(""), &folder, &outputs) {
        return exit;
    }
    let text = format!(
        "已建立 {folder}：共 {} 个文件，指标目录、模板、字体取自 {}\n下一步：\n  1. 填写 {folder}/data/profile.yaml，核对部门名称\n  2. 进入 {folder}，运行 nianbao new 年度，生成各部门的空表\n  3. 运行 nianbao check 年度，逐项补齐\n",
        outputs.len(),
        model.display()
    );
    print(&text, Exit::Clean)
}

/// The project that the new one is made after: the one named, or the one the command runs
/// in, or the one the program stands in.
fn model(from: Option<&Path>) -> Option<PathBuf> {
    let is_project = |folder: &Path| {
        folder.join("data/catalogue.yaml").is_file() && folder.join("fonts").is_dir()
    };
    if let Some(from) = from {
        return is_project(from).then(|| from.to_owned());
    }
    let here = PathBuf::from(".");
    if is_project(&here) {
        return Some(here);
    }
    let program = std::env::current_exe().ok()?;
    program.ancestors().find(|folder| is_project(folder)).map(Path::to_owned)
}
