//! What touches a figure of the composed report, and braces that would be printed: where a
//! template had a hand in it. What stands in one text of the data was checked there.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Fact, Inline};
use crate::findings::Findings;
use crate::prose::{Part, Shown, ShownForm, Touch, stray_braces, touched, touches};
use crate::source::{FileId, Sources, Span};
use crate::template::{Engine, Literal};

use super::markdown::Parsed;

/// Places that are reported together.
const MOST_PLACES: usize = 100;

/// Looks through every line of text that a layout makes.
pub(super) fn check(
    parsed: &Parsed,
    facts: &[Fact],
    engine: &Engine,
    sources: &Sources,
) -> Findings {
    let templates = engine.files().iter().map(|(_, file)| *file).collect();
    let checker = Checker { facts, literals: engine.literals(), templates, sources };
    let mut findings = Findings::new();
    findings.extend(checker.line(&parsed.title_text));
    for text in parsed.body.iter().flat_map(Block::texts) {
        findings.extend(checker.line(text));
    }
    findings
}

struct Checker<'a> {
    facts: &'a [Fact],
    /// The names of metrics in the templates.
    literals: Vec<Literal>,
    templates: Vec<FileId>,
    sources: &'a Sources,
}

/// A piece of a line, without its emphasis.
struct Run<'d> {
    text: &'d str,
    place: Option<Span>,
    fact: Option<&'d Fact>,
}

impl Checker<'_> {
    fn line(&self, inlines: &[Inline]) -> Findings {
        let mut runs = Vec::new();
        self.flatten(inlines, &mut runs);
        let mut findings = Findings::new();
        findings.extend(self.braces(&runs));
        let parts: Vec<Part<'_>> = runs.iter().map(part).collect();
        for touch in touches(&parts) {
            findings.extend(self.touched(&touch, &runs));
        }
        findings
    }

    fn flatten<'d>(&'d self, inlines: &'d [Inline], runs: &mut Vec<Run<'d>>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => {
                    runs.push(Run { text: &text.shown, place: text.place, fact: None });
                }
                Inline::Figure { text, fact } => {
                    let fact = self.facts.get(fact.0);
                    runs.push(Run { text: &text.shown, place: text.place, fact });
                }
                Inline::Strong(inner) => self.flatten(inner, runs),
                Inline::Missing { .. } => runs.push(Run { text: "", place: None, fact: None }),
            }
        }
    }

    fn touched(&self, touch: &Touch, runs: &[Run<'_>]) -> Option<Diagnostic> {
        let (figure, other) = (runs.get(touch.figure)?, runs.get(touch.other)?);
        let fact = figure.fact?;
        if self.are_of_one_text(figure, other) {
            return None;
        }
        let said = other.text.get(touch.range.clone()).unwrap_or_default();
        let mut found = touched(touch, &fact.metric, &fact.unit, said);
        let own = |run: &Run<'_>| run.place.filter(|place| self.is_template(*place));
        let words = other.place.map(|place| part_of(place, &touch.range, other.text, self.sources));
        if own(other).is_some() || other.fact.is_none() && words.is_some() {
            found = words.iter().fold(found, |found, span| found.at(*span, "在这里"));
        }
        let printed = |run: &Run<'_>| {
            let literal = || self.literals.iter().find(|literal| literal.text == fact.metric);
            run.place.or_else(|| literal().map(|literal| literal.span))
        };
        match (found.labels.is_empty(), printed(figure)) {
            (true, Some(span)) => found = found.at(span, "在这里引用"),
            (false, Some(span)) => found = found.also(span, "印出来的数"),
            (_, None) => {}
        }
        Some(found)
    }

    /// Whether both were typed one after the other in one file: then they were checked there.
    fn are_of_one_text(&self, one: &Run<'_>, other: &Run<'_>) -> bool {
        let (Some(one), Some(other)) = (one.place, other.place) else { return false };
        let (first, second) = match one.range().start < other.range().start {
            true => (one, other),
            false => (other, one),
        };
        if one.file != other.file || self.is_template(one) || self.is_template(other) {
            return false;
        }
        let text = self.sources.get(one.file).text();
        let between = text.get(first.range().end..second.range().start);
        first == second || between.is_some_and(|between| between.trim().is_empty())
    }

    fn is_template(&self, place: Span) -> bool {
        self.templates.contains(&place.file)
    }

    /// Braces among the words of the layout itself; those of the data were reported there.
    fn braces(&self, runs: &[Run<'_>]) -> Option<Diagnostic> {
        let own = runs.iter().filter(|run| {
            run.fact.is_none() && run.place.is_none_or(|place| self.is_template(place))
        });
        let mut found: Option<Diagnostic> = None;
        for run in own {
            for range in stray_braces(run.text, &[]).into_iter().take(MOST_PLACES) {
                let diagnostic = found.take().unwrap_or_else(|| {
                    Diagnostic::new(Code::E0735, Code::E0735.title()).help(
                        "要引用指标的写成 {{ \"名称\" | figure }}；不是的，删去花括号，或者改用（）",
                    )
                });
                found = Some(match run.place {
                    Some(place) => {
                        let place = part_of(place, &range, run.text, self.sources);
                        diagnostic.at(place, "会照原样印出")
                    }
                    None => diagnostic,
                });
            }
        }
        found
    }
}

fn part<'r>(run: &'r Run<'_>) -> Part<'r> {
    let Some(fact) = run.fact else {
        return if run.text.is_empty() { Part::Other } else { Part::Words(run.text) };
    };
    let is_number = fact.value.exact.is_some() || !fact.unit.is_empty();
    if !is_number {
        return Part::Other;
    }
    let shown = run.text;
    let form = if shown == fact.value.shown {
        ShownForm::Number
    } else if fact.change.as_deref() == Some(shown) {
        ShownForm::Change
    } else {
        let unit = shown.trim_start_matches(|c: char| !c.is_ascii_digit());
        let unit = unit.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        ShownForm::Unit(unit.trim_start_matches(['多', '余']))
    };
    Part::Figure(Shown {
        name: &fact.metric,
        unit: &fact.unit,
        form,
        // A computed percentage may be rounded.
        exact: fact.value.exact.is_some() && (fact.unit != "%" || fact.origin.is_some()),
        about: fact.value.exact.is_none(),
    })
}

/// The place of a part of a text, where the text stands there as it is printed.
fn part_of(place: Span, range: &std::ops::Range<usize>, text: &str, sources: &Sources) -> Span {
    let typed = sources.text(place);
    // A run may have blanks around it that its place has not.
    let lead = text.len() - text.trim_start().len();
    let start = range.start.saturating_sub(lead);
    let end = range.end.saturating_sub(lead);
    match (typed.get(start..end), text.get(range.clone())) {
        (Some(typed), Some(said)) if typed == said && !said.is_empty() => {
            let first = place.range().start;
            Span::new(place.file, first + start..first + end)
        }
        _ => place,
    }
}
