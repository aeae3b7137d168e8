//! Numbers typed by hand, of which nobody says where they come from.
//!
//! In the body a number in digits before a unit of the catalogue is an error: it is a figure that
//! is bound to no metric. Every other number without an owner is a warning, one a paragraph:
//! other measure words, Chinese numerals, headings, notes. What owns a number, `number::runs` says;
//! a phrase under 照录 does so too. What is to come next year is no statistic.

use std::ops::Range;

use rust_decimal::Decimal;

use super::metric_guess::Guess;
use super::{Kind, MOST_PLACES, Passage, ProseChecker};
use crate::catalogue::Metric;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, MOST};
use crate::number;
use crate::number::runs::{POINTS, Run, Script};
use crate::prose;
use crate::rules::point;
use crate::source::Span;

/// Phrases under 照录, in order.
struct Excused {
    /// Where each begins, and the furthest end of those that begin no later.
    phrases: Vec<(usize, usize)>,
}

impl Excused {
    fn new(verbatim: &[Range<usize>]) -> Excused {
        let mut phrases: Vec<(usize, usize)> =
            verbatim.iter().map(|phrase| (phrase.start, phrase.end)).collect();
        phrases.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut phrases {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Excused { phrases }
    }

    /// Whether a number lies wholly in one of them: 1次 excuses nothing of 11次.
    fn holds(&self, digits: &Range<usize>) -> bool {
        let begun = self.phrases.partition_point(|(start, _)| *start <= digits.start);
        let last = begun.checked_sub(1).and_then(|at| self.phrases.get(at));
        last.is_some_and(|(_, end)| digits.end <= *end)
    }
}

/// A number that nobody owns, and what it probably is.
struct Unowned<'a, 't> {
    run: Run<'t>,
    guess: Option<Guess<'a>>,
}

impl ProseChecker<'_> {
    /// `figures` are the placeholders, `verbatim` the phrases under 照录.
    pub(super) fn typed_numbers(
        &self,
        passage: Passage<'_>,
        figures: &[Range<usize>],
        verbatim: &[Range<usize>],
    ) -> Findings {
        let text = passage.text.value.as_str();
        let all = self.runs(text, figures);
        let mut numbers: Vec<Range<usize>> = all.iter().map(|run| run.range.clone()).collect();
        numbers.extend(figures.iter().cloned());
        numbers.sort_unstable_by_key(|number| number.start);
        let verbatim = Excused::new(verbatim);
        let (mut of_body, mut rest) = (Vec::new(), Vec::new());
        let (mut guesses, mut reckoned) = (0, Findings::new());
        let unowned =
            all.into_iter().filter(|run| run.owner.is_none() && !verbatim.holds(&run.digits));
        for run in unowned {
            let guess = match (run.said_of_rate(text), self.may_be_asked(&run, &mut guesses)) {
                (Some(head), _) => self.rate_named(head, passage).map(Guess::Different),
                (None, true) => self.guess(&run, passage, &numbers),
                (None, false) => None,
            };
            let found = Unowned { run, guess };
            if !self.is_finding(&found, passage) {
                continue;
            }
            let is_figure = passage.kind == Kind::Body
                && !passage.is_plan
                && found.run.script == Script::Digits
                && self.is_unit(found.run.unit);
            if reckoned.len() < MOST
                && let Some(fault) = self.reckoned(&found.run, figures, is_figure, passage)
            {
                reckoned.report(fault);
                continue;
            }
            if !is_figure {
                rest.push(found);
            } else if of_body.len() < MOST_PLACES {
                of_body.push(found);
            }
        }
        let of_body = self.placed(of_body, passage);
        let mut findings: Findings =
            of_body.iter().map(|(found, span)| self.typed_number(found, *span, passage)).collect();
        findings.extend(reckoned);
        findings.extend(self.without_owner(rest, passage));
        findings
    }

    /// Where numbers of a text stand, found in one pass over it.
    fn placed<'n, 't>(
        &self,
        numbers: Vec<Unowned<'n, 't>>,
        passage: Passage<'_>,
    ) -> Vec<(Unowned<'n, 't>, Span)> {
        let ranges: Vec<Range<usize>> = numbers.iter().map(|one| one.run.range.clone()).collect();
        let text = passage.text;
        let spans = prose::locate_all(self.context.sources, text.span, &text.value, &ranges);
        numbers.into_iter().zip(spans).collect()
    }

    pub(super) fn is_unit(&self, word: &str) -> bool {
        // A change in points is one of a rate.
        let word = if word == POINTS { "%" } else { word };
        self.kinds.contains(number::kind_of_unit(word))
    }

    /// Whether the catalogue is asked which metric it is: small numerals only where a metric has
    /// their value, and no more of a text than is shown.
    fn may_be_asked(&self, run: &Run<'_>, guesses: &mut usize) -> bool {
        let has_value = || {
            let value = run.value.and_then(|value| value.normalize().try_into().ok());
            value.is_some_and(|value: i64| self.small.contains(&value))
        };
        let asked = *guesses < MOST && (!run.is_small_numeral() || has_value());
        *guesses += usize::from(asked);
        asked
    }

    /// Whether a number is to be reported at all.
    fn is_finding(&self, Unowned { run, guess }: &Unowned<'_, '_>, passage: Passage<'_>) -> bool {
        if run.is_word(&passage.text.value) {
            let is_told = match guess {
                Some(Guess::Same { whole, .. }) => *whole,
                Some(Guess::Different(_)) => {
                    let text = &passage.text.value;
                    run.is_rough(text) || run.said_of_rate(text).is_some()
                }
                _ => false,
            };
            return is_told && !passage.is_plan;
        }
        if !passage.is_plan || passage.kind == Kind::Heading {
            return true;
        }
        self.is_of_the_year(run, &passage.text.value)
    }

    /// The rate that a text ends with the name of, or the last word of it, where it is not 100.
    fn rate_named(&self, head: &str, passage: Passage<'_>) -> Option<&Metric> {
        const WORD: usize = 3;
        let department = passage.department.map(|department| department.name.value.as_str());
        let is_named = |name: &str| {
            let last = name.char_indices().rev().nth(WORD - 1).and_then(|(at, _)| name.get(at..));
            last.is_some_and(|last| head.ends_with(last))
        };
        let rates = self.ledger.lines().filter(|line| line.metric.unit == "%");
        let mut others = rates.filter(|line| {
            let value = || Some(line.number_in(department)?.quantity.value);
            is_named(&line.metric.name)
                && value().is_some_and(|value| value != Decimal::ONE_HUNDRED)
        });
        others.next().map(|line| line.metric.as_ref())
    }

    /// Whether a number among next year's plans is of the year reported on: said so in its clause.
    fn is_of_the_year(&self, run: &Run<'_>, text: &str) -> bool {
        let head = text.get(..run.range.start).unwrap_or_default();
        let start =
            head.char_indices().rev().take(30).take_while(|(_, c)| !matches!(*c, '。' | '；'));
        let start = start.last().map_or(head.len(), |(at, _)| at);
        let sentence = head.get(start..).unwrap_or_default();
        let year = format!("{}年", self.context.submissions.report.year);
        let words = ["截至目前", "截至", "累计已", "去年", "上年", "现有", "共受理"];
        let says =
            |clause: &str| clause.contains(&year) || words.iter().any(|word| clause.contains(word));
        // 2024年，受理…: a clause that is a time alone goes for the next one. 巩固2024年成果，实现… does not.
        const TIME: usize = 10;
        let mut clauses = sentence.rsplit('，');
        clauses.next().is_some_and(says)
            || clauses.next().is_some_and(|time| time.chars().nth(TIME).is_none() && says(time))
    }

    /// A figure of the body, in digits before a unit.
    fn typed_number(
        &self,
        found: &Unowned<'_, '_>,
        span: Span,
        passage: Passage<'_>,
    ) -> Diagnostic {
        let run = &found.run;
        let said = passage.text.value.get(run.range.clone()).unwrap_or_default();
        let diagnostic = Diagnostic::new(Code::E0707, format!("“{said}”没有引用指标"));
        match found.guess {
            Some(Guess::Same { metric, .. }) => diagnostic
                .at(span, format!("很可能是指标“{}”", metric.name))
                .help(format!("改为 {{{{{}}}}}", metric.name)),
            Some(Guess::Unfilled(metric)) => {
                diagnostic.at(span, format!("像是指标“{}”，还没有填报", metric.name)).help(format!(
                    "就是“{0}”的，{1}，再改为 {{{{{0}}}}}；不是的，登记指标后引用，或者把这个短语列入“照录”",
                    metric.name,
                    self.to_be_filled_in(metric)
                ))
            }
            Some(Guess::Different(metric)) => self.contradiction(said, span, metric, passage),
            Some(Guess::Change(metric)) => {
                diagnostic.at(span, format!("像是“{}”与上年的比较", metric.name)).help(format!(
                    "与上年的比较用 {{{{{}|同比}}}} 引用，增长、下降由程序写出；不是的，把这个短语列入“照录”",
                    metric.name
                ))
            }
            Some(Guess::OtherChange) => diagnostic.at(span, "像是增减的数").help(
                "与上年的比较用 {{指标名称|同比}} 引用；没有这个指标的，登记后引用，或者把这个短语列入“照录”",
            ),
            None => diagnostic.at(span, "手写的数字").help(match run.is_small() {
                true => "登记指标后引用；不是统计数的，按习惯改用汉字数字，或者把这个短语列入“照录”",
                false => "登记指标后引用；不是统计数的，把这个短语列入“照录”",
            }),
        }
    }

    /// A typed number whose words are a metric's, and whose value is not.
    fn contradiction(
        &self,
        said: &str,
        span: Span,
        metric: &Metric,
        passage: Passage<'_>,
    ) -> Diagnostic {
        let name = &metric.name;
        let diagnostic = Diagnostic::new(Code::E0710, format!("“{said}”与指标“{name}”不符"))
            .at(span, format!("像是指标“{name}”，数却不同"));
        self.with_value(diagnostic, metric, passage).help(format!(
            "核对两处：就是“{name}”的，改为 {{{{{name}}}}}；不是的，登记指标后引用，或者把这个短语列入“照录”"
        ))
    }

    /// Shows what was filled in for a metric.
    fn with_value(
        &self,
        diagnostic: Diagnostic,
        metric: &Metric,
        passage: Passage<'_>,
    ) -> Diagnostic {
        let department = passage.department.map(|department| department.name.value.as_str());
        let line = self.ledger.line(&metric.name);
        let Some(reported) = line.and_then(|line| line.number_in(department)) else {
            return diagnostic;
        };
        let value = reported.quantity.with_unit(reported.unit);
        point(diagnostic, &reported, false, &format!("指标是 {value}"))
    }

    /// All other numbers of a text without an owner: one warning a paragraph.
    fn without_owner(&self, unowned: Vec<Unowned<'_, '_>>, passage: Passage<'_>) -> Findings {
        let text = passage.text.value.as_str();
        let placed = self.placed(unowned, passage);
        let same_paragraph = |(one, _): &(Unowned<'_, '_>, Span),
                              (next, _): &(Unowned<'_, '_>, Span)| {
            let between = text.get(one.run.range.end..next.run.range.start);
            !between.unwrap_or_default().contains("\n\n")
        };
        let paragraphs = placed.chunk_by(same_paragraph).take(MOST);
        paragraphs.map(|found| self.of_paragraph(found, passage)).collect()
    }

    fn of_paragraph(&self, found: &[(Unowned<'_, '_>, Span)], passage: Passage<'_>) -> Diagnostic {
        let said = |run: &Run<'_>| passage.text.value.get(run.range.clone()).unwrap_or_default();
        let message = match found {
            [(one, _)] => format!("“{}”没有来历", said(&one.run)),
            _ => format!("这一段有 {} 个数没有来历", found.len()),
        };
        let mut diagnostic = Diagnostic::new(Code::E0728, message);
        let mut remedies: Vec<String> = Vec::new();
        for (Unowned { run, guess }, span) in found.iter().take(MOST_PLACES) {
            let said = said(run);
            let (label, remedy) = match guess {
                Some(Guess::Same { metric, .. }) => (
                    format!("很可能是指标“{}”", metric.name),
                    (passage.kind != Kind::Note)
                        .then(|| format!("“{said}”改为 {{{{{}}}}}", metric.name)),
                ),
                Some(Guess::Unfilled(metric)) => {
                    let label = format!("像是指标“{}”，还没有填报", metric.name);
                    (label, Some(self.to_be_filled_in(metric)))
                }
                Some(Guess::Different(metric)) => {
                    diagnostic = self.with_value(diagnostic, metric, passage);
                    let label = format!("像是指标“{}”，数却不同", metric.name);
                    (label, Some(format!("核对“{said}”")))
                }
                Some(Guess::Change(_) | Guess::OtherChange) => (
                    "像是增减的数".to_owned(),
                    Some("与上年的比较用 {{指标名称|同比}} 引用".to_owned()),
                ),
                None => (String::new(), None),
            };
            diagnostic = diagnostic.at(*span, label);
            if let Some(remedy) = remedy.filter(|remedy| !remedies.contains(remedy)) {
                remedies.push(remedy);
            }
        }
        remedies.push(advice(passage).to_owned());
        diagnostic.help(remedies.join("；"))
    }
}

/// What to do with a number that is no metric's.
fn advice(passage: Passage<'_>) -> &'static str {
    match (passage.is_plan, passage.kind) {
        (true, Kind::Heading) => "目标数写在内容里；确要写进标题的，把所在的短语列入“照录”",
        (true, _) => "是上年的数，引用指标；是目标数的，把所在的短语列入“照录”",
        (_, Kind::Note) => "核对；没有错的，把所在的短语列入“照录”",
        _ => "是统计数的，登记指标后引用；不是的，把所在的短语列入“照录”",
    }
}
