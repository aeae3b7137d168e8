//! `nianbao schema`: JSON Schemas for editors.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Folder, complain, tell, write_out};
use crate::diagnostic::{Diagnostic, sort};
use crate::project::Project;
use crate::schema;
use crate::source::Sources;
use crate::write::Output;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    project: Folder,
    /// 输出文件夹（默认项目里的 schemas）
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let root = match arguments.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let project = Project::open(root, &mut sources, &mut diagnostics);
    sort(&mut diagnostics);
    if !diagnostics.is_empty() {
        tell(&diagnostics, &sources);
    }
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let Some(Project { catalogue, profile, .. }) = project.filter(|_| sound) else {
        complain("没有生成任何文件");
        return Exit::Faults;
    };
    let outputs: Vec<Output> = schema::generate(&catalogue, &profile)
        .into_iter()
        .map(|schema| Output { name: schema.name.to_owned(), bytes: schema.text.into_bytes() })
        .collect();
    let folder = arguments.out.clone().unwrap_or_else(|| root.join("schemas"));
    write_out(&folder, &outputs)
}
