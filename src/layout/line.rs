//! Lines: text set into character cells, broken ([`breaks`]) and justified ([`fill`]).
//!
//! Every hanzi and every Chinese punctuation mark stands in a cell of its own; digits and Latin
//! letters keep their own widths.

mod address;
mod breaks;
mod cell;
mod fill;

use self::address::joints;
use self::breaks::{FREE, break_points, extent, group_cost, is_free, joint, sticks};
pub(super) use self::cell::{Extent, Line, Measure, Placed};

use self::cell::Cell;
use self::fill::fill_line;
use super::length::Len;
use super::missing::{Missing, is_unseen};
use super::pages::TagId;
use super::style::{Colour, Style, TextStyle};
use crate::document::{FactId, Text};
use crate::findings::Findings;
use crate::font::{FontBook, Glyph, is_full_width};
use crate::source::Sources;
use crate::text::is_han;
use crate::words::{ONE_WORD, words};

/// Text of one look and one element.
#[derive(Debug, Clone)]
pub(super) struct StyledText {
    pub(super) text: Text,
    pub(super) style: TextStyle,
    pub(super) colour: Colour,
    pub(super) tag: Option<TagId>,
    /// Kept on one line if at all possible: a figure with its unit.
    pub(super) whole: bool,
    /// Broken between words only, as far as they fit: the name of an organ.
    pub(super) keeps_words: bool,
    /// The fact it prints, when it is a figure.
    pub(super) fact: Option<FactId>,
}

impl StyledText {
    /// Black text that may be broken anywhere.
    pub(super) fn new(text: impl Into<Text>, style: TextStyle, tag: Option<TagId>) -> StyledText {
        let colour = Colour::BLACK;
        let (whole, keeps_words) = (false, false);
        StyledText { text: text.into(), style, colour, tag, whole, keeps_words, fact: None }
    }
}

/// Sets text into lines, and keeps the characters that no face draws.
pub(super) struct LineSetter<'a> {
    style: &'a Style,
    fonts: &'a FontBook<'a>,
    missing: Missing,
    /// What stands in a draft for a character that no face draws; nothing in any other edition.
    stand_in: Option<char>,
}

const SQUEEZED_LEFT: &str = "（［｛《〈「『【〔〖“‘";
const SQUEEZED_RIGHT: &str = "），．：；］｝、。〉》」』】〕〗’”";

impl<'a> LineSetter<'a> {
    pub(super) fn new(style: &'a Style, fonts: &'a FontBook<'a>) -> LineSetter<'a> {
        LineSetter { style, fonts, missing: Missing::default(), stand_in: None }
    }

    /// Sets a draft, in which 〓 stands for every character that no face draws: a fault in any
    /// other edition.
    pub(super) fn set_draft(&mut self) {
        self.stand_in = Some('〓');
    }

    /// One diagnostic for each character that no face of its chain draws, at its place in
    /// `sources`.
    pub(super) fn findings(&self, sources: &Sources) -> Findings {
        self.missing.findings(self.fonts, sources, self.stand_in.is_some())
    }

    /// Breaks a paragraph into justified lines; its last line is left as it is.
    pub(super) fn paragraph(&mut self, texts: &[StyledText], measure: Measure) -> Vec<Line> {
        let cells = self.cells(texts);
        let mut start = 0;
        break_points(&cells, measure)
            .into_iter()
            .map(|end| {
                let width = measure.width - measure.indent(start == 0);
                let fill = measure.justified && end < cells.len();
                let line = fill_line(&cells[start..end], width, fill);
                start = end;
                line
            })
            .collect()
    }

    /// Sets everything on one line at its natural width.
    pub(super) fn line(&mut self, texts: &[StyledText]) -> Line {
        let cells = self.cells(texts);
        let natural = cells.iter().map(|cell| cell.width).sum();
        fill_line(&cells, natural, false)
    }

    /// How wide a text is, and what of it belongs together.
    pub(super) fn extent(&mut self, texts: &[StyledText]) -> Extent {
        extent(&self.cells(texts))
    }

    fn cells(&mut self, texts: &[StyledText]) -> Vec<Cell> {
        let text: Vec<(char, &StyledText)> =
            texts.iter().flat_map(|styled| styled.text.chars().map(move |c| (c, styled))).collect();
        let within = joints(&text.iter().map(|(character, _)| *character).collect::<Vec<_>>());
        let inside = inside_words(texts);
        let mut cells: Vec<Cell> = Vec::with_capacity(text.len());
        let mut earlier = String::new();
        let mut at = 0;
        while let Some(&(character, styled)) = text.get(at) {
            // A no-break space would be extracted as the blank it looks like: make it one.
            let character = if character == '\u{a0}' { ' ' } else { character };
            let before = at.checked_sub(1).map(|i| text[i].0);
            let after = text.get(at + 1).map(|next| next.0);
            let full = is_full_width(character, before, after);
            let found = self.fonts.glyph(styled.style.role, character, !full);
            // Faces whose dash does not fill its cell have a two-em dash, drawn without a gap.
            let joined =
                found.filter(|_| character == '—' && after == Some('—')).and_then(|dash| {
                    self.fonts
                        .glyph(styled.style.role, '⸺', false)
                        .filter(|two_em| two_em.face == dash.face)
                });
            let count = if joined.is_some() { 2 } else { 1 };
            let role = styled.style.role;
            // Its place within its own text.
            let index = || {
                let own = |other: &&(char, &StyledText)| std::ptr::eq(other.1, styled);
                text[..at].iter().rev().take_while(own).count()
            };
            match joined.or(found) {
                Some(glyph) => {
                    if self.fonts.is_fallback(role, glyph) {
                        let by = (role, glyph.face);
                        self.missing.fallback(&styled.text, index(), character, by);
                    }
                    cells.push(self.cell(glyph, character, count, styled, full));
                }
                None => {
                    self.missing.undrawn(&styled.text, index(), character, role);
                    let stand_in = self.stand_in.filter(|_| !is_unseen(character));
                    let drawn = stand_in.and_then(|c| Some((self.fonts.glyph(role, c, false)?, c)));
                    if let Some((glyph, c)) = drawn {
                        let mut cell = self.cell(glyph, c, 1, styled, true);
                        cell.placed.colour = self.style.body.missing;
                        cells.push(cell);
                    }
                }
            }
            at += count;
            let ends = text.get(at).is_none_or(|(_, next)| !std::ptr::eq(styled, *next));
            if let Some(cell) = cells.last_mut().filter(|_| ends) {
                cell.placed.fact = styled.fact;
            }
            // The line-end cost is that of the joint to the character that follows.
            if let (Some(cell), Some(&(next, next_styled))) = (cells.last_mut(), text.get(at)) {
                let in_word = inside.get(at).copied().unwrap_or_default();
                let same_group = in_word || styled.whole && std::ptr::eq(styled, next_styled);
                let joint = if is_free(character, next) {
                    FREE
                } else {
                    earlier.clear();
                    earlier.extend(text[at.saturating_sub(4)..at].iter().map(|(c, _)| *c));
                    let after = text.get(at + 1).map(|t| t.0);
                    let within = within.get(at).copied().unwrap_or_default();
                    joint(&earlier, character, next, after, within)
                };
                cell.end_cost = if same_group { group_cost(joint) } else { joint };
                cell.stretches = !sticks(character, next);
            }
        }
        cells
    }

    fn cell(
        &self,
        glyph: Glyph,
        character: char,
        count: usize,
        styled: &StyledText,
        full: bool,
    ) -> Cell {
        let size = styled.style.size;
        let drawn = size.scale(i64::from(glyph.advance), 1000);
        // Two dashes, and glyphs as wide as they are (⸺, ⸻): in so many cells none overlaps the next.
        let ems = i64::from(glyph.advance).saturating_add(899) / 1000;
        let full_width = self.style.cell(size).times(ems.max(i64::try_from(count).unwrap_or(1)));
        let width = if full { full_width } else { drawn };
        let spare = width - drawn;
        let is_mark = !is_han(character);
        let left = is_mark && SQUEEZED_LEFT.contains(character);
        let right = is_mark && SQUEEZED_RIGHT.contains(character);
        // Faces that draw full-width marks on a narrower body: put the mark where it belongs in the cell.
        let narrow = glyph.advance < 900;
        let x = match (full, narrow && left, narrow && right) {
            (false, ..) | (true, _, true) => Len::ZERO,
            (true, true, _) => spare,
            (true, false, false) => spare.half(),
        };
        Cell {
            placed: Placed {
                glyph,
                character,
                count,
                x,
                size,
                colour: styled.colour,
                tag: styled.tag,
                fact: None,
            },
            width,
            shrink: if full && (left || right) { width.half() } else { Len::ZERO },
            shrinks_left: left,
            end_cost: FREE,
            stretches: true,
        }
    }
}

/// For each character whether it stands inside a word of a text whose words are kept.
fn inside_words(texts: &[StyledText]) -> Vec<bool> {
    let mut inside = Vec::new();
    for styled in texts {
        let mut at = inside.len();
        inside.extend(styled.text.chars().map(|_| styled.keeps_words));
        let kept = if styled.keeps_words { words(&styled.text, &[]) } else { Vec::new() };
        for word in kept {
            if let Some(first) = inside.get_mut(at).filter(|_| word.before < ONE_WORD) {
                *first = false;
            }
            at += word.text.chars().count();
        }
    }
    inside
}
