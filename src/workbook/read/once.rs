//! What was written in two places of a workbook of which a file of YAML has one.

use rustc_hash::FxHashMap;

use super::contents::said;
use super::slips;
use super::yaml::{At, Key, Node};
use crate::findings::Findings;
use crate::source::FileId;
use crate::workbook::label;

/// Keeps the first of several values under one key. Another one that says something else is told at its
/// cell.
pub(super) fn keep_first(entries: &mut Vec<(Key, Node)>, file: FileId) -> Findings {
    let mut found = Findings::new();
    keep_in(entries, "", file, &mut found);
    found
}

fn keep_in(entries: &mut Vec<(Key, Node)>, of: &str, file: FileId, found: &mut Findings) {
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    let mut kept: Vec<(Key, Node)> = Vec::with_capacity(entries.len());
    for (key, mut value) in entries.drain(..) {
        match known.get(key.text.as_str()).and_then(|place| kept.get_mut(*place)) {
            Some(first) if first.1 == Node::Nothing => *first = (key, value),
            Some((first_key, first)) => {
                if let (Some(second), false) = (place(&key, &value), says_no_more(&value, first)) {
                    let what = match of {
                        label::REMARKS => format!("“{}”的说明", key.text),
                        _ => format!("“{}”", key.text),
                    };
                    let first = place(first_key, first);
                    found.report(slips::written_twice(&what, file, first, second));
                }
            }
            None => {
                within(&mut value, &key.text, file, found);
                known.insert(key.text.clone(), kept.len());
                kept.push((key, value));
            }
        }
    }
    *entries = kept;
}

/// Whether a second value is empty or the same.
fn says_no_more(second: &Node, first: &Node) -> bool {
    match (second, first) {
        (Node::Nothing, _) => true,
        (Node::Text(second), Node::Text(first)) => said(second).trim() == said(first).trim(),
        (Node::Names(_, second), Node::Names(_, first)) => second == first,
        _ => false,
    }
}

fn within(value: &mut Node, of: &str, file: FileId, found: &mut Findings) {
    match value {
        Node::Map(entries) => keep_in(entries, of, file, found),
        Node::List(items) => items.iter_mut().for_each(|item| within(item, of, file, found)),
        Node::Nothing | Node::Text(_) | Node::Names(..) => {}
    }
}

/// The cell in which a value was typed, or else that of its key.
fn place(key: &Key, value: &Node) -> Option<At> {
    match value {
        Node::Text(words) => words.pieces.iter().find_map(|(at, _)| *at).or(key.at),
        Node::Names(at, _) => Some(*at),
        Node::Nothing | Node::List(_) | Node::Map(_) => key.at,
    }
}
