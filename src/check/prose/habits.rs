//! Habits of official writing that a program can hold a text to: punctuation (GB/T 15834),
//! numerals (GB/T 15835), and no request inside a report.
//!
//! One function a habit; each gives the places where it is broken and what to write there.
//! Left alone are placeholders, phrases under 照录, and what is quoted: inside 《…》 all but the
//! marks of an inner title, inside “…” how numbers are written.

mod characters;
mod days;
mod kept;
mod marks;
mod numerals;
mod pairs;
mod pasted;
mod printed;
mod requests;
mod stops;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use printed::words_of_templates;

use characters::{full_width, lookalikes, years};
use days::impossible;
use kept::holds_place;
use marks::{dashes, ellipses, inner_titles, marks};
use numerals::{
    document_numbers, doubled_approximations, ordinals, padded_dates, percent_ranges,
    spans_of_years, years_in_words,
};
use pairs::pairs;
use pasted::{blanks, markup};
use requests::requests;
use stops::stops;

use super::{MOST_PLACES, Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::number::Approx;
use crate::number::runs::quoted;
use crate::prose::{self, Form, Placeholder};
use crate::source::Span;
use crate::text::{half_width, is_han};

/// A place where a habit is broken.
#[derive(Debug, Clone, PartialEq)]
struct Mistake {
    code: Code,
    /// Bytes of the text.
    range: Range<usize>,
    /// What to write there, where that is certain.
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
    /// One warning a habit, and one more for the places whose correction is not certain; `spared`
    /// are the phrases under 照录.
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
        let spared = Stretches::new(spared.iter().cloned());
        // One that is approximate twice may begin with the placeholder itself.
        let names = placeholders.iter().map(|placeholder| &placeholder.range);
        let names = Stretches::new(names.map(|range| range.start + 1..range.end));
        mistakes.retain(|mistake| {
            !spared.hold(mistake.range.start) && !names.hold(mistake.range.start)
        });
        mistakes.sort_by_key(|mistake| {
            (mistake.code, mistake.correction.is_none(), mistake.range.start)
        });
        let habits = mistakes.chunk_by(|one, next| {
            one.code == next.code && one.correction.is_some() == next.correction.is_some()
        });
        habits.filter_map(|mistakes| self.broken(mistakes, passage)).collect()
    }

    fn count(&self, placeholder: &Placeholder, passage: Passage<'_>) -> Option<Count> {
        if matches!(placeholder.form, Form::Change | Form::Share(_)) {
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
        let shown = mistakes.get(..MOST_PLACES).unwrap_or(mistakes);
        let places = self.places(shown, passage).into_iter();
        let found = shown.iter().zip(places).map(|(mistake, span)| {
            let wrong = passage.text.value.get(mistake.range.clone()).unwrap_or_default();
            Slip {
                span: self.with_blanks(span, wrong),
                wrong: wrong.to_owned(),
                right: mistake.correction.clone(),
            }
        });
        let found: Vec<Slip> = found.collect();
        let diagnostic = slips(code, &found);
        let value = passage.text.value.as_str();
        if shown.len() < mistakes.len() || !shown.iter().all(|one| is_certain(one, value)) {
            return Some(diagnostic);
        }
        let edited = shown.iter().zip(&found).fold(diagnostic, |diagnostic, (mistake, slip)| {
            self.corrected(diagnostic, passage, mistake, slip)
        });
        Some(edited)
    }

    /// The edits that mend a mistake.
    fn corrected(
        &self,
        diagnostic: Diagnostic,
        passage: Passage<'_>,
        mistake: &Mistake,
        slip: &Slip,
    ) -> Diagnostic {
        let Some(right) = &slip.right else { return diagnostic };
        let changes = changes(&mistake.range, &passage.text.value, right).into_iter();
        if self.context.sources.text(slip.span) != slip.wrong {
            // A line of the file ends within it, but perhaps not where something changes.
            return changes.fold(diagnostic, |diagnostic, (range, right)| {
                self.edited(diagnostic, passage, &range, &right)
            });
        }
        let start = slip.span.range().start;
        changes.fold(diagnostic, |diagnostic, (range, right)| {
            let at = start + range.start - mistake.range.start;
            diagnostic.edit(Span::new(slip.span.file, at..at + range.len()), right)
        })
    }

    /// The place of a wrong text with the blanks at its ends, which are no part of the place that is
    /// found by the characters.
    fn with_blanks(&self, span: Span, wrong: &str) -> Span {
        let before = wrong.len() - wrong.trim_start().len();
        let after = wrong.len() - wrong.trim_end().len();
        let Range { start, end } = span.range();
        if before + after == 0 || self.context.sources.text(span) == wrong {
            return span;
        }
        let wide = Span::new(span.file, start.saturating_sub(before)..end + after);
        let text = self.context.sources.get(span.file).text();
        match text.get(wide.range()) == Some(wrong) {
            true => wide,
            false => span,
        }
    }

    /// Where some mistakes of a text, in order, stand in its file.
    fn places(&self, mistakes: &[Mistake], passage: Passage<'_>) -> Vec<Span> {
        let ranges: Vec<Range<usize>> =
            mistakes.iter().map(|mistake| mistake.range.clone()).collect();
        // A title within a title within a title is a mistake within another.
        if ranges.is_sorted_by(|one, next| one.end <= next.start) {
            let text = passage.text;
            return prose::locate_all(self.context.sources, text.span, &text.value, &ranges);
        }
        ranges.iter().map(|range| self.locate(passage, range)).collect()
    }
}

/// Tags, entities and links of web pages in a text: numbers in them are none of its own.
pub(super) fn markup_of_pages(value: &str) -> Vec<Range<usize>> {
    if !value.contains(['&', '<', '[']) {
        return Vec::new();
    }
    markup(&Text::new(value)).into_iter().map(|mistake| mistake.range).collect()
}

/// Whether what is told of the last marks of a text ends its sentence: 改革. and 改革。、 are told there.
pub(super) fn mends_end(value: &str) -> bool {
    let ends = |mistake: &Mistake| {
        let right = mistake.correction.as_deref();
        mistake.range.end == value.len()
            && match mistake.code {
                Code::E0742 => {
                    value.get(mistake.range.clone()).is_some_and(|wrong| wrong.contains('。'))
                }
                Code::E0711 | Code::E0743 | Code::E0745 => {
                    right.is_some_and(|right| right.ends_with(['。', '！', '？']))
                }
                _ => false,
            }
    };
    mistakes(value, Vec::new()).iter().any(ends)
}

/// A place where a habit is broken, what stands there, and what to write there where it is certain.
struct Slip {
    span: Span,
    wrong: String,
    right: Option<String>,
}

/// Some of the places where one habit is broken, all with a correction or none, as one diagnostic.
fn slips(code: Code, found: &[Slip]) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(code, code.title());
    let mut corrections: Vec<String> = Vec::new();
    for Slip { span, wrong, right } in found {
        let Some(right) = right else {
            diagnostic = diagnostic.at(*span, label(code));
            continue;
        };
        let (shown_wrong, shown_right) =
            match wrong.contains(['“', '”']) || right.contains(['“', '”']) {
                true => (format!("{wrong} "), format!(" {right}")),
                false => (format!("“{wrong}”"), format!("“{right}”")),
            };
        let (said, correction) = match right.is_empty() {
            true => ("删去".to_owned(), format!("删去{shown_wrong}")),
            false => (format!("写作{shown_right}"), format!("{shown_wrong}改为{shown_right}")),
        };
        diagnostic = diagnostic.at(*span, said);
        if !corrections.contains(&correction) {
            corrections.push(correction);
        }
    }
    let diagnostic = match basis(code) {
        Some(basis) => diagnostic.note("依据", basis),
        None => diagnostic,
    };
    match corrections.is_empty() {
        true => diagnostic.help(remedy(code)),
        false => diagnostic.help(corrections.join("；")),
    }
}

/// What is said at a place whose correction is not certain.
fn label(code: Code) -> &'static str {
    match code {
        Code::E0741 => "没有配对",
        Code::E0743 => "不是通行的写法",
        Code::E0744 => "中间有空格",
        Code::E0745 => "会照原样印出",
        Code::E0748 => "没有这个日期或者时间",
        _ => "",
    }
}

/// How to mend places whose correction is not certain.
fn remedy(code: Code) -> &'static str {
    match code {
        Code::E0722 => "删去这句话；要请示的事项另行行文",
        Code::E0741 => "补上缺的那一半，或者删去多余的这一半；引号里面再用引号，用‘’",
        Code::E0742 => "按意思只留一个标点",
        Code::E0743 => "改为通行的字或者标点；文件的名称用书名号《》",
        Code::E0744 => "删去空格；并列的几项之间用顿号",
        Code::E0745 => "删去这些标记，只留要印的文字",
        Code::E0748 => "核对后改正",
        _ => "按意思改写",
    }
}

/// Whether a correction changes nothing that the text says, and takes away nothing by which it is seen
/// that something is missing.
fn is_certain(mistake: &Mistake, value: &str) -> bool {
    let beside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let before = value.get(..mistake.range.start).and_then(|before| before.chars().next_back());
    let after = value.get(mistake.range.end..).and_then(|after| after.chars().next());
    if holds_place(mistake, value) {
        return false;
    }
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
        Code::E0711 | Code::E0712 | Code::E0713 | Code::E0714 | Code::E0741 | Code::E0742 => {
            Some("GB/T 15834—2011《标点符号用法》")
        }
        Code::E0715 => Some("GB/T 9704—2012 第7.3.3条：结构层次序数依次为一、（一）1.（1）"),
        Code::E0716 => Some("GB/T 9704—2012 第7.2.5条：年份用六角括号，序号不加“第”，不编虚位"),
        Code::E0717 | Code::E0718 | Code::E0720 | Code::E0746 | Code::E0747 => {
            Some("GB/T 15835—2011《出版物上数字用法》")
        }
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
    mistakes.extend(dashes(&text));
    mistakes.extend(ellipses(&text));
    mistakes.extend(ordinals(&text));
    mistakes.extend(document_numbers(&text));
    mistakes.extend(padded_dates(&text));
    mistakes.extend(years_in_words(&text));
    mistakes.extend(spans_of_years(&text));
    mistakes.extend(percent_ranges(&text));
    mistakes.extend(doubled_approximations(&text, given));
    mistakes.extend(requests(value));
    mistakes.extend(pairs(&text));
    mistakes.extend(stops(&text));
    mistakes.extend(lookalikes(&text));
    mistakes.extend(full_width(value));
    mistakes.extend(years(&text));
    mistakes.extend(impossible(&text));
    mistakes.extend(markup(&text));
    let quoted = quoted(value);
    let of_mark = |mark: char| {
        let of_mark = quoted.iter().filter(|range| value[(*range).clone()].starts_with(mark));
        Stretches::new(of_mark.cloned())
    };
    let (titles, quotations) = (of_mark('《'), of_mark('“'));
    mistakes.extend(blanks(&text, [&titles, &quotations]));
    let addresses = addresses(value);
    mistakes.retain(|mistake| {
        let start = mistake.range.start;
        match mistake.code {
            _ if addresses.hold(start) => false,
            Code::E0711 | Code::E0713 | Code::E0714 | Code::E0742 => !titles.hold(start),
            Code::E0712 => true,
            code if code <= Code::E0722 => !titles.hold(start) && !quotations.hold(start),
            _ => true,
        }
    });
    once(mistakes)
}

/// A slip that another habit reports, with a correction for all of it, is not reported again.
fn once(mut mistakes: Vec<Mistake>) -> Vec<Mistake> {
    let ranges = |codes: &[Code]| {
        let of_codes = mistakes.iter().filter(|mistake| codes.contains(&mistake.code));
        Stretches::new(of_codes.map(|mistake| mistake.range.clone()))
    };
    let numbers = ranges(&[
        Code::E0715,
        Code::E0716,
        Code::E0717,
        Code::E0718,
        Code::E0719,
        Code::E0720,
        Code::E0721,
    ]);
    let marks = ranges(&[
        Code::E0715,
        Code::E0716,
        Code::E0719,
        Code::E0720,
        Code::E0741,
        Code::E0742,
        Code::E0743,
        Code::E0745,
    ]);
    let runs = ranges(&[Code::E0714, Code::E0745]);
    let stops = ranges(&[Code::E0742, Code::E0745]);
    mistakes.retain(|Mistake { code, range, .. }| match code {
        Code::E0711 | Code::E0713 => !marks.hold(range.start),
        Code::E0742 => !runs.hold(range.start),
        Code::E0744 => !stops.hold(range.start),
        Code::E0743 | Code::E0746 | Code::E0747 => !numbers.hold(range.start),
        _ => true,
    });
    mistakes
}

/// The addresses of a text, of pages and of mail: what stands in them is no writing.
fn addresses(value: &str) -> Stretches {
    let mut found = Vec::new();
    let mut end = 0;
    while let Some(start) = value[end..].find(|c: char| c.is_ascii_graphic()).map(|at| end + at) {
        let rest = &value[start..];
        end = rest.find(|c: char| !c.is_ascii_graphic()).map_or(value.len(), |at| start + at);
        let run = &value[start..end];
        let name = |before: &str| {
            let name = before.rfind(|c: char| {
                !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-'))
            });
            name.map_or(0, |at| at + 1)
        };
        let begins =
            run.find("://").map(|at| name(&run[..at])).or_else(|| run.find("www.")).or_else(|| {
                let (before, host) = run.split_once('@')?;
                let is_mail = name(before) < before.len() && host.contains('.');
                is_mail.then(|| name(before))
            });
        found.extend(begins.map(|begins| start + begins..end));
    }
    Stretches::new(found)
}

/// Parts of a text that are asked for by a place in them.
struct Stretches(Vec<Range<usize>>);

impl Stretches {
    fn new(ranges: impl IntoIterator<Item = Range<usize>>) -> Stretches {
        let mut ranges: Vec<_> = ranges.into_iter().collect();
        ranges.sort_by_key(|range| range.start);
        ranges.dedup_by(|next, last| {
            let joins = next.start < last.end;
            if joins {
                last.end = last.end.max(next.end);
            }
            joins
        });
        Stretches(ranges)
    }

    /// Whether a byte stands in one of them.
    fn hold(&self, at: usize) -> bool {
        let after = self.0.partition_point(|range| range.start <= at);
        after.checked_sub(1).and_then(|index| self.0.get(index)).is_some_and(|range| at < range.end)
    }
}

/// A text by characters, in which full-width digits and other forms of quotes are the usual ones.
struct Text<'a> {
    value: &'a str,
    chars: Vec<(usize, char)>,
}

impl<'a> Text<'a> {
    fn new(value: &'a str) -> Text<'a> {
        Text { value, chars: value.char_indices().map(|(at, c)| (at, usual(c))).collect() }
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

    /// What stands there, in the usual forms.
    fn usual(&self, places: Range<usize>) -> String {
        self.chars.get(places).unwrap_or_default().iter().map(|(_, c)| *c).collect()
    }

    /// The end of a placeholder that begins there.
    fn placeholder(&self, place: usize) -> Option<usize> {
        if self.at(place) != Some('{') || self.at(place + 1) != Some('{') {
            return None;
        }
        let end = self.run(place + 2, |c| !matches!(c, '{' | '}' | '\n'));
        (self.at(end) == Some('}') && self.at(end + 1) == Some('}')).then_some(end + 2)
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

/// The usual form of a digit, or of a quote that other writings and programs use.
fn usual(c: char) -> char {
    match c {
        '０'..='９' | '＂' | '＇' => half_width(c),
        '「' => '“',
        '」' => '”',
        '『' => '‘',
        '』' => '’',
        _ => c,
    }
}

/// Chinese writing, or the edge of a placeholder, which prints as such.
fn is_chinese(c: char) -> bool {
    is_han(c)
        || matches!(
            c,
            '，' | '。'
                | '；'
                | '：'
                | '、'
                | '！'
                | '？'
                | '（'
                | '）'
                | '《'
                | '》'
                | '〈'
                | '〉'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '…'
                | '—'
                | '{'
                | '}'
        )
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}
