//! nianbao 年报: from the departments' YAML to the official annual report.
//!
//! The straight line, [`examine`] then [`make()`]:
//!
//! ```text
//! data/2024/*.yaml ─load▶ Submissions ─check▶ Figures ─compose▶ Document ─render▶ bytes ─write▶ output/2024/
//! ```
//!
//! [`files`] reads, [`mod@write`] writes; everything between takes values and
//! gives values. ARCHITECTURE.md says what each room is for and where to add things.

mod builtin;
pub mod catalogue;
mod chart;
pub mod check;
pub mod cli;
mod compose;
mod csv;
pub mod diagnostic;
pub mod district;
pub mod document;
pub mod edition;
pub mod files;
pub mod findings;
pub mod font;
pub mod forms;
mod hash;
pub mod kind;
pub mod layout;
pub mod load;
pub mod make;
mod metric;
pub mod number;
pub mod project;
mod prose;
pub mod render;
mod rules;
pub mod schema;
pub mod source;
pub mod status;
pub mod template;
mod text;
pub mod write;
pub mod yaml;

pub use crate::check::figures;
pub use crate::edition::Options;
pub use crate::make::make;

use crate::diagnostic::{Code, Diagnostic};
use crate::edition::Edition;
use crate::figures::Figures;
use crate::files::Files;
use crate::findings::{Findings, Outcome};
use crate::forms::Form;
use crate::load::Submissions;
use crate::project::Project;
use crate::source::{Content, Sources};

/// One year of one project, read and checked.
#[derive(Debug)]
pub struct Examined {
    pub sources: Sources,
    /// Everything found, in the order in which it is shown.
    pub findings: Findings,
    /// None when the data could not be read far enough to be checked.
    pub year: Option<Year>,
}

/// What was read and checked.
#[derive(Debug)]
pub struct Year {
    pub project: Project,
    /// Which form of the report is made.
    pub edition: Edition,
    pub submissions: Submissions,
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

/// The files of a year that is to begin.
#[derive(Debug)]
pub struct Begun {
    pub sources: Sources,
    /// Everything found, in the order in which it is shown.
    pub findings: Findings,
    /// None at all when there are errors among the findings.
    pub forms: Vec<Form>,
    /// The year they were made from, when it is there.
    pub last_year: Option<i32>,
}

/// Makes the files of a new year from the catalogue and last year's files, for a kind of report
/// (none = as the profile has it). What of last year's cannot be read would be lost silently, so
/// it is reported and nothing is made.
pub fn begin(files: impl Into<Files>, year: i32, report: Option<&str>) -> Begun {
    let (mut sources, mut findings) = (Sources::default(), Findings::new());
    let mut forms = Vec::new();
    let mut last_year = None;
    if let Some(project) = Project::open_for(files, report, &mut sources).gather(&mut findings) {
        last_year = Some(year.saturating_sub(1)).filter(|last| project.years().contains(last));
        let last = last_year
            .and_then(|last| load::load_last(&project, last, &mut sources).gather(&mut findings));
        if !findings.has_errors() {
            match forms::new_year(&project, year, last.as_ref(), &mut sources) {
                Ok(made) => forms = made,
                Err(found) => findings.extend(found),
            }
        }
    }
    findings.arrange(&sources);
    Begun { sources, findings, forms, last_year }
}

/// Reports files that are there already and were not replaced; `paths` are shown as they are.
pub fn taken(paths: &[String], sources: &mut Sources) -> Diagnostic {
    let first = paths.first().map_or("", String::as_str);
    let file = sources.add(first, Content::Missing);
    let fault = Diagnostic::new(Code::E0143, format!("{first} 已经有了，没有覆盖"))
        .at(file, "")
        .help("确实要重新生成的，先把已有的移到别处；一个文件也没有写");
    match paths.len() {
        0 | 1 => fault,
        count => fault.note("已有", format!("共 {count} 个：{}", paths.join("、"))),
    }
}
