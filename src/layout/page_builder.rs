//! Pages in the making: what is put on them, and where the block stands on each.

use super::flow::FlowItem;
use super::length::Len;
use super::marks::Marks;
use super::pages::{Bookmark, Item, Page};
use super::style::Style;
use crate::font::YesNo;

/// The pages made so far. Heights are measured from the top edge of the block.
pub(super) struct PageBuilder<'a> {
    style: &'a Style,
    /// Printed on both sides: the margins of even pages are mirrored.
    duplex: bool,
    pub(super) pages: Vec<Page>,
    pub(super) bookmarks: Vec<Bookmark>,
}

impl<'a> PageBuilder<'a> {
    /// One empty page. Printed on both sides where the edition or the style asks for it.
    pub(super) fn new(style: &'a Style, duplex: bool) -> PageBuilder<'a> {
        let duplex = duplex || style.page.duplex == YesNo::Yes;
        PageBuilder { style, duplex, pages: vec![Page::default()], bookmarks: Vec::new() }
    }

    pub(super) fn add_page(&mut self) {
        self.pages.push(Page::default());
    }

    /// Puts items that are measured from the block's top left corner on the last page.
    pub(super) fn put(&mut self, items: &[Item]) {
        self.put_on(self.pages.len() - 1, items, Len::ZERO);
    }

    /// Puts items on a page, moved down by `y`.
    pub(super) fn put_on(&mut self, page: usize, items: &[Item], y: Len) {
        let (left, top) = (self.left(page), self.style.page.top + y);
        if let Some(page) = self.pages.get_mut(page) {
            page.items.extend(items.iter().map(|item| item.moved(left, top)));
        }
    }

    /// Puts items of the flow on the last page, from `y` on, and returns where they end. The
    /// header row of a table that goes on here comes first.
    pub(super) fn put_flow(
        &mut self,
        flow: &[FlowItem],
        mut y: Len,
        pitch: Len,
        mut marks: Option<&mut Marks>,
    ) -> Len {
        let page = self.pages.len() - 1;
        // The tag tree has the header once.
        let header = flow.first().and_then(|item| item.header.as_deref());
        let repeated = header.map(|header| FlowItem {
            items: header.items.iter().map(Item::untagged).collect(),
            ..header.clone()
        });
        for item in repeated.iter().chain(flow) {
            y = item.top(y, pitch);
            if let Some((level, text)) = &item.bookmark {
                self.bookmarks.push(Bookmark {
                    level: *level,
                    text: text.clone(),
                    page,
                    y: self.style.page.top + y,
                });
            }
            if let Some(marks) = &mut marks {
                marks.on_page(&item.facts, page);
            }
            self.put_on(page, &item.items, y);
            y += item.advance(pitch);
        }
        y
    }

    /// The block's left edge; `page` counts from 0.
    fn left(&self, page: usize) -> Len {
        let paper = &self.style.page;
        if self.duplex && page % 2 == 1 {
            paper.width - paper.left - paper.block_width
        } else {
            paper.left
        }
    }
}
