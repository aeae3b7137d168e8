//! What is quoted of the text as it was sent and of the text that came back, each from where it stands
//! there.

use std::ops::Range;

use super::Excerpt;
use super::merge::Deed;
use super::named::{around, start_of};
use super::place::Placed;

/// Both texts, paragraph by paragraph.
#[derive(Debug)]
pub(super) struct Quoted<'t> {
    sent: Vec<&'t str>,
    came: Vec<&'t str>,
}

/// Where words stand in both texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stand {
    /// A paragraph of the text as it was sent, and bytes of it.
    pub(super) sent: Option<(usize, Range<usize>)>,
    /// Paragraphs of the returned text, and from which byte of the first to which of the last.
    pub(super) came: Range<usize>,
    pub(super) within: Range<usize>,
}

impl Stand {
    /// From this place to another one of the same paragraphs.
    pub(super) fn up_to(&self, other: &Stand) -> Stand {
        let sent = match (&self.sent, &other.sent) {
            (Some((at, one)), Some((_, other))) => Some((*at, one.start..other.end)),
            _ => self.sent.clone(),
        };
        let within = self.within.start..other.within.end;
        Stand { sent, came: self.came.clone(), within }
    }
}

impl<'t> Quoted<'t> {
    pub(super) fn new(sent: Vec<&'t str>, came: Vec<&'t str>) -> Quoted<'t> {
        Quoted { sent, came }
    }

    pub(super) fn sent(&self, at: usize) -> &'t str {
        self.sent.get(at).copied().unwrap_or_default()
    }

    pub(super) fn came(&self, at: usize) -> &'t str {
        self.came.get(at).copied().unwrap_or_default()
    }

    /// Where a part of a change stands; `said` and `of` are the bytes of the change's words and of the
    /// paragraph of the data, and `line` is the text of that.
    pub(super) fn stand(&self, deed: &Deed, of: &Range<usize>, line: &str, part: &Placed) -> Stand {
        let mut stand =
            Stand { sent: deed.sent.clone(), came: deed.came.clone(), within: deed.within.clone() };
        let Placed { range, share, said, .. } = part;
        if let Some((_, own)) = &mut stand.sent
            && own.len() == of.len()
        {
            *own = own.start + share.start.saturating_sub(of.start)
                ..own.start + share.end.saturating_sub(of.start);
        }
        let is_one = deed.came.len() == 1;
        if is_one && deed.within.len() == deed.new.len() {
            stand.within = deed.within.start + said.start..deed.within.start + said.end;
        }
        // All of a figure, of which a part changed.
        let lead = line.get(range.start..share.start).unwrap_or_default();
        let tail = line.get(share.end..range.end).unwrap_or_default();
        if let Some((at, own)) = &mut stand.sent {
            widen(self.sent.get(*at).copied().unwrap_or_default(), own, lead, tail);
        }
        if is_one {
            widen(self.came(deed.came.start), &mut stand.within, lead, tail);
        }
        stand
    }

    /// The words as they were sent.
    pub(super) fn old(&self, stand: &Stand) -> Excerpt {
        let Some((at, range)) = &stand.sent else { return Excerpt::default() };
        let text = self.sent(*at);
        let (before, after) = around(text, range);
        Excerpt { before, words: text.get(range.clone()).unwrap_or_default().to_owned(), after }
    }

    /// The words as they came back.
    pub(super) fn new_words(&self, stand: &Stand) -> Excerpt {
        let (first, last) =
            (stand.came.start, stand.came.end.saturating_sub(1).max(stand.came.start));
        let Range { start, end } = stand.within;
        let (one, other) = (self.came(first), self.came(last));
        if first == last {
            let (before, after) = around(one, &(start..end));
            let words = one.get(start..end).unwrap_or_default().to_owned();
            return Excerpt { before, words, after };
        }
        let mut words = one.get(start..).unwrap_or_default().to_owned();
        for at in first + 1..=last {
            words.push('\n');
            let own = self.came(at);
            words.push_str(if at == last { own.get(..end).unwrap_or_default() } else { own });
        }
        let (before, _) = around(one, &(start..one.len()));
        let (_, after) = around(other, &(0..end));
        Excerpt { before, words, after }
    }

    /// The beginning of the paragraph that a change concerns, as it was sent.
    pub(super) fn start_of_sent(&self, deed: &Deed) -> Option<String> {
        deed.sent.as_ref().map(|(at, _)| start_of(self.sent(*at)))
    }

    /// The words between two places, as they were sent and as they came back.
    pub(super) fn between(&self, one: &Stand, other: &Stand) -> (&'t str, &'t str) {
        let old = match (&one.sent, &other.sent) {
            (Some((at, one)), Some((_, other))) => self.sent(*at).get(one.end..other.start),
            _ => None,
        };
        let new = self.came(one.came.start).get(one.within.end..other.within.start);
        (old.unwrap_or_default(), new.unwrap_or_default())
    }
}

fn widen(text: &str, range: &mut Range<usize>, lead: &str, tail: &str) {
    if text.get(..range.start).is_some_and(|before| before.ends_with(lead)) {
        range.start -= lead.len();
    }
    if text.get(range.end..).is_some_and(|after| after.starts_with(tail)) {
        range.end += tail.len();
    }
}
