//! 竖排: labels whose characters stand one under the other. Hanzi stay upright; brackets, dashes
//! and Latin words are turned, a number of two digits is not; commas and stops stand in the upper
//! right corner. A long label takes several columns, which are read from right to left.

use super::length::Len;
use super::line::{Line, Placed, StyledText};
use super::pages::{Direction, Item, Run};
use super::typesetter::{Typesetter, ascent};

/// Marks that are turned: of the first all, of these two the side that has ink.
const TURNED: &str = "—…～－⸺⸻";
const OPENING: &str = "（［｛《〈「『【〔〖“‘";
const CLOSING: &str = "）］｝》〉」』】〕〗’”";
/// Marks that stand in the corner.
const CORNER: &str = "、，。．";
/// Between two characters, in percent of the em.
const GAP: i64 = 10;
/// From column to column, in percent of the em.
const COLUMN: i64 = 125;

/// A character of a label, or what is turned as one; measured from the middle of its column and its
/// own top.
#[derive(Debug, Clone)]
struct Unit {
    items: Vec<Item>,
    height: Len,
    /// It does not open a column.
    follows: bool,
}

/// The characters of a label.
#[derive(Debug, Clone)]
pub(super) struct Label {
    units: Vec<Unit>,
    size: Len,
}

/// A label that was set, measured from its own left and top edges.
#[derive(Debug, Clone)]
pub(super) struct Stack {
    pub(super) items: Vec<Item>,
    pub(super) width: Len,
    pub(super) height: Len,
}

impl Label {
    pub(super) fn new(text: &mut Typesetter<'_>, texts: &[StyledText], size: Len) -> Label {
        let line = text.lines.line(texts);
        let is_latin = |placed: &Placed| placed.character.is_ascii_graphic();
        let parts = line.glyphs.chunk_by(|a, b| is_latin(a) && is_latin(b));
        let units = parts.map(|part| match part {
            [placed] if !is_latin(placed) => character(text, placed),
            part => latin(text, part),
        });
        Label { units: units.collect(), size }
    }

    /// The most columns that stand side by side in so much width.
    pub(super) fn most_columns(&self, width: Len) -> usize {
        let step = self.size.scale(COLUMN, 100).to_units().max(1);
        let more = (width - self.size).max(Len::ZERO).to_units() / step;
        usize::try_from(more).unwrap_or_default() + 1
    }

    /// Sets the label in so many columns at most.
    pub(super) fn stack(&self, columns: usize) -> Stack {
        let total: Len = self.units.iter().map(|unit| unit.height).sum();
        let share = total.scale(1, i64::try_from(columns.max(1)).unwrap_or(1));
        let mut parts: Vec<(Len, Vec<&Unit>)> = Vec::new();
        for unit in &self.units {
            match parts.last_mut() {
                Some((height, units)) if unit.follows || *height + unit.height.half() <= share => {
                    *height += unit.height;
                    units.push(unit);
                }
                _ => parts.push((unit.height, vec![unit])),
            }
        }
        let step = self.size.scale(COLUMN, 100);
        let before = |column: usize| step.times(i64::try_from(column).unwrap_or_default());
        let width = self.size + before(parts.len().saturating_sub(1));
        let mut items = Vec::new();
        for (column, (_, units)) in parts.iter().enumerate() {
            let middle = width - self.size.half() - before(column);
            let mut y = Len::ZERO;
            for unit in units {
                items.extend(unit.items.iter().map(|item| item.moved(middle, y)));
                y += unit.height;
            }
        }
        let gap = self.size.scale(GAP, 100);
        let height = parts.iter().map(|(height, _)| *height - gap).max().unwrap_or_default();
        Stack { items, width, height }
    }
}

/// A line of these glyphs alone.
fn line_of(glyphs: &[Placed]) -> Line {
    let start = glyphs.first().map_or(Len::ZERO, |placed| placed.x);
    let glyphs: Vec<Placed> =
        glyphs.iter().map(|placed| Placed { x: placed.x - start, ..placed.clone() }).collect();
    let width = glyphs.last().map_or(Len::ZERO, |last| last.x + advance(last));
    Line { glyphs, width }
}

fn advance(placed: &Placed) -> Len {
    placed.size.scale(i64::from(placed.glyph.advance), 1000)
}

/// A character that is not Latin.
fn character(text: &Typesetter<'_>, placed: &Placed) -> Unit {
    let (size, drawn) = (placed.size, advance(placed));
    let gap = size.scale(GAP, 100);
    let line = line_of(std::slice::from_ref(placed));
    let is_one_of = |marks: &str| marks.contains(placed.character);
    let (opens, closes) = (is_one_of(OPENING), is_one_of(CLOSING));
    if opens || closes {
        // The half without ink is left out; a face may have none.
        let is_wide = placed.glyph.advance >= 900;
        let height = if is_wide { drawn.half() } else { drawn };
        let start = if opens { height - drawn } else { Len::ZERO };
        let items = turned(text, &line, start);
        return Unit { items, height: height + gap, follows: closes };
    }
    if is_one_of(TURNED) {
        let items = turned(text, &line, Len::ZERO);
        return Unit { items, height: drawn + gap, follows: true };
    }
    if is_one_of(CORNER) {
        let (right, up) = (size.half() - drawn.half(), size.half());
        let items = upright(text, &line, right, ascent(size) - up);
        return Unit { items, height: size.half(), follows: true };
    }
    let height = if placed.character == ' ' { size.scale(1, 4) } else { size + gap };
    let items = upright(text, &line, -drawn.half(), ascent(size));
    Unit { items, height, follows: "：；！？·％".contains(placed.character) }
}

/// A Latin word or number.
fn latin(text: &Typesetter<'_>, glyphs: &[Placed]) -> Unit {
    let line = line_of(glyphs);
    let size = glyphs.first().map_or(Len::ZERO, |placed| placed.size);
    let gap = size.scale(GAP, 100);
    let (items, height) = match glyphs.len() <= 2 {
        true => (upright(text, &line, -line.width.half(), ascent(size)), size),
        false => (turned(text, &line, Len::ZERO), line.width),
    };
    Unit { items, height: height + gap, follows: false }
}

fn upright(text: &Typesetter<'_>, line: &Line, x: Len, baseline: Len) -> Vec<Item> {
    let down = |item| match item {
        Item::Run(run) => Item::Run(Run { direction: Direction::Down, ..run }),
        rule @ Item::Rule(_) => rule,
    };
    text.runs(line, x, baseline).into_iter().map(down).collect()
}

/// Turned about the middle of the column, from `start` downwards.
fn turned(text: &Typesetter<'_>, line: &Line, start: Len) -> Vec<Item> {
    let size = line.glyphs.first().map_or(Len::ZERO, |placed| placed.size);
    let middle = ascent(size) - size.half();
    let items = text.runs(line, Len::ZERO, middle);
    items.iter().map(|item| item.turned((Len::ZERO, start))).collect()
}
