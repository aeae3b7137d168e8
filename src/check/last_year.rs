//! Last year: its figures, to compare with, and which of them were not taken.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::ledger::{Ledger, Line, State};
use super::rule;
use crate::catalogue::{Catalogue, MetricKind, Owner};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, Outcome};
use crate::load::Department;
use crate::rules::Operand;
use crate::source::{FileId, Span};

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
    /// Of its faults, which were told last year, only those are told that cost figures, in one
    /// diagnostic a file.
    pub(super) fn read(context: Context<'a>) -> Outcome<LastYear<'a>> {
        let Context { submissions, catalogue, .. } = context;
        let (departments, reading) = (&submissions.last_year, &submissions.last_year_findings);
        let Outcome { value: mut ledger, findings: values } =
            Ledger::read(departments, catalogue, &[]);
        ledger.note_told(reading, context.sources);

        let has_figures = |department: &&Department| !department.metrics.is_empty();
        let with_figures = departments.iter().filter(has_figures);
        let files: BTreeSet<FileId> =
            with_figures.clone().map(|department| department.file).collect();
        // A file without figures may have some where its form is at fault.
        let is_lost = |file: FileId, fault: &Diagnostic| {
            !files.contains(&file)
                && (fault.code <= Code::E0132
                    || departments.iter().all(|department| department.file != file))
        };
        // By file: what was found first if it is lost, or else what stands in place of figures.
        let mut lost: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
        for fault in reading.iter().filter(|fault| fault.is_error()) {
            let Some(span) = fault.span() else { continue };
            if is_lost(span.file, fault) {
                lost.entry(span.file).or_insert_with(|| vec![fault]);
            } else if is_unread_line(span, &ledger, context) {
                lost.entry(span.file).or_default().push(fault);
            }
        }
        let lacks_file = lost.keys().any(|file| !files.contains(file));
        let faults: BTreeMap<Span, &Diagnostic> =
            values.iter().filter_map(|fault| Some((fault.span()?, fault))).collect();
        for entry in ledger.lines().filter(|line| is_number(line)).flat_map(|line| &line.entries) {
            if let (None, Some(fault)) = (&entry.value, faults.get(&entry.span)) {
                lost.entry(entry.span.file).or_default().push(fault);
            }
        }
        let mut findings = Findings::new();
        for (file, faults) in lost {
            let path = &context.sources.get(file).path;
            findings.report(match faults.as_slice() {
                [fault, ..] if !files.contains(&file) => file_not_taken(path, fault),
                faults => values_not_taken(path, faults),
            });
        }

        ledger.settle_all();
        for line in ledger.lines_mut() {
            // A sum of some of its parts would be held against one of all.
            if lacks_file && line.metric.owner == Owner::Every {
                line.state = State::Faulty;
            }
        }
        rule::compute(&mut ledger, catalogue);
        let read = with_figures.map(|department| department.name.value.as_str()).collect();
        Outcome::new(LastYear { catalogue, ledger, read, lacks_file }, findings)
    }

    /// What was reported for a metric, or computed.
    pub(super) fn number(&self, name: &str) -> Option<Operand<'_>> {
        self.ledger.line(name)?.reported()
    }

    /// That of all metrics, in their order.
    pub(super) fn numbers(&self) -> impl Iterator<Item = Option<Operand<'_>>> {
        self.ledger.lines().map(Line::reported)
    }

    /// Whether a figure may stand in last year's files although there is no number.
    pub(super) fn may_have_lost(&self, name: &str) -> bool {
        let is_lost = |line: &Line<'_>| {
            let is_typed = line.mistyped || !line.entries.is_empty();
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

/// Whether a fault is in the line of a number that its file therefore lacks.
fn is_unread_line(fault: Span, ledger: &Ledger<'_>, context: Context<'_>) -> bool {
    let line = ledger.metric_at(fault, context.sources).and_then(|name| ledger.line(name));
    line.is_some_and(|line| {
        is_number(line) && !line.entries.iter().any(|entry| entry.department.file == fault.file)
    })
}

fn file_not_taken(path: &str, fault: &Diagnostic) -> Diagnostic {
    let told = Diagnostic::new(Code::E0605, format!("上年的 {path} 没有取用"));
    let told = match fault.span() {
        Some(span) => told.at(span, ""),
        None => told,
    };
    let told = match fault.code {
        Code::E0141 => told.note("原因", "只读 .yaml 文件"),
        _ => told.note("原因", &fault.message),
    };
    told.help(match (fault.code, &fault.help) {
        (Code::E0137, _) => {
            "部门改了名的，把这个文件的文件名和“部门”改成现在的名称；已经撤销的，把文件移走"
        }
        (Code::E0138 | Code::E0141, Some(help)) => help,
        _ => "改正以后，才能与上年比较",
    })
}

fn values_not_taken(path: &str, faults: &[&Diagnostic]) -> Diagnostic {
    let message = format!("上年的 {path} 有 {} 项数没有取用", faults.len());
    let places = faults.iter().filter_map(|fault| Some((fault.span()?, &fault.message)));
    let told = places.fold(Diagnostic::new(Code::E0605, message), |told, (span, message)| {
        told.at(span, message)
    });
    match faults {
        [Diagnostic { help: Some(help), .. }] => told.help(help),
        _ => told.help("逐项改正，才能与上年比较"),
    }
}
