//! Load: `data/<year>/` → [`Submissions`], the year's files as typed, nothing judged yet
//! but their shape.

mod contents;
mod date;
mod department;
mod last_year;
mod members;
mod own_report;
mod parts;
mod report;
mod report_file;
mod strays;
mod submissions;
mod typed;
mod unread;
mod url;
mod workbook;

use std::io;

pub use submissions::{
    Department, Entry, Item, LastYear, Lost, OwnReport, Reason, Report, Submissions, Theme, Typed,
    Written,
};
pub use unread::Unread;
pub(crate) use workbook::is_ending as is_workbook;

pub use crate::source::Spanned;

use crate::bounds::{YEAR_FIGURES, YEAR_TEXT};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::files::{Found, unreadable};
use crate::findings::{Findings, Outcome};
use crate::project::{Profile, Project};
use crate::source::{Content, FileId, Owned, Role, Sources, Span};
use crate::text::ascii_digit;
use crate::yaml::{self, Fields, Node, Reader};

use self::workbook::Workbooks;

const REPORT: &str = "report.yaml";

/// A year whose files are read.
#[derive(Debug, Clone, Copy)]
struct Asked {
    year: i32,
    /// Whether it is read for the year after it: nobody mends its figures any more.
    is_over: bool,
    /// Whether a later year has begun. Its departments are those that there were: of those that have
    /// become one since each has its file, and a former name was right.
    is_past: bool,
}

impl Asked {
    /// A year that is read for the one after it.
    fn last(year: i32) -> Asked {
        Asked { year, is_over: true, is_past: true }
    }
}

/// Reads a year that is over, of which forms for the next are made.
pub fn load_last(
    project: &Project,
    year: i32,
    sources: &mut Sources,
) -> Outcome<Option<Submissions>> {
    load_year(project, Asked::last(year), sources)
}

/// Reads one year, and last year's department files where there are any. None when the year
/// has no folder. A file that cannot be read, or is not there, leaves its part of the
/// submissions empty; the diagnostics report which.
pub fn load(project: &Project, year: i32, sources: &mut Sources) -> Outcome<Option<Submissions>> {
    let is_past = project.years().into_iter().any(|later| later > year);
    load_year(project, Asked { year, is_over: false, is_past }, sources)
}

/// Whether a year has the report's file of the project's kind, by its name.
pub(crate) fn has_report(project: &Project, year: i32) -> bool {
    project.files.exists(&format!("data/{year}/{}", report_file::name_for(project)))
}

/// Reads `report.yaml` of a year alone; none where it is not there.
pub fn load_report(project: &Project, year: i32, sources: &mut Sources) -> Outcome<Option<Report>> {
    let found = project.files.list(&format!("data/{year}")).unwrap_or_default();
    let mut findings = Findings::new();
    let file = report_file::find(project, year, &found, sources).gather(&mut findings);
    let Some(file) = file else { return Outcome::new(None, findings) };
    let mut reader = Reader::new(sources);
    let report = report::read(file, year, project, &mut reader);
    findings.extend(reader.findings);
    Outcome::new(Some(report), findings)
}

/// Reads the file of one department alone, by its name in the folder of the year; none where it is
/// not there. What is found is what of it was not understood.
pub(crate) fn load_one(
    project: &Project,
    year: i32,
    name: &str,
    sources: &mut Sources,
) -> Outcome<Option<FileId>> {
    let mut findings = Findings::new();
    let asked = Asked { year, is_over: false, is_past: false };
    let found = project.files.list(&format!("data/{year}")).unwrap_or_default();
    let found: Vec<Found> = found.into_iter().filter(|found| found.name == name).collect();
    let mut workbooks = Workbooks::new(project);
    let Handed { files, read, .. } =
        read_departments(asked, &found, &mut workbooks, sources).gather(&mut findings);
    // What is written for one kind of report is passed over when another one is read.
    for kind in &project.kinds {
        let files = files.iter().map(|file| DepartmentFile {
            stem: file.stem.clone(),
            node: file.node.clone(),
            ..*file
        });
        let mut reader = Reader::new(sources);
        department::read_all(files.collect(), asked, &[], &project.of_kind(kind), &mut reader);
        let mut new = reader.findings;
        new.retain(|new| !findings.contains(new));
        findings.extend(new);
    }
    Outcome::new(read.first().map(|(_, file)| *file), findings)
}

fn load_year(
    project: &Project,
    asked: Asked,
    sources: &mut Sources,
) -> Outcome<Option<Submissions>> {
    let year = asked.year;
    let directory = &project.profile.departments;
    sources.set_departments(directory.iter().map(|entry| entry.name.clone()));
    let folder = format!("data/{year}");
    let found = match project.files.list(&folder) {
        Ok(found) => found,
        Err(error) => {
            let fault = no_such_year(project, year, &error, sources);
            return Outcome::new(None, fault.into());
        }
    };
    let mut findings = Findings::new();
    let report = report_file::read(project, year, &found, sources).gather(&mut findings);
    let mut workbooks = Workbooks::new(project);
    let Handed { files, read, not_read } =
        read_departments(asked, &found, &mut workbooks, sources).gather(&mut findings);
    findings.extend(not_read.into_iter().map(|not_read| not_read.fault));
    // A form that did not come has a place too, where its want can be reported.
    let is_workbook = |file: &FileId| sources.get(*file).workbook().is_some();
    let ending =
        if read.iter().any(|(_, file)| is_workbook(file)) { workbook::ENDING } else { "yaml" };
    let forms = project.profile.departments.iter().map(|department| {
        let form = read.iter().find(|(stem, _)| *stem == department.name);
        form.map_or_else(
            || {
                let path = format!("{folder}/{}.{ending}", department.name);
                let file = sources.add(path, Content::Missing);
                sources.set_role(file, named_for(&department.name, year, &project.profile));
                file
            },
            |(_, file)| *file,
        )
    });
    let forms = forms.collect();
    let last = year.saturating_sub(1);
    let mut of_last_texts = Findings::new();
    let last_found = list_last_year(project, last, sources).gather(&mut of_last_texts);
    let Handed { files: last_files, not_read, .. } =
        read_departments(Asked::last(last), &last_found, &mut workbooks, sources)
            .gather(&mut of_last_texts);

    // What is wrong with it was reported last year.
    let last_report = report_file::find(project, last, &last_found, sources).value;

    let mut reader = Reader::new(sources);
    let report = report::read(report, year, project, &mut reader);
    let department::Read { departments, .. } =
        department::read_all(files, asked, &report.item_keys(), project, &mut reader);
    findings.extend(reader.findings);
    if asked.is_past {
        findings.retain(|found| found.code != Code::E0145);
    }
    let unread = Unread::new(&findings, &departments, year, &project.profile, sources);

    let mut reader = Reader::new(sources);
    let of_last = department::read_all(last_files, Asked::last(last), &[], project, &mut reader);
    let last_report = last_report.map(|file| {
        // What is wrong with it was reported last year.
        report::read(file, last, project, &mut Reader::new(sources))
    });
    let last_year = last_year::gather(of_last, last_report, &of_last_texts, &not_read, &reader);
    for department in &departments {
        sources.set_owner(department.file, &department.name.value);
    }
    let submissions = Submissions { report, departments, forms, unread, last_year };
    Outcome::new(Some(submissions), findings)
}

/// What stands in last year's folder; nothing when there is none.
fn list_last_year(project: &Project, year: i32, sources: &mut Sources) -> Outcome<Vec<Found>> {
    let folder = format!("data/{year}");
    match project.files.list(&folder) {
        Ok(found) => Outcome::clean(found),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Outcome::default(),
        Err(error) => {
            let fault = unreadable(&folder, &error);
            let file = sources.add(folder, Content::Missing);
            Outcome::new(Vec::new(), fault.at(file, "").into())
        }
    }
}

/// The report's file, parsed.
struct ReportFile {
    file: FileId,
    /// None when there is no such file, or none that can be understood.
    node: Option<Node>,
    /// Whether nothing of its text was lost.
    is_whole: bool,
}

/// What was handed in for a year.
struct Handed {
    files: Vec<DepartmentFile>,
    /// All files that were read as forms, by their names without ending.
    read: Vec<(String, FileId)>,
    /// What else stands in the folder.
    not_read: Vec<NotRead>,
}

/// Something in a year's folder that is read by nobody.
struct NotRead {
    fault: Diagnostic,
    /// Whether it is a second file beside one that is read.
    is_second_file: bool,
}

/// A department's file, parsed.
struct DepartmentFile {
    /// The file's name without its ending, which is to be the department's.
    stem: String,
    file: FileId,
    node: Node,
    /// Whether nothing of its text was lost.
    is_whole: bool,
}

/// The tree of a file; none where it could not be read, or is no YAML.
fn read_tree(
    project: &Project,
    path: &str,
    role: Role,
    sources: &mut Sources,
) -> Outcome<(FileId, Option<Node>)> {
    let mut findings = Findings::new();
    let read = project.files.read(path, role, sources).gather(&mut findings);
    let (Ok(file) | Err(file)) = read;
    let node = match read {
        Ok(file) => yaml::parse(file, sources.get(file).text()).gather(&mut findings),
        Err(_) => None,
    };
    Outcome::new((file, node), findings)
}

/// The departments' forms in the folder of a year; what else stands there is reported.
fn read_departments(
    asked: Asked,
    found: &[Found],
    workbooks: &mut Workbooks<'_>,
    sources: &mut Sources,
) -> Outcome<Handed> {
    let project = workbooks.project;
    let Asked { year, is_over, .. } = asked;
    let folder = format!("data/{year}");
    let known = |stem: &str| {
        project.profile.departments.iter().position(|department| department.name == stem)
    };
    let mut forms: Vec<(&str, &str)> = found
        .iter()
        .filter(|found| !report_file::is_report(&found.name))
        .filter(|file| file.name.ends_with(".yaml") || workbook::is_read(file, found))
        .filter_map(|found| found.name.rsplit_once('.'))
        .collect();
    // In directory order, then those the directory does not know, by name.
    forms.sort_by_key(|(stem, _)| (known(stem).is_none(), known(stem), *stem));
    let (mut files, mut read) = (Vec::new(), Vec::new());
    let mut findings = Findings::new();
    let (mut size, mut figures, mut is_told) = (0, 0, false);
    for (stem, ending) in forms {
        let path = format!("{folder}/{stem}.{ending}");
        let role = named_for(stem, year, &project.profile);
        let passed = [(size, YEAR_TEXT), (figures, YEAR_FIGURES)];
        if let Some((_, bound)) = passed.into_iter().find(|(met, bound)| *met > bound.most) {
            let file = sources.add(path, Content::Missing);
            sources.set_role(file, role);
            read.push((stem.to_owned(), file));
            if !std::mem::replace(&mut is_told, true) {
                findings.report(
                    Diagnostic::new(Code::E0125, bound.passed(None))
                        .at(file, "")
                        .note("说明", "从这个文件起没有读")
                        .help("核对是不是放错了文件，或者粘贴进了多余的内容"),
                );
            }
            continue;
        }
        let tree = match workbook::is_ending(ending) {
            true => workbooks.read_tree(&path, role, (stem, year, is_over), sources),
            false => read_tree(project, &path, role, sources),
        };
        let is_whole = !tree.findings.has_errors();
        let (file, node) = tree.gather(&mut findings);
        size += sources.get(file).text().len() as u64;
        figures += node.as_ref().map_or(0, figures_of);
        read.push((stem.to_owned(), file));
        let stem = stem.to_owned();
        files.extend(node.map(|node| DepartmentFile { stem, file, node, is_whole }));
    }
    let not_read = found.iter().filter_map(|file| not_read(project, year, file, found, sources));
    let not_read = not_read.collect();
    Outcome::new(Handed { files, read, not_read }, findings)
}

/// The name of a form's file without its ending, however that is written.
fn form_stem(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "yaml" | "yml" => Some(stem),
        "txt" => {
            let (stem, ending) = stem.rsplit_once('.')?;
            ending.eq_ignore_ascii_case("yaml").then_some(stem)
        }
        _ => None,
    }
}

/// The figures that stand in a department's file, of each member of a dimension one.
fn figures_of(node: &Node) -> u64 {
    fn values(node: &Node) -> u64 {
        match &node.kind {
            yaml::Kind::Map(entries) => entries.iter().map(|entry| values(&entry.value)).sum(),
            _ => 1,
        }
    }
    let yaml::Kind::Map(entries) = &node.kind else { return 0 };
    let metrics = entries.iter().find(|entry| entry.key == "指标");
    metrics.map_or(0, |metrics| values(&metrics.value))
}

/// What stands in the year's folder and is nobody's form. A department's file or the report's that only
/// bears a wrong ending is an error: what is in it is missing from the report.
fn not_read(
    project: &Project,
    year: i32,
    found: &Found,
    all: &[Found],
    sources: &mut Sources,
) -> Option<NotRead> {
    let profile = &project.profile;
    if found.name.ends_with(".yaml") || workbook::is_read(found, all) {
        return None;
    }
    let folder = format!("data/{year}");
    let (stem, extension) = found.name.rsplit_once('.').unwrap_or((&found.name, ""));
    let extension = extension.to_ascii_lowercase();
    let here = sources.add(format!("{folder}/{}", found.name), Content::Missing);
    sources.set_role(here, named_for(&found.name, year, profile));
    let form = form_stem(&found.name);
    let stem = form.unwrap_or(stem);
    let department = profile.of_file(stem);
    let right = format!("{}.yaml", department.unwrap_or(stem));
    let is_form = form.is_some() && !found.is_folder;
    let is_workbook = extension == workbook::ENDING && !found.is_folder;
    if (is_form || is_workbook) && all.iter().any(|other| other.name == right) {
        let whose = department.unwrap_or(if right == REPORT { "报告总表" } else { stem });
        let fault = Diagnostic::new(Code::E0138, format!("{whose}有两个文件"));
        let fault = fault
            .at(here, "")
            .note("说明", format!("采用的是 {folder}/{right}"))
            .help(format!("一年只有一个文件：把内容并到 {right}，删去 {}", found.name));
        let fault = match is_workbook {
            true => fault.help(format!(
                "一个部门一年只有一个文件：以填报表为准的，把 {right} 移走；以 {right} 为准的，把 {} 移走",
                found.name
            )),
            false => fault,
        };
        return Some(NotRead { fault, is_second_file: true });
    }
    let fault = Diagnostic::new(Code::E0141, format!("{folder}/{} 没有读", found.name));
    let fault = match extension.as_str() {
        _ if found.is_folder => fault.help("部门文件直接放在年度文件夹下，不再分文件夹"),
        _ if is_form => {
            let ending = if extension == "txt" { "（去掉末尾的 .txt）" } else { "" };
            let is_missed = department.is_some() || right == report_file::name_for(project);
            let severity = if is_missed { Severity::Error } else { Severity::Warning };
            fault.severity(severity).help(format!("把文件名改为 {right}{ending}"))
        }
        "xls" | "et" | "xlsx" | "xlsm" | "xlsb" | "ods" | "csv" => {
            let severity = if department.is_some() { Severity::Error } else { Severity::Warning };
            let name = department.unwrap_or("部门名称");
            let save = format!(
                "用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”，文件名是“{name}.xlsx”"
            );
            let fault = fault.severity(severity);
            match department.and_then(|department| taken(department, all, profile)) {
                // Saved anew, it would take the place of the file that is read.
                Some(taken) => fault
                    .note("说明", format!("采用的是 {folder}/{}", taken.name))
                    .help(format!(
                        "一个部门一年只有一个文件：弄清哪一个是最后报来的，把另一个移走；留下 {} 的，先把 {} 移走，再{save}",
                        found.name, taken.name
                    )),
                None => fault.help(format!("是下发的填报表的，{save}")),
            }
        }
        "doc" | "docx" | "wps" | "pdf" | "txt" => {
            let name = department.unwrap_or("部门名称");
            fault
                .help(format!("把内容填进“{name}.yaml”或者填报表“{name}.xlsx”，这里只读这两种文件"))
        }
        "bak" | "old" | "tmp" | "swp" | "swo" | "orig" | "yaml~" => {
            fault.help("像是编辑器留下的备份或临时文件，用不着的请移走")
        }
        _ => fault.help("这里只读 .yaml 和 .xlsx 文件；用不着的文件请移走"),
    };
    Some(NotRead { fault: fault.at(here, ""), is_second_file: false })
}

/// The file of the year's folder that is read as a department's.
fn taken<'f>(department: &str, all: &'f [Found], profile: &Profile) -> Option<&'f Found> {
    let is_read = |file: &Found| {
        !file.is_folder && file.name.ends_with(".yaml") || workbook::is_read(file, all)
    };
    all.iter().find(|file| {
        let stem = file.name.rsplit_once('.').map_or("", |(stem, _)| stem);
        is_read(file) && profile.of_file(stem) == Some(department)
    })
}

/// The role of a file in a year's folder: a department's, by the name of the file up to its first
/// stop, whatever its ending.
fn named_for(name: &str, year: i32, directory: &Profile) -> Role {
    let stem = name.split('.').next().unwrap_or(name);
    let by_name = directory.of_file(stem).map(str::to_owned);
    Role::Department(Owned { year, by_name, by_content: None })
}

fn no_such_year(
    project: &Project,
    year: i32,
    error: &io::Error,
    sources: &mut Sources,
) -> Diagnostic {
    let folder = format!("data/{year}");
    let file = sources.add(folder.clone(), Content::Missing);
    if error.kind() != io::ErrorKind::NotFound {
        return unreadable(&folder, error).at(file, "");
    }
    let fault =
        Diagnostic::new(Code::E0140, format!("没有 {year} 年的文件夹 data/{year}")).at(file, "");
    let years: Vec<String> = project.years().iter().map(i32::to_string).collect();
    if years.is_empty() {
        fault.help(format!("运行 nianbao new {year}，生成报告总表和各部门的空表"))
    } else {
        fault.help(format!(
            "已有的年度：{}；新的一年运行 nianbao new {year}，生成报告总表和各部门的空表",
            years.join("、")
        ))
    }
}

/// Reports that a department is named by a former name, as it will be for a year or two.
fn former_name(old: &Spanned<String>, now: &str) -> Diagnostic {
    Diagnostic::new(Code::E0145, format!("部门“{}”已经改名", old.value))
        .at(old.span, format!("现在叫“{now}”"))
        .help(format!("改为“{now}”"))
}

/// 年度, which must be the folder's; where it stands if it says another one.
fn read_year(year: i32, fields: &mut Fields, reader: &mut Reader<'_>) -> Option<Span> {
    let node = fields.required("年度", reader)?;
    let text = reader.line(node, "年度")?;
    if text.value == year.to_string() {
        return None;
    }
    let digits: String = text.value.chars().filter_map(ascii_digit).collect();
    let is_same = digits == year.to_string();
    // 2024年 and 2024年度; more than that is something else, which must not be lost.
    let is_bare = text.value.chars().filter(|c| ascii_digit(*c).is_none()).count() <= 2;
    let message = if is_same {
        format!("年度应当只写 {year}")
    } else {
        format!("年度是“{}”，文件却在 {year} 年的文件夹里", text.value)
    };
    if reader.sources.get(text.span.file).workbook().is_some() {
        reader.report(
            Diagnostic::new(
                Code::E0135,
                format!("这是 {} 年的填报表，却在 {year} 年的文件夹里", text.value),
            )
            .at(text.span, "")
            .help(format!(
                "确是 {} 年的，移到 data/{0}；填的是 {year} 年的数的，把数填进 {year} 年的填报表",
                text.value
            )),
        );
        return Some(text.span);
    }
    reader.report(
        Diagnostic::new(Code::E0135, message)
            .at(text.span, format!("应当是 {year}"))
            .help(format!("改为 {year}；确是别的年度的，把文件移到那一年的文件夹"))
            .edit_where(is_same && is_bare, text.span, year.to_string()),
    );
    (!is_same).then_some(text.span)
}

#[cfg(test)]
mod tests;
