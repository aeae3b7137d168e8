//! Any bytes as a font: character maps and outlines are read, and a subset of it can be read by
//! another parser, which draws each glyph as it draws it in the whole font.

#![no_main]

use std::collections::BTreeSet;
use std::io::{Cursor, ErrorKind};

use libfuzzer_sys::fuzz_target;
use nianbao::font::{FaceData, FontBook, FontList, Role, Subset, YesNo};
use nianbao_fuzz::font_list;
use ttf_parser::{Face, GlyphId, OutlineBuilder, cff};

const TEXT: &str = "AbéÅ1，“”—。法治政府建设䶮𠮷fi 年报";

fuzz_target!(|bytes: &[u8]| {
    let bytes = bytes.to_vec();
    let open = |name: &str| match name {
        "fuzz.ttf" => Ok(FaceData::File(Box::new(Cursor::new(bytes.clone())))),
        _ => Err(ErrorKind::NotFound.into()),
    };
    let fonts = FontBook::new(list(), &["other.ttf".to_owned()], Box::new(open)).value;
    let coverage = fonts.coverage(TEXT);
    assert!(coverage.value.iter().all(|role| role.drawn <= TEXT.chars().count()));
    let found = TEXT.chars().filter_map(|c| fonts.glyph(Role::FangSong, c, false));
    let found: Vec<_> = found.collect();
    let Some(face) = found.first().map(|glyph| glyph.face) else { return };
    let glyphs: BTreeSet<u16> = found.iter().map(|glyph| glyph.id).collect();
    let Ok(subset) = fonts.subset(face, glyphs.iter().copied()) else { return };
    let Ok(whole) = Face::parse(&bytes, 0) else { return };
    let part = Part::read(&subset);
    for (old, new) in &subset.glyphs {
        let mut expected = Outline::default();
        if whole.outline_glyph(GlyphId(*old), &mut expected).is_none() {
            continue;
        }
        let found = part.outline(*new);
        assert_eq!(found, Some(expected), "glyph {old}, {new} of the subset");
    }
});

/// A subset as the other parser reads it.
enum Part<'s> {
    Cff(Option<cff::Table<'s>>),
    TrueType(Option<Face<'s>>),
}

impl<'s> Part<'s> {
    fn read(subset: &'s Subset) -> Part<'s> {
        match &subset.cff {
            Some(table) => Part::Cff(cff::Table::parse(table)),
            None => Part::TrueType(Face::parse(&subset.program, 0).ok()),
        }
    }

    fn outline(&self, glyph: u16) -> Option<Outline> {
        let mut outline = Outline::default();
        match self {
            Part::Cff(table) => {
                let drawn = table.as_ref()?.outline(GlyphId(glyph), &mut outline);
                // A blank has no outline.
                drawn.is_ok().then_some(outline)
            }
            Part::TrueType(face) => {
                face.as_ref()?.outline_glyph(GlyphId(glyph), &mut outline).map(|_| outline)
            }
        }
    }
}

/// What a glyph draws, step by step.
#[derive(Debug, Default, PartialEq)]
struct Outline(Vec<(char, [f32; 6])>);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(('m', [x, y, 0.0, 0.0, 0.0, 0.0]));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(('l', [x, y, 0.0, 0.0, 0.0, 0.0]));
    }

    fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
        self.0.push(('q', [a, b, x, y, 0.0, 0.0]));
    }

    fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
        self.0.push(('c', [a, b, c, d, x, y]));
    }

    fn close(&mut self) {
        self.0.push(('z', [0.0; 6]));
    }
}

/// A list whose one face is the input.
fn list() -> FontList {
    let mut list = font_list();
    let mut face = list.faces.remove(0);
    face.name = "甲".to_owned();
    face.file = "fuzz.ttf".to_owned();
    face.optional = YesNo::Yes;
    face.unfit.clear();
    face.aliases = vec!["Other".to_owned()];
    list.faces = vec![face];
    let chain = || vec!["甲".to_owned()];
    list.roles.xiao_biao_song = chain();
    list.roles.fang_song = chain();
    list.roles.kai_ti = chain();
    list.roles.hei_ti = chain();
    list.roles.song_ti = chain();
    list.roles.latin = chain();
    list
}
