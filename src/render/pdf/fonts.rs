//! The fonts of a PDF: each face cut down to the glyphs that the pages use.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};
use printpdf::{
    Codepoint, FontId, FontMetrics, FontType, Op, ParsedFont, PdfFont, PdfFontHandle,
    PdfFontMetricsStub, Pt, TextItem,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::object::integer;
use super::to_unicode;
use crate::diagnostic::Diagnostic;
use crate::findings::{Findings, Outcome};
use crate::font::{Extent, FaceId, FontBook};
use crate::layout::{Item, Pages, RunGlyph};

/// A font of the PDF: a face, and the number of its layer, from 0.
///
/// A PDF font gives each glyph one text. Where a face draws two characters with one glyph (⼀
/// and 一), the second is written with a second font cut from the face, its next layer, so that
/// the text that is extracted is the text that was written.
pub(super) type FontKey = (FaceId, usize);

/// The glyphs of each face.
type Drawn = BTreeMap<FaceId, BTreeMap<u16, Texts>>;

/// What a glyph stands for.
#[derive(Default)]
struct Texts {
    /// Its advance in 1/1000 em.
    advance: u16,
    /// Its texts, in order of appearance: a character, and how many of it.
    texts: Vec<(char, usize)>,
}

/// The numbers that glyphs of a face have in a font.
pub(super) type Numbers = FxHashMap<u16, u16>;

/// All fonts of a file.
#[derive(Default)]
pub(super) struct Fonts {
    drawn: Drawn,
    /// For each font, the numbers that glyphs of the face have in it.
    glyphs: BTreeMap<FontKey, Numbers>,
    /// What printpdf is not given, by the names of the fonts.
    parts: BTreeMap<String, Parts>,
}

impl Fonts {
    /// Cuts the faces of the pages and adds them to the resources of a PDF.
    ///
    /// Finds faces that cannot be cut or embedded.
    pub(super) fn embed(
        pages: &Pages,
        book: &FontBook<'_>,
        pdf: &mut printpdf::PdfDocument,
    ) -> Outcome<Fonts> {
        let mut findings = Findings::new();
        let mut fonts = Fonts { drawn: drawn(pages), ..Fonts::default() };
        for (&face, glyphs) in &fonts.drawn {
            let layers = glyphs.values().map(|glyph| glyph.texts.len()).max().unwrap_or(0);
            for layer in 0..layers {
                let key = (face, layer);
                match cut(key, glyphs, book) {
                    Ok((parsed, numbers, parts)) => {
                        fonts.parts.extend(parsed.font_name.clone().map(|name| (name, parts)));
                        pdf.resources.fonts.map.insert(font_id(key), PdfFont::new(parsed));
                        fonts.glyphs.insert(key, numbers);
                    }
                    Err(fault) => findings.report(fault),
                }
            }
        }
        Outcome::new(fonts, findings)
    }

    /// The font that gives a glyph of a face its text.
    pub(super) fn key(&self, face: FaceId, glyph: &RunGlyph) -> FontKey {
        let drawn = self.drawn.get(&face).and_then(|glyphs| glyphs.get(&glyph.id));
        let text = (glyph.character, glyph.count);
        let layer = drawn.and_then(|drawn| drawn.texts.iter().position(|known| *known == text));
        (face, layer.unwrap_or(0))
    }

    /// Whether a face has several fonts; most have one.
    pub(super) fn is_layered(&self, face: FaceId) -> bool {
        self.glyphs.contains_key(&(face, 1))
    }

    /// The numbers that glyphs of the face have in a font.
    pub(super) fn glyphs(&self, key: FontKey) -> Option<&Numbers> {
        self.glyphs.get(&key)
    }

    /// What shows a glyph of each font, so that printpdf writes it.
    pub(super) fn used(&self) -> Vec<Op> {
        let mut shown = vec![Op::StartTextSection];
        for key in self.glyphs.keys() {
            let font = PdfFontHandle::External(font_id(*key));
            shown.push(Op::SetFont { font, size: Pt(1.0) });
            let glyph = Codepoint::with_cid(FIRST, 0.0, " ".to_owned());
            shown.push(Op::ShowText { items: vec![TextItem::GlyphIds(vec![glyph])] });
        }
        shown.push(Op::EndTextSection);
        shown
    }

    /// Puts the programs, widths and texts in the place of what printpdf was given for them.
    pub(super) fn complete(self, pdf: &mut lopdf::Document) {
        let mut parts = self.parts;
        let fonts = pdf.objects.iter().filter(|(_, object)| descendant(object).is_some());
        let fonts: Vec<ObjectId> = fonts.map(|(id, _)| *id).collect();
        for id in fonts {
            let name = pdf.get_dictionary(id).and_then(|font| font.get(b"BaseFont")?.as_name());
            let name = name.map(|name| String::from_utf8_lossy(name).into_owned());
            if let Some(parts) = name.ok().and_then(|name| parts.remove(&name)) {
                parts.put(id, pdf);
            }
        }
    }
}

/// The font of glyphs of a font, which knows them by their numbers.
fn descendant(font: &Object) -> Option<&Dictionary> {
    let fonts = font.as_dict().ok()?.get(b"DescendantFonts").ok()?.as_array().ok()?;
    fonts.first()?.as_dict().ok()
}

/// What is put into a font that printpdf wrote. It would make several copies of each program and of the
/// text of each glyph.
struct Parts {
    program: Vec<u8>,
    widths: Object,
    texts: Vec<u8>,
}

impl Parts {
    fn put(self, id: ObjectId, pdf: &mut lopdf::Document) -> Option<()> {
        let font = pdf.get_object(id).ok()?;
        let texts = font.as_dict().ok()?.get(b"ToUnicode").ok()?.as_reference().ok()?;
        let descriptor = descendant(font)?.get(b"FontDescriptor").ok()?.as_reference().ok()?;
        let descriptor = pdf.get_dictionary(descriptor).ok()?;
        let program = descriptor.get(b"FontFile3").or_else(|_| descriptor.get(b"FontFile2"));
        let program = program.ok()?.as_reference().ok()?;
        let font = pdf.get_object_mut(id).ok()?.as_dict_mut().ok()?;
        let fonts = font.get_mut(b"DescendantFonts").ok()?.as_array_mut().ok()?;
        fonts.first_mut()?.as_dict_mut().ok()?.set("W", self.widths);
        let stream = pdf.get_object_mut(texts).ok()?.as_stream_mut().ok()?;
        stream.set_content(self.texts);
        let stream = pdf.get_object_mut(program).ok()?.as_stream_mut().ok()?;
        if stream.dict.has(b"Length1") {
            stream.dict.set("Length1", integer(self.program.len()));
        }
        stream.set_content(self.program);
        Some(())
    }
}

/// The name of a font among the resources of a page.
pub(super) fn font_id((face, layer): FontKey) -> FontId {
    FontId(if layer == 0 {
        format!("F{}", face.number())
    } else {
        format!("F{}-{layer}", face.number())
    })
}

/// The number of the first glyph of each font but the one for missing characters. The others follow it.
const FIRST: u16 = 1;

/// Bytes of a TrueType font that printpdf reads: they say that it is one.
const MAGIC: usize = 4;

/// A font as printpdf gets it, the numbers of its glyphs, and what it does not get.
fn cut(
    key: FontKey,
    drawn: &BTreeMap<u16, Texts>,
    book: &FontBook<'_>,
) -> Result<(ParsedFont, Numbers, Parts), Diagnostic> {
    let (face, layer) = key;
    let used = || drawn.iter().filter(|(_, glyph)| glyph.texts.len() > layer);
    let subset = book.subset(face, used().map(|(id, _)| *id))?;
    let texts = used().filter_map(|(id, glyph)| Some((*subset.glyphs.get(id)?, glyph)));
    let texts = texts.filter_map(|(code, glyph)| Some((code, *glyph.texts.get(layer)?)));
    let texts = to_unicode::table(&font_id(key).0, &texts.collect::<Vec<_>>());
    let widths = used().map(|(_, glyph)| Object::Integer(glyph.advance.into())).collect();
    let widths = Object::Array(vec![Object::Integer(FIRST.into()), Object::Array(widths)]);
    let name = format!("{}+{}", subset_prefix(key), subset.post_script_name);
    let mut parsed = described(name, subset.extent);
    // Of a CFF font it reads the charset, from a table that lacks the outlines.
    let program = match subset.cff {
        Some(cff) => {
            parsed.original_bytes = subset.program;
            cff
        }
        None => {
            parsed.original_bytes = subset.program.iter().take(MAGIC).copied().collect();
            subset.program
        }
    };
    let numbers = subset.glyphs.into_iter().collect();
    Ok((parsed, numbers, Parts { program, widths, texts }))
}

/// A font of which printpdf writes the description.
fn described(name: String, extent: Extent) -> ParsedFont {
    let Extent { units_per_em, bounds: [x_min, y_min, x_max, y_max], ascent, descent, .. } = extent;
    let (caret_slope_rise, caret_slope_run) = extent.caret_slope;
    ParsedFont {
        original_bytes: Vec::new(),
        font_index: 0,
        font_name: Some(name),
        codepoint_to_glyph: BTreeMap::new(),
        glyph_widths: BTreeMap::new(),
        units_per_em,
        font_metrics: FontMetrics { ascent, descent },
        // It does not ask for it, but looks at the program.
        font_type: FontType::TrueType,
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em,
            x_min,
            y_min,
            x_max,
            y_max,
            caret_slope_rise,
            caret_slope_run,
            // A subset does not say it.
            us_weight_class: 0,
        },
    }
}

fn drawn(pages: &Pages) -> Drawn {
    let mut drawn = Drawn::new();
    // Most glyphs were there before.
    let mut known = FxHashSet::default();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Run(run) = item {
            for glyph in &run.glyphs {
                let text = (glyph.character, glyph.count);
                if known.insert((run.face, glyph.id, text)) {
                    let drawn = drawn.entry(run.face).or_default().entry(glyph.id).or_default();
                    drawn.advance = glyph.advance;
                    drawn.texts.push(text);
                }
            }
        }
    }
    drawn
}

/// The six letters that distinguish subsets of one face (ISO 32000-1, 9.6.4).
fn subset_prefix((face, layer): FontKey) -> String {
    let mut number = face.number() * 26 + layer;
    let mut letters = [b'A'; 6];
    for letter in letters.iter_mut().rev() {
        *letter += u8::try_from(number % 26).unwrap_or(0);
        number /= 26;
    }
    letters.iter().map(|letter| char::from(*letter)).collect()
}
