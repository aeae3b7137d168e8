//! Line breaking: where the lines of a paragraph end.
//!
//! All breaks of a paragraph are chosen together, for the least total cost: a line that is too
//! long is squeezed (its punctuation gives up its blank half) before one is spread, and a broken
//! prohibition costs more than any spreading can. A line is spread up to [`MOST_SPREAD`] and no
//! further: one that would need more keeps its natural width, and ends short of the edge. Before
//! that an address is broken where it has a sign.

use super::address::{Joint, is_word};
use super::cell::{Cell, Extent, Measure, is_blank, trailing_blanks};
use crate::font::is_full_width;
use crate::layout::length::Len;
use crate::text::is_han;

/// The widest gap that a line is spread by, in 1/1000 em. A number of ten digits with its unit,
/// pushed to the next line, opens no wider one.
const MOST_SPREAD: i64 = 333;

// Costs of line ends that should not be. A line that ends far short of the edge costs less than
// GROUP; a level is dearer than any number of the level before on a real line.
pub(super) const FREE: i64 = 0;
/// After a sign of an address: as much as a line spread by a fifth of an em.
const SIGN: i64 = 4_000;
/// After a word's own hyphen or stroke, and after the blank of `GB/T 9704`: as much as a line that
/// ends short by a quarter.
const HYPHEN: i64 = 75_000;
const GROUP: i64 = 1_000_000_000;
const WORD: i64 = 30_000_000_000;
const PAIR: i64 = 1_000_000_000_000;
const FORBIDDEN: i64 = 30_000_000_000_000;

/// A paragraph that ends in one lone character.
const ORPHAN: i64 = 60;
/// A line that must be squeezed at all, and the rest of the cost of one squeezed to the utmost.
const SQUEEZE_BASE: i64 = 10;
const SQUEEZE_FULL: i64 = 40;
/// A line that would be spread beyond measure, and the rest of the cost of an empty one.
const SHORT_BASE: i64 = 12_000;
const SHORT_FULL: i64 = 1_000_000;
/// A cell wider than the line: cannot be helped.
const OVERFULL: i64 = 1_000_000_000_000_000;

/// Characters that must not open a line.
const NO_START: &str = "！），．：；？］｝、。〃〉》」』】〕〗〞’”…·—～％℃‰!%),.:;?]}";
/// Characters that must not end one.
const NO_END: &str = "（［｛《〈「『【〔〖〝“‘＄￥$¥([{";

/// Multipliers and approximations that may stand between a number and its unit.
fn is_before_unit(character: char) -> bool {
    matches!(character, '多' | '余' | '几' | '万' | '亿' | '千' | '百' | '十')
}

/// Two characters that a spread line leaves together.
pub(super) fn sticks(character: char, next: char) -> bool {
    (is_word(character) && is_word(next)) || is_pair(character, next) || is_sign(character, next)
}

/// The true minus belongs to its number as the hyphen does.
fn is_sign(character: char, next: char) -> bool {
    character == '−' && next.is_ascii_digit()
}

/// Whether two characters stand within one number though one of them is full-width: 1∶1.25.
fn within_number(earlier: &str, character: char, next: char) -> bool {
    let joins = |c: char| matches!(c, '∶' | '：' | '．');
    let opens = |c: char| matches!(c, '±' | '≥' | '≤' | '＋' | '－');
    let before = earlier.chars().rev().nth(1);
    let after_digit = before.is_some_and(|c| c.is_ascii_digit());
    (joins(next) && character.is_ascii_digit())
        || next.is_ascii_digit() && (opens(character) || joins(character) && after_digit)
}

/// —— and …… are one mark of two cells.
fn is_pair(character: char, next: char) -> bool {
    character == next && matches!(character, '—' | '…')
}

/// Whether a line may end between two characters whatever stands around them: two hanzi that are part
/// of no number. Most joints of a text are such.
pub(super) fn is_free(character: char, next: char) -> bool {
    is_han(character) && is_han(next) && next != '点' && !is_before_unit(character)
}

/// The cost of a line end between two characters. `earlier` is the few characters up to
/// and with `character`, `after` the one that follows `next`; `within` says what the joint is in a
/// run of Latin characters.
pub(super) fn joint(
    earlier: &str,
    character: char,
    next: char,
    after: Option<char>,
    within: Joint,
) -> i64 {
    let digit = |c: char| c.is_ascii_digit();
    if is_pair(character, next) {
        return PAIR;
    }
    if NO_START.contains(next) || NO_END.contains(character) || next == ' ' {
        return FORBIDDEN;
    }
    if character == ' ' {
        // GB/T 9704, DB35/T 1234: the number belongs to its letters.
        let mut letters = earlier.trim_end().chars().rev();
        let is_code = letters.next().is_some_and(|c| c.is_ascii_uppercase()) && digit(next);
        return if is_code { HYPHEN } else { FREE };
    }
    if is_sign(character, next) || within_number(earlier, character, next) {
        return WORD;
    }
    if is_word(character) && is_word(next) {
        // A word may be parted at its own hyphens, where it must: readers of the file take a
        // hyphen at a line's end for a mere sign of division and drop it. A range or a sign of
        // numbers may not.
        return match within {
            Joint::Sign => SIGN,
            Joint::Hyphen => HYPHEN,
            Joint::Whole => WORD,
        };
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
    // 百分点 is one word, and stands in the narrowest columns.
    let in_point = character == '百' && next == '分' && after == Some('点');
    if in_point || earlier.ends_with("百分") && next == '点' {
        return GROUP;
    }
    // A number and its unit: 24家, 120多家, 5484.1213万元.
    let counted =
        |text: &str| text.trim_end_matches(is_before_unit).ends_with(|c| digit(c) || c == '%');
    let hanzi = is_full_width(next, None, None) && next.is_alphabetic();
    let unit_follows = digit(character) || (is_before_unit(character) && counted(earlier));
    if hanzi && unit_follows { GROUP } else { FREE }
}

/// The cost of a line end within a group that belongs together, such as a figure with its unit,
/// where the joint alone would cost so much.
pub(super) fn group_cost(joint: i64) -> i64 {
    joint.max(GROUP)
}

/// How wide the cells are on one line, and those of them that belong together.
pub(super) fn extent(cells: &[Cell]) -> Extent {
    let inked = cells.get(..cells.len() - trailing_blanks(cells)).unwrap_or_default();
    let width = |cells: &[Cell]| -> Len { cells.iter().map(|cell| cell.width).sum() };
    let widest = |cost: i64| {
        let parts = inked.split_inclusive(|cell| cell.end_cost < cost);
        parts.map(|part| width(&part[..part.len() - trailing_blanks(part)])).max()
    };
    Extent {
        width: width(inked),
        group: widest(GROUP).unwrap_or_default(),
        word: widest(WORD).unwrap_or_default(),
    }
}

/// The cheapest set of line ends, each the index after a line's last cell.
pub(super) fn break_points(cells: &[Cell], measure: Measure) -> Vec<usize> {
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
    let size = |start: usize| cells[start].placed.size;
    let is_even = cells.iter().all(|cell| cell.placed.size == size(0));
    let widest = measure.width - measure.first_indent.min(measure.rest_indent);
    // The first cell of the longest line that may end here.
    let mut longest = 0;
    let mut blanks = 0;
    for end in 1..=count {
        let last = end == count;
        blanks = if is_blank(&cells[end - 1]) { blanks + 1 } else { 0 };
        // Longer lines are overfull, too.
        let squeezed = |start: usize| {
            let inked = end - blanks.min(end - start);
            (widths[inked] - widths[start]) - (shrinks[inked] - shrinks[start])
        };
        while longest + 1 < end && squeezed(longest) > widest {
            longest += 1;
        }
        let at_end = if last { 0 } else { cells[end - 1].end_cost };
        let mut cheapest: Option<(i64, usize)> = None;
        for start in longest..end {
            let inked = end - blanks.min(end - start);
            let width = measure.width - measure.indent(start == 0);
            let natural = widths[inked] - widths[start];
            let shrink = shrinks[inked] - shrinks[start];
            let mut cost = if natural - shrink > width {
                OVERFULL
            } else if natural > width {
                let ratio = (natural - width).to_units() * 1000 / shrink.to_units().max(1);
                SQUEEZE_BASE + SQUEEZE_FULL * ratio * ratio / 1_000_000
            } else if last {
                0
            } else {
                let opened = gaps[inked.max(start + 1) - 1] - gaps[start];
                let gap = gap(width - natural, opened, size(start));
                if measure.justified && gap > MOST_SPREAD {
                    let short = short_cost(width - natural, width);
                    // The lines that are left are shorter, and cost more.
                    let is_dearer = |(least, _)| short.saturating_add(at_end) >= least;
                    if is_even && start > 0 && cheapest.is_some_and(is_dearer) {
                        break;
                    }
                    short
                } else {
                    gap.saturating_mul(gap) / 10
                }
            };
            if last && start > 0 && is_orphan(&cells[start..inked]) {
                cost += ORPHAN;
            }
            let total = best[start].0.saturating_add(cost + at_end);
            // On a tie the longer line wins: it comes earlier in this loop.
            if cheapest.is_none_or(|(least, _)| total < least) {
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

/// The gap, in 1/1000 em, that so many of them take to fill a line. The cost of a spread line is
/// its square: even lines are better than one good and one bad.
fn gap(slack: Len, gaps: i64, size: Len) -> i64 {
    slack.to_units() * 1000 / size.to_units().max(1) / gaps.max(1)
}

/// Whether a line of text of this size may be spread over so many gaps to fill its width.
pub(super) fn may_spread(slack: Len, gaps: i64, size: Len) -> bool {
    gaps > 0 && gap(slack, gaps, size) <= MOST_SPREAD
}

/// The cost of a line that is left short.
fn short_cost(slack: Len, width: Len) -> i64 {
    let part = slack.to_units() * 1000 / width.to_units().max(1);
    SHORT_BASE + SHORT_FULL * part * part / 1_000_000
}

/// A last line of one character, whatever punctuation closes it.
fn is_orphan(cells: &[Cell]) -> bool {
    let is_mark = |c: char| !is_han(c) && NO_START.contains(c);
    cells.iter().filter(|cell| !is_mark(cell.placed.character)).nth(1).is_none()
}
