//! Parts of the report that another program put into a box: 版记, where a document went through its own format.

use super::Named;
use super::named::frame_word;
use crate::returned::{Returned, ReturnedParagraph};

/// What came back, with the text of a box that is the end of the text as sent, word for word, in its place.
pub(super) fn unboxed(came: &Returned, known: &Named<'_>) -> Returned {
    let mut came = came.clone();
    let mut end: Vec<ReturnedParagraph> = Vec::new();
    let last = came.paragraphs.last().map(|last| last.text.as_str());
    if last == known.last().map(|(.., text)| *text) {
        return came;
    }
    came.comments.retain(|remark| {
        let lines: Vec<&str> = remark.text.lines().map(str::trim).collect();
        let start = known.len().saturating_sub(lines.len());
        let own = known.get(start..).unwrap_or_default();
        let is_same = own.len() == lines.len()
            && own
                .iter()
                .zip(&lines)
                .all(|((_, role, text), line)| frame_word(*role).is_some() && text.trim() == *line);
        let is_end = remark.is_boxed && !lines.is_empty() && end.is_empty() && is_same;
        if is_end {
            end.extend(own.iter().map(|(_, role, text)| ReturnedParagraph {
                text: (*text).to_owned(),
                role: Some(*role),
                ids: Vec::new(),
            }));
        }
        !is_end
    });
    came.paragraphs.extend(end);
    came
}
