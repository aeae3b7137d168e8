//! `nianbao fonts`: which file serves which role, and how much of the standard it draws.

use clap::Args;

use super::{Exit, Folder, complain, print, show};
use crate::font::Coverage;
use crate::project::Project;
use crate::source::Sources;

/// 《通用规范汉字表》, one character a line; `#` opens a comment.
const STANDARD: &str = include_str!("../../tools/fonts/通用规范汉字表.txt");

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    project: Folder,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let root = match arguments.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let mut sources = Sources::default();
    // What is wrong with the data is not asked here.
    let project = Project::open(root, &mut sources).value;
    let mut faults = Vec::new();
    let fonts = project.as_ref().and_then(|project| {
        let fonts = crate::make::font_book(project, &mut sources);
        faults.extend(fonts.findings);
        fonts.value
    });
    let standard: String =
        STANDARD.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars).collect();
    let told = fonts.map(|fonts| {
        let coverage = fonts.coverage(&standard);
        faults.extend(coverage.findings);
        describe(&coverage.value, standard.chars().count())
    });
    if !faults.is_empty() {
        show(&faults, &sources);
    }
    match told.filter(|_| faults.is_empty()) {
        Some(told) => print(&told, Exit::Clean),
        None => {
            complain("字体不能用");
            Exit::Faults
        }
    }
}

fn describe(roles: &[Coverage], standard: usize) -> String {
    let mut out = format!("《通用规范汉字表》共 {standard} 字，各角色依次由这些字体来写：\n");
    for role in roles {
        out += &format!("\n{}（写得出 {} 字）\n", role.role, role.drawn);
        for face in &role.faces {
            out += &match &face.file {
                Some(file) => format!("  {}  {file}  能写 {} 字\n", face.name, face.drawn),
                None => format!("  {}  没有放入\n", face.name),
            };
        }
    }
    out
}
