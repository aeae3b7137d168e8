//! Whether what came back is a text of this report at all.

use std::collections::BTreeSet;
use std::ops::Range;

use super::data::is_shown;
use super::{named, named_of, named_sent, paragraphs};
use crate::changes::{self, Change};
use crate::returned::Returned;
use crate::sent::{Role, Sent};

/// Characters of a paragraph that tell something: figures and labels stand in every report.
const TELLING: usize = 6;

/// Paragraphs of which a text tells what it is of.
const ENOUGH: usize = 3;

fn is_telling(role: Option<Role>, text: &str) -> bool {
    !matches!(role, Some(Role::Cell { .. })) && text.chars().count() >= TELLING
}

/// The telling paragraphs of what came back that stand in a text to the letter, and all of them.
pub(crate) fn same(came: &Returned, sent: &Sent) -> (usize, usize) {
    let known: BTreeSet<&str> = sent.paragraphs.iter().map(|one| one.text.as_str()).collect();
    let telling = came.paragraphs.iter().filter(|one| is_telling(one.role, &one.text));
    telling.fold((0, 0), |(same, all), one| {
        (same + usize::from(known.contains(one.text.as_str())), all + 1)
    })
}

/// How much two texts have in common, in thousandths of their telling paragraphs. `is_printed` is whether
/// what came back shows what stands on the printed page alone.
pub(crate) fn nearness(came: &Returned, sent: &Sent, is_printed: bool) -> usize {
    let (same, all) = same(came, sent);
    let shown = sent.paragraphs.iter().filter(|one| is_shown(one.role, &one.text, is_printed));
    let telling = shown.filter(|one| is_telling(Some(one.role), &one.text)).count();
    same * 2000 / (all + telling).max(1)
}

/// How many bytes differ between what came back and a text: of those that share as many paragraphs with it
/// the one is nearest of which the fewest words were changed.
pub(crate) fn distance(came: &Returned, sent: &Sent, is_printed: bool) -> usize {
    let returned = named_of(came);
    let known = named_sent(sent, is_printed);
    let (old, new) = (paragraphs(&known), paragraphs(&returned));
    let length = |texts: &[changes::Paragraph<'_>], range: Range<usize>| -> usize {
        texts.get(range).into_iter().flatten().map(|one| one.text.len()).sum()
    };
    let differing = |change: &Change| match change {
        Change::Kept { .. } | Change::Moved { reworded: false, .. } => 0,
        Change::Reworded { old: from, new: to } | Change::Moved { old: from, new: to, .. } => {
            let text = |texts: &[changes::Paragraph<'_>], at: usize| {
                texts.get(at).map_or(String::new(), |one| one.text.to_owned())
            };
            let edits = changes::edits(&text(&old, *from), &text(&new, *to));
            edits.iter().map(|edit| edit.old.len() + edit.new.len()).sum()
        }
        Change::Added { new: at } => length(&new, *at..*at + 1),
        Change::Removed { old: at } => length(&old, *at..*at + 1),
        Change::Split { old: at, new: to } => {
            length(&old, *at..*at + 1).abs_diff(length(&new, to.clone()))
        }
        Change::Joined { old: from, new: at } => {
            length(&old, from.clone()).abs_diff(length(&new, *at..*at + 1))
        }
    };
    changes::align(&old, &new).iter().map(differing).sum()
}

/// Whether two texts that were sent say the same.
pub(crate) fn is_same_text(one: &Sent, other: &Sent) -> bool {
    let texts = |sent: &Sent| -> Vec<String> {
        let shown = sent.paragraphs.iter().filter(|one| is_shown(one.role, &one.text, false));
        shown.map(|one| one.text.clone()).collect()
    };
    texts(one) == texts(other)
}

/// Whether it is another text: hardly a paragraph has one that it could have been made of.
pub(crate) fn is_other(came: &Returned, sent: &Sent) -> bool {
    let (same, all) = same(came, sent);
    let telling = sent.paragraphs.iter().filter(|one| is_telling(Some(one.role), &one.text));
    let is_short = all < ENOUGH && telling.count() < ENOUGH;
    if all == 0 || is_short || same * 4 >= all {
        return false;
    }
    let returned = named_of(came);
    let known = named(sent.paragraphs.iter().map(|one| (one.role, one.text.as_str())));
    let changes = changes::align(&paragraphs(&known), &paragraphs(&returned));
    let new = changes.iter().filter_map(|change| match change {
        Change::Added { new } => came.paragraphs.get(*new),
        Change::Reworded { old, new } => {
            let (old, new) = (sent.paragraphs.get(*old)?, came.paragraphs.get(*new)?);
            (!is_made_of(&new.text, &old.text)).then_some(new)
        }
        _ => None,
    });
    new.filter(|one| is_telling(one.role, &one.text)).count() * 4 > all * 3
}

/// Whether a paragraph has so many words of another that it was made of it: those of the same place are
/// paired for less.
fn is_made_of(new: &str, old: &str) -> bool {
    let edits = changes::edits(old, new);
    let kept = old.len() - edits.iter().map(|edit| edit.old.len()).sum::<usize>();
    kept * 3 >= old.len().max(new.len())
}

/// The year that a title names.
pub(crate) fn year_of_title(title: &str) -> Option<i32> {
    let mut rest = title;
    while let Some(at) = rest.find('年') {
        let (before, after) = rest.split_at(at);
        let digits = before.len().checked_sub(4).and_then(|start| before.get(start..));
        if let Some(digits) = digits.filter(|digits| digits.bytes().all(|b| b.is_ascii_digit())) {
            return digits.parse().ok();
        }
        rest = after.get('年'.len_utf8()..)?;
    }
    None
}
