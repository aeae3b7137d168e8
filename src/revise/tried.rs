//! What would be found if changed figures were taken: they stand in for those of the data, which are
//! examined once more.

use std::collections::{BTreeMap, BTreeSet};

use super::addends::OfParts;
use super::figure::{FigureChange, Follow};
use super::typed::{Tried, typed};
use crate::catalogue::Value;
use crate::check::figures::{Derivation, Figure};
use crate::diagnostic::Severity;
use crate::edition::Options;
use crate::examine::{Examined, examine};
use crate::files::Files;
use crate::fix::{Found, Moves, compare, found};
use crate::source::{FileId, Sources};

/// Figures that are tried; each trial reads the data once more.
const MOST_TRIED: usize = 40;

/// Parts that are named.
const MOST_NAMED: usize = 3;

/// Fills in what would be found with the new values: each by itself, and all together.
pub(super) fn try_all(
    changes: &mut [&mut FigureChange],
    files: &Files,
    year: i32,
    options: &Options,
    sources: &Sources,
) {
    let edits = |change: &FigureChange| match &change.of_parts {
        OfParts::Tried { edits, .. } => edits.clone(),
        OfParts::Unknown(_) => Vec::new(),
        OfParts::None => {
            let typed = change.typed.zip(change.new.clone());
            typed.map(|(typed, new)| Tried::there(typed, new)).into_iter().collect()
        }
    };
    for change in changes.iter_mut() {
        if let OfParts::Unknown(which) = change.of_parts {
            change.broken = vec![format!("要看改的是{which}，改了以后再核对")];
        }
    }
    let each: BTreeSet<Vec<Tried>> = changes.iter().map(|change| edits(change)).collect();
    let each: Vec<Vec<Tried>> = each.into_iter().filter(|edits| !edits.is_empty()).collect();
    if each.is_empty() {
        return;
    }
    let before = examine(files.clone(), year, options);
    let before_found = found(&before, &BTreeSet::new());
    let tried = |edits: &[Tried]| {
        let after = with_typed(edits, files, year, options, sources);
        (broken(&after, &before_found), follows(&before, &after, edits))
    };
    let together = (each.len() > 1).then(|| {
        let all: BTreeSet<Tried> = each.into_iter().flatten().collect();
        tried(&all.into_iter().collect::<Vec<_>>()).0
    });
    for change in changes.iter_mut().take(MOST_TRIED) {
        let edits = edits(change);
        if edits.is_empty() {
            continue;
        }
        let (mut broken, follows) = tried(&edits);
        if let Some(together) = &together {
            for told in &mut broken {
                if !together.contains(told) {
                    told.push_str("（修改稿里的数一起改，就没有这个问题）");
                }
            }
        }
        if let OfParts::Tried { names, .. } = &change.of_parts {
            let at = counted_at(names);
            broken.iter_mut().for_each(|told| told.push_str(&at));
        }
        change.broken = broken;
        change.follows = follows.into_iter().filter(|it| it.metric != change.metric).collect();
    }
}

/// Which parts of a sum took the difference.
fn counted_at(names: &[String]) -> String {
    let named = names.get(..MOST_NAMED).unwrap_or(names).join("、");
    match names.len() {
        ..=MOST_NAMED => format!("（差数算在{named}时）"),
        count => format!("（差数算在{named}等 {count} 处时）"),
    }
}

/// The year with some values typed in the place of others.
fn with_typed(
    edits: &[Tried],
    files: &Files,
    year: i32,
    options: &Options,
    sources: &Sources,
) -> Examined {
    let mut by_file: BTreeMap<FileId, Vec<&Tried>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(edit.at.file).or_default().push(edit);
    }
    let mut tried = files.clone();
    for (file, edits) in by_file {
        let source = sources.get(file);
        let values = typed(&edits, source.text());
        tried = match source.workbook() {
            Some(_) => tried.with_tried(&source.path, values),
            None => {
                let mut text = source.text().to_owned();
                // From the end, so that places before stay where they are.
                for (range, value) in values.into_iter().rev() {
                    text.replace_range(range, &value);
                }
                tried.with_unsaved(source.path.as_str(), text)
            }
        };
    }
    examine(tried, year, options)
}

/// What is found then, and not before.
fn broken(after: &Examined, before: &[Found]) -> Vec<String> {
    let new = compare(before, after, &Moves::default()).new;
    let new = new.into_iter().filter_map(|at| after.findings.get(at));
    let told = new.filter(|found| found.severity != Severity::Hint);
    let told = told.map(|found| {
        let place = found.place().map(|place| format!("（{}）", after.sources.named(place)));
        format!("[{}] {}{}", found.code.name(), found.message, place.unwrap_or_default())
    });
    told.collect()
}

/// The computed figures that are others then.
fn follows(before: &Examined, after: &Examined, edits: &[Tried]) -> Vec<Follow> {
    let (Some(old), Some(new)) = (&before.year, &after.year) else { return Vec::new() };
    let is_typed = |figure: &Figure| {
        figure.origin.is_some_and(|origin| edits.iter().any(|edit| edit.at == origin))
    };
    let changed = old.figures.iter().filter_map(|figure| {
        let now = new.figures.get(&figure.metric.name)?;
        let is_computed = matches!(figure.derivation, Derivation::Computed(_));
        let (value, next) = (figure.value.as_ref()?, now.value.as_ref()?);
        let is_other = is_computed && !is_typed(figure) && value != next;
        let (Value::Number(value), Value::Number(next)) = (value, next) else { return None };
        let unit = &figure.metric.unit;
        let metric = &figure.metric.name;
        is_other.then(|| Follow {
            metric: metric.clone(),
            old: value.to_string(),
            new: next.to_string(),
            told: format!("{metric} {} → {}", value.with_unit(unit), next.with_unit(unit)),
        })
    });
    changed.collect()
}
