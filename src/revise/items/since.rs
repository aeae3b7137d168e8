//! What the data changed themselves since the text was sent.

use super::super::merge::Since;
use super::super::named::{around, start_of};
use super::super::place::owner_of;
use super::super::{Excerpt, Owner, SinceSent};
use super::Items;
use crate::text::set_off;

impl Items<'_> {
    pub(super) fn since(&self, since: &Since) -> Option<SinceSent> {
        let Some((at, range)) = &since.line else {
            return Some(SinceSent {
                part: String::new(),
                old: Excerpt { words: since.old.clone(), ..Excerpt::default() },
                new: Excerpt::default(),
                owner: Owner::Unknown,
                place: None,
                is_move: false,
            });
        };
        let line = self.lines.get(*at)?;
        if range.end <= line.number() {
            return None;
        }
        let piece = line.touched(range).iter().find(|piece| piece.place().is_some());
        let place = piece.and_then(|piece| {
            let start = range.start.clamp(piece.range.start, piece.range.end);
            piece.near(&(start..range.end.clamp(start, piece.range.end)))
        });
        let is_move = since.old == since.new;
        let (old, new) = match is_move {
            true => {
                let before = at.checked_sub(1).and_then(|before| self.lines.get(before));
                let new = match before {
                    Some(before) => format!("{}之后", set_off(&start_of(&before.text))),
                    None => "最前面".to_owned(),
                };
                let words = |words| Excerpt { words, ..Excerpt::default() };
                (words(start_of(&line.text)), words(new))
            }
            false => {
                let (before, after) = around(&line.text, range);
                let words = |words: &String| Excerpt {
                    before: before.clone(),
                    words: words.clone(),
                    after: after.clone(),
                };
                (words(&since.old), words(&since.new))
            }
        };
        Some(SinceSent {
            part: self.part(*at),
            old,
            new,
            owner: place.map_or(Owner::Computed, |place| owner_of(self.sources(), place)),
            place,
            is_move,
        })
    }
}
