//! What would be typed in the place of a value: the value of a metric, or of one of its members where one
//! stands for several.

use std::ops::Range;

use crate::catalogue::{DOT, OTHERS};
use crate::source::{Sources, Span};

/// A value that is tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tried {
    /// Where the value stands that it takes the place of.
    pub(super) at: Span,
    put: Put,
    value: String,
}

/// What is typed for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Put {
    /// The value, in the place of the other.
    There,
    /// The member with its value before 其余, which stands for it and for others.
    Before { member: String, key: Span },
    /// All members, in the place of one value that stands for them.
    All { member: String },
}

impl Tried {
    pub(super) fn there(at: Span, value: String) -> Tried {
        Tried { at, put: Put::There, value: value.replace('−', "-") }
    }

    /// A department's part of a metric, which may stand for other members, too.
    pub(super) fn of_part(sources: &Sources, at: Span, metric: &str, value: String) -> Tried {
        let tried = Tried::there(at, value);
        let text = sources.get(at.file).text();
        let before = text.get(..at.range().start).map(|text| text.trim_end().strip_suffix(':'));
        let (Some(Some(before)), Some((_, member))) = (before, metric.rsplit_once(DOT)) else {
            return tried;
        };
        let start = before.rfind([',', '{', '\n']).map_or(0, |end| end + 1);
        let key = before.get(start..).unwrap_or_default();
        let name = key.trim().trim_matches(['"', '\'']);
        let member = member.to_owned();
        let put = match name {
            OTHERS => {
                let start = start + (key.len() - key.trim_start().len());
                Put::Before { member, key: Span::new(at.file, start..before.len()) }
            }
            name if name == member || metric == name => Put::There,
            _ => Put::All { member },
        };
        Tried { put, ..tried }
    }
}

/// What is typed in one text, in its order. Of two values for one place the first is tried.
pub(super) fn typed(edits: &[&Tried], text: &str) -> Vec<(Range<usize>, String)> {
    let mut values: Vec<(Range<usize>, String)> = Vec::new();
    for of_place in edits.chunk_by(|one, other| one.at == other.at) {
        let Some(first) = of_place.first() else { continue };
        let mut members: Vec<(&str, &str)> = Vec::new();
        for edit in of_place {
            if let Put::Before { member, .. } | Put::All { member } = &edit.put
                && members.iter().all(|(known, _)| known != member)
            {
                members.push((member, &edit.value));
            }
        }
        let joined = |between: &str| {
            let members = members.iter().map(|(member, value)| format!("{member}: {value}"));
            members.collect::<Vec<_>>().join(between)
        };
        let (range, value) = match &first.put {
            Put::There => {
                // Nothing stands there yet, not even the blank behind the colon.
                let range = first.at.range();
                let is_bare = text.get(..range.start).is_some_and(|text| text.ends_with(':'));
                let blank = if is_bare && range.is_empty() { " " } else { "" };
                (range, format!("{blank}{}", first.value))
            }
            Put::All { .. } => (first.at.range(), format!("{{{}, {OTHERS}: 0}}", joined(", "))),
            Put::Before { key, .. } => {
                let start = key.range().start;
                let line = text.get(..start).and_then(|text| text.rsplit('\n').next());
                let indent = line.filter(|line| line.trim().is_empty());
                let behind = text.get(first.at.range().end..).unwrap_or_default();
                let between = match indent {
                    Some(indent) if !behind.trim_start_matches(' ').starts_with(['}', ',']) => {
                        format!("\n{indent}")
                    }
                    _ => ", ".to_owned(),
                };
                (start..start, joined(&between) + &between)
            }
        };
        let is_free = values.last().is_none_or(|(last, _)| last.end <= range.start);
        if is_free && text.get(range.clone()).is_some() {
            values.push((range, value));
        }
    }
    values
}
