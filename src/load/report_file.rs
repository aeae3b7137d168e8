//! Which file of a year is the report's: `report.yaml`, or `report.<kind>.yaml`.
//!
//! `report.yaml` is of the kind that it names under 报告, and of the default kind of the project
//! where it names none.

use super::{REPORT, ReportFile, read_tree};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::files::Found;
use crate::findings::{Findings, Outcome};
use crate::project::Project;
use crate::source::{Content, FileId, Role, Sources};
use crate::text::command_word_or;
use crate::yaml::{Fields, Kind, Node, Reader};

/// The key that names the kind.
pub(super) const KEY: &str = "报告";

/// The kind that the name of a report's file bears: none within for `report.yaml`; none for a file
/// of another name.
fn kind_of_name(name: &str) -> Option<Option<&str>> {
    if name == REPORT {
        return Some(None);
    }
    name.strip_prefix("report.")?.strip_suffix(".yaml").map(Some)
}

/// Whether a file is the report's of some kind.
pub(super) fn is_report(name: &str) -> bool {
    kind_of_name(name).is_some()
}

/// The name of a kind's file.
pub(super) fn name_for(project: &Project) -> String {
    match project.is_of_default_kind() {
        true => REPORT.to_owned(),
        false => format!("report.{}.yaml", project.kind.folder),
    }
}

/// A file that may be the report's, and whose it is.
struct Candidate<'f> {
    name: &'f str,
    kind: String,
    file: FileId,
    node: Option<Node>,
    findings: Findings,
}

/// The parsed file of the project's kind in a year's folder; that there is none is reported.
pub(super) fn read(
    project: &Project,
    year: i32,
    found: &[Found],
    sources: &mut Sources,
) -> Outcome<ReportFile> {
    let mut findings = Findings::new();
    let file = find(project, year, found, sources).gather(&mut findings);
    let file = file.unwrap_or_else(|| {
        let missing = missing(project, year, sources);
        // One whose ending is wrong is told by its name.
        let name = name_for(project);
        let is_here = |found: &Found| {
            !found.is_folder && super::form_stem(&found.name) == name.strip_suffix(".yaml")
        };
        if found.iter().any(is_here) { missing.value } else { missing.gather(&mut findings) }
    });
    Outcome::new(file, findings)
}

/// The same where there may be none.
pub(super) fn find(
    project: &Project,
    year: i32,
    found: &[Found],
    sources: &mut Sources,
) -> Outcome<Option<ReportFile>> {
    let mut findings = Findings::new();
    let mut own: Vec<Candidate<'_>> = Vec::new();
    for found in found.iter().filter(|found| !found.is_folder || found.name == REPORT) {
        let Some(of_name) = kind_of_name(&found.name) else { continue };
        // Of another kind's file only the name is looked at.
        if of_name.is_some_and(|kind| kind != project.kind.folder) {
            findings.extend(unknown_kind(project, year, found, sources));
            continue;
        }
        let candidate = candidate(project, year, &found.name, of_name, sources);
        if candidate.kind == project.kind.folder {
            own.push(candidate);
        }
    }
    let mut own = own.into_iter();
    let Some(first) = own.next() else { return Outcome::new(None, findings) };
    for second in own {
        findings.report(
            Diagnostic::new(Code::E0138, format!("“{}”有两个报告总表", first.kind))
                .at(second.file, "")
                .note("说明", format!("采用的是 data/{year}/{}", first.name))
                .help(format!(
                    "一种报告一年只有一个：把内容并到 {}，删去 {}",
                    first.name, second.name
                )),
        );
    }
    let is_whole = !first.findings.has_errors();
    findings.extend(first.findings);
    let file = ReportFile { file: first.file, node: first.node, is_whole };
    Outcome::new(Some(file), findings)
}

/// Reads 报告, which must be the kind whose file it is.
pub(super) fn read_kind(fields: &mut Fields<'_>, project: &Project, reader: &mut Reader<'_>) {
    let name = fields.optional(KEY).and_then(|node| reader.line(node, KEY));
    let own = project.kind.folder.as_str();
    let Some(name) = name.filter(|name| name.value != own) else { return };
    let is_made = |name: &str| project.kinds.iter().any(|kind| kind.folder == name);
    let fault = match is_made(&name.value) {
        true => Diagnostic::new(Code::E0151, "“报告”与文件名不合")
            .at(name.span, format!("文件名是 report.{own}.yaml"))
            .help(format!("改为“{own}”，或者把文件名改为 report.{}.yaml", name.value)),
        false => Diagnostic::new(Code::E0151, format!("这个项目不做“{}”这种报告", name.value))
            .at(name.span, format!("当作了“{own}”的报告总表"))
            .help(format!("改为“{own}”，或者删去这一行；要做另一种的，写进单位档案的“报告”")),
    };
    reader.report(fault);
}

fn candidate<'f>(
    project: &Project,
    year: i32,
    name: &'f str,
    of_name: Option<&str>,
    sources: &mut Sources,
) -> Candidate<'f> {
    let path = format!("data/{year}/{name}");
    let tree = read_tree(project, &path, Role::Report { year }, sources);
    let (file, node) = tree.value;
    let default = project.kinds.first().map_or("", |kind| kind.folder.as_str());
    let is_made = |name: &&str| project.kinds.iter().any(|kind| kind.folder == *name);
    let written = node.as_ref().and_then(written).filter(is_made);
    let kind = of_name.or(written).unwrap_or(default).to_owned();
    Candidate { name, kind, file, node, findings: tree.findings }
}

/// What stands under 报告.
fn written(node: &Node) -> Option<&str> {
    let Kind::Map(entries) = &node.kind else { return None };
    entries.iter().find(|entry| entry.key == KEY)?.value.as_text().map(str::trim)
}

/// The file of a kind that the project does not make.
fn unknown_kind(
    project: &Project,
    year: i32,
    found: &Found,
    sources: &mut Sources,
) -> Option<Diagnostic> {
    let name = kind_of_name(&found.name)??;
    let made = || project.kinds.iter().map(|kind| kind.folder.as_str());
    if made().any(|kind| kind == name) {
        return None;
    }
    let file = sources.add(format!("data/{year}/{}", found.name), Content::Missing);
    sources.set_role(file, Role::Report { year });
    let fault = Diagnostic::new(Code::E0151, format!("data/{year}/{} 没有读", found.name));
    let help = match nearest(name, made()) {
        _ if project.known_kinds.iter().any(|known| known == name) => {
            format!("单位档案的“报告”里没有“{name}”：要做这种报告的，写进去；不做的，把文件移走")
        }
        Some(meant) => format!("没有“{name}”这种报告，把文件名改为 report.{meant}.yaml"),
        None => format!(
            "没有“{name}”这种报告：文件名写作 report.种类.yaml，种类是单位档案“报告”里的一种"
        ),
    };
    Some(fault.at(file, "").help(help))
}

fn missing(project: &Project, year: i32, sources: &mut Sources) -> Outcome<ReportFile> {
    let (folder, name) = (format!("data/{year}"), name_for(project));
    let file = sources.add(format!("{folder}/{name}"), Content::Missing);
    sources.set_role(file, Role::Report { year });
    let fault = Diagnostic::new(Code::E0139, format!("{folder} 里没有报告总表 {name}"));
    let outline = project.kind.outline().map_or("", |_| "和提纲");
    let last = year.saturating_sub(1);
    let kind = command_word_or(&project.kind.folder, "种类");
    let command = format!("nianbao new {year} --report {kind}");
    let how = match (project.is_of_default_kind(), super::has_report(project, last)) {
        (true, _) => "可以从上一年复制一份来改".to_owned(),
        (false, true) => format!("用 {command} 生成，沿用上一年的文字"),
        (false, false) => format!("用 {command} 生成一份空的"),
    };
    let fault =
        fault.at(file, "").help(format!("报告总表由汇总单位维护，写明文号、日期{outline}；{how}"));
    Outcome::new(ReportFile { file, node: None, is_whole: false }, fault.into())
}
