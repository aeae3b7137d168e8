//! A new year: what it is made of is read from the project, and its files are made.

use std::sync::Arc;

use super::{Form, Other, Shape, new_form, new_year};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::Files;
use crate::findings::{Findings, Outcome};
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
    /// Whether that year had a report of the kind, so that there is an outline of it.
    pub had_report: bool,
    /// The project, where it could be opened.
    pub project: Option<Project>,
    /// The form of one department as it is made without the outline of the year itself: a file
    /// that is still the same was not filled in.
    pub untouched: Option<Form>,
}

/// Makes the files of a new year from the catalogue and last year's files, for a kind of report
/// (none = as the profile has it), or the form of one department alone, for which the outline of the
/// year may be there already. What of those files cannot be read would be lost silently, so it is
/// reported and nothing is made.
pub fn begin(
    files: impl Into<Files>,
    year: i32,
    report: Option<&str>,
    department: Option<&str>,
    shape: Shape<'_>,
) -> Begun {
    let (mut sources, mut findings) = (Sources::default(), Findings::new());
    let (mut forms, mut untouched, mut last_year) = (Vec::new(), None, None);
    let mut had_report = true;
    let mut project = Project::open_for(files, report, &mut sources).gather(&mut findings);
    if let Some(whole) = project.as_mut().filter(|_| department.is_some())
        && let Some(default) = whole.kinds.first()
    {
        // A department has one form for all kinds.
        whole.kind = Arc::clone(default);
    }
    if let Some(project) = &project {
        last_year = Some(year.saturating_sub(1)).filter(|last| project.years().contains(last));
        let last = last_year.and_then(|last| {
            let mut loaded = load::load_last(project, last, &mut sources);
            if !project.is_of_default_kind() {
                // A kind that was not made last year has no report to carry over.
                let is_lacking = |found: &Diagnostic| found.code == Code::E0139;
                had_report = !loaded.findings.iter().any(is_lacking);
                loaded.findings.retain(|found| !is_lacking(found));
            }
            loaded.gather(&mut findings)
        });
        let last = last.as_ref();
        let others = others(project, year, last_year, &mut sources).gather(&mut findings);
        match department {
            Some(department) => {
                // What is wrong with the outline is reported by the check.
                let outline = load::load_report(project, year, &mut sources).value;
                // What a file says is kept, whatever last year's files are like.
                if !findings.has_errors() || matches!(shape, Shape::Filled(_)) {
                    let wanted = (department, year, shape);
                    let form =
                        new_form(project, wanted, last, outline.as_ref(), &others, &mut sources);
                    forms.extend(form.gather(&mut findings));
                    let others = without_outlines(others);
                    untouched = new_form(project, wanted, last, None, &others, &mut sources).value;
                }
            }
            None if !findings.has_errors() => {
                forms = new_year(project, (year, shape), last, &others, &mut sources)
                    .gather(&mut findings)
                    .unwrap_or_default();
            }
            None => {}
        }
    }
    findings.arrange(&sources);
    Begun { sources, findings, forms, last_year, had_report, project, untouched }
}

/// The other kinds of report of a project that is opened for its default one. What is wrong with
/// the parts of last year's files that all kinds share is reported for the default one.
fn others(
    project: &Project,
    year: i32,
    last_year: Option<i32>,
    sources: &mut Sources,
) -> Outcome<Vec<Other>> {
    let mut findings = Findings::new();
    let mut others = Vec::new();
    if !project.is_of_default_kind() {
        return Outcome::default();
    }
    for kind in project.kinds.iter().skip(1) {
        let project = project.of_kind(kind);
        let last = last_year.and_then(|last| {
            let has_report = load::has_report(&project, last);
            let last = load::load_last(&project, last, sources);
            let reported = last.findings.has_errors() && has_report;
            if reported { last.gather(&mut findings) } else { last.value }
        });
        let report = load::load_report(&project, year, sources).value;
        others.push(Other { project, last, report });
    }
    Outcome::new(others, findings)
}

/// The same before the outlines of the year were there.
fn without_outlines(others: Vec<Other>) -> Vec<Other> {
    others.into_iter().map(|other| Other { report: None, ..other }).collect()
}
