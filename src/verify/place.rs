//! Whether the sets of a folder are those that the program writes into a folder of its name.

use std::fs;
use std::path::Path;

use super::OUTPUT;
use crate::manifest::{DEPARTMENTS, Manifest};

/// Why a manifest is not that of its folder: it is of another year or of another department.
pub(super) fn misplaced(folder: &Path, manifest: &Manifest) -> Option<String> {
    // `.` has a name, too.
    let whole = fs::canonicalize(folder).ok()?;
    let name = |path: &Path| Some(path.file_name()?.to_str()?.to_owned());
    let home = whole.parent().filter(|home| name(home).as_deref() == Some(DEPARTMENTS));
    let department = home.and_then(|_| name(&whole));
    let unit = home.and_then(Path::parent).unwrap_or(&whole);
    let is_output = unit.parent().and_then(name).as_deref() == Some(OUTPUT);
    let year: Option<i32> =
        name(unit).filter(|year| is_output && year.len() == 4).and_then(|year| year.parse().ok());
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
