//! Painting: pages become the content streams and fonts of a PDF.
//!
//! The glyphs of each element of the text form one marked-content sequence on a page; what is no
//! part of the text is marked as an artifact. Which sequence belongs to which element is handed
//! on to [`archive`](super::archive), which writes the tag tree.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color, DictItem, Line, LinePoint, Mm, Op, PdfDocument, PdfFontHandle, PdfPage,
    Point, Pt, Rgb, TextItem, TextMatrix,
};

use super::fonts::{Fonts, font_id};
use super::object;
use crate::findings::{Findings, Outcome};
use crate::font::FontBook;
use crate::layout::{Colour, Direction, Item, Len, Pages, Rule, Run, RunGlyph, TagId};

/// A marked-content sequence: the page it is on and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sequence {
    pub(super) page: usize,
    pub(super) number: usize,
}

/// The painted pages, and the sequences of each tag in reading order.
pub(super) struct Painted {
    pub(super) pdf: lopdf::Document,
    pub(super) sequences: BTreeMap<TagId, Vec<Sequence>>,
}

/// Paints the pages. Finds faces that cannot be cut or embedded; their glyphs are left out.
pub(super) fn paint(pages: &Pages, book: &FontBook<'_>) -> Outcome<Painted> {
    let mut findings = Findings::new();
    let mut pdf = PdfDocument::new("");
    let fonts = Fonts::embed(pages, book, &mut pdf).gather(&mut findings);
    let mut sequences: BTreeMap<TagId, Vec<Sequence>> = BTreeMap::new();
    for (page, content) in pages.pages.iter().enumerate() {
        let (width, height) = (content.width, content.height);
        let mut painter = Painter { fonts: &fonts, height, ops: Vec::new() };
        let mut next = 0;
        for group in content.items.chunk_by(|a, b| tag(a) == tag(b)) {
            painter.ops.push(match group.first().and_then(tag) {
                None => Op::BeginMarkedContent { tag: "Artifact".to_owned() },
                Some(tag) => {
                    sequences.entry(tag).or_default().push(Sequence { page, number: next });
                    next += 1;
                    marked(next - 1)
                }
            });
            painter.group(group);
            painter.ops.push(Op::EndMarkedContent);
        }
        let mut sheet = PdfPage::new(Mm(0.0), Mm(0.0), painter.ops);
        let paper = printpdf::Rect::from_wh(Pt(width.to_pt()), Pt(height.to_pt()));
        sheet.media_box = paper.clone();
        sheet.trim_box = paper.clone();
        sheet.crop_box = paper;
        pdf.pages.push(sheet);
    }
    let options = printpdf::PdfSaveOptions { optimize: false, ..Default::default() };
    let mut warnings = Vec::new();
    let mut pdf = printpdf::serialize::to_lopdf_doc(&pdf, &options, &mut warnings);
    fonts.put_outlines(&mut pdf);
    Outcome::new(Painted { pdf, sequences }, findings)
}

fn tag(item: &Item) -> Option<TagId> {
    match item {
        Item::Run(run) => run.tag,
        Item::Rule(_) => None,
    }
}

fn marked(number: usize) -> Op {
    let number = DictItem::Int(i64::try_from(number).unwrap_or(i64::MAX));
    Op::BeginMarkedContentWithProperties {
        // The tag tree says what it is; here it only has to differ from an artifact.
        tag: "P".to_owned(),
        properties: DictItem::Dict { map: BTreeMap::from([("MCID".to_owned(), number)]) },
    }
}

struct Painter<'a> {
    fonts: &'a Fonts,
    height: Len,
    ops: Vec<Op>,
}

impl Painter<'_> {
    /// One marked-content sequence.
    fn group(&mut self, items: &[Item]) {
        for part in items.chunk_by(|a, b| matches!((a, b), (Item::Run(_), Item::Run(_)))) {
            let mut runs: Vec<&Run> = Vec::new();
            for item in part {
                match item {
                    Item::Run(run) => runs.push(run),
                    Item::Rule(rule) => self.rule(rule),
                }
            }
            if runs.is_empty() {
                continue;
            }
            self.ops.push(Op::StartTextSection);
            for line in runs.chunk_by(|a, b| follows(a, b)) {
                let text = is_scattered(line).then(|| actual_text(line));
                self.ops.extend(text.clone());
                line.iter().for_each(|run| self.run(run));
                self.ops.extend(text.map(|_| Op::EndMarkedContent));
            }
            self.ops.push(Op::EndTextSection);
        }
    }

    fn run(&mut self, run: &Run) {
        self.ops.push(Op::SetFillColor { col: colour(run.colour) });
        let fonts = self.fonts;
        let key = |glyph: &RunGlyph| fonts.key(run.face, glyph);
        for part in run.glyphs.chunk_by(|a, b| key(a) == key(b)) {
            let Some(first) = part.first() else { continue };
            let key = key(first);
            let Some(ids) = fonts.glyphs(key) else { continue };
            let font_handle = PdfFontHandle::External(font_id(key));
            self.ops.push(Op::SetFont { font: font_handle, size: Pt(run.size.to_pt()) });
            let scale = run.condensed as f32 / 100.0;
            let place = |x: Len, y: Len| (x.to_pt(), (self.height - y).to_pt());
            let matrix = match run.direction {
                Direction::Across | Direction::Down => {
                    let (x, y) = place(run.x + first.dx, run.y);
                    [scale, 0.0, 0.0, 1.0, x, y]
                }
                Direction::Turned => {
                    let (x, y) = place(run.x, run.y + first.dx);
                    [0.0, -scale, 1.0, 0.0, x, y]
                }
            };
            self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw(matrix) });
            self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(codes(run, part, ids))] });
        }
    }

    fn rule(&mut self, rule: &Rule) {
        let point = |(x, y): (Len, Len)| LinePoint {
            p: Point { x: Pt(x.to_pt()), y: Pt((self.height - y).to_pt()) },
            bezier: false,
        };
        let line = Line { points: vec![point(rule.from), point(rule.to)], is_closed: false };
        self.ops.push(Op::SetOutlineColor { col: colour(rule.colour) });
        self.ops.push(Op::SetOutlineThickness { pt: Pt(rule.thickness.to_pt()) });
        self.ops.push(Op::DrawLine { line });
    }
}

/// Whether a run goes on the line of the one before it.
fn follows(before: &Run, run: &Run) -> bool {
    if before.direction != Direction::Across || run.direction != Direction::Across {
        // A label whose characters stand one under the other is read as one line.
        return before.direction != Direction::Across && run.direction != Direction::Across;
    }
    let near = before.size.times(2);
    let (across, down) = (run.x - before.end(), run.y - before.y);
    across < near && across > -near && down < before.size.half() && down > -before.size.half()
}

/// Whether readers could misread a line from where its glyphs stand. They take a gap of a
/// tenth of an em for a blank, or for the edge of a column, and half of that between two
/// faces; glyphs that overlap they read in the order of their left edges. The line's text can be
/// given to them, but one of them then leaves out the characters beyond U+FFFF.
fn is_scattered(line: &[&Run]) -> bool {
    let plain = |glyph: &RunGlyph| glyph.text.chars().all(|c| c <= '\u{ffff}');
    let is_text = line.iter().all(|run| run.tag.is_some() && run.glyphs.iter().all(plain));
    let is_across = line.iter().all(|run| run.direction == Direction::Across);
    let glyphs: Vec<(Len, Len, Len)> = line
        .iter()
        .flat_map(|run| {
            run.glyphs.iter().map(|glyph| {
                let natural = i64::from(glyph.advance) * i64::from(run.condensed);
                (run.x + glyph.dx, run.size.scale(natural, 100_000), run.size)
            })
        })
        .collect();
    let misleading = |pair: &[(Len, Len, Len)]| match pair {
        &[(x, width, size), (next, ..)] => {
            let step = next - x;
            step > width + size.scale(1, 20) || step < width.half()
        }
        _ => false,
    };
    is_text && (!is_across || glyphs.windows(2).any(misleading))
}

/// The text of a line, for readers to take in place of its glyphs (ISO 32000-1, 14.9.4).
fn actual_text(line: &[&Run]) -> Op {
    let text = line.iter().flat_map(|run| run.glyphs.iter().flat_map(|glyph| glyph.text.chars()));
    let text: String = text.collect();
    let text = DictItem::String { data: object::utf16(&text), literal: false };
    Op::BeginMarkedContentWithProperties {
        tag: "Span".to_owned(),
        properties: DictItem::Dict { map: BTreeMap::from([("ActualText".to_owned(), text)]) },
    }
}

/// Glyph codes with the distances that bring each to its place: after a glyph the pen
/// stands at its natural end, and a positive offset of n moves it n/1000 em back.
fn codes(run: &Run, glyphs: &[RunGlyph], ids: &BTreeMap<u16, u16>) -> Vec<Codepoint> {
    let origin = glyphs.first().map_or(Len::ZERO, |first| first.dx);
    let size = run.size.to_units().max(1);
    let condensed = i64::from(run.condensed.max(1));
    // In text space a condensed run is laid out at its natural width.
    let milli_em = |x: Len| (x - origin).to_units() * 100_000 / (size * condensed);
    let mut pen = 0;
    glyphs
        .iter()
        .enumerate()
        .map(|(i, glyph)| {
            pen += i64::from(glyph.advance);
            let wanted = glyphs.get(i + 1).map_or(pen, |next| milli_em(next.dx));
            let offset = pen - wanted;
            pen = wanted;
            let id = ids.get(&glyph.id).copied().unwrap_or(0);
            Codepoint::with_cid(id, offset as f32, glyph.text.clone())
        })
        .collect()
}

fn colour(Colour(red, green, blue): Colour) -> Color {
    let part = |value: u8| f32::from(value) / 255.0;
    Color::Rgb(Rgb { r: part(red), g: part(green), b: part(blue), icc_profile: None })
}
