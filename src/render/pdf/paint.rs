//! Painting: pages become the content streams and fonts of a PDF.
//!
//! Each tag's glyphs on a page form one marked-content sequence; furniture is
//! marked as an artifact. Which sequence belongs to which tag is handed on to
//! [`archive`](super::archive), which writes the tag tree.

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId};
use printpdf::{
    Codepoint, Color, DictItem, FontId, Line, LinePoint, Mm, Op, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, Point, Pt, Rgb, TextItem, TextMatrix,
};

use super::cff;
use super::font::{FaceId, FontBook};
use super::page::{Item, Pages, Rule, Run, RunGlyph, TagId};
use super::style::{Colour, Len, Style};
use crate::diagnostic::{Code, Diagnostic};

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

/// A font of the PDF: a face, and the how-manieth of the texts its glyphs stand for.
///
/// A PDF font gives each glyph one text. Where a face draws two characters with one
/// glyph (⼀ and 一), the second comes from a second cut of the face, so that what is
/// extracted is what was written.
type FontKey = (FaceId, usize);

/// For each face and glyph, the texts it stands for, in order of appearance.
type Texts = BTreeMap<FaceId, BTreeMap<u16, Vec<String>>>;

/// # Errors
/// A diagnostic for a face that cannot be cut or embedded.
pub(super) fn paint(
    pages: &Pages,
    style: &Style,
    fonts: &FontBook<'_>,
) -> Result<Painted, Vec<Diagnostic>> {
    let texts = glyph_texts(pages);
    let mut pdf = PdfDocument::new("");
    let (mut cut, mut charstrings) = (BTreeMap::new(), BTreeMap::new());
    for (key, font) in cut_fonts(&texts, fonts)? {
        charstrings.insert(font.parsed.font_name.clone(), font.charstrings);
        pdf.resources.fonts.map.insert(font_id(key), PdfFont::new(font.parsed));
        cut.insert(key, font.ids);
    }
    let mut sequences: BTreeMap<TagId, Vec<Sequence>> = BTreeMap::new();
    let height = style.page.height;
    for (page, content) in pages.pages.iter().enumerate() {
        let mut painter = Painter { texts: &texts, cut: &cut, height, ops: Vec::new() };
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
        let paper = printpdf::Rect::from_wh(Pt(style.page.width.to_pt()), Pt(height.to_pt()));
        sheet.media_box = paper.clone();
        sheet.trim_box = paper.clone();
        sheet.crop_box = paper;
        pdf.pages.push(sheet);
    }
    let options = printpdf::PdfSaveOptions { optimize: false, ..Default::default() };
    let mut warnings = Vec::new();
    let mut pdf = printpdf::serialize::to_lopdf_doc(&pdf, &options, &mut warnings);
    fill_fonts(&mut pdf, &charstrings)?;
    Ok(Painted { pdf, sequences })
}

/// Puts the charstrings that were left out of the fonts into their programs.
fn fill_fonts(
    pdf: &mut lopdf::Document,
    charstrings: &BTreeMap<Option<String>, Vec<Option<Vec<u8>>>>,
) -> Result<(), Vec<Diagnostic>> {
    let descriptors: Vec<(String, ObjectId)> = pdf
        .objects
        .values()
        .filter_map(|object| {
            let descriptor = object.as_dict().ok()?;
            let program = descriptor.get(b"FontFile3").ok()?.as_reference().ok()?;
            let name = descriptor.get(b"FontName").ok()?.as_name().ok()?;
            Some((String::from_utf8_lossy(name).into_owned(), program))
        })
        .collect();
    for (name, program) in descriptors {
        let Some(charstrings) = charstrings.get(&Some(name.clone())) else { continue };
        let stream = pdf.get_object_mut(program).and_then(Object::as_stream_mut).ok();
        let filled = stream.and_then(|stream| {
            stream.set_content(cff::with_charstrings(&stream.content, charstrings)?);
            Some(())
        });
        filled.ok_or_else(|| {
            vec![Diagnostic::new(Code::E1102, format!("字体“{name}”裁剪后无法嵌入"))]
        })?;
    }
    Ok(())
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
        // The tag tree says what it is; here it need only be told from an artifact.
        tag: "P".to_owned(),
        properties: DictItem::Dict { map: BTreeMap::from([("MCID".to_owned(), number)]) },
    }
}

fn glyph_texts(pages: &Pages) -> Texts {
    let mut texts: Texts = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Run(run) = item {
            let face = texts.entry(run.face).or_default();
            for glyph in &run.glyphs {
                let known = face.entry(glyph.id).or_default();
                if !known.contains(&glyph.text) {
                    known.push(glyph.text.clone());
                }
            }
        }
    }
    texts
}

/// Glyph numbers of a face and what they became in the font cut from it.
type GlyphIds = BTreeMap<u16, u16>;

struct CutFont {
    parsed: ParsedFont,
    charstrings: Vec<Option<Vec<u8>>>,
    ids: GlyphIds,
}

fn cut_fonts(
    texts: &Texts,
    fonts: &FontBook<'_>,
) -> Result<BTreeMap<FontKey, CutFont>, Vec<Diagnostic>> {
    let mut cut = BTreeMap::new();
    let mut faults = Vec::new();
    for (&face, glyphs) in texts {
        let layers = glyphs.values().map(Vec::len).max().unwrap_or(0);
        for layer in 0..layers {
            let used = glyphs.iter().filter(|(_, texts)| texts.len() > layer).map(|(id, _)| *id);
            match cut_font(face, layer, used, fonts) {
                Ok(font) => {
                    cut.insert((face, layer), font);
                }
                Err(fault) => faults.push(fault),
            }
        }
    }
    if faults.is_empty() { Ok(cut) } else { Err(faults) }
}

fn cut_font(
    face: FaceId,
    layer: usize,
    used: impl Iterator<Item = u16>,
    fonts: &FontBook<'_>,
) -> Result<CutFont, Diagnostic> {
    let subset = fonts.subset(face, used)?;
    let mut parsed =
        ParsedFont::from_bytes(&subset.program, 0, &mut Vec::new()).ok_or_else(|| {
            Diagnostic::new(Code::E1102, format!("字体“{}”裁剪后无法嵌入", fonts.name(face)))
        })?;
    parsed.font_name = Some(format!("{}+{}", subset_prefix(face, layer), subset.post_script_name));
    Ok(CutFont { parsed, charstrings: subset.charstrings, ids: subset.ids })
}

/// The six letters that tell subsets of one face apart (ISO 32000-1, 9.6.4).
fn subset_prefix(face: FaceId, layer: usize) -> String {
    let mut number = face.number() * 26 + layer;
    let mut letters = [b'A'; 6];
    for letter in letters.iter_mut().rev() {
        *letter += u8::try_from(number % 26).unwrap_or(0);
        number /= 26;
    }
    letters.iter().map(|letter| char::from(*letter)).collect()
}

fn font_id((face, layer): FontKey) -> FontId {
    FontId(if layer == 0 {
        format!("F{}", face.number())
    } else {
        format!("F{}-{layer}", face.number())
    })
}

struct Painter<'a> {
    texts: &'a Texts,
    cut: &'a BTreeMap<FontKey, GlyphIds>,
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
        let layer = |glyph: &RunGlyph| layer(self.texts, run.face, glyph);
        for part in run.glyphs.chunk_by(|a, b| layer(a) == layer(b)) {
            let Some(first) = part.first() else { continue };
            let key = (run.face, layer(first));
            let Some(ids) = self.cut.get(&key) else { continue };
            let font_handle = PdfFontHandle::External(font_id(key));
            self.ops.push(Op::SetFont { font: font_handle, size: Pt(run.size.to_pt()) });
            let scale = run.condensed as f32 / 100.0;
            let (x, y) = ((run.x + first.dx).to_pt(), (self.height - run.y).to_pt());
            self.ops
                .push(Op::SetTextMatrix { matrix: TextMatrix::Raw([scale, 0.0, 0.0, 1.0, x, y]) });
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
    let near = before.size.times(2);
    let (across, down) = (run.x - before.end(), run.y - before.y);
    across < near && across > -near && down < before.size.half() && down > -before.size.half()
}

/// Whether readers could misread a line from where its glyphs stand. They take a gap of a
/// tenth of an em for a blank, or for the edge of a column, and half of that between two
/// faces; glyphs that overlap they read in the order of their left edges. They can be told
/// the line's text, but one of them then leaves out the characters beyond U+FFFF.
fn is_scattered(line: &[&Run]) -> bool {
    let plain = |glyph: &RunGlyph| glyph.text.chars().all(|c| c <= '\u{ffff}');
    let is_text = line.iter().all(|run| run.tag.is_some() && run.glyphs.iter().all(plain));
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
    is_text && glyphs.windows(2).any(misleading)
}

/// The text of a line, for readers to take in place of its glyphs (ISO 32000-1, 14.9.4).
fn actual_text(line: &[&Run]) -> Op {
    let text = line.iter().flat_map(|run| run.glyphs.iter().flat_map(|glyph| glyph.text.chars()));
    let text: String = text.collect();
    let bytes =
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let text = DictItem::String { data: bytes, literal: false };
    Op::BeginMarkedContentWithProperties {
        tag: "Span".to_owned(),
        properties: DictItem::Dict { map: BTreeMap::from([("ActualText".to_owned(), text)]) },
    }
}

/// Which cut of the face gives this glyph this text.
fn layer(texts: &Texts, face: FaceId, glyph: &RunGlyph) -> usize {
    texts
        .get(&face)
        .and_then(|glyphs| glyphs.get(&glyph.id))
        .and_then(|texts| texts.iter().position(|text| *text == glyph.text))
        .unwrap_or(0)
}

/// Glyph codes with the distances that bring each to its place: after a glyph the pen
/// stands at its natural end, and a positive offset of n moves it n/1000 em back.
fn codes(run: &Run, glyphs: &[RunGlyph], ids: &GlyphIds) -> Vec<Codepoint> {
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
