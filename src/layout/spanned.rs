//! Cells over several rows. A page may be cut between these rows; then the cell is closed by a rule
//! on both pages, and its text stands on both in the middle of what is seen of the cell. Only
//! the first is part of the report's text.

use std::rc::Rc;

use super::flow::{FlowItem, Spanned};
use super::length::Len;
use super::pages::{Item, Rule};
use super::style::Colour;

/// The cells whose text was shown on a page before.
#[derive(Debug, Default)]
pub(super) struct Shown {
    cells: Vec<Rc<Spanned>>,
}

impl Shown {
    /// What the first of these items of a page shows, with the cells over several rows of which it is
    /// the first on the page. `next` is the first item of the page after it.
    pub(super) fn with_spanned(
        &mut self,
        items: &[FlowItem],
        next: Option<&FlowItem>,
        opens_page: bool,
    ) -> Vec<Item> {
        let Some(item) = items.first() else { return Vec::new() };
        let mut shown = Vec::with_capacity(item.items.len());
        let mut rules = Vec::new();
        let mut read = 0;
        for part in item.spanned.iter().filter(|part| opens_page || part.begins_after.is_some()) {
            let before = part.begins_after.unwrap_or_default();
            shown.extend(item.items.get(read..before).unwrap_or_default().iter().cloned());
            read = before;
            let cell = &part.cell;
            let visible = items.iter().take_while(|item| item.has_part_of(cell));
            let (count, height) = visible
                .fold((0, Len::ZERO), |(count, height), item| (count + 1, height + item.height));
            let goes_on = count == items.len() && next.is_some_and(|next| next.has_part_of(cell));
            shown.extend(self.text_of(cell, height, goes_on));
            let (left, right) = cell.edges;
            let rule = |y| {
                let (from, to) = ((left, y), (right, y));
                Item::Rule(Rule { from, to, thickness: cell.rule, colour: Colour::BLACK })
            };
            rules.extend(part.begins_after.is_none().then(|| rule(Len::ZERO)));
            rules.extend(goes_on.then(|| rule(height)));
        }
        shown.extend(item.items.get(read..).unwrap_or_default().iter().cloned());
        shown.extend(rules);
        shown
    }

    /// The text of a cell in the middle of so much of its height. Where it does not fit, it waits for
    /// the next page, if there is one.
    fn text_of(&mut self, cell: &Rc<Spanned>, height: Len, goes_on: bool) -> Vec<Item> {
        let was_shown = self.cells.iter().any(|shown| Rc::ptr_eq(shown, cell));
        if cell.height > height && (goes_on || was_shown) {
            return Vec::new();
        }
        if goes_on && !was_shown {
            self.cells.push(Rc::clone(cell));
        }
        let top = (height - cell.height).max(Len::ZERO).half();
        let items = cell.items.iter().map(|item| item.moved(Len::ZERO, top));
        items.map(|item| if was_shown { item.untagged() } else { item }).collect()
    }
}
