//! `nianbao status`: how far each department is.

use clap::{Args, ValueEnum};

use super::{Exit, Target, complain, every_kind, folders, print, print_as_it_is, put_part, show};
use crate::make;
use crate::status::{Checked, Status};
use crate::{Examined, Year};

#[derive(Debug, Clone, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        hide_possible_values = true,
        default_value = "text",
        hide_default_value = true,
        help = "输出格式：text（终端表格，默认）、md、csv、html、json；用 > 存成文件，如 > 进度.csv"
    )]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Md,
    Csv,
    Html,
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let target = &arguments.target;
    let root = match target.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    if every_kind::is_meant(target.report.as_deref()) {
        if !matches!(arguments.format, Format::Text | Format::Md) {
            complain(
                "--report 全部 一次列出几张表，只能用 --format text 或者 md\n建议：要别的格式，用 --report 种类 一种一种地做",
            );
            return Exit::CannotRun;
        }
        return every_kind::each(root, put_part, |report| {
            run(&Arguments { target: Target { report, ..target.clone() }, ..arguments.clone() })
        });
    }
    let mut examined = crate::examine(folders::files(root), target.year, &target.options());
    make::rehearse(&mut examined);
    let Examined { mut sources, findings, year } = examined;
    let Some(Year { project, submissions, figures, .. }) = &year else {
        show(&findings, &sources);
        return Exit::Faults;
    };
    let status = Status::of(Checked {
        project,
        submissions,
        figures,
        diagnostics: &findings,
        sources: &sources,
    });
    let text = match arguments.format {
        Format::Text => status.text(),
        Format::Md => status.markdown(),
        Format::Csv => status.csv(),
        Format::Html => {
            let page = status.html(project, &mut sources);
            if !page.findings.is_empty() {
                show(&page.findings, &sources);
            }
            let Some(text) = page.value else { return Exit::Faults };
            text
        }
        Format::Json => status.json(),
    };
    match arguments.format {
        Format::Text => print(&text, Exit::Clean),
        Format::Md | Format::Csv | Format::Html | Format::Json => {
            print_as_it_is(&text, Exit::Clean)
        }
    }
}
