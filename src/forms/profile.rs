//! The profile of a new district, `data/profile.yaml`.

use serde::Serialize;

use crate::kind::{LEVELS_OF_ORGANS, LayoutPart};
use crate::project::{DATA_FORMAT, Project, ReportEntry, has_own_catalogue};

/// What the template may name.
#[derive(Debug, Serialize)]
pub(super) struct Values<'a> {
    format: u32,
    /// Whether a layout of the report has these parts.
    has_red_head: bool,
    has_addressees: bool,
    /// Whether deadlines differ by who reports, and the words for these.
    levels: Vec<&'static str>,
    reports: Vec<Report<'a>>,
    /// Whether there is a report whose metrics the catalogue of the project gives to departments.
    has_catalogue: bool,
    layout: Option<&'a str>,
    /// Whether a report has no layout: the line waits to be filled in.
    lacks_layout: bool,
    departments: Vec<Department<'a>>,
}

/// An entry of 报告.
#[derive(Debug, Serialize)]
struct Report<'a> {
    kind: &'a str,
    /// Whether the profile says who reports its metrics.
    is_assigned: bool,
    /// The department, where it is known.
    owner: Option<&'a str>,
    /// 分工
    shares: Vec<Share<'a>>,
    layout: Option<&'a str>,
}

/// A metric that another department reports.
#[derive(Debug, Serialize)]
struct Share<'a> {
    metric: &'a str,
    department: &'a str,
}

#[derive(Debug, Serialize)]
struct Department<'a> {
    name: &'a str,
    short_name: Option<&'a str>,
}

pub(super) fn values(model: &Project, names_kinds: bool) -> Values<'_> {
    let profile = &model.profile;
    let usual = model.kinds.first();
    let layout = profile.layout.as_ref().map(|layout| layout.value.as_str());
    let layout = layout.or_else(|| Some(usual?.layouts.first()?.name.as_str()));
    let lacks_layout = layout.is_none()
        && model.kinds.iter().any(|kind| {
            let entry = profile.report(&kind.folder);
            kind.layouts.is_empty() && entry.is_none_or(|entry| entry.layout.is_none())
        });
    let has = |part| {
        let mut layouts = model.kinds.iter().flat_map(|kind| &kind.layouts);
        layouts.clone().next().is_none() || layouts.any(|layout| layout.has(part))
    };
    let mut deadlines = model.kinds.iter().flat_map(|kind| &kind.deadlines);
    let differ = deadlines.any(|deadline| deadline.organ.is_some() || !deadline.levels.is_empty());
    let levels = LEVELS_OF_ORGANS.iter().map(|(word, _)| *word).filter(|_| differ);
    let named = names_kinds || !profile.reports.is_empty();
    let reports = model.kinds.iter().filter(|_| named).map(|kind| {
        let entry = profile.report(&kind.folder);
        let is_assigned = has_own_catalogue(&model.files, kind);
        report(&kind.folder, entry, is_assigned)
    });
    let departments = profile.departments.iter();
    let departments = departments
        .map(|entry| Department { name: &entry.name, short_name: entry.short_name.as_deref() });
    Values {
        format: DATA_FORMAT,
        has_red_head: has(LayoutPart::RedHead),
        has_addressees: has(LayoutPart::Addressees),
        levels: levels.collect(),
        reports: reports.collect(),
        has_catalogue: model.kinds.iter().any(|kind| !has_own_catalogue(&model.files, kind)),
        layout,
        lacks_layout,
        departments: departments.collect(),
    }
}

fn report<'a>(kind: &'a str, entry: Option<&'a ReportEntry>, is_assigned: bool) -> Report<'a> {
    let assignment = entry.map(|entry| &entry.assignment);
    let owner = assignment.and_then(|assignment| assignment.owner.as_ref());
    let shares = assignment.into_iter().flat_map(|assignment| &assignment.shares);
    let shares =
        shares.map(|(metric, (_, department))| Share { metric, department: &department.value });
    let layout = entry.and_then(|entry| entry.layout.as_ref());
    Report {
        kind,
        is_assigned: is_assigned || owner.is_some(),
        owner: owner.map(|owner| owner.value.as_str()),
        shares: shares.collect(),
        layout: layout.map(|layout| layout.value.as_str()),
    }
}
