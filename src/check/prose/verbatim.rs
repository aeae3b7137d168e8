//! 照录: phrases that are printed just as they were typed, numbers included. A phrase has words,
//! so that it excuses one number and not every one; which numbers it excuses is noted for the
//! office.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

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

/// Phrases in the order of their bytes, each once.
#[derive(Debug, Default)]
struct Index<'a>(Vec<&'a Spanned<String>>);

impl<'a> Index<'a> {
    fn new(phrases: impl Iterator<Item = &'a Spanned<String>>) -> Index<'a> {
        let mut phrases: Vec<_> =
            phrases.filter(|phrase| !phrase.value.trim().is_empty()).collect();
        // Of the same phrase the first one is named.
        phrases.sort_by_key(|phrase| (phrase.value.trim(), phrase.span));
        phrases.dedup_by_key(|phrase| phrase.value.trim());
        Index(phrases)
    }

    /// Calls `found` with each place of each phrase in a text. At each character the phrases that
    /// begin so are fewer with every byte, so the text is gone through once, not once a phrase.
    fn find(&self, text: &str, mut found: impl FnMut(Range<usize>, &'a Spanned<String>)) {
        if self.0.is_empty() {
            return;
        }
        for (start, _) in text.char_indices() {
            let rest = text.as_bytes().get(start..).unwrap_or_default();
            let mut like = self.0.as_slice();
            for length in 0..=rest.len() {
                let byte_of = |phrase: &&'a Spanned<String>| {
                    phrase.value.trim().as_bytes().get(length).copied()
                };
                if let Some((first, others)) = like.split_first()
                    && first.value.trim().len() == length
                {
                    found(start..start + length, first);
                    like = others;
                }
                let byte = rest.get(length).copied().filter(|_| !like.is_empty());
                if byte.is_none() {
                    break;
                }
                let from = like.partition_point(|phrase| byte_of(phrase) < byte);
                like = like.get(from..).unwrap_or_default();
                let to = like.partition_point(|phrase| byte_of(phrase) <= byte);
                like = like.get(..to).unwrap_or_default();
            }
        }
    }
}

/// The phrases that excuse numbers: the office's, and those of each department by its file.
#[derive(Debug, Default)]
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
        [&phrases.of_office].into_iter().chain(own).filter(|index| !index.0.is_empty())
    }

    /// Where phrases stand in a text that hold for it, in order; none that lies within another one.
    pub(super) fn verbatim(&self, passage: Passage<'_>) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        for index in self.holding(passage) {
            index.find(&passage.text.value, |place, _| match places.last_mut() {
                // The longer of two that begin there comes later.
                Some(last) if last.start == place.start && last.end < place.end => *last = place,
                _ => places.push(place),
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
            let holds = |found: &Range<usize>| {
                let at = runs.partition_point(|run| run.digits.start < found.start);
                runs.get(at).is_some_and(|run| run.digits.end <= found.end)
            };
            for index in self.holding(*passage) {
                index.find(text, |place, phrase| {
                    let key = (phrase.span.file, phrase.span.start);
                    if !holds(&place) || excused.contains_key(&key) {
                        return;
                    }
                    let of_office = phrase.span.file == self.context.submissions.report.file;
                    let department = passage.department.filter(|_| !of_office);
                    excused.insert(
                        key,
                        Excused {
                            phrase: phrase.value.trim().to_owned(),
                            department: department.map(|department| department.name.value.clone()),
                            place: phrase.span,
                        },
                    );
                });
            }
        }
        excused.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn every_phrase_is_found_in_all_its_places() {
        let phrases = ["甲乙", "甲乙丙", "甲", " 乙丙 ", "", "丁", "甲乙"];
        let phrases: Vec<Spanned<String>> = phrases
            .iter()
            .zip(0..)
            .map(|(phrase, at)| Spanned {
                value: (*phrase).to_owned(),
                span: Span::new(FileId(0), at..at),
            })
            .collect();
        let index = Index::new(phrases.iter());
        for text in ["甲乙丙甲乙甲", "", "丙", "乙丙丁甲", "甲甲乙丙"] {
            let mut found = Vec::new();
            index.find(text, |place, phrase| found.push((phrase.value.trim(), place.start)));
            found.sort_unstable();
            let mut right: Vec<(&str, usize)> = ["甲乙", "甲乙丙", "甲", "乙丙", "丁"]
                .iter()
                .flat_map(|phrase| text.match_indices(phrase).map(|(at, _)| (*phrase, at)))
                .collect();
            right.sort_unstable();
            assert_eq!(found, right, "{text}");
        }
    }
}
