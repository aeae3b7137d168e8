//! Examine: one year of one project is read and checked, in the edition that is asked for.

use crate::check;
use crate::check::figures::Figures;
use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, Options};
use crate::files::Files;
use crate::findings::{Findings, Outcome};
use crate::load::{self, Submissions};
use crate::project::Project;
use crate::scope;
use crate::source::{Role, Sources};
use crate::unit;
use crate::yaml::Trees;

/// One year of one project, read and checked.
#[derive(Debug)]
pub struct Examined {
    /// The files that were read.
    pub sources: Sources,
    /// Everything found, in the order in which it is shown.
    pub findings: Findings,
    /// None when the data could not be read far enough to be checked.
    pub year: Option<Year>,
}

/// What was read and checked.
#[derive(Debug)]
pub struct Year {
    /// The project: profile, catalogue and where its other files are.
    pub project: Project,
    /// Which form of the report is made.
    pub edition: Edition,
    /// What was handed in.
    pub submissions: Submissions,
    /// The checked figures.
    pub figures: Figures,
}

impl Examined {
    /// Joins what a later step found to what is to be shown.
    pub fn join(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        self.findings.extend(found);
        self.findings.arrange(&self.sources);
    }
}

/// Reads and checks one year, in the edition that is asked for.
pub fn examine(files: impl Into<Files>, year: i32, options: &Options) -> Examined {
    examine_from(files, year, options, &Trees::default())
}

/// The same with what was read for other projects.
pub(crate) fn examine_from(
    files: impl Into<Files>,
    year: i32,
    options: &Options,
    trees: &Trees,
) -> Examined {
    let mut sources = Sources::default();
    let reading = Reading::from(files.into(), year, options.report.as_deref(), trees, &mut sources);
    let Outcome { value: year, mut findings } = reading.into_year(options, &sources);
    findings.arrange(&sources);
    Examined { sources, findings, year }
}

/// Reads the files of a year of which there is no project, for how they are written.
pub(crate) fn examine_alone(files: Files, year: i32) -> Examined {
    let mut sources = Sources::default();
    let Outcome { value: project, mut findings } = Project::unknown(files, None, &mut sources);
    if let Some(project) = project {
        load::load(&project, year, &mut sources).gather(&mut findings);
    }
    findings.arrange(&sources);
    Examined { sources, findings, year: None }
}

/// A year that was read, of which several reports may be checked: that of the unit, and those of
/// its departments.
#[derive(Debug)]
pub struct Reading {
    /// None where there is none that could be read.
    pub project: Option<Project>,
    submissions: Option<Submissions>,
    findings: Findings,
}

impl Reading {
    /// Reads one year, for reports of a kind; none = the profile's.
    pub fn new(
        files: impl Into<Files>,
        year: i32,
        report: Option<&str>,
        sources: &mut Sources,
    ) -> Reading {
        Reading::from(files.into(), year, report, &Trees::default(), sources)
    }

    fn from(
        files: Files,
        year: i32,
        report: Option<&str>,
        trees: &Trees,
        sources: &mut Sources,
    ) -> Reading {
        let Outcome { value: project, mut findings } =
            Project::open_from(files, report, trees, sources);
        let submissions = project.as_ref().and_then(|project| {
            let submissions = load::load(project, year, sources);
            submissions.gather(&mut findings)
        });
        Reading { project, submissions, findings }
    }

    /// The departments that have a report of their own, or may have one that was not understood;
    /// and those that have none.
    pub fn departments(&self) -> (Vec<&str>, Vec<&str>) {
        let profile = self.project.as_ref().map(|project| &project.profile);
        let directory = profile.map(|profile| profile.departments.as_slice()).unwrap_or_default();
        let names = directory.iter().map(|entry| entry.name.as_str());
        names.partition(|name| {
            let submissions = self.submissions.as_ref();
            submissions.is_some_and(|submissions| unit::may_report(name, submissions))
        })
    }

    /// Checks one report; `sources` are those of the reading, with what later steps read. The
    /// findings are those that concern the report.
    pub fn examine(&self, options: &Options, sources: Sources) -> Examined {
        let Outcome { value: year, mut findings } = match &options.department {
            Some(department) => self.of_department(department, options, &sources),
            None => {
                let findings = self.findings.clone();
                checked(self.project.clone(), self.submissions.clone(), findings, options, &sources)
            }
        };
        findings.arrange(&sources);
        Examined { sources, findings, year }
    }

    /// The same, of which nothing else is asked.
    fn into_year(self, options: &Options, sources: &Sources) -> Outcome<Option<Year>> {
        match &options.department {
            Some(department) => self.of_department(department, options, sources),
            None => checked(self.project, self.submissions, self.findings, options, sources),
        }
    }

    fn of_department(
        &self,
        department: &str,
        options: &Options,
        sources: &Sources,
    ) -> Outcome<Option<Year>> {
        let needs_outline = self
            .submissions
            .as_ref()
            .is_some_and(|submissions| unit::needs_outline(department, submissions));
        let concerns = |found: &Diagnostic| concerns(found, department, needs_outline, sources);
        let mut findings: Findings =
            self.findings.iter().filter(|found| concerns(found)).cloned().collect();
        let both = self.project.as_ref().zip(self.submissions.as_ref());
        let Some((project, submissions)) = both else { return Outcome::new(None, findings) };
        let unit = unit::of(department, project, submissions, sources).gather(&mut findings);
        let (project, submissions) = unit.unzip();
        checked(project, submissions, findings, options, sources)
    }
}

/// Whether what was found when the files were read concerns a department's own report: not what
/// stands in the files of others, and in `report.yaml` only where its outline is used.
fn concerns(found: &Diagnostic, department: &str, needs_outline: bool, sources: &Sources) -> bool {
    let Some(place) = found.place() else { return true };
    match &sources.get(place.file()).role {
        Role::Report { .. } => needs_outline,
        Role::Department(_) => {
            let mut owners = sources.owners(place.file());
            owners.any(|owner| owner == department)
        }
        _ => true,
    }
}

fn checked(
    project: Option<Project>,
    submissions: Option<Submissions>,
    findings: Findings,
    options: &Options,
    sources: &Sources,
) -> Outcome<Option<Year>> {
    let Some(mut project) = project else { return Outcome::new(None, findings) };
    let mut edition = Edition::new(options, &project.profile, &project.kind);
    let (of_layouts, instead) = project.layout_faults(&edition.layout.name);
    let has_layout = instead.is_none();
    if let Some(layout) = &instead {
        // The data is checked all the same, for what the usual layout demands.
        let options = Options { layout: Some(layout.clone()), ..options.clone() };
        edition = Edition::new(&options, &project.profile, &project.kind);
    }
    // Against a catalogue that is itself at fault, right figures would be blamed.
    let mut submissions = submissions.filter(|_| project.is_sound);
    if let Some(submissions) = &mut submissions {
        scope::narrow(&mut project, submissions, &edition.layout.name);
    }
    let mut all = Findings::new();
    let figures = submissions.as_ref().map(|submissions| {
        let Project { profile, catalogue, .. } = &project;
        check::check(submissions, profile, &edition, catalogue, sources).gather(&mut all)
    });
    all.extend(findings);
    all.extend(of_layouts);
    let year = submissions.filter(|_| has_layout).zip(figures).map(|(submissions, figures)| Year {
        project,
        edition,
        submissions,
        figures,
    });
    Outcome::new(year, all)
}
