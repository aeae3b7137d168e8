//! Which kinds of report a project makes.

use super::ReportEntry;
use crate::bounds::KINDS;
use crate::builtin;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::files::Files;
use crate::findings::{Findings, Outcome};
use crate::kind::{self, Kind};
use crate::source::{Role, Sources, Span};
use crate::yaml::{self, Trees};

/// A kind of report as its `kind.yaml` has it.
#[derive(Default)]
struct Described {
    kind: Kind,
    /// Where it says 缺省: 是, which only one kind may.
    default: Option<Span>,
    /// Where its 文件名 stands, which no two kinds may share.
    file_name: Option<Span>,
    is_built_in: bool,
}

/// The kinds of report that a project makes.
pub(super) struct Chosen {
    /// All of them, the default one first.
    pub(super) kinds: Vec<Kind>,
    /// Which of them is asked for.
    pub(super) asked: usize,
    /// The names of all kinds that there are.
    pub(super) known: Vec<String>,
}

/// The kinds that the profile names, or else the one that is marked 缺省, or else the first; and
/// the one that is asked for. None with an error among the findings: against the wrong kind,
/// right data would be blamed.
pub(super) fn choose(
    files: &Files,
    asked: Option<&str>,
    named: &[ReportEntry],
    trees: &Trees,
    sources: &mut Sources,
) -> Outcome<Option<Chosen>> {
    let known = folders(files);
    if known.len() > KINDS.size() {
        let fault = Diagnostic::new(Code::E0125, KINDS.passed(Some(known.len() as u64)));
        let fault = fault.help("把用不着的种类的文件夹移出 templates");
        return Outcome::new(None, fault.into());
    }
    let mut kinds: Vec<Outcome<Described>> =
        known.iter().map(|folder| read(files, folder, trees, sources)).collect();
    let named = || named.iter().map(|entry| &entry.kind);
    let is_known = |name: &str| known.iter().any(|folder| folder == name);
    let mut findings = Findings::new();
    if let Some(asked) = asked.filter(|asked| !is_known(asked)) {
        findings.report(unknown(asked, &known));
    }
    for named in named().filter(|named| !is_known(&named.value)) {
        findings.report(unknown(&named.value, &known).at(named.span, "没有这个种类"));
    }
    let place = |name: &str| known.iter().position(|folder| folder == name);
    let mut chosen: Vec<usize> = named().filter_map(|named| place(&named.value)).collect();
    let asked = asked.and_then(place);
    if chosen.is_empty() {
        let default = kinds.iter().position(|kind| kind.value.default.is_some());
        // The default may be one that was not understood.
        let faulty = || kinds.iter().position(|kind| kind.findings.has_errors());
        chosen.push(default.or(asked).or_else(faulty).unwrap_or(0));
    }
    chosen.extend(asked.filter(|asked| !chosen.contains(asked)));
    findings.extend(clashes(kinds.iter().map(|kind| &kind.value)));
    let asked = chosen.iter().position(|place| Some(*place) == asked).unwrap_or(0);
    let mut described = Vec::new();
    for place in chosen {
        // There may be no kind at all where nothing is built in.
        let kind = kinds.get_mut(place).map(std::mem::take);
        described.push(kind.map(|kind| kind.gather(&mut findings).kind).unwrap_or_default());
    }
    let is_sound = !findings.has_errors();
    let chosen = Chosen { kinds: described, asked, known };
    Outcome::new(is_sound.then_some(chosen), findings)
}

/// All kinds that there are, by name.
pub(super) fn all(files: &Files, sources: &mut Sources) -> Outcome<Vec<Kind>> {
    let mut findings = Findings::new();
    let mut kinds = Vec::new();
    for folder in folders(files).into_iter().take(KINDS.size()) {
        let read = read(files, &folder, &Trees::default(), sources);
        kinds.push(read.gather(&mut findings).kind);
    }
    kinds.retain(|kind| !kind.folder.is_empty());
    Outcome::new(kinds, findings)
}

/// What two kinds both say and only one may: 缺省, and a 文件名, with which the files of one
/// kind would replace those of the other.
fn clashes<'a>(kinds: impl Iterator<Item = &'a Described>) -> Findings {
    let mut findings = Findings::new();
    let mut earlier: Vec<&Described> = Vec::new();
    for kind in kinds {
        let default = earlier.iter().find(|other| other.default.is_some());
        let defaults = default.and_then(|other| in_project_first(kind, other, |kind| kind.default));
        findings.extend(defaults.map(|(at, other)| {
            Diagnostic::new(Code::E0218, "有两种报告写了“缺省: 是”")
                .at(at, "缺省的只能有一种")
                .also(other, "另一种也写了")
                .help("删去一处；常用的一种，可以写在单位档案的“报告”里")
        }));
        let namesake = earlier.iter().find(|other| other.kind.file_name == kind.kind.file_name);
        let names = namesake.and_then(|other| in_project_first(kind, other, |kind| kind.file_name));
        findings.extend(names.map(|(at, other)| {
            let name = &kind.kind.file_name;
            Diagnostic::new(Code::E0218, format!("两种报告的文件名都是“{name}”"))
                .at(at, "生成的文件会互相覆盖")
                .also(other, "另一种的文件名")
                .help("换一个文件名")
        }));
        earlier.push(kind);
    }
    findings
}

/// The same place of two kinds, where both have it: first the one that the user can edit.
fn in_project_first(
    one: &Described,
    other: &Described,
    place: impl Fn(&Described) -> Option<Span>,
) -> Option<(Span, Span)> {
    let (first, second) = if one.is_built_in { (other, one) } else { (one, other) };
    Some((place(first)?, place(second)?))
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

fn read(files: &Files, folder: &str, trees: &Trees, sources: &mut Sources) -> Outcome<Described> {
    let mut findings = Findings::new();
    let is_built_in = files.is_built_in(&path(folder));
    let file = files.read(&path(folder), Role::Other, sources).gather(&mut findings);
    let node = file
        .ok()
        .and_then(|file| trees.parse(file, sources.get(file).text()).gather(&mut findings));
    // Where the YAML is at fault, keys may seem to be missing that are there.
    let node = node.filter(|_| !findings.has_errors());
    let place = |key: &str| match &node.as_ref()?.kind {
        yaml::Kind::Map(entries) => {
            entries.iter().find(|entry| entry.key == key).map(|entry| entry.value.span)
        }
        _ => None,
    };
    let (default, file_name) = (place("缺省"), place("文件名"));
    let kind = node.map(|node| kind::read(node, folder, sources).gather(&mut findings));
    let kind = kind.unwrap_or_default();
    let default = default.filter(|_| kind.is_default);
    let file_name = file_name.filter(|_| !kind.file_name.is_empty());
    Outcome::new(Described { kind, default, file_name, is_built_in }, findings)
}

fn unknown(name: &str, known: &[String]) -> Diagnostic {
    let known = || known.iter().map(String::as_str);
    let help = match nearest(name, known()) {
        Some(meant) => format!("改为“{meant}”"),
        None => format!("可用的种类：{}", known().collect::<Vec<_>>().join("、")),
    };
    Diagnostic::new(Code::E0219, format!("没有“{name}”这种报告")).help(help)
}
