//! `nianbao compare`: what is new.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anstream::ColorChoice;
use clap::{Args, ValueEnum};

use super::for_whom::unknown_department;
use super::generate::refuse_sources;
use super::one_file::unreadable;
use super::{
    Exit, Folder, YEARS, complain, folders, note, print, print_as_it_is, refuse, show, write_out,
};
use crate::bounds::RETURNED_FILE;
use crate::catalogue::Catalogue;
use crate::check::figures::{Derivation, Figure};
use crate::compare::{self, Side, compare, markdown, of_document, of_returned, of_sent, terminal};
use crate::compose;
use crate::diagnostic::{Code, Diagnostic};
use crate::files;
use crate::load::{Submissions, has_report};
use crate::make;
use crate::project::Project;
use crate::returned::{self, Refused, Told};
use crate::sent::{Role, Sent};
use crate::source::Sources;
use crate::text::shown_path;
use crate::write::{self, Output};
use crate::{Examined, Options, Reading, Year};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// 以前的：年度，如 2023；别处一年的数据文件夹，如 旧项目/data/2024；或者文件
    #[arg(value_name = "甲", help_heading = "参数")]
    old: PathBuf,
    /// 现在的，写法相同；不写就是同一年按 --public、--layout、--for 出的另一版
    #[arg(value_name = "乙", help_heading = "参数")]
    new: Option<PathBuf>,
    /// 报告种类，templates 里一个文件夹的名称（默认单位档案的“报告”）
    #[arg(long, value_name = "种类")]
    report: Option<String>,
    /// 比哪个部门自己的报告（默认比本级的）
    #[arg(long = "for", value_name = "部门")]
    department: Option<String>,
    /// 版式：templates/ 下的模板名，如 luojiang、statutory（默认取单位档案的“版式”）
    #[arg(long, value_name = "版式")]
    layout: Option<String>,
    /// 公开版：不比“公开: 否”的条目，只列公开版里有的数
    #[arg(long)]
    public: bool,
    #[command(flatten)]
    project: Folder,
    /// 输出格式：text（终端，默认）、markdown
    #[arg(long, value_name = "格式", value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// 存成文件，如 -o 变化.md；文件名以 .md 结尾的，格式就是 markdown；只能是 .md、.txt
    #[arg(short = 'o', long = "out", value_name = "文件")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    #[value(alias = "md")]
    Markdown,
}

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Operand {
    /// A year of a project.
    Year(PathBuf, i32),
    File(PathBuf),
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let ending = arguments.out.as_ref().map(|file| ending_of(file));
    if ending.is_some_and(|ending| !["md", "txt"].contains(&ending.as_str())) {
        complain(
            "-o 后面的文件名要以 .md 或者 .txt 结尾\n建议：如 -o 变化.md，用 Word、WPS 可以打开后粘贴",
        );
        return Exit::CannotRun;
    }
    let refused = arguments.out.as_ref().map_or(Ok(()), |file| refuse_out(arguments, file));
    match refused.and_then(|()| page(arguments)) {
        Ok(page) => put_out(arguments, &page),
        Err(exit) => exit,
    }
}

/// Refuses a file for the list that is among what reports are made from, or that holds something else.
fn refuse_out(arguments: &Arguments, file: &Path) -> Result<(), Exit> {
    let root = &arguments.project.project;
    refuse_sources(root, file, ("-o", "写在别处，如 -o 变化.md"))?;
    let is_ours = match files::named(file, &RETURNED_FILE) {
        Ok(held) => held.is_some_and(|bytes| compare::is_list(&bytes)),
        // What is not there, or no file, is told where it is written.
        Err(_) => true,
    };
    if is_ours {
        return Ok(());
    }
    complain(&format!(
        "{} 已经有了，不是 compare 写的，或者写好以后改过，没有动它\n建议：换一个文件名，如 -o 新变化.md；原来的不要了的，先移走",
        shown_path(file)
    ));
    Err(Exit::CannotRun)
}

fn put_out(arguments: &Arguments, page: &compare::Page) -> Exit {
    let Some(file) = &arguments.out else {
        let is_coloured = anstream::AutoStream::choice(&std::io::stdout()) != ColorChoice::Never;
        return match arguments.format {
            Some(Format::Markdown) => print_as_it_is(&markdown(page), Exit::Clean),
            Some(Format::Text) | None => print(&terminal(page, is_coloured), Exit::Clean),
        };
    };
    let is_markdown = ending_of(file) == "md";
    let text = match arguments.format {
        Some(Format::Text) => compare::kept(&terminal(page, false), false),
        None if !is_markdown => compare::kept(&terminal(page, false), false),
        Some(Format::Markdown) | None => compare::kept(&markdown(page), true),
    };
    let Some(name) = file.file_name() else {
        complain(&format!("-o 后面要写文件名：{}", shown_path(file)));
        return Exit::CannotRun;
    };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let output = Output { name: name.to_string_lossy().into_owned(), bytes: text.into_bytes() };
    write_out(folder.unwrap_or(Path::new(".")), &[output])
}

fn page(arguments: &Arguments) -> Result<compare::Page, Exit> {
    let edition = Edition::of(arguments);
    let old = operand(&arguments.old, &arguments.project)?;
    let (old_edition, new) = match &arguments.new {
        Some(new) => (edition.clone(), operand(new, &arguments.project)?),
        None if matches!(old, Operand::Year(..)) && edition != Edition::default() => {
            (Edition::default(), old.clone())
        }
        None => {
            let fault = Diagnostic::new(Code::E0185, "没有写和什么比").help(
                "写两个，如 nianbao compare 2023 2024；\
                 或者一个年度和另一版的选项，如 nianbao compare 2024 --public",
            );
            show(&[fault], &Sources::default());
            return Err(Exit::CannotRun);
        }
    };
    let is_of_editions = arguments.new.is_none();
    if old == new && !is_of_editions {
        note("两边是同一个，没有什么可比\n");
    }
    let are_years = match (&old, &new) {
        (Operand::Year(_, old), Operand::Year(_, new)) => old != new,
        _ => false,
    };
    let read = |operand: &Operand, edition: &Edition| match operand {
        Operand::Year(root, year) => of_year(arguments, root, *year, edition, are_years),
        Operand::File(file) => of_file(file).map(|(read, _)| read),
    };
    // A year is put together in the form of the file that it is compared with.
    let in_form = |file: &Path, year: &Operand| {
        let (of_file, form) = of_file(file)?;
        Ok((of_file, read(year, &Edition { form, ..edition.clone() })?))
    };
    // A year without a report is told by what the next one says of it, whichever comes first.
    let in_time = |(earlier, its): Asked<'_>, (later, own): Asked<'_>| {
        let later_read = read(later, own)?;
        let last = follows(earlier, later)
            .and_then(|(root, year)| last_year(root, year, &later_read.side));
        Ok((last.map_or_else(|| read(earlier, its), Ok)?, later_read))
    };
    let (mut before, mut now) = match (&old, &new) {
        (Operand::File(file), Operand::Year(..)) => in_form(file, &new)?,
        (Operand::Year(..), Operand::File(file)) => {
            let (now, before) = in_form(file, &old)?;
            (before, now)
        }
        _ if follows(&new, &old).is_some() => {
            let (now, before) = in_time((&new, &edition), (&old, &old_edition))?;
            (before, now)
        }
        _ => in_time((&old, &old_edition), (&new, &edition))?,
    };
    if is_of_editions {
        now.side.left_out =
            Some(if edition.public { "公开版不列" } else { "这一版不列" });
    }
    let is_markdown =
        |operand: &Operand| matches!(operand, Operand::File(file) if ending_of(file) == "md");
    if is_markdown(&old) || is_markdown(&new) {
        before.side.leave_out_paper();
        now.side.leave_out_paper();
    }
    if compare::are_unlike(&before.side, &now.side) {
        note(
            "注意：两边几乎没有一样的段落，像是两份不同的报告；部门自己的报告加 --for，别的种类的加 --report\n",
        );
    }
    if before.side.name == now.side.name {
        let new = arguments.new.as_ref().unwrap_or(&arguments.old);
        before.side.name = shown_path(&arguments.old);
        now.side.name = shown_path(new);
    }
    let subject = now.subject.or(before.subject);
    let title = compare::title(subject.as_deref(), &before.side, &now.side);
    Ok(compare(&title, &before.side, &now.side))
}

/// One of the two that are asked for, and in which edition.
type Asked<'a> = (&'a Operand, &'a Edition);

/// The folder and the first of two years of a project of which the second is the next.
fn follows<'a>(year: &'a Operand, next: &Operand) -> Option<(&'a Path, i32)> {
    match (year, next) {
        (Operand::Year(root, year), Operand::Year(other, next))
            if year + 1 == *next && root == other =>
        {
            Some((root, *year))
        }
        _ => None,
    }
}

/// The ending of a file's name, without the dot.
fn ending_of(file: &Path) -> String {
    file.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// A year of which there is no report, but figures of the departments, which the next year has as
/// last year's.
fn last_year(root: &Path, year: i32, next: &Side) -> Option<Read> {
    let folder = fs::read_dir(root.join("data").join(year.to_string())).ok()?;
    let names = folder.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    if names.into_iter().any(|name| name.starts_with("report.")) {
        return None;
    }
    let figures: Vec<Figure> =
        next.figures.iter().flatten().filter_map(Figure::last_year).collect();
    if figures.is_empty() {
        return None;
    }
    let side = Side {
        name: format!("{year}年"),
        figures: Some(figures),
        caveats: vec![textless(year)],
        ..Side::default()
    };
    Some(Read { side, subject: None })
}

/// What is said of a year without a report.
fn textless(year: i32) -> String {
    format!("{year} 年没有报告总表，只比各部门文件里的数，没有文字可比")
}

/// Which edition of a year is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Edition {
    department: Option<String>,
    layout: Option<String>,
    public: bool,
    form: Form,
}

/// What stands in a report or not, as it was asked for when it was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Form {
    /// 附件 主要指标数据一览表
    appendix: bool,
    /// None: as the layout has it.
    red_head: Option<bool>,
}

impl Edition {
    fn of(arguments: &Arguments) -> Edition {
        let Arguments { department, layout, public, .. } = arguments;
        let (department, layout) = (department.clone(), layout.clone());
        Edition { department, layout, public: *public, form: Form::default() }
    }

    /// `2024年`, `2024年（区司法局，公开版）`
    fn name(&self, year: i32) -> String {
        let layout = self.layout.as_ref().map(|layout| format!("版式 {layout}"));
        let public = self.public.then(|| "公开版".to_owned());
        let marks: Vec<String> =
            [self.department.clone(), layout, public].into_iter().flatten().collect();
        match marks.as_slice() {
            [] => format!("{year}年"),
            marks => format!("{year}年（{}）", marks.join("，")),
        }
    }
}

/// One of the two, and on what the report is, where that is known.
#[derive(Debug)]
struct Read {
    side: Side,
    subject: Option<String>,
}

/// What an argument stands for.
fn operand(written: &Path, project: &Folder) -> Result<Operand, Exit> {
    let text = written.to_string_lossy();
    if let Some(year) = year_of(&text)
        && !written.is_file()
    {
        return Ok(Operand::Year(project.root()?.to_owned(), year));
    }
    if written.is_file() {
        return Ok(Operand::File(written.to_owned()));
    }
    let year = written.file_name().and_then(|name| year_of(&name.to_string_lossy()));
    let data = written.parent().filter(|data| data.ends_with("data"));
    if let (Some(year), Some(data), true) = (year, data, written.is_dir()) {
        let root = data.parent().filter(|root| !root.as_os_str().is_empty());
        return Ok(Operand::Year(root.unwrap_or(Path::new(".")).to_owned(), year));
    }
    let (what, help) = match written.is_dir() {
        true => (
            format!("{text} 是文件夹，看不出比哪一年"),
            match comparable(written, None) {
                Some(file) => format!("写里面的文件，如 {}", shown_path(&file)),
                None => {
                    format!("写到年度为止，如 {}", shown_path(&written.join("data").join("2024")))
                }
            },
        ),
        false => (
            format!("没有 {text} 这个文件，它也不是年度"),
            "写年度（2023）、文件（年报.docx、年报.md）或者别处的数据文件夹（旧项目/data/2024）"
                .to_owned(),
        ),
    };
    Err(refuse(written, Diagnostic::new(Code::E0185, what).help(help)))
}

/// The first file of a folder that can be compared; of those of one name only where it is given.
fn comparable(folder: &Path, stem: Option<&OsStr>) -> Option<PathBuf> {
    let files = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let is_one = |file: &PathBuf| {
        ["md", "docx"].contains(&ending_of(file).as_str())
            && stem.is_none_or(|stem| file.file_stem() == Some(stem))
    };
    files.filter(is_one).min()
}

fn year_of(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| text.len() == 4 && YEARS.contains(year))
}

/// A year, put together as a draft, so that an unfinished one can be compared as far as it goes.
fn of_year(
    arguments: &Arguments,
    root: &Path,
    year: i32,
    edition: &Edition,
    are_years: bool,
) -> Result<Read, Exit> {
    let options = Options {
        report: arguments.report.clone(),
        department: edition.department.clone(),
        layout: edition.layout.clone(),
        public: edition.public,
        appendix: edition.form.appendix,
        red_head: edition.form.red_head,
        draft: true,
        ..Options::default()
    };
    let mut sources = Sources::default();
    let files = folders::files(root);
    let reading = Reading::new(files, year, options.report.as_deref(), &mut sources);
    if let (Some(name), Some(project)) = (&edition.department, &reading.project)
        && !project.profile.knows(name)
    {
        complain(&unknown_department(name, &project.profile));
        return Err(Exit::CannotRun);
    }
    if let Some(project) = &reading.project {
        has_year(project, root, year)?;
    }
    let Examined { mut sources, mut findings, year: examined } = reading.examine(&options, sources);
    let Some(found) = examined else {
        show(&findings, &sources);
        complain(&format!("{year} 年的数据读不出来，没有比"));
        return Err(Exit::Faults);
    };
    let document = make::document(&found, &mut sources).gather(&mut findings);
    let errors = findings.iter().filter(|found| found.is_error()).count();
    let faults = (errors > 0).then(|| {
        let lost = if document.is_none() { "，文字没有比" } else { "" };
        format!(
            "{year} 年的数据有 {errors} 处错误，读不出的没有比{lost}；逐条看，运行 nianbao check {year}"
        )
    });
    let Year { project, submissions, figures, .. } = found;
    let strange = strange(&submissions, &project.catalogue)
        .map(|names| format!("{year} 年填了、现在的指标目录里没有的，没有比：{names}"));
    // The plain edition has beside that for the public only what it prints.
    let printed = document.as_ref().filter(|_| arguments.public).map(|document| {
        let facts = document.printed_facts().into_iter();
        let names =
            facts.filter_map(|id| document.facts.get(id.0)).map(|fact| fact.metric.as_str());
        names.collect::<BTreeSet<_>>()
    });
    let is_shown = |figure: &&Figure| {
        printed.as_ref().is_none_or(|names| names.contains(figure.metric.name.as_str()))
    };
    let figures = figures.iter().filter(is_shown).cloned().collect::<Vec<_>>();
    let is_typed =
        |figure: &Figure| figure.value.is_some() && figure.derivation == Derivation::Reported;
    let computed = figures.iter().filter(|figure| !is_typed(figure));
    let computed_from = computed.map(|figure| {
        let name = &figure.metric.name;
        let from = project.catalogue.computed_from(name).into_iter().map(str::to_owned);
        (name.clone(), from.collect())
    });
    let computed_from = computed_from.collect();
    let has_report = has_report(&project, year);
    let text = document
        .as_ref()
        .filter(|_| has_report)
        .map(|document| of_document(document, are_years.then_some(year), &sources));
    let figures = Some(figures);
    let name = edition.name(year);
    let textless = (!has_report).then(|| textless(year));
    let caveats = textless.into_iter().chain(faults).chain(strange).collect();
    let side = Side { name, figures, computed_from, text, caveats, ..Side::default() };
    Ok(Read { side, subject: Some(project.kind.name.clone()) })
}

/// The metrics that departments filled in and the catalogue does not have, as those that it had before.
fn strange(submissions: &Submissions, catalogue: &Catalogue) -> Option<String> {
    const NAMED: usize = 20;
    let typed = submissions.departments.iter().flat_map(|department| &department.metrics);
    let strange = typed.map(|(name, _)| name.value.as_str());
    let mut names: Vec<&str> = Vec::new();
    let metrics = || catalogue.metrics.values();
    let is_former = |name: &str| {
        let mut former = metrics().flat_map(|metric| &metric.former_names);
        former.any(|known| known == name)
    };
    let is_strange = |name: &&str| catalogue.metrics.get(*name).is_none() && !is_former(name);
    for name in strange.filter(is_strange) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join("、");
    match names.len() {
        0 => None,
        count if count > NAMED => Some(format!("{shown}等 {count} 项")),
        _ => Some(shown),
    }
}

/// Makes sure that the project has data of a year.
fn has_year(project: &Project, root: &Path, year: i32) -> Result<(), Exit> {
    let mut years = project.years();
    if years.contains(&year) {
        return Ok(());
    }
    years.sort_unstable();
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    let known = match years.is_empty() {
        true => String::new(),
        false => format!("有数据的年度：{}；", years.join("、")),
    };
    let what = format!("没有 {year} 年的数据");
    let help = format!(
        "{known}{year} 年的报告是一个文件的，写它的路径，如 旧报告/年报.docx；\
         数据在别的项目里的，写那里一年的文件夹，如 旧项目/data/{year}"
    );
    let folder = root.join("data").join(year.to_string());
    Err(refuse(&folder, Diagnostic::new(Code::E0185, what).help(help)))
}

/// What can be compared.
const COMPARED: &str = "能比的文件是 年报.md、年报.docx 和生成时放在一起的 年报.底稿.json";

/// Tells of a file that cannot be compared what it is, as far as its bytes tell.
fn not_compared(file: &Path) -> Exit {
    let bytes = files::named(file, &RETURNED_FILE).ok().flatten();
    let refused = bytes.and_then(|bytes| returned::read_file(file, &bytes).err());
    let refused = refused.filter(|refused| *refused != Refused::NoText);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let beside = comparable(folder.unwrap_or(Path::new(".")), file.file_stem());
    let (what, help) = match (beside, refused) {
        (Some(beside), _) => (
            format!("{} 不能比", shown_path(file)),
            format!("同一份报告的 {} 在旁边，写它；{COMPARED}", shown_path(&beside)),
        ),
        (None, Some(refused)) => (
            format!("{} 不能比：{}", shown_path(file), refused.message()),
            format!("{}；{COMPARED}", refused.help()),
        ),
        (None, None) => (format!("{} 不能比", shown_path(file)), COMPARED.to_owned()),
    };
    refuse(file, Diagnostic::new(Code::E0185, what).help(help))
}

/// A file of a report, and in which form it is.
fn of_file(file: &Path) -> Result<(Read, Form), Exit> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let ending = ending_of(file);
    if !["json", "md", "docx"].contains(&ending.as_str()) {
        return Err(not_compared(file));
    }
    let bytes = match files::named(file, &RETURNED_FILE) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Err(unreadable(file, Refused::TooLarge(&RETURNED_FILE))),
        Err(error) => {
            complain(&format!("{} 读不了：{}", shown_path(file), write::reason(&error)));
            return Err(Exit::CannotRun);
        }
    };
    let (mut told, mut caveats, mut form) = (Told::default(), Vec::new(), Form::default());
    let passages = match ending.as_str() {
        "json" => match Sent::from_json(&bytes) {
            Ok(sent) => {
                if let Some(subject) = &sent.subject {
                    form = Form { appendix: subject.appendix, red_head: Some(subject.red_head) };
                }
                of_sent(&sent)
            }
            Err(_) => {
                let what = format!("{} 不是完好的底稿", shown_path(file));
                let help = "用 generate 生成时和报告放在一起的 .底稿.json";
                return Err(refuse(file, Diagnostic::new(Code::E0184, what).help(help)));
            }
        },
        _ => match returned::read_file(file, &bytes) {
            Ok(returned) => {
                told = returned.told.clone();
                let comments = returned.comments.len();
                if comments > 0 {
                    caveats.push(format!(
                        "{name}里有 {comments} 条批注，不在对照之列；逐条看，用 nianbao revise"
                    ));
                }
                let has = |role: Role| returned.paragraphs.iter().any(|it| it.role == Some(role));
                form.appendix = returned.paragraphs.iter().any(|it| {
                    it.role == Some(Role::AttachmentTitle) && it.text == compose::APPENDIX
                });
                // A text for reading shows no red head.
                form.red_head = (ending == "docx").then(|| has(Role::Mark));
                of_returned(&returned)
            }
            Err(refused) => return Err(unreadable(file, refused)),
        },
    };
    let side = Side { name, text: Some(passages), told, caveats, ..Side::default() };
    Ok((Read { side, subject: None }, form))
}
