//! Verify: whether the files of an output folder are what they were made as, say the same in all
//! their forms, and say what the data say now.
//!
//! The manifest of the folder tells what was made. It detects accidents: who can edit a report can edit
//! the manifest as well. A proof is only that the same version of the program makes the same bytes of
//! the same data once more.

mod forms;
mod home;
mod now;
mod page;
mod piece;
mod place;
mod same;
mod standings;
mod told;

use std::path::{Path, PathBuf};

use crate::bounds::MANIFEST;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::files::Files;
use crate::findings::{Findings, Outcome};
use crate::manifest::{self, DEPARTMENTS, Home, Manifest, NAME, OutputFile, Set, Unreadable};
use crate::render::{FORMATS, Format};
use crate::sent;
use crate::source::{Content, FileId, Sources};
use crate::text::{printable, shown_path, shown_with_slashes};
use crate::write::{self, WriteFault};

use now::Now;
use piece::Form;
use same::difference as difference_of;
use standings::Standings;

/// Folders within each other in which sets are looked for: `output/2024/部门/区司法局`.
const DEPTH: usize = 2;

/// The folder of all outputs of a project.
const OUTPUT: &str = "output";

/// A file that may be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its path, as it is shown.
    pub(crate) path: String,
    /// Its pages, where it has some.
    pub(crate) pages: Option<usize>,
    /// Its length in bytes.
    pub(crate) size: usize,
    /// The SHA-256 of its bytes.
    pub(crate) sha256: String,
    /// For whom it is.
    pub(crate) whom: String,
}

/// What was verified.
#[derive(Debug, Default)]
pub(crate) struct Verified {
    /// The files that may be handed over.
    pub(crate) entries: Vec<Entry>,
    /// Whether another version of the program gives the pages another look, so that this was not
    /// verified.
    pub(crate) is_look_open: bool,
    /// Whether the folder is that of another year, and with it all that stands in it.
    pub(crate) is_of_other_year: bool,
}

/// What a folder is verified against.
#[derive(Debug)]
pub(crate) struct Against<'a> {
    /// The files of the project, and its folder, where there is one.
    pub(crate) project: Option<(&'a Files, &'a Path)>,
    /// Whether every set is made again.
    pub(crate) again: bool,
}

/// The folders under one, itself first, in which sets may stand.
pub(crate) fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    let mut level = found.clone();
    for _ in 0..DEPTH {
        level = level.iter().flat_map(|folder| write::folders_in(folder)).collect();
        let may_have_set = |inner: &&PathBuf| {
            let is_department = inner.parent().is_some_and(|home| home.ends_with(DEPARTMENTS));
            write::is_there(inner, NAME) || is_department && manifest::has_outputs(inner)
        };
        found.extend(level.iter().filter(may_have_set).cloned());
    }
    // A folder that holds folders with sets may itself be none. That of departments has a list of them.
    let is_set = write::is_there(folder, NAME)
        || manifest::has_outputs(folder)
        || write::is_there(folder, DEPARTMENTS);
    if found.len() > 1 && !is_set {
        found.remove(0);
    }
    found
}

/// Verifies a folder, in which a set that a broken-off run has left is completed or taken away first.
///
/// # Errors
/// When that cannot be done.
pub(crate) fn verify(
    folder: &Path,
    against: &Against<'_>,
    sources: &mut Sources,
) -> Result<Outcome<Verified>, WriteFault> {
    let mut findings = Findings::new();
    let (manifest, standing) = write::settled(folder, || {
        let manifest = manifest::read(folder);
        let standing = Standings::of(folder, manifest.as_ref().ok().and_then(Option::as_ref));
        (manifest, standing)
    })?;
    let refused = |(what, help): (&str, &str), sources: &mut Sources| {
        let file = sources.add(shown(folder, NAME), Content::Missing);
        let found = Diagnostic::new(Code::E1201, format!("{} {what}", shown_path(folder)));
        Ok(Outcome::new(Verified::default(), found.at(file, "").help(help).into()))
    };
    let manifest = match manifest {
        Ok(Some(manifest)) => manifest,
        Ok(None) => match write::unlike_file(folder, NAME) {
            None => {
                if let Some(new) = manifest::renamed(folder) {
                    let what = format!("的清单改名为 {} 了，核不了", printable(&new));
                    return refused((&what, "改回原来的名称：校验.json"), sources);
                }
                let has_outputs = manifest::has_outputs(folder);
                let help = if has_outputs { WITHOUT_LIST } else { MAKE_AGAIN };
                return refused(("没有清单，核不了", help), sources);
            }
            Some(why) => {
                let what = format!("的清单 {NAME} {why}，核不了");
                return refused((&what, "把它移走，再重新生成这一年的报告"), sources);
            }
        },
        Err(Unreadable::Damaged(line)) => {
            let what = format!("的清单坏了，从第 {line} 行起读不懂，核不了");
            return refused((&what, MOVE_IT), sources);
        }
        Err(Unreadable::TooLarge(size)) => {
            let what = format!("的清单 {}，核不了", MANIFEST.passed(Some(size)));
            return refused((&what, MOVE_IT), sources);
        }
        Err(Unreadable::Changed) => {
            return refused(("的清单被改过，不能作准", MAKE_AGAIN), sources);
        }
        Err(Unreadable::Newer) => {
            let what = "的清单是新版程序写的，这一版不认得";
            return refused((what, "用新版程序核验"), sources);
        }
    };
    if let Some(what) = place::misplaced(folder, &manifest) {
        let help = "放错了的，移回原来的文件夹；要出这一份的，重新生成";
        let mut found = refused((&what, help), sources);
        if let Ok(found) = &mut found {
            found.value.is_of_other_year = place::is_of_other_year(folder, &manifest);
        }
        return found;
    }
    findings.extend(departments(folder, &manifest, sources));
    let mut verified = Verified::default();
    for set in &manifest.sets {
        let mut verifier = Verifier::new((folder, &standing), set, against, sources);
        verifier.run();
        verified.is_look_open |= verifier.is_look_open;
        findings.extend(verifier.findings);
        verified.entries.extend(verifier.entries);
    }
    verified.entries.dedup_by(|one, other| one.path == other.path);
    findings.extend(beside(folder, &standing, &manifest, sources));
    Ok(Outcome::new(verified, findings))
}

/// What to do about one of which it is not certain that the program wrote it: it is not replaced then.
const MOVE_IT: &str = "把 校验.json 移走，再重新生成这一年的报告（nianbao generate，选项和当时写的一样），清单会一起写出来";

const WITHOUT_LIST: &str = "重新生成这一年的报告（nianbao generate，选项和当时写的一样），清单会一起写出来；\
    提示已经有同名文件的（旧版程序生成的会这样），先把那些文件移到别处";

const MAKE_AGAIN: &str =
    "重新生成这一年的报告（nianbao generate，选项和当时写的一样），清单会一起写出来";

/// The departments whose own reports were written in the folder, and are there no longer.
fn departments(folder: &Path, manifest: &Manifest, sources: &mut Sources) -> Findings {
    let mut findings = Findings::new();
    let standing = match manifest.departments.as_slice() {
        [] => Vec::new(),
        _ => folders(folder),
    };
    for name in &manifest.departments {
        let own = folder.join(DEPARTMENTS).join(name);
        // Of a set that stands under another name, its folder tells.
        let is_under_other_name = || standing.iter().any(|other| place::is_of(other, name));
        if !standing.contains(&own) && !is_under_other_name() {
            let file = sources.add(shown(&own, NAME), Content::Missing);
            let message = format!("{DEPARTMENTS}/{name} 的一套文件不见了");
            let help = "找回原来的，或者重新生成（--for 各部门）；不再出它的报告的，也重新生成，清单随着改";
            findings.report(Diagnostic::new(Code::E1202, message).at(file, "").help(help));
        }
    }
    findings
}

/// What stands in the folder besides that is none of any set.
fn beside(
    folder: &Path,
    standing: &Standings,
    manifest: &Manifest,
    sources: &mut Sources,
) -> Findings {
    let mut findings = Findings::new();
    let is_form = |name: &str| manifest.sets.iter().flat_map(Set::forms).any(|own| own == name);
    let is_foreign = |name: &&String| !is_form(name) && !sent::is_kept_name(name);
    let foreign: Vec<&String> = standing.unlisted.iter().filter(is_foreign).collect();
    for name in foreign.iter().take(MOST_FOREIGN) {
        let file = sources.add(shown(folder, name), Content::Missing);
        let found =
            Diagnostic::new(Code::E1208, format!("{} 不在清单里，没有核验", printable(name)));
        let help = "送出的文件夹里只放清单里的文件；以前生成的，要用就重新生成，别的移走";
        findings.report(found.at(file, "").help(help));
    }
    if foreign.len() > MOST_FOREIGN {
        let more = foreign.len() - MOST_FOREIGN;
        let file = sources.add(shown_path(folder), Content::Missing);
        let message = format!("还有 {more} 个文件不在清单里，没有核验");
        let found = Diagnostic::new(Code::E1208, message).at(file, "");
        findings.report(found.help("送出的文件夹里只放清单里的文件，别的移走"));
    }
    findings
}

/// Files that are in no manifest which are told each; of more the number.
const MOST_FOREIGN: usize = 5;

/// How a file of the folder is shown.
fn shown(folder: &Path, name: &str) -> String {
    shown_with_slashes(&folder.join(name))
}

/// A file of a set as it stands.
struct Standing<'a> {
    file: &'a OutputFile,
    id: FileId,
    /// None where it is not there.
    bytes: Option<Vec<u8>>,
    is_intact: bool,
    /// Its text, where it has one that was read.
    form: Option<Form>,
    /// Why its text was not read.
    unread: Option<String>,
}

struct Verifier<'a> {
    folder: &'a Path,
    folder_standing: &'a Standings,
    set: &'a Set,
    is_again: bool,
    /// How commands name its folders.
    home: Home,
    /// The end of an advice to make it anew.
    again: String,
    /// The report as the data give it now; none without a project.
    now: Option<Now>,
    standing: Vec<Standing<'a>>,
    findings: Findings,
    entries: Vec<Entry>,
    sources: &'a mut Sources,
    /// What was not verified, and why.
    left_out: Vec<String>,
    /// Whether another version of the program gives the pages another look.
    is_look_open: bool,
}

impl<'a> Verifier<'a> {
    fn new(
        (folder, folder_standing): (&'a Path, &'a Standings),
        set: &'a Set,
        against: &Against<'_>,
        sources: &'a mut Sources,
    ) -> Verifier<'a> {
        let standing = set.outputs.iter().map(|file| {
            let bytes = folder_standing.held.get(&file.name).cloned().flatten();
            let text = bytes.as_ref().filter(|_| is_text(&file.name));
            let text = text.and_then(|bytes| String::from_utf8(bytes.clone()).ok());
            let content = text.map_or(Content::Missing, Content::Text);
            let id = sources.add(shown(folder, &file.name), content);
            let form = bytes.as_ref().filter(|_| forms::has_text(&file.name));
            let (form, unread) = match form.map(|bytes| forms::read(&file.name, bytes)) {
                Some(Ok(form)) => (Some(form), None),
                Some(Err(why)) => (None, Some(why)),
                None => (None, None),
            };
            let is_intact = bytes.as_ref().is_some_and(|bytes| file.is(bytes));
            Standing { file, id, bytes, is_intact, form, unread }
        });
        let standing: Vec<Standing<'_>> = standing.collect();
        let unread = standing.iter().filter(|standing| standing.is_intact);
        let left_out = unread.filter_map(|standing| {
            let why = standing.unread.as_ref()?;
            Some(format!("{} 的文字读不出：{why}", standing.file.name))
        });
        let left_out = left_out.collect();
        let is_made = against.again || standing.iter().any(|standing| !standing.is_intact);
        let home = home::of(folder, against.project.map(|(_, root)| root), set);
        let again = set.made_anew_by(&home, &[]);
        let now = against.project.map(|(files, _)| Now::of(set, files, is_made, &again, sources));
        Verifier {
            folder,
            folder_standing,
            set,
            is_again: against.again,
            home,
            again,
            now,
            standing,
            findings: Findings::new(),
            entries: Vec::new(),
            sources,
            left_out,
            is_look_open: false,
        }
    }

    /// Verifies the set, and the forms of it that stand there of earlier runs.
    fn run(&mut self) {
        self.files();
        self.forms();
        self.archive();
        self.data();
        if self.is_again {
            self.again();
        }
        let unlisted = self.folder_standing.unlisted.iter();
        let is_form = |name: &&String| self.set.forms().any(|form| form == **name);
        let older: Vec<&String> = unlisted.filter(is_form).collect();
        let is_of_one = |format: &&Format| older.iter().any(|name| name.ends_with(format.ending));
        let formats: Vec<&str> =
            FORMATS.iter().filter(is_of_one).map(|format| format.word).collect();
        for name in older {
            self.older(name, &formats);
        }
        self.told();
        self.list();
    }

    /// Whether all files are there and hold what they were written with.
    fn files(&mut self) {
        let mut found = Findings::new();
        for standing in &self.standing {
            let name = &standing.file.name;
            let new = self.folder_standing.renamed.get(name);
            match standing.bytes.as_ref().filter(|_| new.is_none()) {
                None => {
                    let (why, help) = match new {
                        Some(new) => told::elsewhere(new),
                        None => (
                            write::unlike_file(self.folder, name)
                                .unwrap_or_else(|| "不见了".to_owned()),
                            format!("找回原来的文件，或者重新生成{}", self.again),
                        ),
                    };
                    let missing = Diagnostic::new(Code::E1202, format!("{name} {why}"));
                    found.report(missing.at(standing.id, "").help(help));
                }
                Some(bytes) if !standing.is_intact => found.report(self.edited(standing, bytes)),
                Some(_) => {}
            }
        }
        self.findings.extend(found);
    }

    /// A file that was edited, with the place.
    fn edited(&self, standing: &Standing<'_>, bytes: &[u8]) -> Diagnostic {
        let name = &standing.file.name;
        let made = self.now.as_ref().and_then(|now| now.made_as(standing.file));
        let other = made.and_then(|made| Some(("生成时", forms::read(name, made).ok()?)));
        let other = other.or_else(|| {
            let intact = |other: &&Standing<'_>| other.is_intact && self.is_same(other);
            let other = self.standing.iter().find(|other| intact(other) && other.form.is_some())?;
            let name = other.file.name.as_str();
            self.is_same(standing).then(|| Some((name, other.form.clone()?)))?
        });
        let difference = standing.form.as_ref().zip(other.as_ref());
        let difference = difference.and_then(|(form, (_, other))| difference_of(other, form));
        let help = "改动应当改在数据里，再重新生成；不要留着改动的，重新生成就恢复";
        let help = format!("{help}{}", self.again);
        let what = |place: &str| format!("{name} 生成以后改动过：{place}");
        let copied = self.folder_standing.copied.get(name).cloned();
        if let Some(other) = copied.or_else(|| place::copied_from(self.folder, bytes)) {
            let what = what(&format!("现在的内容是 {other} 的，原来的被它的一份副本覆盖了"));
            return Diagnostic::new(Code::E1203, what)
                .at(standing.id, "")
                .help(format!("重新生成就恢复{}", self.again));
        }
        let is_as_written = |one: &Standing<'_>| one.is_intact && one.form.is_some();
        let is_other_run = !self.standing.iter().any(is_as_written);
        if is_other_run && self.now.as_ref().is_some_and(|now| now.makes(name, bytes)) {
            let what = "现在的数据生成出来就是这样，一个字节不差：清单是另一次生成的，和文件对不上";
            let found = Diagnostic::new(Code::E1203, format!("{name} 不是清单里的那一份"));
            return found.at(standing.id, "").note("说明", what).help(help);
        }
        let is_bare = standing.form.as_ref().is_some_and(Form::is_without_text);
        if let Some(difference) = difference.filter(|_| !is_bare) {
            let of = other.map_or("生成时", |(of, _)| of);
            return told::edited(&what, standing.id, of, &difference, self.sources).help(help);
        }
        let line = made.filter(|_| !is_bare).and_then(|made| told::line(made, bytes));
        let is_saved_anew = made.is_some_and(|made| told::is_saved_anew(made, bytes));
        if let Some(change) = line.filter(|_| !is_saved_anew) {
            let found = Diagnostic::new(Code::E1203, what(&format!("第 {} 行", change.line)));
            let found = told::at_change(found, standing.id, &change, self.sources);
            return found.note("原文", change.old).note("现在", change.new).help(help);
        }
        let found =
            Diagnostic::new(Code::E1203, format!("{name} 生成以后改动过")).at(standing.id, "");
        let found = match (&standing.form, &standing.unread) {
            _ if is_saved_anew => {
                let what = "文字没有变，变的是换行的写法或者文件开头的标记：用编辑器另存过";
                found.note("说明", what)
            }
            (_, Some(why)) => found.note("读不出", why.as_str()),
            _ if is_bare => found.note("读不出", told::without_text(name)),
            (Some(form), _) if other.is_some() => {
                let moved = other.as_ref().and_then(|(_, other)| forms::moved_page(other, form));
                let what = match moved {
                    Some((then, now)) => {
                        format!("页的先后变了：第 {now} 页是原来的第 {then} 页；文字没有变")
                    }
                    None => told::beside_text(name, made, bytes),
                };
                found.note("说明", what)
            }
            (Some(_), _) => found.note("说明", "没有可以对照的文件，说不出改在哪里"),
            (None, None) => found,
        };
        let lost = standing.form.iter().flat_map(|form| &form.faults);
        lost.fold(found, |found, fault| found.note("缺", told::lacking(fault))).help(help)
    }

    /// A form that an earlier run made: an error where it does not say what the set says now. `formats` are
    /// those of all such forms, so that one command makes them anew.
    fn older(&mut self, name: &str, formats: &[&str]) {
        let file = self.sources.add(shown(self.folder, name), Content::Missing);
        let earlier = self.set.earlier.iter().find(|earlier| earlier.name == name);
        let message = match earlier {
            Some(_) => format!("{name} 是以前生成的，最近一次没有重做"),
            None => format!("{name} 不在清单里，不是这一次生成的"),
        };
        let bytes = self.folder_standing.held.get(name).and_then(Option::as_deref);
        let is_edited = earlier.zip(bytes).is_some_and(|(earlier, bytes)| earlier.is_edited(bytes));
        let read = bytes.map(|bytes| forms::read(name, bytes));
        let read = read.unwrap_or_else(|| {
            Err(write::unlike_file(self.folder, name).unwrap_or_else(|| "不见了".to_owned()))
        });
        let mut others = self.standing.iter().filter(|one| one.is_intact && self.is_same(one));
        let other = others.find_map(|one| Some((one.file.name.as_str(), one.form.as_ref()?)));
        let fault = match (&read, other) {
            (Err(why), _) => Some(("读不出".to_owned(), why.clone())),
            (Ok(form), _) if form.is_without_text() => {
                Some(("读不出".to_owned(), told::without_text(name).to_owned()))
            }
            (Ok(form), Some((other, now))) if self.is_comparable(name) => {
                difference_of(now, form).map(|found| told::older(other, &found))
            }
            _ => None,
        };
        let found = match (is_edited, &fault) {
            (true, _) => Diagnostic::new(Code::E1203, format!("{message}，生成以后改动过")),
            (false, None) => Diagnostic::new(Code::E1207, message),
            (false, Some(_)) => Diagnostic::new(Code::E1207, format!("{message}，不能用了"))
                .severity(Severity::Error),
        };
        let found = fault.into_iter().fold(found, |found, (key, text)| found.note(key, text));
        let help = "不要的，删去或者移走；要用的，和其他格式一起重新生成";
        let help = format!("{help}{}", self.set.made_anew_by(&self.home, formats));
        self.findings.report(found.at(file, "").help(help));
    }

    fn is_same(&self, standing: &Standing<'_>) -> bool {
        self.is_comparable(&standing.file.name)
    }

    /// Whether the text of a file is that of all other forms.
    fn is_comparable(&self, name: &str) -> bool {
        let is_page = name.ends_with(".html");
        // A 核校本 has marks in its text, which differ by form.
        !(self.set.asked.proof || self.set.withheld && is_page)
    }

    /// Whether all forms say the same.
    fn forms(&mut self) {
        let comparable: Vec<&Standing<'_>> = self
            .standing
            .iter()
            .filter(|standing| standing.is_intact && standing.form.is_some())
            .filter(|standing| self.is_same(standing))
            .collect();
        let mut found = Findings::new();
        if let Some((first, others)) = comparable.split_first() {
            for other in others {
                let (Some(one), Some(form)) = (&first.form, &other.form) else { continue };
                if let Some(difference) = difference_of(one, form) {
                    let names = (first.file.name.as_str(), other.file.name.as_str());
                    found.report(told::unlike(names, other.id, &difference, &self.again));
                }
            }
        }
        self.findings.extend(found);
        if self.set.asked.proof {
            self.left_out.push("核校本的文字里有标号，各种格式不互相核对".to_owned());
        } else if self.set.withheld
            && self.standing.iter().any(|one| one.file.name.ends_with(".html"))
        {
            self.left_out.push("网页不含不公开的条目，没有和其他格式核对".to_owned());
        }
    }

    /// Whether the PDF is whole: its fonts, its tags.
    fn archive(&mut self) {
        let intact = self.standing.iter().filter(|standing| standing.is_intact);
        let lacking = intact.filter_map(|standing| {
            let faults = &standing.form.as_ref()?.faults;
            (!faults.is_empty())
                .then(|| told::incomplete(&standing.file.name, standing.id, (faults, &self.again)))
        });
        self.findings.extend(lacking);
    }

    /// Whether the report says what the data say now.
    fn data(&mut self) {
        let Some(now) = &self.now else {
            self.left_out.push("没有找到项目，没有和数据核对".to_owned());
            return;
        };
        let record = self.standing.iter().find(|standing| standing.file.name.ends_with(".csv"));
        let record = record.filter(|record| record.is_intact).and_then(|one| one.bytes.as_deref());
        let mut text = self.standing.iter().filter(|one| one.is_intact && self.is_same(one));
        let text = text.find_map(|standing| standing.form.as_ref());
        let intact = self.standing.iter().filter(|one| one.is_intact).map(|one| one.file);
        let intact: Vec<&OutputFile> = intact.collect();
        let Outcome { value, findings } = now.compared((record, text), &intact, self.sources);
        // That a text was edited was told.
        if self.findings.is_empty() {
            self.left_out.extend(value.left_out);
        }
        self.is_look_open = value.is_look_open;
        // The data of several sets are the same: what changed is told of each, at the same place.
        let name = shown(self.folder, &self.set.name);
        let findings = findings.into_iter().map(|found| found.note("报告", name.as_str()));
        self.findings.extend(findings.collect::<Findings>());
    }

    /// Whether the same version makes the same bytes of the same data.
    fn again(&mut self) {
        let Some(now) = &self.now else { return };
        let files = self.standing.iter().map(|one| (one.file, one.id, one.form.as_ref()));
        let found = now.again(files, self.sources);
        self.findings.extend(found.findings);
        self.left_out.extend(found.value);
    }

    /// Tells what was not verified.
    fn told(&mut self) {
        let left_out = std::mem::take(&mut self.left_out);
        if left_out.is_empty() {
            return;
        }
        let message = format!("{} 这一套没有全部核验", self.set.name);
        let place = self.sources.add(shown(self.folder, NAME), Content::Missing);
        let found = Diagnostic::new(Code::E1210, message).at(place, "");
        self.findings
            .report(left_out.into_iter().fold(found, |found, why| found.note("没有核", why)));
    }

    /// The files as they are handed over.
    fn list(&mut self) {
        for standing in &self.standing {
            if standing.bytes.is_none() {
                continue;
            }
            self.entries.push(Entry {
                path: shown(self.folder, &standing.file.name),
                pages: standing.form.as_ref().and_then(|form| form.pages),
                size: standing.file.size,
                sha256: standing.file.sha256.clone(),
                whom: told::whom(self.set, &standing.file.name),
            });
        }
    }
}

/// Whether a file is text whose lines can be shown.
fn is_text(name: &str) -> bool {
    [".html", ".md", ".csv"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests;
