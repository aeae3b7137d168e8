//! Unit: the report of one department, from the data of all.
//!
//! What was loaded for the report of the unit (本级) is turned into what it would be had the
//! department been loaded alone, with its 本部门报告 as the report's file. All later stages go on
//! as for any report.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalogue::{Catalogue, Metric, Need, Owner};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::findings::{Findings, Outcome};
use crate::kind::element::WRITTEN;
use crate::kind::{Kind, LayoutPart};
use crate::load::{Department, LastYear, OwnReport, Report, Submissions, Theme};
use crate::project::{DirectoryEntry, Profile, Project};
use crate::rules::Rule;
use crate::source::{FileId, Listed, Place, Sources};

/// Project and submissions of a department's own report. None where its file has no 本部门报告.
pub(crate) fn of(
    department: &str,
    project: &Project,
    submissions: &Submissions,
    sources: &Sources,
) -> Outcome<Option<(Project, Submissions)>> {
    let Some(place) = project.profile.place(department) else { return Outcome::default() };
    let Some(entry) = project.profile.departments.get(place) else { return Outcome::default() };
    let handed_in = named(&submissions.departments, department).next();
    let own = handed_in.and_then(|handed_in| Some((handed_in, handed_in.own_report.as_deref()?)));
    let Some((handed_in, own)) = own else {
        let form = submissions.forms.get(place).copied();
        // It may be what was not understood.
        let is_unread = |handed_in: &Department| submissions.unread.has(handed_in.file);
        let is_told = submissions.unread.is_all_of(department) || handed_in.is_some_and(is_unread);
        let fault = (!is_told).then(|| {
            let file = handed_in.map(|handed_in| handed_in.file).or(form);
            no_own_report(entry, project, handed_in.is_some(), file)
        });
        return Outcome::new(None, fault.into_iter().collect());
    };
    let mut findings = own.findings.clone();
    let mut report =
        report(department, own, &submissions.report, &project.kind.themes).gather(&mut findings);
    let kind = kind(&project.kind, &report);
    report.kind = Arc::clone(&kind);
    let catalogue = catalogue(department, &project.catalogue);
    let mut files = vec![handed_in.file];
    if needs_outline(department, submissions) {
        files.push(submissions.report.file);
    }
    let submissions = Submissions {
        departments: vec![written(handed_in, own, &report, &submissions.report)],
        forms: submissions.forms.get(place).copied().into_iter().collect(),
        unread: submissions.unread.within(&files, department),
        last_year: last_year(department, &submissions.last_year, sources),
        report,
    };
    let profile = profile(entry, own, &project.profile);
    let project = Project {
        files: project.files.clone(),
        profile,
        kind,
        kinds: project.kinds.clone(),
        known_kinds: project.known_kinds.clone(),
        catalogue,
        is_sound: project.is_sound,
    };
    Outcome::new(Some((project, submissions)), findings)
}

/// Whether a department's file has a 本部门报告, or may have one that was not understood.
pub(crate) fn may_report(department: &str, submissions: &Submissions) -> bool {
    let mut handed_in = named(&submissions.departments, department);
    submissions.unread.is_all_of(department)
        || handed_in.any(|department| department.own_report.is_some())
}

/// Whether a department's own report takes its outline from `report.yaml`, where that was not read
/// as a whole.
pub(crate) fn needs_outline(department: &str, submissions: &Submissions) -> bool {
    let mut handed_in = named(&submissions.departments, department);
    let own = handed_in.find_map(|handed_in| handed_in.own_report.as_deref());
    own.is_some_and(|own| own.report.outline.is_empty()) && !submissions.report.outline.is_whole
}

/// What a department handed in; several files where departments were joined since.
fn named<'a>(departments: &'a [Department], name: &'a str) -> impl Iterator<Item = &'a Department> {
    departments.iter().filter(move |department| department.name.value == name)
}

fn no_own_report(
    entry: &DirectoryEntry,
    project: &Project,
    is_there: bool,
    file: Option<FileId>,
) -> Diagnostic {
    let department = entry.name.as_str();
    let kind = project.kind.as_ref();
    let needs_date = project.profile.usual_layout(kind).needs(LayoutPart::Date);
    let texts = kind.required_texts().map(|content| content.key.as_str());
    let asked = needs_date.then_some(WRITTEN.key).into_iter().chain(texts);
    let asked: Vec<String> = asked.map(|key| format!("“{key}”")).collect();
    let asked = match asked.is_empty() {
        true => String::new(),
        false => format!("，至少写{}", asked.join("")),
    };
    let place = match project.is_of_default_kind() {
        true => String::new(),
        false => format!("的“{}:”下面", kind.folder),
    };
    let fault = Diagnostic::new(Code::E0161, format!("{department}没有写“本部门报告”"))
        .concerning(department)
        .help(format!(
            "要出这个部门自己的报告，在它的文件里{place}加一段“本部门报告:”{asked}；不出的，从 --for 里去掉",
        ));
    let label =
        if is_there { "这个文件里没有“本部门报告”" } else { "没有报送" };
    match file {
        Some(file) => fault.at(file, label),
        None => fault,
    }
}

/// It issues the report in its own name, and says itself to whom.
fn profile(entry: &DirectoryEntry, own: &OwnReport, profile: &Profile) -> Profile {
    Profile {
        issuer: Some(entry.issuer.clone()),
        mark: own.mark.clone(),
        code: own.code.clone(),
        addressees: own.addressees.clone(),
        copies: own.copies.clone(),
        printer: own.printer.clone(),
        site: profile.site.clone(),
        level: entry.level,
        reports: profile.reports.clone(),
        layout: profile.layout.clone(),
        departments: vec![entry.clone()],
    }
}

/// The metrics of other departments stay, so that a layout may ask for them: without a value.
/// What each department reports (各部门) is here what this one does.
fn catalogue(department: &str, catalogue: &Catalogue) -> Catalogue {
    let is_own = |metric: &Metric| match &metric.owner {
        Owner::Department(owner) => owner == department,
        Owner::Every => true,
    };
    let is_known = |name: &str| catalogue.metrics.get(name).is_some_and(|metric| is_own(metric));
    let rules = catalogue.rules.iter().filter(|rule| stays(rule, is_known));
    let rules: Vec<Rule> = rules.cloned().collect();
    let (computed, still) = (computed(&catalogue.rules), computed(&rules));
    let metrics = catalogue.metrics.iter().map(|(name, metric)| {
        let is_every = metric.owner == Owner::Every;
        // Computed of figures that others report, too.
        let lost = || computed.contains(name.as_str()) && !still.contains(name.as_str());
        let metric = match is_own(metric) {
            true if !is_every && !lost() => Arc::clone(metric),
            true => Arc::new(Metric {
                owner: Owner::Department(department.to_owned()),
                need: if lost() { Need::Optional } else { metric.need },
                ..Metric::clone(metric)
            }),
            false => Arc::new(Metric {
                need: Need::Optional,
                default: None,
                minimum: None,
                maximum: None,
                ..Metric::clone(metric)
            }),
        };
        (name.clone(), metric)
    });
    Catalogue {
        dimensions: catalogue.dimensions.clone(),
        metrics: metrics.collect(),
        families: catalogue.families.clone(),
        rules,
    }
}

/// The metrics that rules compute.
fn computed(rules: &[Rule]) -> BTreeSet<String> {
    let computations = rules.iter().filter_map(|rule| rule.relation.computation());
    computations.map(|computation| computation.metric().to_owned()).collect()
}

/// The kind with the themes of the department's outline alone.
fn kind(kind: &Arc<Kind>, report: &Report) -> Arc<Kind> {
    let outline = &report.outline;
    if outline.is_empty() {
        return Arc::clone(kind);
    }
    let is_used = |theme: &&String| outline.iter().any(|used| used.key.value == **theme);
    let themes = kind.themes.iter().filter(is_used).cloned().collect();
    Arc::new(Kind { themes, ..Kind::clone(kind) })
}

/// Whether a rule can be held to the figures of one department: all that it compares are its own,
/// and it does not hold a department against all of them.
fn stays(rule: &Rule, is_own: impl Fn(&str) -> bool) -> bool {
    let relation = rule.relation.as_ref();
    if relation.metric_by_metric().is_some() {
        return true;
    }
    let years = relation.across_years().map(|years| years.of_last_year()).unwrap_or_default();
    let mut metrics = relation.operands().into_iter().chain(relation.metrics()).chain(years);
    !relation.is_of_all() && metrics.all(is_own)
}

/// 本部门报告 in place of `report.yaml`. An outline that it does not give is the unit's, of which
/// stay the items that the department writes.
fn report(department: &str, own: &OwnReport, unit: &Report, themes: &[String]) -> Outcome<Report> {
    let mut report = own.report.clone();
    let mut findings = Findings::new();
    if report.outline.is_empty() && report.outline.is_whole {
        let kept = unit.outline.iter().map(|theme| of_department(theme, department));
        let kept = kept.filter(|theme| !theme.items.is_empty());
        report.outline = Listed { entries: kept.collect(), ..unit.outline.clone() };
        return Outcome::clean(report);
    }
    let is_known = |theme: &Theme| themes.is_empty() || themes.contains(&theme.key.value);
    for theme in report.outline.iter().filter(|theme| !is_known(theme)) {
        findings.report(unknown_theme(theme, themes));
    }
    report.outline.is_whole &= findings.is_empty();
    report.outline.retain(is_known);
    Outcome::new(report, findings)
}

/// A theme with the items that a department writes, of which it is now the only writer.
fn of_department(theme: &Theme, department: &str) -> Theme {
    let items = theme.items.iter().filter_map(|item| {
        let mut departments = item.departments.clone();
        departments.retain(|named| named.value == department);
        let is_asked = !departments.is_empty();
        is_asked.then(|| {
            let mut item = item.clone();
            item.departments = departments;
            item.goes_on = Vec::new();
            item
        })
    });
    Theme { items: items.collect(), ..theme.clone() }
}

fn unknown_theme(theme: &Theme, themes: &[String]) -> Diagnostic {
    let key = &theme.key;
    let fault = Diagnostic::new(Code::E0801, format!("没有“{}”这个主题", key.value));
    match nearest(&key.value, themes.iter().map(String::as_str)) {
        Some(meant) => {
            fault.at(key.span, format!("是否指“{meant}”")).help(format!("改为“{meant}”"))
        }
        None => fault
            .at(key.span, "不认识这个主题")
            .help(format!("部门的提纲从这些主题里取：{}", themes.join("、"))),
    }
}

/// What the department handed in, with what its own report says in another way. Texts that only the
/// report of the unit prints are left to it.
fn written(handed_in: &Department, own: &OwnReport, report: &Report, unit: &Report) -> Department {
    let mut department = handed_in.clone();
    department.own_report = None;
    let is_replaced = |key: &str| own.prose.iter().any(|(other, _)| other.value == key);
    let asked = report.item_keys();
    let of_unit = unit.item_keys();
    department.prose.retain(|(key, _)| {
        let is_asked = asked.contains(&key.value.as_str());
        let is_left = of_unit.contains(&key.value.as_str()) || !own.report.outline.is_empty();
        !is_replaced(&key.value) && (is_asked || !is_left)
    });
    department.prose.extend(own.prose.iter().cloned());
    department.prose.is_whole &= own.prose.is_whole;
    for (key, listed) in &report.lists {
        if !listed.is_empty() {
            department.lists.shift_remove(key);
        }
    }
    department
}

/// Last year's figures and texts of the department alone.
fn last_year(department: &str, last: &LastYear, sources: &Sources) -> LastYear {
    let departments: Vec<Department> = named(&last.departments, department).cloned().collect();
    let is_its = |place: Place| sources.owners(place.file()).any(|owner| owner == department);
    let own = departments.iter().find_map(|each| each.own_report.as_deref());
    LastYear {
        report: own.map(|own| own.report.clone()),
        lost: last.lost.iter().filter(|lost| is_its(lost.place)).cloned().collect(),
        departments,
    }
}
