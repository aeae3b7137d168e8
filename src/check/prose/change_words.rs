//! Words that say how a figure changed, beside the figure: {{…}}，呈下降态势; and words that compare two
//! figures of a sentence. What they say is held against the values, where it is certain of which figure
//! they are said: one figure, and nothing between it and them.

mod clause;
mod half;
mod two;

use std::ops::Range;

use rust_decimal::Decimal;

use self::clause::{Claim, Clause, Said};
use super::compared::{OWN_CHANGE, OWN_TIME, counted, holds_any};
use super::{Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, MOST};
use crate::metric::Metric;
use crate::number::{self, Quantity};
use crate::prose::{Form, Placeholder};
use crate::source::Span;

/// What before a figure, or between it and the words, makes them a hope, or of something else.
const UNCERTAIN: &str = "\
    力争 确保 争取 努力 力求 目标 预计 预期 计划 规划 有望 下一步 明年 今后 如果 防止 避免 遏制 新增 净增 环比 季度 \
    半年 年初 前年 近三年 近五年 未 没有";

/// How many figures of a sentence are looked through for the one that a clause names.
const MOST_FIGURES: usize = 20;

/// A clause of a sentence, or a figure in it.
enum Item<'p> {
    Figure(&'p Placeholder),
    Clause(Part),
}

/// A part of a clause that no figure and no mark parts, without blanks.
struct Part {
    text: String,
    /// Where each character stands in the whole text.
    places: Vec<usize>,
    /// A figure follows at once.
    leads_to_figure: bool,
}

impl Part {
    fn new(text: &str, from: usize) -> Part {
        let shown = text.char_indices().filter(|(_, c)| !c.is_whitespace() && *c != '*');
        let (places, text) = shown.map(|(at, c)| (from + at, c)).unzip();
        Part { text, places, leads_to_figure: false }
    }

    /// It from a byte on.
    fn from(self, byte: usize) -> Part {
        let passed = self.text.get(..byte).map_or(0, |passed| passed.chars().count());
        let text = self.text.get(byte..).unwrap_or_default().to_owned();
        let places = self.places.into_iter().skip(passed).collect();
        Part { text, places, ..self }
    }

    /// Where some bytes of it stand in the whole text.
    fn range_of(&self, range: Range<usize>) -> Option<Range<usize>> {
        let passed = self.text.get(..range.start)?.chars().count();
        let said = self.text.get(range)?;
        let last = passed + said.chars().count().checked_sub(1)?;
        let length = said.chars().next_back().map_or(0, char::len_utf8);
        Some(*self.places.get(passed)?..self.places.get(last)? + length)
    }
}

/// A figure of which words may be said.
struct Spoken<'p> {
    placeholder: &'p Placeholder,
    /// The words before it make what is said of it a hope, or of something else.
    is_uncertain: bool,
    /// Nothing else was said since.
    is_near: bool,
    /// Another figure stands beside it.
    is_one_of_several: bool,
    /// Something was said of it: what comes next is a new one.
    is_told: bool,
}

/// A figure, its values and where last year's stands.
struct Values {
    now: Quantity,
    before: Quantity,
    spans: Vec<Span>,
}

impl ProseChecker<'_> {
    /// `figures` are the placeholders of the text, in order; `spared` the phrases under 照录; beside those
    /// of `settled` something is reported already.
    pub(super) fn change_words(
        &self,
        figures: &[&Placeholder],
        passage: Passage<'_>,
        spared: &[Range<usize>],
        settled: &[Range<usize>],
    ) -> Findings {
        let mut findings = Findings::new();
        if passage.is_plan || figures.is_empty() {
            return findings;
        }
        let text = passage.text.value.as_str();
        let mut figures = figures.iter().copied().peekable();
        for sentence in sentences(text) {
            let mut own = Vec::new();
            while let Some(figure) = figures.next_if(|figure| figure.range.start < sentence.end) {
                own.push(figure);
            }
            if own.is_empty() || findings.len() >= MOST {
                continue;
            }
            let is_spared =
                |range: &Range<usize>| spared.iter().any(|spared| spared.contains(&range.start));
            let is_settled = |figure: &Placeholder| settled.contains(&figure.range);
            let told = self.of_sentence(text, sentence, &own, passage);
            let told = told
                .into_iter()
                .filter(|(figure, range, _)| !is_spared(range) && !is_settled(figure));
            findings.extend(told.map(|(_, _, found)| found).collect::<Findings>());
        }
        findings
    }

    fn of_sentence<'p>(
        &self,
        text: &str,
        sentence: Range<usize>,
        figures: &[&'p Placeholder],
        passage: Passage<'_>,
    ) -> Vec<(&'p Placeholder, Range<usize>, Diagnostic)> {
        let mut found = self.of_two(text, &sentence, figures, passage);
        found.extend(self.of_half(text, &sentence, figures, passage));
        // Most sentences have nothing that could be held against last year.
        if !figures.iter().any(|figure| self.before(figure, passage).is_some()) {
            return found;
        }
        let last = self.context.submissions.report.year.saturating_sub(1).to_string();
        let mut spoken: Option<Spoken<'p>> = None;
        let mut head = String::new();
        for item in items(text, sentence, figures) {
            if found.len() >= MOST {
                break;
            }
            let part = match item {
                Item::Figure(figure) => {
                    spoken = Some(next(spoken, figure, &std::mem::take(&mut head)));
                    continue;
                }
                Item::Clause(part) => part,
            };
            let words = self.behind_unit(&part, spoken.as_ref());
            let words_start = part.text.len() - words.len();
            match clause::read(words, &last) {
                Clause::Empty => {}
                // 同比增长{{…}}: what is said there of the next figure is looked at with that.
                Clause::Claim(_) if part.leads_to_figure => {}
                Clause::Other => {
                    if let Some(spoken) = &mut spoken {
                        spoken.is_near = false;
                    }
                }
                Clause::Claim(claim) => {
                    let subject = words.get(..claim.start).unwrap_or_default();
                    let range = part.range_of(words_start + claim.start..part.text.len());
                    let of = self.spoken_of(subject, spoken.as_ref(), figures);
                    if let Some((figure, range)) = of.zip(range)
                        && let Some(told) = self.against(figure, claim, &range, passage)
                    {
                        found.push((figure, range, told));
                    }
                    if let Some(spoken) = &mut spoken {
                        spoken.is_told |= subject.is_empty();
                        spoken.is_near &= subject.is_empty();
                    }
                }
            }
            head = part.text;
        }
        found
    }

    /// The words of a part without the unit of the bare number before it: {{…|数}}件.
    fn behind_unit<'t>(&self, part: &'t Part, spoken: Option<&Spoken<'_>>) -> &'t str {
        let text = part.text.as_str();
        let bare = spoken.filter(|spoken| {
            spoken.placeholder.form == Form::Number
                && part.places.first() == Some(&spoken.placeholder.range.end)
        });
        let unit = bare.and_then(|spoken| self.ledger.line(&spoken.placeholder.name));
        let unit = unit.map_or("", |line| line.metric.unit.as_str());
        text.strip_prefix(unit).unwrap_or(text)
    }

    /// The figure of which a clause is said: the one that its subject names, or without one that just before.
    fn spoken_of<'p>(
        &self,
        subject: &str,
        spoken: Option<&Spoken<'p>>,
        figures: &[&'p Placeholder],
    ) -> Option<&'p Placeholder> {
        let bare = subject.trim_start_matches(['但', '且', '而', '其']);
        let is_generic = |figure: &Placeholder| {
            let unit = self.ledger.line(&figure.name).map_or("", |line| line.metric.unit.as_str());
            match bare {
                "" | "数量" | "总量" | "总数" => true,
                "件数" => unit == "件",
                "次数" => unit.ends_with('次'),
                "人数" => unit.starts_with('人'),
                "金额" => unit.ends_with('元'),
                _ => false,
            }
        };
        if let Some(spoken) = spoken
            && is_generic(spoken.placeholder)
        {
            let is_certain = spoken.is_near && !spoken.is_one_of_several && !spoken.is_uncertain;
            return is_certain.then_some(spoken.placeholder);
        }
        let named = |figure: &Placeholder| {
            self.ledger.line(&figure.name).is_some_and(|line| is_named(line.metric, bare))
        };
        // A sentence of more of them is a list.
        let figures = figures.get(..figures.len().min(MOST_FIGURES))?;
        let mut named = figures.iter().copied().filter(|figure| named(figure));
        let first = named.next()?;
        named.all(|other| other.name == first.name).then_some(first)
    }

    /// What is wrong where a figure changed otherwise than is said.
    fn against(
        &self,
        figure: &Placeholder,
        claim: Claim,
        range: &Range<usize>,
        passage: Passage<'_>,
    ) -> Option<Diagnostic> {
        let name = &figure.name;
        if matches!(figure.form, Form::Share(_))
            || holds_any(name, OWN_CHANGE)
            || holds_any(name, OWN_TIME)
        {
            return None;
        }
        let unit = self.ledger.line(name)?.metric.unit.as_str();
        if claim.is_of_quality && !claim.has_base && unit != "%" {
            return None;
        }
        let values = self.values(figure, passage)?;
        let change = self.change_in(figure, values.now, passage);
        let is_printed_same = change.as_deref().is_some_and(|change| change.ends_with("持平"));
        if !contradicts(claim, &values, is_printed_same)? {
            return None;
        }
        let side = if range.start < figure.range.start { "前面" } else { "后面" };
        let said = passage.text.value.get(range.clone())?;
        let changed = change.clone().unwrap_or_else(|| {
            format!(
                "本年是 {}、上年是 {}",
                values.now.with_unit(unit),
                values.before.with_unit(unit)
            )
        });
        let found =
            Diagnostic::new(Code::E0753, format!("“{name}”{changed}，{side}却写了“{said}”"))
                .at(self.locate(passage, range), "这样说")
                .also(self.locate(passage, &figure.range), "印出来的数");
        let found = values.spans.into_iter().fold(found, |found, span| found.also(span, "上年"));
        Some(found.help(match change {
            Some(_) => format!("核对后改写；增减由 {{{{{name}|同比}}}} 写出"),
            None => "核对后改写".to_owned(),
        }))
    }

    fn values(&self, figure: &Placeholder, passage: Passage<'_>) -> Option<Values> {
        let now = self.printed(figure, passage).filter(Quantity::is_exact)?;
        let (before, spans) = self.before(figure, passage)?;
        before.is_exact().then_some(Values { now, before, spans })
    }
}

/// The figure that is spoken of next; `head` are the words before it.
fn next<'p>(earlier: Option<Spoken<'p>>, placeholder: &'p Placeholder, head: &str) -> Spoken<'p> {
    let mut is_one_of_several = matches!(placeholder.form, Form::Share(_));
    let mut is_uncertain = holds_any(head, UNCERTAIN);
    if let Some(earlier) = earlier {
        let is_same = earlier.placeholder.name == placeholder.name;
        is_one_of_several |= !earlier.is_told && (earlier.is_one_of_several || !is_same);
        // What was said before {{…}}，同比{{…|同比}} is said of both.
        is_uncertain |= is_same && earlier.is_uncertain;
    }
    Spoken { placeholder, is_uncertain, is_near: true, is_one_of_several, is_told: false }
}

/// Whether a subject is the name of a metric, or the end of it that says what is counted: 检查 of 行政检查数.
fn is_named(metric: &Metric, subject: &str) -> bool {
    let subject = counted(subject);
    subject.chars().count() > 1 && counted(&metric.name).ends_with(subject)
}

/// Whether two values cannot be what is said; none where that cannot be reckoned.
fn contradicts(claim: Claim, values: &Values, is_printed_same: bool) -> Option<bool> {
    let (now, before) = (values.now.value, values.before.value);
    let is_same_but_soft = now == before && (claim.is_soft || !claim.has_base);
    let is_share_of_before = |parts: i64| -> Option<bool> {
        // Whether the change is at least so many per cent.
        let step = number::difference(now, before)?.abs();
        let share = step.checked_mul(Decimal::ONE_HUNDRED)?;
        Some(share >= before.checked_mul(Decimal::from(parts))?)
    };
    Some(match claim.said {
        Said::Rises => now < before || now == before && !is_same_but_soft,
        Said::Falls => now > before || now == before && !is_same_but_soft,
        Said::Same => now != before && !is_printed_same,
        Said::NearlySame => before > Decimal::ZERO && is_share_of_before(10)?,
        Said::Doubled => now < before.checked_mul(Decimal::TWO)?,
        Said::Halved => now.checked_mul(Decimal::TWO)? > before,
        Said::Digits { digits, falls } => {
            let is_right_way = if falls { now < before } else { now > before };
            let (least, most) = (10_i64.pow(digits - 1), 10_i64.pow(digits));
            let is_least = digits == 1 || is_share_of_before(least)?;
            !is_right_way || before > Decimal::ZERO && (!is_least || is_share_of_before(most)?)
        }
    })
}

/// The sentences of a text.
fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let mut last = ' ';
        let end = rest.char_indices().find_map(|(at, c)| {
            let ends = matches!(c, '。' | '；' | '！' | '？') || c == '\n' && last == '\n';
            last = c;
            ends.then_some(at + c.len_utf8())
        });
        let length = end.unwrap_or(rest.len());
        start += length;
        Some(start - length..start)
    })
}

/// The clauses and figures of a sentence.
fn items<'p>(text: &str, sentence: Range<usize>, figures: &[&'p Placeholder]) -> Vec<Item<'p>> {
    const MARKS: [char; 12] = ['，', '：', '（', '）', '(', ')', ',', '、', '。', '；', '！', '？'];
    let mut items = Vec::new();
    let mut at = sentence.start;
    let read = |from: usize, to: usize, items: &mut Vec<Item<'p>>| {
        let mut start = from;
        for clause in text.get(from..to).unwrap_or_default().split_inclusive(MARKS) {
            let part = Part::new(clause.trim_end_matches(MARKS), start);
            let leads_to_figure = to < sentence.end && !clause.ends_with(MARKS);
            items.push(Item::Clause(Part { leads_to_figure, ..part }));
            start += clause.len();
        }
    };
    for figure in figures {
        read(at, figure.range.start, &mut items);
        items.push(Item::Figure(figure));
        at = figure.range.end;
    }
    read(at, sentence.end, &mut items);
    items
}
