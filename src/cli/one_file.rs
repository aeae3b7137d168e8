//! `nianbao check FILE`: one file, wherever it lies.
//!
//! In its place in a project it is checked as a part of its year. Elsewhere it is checked as if it
//! stood there; without a project, only for how it is written.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Exit, YEARS, complain, folders, note, refuse, show};
use crate::diagnostic::{Code, Diagnostic};
use crate::examine::examine_alone;
use crate::files::Files;
use crate::make;
use crate::returned::Refused;
use crate::source::{Role, Sources};
use crate::text::{ascii_digit, shown_path, with_slashes};
use crate::workbook;
use crate::yaml::{self, Kind, Node};
use crate::{Examined, Options};

/// What the files of departments end in.
const ENDINGS: [&str; 3] = [".yaml", ".yml", ".xlsx"];

/// What the file of a year that is no department's is called.
const REPORT: &str = "report";

/// Checks one file. `project` is the project that was named, or the one around the current folder.
pub(super) fn check(file: &Path, project: &Path, options: &Options) -> Result<Examined, Exit> {
    let (folder, name) = whole(file, project)?;
    let root = folders::around(&folder)
        .or_else(|| folders::is_project(project).then(|| project.to_owned()));
    let place = root.as_deref().and_then(|root| place_in(root, &folder.join(&name)));
    if let (Some(root), Some(path)) = (&root, place) {
        return in_place(root, &path, options);
    }
    let form = match name.to_lowercase().ends_with(".xlsx") {
        true => Form::read_workbook(&folder, &name)?,
        false => Form::read(&folder, &name)?,
    };
    let mut examined = match root {
        Some(root) => {
            // A form of another year or department is seen by that.
            note(&format!("作为 {} 核对\n", form.place));
            as_if_in_place(&root, &form, options)
        }
        None if matches!(form.content, Content::Workbook(_)) => {
            complain(
                "核对填报表要有项目：指标和勾稽规则在项目里\n建议：用 --project 指明项目的文件夹",
            );
            return Err(Exit::CannotRun);
        }
        None => alone(&form),
    };
    if let Some(own) = examined.sources.find(&form.place) {
        examined.sources.set_path(own, file.to_string_lossy());
    }
    Ok(examined)
}

/// The folder of a file, without links, and the name of the file.
fn whole(file: &Path, project: &Path) -> Result<(PathBuf, String), Exit> {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = fs::canonicalize(parent.unwrap_or(Path::new("."))).ok();
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    match folder.zip(name).filter(|_| file.is_file()) {
        Some(whole) => Ok(whole),
        None => {
            let advice = match in_a_year(file, project) {
                Some(path) => format!("写明年度的文件夹：nianbao check {}", shown_path(&path)),
                None => "核对路径；要核对一年的，写年度，如 nianbao check 2024".to_owned(),
            };
            complain(&format!("没有 {} 这个文件\n建议：{advice}", shown_path(file)));
            Err(Exit::CannotRun)
        }
    }
}

/// A file of that name in the folder of the last year that has one.
fn in_a_year(file: &Path, project: &Path) -> Option<PathBuf> {
    let years = fs::read_dir(project.join("data")).ok()?;
    let files = years.filter_map(|year| Some(year.ok()?.path().join(file.file_name()?)));
    files.filter(|file| file.is_file()).max()
}

/// The path of a file in a project: of one that the check of a year reads.
fn place_in(root: &Path, file: &Path) -> Option<String> {
    let root = fs::canonicalize(root).ok()?;
    let path = with_slashes(file.strip_prefix(root.join("data")).ok()?);
    let is_read = match path.split_once('/') {
        Some((year, name)) => year_of(year).is_some() && !name.contains('/'),
        None => ["profile.yaml", "catalogue.yaml"].contains(&path.as_str()),
    };
    is_read.then(|| format!("data/{path}"))
}

/// Tells of a document that came back why it is not read.
pub(super) fn unreadable(file: &Path, refused: Refused) -> Exit {
    let what = format!("{}：{}", shown_path(file), refused.message());
    refuse(file, Diagnostic::new(Code::E0181, what).help(refused.help()))
}

/// A year that is written as a whole.
fn year_of(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| text.len() == 4 && YEARS.contains(year))
}

/// What the check of its year finds in a file, and of the department whose it is.
fn in_place(root: &Path, path: &str, options: &Options) -> Result<Examined, Exit> {
    let files = folders::files(root);
    let year = path.split('/').nth(1).and_then(year_of).or_else(|| newest_year(&files));
    let Some(year) = year else {
        complain("项目里还没有一年的数据，没有核对\n建议：运行 nianbao new 年度，开始新的一年");
        return Err(Exit::CannotRun);
    };
    Ok(of_file(files, year, path, options))
}

fn newest_year(files: &Files) -> Option<i32> {
    let found = files.list("data").unwrap_or_default();
    found.iter().filter(|found| found.is_folder).filter_map(|found| year_of(&found.name)).max()
}

fn of_file(files: Files, year: i32, path: &str, options: &Options) -> Examined {
    let mut examined = crate::examine(files, year, options);
    make::rehearse(&mut examined);
    let Examined { sources, findings, year } = &mut examined;
    let own = sources.find(path);
    let owners: Vec<&str> = own.into_iter().flat_map(|own| sources.owners(own)).collect();
    let is_unchecked = year.is_none();
    findings.retain(|found| {
        found.labels.iter().any(|label| Some(label.place.file()) == own)
            || found.departments.iter().any(|name| owners.contains(&name.as_str()))
            // Where nothing could be checked, the reason concerns every file.
            || is_unchecked && found.is_error() && found.departments.is_empty()
    });
    examined
}

/// A file that stands in no year's folder.
struct Form {
    content: Content,
    /// What was found when it was read: an encoding, damaged bytes.
    fault: Option<Diagnostic>,
    year: i32,
    /// Its path in a project.
    place: String,
}

/// What a file holds.
enum Content {
    Text(String),
    Workbook(Vec<u8>),
}

impl Form {
    /// Puts the file before that of its place, and before a department's of another ending.
    fn before(&self, files: Files) -> Files {
        let stem = self.place.rsplit_once('.').map_or(self.place.as_str(), |(stem, _)| stem);
        let others = ENDINGS.map(|ending| format!("{stem}{ending}"));
        let others = others.into_iter().filter(|other| *other != self.place);
        let files = others.fold(files, Files::without);
        match &self.content {
            Content::Text(text) => files.with_unsaved(self.place.as_str(), text.as_str()),
            Content::Workbook(bytes) => files.with_workbook(self.place.as_str(), bytes.clone()),
        }
    }

    fn read_workbook(folder: &Path, name: &str) -> Result<Form, Exit> {
        let bytes = Files::from(folder).workbook(name).map_err(|fault| {
            show(&[fault], &Sources::default());
            Exit::CannotRun
        })?;
        let whose = workbook::read::whose(&bytes);
        let folder = folder.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let (department, year) = match whose {
            Some((department, year)) => (department, year_of(&year)),
            None => (stem.to_owned(), [stem, &folder].into_iter().find_map(year_in)),
        };
        let Some(year) = year else {
            complain(&format!(
                "看不出 {name} 是哪一年的填报表，没有核对\n建议：核对的应当是 nianbao new 年度 --xlsx 生成的表；已经放进项目的，写它在项目里的路径"
            ));
            return Err(Exit::CannotRun);
        };
        let place = format!("data/{year}/{}.xlsx", department.replace('/', ""));
        Ok(Form { content: Content::Workbook(bytes), fault: None, year, place })
    }

    fn read(folder: &Path, name: &str) -> Result<Form, Exit> {
        let mut sources = Sources::default();
        let read = Files::from(folder).read(name, Role::Other, &mut sources);
        let Ok(file) = read.value else {
            show(&read.findings, &sources);
            return Err(Exit::CannotRun);
        };
        let text = sources.get(file).text().to_owned();
        let node = yaml::parse(file, &text).value;
        let stem = name.split('.').next().unwrap_or(name);
        let written = value_of(node.as_ref(), "年度").unwrap_or_default();
        let folder = folder.file_name().unwrap_or_default().to_string_lossy();
        let Some(year) = [written, stem, &folder].into_iter().find_map(year_in) else {
            complain(&format!(
                "看不出 {name} 是哪一年的，没有核对\n建议：在文件里写上“年度: 2024”这样一行"
            ));
            return Err(Exit::CannotRun);
        };
        let is_report = stem == REPORT || value_of(node.as_ref(), "成文日期").is_some();
        let department = value_of(node.as_ref(), "部门").unwrap_or(stem);
        let stem = if is_report { REPORT } else { department };
        // A name with a stroke would lead into a folder.
        let place = format!("data/{year}/{}.yaml", stem.replace('/', ""));
        // What the text shows is found again where it is read in its place.
        let mut found = read.findings.into_iter();
        let fault = found.find(|found| [Code::E0102, Code::E0123].contains(&found.code));
        Ok(Form { content: Content::Text(text), fault, year, place })
    }
}

/// The text of a key of a file.
fn value_of<'n>(node: Option<&'n Node>, key: &str) -> Option<&'n str> {
    let Kind::Map(entries) = &node?.kind else { return None };
    entries.iter().find(|entry| entry.key == key)?.value.as_text()
}

/// The first four digits of a text, if they are a year.
fn year_in(text: &str) -> Option<i32> {
    let digits: String = text.chars().filter_map(ascii_digit).take(4).collect();
    year_of(&digits)
}

/// A file checked as if it stood in its place in a project.
fn as_if_in_place(root: &Path, form: &Form, options: &Options) -> Examined {
    let mut files = folders::files(root);
    let report = format!("data/{}/report.yaml", form.year);
    let is_reported = files.exists(&report) || form.place == report;
    files = form.before(files);
    let mut examined = of_file(files, form.year, &form.place, options);
    let partly = (!is_reported).then(|| {
        partly(&format!("项目里没有 {report}"), "正文的条目是否在提纲里，缺不缺本部门的文字")
            .help(format!("报告总表由汇总单位建立：nianbao new {}", form.year))
    });
    tell(&mut examined, form, partly);
    examined
}

/// A file checked without a project.
fn alone(form: &Form) -> Examined {
    let files = form.before(Files::default());
    let mut examined = examine_alone(files, form.year);
    let own = examined.sources.find(&form.place);
    let is_own =
        |found: &Diagnostic| found.labels.iter().any(|label| Some(label.place.file()) == own);
    examined.findings.retain(is_own);
    let unknown = "指标的名称和数值、勾稽关系、正文引用的指标、提纲的条目";
    let help =
        format!("把文件放进项目的 data/{} 文件夹再核对，或者用 --project 指明项目", form.year);
    tell(&mut examined, form, Some(partly("没有找到项目", unknown).help(help)));
    examined
}

/// Adds what was found when a form was read, and what could not be checked of it.
fn tell(examined: &mut Examined, form: &Form, partly: Option<Diagnostic>) {
    let Some(own) = examined.sources.find(&form.place) else { return };
    let fault = form.fault.clone().map(|fault| Diagnostic { labels: Vec::new(), ..fault });
    examined.join(fault.into_iter().chain(partly).map(|found| found.at(own, "")));
}

/// Says what could not be checked.
fn partly(why: &str, what: &str) -> Diagnostic {
    Diagnostic::new(Code::E0150, format!("{why}，这个文件只核对了一部分")).note("没有核对", what)
}
