//! Lines: text set into character cells, broken and justified.
//!
//! Every hanzi and every Chinese punctuation mark stands in a cell of its own;
//! digits and Latin letters keep their own widths. The breaks of a paragraph are
//! chosen together, for the least total cost: a line that overflows is squeezed
//! (its punctuation gives up its blank half) before one is spread, and a broken
//! prohibition costs more than any spreading can.

use std::collections::BTreeMap;
use std::ops::Range;

use super::font::{FaceId, FontBook, Glyph};
use super::page::TagId;
use super::style::{Colour, Len, Role, Style, TextStyle};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::FactId;
use crate::source::Sources;
use crate::text::is_invisible;

/// A stretch of text of one look and one place in the tag tree.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) style: TextStyle,
    pub(super) colour: Colour,
    pub(super) tag: Option<TagId>,
    /// Kept on one line if at all possible: a figure with its unit.
    pub(super) whole: bool,
    /// The fact it prints, when it is a figure.
    pub(super) fact: Option<FactId>,
}

/// A glyph on its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) glyph: Glyph,
    pub(super) character: char,
    /// How many such characters the glyph stands for: 2 for a —— drawn as one.
    pub(super) count: usize,
    /// Its origin, from the line's left end.
    pub(super) x: Len,
    pub(super) size: Len,
    pub(super) colour: Colour,
    pub(super) tag: Option<TagId>,
    /// Set on the last character of a figure.
    pub(super) fact: Option<FactId>,
}

/// One set line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) glyphs: Vec<Placed>,
    /// From the left end to the end of the last cell, a trailing blank left out.
    pub(super) width: Len,
}

/// The room a paragraph has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    pub(super) width: Len,
    pub(super) first_indent: Len,
    pub(super) rest_indent: Len,
    /// Whether lines that another follows are spread to fill the width.
    pub(super) justified: bool,
}

impl Measure {
    pub(super) fn justified(width: Len, first_indent: Len, rest_indent: Len) -> Measure {
        Measure { width, first_indent, rest_indent, justified: true }
    }

    /// For narrow cells, where spreading would tear words apart.
    pub(super) fn ragged(width: Len) -> Measure {
        let none = Len::ZERO;
        Measure { width, first_indent: none, rest_indent: none, justified: false }
    }

    pub(super) fn indent(self, first: bool) -> Len {
        if first { self.first_indent } else { self.rest_indent }
    }
}

/// Sets text and remembers the characters that no face draws.
pub(super) struct Setter<'a> {
    style: &'a Style,
    fonts: &'a FontBook<'a>,
    /// Character and role, and the words around the first place it stands in.
    missing: BTreeMap<(char, Role), Words>,
    /// The same for characters that only another face than the role's own draws, and that
    /// face; kept when the fonts are strict.
    stopgaps: BTreeMap<(char, Role), (FaceId, Words)>,
}

/// The words before and after a character.
struct Words(String, String);

/// One character on its way into a line.
#[derive(Debug, Clone)]
struct Cell {
    placed: Placed,
    width: Len,
    /// What it may give up when the line is squeezed, and at which side.
    shrink: Len,
    shrinks_left: bool,
    /// The cost of ending a line after it.
    end_cost: i64,
    /// Whether a spread line opens a gap after it.
    stretches: bool,
}

// Costs of line ends that should not be. Spreading a line to the utmost, one gap as wide as
// the block, costs less than GROUP; a level is dearer than any number of the level before on
// a real line.
const FREE: i64 = 0;
const GROUP: i64 = 1_000_000_000;
const WORD: i64 = 30_000_000_000;
const PAIR: i64 = 1_000_000_000_000;
const FORBIDDEN: i64 = 30_000_000_000_000;

/// A paragraph that ends in one lone character.
const ORPHAN: i64 = 60;
/// A line that must be squeezed at all, and the rest of the cost of one squeezed to the utmost.
const SQUEEZE_BASE: i64 = 10;
const SQUEEZE_FULL: i64 = 40;
/// A cell wider than the line: cannot be helped.
const OVERFULL: i64 = 1_000_000_000_000_000;

const NO_START: &str = "！），．：；？］｝、。〃〉》」』】〕〗〞’”…·—～％℃‰!%),.:;?]}";
const NO_END: &str = "（［｛《〈「『【〔〖〝“‘＄￥$¥([{";
const SQUEEZED_LEFT: &str = "（［｛《〈「『【〔〖“‘";
const SQUEEZED_RIGHT: &str = "），．：；］｝、。〉》」』】〕〗’”";

/// Multipliers and approximations that may stand between a number and its unit.
const BEFORE_UNIT: &str = "多余几万亿千百十";

impl<'a> Setter<'a> {
    pub(super) fn new(style: &'a Style, fonts: &'a FontBook<'a>) -> Setter<'a> {
        Setter { style, fonts, missing: BTreeMap::new(), stopgaps: BTreeMap::new() }
    }

    /// One diagnostic for each character that no face of its chain draws, at its place in
    /// `sources`.
    pub(super) fn faults(&self, sources: &Sources) -> Vec<Diagnostic> {
        let missing = self.missing.iter().map(|((character, role), words)| {
            let shown = if is_blank(*character) {
                "看不见的字符".to_owned()
            } else {
                format!("“{character}”")
            };
            let code_point = u32::from(*character);
            let message = format!("{role}没有字体能写出{shown}（U+{code_point:04X}）");
            let told = Diagnostic::new(Code::E1101, message);
            words.place(*character, told, sources).help(format!(
                "在字体目录放入含有此字的字体，并在 fonts.yaml 中加到“{role}”一行；或改用通行写法"
            ))
        });
        let stopgaps = self.stopgaps.iter().map(|((character, role), (face, words))| {
            let face = self.fonts.name(*face);
            let message = format!("{role}的字体没有“{character}”，改由 {face} 来写");
            let told = Diagnostic::new(Code::E1104, message);
            words
                .place(*character, told, sources)
                .help(format!("放入含有此字的{role}字体；允许用后备字体的，去掉 --strict-fonts"))
        });
        missing.chain(stopgaps).collect()
    }

    /// Breaks a paragraph into justified lines; its last line is left as it is.
    pub(super) fn paragraph(&mut self, pieces: &[Piece], measure: Measure) -> Vec<Line> {
        let cells = self.cells(pieces);
        let mut start = 0;
        break_points(&cells, measure)
            .into_iter()
            .map(|end| {
                let room = measure.width - measure.indent(start == 0);
                let fill = measure.justified && end < cells.len();
                let line = set(&cells[start..end], room, fill);
                start = end;
                line
            })
            .collect()
    }

    /// Sets everything on one line at its natural width.
    pub(super) fn line(&mut self, pieces: &[Piece]) -> Line {
        let cells = self.cells(pieces);
        let natural = cells.iter().map(|cell| cell.width).sum();
        set(&cells, natural, false)
    }

    fn cells(&mut self, pieces: &[Piece]) -> Vec<Cell> {
        let text: Vec<(char, &Piece)> =
            pieces.iter().flat_map(|piece| piece.text.chars().map(move |c| (c, piece))).collect();
        let mut cells: Vec<Cell> = Vec::with_capacity(text.len());
        let mut at = 0;
        while let Some(&(character, piece)) = text.get(at) {
            // A no-break space would be extracted as the blank it looks like: make it one.
            let character = if character == '\u{a0}' { ' ' } else { character };
            let before = at.checked_sub(1).map(|i| text[i].0);
            let after = text.get(at + 1).map(|next| next.0);
            let full = is_full_width(character, before, after);
            let found = self.fonts.glyph(piece.style.role, character, !full);
            // Faces whose dash does not fill its cell have a two-em dash, drawn without a gap.
            let joined =
                found.filter(|_| character == '—' && after == Some('—')).and_then(|dash| {
                    self.fonts
                        .glyph(piece.style.role, '⸺', false)
                        .filter(|two_em| two_em.face == dash.face)
                });
            let count = if joined.is_some() { 2 } else { 1 };
            match joined.or(found) {
                Some(glyph) => {
                    if self.fonts.is_stopgap(piece.style.role, glyph) {
                        let words = Words::around(&text, at);
                        let key = (character, piece.style.role);
                        self.stopgaps.entry(key).or_insert((glyph.face, words));
                    }
                    cells.push(self.cell(glyph, character, count, piece, full));
                }
                None => self.note_missing(&text, at, character, piece.style.role),
            }
            at += count;
            let ends = text.get(at).is_none_or(|(_, next)| !std::ptr::eq(piece, *next));
            if let Some(cell) = cells.last_mut().filter(|_| ends) {
                cell.placed.fact = piece.fact;
            }
            // The line-end cost is that of the joint to the character that follows.
            if let (Some(cell), Some(&(next, next_piece))) = (cells.last_mut(), text.get(at)) {
                let same_group = piece.whole && std::ptr::eq(piece, next_piece);
                let earlier: String =
                    text[at.saturating_sub(4)..at].iter().map(|(c, _)| *c).collect();
                let joint = joint(&earlier, character, next, text.get(at + 1).map(|t| t.0));
                cell.end_cost = if same_group { joint.max(GROUP) } else { joint };
                cell.stretches = !sticks(character, next);
            }
        }
        cells
    }

    fn cell(&self, glyph: Glyph, character: char, count: usize, piece: &Piece, full: bool) -> Cell {
        let size = piece.style.size;
        let drawn = size.scale(i64::from(glyph.advance), 1000);
        let room = self.style.cell(size).times(if count == 2 { 2 } else { 1 });
        let width = if full { room } else { drawn };
        let spare = width - drawn;
        let left = SQUEEZED_LEFT.contains(character);
        let right = SQUEEZED_RIGHT.contains(character);
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
                colour: piece.colour,
                tag: piece.tag,
                fact: None,
            },
            width,
            shrink: if full && (left || right) { width.half() } else { Len::ZERO },
            shrinks_left: left,
            end_cost: FREE,
            stretches: true,
        }
    }

    fn note_missing(&mut self, text: &[(char, &Piece)], at: usize, character: char, role: Role) {
        self.missing.entry((character, role)).or_insert_with(|| Words::around(text, at));
    }
}

impl Words {
    fn around(text: &[(char, &Piece)], at: usize) -> Words {
        let words = |range: Range<usize>| {
            text.get(range).unwrap_or_default().iter().map(|(character, _)| *character).collect()
        };
        Words(words(at.saturating_sub(8)..at), words(at + 1..text.len().min(at + 9)))
    }

    /// Where the character was typed, or its words where nobody typed it as it is.
    fn place(&self, character: char, told: Diagnostic, sources: &Sources) -> Diagnostic {
        let Words(before, after) = self;
        match sources.locate(before, character, after) {
            Some(span) => told.at(span, "在这里"),
            None => told.note("位置", format!("“{before}{character}{after}”")),
        }
    }
}

/// Whether a character takes a whole cell. Quotes and dashes are full-width in Chinese
/// text, but an apostrophe between two letters belongs to its word.
fn is_full_width(character: char, before: Option<char>, after: Option<char>) -> bool {
    match character {
        '’' => {
            !(before.is_some_and(|c| c.is_ascii_alphabetic())
                && after.is_some_and(|c| c.is_ascii_alphabetic()))
        }
        '−' => !after.is_some_and(|c| c.is_ascii_digit()),
        '“' | '”' | '‘' | '—' | '…' | '·' | '‰' => true,
        '\u{2100}'..='\u{2bff}' | '\u{2e3a}' => true,
        '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' => true,
        '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f000}'.. => true,
        _ => false,
    }
}

/// Blanks and variation selectors have no shape of their own either.
fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{fe00}'..='\u{fe0f}')
        || is_invisible(character)
}

/// Part of a run of digits, letters and the signs among them.
fn is_word(character: char) -> bool {
    !character.is_whitespace() && !is_full_width(character, None, None) && character != '’'
}

/// Two characters that a spread line leaves together.
fn sticks(character: char, next: char) -> bool {
    (is_word(character) && is_word(next)) || is_pair(character, next) || is_sign(character, next)
}

/// The true minus belongs to its number as the hyphen does.
fn is_sign(character: char, next: char) -> bool {
    character == '−' && next.is_ascii_digit()
}

/// —— and …… are one mark of two cells.
fn is_pair(character: char, next: char) -> bool {
    character == next && matches!(character, '—' | '…')
}

/// The cost of a line end between two characters. `earlier` is the few characters up to
/// and with `character`, `after` the one that follows `next`.
fn joint(earlier: &str, character: char, next: char, after: Option<char>) -> i64 {
    let digit = |c: char| c.is_ascii_digit();
    if is_pair(character, next) {
        return PAIR;
    }
    if NO_START.contains(next) || NO_END.contains(character) || next == ' ' {
        return FORBIDDEN;
    }
    if character == ' ' {
        return FREE;
    }
    if is_sign(character, next) {
        return WORD;
    }
    if is_word(character) && is_word(next) {
        // A word may be parted at its own hyphens, where it must: readers of the file take a
        // hyphen at a line's end for a mere sign of division and drop it. A range or a sign of
        // numbers may not.
        return if character == '-' && !digit(next) { GROUP } else { WORD };
    }
    // 2024—2025年
    if character == '—' && digit(next) && !earlier.ends_with("——") {
        return GROUP;
    }
    // 〔2025〕14号 and 第14号
    if matches!(character, '〕' | '第') && digit(next)
        || character.is_alphanumeric() && next == '〔' && after.is_some_and(digit)
    {
        return GROUP;
    }
    // A number and its unit: 24家, 120多家, 5484.1213万元.
    let counted = |text: &str| {
        text.trim_end_matches(|c| BEFORE_UNIT.contains(c)).ends_with(|c| digit(c) || c == '%')
    };
    let hanzi = is_full_width(next, None, None) && next.is_alphabetic();
    let unit_follows = digit(character) || (BEFORE_UNIT.contains(character) && counted(earlier));
    if hanzi && unit_follows { GROUP } else { FREE }
}

/// The cheapest set of line ends, each the index after a line's last cell.
fn break_points(cells: &[Cell], measure: Measure) -> Vec<usize> {
    let count = cells.len();
    // Sums over the cells before an index, so that a line costs O(1) to judge.
    let mut widths = vec![Len::ZERO; count + 1];
    let mut shrinks = vec![Len::ZERO; count + 1];
    let mut gaps = vec![0_i64; count + 1];
    for (i, cell) in cells.iter().enumerate() {
        widths[i + 1] = widths[i] + cell.width;
        shrinks[i + 1] = shrinks[i] + cell.shrink;
        gaps[i + 1] = gaps[i] + i64::from(cell.stretches);
    }
    let mut best = vec![(0_i64, 0_usize); count + 1];
    for end in 1..=count {
        let last = end == count;
        let mut cheapest: Option<(i64, usize)> = None;
        for start in (0..end).rev() {
            let inked = end - trailing_blanks(&cells[start..end]);
            let room = measure.width - measure.indent(start == 0);
            let natural = widths[inked] - widths[start];
            let shrink = shrinks[inked] - shrinks[start];
            let overfull = natural - shrink > room;
            // Longer lines are overfull too, unless the first may be longer than the rest.
            let widest = measure.width - measure.first_indent.min(measure.rest_indent);
            if natural - shrink > widest && cheapest.is_some() {
                break;
            }
            let mut cost = if overfull {
                OVERFULL
            } else if natural > room {
                let ratio = (natural - room).to_units() * 1000 / shrink.to_units().max(1);
                SQUEEZE_BASE + SQUEEZE_FULL * ratio * ratio / 1_000_000
            } else if last {
                0
            } else {
                let opened = gaps[inked.max(start + 1) - 1] - gaps[start];
                spread_cost(room - natural, opened, cells[start].placed.size)
            };
            if last && start > 0 && is_orphan(&cells[start..inked]) {
                cost += ORPHAN;
            }
            if !last {
                cost += cells[end - 1].end_cost;
            }
            let total = best[start].0.saturating_add(cost);
            // On a tie the longer line wins: it comes later in this loop.
            if cheapest.is_none_or(|(least, _)| total <= least) {
                cheapest = Some((total, start));
            }
        }
        best[end] = cheapest.unwrap_or((0, end - 1));
    }
    let mut ends = Vec::new();
    let mut end = count;
    while end > 0 {
        ends.push(end);
        end = best[end].1;
    }
    ends.reverse();
    ends
}

/// The square of the gap in 1/1000 em: even lines are better than one good and one bad.
fn spread_cost(slack: Len, gaps: i64, size: Len) -> i64 {
    let per_gap = slack.to_units() * 1000 / size.to_units().max(1) / gaps.max(1);
    per_gap.saturating_mul(per_gap) / 10
}

fn trailing_blanks(cells: &[Cell]) -> usize {
    cells.iter().rev().take_while(|cell| cell.placed.character == ' ').count()
}

/// A last line of one character, whatever punctuation closes it.
fn is_orphan(cells: &[Cell]) -> bool {
    cells.iter().filter(|cell| !NO_START.contains(cell.placed.character)).count() <= 1
}

/// Places the cells of one line: squeezed if they overflow the room, spread if they must fill it.
fn set(cells: &[Cell], room: Len, fill: bool) -> Line {
    let inked = cells.len() - trailing_blanks(cells);
    let natural: Len = cells[..inked].iter().map(|cell| cell.width).sum();
    let shrink: Len = cells[..inked].iter().map(|cell| cell.shrink).sum();
    let gaps = cells[..inked.saturating_sub(1)].iter().filter(|cell| cell.stretches).count();
    let excess = (natural - room).max(Len::ZERO).min(shrink);
    let slack = if fill && gaps > 0 { (room - natural).max(Len::ZERO) } else { Len::ZERO };

    // Shares are taken from running totals, so that rounding never adds up.
    let mut glyphs = Vec::with_capacity(cells.len());
    let (mut pen, mut width) = (Len::ZERO, Len::ZERO);
    let (mut shrunk, mut opened) = (Len::ZERO, 0_i64);
    for (i, cell) in cells.iter().enumerate() {
        let share = |part: Len| excess.scale(part.to_units(), shrink.to_units().max(1));
        let given = if i < inked { share(shrunk + cell.shrink) - share(shrunk) } else { Len::ZERO };
        shrunk += cell.shrink;
        let mut placed = cell.placed.clone();
        placed.x += pen - if cell.shrinks_left { given } else { Len::ZERO };
        glyphs.push(placed);
        pen += cell.width - given;
        if i < inked {
            width = pen;
        }
        if cell.stretches && i + 1 < inked {
            let total = i64::try_from(gaps.max(1)).unwrap_or(i64::MAX);
            pen += slack.scale(opened + 1, total) - slack.scale(opened, total);
            opened += 1;
        }
    }
    Line { glyphs, width }
}
