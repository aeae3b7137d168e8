//! Furniture: what stands outside the flow and is placed by measure: red head, imprint,
//! page numbers, the stamp of a draft or a proof.

use super::line::{Line, Measure, Piece, Placed};
use super::page::{ASCENT, Item, Layout, Page, Rule, Strip, Structure, TagId};
use super::style::{Colour, Len};
use crate::document::{Imprint, Markings, RedHead};

impl Layout<'_> {
    /// 版头; returns where the flow begins, from the block's top edge.
    pub(super) fn red_head(&mut self, head: &RedHead) -> Len {
        let style = &self.style.head;
        let mark_foot = self.mark(&head.mark);
        let lines = self.style.pitch();
        let mut y = mark_foot + lines.times(i64::from(style.blank_lines) + 1) - style.number.size;
        let inset = self.style.characters(style.inset);
        // The last signers share their line with the number.
        let number = head.number.as_ref().map_or(Len::ZERO, |number| {
            self.setter.line(&[Self::piece(number, style.number, None)]).width
        });
        let room = self.measure() - inset.times(2) - number - self.style.characters(1);
        let signers = self.signers(&head.signers, room);
        // A name that leaves no room for the number leaves it the next line.
        let below = usize::from(signers_width(&signers) > room);
        let rows = (signers.len() + below).max(1);
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
        let rule_y = y + style.number.size + style.rule_gap + style.rule.half();
        let rule = self.rule(rule_y, style.rule, style.colour);
        self.put(&Strip { items: vec![rule], ..Strip::default() }, Len::ZERO);
        rule_y + style.rule
    }

    /// 份号, 密级和保密期限, 紧急程度, flush on the first lines of the block; returns where they
    /// end on the grid.
    pub(super) fn markings(&mut self, markings: &Markings) -> Len {
        let style = &self.style.head;
        let rows = [
            (&markings.copy_number, style.copy_number),
            (&markings.secrecy, style.secrecy),
            (&markings.urgency, style.urgency),
        ];
        let mut y = Len::ZERO;
        for (text, look) in rows {
            let Some(text) = text else { continue };
            let tag = self.tag(Structure::Paragraph, None);
            let line = self.setter.line(&[Self::piece(text, look, Some(tag))]);
            let strip = self.strip(&line, Len::ZERO);
            self.put(&strip, y);
            y += self.style.pitch();
        }
        y
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

    /// 签发人, two names a line where there is room for them, further lines aligned under the
    /// first name.
    fn signers(&mut self, signers: &[String], room: Len) -> Vec<Line> {
        let style = &self.style.head;
        let tag = (!signers.is_empty()).then(|| self.tag(Structure::Paragraph, None));
        let longest = signers.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(3);
        let longest = i64::try_from(longest).unwrap_or(i64::MAX);
        let cell = self.style.cell(style.number.size);
        let label = cell.times(LABEL);
        let names = if label + cell.times(2 * longest + 1) > room { 1 } else { 2 };
        signers
            .chunks(names)
            .enumerate()
            .map(|(i, names)| {
                let said = if i == 0 { "签发人：" } else { "" };
                let mut line = self.setter.line(&[Self::piece(said, style.number, tag)]);
                let mut x = label;
                for name in names {
                    let name_line = self.setter.line(&[Self::piece(name, style.signer, tag)]);
                    line.glyphs.extend(
                        name_line
                            .glyphs
                            .into_iter()
                            .map(|glyph| Placed { x: glyph.x + x, ..glyph }),
                    );
                    line.width = x + name_line.width;
                    x += cell.times(longest + 1);
                }
                line
            })
            .collect()
    }

    /// The height that 版记 takes at the foot of a page, with the air above it. `sent` are the
    /// lists of whom the report is sent to, `抄送：…。`.
    pub(super) fn imprint_room(&mut self, imprint: &Imprint, sent: &[String]) -> Len {
        let style = &self.style.imprint;
        let air = self.style.pitch().times(i64::from(style.blank_lines)) - self.style.pitch()
            + self.style.body.text.size;
        let lists: usize = sent.iter().map(|list| self.list(list, None).len()).sum();
        let lines = lists + self.printer(imprint, None).len();
        self.style.imprint.pitch.times(i64::try_from(lines).unwrap_or(0)) + air
    }

    /// 印发机关, on as many lines as it needs beside the date.
    fn printer(&mut self, imprint: &Imprint, tag: Option<TagId>) -> Vec<Line> {
        let style = &self.style.imprint;
        let cell = self.style.cell(style.text.size);
        let date = self.setter.line(&[Self::piece(&imprint.date, style.text, None)]).width;
        let taken = cell.times(2 * i64::from(style.inset) + 1) + date;
        let pieces = [Self::piece(&imprint.organ, style.text, tag)];
        self.setter.paragraph(&pieces, Measure::ragged(self.measure() - taken))
    }

    /// 主送, 抄送: further lines aligned under the first name.
    fn list(&mut self, list: &str, tag: Option<TagId>) -> Vec<Line> {
        let style = &self.style.imprint;
        let cell = self.style.cell(style.text.size);
        let inner = self.measure() - cell.times(i64::from(style.inset)).times(2);
        let measure = Measure::justified(inner, Len::ZERO, cell.times(3));
        self.setter.paragraph(&[Self::piece(list, style.text, tag)], measure)
    }

    /// 版记 at the foot of the last page, on a page of its own when it does not fit below `foot`.
    pub(super) fn imprint(&mut self, imprint: &Imprint, sent: &[String], foot: Len) {
        let style = &self.style.imprint;
        let cell = self.style.cell(style.text.size);
        let inset = cell.times(i64::from(style.inset));
        let block = self.style.page.block_height;
        if foot + self.imprint_room(imprint, sent) > block {
            self.pages.pages.push(Page::default());
        }
        let mut lines = Vec::new();
        for list in sent {
            let tag = self.tag(Structure::Paragraph, None);
            for (i, line) in self.list(list, Some(tag)).into_iter().enumerate() {
                lines.push((if i == 0 { inset } else { inset + cell.times(3) }, line));
            }
        }
        let tag = self.tag(Structure::Paragraph, None);
        let printer = self.printer(imprint, Some(tag));
        let rows = i64::try_from(lines.len() + printer.len()).unwrap_or(0);
        let height = style.pitch.times(rows);
        let mut top = block - height;
        let mut items = vec![self.rule(top + style.thick.half(), style.thick, Colour::BLACK)];
        let baseline = (style.pitch - style.text.size).half() + style.text.size.scale(ASCENT, 1000);
        for (indent, line) in &lines {
            items.extend(self.runs(line, *indent, top + baseline));
            top += style.pitch;
        }
        if !lines.is_empty() {
            items.push(self.rule(top, style.thin, Colour::BLACK));
        }
        for (i, line) in printer.iter().enumerate() {
            top += if i == 0 { Len::ZERO } else { style.pitch };
            items.extend(self.runs(line, inset, top + baseline));
        }
        let tag = self.tag(Structure::Paragraph, None);
        let date = self.setter.line(&[Self::piece(&imprint.date, style.text, Some(tag))]);
        items.extend(self.runs(&date, self.measure() - inset - date.width, top + baseline));
        items.push(self.rule(block - style.thick.half(), style.thick, Colour::BLACK));
        self.put(&Strip { items, ..Strip::default() }, Len::ZERO);
    }

    /// 页码: — 1 — at the right on odd pages, at the left on even ones.
    pub(super) fn folios(&mut self) {
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

    /// A framed word in the top margin of each page: 草稿, 核校本.
    pub(super) fn stamps(&mut self, word: &str) {
        let style = &self.style.draft;
        let piece = Piece { colour: style.colour, ..Self::piece(word, style.text, None) };
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
}

/// How far the top of a 一字线 stands above the baseline, in 1/1000 em.
const DASH_HEIGHT: i64 = 310;

/// Characters of 签发人：.
const LABEL: i64 = 4;

fn signers_width(lines: &[Line]) -> Len {
    lines.iter().map(|line| line.width).max().unwrap_or_default()
}
