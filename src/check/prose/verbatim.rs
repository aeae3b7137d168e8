//! 照录: phrases that are printed just as they were typed, numbers included. A phrase has words,
//! so that it excuses one number and not every one; which numbers it excuses is noted for the
//! office.

use std::ops::Range;

use super::{MOST_PLACES, Passage, ProseChecker};
use crate::check::figures::Excused;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::load::Spanned;
use crate::number::runs::{Run, Runs};
use crate::prose::{self, Piece};
use crate::text::is_han;

/// So many characters beside its numbers make a phrase.
const FEWEST_WORDS: usize = 2;

impl ProseChecker<'_> {
    /// The phrases that hold for a text, where they stand in it.
    pub(super) fn verbatim(&self, passage: Passage<'_>) -> Vec<Range<usize>> {
        let phrases = self.phrases(passage).filter(|phrase| !self.is_bare(&phrase.value));
        phrases.flat_map(|phrase| occurrences(&passage.text.value, phrase)).collect()
    }

    /// The office's phrases, and those of the department that wrote the text.
    fn phrases<'p>(
        &'p self,
        passage: Passage<'p>,
    ) -> impl Iterator<Item = &'p Spanned<String>> + 'p {
        let own = passage.department.map_or([].as_slice(), |department| &department.verbatim);
        self.context.submissions.report.verbatim.iter().chain(own)
    }

    /// Phrases without words: one error a file.
    pub(super) fn bare_phrases(&self) -> Findings {
        let submissions = self.context.submissions;
        let lists = submissions.departments.iter().map(|department| &department.verbatim);
        let lists = [&submissions.report.verbatim].into_iter().chain(lists);
        let mut findings = Findings::new();
        for list in lists {
            let bare: Vec<&Spanned<String>> =
                list.iter().filter(|phrase| self.is_bare(&phrase.value)).collect();
            let Some(first) = bare.first() else { continue };
            let message = match bare.len() {
                1 => format!("照录的“{}”只有数，没有词", first.value.trim()),
                count => format!("照录里有 {count} 条只有数，没有词"),
            };
            let diagnostic = Diagnostic::new(Code::E0729, message);
            let places = bare.iter().take(MOST_PLACES);
            let diagnostic = places.fold(diagnostic, |diagnostic, phrase| {
                diagnostic.at(phrase.span, "连别处的数也一起放过了")
            });
            findings.report(diagnostic.help(
                "连同前后的词写，如“全长2.5公里的步道”；是统计数的，删去这一条，登记指标后引用",
            ));
        }
        findings
    }

    /// Whether a phrase is hardly more than a number with its measure word: 0, 24家, 约58名.
    fn is_bare(&self, phrase: &str) -> bool {
        let runs = self.runs(phrase, &[]);
        let is_number =
            |c: char| c.is_numeric() || "〇零一二两三四五六七八九十百千万亿".contains(c);
        let only_number = !phrase.trim().is_empty()
            && phrase.chars().all(|c| is_number(c) || !c.is_alphanumeric());
        if only_number {
            return phrase.contains(is_number);
        }
        if !runs.iter().any(|run| run.owner.is_none()) {
            return false;
        }
        let is_inside = |at: usize| runs.iter().any(|run| run.range.contains(&at));
        let words = phrase.char_indices().filter(|(at, c)| {
            (is_han(*c) || c.is_alphabetic()) && !"约近超逾达共计有".contains(*c) && !is_inside(*at)
        });
        words.take(FEWEST_WORDS).count() < FEWEST_WORDS
    }

    /// All numbers of a text.
    pub(super) fn runs<'t>(&self, text: &'t str, figures: &[Range<usize>]) -> Vec<Run<'t>> {
        let phrases = &self.context.submissions.report.kind.fixed_phrases;
        Runs::new(phrases, |word| self.is_unit(word)).scan(text, figures)
    }

    /// The phrases that excuse a number in a text, in the order of the files.
    pub(super) fn excused(&self, passages: &[Passage<'_>]) -> Vec<Excused> {
        let mut excused: Vec<Excused> = Vec::new();
        for passage in passages {
            if self.phrases(*passage).next().is_none() {
                continue;
            }
            let text = passage.text.value.as_str();
            let figures: Vec<Range<usize>> = prose::parse(text)
                .0
                .into_iter()
                .filter_map(|piece| match piece {
                    Piece::Placeholder(placeholder) => Some(placeholder.range),
                    Piece::Text(_) => None,
                })
                .collect();
            let mut runs = self.runs(text, &figures);
            runs.retain(|run| run.owner.is_none());
            let holds = |found: Range<usize>| {
                let at = runs.partition_point(|run| run.digits.start < found.start);
                runs.get(at).is_some_and(|run| run.digits.end <= found.end)
            };
            for phrase in self.phrases(*passage).filter(|phrase| !self.is_bare(&phrase.value)) {
                let is_known = excused.iter().any(|known| known.place == phrase.span);
                if is_known || !occurrences(text, phrase).any(holds) {
                    continue;
                }
                let of_office = phrase.span.file == self.context.submissions.report.file;
                let department = passage.department.filter(|_| !of_office);
                excused.push(Excused {
                    phrase: phrase.value.trim().to_owned(),
                    department: department.map(|department| department.name.value.clone()),
                    place: phrase.span,
                });
            }
        }
        excused.sort_by_key(|excused| (excused.place.file, excused.place.start));
        excused
    }
}

fn occurrences<'a>(
    text: &'a str,
    phrase: &'a Spanned<String>,
) -> impl Iterator<Item = Range<usize>> {
    let phrase = phrase.value.trim();
    let found = (!phrase.is_empty()).then(|| text.match_indices(phrase));
    found.into_iter().flatten().map(|(at, phrase)| at..at + phrase.len())
}
