//! Check: [`Submissions`] → [`Figures`]. Every rule of the catalogue and every habit of the
//! report is held here, and nowhere else are figures made.
//!
//! The values are read into a `Ledger`, one line a metric; then each room
//! below looks at one kind of thing and tells all it finds. A fault is told once: what
//! follows from a missing or unreadable value is not told again.

mod date;
mod head;
mod last_year;
mod ledger;
mod outline;
mod owner;
mod presence;
mod prose;
mod rule;
mod statutory;
mod value;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::catalogue::{Catalogue, Owner};
use crate::diagnostic::{Code, Diagnostic};
use crate::edition::Edition;
use crate::figures::{Derivation, Figure, Figures, Value};
use crate::findings::{Findings, Outcome};
use crate::load::{Department, Submissions};
use crate::number::Quantity;
use crate::project::Profile;
use crate::source::{FileId, Sources, Span};

use last_year::LastYear;
use ledger::{Ledger, Line, State};

/// What is checked and what it is checked against.
#[derive(Debug, Clone, Copy)]
struct Context<'a> {
    submissions: &'a Submissions,
    profile: &'a Profile,
    edition: &'a Edition,
    catalogue: &'a Catalogue,
    sources: &'a Sources,
    /// The errors found while reading the year's files: what such a file lacks may merely
    /// not have been understood.
    reading: &'a [Diagnostic],
}

/// Checks one year; with errors among the findings the figures are for drafts only. `reading` are the diagnostics of the loading stage: of a file that could
/// not be read to its end nothing is called missing.
pub fn check(
    submissions: &Submissions,
    profile: &Profile,
    edition: &Edition,
    catalogue: &Catalogue,
    sources: &Sources,
    reading: &[Diagnostic],
) -> Outcome<Figures> {
    let context = Context { submissions, profile, edition, catalogue, sources, reading };
    let mut findings = Findings::new();

    let mut ledger =
        Ledger::read(&submissions.departments, catalogue, reading).gather(&mut findings);
    ledger.note_told(reading, sources);
    findings.extend(owner::settle(&mut ledger, context));
    rule::compute(&mut ledger, catalogue);
    let last_year = LastYear::read(context).gather(&mut findings);
    let uses = prose::uses(context);

    let is_awaited = presence::check(&ledger, &uses, context).gather(&mut findings);
    findings.extend(rule::check(&ledger, &last_year, context));
    let mut of_outline = outline::check(context);
    of_outline.extend(statutory::check(is_awaited, context));
    let is_settled = !of_outline.has_errors();
    findings.extend(of_outline);
    findings.extend(prose::check(&ledger, &last_year, &uses, is_settled, context));
    findings.extend(date::check(context));
    findings.extend(head::check(context));

    Outcome::new(figures(&ledger, &last_year, context), findings)
}

impl<'a> Context<'a> {
    /// The folder of the year as it is shown, `data/2024`.
    fn folder(&self) -> &'a str {
        let path = self.sources.get(self.submissions.report.file).path.as_str();
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    fn file_of(&self, department: &str) -> String {
        format!("{}/{department}.yaml", self.folder())
    }

    /// Whether a department's file was not understood at all, or bears a mistyped name, so
    /// that nothing can be said of what it lacks.
    fn is_unread(&self, department: &str) -> bool {
        self.department(department).is_none_or(|department| department.metrics.is_empty())
            && self.faulty_files().any(|file| {
                // `区司法局.yml` is a file that was not read, too.
                self.sources.get(file).is_named_for(department, self.submissions.report.year)
            })
    }

    /// Whether a department's text may have been lost to a fault of its file, such as a mistyped
    /// 正文.
    fn prose_may_be_unread(&self, department: &Department) -> bool {
        department.prose.is_empty() && self.faulty_files().any(|file| file == department.file)
    }

    /// Whether a figure, or a part of it, may stand in a file that was not understood.
    fn may_be_unread(&self, line: &Line<'_>) -> bool {
        let mut faulty = self.faulty_files().filter(|file| *file != self.submissions.report.file);
        match &line.metric.owner {
            Owner::Department(owner) => faulty.next().is_some() && self.is_unread(owner),
            Owner::Every => {
                faulty.any(|file| !line.entries.iter().any(|entry| entry.department.file == file))
            }
        }
    }

    /// The errors that reading found.
    fn errors(&self) -> impl Iterator<Item = &'a Diagnostic> {
        self.reading.iter().filter(|diagnostic| diagnostic.is_error())
    }

    /// The files in which reading found errors.
    fn faulty_files(&self) -> impl Iterator<Item = FileId> {
        self.errors().filter_map(Diagnostic::span).map(|span| span.file)
    }

    /// Whether reading found an error at a place.
    fn is_told(&self, place: Span) -> bool {
        self.errors().filter_map(Diagnostic::span).any(|span| span.overlaps(place))
    }

    /// Whether reading found an error in a part of `report.yaml`, which is a key and all below
    /// it, or may have missed the part altogether: then nothing is called missing there.
    fn report_part_is_told(&self, key: &str) -> bool {
        let part = self.report_key(key).map(|key| self.report_part(key));
        let file = self.submissions.report.file;
        let errors = self.errors().filter_map(|told| Some((told.code, told.span()?)));
        errors.filter(|(_, span)| span.file == file).any(|(code, span)| {
            // What is no YAML, or no table, may have been lost anywhere.
            let lost = code < Code::E0130 || code == Code::E0139;
            lost || match part {
                Some(part) => part.overlaps(Span { end: span.end.max(span.start + 1), ..span }),
                None => matches!(code, Code::E0130 | Code::E0132),
            }
        })
    }

    /// From a key of `report.yaml` to the next.
    fn report_part(&self, key: Span) -> Span {
        let text = self.sources.get(key.file).text();
        let rest = text.get(key.range().end..).unwrap_or_default();
        let mut lines = rest.match_indices('\n').map(|(at, _)| at + 1);
        let is_key = |line: &&str| !line.starts_with([' ', '#', '-', '\n']) && !line.is_empty();
        let next = lines.find(|at| rest.get(*at..).as_ref().is_some_and(is_key));
        Span::new(key.file, key.range().start..key.range().end + next.unwrap_or(rest.len()))
    }

    fn department(&self, name: &str) -> Option<&'a Department> {
        self.submissions.departments.iter().find(|department| department.name.value == name)
    }

    /// The 年度 of `report.yaml`, for what has no place of its own.
    fn report_year(&self) -> Span {
        let file = self.submissions.report.file;
        self.report_key("年度").unwrap_or(Span::new(file, 0..0))
    }

    /// A key of `report.yaml`, which may stand there with nothing after it.
    fn report_key(&self, key: &str) -> Option<Span> {
        let file = self.submissions.report.file;
        let text = self.sources.get(file).text();
        let mut places = text.match_indices(key).map(|(at, _)| at..at + key.len());
        let place = places.find(|place| {
            (place.start == 0 || text[..place.start].ends_with('\n'))
                && text[place.end..].starts_with(':')
        });
        place.map(|place| Span::new(file, place))
    }
}

fn figures(ledger: &Ledger<'_>, last_year: &LastYear<'_>, context: Context<'_>) -> Figures {
    let years = ledger.lines().zip(last_year.numbers());
    let typed = years.filter(|(line, _)| line.metric.taken_from.is_none());
    let all = typed.map(|(line, last)| {
        let previous = last.map(|operand| operand.quantity);
        (line.metric.name.clone(), figure(line, previous, context.catalogue))
    });
    let mut figures = Figures::default();
    figures.all.reserve(context.catalogue.metrics.len());
    figures.all.extend(all);
    figures
}

fn figure(line: &Line<'_>, previous: Option<Quantity>, catalogue: &Catalogue) -> Figure {
    let metric = line.metric;
    let (value, origin, derivation) = match &line.state {
        State::Reported { value, span } => (Some(value.clone()), Some(*span), Derivation::Reported),
        State::Computed { value, formula, .. } => (
            Some(Value::Number(Quantity::exact(*value))),
            None,
            Derivation::Computed(formula.clone()),
        ),
        State::Missing | State::Faulty | State::Undefined | State::Approximate => {
            (None, None, Derivation::Reported)
        }
    };
    let department = match &metric.owner {
        Owner::Department(name) => name.clone(),
        Owner::Every => line
            .entries
            .iter()
            .map(|entry| entry.department.name.value.as_str())
            .collect::<Vec<_>>()
            .join("、"),
    };
    Figure {
        metric: Arc::clone(metric),
        decimals: catalogue.rate_decimals(metric),
        department,
        value,
        origin,
        derivation,
        previous,
    }
}
