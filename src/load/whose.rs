//! Whose the files of a year are, and so whom a diagnostic concerns.

use super::Submissions;
use crate::diagnostic::Diagnostic;
use crate::project::Profile;
use crate::source::{FileId, Sources};

/// Adds to each diagnostic the departments in whose files its places stand, and puts all that
/// it concerns in the order of the directory.
pub fn attribute(
    diagnostics: &mut [Diagnostic],
    year: i32,
    profile: &Profile,
    submissions: Option<&Submissions>,
    sources: &Sources,
) {
    for diagnostic in diagnostics {
        for label in &diagnostic.labels {
            let owners = owners(label.span.file, year, profile, submissions, sources);
            diagnostic.departments.extend(owners.map(str::to_owned));
        }
        diagnostic.departments.retain(|name| profile.knows(name));
        diagnostic.departments.sort_by_key(|name| profile.place(name));
        diagnostic.departments.dedup();
    }
}

/// The department that a file was read for, and the one that its name stands for: another's
/// when a file was stored under the wrong name.
fn owners<'a>(
    file: FileId,
    year: i32,
    profile: &'a Profile,
    submissions: Option<&'a Submissions>,
    sources: &Sources,
) -> impl Iterator<Item = &'a str> {
    let departments = submissions.map(|submissions| submissions.departments.as_slice());
    let mut departments = departments.unwrap_or_default().iter();
    let read = departments.find(|department| department.file == file);
    let path = &sources.get(file).path;
    let mut years = [year, year.saturating_sub(1)].into_iter();
    let named = years.find_map(|year| named_for(path, year, profile));
    read.map(|department| department.name.value.as_str()).into_iter().chain(named)
}

/// The department that a file of the year stands for by its name, whatever its ending.
pub fn named_for<'a>(path: &str, year: i32, profile: &'a Profile) -> Option<&'a str> {
    let name = path.strip_prefix(&format!("data/{year}/"))?;
    profile.of_file(name.split('.').next().unwrap_or(name))
}
