//! `--report 全部`: the reports of all kinds that a project makes, one after another.

use std::path::Path;

use super::{Exit, folders};
use crate::project::Project;
use crate::source::Sources;

/// What stands for all kinds.
const ALL: &str = "全部";

/// Whether `--report` names all kinds.
pub(super) fn is_meant(report: Option<&str>) -> bool {
    report == Some(ALL)
}

/// Runs a command for the report of each kind, which it is given after a heading; gives the worst
/// exit. Where there is no project, the command says why.
pub(super) fn each(
    root: &Path,
    heading: fn(&str) -> Result<(), Exit>,
    run: impl Fn(Option<String>) -> Exit,
) -> Exit {
    let project = Project::open(folders::files(root), &mut Sources::default()).value;
    let Some(project) = project else { return run(None) };
    let mut worst = Exit::Clean;
    for kind in &project.kinds {
        if let Err(exit) = heading(&format!("{}\n\n", kind.name)) {
            return exit;
        }
        let exit = run(Some(kind.folder.clone()));
        if exit as u8 > worst as u8 {
            worst = exit;
        }
    }
    worst
}
