//! Pages: where every glyph and every rule stands, before there is any PDF.
//!
//! The flow of the report is cut into [`Strip`]s, each as high as one line (or one
//! table row), and the strips are dealt onto pages. What stands outside the flow
//! (red head, imprint, page number, draft stamp) is placed by measure.

use std::fmt::Write;

use super::font::{FaceId, FontBook};
use super::line::{Line, Measure, Piece, Placed, Setter};
use super::style::{Colour, Len, Style, TextStyle};
use super::title::break_title;
use crate::diagnostic::Diagnostic;
use crate::document::{
    Align, Block, Document, Heading, Imprint, Inline, Paragraph, RedHead, Table, plain_text,
};

/// The part of an em that stands above the baseline, in 1/1000: the usual hanzi body.
const ASCENT: i64 = 880;

/// Structure element of the tag tree (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Structure {
    /// H1 is the title; a heading of level n is H(n+1).
    Heading(u8),
    Paragraph,
    Table,
    Caption,
    Row,
    HeaderCell,
    Cell,
}

/// Index of a tag in [`Pages::tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TagId(pub(super) usize);

/// A node of the tag tree; nodes stand in reading order, parents before children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) structure: Structure,
    pub(super) parent: Option<TagId>,
}

/// Glyphs of one face, size, colour and tag that follow each other on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) face: FaceId,
    pub(super) size: Len,
    /// Width of the glyphs in percent of their natural width.
    pub(super) condensed: u32,
    pub(super) colour: Colour,
    /// None for page furniture, which is no part of the text.
    pub(super) tag: Option<TagId>,
    /// Origin of the first glyph and baseline, from the left and top edges of the paper.
    pub(super) x: Len,
    pub(super) y: Len,
    pub(super) glyphs: Vec<RunGlyph>,
}

impl Run {
    /// Where the last glyph's advance ends.
    fn end(&self) -> Len {
        self.glyphs.last().map_or(self.x, |last| {
            let advance =
                self.size.scale(i64::from(last.advance) * i64::from(self.condensed), 100_000);
            self.x + last.dx + advance
        })
    }
}

/// A glyph of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RunGlyph {
    pub(super) id: u16,
    pub(super) advance: u16,
    pub(super) text: String,
    /// From the run's origin to the glyph's.
    pub(super) dx: Len,
}

/// A straight line, horizontal or vertical; the ends are on its middle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) from: (Len, Len),
    pub(super) to: (Len, Len),
    pub(super) thickness: Len,
    pub(super) colour: Colour,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Run(Run),
    Rule(Rule),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) items: Vec<Item>,
}

/// An entry of the outline (bookmarks).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bookmark {
    /// From 1, as in the document.
    pub(super) level: u8,
    pub(super) text: String,
    /// Index of the page.
    pub(super) page: usize,
    /// Top of the heading's line, from the top edge of the paper.
    pub(super) y: Len,
}

/// The laid-out report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    pub(super) pages: Vec<Page>,
    pub(super) tags: Vec<Tag>,
    pub(super) bookmarks: Vec<Bookmark>,
}

impl Pages {
    /// Every run and rule as a line of text: page, left end, right end and baseline in
    /// millimetres, face, size in points, text. Tests compare layouts in this form.
    pub fn describe(&self, fonts: &FontBook<'_>) -> String {
        let mut out = String::new();
        for (number, page) in self.pages.iter().enumerate() {
            for item in &page.items {
                let page = number + 1;
                // Writing to a String cannot fail.
                let _ = match item {
                    Item::Run(run) => writeln!(
                        out,
                        "p{page} {:>8} {:>8} {:>8} {:<18} {:>4} {}",
                        run.x.show_mm(),
                        run.end().show_mm(),
                        run.y.show_mm(),
                        fonts.name(run.face),
                        run.size.to_pt(),
                        run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>()
                    ),
                    Item::Rule(Rule { from, to, thickness, .. }) => writeln!(
                        out,
                        "p{page} {:>8} {:>8} {:>8} rule to {}, {} thick",
                        from.0.show_mm(),
                        to.0.show_mm(),
                        from.1.show_mm(),
                        to.1.show_mm(),
                        thickness.show_mm()
                    ),
                };
            }
        }
        out
    }
}

/// Lays a document out on pages.
///
/// # Errors
/// A diagnostic for each character that no face draws and for each bad font file.
pub fn lay_out(
    document: &Document,
    style: &Style,
    fonts: &FontBook<'_>,
) -> Result<Pages, Vec<Diagnostic>> {
    let mut layout =
        Layout { style, fonts, setter: Setter::new(style, fonts), pages: Pages::default() };
    layout.document(document);
    let mut faults = fonts.faults();
    faults.extend(layout.setter.faults());
    if faults.is_empty() { Ok(layout.pages) } else { Err(faults) }
}

/// A part of the flow that is never cut.
#[derive(Debug, Clone, Default)]
struct Strip {
    /// From its top to the top of the next.
    height: Len,
    /// From its top to the foot of what it shows: this much must fit on the page.
    shown: Len,
    /// What it shows, measured from the block's left edge and its own top.
    items: Vec<Item>,
    /// Must not be the last on its page.
    keep_with_next: bool,
    /// Stands on the line grid, as text does and table rows do not.
    on_grid: bool,
    bookmark: Option<(u8, String)>,
    /// Shown again above this strip when it opens a page: the header of its table.
    header: Option<std::rc::Rc<Strip>>,
}

struct Layout<'a> {
    style: &'a Style,
    fonts: &'a FontBook<'a>,
    setter: Setter<'a>,
    pages: Pages,
}

impl Layout<'_> {
    fn document(&mut self, document: &Document) {
        self.pages.pages.push(Page::default());
        let mut flow = Vec::new();
        let mut top = Len::ZERO;
        if let Some(head) = &document.red_head {
            top = self.red_head(head);
            flow.extend(self.blank_lines(self.style.title.blank_lines));
        }
        self.title(&document.title, &mut flow);
        self.salutation(&document.salutation, &mut flow);
        for block in &document.body {
            match block {
                Block::Heading(heading) => self.heading(heading, &mut flow),
                Block::Paragraph(paragraph) => self.paragraph(paragraph, &mut flow),
                Block::Table(table) => self.table(table, &mut flow),
            }
        }
        self.signature(document, &mut flow);
        let foot = self.deal(flow, top);
        self.imprint(&document.imprint, foot);
        self.folios();
        if document.draft {
            self.stamps();
        }
    }

    fn tag(&mut self, structure: Structure, parent: Option<TagId>) -> TagId {
        self.pages.tags.push(Tag { structure, parent });
        TagId(self.pages.tags.len() - 1)
    }

    fn piece(text: impl Into<String>, style: TextStyle, tag: Option<TagId>) -> Piece {
        Piece { text: text.into(), style, colour: Colour::BLACK, tag, whole: false }
    }

    fn measure(&self) -> Len {
        self.style.page.block_width
    }

    // ── The flow ──

    /// The line on the grid: its em box stands in the middle of the body's.
    fn strip(&self, line: &Line, x: Len) -> Strip {
        let body = self.style.body.text.size;
        let size = line.glyphs.iter().map(|glyph| glyph.size).max().unwrap_or(body);
        let baseline = (body - size).half() + size.scale(ASCENT, 1000);
        Strip {
            height: self.style.pitch(),
            shown: body,
            items: self.runs(line, x, baseline),
            on_grid: true,
            ..Strip::default()
        }
    }

    fn blank_lines(&self, count: u32) -> impl Iterator<Item = Strip> + use<> {
        let blank = Strip {
            height: self.style.pitch(),
            shown: self.style.body.text.size,
            keep_with_next: true,
            on_grid: true,
            ..Strip::default()
        };
        std::iter::repeat_n(blank, count as usize)
    }

    /// The glyphs of a line as runs; `baseline` is the line's, before each face's own shift.
    fn runs(&self, line: &Line, x: Len, baseline: Len) -> Vec<Item> {
        let mut runs: Vec<Run> = Vec::new();
        for placed in &line.glyphs {
            let Placed { glyph, size, colour, tag, .. } = *placed;
            let origin = x + placed.x;
            let joins = runs.last().is_some_and(|run| {
                run.face == glyph.face && run.size == size && run.colour == colour && run.tag == tag
            });
            if !joins {
                runs.push(Run {
                    face: glyph.face,
                    size,
                    condensed: 100,
                    colour,
                    tag,
                    x: origin,
                    y: baseline - size.scale(self.fonts.baseline(glyph.face), 1000),
                    glyphs: Vec::new(),
                });
            }
            if let Some(run) = runs.last_mut() {
                run.glyphs.push(RunGlyph {
                    id: glyph.id,
                    advance: glyph.advance,
                    text: placed.character.to_string().repeat(placed.count),
                    dx: origin - run.x,
                });
            }
        }
        runs.into_iter().map(Item::Run).collect()
    }

    fn title(&mut self, title: &str, flow: &mut Vec<Strip>) {
        let text = self.style.title.text;
        let tag = self.tag(Structure::Heading(1), None);
        let cell = self.style.cell(text.size).to_units().max(1);
        let cells = usize::try_from(self.measure().to_units() / cell).unwrap_or(1);
        for part in break_title(title, cells * 2) {
            let line = self.setter.line(&[Self::piece(part, text, Some(tag))]);
            let mut strip = self.strip(&line, (self.measure() - line.width).half());
            strip.keep_with_next = true;
            flow.push(strip);
        }
    }

    fn salutation(&mut self, salutation: &str, flow: &mut Vec<Strip>) {
        if salutation.is_empty() {
            return;
        }
        flow.extend(self.blank_lines(self.style.salutation.blank_lines));
        let tag = self.tag(Structure::Paragraph, None);
        let piece = Self::piece(salutation, self.style.salutation.text, Some(tag));
        self.lines(&[piece], 0, 0, flow);
    }

    /// Sets a paragraph into the flow with its indents, in characters.
    fn lines(&mut self, pieces: &[Piece], first: u32, rest: u32, flow: &mut Vec<Strip>) {
        let measure = Measure {
            width: self.measure(),
            first_indent: self.style.characters(first),
            rest_indent: self.style.characters(rest),
        };
        for (i, line) in self.setter.paragraph(pieces, measure).iter().enumerate() {
            flow.push(self.strip(line, measure.indent(i == 0)));
        }
    }

    fn heading(&mut self, heading: &Heading, flow: &mut Vec<Strip>) {
        let start = flow.len();
        let tag = self.tag(Structure::Heading(heading.level.saturating_add(1)), None);
        let pieces = self.heading_pieces(heading, tag);
        self.lines(&pieces, self.style.body.indent, 0, flow);
        for strip in &mut flow[start..] {
            strip.keep_with_next = true;
        }
        bookmark(flow, start, heading);
    }

    fn paragraph(&mut self, paragraph: &Paragraph, flow: &mut Vec<Strip>) {
        let start = flow.len();
        let mut pieces = Vec::new();
        if let Some(heading) = &paragraph.run_in {
            let tag = self.tag(Structure::Heading(heading.level.saturating_add(1)), None);
            pieces = self.heading_pieces(heading, tag);
        }
        let tag = self.tag(Structure::Paragraph, None);
        self.inlines(&paragraph.text, self.style.body.text, tag, &mut pieces);
        self.lines(&pieces, self.style.body.indent, 0, flow);
        if let Some(heading) = &paragraph.run_in {
            bookmark(flow, start, heading);
        }
    }

    fn heading_pieces(&self, heading: &Heading, tag: TagId) -> Vec<Piece> {
        let style = self.style.body.level(heading.level);
        let mut pieces = vec![Self::piece(&heading.number, style, Some(tag))];
        self.inlines(&heading.text, style, tag, &mut pieces);
        pieces
    }

    fn inlines(&self, inlines: &[Inline], style: TextStyle, tag: TagId, pieces: &mut Vec<Piece>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => pieces.push(Self::piece(text, style, Some(tag))),
                Inline::Figure { text, .. } => {
                    pieces.push(Piece { whole: true, ..Self::piece(text, style, Some(tag)) });
                }
                Inline::Missing { text } => pieces.push(Piece {
                    colour: self.style.body.missing,
                    ..Self::piece(
                        text,
                        TextStyle { size: style.size, ..self.style.body.strong },
                        Some(tag),
                    )
                }),
                Inline::Strong(inner) => {
                    let strong = TextStyle { size: style.size, ..self.style.body.strong };
                    self.inlines(inner, strong, tag, pieces);
                }
            }
        }
    }

    /// 署名、成文日期、附注. The last lines of the body go with them onto a new page.
    fn signature(&mut self, document: &Document, flow: &mut Vec<Strip>) {
        let style = &self.style.signature;
        let from = flow.len().saturating_sub(style.company as usize);
        for strip in &mut flow[from..] {
            strip.keep_with_next = true;
        }
        flow.extend(self.blank_lines(style.blank_lines));
        let tag = self.tag(Structure::Paragraph, None);
        let organ =
            self.setter.line(&[Self::piece(&document.signature.organ, style.text, Some(tag))]);
        let tag = self.tag(Structure::Paragraph, None);
        let date =
            self.setter.line(&[Self::piece(&document.signature.date, style.text, Some(tag))]);
        let right = self.measure() - self.style.characters(style.right);
        let shift = self.style.characters(style.date_shift);
        let (organ_x, date_x) = if date.width > organ.width {
            (right - date.width - shift, right - date.width)
        } else {
            (right - organ.width, right - organ.width + shift)
        };
        let mut organ = self.strip(&organ, organ_x.max(Len::ZERO));
        organ.keep_with_next = true;
        flow.push(organ);
        flow.push(self.strip(&date, date_x.max(Len::ZERO)));
        if let Some(note) = &document.note {
            if let Some(date) = flow.last_mut() {
                date.keep_with_next = true;
            }
            let tag = self.tag(Structure::Paragraph, None);
            let piece = Self::piece(note, self.style.note.text, Some(tag));
            self.lines(&[piece], self.style.note.indent, 0, flow);
        }
    }

    // ── Tables ──

    fn table(&mut self, table: &Table, flow: &mut Vec<Strip>) {
        let style = &self.style.table;
        let tag = self.tag(Structure::Table, None);
        if !table.caption.is_empty() {
            let caption = self.tag(Structure::Caption, Some(tag));
            let mut pieces = Vec::new();
            self.inlines(&table.caption, style.caption, caption, &mut pieces);
            let measure =
                Measure { width: self.measure(), first_indent: Len::ZERO, rest_indent: Len::ZERO };
            for line in self.setter.paragraph(&pieces, measure) {
                let mut strip = self.strip(&line, (self.measure() - line.width).half());
                strip.keep_with_next = true;
                flow.push(strip);
            }
        }
        let widths = self.column_widths(table);
        let centred = vec![Align::Centre; widths.len()];
        let mut header = self.table_row(
            &table.header,
            &widths,
            &centred,
            (style.header, Structure::HeaderCell),
            tag,
        );
        header.keep_with_next = true;
        let header = std::rc::Rc::new(header);
        flow.push(Strip { ..(*header).clone() });
        for row in &table.rows {
            let mut strip =
                self.table_row(row, &widths, &table.columns, (style.text, Structure::Cell), tag);
            strip.header = Some(header.clone());
            flow.push(strip);
        }
        // A little air before the text goes on.
        flow.push(Strip { height: style.pitch.half(), ..Strip::default() });
    }

    /// The block's width shared out by each column's widest content, none below two characters.
    fn column_widths(&mut self, table: &Table) -> Vec<Len> {
        let style = &self.style.table;
        let padding = style.padding.times(2);
        let least = self.style.cell(style.text.size).times(2);
        let natural: Vec<Len> = (0..table.columns.len().max(1))
            .map(|column| {
                std::iter::once(&table.header)
                    .chain(&table.rows)
                    .filter_map(|row| row.get(column))
                    .map(|cell| {
                        self.setter.line(&[Self::piece(plain_text(cell), style.text, None)]).width
                    })
                    .max()
                    .unwrap_or_default()
                    .max(least)
                    + padding
            })
            .collect();
        // Long prose columns give way before short ones do.
        let even = self.measure().scale(1, i64::try_from(natural.len()).unwrap_or(1));
        let narrow: Len = natural.iter().filter(|width| **width <= even).copied().sum();
        let wide: Len = natural.iter().filter(|width| **width > even).copied().sum();
        if narrow + wide <= self.measure() || wide == Len::ZERO {
            let total = (narrow + wide).to_units().max(1);
            return natural
                .iter()
                .map(|width| self.measure().scale(width.to_units(), total))
                .collect();
        }
        let rest = self.measure() - narrow;
        natural
            .iter()
            .map(|width| {
                if *width <= even { *width } else { rest.scale(width.to_units(), wide.to_units()) }
            })
            .collect()
    }

    fn table_row(
        &mut self,
        row: &[Vec<Inline>],
        widths: &[Len],
        columns: &[Align],
        (text, structure): (TextStyle, Structure),
        table: TagId,
    ) -> Strip {
        let style = &self.style.table;
        let row_tag = self.tag(Structure::Row, Some(table));
        let mut cells = Vec::new();
        for (column, width) in widths.iter().enumerate() {
            let tag = self.tag(structure, Some(row_tag));
            let mut pieces = Vec::new();
            self.inlines(row.get(column).map_or(&[][..], Vec::as_slice), text, tag, &mut pieces);
            let measure = Measure {
                width: *width - style.padding.times(2),
                first_indent: Len::ZERO,
                rest_indent: Len::ZERO,
            };
            cells.push((measure.width, self.setter.paragraph(&pieces, measure)));
        }
        let most = cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(1).max(1);
        let count = |lines: usize| i64::try_from(lines).unwrap_or(i64::MAX);
        let height = style.pitch.times(count(most)) + style.padding;
        let mut items = Vec::new();
        let mut left = Len::ZERO;
        for (column, (width, lines)) in cells.iter().enumerate() {
            let mut top = (height - style.pitch.times(count(lines.len()))).half();
            for line in lines {
                let slack = *width - line.width;
                let x = match columns.get(column).copied().unwrap_or(Align::Left) {
                    Align::Left => Len::ZERO,
                    Align::Centre => slack.half(),
                    Align::Right => slack,
                };
                let baseline =
                    top + (style.pitch - text.size).half() + text.size.scale(ASCENT, 1000);
                items.extend(self.runs(line, left + style.padding + x, baseline));
                top += style.pitch;
            }
            left += *width + style.padding.times(2);
        }
        self.grid(height, widths, &mut items);
        Strip { height, shown: height, items, ..Strip::default() }
    }

    /// The rules around the cells of one row.
    fn grid(&self, height: Len, widths: &[Len], items: &mut Vec<Item>) {
        let thickness = self.style.table.rule;
        let rule = |from, to| Item::Rule(Rule { from, to, thickness, colour: Colour::BLACK });
        let right: Len = widths.iter().copied().sum();
        items.push(rule((Len::ZERO, Len::ZERO), (right, Len::ZERO)));
        items.push(rule((Len::ZERO, height), (right, height)));
        let mut x = Len::ZERO;
        items.push(rule((x, Len::ZERO), (x, height)));
        for width in widths {
            x += *width;
            items.push(rule((x, Len::ZERO), (x, height)));
        }
    }

    // ── Dealing strips onto pages ──

    /// Deals the flow onto pages from `top` (below the block's top edge) of the first on.
    /// Returns where the last page's content ends, from the block's top edge.
    fn deal(&mut self, flow: Vec<Strip>, top: Len) -> Len {
        let mut y = top;
        let mut start = 0;
        while start < flow.len() {
            let mut end = start + self.fill(&flow[start..], y);
            if end < flow.len() {
                end = without_stragglers(&flow, start, end);
            }
            let foot = self.place(&flow[start..end], y);
            if end == flow.len() {
                return foot;
            }
            start = end;
            y = Len::ZERO;
            self.pages.pages.push(Page::default());
        }
        y
    }

    /// How many strips fit below `y`.
    fn fill(&self, strips: &[Strip], mut y: Len) -> usize {
        let block = self.style.page.block_height;
        if let Some(header) = strips.first().and_then(|strip| strip.header.as_ref()) {
            y += header.height;
        }
        for (i, strip) in strips.iter().enumerate() {
            let top = self.snap(strip, y);
            // A strip higher than a page is shown cut rather than never.
            if top + strip.shown > block && i > 0 {
                return i;
            }
            y = top + strip.height;
        }
        strips.len()
    }

    fn snap(&self, strip: &Strip, y: Len) -> Len {
        if !strip.on_grid {
            return y;
        }
        let pitch = self.style.pitch().to_units().max(1);
        // A hair's breadth of rounding is no reason to skip a line.
        let lines = (y.to_units() - 100 + pitch - 1).div_euclid(pitch);
        self.style.pitch().times(lines)
    }

    /// Puts strips on the last page and returns where they end.
    fn place(&mut self, strips: &[Strip], mut y: Len) -> Len {
        let header = strips.first().and_then(|strip| strip.header.clone());
        let repeated = header.as_deref().map(|header| Strip {
            items: header.items.iter().map(as_furniture).collect(),
            ..header.clone()
        });
        let (left, top) = (self.style.page.left, self.style.page.top);
        for strip in repeated.iter().chain(strips) {
            y = self.snap(strip, y);
            let number = self.pages.pages.len() - 1;
            if let Some((level, text)) = &strip.bookmark {
                self.pages.bookmarks.push(Bookmark {
                    level: *level,
                    text: text.clone(),
                    page: number,
                    y: top + y,
                });
            }
            let items = strip.items.iter().map(|item| shifted(item, left, top + y));
            self.pages.pages[number].items.extend(items);
            y += strip.height;
        }
        y
    }

    // ── Outside the flow ──

    /// 版头; returns where the flow begins, from the block's top edge.
    fn red_head(&mut self, head: &RedHead) -> Len {
        let style = &self.style.head;
        let mark_foot = self.mark(&head.mark);
        let lines = self.style.pitch();
        let first = Strip { on_grid: true, ..Strip::default() };
        let mut y = self.snap(&first, mark_foot) + lines.times(i64::from(style.blank_lines));
        let inset = self.style.characters(style.inset);
        let signers = self.signers(&head.signers);
        let rows = signers.len().max(1);
        for (i, line) in signers.iter().enumerate() {
            let row = self.strip(line, self.measure() - inset - signers_width(&signers));
            self.put(&row, y + lines.times(i64::try_from(i).unwrap_or(0)));
        }
        y += lines.times(i64::try_from(rows - 1).unwrap_or(0));
        if let Some(number) = &head.number {
            let tag = self.tag(Structure::Paragraph, None);
            let line = self.setter.line(&[Self::piece(number, style.number, Some(tag))]);
            let x = if signers.is_empty() { (self.measure() - line.width).half() } else { inset };
            let row = self.strip(&line, x);
            self.put(&row, y);
        }
        let rule_y = y + style.number.size + style.rule_gap;
        let rule = self.rule(rule_y, style.rule, style.colour);
        self.put(&Strip { items: vec![rule], ..Strip::default() }, Len::ZERO);
        rule_y + style.rule
    }

    /// 发文机关标志 on one line: narrowed first, then made smaller. Returns where it ends.
    fn mark(&mut self, mark: &str) -> Len {
        let style = &self.style.head;
        let tag = self.tag(Structure::Paragraph, None);
        let mut text = style.mark;
        let piece = |text| Piece { colour: style.colour, ..Self::piece(mark, text, Some(tag)) };
        let mut line = self.setter.line(&[piece(text)]);
        let widest = style.mark_width.to_units();
        let percent = |line: &Line| widest * 100 / line.width.to_units().max(1);
        let least = i64::from(style.mark_condensed.clamp(1, 100));
        if percent(&line) < least {
            text.size = text.size.scale(percent(&line), least);
            line = self.setter.line(&[piece(text)]);
        }
        let condensed = percent(&line).clamp(1, 100);
        let x = (self.measure() - line.width.scale(condensed, 100)).half();
        let mut items = self.runs(&line, Len::ZERO, style.mark_top + text.size.scale(ASCENT, 1000));
        for item in &mut items {
            if let Item::Run(run) = item {
                run.x = x + run.x.scale(condensed, 100);
                run.condensed = u32::try_from(condensed).unwrap_or(100);
                for glyph in &mut run.glyphs {
                    glyph.dx = glyph.dx.scale(condensed, 100);
                }
            }
        }
        self.put(&Strip { items, ..Strip::default() }, Len::ZERO);
        style.mark_top + text.size
    }

    /// 签发人, two names a line, further lines aligned under the first name.
    fn signers(&mut self, signers: &[String]) -> Vec<Line> {
        let style = &self.style.head;
        let tag = (!signers.is_empty()).then(|| self.tag(Structure::Paragraph, None));
        let longest = signers.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(3);
        signers
            .chunks(2)
            .enumerate()
            .map(|(i, names)| {
                let label = if i == 0 { "签发人：" } else { "" };
                let mut line = self.setter.line(&[Self::piece(label, style.number, tag)]);
                let cell = self.style.cell(style.number.size);
                let mut x = cell.times(4);
                for name in names {
                    let name_line = self.setter.line(&[Self::piece(name, style.signer, tag)]);
                    line.glyphs.extend(
                        name_line
                            .glyphs
                            .into_iter()
                            .map(|glyph| Placed { x: glyph.x + x, ..glyph }),
                    );
                    line.width = x + name_line.width;
                    x += cell.times(i64::try_from(longest + 1).unwrap_or(1));
                }
                line
            })
            .collect()
    }

    /// 版记 at the foot of the last page, on a page of its own when it does not fit below `foot`.
    fn imprint(&mut self, imprint: &Imprint, foot: Len) {
        let style = &self.style.imprint;
        let cell = self.style.cell(style.text.size);
        let inset = cell.times(i64::from(style.inset));
        let inner = self.measure() - inset.times(2);
        let copies = imprint.copies.as_ref().map_or_else(Vec::new, |copies| {
            let tag = self.tag(Structure::Paragraph, None);
            let pieces = [Self::piece(format!("抄送：{copies}"), style.text, Some(tag))];
            let measure =
                Measure { width: inner, first_indent: Len::ZERO, rest_indent: cell.times(3) };
            self.setter.paragraph(&pieces, measure)
        });
        let rows = i64::try_from(copies.len()).unwrap_or(0) + 1;
        let height = style.pitch.times(rows);
        let block = self.style.page.block_height;
        let air = self.style.pitch().times(i64::from(style.blank_lines)) - self.style.pitch()
            + self.style.body.text.size;
        if foot + air > block - height {
            self.pages.pages.push(Page::default());
        }
        let mut top = block - height;
        let mut items = vec![self.rule(top + style.thick.half(), style.thick, Colour::BLACK)];
        let baseline = (style.pitch - style.text.size).half() + style.text.size.scale(ASCENT, 1000);
        for (i, line) in copies.iter().enumerate() {
            let indent = if i == 0 { inset } else { inset + cell.times(3) };
            items.extend(self.runs(line, indent, top + baseline));
            top += style.pitch;
        }
        if !copies.is_empty() {
            items.push(self.rule(top, style.thin, Colour::BLACK));
        }
        let tag = self.tag(Structure::Paragraph, None);
        let organ = self.setter.line(&[Self::piece(&imprint.organ, style.text, Some(tag))]);
        items.extend(self.runs(&organ, inset, top + baseline));
        let tag = self.tag(Structure::Paragraph, None);
        let date = self.setter.line(&[Self::piece(&imprint.date, style.text, Some(tag))]);
        items.extend(self.runs(&date, self.measure() - inset - date.width, top + baseline));
        items.push(self.rule(block - style.thick.half(), style.thick, Colour::BLACK));
        self.put(&Strip { items, ..Strip::default() }, Len::ZERO);
    }

    /// 页码: — 1 — at the right on odd pages, at the left on even ones.
    fn folios(&mut self) {
        let style = &self.style.folio;
        let inset = self.style.characters(style.inset);
        let block = self.style.page.block_height;
        for number in 1..=self.pages.pages.len() {
            let line = self.setter.line(&[Self::piece(format!("— {number} —"), style.text, None)]);
            let x = if number % 2 == 1 { self.measure() - inset - line.width } else { inset };
            // The 一字线 stands about a third of an em above the baseline.
            let baseline = block + style.dash_top + style.text.size.scale(DASH_HEIGHT, 1000);
            let items = self.runs(&line, x, baseline);
            self.put_on(number - 1, &Strip { items, ..Strip::default() }, Len::ZERO);
        }
    }

    /// The draft's stamp: a framed word in the top margin.
    fn stamps(&mut self) {
        let style = &self.style.draft;
        let piece = Piece { colour: style.colour, ..Self::piece(&style.word, style.text, None) };
        let line = self.setter.line(&[piece]);
        let (size, padding) = (style.text.size, style.padding);
        let right = self.measure();
        let left = right - line.width - padding.times(2);
        let top = style.top - self.style.page.top;
        let foot = top + size + padding.times(2);
        let mut items = self.runs(&line, left + padding, top + padding + size.scale(ASCENT, 1000));
        let corners = [(left, top), (right, top), (right, foot), (left, foot)];
        for (i, from) in corners.into_iter().enumerate() {
            let to = corners[(i + 1) % corners.len()];
            items.push(Item::Rule(Rule { from, to, thickness: style.rule, colour: style.colour }));
        }
        for page in 0..self.pages.pages.len() {
            self.put_on(page, &Strip { items: items.clone(), ..Strip::default() }, Len::ZERO);
        }
    }

    /// A rule as wide as the block, its middle at `y` below the block's top edge.
    fn rule(&self, y: Len, thickness: Len, colour: Colour) -> Item {
        Item::Rule(Rule { from: (Len::ZERO, y), to: (self.measure(), y), thickness, colour })
    }

    fn put(&mut self, strip: &Strip, y: Len) {
        self.put_on(self.pages.pages.len() - 1, strip, y);
    }

    fn put_on(&mut self, page: usize, strip: &Strip, y: Len) {
        let (left, top) = (self.style.page.left, self.style.page.top);
        let items = strip.items.iter().map(|item| shifted(item, left, top + y));
        self.pages.pages[page].items.extend(items);
    }
}

/// How far the top of a 一字线 stands above the baseline, in 1/1000 em.
const DASH_HEIGHT: i64 = 310;

/// Moves a page's end up over strips that must not stand last; a chain longer than the page stays.
fn without_stragglers(flow: &[Strip], start: usize, end: usize) -> usize {
    let mut last = end;
    while last > start && flow[last - 1].keep_with_next {
        last -= 1;
    }
    if last > start { last } else { end }
}

fn signers_width(lines: &[Line]) -> Len {
    lines.iter().map(|line| line.width).max().unwrap_or_default()
}

fn bookmark(flow: &mut [Strip], at: usize, heading: &Heading) {
    if let Some(strip) = flow.get_mut(at) {
        let text = format!("{}{}", heading.number, plain_text(&heading.text));
        strip.bookmark = Some((heading.level, text.trim_end_matches('。').to_owned()));
    }
}

/// A repeated table header is furniture: the tag tree has the header once.
fn as_furniture(item: &Item) -> Item {
    match item {
        Item::Run(run) => Item::Run(Run { tag: None, ..run.clone() }),
        Item::Rule(rule) => Item::Rule(rule.clone()),
    }
}

fn shifted(item: &Item, dx: Len, dy: Len) -> Item {
    match item {
        Item::Run(run) => Item::Run(Run { x: run.x + dx, y: run.y + dy, ..run.clone() }),
        Item::Rule(rule) => Item::Rule(Rule {
            from: (rule.from.0 + dx, rule.from.1 + dy),
            to: (rule.to.0 + dx, rule.to.1 + dy),
            ..rule.clone()
        }),
    }
}
