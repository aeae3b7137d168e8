//! A new year: what it is made of is read from the project, and its files are made.

use super::{Form, new_year};
use crate::files::Files;
use crate::findings::Findings;
use crate::load;
use crate::project::Project;
use crate::source::Sources;

/// The files of a year that is to begin.
#[derive(Debug)]
pub struct Begun {
    /// The files that were read.
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
            forms = new_year(&project, year, last.as_ref(), &mut sources)
                .gather(&mut findings)
                .unwrap_or_default();
        }
    }
    findings.arrange(&sources);
    Begun { sources, findings, forms, last_year }
}
