//! What was changed as JSON, one object a line, for programs. `docs/机器格式.md` describes the fields.

use serde_json::{Value, json};

use super::{Applied, Excerpt, FigureChange, Item, Revision, SinceSent, Standing, Theirs};
use crate::source::{Place, Sources, Span};

/// One line for each change, and for each of the data's own; each ends in a line break.
pub(crate) fn render(revision: &Revision, sources: &Sources, applied: Option<&Applied>) -> String {
    let items = (0..).zip(&revision.items);
    let items = items.map(|(at, item)| object(at, item, sources, applied));
    let since = revision.since.iter().map(|since| since_object(since, sources));
    items.chain(since).map(|object| format!("{object}\n")).collect()
}

fn object(at: usize, item: &Item, sources: &Sources, applied: Option<&Applied>) -> Value {
    let (standing, theirs) = match &item.standing {
        Standing::Open => ("open", None),
        Standing::Done => ("done", None),
        Standing::Conflict(Theirs::Words(words) | Theirs::Also(words)) => {
            ("conflict", Some(words.as_str()))
        }
        Standing::Conflict(Theirs::Moved | Theirs::Order(_) | Theirs::Gone) => ("conflict", None),
    };
    let pieces = item.bits.iter().filter(|bit| bit.is_told);
    let pieces = pieces.map(|bit| json!({ "old": bit.old, "new": bit.new }));
    let notes = item.notes.iter().map(|(key, text)| json!({ "key": key, "text": text }));
    json!({
        "number": at + 1,
        "kind": item.kind.name(),
        "standing": standing,
        "theirs": theirs,
        "part": item.part,
        "old": excerpt(&item.old),
        "new": excerpt(&item.new),
        "pieces": pieces.collect::<Value>(),
        "owner": item.owner.word(),
        "place": item.place.map(|place| place_of(place, sources)),
        "authors": item.authors,
        "figure": item.figure.as_ref().map(|figure| figure_of(figure, sources)),
        "notes": notes.collect::<Value>(),
        "certain": item.remedy.is_ok(),
        "reason": item.remedy.as_ref().err(),
        "applied": applied.is_some_and(|applied| applied.taken.contains(&at)),
    })
}

fn since_object(since: &SinceSent, sources: &Sources) -> Value {
    json!({
        "kind": "since",
        "moved": since.is_move,
        "part": since.part,
        "old": excerpt(&since.old),
        "new": excerpt(&since.new),
        "owner": since.owner.word(),
        "place": since.place.map(|place| place_of(place, sources)),
    })
}

fn excerpt(excerpt: &Excerpt) -> Value {
    json!({ "before": excerpt.before, "words": excerpt.words, "after": excerpt.after })
}

fn figure_of(figure: &FigureChange, sources: &Sources) -> Value {
    json!({
        "metric": figure.metric,
        "old": figure.old,
        "new": figure.said,
        "unit": figure.unit,
        "typed": figure.typed.map(|place| place_of(place, sources)),
        "computed": figure.computed,
        "findings": figure.broken,
        "follows": figure.follows.iter().map(|follow| &follow.told).collect::<Vec<_>>(),
    })
}

fn place_of(place: Span, sources: &Sources) -> Value {
    let start = sources.position(place);
    let cell = match sources.shown(place.into()) {
        Place::Cell(cell) => Some(sources.cell_name(cell)),
        Place::Text(_) | Place::File(_) => None,
    };
    match cell {
        Some(cell) => json!({ "path": start.path, "cell": cell }),
        None => json!({ "path": start.path, "line": start.line, "column": start.column }),
    }
}
