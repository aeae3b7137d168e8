//! Comments, each at the words that it concerns, and who made a change.

use std::ops::Range;

use super::super::merge::{Deed, What};
use super::super::named::start_of;
use super::super::place::owner_of;
use super::super::united::Spot;
use super::super::{Excerpt, Item, Kind, Owner, Standing};
use super::Items;
use crate::returned::Comment;
use crate::sent::Role;

/// What is to be done with the text of a box.
const BOXED: &str = "写在文本框里，不是正文，要人处理";

impl Items<'_> {
    pub(super) fn remark(&self, remark: &Comment, deeds: &[Deed]) -> Item {
        let text = self.came.paragraphs.get(remark.paragraph).map_or("", |one| one.text.as_str());
        let about = Some(remark.about.as_str()).filter(|about| !about.is_empty());
        let words = about.or_else(|| text.get(remark.range.clone()).filter(|it| !it.is_empty()));
        let words = words.map_or_else(|| start_of(text), str::to_owned);
        // The paragraph of the data that it concerns: the one whose text it is, or nearly.
        let line = self.line_of(remark.paragraph, text, deeds);
        let place = line.and_then(|at| {
            let line = self.lines.get(at)?;
            let range = line.text.find(&words).map(|at| at..at + words.len()).unwrap_or(0..0);
            let piece = line.touched(&range).iter().find(|piece| piece.place().is_some())?;
            let start = range.start.max(piece.range.start);
            piece.near(&(start..range.end.min(piece.range.end).max(start)))
        });
        let place = place.or_else(|| line.and_then(|line| self.mason().start(line)));
        let is_title =
            line.and_then(|at| self.lines.get(at)).is_some_and(|it| it.role == Role::Title);
        let place = place.or_else(|| match is_title {
            true => self.line_of_title(&self.present.document.edition.layout.name),
            false => None,
        });
        Item {
            kind: Kind::Remark,
            standing: Standing::Open,
            part: line.map(|line| self.part(line)).unwrap_or_default(),
            old: Excerpt { words, ..Excerpt::default() },
            new: Excerpt { words: remark.text.clone(), ..Excerpt::default() },
            bits: Vec::new(),
            owner: place.map_or(Owner::Unknown, |place| owner_of(self.sources(), place)),
            place,
            authors: Some(remark.author.clone())
                .filter(|author| !author.is_empty())
                .into_iter()
                .collect(),
            figure: None,
            notes: notes_of(remark),
            remedy: Err(if remark.is_boxed { BOXED } else { "批注要人处理" }.to_owned()),
            spot: Spot::default(),
            unit: 0,
        }
    }

    /// Who made a change, as far as it was tracked.
    pub(super) fn authors(&self, deed: &Deed) -> Vec<String> {
        let mut authors: Vec<String> = Vec::new();
        let is_whole = deed.within == (0..0);
        for tracked in &self.came.tracked {
            let is_near = deed.came.contains(&tracked.paragraph)
                && (is_whole || touch(&tracked.range, &deed.within));
            // What is gone stood at the end of the paragraph before it.
            let is_gone = deed.came.is_empty()
                && (tracked.paragraph == deed.came.start
                    || tracked.paragraph + 1 == deed.came.start);
            if (is_near || is_gone)
                && !tracked.author.is_empty()
                && !authors.contains(&tracked.author)
            {
                authors.push(tracked.author.clone());
            }
        }
        authors
    }

    /// The paragraph of the data that a returned one stands for.
    fn line_of(&self, paragraph: usize, text: &str, deeds: &[Deed]) -> Option<usize> {
        let same = self.lines.iter().position(|line| line.text == text);
        same.or_else(|| {
            let mut of_it = deeds.iter().filter(|deed| deed.came.contains(&paragraph));
            of_it.find_map(|deed| match &deed.what {
                What::Words { line, .. } | What::Move { line, .. } | What::Split { line, .. } => {
                    Some(*line)
                }
                What::Join { lines } => Some(lines.start),
                What::Add { after, .. } => *after,
                What::Remove { .. } | What::Lost { .. } => None,
            })
        })
    }
}

/// What else there is to say of a comment.
fn notes_of(comment: &Comment) -> Vec<(&'static str, String)> {
    let reply = comment.is_reply.then(|| ("说明", "是对上一条批注的回复".to_owned()));
    let resolved = comment.is_resolved.then(|| ("说明", "批注人标了“已解决”".to_owned()));
    reply.into_iter().chain(resolved).collect()
}

fn touch(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start <= other.end && other.start <= one.end
}
