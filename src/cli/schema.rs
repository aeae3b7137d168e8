//! `nianbao schema`: JSON Schemas for editors.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Folder, complain, show, write_out};
use crate::findings::Outcome;
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
    let mut sources = Sources::default();
    let Outcome { value: project, mut findings } = Project::open(root, &mut sources);
    findings.arrange(&sources);
    if !findings.is_empty() {
        show(&findings, &sources);
    }
    let is_sound = !findings.has_errors();
    let Some(Project { catalogue, profile, kinds, .. }) = project.filter(|_| is_sound) else {
        complain("没有生成任何文件");
        return Exit::Faults;
    };
    let outputs: Vec<Output> = schema::generate(&catalogue, &profile, &kinds)
        .into_iter()
        .map(|schema| Output { name: schema.name, bytes: schema.text.into_bytes() })
        .collect();
    let folder = arguments.out.clone().unwrap_or_else(|| root.join("schemas"));
    write_out(&folder, &outputs)
}
