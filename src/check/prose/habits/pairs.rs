//! E0741: quotes, brackets and title marks stand in pairs.

use std::ops::Range;

use super::{Mistake, Text, is_chinese, is_digit, is_numeral};
use crate::diagnostic::Code;

/// A mark that opens or closes, by the place of its character.
type Mark = (usize, char);

/// The marks of a kind of quotes.
struct Quotes {
    open: char,
    close: char,
    /// Typed for both.
    straight: char,
}

const DOUBLE: Quotes = Quotes { open: '“', close: '”', straight: '"' };
const SINGLE: Quotes = Quotes { open: '‘', close: '’', straight: '\'' };

/// Marks without their fellows, and quotes that are turned the wrong way. A paragraph ends at an
/// empty line.
pub(super) fn pairs(text: &Text<'_>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut paragraph = Paragraph::default();
    let mut place = 0;
    while let Some(c) = text.at(place) {
        if let Some(end) = text.placeholder(place) {
            place = end;
            continue;
        }
        if c == '\n' {
            let end = text.run(place, |c| matches!(c, '\n' | ' '));
            if text.get(place..end).matches('\n').count() > 1 {
                // Each paragraph of a long quotation begins with “, and only the last ends with ”.
                let goes_on = text.at(end) == Some(DOUBLE.open);
                mistakes.extend(std::mem::take(&mut paragraph).mistakes(text, place, goes_on));
                paragraph.start = end;
            }
            place = end;
            continue;
        }
        paragraph.add(text, place, c);
        place += 1;
    }
    mistakes.extend(paragraph.mistakes(text, text.len(), false));
    mistakes
}

/// The marks of a paragraph.
#[derive(Default)]
struct Paragraph {
    start: usize,
    double: Vec<Mark>,
    single: Vec<Mark>,
    brackets: Vec<Mark>,
    /// How many ‘ are open.
    depth: usize,
    /// Whether a straight quote is waiting for its fellow.
    is_straight_open: bool,
}

impl Paragraph {
    fn add(&mut self, text: &Text<'_>, place: usize, c: char) {
        let before = text.before(place);
        match c {
            '“' | '”' => self.double.push((place, c)),
            // 24" is a measure.
            '"' if !before.is_some_and(is_digit) || self.is_straight_open => {
                self.is_straight_open = !self.is_straight_open;
                self.double.push((place, c));
            }
            '‘' => {
                self.depth += 1;
                self.single.push((place, c));
            }
            // An apostrophe, unless something is to be closed.
            '’' if self.depth > 0 || !before.is_some_and(|c| c.is_ascii_alphanumeric()) => {
                self.depth = self.depth.saturating_sub(1);
                self.single.push((place, c));
            }
            '\'' if !before.is_some_and(|c| c.is_ascii_alphanumeric())
                && text.at(place + 1).is_some_and(|c| is_chinese(c) || c == '\'')
                || before.is_some_and(|c| is_chinese(c) || c == '\'')
                    && !text.at(place + 1).is_some_and(|c| c.is_ascii_alphanumeric()) =>
            {
                self.single.push((place, c));
            }
            _ if kind(c).is_some() => self.brackets.push((place, c)),
            _ => {}
        }
    }

    fn mistakes(self, text: &Text<'_>, end: usize, goes_on: bool) -> Vec<Mistake> {
        let paragraph = self.start..end;
        let mut mistakes = quotes(text, &self.double, &DOUBLE, &paragraph, goes_on);
        mistakes.extend(quotes(text, &self.single, &SINGLE, &paragraph, false));
        mistakes.extend(brackets(text, &self.brackets, self.start));
        if mistakes.is_empty() && !goes_on {
            let mut all: Vec<Mark> = self.double.into_iter().chain(self.brackets).collect();
            all.retain(|(_, c)| *c != '"');
            all.sort_unstable();
            mistakes.extend(crossed(text, &all));
        }
        mistakes
    }
}

/// What is wrong with the quotes of one kind in a paragraph.
fn quotes(
    text: &Text<'_>,
    marks: &[Mark],
    kind: &Quotes,
    paragraph: &Range<usize>,
    goes_on: bool,
) -> Vec<Mistake> {
    let straight = marks.iter().filter(|(_, c)| *c == kind.straight).count();
    // Straight double quotes alone are reported as half-width marks.
    if straight == marks.len() && kind.straight == '"' {
        return Vec::new();
    }
    if let Some(doubled) = doubled(text, marks, kind) {
        return doubled;
    }
    let unpaired = unpaired(marks, kind);
    let turned = |number: usize| if number.is_multiple_of(2) { kind.open } else { kind.close };
    let fits = |number: usize, place| match evidence(text, place, paragraph) {
        Some(Side::Opens) => number.is_multiple_of(2),
        Some(Side::Closes) => number % 2 == 1,
        None => true,
    };
    let is_nested = straight == 0 && unpaired.is_empty();
    let alternate = marks.iter().enumerate().all(|(number, (_, c))| *c == turned(number));
    if alternate && marks.len().is_multiple_of(2) {
        return Vec::new();
    }
    let by_evidence = || {
        marks.iter().enumerate().all(|(number, (place, _))| fits(number, *place))
            && marks.chunks(2).all(|pair| is_phrase(text, pair, kind))
    };
    let as_typed = || {
        marks.iter().all(|(place, c)| {
            evidence(text, *place, paragraph).is_none_or(|side| match side {
                Side::Opens => *c == kind.open,
                Side::Closes => *c == kind.close,
            })
        })
    };
    if is_nested && as_typed() && !joins(text, marks) {
        return inner(text, marks, kind);
    }
    if marks.len().is_multiple_of(2) && by_evidence() {
        // Straight single quotes in no other ones are meant as quotes.
        let outer = straight == marks.len();
        let wrong = marks.iter().enumerate().filter(|(number, (_, c))| *c != turned(*number));
        return wrong
            .map(|(number, (place, _))| {
                let right = match (outer, turned(number)) {
                    (true, '‘') => '“',
                    (true, '’') => '”',
                    (_, right) => right,
                };
                text.mistake(Code::E0741, *place..place + 1, right)
            })
            .collect();
    }
    let mut unpaired = if unpaired.is_empty() { marks.to_vec() } else { unpaired };
    if goes_on && unpaired.last().is_some_and(|(_, c)| *c == kind.open) {
        unpaired.pop();
    }
    unpaired.into_iter().map(|(place, _)| alone(text, place)).collect()
}

/// `““甲””` and `''甲''`: each mark typed twice.
fn doubled(text: &Text<'_>, marks: &[Mark], kind: &Quotes) -> Option<Vec<Mistake>> {
    let is_doubled = |pair: &[Mark]| match pair {
        [(one, c), (next, d)] => one + 1 == *next && c == d,
        _ => false,
    };
    if marks.is_empty() || !marks.len().is_multiple_of(4) || !marks.chunks(2).all(is_doubled) {
        return None;
    }
    let outer = if marks.iter().all(|(_, c)| *c == SINGLE.straight) { &DOUBLE } else { kind };
    let mistakes = marks.chunks(2).enumerate().filter_map(|(number, pair)| {
        let start = pair.first()?.0;
        let right = if number.is_multiple_of(2) { outer.open } else { outer.close };
        Some(text.mistake(Code::E0741, start..start + 2, right))
    });
    Some(mistakes.collect())
}

/// Quotes within quotes of the same kind, where GB/T 15834 has ‘’ within “”. Two quotes whose inner
/// marks are turned the wrong way look the same, so that no correction is certain.
fn inner(text: &Text<'_>, marks: &[Mark], kind: &Quotes) -> Vec<Mistake> {
    let mut depth = 0_usize;
    let mut mistakes = Vec::new();
    for (place, c) in marks {
        let opens = *c == kind.open;
        if !opens {
            depth = depth.saturating_sub(1);
        }
        if depth % 2 == 1 {
            mistakes.push(alone(text, *place));
        }
        if opens {
            depth += 1;
        }
    }
    mistakes
}

/// Whether the inner pairs hold but a word that joins two quotes: `“甲“和”乙”`.
fn joins(text: &Text<'_>, marks: &[Mark]) -> bool {
    const WORDS: [&str; 8] = ["和", "与", "及", "或", "以及", "或者", "到", "至"];
    let held = |pair: &[Mark]| match pair {
        [(start, _), (end, _)] => WORDS.contains(&text.get(start + 1..*end)),
        _ => false,
    };
    let inner = marks.get(1..marks.len() - 1).unwrap_or_default();
    inner.chunks(2).any(held)
}

/// The marks that have no fellow, as they are turned; straight ones fit both ways.
fn unpaired(marks: &[Mark], kind: &Quotes) -> Vec<Mark> {
    let mut open: Vec<Mark> = Vec::new();
    let mut alone = Vec::new();
    for &(place, c) in marks {
        let closes = c == kind.close || c == kind.straight && !open.is_empty();
        if !closes {
            open.push((place, c));
        } else if open.pop().is_none() {
            alone.push((place, c));
        }
    }
    alone.extend(open);
    alone.sort_unstable();
    alone
}

enum Side {
    Opens,
    Closes,
}

/// Which way a quote is turned as its neighbours have it: no phrase begins with a stop, and none
/// ends with a comma.
fn evidence(text: &Text<'_>, place: usize, paragraph: &Range<usize>) -> Option<Side> {
    let before = text.before(place).filter(|_| place > paragraph.start);
    let after = text.at(place + 1).filter(|_| place + 1 < paragraph.end);
    let opens = before.is_none_or(|c| "，、；：（《〈【〔\n".contains(c));
    let closes = after.is_none_or(|c| "，。、；：？！）》〉】〕\n".contains(c));
    match (opens, closes) {
        (true, false) => Some(Side::Opens),
        (false, true) => Some(Side::Closes),
        _ => None,
    }
}

/// Whether two marks hold one phrase, so that it is certain that they are a pair.
fn is_phrase(text: &Text<'_>, pair: &[Mark], kind: &Quotes) -> bool {
    const LONGEST: usize = 60;
    let [(start, first), (end, last)] = pair else { return false };
    if (*first, *last) == (kind.open, kind.close) {
        return true;
    }
    let length = end - start - 1;
    let content = (1..=LONGEST).contains(&length).then(|| text.get(start + 1..*end));
    content.is_some_and(|content| {
        !content.contains('\n')
            && !content.trim_end_matches(['。', '！', '？']).contains(['。', '！', '？'])
    })
}

/// Which brackets belong together, and whether this one opens.
fn kind(c: char) -> Option<(usize, bool)> {
    Some(match c {
        '（' | '(' => (0, true),
        '）' | ')' => (0, false),
        '《' => (1, true),
        '》' => (1, false),
        '〈' => (2, true),
        '〉' => (2, false),
        '【' => (3, true),
        '】' => (3, false),
        '〔' => (4, true),
        '〕' => (4, false),
        '［' | '[' => (5, true),
        '］' | ']' => (5, false),
        '“' => (6, true),
        '”' => (6, false),
        _ => return None,
    })
}

/// Brackets and title marks without their fellows.
fn brackets(text: &Text<'_>, marks: &[Mark], start: usize) -> Vec<Mistake> {
    let mut open: [Vec<usize>; 6] = Default::default();
    let mut mistakes = Vec::new();
    let ordinal =
        |(place, c): &Mark| kind(*c) == Some((0, false)) && is_ordinal(text, *place, start);
    let round = |opens| move |(_, c): &&Mark| kind(*c) == Some((0, opens));
    let needed = marks.iter().filter(round(true)).count();
    let others = marks.iter().filter(round(false)).filter(|mark| !ordinal(mark)).count();
    // The numbers of an enumeration close nothing, unless all brackets are needed.
    let enumerates = others >= needed;
    for &(place, c) in marks {
        let Some((kind, opens)) = kind(c) else { continue };
        let Some(open) = open.get_mut(kind) else { continue };
        if enumerates && ordinal(&(place, c)) {
            continue;
        }
        if opens {
            open.push(place);
        } else if open.pop().is_none() && !is_face(text, place) {
            mistakes.push(alone(text, place));
        }
    }
    mistakes.extend(open.into_iter().flatten().map(|place| alone(text, place)));
    mistakes
}

/// `“《甲”》`: pairs that cross each other.
fn crossed(text: &Text<'_>, marks: &[Mark]) -> Option<Mistake> {
    let mut open: Vec<usize> = Vec::new();
    let mut waiting = [0_usize; 7];
    for &(place, c) in marks {
        let Some((kind, opens)) = kind(c) else { continue };
        let Some(count) = waiting.get_mut(kind) else { continue };
        if opens {
            open.push(kind);
            *count += 1;
        } else if *count > 0 {
            *count -= 1;
            if open.pop() != Some(kind) {
                return Some(alone(text, place));
            }
        }
    }
    None
}

/// `1）`, `a)`, `①）`: the bracket of a number that begins a paragraph or a clause.
fn is_ordinal(text: &Text<'_>, place: usize, start: usize) -> bool {
    let counts = |c: char| {
        c.is_ascii_alphanumeric() || is_numeral(c) || ('\u{2460}'..='\u{24FF}').contains(&c)
    };
    let number = (start..place).rev().take_while(|at| text.at(*at).is_some_and(counts)).take(4);
    let length = number.count();
    let before = text.before(place - length).filter(|_| place - length > start);
    (1..=3).contains(&length) && before.is_none_or(|c| "\n 。；：，、！？\u{3000}".contains(c))
}

/// `:)`
fn is_face(text: &Text<'_>, place: usize) -> bool {
    matches!(text.before(place), Some(':' | ';' | '-' | '^'))
}

fn alone(text: &Text<'_>, place: usize) -> Mistake {
    Mistake { code: Code::E0741, range: text.bytes(place..place + 1), correction: None }
}
