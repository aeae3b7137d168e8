//! CFF: the table that holds the outlines of an OpenType font, as far as cutting needs it
//! (Adobe Technical Note 5176), and the charstrings that draw its glyphs (5177).

use skrifa::raw::FontRead;
use skrifa::raw::ps::cff::dict::{self, Entry};
use skrifa::raw::ps::cff::index::Index;
use skrifa::raw::ps::cff::v1::Cff;

/// Where the INDEX of charstrings begins, from the table's beginning on; `head` is as much of
/// the table as holds what every table begins with.
pub(super) fn charstrings_offset(head: &[u8]) -> Option<usize> {
    let top = Cff::read(head.into()).ok()?.top_dicts();
    dict::entries(top.get(0)?, None).find_map(|entry| match entry {
        Ok(Entry::CharstringsOffset(offset)) => Some(offset),
        _ => None,
    })
}

/// A table with some of its charstrings replaced; `replacements` has a place for each glyph.
/// None when the charstrings are not what ends the table.
pub(super) fn with_charstrings(table: &[u8], replacements: &[Option<&[u8]>]) -> Option<Vec<u8>> {
    let start = charstrings_offset(table)?;
    let index = Index::new(table.get(start..)?, false).ok()?;
    if start + index.size_in_bytes()? != table.len() {
        return None;
    }
    let programs: Vec<&[u8]> = replacements
        .iter()
        .enumerate()
        .map(|(glyph, replacement)| replacement.or_else(|| index.get(glyph)))
        .collect::<Option<_>>()?;
    // A count, the size of an offset, the offsets counted from 1, the objects.
    let end = 1 + programs.iter().map(|program| program.len()).sum::<usize>();
    let unused = u32::try_from(end).ok()?.leading_zeros() / 8;
    let offsets = 3 + (programs.len() + 1) * (4 - unused as usize);
    let mut filled = Vec::with_capacity(start + offsets + end);
    filled.extend(table.get(..start)?);
    filled.extend(u16::try_from(programs.len()).ok()?.to_be_bytes());
    filled.push(4 - unused as u8);
    let mut offset = 1;
    for length in [0].into_iter().chain(programs.iter().map(|program| program.len())) {
        offset += u32::try_from(length).ok()?;
        filled.extend(offset.to_be_bytes().get(unused as usize..)?);
    }
    for program in programs {
        filled.extend(program);
    }
    Some(filled)
}

/// A charstring that calls no others and holds no hints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Charstring {
    pub(super) program: Vec<u8>,
    /// Whether it leaves ink.
    pub(super) draws: bool,
}

const HSTEM: u8 = 1;
const VSTEM: u8 = 3;
const VERTICAL_MOVE: u8 = 4;
const CALL_SUBR: u8 = 10;
const RETURN: u8 = 11;
const ESCAPE: u8 = 12;
/// All of a charstring that draws nothing.
pub(super) const END: u8 = 14;
const HSTEM_MASKED: u8 = 18;
const HINT_MASK: u8 = 19;
const COUNTER_MASK: u8 = 20;
const MOVE: u8 = 21;
const HORIZONTAL_MOVE: u8 = 22;
const VSTEM_MASKED: u8 = 23;
const CALL_GLOBAL_SUBR: u8 = 29;
/// The flexes: the only operators of two bytes that draw.
const FLEXES: std::ops::RangeInclusive<u8> = 34..=37;

/// A charstring's program without its stem hints; none when it is not understood, or calls
/// subroutines, which may hold hints of their own.
pub(super) fn without_hints(program: &[u8]) -> Option<Charstring> {
    let mut plain = Vec::with_capacity(program.len());
    // What stands from here on is kept, up to the next hint.
    let mut kept = 0;
    let mut stems = 0;
    let mut operands = 0;
    // Where the operands since the last operator begin.
    let mut start = 0;
    let (mut first, mut draws) = (true, false);
    let mut at = 0;
    loop {
        let code = *program.get(at)?;
        at += 1;
        match code {
            32..=246 => {}
            28 => at += 2,
            247..=254 => at += 1,
            255 => at += 4,
            HSTEM | VSTEM | HSTEM_MASKED | VSTEM_MASKED | HINT_MASK | COUNTER_MASK => {
                plain.extend_from_slice(program.get(kept..start)?);
                // An odd one leads a program's first operands: the glyph's width.
                if first && operands % 2 == 1 {
                    let width = number_length(*program.get(start)?);
                    plain.extend_from_slice(program.get(start..start + width)?);
                }
                stems += operands / 2;
                if matches!(code, HINT_MASK | COUNTER_MASK) {
                    at += usize::div_ceil(stems, 8);
                }
                (start, operands, first) = (at, 0, false);
                kept = at;
                continue;
            }
            CALL_SUBR | CALL_GLOBAL_SUBR | RETURN => return None,
            operator => {
                if operator == ESCAPE {
                    let second = program.get(at)?;
                    at += 1;
                    if !FLEXES.contains(second) {
                        return None;
                    }
                }
                if operator == END {
                    plain.extend_from_slice(program.get(kept..at)?);
                    return Some(Charstring { program: plain, draws });
                }
                draws |= !matches!(operator, MOVE | HORIZONTAL_MOVE | VERTICAL_MOVE);
                (start, operands, first) = (at, 0, false);
                continue;
            }
        }
        operands += 1;
    }
}

/// Bytes of the number that begins with this one.
fn number_length(code: u8) -> usize {
    match code {
        28 => 3,
        247..=254 => 2,
        255 => 5,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(program: &[u8]) -> Vec<u8> {
        without_hints(program).unwrap().program
    }

    // One byte: 139 is 0, 140 is 1, 149 is 10.
    const N: u8 = 149;

    #[test]
    fn stems_and_masks_go_and_the_rest_stays() {
        let program = [N, N, HSTEM, N, N, VSTEM, N, N, 21, N, 6, END];
        assert_eq!(plain(&program), [N, N, 21, N, 6, END]);
        // The operands before the first mask are stems: two here, so one byte of mask.
        let program = [N, N, HSTEM_MASKED, N, N, HINT_MASK, 0xc0, N, N, 21, HINT_MASK, 0x40, END];
        assert_eq!(plain(&program), [N, N, 21, END]);
    }

    #[test]
    fn the_width_stays() {
        let program = [28, 3, 232, N, N, HSTEM, N, 22, N, 6, END];
        assert_eq!(plain(&program), [28, 3, 232, N, 22, N, 6, END]);
        let program = [247, 0, N, N, HSTEM_MASKED, HINT_MASK, 0x80, END];
        assert_eq!(plain(&program), [247, 0, END]);
        let program = [N, N, N, 21, N, 7, END];
        assert_eq!(plain(&program), program);
    }

    #[test]
    fn flexes_stay_and_what_is_not_understood_is_left_alone() {
        let program = [N, 22, N, N, N, N, N, N, N, ESCAPE, 34, END];
        assert_eq!(plain(&program), program);
        for program in [
            &[N, CALL_SUBR, END][..],
            &[N, CALL_GLOBAL_SUBR, END],
            &[N, N, ESCAPE, 24, END],
            &[N, N, HSTEM],
            &[28, 3],
            &[],
        ] {
            assert_eq!(without_hints(program), None, "{program:?}");
        }
    }

    #[test]
    fn moves_leave_no_ink() {
        for (program, draws) in [
            (&[END][..], false),
            (&[N, N, HSTEM, N, 22, N, 4, N, N, 21, END], false),
            (&[N, 22, N, 6, END], true),
            (&[N, 22, N, N, N, N, N, N, N, ESCAPE, 34, END], true),
        ] {
            assert_eq!(without_hints(program).unwrap().draws, draws, "{program:?}");
        }
    }
}
