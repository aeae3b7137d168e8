//! What is certain enough to be written into the data: no number, and no words that say what a number is.

use std::collections::BTreeMap;
use std::ops::Range;

use super::data::{Line, Piece};
use super::merge::{Deed, State, What};
use super::noted::noted;
use super::writing::bare;
use super::{Item, Remedy, Standing};
use crate::document::awaited;
use crate::number::runs::Runs;
use crate::sent::RunKind;
use crate::text::{ascii_digit, half_width};

/// Fewest marks of punctuation that are told together.
const FEWEST_MARKS: usize = 3;

/// What is counted with a Chinese numeral, 三年、五项.
const MEASURES: &str = "年月日天周季期届号个件次项名人家条起宗所场户处批份元倍成";

/// Why words are not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doubt {
    /// Whether a number became another one.
    pub(super) is_number: bool,
    pub(super) reason: String,
}

/// Why it is not certain that a paragraph has other words between two of its bytes; none where it is. `is_known`
/// is whether the report has words already.
pub(super) fn doubt(
    line: &Line,
    range: &Range<usize>,
    new: &str,
    is_known: impl Fn(&str) -> bool,
) -> Option<Doubt> {
    let no_number = |reason: &str| Some(Doubt { is_number: false, reason: reason.to_owned() });
    let text = line.text.as_str();
    let old = text.get(range.clone()).unwrap_or_default();
    let is_within =
        |piece: &&Piece| range.start <= piece.range.start && piece.range.end <= range.end;
    let mut figures = line.pieces.iter().filter(|piece| piece.is_figure());
    let mut open = figures.clone().filter(|piece| piece.kind == RunKind::Missing);
    if let Some(open) = open.find(|piece| touches(&piece.range, range)) {
        let shown = text.get(open.range.clone()).unwrap_or_default();
        let name = awaited(shown);
        let reason = format!("这里等着填“{name}”，核实以后填到它填报的地方");
        return Some(Doubt { is_number: true, reason });
    }
    if !range.is_empty() && figures.clone().any(|piece| is_within(&piece)) {
        return no_number("改动的文字里引用了指标，引用要不要留，核实以后自己改");
    }
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let changed = format!("{before}{new}{after}");
    let had = has_number(old);
    // One name of a plan in the place of another is another number.
    let counted = if had { new.to_owned() } else { without_plans(new) };
    if numbers(text) != numbers(&format!("{before}{counted}{after}")) {
        let has = has_number(&counted);
        return Some(Doubt {
            is_number: had && has,
            reason: match (had, has) {
                // A numeral may become one with what stands beside it.
                _ if old.is_empty() => "加上的文字里有数，没有引用指标，核实以后自己改",
                (false, true) => "改成的文字里有数，没有引用指标，核实以后自己改",
                _ if new.is_empty() => "删去的文字里有数，核实以后自己改",
                (true, false) => "改掉的文字里有数，核实以后自己改",
                _ => "改了没有引用指标的数，核实以后自己改",
            }
            .to_owned(),
        });
    }
    if let Some(note) = noted(old, &changed, &(range.start..range.start + new.len()), is_known) {
        return no_number(&note);
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
pub(super) fn doubt_of_paragraph(
    line: Option<&Line>,
    new: &str,
    is_known: impl Fn(&str) -> bool,
) -> Option<String> {
    let text = line.map_or(new, |line| line.text.as_str());
    let has_figure = line.is_some_and(|line| line.pieces.iter().any(Piece::is_figure));
    match line {
        Some(_) if has_figure => Some("这一段里引用了指标，要不要删，核实以后自己改".to_owned()),
        Some(_) if has_number(text) => Some("这一段里有数，要不要删，核实以后自己改".to_owned()),
        None if has_number(&without_plans(text)) => {
            Some("加的这一段里有数，没有引用指标，核实以后自己加".to_owned())
        }
        None => noted("", new, &(0..new.len()), is_known),
        _ => None,
    }
}

pub(super) const WRITTEN_OTHERWISE: &str = "数没有变，只是写法不同（空格、分节的逗号、全角、汉字）";

pub(super) const NARROWED: &str = "标点改成了半角，不合规范";

/// Whether nothing is to be done for a change, and why is said.
pub(super) fn is_let_alone(reason: &str) -> bool {
    reason.starts_with(WRITTEN_OTHERWISE) || reason.starts_with(NARROWED)
}

/// Numbers that are only written in another way, as one item, where there are several.
pub(super) fn put_together(items: &mut Vec<Item>) {
    let is_one = |item: &Item| item.remedy.as_ref().is_err_and(|it| it == WRITTEN_OTHERWISE);
    let count = items.iter().filter(|item| is_one(item)).count();
    if count < FEWEST_MARKS {
        return;
    }
    let mut is_first = true;
    items.retain_mut(|item| {
        if !is_one(item) {
            return true;
        }
        item.remedy = Err(format!("{WRITTEN_OTHERWISE}；这样的共 {count} 处"));
        std::mem::take(&mut is_first)
    });
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

/// A text without the names of plans that are all numeral, “八五”普法.
fn without_plans(text: &str) -> String {
    let mut rest = text;
    let mut without = String::new();
    while let Some((before, behind)) = rest.split_once('“') {
        let name = behind.split_once('”').filter(|(name, _)| name.chars().all(is_numeral));
        without.push_str(before);
        (rest, without) = match name {
            Some((_, behind)) => (behind, without + "“”"),
            None => (behind, without + "“"),
        };
    }
    without + rest
}

fn is_numeral(c: char) -> bool {
    "〇零一二三四五六七八九十百千万亿两".contains(c)
}

/// The digits of a text, and its numbers with their units, those too that no figure could be (三年行动,
/// “十四五”).
fn numbers(text: &str) -> (String, Vec<String>) {
    let digits = text.chars().filter_map(ascii_digit).collect();
    let runs = Runs::new(&[], |_| false).scan(text, &[]);
    let runs = runs.iter().map(|run| bare(text.get(run.range.clone()).unwrap_or_default()));
    let mut numbers: Vec<String> = runs.collect();
    let (mut numeral, mut before) = (String::new(), '\n');
    for c in text.chars().chain(['\n']) {
        if is_numeral(c) {
            numeral.push(c);
            continue;
        }
        let is_long = numeral.chars().nth(1).is_some();
        // 一年比一年, 一起 and 一个 are words, as they are for the check.
        let is_counted = !numeral.is_empty() && numeral != "一" && MEASURES.contains(c);
        // 上千, 数以万计; 百姓 is a word.
        let is_many = numeral.starts_with(['百', '千', '万', '亿'])
            && "上数成几以近逾超".contains(before)
            && !(numeral == "百" && c == '姓');
        if is_long || is_counted || is_many {
            numbers.push(std::mem::take(&mut numeral));
        }
        numeral.clear();
        before = c;
    }
    // 三分之二, 百分之百.
    for (at, sign) in text.match_indices("分之") {
        let (before, behind) = text.split_at(at);
        let of: String = before.chars().rev().take_while(|c| is_numeral(*c)).collect();
        let parts = behind.trim_start_matches(sign).chars().take_while(|c| is_numeral(*c));
        numbers.push(parts.chain([' ']).chain(of.chars()).collect());
    }
    // Shares and multiples in words, with what stands before them: 过半, 压缩一半, 成倍增长.
    let no_shares = ["事半功倍", "加倍", "半年", "半天", "半月", "半途"];
    let words = no_shares.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
    let shares = words.match_indices(['半', '倍']).chain(words.match_indices("对折"));
    numbers.extend(shares.map(|(at, share)| {
        let before = words.get(..at).and_then(|before| before.chars().next_back());
        before.into_iter().chain(share.chars()).collect()
    }));
    (digits, numbers)
}

/// The clause or the clauses around a range of a text.
fn clause(text: &str, range: &Range<usize>) -> Range<usize> {
    let is_end = |c: char| "，。；：！？,;:!?".contains(c);
    let start = text.get(..range.start).and_then(|before| before.rfind(is_end));
    let end = text.get(range.end..).and_then(|after| after.find(is_end));
    start.unwrap_or(0)..end.map_or(text.len(), |end| range.end + end)
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

/// The certain changes, those of a unit together: the unit, and all that is written for it.
pub(super) fn remedies(items: &[Item]) -> Vec<(usize, Remedy)> {
    let mut units: BTreeMap<usize, Remedy> = BTreeMap::new();
    for item in items.iter().filter(|item| item.standing == Standing::Open) {
        let Ok(remedy) = &item.remedy else { continue };
        units.entry(item.unit).or_default().extend(remedy);
    }
    units.into_iter().collect()
}
