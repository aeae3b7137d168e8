//! `nianbao batch`: the reports of all projects in a folder.

mod progress;

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use self::progress::Progress;
use super::edition::EditionArguments;
use super::for_whom::ForWhom;
use super::generate::{self, Made, Means};
use super::{
    Exit, Folder, Formats, Strictness, Target, complain, every_kind, folders, note, print,
    put_part, standard_screen, year,
};
use crate::batch::{End, Row, Table, cores, in_brackets, in_order, is_table};
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::{self, Files, Projects, Unread};
use crate::findings::Findings;
use crate::kind::Kind;
use crate::make::{self, Stock};
use crate::manifest::{self, Earlier, Set};
use crate::project::Project;
use crate::source::Sources;
use crate::text::{command_word, printable, shown_path, shown_with_slashes};
use crate::write::{self, Output};
use crate::{Examined, examine_from};

/// The table of what became of each project, in the folder of all.
const TABLE: &str = "batch.csv";

#[derive(Debug, Clone, Args)]
pub(super) struct Arguments {
    /// 装着各个项目的文件夹，如 各县区；里面的文件夹一层一层地找
    #[arg(value_name = "文件夹", help_heading = "参数")]
    root: PathBuf,
    /// 报告年度，如 2024（默认每个项目自己的数据里最近的一年）
    #[arg(long, value_name = "年度", value_parser = year, allow_negative_numbers = true)]
    year: Option<i32>,
    /// 报告种类，templates 里一个文件夹的名称（默认各单位档案的“报告”）；全部 就是各项目的各种
    #[arg(long, value_name = "种类")]
    report: Option<String>,
    /// 同时做几个项目（默认处理器有几个核就做几个）
    #[arg(long, value_name = "个数", value_parser = jobs, allow_negative_numbers = true)]
    jobs: Option<NonZeroUsize>,
    /// 只核对，不生成
    #[arg(long)]
    check: bool,
    /// 接着做：数据、模板、字体、程序和选项都没有变，生成的文件也没有动过的，不再做
    #[arg(long, conflicts_with = "check")]
    resume: bool,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    edition: EditionArguments,
    #[command(flatten)]
    formats: Formats,
}

/// Reads the number of projects that are made at once.
fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    let jobs = text.parse().ok().filter(|jobs: &NonZeroUsize| jobs.get() <= MOST_JOBS);
    jobs.ok_or_else(|| format!("1 到 {MOST_JOBS} 的整数"))
}

/// More threads than any machine has cores only wait for each other.
const MOST_JOBS: usize = 256;

/// Folders that are named of those that stand too deep; their paths are long.
const MOST_DEEP: usize = 3;

/// Projects that are named of those in the own folders of others.
const MOST_OWNED: usize = 10;

/// Folders without projects that are named; all stand in the table.
const MOST_WITHOUT: usize = 30;

/// Replaced files that are named for each report.
const MOST_REPLACED: usize = 3;

/// A project that was found.
struct Found {
    /// Its folder as it is shown, seen from that of all.
    name: String,
    root: PathBuf,
    /// The year that is made of it.
    year: i32,
    /// What it is called where it is told.
    title: String,
    /// Why it cannot be made, whatever its data.
    fault: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let root = &arguments.root;
    let all = match files::projects(root) {
        Ok(all) => all,
        Err(error) => {
            let why = files::unreadable(&shown_path(root), &error);
            complain(&format!("{}\n建议：{}", why.message, why.help.unwrap_or_default()));
            return Exit::CannotRun;
        }
    };
    if all.found.is_empty() && all.unread.is_empty() {
        let passed_by: String = passed_by(&all).iter().map(|what| format!("；{what}")).collect();
        complain(&format!(
            "{} 里没有找到年报项目\n建议：写装着各个项目的文件夹，项目的 data 文件夹里有 profile.yaml{passed_by}",
            shown_path(root)
        ));
        return Exit::CannotRun;
    }
    if let Err(fault) = refuse_other_table(root, "没有动它，一个项目也没有做") {
        complain(&fault);
        return Exit::CannotRun;
    }
    let Some(mut found) = projects(root, &all.found, arguments.year) else {
        complain(&without_years(root, &all.found));
        return Exit::CannotRun;
    };
    if !arguments.check {
        for project in &mut found {
            project.fault = misled(&project.root, &folder(&project.root, project.year));
        }
        refuse_common_folders(&mut found);
    }
    let mut table = Table::default();
    let (mut exit, mut is_unwritten) = (Exit::Clean, false);
    if let Err(exit) = tell_others(&all, &mut table) {
        return exit;
    }
    let progress = Progress::new(found.len());
    let work = |stock: &mut Stock, at: usize| match found.get(at) {
        Some(project) => reports(arguments, project, stock),
        None => Vec::new(),
    };
    let jobs = arguments.jobs.map_or_else(cores, NonZeroUsize::get);
    let told = in_order(jobs, found.len(), Stock::kept, work, |_, done: Vec<Done>| {
        for Done { row, text, is_unwritten: fails } in done {
            table.add(&row);
            is_unwritten |= fails;
            if let Err(exit) = progress.tell(&text, row.end == End::Failed) {
                return ControlFlow::Break(exit);
            }
        }
        progress.step();
        ControlFlow::Continue(())
    });
    progress.finish();
    if let ControlFlow::Break(exit) = told {
        return exit;
    }
    let is_strict = arguments.strictness.deny_warnings && !all.without.is_empty();
    if table.failed() > 0 || is_strict {
        exit = Exit::Faults;
    }
    if is_unwritten {
        exit = Exit::CannotRun;
    }
    let output = Output { name: TABLE.to_owned(), bytes: table.csv().into_bytes() };
    // Somebody may have edited that of the last run while this one went on.
    let written = refuse_other_table(root, "没有动它，这一遍的表没有写")
        .and_then(|()| write::write_all(root, &[output]).map_err(|fault| fault.message()));
    if let Err(fault) = written {
        complain(&fault);
        return print(&format!("\n{}", table.summary()), Exit::CannotRun);
    }
    print(&format!("\n{}全表：{}\n", table.summary(), shown_path(&root.join(TABLE))), exit)
}

/// What is said where no project has data of a year: links that lead to it are no data.
fn without_years(root: &Path, folders: &[PathBuf]) -> String {
    let linked = folders.iter().find_map(|folder| {
        let fault = Files::from(root.join(folder)).led_out().iter().next().cloned()?;
        Some(format!("{} 的 {}\n建议：{}", shown_with_slashes(folder), fault.message, fault.help?))
    });
    let usual =
        "没有一个项目有哪一年的数据\n建议：写 --year，如 --year 2024；新的一年用 nianbao new 开始";
    linked.unwrap_or_else(|| usual.to_owned())
}

/// What was not looked into though projects may stand there, a sentence for each reason.
fn passed_by(all: &Projects) -> Vec<String> {
    let mut sentences = Vec::new();
    if !all.links.is_empty() {
        sentences.push(format!("链接不跟进去，没有做：{}", named(&all.links, all.links.len())));
    }
    if !all.hidden.is_empty() {
        let folders = named(&all.hidden, all.hidden.len());
        sentences.push(format!("隐藏的和临时的文件夹（名称以 . ~ $ 开头）不找，没有做：{folders}"));
    }
    if !all.owned.is_empty() {
        let folders = named(&all.owned, MOST_OWNED);
        let why = "项目自己的 data、templates、fonts、output、schemas 里面不找，没有做";
        sentences.push(format!("{why}：{folders}"));
    }
    if !all.without.is_empty() {
        let shown = |(path, why): &(PathBuf, String)| {
            format!("{}（{}）", shown_with_slashes(path), printable(why))
        };
        let first: Vec<String> = all.without.iter().take(MOST_WITHOUT).map(shown).collect();
        let (first, count) = (first.join("、"), all.without.len());
        let more = if count > MOST_WITHOUT { format!(" 等 {count} 个") } else { String::new() };
        sentences.push(format!("里面没有找到项目，没有做：{first}{more}"));
    }
    if !all.deep.is_empty() {
        let folders = named(&all.deep, MOST_DEEP);
        sentences.push(format!("文件夹套得太深，没有再往里找：{folders}；里面有项目的，另做一遍"));
    }
    sentences
}

/// Tells of what is no project, or was not looked into.
fn tell_others(all: &Projects, table: &mut Table) -> Result<(), Exit> {
    for (folder, why) in &all.unread {
        let row = unread(folder, why);
        put_part(&format!("{}：没有通过\n  {}\n", row.project, row.first))?;
        table.add(&row);
    }
    for what in passed_by(all) {
        note(&format!("注意：{what}\n"));
    }
    for (path, why) in &all.without {
        table.add(&without_project(path, why));
    }
    Ok(())
}

/// The row of what holds no project.
fn without_project(path: &Path, why: &str) -> Row {
    let row = failed(shown_with_slashes(path));
    Row { end: End::Without, errors: 0, first: printable(why), ..row }
}

/// The first folders of a list, and how many there are where some are left out.
fn named(folders: &[PathBuf], most: usize) -> String {
    let first: Vec<String> =
        folders.iter().take(most).map(|folder| shown_with_slashes(folder)).collect();
    let more = match folders.len() > most {
        true => format!(" 等 {} 个", folders.len()),
        false => String::new(),
    };
    first.join("、") + &more
}

/// The table takes the place of that of an earlier run, but never of a file that somebody else wrote or
/// edited. `done` is what was done instead.
fn refuse_other_table(root: &Path, done: &str) -> Result<(), String> {
    match write::standing(root, TABLE) {
        Ok(Some(bytes)) if !is_table(&bytes) => Err(format!(
            "{} 不是本程序写的表，或者在别的程序里改过、另存过；{done}\n建议：把它改名或者移走，再运行一遍",
            shown_path(&root.join(TABLE))
        )),
        Ok(_) => Ok(()),
        Err(fault) => Err(fault.message()),
    }
}

/// The projects with the year of each: the one that was given, or its own newest one, or where it has
/// none the newest of all. None where no project has any.
fn projects(root: &Path, folders: &[PathBuf], given: Option<i32>) -> Option<Vec<Found>> {
    let own = |folder: &PathBuf| given.or_else(|| newest_year(&root.join(folder)));
    let years: Vec<Option<i32>> = folders.iter().map(own).collect();
    let newest = years.iter().copied().flatten().max().or(given)?;
    let is_one = years.iter().all(|year| *year == Some(newest));
    let project = |(folder, year): (&PathBuf, Option<i32>)| {
        let (name, year) = (shown_with_slashes(folder), year.unwrap_or(newest));
        let title = if is_one { name.clone() } else { format!("{name} {year} 年") };
        Found { name, root: root.join(folder), year, title, fault: None }
    };
    Some(folders.iter().zip(years).map(project).collect())
}

/// The last year of which a project has data. An empty folder is none that was begun.
fn newest_year(root: &Path) -> Option<i32> {
    let files = Files::from(root);
    let is_begun =
        |folder: &str| files.list(&format!("data/{folder}")).is_ok_and(|inside| !inside.is_empty());
    let listed = files.list("data").unwrap_or_default().into_iter();
    let folders = listed.filter(|found| found.is_folder && found.name.len() == 4);
    let years = folders.filter_map(|found| Some((year(&found.name).ok()?, found.name)));
    years.filter(|(_, folder)| is_begun(folder)).map(|(year, _)| year).max()
}

/// Where the reports of a project's year are written.
fn folder(root: &Path, year: i32) -> PathBuf {
    root.join(generate::OUTPUT).join(year.to_string())
}

/// Why nothing is written into a project's folder for outputs.
fn misled(root: &Path, folder: &Path) -> Option<String> {
    generate::misled(root, folder)
        .map(|fault| format!("{fault}；删去链接，再做一遍，程序自己建立文件夹"))
}

/// By a link, two projects may have one folder for their reports. Neither may replace those of the other.
fn refuse_common_folders(found: &mut [Found]) {
    let folder = |project: &Found| files::leads_to(&folder(&project.root, project.year));
    let folders: Vec<PathBuf> = found.iter().map(folder).collect();
    let mut users: HashMap<&Path, Vec<String>> = HashMap::new();
    for (folder, project) in folders.iter().zip(found.iter()) {
        users.entry(folder).or_default().push(project.name.clone());
    }
    for (folder, project) in folders.iter().zip(found) {
        let others = users.get(folder.as_path()).map(Vec::as_slice).unwrap_or_default();
        let others: Vec<&str> =
            others.iter().map(String::as_str).filter(|name| *name != project.name).collect();
        if project.fault.is_none() && !others.is_empty() {
            project.fault = Some(format!(
                "生成的文件和 {} 的在同一个文件夹，会互相覆盖；其中有一个的 output 是链接，删去它，各放各的",
                others.join("、")
            ));
        }
    }
}

/// A folder that could not be looked into.
fn unread(folder: &Path, why: &Unread) -> Row {
    let name = shown_with_slashes(folder);
    let first = match why {
        Unread::System(error) => {
            let fault = files::unreadable(&name, error);
            format!("{} {}", fault.code.name(), fault.message)
        }
        Unread::Deep => "是一个项目，文件夹套得太深，没有做；另做一遍".to_owned(),
        Unread::Many => "文件夹太多，从这里起没有再找；写小一点的文件夹，分几遍做".to_owned(),
    };
    Row { first, ..failed(name) }
}

/// What became of one report, and what is told of it.
struct Done {
    row: Row,
    text: String,
    /// Whether it was made and could not be written: no fault of its data.
    is_unwritten: bool,
}

/// Makes or checks the reports of one project.
fn reports(arguments: &Arguments, project: &Found, stock: &Stock) -> Vec<Done> {
    if let Some(fault) = &project.fault {
        let row = Row {
            year: project.year.to_string(),
            first: fault.clone(),
            ..failed(project.name.clone())
        };
        let text = format!("{}：没有通过\n  {fault}\n", project.title);
        return vec![Done { row, text, is_unwritten: true }];
    }
    if !every_kind::is_meant(arguments.report.as_deref()) {
        return vec![report(arguments, project, (arguments.report.as_deref(), ""), stock)];
    }
    let opened = Project::open(folders::files(&project.root), &mut Sources::default()).value;
    let Some(opened) = opened else {
        return vec![report(arguments, project, (None, ""), stock)];
    };
    let of_kind =
        |kind: &Arc<Kind>| report(arguments, project, (Some(&kind.folder), &kind.name), stock);
    opened.kinds.iter().map(of_kind).collect()
}

/// The row of what was not even read.
fn failed(project: String) -> Row {
    Row {
        project,
        report: String::new(),
        year: String::new(),
        end: End::Failed,
        errors: 1,
        warnings: Some(0),
        replaced: String::new(),
        first: String::new(),
        place: String::new(),
        folder: String::new(),
    }
}

/// Makes or checks one report; `kind` is its folder and its name.
fn report(
    arguments: &Arguments,
    project: &Found,
    kind: (Option<&str>, &str),
    stock: &Stock,
) -> Done {
    let year = project.year;
    let addressees = arguments.edition.addressees();
    let one = generate::Arguments {
        target: Target {
            year,
            report: kind.0.map(str::to_owned),
            project: Folder { project: project.root.clone() },
        },
        whose: ForWhom::default(),
        strictness: arguments.strictness.clone(),
        edition: arguments.edition.clone(),
        formats: arguments.formats.clone(),
        out: None,
    };
    let options = one.edition.options(&one.target, &addressees);
    let folder = folder(&project.root, year);
    let files = folders::files(&project.root).recorded();
    let formats = &generate::each_once(&one.formats.format);
    let standing = arguments
        .resume
        .then(|| manifest::current(&folder, &files, year, &options, formats))
        .flatten();
    if let Some(sets) = standing {
        let is_clean = sets.iter().all(|set| set.clean);
        // Warnings fail what is no draft: such a set is made anew to tell which.
        if is_clean || arguments.edition.draft || !arguments.strictness.deny_warnings {
            return unchanged((project, kind.1), is_clean, &folder);
        }
    }
    let mut examined = examine_from(files, year, &options, &stock.trees);
    let (end, replaced) = if arguments.check {
        make::rehearse_from(&mut examined, stock);
        let is_fit = arguments.strictness.exit(&examined.findings) == Exit::Clean;
        (if is_fit { End::Passed } else { End::Failed }, Ok(Vec::new()))
    } else {
        let made = generate::made(&one, &options, examined, Means::Stock(stock));
        let Made { outputs, sets, examined: of_made, .. } = made;
        examined = of_made;
        write_sets((&project.root, &folder), outputs, &sets)
    };
    told(arguments, (project, kind.1), &examined, (end, replaced), &folder)
}

/// Writes the files of a report. Gives the names of those that took the place of others, or why nothing
/// was written.
fn write_sets(
    (root, folder): (&Path, &Path),
    mut outputs: Vec<Output>,
    sets: &[Set],
) -> (End, Result<Vec<String>, String>) {
    if outputs.is_empty() {
        return (End::Failed, Ok(Vec::new()));
    }
    if let Some(fault) = misled(root, folder) {
        return (End::Failed, Err(fault));
    }
    match manifest::write(folder, &mut outputs, sets, Earlier::Kept) {
        Ok(replaced) => (End::Made, Ok(replaced)),
        Err(fault) => (End::Failed, Err(fault.message())),
    }
}

/// What is said of files that took the place of others: `替换了原来的 年报.md`.
fn instead(replaced: &[String]) -> String {
    let first = replaced.iter().take(MOST_REPLACED).map(String::as_str).collect::<Vec<_>>();
    match (first.join("、"), replaced.len()) {
        (_, 0) => String::new(),
        (first, count) if count > MOST_REPLACED => {
            format!("替换了原来的 {first} 等 {count} 个文件")
        }
        (first, _) => format!("替换了原来的 {first}"),
    }
}

/// What is told of a report that stands as it would be made again.
fn unchanged((project, report): (&Found, &str), is_clean: bool, folder: &Path) -> Done {
    let row = Row {
        report: report.to_owned(),
        year: project.year.to_string(),
        end: End::Unchanged,
        errors: 0,
        warnings: is_clean.then_some(0),
        folder: shown_path(folder),
        ..failed(project.name.clone())
    };
    let text = format!("{}：{}\n", title(project, report), row.end);
    Done { row, text, is_unwritten: false }
}

/// What a report is called.
fn title(project: &Found, report: &str) -> String {
    format!("{}{}", project.title, in_brackets(report))
}

/// What is told of a report that was made, checked or failed.
fn told(
    arguments: &Arguments,
    (project, report): (&Found, &str),
    examined: &Examined,
    (end, replaced): (End, Result<Vec<String>, String>),
    folder: &Path,
) -> Done {
    let instead = instead(replaced.as_deref().unwrap_or_default());
    let fault = replaced.err();
    let is_unwritten = fault.is_some();
    let Examined { findings, sources, .. } = examined;
    let count = |severity| findings.iter().filter(|found| found.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let decisive = decisive(findings).filter(|_| end == End::Failed && fault.is_none());
    let title = title(project, report);
    let mut text = match (end, warnings) {
        (End::Failed, _) | (_, 0) => format!("{title}：{end}"),
        (_, warnings) => format!("{title}：{end}，{warnings} 处警告"),
    };
    if !instead.is_empty() {
        text.push_str(&format!("，{instead}"));
    }
    text.push('\n');
    if let Some(fault) = &fault {
        text.push_str(&format!("  {}\n", fault.replace('\n', "\n  ")));
    }
    if let Some(found) = decisive {
        text.push_str(&standard_screen().render(found, sources));
        text.push('\n');
        let more = errors.max(1) - 1;
        let others = match (errors, more) {
            (0, _) => "写了 --deny-warnings，警告也按错误处理".to_owned(),
            (_, 0) => "只有这一处错误".to_owned(),
            (_, more) => format!("还有 {more} 处错误"),
        };
        let command = command(&project.root, project.year, arguments.report.as_deref());
        text.push_str(&format!("{others}；全部问题：{command}\n\n"));
    }
    let first = decisive.map(|found| format!("{} {}", found.code.name(), found.message));
    let row = Row {
        project: project.name.clone(),
        report: report.to_owned(),
        year: project.year.to_string(),
        end,
        errors: errors.max(usize::from(fault.is_some())),
        warnings: Some(warnings),
        replaced: instead,
        first: printable(&first.or(fault).unwrap_or_default().replace('\n', "；")),
        place: decisive
            .and_then(Diagnostic::place)
            .map(|place| sources.named(place))
            .unwrap_or_default(),
        folder: match end {
            End::Made | End::Unchanged => shown_path(folder),
            End::Passed | End::Failed | End::Without => String::new(),
        },
    };
    Done { row, text, is_unwritten }
}

/// The first finding that keeps a report from being made.
fn decisive(findings: &Findings) -> Option<&Diagnostic> {
    findings.iter().min_by_key(|found| found.severity)
}

/// The command that lists all faults of a project, to be pasted; in words where a name cannot be typed.
fn command(root: &Path, year: i32, report: Option<&str>) -> String {
    let report = report.map_or(Some(String::new()), |report| {
        command_word(report).map(|report| format!(" --report {report}"))
    });
    let root = command_word(&root.to_string_lossy());
    match root.zip(report) {
        Some((root, report)) => format!("nianbao check {year} --project {root}{report}"),
        None => format!("在这个项目的文件夹里运行 nianbao check {year}"),
    }
}
