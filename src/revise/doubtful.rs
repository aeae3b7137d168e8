//! What bears no tie may have been made of another text than the one that it is most like. Where it says
//! what another one says, nobody may have changed anything there, and what the data took in since would be
//! undone: that is for a person to tell.

use std::collections::BTreeSet;
use std::ops::Range;

use super::headed::before_texts;
use super::quoted::Stand;
use super::{Item, Kind, Revision, Standing, named_of, named_sent, paragraphs, unboxed};
use crate::changes::{self, Change};
use crate::returned::Returned;
use crate::sent::Sent;

/// Takes back what would be written where a text says what another one of the kept texts says, by its
/// name. `sent` is the one that it was compared with.
pub(crate) fn doubt(
    revision: &mut Revision,
    came: &Returned,
    is_printed: bool,
    sent: &Sent,
    others: &[(String, Sent)],
) {
    for (name, other) in others {
        let other = Other::new(came, is_printed, sent, other);
        let items = revision.items.iter().filter(|item| is_taken(item) && other.says(item));
        let units: BTreeSet<usize> = items.map(|item| item.unit).collect();
        let items = revision.items.iter_mut();
        for item in items.filter(|item| is_taken(item) && units.contains(&item.unit)) {
            item.remedy = Err(format!(
                "这里和以前的一份（{name}）一样，分不清是改回去的，还是在那一份上改、这里没有动；\
                用 --base 指明是在哪一份上改的"
            ));
        }
    }
}

fn is_taken(item: &Item) -> bool {
    item.standing == Standing::Open && item.remedy.is_ok()
}

/// What became of a paragraph of what came back, seen from another text.
#[derive(Debug, Clone, Default)]
enum Seen {
    /// It stands there.
    #[default]
    Same,
    /// It stands there but for these bytes.
    Words(Vec<Range<usize>>),
    /// It does not, or elsewhere.
    Changed,
}

/// Another text, and what came back seen from it.
struct Other {
    seen: Vec<Seen>,
    /// The texts that stand in it, and in what came back no longer.
    removed: BTreeSet<String>,
    /// The paragraphs of the text that it was compared with.
    sent: Vec<String>,
}

impl Other {
    fn new(came: &Returned, is_printed: bool, sent: &Sent, other: &Sent) -> Other {
        let compared = named_sent(sent, is_printed);
        let (came, _) = before_texts(&unboxed(came, &compared), &compared);
        let (returned, known) = (named_of(&came), named_sent(other, is_printed));
        let (old, new) = (paragraphs(&known), paragraphs(&returned));
        let mut seen = vec![Seen::Same; new.len()];
        let mut removed = BTreeSet::new();
        let text = |at: usize| old.get(at).map_or("", |one| one.text);
        for change in changes::align(&old, &new) {
            let (range, what) = match change {
                Change::Kept { .. } => continue,
                Change::Reworded { old: from, new: at } => {
                    let to = new.get(at).map_or("", |one| one.text);
                    let edits = changes::edits(text(from), to).into_iter();
                    (at..at + 1, Seen::Words(edits.map(|edit| edit.new).collect()))
                }
                Change::Moved { new: at, .. }
                | Change::Joined { new: at, .. }
                | Change::Added { new: at } => (at..at + 1, Seen::Changed),
                Change::Split { new: range, .. } => (range, Seen::Changed),
                Change::Removed { old: at } => {
                    removed.insert(text(at).to_owned());
                    continue;
                }
            };
            seen.get_mut(range).into_iter().flatten().for_each(|one| *one = what.clone());
        }
        let sent = compared.into_iter().map(|(.., text)| text.to_owned());
        Other { seen, removed, sent: sent.collect() }
    }

    /// Whether it says what came back where an item changes something.
    fn says(&self, item: &Item) -> bool {
        let Stand { sent, came, within } = item.spot.stand();
        if item.kind == Kind::Remove && item.spot.entry().is_none() {
            let gone = sent.as_ref().and_then(|(at, _)| self.sent.get(*at));
            return gone.is_none_or(|gone| !self.removed.contains(gone));
        }
        let is_single = came.len() == 1;
        let is_same = |seen: &Seen| match seen {
            Seen::Same => true,
            Seen::Words(edits) if is_single => {
                edits.iter().all(|edit| edit.end < within.start || within.end < edit.start)
            }
            Seen::Words(_) => true,
            Seen::Changed => false,
        };
        let mut seen = self.seen.get(came.clone()).into_iter().flatten().peekable();
        seen.peek().is_some() && seen.all(is_same)
    }
}
