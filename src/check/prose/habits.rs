//! Habits of official writing that a program can hold a text to: punctuation (GB/T 15834),
//! numerals (GB/T 15835), and no request inside a report.
//!
//! One function a habit; each gives the places where it is broken and what to write there.
//! Left alone are placeholders, phrases under 照录, and what is quoted: inside 《…》 all but the
//! marks of an inner title, inside “…” how numbers are written.

mod marks;
mod numerals;
mod requests;
#[cfg(test)]
mod tests;

use std::ops::Range;

use marks::{inner_titles, marks, runs};
use numerals::{
    document_numbers, doubled_approximations, ordinals, padded_dates, percent_ranges,
    spans_of_years, years_in_words,
};
use requests::requests;

use super::{MOST_PLACES, Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::number::Approx;
use crate::number::runs::quoted;
use crate::prose::{Form, Placeholder};
use crate::text::is_han;

/// A place where a habit is broken.
#[derive(Debug, Clone, PartialEq)]
struct Mistake {
    code: Code,
    /// Bytes of the text.
    range: Range<usize>,
    /// What to write there; none where it is to go.
    correction: Option<String>,
}

/// A number as the text gives it, typed or by a placeholder.
#[derive(Debug)]
struct Count {
    range: Range<usize>,
    /// It is printed with 约, 多 or the like of its own.
    approximate: bool,
    /// 多 or 余 right after it belongs to it: not when its unit stands between.
    bare: bool,
}

impl ProseChecker<'_> {
    /// One warning a habit; `spared` are the phrases under 照录.
    pub(super) fn habits(
        &self,
        passage: Passage<'_>,
        placeholders: &[&Placeholder],
        spared: &[Range<usize>],
    ) -> Findings {
        // What could not be read as it stands is reported already.
        if self.context.submissions.unread.overlaps(passage.text.span) {
            return Findings::new();
        }
        let value = passage.text.value.as_str();
        let counts = placeholders.iter().filter_map(|placeholder| self.count(placeholder, passage));
        let mut mistakes = mistakes(value, counts.collect());
        mistakes.retain(|mistake| {
            let start = mistake.range.start;
            !spared.iter().any(|spared| spared.contains(&start))
                && !placeholders.iter().any(|placeholder| {
                    // One that is approximate twice may begin with the placeholder itself.
                    placeholder.range.contains(&start) && placeholder.range.start < start
                })
        });
        mistakes.sort_by_key(|mistake| (mistake.code, mistake.range.start));
        let habits = mistakes.chunk_by(|one, next| one.code == next.code);
        habits.filter_map(|mistakes| self.broken(mistakes, passage)).collect()
    }

    fn count(&self, placeholder: &Placeholder, passage: Passage<'_>) -> Option<Count> {
        if placeholder.form == Form::Change {
            return None;
        }
        let number = self.printed(placeholder, passage)?;
        Some(Count {
            range: placeholder.range.clone(),
            approximate: number.approx != Approx::Exact,
            bare: placeholder.form == Form::Number,
        })
    }

    /// All places of one text where one habit is broken, reported together.
    fn broken(&self, mistakes: &[Mistake], passage: Passage<'_>) -> Option<Diagnostic> {
        let code = mistakes.first()?.code;
        let mut diagnostic = Diagnostic::new(code, code.title());
        let value = passage.text.value.as_str();
        let is_certain = mistakes.iter().all(|mistake| is_certain(mistake, value));
        let mut corrections: Vec<String> = Vec::new();
        for mistake in mistakes.iter().take(MOST_PLACES) {
            let span = self.locate(passage, &mistake.range);
            let Some(right) = &mistake.correction else {
                diagnostic = diagnostic.at(span, "");
                continue;
            };
            if is_certain {
                for (range, right) in changes(&mistake.range, value, right) {
                    diagnostic = self.edited(diagnostic, passage, &range, &right);
                }
            }
            let wrong = value.get(mistake.range.clone()).unwrap_or_default();
            let (wrong, right) = match right.starts_with('“') {
                true => (format!("{wrong} "), format!(" {right}")),
                false => (format!("“{wrong}”"), format!("“{right}”")),
            };
            diagnostic = diagnostic.at(span, format!("写作{right}"));
            let correction = format!("{wrong}改为{right}");
            if !corrections.contains(&correction) {
                corrections.push(correction);
            }
        }
        let diagnostic = match basis(code) {
            Some(basis) => diagnostic.note("依据", basis),
            None => diagnostic,
        };
        Some(match corrections.is_empty() {
            true => diagnostic.help("删去这句话；要请示的事项另行行文"),
            false => diagnostic.help(corrections.join("；")),
        })
    }
}

/// Whether a correction changes nothing that the text says.
fn is_certain(mistake: &Mistake, value: &str) -> bool {
    let beside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let before = value.get(..mistake.range.start).and_then(|before| before.chars().next_back());
    let after = value.get(mistake.range.end..).and_then(|after| after.chars().next());
    match mistake.code {
        // Which of two words for about is meant, only the writer knows; a second per cent sign is a
        // second typed number.
        Code::E0720 | Code::E0721 | Code::E0722 => false,
        // Between digits they may stand for from … to.
        Code::E0713 | Code::E0714 => !beside(before) && !beside(after),
        _ => mistake.correction.is_some(),
    }
}

/// The stretches of a mistake that its correction changes: the characters that differ where there
/// are as many, and otherwise all of it.
fn changes(range: &Range<usize>, value: &str, right: &str) -> Vec<(Range<usize>, String)> {
    let wrong = value.get(range.clone()).unwrap_or_default();
    if wrong.chars().count() != right.chars().count() {
        return vec![(range.clone(), right.to_owned())];
    }
    let pairs = wrong.char_indices().zip(right.chars()).filter(|((_, old), new)| old != new);
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for ((at, old), new) in pairs {
        let (start, end) = (range.start + at, range.start + at + old.len_utf8());
        match changes.last_mut().filter(|(last, _)| last.end == start) {
            Some((last, text)) => {
                last.end = end;
                text.push(new);
            }
            None => changes.push((start..end, new.to_string())),
        }
    }
    changes
}

/// The standard that a habit comes from.
fn basis(code: Code) -> Option<&'static str> {
    match code {
        Code::E0711 | Code::E0712 | Code::E0713 | Code::E0714 => {
            Some("GB/T 15834—2011《标点符号用法》")
        }
        Code::E0715 => Some("GB/T 9704—2012 第7.3.3条：结构层次序数依次为一、（一）1.（1）"),
        Code::E0716 => Some("GB/T 9704—2012 第7.2.5条：年份用六角括号，序号不加“第”，不编虚位"),
        Code::E0717 | Code::E0718 | Code::E0720 => Some("GB/T 15835—2011《出版物上数字用法》"),
        Code::E0719 => Some("GB/T 15834—2011：起止的年份之间用一字线“—”"),
        Code::E0722 => {
            Some("《党政机关公文处理工作条例》第十五条：不得在报告等非请示性公文中夹带请示事项")
        }
        _ => None,
    }
}

/// All mistakes of a text, in no order; `given` are the numbers that placeholders print.
fn mistakes(value: &str, given: Vec<Count>) -> Vec<Mistake> {
    let text = Text::new(value);
    let mut mistakes = marks(&text);
    mistakes.extend(inner_titles(&text));
    mistakes.extend(runs(&text));
    mistakes.extend(ordinals(&text));
    mistakes.extend(document_numbers(&text));
    mistakes.extend(padded_dates(&text));
    mistakes.extend(years_in_words(&text));
    mistakes.extend(spans_of_years(&text));
    mistakes.extend(percent_ranges(&text));
    mistakes.extend(doubled_approximations(&text, given));
    mistakes.extend(requests(value));
    // The brackets of a document number, the stop of an ordinal, the dash of a span are reported as
    // such.
    let whole: Vec<Range<usize>> = mistakes
        .iter()
        .filter(|mistake| {
            matches!(mistake.code, Code::E0715 | Code::E0716 | Code::E0719 | Code::E0720)
        })
        .map(|mistake| mistake.range.clone())
        .collect();
    let quoted = quoted(value);
    let inside = |mistake: &Mistake, mark: char| {
        quoted.iter().any(|range| {
            range.contains(&mistake.range.start) && value[range.clone()].starts_with(mark)
        })
    };
    mistakes.retain(|mistake| match mistake.code {
        Code::E0711 | Code::E0713
            if whole.iter().any(|range| range.contains(&mistake.range.start)) =>
        {
            false
        }
        Code::E0712 => true,
        Code::E0711 | Code::E0713 | Code::E0714 => !inside(mistake, '《'),
        _ => !inside(mistake, '《') && !inside(mistake, '“'),
    });
    mistakes
}

/// A text by characters.
struct Text<'a> {
    value: &'a str,
    chars: Vec<(usize, char)>,
}

impl<'a> Text<'a> {
    fn new(value: &'a str) -> Text<'a> {
        Text { value, chars: value.char_indices().collect() }
    }

    fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at a place; none beyond the ends.
    fn at(&self, place: usize) -> Option<char> {
        self.chars.get(place).map(|(_, c)| *c)
    }

    fn before(&self, place: usize) -> Option<char> {
        self.at(place.checked_sub(1)?)
    }

    fn byte(&self, place: usize) -> usize {
        self.chars.get(place).map_or(self.value.len(), |(byte, _)| *byte)
    }

    fn bytes(&self, places: Range<usize>) -> Range<usize> {
        self.byte(places.start)..self.byte(places.end)
    }

    fn get(&self, places: Range<usize>) -> &'a str {
        self.value.get(self.bytes(places)).unwrap_or_default()
    }

    /// The end of the stretch from a place on in which every character is one of a kind.
    fn run(&self, start: usize, kind: impl Fn(char) -> bool) -> usize {
        let rest = self.chars.get(start..).unwrap_or_default();
        start + rest.iter().take_while(|(_, c)| kind(*c)).count()
    }

    fn mistake(&self, code: Code, places: Range<usize>, correction: impl Into<String>) -> Mistake {
        Mistake { code, range: self.bytes(places), correction: Some(correction.into()) }
    }
}

/// Chinese writing, or the edge of a placeholder, which prints as such.
fn is_chinese(c: char) -> bool {
    is_han(c) || "，。；：、！？（）《》〈〉“”‘’…—{}".contains(c)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}
