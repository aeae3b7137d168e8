//! Project: one district: its profile, catalogue, templates, fonts and years.

mod format;
mod kind;
mod profile;

use std::sync::Arc;

use serde::de::DeserializeOwned;

pub use format::DATA_FORMAT;
pub use profile::{DirectoryEntry, Profile, Site};

use crate::catalogue::{self, Catalogue};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::Files;
use crate::findings::{Findings, Outcome};
use crate::kind::Kind;
use crate::source::{Content, Role, Sources};
use crate::template::Templates;
use crate::yaml::{self, Node};

const PROFILE: &str = "data/profile.yaml";
const CATALOGUE: &str = "data/catalogue.yaml";

/// What the templates folder is made of; other files in it are none of ours.
const TEMPLATE_EXTENSIONS: [&str; 4] = [".tera", ".css", ".js", ".yaml"];

/// Folders within each other that are looked into; a link may lead in a circle.
const DEEPEST: usize = 4;

/// One district.
#[derive(Debug, Clone)]
pub struct Project {
    /// Where its files come from.
    pub files: Files,
    /// `data/profile.yaml` 单位档案
    pub profile: Profile,
    /// What the report is made of.
    pub kind: Arc<Kind>,
    /// `data/catalogue.yaml` 指标目录
    pub catalogue: Catalogue,
    /// Whether kind, profile and catalogue are without error, apart from mistakes of their YAML that
    /// were repaired, and there are metrics: data can be checked against them.
    pub is_sound: bool,
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
    /// Opens a project. None when there is no profile; with errors among the findings profile
    /// and catalogue are not complete, and whatever is checked against them may be blamed wrongly.
    pub fn open(files: impl Into<Files>, sources: &mut Sources) -> Outcome<Option<Project>> {
        Project::open_for(files, None, sources)
    }

    /// The same for a kind of report; none = as the profile has it.
    pub fn open_for(
        files: impl Into<Files>,
        report: Option<&str>,
        sources: &mut Sources,
    ) -> Outcome<Option<Project>> {
        let files = files.into();
        let mut findings = Findings::new();
        let profile =
            mandatory(&files, PROFILE, Role::Profile, Code::E0201, sources).gather(&mut findings);
        let catalogue = mandatory(&files, CATALOGUE, Role::Catalogue, Code::E0202, sources)
            .gather(&mut findings);
        let profile = match profile {
            Mandatory::Missing => return Outcome::new(None, findings),
            // The departments' files are still read for their own faults.
            Mandatory::Unreadable => {
                let kind = kind::choose(&files, report, &[], sources).gather(&mut findings);
                let (profile, catalogue) = (Profile::default(), Catalogue::default());
                let kind = Arc::new(kind);
                let project = Project { files, profile, kind, catalogue, is_sound: false };
                return Outcome::new(Some(project), findings);
            }
            Mandatory::Read(node) => {
                if let Some(fault) = format::newer(&node) {
                    return Outcome::new(None, fault.into());
                }
                Profile::read(node, sources)
            }
        };
        let mut is_sound = !profile.findings.has_errors();
        let profile = profile.gather(&mut findings);
        let kind = kind::choose(&files, report, &profile.reports, sources);
        is_sound &= !kind.findings.has_errors();
        let kind = Arc::new(kind.gather(&mut findings));
        let catalogue = match catalogue {
            Mandatory::Read(node) => {
                let departments = profile.departments.iter().map(|entry| entry.name.as_str());
                let catalogue = catalogue::read(node, &kind, departments, sources);
                is_sound &= !catalogue.findings.has_errors();
                catalogue.gather(&mut findings)
            }
            // Likewise.
            Mandatory::Missing | Mandatory::Unreadable => Catalogue::default(),
        };
        is_sound &= !catalogue.metrics.is_empty();
        Outcome::new(Some(Project { files, profile, kind, catalogue, is_sound }), findings)
    }

    /// The years that have a folder, in order.
    pub fn years(&self) -> Vec<i32> {
        let found = self.files.list("data").unwrap_or_default();
        let folders = found.iter().filter(|found| found.is_folder && found.name.len() == 4);
        folders.filter_map(|found| found.name.parse().ok()).collect()
    }

    /// All texts under `templates/`.
    pub fn templates(&self, sources: &mut Sources) -> Outcome<Templates> {
        let mut findings = Findings::new();
        let mut files = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            for found in self.files.list(&format!("templates/{folder}")).unwrap_or_default() {
                let path = format!("{folder}{}", found.name);
                if found.is_folder {
                    if path.matches('/').count() < DEEPEST {
                        folders.push(format!("{path}/"));
                    }
                } else if TEMPLATE_EXTENSIONS.iter().any(|known| path.ends_with(known)) {
                    let read =
                        self.files.read(&format!("templates/{path}"), Role::Template, sources);
                    files.extend(read.gather(&mut findings).map(|file| (path, file)));
                }
            }
        }
        files.sort();
        Outcome::new(Templates { files }, findings)
    }

    /// The names of the files in `fonts/`, in order.
    pub fn fonts(&self) -> Vec<String> {
        let found = self.files.list("fonts").unwrap_or_default();
        found.into_iter().filter(|found| !found.is_folder).map(|found| found.name).collect()
    }

    /// A YAML file of fixed shape, such as `fonts/fonts.yaml`; none when it is at fault.
    pub fn read_fixed<T: DeserializeOwned>(
        &self,
        path: &str,
        role: Role,
        sources: &mut Sources,
    ) -> Outcome<Option<T>> {
        let mut findings = Findings::new();
        let file = self.files.read(path, role, sources).gather(&mut findings);
        let value = file
            .ok()
            .and_then(|file| yaml::read(file, sources.get(file).text()).gather(&mut findings));
        Outcome::new(value, findings)
    }
}

/// The tree of a file without which nothing can be checked; `missing` is the code for its want.
fn mandatory(
    files: &Files,
    path: &str,
    role: Role,
    missing: Code,
    sources: &mut Sources,
) -> Outcome<Mandatory> {
    if !files.exists(path) {
        let file = sources.add(path, Content::Missing);
        sources.set_role(file, role);
        let fault = Diagnostic::new(missing, format!("{}：{path}", missing.title()))
            .at(file, "")
            .help("在项目文件夹里运行，或者用 --project 指明项目文件夹");
        return Outcome::new(Mandatory::Missing, fault.into());
    }
    let mut findings = Findings::new();
    let file = files.read(path, role, sources).gather(&mut findings).ok();
    let tree =
        file.and_then(|file| yaml::parse(file, sources.get(file).text()).gather(&mut findings));
    Outcome::new(tree.map_or(Mandatory::Unreadable, Mandatory::Read), findings)
}

#[cfg(test)]
mod tests;
