//! `nianbao init`: a project for another district.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, complain, create, print, show};
use crate::diagnostic::Code;
use crate::district::{built_in_model, district};
use crate::files::Files;
use crate::findings::Outcome;
use crate::source::Sources;
use crate::text::shown_path;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// 新项目的文件夹，没有就新建
    #[arg(value_name = "文件夹", help_heading = "参数")]
    folder: PathBuf,
    /// 照着哪个项目建：指标目录和与内置不同的模板、字体取自它（默认当前文件夹；不是项目的，用程序内置的）
    #[arg(long, value_name = "项目")]
    from: Option<PathBuf>,
    /// 只做这一种报告：nianbao kinds 列出的一种（默认同照着建的项目）
    #[arg(long, value_name = "种类")]
    report: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let Some((model, name)) = model(arguments.from.as_deref()) else {
        complain(
            "没有可以照着建的项目（内有 data/profile.yaml）\n建议：进入一个已有的项目再运行，或用 --from 指明",
        );
        return Exit::CannotRun;
    };
    let mut sources = Sources::default();
    let Outcome { value: outputs, mut findings } =
        district(model, arguments.report.as_deref(), &mut sources);
    findings.arrange(&sources);
    if !findings.is_empty() {
        show(&findings, &sources);
    }
    if outputs.is_empty() {
        // A kind that there is not is no fault of the model.
        let is_unknown = findings.iter().all(|found| found.code == Code::E0219);
        complain(&match is_unknown {
            true => "没有生成任何文件".to_owned(),
            false => format!("没有生成任何文件：先改正{name}里的问题"),
        });
        return Exit::Faults;
    }
    let folder = arguments.folder.to_string_lossy();
    if let Err(exit) = create(Path::new(""), &folder, &outputs) {
        return exit;
    }
    let own = |what: &str| outputs.iter().any(|output| output.name.starts_with(what));
    let copied = match (own("templates/"), own("fonts/")) {
        (true, true) => "，模板和字体中与内置不同的也复制了",
        (true, false) => "，模板中与内置不同的也复制了",
        (false, true) => "，字体中与内置不同的也复制了",
        (false, false) => "，模板和字体用程序内置的",
    };
    let catalogue = match own("data/catalogue.yaml") {
        true => format!("指标目录取自{name}"),
        false => "指标目录用报告种类自带的".to_owned(),
    };
    let text = format!(
        "已建立 {folder}：共 {} 个文件，{catalogue}{copied}\n下一步：\n  1. 填写 {folder}/data/profile.yaml，核对部门名称\n  2. 进入 {folder}，运行 nianbao new 年度，生成各部门的空表\n  3. 运行 nianbao check 年度，逐项补齐\n用法见 {folder}/说明.md\n",
        outputs.len(),
    );
    print(&text, Exit::Clean)
}

/// What the new project is made after, and what it is called: the project named, or the one
/// the command runs in, or what is built in.
fn model(from: Option<&Path>) -> Option<(Files, String)> {
    let is_project = |folder: &Path| folder.join("data/profile.yaml").is_file();
    let of_project = |folder: &Path| {
        is_project(folder).then(|| (Files::from(folder), format!(" {} ", shown_path(folder))))
    };
    match from {
        Some(from) => of_project(from),
        None => of_project(Path::new("."))
            .or_else(|| Some((built_in_model()?, "程序内置的".to_owned()))),
    }
}
