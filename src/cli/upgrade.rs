//! `nianbao upgrade`: what a project of an earlier version of the program should change. It changes
//! nothing itself.

use super::{Exit, Folder, folders, print, show};
use crate::builtin;
use crate::files::Files;
use crate::findings::Outcome;
use crate::project::Project;
use crate::schema;
use crate::source::Sources;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    project: Folder,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let root = match arguments.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let files = folders::files(root);
    let mut sources = Sources::default();
    let Outcome { value: project, mut findings } = Project::open(files.clone(), &mut sources);
    let Some(project) = project.filter(|_| !findings.has_errors()) else {
        findings.arrange(&sources);
        show(&findings, &sources);
        return Exit::Faults;
    };
    let (same, changed) = copies(&files);
    let advice = [
        ("与内置的完全相同，可以删去，以后随程序更新", same),
        ("与内置的不同，用的是项目的：只留自己要改的，其余的删去", changed),
        ("与指标目录、单位档案不符，运行 nianbao schema", old_schemas(&project)),
    ];
    let mut text = String::new();
    for (what, paths) in advice.iter().filter(|(_, paths)| !paths.is_empty()) {
        text += &format!("{what}：\n");
        text.extend(paths.iter().map(|path| format!("  {path}\n")));
    }
    if text.is_empty() {
        text += "没有要改的\n";
    }
    print(&text, Exit::Clean)
}

/// The project's copies of built-in files: those that are the same, and the others.
fn copies(files: &Files) -> (Vec<String>, Vec<String>) {
    let own = ["templates", "fonts"].into_iter().flat_map(|folder| files.walk(folder));
    let own = own.filter_map(|path| Some((builtin::file(&path)?, path)));
    let (same, changed): (Vec<_>, Vec<_>) =
        own.partition(|(built_in, path)| files.bytes(path).is_ok_and(|bytes| bytes == *built_in));
    let path = |(_, path): (_, String)| path;
    (same.into_iter().map(path).collect(), changed.into_iter().map(path).collect())
}

/// The schemas of the project that are not as the program would write them.
fn old_schemas(project: &Project) -> Vec<String> {
    let schemas =
        schema::generate(&project.catalogue, &project.profile, &project.kinds).into_iter();
    let paths = schemas.map(|schema| (format!("schemas/{}", schema.name), schema.text));
    let is_old = |(path, text): &(String, String)| {
        project.files.bytes(path).is_ok_and(|bytes| bytes != text.as_bytes())
    };
    paths.filter(is_old).map(|(path, _)| path).collect()
}
