//! Examine: one year of one project is read and checked, in the edition that is asked for.

use crate::check;
use crate::check::figures::Figures;
use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, Options};
use crate::files::Files;
use crate::findings::{Findings, Outcome};
use crate::load::{self, Submissions};
use crate::project::Project;
use crate::source::Sources;

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
pub fn examine(files: impl Into<Files>, year: i32, options: &Options<'_>) -> Examined {
    let mut sources = Sources::default();
    let Outcome { value: year, mut findings } =
        read_and_check(files.into(), year, options, &mut sources);
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

fn read_and_check(
    files: Files,
    year: i32,
    options: &Options<'_>,
    sources: &mut Sources,
) -> Outcome<Option<Year>> {
    let Outcome { value: project, mut findings } =
        Project::open_for(files, options.report, sources);
    let Some(project) = project else { return Outcome::new(None, findings) };
    let edition = Edition::new(options, &project.profile, &project.kind);
    let Outcome { value: submissions, findings: reading } = load::load(&project, year, sources);
    // Against a catalogue that is itself at fault, right figures would be blamed.
    let checked = submissions.as_ref().filter(|_| project.is_sound);
    let figures = checked.map(|submissions| {
        let Project { profile, catalogue, .. } = &project;
        check::check(submissions, profile, &edition, catalogue, sources).gather(&mut findings)
    });
    findings.extend(reading);
    let year = submissions.zip(figures).map(|(submissions, figures)| Year {
        project,
        edition,
        submissions,
        figures,
    });
    Outcome::new(year, findings)
}
