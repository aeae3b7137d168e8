//! The departments' files.

use super::members::{self, State};
use super::parts::Open;
use super::{Asked, Department, DepartmentFile, contents, former_name, parts, read_year, strays};
use crate::catalogue::Owner;
use crate::diagnostic::{Code, Diagnostic};
use crate::project::{Profile, Project};
use crate::source::{Place, Sources, Span, Spanned};
use crate::text::differs_in_marks;
use crate::yaml::{Misshapen, Reader};

/// What the departments' files of a year say.
pub(super) struct Read {
    /// The departments that the directory knows, in its order.
    pub(super) departments: Vec<Department>,
    /// The files that were read and not taken, in the order in which they were read.
    pub(super) not_taken: Vec<NotTaken>,
}

/// A department's file that was read and not taken.
pub(super) struct NotTaken {
    /// Where its department is named, and the error on it is reported.
    pub(super) place: Place,
    pub(super) reason: NotTakenReason,
}

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotTakenReason {
    /// The directory does not know its department.
    UnknownDepartment,
    /// Another file of the same department was taken.
    SecondFile,
    /// It is a file of another year, in the folder of a year that is over.
    OtherYear,
    /// It is named by one department and says that it is another's, in the folder of a year that is
    /// over.
    OtherDepartment,
}

/// Reads them all. `items` are the keys of the outline that their texts stand under.
pub(super) fn read_all(
    files: Vec<DepartmentFile>,
    asked: Asked,
    items: &[&str],
    project: &Project,
    reader: &mut Reader<'_>,
) -> Read {
    let directory = &project.profile;
    let present = |stem: &str| directory.present(stem).unwrap_or(stem).to_owned();
    let stems: Vec<String> = files.iter().map(|file| present(&file.stem)).collect();
    let mut departments: Vec<(usize, String, Department)> = Vec::new();
    let mut not_taken = Vec::new();
    for file in files {
        let Some(ReadFile { department, named, doubt }) =
            read(file, asked, project, &stems, items, reader)
        else {
            continue;
        };
        // Nobody mends its figures any more, and they would be compared with this year's.
        if let Some((span, reason)) = doubt.filter(|_| asked.is_over) {
            not_taken.push(NotTaken { place: Place::from(span), reason });
            continue;
        }
        let named_at = Place::from(department.name.span);
        let Some(place) = directory.place(&department.name.value) else {
            not_taken.push(NotTaken { place: named_at, reason: NotTakenReason::UnknownDepartment });
            continue;
        };
        // Under other names they were departments of their own.
        let is_another = |other: &String| asked.is_past && *other != named;
        let mut same = departments.iter().filter(|(known, ..)| *known == place);
        match same.find(|(_, other, _)| !is_another(other)) {
            Some((_, first_named, first)) => {
                let named = [first_named, &named].map(String::as_str);
                reader.report(two_files(first, &department, named, reader.sources));
                not_taken.push(NotTaken { place: named_at, reason: NotTakenReason::SecondFile });
            }
            None => departments.push((place, named, department)),
        }
    }
    departments.sort_by_key(|(place, ..)| *place);
    let departments = departments.into_iter().map(|(.., department)| department).collect();
    Read { departments, not_taken }
}

/// A file that was read as a department's.
struct ReadFile {
    department: Department,
    /// The name of the department that the file bears, which may be a former one.
    named: String,
    /// Where it says that it is of another year or another department's.
    doubt: Option<(Span, NotTakenReason)>,
}

fn read(
    file: DepartmentFile,
    Asked { year, is_over, .. }: Asked,
    project: &Project,
    stems: &[String],
    items: &[&str],
    reader: &mut Reader<'_>,
) -> Option<ReadFile> {
    let DepartmentFile { stem, file, node, is_whole } = file;
    let before = reader.misshapen.len();
    let mut fields = reader.fields(node, "部门文件", None)?;
    let written = fields.required("部门", reader).and_then(|node| reader.line(node, "部门"));
    let start = fields.span();
    let other_year = read_year(year, &mut fields, reader);
    // For people only.
    parts::line(&mut fields, "填报人", reader);
    parts::line(&mut fields, "联系电话", reader);
    let metrics_span = fields.key_span("指标");
    let metrics = fields.optional("指标").and_then(|node| reader.entries(node, "指标"));
    let strays = strays::metrics(&mut fields, metrics_span, &project.catalogue, reader);
    let metrics = metrics.unwrap_or_default().into_iter().chain(strays);
    let state = State { is_over, is_whole };
    let metrics = members::expand(metrics, &project.catalogue, state, reader);
    let of = |department: &str| {
        let owners =
            metrics.iter().filter_map(|(key, _)| project.catalogue.metrics.get(&key.value));
        owners.filter(|metric| metric.owner == Owner::Department(department.to_owned())).count()
    };
    let present = |name: &str| project.profile.present(name);
    let other_department = written.as_ref().filter(|written| {
        let both = present(&stem).zip(present(&written.value));
        both.is_some_and(|(ours, theirs)| ours != theirs)
    });
    let other_department = other_department.map(|written| written.span);
    let doubt = other_year
        .map(|span| (span, NotTakenReason::OtherYear))
        .or(other_department.map(|span| (span, NotTakenReason::OtherDepartment)));
    let named = match (present(&stem), &written) {
        (None, Some(written)) => written.value.clone(),
        _ => stem.clone(),
    };
    let name = name(&stem, written, start, &project.profile, stems, of, reader)?;
    let whose = contents::Whose { department: &name, year, is_whole };
    let contents = contents::read(&mut fields, whose, items, project, reader);
    let mut department = Department {
        file,
        metrics_span: metrics_span.unwrap_or(name.span),
        name,
        year,
        metrics,
        prose: contents.prose,
        lists: contents.lists,
        reasons: contents.reasons,
        verbatim: contents.verbatim,
        own_report: contents.own_report.map(Box::new),
    };
    fields.finish(reader);
    // A key that is not known may be any that was not found.
    let mut misshapen = reader.misshapen.iter().skip(before);
    if misshapen.any(|(_, form)| *form == Misshapen::Strange) {
        leave_open(&mut department, Open::WithoutKey);
    }
    // Mistakes in the YAML are repaired where they can be: what is there was read, and only what is
    // not there may have been lost.
    if !is_whole {
        leave_open(&mut department, Open::Empty);
    }
    Some(ReadFile { department, named, doubt })
}

/// Marks lists and texts as perhaps not whole.
fn leave_open(department: &mut Department, which: Open) {
    parts::leave_open(&mut department.prose, which);
    parts::leave_open(&mut department.reasons, which);
    for listed in department.lists.values_mut() {
        parts::leave_open(listed, which);
    }
}

/// The department whose file it is: the one it is named by, or, when the directory does not know that
/// name or most of the metrics (`of` counts a department's) are the other's, the one that is
/// written in it. None for what is another's and has a file of its own there.
fn name(
    stem: &str,
    written: Option<Spanned<String>>,
    start: Span,
    directory: &Profile,
    stems: &[String],
    of: impl Fn(&str) -> usize,
    reader: &mut Reader<'_>,
) -> Option<Spanned<String>> {
    let span = written.as_ref().map_or(start, |written| written.span);
    let is_workbook = reader.sources.get(span.file).workbook().is_some();
    let ending = if is_workbook { "xlsx" } else { "yaml" };
    let called = |name: &str| Spanned { value: name.to_owned(), span };
    let Some(written) = written else {
        return Some(called(directory.present(stem).unwrap_or(stem)));
    };
    // Without a directory there is nobody to be known.
    if directory.departments.is_empty() {
        return Some(called(stem));
    }
    let other_file = |fault: Diagnostic| {
        let fault = fault.at(span, format!("文件名却是“{stem}.{ending}”"));
        match is_workbook {
            true => {
                fault.note("说明", format!("是{}的填报表，文件名却是“{stem}.xlsx”", written.value))
            }
            false => fault,
        }
    };
    Some(match (directory.present(stem), directory.present(&written.value)) {
        (Some(ours), Some(theirs)) if ours == theirs => {
            // With another file of the department beside it, both are reported with each other.
            if stems.iter().filter(|stem| *stem == ours).count() == 1 {
                reader.findings.extend(by_former_name(&written, stem, ours, is_workbook));
            }
            called(ours)
        }
        (Some(ours), Some(theirs)) if of(theirs) > of(ours) => {
            let fault = other_file(Diagnostic::new(Code::E0136, "文件名与“部门”不符"))
                .note("说明", format!("里面的指标多是{theirs}的"));
            if !stems.iter().any(|stem| stem == theirs) {
                reader.report(fault.help(format!("把文件名改为“{theirs}.{ending}”")));
                return Some(called(theirs));
            }
            reader.report(fault.help(saved_as_another(ours, theirs, is_workbook)));
            return None;
        }
        (Some(ours), Some(theirs)) if is_workbook => {
            let fault = other_file(Diagnostic::new(Code::E0136, "文件名与“部门”不符"));
            let has_its_own = stems.iter().any(|stem| stem == theirs);
            reader.report(fault.help(form_of_another(ours, theirs, has_its_own)));
            // A form says whose it is, so its figures are not held against those of the other.
            return (!has_its_own).then(|| called(theirs));
        }
        (Some(ours), Some(theirs)) => {
            reader
                .report(other_file(Diagnostic::new(Code::E0136, "文件名与“部门”不符")).help(format!(
                "是{ours}的文件，把这里改为“{ours}”；是{theirs}的文件，把文件名改为“{theirs}.yaml”"
            )));
            called(ours)
        }
        (None, Some(theirs)) => {
            // With another file of the department beside it, both are reported with each other.
            let is_theirs =
                |other: &String| other != stem && directory.of_file(other) == Some(theirs);
            if !stems.iter().any(is_theirs) {
                reader.report(
                    other_file(Diagnostic::new(Code::E0136, "文件名与“部门”不符"))
                        .help(format!("把文件名改为“{theirs}.{ending}”")),
                );
            }
            called(theirs)
        }
        (known, None) => {
            let fault = unknown(&written, (known, stem), is_workbook, directory);
            reader.report(fault);
            called(known.unwrap_or(stem))
        }
    })
}

/// That a department's file, or what is written in it, bears a former name of the department.
fn by_former_name(
    written: &Spanned<String>,
    stem: &str,
    ours: &str,
    is_workbook: bool,
) -> Option<Diagnostic> {
    let fault = former_name(written, ours);
    Some(match (written.value != ours, stem != ours) {
        (true, _) if is_workbook => {
            fault.help(format!("数照常读；把文件名改为“{ours}.xlsx”，下一年用新的名称生成填报表"))
        }
        (true, true) => fault.help(format!("改为“{ours}”，文件名改为“{ours}.yaml”")),
        (true, false) => fault.help(format!("改为“{ours}”")).edit(written.span, ours),
        (false, true) => {
            let ending = if is_workbook { "xlsx" } else { "yaml" };
            let named = Spanned { value: stem.to_owned(), span: written.span };
            former_name(&named, ours).help(format!("把文件名改为“{ours}.{ending}”"))
        }
        (false, false) => return None,
    })
}

/// How a form is mended that was made for another department than its file is named by.
fn form_of_another(ours: &str, theirs: &str, has_its_own: bool) -> String {
    match has_its_own {
        true => saved_as_another(ours, theirs, true),
        false => format!(
            "是{theirs}报来的，把文件名改为“{theirs}.xlsx”；是{ours}报来的，请它用自己的填报表填报"
        ),
    }
}

/// How a file is mended that holds what another department handed in already.
fn saved_as_another(ours: &str, theirs: &str, is_workbook: bool) -> String {
    let other = match is_workbook {
        true => format!("{theirs}已经另有一份"),
        false => format!("{theirs}的已经有“{theirs}.yaml”"),
    };
    format!("多半存错了文件：换成{ours}的内容；{other}，这一份没有读")
}

/// A department that the directory does not know; `known` is the one that the name of the file stands
/// for.
fn unknown(
    written: &Spanned<String>,
    (known, stem): (Option<&str>, &str),
    is_workbook: bool,
    directory: &Profile,
) -> Diagnostic {
    let span = written.span;
    let meant = known.or_else(|| directory.meant(&written.value));
    let fault = Diagnostic::new(Code::E0137, format!("单位档案里没有部门“{}”", written.value));
    match meant {
        _ if is_workbook => fault.at(span, "").help(
            "填报表是按部门名称生成的：部门改了名的，把旧名称写进单位档案 data/profile.yaml 里那个部门的“曾用名”；用单位档案里的名称重新生成填报表也可以",
        ),
        Some(meant) if known.is_some() || stem == meant => fault
            .at(span, format!("是否指“{meant}”"))
            .help(format!("改为“{meant}”"))
            .edit_where(differs_in_marks(&written.value, meant), span, meant),
        Some(meant) => fault.at(span, format!("是否指“{meant}”")).help(format!(
            "改为“{meant}”，文件名改为“{meant}.yaml”；是它的旧名称的，写进单位档案的“曾用名”"
        )),
        None => fault.at(span, "不在部门名录里").help(
            "核对名称；新增的部门，先加到单位档案 data/profile.yaml 的“部门”里；改了名称或者并到别处的，写进那个部门的“曾用名”",
        ),
    }
}

/// Two files of a department, and the names of it that they bear.
fn two_files(
    first: &Department,
    second: &Department,
    named: [&str; 2],
    sources: &Sources,
) -> Diagnostic {
    let name = &first.name.value;
    let fault = Diagnostic::new(Code::E0138, format!("{name}有两个文件"))
        .at(second.name.span, "又是这个部门，没有采用")
        .also(first.name.span, "采用的是这个文件");
    let [first, second] = [first, second].map(|department| sources.get(department.file));
    let is_yaml = first.workbook().is_none() && second.workbook().is_none();
    let ending = if is_yaml { "yaml" } else { "xlsx" };
    let is_right = |path: &str| {
        path.rsplit_once('/')
            .is_some_and(|(_, file)| file.rsplit_once('.').is_some_and(|(stem, _)| stem == name))
    };
    let rename = match is_right(&first.path) || is_right(&second.path) {
        true => String::new(),
        false => format!("，留下的文件名改为“{name}.{ending}”"),
    };
    if named[0] != named[1] {
        return fault.help(format!(
            "一个部门一年只有一个文件：{}和{}合并以前各报各的，把内容都并到“{name}.{ending}”，数相加；同一个部门报了两遍的，留下最后报来的，移走另一个",
            named[0], named[1]
        ));
    }
    if is_yaml {
        return fault
            .help(format!("一个部门一年只有一个文件：把内容并到一个文件，删去另一个{rename}"));
    }
    fault
        .note("说明", format!("采用的是 {}，没有采用 {}", first.path, second.path))
        .help(format!("一个部门一年只有一个文件：弄清哪一个是最后报来的，把另一个移走{rename}"))
}
