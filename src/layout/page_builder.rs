//! Pages in the making: what is put on them, and where the block stands on each.

use super::flow::FlowItem;
use super::length::Len;
use super::marks::Marks;
use super::pages::{Bookmark, Item, Page};
use super::spanned::Shown;
use super::style::{PageStyle, Style};
use crate::font::YesNo;

/// The pages made so far. Heights are measured from the top edge of the block.
pub(super) struct PageBuilder<'a> {
    style: &'a Style,
    /// Printed on both sides: the margins of even pages are mirrored.
    duplex: bool,
    pub(super) pages: Vec<Page>,
    pub(super) bookmarks: Vec<Bookmark>,
    /// The cells over several rows whose text was shown.
    shown: Shown,
}

impl<'a> PageBuilder<'a> {
    /// One empty page. Printed on both sides where the edition or the style asks for it.
    pub(super) fn new(style: &'a Style, duplex: bool) -> PageBuilder<'a> {
        let duplex = duplex || style.page.duplex == YesNo::Yes;
        let (pages, bookmarks) = (Vec::new(), Vec::new());
        let mut builder = PageBuilder { style, duplex, pages, bookmarks, shown: Shown::default() };
        builder.add_page();
        builder
    }

    pub(super) fn add_page(&mut self) {
        let PageStyle { width, height, .. } = self.style.page;
        self.pages.push(Page { width, height, items: Vec::new() });
    }

    /// Turns the last page, on which nothing stands yet: clause 8. The sheet stays as it is, with
    /// its number where the others have it; what is read from its left edge downwards stands at
    /// the top of the page.
    pub(super) fn turn_page(&mut self) {
        let PageStyle { width, height, .. } = self.style.page;
        if let Some(page) = self.pages.last_mut() {
            (page.width, page.height) = (height, width);
        }
    }

    pub(super) fn is_turned(&self, page: usize) -> bool {
        self.pages.get(page).is_some_and(|page| page.width > page.height)
    }

    /// Puts items that are measured from the block's top left corner on the last page.
    pub(super) fn put(&mut self, items: &[Item]) {
        self.put_on(self.pages.len() - 1, items, Len::ZERO);
    }

    /// Puts items on a page, moved down by `y`.
    pub(super) fn put_on(&mut self, page: usize, items: &[Item], y: Len) {
        let (left, top) = self.corner(page);
        if let Some(page) = self.pages.get_mut(page) {
            page.items.extend(items.iter().map(|item| item.moved(left, top + y)));
        }
    }

    /// Puts items outside the block on a page, at the place on the sheet that they have on every
    /// page.
    pub(super) fn put_on_sheet(&mut self, page: usize, items: &[Item]) {
        let (left, top) = (self.left(page), self.style.page.top);
        let is_turned = self.is_turned(page);
        if let Some(page) = self.pages.get_mut(page) {
            let corner = (page.width, Len::ZERO);
            let items = items.iter().map(|item| item.moved(left, top));
            page.items.extend(items.map(|item| match is_turned {
                true => item.turned(corner),
                false => item,
            }));
        }
    }

    /// The top left corner of the block on a page.
    fn corner(&self, page: usize) -> (Len, Len) {
        let paper = &self.style.page;
        match self.is_turned(page) {
            true => (paper.height - paper.top - paper.block_height, self.left(page)),
            false => (self.left(page), paper.top),
        }
    }

    /// Puts items of the flow on the last page, from `y` on, and returns where they end. The
    /// header rows of a table that goes on here come first. `next` is the item after them.
    pub(super) fn put_flow(
        &mut self,
        flow: &[FlowItem],
        next: Option<&FlowItem>,
        mut y: Len,
        pitch: Len,
        mut marks: Option<&mut Marks>,
    ) -> Len {
        let page = self.pages.len() - 1;
        if let Some(header) = flow.first().and_then(|item| item.header.as_deref()) {
            // The tag tree has the header once.
            let items: Vec<Item> = header.items.iter().map(Item::untagged).collect();
            self.put_on(page, &items, y);
            if let Some(marks) = &mut marks {
                marks.on_page(&header.facts, page);
            }
            y += header.height;
        }
        let wider = self.style.page.block(self.is_turned(page)).0 - self.style.page.block_width;
        for (at, item) in flow.iter().enumerate() {
            y = item.top(y, pitch);
            if let Some((level, text)) = &item.bookmark {
                let y = self.corner(page).1 + y;
                self.bookmarks.push(Bookmark { level: *level, text: text.clone(), page, y });
            }
            if let Some(marks) = &mut marks {
                marks.on_page(&item.facts, page);
            }
            if item.is_centred && wider > Len::ZERO {
                let items: Vec<Item> =
                    item.items.iter().map(|item| item.moved(wider.half(), Len::ZERO)).collect();
                self.put_on(page, &items, y);
            } else if item.spanned.is_empty() {
                self.put_on(page, &item.items, y);
            } else {
                let items = self.shown.with_spanned(&flow[at..], next, at == 0);
                self.put_on(page, &items, y);
            }
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
