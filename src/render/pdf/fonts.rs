//! The fonts of a PDF: each face cut down to the glyphs that the pages use.

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId};
use printpdf::{Codepoint, FontId, Op, ParsedFont, PdfFont, PdfFontHandle, Pt, TextItem};
use rustc_hash::{FxHashMap, FxHashSet};

use super::object::integer;
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

/// For each face and glyph, the texts it stands for, in order of appearance: a character, and how
/// many of it.
type Texts = BTreeMap<FaceId, BTreeMap<u16, Vec<(char, usize)>>>;

/// The numbers that glyphs of a face have in a font.
pub(super) type Numbers = FxHashMap<u16, u16>;

/// All fonts of a file.
#[derive(Default)]
pub(super) struct Fonts {
    texts: Texts,
    /// For each font, the numbers that glyphs of the face have in it.
    glyphs: BTreeMap<FontKey, Numbers>,
    /// The programs that are to be embedded, by the names of their fonts.
    programs: BTreeMap<String, Vec<u8>>,
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
                    Ok(Font { name, parsed, program, glyphs }) => {
                        let key = (face, layer);
                        pdf.resources.fonts.map.insert(font_id(key), PdfFont::new(parsed));
                        fonts.glyphs.insert(key, glyphs.into_iter().collect());
                        fonts.programs.insert(name, program);
                    }
                    Err(fault) => findings.report(fault),
                }
            }
        }
        Outcome::new(fonts, findings)
    }

    /// The font that gives a glyph of a face its text.
    pub(super) fn key(&self, face: FaceId, glyph: &RunGlyph) -> FontKey {
        let texts = self.texts.get(&face).and_then(|glyphs| glyphs.get(&glyph.id));
        let text = (glyph.character, glyph.count);
        let layer = texts.and_then(|texts| texts.iter().position(|known| *known == text));
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

    /// What shows each glyph of each font once, with its text.
    pub(super) fn used(&self) -> Vec<Op> {
        let mut shown = vec![Op::StartTextSection];
        for (&key, glyphs) in &self.glyphs {
            let (face, layer) = key;
            let texts = self.texts.get(&face).into_iter().flatten();
            let code = |(glyph, texts): (&u16, &Vec<(char, usize)>)| {
                let (character, count) = *texts.get(layer)?;
                let text = character.to_string().repeat(count);
                Some(Codepoint::with_cid(*glyphs.get(glyph)?, 0.0, text))
            };
            let codes = texts.filter_map(code).collect();
            let font = PdfFontHandle::External(font_id(key));
            shown.push(Op::SetFont { font, size: Pt(1.0) });
            shown.push(Op::ShowText { items: vec![TextItem::GlyphIds(codes)] });
        }
        shown.push(Op::EndTextSection);
        shown
    }

    /// Puts the programs in the place of what printpdf was given for them.
    pub(super) fn put_programs(self, pdf: &mut lopdf::Document) {
        let mut programs = self.programs;
        let mut found: Vec<(ObjectId, Vec<u8>)> = Vec::new();
        for object in pdf.objects.values() {
            let Ok(descriptor) = object.as_dict() else { continue };
            let stream = descriptor.get(b"FontFile3").or_else(|_| descriptor.get(b"FontFile2"));
            let name = descriptor.get(b"FontName").and_then(Object::as_name);
            if let (Ok(stream), Ok(name)) = (stream.and_then(Object::as_reference), name)
                && let Some(program) = programs.remove(&*String::from_utf8_lossy(name))
            {
                found.push((stream, program));
            }
        }
        for (stream, program) in found {
            if let Ok(stream) = pdf.get_object_mut(stream).and_then(Object::as_stream_mut) {
                if stream.dict.has(b"Length1") {
                    stream.dict.set("Length1", integer(program.len()));
                }
                stream.set_content(program);
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
    /// The font as printpdf gets it: it copies the program several times, so it gets as little of it
    /// as it reads.
    parsed: ParsedFont,
    program: Vec<u8>,
    glyphs: BTreeMap<u16, u16>,
}

/// Bytes of a TrueType font that printpdf reads, once it has parsed it: they say that it is one.
const MAGIC: usize = 4;

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
        // Of a CFF font it reads the charset, from a table that lacks the outlines.
        let program = subset.cff.unwrap_or_else(|| {
            parsed.original_bytes.truncate(MAGIC);
            subset.program
        });
        Ok(Font { name, parsed, program, glyphs: subset.glyphs })
    }
}

fn glyph_texts(pages: &Pages) -> Texts {
    let mut texts: Texts = BTreeMap::new();
    // Most glyphs were there before.
    let mut known = FxHashSet::default();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Run(run) = item {
            for glyph in &run.glyphs {
                let text = (glyph.character, glyph.count);
                if known.insert((run.face, glyph.id, text)) {
                    texts.entry(run.face).or_default().entry(glyph.id).or_default().push(text);
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
