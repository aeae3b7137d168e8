//! `nianbao generate`: the report's files.

use std::io::ErrorKind;
use std::mem::ManuallyDrop;
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};

use clap::Args;

use super::edition::EditionArguments;
use super::for_whom::{Chosen, ForWhom, name_of};
use super::{
    Exit, Formats, Strictness, Target, complain, every_kind, folders, note, print_written, put,
    show, unprinted,
};
use crate::batch::{cores, in_order};
use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, Options, folder, folder_faults};
use crate::files::{SOURCES, leads_to};
use crate::findings::Findings;
use crate::make::{self, Equipment, Stock};
use crate::manifest::{self, DEPARTMENTS, Earlier, Set};
use crate::render::{FORMATS, Format};
use crate::source::Sources;
use crate::text::{command_word_or, shown_path};
use crate::write::{self, Output, WriteFault};
use crate::{Examined, Reading};

#[derive(Debug, Clone, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) target: Target,
    #[command(flatten)]
    pub(super) whose: ForWhom,
    #[command(flatten)]
    pub(super) strictness: Strictness,
    #[command(flatten)]
    pub(super) edition: EditionArguments,
    #[command(flatten)]
    pub(super) formats: Formats,
    /// 输出文件夹（默认 output/年度）
    #[arg(long, value_name = "文件夹")]
    pub(super) out: Option<PathBuf>,
}

/// The folder of a year's outputs in a project. Nothing is written outside through a link that
/// stands there.
pub(super) fn own_output(root: &Path, year: &str) -> Result<PathBuf, Exit> {
    let folder = root.join(OUTPUT).join(year);
    match misled(root, &folder) {
        None => Ok(folder),
        Some(fault) => {
            complain(&format!("{fault}\n建议：删去链接；要写到别处的，用 --out 指明"));
            Err(Exit::CannotRun)
        }
    }
}

/// The folder of a project's outputs.
pub(super) const OUTPUT: &str = "output";

/// Why nothing is written into a folder of a project's outputs: a link leads out of the project, or of
/// the folder of all outputs, or into what reports are made from. A link that leads nowhere yet may
/// lead to the outputs of another project later.
pub(super) fn misled(root: &Path, folder: &Path) -> Option<String> {
    let home = root.join(OUTPUT);
    if home.symlink_metadata().is_ok_and(|data| data.is_symlink()) {
        let what = match (home.canonicalize(), leads_to(&Path::new(".").join(root))) {
            (Ok(target), root) if !target.starts_with(&root) => "指到了项目文件夹之外",
            (Ok(target), root)
                if SOURCES.iter().any(|name| target.starts_with(root.join(name))) =>
            {
                "指到了放数据、模板或者字体的文件夹里"
            }
            (Ok(_), _) => "",
            (Err(_), _) => "它所指的文件夹不在",
        };
        if !what.is_empty() {
            return Some(format!("{} 是一个链接，{what}，没有写", shown_path(&home)));
        }
    }
    write::leads_out(&home, folder)
        .then(|| format!("{} 是一个链接，指到了 output 文件夹之外，没有写", shown_path(folder)))
}

/// Refuses a folder for outputs that a link of the project leads out of it to, or that is one of what
/// reports are made from.
pub(super) fn refuse_out(root: &Path, out: Option<&Path>) -> Result<(), Exit> {
    let Some(out) = out else { return Ok(()) };
    if let Some((link, target)) = linked_out(root, out) {
        complain(&format!(
            "--out {} 里的 {} 是一个链接，指到了项目文件夹之外，没有写\n建议：要写到那里的，直接写那里的文件夹：--out {}；不要的，删去链接",
            shown_path(out),
            shown_path(link),
            command_word_or(&target.to_string_lossy(), "链接所指的文件夹")
        ));
        return Err(Exit::CannotRun);
    }
    refuse_sources(root, out, ("--out", "换一个文件夹，如 --out output/另存"))
}

/// A link that stands in a project and leads out of it, on the way to a folder that was typed, and where
/// that folder is. A folder elsewhere may be reached by any link.
fn linked_out<'a>(root: &Path, out: &'a Path) -> Option<(&'a Path, PathBuf)> {
    let project = leads_to(&Path::new(".").join(root));
    let is_out = |there: &&Path| {
        let is_link = there.symlink_metadata().is_ok_and(|data| data.is_symlink());
        let home = there.parent().map(|home| leads_to(&Path::new(".").join(home)));
        is_link
            && home.is_some_and(|home| home.starts_with(&project))
            && !leads_to(&Path::new(".").join(there)).starts_with(&project)
    };
    let link = out.ancestors().find(is_out)?;
    Some((link, leads_to(&Path::new(".").join(out))))
}

/// Refuses what was typed behind an option where it is among what reports are made from; `instead` is what to
/// do then.
pub(super) fn refuse_sources(
    root: &Path,
    out: &Path,
    (option, instead): (&str, &str),
) -> Result<(), Exit> {
    // `a/..` leads nowhere until `a` is made.
    let plain = out.components().fold(PathBuf::new(), |mut path, part| {
        match part {
            Component::ParentDir if path.file_name().is_some() => drop(path.pop()),
            part => path.push(part),
        }
        path
    });
    let places = [out, &plain].map(|path| leads_to(&Path::new(".").join(path)));
    let is_inside = |name: &&&str| {
        let folder = leads_to(&root.join(name));
        places.iter().any(|place| place.starts_with(&folder))
    };
    let Some(name) = SOURCES.iter().find(is_inside) else { return Ok(()) };
    complain(&format!(
        "{option} {} 在项目的 {name} 文件夹里，那里只放生成报告用的文件，没有写\n建议：{instead}",
        shown_path(out)
    ));
    Err(Exit::CannotRun)
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let target = &arguments.target;
    let root = match target.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    if every_kind::is_meant(target.report.as_deref()) {
        let heading = |text: &str| {
            note(text);
            Ok(())
        };
        return every_kind::each(root, heading, |report| {
            run(&Arguments { target: Target { report, ..target.clone() }, ..arguments.clone() })
        });
    }
    if let Err(exit) = refuse_out(root, arguments.out.as_deref()) {
        return exit;
    }
    let addressees = arguments.edition.addressees();
    if addressees.is_empty() && arguments.edition.is_sent() {
        complain(
            "--to 后面没有写主送机关
建议：写出机关的名称，如 --to 区委,区人大常委会",
        );
        return Exit::CannotRun;
    }
    let options = arguments.edition.options(target, &addressees);
    let folder = match &arguments.out {
        Some(folder) => folder.clone(),
        None => match own_output(root, &target.year.to_string()) {
            Ok(folder) => folder,
            Err(exit) => return exit,
        },
    };
    if !arguments.whose.is_given() {
        let examined = crate::examine(folders::files(root).recorded(), target.year, &options);
        // The program ends soon: the system takes back at once what would be given back piece by piece.
        let stock = ManuallyDrop::new(Stock::default());
        let Made { mut outputs, sets, edition, examined } =
            made(arguments, &options, examined, Means::Stock(&stock));
        let examined = ManuallyDrop::new(examined);
        show(&examined.findings, &examined.sources);
        let Some(edition) = edition.filter(|_| !outputs.is_empty()) else {
            return nothing_made(arguments, &examined.findings, "没有生成任何文件");
        };
        let exit = match manifest::write(&folder, &mut outputs, &sets, Earlier::Kept) {
            Ok(replaced) => print_written(&folder, &outputs, &replaced),
            Err(fault) => {
                complain(&fault.message());
                return Exit::CannotRun;
            }
        };
        if exit == Exit::Clean {
            let mut notes = left_over(&folder, &edition, &outputs);
            notes.push_str(&of_edition(arguments));
            note(&notes);
        }
        return exit;
    }
    let mut sources = Sources::default();
    let files = folders::files(root).recorded();
    let reading = Reading::new(files, target.year, options.report.as_deref(), &mut sources);
    match arguments.whose.choose(&reading) {
        Ok(chosen) => several(arguments, &reading, sources, &chosen, &options, &folder),
        Err(exit) => exit,
    }
}

/// One report, and what was found on the way.
pub(super) struct Made {
    pub(super) examined: Examined,
    /// None where it cannot be made.
    pub(super) outputs: Vec<Output>,
    pub(super) sets: Vec<Set>,
    pub(super) edition: Option<Edition>,
}

/// What a report is made with.
#[derive(Clone, Copy)]
pub(super) enum Means<'a> {
    /// What was read for several reports of its project.
    Equipment(&'a Equipment<'a>),
    /// What was read for reports of other projects.
    Stock(&'a Stock),
}

pub(super) fn made(
    arguments: &Arguments,
    options: &Options,
    mut examined: Examined,
    means: Means<'_>,
) -> Made {
    // A draft is made of whatever is there.
    let may_be_made = |found: &[Diagnostic]| {
        arguments.edition.draft || arguments.strictness.exit(found) == Exit::Clean
    };
    let formats = &each_once(&arguments.formats.format);
    let mut outputs = Vec::new();
    if may_be_made(&examined.findings) {
        if let Some(year) = &examined.year {
            let sources = &mut examined.sources;
            let made = match means {
                Means::Equipment(equipment) => make::make_with(year, formats, equipment, sources),
                Means::Stock(stock) => make::make_from(year, formats, stock, sources),
            };
            let value = made.gather(&mut examined.findings);
            if may_be_made(&examined.findings) {
                outputs = value;
            }
        }
        examined.findings.arrange(&examined.sources);
    } else if formats.iter().any(|format| format.is_printed) {
        match means {
            Means::Equipment(equipment) => make::rehearse_with(&mut examined, equipment),
            Means::Stock(stock) => make::rehearse_from(&mut examined, stock),
        }
    }
    let year = examined.year.as_ref();
    let sets = year.filter(|_| !outputs.is_empty()).map_or_else(Vec::new, |year| {
        manifest::sets(year, options, formats, &outputs, examined.findings.is_clean())
    });
    let edition = year.map(|year| year.edition.clone());
    Made { examined, outputs, sets, edition }
}

/// The formats, each once though it may have been written twice.
pub(super) fn each_once(formats: &[Format]) -> Vec<Format> {
    let is_first = |at: usize, word: &str| formats.iter().take(at).all(|one| one.word != word);
    let each = formats.iter().enumerate().filter(|(at, format)| is_first(*at, format.word));
    each.map(|(_, format)| *format).collect()
}

/// What became of one of several reports.
struct Done {
    examined: Examined,
    /// None where nothing was made.
    written: Option<Result<String, WriteFault>>,
    notes: String,
}

/// Makes several reports on all cores. Each has its folder, and is written as a whole or not at all;
/// one that cannot be made holds up no other.
fn several(
    arguments: &Arguments,
    reading: &Reading,
    sources: Sources,
    chosen: &Chosen,
    options: &Options,
    folder: &Path,
) -> Exit {
    let names = chosen.reports.iter().flatten().map(String::as_str);
    let faults = folder_faults(names);
    if faults.has_errors() {
        show(&faults, &sources);
        return nothing_made(arguments, &faults, "没有生成任何文件");
    }
    let is_printed = arguments.formats.format.iter().any(|format| format.is_printed);
    let worker = || {
        let (mut sources, stock) = (sources.clone(), Stock::default());
        let equipment = reading.project.as_ref().map(|project| {
            Equipment::read(project, options.strict_fonts, is_printed, &stock, &mut sources)
        });
        (sources, stock, equipment)
    };
    let work = |(sources, stock, equipment): &mut (Sources, Stock, Option<Equipment<'_>>),
                at: usize| {
        let department = chosen.department(at);
        let options = Options { department: department.map(str::to_owned), ..options.clone() };
        let means = equipment.as_ref().map_or(Means::Stock(stock), Means::Equipment);
        let examined = reading.examine(&options, sources.clone());
        let made = made(arguments, &options, examined, means);
        done(made, folder, &folder_of(department, folder))
    };
    let mut known = Findings::new();
    let mut failed: Vec<&str> = Vec::new();
    let mut notes = String::new();
    let mut made: Vec<String> = Vec::new();
    let mut is_unwritten = false;
    let told = in_order(cores(), chosen.reports.len(), worker, work, |at, done| {
        let name = name_of(chosen.department(at));
        let Done { mut examined, written, notes: of_report } = done;
        // What several reports have in common is shown once.
        examined.findings.retain(|found| !known.contains(found));
        if !examined.findings.is_empty() {
            note(&format!("{name}的报告\n\n"));
            show(&examined.findings, &examined.sources);
        }
        known.extend(examined.findings);
        notes.push_str(&of_report);
        match written {
            None => failed.push(name),
            Some(Ok(written)) => {
                made.extend(chosen.department(at).map(crate::edition::folder));
                if let Err(error) = put(&written) {
                    return ControlFlow::Break(unprinted(&error, Exit::Clean));
                }
            }
            Some(Err(fault)) => {
                complain(&format!("{name}的报告：{}", fault.message()));
                failed.push(name);
                is_unwritten = true;
            }
        }
        ControlFlow::Continue(())
    });
    // Only what stands is listed: a run that is broken off before leaves no false list.
    let listed = manifest::list_departments(folder, made, chosen.is_all);
    if let ControlFlow::Break(exit) = told {
        return exit;
    }
    if let Err(fault) = listed {
        complain(&fault.message());
        return Exit::CannotRun;
    }
    let exit = ended(arguments, chosen, (&failed, &known), &notes);
    if is_unwritten { Exit::CannotRun } else { exit }
}

/// Says which of several reports were not made.
fn ended(
    arguments: &Arguments,
    chosen: &Chosen,
    (failed, known): (&[&str], &Findings),
    notes: &str,
) -> Exit {
    if failed.len() == chosen.reports.len() {
        let what = match chosen.reports.is_empty() {
            true => "没有一个部门写了“本部门报告”，没有生成任何文件",
            false => "没有生成任何文件",
        };
        return nothing_made(arguments, known, what);
    }
    note(&format!("{notes}{}{}", of_edition(arguments), chosen.left_out()));
    if failed.is_empty() {
        return Exit::Clean;
    }
    let made = chosen.reports.len() - failed.len();
    complain(&format!("生成了 {made} 份报告，没有生成的：{}", failed.join("、")));
    Exit::Faults
}

/// Writes the files of a report into its folder, which stands in that of the unit.
fn done(made: Made, unit: &Path, folder: &Path) -> Done {
    let Made { examined, mut outputs, sets, edition } = made;
    let Some(edition) = edition.filter(|_| !outputs.is_empty()) else {
        return Done { examined, written: None, notes: String::new() };
    };
    if write::leads_out(unit, folder) {
        let fault = WriteFault { path: folder.to_owned(), error: ErrorKind::Unsupported.into() };
        return Done { examined, written: Some(Err(fault)), notes: String::new() };
    }
    let written = manifest::write(folder, &mut outputs, &sets, Earlier::Kept)
        .map(|replaced| written(folder, &outputs, !replaced.is_empty()));
    Done { examined, written: Some(written), notes: left_over(folder, &edition, &outputs) }
}

/// Where a report is written: those of departments in folders of their own.
pub(super) fn folder_of(department: Option<&str>, unit: &Path) -> PathBuf {
    match department {
        Some(department) => unit.join(DEPARTMENTS).join(folder(department)),
        None => unit.to_owned(),
    }
}

/// One line for all files of a report.
fn written(folder: &Path, outputs: &[Output], is_instead: bool) -> String {
    let names: Vec<&str> = outputs.iter().map(|output| output.name.as_str()).collect();
    let instead = if is_instead { "（替换了原来的）" } else { "" };
    format!("已生成 {}：{}{instead}\n", shown_path(folder), names.join("、"))
}

/// Says that there is no file.
fn nothing_made(arguments: &Arguments, found: &Findings, what: &str) -> Exit {
    let denied = arguments.strictness.deny_warnings && !found.is_empty() && !found.has_errors();
    complain(&match denied {
        true => format!("{what}：写了 --deny-warnings，上面的警告也按错误处理"),
        false => what.to_owned(),
    });
    Exit::Faults
}

/// What is to be known of the edition that was made.
fn of_edition(arguments: &Arguments) -> String {
    let mut notes = String::new();
    let nameless = arguments.edition.nameless();
    if arguments.out.is_none() && !nameless.is_empty() {
        notes.push_str(&format!(
            "注意：带不带 {}，文件名都一样，后生成的替换先生成的；都要留的，加 --out 分开放\n",
            nameless.join("、")
        ));
    }
    let formats = &arguments.formats.format;
    let is_asked = formats.iter().map(|format| format.word).ne(super::usual_words());
    let without: Vec<&str> =
        formats.iter().filter(|format| !format.shows_origins).map(|format| format.name).collect();
    if arguments.edition.proof && is_asked && !without.is_empty() {
        let rest = match without.len() == formats.len() {
            true => "，只写了数据来源；要核校本的，用 --format pdf 或者 html",
            false => "",
        };
        notes.push_str(&format!("核校本不出 {}{rest}\n", without.join("、")));
    }
    notes
}

/// What is said of the other forms of the same sets that stand in the folder: they come from an
/// earlier run.
pub(super) fn left_over(folder: &Path, edition: &Edition, outputs: &[Output]) -> String {
    let mut left: Vec<String> = Vec::new();
    for set in edition.sets() {
        let names = FORMATS.iter().map(|format| set.file_name(format.ending));
        let is_left = |name: &String| {
            outputs.iter().all(|output| output.name != *name) && write::is_there(folder, name)
        };
        left.extend(names.filter(is_left));
    }
    match left.as_slice() {
        [] => String::new(),
        left => {
            let is_among = |format: &&Format| {
                let mut names = outputs.iter().map(|output| &output.name).chain(left);
                names.any(|name| name.ends_with(format.ending))
            };
            let words: Vec<&str> =
                FORMATS.iter().filter(is_among).map(|format| format.word).collect();
            format!(
                "注意：{} 是以前生成的，这次没有重做，内容可能不同；要用的，连它一起重新生成：写 --format {}\n",
                left.join("、"),
                words.join(",")
            )
        }
    }
}
