//! What an empty form shows as an example, handed in as it is: 一句话说清问题, 怎么做。
//!
//! The forms and the editor take them from the kind of the report (例, 说明), and so does this check.

use std::ops::Range;

use super::{MOST_PLACES, Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::kind::Kind as ReportKind;
use crate::kind::element::{INDEX, SIGNERS, SOURCE};
use crate::number;

/// Characters of an example that is told from words of a report.
const SHORTEST: usize = 3;

/// The examples of a kind of report, without blanks and marks.
pub(super) fn examples(kind: &ReportKind) -> Vec<String> {
    let parts = kind.lists().flat_map(|(_, parts)| parts);
    let examples = parts.flat_map(|part| [bare(&part.example), bare(&part.description)]);
    examples.filter(|example| example.chars().count() >= SHORTEST).collect()
}

impl ProseChecker<'_> {
    /// The examples that a text still holds; `spared` are the phrases under 照录.
    pub(super) fn samples(
        &self,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> (Vec<Range<usize>>, Option<Diagnostic>) {
        let text = passage.text.value.as_str();
        let mut places = sentences(text);
        places.retain(|place| {
            self.is_sample(&text[place.clone()])
                && !spared.iter().any(|spared| spared.contains(&place.start))
        });
        places.truncate(MOST_PLACES);
        let Some(first) = places.first().and_then(|first| text.get(first.clone())) else {
            return (places, None);
        };
        let message = format!("“{}”是空表里的例子，还没有改", first.trim());
        let diagnostic = Diagnostic::new(Code::E0708, message);
        let diagnostic = places.iter().fold(diagnostic, |diagnostic, place| {
            diagnostic.at(self.locate(passage, place), "会照原样印出")
        });
        (places, Some(diagnostic.help("写上本部门的内容；没有的，整条删去")))
    }

    /// Whether words are an example, give or take blanks and marks.
    pub(super) fn is_sample(&self, words: &str) -> bool {
        // The longest example is a short sentence.
        words.len() < 200 && self.examples.contains(&bare(words))
    }

    /// Signers, 索引号 and 来源 that repeat what the form of the report shows beside its empty lines.
    pub(super) fn sample_elements(&self) -> Findings {
        let report = &self.context.submissions.report;
        let lines = [(INDEX.key, &report.index), (SOURCE.key, &report.source)];
        let lines = lines.into_iter().filter_map(|(key, line)| Some((key, line.given()?)));
        let signers = report.signers.iter().map(|signer| (SIGNERS.key, signer));
        let left = lines.chain(signers).filter_map(|(key, line)| {
            let value = line.value.trim();
            let is_sample = value.strip_prefix("上年").is_some_and(|rest| rest.starts_with(' '))
                || (key == SIGNERS.key && (value == "姓名" || number::is_placeholder(value)));
            is_sample.then(|| {
                Diagnostic::new(Code::E0708, format!("“{key}”还是空表里的话"))
                    .at(line.span, "会照原样印出")
                    .help(format!("写上本年的{key}；还没有的，冒号后面空着"))
            })
        });
        left.collect()
    }
}

/// The text without blanks and marks, as two texts are compared that may differ in them.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The sentences and lines of a text.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for sentence in text.split_inclusive(['。', '；', '！', '\n']) {
        let words = sentence.trim();
        let begin = start + sentence.len() - sentence.trim_start().len();
        if !words.is_empty() {
            sentences.push(begin..begin + words.len());
        }
        start += sentence.len();
    }
    sentences
}
