//! `nianbao revise`: what was changed in a text that came back, and the certain changes made.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::generate::DEPARTMENTS;
use super::{Exit, Form, Target, complain, folders, note, print, show};
use crate::document::Document;
use crate::edition::folder;
use crate::returned::{self, Returned};
use crate::revise::{self, Applied, Present, Revision, Standing, json, told};
use crate::sent::{Role, Sent, is_kept_name};
use crate::source::Sources;
use crate::write::{self, Replacement};
use crate::{Examined, Options, examine, make};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// 修改稿：改好退回的 Word 文档（.docx）或者 Markdown（.md）
    #[arg(value_name = "修改稿", help_heading = "参数")]
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
    let returned = returned::read(&bytes).map_err(|refused| {
        let name = arguments.file.display();
        complain(&format!("{name}：{}\n建议：{}", refused.message(), refused.help()));
        Exit::CannotRun
    })?;
    let is_packed = bytes.starts_with(b"PK");
    let base = base(arguments, root, &returned, is_packed)?;
    let marks = base.as_ref().map(|base| Marks::of(&base.sent)).unwrap_or_default();
    let options = options(arguments, &marks);
    let files = folders::files(root);
    let examined = examine(files.clone(), arguments.target.year, &options);
    let (examined, document) = composed(examined)?;
    let Some(year) = &examined.year else { return Err(Exit::Faults) };
    let present = Present {
        files: &files,
        options: &options,
        examined: &examined,
        year,
        document: &document,
    };
    let sent = base.as_ref().map(|base| &base.sent);
    let revision = revise::revise(&returned, is_packed, sent, present);
    let applied = match (arguments.apply, base.as_ref()) {
        (true, None) => {
            complain(NO_BASE_TO_APPLY);
            return Err(Exit::CannotRun);
        }
        (true, Some(_)) => Some(applied(&revision, is_packed, present, root)?),
        (false, _) => None,
    };
    note(&about(arguments, base.as_ref(), &returned));
    let text = match arguments.format {
        Report::Text => told::told(&revision, &examined.sources, applied.as_ref()),
        Report::Json => json::render(&revision, &examined.sources, applied.as_ref()),
    };
    Ok(print(&text, exit(&revision, applied.as_ref())))
}

const NO_BASE_TO_APPLY: &str = "没有发出时的底稿，分不清是修改稿改的还是数据后来改的，一个文件也没有改\n\
    建议：用 --base 指明底稿；没有底稿的，去掉 --apply，看了自己改";

/// Whether somebody has to do something.
fn exit(revision: &Revision, applied: Option<&Applied>) -> Exit {
    let is_left = |(at, standing): (usize, &Standing)| {
        *standing != Standing::Done && !applied.is_some_and(|applied| applied.taken.contains(&at))
    };
    let mut standings = revision.items.iter().map(|item| &item.standing).enumerate();
    match standings.any(is_left) {
        true => Exit::Faults,
        false => Exit::Clean,
    }
}

/// The bytes of what came back.
fn read(file: &Path) -> Result<Vec<u8>, Exit> {
    let fault = |why: String, help: &str| {
        complain(&format!("{}：{why}\n建议：{help}", file.display()));
        Exit::CannotRun
    };
    let data =
        fs::metadata(file).map_err(|error| fault(write::reason(&error), "核对修改稿的路径"))?;
    if !data.is_file() {
        return Err(fault("不是一个文件".to_owned(), "写出修改稿的文件名"));
    }
    if data.len() > returned::MOST_BYTES as u64 {
        let refused = returned::Refused::TooLarge;
        return Err(fault(refused.message().to_owned(), refused.help()));
    }
    fs::read(file).map_err(|error| fault(write::reason(&error), "核对修改稿的路径"))
}

/// The text as it was sent, and the name of the file that it was read from.
struct Base {
    sent: Sent,
    name: String,
    /// Whether the document says that this is the text it was made of.
    is_certain: bool,
}

/// Finds the text as it was sent: the one that the document is tied to; of a Markdown, the one of the
/// same name, or the only one.
fn base(
    arguments: &Arguments,
    root: &Path,
    returned: &Returned,
    is_packed: bool,
) -> Result<Option<Base>, Exit> {
    if let Some(path) = &arguments.base {
        return named_base(path, returned).map(Some);
    }
    let out = arguments.out.clone().unwrap_or_else(|| {
        let year = root.join("output").join(arguments.target.year.to_string());
        match &arguments.department {
            Some(department) => year.join(DEPARTMENTS).join(folder(department)),
            None => year,
        }
    });
    let mut kept = kept_texts(&out);
    if let Some(tie) = &returned.tie {
        let own = kept.into_iter().find(|(_, sent)| sent.hash() == tie.hash);
        return Ok(own.map(|(name, sent)| Base { sent, name, is_certain: true }));
    }
    let stem = arguments.file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let stem = stem.unwrap_or_default();
    let same = |name: &str| {
        let own = name.split_once(".底稿").map_or(name, |(own, _)| own);
        stem.starts_with(own)
    };
    // The name that says most: 年报（公开版）-改 is not of 年报.
    kept.sort_by_key(|(name, _)| {
        (!same(name), std::cmp::Reverse(name.split('.').next().map_or(0, str::len)), name.clone())
    });
    let is_only = kept.len() == 1;
    let first = kept.into_iter().next().filter(|(name, _)| is_only || same(name));
    if let Some((name, sent)) = first {
        return Ok(Some(Base { sent, name, is_certain: false }));
    }
    Ok(if is_packed { None } else { sent_markdown(&out, &arguments.file) })
}

/// The texts that are kept in a folder.
fn kept_texts(folder: &Path) -> Vec<(String, Sent)> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| is_kept_name(name))
        .collect();
    names.sort();
    let read = |name: String| {
        let sent = Sent::from_json(&fs::read(folder.join(&name)).ok()?).ok()?;
        Some((name, sent))
    };
    names.into_iter().filter_map(read).collect()
}

/// The text that is named: as it is kept, or a Markdown as it was sent.
fn named_base(path: &Path, returned: &Returned) -> Result<Base, Exit> {
    let bytes = read(path)?;
    let name = path.display().to_string();
    let sent = Sent::from_json(&bytes).ok().or_else(|| {
        let text = returned::read(&bytes).ok()?;
        Some(revise::as_sent(&text, &name))
    });
    let Some(sent) = sent else {
        complain(&format!(
            "{name} 不是底稿，或者被改动过\n建议：底稿在输出文件夹里，叫 年报.底稿.json"
        ));
        return Err(Exit::CannotRun);
    };
    if returned.tie.as_ref().is_some_and(|tie| tie.hash != sent.hash()) {
        complain(&format!(
            "{name} 不是这份修改稿的底稿：修改稿是另一次发出的\n建议：找当时的底稿；找不到的，不写 --base，只同现在的数据对照"
        ));
        return Err(Exit::CannotRun);
    }
    Ok(Base { sent, name, is_certain: returned.tie.is_some() })
}

/// The Markdown of the output folder, which a Markdown that came back was made of.
fn sent_markdown(out: &Path, file: &Path) -> Option<Base> {
    let stem = file.file_stem()?.to_string_lossy().into_owned();
    let mut names: Vec<String> = fs::read_dir(out)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.strip_suffix(".md").is_some_and(|own| stem.starts_with(own)))
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let name = names.into_iter().next()?;
    let path = out.join(&name);
    // The file of the folder may be the one that was revised.
    if fs::canonicalize(&path).ok()? == fs::canonicalize(file).ok()? {
        return None;
    }
    let text = returned::read(&fs::read(&path).ok()?).ok()?;
    Some(Base { sent: revise::as_sent(&text, &name), name, is_certain: false })
}

/// What the kept text says of the edition that was sent.
#[derive(Debug, Default)]
struct Marks {
    addressees: Vec<String>,
    public: bool,
    draft: bool,
    proof: bool,
    appendix: bool,
    red_head: Option<bool>,
}

impl Marks {
    fn of(sent: &Sent) -> Marks {
        let mut marks = Marks::default();
        let stem = sent.name.rsplit_once('.').map_or(sent.name.as_str(), |(stem, _)| stem);
        let inside = stem.strip_suffix('）').and_then(|stem| stem.rsplit_once('（'));
        for word in
            inside.map_or("", |(_, words)| words).split('，').filter(|word| !word.is_empty())
        {
            match word {
                "公开版" => marks.public = true,
                "草稿" => marks.draft = true,
                "核校本" => marks.proof = true,
                name => marks.addressees.push(name.to_owned()),
            }
        }
        let has = |role: Role| sent.paragraphs.iter().any(|paragraph| paragraph.role == role);
        marks.appendix = has(Role::AttachmentTitle);
        // A Markdown shows no red head.
        marks.red_head =
            (stem == sent.name || !sent.name.ends_with(".md")).then(|| has(Role::Mark));
        marks
    }
}

fn options<'a>(arguments: &'a Arguments, marks: &'a Marks) -> Options<'a> {
    let asked = arguments.form.options(arguments.target.report.as_deref());
    Options {
        department: arguments.department.as_deref(),
        red_head: asked.red_head.or(marks.red_head),
        public: asked.public || marks.public,
        draft: marks.draft,
        proof: marks.proof,
        appendix: marks.appendix,
        addressees: &marks.addressees,
        ..asked
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
    revision: &Revision,
    is_printed: bool,
    present: Present<'_>,
    root: &Path,
) -> Result<Applied, Exit> {
    let applied = revise::apply(revision, is_printed, present);
    let replacements: Vec<Replacement> = applied
        .files
        .iter()
        .map(|file| Replacement {
            name: file.path.clone(),
            before: file.before.clone().into_bytes(),
            after: file.after.clone().into_bytes(),
        })
        .collect();
    if let Err(fault) = write::replace_all(root, &replacements) {
        complain(&format!("{}\n一个文件也没有改", fault.message()));
        return Err(Exit::CannotRun);
    }
    Ok(applied)
}

/// What was compared with what, and what stands in the document that is no text of the report.
fn about(arguments: &Arguments, base: Option<&Base>, returned: &Returned) -> String {
    let file = arguments.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let file = file.unwrap_or_default();
    let mut text = match base {
        Some(base) if base.is_certain => format!("{file} 同发出时的底稿 {} 对照\n", base.name),
        Some(base) => {
            format!("{file} 同 {} 对照；文件里没有记号，是不是这一份底稿请自己核对\n", base.name)
        }
        None if returned.tie.is_some() => format!(
            "没有找到 {file} 的底稿，只能同现在的数据对照，数据后来改过的也会列出来；--apply 用不了\n"
        ),
        None => format!("没有底稿，{file} 只能同现在的数据对照；--apply 用不了\n"),
    };
    let told = &returned.told;
    let lists = [
        ("隐藏的文字", &told.hidden),
        ("脚注、尾注", &told.notes),
        ("文本框里的文字（当作正文读了）", &told.boxes),
        ("页眉页脚里的文字", &told.margins),
    ];
    for (what, texts) in lists.iter().filter(|(_, texts)| !texts.is_empty()) {
        text.push_str(&format!("注意：修改稿里有{what}：{}\n", texts.join("；")));
    }
    let others = [
        ("图片", told.has_pictures),
        ("公式", told.has_formulas),
        ("目录", told.has_contents),
        ("自动编号（当作文字读了）", told.has_automatic_numbers),
        ("嵌套的表格", told.has_nested_tables),
        ("认不出的符号", told.has_unknown_signs),
    ];
    let others: Vec<&str> = others.iter().filter(|(_, has)| *has).map(|(what, _)| *what).collect();
    if !others.is_empty() {
        text.push_str(&format!("注意：修改稿里有{}，不在对照之列\n", others.join("、")));
    }
    text
}
