//! What the data have as it came back, though seen from the text as it was sent they say something else: which
//! paragraph was parted or stands elsewhere can be seen in several ways, and another word is enough to see it
//! in another one.

use std::collections::BTreeSet;

use super::clauses::{PART_ENDS, trimmed};
use super::words::{forth, touch};
use super::{Deed, Merge, State, What, paired, text};
use crate::changes::{self, Change, Edit};

impl Merge<'_> {
    /// Tells as done what is no conflict where the data are held against the returned text itself.
    pub(super) fn settle(&self, deeds: &mut [Deed]) {
        let is_conflict = |deed: &&mut Deed| matches!(deed.state, State::Conflict(_));
        let mut conflicts = deeds.iter_mut().filter(is_conflict).peekable();
        if conflicts.peek().is_none() {
            return;
        }
        let texts = self.texts.sent.iter();
        let parts = texts.flat_map(|one| one.text.split(|c: char| PART_ENDS.contains(c)));
        let sent: BTreeSet<&str> = parts.map(trimmed).collect();
        let images = self.images(&sent);
        for deed in conflicts {
            if let Some(what) = self.settled(deed, &images, &sent) {
                (deed.what, deed.state) = (what, State::Done);
            }
        }
    }

    /// The paragraph of the data that each returned one is, where it has all words of it, but those that the data
    /// changed in what came back as it was sent.
    fn images(&self, sent: &BTreeSet<&str>) -> Vec<Option<usize>> {
        let mut images = vec![None; self.texts.came.len()];
        for change in paired::align(self.texts.came, self.texts.now) {
            let (Change::Kept { old, new } | Change::Reworded { old, new }) = change else {
                continue;
            };
            let (came, now) = (text(self.texts.came, old), text(self.texts.now, new));
            let edits = changes::edits(came, now);
            let is_more =
                |edit: &Edit| edit.old.is_empty() || is_within_sent(edit, came, now, sent);
            let image = images.get_mut(old).filter(|_| edits.iter().all(is_more));
            image.into_iter().for_each(|image| *image = Some(new));
        }
        images
    }

    /// What a deed is in the data, where they have it.
    fn settled(
        &self,
        deed: &Deed,
        images: &[Option<usize>],
        sent: &BTreeSet<&str>,
    ) -> Option<What> {
        match (&deed.what, deed.came.len()) {
            // What seems to be the paragraph that is gone is another one, which came back.
            (What::Remove { line }, 0) => {
                images.contains(&Some(*line)).then_some(What::Lost { near: None })
            }
            (What::Split { .. } | What::Lost { .. }, 2..) if deed.within == (0..0) => {
                let parts: Option<Vec<usize>> =
                    images.get(deed.came.clone())?.iter().copied().collect();
                let parts = parts?;
                let in_row =
                    parts.windows(2).all(|pair| matches!(pair, [one, next] if one + 1 == *next));
                let line = parts.first().copied().filter(|_| in_row)?;
                Some(What::Split { line, at: Vec::new() })
            }
            (What::Words { .. }, 1) => {
                let line = images.get(deed.came.start).copied().flatten()?;
                let (came, now) =
                    (text(self.texts.came, deed.came.start), text(self.texts.now, line));
                let edits = changes::edits(came, now);
                // What was taken out at an end may stand in the next one.
                let is_known = !deed.within.is_empty()
                    || 0 < deed.within.start && deed.within.end < came.len();
                let is_other = |edit: &Edit| {
                    touch(&edit.old, &deed.within) && !is_within_sent(edit, came, now, sent)
                };
                let is_as_it_came = is_known && !edits.iter().any(is_other);
                let range = forth(deed.within.start, &edits)..forth(deed.within.end, &edits);
                is_as_it_came.then_some(What::Words { line, range })
            }
            _ => None,
        }
    }
}

/// Whether the data changed words within one part of a sentence that came back as it was sent, though it may
/// stand elsewhere.
fn is_within_sent(edit: &Edit, came: &str, now: &str, sent: &BTreeSet<&str>) -> bool {
    let is_end = |c: char| PART_ENDS.contains(c);
    let (Some(before), Some(own), Some(after), Some(new)) = (
        came.get(..edit.old.start),
        came.get(edit.old.clone()),
        came.get(edit.old.end..),
        now.get(edit.new.clone()),
    ) else {
        return false;
    };
    let lead = before.rsplit(is_end).next().unwrap_or_default();
    let tail = after.split(is_end).next().unwrap_or_default();
    // What stands between two parts is of neither.
    let is_inside = !own.is_empty() || !lead.is_empty() && !tail.is_empty();
    let is_one = !own.contains(is_end) && !new.contains(is_end);
    is_inside && is_one && sent.contains(trimmed(&format!("{lead}{own}{tail}")))
}
