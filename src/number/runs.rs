//! Runs of digits and Chinese numerals in a text, and who owns each: a printed figure, a date, an
//! ordinal, a document number, a quotation … What nobody owns may be a number that was typed by
//! hand.
//!
//! One pass over the characters; what stands around a run is looked at over a few characters only,
//! so that a long text costs no more than its length.

mod chars;
mod chinese_run;
mod digit_run;
mod measure;
mod mixed;
mod numeral;
mod owner;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use rust_decimal::Decimal;

use chars::{Chars, is_numeral};

pub(crate) use digit_run::is_of_day;
pub(crate) use words::measured_alike;

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run<'t> {
    /// Bytes of the text: the numeral, 万 and 余 after it, its measure word (3万余人次).
    pub range: Range<usize>,
    /// The numeral alone (3).
    pub digits: Range<usize>,
    /// What it says (30000); none for fractions, dates and what has no one reading.
    pub value: Option<Decimal>,
    /// The measure word (人次), 个百分点 for changes; empty where none follows.
    pub unit: &'t str,
    /// How it is written.
    pub script: Script,
    /// Whose it is; none where nobody answers for it.
    pub owner: Option<RunOwner>,
}

impl Run<'_> {
    /// Whether it is below ten.
    pub(crate) fn is_small(&self) -> bool {
        self.value.is_some_and(|value| value < Decimal::TEN)
    }

    /// 三个, 一家: in Chinese writing numerals below ten are words. 百分之九, 两个百分点 and 一点五倍
    /// are none, though 百分之一 is.
    pub(crate) fn is_small_numeral(&self) -> bool {
        let is_whole = self.value.is_some_and(|value| value.fract().is_zero());
        let is_share = self.unit == "%" && self.value != Some(Decimal::ONE) || self.unit == POINTS;
        self.script == Script::Chinese && self.is_small() && is_whole && !is_share
    }

    /// The text up to the name of the rate of which 百分之百 or 百分百 is said, as a way of saying "all".
    pub(crate) fn said_of_rate<'h>(&self, text: &'h str) -> Option<&'h str> {
        let head = text.get(..self.range.start)?;
        let is_all = self.script == Script::Chinese
            && self.unit == "%"
            && self.value == Some(Decimal::ONE_HUNDRED);
        let rate = numeral::rate_before(head).filter(|_| is_all)?;
        (!numeral::measures(head)).then_some(rate)
    }

    /// 三个, 二十条措施, 《…措施》二十条: a numeral that is a word unless a figure has its value.
    pub(crate) fn is_word(&self, text: &str) -> bool {
        const SET: [&str; 17] = [
            "措施",
            "举措",
            "制度",
            "任务",
            "机制",
            "硬措施",
            "重点任务",
            "重点举措",
            "规定",
            "禁令",
            "原则",
            "铁律",
            "军规",
            "纪律",
            "承诺",
            "行动",
            "工程",
        ];
        let after = text.get(self.range.end..).unwrap_or_default();
        let before = text.get(..self.range.start).unwrap_or_default();
        let is_set = self.script == Script::Chinese
            && matches!(self.unit, "项" | "条")
            && (before.ends_with('》') || SET.iter().any(|word| after.starts_with(word)));
        is_set
            || self.is_small_numeral()
            || self.said_of_rate(text).is_some()
            || self.is_rough(text)
    }

    /// 近百场, 逾千人次: an estimate that no figure can be held to; one of money is.
    pub(crate) fn is_rough(&self, text: &str) -> bool {
        const ABOUT: [&str; 6] = ["近", "超", "超过", "逾", "约", "上"];
        let numeral = text.get(self.digits.clone()).unwrap_or_default();
        let head = text.get(..self.range.start).unwrap_or_default();
        let is_bare = self.range.len() == numeral.len() + self.unit.len();
        self.script == Script::Chinese
            && is_bare
            && numeral.chars().count() == 1
            && numeral.contains(['百', '千', '万'])
            && !self.unit.ends_with('元')
            && ABOUT.iter().any(|word| head.ends_with(word))
    }
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    /// In digits, of half or full width.
    Digits,
    /// In Chinese numerals.
    Chinese,
}

/// Who answers for a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunOwner {
    /// A figure is printed there, or right beside it.
    Figure,
    /// A year, a period, a day, a festival: 2024年, 2025—2027年, 12·4.
    Date,
    /// A time of the day: 8:30.
    Clock,
    /// How long something takes, or how old somebody is: 3个工作日, 60周岁.
    Span,
    /// Which one of several: 第3次, 附件1, 二十届, （1）.
    Ordinal,
    /// 〔2025〕14号, 38号令, 12345热线, 2号楼, 65 of a telephone number.
    Document,
    /// Inside “…” or 《…》.
    Quotation,
    /// A part of a set phrase, or of a formula: 1对1, 世界500强.
    Phrase,
    /// A part of a code, an address, a standard's number: 1+N, 5G, GB/T 9704.
    Code,
}

/// Points of a rate, which measure a change: no unit of things (个), nor one that a rate is said
/// in (%).
pub(crate) const POINTS: &str = "个百分点";

/// Finds the runs of texts.
#[derive(Debug)]
pub(crate) struct Runs<'w, F> {
    /// 固定说法: phrases whose numerals are words.
    phrases: &'w [String],
    /// Whether a word is a unit that things are counted in, beside the usual measure words.
    is_unit: F,
}

impl<'w, F: Fn(&str) -> bool> Runs<'w, F> {
    pub(crate) fn new(phrases: &'w [String], is_unit: F) -> Runs<'w, F> {
        Runs { phrases, is_unit }
    }

    /// All runs of a text, in order: every run of digits; Chinese numerals from 十 up before a
    /// measure word, proportions (百分之九十, 九成), and smaller ones before a unit. `figures` are
    /// the places where figures are printed, in order.
    pub(crate) fn scan<'t>(&self, text: &'t str, figures: &[Range<usize>]) -> Vec<Run<'t>> {
        let chars = Chars::new(text);
        let mut quoted = outermost(quoted(text)).into_iter().peekable();
        let mut figures = figures.iter().peekable();
        let mut runs: Vec<Run<'t>> = Vec::new();
        let mut last_figure = None;
        let mut at = 0;
        while let Some(c) = chars.at(at) {
            let byte = chars.byte(at);
            while let Some(figure) = figures.next_if(|figure| figure.end <= byte) {
                last_figure = Some(figure.end);
            }
            if let Some(figure) = figures.peek().filter(|figure| figure.start <= byte) {
                at = chars.index_of(figure.end, at);
                continue;
            }
            let next_figure = figures.peek().map(|figure| figure.start);
            let first = runs.len();
            at = if c.is_ascii_alphanumeric() {
                digit_run::read(&chars, at, &self.is_unit, &mut runs)
            } else if is_numeral(c) {
                chinese_run::read(&chars, at, &self.is_unit, &mut runs)
            } else if chinese_run::is_other(c) {
                chinese_run::read_other(&chars, at, &self.is_unit, &mut runs)
            } else {
                at + 1
            };
            for run in runs.iter_mut().skip(first) {
                while quoted.next_if(|range| range.end <= run.digits.start).is_some() {}
                let is_quoted =
                    quoted.peek().is_some_and(|range| range.contains(&run.digits.start));
                let touches = last_figure == Some(run.digits.start)
                    || next_figure == Some(run.digits.end)
                    || next_figure == Some(run.range.end) && run.unit.is_empty();
                if touches {
                    run.owner = Some(RunOwner::Figure);
                } else if is_quoted {
                    run.owner = Some(RunOwner::Quotation);
                } else if run.owner.is_none() && self.is_phrase(text, &run.digits) {
                    run.owner = Some(RunOwner::Phrase);
                }
            }
        }
        owner::share(text, &mut runs);
        runs
    }

    /// Whether a run is a part of a set phrase.
    fn is_phrase(&self, text: &str, digits: &Range<usize>) -> bool {
        let phrases = self.phrases.iter().map(String::as_str).chain(words::PHRASES);
        phrases.filter(|phrase| !phrase.is_empty()).any(|phrase| {
            let start = floor(text, digits.start.saturating_sub(phrase.len()));
            let end = ceil(text, digits.end + phrase.len());
            let around = text.get(start..end).unwrap_or_default();
            around.match_indices(phrase).any(|(at, _)| {
                start + at <= digits.start && digits.end <= start + at + phrase.len()
            })
        })
    }
}

/// The last boundary of a character that is not after a byte.
fn floor(text: &str, mut byte: usize) -> usize {
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// The first boundary of a character that is not before a byte.
fn ceil(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte += 1;
    }
    byte
}

/// The outermost of these stretches, in order.
fn outermost(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    ranges.retain(|range| {
        let is_outer = range.start >= end;
        end = end.max(range.end);
        is_outer
    });
    ranges
}

/// The stretches inside “…”, ‘…’, 《…》, 〈…〉, 「…」, 『…』 and "…" of one paragraph, marks
/// included; a mark without its fellow spares nothing.
pub(crate) fn quoted(text: &str) -> Vec<Range<usize>> {
    const PAIRS: [(char, char); 6] =
        [('“', '”'), ('‘', '’'), ('《', '》'), ('〈', '〉'), ('「', '」'), ('『', '』')];
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut counts = [0usize; PAIRS.len()];
    let mut straight: Option<usize> = None;
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        if c == '\n' && last == '\n' {
            open.clear();
            counts = [0; PAIRS.len()];
            straight = None;
        }
        last = c;
        if c == '"' {
            match straight.take() {
                Some(start) => ranges.push(start..at + 1),
                None => straight = Some(at),
            }
            continue;
        }
        if let Some(kind) = PAIRS.iter().position(|(opener, _)| *opener == c) {
            open.push((kind, at));
            counts[kind] += 1;
            continue;
        }
        let Some(kind) = PAIRS.iter().position(|(_, closer)| *closer == c) else { continue };
        // Without the count, a text of closing marks alone would be searched again and again.
        if counts[kind] == 0 {
            continue;
        }
        while let Some((opened, start)) = open.pop() {
            counts[opened] -= 1;
            if opened == kind {
                ranges.push(start..at + c.len_utf8());
                break;
            }
        }
    }
    ranges
}
