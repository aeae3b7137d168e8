//! Project: one district: its profile, catalogue, templates, fonts and years.

mod format;
mod kind;
mod layouts;
mod profile;
mod reports;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use format::DATA_FORMAT;
pub use profile::{DirectoryEntry, Profile, Site};
pub use reports::ReportEntry;

use crate::bounds::TEMPLATES_TEXT;
use crate::builtin;
use crate::catalogue::{self, Assignment, Catalogue};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{Files, is_named_almost};
use crate::findings::{Findings, Outcome};
use crate::kind::Kind;
use crate::source::{Content, FileId, Role, Sources, Spanned};
use crate::template::Templates;
use crate::yaml::{Node, Trees};

const PROFILE: &str = "data/profile.yaml";
/// The catalogue of the project itself.
pub(crate) const CATALOGUE: &str = "data/catalogue.yaml";

/// What the templates folder is made of; other files in it are none of ours.
const TEMPLATE_EXTENSIONS: [&str; 4] = [".tera", ".css", ".js", ".yaml"];

/// The description of a kind of report, in its folder; no template.
const KIND: &str = "kind.yaml";

/// The metrics of a kind of report, in its folder; no template.
const OWN_CATALOGUE: &str = "catalogue.yaml";

/// Where templates stand.
const TEMPLATES: &str = "templates/";

/// One district.
#[derive(Debug, Clone)]
pub struct Project {
    /// Where its files come from.
    pub files: Files,
    /// `data/profile.yaml` 单位档案
    pub profile: Profile,
    /// What the report that is made or checked is made of.
    pub kind: Arc<Kind>,
    /// The kinds of all reports of the project, the default one first.
    pub kinds: Vec<Arc<Kind>>,
    /// The names of all kinds that there are, also of those that the project does not make.
    pub known_kinds: Vec<String>,
    /// 指标目录: `data/catalogue.yaml` and the catalogues of the kinds.
    pub catalogue: Catalogue,
    /// Whether profile and catalogue are without error, apart from mistakes of their YAML that
    /// were repaired, and there are metrics: data can be checked against them.
    pub is_sound: bool,
}

/// What a project is opened for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Its own reports.
    Reports,
    /// To be the model of a new project.
    Model,
}

/// The tree of a file without which nothing can be checked.
enum Mandatory {
    /// There is no such file.
    Missing,
    /// It could not be read, or its YAML not be understood.
    Unreadable,
    Read(Node),
}

impl Project {
    /// Opens a project. None when there is no profile or its kind of report is at fault; with
    /// errors among the findings profile and catalogue are not complete, and whatever is checked
    /// against them may be blamed wrongly.
    pub fn open(files: impl Into<Files>, sources: &mut Sources) -> Outcome<Option<Project>> {
        Project::open_for(files, None, sources)
    }

    /// The same for a kind of report; none = as the profile has it.
    pub fn open_for(
        files: impl Into<Files>,
        report: Option<&str>,
        sources: &mut Sources,
    ) -> Outcome<Option<Project>> {
        Project::open_from(files, report, &Trees::default(), sources)
    }

    /// The same with what was read for other projects.
    pub(crate) fn open_from(
        files: impl Into<Files>,
        report: Option<&str>,
        trees: &Trees,
        sources: &mut Sources,
    ) -> Outcome<Option<Project>> {
        Project::open_with(files.into(), report, Purpose::Reports, trees, sources)
    }

    /// Opens a project as the model of a new one, for one kind of report alone, or for those that
    /// the model makes. Of its profile there is only what the new one takes over.
    pub(crate) fn open_model(
        files: impl Into<Files>,
        report: Option<&str>,
        sources: &mut Sources,
    ) -> Outcome<Option<Project>> {
        Project::open_with(files.into(), report, Purpose::Model, &Trees::default(), sources)
    }

    fn open_with(
        files: Files,
        report: Option<&str>,
        purpose: Purpose,
        trees: &Trees,
        sources: &mut Sources,
    ) -> Outcome<Option<Project>> {
        let led_out = files.led_out();
        if !led_out.is_empty() {
            return Outcome::new(None, led_out);
        }
        let mut findings = Findings::new();
        let profile =
            mandatory(&files, PROFILE, (Role::Profile, Code::E0201), &Trees::default(), sources);
        let profile = profile.gather(&mut findings);
        let of_catalogue = (Role::Catalogue, Code::E0202);
        let catalogue = mandatory(&files, CATALOGUE, of_catalogue, trees, sources);
        let profile = match profile {
            Mandatory::Missing => {
                findings.extend(catalogue.findings);
                return Outcome::new(None, findings);
            }
            // The departments' files are still read for their own faults.
            Mandatory::Unreadable => {
                findings.extend(of_what_is_there(catalogue));
                let project = Project::unknown(files, report, sources).gather(&mut findings);
                return Outcome::new(project, findings);
            }
            Mandatory::Read(node) => {
                if let Some(fault) = format::newer(&node) {
                    return Outcome::new(None, fault.into());
                }
                match purpose {
                    Purpose::Reports => Profile::read(node, sources),
                    Purpose::Model => Profile::read_model(node, sources),
                }
            }
        };
        let mut is_sound = !profile.findings.has_errors();
        let mut profile = profile.gather(&mut findings);
        let chosen = kind::choose(&files, report, &profile.reports, trees, sources);
        let chosen = chosen.gather(&mut findings);
        let Some(mut chosen) = chosen else {
            findings.extend(of_what_is_there(catalogue));
            return Outcome::new(None, findings);
        };
        let mut catalogue = catalogue;
        if purpose == Purpose::Model && report.is_some() {
            catalogue = alone(&files, &mut profile, &mut chosen, catalogue);
        }
        let kind::Chosen { kinds, asked, known } = chosen;
        let unnamed = match purpose {
            Purpose::Reports => Assignment::default(),
            Purpose::Model => any_department(&profile),
        };
        let read =
            read_catalogues(&files, (&profile, &unnamed), kinds, catalogue, (trees, sources));
        is_sound &= !read.findings.has_errors();
        let (catalogue, kinds) = read.gather(&mut findings);
        is_sound &= !catalogue.metrics.is_empty();
        let kind = kinds.get(asked).cloned().unwrap_or_default();
        let known_kinds = known;
        let project = Project { files, profile, kind, kinds, known_kinds, catalogue, is_sound };
        Outcome::new(Some(project), findings)
    }

    /// A project of which neither profile nor catalogue is known: forms can be read, and not be
    /// checked.
    pub(crate) fn unknown(
        files: Files,
        report: Option<&str>,
        sources: &mut Sources,
    ) -> Outcome<Option<Project>> {
        kind::choose(&files, report, &[], &Trees::default(), sources).map(|chosen| {
            let kind::Chosen { kinds, asked, known } = chosen?;
            let kinds: Vec<Arc<Kind>> = kinds.into_iter().map(Arc::new).collect();
            Some(Project {
                files,
                profile: Profile::default(),
                kind: kinds.get(asked).cloned().unwrap_or_default(),
                kinds,
                known_kinds: known,
                catalogue: Catalogue::default(),
                is_sound: false,
            })
        })
    }

    /// All kinds of report that there are, whether a project makes them or not.
    pub fn described_kinds(files: &Files, sources: &mut Sources) -> Outcome<Vec<Kind>> {
        kind::all(files, sources)
    }

    /// Whether the report that is made or checked is of the default kind of the project.
    pub fn is_of_default_kind(&self) -> bool {
        self.kinds.first().is_none_or(|default| default.folder == self.kind.folder)
    }

    /// The same project for another of its kinds of report.
    pub fn of_kind(&self, kind: &Arc<Kind>) -> Project {
        Project { kind: Arc::clone(kind), ..self.clone() }
    }

    /// The years that have a folder, in order.
    pub fn years(&self) -> Vec<i32> {
        let found = self.files.list("data").unwrap_or_default();
        let folders = found.iter().filter(|found| found.is_folder && found.name.len() == 4);
        folders.filter_map(|found| found.name.parse().ok()).collect()
    }

    /// The templates, by the names under which layouts and other templates know them: those of
    /// the project before the built-in ones, and of each those in the folder of the kind of
    /// report before those that are for all kinds.
    pub fn templates(&self, sources: &mut Sources) -> Outcome<Templates> {
        let mut findings = self.files.walk_through("templates").findings;
        let read = self.read_templates(self.template_paths(), sources).gather(&mut findings);
        let mut files: Vec<_> =
            read.into_iter().filter_map(|(name, file)| Some((name, file.ok()?))).collect();
        files.sort();
        let is_cut = findings.iter().any(|found| found.code == Code::E0125);
        Outcome::new(Templates { files, is_cut, ..Templates::default() }, findings)
    }

    /// Reads templates, given by name and path, in this order, until those of the project's own folder are
    /// more than may be (E0125).
    pub(crate) fn read_templates(
        &self,
        paths: Vec<(String, String)>,
        sources: &mut Sources,
    ) -> Outcome<Vec<(String, Result<FileId, FileId>)>> {
        let mut findings = Findings::new();
        let (mut files, mut size) = (Vec::new(), 0);
        for (name, path) in paths {
            if size > TEMPLATES_TEXT.most {
                let file = sources.add(path, Content::Missing);
                sources.set_role(file, Role::Template);
                let fault = Diagnostic::new(Code::E0125, TEMPLATES_TEXT.passed(None));
                let fault = fault.at(file, "").note("说明", "从这个文件起没有读");
                findings.report(fault.help("把用不着的模板移出 templates 文件夹"));
                break;
            }
            let file = self.files.read(&path, Role::Template, sources).gather(&mut findings);
            if let Ok(file) = file
                && !self.files.is_built_in(&path)
            {
                size += sources.get(file).text().len() as u64;
            }
            files.push((name, file));
        }
        Outcome::new(files, findings)
    }

    /// The texts of the templates that a report in a layout may be made of: that layout, what
    /// stands in the folder of its kind, and what layouts have in common.
    pub(crate) fn template_texts(&self, layout: &str) -> Vec<String> {
        let own = format!("{TEMPLATES}{}/", self.kind.folder);
        let layout = format!("{layout}.md.tera");
        let is_other_layout = |name: &str| !name.contains('/') && name.ends_with(".md.tera");
        let mut paths = self.template_paths();
        paths.retain(|(name, path)| {
            *name == layout || path.starts_with(&own) || !is_other_layout(name)
        });
        let mut sources = Sources::default();
        let read = self.read_templates(paths, &mut sources).value;
        let text = |(_, file): (String, Result<FileId, FileId>)| {
            Some(sources.get(file.ok()?).text().to_owned())
        };
        read.into_iter().filter_map(text).collect()
    }

    /// The names of the templates, and their paths, the outer folders first.
    fn template_paths(&self) -> Vec<(String, String)> {
        let own = self.own_templates();
        let built_in: Vec<String> = builtin::paths(TEMPLATES).map(str::to_owned).collect();
        let mut chosen: BTreeMap<&str, &str> = BTreeMap::new();
        let kinds = kind_folders(own.iter().chain(&built_in));
        for paths in [&own, &built_in] {
            for of_kind in [true, false] {
                for path in paths.iter().filter(|path| is_template(path)) {
                    let name = template_name(path, &self.kind.folder, &kinds);
                    let name =
                        name.filter(|(name, found)| *found == of_kind && !is_description(name));
                    if let Some((name, _)) = name {
                        chosen.entry(name).or_insert(path);
                    }
                }
            }
        }
        let mut chosen: Vec<(&str, &str)> = chosen.into_iter().collect();
        chosen.sort_by_key(|(name, _)| (name.matches('/').count(), *name));
        let owned = |(name, path): (&str, &str)| (name.to_owned(), path.to_owned());
        chosen.into_iter().map(owned).collect()
    }

    /// The paths of the project's own templates.
    pub fn own_templates(&self) -> Vec<String> {
        let mut paths = self.files.walk("templates");
        paths.retain(|path| is_template(path));
        paths
    }

    /// The names of the files in `fonts/`, in order.
    pub fn fonts(&self) -> Vec<String> {
        let found = self.files.list("fonts").unwrap_or_default();
        found.into_iter().filter(|found| !found.is_folder).map(|found| found.name).collect()
    }
}

/// Leaves of a model the one kind that is asked for. Gives the catalogue of the project, which is
/// missing where it is that of another kind.
fn alone(
    files: &Files,
    profile: &mut Profile,
    chosen: &mut kind::Chosen,
    catalogue: Outcome<Mandatory>,
) -> Outcome<Mandatory> {
    let is_other = chosen.asked > 0;
    if chosen.asked < chosen.kinds.len() {
        chosen.kinds.swap(0, chosen.asked);
        chosen.kinds.truncate(1);
    }
    chosen.asked = 0;
    let Some(kind) = chosen.kinds.first() else { return catalogue };
    profile.reports.retain(|entry| entry.kind.value == kind.folder);
    if is_other {
        profile.layout = None;
    }
    match is_other && has_own_catalogue(files, kind) {
        true => Outcome::new(Mandatory::Missing, Findings::new()),
        false => catalogue,
    }
}

/// Who may stand for the department that a new profile has yet to name.
fn any_department(profile: &Profile) -> Assignment {
    let owner = profile.departments.first();
    let owner = owner.map(|entry| Spanned { value: entry.name.clone(), span: entry.issuer.span });
    Assignment { owner, ..Assignment::default() }
}

/// Where the catalogue of a kind stands.
fn own_catalogue(kind: &Kind) -> String {
    format!("{TEMPLATES}{}/{OWN_CATALOGUE}", kind.folder)
}

/// Whether a kind of report has a catalogue of its own.
pub(crate) fn has_own_catalogue(files: &Files, kind: &Kind) -> bool {
    let path = own_catalogue(kind);
    files.exists(&path) || files.is_built_in(&path)
}

/// Whether a file of a kind's folder describes the kind.
fn is_description(name: &str) -> bool {
    name == KIND || name == OWN_CATALOGUE
}

/// The catalogues of a project as one, and its kinds with their themes. `of_project` is
/// `data/catalogue.yaml`, which may be missing where every kind has a catalogue of its own;
/// `unnamed` says who reports the metrics of a kind that the profile does not name.
fn read_catalogues(
    files: &Files,
    (profile, unnamed): (&Profile, &Assignment),
    kinds: Vec<Kind>,
    of_project: Outcome<Mandatory>,
    (trees, sources): (&Trees, &mut Sources),
) -> Outcome<(Catalogue, catalogue::Kinds)> {
    let mut findings = Findings::new();
    let Outcome { value: of_project, findings: found } = of_project;
    let mut parts = Vec::new();
    for kind in kinds {
        let path = own_catalogue(&kind);
        let has_own = has_own_catalogue(files, &kind);
        let own = has_own.then(|| {
            let file = files.read(&path, Role::Catalogue, sources).gather(&mut findings).ok()?;
            trees.parse(file, sources.get(file).text()).gather(&mut findings)
        });
        let entry = profile.report(&kind.folder);
        let part = catalogue::OfKind {
            assignment: entry.map_or(unnamed, |entry| &entry.assignment),
            named: entry.map(|entry| entry.kind.span),
            kind,
            of_project: None,
            own: own.flatten(),
        };
        parts.push((part, has_own));
    }
    let lacking = parts.iter().position(|(_, has_own)| !has_own);
    let mut parts: Vec<_> = parts.into_iter().map(|(part, _)| part).collect();
    let mut of_project_file = None;
    match (of_project, parts.first_mut()) {
        (Mandatory::Missing, _) if lacking.is_none() => {}
        (Mandatory::Read(node), Some(default)) => {
            findings.extend(found);
            of_project_file = Some(node.span.file);
            default.of_project = Some(node);
        }
        // What is there is read for its own faults.
        (of_project, _) => {
            let is_missing = matches!(of_project, Mandatory::Missing);
            let wanting = lacking.filter(|_| is_missing);
            let help =
                wanting.and_then(|place| Some(where_it_stands(&parts.get(place)?.kind, place)));
            findings.extend(found.into_iter().map(|fault| match &help {
                Some(help) => fault.help(help),
                None => fault,
            }));
            let of_kinds = parts.into_iter().map(|part| Arc::new(part.kind)).collect();
            return Outcome::new((Catalogue::default(), of_kinds), findings);
        }
    }
    let departments = profile.departments.iter().map(|entry| entry.name.as_str());
    let wanting = lacking.filter(|place| *place > 0);
    let wanting = wanting.and_then(|place| Some(parts.get(place)?.kind.folder.clone()));
    let mut read = catalogue::read(parts, departments, sources);
    if let (Some(wanting), Some(file)) = (wanting, of_project_file) {
        of_another_kind(&mut read.findings, file, &wanting);
    }
    Outcome::new(read.gather(&mut findings), findings)
}

/// A catalogue of the project that does not fit the default kind, which has one of its own, is that
/// of the kind that has none: what is wrong with it is that the kinds stand in another order.
fn of_another_kind(findings: &mut Findings, file: FileId, wanting: &str) {
    let is_there = |found: &Diagnostic| found.place().is_some_and(|place| place.file() == file);
    if !findings.iter().any(|found| found.is_error() && is_there(found)) {
        return;
    }
    findings.retain(|found| !is_there(found));
    findings.report(
        Diagnostic::new(Code::E0202, format!("“{wanting}”没有指标目录"))
            .at(file, format!("{CATALOGUE} 是第一种报告的目录"))
            .help(format!("它是“{wanting}”的：把“{wanting}”写在“报告”的最前")),
    );
}

/// Where the catalogue may stand of a kind that has none; `place` is its place in the project.
fn where_it_stands(kind: &Kind, place: usize) -> String {
    let (folder, own) = (&kind.folder, own_catalogue(kind));
    match place {
        0 => format!(
            "“{folder}”是缺省的种类，没有自带的指标目录：写在 {CATALOGUE}，或者 {own}；不在项目文件夹里运行的，换到那里"
        ),
        _ => format!("“{folder}”没有自带的指标目录：写在 {own}；{CATALOGUE} 是缺省的种类的"),
    }
}

/// What is wrong with the catalogue of the project. Whether it may be missing cannot be told where
/// the kinds are not known.
fn of_what_is_there(catalogue: Outcome<Mandatory>) -> Findings {
    match catalogue.value {
        Mandatory::Missing => Findings::new(),
        Mandatory::Unreadable | Mandatory::Read(_) => catalogue.findings,
    }
}

/// Whether a file of the templates folder is one of ours.
pub(crate) fn is_template(path: &str) -> bool {
    TEMPLATE_EXTENSIONS.iter().any(|known| path.ends_with(known))
}

/// The folders under `templates/` that are kinds of report: those with a description.
fn kind_folders<'a>(paths: impl Iterator<Item = &'a String>) -> BTreeSet<&'a str> {
    let folder =
        |path: &'a String| path.strip_prefix(TEMPLATES)?.strip_suffix(KIND)?.strip_suffix('/');
    paths.filter_map(folder).filter(|folder| !folder.contains('/')).collect()
}

/// The name of a template, and whether it stands in the folder of the kind; none for a template
/// of another kind.
fn template_name<'a>(path: &'a str, kind: &str, kinds: &BTreeSet<&str>) -> Option<(&'a str, bool)> {
    let name = path.strip_prefix(TEMPLATES)?;
    match name.split_once('/') {
        Some((folder, name)) if folder == kind => Some((name, true)),
        Some((folder, _)) if kinds.contains(folder) => None,
        _ => Some((name, false)),
    }
}

/// The tree of a file without which nothing can be checked; `missing` is the code for its want.
fn mandatory(
    files: &Files,
    path: &str,
    (role, missing): (Role, Code),
    trees: &Trees,
    sources: &mut Sources,
) -> Outcome<Mandatory> {
    if !files.exists(path) {
        let file = sources.add(path, Content::Missing);
        sources.set_role(file, role);
        let fault = Diagnostic::new(missing, format!("{}：{path}", missing.title())).at(file, "");
        let fault = match misnamed(files, path) {
            Some(other) => {
                let name = path.rsplit('/').next().unwrap_or(path);
                fault.help(format!("把 {other} 改名为 {name}"))
            }
            None => fault
                .help("项目文件夹里要有这个文件：不在项目文件夹里运行的，换到那里；丢了的，找回来"),
        };
        return Outcome::new(Mandatory::Missing, fault.into());
    }
    let mut findings = Findings::new();
    let file = files.read(path, role, sources).gather(&mut findings).ok();
    let tree =
        file.and_then(|file| trees.parse(file, sources.get(file).text()).gather(&mut findings));
    if let Some(other) = misnamed(files, path) {
        let here = sources.add(other.clone(), Content::Missing);
        let fault = Diagnostic::new(Code::E0141, format!("{other} 没有读")).at(here, "");
        findings.report(
            fault
                .note("说明", format!("采用的是 {path}"))
                .help(format!("只有一个文件：把内容并到 {path}，删去 {other}")),
        );
    }
    Outcome::new(tree.map_or(Mandatory::Unreadable, Mandatory::Read), findings)
}

/// The file of a folder that was meant to be another one, which is not there, or is its second.
fn misnamed(files: &Files, path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    let listed = files.list(folder).unwrap_or_default();
    // Where upper and lower case are the same, the one has the name of the other.
    let is_listed = listed.iter().any(|found| found.name == name);
    let mut others = listed.into_iter().filter(|found| !found.is_folder);
    let other = others.find(|found| is_named_almost(&found.name, name))?;
    if files.exists(path) && !is_listed {
        return None;
    }
    Some(format!("{folder}/{}", other.name))
}

#[cfg(test)]
mod tests;
