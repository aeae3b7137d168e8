//! The edits of several changes, file by file: what is put elsewhere takes along what is changed within it.

use std::collections::BTreeMap;

use super::super::{Carried, Remedy};
use crate::diagnostic::Edit;
use crate::source::{Sources, Span};

/// The edits of a file by their places; those at one place in the order in which they were made.
type Ordered = BTreeMap<(u32, u32, usize), Edit>;

/// The edits of some changes by file, in order: what is put in at one place is one edit, and the same
/// edit is made once.
pub(super) fn gathered(
    remedies: &[(usize, &Remedy)],
    sources: &Sources,
) -> Result<BTreeMap<String, Vec<Edit>>, String> {
    let mut by_file: BTreeMap<String, Ordered> = BTreeMap::new();
    let path = |span: Span| sources.get(span.file).path.clone();
    let mut carried: Vec<(usize, &Carried)> = Vec::new();
    let mut made = 0;
    for (_, remedy) in remedies {
        for edit in &remedy.edits {
            let edits = by_file.entry(path(edit.span)).or_default();
            let (start, end) = (edit.span.start, edit.span.end);
            let mut same = edits.range((start, end, 0)..=(start, end, usize::MAX));
            if start == end || same.all(|(_, other)| other.text != edit.text) {
                made += 1;
                add(edits, made, edit.clone());
            }
        }
        for one in &remedy.carried {
            made += 1;
            carried.push((made, one));
        }
    }
    // What is put elsewhere within a text that is itself put elsewhere goes with it.
    carried.sort_by_key(|(_, one)| one.cut.range().len());
    for (made, one) in carried {
        let edits = by_file.entry(path(one.cut)).or_default();
        let text = with_own(one, edits, sources)?;
        add(edits, made, Edit { span: one.cut, text: String::new() });
        add(edits, made, Edit { span: Span::new(one.cut.file, one.to..one.to), text });
    }
    by_file.into_iter().map(|(path, edits)| Ok((path, joined(edits.into_values())?))).collect()
}

fn add(edits: &mut Ordered, made: usize, edit: Edit) {
    edits.insert((edit.span.start, edit.span.end, made), edit);
}

/// A text that is put elsewhere, with the edits within it, which are taken out of those of its file.
fn with_own(one: &Carried, edits: &mut Ordered, sources: &Sources) -> Result<String, String> {
    let (start, end) = (one.text.start, one.text.end);
    let near = edits.range((start, start, 0)..=(end, end, usize::MAX));
    let own: Vec<_> =
        near.filter(|(_, edit)| is_within(edit.span, one)).map(|(at, _)| *at).collect();
    let own: Vec<Edit> = own.iter().filter_map(|at| edits.remove(at)).collect();
    let source = sources.get(one.text.file).text();
    let mut text = one.before.clone();
    let mut at = one.text.range().start;
    for edit in joined(own.into_iter())? {
        text.push_str(source.get(at..edit.span.range().start).unwrap_or_default());
        text.push_str(&edit.text);
        at = edit.span.range().end;
    }
    text.push_str(source.get(at..one.text.range().end).unwrap_or_default());
    text.push_str(&one.after);
    Ok(text)
}

/// Whether an edit is within a text that is put elsewhere. At the ends of whole lines the texts beside
/// them begin and end; at the ends of a paragraph stand its own words.
fn is_within(span: Span, carried: &Carried) -> bool {
    let text = carried.text;
    let is_at_end = span.start == span.end && (span.start == text.start || span.start == text.end);
    let is_of_lines = text == carried.cut;
    text.start <= span.start && span.end <= text.end && !(is_at_end && is_of_lines)
}

/// Edits in their order; those that put something in at one place are one.
fn joined(edits: impl Iterator<Item = Edit>) -> Result<Vec<Edit>, String> {
    let mut joined: Vec<Edit> = Vec::new();
    for edit in edits {
        match joined.last_mut() {
            Some(last) if last.span == edit.span => last.text.push_str(&edit.text),
            Some(last) if last.span.end > edit.span.start => {
                return Err("同另一处修改叠在一起：那一处写好以后再运行一遍".to_owned());
            }
            _ => joined.push(edit),
        }
    }
    Ok(joined)
}
