//! Whether the sets of a folder are those that the program writes into a folder of its name.

use std::fs;
use std::path::Path;

use super::OUTPUT;
use crate::manifest::{self, DEPARTMENTS, Manifest};
use crate::text::with_slashes;
use crate::write;

/// A folder of sets, by its path.
struct Named {
    /// The department whose folder it is named as.
    department: Option<String>,
    /// The year that the folder of all its sets is named as, among those of a project.
    year: Option<i32>,
}

impl Named {
    fn of(folder: &Path) -> Option<Named> {
        // `.` has a name, too.
        let whole = fs::canonicalize(folder).ok()?;
        let name = |path: &Path| Some(path.file_name()?.to_str()?.to_owned());
        let home = whole.parent().filter(|home| name(home).as_deref() == Some(DEPARTMENTS));
        let department = home.and_then(|_| name(&whole));
        let unit = home.and_then(Path::parent).unwrap_or(&whole);
        let is_output = unit.parent().and_then(name).as_deref() == Some(OUTPUT);
        let year = name(unit)
            .filter(|year| is_output && year.len() == 4)
            .and_then(|year| year.parse().ok());
        Some(Named { department, year })
    }
}

/// Why a manifest is not that of its folder: it is of another year or of another department.
pub(super) fn misplaced(folder: &Path, manifest: &Manifest) -> Option<String> {
    let Named { department, year } = Named::of(folder)?;
    for set in &manifest.sets {
        if let Some(year) = year
            && set.year != year
        {
            return Some(format!("里是 {} 年的报告，不是 {year} 年的", set.year));
        }
        let own = set.department.as_deref();
        match (&department, own) {
            (Some(folder), Some(_)) if set.department_folder().as_ref() == Some(folder) => {}
            (Some(folder), own) => {
                let whose = own.unwrap_or("本级");
                return Some(format!("里是{whose}的报告，不是{folder}的"));
            }
            (None, Some(own)) if year.is_some() => {
                return Some(format!("里是{own}的报告，不是本级的"));
            }
            (None, _) => {}
        }
    }
    None
}

/// Whether a folder is named as that of a year of which no report of it is.
pub(super) fn is_of_other_year(folder: &Path, manifest: &Manifest) -> bool {
    let year = Named::of(folder).and_then(|named| named.year);
    year.is_some_and(|year| manifest.sets.iter().all(|set| set.year != year))
}

/// Whether a folder holds the sets of a department.
pub(super) fn is_of(folder: &Path, department: &str) -> bool {
    let manifest = manifest::read(folder).ok().flatten();
    let mut sets = manifest.iter().flat_map(|manifest| &manifest.sets);
    sets.any(|set| set.department_folder().as_deref() == Some(department))
}

/// The file of another folder of the same reports that these bytes were written as, by its path from
/// the folder of them all.
pub(super) fn copied_from(folder: &Path, bytes: &[u8]) -> Option<String> {
    let departments = folder.parent().filter(|home| home.ends_with(DEPARTMENTS));
    let unit = departments.and_then(Path::parent).unwrap_or(folder);
    let others = write::folders_in(&unit.join(DEPARTMENTS));
    let others = std::iter::once(unit.to_owned()).chain(others).filter(|other| other != folder);
    others.into_iter().find_map(|other| {
        let manifest = manifest::read(&other).ok().flatten()?;
        let mut files = manifest.sets.iter().flat_map(|set| &set.outputs);
        let file = files.find(|file| file.is(bytes))?;
        Some(with_slashes(other.join(&file.name).strip_prefix(unit).ok()?))
    })
}
