//! The text as it was sent: which of those that are kept what came back was made of, and what it is
//! where it is of another report.

mod likely;

use std::cmp::Reverse;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::{Exit, refuse};
use super::{Arguments, read};
use crate::Options;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::edition::folder;
use crate::manifest::DEPARTMENTS;
use crate::returned::{self, Returned};
use crate::revise::{is_other, same, year_of_title};
use crate::sent::{Role, Sent, Subject, is_kept_name};
use crate::text::{command_word_or, shown_path};
use crate::write;

/// Where the program puts the reports of a project, a folder for each year.
pub(super) const OUTPUT: &str = "output";

/// Folders within each other in which kept texts are looked for: `output/2024/部门/区司法局`.
const DEPTH: usize = 4;

/// The text as it was sent, and the name of the file that it was read from.
pub(super) struct Base {
    pub(super) sent: Sent,
    pub(super) name: String,
    /// Whether the document says that this is the text it was made of.
    pub(super) is_certain: bool,
    /// With which options it was made, where the record of the folder tells.
    pub(super) asked: Option<Options>,
    /// The name of another text that is as near and says something else.
    pub(super) rival: Option<String>,
    /// The other texts of the same edition that it could have been made of, by their names.
    pub(super) others: Vec<(String, Sent)>,
}

impl Base {
    /// A text that the document says nothing of.
    fn likely(sent: Sent, name: String) -> Base {
        Base { sent, name, is_certain: false, asked: None, rival: None, others: Vec::new() }
    }
}

/// Finds the text as it was sent: the one that the document is tied to; of what bears no tie, the one that
/// it is most like.
///
/// # Errors
/// When it is of another report than the one that is asked for, which is told.
pub(super) fn find(
    arguments: &Arguments,
    root: &Path,
    returned: &Returned,
    is_packed: bool,
) -> Result<Option<Base>, Exit> {
    if let Some(path) = &arguments.base {
        let base = named(path, returned)?;
        return asked_for(arguments, base).map(Some);
    }
    let out = arguments.out.clone().unwrap_or_else(|| {
        let year = root.join(OUTPUT).join(arguments.target.year.to_string());
        match &arguments.department {
            Some(department) => year.join(DEPARTMENTS).join(folder(department)),
            None => year,
        }
    });
    let kept = kept_in(&out, 0);
    let elsewhere = || kept_in(&root.join(OUTPUT), DEPTH);
    if let Some(tie) = &returned.tie {
        let own =
            |kept: Vec<(PathBuf, Sent)>| kept.into_iter().find(|(_, sent)| sent.hash() == tie.hash);
        let Some((path, sent)) = own(kept).or_else(|| own(elsewhere())) else { return Ok(None) };
        let is_here = path.parent() == Some(&out);
        let name = if is_here { file_name(&path) } else { shown_path(&path) };
        return asked_for(arguments, Base { is_certain: true, ..Base::likely(sent, name) })
            .map(Some);
    }
    let base = likely::nearest(arguments, &out, kept, returned, is_packed);
    // One of another report may be nearer.
    let own = base.as_ref().map_or(0, |base| same(returned, &base.sent).0);
    let others = elsewhere().into_iter().filter(|(_, sent)| !is_asked_for(arguments, sent));
    let nearest = others.max_by_key(|(path, sent)| (same(returned, sent).0, Reverse(path.clone())));
    if let Some((path, sent)) = nearest {
        let (same, all) = same(returned, &sent);
        if same > own && same * 2 >= all {
            let name = shown_path(&path);
            return asked_for(arguments, Base::likely(sent, name)).map(Some);
        }
    }
    Ok(base)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The texts that are kept in a folder, and in folders within it as deep as said.
fn kept_in(folder: &Path, depth: usize) -> Vec<(PathBuf, Sent)> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    // Links are not followed: what was made here is here.
    let kind = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.ok()?;
        Some((entry.path(), entry.file_type().ok()?))
    };
    let mut found: Vec<(PathBuf, fs::FileType)> = entries.filter_map(kind).collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut kept = Vec::new();
    for (path, kind) in found {
        if kind.is_dir() {
            if let Some(depth) = depth.checked_sub(1) {
                kept.extend(kept_in(&path, depth));
            }
        } else if is_kept_name(&file_name(&path))
            && let Some(bytes) = write::held(folder, &file_name(&path))
            && let Ok(sent) = Sent::from_json(&bytes)
        {
            kept.push((path, sent));
        }
    }
    kept
}

/// The text that is named: as it is kept, or a Markdown as it was sent.
fn named(path: &Path, returned: &Returned) -> Result<Base, Exit> {
    let bytes = read(path)?;
    let name = shown_path(path);
    let is_kept = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let sent = Sent::from_json(&bytes).ok().or_else(|| {
        let text = returned::read(&bytes).ok().filter(|_| !is_kept)?;
        Some(text.as_sent(&name))
    });
    let Some(sent) = sent else {
        let fault = Diagnostic::new(Code::E0184, format!("{name} 不是底稿，或者被改动过"))
            .help("底稿在输出文件夹里，叫 年报.底稿.json");
        return Err(refuse(path, fault));
    };
    if returned.tie.as_ref().is_some_and(|tie| tie.hash != sent.hash()) {
        const WHAT: &str = "不是这份修改稿的底稿：修改稿是另一次发出的";
        let fault = Diagnostic::new(Code::E0184, format!("{name} {WHAT}"))
            .help("找当时的底稿；找不到的，不写 --base，只同现在的数据对照");
        return Err(refuse(path, fault));
    }
    Ok(Base { is_certain: returned.tie.is_some(), ..Base::likely(sent, name) })
}

/// Whether a text is of the report that is asked for, as far as it says of which it is.
fn is_asked_for(arguments: &Arguments, sent: &Sent) -> bool {
    let Some(subject) = &sent.subject else { return true };
    let asked = arguments.form.options(arguments.target.report.as_deref());
    subject.year == arguments.target.year
        && subject.department == arguments.department
        && asked.report.is_none_or(|kind| kind == subject.kind)
        && asked.layout.is_none_or(|layout| layout == subject.layout)
        && (!asked.public || subject.public)
        && asked.red_head.is_none_or(|red_head| red_head == subject.red_head)
}

/// The text, where it is of the report that is asked for; else it is told what it is of.
fn asked_for(arguments: &Arguments, base: Base) -> Result<Base, Exit> {
    let Some(subject) = &base.sent.subject else { return Ok(base) };
    if is_asked_for(arguments, &base.sent) {
        return Ok(base);
    }
    let seems = if base.is_certain { "是" } else { "看来是" };
    let what = format!(
        "{} {seems}{}的修改稿（底稿 {}），命令里写的是{}",
        file_name(&arguments.file),
        subject.called(),
        base.name,
        asked(arguments),
    );
    let fault =
        Diagnostic::new(Code::E0182, what).help(format!("运行 {}", command(arguments, subject)));
    Err(refuse(&arguments.file, fault))
}

/// The report that is asked for, as the command has it: `2024年的（区司法局，版式 luojiang）`.
fn asked(arguments: &Arguments) -> String {
    let form = arguments.form.options(arguments.target.report.as_deref());
    let marks = [
        arguments.department.clone(),
        form.layout.map(|layout| format!("版式 {layout}")),
        form.public.then(|| "公开版".to_owned()),
        form.red_head.map(|has| if has { "有红头" } else { "没有红头" }.to_owned()),
    ];
    let marks: Vec<String> = marks.into_iter().flatten().collect();
    let kind = form.report.map(|kind| format!("“{kind}”")).unwrap_or_default();
    match marks.as_slice() {
        [] => format!("{}年的{kind}", arguments.target.year),
        marks => format!("{}年的{kind}（{}）", arguments.target.year, marks.join("，")),
    }
}

/// What is to be run for a document of a report: the edition is known from its kept text.
fn command(arguments: &Arguments, subject: &Subject) -> String {
    let mut command = format!("nianbao revise {} {}", subject.year, typed(&arguments.file));
    let word = |name: &str| command_word_or(name, "名称");
    let report = arguments.target.report.as_ref();
    let report = report.map(|_| format!(" --report {}", word(&subject.kind)));
    let department = subject.department.as_ref().map(|name| format!(" --for {}", word(name)));
    let base = arguments.base.as_ref().map(|base| format!(" --base {}", typed(base)));
    let project = &arguments.target.project.project;
    let project = (project != Path::new(".")).then(|| format!(" --project {}", typed(project)));
    command.extend([report, department, base, project].into_iter().flatten());
    command
}

/// A file as it is typed in a command; in the place of one that cannot be typed, what it is.
fn typed(file: &Path) -> String {
    command_word_or(&file.to_string_lossy(), "文件")
}

/// What else it may be.
const OTHERS: &str = "别的种类的加 --report，部门自己的报告加 --for，别的项目的加 --project；\
    只想看两份文本有哪些不同，用 nianbao compare";

/// What to do with a document that was sent, in which another text stands.
const REPLACED: &str = "核对是不是拿错了文件；整篇换过的没有办法一处处对照，请在发出的那一份上改；\
    只想看两份文本有哪些不同，用 nianbao compare";

/// Tells of what came back that it is no text of this report: of a document that is tied to one, that
/// nothing of it is left.
///
/// # Errors
/// When it is none.
pub(super) fn refuse_others(
    arguments: &Arguments,
    returned: &Returned,
    base: Option<&Base>,
    document: &Document,
) -> Result<(), Exit> {
    let now = Sent::new(document, String::new());
    let tied = base.filter(|base| base.is_certain);
    let title = returned.paragraphs.iter().find(|one| one.role == Some(Role::Title));
    let title = title.map(|title| title.text.as_str()).unwrap_or_default();
    let year = arguments.target.year;
    let other = year_of_title(title).filter(|other| {
        if tied.is_some() {
            return false;
        }
        let sent = base.map_or(&now, |base| &base.sent);
        let (same, all) = same(returned, sent);
        // Who revises may also have mistaken the year.
        let is_alike = same * 10 >= all * 9;
        *other != year && year_of_title(sent.title()) == Some(year) && !is_alike
    });
    let file = file_name(&arguments.file);
    let (what, help) = match other {
        Some(other) => (
            format!("{file} 的标题是“{title}”，不是{year}年的修改稿"),
            format!(
                "运行 nianbao revise {other} {}；要看两年有哪些不同，用 nianbao compare",
                typed(&arguments.file)
            ),
        ),
        None if is_other(returned, &now)
            && tied.is_none_or(|base| is_other(returned, &base.sent)) =>
        {
            let called = if title.is_empty() {
                String::new()
            } else {
                format!("（标题是“{title}”）")
            };
            let title = now.title();
            let what = match tied {
                Some(_) => format!(
                    "{file}{called}带着“{title}”发出时的记号，正文却是另一篇，几乎没有相同的段落"
                ),
                None => format!("{file}{called}不像是这里的“{title}”改出来的，几乎没有相同的段落"),
            };
            let help = if tied.is_some() { REPLACED } else { OTHERS };
            (what, help.to_owned())
        }
        None => return Ok(()),
    };
    Err(refuse(&arguments.file, Diagnostic::new(Code::E0182, what).help(help)))
}

/// What the kept text says of the edition that was sent.
#[derive(Debug, Default)]
pub(super) struct Marks {
    kind: Option<String>,
    layout: Option<String>,
    addressees: Vec<String>,
    public: bool,
    draft: bool,
    proof: bool,
    appendix: bool,
    red_head: Option<bool>,
}

impl Marks {
    pub(super) fn of(base: &Base) -> Marks {
        match (&base.asked, &base.sent.subject) {
            (Some(asked), _) => Marks {
                kind: asked.report.clone(),
                layout: asked.layout.clone(),
                addressees: asked.addressees.clone(),
                public: asked.public,
                draft: asked.draft,
                proof: asked.proof,
                appendix: asked.appendix,
                red_head: asked.red_head,
            },
            (None, Some(subject)) => Marks {
                kind: Some(subject.kind.clone()),
                layout: Some(subject.layout.clone()),
                addressees: subject.addressee.iter().cloned().collect(),
                public: subject.public,
                draft: subject.draft,
                proof: false,
                appendix: subject.appendix,
                red_head: Some(subject.red_head),
            },
            (None, None) => Marks::of_name(&base.sent),
        }
    }

    /// What the name of the file says, of a text that bears nothing else.
    fn of_name(sent: &Sent) -> Marks {
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

    /// The options that give the same edition as it is now.
    pub(super) fn options(&self, arguments: &Arguments) -> Options {
        let asked = arguments.form.options(arguments.target.report.as_deref());
        Options {
            report: asked.report.clone().or_else(|| self.kind.clone()),
            layout: asked.layout.clone().or_else(|| self.layout.clone()),
            department: arguments.department.clone(),
            red_head: asked.red_head.or(self.red_head),
            public: asked.public || self.public,
            draft: self.draft,
            proof: self.proof,
            appendix: self.appendix,
            addressees: self.addressees.clone(),
            ..asked
        }
    }
}
