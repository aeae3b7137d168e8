//! `nianbao revise`: what was changed in a text that came back, and the certain changes made.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

mod base;

use self::base::{Base, Marks};
use super::one_file::unreadable;
use super::{Exit, Form, Target, complain, folders, note, print, refuse, replace, show};
use crate::bounds::RETURNED_FILE;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::files;
use crate::returned::{self, Returned, Told};
use crate::revise::{self, Applied, Item, Present, Revision, Standing, json, told};
use crate::source::Sources;
use crate::text::shown_path;
use crate::write;
use crate::{Examined, examine, make};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// 修改稿：改好退回的 Word 文档（.docx）或者 Markdown（.md）
    // Positional arguments are shown by their names unless told otherwise.
    #[arg(value_name = "修改稿", help_heading = "参数", display_order = 1000)]
    file: PathBuf,
    /// 把拿得准的改进 YAML（数字、批注、冲突和版式的字从不代改；要么都写，要么都不写）
    #[arg(long)]
    apply: bool,
    /// 发出时的底稿（默认在输出文件夹里找 底稿.json；给 Markdown 对照的也可以是当时的 .md）
    #[arg(long, value_name = "文件")]
    base: Option<PathBuf>,
    /// 放底稿的输出文件夹（默认 output/年度）
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
    /// 哪个部门自己的报告（默认本级的）
    #[arg(long = "for", value_name = "部门")]
    department: Option<String>,
    #[command(flatten)]
    form: Form,
    /// 结果的格式：text 给人看；json 给程序用（默认 text）
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        hide_possible_values = true,
        default_value = "text",
        hide_default_value = true
    )]
    format: Report,
}

/// How the changes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Report {
    Text,
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    match revised(arguments) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn revised(arguments: &Arguments) -> Result<Exit, Exit> {
    let root = arguments.target.project.root()?;
    let bytes = read(&arguments.file)?;
    let returned = returned::read_file(&arguments.file, &bytes)
        .map_err(|refused| unreadable(&arguments.file, refused))?;
    let is_packed = bytes.starts_with(b"PK");
    let base = base::find(arguments, root, &returned, is_packed)?;
    let marks = base.as_ref().map(Marks::of).unwrap_or_default();
    let options = marks.options(arguments);
    let files = folders::files(root);
    let examined = examine(files.clone(), arguments.target.year, &options);
    let (examined, document) = composed(examined)?;
    let Some(year) = &examined.year else { return Err(Exit::Faults) };
    base::refuse_others(arguments, &returned, base.as_ref(), &document)?;
    let present = Present {
        files: &files,
        options: &options,
        examined: &examined,
        year,
        document: &document,
    };
    let sent = base.as_ref().map(|base| &base.sent);
    let mut revision = revise::revise(&returned, is_packed, sent, present);
    if let Some(base) = &base {
        revise::doubt(&mut revision, &returned, is_packed, &base.sent, &base.others);
    }
    let applied = match (arguments.apply, base.as_ref()) {
        (true, Some(Base { name, rival: Some(rival), .. })) => {
            return Err(refuse(&arguments.file, two_bases(name, rival)));
        }
        (true, None) => return Err(refuse(&arguments.file, no_base_to_apply())),
        (true, Some(_)) => Some(applied(&mut revision, is_packed, present, root)?),
        // What would not hold is not told as certain.
        (false, Some(_)) => {
            revise::apply(&mut revision, is_packed, present);
            None
        }
        (false, None) => None,
    };
    note(&about(arguments, base.as_ref(), &returned));
    let errors = examined.findings.iter().filter(|found| found.is_error()).count();
    if errors > 0 {
        let year = arguments.target.year;
        note(&format!(
            "注意：{year} 年的数据有 {errors} 处错误，读不出的文字对不上，会当成改动；先运行 nianbao check {year}\n"
        ));
    }
    if base.as_ref().is_some_and(|base| is_output(arguments, root, base))
        && !revision.items.is_empty()
    {
        note("注意：修改稿放在输出文件夹里，用的是报告的文件名，再生成就换掉了，先另存到别处\n");
    }
    let text = match arguments.format {
        Report::Text => told::told(&revision, &examined.sources, applied.as_ref()),
        Report::Json => json::render(&revision, &examined.sources, applied.as_ref()),
    };
    let exit = match returned.told.has_uncompared() {
        true => Exit::Faults,
        false => exit(&revision, applied.as_ref()),
    };
    Ok(print(&text, exit))
}

fn no_base_to_apply() -> Diagnostic {
    const WHAT: &str = "没有发出时的底稿，分不清是修改稿改的还是数据后来改的，一个文件也没有改";
    Diagnostic::new(Code::E0183, WHAT)
        .help("用 --base 指明底稿；没有底稿的，去掉 --apply，看了自己改")
}

fn two_bases(one: &str, other: &str) -> Diagnostic {
    let what = format!(
        "和 {one}、{other} 一样接近，这两份不一样的地方，分不清是修改稿改的还是数据后来改的，\
        一个文件也没有改"
    );
    Diagnostic::new(Code::E0183, what).help("用 --base 指明是在哪一份上改的")
}

/// Whether what came back stands where the report is generated to.
fn is_output(arguments: &Arguments, root: &Path, base: &Base) -> bool {
    let place = files::leads_to(&Path::new(".").join(&arguments.file));
    let outputs = files::leads_to(&Path::new(".").join(root)).join(base::OUTPUT);
    place.starts_with(outputs) && place.file_stem() == Path::new(&base.sent.name).file_stem()
}

/// Whether somebody has to do something.
fn exit(revision: &Revision, applied: Option<&Applied>) -> Exit {
    let is_left = |(at, item): (usize, &Item)| {
        item.standing != Standing::Done
            && !item.is_let_alone()
            && !applied.is_some_and(|applied| applied.taken.contains(&at))
    };
    match revision.items.iter().enumerate().any(is_left) {
        true => Exit::Faults,
        false => Exit::Clean,
    }
}

/// The bytes of a file that is named.
fn read(file: &Path) -> Result<Vec<u8>, Exit> {
    let failed = |error: &io::Error| {
        // Why something cannot be written is of the folder; here it is the file that is not there.
        complain(&match error.kind() {
            io::ErrorKind::NotFound => {
                format!("没有 {} 这个文件\n建议：核对路径", shown_path(file))
            }
            _ => format!("{} 读不了：{}", shown_path(file), write::reason(error)),
        });
        Exit::CannotRun
    };
    let data = fs::metadata(file).map_err(|error| failed(&error))?;
    if !data.is_file() {
        complain(&format!("{}：不是一个文件\n建议：写出文件名", shown_path(file)));
        return Err(Exit::CannotRun);
    }
    match files::named(file, &RETURNED_FILE) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(unreadable(file, returned::too_large(file))),
        Err(error) => Err(failed(&error)),
    }
}

/// The report as the data give it now. Where they have faults, as a draft.
fn composed(mut examined: Examined) -> Result<(Examined, Document), Exit> {
    let failed = |examined: &Examined| {
        show(&examined.findings, &examined.sources);
        complain("数据里有错误，报告排不出来，没有办法对照\n建议：先改正上面的错误");
        Exit::Faults
    };
    let Some(year) = &mut examined.year else { return Err(failed(&examined)) };
    let has_errors = examined.findings.has_errors();
    if let [addressee] = year.edition.addressees.as_slice()
        && year.edition.separate
    {
        year.edition.addressees = vec![addressee.clone()];
    }
    year.edition.draft |= has_errors;
    let mut sources: Sources = std::mem::take(&mut examined.sources);
    let outcome = make::document(year, &mut sources);
    examined.sources = sources;
    match outcome.value {
        Some(document) => Ok((examined, document)),
        None => {
            examined.join(outcome.findings);
            Err(failed(&examined))
        }
    }
}

/// Writes the certain changes.
fn applied(
    revision: &mut Revision,
    is_printed: bool,
    present: Present<'_>,
    root: &Path,
) -> Result<Applied, Exit> {
    let applied = revise::apply(revision, is_printed, present);
    replace(root, &applied.files)?;
    Ok(applied)
}

/// What was compared with what, and what stands in the document that is no text of the report.
fn about(arguments: &Arguments, base: Option<&Base>, returned: &Returned) -> String {
    let file = arguments.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let file = file.unwrap_or_default();
    let mut text = match base {
        Some(base) if base.is_certain => format!("{file} 同发出时的底稿 {} 对照\n", base.name),
        Some(Base { name, rival: Some(rival), .. }) => {
            format!("{file} 同 {name} 对照；{rival} 也一样接近，是在哪一份上改的，用 --base 指明\n")
        }
        Some(base) => {
            format!("{file} 同 {} 对照；文件里没有记号，是不是这一份底稿请自己核对\n", base.name)
        }
        None if returned.tie.is_some() => format!(
            "没有找到 {file} 的底稿，只能同现在的数据对照，数据后来改过的也会列出来；--apply 用不了\n"
        ),
        None => format!("没有底稿，{file} 只能同现在的数据对照；--apply 用不了\n"),
    };
    // Boxes are told among the changes.
    let told = Told { beside: Vec::new(), ..returned.told.clone() };
    for said in told.notes("修改稿") {
        text.push_str(&format!("注意：{said}\n"));
    }
    text
}
