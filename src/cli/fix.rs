//! `nianbao fix`: applies the corrections that are certain.

use std::io::{self, IsTerminal as _};

use clap::Args;

use super::for_whom::unknown_department;
use super::{Exit, Target, complain, folders, note, print, print_as_it_is, replace};
use crate::Year;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::{self, Fixed, Wanted, diff};
use crate::source::Sources;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// 只改一个部门的文件
    #[arg(long, value_name = "部门")]
    department: Option<String>,
    /// 只显示会怎样改（统一差异格式，可存成补丁），不写任何文件
    #[arg(long)]
    diff: bool,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let target = &arguments.target;
    let root = match target.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let options = target.options();
    let department = arguments.department.as_deref();
    let wanted = Wanted { year: target.year, options: &options, department };
    let fixed = fix::fix(&folders::files(root), wanted);
    if let (Some(name), Some(Year { project, .. })) = (department, &fixed.after.year)
        && !project.profile.knows(name)
    {
        complain(&unknown_department(name, &project.profile));
        return Exit::CannotRun;
    }
    let exit = match fixed.after.findings.has_errors() {
        true => Exit::Faults,
        false => Exit::Clean,
    };
    if arguments.diff {
        let rest = refused(&fixed) + &uncovered(&fixed) + &left(&fixed, target.year);
        note(&(rest + &workbooks(&fixed)));
        let text = diff::unified(&fixed.files);
        // Elsewhere it is a patch, which has the characters of the files.
        return match io::stdout().is_terminal() {
            true => print(&text, exit),
            false => print_as_it_is(&text, exit),
        };
    }
    if let Err(exit) = replace(root, &fixed.files) {
        return exit;
    }
    let rest = refused(&fixed) + &uncovered(&fixed) + &left(&fixed, target.year);
    let rest = rest + &workbooks(&fixed);
    print(&(steps(&fixed) + &rest), exit)
}

/// What was changed, one line for each place.
fn steps(fixed: &Fixed) -> String {
    let line = |step: &fix::Step| {
        format!("{}:{} [{}] {} → {}\n", step.path, step.line, step.code, step.from, step.to)
    };
    let steps: String = fixed.steps.iter().map(line).collect();
    match fixed.files.len() {
        0 => "没有可以代为改正的问题\n".to_owned(),
        files => format!("{steps}\n改正了 {files} 个文件里的 {} 处\n", fixed.steps.len()),
    }
}

/// What could have been changed and was not, and why.
fn refused(fixed: &Fixed) -> String {
    let line = |refused: &fix::Refused| {
        let finding = &refused.finding;
        let place = place(finding, &fixed.after.sources);
        let code = finding.code.name();
        format!("没有改 {place}[{code}] {}：{}\n", finding.message, refused.reason)
    };
    fixed.refused.iter().map(line).collect()
}

/// What could not be found before.
fn uncovered(fixed: &Fixed) -> String {
    let line = |finding: &Diagnostic| {
        let place = place(finding, &fixed.after.sources);
        format!("改正以后才查得出 {place}[{}] {}\n", finding.code.name(), finding.message)
    };
    // Hints are of no fault, and are counted below.
    fixed.uncovered.iter().filter(|found| found.severity != Severity::Hint).map(line).collect()
}

/// Where a finding is, with a blank after it.
fn place(finding: &Diagnostic, sources: &Sources) -> String {
    let place = finding.span().map(|span| format!("{} ", sources.named(span.into())));
    place.unwrap_or_default()
}

/// Says that workbooks in which something was found are never changed.
fn workbooks(fixed: &Fixed) -> String {
    let sources = &fixed.after.sources;
    let mut paths: Vec<&str> = Vec::new();
    for finding in fixed.after.findings.iter() {
        let source = finding.place().map(|place| sources.get(place.file()));
        let workbook = source.filter(|source| source.workbook().is_some());
        if let Some(path) = workbook.map(|source| source.path.as_str())
            && !paths.contains(&path)
        {
            paths.push(path);
        }
    }
    let line = |path: &&str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        format!(
            "没有改 {path}：填报表不代为改正，请在表里改；要代为改正的，先用 nianbao convert 把 {name} 转成 .yaml\n"
        )
    };
    paths.iter().map(line).collect()
}

/// What is left to be mended by hand.
fn left(fixed: &Fixed, year: i32) -> String {
    let findings = &fixed.after.findings;
    let kinds = [(Severity::Error, "错误"), (Severity::Warning, "警告"), (Severity::Hint, "提示")];
    let counts = kinds.map(|(severity, word)| {
        (findings.iter().filter(|finding| finding.severity == severity).count(), word)
    });
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, word)| format!("{count} 处{word}")).collect();
    match counts.as_slice() {
        [] => "没有别的问题了\n".to_owned(),
        counts => format!("还有 {}要自己改，运行 nianbao check {year} 列出\n", counts.join("、")),
    }
}
