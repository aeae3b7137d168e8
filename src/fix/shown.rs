//! An edit in one line, as people are shown it.

use crate::diagnostic::Edit;

/// Characters shown on either side of what changes.
const AROUND: usize = 8;

/// Characters of what changes that are shown at most.
const MOST: usize = 40;

/// What an edit replaces and what it writes, each with what stands around it on the line.
pub(super) fn shown(text: &str, edit: &Edit) -> (String, String) {
    let range = edit.span.range();
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default().trim_start();
    let after = after.split('\n').next().unwrap_or_default().trim_end();
    let skipped = before.chars().count().saturating_sub(AROUND);
    let mut lead: String = before.chars().skip(skipped).collect();
    if skipped > 0 {
        lead.insert(0, '…');
    }
    let mut tail: String = after.chars().take(AROUND).collect();
    if after.chars().count() > AROUND {
        tail.push('…');
    }
    let replaced = text.get(range).unwrap_or_default();
    let line = |changed: &str| format!("{lead}{}{tail}", short(changed));
    (line(replaced), line(&edit.text))
}

/// A text on one line, its middle left out where it is long.
fn short(text: &str) -> String {
    let text = text.replace('\n', "⏎").replace('\t', "⇥");
    let count = text.chars().count();
    if count <= MOST {
        return text;
    }
    let first: String = text.chars().take(MOST / 2).collect();
    let last: String = text.chars().skip(count - MOST / 2).collect();
    format!("{first}…{last}")
}
