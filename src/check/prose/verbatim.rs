//! 照录: phrases that are printed just as they were typed, numbers included. A phrase has words,
//! so that it excuses one number and not every one; which numbers it excuses is noted for the
//! office.

mod index;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use self::index::Index;
use super::{MOST_PLACES, Passage, ProseChecker};
use crate::check::figures::Excused;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::load::Spanned;
use crate::number::runs::{Run, Runs};
use crate::prose::{self, Piece};
use crate::source::FileId;
use crate::text::is_han;

/// So many characters beside its numbers make a phrase.
const FEWEST_WORDS: usize = 2;

/// The phrases that excuse numbers: the office's, and those of each department by its file.
#[derive(Debug)]
pub(super) struct Phrases<'a> {
    of_office: Index<'a>,
    of_departments: BTreeMap<FileId, Index<'a>>,
}

impl<'a> ProseChecker<'a> {
    fn phrases(&self) -> &Phrases<'a> {
        self.phrases.get_or_init(|| {
            let index = |phrases: &'a [Spanned<String>]| {
                Index::new(phrases.iter().filter(|phrase| !self.is_bare(&phrase.value)))
            };
            let submissions = self.context.submissions;
            let departments = submissions.departments.iter();
            let departments = departments.filter(|department| !department.verbatim.is_empty());
            Phrases {
                of_office: index(&submissions.report.verbatim),
                of_departments: departments
                    .map(|department| (department.file, index(&department.verbatim)))
                    .collect(),
            }
        })
    }

    /// The office's phrases, and those of the department that wrote a text.
    fn holding(&self, passage: Passage<'_>) -> impl Iterator<Item = &Index<'a>> {
        let phrases = self.phrases();
        let own = passage.department.and_then(|own| phrases.of_departments.get(&own.file));
        [&phrases.of_office].into_iter().chain(own).filter(|index| index.len() > 0)
    }

    /// Where phrases stand in a text that hold for it, in order; none that lies within another one.
    pub(super) fn verbatim(&self, passage: Passage<'_>) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        for index in self.holding(passage) {
            // Shorter ones that end there lie within it.
            index.find(&passage.text.value, |place, _| {
                places.push(place);
                ControlFlow::Break(())
            });
        }
        places.sort_unstable_by_key(|place| (place.start, Reverse(place.end)));
        let mut end = 0;
        places.retain(|place| {
            let is_outer = place.end > end;
            end = end.max(place.end);
            is_outer
        });
        places
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
        let mut excused: BTreeMap<(FileId, u32), Excused> = BTreeMap::new();
        for passage in passages {
            if self.holding(*passage).next().is_none() {
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
            for index in self.holding(*passage) {
                let mut is_told = vec![false; index.len()];
                let mut ended = 0;
                index.find(text, |place, number| {
                    // The last number that ends no later than the phrase: where that does not lie within it,
                    // none does.
                    while runs.get(ended).is_some_and(|run| run.digits.end <= place.end) {
                        ended += 1;
                    }
                    let last = ended.checked_sub(1).and_then(|last| runs.get(last));
                    if last.is_none_or(|run| run.digits.start < place.start) {
                        return ControlFlow::Break(());
                    }
                    if let Some(is_told) = is_told.get_mut(number).filter(|is_told| !**is_told)
                        && let Some(phrase) = index.phrase(number)
                    {
                        *is_told = true;
                        let key = (phrase.span.file, phrase.span.start);
                        excused.entry(key).or_insert_with(|| self.excuse(*passage, phrase));
                    }
                    ControlFlow::Continue(())
                });
            }
        }
        excused.into_values().collect()
    }

    /// What a phrase excuses in a text.
    fn excuse(&self, passage: Passage<'_>, phrase: &Spanned<String>) -> Excused {
        let of_office = phrase.span.file == self.context.submissions.report.file;
        let department = passage.department.filter(|_| !of_office);
        Excused {
            phrase: phrase.value.trim().to_owned(),
            department: department.map(|department| department.name.value.clone()),
            place: phrase.span,
        }
    }
}
