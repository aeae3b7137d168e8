//! Painting: pages become the content streams and fonts of a PDF.
//!
//! The glyphs of each element of the text form one marked-content sequence on a page; what is no
//! part of the text is marked as an artifact. Which sequence belongs to which element is handed
//! on to [`archive`](super::archive), which writes the tag tree.

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId};
use printpdf::{Mm, PdfDocument, PdfPage, Pt};

use super::content::Content;
use super::fonts::{FontKey, Fonts, Numbers, font_id};
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
///
/// printpdf puts the file together. Of the pages it gets the paper, and of each font a description and one
/// glyph, so that it writes the font; what it would show there is replaced by ours.
pub(super) fn paint(pages: &Pages, book: &FontBook<'_>) -> Outcome<Painted> {
    let mut findings = Findings::new();
    let mut pdf = PdfDocument::new("");
    let fonts = Fonts::embed(pages, book, &mut pdf).gather(&mut findings);
    let mut sequences: BTreeMap<TagId, Vec<Sequence>> = BTreeMap::new();
    let mut contents = Vec::with_capacity(pages.pages.len());
    let mut used = fonts.used();
    for (page, shown) in pages.pages.iter().enumerate() {
        let mut painter = Painter {
            fonts: &fonts,
            height: shown.height,
            content: Content::default(),
            colour: None,
            font: None,
        };
        let mut next = 0;
        for group in shown.items.chunk_by(|a, b| tag(a) == tag(b)) {
            match group.first().and_then(tag) {
                None => {
                    painter.content.name("Artifact");
                    painter.content.operator("BMC");
                }
                Some(tag) => {
                    sequences.entry(tag).or_default().push(Sequence { page, number: next });
                    // The tag tree says what it is; here it only has to differ from an artifact.
                    painter.content.name("P");
                    painter.content.sequence(next);
                    painter.content.operator("BDC");
                    next += 1;
                }
            }
            painter.group(group);
            painter.content.operator("EMC");
        }
        contents.push(painter.content.into_bytes());
        let mut sheet = PdfPage::new(Mm(0.0), Mm(0.0), std::mem::take(&mut used));
        let paper = printpdf::Rect::from_wh(Pt(shown.width.to_pt()), Pt(shown.height.to_pt()));
        sheet.media_box = paper.clone();
        sheet.trim_box = paper.clone();
        sheet.crop_box = paper;
        pdf.pages.push(sheet);
    }
    let options = printpdf::PdfSaveOptions { optimize: false, ..Default::default() };
    let mut warnings = Vec::new();
    let mut pdf = printpdf::serialize::to_lopdf_doc(&pdf, &options, &mut warnings);
    fonts.complete(&mut pdf);
    put_contents(&mut pdf, contents);
    Outcome::new(Painted { pdf, sequences }, findings)
}

/// Gives each page its content stream.
fn put_contents(pdf: &mut lopdf::Document, contents: Vec<Vec<u8>>) {
    let streams: Vec<Option<ObjectId>> = pdf
        .page_iter()
        .map(|page| pdf.get_dictionary(page).ok()?.get(b"Contents").ok()?.as_reference().ok())
        .collect();
    for (stream, content) in streams.into_iter().zip(contents) {
        let object = stream.and_then(|id| pdf.get_object_mut(id).ok());
        if let Some(stream) = object.and_then(|object| Object::as_stream_mut(object).ok()) {
            stream.set_content(content);
        }
    }
}

fn tag(item: &Item) -> Option<TagId> {
    match item {
        Item::Run(run) => run.tag,
        Item::Rule(_) => None,
    }
}

struct Painter<'a> {
    fonts: &'a Fonts,
    height: Len,
    content: Content,
    /// The colour of glyphs, as it was set last.
    colour: Option<Colour>,
    /// The font and its size, as they were set last.
    font: Option<(FontKey, Len)>,
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
            self.content.operator("BT");
            for line in runs.chunk_by(|a, b| follows(a, b)) {
                let is_scattered = is_scattered(line);
                if is_scattered {
                    self.actual_text(line);
                }
                line.iter().for_each(|run| self.run(run));
                if is_scattered {
                    self.content.operator("EMC");
                }
            }
            self.content.operator("ET");
        }
    }

    fn run(&mut self, run: &Run) {
        if self.colour.replace(run.colour) != Some(run.colour) {
            self.content.colour(run.colour);
            self.content.operator("rg");
        }
        let fonts = self.fonts;
        let key = |glyph: &RunGlyph| fonts.key(run.face, glyph);
        let is_layered = fonts.is_layered(run.face);
        for part in run.glyphs.chunk_by(|a, b| !is_layered || key(a) == key(b)) {
            let Some(first) = part.first() else { continue };
            let key = key(first);
            let Some(ids) = fonts.glyphs(key) else { continue };
            if self.font.replace((key, run.size)) != Some((key, run.size)) {
                self.content.name(&font_id(key).0);
                self.content.length(run.size);
                self.content.operator("Tf");
            }
            let scale = i64::from(run.condensed);
            let (matrix, x, y) = match run.direction {
                Direction::Across | Direction::Down => {
                    ([scale, 0, 0, 100], run.x + first.dx, run.y)
                }
                Direction::Turned => ([0, -scale, 100, 0], run.x, run.y + first.dx),
            };
            matrix.into_iter().for_each(|part| self.content.hundredths(part));
            self.content.length(x);
            self.content.length(self.height - y);
            self.content.operator("Tm");
            self.content.glyphs(codes(run, part, ids));
            self.content.operator("TJ");
        }
    }

    /// Gives readers the text of a line to take in place of its glyphs (ISO 32000-1, 14.9.4).
    fn actual_text(&mut self, line: &[&Run]) {
        let glyphs = line.iter().flat_map(|run| &run.glyphs);
        let text: String = glyphs.flat_map(RunGlyph::text).collect();
        self.content.name("Span");
        self.content.actual_text(&object::utf16(&text));
        self.content.operator("BDC");
    }

    fn rule(&mut self, rule: &Rule) {
        self.content.colour(rule.colour);
        self.content.operator("RG");
        self.content.length(rule.thickness);
        self.content.operator("w");
        for ((x, y), operator) in [(rule.from, "m"), (rule.to, "l")] {
            self.content.length(x);
            self.content.length(self.height - y);
            self.content.operator(operator);
        }
        self.content.operator("S");
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
    let plain = |glyph: &RunGlyph| glyph.character <= '\u{ffff}';
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

/// Glyph codes with the distances that bring each to its place: after a glyph the pen
/// stands at its natural end, and a positive offset of n moves it n/1000 em back.
fn codes<'a>(
    run: &Run,
    glyphs: &'a [RunGlyph],
    ids: &'a Numbers,
) -> impl Iterator<Item = (u16, i64)> + use<'a> {
    let origin = glyphs.first().map_or(Len::ZERO, |first| first.dx);
    let size = run.size.to_units().max(1);
    let condensed = i64::from(run.condensed.max(1));
    // In text space a condensed run is laid out at its natural width.
    let milli_em = move |x: Len| (x - origin).to_units() * 100_000 / (size * condensed);
    let mut pen = 0;
    glyphs.iter().enumerate().map(move |(i, glyph)| {
        pen += i64::from(glyph.advance);
        let wanted = glyphs.get(i + 1).map_or(pen, |next| milli_em(next.dx));
        let offset = pen - wanted;
        pen = wanted;
        (ids.get(&glyph.id).copied().unwrap_or(0), offset)
    })
}
