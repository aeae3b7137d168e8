//! A face cut down to the glyphs that a report needs.
//!
//! The subsetter takes each charstring of a CFF font apart and puts it together again, which
//! takes ten times the time of all else. So it is given a font whose charstrings are empty
//! ([`FontFile`] keeps the real ones), and they are put into the finished table here. A
//! TrueType font is finished as it comes from the subsetter.

use std::collections::BTreeMap;
use std::fmt;

use skrifa::FontRef;
use skrifa::raw::TableProvider;
use skrifa::raw::types::Tag;
use subsetter::GlyphRemapper;

use super::cff;
use super::file::FontFile;

/// A face cut down to some glyphs.
pub struct Subset {
    /// The font program, an OpenType font without a character map. With [`Subset::cff`] its own
    /// `CFF ` table is not to be used: outlines are missing there. (They are the largest part,
    /// and a writer that copies the program about need not copy them.)
    pub program: Vec<u8>,
    /// The finished `CFF ` table of a CFF font; none for a TrueType font, whose program is whole.
    pub cff: Option<Vec<u8>>,
    /// The number that each glyph of the face has in the subset.
    pub glyphs: BTreeMap<u16, u16>,
    /// The face's PostScript name: printable ASCII without delimiters.
    pub post_script_name: String,
    /// How large its glyphs are.
    pub extent: Extent,
}

/// How large the glyphs of a face are, in its own units.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Units of an em.
    pub units_per_em: u16,
    /// The box that holds every glyph: left, bottom, right, top.
    pub bounds: [i16; 4],
    /// How far lines reach above the base line, and below it.
    pub ascent: i16,
    /// See [`Extent::ascent`]; negative.
    pub descent: i16,
    /// How steep a caret is, as rise and run: an upright face has a run of 0.
    pub caret_slope: (i16, i16),
}

impl Extent {
    fn read(program: &[u8]) -> Option<Extent> {
        let font = FontRef::new(program).ok()?;
        let (head, hhea) = (font.head().ok()?, font.hhea().ok()?);
        Some(Extent {
            units_per_em: head.units_per_em(),
            bounds: [head.x_min(), head.y_min(), head.x_max(), head.y_max()],
            ascent: hhea.ascender().to_i16(),
            descent: hhea.descender().to_i16(),
            caret_slope: (hhea.caret_slope_rise(), hhea.caret_slope_run()),
        })
    }
}

impl fmt::Debug for Subset {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Subset")
            .field("post_script_name", &self.post_script_name)
            .field("glyphs", &self.glyphs)
            .finish_non_exhaustive()
    }
}

/// Cuts a file's face down to some glyphs, given in ascending order, whose outlines were read.
///
/// # Errors
/// What is wrong with the font, in words.
pub(super) fn cut(
    file: &FontFile,
    glyphs: impl Iterator<Item = u16>,
    post_script_name: String,
) -> Result<Subset, String> {
    let mut remapper = GlyphRemapper::new();
    let glyphs = glyphs.map(|glyph| (glyph, remapper.remap(glyph))).collect();
    let program = subsetter::subset(file.bytes(), file.index(), &remapper)
        .map_err(|error| error.to_string())?;
    let charstrings: Vec<Option<&[u8]>> =
        remapper.remapped_gids().map(|glyph| file.charstring(glyph.into())).collect();
    let cff = match cff_table(&program) {
        Some(table) => {
            Some(cff::with_charstrings(table, &charstrings).ok_or("CFF 表放不回字形的轮廓")?)
        }
        None => None,
    };
    let extent = Extent::read(&program).ok_or("没有表 head 或者 hhea")?;
    Ok(Subset { program, cff, glyphs, post_script_name, extent })
}

fn cff_table(program: &[u8]) -> Option<&[u8]> {
    let font = FontRef::new(program).ok()?;
    font.data_for_tag(Tag::new(b"CFF ")).map(|data| data.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Cursor;
    use std::path::Path;

    use skrifa::instance::{LocationRef, Size};
    use skrifa::outline::{DrawSettings, OutlinePen};
    use skrifa::{GlyphId, MetadataProvider};

    use super::super::file::FaceData;
    use super::*;

    /// What a glyph draws, step by step.
    #[derive(Debug, Default, PartialEq)]
    struct Steps(Vec<(char, Vec<f32>)>);

    impl OutlinePen for Steps {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.push(('m', vec![x, y]));
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.push(('l', vec![x, y]));
        }
        fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
            self.0.push(('q', vec![a, b, x, y]));
        }
        fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
            self.0.push(('c', vec![a, b, c, d, x, y]));
        }
        fn close(&mut self) {
            self.0.push(('z', Vec::new()));
        }
    }

    /// Outline and advance of each glyph.
    fn glyphs(program: &[u8]) -> Vec<(Steps, Option<u16>)> {
        let font = FontRef::new(program).unwrap();
        let outlines = font.outline_glyphs();
        let count = font.maxp().unwrap().num_glyphs();
        (0..count)
            .map(|glyph| {
                let id = GlyphId::from(glyph);
                let mut steps = Steps::default();
                let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                outlines.get(id).unwrap().draw(settings, &mut steps).unwrap();
                (steps, font.hmtx().unwrap().advance(id))
            })
            .collect()
    }

    /// A font with another `CFF ` table, put last.
    fn with_cff(program: &[u8], table: &[u8]) -> Vec<u8> {
        let mut font = program.to_vec();
        font.resize(font.len().next_multiple_of(4), 0);
        let start = u32::try_from(font.len()).unwrap();
        font.extend(table);
        let count = usize::from(u16::from_be_bytes([program[4], program[5]]));
        let record = (0..count)
            .map(|i| 12 + 16 * i)
            .find(|record| &program[*record..record + 4] == b"CFF ")
            .unwrap();
        font[record + 8..record + 12].copy_from_slice(&start.to_be_bytes());
        let length = u32::try_from(table.len()).unwrap();
        font[record + 12..record + 16].copy_from_slice(&length.to_be_bytes());
        font
    }

    /// The glyphs of a text, in a font.
    fn ids(font: &[u8], text: &str) -> Vec<u16> {
        let font = FontRef::new(font).unwrap();
        let charmap = font.charmap();
        let ids = text.chars().filter_map(|c| charmap.map(c));
        let mut ids: Vec<u16> = ids.map(|id| u16::try_from(id.to_u32()).unwrap()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// What a font that was cut draws, and what one draws that the subsetter cut alone. Outlines are
    /// read in this order.
    fn cut_and_plain(font: &[u8], order: &[u16]) -> [Vec<(Steps, Option<u16>)>; 2] {
        let data = FaceData::File(Box::new(Cursor::new(font.to_vec())));
        let mut file = FontFile::open(data, 0).unwrap();
        file.read_tables().unwrap();
        for id in order {
            file.read_outline(GlyphId::from(*id)).unwrap();
        }
        file.read_outline(GlyphId::NOTDEF).unwrap();
        let mut ids = order.to_vec();
        ids.sort_unstable();
        let mut remapper = GlyphRemapper::new();
        for id in &ids {
            remapper.remap(*id);
        }
        let plain = subsetter::subset(font, 0, &remapper).unwrap();
        let subset = cut(&file, ids.into_iter(), String::new()).unwrap();
        let finished = match &subset.cff {
            Some(table) => with_cff(&subset.program, table),
            None => subset.program,
        };
        [glyphs(&finished), glyphs(&plain)]
    }

    fn font(name: &str) -> Vec<u8> {
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts").join(name)).unwrap()
    }

    #[test]
    fn the_finished_font_draws_what_a_plain_subset_draws() {
        for name in [
            "FandolFang-Regular.otf",
            "FandolKai-Regular.otf",
            "NotoSansSC-Medium.ttf",
            "LiberationSerif-Regular.ttf",
        ] {
            let font = font(name);
            let ids = ids(&font, "法治政府建设，éÅ123—“”（）䶮镕");
            assert!(ids.len() > 5, "{name}");
            let [cut, plain] = cut_and_plain(&font, &ids);
            assert_eq!(cut, plain, "{name}");
        }
    }

    #[test]
    fn charstrings_that_only_the_subsetter_understands_are_drawn_too() {
        let mut font = font("FandolFang-Regular.otf");
        let ids = ids(&font, "法治政府建设");
        // The third of them ends as a subroutine does.
        let odd = GlyphId::from(ids[2]);
        let table = FontRef::new(&font).unwrap().table_data(Tag::new(b"CFF ")).unwrap();
        let table = table.as_bytes();
        let start = cff::charstrings_offset(table).unwrap();
        let index = skrifa::raw::ps::cff::index::Index::new(&table[start..], false).unwrap();
        let program = index.get(odd.to_u32() as usize).unwrap();
        assert_eq!(program.last(), Some(&cff::END));
        let last = program.as_ptr_range().end as usize - font.as_ptr() as usize - 1;
        font[last] = 11;
        let [cut, plain] = cut_and_plain(&font, &ids);
        assert_eq!(cut, plain);
        let others: Vec<u16> = ids.iter().copied().filter(|id| *id != ids[2]).collect();
        let [cut, plain] = cut_and_plain(&font, &others);
        assert_eq!(cut, plain);
    }
}
