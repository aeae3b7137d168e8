//! `nianbao check`: everything that is wrong with a year.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::for_whom::{ForWhom, name_of, unknown_department};
use super::{
    Exit, Folder, Form, Strictness, complain, every_kind, folders, note, one_file, print,
    print_as_it_is, put_part, shown, standard_screen, year,
};
use crate::batch::{cores, in_order};
use crate::diagnostic::{Diagnostic, github, json, sarif, text};
use crate::findings::Findings;
use crate::make::{self, Equipment, Stock};
use crate::source::Sources;
use crate::{Examined, Options, Reading, Year};

#[derive(Debug, Clone, Args)]
pub(super) struct Arguments {
    /// 报告年度，如 2024；或者一个文件，如 区信访局.yaml
    #[arg(value_name = "年度|文件", help_heading = "参数", value_parser = subject)]
    subject: Subject,
    /// 报告种类，templates 里一个文件夹的名称（默认单位档案的“报告”）；全部 就是本项目的各种
    #[arg(long, value_name = "种类")]
    report: Option<String>,
    #[command(flatten)]
    project: Folder,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    whose: ForWhom,
    /// 只看一个部门的问题（别的部门的文件照样读，用来核对）
    #[arg(long, value_name = "部门")]
    department: Option<String>,
    #[command(flatten)]
    shown: FindingsFormat,
}

/// How what was found is shown.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct FindingsFormat {
    /// 结果的格式：text 给人看；json、github、sarif 给程序用（默认 text）
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        hide_possible_values = true,
        default_value = "text",
        hide_default_value = true
    )]
    pub(super) format: Report,
}

/// What is checked.
#[derive(Debug, Clone)]
enum Subject {
    Year(i32),
    File(PathBuf),
}

/// Reads a year, or the path of a file.
fn subject(text: &str) -> Result<Subject, String> {
    let is_file =
        [".yaml", ".yml", ".xlsx"].iter().any(|ending| text.to_lowercase().ends_with(ending));
    match is_file {
        true => Ok(Subject::File(PathBuf::from(text))),
        false => year(text)
            .map(Subject::Year)
            .map_err(|years| format!("{years}，或者一个 .yaml、.xlsx 文件")),
    }
}

/// How the findings of a check are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Report {
    Text,
    Json,
    Github,
    Sarif,
}

impl FindingsFormat {
    /// Prints what was found, in this format.
    pub(super) fn print(self, text: &str, exit: Exit) -> Exit {
        match self.format {
            Report::Text => print(text, exit),
            Report::Json | Report::Github | Report::Sarif => print_as_it_is(text, exit),
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    if every_kind::is_meant(arguments.report.as_deref()) {
        return every(arguments);
    }
    match (&arguments.subject, arguments.whose.is_given()) {
        (Subject::Year(year), true) => several(arguments, *year),
        (Subject::File(_), true) => {
            complain(
                "--for 用在核对一年的时候\n建议：写年度，如 nianbao check 2024 --for 区司法局",
            );
            Exit::CannotRun
        }
        (_, false) => one(arguments),
    }
}

/// Checks the reports of all kinds.
fn every(arguments: &Arguments) -> Exit {
    let is_year = matches!(arguments.subject, Subject::Year(_));
    if !is_year || arguments.shown.format != Report::Text {
        complain(
            "--report 全部 用在核对一年的时候，结果是给人看的文字\n建议：核对一个文件，或者要 json、github、sarif 的，用 --report 种类 一种一种地做",
        );
        return Exit::CannotRun;
    }
    match arguments.project.root() {
        Ok(root) => every_kind::each(root, put_part, |report| {
            run(&Arguments { report, ..arguments.clone() })
        }),
        Err(exit) => exit,
    }
}

/// Checks the report of the unit, or one file.
fn one(arguments: &Arguments) -> Exit {
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
    if let (Some(name), Some(Year { project, .. })) = (&arguments.department, &examined.year)
        && !project.profile.knows(name)
    {
        complain(&unknown_department(name, &project.profile));
        return Exit::CannotRun;
    }
    narrow(&mut examined, arguments);
    let Examined { sources, findings, year } = examined;
    // The program is about to end: a large district is not taken apart piece by piece first.
    std::mem::forget(year);
    // What a check finds is its result, so it goes where results go.
    let text = match arguments.shown.format {
        Report::Text => {
            shown(&findings, &sources, standard_screen()) + &text::by_file(&findings, &sources)
        }
        Report::Json => json::render(&findings, &sources),
        Report::Github => github::render(&findings, &sources),
        Report::Sarif => sarif::render(&findings, &sources),
    };
    let exit = arguments.strictness.exit(&findings);
    arguments.shown.print(&text, exit)
}

/// Leaves out what does not concern the department that is asked for.
fn narrow(examined: &mut Examined, arguments: &Arguments) {
    let Some(name) = &arguments.department else { return };
    // Where nothing could be checked, the reason concerns every department.
    let unchecked = examined.year.is_none();
    examined.findings.retain(|found| {
        found.departments.contains(name) || unchecked && found.departments.is_empty()
    });
}

/// Checks several reports. What is wrong with some of them is reported once, with the names of all.
fn several(arguments: &Arguments, year: i32) -> Exit {
    let root = match arguments.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let options = arguments.form.options(arguments.report.as_deref());
    let mut sources = Sources::default();
    let reading = Reading::new(folders::files(root), year, options.report.as_deref(), &mut sources);
    let chosen = match arguments.whose.choose(&reading) {
        Ok(chosen) => chosen,
        Err(exit) => return exit,
    };
    let profile = reading.project.as_ref().map(|project| &project.profile);
    if let (Some(name), Some(profile)) = (&arguments.department, profile)
        && !profile.knows(name)
    {
        complain(&unknown_department(name, profile));
        return Exit::CannotRun;
    }
    let worker = || {
        let (mut sources, stock) = (sources.clone(), Stock::default());
        let equipment = reading.project.as_ref().map(|project| {
            Equipment::read(project, options.strict_fonts, true, &stock, &mut sources)
        });
        (sources, equipment)
    };
    let work = |(sources, equipment): &mut (Sources, Option<Equipment<'_>>), at: usize| {
        let options =
            Options { department: chosen.department(at).map(str::to_owned), ..options.clone() };
        let mut examined = reading.examine(&options, sources.clone());
        if let Some(equipment) = equipment {
            make::rehearse_with(&mut examined, equipment);
        }
        narrow(&mut examined, arguments);
        (examined.findings, examined.sources)
    };
    let mut all = Findings::new();
    let mut reports: Vec<Vec<&str>> = Vec::new();
    let mut last = None;
    let _: ControlFlow<()> =
        in_order(cores(), chosen.reports.len(), worker, work, |at, (findings, sources)| {
            let name = name_of(chosen.department(at));
            for found in findings {
                let department = chosen.department(at);
                match all.iter().position(|known| is_told_by(known, &found, department)) {
                    Some(at) => {
                        reports.get_mut(at).into_iter().for_each(|names| names.push(name));
                    }
                    None => {
                        all.report(found);
                        reports.push(vec![name]);
                    }
                }
            }
            // Those of all reports are the same.
            last = Some(sources);
            ControlFlow::Continue(())
        });
    let sources = last.unwrap_or(sources);
    let text = match arguments.shown.format {
        Report::Text => by_report(&all, &reports, &sources) + &text::by_file(&all, &sources),
        Report::Json => json::render_of(&all, &reports, &sources),
        Report::Github => github::render(&all, &sources),
        Report::Sarif => sarif::render(&all, &sources),
    };
    note(&chosen.left_out());
    let exit = arguments.strictness.exit(&all);
    arguments.shown.print(&text, exit)
}

/// Whether what is found in a report is known already: as it stands, or of the unit's report, which
/// names the department whose own figures they are.
fn is_told_by(known: &Diagnostic, found: &Diagnostic, department: Option<&str>) -> bool {
    let is_its = |department: &str| {
        let message =
            known.message.strip_prefix(department).and_then(|rest| rest.strip_prefix('：'));
        message == Some(found.message.as_str())
            && known.code == found.code
            && known.place().is_some()
            && known.place() == found.place()
    };
    known == found || department.is_some_and(is_its)
}

/// The findings for the terminal, with the names of their reports above those of each.
fn by_report(all: &Findings, reports: &[Vec<&str>], sources: &Sources) -> String {
    let screen = standard_screen();
    let mut text = String::new();
    let mut last: Option<&Vec<&str>> = None;
    for (found, names) in all.iter().zip(reports) {
        if last != Some(names) {
            text.push_str(&format!("{}的报告\n\n", names.join("、")));
            last = Some(names);
        }
        text.push_str(&screen.render(found, sources));
        text.push_str("\n\n");
    }
    text + &text::summary(all) + "\n"
}
