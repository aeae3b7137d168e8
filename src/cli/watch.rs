//! `nianbao watch`: checks and makes the report again whenever a file changes.
//!
//! The files are looked at several times a second. That needs no help of the operating
//! system, and so works on the shared folders of an office, which report no changes.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use clap::Args;

use super::{Exit, Formats, Target, folders, put, standard_screen, unprinted};
use crate::diagnostic::{Code, Diagnostic, Severity, text};
use crate::findings::Findings;
use crate::source::Sources;
use crate::write::{self, Output};
use crate::{Examined, Options};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(250);
/// A file that is being saved is let alone until nothing has changed for so long.
const SETTLE: Duration = Duration::from_millis(100);

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    formats: Formats,
    /// 出草稿：有错误也写，缺数处标【待补：名称】
    #[arg(long)]
    draft: bool,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let root = match arguments.target.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let files = folders::files(root);
    let mut view = View::default();
    let mut seen = None;
    loop {
        let mut now = files.snapshot();
        if seen.as_ref() != Some(&now) {
            loop {
                sleep(SETTLE);
                let later = files.snapshot();
                if later == now {
                    break;
                }
                now = later;
            }
            let text = view.round(root, arguments);
            seen = Some(now);
            // Nobody reads any more: the terminal was closed.
            if let Err(error) = put(&text) {
                return unprinted(&error, Exit::Clean);
            }
        }
        sleep(PAUSE);
    }
}

/// What the user has been shown.
#[derive(Debug, Default)]
struct View {
    rounds: usize,
    /// What reading and checking found, and what only shows when the report is put together.
    checking: Known,
    making: Known,
    /// The files as they were last written.
    outputs: Vec<Output>,
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
    /// Checks, makes and writes once; what changed, as text.
    fn round(&mut self, root: &Path, arguments: &Arguments) -> String {
        let year = arguments.target.year;
        let options = Options { draft: arguments.draft, ..arguments.target.options() };
        let Examined { mut sources, mut findings, year: examined } =
            crate::examine(folders::files(root), year, &options);
        let is_checked = examined.is_some();
        let has_errors = findings.has_errors();
        let examined = examined.filter(|_| arguments.draft || !has_errors);
        let is_made = examined.is_some();
        let (mut outputs, mut of_making) = (Vec::new(), Findings::new());
        if let Some(examined) = examined {
            let made = crate::make(&examined, &arguments.formats.format, &mut sources);
            outputs = made.gather(&mut of_making);
        }
        of_making.arrange(&sources);
        let mut text = self.checking.differences(&findings, &sources, is_checked);
        text.push_str(&self.making.differences(&of_making, &sources, is_made));
        if !is_checked {
            text.push_str("其余的没有核对，先改正上面的问题\n");
        }
        findings.extend(of_making);
        let files = self.write(&root.join("output").join(year.to_string()), outputs);
        self.rounds += 1;
        let end = match self.rounds {
            1 => "\n正在看守，文件一有改动就重新核对；按 Ctrl-C 结束\n",
            _ => "\n",
        };
        format!("{text}{}\n{files}{end}", text::summary(&findings))
    }

    /// Writes the files that are not as they were.
    fn write(&mut self, folder: &Path, outputs: Vec<Output>) -> String {
        let is_new = |output: &&Output| {
            let mut known = self.outputs.iter();
            !known.any(|known| known.name == output.name && known.bytes == output.bytes)
        };
        let changed: Vec<Output> = outputs.iter().filter(is_new).cloned().collect();
        if changed.is_empty() {
            return String::new();
        }
        if let Err(fault) = write::write_all(folder, &changed) {
            // It is tried again with the next change.
            return format!("{}\n", fault.message());
        }
        self.outputs = outputs;
        let names: Vec<&str> = changed.iter().map(|output| output.name.as_str()).collect();
        format!("已更新 {}：{}\n", folder.display(), names.join("、"))
    }
}
