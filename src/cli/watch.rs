//! `nianbao watch`: checks and makes the report again whenever a file changes.
//!
//! The files are looked at several times a second. That needs no help of the operating
//! system, and so works on the shared folders of an office, which report no changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use clap::Args;

use super::edition::EditionArguments;
use super::for_whom::unknown_department;
use super::generate::{folder_of, left_over, own_output, refuse_out};
use super::{Exit, Formats, Target, complain, folders, put, standard_screen, unprinted};
use crate::diagnostic::{Code, Diagnostic, Severity, text};
use crate::edition;
use crate::findings::Findings;
use crate::manifest::{self, Earlier, Set};
use crate::project::Project;
use crate::source::Sources;
use crate::text::shown_path;
use crate::write::{self, Output};
use crate::{Examined, Options};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(250);
/// A file that is being saved is let alone until nothing has changed for so long.
const SETTLE: Duration = Duration::from_millis(100);
/// The folder beside files that are not to be replaced.
const APART: &str = "看守";
/// How often that is waited for: where something is written without a pause, what is there by then
/// is read.
const MOST_SETTLES: usize = 20;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// 看守一个部门自己的报告（默认看守本级的）
    #[arg(long = "for", value_name = "部门")]
    department: Option<String>,
    #[command(flatten)]
    edition: EditionArguments,
    #[command(flatten)]
    formats: Formats,
    /// 输出文件夹（默认 output/年度）
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let root = match arguments.target.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    if let Err(exit) = refuse_out(root, arguments.out.as_deref()) {
        return exit;
    }
    let files = folders::files(root);
    if let Some(name) = &arguments.department {
        let mut sources = Sources::default();
        let report = arguments.target.report.as_deref();
        let project = Project::open_for(files.clone(), report, &mut sources).value;
        let profile = project.map(|project| project.profile);
        if let Some(profile) = profile.filter(|profile| !profile.knows(name)) {
            complain(&unknown_department(name, &profile));
            return Exit::CannotRun;
        }
    }
    if arguments.out.is_none()
        && let Err(exit) = own_output(root, &arguments.target.year.to_string())
    {
        return exit;
    }
    let mut view = View::new(root, arguments);
    let mut seen = None;
    loop {
        let mut now = files.snapshot();
        let text = if seen.as_ref() == Some(&now) {
            view.restore()
        } else {
            let mut is_settled = false;
            for _ in 0..MOST_SETTLES {
                sleep(SETTLE);
                let later = files.snapshot();
                is_settled = later == now;
                now = later;
                if is_settled {
                    break;
                }
            }
            seen = Some(now);
            view.settled(is_settled) + &view.round(root, arguments)
        };
        // Nobody reads any more: the terminal was closed.
        if !text.is_empty()
            && let Err(error) = put(&text)
        {
            return unprinted(&error, Exit::Clean);
        }
        sleep(PAUSE);
    }
}

/// What the user has been shown.
#[derive(Debug, Default)]
struct View {
    /// Where the unit's reports are written.
    unit: PathBuf,
    /// The department whose own report is watched.
    department: Option<String>,
    /// Where the files are written.
    folder: PathBuf,
    /// Whether that is the folder for what is watched, which nobody else writes to.
    is_apart: bool,
    rounds: usize,
    /// Whether something was written without a pause when it was last looked at.
    is_restless: bool,
    /// What reading and checking found, and what only shows when the report is put together.
    checking: Known,
    making: Known,
    /// The files as they were last made.
    outputs: Vec<Output>,
    /// The names of those that were written here, and did not stand there before.
    written: BTreeSet<String>,
    /// The sets that they were last made as.
    sets: Vec<Set>,
    /// Whether they are what the last round made.
    is_current: bool,
}

/// Diagnostics that were shown and not yet called resolved.
#[derive(Debug, Default)]
struct Known {
    shown: Vec<Shown>,
    /// Those that could not be looked for again: they may well be there still.
    hidden: Vec<Shown>,
}

/// A diagnostic without its line, which moves whenever something above it is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    code: Code,
    severity: Severity,
    message: String,
    path: String,
    departments: Vec<String>,
}

impl Shown {
    fn of(diagnostic: &Diagnostic, sources: &Sources) -> Shown {
        let path = diagnostic.place().map(|place| sources.get(place.file()).path.clone());
        Shown {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            path: path.unwrap_or_default(),
            departments: diagnostic.departments.clone(),
        }
    }

    /// Whether it says that a file, or a part of it, was not understood.
    fn is_of_reading(&self) -> bool {
        self.code.is_of_reading() && self.severity == Severity::Error
    }

    /// Whether it may hide the other.
    fn is_near(&self, other: &Shown) -> bool {
        self.path == other.path
            || self.departments.iter().any(|name| other.departments.contains(name))
    }
}

impl Known {
    /// Those that are new, and those that are gone, as text. What was not looked for, as no
    /// check was `made` or as its file was broken meanwhile, is not gone.
    fn differences(&mut self, found: &[Diagnostic], sources: &Sources, made: bool) -> String {
        let mut gone = std::mem::take(&mut self.shown);
        let mut hidden = std::mem::take(&mut self.hidden);
        let mut breaks: Vec<Shown> = Vec::new();
        let mut text = String::new();
        for diagnostic in found {
            let shown = Shown::of(diagnostic, sources);
            let known = [&mut gone, &mut hidden].into_iter().find_map(|known| {
                let at = known.iter().position(|known| *known == shown)?;
                Some(known.remove(at))
            });
            if known.is_none() {
                text.push_str(&standard_screen().render(diagnostic, sources));
                text.push_str("\n\n");
                breaks.extend(Some(shown.clone()).filter(Shown::is_of_reading));
            }
            self.shown.push(shown);
        }
        let faulty: Vec<&Shown> = self.shown.iter().filter(|shown| shown.is_of_reading()).collect();
        let was_looked_for =
            |shown: &Shown| made && !breaks.iter().any(|fault| fault.is_near(shown));
        let may_show = |shown: &Shown| made && !faulty.iter().any(|fault| fault.is_near(shown));
        let (mut resolved, mut unseen): (Vec<Shown>, Vec<Shown>) =
            gone.into_iter().partition(was_looked_for);
        let (seen, still) = hidden.into_iter().partition::<Vec<Shown>, _>(may_show);
        resolved.extend(seen);
        unseen.extend(still);
        self.hidden = unseen;
        for Shown { code, message, path, .. } in resolved {
            text.push_str(&format!("已解决[{}]: {message} （{path}）\n", code.name()));
        }
        text
    }
}

impl View {
    fn new(root: &Path, arguments: &Arguments) -> View {
        let usual = || root.join("output").join(arguments.target.year.to_string());
        let unit = arguments.out.clone().unwrap_or_else(usual);
        let department = arguments.department.clone();
        let folder = folder_of(department.as_deref(), &unit);
        View { unit, department, folder, ..View::default() }
    }

    /// Says once that something is written without a pause.
    fn settled(&mut self, is_settled: bool) -> String {
        let was_restless = std::mem::replace(&mut self.is_restless, !is_settled);
        if is_settled || was_restless {
            return String::new();
        }
        "有文件一直在改动，先按眼下的内容核对\n".to_owned()
    }

    /// Checks, makes and writes once; what changed, as text.
    fn round(&mut self, root: &Path, arguments: &Arguments) -> String {
        let year = arguments.target.year;
        let addressees = arguments.edition.addressees();
        let options = Options {
            department: arguments.department.clone(),
            ..arguments.edition.options(&arguments.target, &addressees)
        };
        let Examined { mut sources, mut findings, year: examined } =
            crate::examine(folders::files(root).recorded(), year, &options);
        let is_checked = examined.is_some();
        let has_errors = findings.has_errors();
        let examined = examined.filter(|_| arguments.edition.draft || !has_errors);
        let is_made = examined.is_some();
        let edition = examined.as_ref().map(|year| year.edition.clone()).unwrap_or_default();
        let (mut outputs, mut of_making) = (Vec::new(), Findings::new());
        if let Some(examined) = examined {
            let formats = &arguments.formats.format;
            let made = crate::make(&examined, formats, &mut sources);
            outputs = made.gather(&mut of_making);
            if !outputs.is_empty() {
                let is_clean = findings.is_clean() && of_making.is_clean();
                self.sets = manifest::sets(&examined, &options, formats, &outputs, is_clean);
            }
        }
        of_making.arrange(&sources);
        let mut text = self.checking.differences(&findings, &sources, is_checked);
        text.push_str(&self.making.differences(&of_making, &sources, is_made));
        if !is_checked {
            text.push_str("其余的没有核对，先改正上面的问题\n");
        }
        findings.extend(of_making);
        self.rounds += 1;
        let left = match self.rounds {
            1 if !outputs.is_empty() => left_over(&self.folder, &edition, &outputs),
            _ => String::new(),
        };
        let files = self.write(outputs) + &left;
        let end = match self.rounds {
            1 => "\n正在看守，文件一有改动就重新核对；按 Ctrl-C 结束\n",
            _ => "\n",
        };
        format!("{text}{}\n{files}{end}", text::summary(&findings))
    }

    /// Writes the files that are not as they were; apart from the others where one of them would
    /// take the place of what somebody else made.
    fn write(&mut self, outputs: Vec<Output>) -> String {
        self.is_current = !outputs.is_empty();
        let changed_in = |view: &View| -> Vec<Output> {
            outputs.iter().filter(|output| !view.holds(output)).cloned().collect()
        };
        let mut changed = changed_in(self);
        let mut said = String::new();
        if !self.is_apart && !changed.is_empty() {
            let foreign = outputs.iter().filter(|output| self.is_foreign(output));
            let foreign: Vec<&str> = foreign.map(|output| output.name.as_str()).collect();
            if !foreign.is_empty() {
                let apart = self.folder.join(APART);
                said = format!(
                    "{} 里的 {} 不是这次看守出的，留着不动；看守出的写到 {}\n",
                    shown_path(&self.folder),
                    foreign.join("、"),
                    shown_path(&apart)
                );
                (self.folder, self.is_apart) = (apart, true);
                self.written.clear();
                changed = changed_in(self);
            }
        }
        if !changed.is_empty() {
            said.push_str(&self.put_down("已更新", &changed));
        }
        if self.is_current {
            self.outputs = outputs;
        }
        said
    }

    /// Whether a file stands in the folder as it is to be.
    fn holds(&self, output: &Output) -> bool {
        write::held(&self.folder, &output.name).is_some_and(|held| held == output.bytes)
    }

    /// Whether there is a file of this name that was not written here, or was changed since.
    fn is_foreign(&self, output: &Output) -> bool {
        let known = self.outputs.iter().find(|known| known.name == output.name);
        let known = known.filter(|known| self.written.contains(&known.name));
        write::held(&self.folder, &output.name)
            .is_some_and(|held| known.is_none_or(|known| known.bytes != held))
    }

    /// Writes again what somebody took away.
    fn restore(&mut self) -> String {
        let gone = self.outputs.iter().filter(|output| self.is_current && self.is_gone(output));
        let gone: Vec<Output> = gone.cloned().collect();
        if gone.is_empty() { String::new() } else { self.put_down("已补上", &gone) + "\n" }
    }

    fn is_gone(&self, output: &Output) -> bool {
        !write::is_there(&self.folder, &output.name)
    }

    /// Writes files; what cannot be written is tried again with the next change.
    fn put_down(&mut self, done: &str, files: &[Output]) -> String {
        let mut written = files.to_vec();
        let own = self.department.as_deref().filter(|_| !self.is_apart).map(edition::folder);
        let done_so = manifest::write(&self.folder, &mut written, &self.sets, Earlier::Replaced)
            .and_then(|_| manifest::list_departments(&self.unit, own.into_iter().collect(), false));
        if let Err(fault) = done_so {
            self.is_current = false;
            return format!("{}\n", fault.message());
        }
        let names: Vec<&str> = files.iter().map(|output| output.name.as_str()).collect();
        self.written.extend(names.iter().map(|name| (*name).to_owned()));
        format!("{done} {}：{}\n", shown_path(&self.folder), names.join("、"))
    }
}
