//! Which text each glyph of a font stands for (ToUnicode, ISO 32000-1, 9.10.3).

use std::iter;

use super::object::{push_hexadecimal, push_whole};

/// Entries of one part of the table.
const MOST: usize = 100;

/// The table of a font: the number of each glyph, ascending, with a character and how many of it.
pub(super) fn table(font: &str, glyphs: &[(u16, (char, usize))]) -> Vec<u8> {
    let mut out = format!(
        "/CIDInit /ProcSet findresource begin\n\n12 dict begin\n\nbegincmap\n\n%!PS-Adobe-3.0 \
         Resource-CMap\n%%DocumentNeededResources: procset CIDInit\n%%IncludeResource: procset \
         CIDInit\n\n/CIDSystemInfo 3 dict dup begin\n/Registry (FontSpecific) def\n/Ordering ({font}) \
         def\n/Supplement 0 def\nend def\n\n/CMapName /FontSpecific-{font} def\n/CMapVersion 1 \
         def\n/CMapType 2 def\n/WMode 0 def\n\n1 begincodespacerange\n<0000> \
         <FFFF>\nendcodespacerange\n"
    )
    .into_bytes();
    // A part holds numbers with the same first byte.
    for part in glyphs.chunk_by(|(one, _), (next, _)| one >> 8 == next >> 8) {
        for entries in part.chunks(MOST) {
            push_whole(&mut out, entries.len() as i64);
            out.extend(b" beginbfchar\n");
            for (number, (character, count)) in entries {
                out.push(b'<');
                push_unit(&mut out, *number);
                out.extend(b"> <");
                let mut units = [0; 2];
                let units = &*character.encode_utf16(&mut units);
                iter::repeat_n(units, *count).flatten().for_each(|unit| push_unit(&mut out, *unit));
                out.extend(b">\n");
            }
            out.extend(b"endbfchar\n");
        }
    }
    out.extend(b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out
}

fn push_unit(out: &mut Vec<u8>, unit: u16) {
    unit.to_be_bytes().iter().for_each(|byte| push_hexadecimal(out, *byte));
}

#[cfg(test)]
mod tests {
    use printpdf::cmap::ToUnicodeCMap;

    use super::*;

    #[test]
    fn the_table_is_the_one_that_printpdf_writes() {
        let glyphs: Vec<(u16, (char, usize))> = (1..700)
            .zip('一'..)
            .map(|(number, character)| (number, (character, 1)))
            .chain([(700, ('—', 2)), (701, ('\u{20164}', 1))])
            .collect();
        let mappings = glyphs.iter().map(|(number, (character, count))| {
            (u32::from(*number), vec![u32::from(*character); *count])
        });
        let other = ToUnicodeCMap { mappings: mappings.collect() }.to_cmap_string("F3-1");
        assert_eq!(String::from_utf8(table("F3-1", &glyphs)).unwrap(), other);
    }
}
