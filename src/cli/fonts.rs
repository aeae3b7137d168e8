//! `nianbao fonts`: which file serves which role, where it comes from, and how much of the standard
//! it draws; and copies of the built-in ones.

use clap::{Args, Subcommand};

use super::{Exit, Folder, HELP, complain, export, folders, print, show};
use crate::files::{Files, Origin};
use crate::findings::Findings;
use crate::font::Coverage;
use crate::make::{Stock, font_book};
use crate::project::Project;
use crate::source::Sources;
use crate::text::shown_path;

/// 《通用规范汉字表》, one character a line; `#` opens a comment.
const STANDARD: &str = include_str!("../../tools/fonts/通用规范汉字表.txt");

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    project: Folder,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// 把内置的字体和许可证复制到项目的 fonts 文件夹；字体清单 fonts.yaml 写明才复制（从不覆盖已有文件）
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao fonts export [文件]")]
    Export(export::Arguments),
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let root = match arguments.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    if let Some(Action::Export(names)) = &arguments.action {
        return export::run(root, "fonts/", names);
    }
    let files = folders::files(root);
    let mut sources = Sources::default();
    let opened = Project::open(files.clone(), &mut sources);
    // What is wrong with the data is reported only where it keeps the project from being opened.
    let Some(project) = opened.value else {
        show(&opened.findings, &sources);
        complain("字体不能用");
        return Exit::Faults;
    };
    let mut findings = Findings::new();
    let fonts = font_book(&project, false, &Stock::default(), &mut sources).gather(&mut findings);
    let standard: String =
        STANDARD.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars).collect();
    let text = fonts.map(|fonts| {
        let coverage = fonts.coverage(&standard).gather(&mut findings);
        describe(&coverage, standard.chars().count(), &files)
    });
    if !findings.is_empty() {
        show(&findings, &sources);
    }
    match text.filter(|_| !findings.has_errors()) {
        Some(text) => print(&text, Exit::Clean),
        None => {
            complain("字体不能用");
            Exit::Faults
        }
    }
}

fn describe(roles: &[Coverage], standard: usize, files: &Files) -> String {
    let mut out = format!("《通用规范汉字表》共 {standard} 字，各角色依次由这些字体来写：\n");
    for role in roles {
        out += &format!("\n{}（写得出 {} 字）\n", role.role, role.drawn);
        for face in &role.faces {
            out += &match &face.file {
                Some(file) => {
                    let origin = files.font_origin(file).map_or("", word);
                    format!("  {}  {file}  能写 {} 字  {origin}\n", face.name, face.drawn)
                }
                None => format!("  {}  没有放入\n", face.name),
            };
        }
    }
    out += "\n字体文件依次在这些地方找（自备的字体只在项目里找）：\n";
    for (origin, folder) in files.font_folders() {
        out += &format!("  {}  {}\n", word(origin), shown_path(&folder));
    }
    out + "  内置  复制到项目里：nianbao fonts export 文件\n"
}

fn word(origin: Origin) -> &'static str {
    match origin {
        Origin::Project => "项目",
        Origin::Program => "程序旁边",
        Origin::User => "用户文件夹",
        Origin::BuiltIn => "内置",
    }
}
