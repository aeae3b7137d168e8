//! Fix: applies the edits of diagnostics to the files of a year, as far as that is safe.
//!
//! Nothing is written here. The mended texts are examined as unsaved texts over the project, and
//! edits are taken only when the findings that they mend are gone afterwards, no new one has come,
//! and every figure has the value that it had. In mended texts more may be found to mend, so this
//! is repeated until nothing is left that can be applied.
//!
//! What is looked for only where there is no error (what shows when the report is put together, and
//! hints), or only where profile and catalogue are in order, is not new when the error is gone: it
//! was there, and could not be found.

mod compare;
pub mod diff;
mod shown;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Edit, Severity};
use crate::edition::Options;
use crate::examine::{Examined, examine};
use crate::files::Files;
use crate::findings::Findings;
use crate::make;
use crate::source::{Role, Sources};

pub(crate) use self::compare::{Found, Moves, compare, found};
use self::shown::shown;
pub(crate) use self::texts::Texts;

/// Rounds after which no more is applied; a mended text seldom needs a third.
const MOST_ROUNDS: usize = 64;

/// Examinations of one run: where edits have to be tried one by one, each costs one.
const MOST_TRIALS: usize = 500;

/// What is to be mended.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The year.
    pub year: i32,
    /// The edition that is checked.
    pub options: &'a Options,
    /// The department whose file alone is mended; none for all files.
    pub department: Option<&'a str>,
}

/// What was mended, and what was not.
#[derive(Debug)]
pub struct Fixed {
    /// The files that change, in the order of their paths.
    pub files: Vec<Changed>,
    /// Every edit that was applied, in the order of files and places.
    pub steps: Vec<Step>,
    /// Findings whose mend is known, but was not applied.
    pub refused: Vec<Refused>,
    /// What could not be found before something was mended.
    pub uncovered: Findings,
    /// The mended project.
    pub after: Examined,
}

/// A file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its path in the project.
    pub path: String,
    /// Its text as it stands on the disk, with its own line ends and mark.
    pub before: String,
    /// Likewise, mended.
    pub after: String,
}

/// An edit that was applied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The file.
    pub path: String,
    /// The line in the mended file, from 1.
    pub line: usize,
    /// What it mends, such as `E0106`.
    pub code: &'static str,
    /// What stood there, with some characters around it.
    pub from: String,
    /// What stands there now, with the same characters around it.
    pub to: String,
}

/// A finding whose mend was not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The finding.
    pub finding: Diagnostic,
    /// Why its mend was not applied.
    pub reason: String,
}

/// Mends what can be mended of one year.
pub fn fix(files: &Files, wanted: Wanted<'_>) -> Fixed {
    // What an edit brings to light may be mended by a later one. Where that does not come true,
    // edits that bring anything to light are not taken.
    let run = Run::new(files, wanted, true).ended();
    let run = match run.is_sound() {
        true => run,
        false => Run::new(files, wanted, false).ended(),
    };
    run.result()
}

/// One run over a project, from round to round.
struct Run<'a> {
    files: &'a Files,
    wanted: Wanted<'a>,
    /// Whether an edit may bring a finding that carries the edits for its own mend.
    may_mend_later: bool,
    texts: Texts<'a>,
    /// What was found at the beginning.
    first: Vec<Found>,
    first_state: State,
    now: Seen,
    /// How places of the beginning came to be where they are now.
    moves: Moves,
    /// Where each edit was applied, in bytes of the text as it is now.
    applied: Vec<(usize, Step)>,
    refused: Vec<Refused>,
    trials: usize,
    is_ended: bool,
}

/// How far a project could be checked.
#[derive(Debug, Clone, Copy)]
struct State {
    /// Whether there is an error before the report is put together.
    has_errors: bool,
    /// Whether the data could be checked against profile and catalogue.
    is_checked: bool,
}

/// A project as `check` sees it.
struct Seen {
    examined: Examined,
    state: State,
    /// The findings that only show when the report is put together.
    of_report: BTreeSet<usize>,
}

/// A project with some edits applied.
struct Trial {
    /// The edits, by the path of the file they change.
    edits: BTreeMap<String, Vec<(Edit, &'static str)>>,
    texts: BTreeMap<String, String>,
    seen: Seen,
}

impl<'a> Run<'a> {
    fn new(files: &'a Files, wanted: Wanted<'a>, may_mend_later: bool) -> Run<'a> {
        let now = Seen::new(files.clone(), wanted);
        Run {
            files,
            wanted,
            may_mend_later,
            texts: Texts::new(files),
            first: found(&now.examined, &BTreeSet::new()),
            first_state: now.state,
            now,
            moves: Moves::default(),
            applied: Vec::new(),
            refused: Vec::new(),
            trials: 0,
            is_ended: false,
        }
    }

    fn ended(mut self) -> Run<'a> {
        for _ in 0..MOST_ROUNDS {
            if !self.round() {
                self.is_ended = true;
                break;
            }
        }
        self
    }

    /// Whether nothing is found that was not found at the beginning.
    fn is_sound(&self) -> bool {
        let compared = compare(&self.first, &self.now.examined, &self.moves);
        let mut new = compared.new.into_iter();
        self.is_ended && new.all(|at| self.now.is_uncovered(at, self.first_state, &self.moves))
    }

    /// Applies what can be applied to the texts as they are now; whether there was anything.
    fn round(&mut self) -> bool {
        self.refused.clear();
        let mut left: Vec<usize> = Vec::new();
        for at in 0..self.now.examined.findings.len() {
            match self.refusal(at) {
                None => {}
                Some(None) => left.push(at),
                Some(Some(reason)) => self.refuse(at, reason),
            }
        }
        // What is an error is mended first, so that nothing else hides it.
        let is_error =
            |at: &usize| self.now.examined.findings.get(*at).is_some_and(Diagnostic::is_error);
        let (errors, others): (Vec<usize>, Vec<usize>) = left.into_iter().partition(is_error);
        for mut left in [errors, others] {
            // Of edits that overlap, one is tried; if it is refused, the other.
            while !left.is_empty() {
                let (batch, rest) = self.without_overlaps(&left);
                let mut taken = Vec::new();
                let mut best = None;
                self.settle(&mut taken, &batch, &mut best);
                if let Some(trial) = best {
                    self.apply(trial);
                    return true;
                }
                left = rest;
            }
        }
        false
    }

    /// Whether the edits of a finding may be applied: none where it has none, or is not asked for;
    /// otherwise what stands against it.
    fn refusal(&mut self, at: usize) -> Option<Option<String>> {
        let finding =
            self.now.examined.findings.get(at).filter(|finding| !finding.edits.is_empty())?;
        let sources = &self.now.examined.sources;
        let mut reason = None;
        for edit in &finding.edits {
            let source = sources.get(edit.span.file);
            let is_asked = match &source.role {
                Role::Profile | Role::Catalogue => self.wanted.department.is_none(),
                Role::Report { year } => {
                    *year == self.wanted.year && self.wanted.department.is_none()
                }
                Role::Department(owned) => {
                    owned.year == self.wanted.year
                        && self.wanted.department.is_none_or(|name| {
                            sources.owners(edit.span.file).any(|owner| owner == name)
                        })
                }
                _ => false,
            };
            if !is_asked || source.text().get(edit.span.range()).is_none() {
                return None;
            }
            let fault = self.texts.load(&source.path, source.text()).err();
            reason = reason.or(fault);
        }
        Some(reason)
    }

    fn refuse(&mut self, at: usize, reason: String) {
        let finding = self.now.examined.findings.get(at).cloned();
        self.refused.extend(finding.map(|finding| Refused { finding, reason }));
    }

    /// As many of the findings as have no edits that overlap, and the others.
    fn without_overlaps(&self, findings: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let mut taken: BTreeMap<u32, Vec<&Edit>> = BTreeMap::new();
        findings.iter().copied().partition(|at| {
            let edits =
                self.now.examined.findings.get(*at).map_or(&[][..], |finding| &finding.edits);
            let is_free = edits.iter().all(|edit| {
                let others = taken.get(&edit.span.file.0).into_iter().flatten();
                others.into_iter().all(|other| *other == edit || !overlap(other, edit))
            });
            if is_free {
                for edit in edits {
                    taken.entry(edit.span.file.0).or_default().push(edit);
                }
            }
            is_free
        })
    }

    /// Adds to `taken` those of the findings that can be mended together with them; `best` is the
    /// project with all that is taken.
    fn settle(&mut self, taken: &mut Vec<usize>, findings: &[usize], best: &mut Option<Trial>) {
        if findings.is_empty() {
            return;
        }
        let all: Vec<usize> = taken.iter().chain(findings).copied().collect();
        match (self.attempt(&all), findings) {
            (Ok(trial), _) => {
                *taken = all;
                *best = Some(trial);
            }
            (Err(reason), [one]) => self.refuse(*one, reason),
            (Err(_), _) => {
                let (first, second) = findings.split_at(findings.len() / 2);
                self.settle(taken, first, best);
                self.settle(taken, second, best);
            }
        }
    }

    /// The project with the edits of some findings, or why they cannot be applied.
    fn attempt(&mut self, findings: &[usize]) -> Result<Trial, String> {
        self.trials += 1;
        if self.trials > MOST_TRIALS {
            return Err("一次改不了这么多，再运行一遍".to_owned());
        }
        let mut edits: BTreeMap<String, Vec<(Edit, &'static str)>> = BTreeMap::new();
        for finding in findings.iter().filter_map(|at| self.now.examined.findings.get(*at)) {
            for edit in &finding.edits {
                let path = &self.now.examined.sources.get(edit.span.file).path;
                let of_file = edits.entry(path.clone()).or_default();
                if of_file.iter().all(|(other, _)| other != edit) {
                    of_file.push((edit.clone(), finding.code.name()));
                }
            }
        }
        let mut moves = Moves::default();
        let mut texts = BTreeMap::new();
        for (path, edits) in &mut edits {
            edits.sort_by_key(|(edit, _)| (edit.span.start, edit.span.end));
            let edits: Vec<&Edit> = edits.iter().map(|(edit, _)| edit).collect();
            if edits.windows(2).any(|pair| matches!(pair, [one, next] if overlap(one, next))) {
                return Err("这一处的改法互相冲突".to_owned());
            }
            texts.insert(path.clone(), self.texts.with(path, &edits));
            moves.add(path, &edits);
        }
        let files = texts.iter().fold(self.texts.unsaved(self.files), |files, (path, raw)| {
            files.with_unsaved(path.as_str(), texts::as_read(raw))
        });
        let seen = Seen::new(files, self.wanted);
        let examined = &seen.examined;
        let mended = findings.iter().copied().collect();
        let before = found(&self.now.examined, &mended);
        let mut compared = compare(&before, examined, &moves);
        compared.new.retain(|at| !seen.is_uncovered(*at, self.now.state, &moves));
        let all = compared.new.iter().chain(&compared.remaining);
        let unmended = all.filter_map(|at| examined.findings.get(*at));
        let is_passable = |finding: &&Diagnostic, is_new: bool| {
            !finding.edits.is_empty() && (self.may_mend_later || !is_new)
        };
        for (at, finding) in unmended.enumerate() {
            let is_new = at < compared.new.len();
            if !is_passable(&finding, is_new) {
                return Err(match is_new {
                    true => format!("改了会新出现 {}", named(finding, &examined.sources)),
                    false => "改了以后问题还在".to_owned(),
                });
            }
        }
        let errors =
            |of: &Examined| of.findings.iter().filter(|finding| finding.is_error()).count();
        let mut mended = findings.iter().filter_map(|at| self.now.examined.findings.get(*at));
        if !mended.any(Diagnostic::is_error) && errors(examined) < errors(&self.now.examined) {
            return Err("改了就看不出别的错误了，先改错误".to_owned());
        }
        // Which line is wrong where two do not agree is certain in a file only that is clear afterwards.
        let moved = findings.iter().filter_map(|at| self.now.examined.findings.get(*at));
        let moved = moved.filter(|finding| finding.code == Code::E0115);
        let mut paths = moved.filter_map(|finding| self.path(finding));
        if let Some(unclear) = paths.find_map(|path| seen.unclear(path)) {
            let unclear = named(unclear, &examined.sources);
            return Err(format!("哪一行该移动还不能断定，先改 {unclear}"));
        }
        match changed_figure(&self.now.examined, examined) {
            Some(name) => Err(format!("改了会变动“{name}”的值")),
            None => Ok(Trial { edits, texts, seen }),
        }
    }

    /// The path of the file in which something was found.
    fn path(&self, finding: &Diagnostic) -> Option<&str> {
        finding.span().map(|span| self.now.examined.sources.get(span.file).path.as_str())
    }

    /// Goes on from a project with some edits applied.
    fn apply(&mut self, trial: Trial) {
        let mut moves = Moves::default();
        for (path, edits) in &trial.edits {
            moves.add(path, &edits.iter().map(|(edit, _)| edit).collect::<Vec<_>>());
        }
        for (at, step) in &mut self.applied {
            *at = moves.place(&step.path, *at);
        }
        for (path, edits) in &trial.edits {
            for (edit, code) in edits {
                let text = self.now.examined.sources.get(edit.span.file).text();
                let (from, to) = shown(text, edit);
                let at = moves.place(path, edit.span.range().start);
                self.applied.push((at, Step { path: path.clone(), line: 0, code, from, to }));
            }
        }
        self.texts.set(trial.texts);
        self.moves.then(moves);
        self.now = trial.seen;
    }

    fn result(self) -> Fixed {
        let files = self.texts.changed();
        let lines: BTreeMap<&str, String> = files
            .iter()
            .map(|changed| (changed.path.as_str(), texts::as_read(&changed.after)))
            .collect();
        let line = |path: &str, at: usize| {
            let text = lines.get(path).and_then(|text| text.get(..at)).unwrap_or_default();
            text.matches('\n').count() + 1
        };
        let mut applied = self.applied;
        applied.sort_by(|(at, step), (other, next)| (&step.path, at).cmp(&(&next.path, other)));
        let steps =
            applied.into_iter().map(|(at, step)| Step { line: line(&step.path, at), ..step });
        let after = self.now.examined;
        let compared = compare(&self.first, &after, &self.moves);
        let uncovered = compared.new.iter().filter_map(|at| after.findings.get(*at)).cloned();
        Fixed {
            steps: steps.collect(),
            refused: self.refused,
            uncovered: uncovered.collect(),
            files,
            after,
        }
    }
}

impl Seen {
    fn new(files: Files, wanted: Wanted<'_>) -> Seen {
        let mut examined = examine(files, wanted.year, wanted.options);
        let state = State {
            has_errors: examined.findings.has_errors(),
            is_checked: examined.year.is_some(),
        };
        let of_data = examined.findings.clone();
        make::rehearse(&mut examined);
        // Both are in the same order.
        let mut of_data = of_data.iter().peekable();
        let all = examined.findings.iter().enumerate();
        let of_report = all.filter(|(_, found)| of_data.next_if_eq(found).is_none());
        let of_report = of_report.map(|(at, _)| at).collect();
        Seen { examined, state, of_report }
    }

    /// What leaves open how the lines of a file belong together, and has to be mended by hand.
    fn unclear(&self, path: &str) -> Option<&Diagnostic> {
        const OF_LINES: [Code; 7] = [
            Code::E0104,
            Code::E0105,
            Code::E0115,
            Code::E0116,
            Code::E0118,
            Code::E0130,
            Code::E0132,
        ];
        self.examined.findings.iter().find(|finding| {
            let file = finding.span().map(|span| self.examined.sources.get(span.file));
            OF_LINES.contains(&finding.code)
                && finding.edits.is_empty()
                && file.is_some_and(|file| file.path == path)
        })
    }

    /// Whether a finding that is new could not be found before: it is a hint, or shows only when the
    /// report is put together, which it was not while there were errors, or stands in a file that
    /// was not mended and could not be checked.
    fn is_uncovered(&self, at: usize, before: State, moves: &Moves) -> bool {
        let Some(found) = self.examined.findings.get(at) else { return false };
        let path = found.span().map(|span| &self.examined.sources.get(span.file).path);
        let is_elsewhere = path.is_none_or(|path| !moves.touch(path));
        found.severity == Severity::Hint
            || before.has_errors && !self.state.has_errors && self.of_report.contains(&at)
            || !before.is_checked && self.state.is_checked && is_elsewhere
    }
}

/// Whether two edits cannot both be applied to one text.
fn overlap(one: &Edit, other: &Edit) -> bool {
    one.span.overlaps(other.span)
        || one.span.file == other.span.file && one.span.start == other.span.start
}

/// A finding in one line: `[E0106] 冒号用了全角（data/2024/区信访局.yaml:3）`.
pub(crate) fn named(finding: &Diagnostic, sources: &Sources) -> String {
    let place = finding.span().map(|span| format!("（{}）", sources.named(span.into())));
    let place = place.unwrap_or_default();
    format!("[{}] {}{place}", finding.code.name(), finding.message)
}

/// A figure that has another value, or none, after an edit.
pub(crate) fn changed_figure(before: &Examined, after: &Examined) -> Option<String> {
    let figures = &before.year.as_ref()?.figures;
    let now = after.year.as_ref().map(|year| &year.figures);
    let given = figures.iter().filter(|figure| figure.value.is_some());
    let mut changed = given.filter(|figure| {
        let name = &figure.metric.name;
        now.and_then(|now| now.get(name)).is_none_or(|now| now.value != figure.value)
    });
    changed.next().map(|figure| figure.metric.name.to_string())
}
