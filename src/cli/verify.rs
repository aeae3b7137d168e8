//! `nianbao verify`: whether the files of an output folder may be handed over.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::check::{FindingsFormat, Report};
use super::{Exit, Folder, complain, folders, shown, standard_screen};
use crate::diagnostic::{github, json as json_lines, sarif};
use crate::files;
use crate::findings::Findings;
use crate::source::Sources;
use crate::text::shown_path;
use crate::verify::{self, Against, Entry};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// 输出文件夹，如 output/2024；只写年度的，就是这一年的
    #[arg(value_name = "文件夹|年度", help_heading = "参数")]
    folder: PathBuf,
    #[command(flatten)]
    project: Folder,
    /// 在内存里重做一遍，逐个字节比对（同一版程序才能证明）
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    shown: FindingsFormat,
}

/// What is said where there is no such folder.
fn no_folder(folder: &Path, given: &Path, is_year: bool) -> String {
    let what = match folder.exists() {
        true => "要写文件夹，这是一个文件：",
        false => "没有文件夹 ",
    };
    let help = match is_year {
        true => format!("还没有生成的，先运行 nianbao generate {}；", shown_path(given)),
        false => String::new(),
    };
    let folder = shown_path(folder);
    format!("{what}{folder}\n建议：{help}写生成时的输出文件夹，如 nianbao verify output/2024")
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let given = &arguments.project.project;
    let is_year = |folder: &Path| folder.to_str().is_some_and(|name| super::year(name).is_ok());
    let folder = match &arguments.folder {
        year if is_year(year) && !year.is_dir() => given.join("output").join(year),
        folder => folder.clone(),
    };
    if !folder.is_dir() {
        complain(&no_folder(&folder, &arguments.folder, is_year(&arguments.folder)));
        return Exit::CannotRun;
    }
    if let Err(error) = fs::read_dir(&folder) {
        let why = files::unreadable(&shown_path(&folder), &error);
        complain(&format!("{}\n建议：{}", why.message, why.help.unwrap_or_default()));
        return Exit::CannotRun;
    }
    // A folder in another project is verified against that one, unless a project was named.
    let root = match given == Path::new(".") {
        true => folders::around(&folder).or_else(|| folders::around(given)),
        false => Some(given.clone()).filter(|given| folders::is_project(given)),
    };
    let files = root.as_deref().map(folders::files);
    let project = files.as_ref().zip(root.as_deref());
    let against = Against { project, again: arguments.again };
    let (mut findings, mut sources) = (Findings::new(), Sources::default());
    let (mut entries, mut is_look_open) = (Vec::new(), false);
    let mut of_other_years: Vec<PathBuf> = Vec::new();
    for folder in verify::folders(&folder) {
        if of_other_years.iter().any(|home| folder.starts_with(home)) {
            continue;
        }
        match verify::verify(&folder, &against, &mut sources) {
            Ok(found) => {
                let verified = found.gather(&mut findings);
                entries.extend(verified.entries);
                is_look_open |= verified.is_look_open;
                if verified.is_of_other_year {
                    of_other_years.push(folder);
                }
            }
            Err(fault) => {
                complain(&fault.message());
                return Exit::CannotRun;
            }
        }
    }
    findings.arrange(&sources);
    let exit = if findings.has_errors() { Exit::Faults } else { Exit::Clean };
    let text = told(arguments, (&findings, &sources), &entries, is_look_open);
    arguments.shown.print(&text, exit)
}

/// What is told of all folders.
fn told(
    arguments: &Arguments,
    (findings, sources): (&Findings, &Sources),
    entries: &[Entry],
    is_look_open: bool,
) -> String {
    let is_clean = !findings.has_errors();
    match arguments.shown.format {
        Report::Text => {
            let told = match findings.is_empty() {
                true => String::new(),
                false => shown(findings, sources, standard_screen()) + "\n",
            };
            match is_clean {
                true => {
                    let what = match (is_look_open, arguments.again && findings.is_empty()) {
                        (true, _) => "文字和数核验通过，版式没有核",
                        (false, true) => "核验通过，重做一遍逐字节相同",
                        (false, false) => "核验通过",
                    };
                    told + &list(entries, what)
                }
                false => told + "核验没有通过，不要送出\n",
            }
        }
        Report::Json => {
            let list = match is_clean {
                true => entries.iter().map(|entry| format!("{}\n", object(entry))).collect(),
                false => String::new(),
            };
            json_lines::render(findings, sources) + &list
        }
        Report::Github => github::render(findings, sources),
        Report::Sarif => sarif::render(findings, sources),
    }
}

/// A file of the list, for programs.
fn object(entry: &Entry) -> Value {
    let Entry { path, pages, size, sha256, whom } = entry;
    json!({ "file": path, "for": whom, "pages": pages, "size": size, "sha256": sha256 })
}

/// The list to hand over.
fn list(entries: &[Entry], what: &str) -> String {
    let mut text = format!("{what}。送出和留存的文件：\n");
    for Entry { path, pages, size, sha256, whom } in entries {
        let pages = pages.map_or_else(String::new, |pages| format!("{pages} 页，"));
        text.push_str(&format!("\n{path}\n  {whom}；{pages}{size} 字节\n  SHA-256 {sha256}\n"));
    }
    text
}
