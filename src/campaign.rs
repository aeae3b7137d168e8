//! Campaign: what the collecting office does around the report itself. A year is begun with
//! a form for every department, its progress is looked at, another district is started.
//!
//! Texts out of values; nothing is read or written here but when a form was last changed.

pub mod district;
mod form;
mod report;
pub mod status;
mod words;

use crate::load::Submissions;
use crate::project::Project;
use crate::source::Sources;

/// A file that someone is to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// `区司法局.yaml`
    pub name: String,
    pub text: String,
}

/// The files of a new year: `report.yaml`, and a form for every department that has
/// something to report or to write. Last year's texts are carried over, its values stand
/// beside the empty lines.
pub fn new_year(
    project: &Project,
    year: i32,
    last: Option<&Submissions>,
    sources: &Sources,
) -> Vec<Sheet> {
    let report = report::sheet(project, year, last, sources);
    let departments = project.profile.departments.iter();
    let forms = departments.filter_map(|entry| form::sheet(project, entry, year, last, sources));
    std::iter::once(report).chain(forms).collect()
}
