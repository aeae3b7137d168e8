//! `nianbao new`: the files of a new year, or the form of one department.

use std::path::Path;
use std::sync::Arc;

use clap::Args;

use super::for_whom::unknown_department;
use super::{Exit, Target, complain, create, print, put_in_place, show};
use crate::catalogue::Metric;
use crate::forms::{Begun, Shape, begin};
use crate::project::Project;
use crate::text::command_word_or;
use crate::write::{self, Output, Replacement};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// 只做一个部门的空表；报告总表已经有提纲的，写好这个部门的键
    #[arg(long, value_name = "部门")]
    department: Option<String>,
    /// 部门的空表做成工作簿（.xlsx），用 Excel、WPS 填
    #[arg(long)]
    xlsx: bool,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let target = &arguments.target;
    let root = match target.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let department = arguments.department.as_deref();
    let shape = if arguments.xlsx { Shape::Workbook } else { Shape::Yaml };
    let begun = begin(root, target.year, target.report.as_deref(), department, shape);
    if !begun.findings.is_empty() {
        show(&begun.findings, &begun.sources);
    }
    if let (Some(name), Some(project)) = (department, &begun.project)
        && !project.profile.knows(name)
    {
        complain(&unknown_department(name, &project.profile));
        return Exit::CannotRun;
    }
    if begun.forms.is_empty() {
        match department.filter(|_| !begun.findings.has_errors()) {
            Some(name) => complain(&format!("没有要{name}填报的指标和条目，没有生成空表")),
            None => complain("没有生成任何文件：先改正上面的问题"),
        }
        return Exit::Faults;
    }
    let folder = format!("data/{}", target.year);
    if let Some(other) = other_form(root, &folder, &begun) {
        complain(&format!(
            "{folder}/{other} 已经有了：一个部门只有一份填报表，不用的一份移走或者删去再生成"
        ));
        return Exit::CannotRun;
    }
    let outputs: Vec<Output> = begun
        .forms
        .iter()
        .map(|form| Output { name: form.name.clone(), bytes: form.bytes.clone() })
        .collect();
    let written = match department {
        Some(_) if is_untouched(root, &folder, &begun) => replace(root, &folder, &begun),
        _ => create(root, &folder, &outputs),
    };
    if let Err(exit) = written {
        return exit;
    }
    let names = outputs.iter().map(|output| output.name.as_str());
    let reports: Vec<&str> = names.clone().filter(|name| name.starts_with("report.")).collect();
    let from = match begun.last_year {
        Some(last) if !begun.had_report => {
            format!("data/{last} 没有这种报告，没有上年的文字和提纲可以沿用")
        }
        Some(last) if arguments.xlsx => {
            format!("上年的文字和数取自 data/{last}，印在旁边供对照")
        }
        Some(last) => format!("上年的文字和提纲取自 data/{last}，上年的数注在每行后面"),
        None => format!("没有 data/{}，按指标目录生成空表", target.year - 1),
    };
    let joining = begun.project.as_ref().filter(|project| !project.is_of_default_kind());
    let text = match department {
        Some(_) => format!("已生成 {folder}/{}\n{from}\n", names.collect::<Vec<_>>().join("、")),
        None if joining.is_some() => format!(
            "已生成 {folder}/{}；其他文件没有动\n{from}\n{}",
            reports.join("、"),
            joining.map(|project| to_add(project, target.year)).unwrap_or_default(),
        ),
        None => format!(
            "已生成 {folder}：报告总表 {} 和 {} 个部门的空表\n{from}\n下一步：分发各部门填写，用 nianbao check {year} 核对，用 nianbao status {year} 看进度\n",
            reports.join("、"),
            outputs.len() - reports.len(),
            year = target.year,
        ),
    };
    print(&text, Exit::Clean)
}

/// A form that is there already of a department whose new form has another ending.
fn other_form(root: &Path, folder: &str, begun: &Begun) -> Option<String> {
    let mut others = begun.forms.iter().filter_map(|form| {
        let (stem, ending) = form.name.rsplit_once('.')?;
        let other = if ending == "xlsx" { "yaml" } else { "xlsx" };
        let is_report = stem == "report" || stem.starts_with("report.");
        (!is_report).then(|| format!("{stem}.{other}"))
    });
    others.find(|other| root.join(folder).join(other).exists())
}

/// What departments add to their files for a report that joins others.
fn to_add(project: &Project, year: i32) -> String {
    let kind = &project.kind;
    let lists: Vec<&str> = kind.lists().map(|(list, _)| list.key.as_str()).collect();
    let mut text = format!("各部门在 data/{year} 里自己的文件中补上：\n");
    let metrics = project.catalogue.metrics.values();
    let metrics: Vec<&Metric> = metrics
        .map(Arc::as_ref)
        .filter(|metric| *metric.report == *kind.folder && metric.stands_for_family())
        .collect();
    for entry in &project.profile.departments {
        let own = metrics.iter().filter(|metric| metric.is_typed_by(&entry.name));
        let names: Vec<&str> = own.map(|metric| metric.asked_name()).collect();
        if let Some(first) = names.get(..names.len().min(5)).filter(|first| !first.is_empty()) {
            let more = if names.len() > first.len() { "等" } else { "" };
            let count = names.len();
            text +=
                &format!("  {}：“指标:”下面 {}{more} {count} 项\n", entry.name, first.join("、"));
        }
    }
    if !lists.is_empty() || kind.outline().is_some() {
        let outline = kind.outline().map_or("", |_| "正文（按提纲）");
        let and = if lists.is_empty() || outline.is_empty() { "" } else { "、" };
        text +=
            &format!("  有要写的部门：“{}:”下面 {outline}{and}{}\n", kind.folder, lists.join("、"));
    }
    let kind = command_word_or(&kind.folder, "种类");
    text + &format!("用 nianbao check {year} --report {kind} 核对\n")
}

/// Whether the form that is there is still as it was made.
fn is_untouched(root: &Path, folder: &str, begun: &Begun) -> bool {
    begun.untouched.as_ref().is_some_and(|form| {
        write::held(&root.join(folder), &form.name).is_some_and(|there| there == form.bytes)
    })
}

/// Puts the form in the place of the one that nobody filled in.
fn replace(root: &Path, folder: &str, begun: &Begun) -> Result<(), Exit> {
    let forms = begun.forms.iter().zip(&begun.untouched);
    let replacements: Vec<Replacement> = forms
        .map(|(form, before)| Replacement {
            name: format!("{folder}/{}", form.name),
            before: before.bytes.clone(),
            after: form.bytes.clone(),
        })
        .collect();
    put_in_place(root, &replacements)
}
