//! What is certain enough to be written into the data: no number, no words that say what a number is,
//! and of one sentence all that was changed or nothing.

use std::collections::BTreeMap;
use std::ops::Range;

use super::data::{Line, Piece};
use super::merge::{Deed, State, What};
use super::{Item, Kind, Remedy, Standing};
use crate::number::runs::Runs;
use crate::sent::RunKind;
use crate::text::{ascii_digit, half_width};

/// Fewest marks of punctuation that are told together.
const FEWEST_MARKS: usize = 3;

/// Fewest characters by which words that are gone are known again where they were put in: as all that
/// was put in, and among other words.
const FEWEST_KNOWN: (usize, usize) = (2, 4);

/// What is counted with a Chinese numeral, 三年、五项.
const MEASURES: &str = "年月日天周季期届号个件次项名人家条起宗所场户处批份元倍成";

/// Where a change is: in the returned text, and in the paragraphs of the data.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spot {
    came: Range<usize>,
    within: Range<usize>,
    /// Bytes of a paragraph whose words it changes.
    words: Option<(usize, Range<usize>)>,
    /// The paragraph that it takes out.
    removed: Option<usize>,
}

impl Spot {
    pub(super) fn of(deed: &Deed) -> Spot {
        let removed = match deed.what {
            What::Remove { line } => Some(line),
            _ => None,
        };
        let (came, within) = (deed.came.clone(), deed.within.clone());
        Spot { came, within, words: None, removed }
    }

    pub(super) fn in_line(self, line: usize, range: Range<usize>) -> Spot {
        Spot { words: Some((line, range)), ..self }
    }
}

/// Why words are not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doubt {
    /// Whether a number became another one.
    pub(super) is_number: bool,
    pub(super) reason: String,
}

/// Why it is not certain that a paragraph has other words between two of its bytes; none where it is.
pub(super) fn doubt(line: &Line, range: &Range<usize>, new: &str) -> Option<Doubt> {
    let no_number = |reason: &str| Some(Doubt { is_number: false, reason: reason.to_owned() });
    let text = line.text.as_str();
    let old = text.get(range.clone()).unwrap_or_default();
    let is_within =
        |piece: &&Piece| range.start <= piece.range.start && piece.range.end <= range.end;
    let mut figures = line.pieces.iter().filter(|piece| piece.is_figure());
    let mut open = figures.clone().filter(|piece| piece.kind == RunKind::Missing);
    if let Some(open) = open.find(|piece| touches(&piece.range, range)) {
        let shown = text.get(open.range.clone()).unwrap_or_default();
        let name = shown.rsplit('：').next().unwrap_or_default().trim_end_matches('】');
        let reason = format!("这里等着填“{name}”，核实以后填到它填报的地方");
        return Some(Doubt { is_number: true, reason });
    }
    if !range.is_empty() && figures.clone().any(|piece| is_within(&piece)) {
        return no_number("改动的文字里引用了指标，引用要不要留，核实以后自己改");
    }
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    if numbers(text) != numbers(&format!("{before}{new}{after}")) {
        let is_number = has_number(old) && has_number(new);
        return Some(Doubt {
            is_number,
            reason: match (old.is_empty(), new.is_empty()) {
                (true, _) => "加上的文字里有数，没有引用指标，核实以后自己改",
                (_, true) => "删去的文字里有数，核实以后自己改",
                _ => "改了没有引用指标的数，核实以后自己改",
            }
            .to_owned(),
        });
    }
    let is_word = |text: &str| text.chars().any(char::is_alphanumeric);
    let clause = clause(text, range);
    if (is_word(old) || is_word(new)) && figures.any(|piece| touches(&piece.range, &clause)) {
        return no_number(BESIDE_A_FIGURE);
    }
    None
}

pub(super) const BESIDE_A_FIGURE: &str =
    "改的是数字前后的话，那个数说的还是不是同一件事，核实以后自己改";

/// Why a paragraph that is added or taken out is not certain.
pub(super) fn doubt_of_paragraph(line: Option<&Line>, new: &str) -> Option<String> {
    let text = line.map_or(new, |line| line.text.as_str());
    let has_figure = line.is_some_and(|line| line.pieces.iter().any(Piece::is_figure));
    match line {
        Some(_) if has_figure => Some("这一段里引用了指标，要不要删，核实以后自己改".to_owned()),
        Some(_) if has_number(text) => Some("这一段里有数，要不要删，核实以后自己改".to_owned()),
        None if has_number(text) => {
            Some("加的这一段里有数，没有引用指标，核实以后自己加".to_owned())
        }
        _ => None,
    }
}

pub(super) const WRITTEN_OTHERWISE: &str = "数没有变，只是写法不同（空格、分节的逗号、全角），不改";

/// Whether a number alone is written in another way: with blanks, commas between digits, full width.
pub(super) fn is_written_otherwise(text: &str, range: &Range<usize>, new: &str) -> bool {
    let old = text.get(range.clone()).unwrap_or_default();
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.get(range.end..).and_then(|after| after.chars().next());
    let is_beside = before.into_iter().chain(after).any(|c| ascii_digit(c).is_some());
    (has_digit(old) || is_beside && bare(old).is_empty()) && bare(old) == bare(new)
}

/// A number without blanks and commas, of half width.
fn bare(text: &str) -> String {
    text.chars().map(half_width).filter(|c| !c.is_whitespace() && *c != ',').collect()
}

fn touches(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|c| ascii_digit(c).is_some())
}

fn has_number(text: &str) -> bool {
    has_digit(text) || !numbers(text).1.is_empty()
}

/// The digits of a text, and its numbers with their units, those too that no figure could be (三年行动,
/// “十四五”).
fn numbers(text: &str) -> (String, Vec<String>) {
    let digits = text.chars().filter_map(ascii_digit).collect();
    let runs = Runs::new(&[], |_| false).scan(text, &[]);
    let runs = runs.iter().map(|run| bare(text.get(run.range.clone()).unwrap_or_default()));
    let mut numbers: Vec<String> = runs.collect();
    let mut numeral = String::new();
    for c in text.chars().chain(['\n']) {
        if "〇零一二三四五六七八九十百千万亿两".contains(c) {
            numeral.push(c);
            continue;
        }
        let is_long = numeral.chars().nth(1).is_some();
        if is_long || !numeral.is_empty() && MEASURES.contains(c) {
            numbers.push(std::mem::take(&mut numeral));
        }
        numeral.clear();
    }
    (digits, numbers)
}

/// The clause or the clauses around a range of a text.
fn clause(text: &str, range: &Range<usize>) -> Range<usize> {
    let is_end = |c: char| "，。；：！？,;:!?".contains(c);
    let start = text.get(..range.start).and_then(|before| before.rfind(is_end));
    let end = text.get(range.end..).and_then(|after| after.find(is_end));
    start.unwrap_or(0)..end.map_or(text.len(), |end| range.end + end)
}

/// The sentences of a text: their ends.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let follows = ends.last() == Some(&at);
        if "。！？；".contains(c) {
            ends.push(end);
        } else if let (true, true, Some(last)) = (follows, "”’）".contains(c), ends.last_mut())
        {
            // The closing marks belong to the sentence that they close.
            *last = end;
        }
    }
    ends.push(text.len());
    ends.dedup();
    ends
}

/// The sentences that a range touches; whole ones that are put in between two touch neither.
fn sentences(text: &str, range: &Range<usize>) -> Range<usize> {
    let ends = sentence_ends(text);
    let first = ends.partition_point(|end| *end <= range.start);
    let last = ends.partition_point(|end| *end < range.end);
    let is_at_end = range.start == text.len();
    let first = if is_at_end { ends.len().saturating_sub(1) } else { first };
    first..last.max(first) + 1
}

/// Whether the deed makes half-width marks of punctuation of full-width ones.
pub(super) fn is_narrowed(deed: &Deed) -> bool {
    let narrow = |c: char| match c {
        '。' => '.',
        '、' => ',',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        other => half_width(other),
    };
    let is_mark = |text: &str| !text.is_empty() && !text.chars().any(char::is_alphanumeric);
    matches!(deed.what, What::Words { .. })
        && deed.state == State::Open
        && is_mark(&deed.old)
        && deed.new.is_ascii()
        && deed.old.chars().map(narrow).eq(deed.new.chars())
}

/// Takes the deeds out that make punctuation half-width, where there are several.
pub(super) fn without_narrowed(deeds: Vec<Deed>) -> (Vec<Deed>, Vec<Deed>) {
    let (narrowed, others): (Vec<Deed>, Vec<Deed>) = deeds.iter().cloned().partition(is_narrowed);
    match narrowed.len() < FEWEST_MARKS {
        true => (deeds, Vec::new()),
        false => (others, narrowed),
    }
}

/// Puts the changes of one sentence, of what is moved and of new paragraphs in a row together: each
/// item learns its unit. Of a unit nothing is certain unless all of it is.
pub(super) fn unite(items: &mut [Item], lines: &[Line], came: &[&str]) {
    let mut units = Units((0..items.len()).collect());
    by_sentences(items, lines, came, &mut units);
    for (at, item) in items.iter().enumerate() {
        for (other_at, other) in items.iter().enumerate().skip(at + 1) {
            if are_one(item, other) {
                units.join(at, other_at);
            }
        }
    }
    let of: Vec<usize> = (0..items.len()).map(|at| units.first(at)).collect();
    let mut doubtful: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let is_left = item.standing != Standing::Done && item.remedy.is_err();
        if is_left && item.kind != Kind::Remark {
            doubtful.entry(of[at]).or_insert(at);
        }
    }
    for ((at, item), unit) in items.iter_mut().enumerate().zip(of) {
        item.unit = unit;
        if let (true, Some(other)) = (item.remedy.is_ok(), doubtful.get(&unit))
            && *other != at
        {
            item.remedy = Err(format!("同第 {} 处是一处改动，那一处拿不准，一起自己改", other + 1));
        }
    }
}

/// Joins the changes of words in one sentence, of the data or of the returned text.
fn by_sentences(items: &[Item], lines: &[Line], came: &[&str], units: &mut Units) {
    let mut known: BTreeMap<(bool, usize, usize), usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let Some((line, range)) = &item.spot.words else { continue };
        let text = lines.get(*line).map_or("", |line| line.text.as_str());
        let own = sentences(text, range).map(|sentence| (true, *line, sentence));
        let paragraph = item.spot.came.start;
        let text = came.get(paragraph).copied().unwrap_or_default();
        let returned = sentences(text, &item.spot.within);
        let returned = returned.map(|sentence| (false, paragraph, sentence));
        for key in own.chain(returned) {
            let first = *known.entry(key).or_insert(at);
            units.join(first, at);
        }
    }
}

/// Whether two items are one change: words that are gone here and stand there, new paragraphs in a row,
/// paragraphs taken out in a row, one that took the place of another.
fn are_one(one: &Item, other: &Item) -> bool {
    let is_text =
        |item: &Item| matches!(item.kind, Kind::Words | Kind::Figure | Kind::Add | Kind::Remove);
    if !is_text(one) || !is_text(other) {
        return false;
    }
    let in_row = match (one.kind, other.kind) {
        (Kind::Add, Kind::Add) => one.spot.came.end == other.spot.came.start,
        (Kind::Remove, Kind::Remove) => one
            .spot
            .removed
            .zip(other.spot.removed)
            .is_some_and(|(one, other)| one.abs_diff(other) == 1),
        (Kind::Add, Kind::Remove) | (Kind::Remove, Kind::Add) => {
            one.spot.came.start <= other.spot.came.end && other.spot.came.start <= one.spot.came.end
        }
        _ => false,
    };
    in_row
        || is_moved(&one.old.words, &other.new.words)
        || is_moved(&other.old.words, &one.new.words)
}

/// Whether words that are gone were put in elsewhere.
fn is_moved(gone: &str, put: &str) -> bool {
    let is_mark = |c: char| !c.is_alphanumeric();
    let (gone, put) = (gone.trim_matches(is_mark), put.trim_matches(is_mark));
    let has = |text: &str, fewest: usize| text.chars().nth(fewest - 1).is_some();
    let (alone, among) = FEWEST_KNOWN;
    match gone == put {
        true => has(gone, alone),
        false => has(gone, among) && has(put, among) && (put.contains(gone) || gone.contains(put)),
    }
}

/// Which items are one change: each names an earlier one of its unit, or itself.
struct Units(Vec<usize>);

impl Units {
    fn first(&self, at: usize) -> usize {
        let mut at = at;
        while let Some(before) = self.0.get(at).copied().filter(|before| *before < at) {
            at = before;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        if let Some(later) = self.0.get_mut(one.max(other)) {
            *later = one.min(other);
        }
    }
}

/// The certain changes, those of a unit together: the unit, and all that is written for it.
pub(super) fn remedies(items: &[Item]) -> Vec<(usize, Remedy)> {
    let mut units: BTreeMap<usize, Remedy> = BTreeMap::new();
    for item in items.iter().filter(|item| item.standing == Standing::Open) {
        let Ok(remedy) = &item.remedy else { continue };
        let unit = units.entry(item.unit).or_default();
        unit.edits.extend(remedy.edits.iter().cloned());
        unit.effects.extend(remedy.effects.iter().cloned());
    }
    units.into_iter().collect()
}
