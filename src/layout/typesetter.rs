//! The typesetter: text of the document → lines → items of the flow, tagged on the way.

use super::flow::FlowItem;
use super::length::Len;
use super::line::{Line, LineSetter, Measure, Placed, StyledText};
use super::marks::{MarkPosition, Marks};
use super::pages::{Direction, Item, Rule, Run, RunGlyph, Structure, Tag, TagId};
use super::style::{Colour, Style, TextStyle};
use super::too_narrow::TooNarrow;
use crate::document::{Day, Inline, Text};
use crate::font::FontBook;
use crate::text::width_cjk;

/// The part of an em that stands above the baseline, in 1/1000: the usual body of a hanzi.
const ASCENT: i64 = 880;

/// How far a digit reaches above the baseline, in 1/1000 em.
const DIGIT: i64 = 680;

/// From the top of an em box of this size to its baseline.
pub(super) fn ascent(size: Len) -> Len {
    size.scale(ASCENT, 1000)
}

/// From the top of a line of this pitch to the baseline of text in its middle.
pub(super) fn baseline_in(pitch: Len, size: Len) -> Len {
    (pitch - size).half() + ascent(size)
}

/// The widest figure that is kept on one line, in columns of half a hanzi: `约5484.1213万元`.
const WIDEST_GROUP: usize = 16;

/// Whether a figure is a number with what belongs to it, `约1.1亿元`, `增长12.5%`, which is kept on
/// one line, and not a list of names or a sentence, which are broken like any text.
fn is_group(figure: &str) -> bool {
    width_cjk(figure) <= WIDEST_GROUP
        && figure.contains(|c: char| c.is_ascii_digit())
        && !figure.contains(['、', '，', '；', '。'])
}

/// What every part of the layout sets its text with.
pub(super) struct Typesetter<'a> {
    pub(super) style: &'a Style,
    fonts: &'a FontBook<'a>,
    pub(super) lines: LineSetter<'a>,
    /// The elements of the text so far.
    pub(super) tags: Vec<Tag>,
    /// The marks of a 核校本; none for any other edition.
    pub(super) marks: Option<Marks>,
    /// The tables so far for which the block is too narrow.
    pub(super) narrow: Vec<TooNarrow>,
}

impl<'a> Typesetter<'a> {
    pub(super) fn new(style: &'a Style, fonts: &'a FontBook<'a>) -> Typesetter<'a> {
        let lines = LineSetter::new(style, fonts);
        Typesetter { style, fonts, lines, tags: Vec::new(), marks: None, narrow: Vec::new() }
    }

    /// Begins an element of the text.
    pub(super) fn tag(&mut self, structure: Structure, parent: Option<TagId>) -> TagId {
        self.tags.push(Tag { structure, parent, headers: Vec::new() });
        TagId(self.tags.len() - 1)
    }

    /// Begins an element of the text that has these headers.
    pub(super) fn tag_under(
        &mut self,
        structure: Structure,
        parent: TagId,
        headers: Vec<TagId>,
    ) -> TagId {
        self.tags.push(Tag { structure, parent: Some(parent), headers });
        TagId(self.tags.len() - 1)
    }

    /// Width of the block.
    pub(super) fn block_width(&self) -> Len {
        self.style.page.block_width
    }

    /// Text of one look on one line, at its natural width.
    pub(super) fn line(
        &mut self,
        text: impl Into<Text>,
        style: TextStyle,
        tag: Option<TagId>,
    ) -> Line {
        self.lines.line(&[StyledText::new(text, style, tag)])
    }

    /// The width of text of one look on one line.
    pub(super) fn width_of(&mut self, text: &str, style: TextStyle) -> Len {
        self.line(text, style, None).width
    }

    /// A day on one line; one that is still to come looks like every value that is.
    pub(super) fn day(&mut self, day: &Day, style: TextStyle, tag: TagId) -> Line {
        let mut texts = Vec::new();
        let shown = match day.date {
            Some(_) => Inline::text(day.shown.as_str()),
            None => Inline::Missing { text: day.shown.clone() },
        };
        self.inlines(&[shown], style, Some(tag), &mut texts);
        self.lines.line(&texts)
    }

    /// The text of some inlines, each in its own look.
    pub(super) fn inlines(
        &self,
        inlines: &[Inline],
        style: TextStyle,
        tag: Option<TagId>,
        texts: &mut Vec<StyledText>,
    ) {
        let strong = TextStyle { size: style.size, ..self.style.body.strong };
        for inline in inlines {
            match inline {
                Inline::Text(text) => texts.push(StyledText::new(text, style, tag)),
                Inline::Figure { text, fact } => texts.push(StyledText {
                    whole: is_group(text),
                    fact: Some(*fact),
                    ..StyledText::new(text, style, tag)
                }),
                Inline::Missing { text } => texts.push(StyledText {
                    colour: self.style.body.missing,
                    ..StyledText::new(text.as_str(), strong, tag)
                }),
                Inline::Strong(inner) => self.inlines(inner, strong, tag, texts),
            }
        }
    }

    /// A paragraph as items of the flow, its first and its other lines indented by so many
    /// characters.
    pub(super) fn paragraph(
        &mut self,
        texts: &[StyledText],
        first: u32,
        rest: u32,
    ) -> Vec<FlowItem> {
        let characters = |count| self.style.characters(count);
        let measure = Measure::justified(self.block_width(), characters(first), characters(rest));
        self.measured_paragraph(texts, measure)
    }

    /// A paragraph as items of the flow.
    pub(super) fn measured_paragraph(
        &mut self,
        texts: &[StyledText],
        measure: Measure,
    ) -> Vec<FlowItem> {
        let lines = self.lines.paragraph(texts, measure);
        let item = |(i, line)| self.flow_item(line, measure.indent(i == 0));
        lines.iter().enumerate().map(item).collect()
    }

    /// A line as an item of the flow, on the grid: its em box stands in the middle of the
    /// body's.
    pub(super) fn flow_item(&mut self, line: &Line, x: Len) -> FlowItem {
        let body = self.style.body.text.size;
        let size = line.glyphs.iter().map(|glyph| glyph.size).max().unwrap_or(body);
        let baseline = baseline_in(body, size);
        let mut item = FlowItem {
            height: self.style.pitch(),
            shown: body,
            items: self.runs(line, x, baseline),
            on_grid: true,
            ..FlowItem::default()
        };
        self.mark_facts(line, x, baseline, MarkPosition::Over, &mut item);
        item
    }

    /// A line in the middle of the block as an item of the flow.
    pub(super) fn centred_item(&mut self, line: &Line) -> FlowItem {
        let x = (self.block_width() - line.width).half();
        FlowItem { is_centred: true, ..self.flow_item(line, x) }
    }

    /// So many blank lines; they stay with what follows them.
    pub(super) fn blank_lines(&self, count: u32) -> impl Iterator<Item = FlowItem> + use<> {
        let blank = FlowItem {
            height: self.style.pitch(),
            shown: self.style.body.text.size,
            keep_with_next: true,
            on_grid: true,
            ..FlowItem::default()
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
                    direction: Direction::Across,
                    glyphs: Vec::new(),
                });
            }
            if let Some(run) = runs.last_mut() {
                run.glyphs.push(RunGlyph {
                    id: glyph.id,
                    advance: glyph.advance,
                    character: placed.character,
                    count: placed.count,
                    dx: origin - run.x,
                });
            }
        }
        runs.into_iter().map(Item::Run).collect()
    }

    /// A rule as wide as the block, its middle at `y`.
    pub(super) fn rule(&self, y: Len, thickness: Len, colour: Colour) -> Item {
        Item::Rule(Rule { from: (Len::ZERO, y), to: (self.block_width(), y), thickness, colour })
    }

    /// Puts the marks of a line's figures at their last characters (核校本). They take no width,
    /// so that the pages break as in the final copy.
    pub(super) fn mark_facts(
        &mut self,
        line: &Line,
        x: Len,
        baseline: Len,
        position: MarkPosition,
        item: &mut FlowItem,
    ) {
        let style = &self.style.proof;
        for placed in &line.glyphs {
            let Some(fact) = placed.fact else { continue };
            let Some(marks) = &mut self.marks else { return };
            let number = marks.number(fact).to_string();
            let text =
                StyledText { colour: style.colour, ..StyledText::new(number, style.mark, None) };
            let mut mark = self.lines.line(std::slice::from_ref(&text));
            let advance = placed.size.scale(i64::from(placed.glyph.advance), 1000);
            let end = x + placed.x + advance;
            let gap = placed.size.scale(1, 12);
            let (left, raise) = match position {
                MarkPosition::Over => (end - mark.width, style.raise),
                MarkPosition::Behind(right) if end + gap + mark.width > right => {
                    let size = style.mark.size.min(placed.size.scale(2, 3));
                    let look = TextStyle { size, ..style.mark };
                    mark = self.lines.line(&[StyledText { style: look, ..text }]);
                    (right - gap - mark.width, placed.size.scale(DIGIT + 50, 1000))
                }
                MarkPosition::Behind(_) => (end + gap, placed.size.scale(2, 5)),
            };
            item.items.extend(self.runs(&mark, left, baseline - raise));
            item.facts.push(fact);
        }
    }
}
