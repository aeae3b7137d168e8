//! 矛盾说法: what a text says while a figure says otherwise, such as 全部办结 beside a carry-over.

use std::ops::Range;

use super::{Kind, Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::kind::{Contradiction, Excluded};
use crate::number::Quantity;
use crate::rules::{Operand, point};
use crate::source::Span;

/// Words just before a phrase after which it is denied, or hoped for.
const NOT_SAID: [&str; 9] = ["未", "没", "不", "非", "将", "要", "应", "须", "可"];

/// Words that hope for all that follows them in their clause.
const HOPED: [&str; 10] =
    ["力争", "确保", "争取", "推动", "努力", "力求", "如期", "尽快", "尽早", "督促"];

/// What follows a phrase that is a part of another: 全部办结的有3件, 全部办结率, 全部办结后, 未收到申请人….
const GOES_ON: [&str; 10] = ["的", "率", "后", "前", "之", "时", "被", "以外", "除外", "人"];

/// Words of a clause that leaves its subject to the clauses before it: …12件，均已依法全部办结.
const NO_SUBJECT: [&str; 22] = [
    "其余",
    "已经",
    "已",
    "均",
    "都",
    "也",
    "并",
    "现",
    "全年",
    "本年度",
    "本年",
    "当年",
    "目前",
    "截至",
    "年底",
    "年末",
    "依法",
    "按期",
    "按时",
    "及时",
    "到",
    "至",
];

/// Characters of the clause before a phrase that are looked at.
const BEFORE: usize = 6;

impl ProseChecker<'_> {
    pub(super) fn contradictions(&self, passages: &[Passage<'_>]) -> Findings {
        let kind = &self.context.submissions.report.kind;
        let mut findings = Findings::new();
        // Words that several figures contradict are told once.
        let mut told: Vec<Span> = Vec::new();
        for contradiction in &kind.contradictions {
            findings.extend(self.unknown_in_kind(&contradiction.metric));
            let said = passages.iter().filter(|passage| passage.kind != Kind::Note);
            for passage in said.filter(|passage| !passage.is_plan) {
                let Some((place, found)) = self.contradicted(contradiction, *passage) else {
                    continue;
                };
                if !told.contains(&place) {
                    told.push(place);
                    findings.report(found);
                }
            }
        }
        findings
    }

    /// The first place of a text that a figure contradicts.
    fn contradicted(
        &self,
        contradiction: &Contradiction,
        passage: Passage<'_>,
    ) -> Option<(Span, Diagnostic)> {
        let line = self.ledger.line(&contradiction.metric.value)?;
        let department = passage.department.map(|department| department.name.value.as_str());
        let number = line.number_in(department)?;
        if number.spans.is_empty() || !is_excluded(number.quantity, contradiction.excluded) {
            return None;
        }
        let text = passage.text.value.as_str();
        // The report as a whole may name one department, of which it says so.
        let departments = &self.context.submissions.departments;
        let is_of_one = |sentence: &str| {
            passage.department.is_none()
                && departments.iter().any(|each| sentence.contains(each.name.value.as_str()))
        };
        let (phrase, range) = said(text, contradiction, is_of_one)?;
        let place = self.locate(passage, &range);
        let shown = format!("{} {}", number.name, number.with_unit());
        let found = contradicts(&number, phrase).at(place, "这样说");
        let found = point(found, &number, false, &shown).help(format!(
            "核对“{}”；数无误的，改写这一句，如写明还有 {{{{{}}}}}",
            number.name, number.name
        ));
        Some((place, found))
    }
}

fn contradicts(number: &Operand<'_>, phrase: &str) -> Diagnostic {
    let message = format!("写的是“{phrase}”，“{}”却是 {}", number.name, number.with_unit());
    Diagnostic::new(Code::E0753, message)
}

/// Whether it is so whatever its true value is.
fn is_excluded(quantity: Quantity, excluded: Excluded) -> bool {
    let (least, most) = (quantity.least(), quantity.most());
    match excluded {
        Excluded::Positive => {
            least.is_some_and(|least| !least.is_zero() && least.is_sign_positive())
        }
        Excluded::Negative => most.is_some_and(|most| !most.is_zero() && most.is_sign_negative()),
        Excluded::Zero => quantity.is_exact() && quantity.value.is_zero(),
    }
}

/// Where a text says it, in a sentence that speaks of the figure.
fn said<'p>(
    text: &str,
    contradiction: &'p Contradiction,
    is_of_another: impl Fn(&str) -> bool,
) -> Option<(&'p str, Range<usize>)> {
    let mut start = 0;
    for sentence in text.split_inclusive(['。', '；', '！', '\n']) {
        let without = &contradiction.without;
        if !without.iter().any(|word| sentence.contains(word.as_str())) && !is_of_another(sentence)
        {
            let found = contradiction.phrases.iter().find_map(|phrase| {
                let mut places = sentence.match_indices(phrase.as_str());
                let (at, _) = places.find(|(at, _)| {
                    let end = at + phrase.len();
                    is_said(&sentence[..*at], &sentence[end..])
                        && is_of_it(sentence, *at..end, &contradiction.with)
                })?;
                Some((phrase.as_str(), start + at..start + at + phrase.len()))
            });
            if found.is_some() {
                return found;
            }
        }
        start += sentence.len();
    }
    None
}

/// Whether one of the words stands in the clause of a phrase, or, where that names no subject,
/// before it: a later clause may speak of something else.
fn is_of_it(sentence: &str, phrase: Range<usize>, with: &[String]) -> bool {
    const MARKS: [char; 5] = ['，', '、', '：', '“', '（'];
    let has = |part: &str| with.iter().any(|word| part.contains(word.as_str()));
    let (before, after) = (&sentence[..phrase.start], &sentence[phrase.end..]);
    let lead = before.rsplit(MARKS).next().unwrap_or_default();
    let rest = after.split(MARKS).next().unwrap_or_default();
    let clause = &sentence[before.len() - lead.len()..phrase.end + rest.len()];
    let names_no_subject = || {
        let bare = NO_SUBJECT.iter().fold(lead.to_owned(), |lead, word| lead.replace(word, ""));
        !bare.contains(char::is_alphabetic)
    };
    with.is_empty() || has(clause) || (has(before) && names_no_subject())
}

/// Whether a phrase between two parts of a sentence is said of what is.
fn is_said(before: &str, after: &str) -> bool {
    let clause = before.rsplit(['，', '：', '“']).next().unwrap_or_default();
    let near = clause.rsplit('、').next().unwrap_or_default();
    let from = near.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let near = &near[from..];
    !NOT_SAID.iter().any(|word| near.contains(word))
        && !HOPED.iter().any(|word| clause.contains(word))
        // 有无 asks.
        && !near.ends_with('有')
        && !GOES_ON.iter().any(|word| after.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Spanned};

    #[test]
    fn a_phrase_is_said_or_denied() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let contradiction = Contradiction {
            phrases: words(&["全部办结", "全部办理完毕"]),
            with: words(&["申请"]),
            without: words(&["上年"]),
            metric: Spanned { value: String::new(), span: Span::new(FileId(0), 0..0) },
            excluded: Excluded::Positive,
        };
        for text in [
            "全年收到申请12件，已全部办结。",
            "做了很多工作。收到的申请全部办理完毕",
            "收到申请12件，当年全部办结。",
            "申请全部办结的有3件，其余也已全部办结。",
            "信访畅通，全部办结申请12件。",
        ] {
            assert!(said(text, &contradiction, |_| false).is_some(), "{text}");
        }
        for text in [
            "信访事项已全部办结。",
            "申请未全部办结。",
            "申请没有在年内全部办结。",
            "确保申请全部办结。",
            "上年结转的申请全部办结。",
            "申请全部办结后归档。",
            "申请全部办结人盖章。",
            "收到申请12件。信访事项全部办结。",
            "信访件全部办结，依申请公开渠道畅通。",
            "收到申请12件，信访件全部办结。",
            "确保政府信息公开申请全部办结。",
            "确保申请依法答复、全部办结。",
        ] {
            assert!(said(text, &contradiction, |_| false).is_none(), "{text}");
        }
    }
}
