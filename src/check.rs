//! Check: [`Submissions`] → [`Figures`]. Every rule of the catalogue and every rule of official
//! writing is checked here, and only here are figures made.
//!
//! The values are read into a `Ledger`, one line for each metric; then each module below checks
//! one subject and returns all that it found. A fault is reported once: what follows from a
//! missing value, or from one that was not understood, is not reported again.

mod compute;
mod date;
pub mod figures;
mod head;
mod joined;
mod last_year;
mod layout;
mod ledger;
mod listed;
mod outline;
mod own_totals;
mod owner;
mod presence;
mod prose;
mod recipients;
mod rule;
mod stale_years;
mod statutory;
mod swallowed;
mod unchanged;
mod value;
mod view;

#[cfg(test)]
mod tests;

pub(crate) use prose::words_of_templates;

use std::sync::Arc;

use crate::catalogue::{ByName, Catalogue, Need, Owner, Value};
use crate::edition::Edition;
use crate::findings::{Findings, Outcome};
use crate::load::{Department, Submissions};
use crate::number::Quantity;
use crate::project::Profile;
use crate::source::{Place, Sources, Span};

use figures::{Derivation, Figure, Figures, Lack, Noted, Part};
use last_year::LastYear;
use ledger::{Entry, Ledger, Line, State};
pub(crate) use prose::unused;

/// What is checked and what it is checked against.
#[derive(Debug, Clone, Copy)]
struct Context<'a> {
    submissions: &'a Submissions,
    profile: &'a Profile,
    edition: &'a Edition,
    catalogue: &'a Catalogue,
    sources: &'a Sources,
}

/// Checks one year; with errors among the findings the figures are for drafts only.
pub fn check(
    submissions: &Submissions,
    profile: &Profile,
    edition: &Edition,
    catalogue: &Catalogue,
    sources: &Sources,
) -> Outcome<Figures> {
    let context = Context { submissions, profile, edition, catalogue, sources };
    let mut findings = Findings::new();

    let mut ledger = Ledger::read(&submissions.departments, catalogue, &submissions.unread)
        .gather(&mut findings);
    ledger.mark_unread(submissions.unread.lines.iter().map(|line| line.value.as_str()));
    findings.extend(own_totals::enter(&submissions.departments, &mut ledger, catalogue));
    joined::join(&mut ledger);
    findings.extend(owner::settle(&mut ledger, context));
    findings.extend(compute::fill(&mut ledger, catalogue));
    let last_year = LastYear::read(&ledger, context).gather(&mut findings);
    let uses = prose::uses(context);

    let is_awaited = presence::check(&ledger, &uses, context).gather(&mut findings);
    findings.extend(rule::check(&ledger, &last_year, context));
    let mut of_outline = outline::check(context);
    of_outline.extend(statutory::check(is_awaited, context));
    of_outline.extend(swallowed::check(context));
    let is_settled = !of_outline.has_errors();
    findings.extend(of_outline);
    let noted = prose::check(&ledger, &last_year, &uses, is_settled, context);
    let noted = noted.gather(&mut findings);
    findings.extend(date::check(context));
    findings.extend(head::check(context));
    findings.extend(recipients::check(context));
    findings.extend(layout::check(context));
    findings.extend(stale_years::check(context));
    findings.extend(unchanged::check(context));
    findings.extend(unchanged::figures(&ledger, &last_year, context));
    findings.extend(listed::departments(&ledger, context));

    Outcome::new(figures(&ledger, &last_year, noted, context), findings)
}

impl<'a> Context<'a> {
    /// The path of a department's file of the year, as it is shown: that of the one which is there, or
    /// the one that it is to hand in.
    fn file_of(&self, department: &str) -> String {
        let path = |department: &Department| self.sources.get(department.file).path.as_str();
        if let Some(handed_in) = self.department(department) {
            return path(handed_in).to_owned();
        }
        let departments = self.profile.departments.iter().zip(&self.submissions.forms);
        let mut form = departments.filter(|(entry, _)| entry.name == department);
        match form.next() {
            Some((_, file)) => self.sources.get(*file).path.clone(),
            None => format!("data/{}/{department}.yaml", self.submissions.report.year),
        }
    }

    /// Whether a figure, or a part of it, may stand in a file that was not understood.
    fn may_be_unread(&self, line: &Line<'_>) -> bool {
        let Submissions { unread, report, .. } = self.submissions;
        match &line.metric.owner {
            Owner::Department(owner) => unread.is_all_of(owner),
            Owner::Every => unread
                .files()
                .filter(|file| *file != report.file)
                .any(|file| !line.entries.iter().any(|entry| entry.department.file == file)),
        }
    }

    /// Whether a department that owes its part of what others reported has not reported it.
    fn awaits_part(&self, line: &Line<'_>) -> bool {
        let has_reported = |name: &str| line.entry_of(name).is_some();
        line.metric.need == Need::Required
            && !line.entries.is_empty()
            && self.profile.departments.iter().any(|department| !has_reported(&department.name))
    }

    fn department(&self, name: &str) -> Option<&'a Department> {
        self.submissions.of_department(name).next()
    }

    /// What the texts and dates of the report are written in.
    fn home(&self) -> &'static str {
        if self.edition.department.is_some() { "本部门报告" } else { "报告总表" }
    }

    /// The 年度 of `report.yaml`, for what has no place of its own.
    fn report_year(&self) -> Place {
        self.submissions.report.year_place
    }
}

fn figures(
    ledger: &Ledger<'_>,
    last_year: &LastYear<'_>,
    noted: Noted,
    context: Context<'_>,
) -> Figures {
    let years = ledger.lines().zip(last_year.lines());
    let typed = years.filter(|(line, _)| line.metric.taken_from.is_none());
    let all = typed
        .map(|(line, last)| (line.metric.name.clone(), figure(line, last, last_year, context)));
    let mut figures = ByName::default();
    figures.reserve(context.catalogue.metrics.len());
    figures.extend(all);
    Figures::new(figures, noted)
}

fn figure(
    line: &Line<'_>,
    last: &Line<'_>,
    last_year: &LastYear<'_>,
    context: Context<'_>,
) -> Figure {
    let metric = line.metric;
    let value = match &line.state {
        State::Reported { value, .. } => Some(value.clone()),
        State::Computed { value, .. } => Some(Value::Number(Quantity::exact(*value))),
        State::Missing
        | State::Faulty
        | State::Undefined
        | State::Approximate
        | State::Incomplete => None,
    };
    let is_awaited = match &metric.owner {
        Owner::Department(name) => context.department(name).is_none(),
        Owner::Every => false,
    };
    let lacks = match &line.state {
        State::Missing | State::Faulty if is_awaited => Some(Lack::Owed),
        State::Faulty => Some(Lack::Faulty),
        State::Missing if metric.need == Need::Required => Some(Lack::Owed),
        State::Missing
        | State::Reported { .. }
        | State::Computed { .. }
        | State::Undefined
        | State::Approximate
        | State::Incomplete => None,
    };
    let (origin, derivation) = provenance(line);
    let (previous_origin, previous_derivation) = provenance(last);
    let previous = match &last.state {
        State::Reported {
            value: words @ (Value::Text(_) | Value::List(_) | Value::Boolean(_)),
            ..
        } => Some(words.clone()),
        _ => last.reported().map(|operand| Value::Number(operand.quantity)),
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
        decimals: context.catalogue.rate_decimals(metric),
        department,
        value,
        lacks,
        origin,
        derivation,
        previous,
        previous_origin,
        previous_derivation,
        parts: if metric.owner == Owner::Every { parts(line, last_year) } else { Vec::new() },
    }
}

/// Where the value of a metric was typed, or how it was computed.
fn provenance(line: &Line<'_>) -> (Option<Span>, Derivation) {
    match &line.state {
        State::Reported { span, .. } => (Some(*span), Derivation::Reported),
        State::Computed { formula, .. } => (None, Derivation::Computed(formula.clone())),
        State::Missing
        | State::Faulty
        | State::Undefined
        | State::Approximate
        | State::Incomplete => (None, Derivation::Reported),
    }
}

fn parts(line: &Line<'_>, last_year: &LastYear<'_>) -> Vec<Part> {
    let part = |entry: &Entry<'_>| {
        let department = &entry.department.name.value;
        let (origin, derivation) = entry.provenance();
        let last = last_year.own(&line.metric.name, department);
        let (previous_origin, previous_derivation) =
            last.map_or((None, Derivation::Reported), |(_, entry)| entry.provenance());
        Some(Part {
            department: department.clone(),
            value: entry.value.clone()?,
            origin,
            derivation,
            previous: last.map(|(quantity, _)| quantity),
            previous_origin,
            previous_derivation,
        })
    };
    line.entries.iter().filter_map(part).collect()
}
