//! Pages: where every glyph and every rule stands, before there is any PDF.
//!
//! The flow of the report is cut into [`Strip`]s, each as high as one line (or one
//! table row), and the strips are dealt onto pages. What stands outside the flow
//! (red head, imprint, page number, stamp) is placed by measure, in [`furniture`](super::furniture).

use std::fmt::Write;
use std::rc::Rc;

use super::font::{FaceId, FontBook};
use super::line::{Line, Measure, Piece, Placed, Setter};
use super::proof::{Mark, Marks};
use super::style::{Colour, Len, Style, TextStyle, YesNo};
use super::title::break_title;
use crate::diagnostic::Diagnostic;
use crate::document::{
    ATTACHMENTS, Attachment, Block, Document, FactId, Heading, Inline, Paragraph, plain_text,
};
use crate::edition::Edition;
use crate::source::Sources;

/// The part of an em that stands above the baseline, in 1/1000: the usual hanzi body.
pub(super) const ASCENT: i64 = 880;

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
    /// A header cell of the rows below it, over so many columns.
    GroupCell(u32),
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
    pub(super) fn end(&self) -> Len {
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

/// Lays a document out on pages. `sources` are what its text was typed in.
///
/// # Errors
/// A diagnostic for each character that no face draws and for each bad font file.
pub fn lay_out(
    document: &Document,
    style: &Style,
    fonts: &FontBook<'_>,
    sources: &Sources,
) -> Result<Pages, Vec<Diagnostic>> {
    let mut layout = Layout {
        style,
        edition: &document.edition,
        fonts,
        setter: Setter::new(style, fonts),
        pages: Pages::default(),
        marks: document.edition.proof.then(Marks::default),
    };
    layout.document(document);
    let mut faults = fonts.faults();
    faults.extend(layout.setter.faults(sources));
    if faults.is_empty() { Ok(layout.pages) } else { Err(faults) }
}

/// A part of the flow that is never cut.
#[derive(Debug, Clone, Default)]
pub(super) struct Strip {
    /// From its top to the top of the next; one that stands on the grid takes a line of its page.
    pub(super) height: Len,
    /// From its top to the foot of what it shows: this much must fit on the page.
    pub(super) shown: Len,
    /// What it shows, measured from the block's left edge and its own top.
    pub(super) items: Vec<Item>,
    /// Must not be the last on its page.
    pub(super) keep_with_next: bool,
    /// Stands on the line grid, as text does and table rows do not.
    pub(super) on_grid: bool,
    pub(super) bookmark: Option<(u8, String)>,
    /// Shown again above this strip when it opens a page: the header of its table.
    pub(super) header: Option<Rc<Strip>>,
    /// The facts whose marks stand in it (核校本).
    pub(super) facts: Vec<FactId>,
}

pub(super) struct Layout<'a> {
    pub(super) style: &'a Style,
    pub(super) edition: &'a Edition,
    pub(super) fonts: &'a FontBook<'a>,
    pub(super) setter: Setter<'a>,
    pub(super) pages: Pages,
    /// The marks of a 核校本.
    pub(super) marks: Option<Marks>,
}

impl Layout<'_> {
    fn document(&mut self, document: &Document) {
        self.pages.pages.push(Page::default());
        let mut flow = Vec::new();
        let mut top = self.markings(&document.markings);
        if let Some(head) = &document.red_head {
            top = self.red_head(head);
        }
        if top > Len::ZERO {
            flow.extend(self.blank_lines(self.style.title.blank_lines));
        }
        self.title(document, &mut flow);
        let mut sent = Vec::new();
        if self.leaves_room(document, &flow, top) {
            self.salutation(&document.salutation, &mut flow);
        } else {
            let names = document.salutation.trim_end_matches('：').replace('、', "，");
            sent.push(format!("主送：{names}。"));
        }
        sent.extend(document.imprint.copies.as_ref().map(|copies| format!("抄送：{copies}")));
        self.blocks(&document.body, &mut flow);
        let company = flow.len().saturating_sub(self.style.signature.company as usize);
        for strip in &mut flow[company..] {
            strip.keep_with_next = true;
        }
        self.attachment_notes(&document.attachment_notes(), &mut flow);
        self.signature(document, &mut flow);
        // What stands last shares its page with the imprint.
        let imprint = self.imprint_room(&document.imprint, &sent);
        let room = |last: bool| if last { imprint } else { Len::ZERO };
        let attachments = document.attachments.len();
        let mut foot = self.deal(&flow, top, Some(company), room(attachments == 0));
        for (i, attachment) in document.attachments.iter().enumerate() {
            foot = self.attachment(attachment, room(i + 1 == attachments));
        }
        self.imprint(&document.imprint, &sent, foot);
        if let Some(marks) = self.marks.take() {
            self.proof_list(&marks, &document.facts);
        }
        self.folios();
        if document.edition.proof {
            self.stamps(&self.style.proof.word);
        } else if document.edition.draft {
            self.stamps(&self.style.draft.word);
        }
    }

    fn blocks(&mut self, blocks: &[Block], flow: &mut Vec<Strip>) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.heading(heading, flow),
                Block::Paragraph(paragraph) => self.paragraph(paragraph, flow),
                Block::Table(table) => self.table(table, flow),
            }
        }
    }

    pub(super) fn tag(&mut self, structure: Structure, parent: Option<TagId>) -> TagId {
        self.pages.tags.push(Tag { structure, parent });
        TagId(self.pages.tags.len() - 1)
    }

    pub(super) fn piece(text: impl Into<String>, style: TextStyle, tag: Option<TagId>) -> Piece {
        Piece { text: text.into(), style, colour: Colour::BLACK, tag, whole: false, fact: None }
    }

    pub(super) fn measure(&self) -> Len {
        self.style.page.block_width
    }

    // ── The flow ──

    /// The line on the grid: its em box stands in the middle of the body's.
    pub(super) fn strip(&mut self, line: &Line, x: Len) -> Strip {
        let body = self.style.body.text.size;
        let size = line.glyphs.iter().map(|glyph| glyph.size).max().unwrap_or(body);
        let baseline = (body - size).half() + size.scale(ASCENT, 1000);
        let mut strip = Strip {
            height: self.style.pitch(),
            shown: body,
            items: self.runs(line, x, baseline),
            on_grid: true,
            ..Strip::default()
        };
        self.mark_facts(line, x, baseline, Mark::Over, &mut strip);
        strip
    }

    pub(super) fn blank_lines(&self, count: u32) -> impl Iterator<Item = Strip> + use<> {
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
    pub(super) fn runs(&self, line: &Line, x: Len, baseline: Len) -> Vec<Item> {
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

    fn title(&mut self, document: &Document, flow: &mut Vec<Strip>) {
        let marked = &document.title_lines;
        let fits = |line: &String| {
            let piece = Self::piece(line, self.style.title.text, None);
            self.setter.line(&[piece]).width <= self.style.page.block_width
        };
        let lines = if marked.concat() == document.title && marked.iter().all(fits) {
            marked.clone()
        } else {
            self.title_lines(&document.title, self.style.title.text)
        };
        self.title_strips(&lines, self.style.title.text, 1, flow);
    }

    fn title_lines(&self, title: &str, text: TextStyle) -> Vec<String> {
        let cell = self.style.cell(text.size).to_units().max(1);
        let cells = usize::try_from(self.measure().to_units() / cell).unwrap_or(1);
        break_title(title, cells * 2)
    }

    /// Centred lines that are one heading.
    pub(super) fn title_strips(
        &mut self,
        lines: &[String],
        text: TextStyle,
        level: u8,
        flow: &mut Vec<Strip>,
    ) {
        let tag = self.tag(Structure::Heading(level), None);
        for part in lines {
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

    /// 7.3.2: whether the first page, with the addressees below its title, still shows body
    /// text; else they belong in the imprint.
    fn leaves_room(&mut self, document: &Document, title: &[Strip], top: Len) -> bool {
        let piece = Self::piece(&document.salutation, self.style.salutation.text, None);
        let measure = Measure::justified(self.measure(), Len::ZERO, Len::ZERO);
        let lines = self.setter.paragraph(&[piece], measure).len();
        let headings =
            document.body.iter().take_while(|block| matches!(block, Block::Heading(_))).count();
        let count = u32::try_from(lines + headings + 1).unwrap_or(u32::MAX).min(1000);
        let rows = self.blank_lines(self.style.salutation.blank_lines + count);
        let first: Vec<Strip> = title.iter().cloned().chain(rows).collect();
        self.fill(&first, top, self.style.pitch()).0 == first.len()
    }

    /// Sets a paragraph into the flow with its indents, in characters.
    fn lines(&mut self, pieces: &[Piece], first: u32, rest: u32, flow: &mut Vec<Strip>) {
        let measure = Measure::justified(
            self.measure(),
            self.style.characters(first),
            self.style.characters(rest),
        );
        self.measured_lines(pieces, measure, flow);
    }

    fn measured_lines(&mut self, pieces: &[Piece], measure: Measure, flow: &mut Vec<Strip>) {
        for (i, line) in self.setter.paragraph(pieces, measure).iter().enumerate() {
            let strip = self.strip(line, measure.indent(i == 0));
            flow.push(strip);
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

    pub(super) fn inlines(
        &self,
        inlines: &[Inline],
        style: TextStyle,
        tag: TagId,
        pieces: &mut Vec<Piece>,
    ) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => pieces.push(Self::piece(text, style, Some(tag))),
                Inline::Figure { text, fact } => pieces.push(Piece {
                    whole: true,
                    fact: Some(*fact),
                    ..Self::piece(text, style, Some(tag))
                }),
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

    /// 附件说明: each name's further lines stand under its first character.
    fn attachment_notes(&mut self, notes: &[String], flow: &mut Vec<Strip>) {
        if notes.is_empty() {
            return;
        }
        let style = &self.style.attachment_note;
        flow.extend(self.blank_lines(style.blank_lines));
        let start = flow.len();
        let label_width = self.setter.line(&[Self::piece(ATTACHMENTS, style.text, None)]).width;
        let indent = self.style.characters(style.indent);
        for note in notes {
            let name = note.find('.').map_or(0, |stop| stop + 1);
            let (number, _) = note.split_at(name);
            let width = self.setter.line(&[Self::piece(number, style.text, None)]).width;
            let labelled = note.starts_with(ATTACHMENTS);
            let left = if labelled { indent } else { indent + label_width };
            let under = indent + label_width.times(i64::from(!labelled)) + width;
            let measure = Measure::justified(self.measure(), left, under);
            let tag = self.tag(Structure::Paragraph, None);
            self.measured_lines(&[Self::piece(note, style.text, Some(tag))], measure, flow);
        }
        for strip in &mut flow[start..] {
            strip.keep_with_next = true;
        }
    }

    /// 附件 on pages of its own, `room` kept free below it; returns where the last of them ends.
    fn attachment(&mut self, attachment: &Attachment, room: Len) -> Len {
        let style = &self.style.attachment;
        let mut flow = Vec::new();
        let tag = self.tag(Structure::Paragraph, None);
        let label = self.setter.line(&[Self::piece(&attachment.label, style.label, Some(tag))]);
        let mut label = self.strip(&label, Len::ZERO);
        label.keep_with_next = true;
        label.bookmark = Some((1, format!("{} {}", attachment.label, attachment.title)));
        flow.push(label);
        flow.extend(self.blank_lines(style.title_line.saturating_sub(2)));
        let lines = self.title_lines(&attachment.title, style.title);
        self.title_strips(&lines, style.title, 2, &mut flow);
        flow.extend(self.blank_lines(1));
        self.blocks(&attachment.body, &mut flow);
        let company = flow.len().saturating_sub(ATTACHMENT_COMPANY);
        for strip in &mut flow[company..] {
            strip.keep_with_next = true;
        }
        self.pages.pages.push(Page::default());
        self.deal(&flow, Len::ZERO, None, room)
    }

    /// 署名、成文日期、附注.
    fn signature(&mut self, document: &Document, flow: &mut Vec<Strip>) {
        let style = &self.style.signature;
        let sealed = self.edition.seal || style.sealed == YesNo::Yes;
        let blank_lines = if sealed { style.sealed_blank_lines } else { style.blank_lines };
        flow.extend(self.blank_lines(blank_lines));
        let tag = self.tag(Structure::Paragraph, None);
        let right = self.style.characters(style.right);
        let pieces = [Self::piece(&document.signature.organ, style.text, Some(tag))];
        // One line, unless the name is longer than any.
        let organ = self.setter.paragraph(&pieces, Measure::ragged(self.measure() - right));
        let organ_width = organ.iter().map(|line| line.width).max().unwrap_or_default();
        let tag = self.tag(Structure::Paragraph, None);
        let date =
            self.setter.line(&[Self::piece(&document.signature.date, style.text, Some(tag))]);
        let right = self.measure() - right;
        let shift = self.style.characters(style.date_shift);
        let (organ_x, date_x) = if sealed {
            let date_end = self.measure() - self.style.characters(style.sealed_right);
            let centred = date_end - (date.width + organ_width).half();
            let organ_x = centred.min(self.measure() - organ_width).max(Len::ZERO);
            (organ_x, organ_x + (organ_width - date.width).half())
        } else if date.width > organ_width {
            (right - date.width - shift, right - date.width)
        } else {
            (right - organ_width, right - organ_width + shift)
        };
        for line in &organ {
            let strip = self.strip(line, organ_x.max(Len::ZERO));
            flow.push(Strip { keep_with_next: true, ..strip });
        }
        let date = self.strip(&date, date_x.max(Len::ZERO));
        flow.push(date);
        if let Some(note) = &document.note {
            if let Some(date) = flow.last_mut() {
                date.keep_with_next = true;
            }
            flow.extend(self.blank_lines(self.style.note.blank_lines));
            let tag = self.tag(Structure::Paragraph, None);
            let piece = Self::piece(note, self.style.note.text, Some(tag));
            self.lines(&[piece], self.style.note.indent, 0, flow);
        }
    }

    // ── Dealing strips onto pages ──

    /// Deals the flow onto pages from `top` (below the block's top edge) of the last page on
    /// and keeps `room` free below it. `company` is the first strip of those that go with the
    /// signature. Returns where the content ends, from the block's top edge of what is then
    /// the last page.
    pub(super) fn deal(
        &mut self,
        flow: &[Strip],
        top: Len,
        company: Option<usize>,
        room: Len,
    ) -> Len {
        let flow = Flow { strips: flow, top, room };
        let lines = self.style.page.lines;
        let mut cuts = self.cuts(flow, &|_| lines);
        if let Some(adjusted) = company.and_then(|company| self.adjusted(flow, company, &cuts)) {
            cuts = adjusted;
        }
        let mut y = top;
        let mut start = 0;
        for (i, cut) in cuts.into_iter().enumerate() {
            if i > 0 {
                self.pages.pages.push(Page::default());
                y = Len::ZERO;
            }
            y = self.place(&flow.strips[start..cut.end], y, self.style.pitch_of(cut.lines));
            start = cut.end;
        }
        y
    }

    /// Where each page of the flow ends. `lines` tells how many lines the pages have.
    fn cuts(&self, flow: Flow<'_>, lines: &dyn Fn(usize) -> u32) -> Vec<Cut> {
        let Flow { strips, top, room } = flow;
        let mut cuts = Vec::new();
        let (mut start, mut y) = (0, top);
        while start < strips.len() {
            let lines = lines(cuts.len());
            let (count, foot) = self.fill(&strips[start..], y, self.style.pitch_of(lines));
            let full = start + count;
            let mut end = full;
            if full < strips.len() {
                end = without_stragglers(strips, start, full);
            } else if foot + room > self.style.page.block_height && count > 1 {
                // What stands below gets company; where it cannot, it stands alone.
                let parted = without_stragglers(strips, start, full - 1);
                end = if strips[parted - 1].keep_with_next { full } else { parted };
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
    fn adjusted(&self, flow: Flow<'_>, company: usize, cuts: &[Cut]) -> Option<Vec<Cut>> {
        let before = cuts.len().checked_sub(2)?;
        let short = cuts.get(before)?;
        if short.left_over == 0 || short.end + short.left_over <= company {
            return None;
        }
        let narrowed = self.narrowed(flow, before, cuts);
        let widened = self.widened(flow, before, cuts);
        let touched =
            |cuts: &[Cut]| cuts.iter().filter(|cut| cut.lines != self.style.page.lines).count();
        match (narrowed, widened) {
            (Some(narrowed), Some(widened)) if touched(&narrowed) > touched(&widened) => {
                Some(widened)
            }
            (narrowed, widened) => narrowed.or(widened),
        }
    }

    /// The flow on one page fewer, the fewest pages up to its end in a narrower pitch. The
    /// first page keeps its head and its pitch.
    fn narrowed(&self, flow: Flow<'_>, before: usize, cuts: &[Cut]) -> Option<Vec<Cut>> {
        let (all, more) = (self.style.page.lines, self.style.signature.narrowed_lines);
        (1..=before).rev().find_map(|first| {
            let start = cuts.get(first - 1)?.end;
            let on_grid = flow.strips.get(start..)?.iter().all(|strip| strip.on_grid);
            let lines = |page| if page >= first { more } else { all };
            on_grid.then(|| self.cuts(flow, &lines)).filter(|found| found.len() == before + 1)
        })
    }

    /// The flow on as many pages, those before the last in a wider pitch.
    fn widened(&self, flow: Flow<'_>, before: usize, cuts: &[Cut]) -> Option<Vec<Cut>> {
        let short = cuts.get(before)?;
        let first = (before + 1).saturating_sub(short.left_over).max(1);
        let start = cuts.get(first - 1)?.end;
        if first > before || flow.strips.get(start..)?.iter().any(|strip| !strip.on_grid) {
            return None;
        }
        let (all, fewer) = (self.style.page.lines, self.style.signature.widened_lines);
        let lines = |page| if (first..=before).contains(&page) { fewer } else { all };
        let widened = self.cuts(flow, &lines);
        let improved = widened.len() == cuts.len()
            && widened.get(before).is_some_and(|cut| cut.left_over < short.left_over);
        improved.then_some(widened)
    }

    /// How many strips fit below `y`, and where the last of them ends.
    fn fill(&self, strips: &[Strip], mut y: Len, pitch: Len) -> (usize, Len) {
        let block = self.style.page.block_height;
        if let Some(header) = strips.first().and_then(|strip| strip.header.as_ref()) {
            y += header.height;
        }
        for (i, strip) in strips.iter().enumerate() {
            let top = snap(strip, y, pitch);
            // A strip higher than a page is shown cut rather than never.
            if top + strip.shown > block && i > 0 {
                return (i, y);
            }
            y = top + strip.advance(pitch);
        }
        (strips.len(), y)
    }

    /// Puts strips on the last page and returns where they end.
    fn place(&mut self, strips: &[Strip], mut y: Len, pitch: Len) -> Len {
        let header = strips.first().and_then(|strip| strip.header.clone());
        let repeated = header.as_deref().map(|header| Strip {
            items: header.items.iter().map(as_furniture).collect(),
            ..header.clone()
        });
        let page = self.pages.pages.len() - 1;
        for strip in repeated.iter().chain(strips) {
            y = snap(strip, y, pitch);
            if let Some((level, text)) = &strip.bookmark {
                self.pages.bookmarks.push(Bookmark {
                    level: *level,
                    text: text.clone(),
                    page,
                    y: self.style.page.top + y,
                });
            }
            if let Some(marks) = &mut self.marks {
                marks.on_page(&strip.facts, page);
            }
            self.put_on(page, strip, y);
            y += strip.advance(pitch);
        }
        y
    }

    // ── Placing by measure ──

    /// A rule as wide as the block, its middle at `y` below the block's top edge.
    pub(super) fn rule(&self, y: Len, thickness: Len, colour: Colour) -> Item {
        Item::Rule(Rule { from: (Len::ZERO, y), to: (self.measure(), y), thickness, colour })
    }

    pub(super) fn put(&mut self, strip: &Strip, y: Len) {
        self.put_on(self.pages.pages.len() - 1, strip, y);
    }

    pub(super) fn put_on(&mut self, page: usize, strip: &Strip, y: Len) {
        let (left, top) = (self.left(page), self.style.page.top);
        let items = strip.items.iter().map(|item| shifted(item, left, top + y));
        self.pages.pages[page].items.extend(items);
    }

    /// The block's left edge; `page` counts from 0.
    fn left(&self, page: usize) -> Len {
        let paper = &self.style.page;
        let duplex = self.edition.duplex || paper.duplex == YesNo::Yes;
        if duplex && page % 2 == 1 {
            paper.width - paper.left - paper.block_width
        } else {
            paper.left
        }
    }
}

impl Strip {
    /// From its top to the top of the next, on a page of this pitch.
    fn advance(&self, pitch: Len) -> Len {
        if self.on_grid { pitch } else { self.height }
    }
}

/// Strips to be dealt onto pages.
#[derive(Debug, Clone, Copy)]
struct Flow<'s> {
    strips: &'s [Strip],
    /// Where the first page has room, from the block's top edge.
    top: Len,
    /// Kept free below the last strip.
    room: Len,
}

/// How many strips of an attachment's end never part with what follows them: rows of a table
/// and the air below it.
const ATTACHMENT_COMPANY: usize = 4;

/// A page's share of the flow.
#[derive(Debug, Clone, Copy)]
struct Cut {
    end: usize,
    /// Lines the page has room for.
    lines: u32,
    /// Strips that would have fitted but belong with those on the next page.
    left_over: usize,
}

/// Where a strip that comes at `y` really begins.
fn snap(strip: &Strip, y: Len, pitch: Len) -> Len {
    if !strip.on_grid {
        return y;
    }
    let units = pitch.to_units().max(1);
    // A hair's breadth of rounding is no reason to skip a line.
    pitch.times((y.to_units() - 100 + units - 1).div_euclid(units))
}

/// Moves a page's end up over strips that must not stand last; a chain longer than the page stays.
fn without_stragglers(flow: &[Strip], start: usize, end: usize) -> usize {
    let mut last = end;
    while last > start && flow[last - 1].keep_with_next {
        last -= 1;
    }
    if last > start { last } else { end }
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
