//! Last year: its figures, to compare with, and which of them were not taken.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{Entry, Ledger, Line, State};
use super::view::View;
use super::{Context, compute, joined, own_totals};
use crate::catalogue::{Catalogue, MetricKind, Owner};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, Outcome};
use crate::load::{self, Department, Lost, Reason, Unread};
use crate::number::Quantity;
use crate::rules::Operand;
use crate::source::{FileId, Place};

#[derive(Debug)]
pub(super) struct LastYear<'a> {
    catalogue: &'a Catalogue,
    ledger: Ledger<'a>,
    /// The departments whose figures were read.
    read: BTreeSet<&'a str>,
    /// Whether there is a file that was not.
    lacks_file: bool,
}

impl<'a> LastYear<'a> {
    /// What was found in its files was reported last year; now only that is which costs figures,
    /// in one diagnostic a file.
    pub(super) fn read(now: &Ledger<'_>, context: Context<'a>) -> Outcome<LastYear<'a>> {
        let Context { submissions, catalogue, .. } = context;
        let load::LastYear { departments, lost: unread, .. } = &submissions.last_year;
        let Outcome { value: mut ledger, findings: of_values } =
            Ledger::read(departments, catalogue, &Unread::default());
        ledger.mark_unread(unread.iter().map(|lost| lost.name.as_str()));

        let has_figures = |department: &&Department| !department.metrics.is_empty();
        let with_figures = departments.iter().filter(has_figures);
        let files: BTreeSet<FileId> =
            with_figures.clone().map(|department| department.file).collect();
        // A file without figures may have some where its form is at fault.
        let is_lost = |file: FileId, lost: &Lost| {
            !files.contains(&file)
                && (lost.is_of_form || departments.iter().all(|department| department.file != file))
        };
        let mut lost_files: BTreeMap<FileId, &Lost> = BTreeMap::new();
        let mut lost_values: BTreeMap<FileId, Vec<LostValue<'_>>> = BTreeMap::new();
        for lost in unread {
            let file = lost.place.file();
            if is_lost(file, lost) {
                lost_files.entry(file).or_insert(lost);
            } else if is_unread_line(lost, &ledger) {
                let Reason { what, help } = &lost.line;
                let value = LostValue {
                    place: lost.place,
                    what: what.into(),
                    help: help.as_deref().map(Cow::from),
                };
                lost_values.entry(file).or_default().push(value);
            }
        }
        let lacks_file = !lost_files.is_empty();
        let faults: BTreeMap<Place, &Diagnostic> =
            of_values.iter().filter_map(|fault| Some((fault.place()?, fault))).collect();
        for entry in ledger.lines().filter(|line| is_number(line)).flat_map(|line| &line.entries) {
            let place = Place::from(entry.span);
            if let (None, Some(fault)) = (&entry.value, faults.get(&place)) {
                let value = LostValue {
                    place,
                    what: fault.message.as_str().into(),
                    help: fault.help.as_deref().map(Cow::from),
                };
                lost_values.entry(entry.span.file).or_default().push(value);
            }
        }
        for line in ledger.lines_mut() {
            for (file, value) in drop_strangers(line, context) {
                lost_values.entry(file).or_default().push(value);
            }
        }
        let path = |file: FileId| context.sources.get(file).path.as_str();
        let mut findings: Findings =
            lost_files.iter().map(|(file, lost)| file_not_taken(path(*file), lost)).collect();
        lost_values.retain(|file, _| !lost_files.contains_key(file));
        findings
            .extend(lost_values.iter().map(|(file, values)| values_not_taken(path(*file), values)));

        // What cannot be reckoned of last year was reported last year.
        let _ = own_totals::enter(departments, &mut ledger, catalogue);
        joined::join(&mut ledger);
        ledger.settle_all();
        for line in ledger.lines_mut() {
            if line.metric.owner != Owner::Every || line.entries.is_empty() {
                continue;
            }
            // A sum of some parts would be held against one of all, or of others.
            let is_of_others = now
                .line(&line.metric.name)
                .is_some_and(|now| !now.entries.is_empty() && !are_of_the_same(now, line));
            if lacks_file || is_of_others {
                line.state = State::Faulty;
            }
        }
        let _ = compute::fill(&mut ledger, catalogue);
        let read = with_figures.map(|department| department.name.value.as_str()).collect();
        Outcome::new(LastYear { catalogue, ledger, read, lacks_file }, findings)
    }

    /// What was reported for a metric, or computed.
    pub(super) fn number(&self, name: &str) -> Option<Operand<'_>> {
        self.ledger.line(name)?.reported()
    }

    /// The figures that were reported, or computed.
    pub(super) fn view(&'a self, department: Option<&'a str>) -> View<'a> {
        View::of_last_year(&self.ledger, department)
    }

    pub(super) fn line(&self, name: &str) -> Option<&Line<'a>> {
        self.ledger.line(name)
    }

    /// The exact number of a department, or the district.
    pub(super) fn exact_of(&self, name: &str, department: Option<&str>) -> Option<Operand<'_>> {
        let line = self.ledger.line(name)?;
        let number = match department {
            Some(department) => line.number_of(department).filter(|own| !own.spans.is_empty()),
            None => line.reported(),
        };
        number.filter(|number| number.quantity.is_exact())
    }

    /// The number of one department for a metric, and its entry. None where it has several that have
    /// no sum.
    pub(super) fn own(&self, name: &str, department: &str) -> Option<(Quantity, &Entry<'a>)> {
        let entries = self.ledger.line(name)?.entries.iter();
        let mut own = entries.filter(|entry| entry.department.name.value == department);
        match (own.next(), own.next()) {
            (Some(entry), None) => Some((entry.number()?, entry)),
            _ => None,
        }
    }

    /// Those of all metrics, in their order.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line<'a>> {
        self.ledger.lines()
    }

    /// The departments that report a metric in one of the two years only, where each of 各部门 reports
    /// its own: this year's, and last year's.
    pub(super) fn of_one_year<'s>(
        &'s self,
        now: &Line<'s>,
    ) -> Option<(Vec<&'s str>, Vec<&'s str>)> {
        let last = self.ledger.line(&now.metric.name)?;
        if now.metric.owner != Owner::Every || last.entries.is_empty() || self.lacks_file {
            return None;
        }
        let (new, old) = (now.departments(), last.departments());
        let only_now: Vec<&str> = new.iter().filter(|one| !old.contains(one)).copied().collect();
        let only_then: Vec<&str> = old.iter().filter(|one| !new.contains(one)).copied().collect();
        (!only_now.is_empty() || !only_then.is_empty()).then_some((only_now, only_then))
    }

    /// Whether a figure may stand in last year's files although there is no number.
    pub(super) fn may_have_lost(&self, name: &str) -> bool {
        let is_lost = |line: &Line<'_>| {
            // That all were understood, and not all departments have one, is a want like others.
            let is_unknown = |entry: &Entry<'_>| entry.value.is_none();
            let is_typed = line.mistyped || line.entries.iter().any(is_unknown);
            let is_unread = || match &line.metric.owner {
                Owner::Department(owner) => !self.read.contains(owner.as_str()),
                Owner::Every => true,
            };
            match line.state {
                State::Faulty if is_typed => true,
                State::Faulty | State::Missing => self.lacks_file && is_unread(),
                _ => false,
            }
        };
        let computed_from = self.catalogue.computed_from(name).into_iter();
        computed_from.chain([name]).filter_map(|name| self.ledger.line(name)).any(is_lost)
    }
}

fn is_number(line: &Line<'_>) -> bool {
    !matches!(line.metric.kind, MetricKind::Text | MetricKind::Boolean)
}

/// Takes out what others than the department that answers for a number reported of it.
fn drop_strangers<'a>(line: &mut Line<'a>, context: Context<'a>) -> Vec<(FileId, LostValue<'a>)> {
    let Owner::Department(owner) = &line.metric.owner else { return Vec::new() };
    let is_own = |entry: &Entry<'_>| entry.department.name.value == *owner;
    if !is_number(line) || line.entries.iter().all(is_own) {
        return Vec::new();
    }
    let entries = std::mem::take(&mut line.entries);
    let (own, others): (Vec<Entry<'_>>, Vec<Entry<'_>>) = entries.into_iter().partition(is_own);
    line.entries = own;
    line.mistyped |= line.entries.is_empty();
    let year = context.submissions.report.year - 1;
    let lost = |entry: Entry<'a>| {
        let value = LostValue {
            place: Place::from(entry.key),
            what: format!("“{}”由{owner}填报", line.metric.name).into(),
            help: Some(
                format!("职责有调整、上年由别的部门填报的，不用管它，只是没有可以比的上年数；上年填错了文件的，移到 data/{year}/{owner}.yaml").into(),
            ),
        };
        // What could not be read is reported as such.
        entry.value.is_some().then_some((entry.span.file, value))
    };
    others.into_iter().filter_map(lost).collect()
}

/// Whether something is in the line of a number that its file therefore lacks.
fn is_unread_line(lost: &Lost, ledger: &Ledger<'_>) -> bool {
    let line = ledger.metric_named(&lost.name).and_then(|name| ledger.line(name));
    let file = lost.place.file();
    line.is_some_and(|line| {
        is_number(line) && !line.entries.iter().any(|entry| entry.department.file == file)
    })
}

/// A figure that could not be taken.
struct LostValue<'a> {
    place: Place,
    what: Cow<'a, str>,
    help: Option<Cow<'a, str>>,
}

fn file_not_taken(path: &str, lost: &Lost) -> Diagnostic {
    let Reason { what, help } = &lost.file;
    Diagnostic::new(Code::E0605, format!("上年的 {path} 没有取用"))
        .at(lost.place, "")
        .note("原因", what)
        .help(help.as_deref().unwrap_or("改正以后，才能与上年比较"))
}

fn values_not_taken(path: &str, values: &[LostValue<'_>]) -> Diagnostic {
    let message = format!("上年的 {path} 有 {} 项数没有取用", values.len());
    let fault = Diagnostic::new(Code::E0605, message);
    let fault =
        values.iter().fold(fault, |fault, value| fault.at(value.place, value.what.as_ref()));
    let help = values.first().and_then(|value| value.help.as_deref());
    let is_of_all = |help: &&str| values.iter().all(|value| value.help.as_deref() == Some(*help));
    fault.help(help.filter(is_of_all).unwrap_or("逐项改正，才能与上年比较"))
}

/// Whether the departments that report a figure in two years are the same.
fn are_of_the_same(now: &Line<'_>, last: &Line<'_>) -> bool {
    let (now, last) = (now.departments(), last.departments());
    now.len() == last.len() && now.iter().all(|department| last.contains(department))
}
