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
    /// It stands on the line grid, as text does and table rows do not.
    pub(super) on_grid: bool,
    /// The level and the text of the bookmark that leads to it.
    pub(super) bookmark: Option<(u8, String)>,
    /// The header row of its table, shown again above the item when it opens a page.
    pub(super) header: Option<Rc<FlowItem>>,
    /// The facts whose marks stand in it (核校本).
    pub(super) facts: Vec<FactId>,
}

impl FlowItem {
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
