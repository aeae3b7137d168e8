//! `nianbao convert`: a department's workbook as YAML, and the other way round.

use std::path::Path;

use clap::Args;

use super::{Exit, Folder, complain, note, print, show, taken, year};
use crate::convert::convert;
use crate::source::Sources;
use crate::write::{self, CreateFault};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// 报告年度，如 2024
    #[arg(value_name = "年度", help_heading = "参数", value_parser = year, allow_negative_numbers = true)]
    year: i32,
    /// 部门的文件，如 区信访局.xlsx（写出 区信访局.yaml）、区信访局.yaml（写出 区信访局.xlsx）
    #[arg(value_name = "文件", help_heading = "参数")]
    file: String,
    /// 写出以后删去原来的文件；两个文件不能并存
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    project: Folder,
}

/// The endings of the files that are converted.
const ENDINGS: [&str; 2] = ["xlsx", "yaml"];

pub(super) fn run(arguments: &Arguments) -> Exit {
    let Arguments { year, file, replace, project } = arguments;
    let root = match project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let folder = format!("data/{}", year);
    let name = match name(root, &folder, file) {
        Ok(name) => name,
        Err(words) => {
            complain(&words);
            return Exit::CannotRun;
        }
    };
    let converted = convert(root, *year, &name);
    if !converted.findings.is_empty() {
        show(&converted.findings, &converted.sources);
    }
    if *replace && converted.has_unread() {
        complain(&format!(
            "没有转换 {folder}/{name}：里面有没有读的内容，会连同它一起删去\n建议：先处理上面的问题；不用留的删去，或者不加 --replace"
        ));
        return Exit::Faults;
    }
    let Some(output) = converted.output else {
        complain(&format!("没有转换 {folder}/{name}：先改正上面的问题，免得丢了内容"));
        return Exit::Faults;
    };
    if *replace && !converted.remarks.is_empty() {
        complain(&format!(
            "没有转换 {folder}/{name}：里面{}工作簿里没有地方写，会连同它一起删去\n建议：要留的，移到“说明”里或者另外存好；不用留的删去，或者不加 --replace",
            remarks(&converted.remarks)
        ));
        return Exit::Faults;
    }
    let folder_path = root.join(&folder);
    let made = match replace {
        true => write::exchange(&folder_path, &name, &output),
        false => write::create_all(&folder_path, std::slice::from_ref(&output)),
    };
    match made {
        Ok(()) => {}
        Err(CreateFault::Taken(_)) => {
            let mut sources = Sources::default();
            let path = format!("{folder}/{}", output.name);
            let fault = taken(&[path], &mut sources);
            show(&[fault], &sources);
            return Exit::Faults;
        }
        Err(CreateFault::Write(fault)) => {
            complain(&fault.message());
            return Exit::CannotRun;
        }
    }
    if !converted.remarks.is_empty() {
        let remarks = remarks(&converted.remarks);
        note(&format!("注意：{name} 里{remarks}工作簿里没有地方写，没有带过去\n"));
    }
    let rest = match replace {
        true => format!("，删去了 {name}"),
        false => format!(
            "\n{name} 没有动：一个部门只能有一个文件，核对以后删去其中一个（加上 --replace 的，由程序删去原来的）"
        ),
    };
    print(&format!("已生成 {folder}/{}{rest}\n", output.name), Exit::Clean)
}

/// The name of the file that is meant, in the folder of the year.
fn name(root: &Path, folder: &str, given: &str) -> Result<String, String> {
    let (above, name) = match given.rfind(['/', '\\']) {
        Some(slash) => (given.get(..=slash), given.get(slash + 1..).unwrap_or_default()),
        None => (None, given),
    };
    if above
        .is_some_and(|above| !is_folder(&root.join(folder), [Path::new(above), &root.join(above)]))
    {
        return Err(format!(
            "没有转换 {given}：只转换 {folder} 里的文件\n建议：把它放进 {folder}，代替那里的同名文件，再转换；年度写错的，改年度"
        ));
    }
    let is_there = |name: &str| write::is_there(&root.join(folder), name);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if ending.is_empty() {
        let names: Vec<String> = ENDINGS.iter().map(|ending| format!("{name}.{ending}")).collect();
        let mut there = names.iter().filter(|name| is_there(name));
        return match (there.next(), there.next()) {
            (Some(only), None) => Ok(only.clone()),
            (Some(_), Some(_)) => {
                Err(format!("{folder} 里有 {}\n建议：写明转换哪一个", names.join(" 和 ")))
            }
            (None, _) => Err(format!("{folder} 里没有 {}", names.join("，也没有 "))),
        };
    }
    if ENDINGS.iter().all(|known| !ending.eq_ignore_ascii_case(known)) {
        return Err(format!(
            "不能转换 {name}\n建议：写部门的工作簿（如 区信访局.xlsx）或者 YAML 文件（如 区信访局.yaml）"
        ));
    }
    if name.starts_with("report.") {
        return Err(format!("{name} 是报告总表，没有工作簿的形式\n建议：写部门的文件"));
    }
    match is_there(name) {
        true => Ok(name.to_owned()),
        false => Err(format!("没有 {folder}/{name}\n建议：核对年度和文件名")),
    }
}

/// Whether a folder is meant by one of the paths.
fn is_folder(folder: &Path, paths: [&Path; 2]) -> bool {
    let folder = folder.canonicalize().ok();
    folder.is_some() && paths.iter().any(|path| path.canonicalize().ok() == folder)
}

/// The remarks that a workbook has no place for, by their lines.
fn remarks(lines: &[usize]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = lines.iter().take(SHOWN).map(usize::to_string).collect();
    let more = if lines.len() > SHOWN { "等" } else { "" };
    format!(" # 后面的备注（第 {}{more} 行，共 {} 处）", shown.join("、"), lines.len())
}
