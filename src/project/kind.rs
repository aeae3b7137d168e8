//! Which kind of report a project makes.

use crate::builtin;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::files::Files;
use crate::findings::{Findings, Outcome};
use crate::kind::{self, Kind};
use crate::source::{Role, Sources, Spanned};
use crate::yaml;

/// The kind that is asked for, or else the first that the profile names, or else the one that
/// is marked 缺省.
pub(super) fn choose(
    files: &Files,
    asked: Option<&str>,
    named: &[Spanned<String>],
    sources: &mut Sources,
) -> Outcome<Kind> {
    let known = folders(files);
    let is_known = |name: &str| known.iter().any(|folder| folder == name);
    let mut findings = Findings::new();
    if let Some(asked) = asked.filter(|asked| !is_known(asked)) {
        findings.report(unknown(asked, &known));
    }
    for named in named.iter().filter(|named| !is_known(&named.value)) {
        findings.report(unknown(&named.value, &known).at(named.span, "没有这个种类"));
    }
    let mut names = asked.into_iter().chain(named.iter().map(|named| named.value.as_str()));
    let kind = match names.find(|name| is_known(name)) {
        Some(name) => read(files, name, sources).gather(&mut findings),
        None => default(files, &known, sources).gather(&mut findings),
    };
    Outcome::new(kind, findings)
}

/// The kind that is marked 缺省; without one, the first.
fn default(files: &Files, known: &[String], sources: &mut Sources) -> Outcome<Kind> {
    let mut first = None;
    for folder in known {
        let read = read(files, folder, sources);
        if read.value.is_default {
            return read;
        }
        first.get_or_insert(read);
    }
    first.unwrap_or_else(|| Outcome::clean(Kind::default()))
}

/// The kinds that there are: the folders of templates with a `kind.yaml`, those of the project
/// and those that are built in.
fn folders(files: &Files) -> Vec<String> {
    let found = files.list("templates").unwrap_or_default().into_iter();
    let own = found.filter(|found| found.is_folder).map(|found| found.name);
    let mut folders: Vec<String> = own.filter(|folder| files.exists(&path(folder))).collect();
    let built_in = builtin::paths("templates/");
    folders.extend(built_in.filter_map(|path| {
        let folder = path.strip_prefix("templates/")?.strip_suffix("/kind.yaml")?;
        Some(folder.to_owned())
    }));
    folders.sort();
    folders.dedup();
    folders
}

/// Where the description of a kind stands.
fn path(folder: &str) -> String {
    format!("templates/{folder}/kind.yaml")
}

fn read(files: &Files, folder: &str, sources: &mut Sources) -> Outcome<Kind> {
    let mut findings = Findings::new();
    let file = files.read(&path(folder), Role::Other, sources).gather(&mut findings);
    let node = file
        .ok()
        .and_then(|file| yaml::parse(file, sources.get(file).text()).gather(&mut findings));
    let Some(node) = node else { return Outcome::new(Kind::default(), findings) };
    let kind = kind::read(node, folder, sources).gather(&mut findings);
    Outcome::new(kind, findings)
}

fn unknown(name: &str, known: &[String]) -> Diagnostic {
    let known = || known.iter().map(String::as_str);
    let help = match nearest(name, known()) {
        Some(meant) => format!("改为“{meant}”"),
        None => format!("可用的种类：{}", known().collect::<Vec<_>>().join("、")),
    };
    Diagnostic::new(Code::E0219, format!("没有“{name}”这种报告")).help(help)
}
