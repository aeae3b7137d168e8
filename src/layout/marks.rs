//! The marks of a 核校本: the small numbers at its figures.

use std::collections::BTreeSet;

use super::length::Len;
use crate::document::FactId;

/// The facts that were marked, in the order in which they first appear; a fact's mark is its
/// place in that order.
#[derive(Debug, Default)]
pub(super) struct Marks {
    facts: Vec<(FactId, BTreeSet<usize>)>,
}

impl Marks {
    /// The number of a fact's mark, from 1.
    pub(super) fn number(&mut self, fact: FactId) -> usize {
        let place = self.facts.iter().position(|(known, _)| *known == fact);
        place.unwrap_or_else(|| {
            self.facts.push((fact, BTreeSet::new()));
            self.facts.len() - 1
        }) + 1
    }

    /// Notes that these facts stand on a page, counted from 0.
    pub(super) fn on_page(&mut self, facts: &[FactId], page: usize) {
        for (known, pages) in &mut self.facts {
            if facts.contains(known) {
                pages.insert(page);
            }
        }
    }

    /// Each marked fact and the pages it stands on, by number.
    pub(super) fn facts(&self) -> &[(FactId, BTreeSet<usize>)] {
        &self.facts
    }
}

/// Where a mark stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkPosition {
    /// Over the last character, where the text goes on.
    Over,
    /// Behind it and no higher than it, within a table's cell with this right edge; where there is
    /// no room for that, above it in the corner.
    Behind(Len),
}
