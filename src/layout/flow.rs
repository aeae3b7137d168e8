//! The flow: the report as a list of items, each as high as a line of text or a row of a table.
//! Pages are only the places where the list is cut ([`paginate`](mod@super::paginate)).

use std::rc::Rc;

use super::length::Len;
use super::pages::Item;
use crate::document::FactId;

/// A part of the flow that is never cut.
#[derive(Debug, Clone, Default)]
pub(super) struct FlowItem {
    /// From its top to the top of the next; an item that stands on the line grid takes the
    /// height of a line of its page instead.
    pub(super) height: Len,
    /// From its top to the foot of what it shows: this much must fit on the page.
    pub(super) shown: Len,
    /// What it shows, measured from the block's left edge and its own top.
    pub(super) items: Vec<Item>,
    /// It must not be the last on its page.
    pub(super) keep_with_next: bool,
    /// A page must not end with it if that can be helped: a label would find no room on either side.
    pub(super) cuts_label: bool,
    /// It stands on the line grid, as text does and table rows do not.
    pub(super) on_grid: bool,
    /// The level and the text of the bookmark that leads to it.
    pub(super) bookmark: Option<(u8, String)>,
    /// The header rows of its table, shown again above the item when it opens a page.
    pub(super) header: Option<Rc<FlowItem>>,
    /// The cells over several rows that it is a part of.
    pub(super) spanned: Vec<SpannedPart>,
    /// It stands on a page that is turned.
    pub(super) is_landscape: bool,
    /// It stands in the middle of the block, however wide that is.
    pub(super) is_centred: bool,
    /// The facts whose marks stand in it (核校本).
    pub(super) facts: Vec<FactId>,
}

impl FlowItem {
    pub(super) fn has_part_of(&self, cell: &Rc<Spanned>) -> bool {
        self.spanned.iter().any(|part| Rc::ptr_eq(&part.cell, cell))
    }

    /// From its top to the top of the next, on a page of this pitch.
    pub(super) fn advance(&self, pitch: Len) -> Len {
        if self.on_grid { pitch } else { self.height }
    }

    /// Where it begins when the item before it ends at `y`.
    pub(super) fn top(&self, y: Len, pitch: Len) -> Len {
        if !self.on_grid {
            return y;
        }
        let units = pitch.to_units().max(1);
        // A difference that comes from rounding is no reason to skip a line.
        pitch.times((y.to_units() - 100 + units - 1).div_euclid(units))
    }
}

/// A cell over several rows.
#[derive(Debug)]
pub(super) struct Spanned {
    /// Its left and right edges, from the block's left edge.
    pub(super) edges: (Len, Len),
    /// What it shows, measured from the block's left edge and its own top.
    pub(super) items: Vec<Item>,
    /// Height of what it shows.
    pub(super) height: Len,
    /// Thickness of the rules around it.
    pub(super) rule: Len,
}

/// What an item of the flow has of a cell over several rows.
#[derive(Debug, Clone)]
pub(super) struct SpannedPart {
    pub(super) cell: Rc<Spanned>,
    /// How many of the things that the item shows are read before the cell, where the cell begins
    /// in it.
    pub(super) begins_after: Option<usize>,
}

/// Puts what must not part from a table on turned pages on its page: the heading above it.
pub(super) fn turn_kept(flow: &mut [FlowItem]) {
    let mut is_landscape = false;
    for item in flow.iter_mut().rev() {
        is_landscape = item.is_landscape || is_landscape && item.keep_with_next;
        item.is_landscape = is_landscape;
    }
}

/// Keeps the last so many items of a flow with what follows them.
pub(super) fn keep_last(flow: &mut [FlowItem], count: usize) {
    let first = flow.len().saturating_sub(count);
    keep_from(flow, first);
}

/// Keeps the items from here on with what follows them.
pub(super) fn keep_from(flow: &mut [FlowItem], first: usize) {
    for item in flow.iter_mut().skip(first) {
        item.keep_with_next = true;
    }
}
