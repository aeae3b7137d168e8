//! Parts of the report that another program put into a box: 版记, where a document went through its own format.

use super::Named;
use super::named::{frame_word, is_alike};
use crate::returned::{Returned, ReturnedParagraph};
use crate::sent::Role;

/// What came back, with the text of a box that is the end of the text as sent in its place, whatever words of it
/// were changed there.
pub(super) fn unboxed(came: &Returned, known: &Named<'_>) -> Returned {
    let mut came = came.clone();
    let last = came.paragraphs.last().map(|last| last.text.as_str());
    if last == known.last().map(|(.., text)| *text) {
        return came;
    }
    let part = known.last().and_then(|(_, role, _)| frame_word(*role));
    let start = known.iter().rposition(|(_, role, _)| part.is_none() || frame_word(*role) != part);
    let end = known.get(start.map_or(0, |start| start + 1)..).unwrap_or_default();
    let boxed = came.comments.iter().filter(|remark| remark.is_boxed);
    let mut found = boxed.filter_map(|remark| Some((remark.clone(), paired(&remark.text, end)?)));
    if let Some((remark, paragraphs)) = found.next() {
        came.comments.retain(|other| *other != remark);
        came.paragraphs.extend(paragraphs);
    }
    came
}

/// The lines of a box as paragraphs, where most of them are those that end the text as sent, in their order.
fn paired(text: &str, end: &[(String, Role, &str)]) -> Option<Vec<ReturnedParagraph>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut rest = end;
    let paragraphs: Vec<ReturnedParagraph> = lines
        .map(|line| {
            let at = rest.iter().position(|(.., text)| is_alike(text.trim(), line));
            let role = at.and_then(|at| rest.get(at)).map(|(_, role, _)| *role);
            rest = at.and_then(|at| rest.get(at + 1..)).unwrap_or(rest);
            ReturnedParagraph { text: line.to_owned(), role, ids: Vec::new() }
        })
        .collect();
    let known = paragraphs.iter().filter(|paragraph| paragraph.role.is_some()).count();
    (known > 0 && known * 2 >= paragraphs.len()).then_some(paragraphs)
}
