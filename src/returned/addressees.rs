//! 主送机关 that stand in 版记 for want of room above the text: read as they stand above it, where the text
//! as sent has them.

use super::walker::{SENT_TO, Text};
use crate::sent::Role;

/// Puts them where they stand in the text, in the words that they have there.
pub(super) fn raise(text: &mut Text) {
    let is_below = |role: Option<Role>, text: &str| {
        role == Some(Role::Salutation) && text.starts_with(SENT_TO)
    };
    let paragraphs = &mut text.paragraphs;
    let Some(from) = paragraphs.iter().position(|one| is_below(one.role, &one.text)) else {
        return;
    };
    let is_above = |role: Option<Role>| {
        matches!(
            role,
            Some(
                Role::Marking
                    | Role::Mark
                    | Role::Number
                    | Role::Signers
                    | Role::Title
                    | Role::Subtitle
                    | Role::Reporter
            )
        )
    };
    let to = paragraphs.iter().position(|one| !is_above(one.role)).unwrap_or(from).min(from);
    let mut own = paragraphs.remove(from);
    let names = own.text.get(SENT_TO.len()..).unwrap_or_default();
    own.text = format!("{}：", names.trim_end_matches('。').replace('，', "、"));
    let length = own.text.len();
    paragraphs.insert(to, own);
    let tracked = text.tracked.iter_mut().map(|one| (&mut one.paragraph, &mut one.range));
    let comments = text.comments.values_mut().filter(|spot| spot.is_known);
    let comments = comments.map(|spot| (&mut spot.paragraph, &mut spot.range));
    for (paragraph, range) in tracked.chain(comments) {
        if *paragraph == from {
            let moved = |at: usize| at.saturating_sub(SENT_TO.len()).min(length);
            (*paragraph, *range) = (to, moved(range.start)..moved(range.end));
        } else if (to..from).contains(paragraph) {
            *paragraph += 1;
        }
    }
    // What was done is listed in reading order.
    text.tracked.sort_by_key(|one| one.paragraph);
}
