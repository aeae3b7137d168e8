//! The fonts of a PDF: each face cut down to the glyphs that the pages use.

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId};
use printpdf::{FontId, ParsedFont, PdfFont};

use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, Outcome};
use crate::font::{FaceId, FontBook};
use crate::layout::{Item, Pages, RunGlyph};

/// A font of the PDF: a face, and the number of its layer, from 0.
///
/// A PDF font gives each glyph one text. Where a face draws two characters with one glyph (⼀
/// and 一), the second is written with a second font cut from the face, its next layer, so that
/// the text that is extracted is the text that was written.
pub(super) type FontKey = (FaceId, usize);

/// For each face and glyph, the texts it stands for, in order of appearance.
type Texts = BTreeMap<FaceId, BTreeMap<u16, Vec<String>>>;

/// All fonts of a file.
#[derive(Default)]
pub(super) struct Fonts {
    texts: Texts,
    /// For each font, the numbers that glyphs of the face have in it.
    glyphs: BTreeMap<FontKey, BTreeMap<u16, u16>>,
    /// The finished `CFF ` tables, by the names of their fonts.
    cff: BTreeMap<String, Vec<u8>>,
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
        let mut fonts = Fonts { texts: glyph_texts(pages), ..Fonts::default() };
        for (&face, glyphs) in &fonts.texts {
            let layers = glyphs.values().map(Vec::len).max().unwrap_or(0);
            for layer in 0..layers {
                let used = glyphs.iter().filter(|(_, texts)| texts.len() > layer);
                let font = Font::cut((face, layer), used.map(|(id, _)| *id), book);
                match font {
                    Ok(Font { name, parsed, cff, glyphs }) => {
                        let key = (face, layer);
                        pdf.resources.fonts.map.insert(font_id(key), PdfFont::new(parsed));
                        fonts.glyphs.insert(key, glyphs);
                        fonts.cff.extend(cff.map(|table| (name, table)));
                    }
                    Err(fault) => findings.report(fault),
                }
            }
        }
        Outcome::new(fonts, findings)
    }

    /// The font that gives a glyph of a face its text.
    pub(super) fn key(&self, face: FaceId, glyph: &RunGlyph) -> FontKey {
        // Most faces have one layer.
        if !self.glyphs.contains_key(&(face, 1)) {
            return (face, 0);
        }
        let texts = self.texts.get(&face).and_then(|glyphs| glyphs.get(&glyph.id));
        let layer = texts.and_then(|texts| texts.iter().position(|text| *text == glyph.text));
        (face, layer.unwrap_or(0))
    }

    /// The numbers that glyphs of the face have in a font.
    pub(super) fn glyphs(&self, key: FontKey) -> Option<&BTreeMap<u16, u16>> {
        self.glyphs.get(&key)
    }

    /// Puts the finished `CFF ` tables in the place of those that printpdf took from the
    /// programs, which lack the outlines ([`Subset::cff`](crate::font::Subset::cff)).
    pub(super) fn put_outlines(self, pdf: &mut lopdf::Document) {
        let mut tables = self.cff;
        let mut programs: Vec<(ObjectId, Vec<u8>)> = Vec::new();
        for object in pdf.objects.values() {
            let Ok(descriptor) = object.as_dict() else { continue };
            let program = descriptor.get(b"FontFile3").and_then(Object::as_reference);
            let name = descriptor.get(b"FontName").and_then(Object::as_name);
            if let (Ok(program), Ok(name)) = (program, name)
                && let Some(table) = tables.remove(&*String::from_utf8_lossy(name))
            {
                programs.push((program, table));
            }
        }
        for (program, table) in programs {
            if let Ok(stream) = pdf.get_object_mut(program).and_then(Object::as_stream_mut) {
                stream.set_content(table);
            }
        }
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

struct Font {
    name: String,
    parsed: ParsedFont,
    cff: Option<Vec<u8>>,
    glyphs: BTreeMap<u16, u16>,
}

impl Font {
    fn cut(
        key: FontKey,
        used: impl Iterator<Item = u16>,
        book: &FontBook<'_>,
    ) -> Result<Font, Diagnostic> {
        let (face, _) = key;
        let subset = book.subset(face, used)?;
        let mut parsed =
            ParsedFont::from_bytes(&subset.program, 0, &mut Vec::new()).ok_or_else(|| {
                Diagnostic::new(Code::E1102, format!("字体“{}”裁剪后无法嵌入", book.name(face)))
            })?;
        let name = format!("{}+{}", subset_prefix(key), subset.post_script_name);
        parsed.font_name = Some(name.clone());
        Ok(Font { name, parsed, cff: subset.cff, glyphs: subset.glyphs })
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
