//! Pagination: where the flow is cut into pages.
//!
//! Nothing is set anew for it: a page on which signature and imprint would stand alone is
//! avoided by cutting the flow again with a line more or a line fewer on the pages before.

use super::flow::FlowItem;
use super::length::Len;
use super::marks::Marks;
use super::page_builder::PageBuilder;
use super::style::Style;

/// A flow and the place it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flow<'a> {
    pub(super) items: &'a [FlowItem],
    /// Where it begins on its first page, from the block's top edge.
    pub(super) top: Len,
    /// Height that is kept free below the last item.
    pub(super) free_below: Len,
    /// The first of the items that share a page with the signature; none when there is no
    /// signature in it.
    pub(super) signed: Option<usize>,
}

/// A page's share of the flow.
#[derive(Debug, Clone, Copy)]
struct Cut {
    /// The item after its last.
    end: usize,
    /// Lines that the page has.
    lines: u32,
    /// Items that would have fitted but belong with those on the next page.
    left_over: usize,
}

/// Puts a flow on pages, from the last page on. Returns where it ends, from the block's top
/// edge of what is then the last page.
pub(super) fn paginate(
    flow: Flow<'_>,
    style: &Style,
    pages: &mut PageBuilder<'_>,
    mut marks: Option<&mut Marks>,
) -> Len {
    let lines = style.page.lines;
    let mut cuts = cuts(flow, style, &|_| lines);
    if let Some(adjusted) = flow.signed.and_then(|signed| adjusted(flow, signed, &cuts, style)) {
        cuts = adjusted;
    }
    let mut y = flow.top;
    let mut start = 0;
    for (i, cut) in cuts.into_iter().enumerate() {
        if i > 0 {
            pages.add_page();
            y = Len::ZERO;
        }
        let pitch = style.pitch_of(cut.lines);
        let items = &flow.items[start..cut.end];
        if items.first().is_some_and(|item| item.is_landscape) {
            pages.turn_page();
        }
        y = pages.put_flow(items, flow.items.get(cut.end), y, pitch, marks.as_deref_mut());
        start = cut.end;
    }
    y
}

/// Whether items that begin at `top` of a page all fit on it.
pub(super) fn fits_on_page(items: &[FlowItem], top: Len, style: &Style) -> bool {
    fill(items, top, style.pitch(), style).0 == items.len()
}

/// Where each page of the flow ends. `lines` is how many lines each page has.
fn cuts(flow: Flow<'_>, style: &Style, lines: &dyn Fn(usize) -> u32) -> Vec<Cut> {
    let Flow { items, top, free_below, .. } = flow;
    let mut cuts = Vec::new();
    let (mut start, mut y) = (0, top);
    while start < items.len() {
        let lines = lines(cuts.len());
        let (count, foot) = fill(&items[start..], y, style.pitch_of(lines), style);
        let full = start + count;
        let mut end = full;
        let is_landscape = items[start].is_landscape;
        if let Some(next) = items.get(full) {
            // A page that is turned stands between others whatever fits on these.
            if next.is_landscape == is_landscape {
                end = before_kept(items, start, full);
            }
        } else if foot + free_below > style.page.block_height && count > 1 && !is_landscape {
            // What follows the flow does not fit below it: the last items go to the next page
            // with it, where that can be.
            let parted = before_kept(items, start, full - 1);
            end = if items[parted - 1].keep_with_next { full } else { parted };
        }
        cuts.push(Cut { end, lines, left_over: full - end });
        (start, y) = (end, Len::ZERO);
    }
    cuts
}

/// 7.3.5.5: where lines had to move to the last page, so that signature and imprint do not
/// stand there alone, either all of them are fetched back on pages of a narrower pitch, or
/// the pages before give up one line each and take a wider pitch, rather than one page
/// ending short; whichever touches fewer pages.
fn adjusted(flow: Flow<'_>, signed: usize, cuts: &[Cut], style: &Style) -> Option<Vec<Cut>> {
    let before = cuts.len().checked_sub(2)?;
    let short = cuts.get(before)?;
    if short.left_over == 0 || short.end + short.left_over <= signed {
        return None;
    }
    let narrowed = narrowed(flow, before, cuts, style);
    let widened = widened(flow, before, cuts, style);
    let touched = |cuts: &[Cut]| cuts.iter().filter(|cut| cut.lines != style.page.lines).count();
    match (narrowed, widened) {
        (Some(narrowed), Some(widened)) if touched(&narrowed) > touched(&widened) => Some(widened),
        (narrowed, widened) => narrowed.or(widened),
    }
}

/// The flow on one page fewer, the fewest pages up to its end in a narrower pitch. The first
/// page keeps its head and its pitch.
fn narrowed(flow: Flow<'_>, before: usize, cut: &[Cut], style: &Style) -> Option<Vec<Cut>> {
    let (all, more) = (style.page.lines, style.signature.narrowed_lines);
    (1..=before).rev().find_map(|first| {
        let start = cut.get(first - 1)?.end;
        let on_grid = flow.items.get(start..)?.iter().all(|item| item.on_grid);
        let lines = |page| if page >= first { more } else { all };
        on_grid.then(|| cuts(flow, style, &lines)).filter(|found| found.len() == before + 1)
    })
}

/// The flow on as many pages, those before the last in a wider pitch.
fn widened(flow: Flow<'_>, before: usize, cut: &[Cut], style: &Style) -> Option<Vec<Cut>> {
    let short = cut.get(before)?;
    let first = (before + 1).saturating_sub(short.left_over).max(1);
    let start = cut.get(first - 1)?.end;
    if first > before || flow.items.get(start..)?.iter().any(|item| !item.on_grid) {
        return None;
    }
    let (all, fewer) = (style.page.lines, style.signature.widened_lines);
    let lines = |page| if (first..=before).contains(&page) { fewer } else { all };
    let widened = cuts(flow, style, &lines);
    let improved = widened.len() == cut.len()
        && widened.get(before).is_some_and(|cut| cut.left_over < short.left_over);
    improved.then_some(widened)
}

/// How many items fit below `y` on a page that stands as the first of them does, and where the last
/// of them ends.
fn fill(items: &[FlowItem], mut y: Len, pitch: Len, style: &Style) -> (usize, Len) {
    let is_landscape = items.first().is_some_and(|item| item.is_landscape);
    let block = style.page.block(is_landscape).1;
    if let Some(header) = items.first().and_then(|item| item.header.as_ref()) {
        y += header.height;
    }
    for (i, item) in items.iter().enumerate() {
        let top = item.top(y, pitch);
        // An item higher than a page is shown cut rather than never.
        if (top + item.shown > block || item.is_landscape != is_landscape) && i > 0 {
            return (i, y);
        }
        y = top + item.advance(pitch);
    }
    (items.len(), y)
}

/// A page's end moved up over items that must not stand last on it; where that leaves nothing
/// on the page, over those alone that leave a label no room; where that does, the end stays.
fn before_kept(items: &[FlowItem], start: usize, end: usize) -> usize {
    let before = |is_kept: fn(&FlowItem) -> bool| {
        let mut last = end;
        while last > start && is_kept(&items[last - 1]) {
            last -= 1;
        }
        (last > start).then_some(last)
    };
    before(|item| item.keep_with_next).or_else(|| before(|item| item.cuts_label)).unwrap_or(end)
}
