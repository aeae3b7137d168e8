//! `nianbao kinds`: the kinds of report that are known, and which the project makes.

use clap::Args;

use super::{Exit, Folder, folders, print, show};
use crate::findings::Outcome;
use crate::kind::{Kind, LEVELS_OF_ORGANS, ORGANS};
use crate::project::Project;
use crate::source::Sources;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    project: Folder,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let files = folders::files(&arguments.project.project);
    let mut sources = Sources::default();
    let Outcome { value: described, mut findings } = Project::described_kinds(&files, &mut sources);
    findings.arrange(&sources);
    if !findings.is_empty() {
        show(&findings, &sources);
    }
    // What a broken profile says of them is reported by the check.
    let project = Project::open(files, &mut sources).value;
    let made = project.map(|project| project.kinds).unwrap_or_default();
    let mut text = String::new();
    for kind in &described {
        let place = made.iter().position(|made| made.folder == kind.folder);
        text += &describe(kind, place);
    }
    text += "用 --report 种类 指明一种；新加一种见《模板手册》“加一种自己的报告”\n";
    print(&text, if findings.has_errors() { Exit::Faults } else { Exit::Clean })
}

/// One kind; `place` is its place among those that the project makes.
fn describe(kind: &Kind, place: Option<usize>) -> String {
    let made = match place {
        Some(0) => "（本项目，缺省）",
        Some(_) => "（本项目）",
        None => "",
    };
    let Kind { folder, name, file_name, .. } = kind;
    let mut text = format!("{folder}{made}\n  名称    {name}\n  文件名  {file_name}\n");
    let labels = std::iter::once("版式").chain(std::iter::repeat("    "));
    for (layout, label) in kind.layouts.iter().zip(labels) {
        let description = layout.description.as_deref();
        let description = description.map_or_else(String::new, |text| format!("：{text}"));
        text += &format!("  {label}    {}{description}\n", layout.name);
    }
    for deadline in &kind.deadlines {
        let organ = ORGANS.iter().find(|(_, organ)| Some(*organ) == deadline.organ);
        let levels = LEVELS_OF_ORGANS.iter().filter(|(_, level)| deadline.levels.contains(level));
        let mut whose: Vec<&str> = levels.map(|(word, _)| *word).collect();
        if whose.is_empty() {
            whose.extend(organ.map(|(word, _)| *word));
        }
        let whose = match whose.is_empty() {
            true => String::new(),
            false => format!("（{}）", whose.join("、")),
        };
        let date = deadline.date.word();
        text +=
            &format!("  期限    {date}不晚于次年{}月{}日{whose}\n", deadline.month, deadline.day);
    }
    text + "\n"
}
