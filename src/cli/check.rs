//! `nianbao check`: everything that is wrong with a year.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{
    Exit, Folder, Form, Strictness, complain, folders, one_file, print, shown, standard_screen,
    year,
};
use crate::diagnostic::{github, json, sarif, text};
use crate::project::Profile;
use crate::{Examined, Year, make};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// 报告年度，如 2024；或者一个文件，如 区信访局.yaml
    #[arg(value_name = "年度|文件", help_heading = "参数", value_parser = subject)]
    subject: Subject,
    /// 报告种类，templates 里一个文件夹的名称（默认单位档案的“报告”）
    #[arg(long, value_name = "种类")]
    report: Option<String>,
    #[command(flatten)]
    project: Folder,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    form: Form,
    /// 只看一个部门的问题（别的部门的文件照样读，用来核对）
    #[arg(long, value_name = "部门")]
    department: Option<String>,
    /// 结果的格式：text 给人看；json、github、sarif 给程序用（默认 text）
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        hide_possible_values = true,
        default_value = "text",
        hide_default_value = true
    )]
    format: Report,
}

/// What is checked.
#[derive(Debug, Clone)]
enum Subject {
    Year(i32),
    File(PathBuf),
}

/// Reads a year, or the path of a file.
fn subject(text: &str) -> Result<Subject, String> {
    let is_file = [".yaml", ".yml"].iter().any(|ending| text.to_lowercase().ends_with(ending));
    match is_file {
        true => Ok(Subject::File(PathBuf::from(text))),
        false => {
            year(text).map(Subject::Year).map_err(|years| format!("{years}，或者一个 .yaml 文件"))
        }
    }
}

/// How the findings of a check are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Report {
    Text,
    Json,
    Github,
    Sarif,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let options = arguments.form.options(arguments.report.as_deref());
    let examined = match &arguments.subject {
        Subject::File(file) => one_file::check(file, &arguments.project.project, &options),
        Subject::Year(year) => arguments.project.root().map(|root| {
            let mut examined = crate::examine(folders::files(root), *year, &options);
            make::rehearse(&mut examined);
            examined
        }),
    };
    let mut examined = match examined {
        Ok(examined) => examined,
        Err(exit) => return exit,
    };
    if let Some(name) = &arguments.department {
        if let Some(Year { project, .. }) = &examined.year
            && !project.profile.knows(name)
        {
            complain(&unknown_department(name, &project.profile));
            return Exit::CannotRun;
        }
        // Where nothing could be checked, the reason concerns every department.
        let unchecked = examined.year.is_none();
        examined.findings.retain(|found| {
            found.departments.contains(name) || unchecked && found.departments.is_empty()
        });
    }
    let Examined { sources, findings, year } = examined;
    // The program is about to end: a large district is not taken apart piece by piece first.
    std::mem::forget(year);
    // What a check finds is its result, so it goes where results go.
    let text = match arguments.format {
        Report::Text => {
            shown(&findings, &sources, standard_screen()) + &text::by_file(&findings, &sources)
        }
        Report::Json => json::render(&findings, &sources),
        Report::Github => github::render(&findings, &sources),
        Report::Sarif => sarif::render(&findings, &sources),
    };
    print(&text, arguments.strictness.exit(&findings))
}

/// Says that the directory has no such department.
pub(super) fn unknown_department(name: &str, profile: &Profile) -> String {
    let names = profile.departments.iter().map(|entry| entry.name.as_str());
    let hint = match profile.meant(name) {
        Some(meant) => format!("是否指 {meant}？"),
        None => format!("可以写：{}", names.collect::<Vec<_>>().join("、")),
    };
    format!("单位档案里没有部门“{name}”\n建议：{hint}")
}
