//! Which metric a number typed by hand probably is: judged by the words around it first, by its
//! value second. Where the words do not single one out, nothing is said.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rust_decimal::Decimal;

use super::doubled::change_word;
use super::{Line, Passage, ProseChecker, State};
use crate::catalogue::{Metric, MetricKind};
use crate::number;
use crate::number::runs::{POINTS, Run, measured_alike};
use crate::text::is_han;

/// What a typed number probably is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Guess<'a> {
    /// A metric, with its value; whether its whole name stands beside the number.
    Same { metric: &'a Metric, whole: bool },
    /// A metric that nobody filled in.
    Unfilled(&'a Metric),
    /// A metric that was filled in with another value.
    Different(&'a Metric),
    /// How a metric compares with last year.
    Change(&'a Metric),
    /// A change, or last year's value, of no metric that can be named.
    OtherChange,
}

/// Pairs of neighbouring characters, which stand for words.
type Pairs = BTreeSet<(char, char)>;

/// What is said around a number.
struct Said {
    /// Of the clause.
    words: Pairs,
    /// Of what belongs to this number, and to none of the others of the clause.
    beside: Pairs,
    /// Of what it counts, where that is said right after it: 乡镇 of 6个乡镇.
    counted: Option<Pairs>,
    /// It is a change, or last year's value.
    compared: bool,
    /// It is what came to be this year, and not all there is.
    added: bool,
}

/// How much of a metric's name stands in the words around a number.
struct Likeness {
    /// All of it, but for what only says that it is counted.
    whole: bool,
    /// Characters that stand there in pairs.
    covered: usize,
    /// All its characters.
    length: usize,
    /// Pairs that stand there.
    shared: usize,
    /// One of them is rare among the names of the catalogue, as 行政 and 法治 are not.
    telling: bool,
}

impl ProseChecker<'_> {
    /// `numbers` are all numbers of the text, placeholders too, in order.
    pub(super) fn guess(
        &self,
        typed: &Run<'_>,
        passage: Passage<'_>,
        numbers: &[Range<usize>],
    ) -> Option<Guess<'_>> {
        let text = passage.text.value.as_str();
        let department = passage.department.map(|department| department.name.value.as_str());
        let clause = clause(text, &typed.range);
        let before = text.get(clause.start..typed.range.start).unwrap_or_default();
        let beside = beside(text, &clause, &typed.range, numbers);
        let said = Said {
            words: pairs(text.get(clause).unwrap_or_default()),
            beside: beside.iter().flat_map(|part| pairs(part)).collect(),
            counted: beside
                .last()
                .filter(|after| names_what_is_counted(after))
                .map(|after| pairs(after)),
            compared: is_compared(before, typed.unit),
            added: ["新增", "新建", "新创"].iter().any(|word| before.contains(word)),
        };
        let mut best: Option<((bool, usize, usize), Guess<'_>)> = None;
        let mut is_tied = false;
        for line in self.ledger.lines() {
            let likeness = self.likeness(line.metric, &said.words);
            let Some(guess) = self.read(line, typed, &likeness, &said, department) else {
                continue;
            };
            let likely = (likeness.whole, rank(&guess), likeness.covered);
            match best.as_ref().map(|(best, _)| likely.cmp(best)) {
                Some(Ordering::Less) => {}
                Some(Ordering::Equal) => is_tied = true,
                Some(Ordering::Greater) | None => {
                    best = Some((likely, guess));
                    is_tied = false;
                }
            }
        }
        // Of two metrics that are as likely neither is named.
        let best = best.map(|(_, guess)| guess);
        let best = best.filter(|guess| !(is_tied && matches!(guess, Guess::Same { .. })));
        best.or(said.compared.then_some(Guess::OtherChange))
    }

    /// What a typed number is if it is this metric.
    fn read<'m>(
        &self,
        line: &'m Line<'_>,
        typed: &Run<'_>,
        likeness: &Likeness,
        said: &Said,
        department: Option<&str>,
    ) -> Option<Guess<'m>> {
        let metric: &Metric = line.metric;
        if matches!(metric.kind, MetricKind::Text | MetricKind::Boolean) || likeness.shared == 0 {
            return None;
        }
        let value = typed.value.and_then(|value| in_unit(value, typed.unit, &metric.unit));
        let reported = match line.state {
            State::Missing => None,
            _ => line.number_in(department),
        };
        if let (Some(value), Some(reported)) = (value, &reported) {
            let signs = [likeness.shared > 1, likeness.telling, is_telling(value)];
            // 配备率为100%: of a value that many figures have, the last word of the name says too little.
            let is_enough = is_telling(value) || likeness.covered * 2 >= likeness.length;
            let is_likely = is_enough && signs.iter().filter(|sign| **sign).count() > 1;
            if (likeness.whole || is_likely) && is_same(value, reported.quantity.value) {
                let whole = likeness.whole && self.likeness(metric, &said.beside).whole;
                return Some(Guess::Same { metric, whole });
            }
        }
        let fits = value.is_some() || ["%", POINTS].contains(&typed.unit);
        let added = said.added && !metric.name.contains('新');
        if !likeness.whole || !fits || added {
            return None;
        }
        // 上年结转数 is a metric of this year.
        if said.compared && !metric.name.contains("上年") {
            self.change(metric, reported?.quantity)?;
            return Some(Guess::Change(metric));
        }
        value?;
        // 6个乡镇划分为3个片区: 3 is no number of 乡镇.
        if !self.likeness(metric, &said.beside).whole
            || said
                .counted
                .as_ref()
                .is_some_and(|counted| self.likeness(metric, counted).shared == 0)
        {
            return None;
        }
        let unfilled = matches!(line.state, State::Missing) && !self.context.may_be_unread(line);
        match reported {
            Some(_) => Some(Guess::Different(metric)),
            None => unfilled.then_some(Guess::Unfilled(metric)),
        }
    }

    fn likeness(&self, metric: &Metric, words: &Pairs) -> Likeness {
        let name: Vec<char> = counted_name(metric).chars().collect();
        let pairs: Vec<(char, char)> =
            name.iter().copied().zip(name.iter().copied().skip(1)).collect();
        let shared: Vec<bool> = pairs.iter().map(|pair| words.contains(pair)).collect();
        let has = |pair: Option<usize>| pair.and_then(|at| shared.get(at)) == Some(&true);
        let covered: Vec<bool> =
            (0..name.len()).map(|at| has(Some(at)) || has(at.checked_sub(1))).collect();
        let telling = pairs.iter().zip(&shared).any(|(pair, shared)| *shared && self.is_rare(pair));
        Likeness {
            whole: covered.iter().take(stem(metric)).all(|covered| *covered),
            covered: covered.iter().filter(|covered| **covered).count(),
            length: name.len(),
            shared: shared.iter().filter(|shared| **shared).count(),
            telling,
        }
    }

    /// Whether few names of the catalogue have the pair.
    fn is_rare(&self, pair: &(char, char)) -> bool {
        let names = self.pairs.get_or_init(|| {
            let mut names: BTreeMap<(char, char), usize> = BTreeMap::new();
            for metric in self.context.catalogue.metrics.values() {
                for pair in pairs(&metric.name) {
                    *names.entry(pair).or_default() += 1;
                }
            }
            names
        });
        let few = (self.context.catalogue.metrics.len() / 50).max(2);
        names.get(pair).is_some_and(|count| *count <= few)
    }
}

/// Of readings with as much of the name behind them, the surest has the highest.
fn rank(guess: &Guess<'_>) -> usize {
    match guess {
        Guess::Same { .. } => 4,
        Guess::Unfilled(_) => 3,
        Guess::Different(_) => 2,
        Guess::Change(_) => 1,
        Guess::OtherChange => 0,
    }
}

/// A value that two figures hardly have by chance: of three digits, zeros at the end aside.
fn is_telling(value: Decimal) -> bool {
    let digits = value.normalize().mantissa().to_string();
    digits.trim_end_matches('0').len() > 2
}

/// Whether a typed value is the reported one, or is it rounded: 5484.12 for 5484.1213.
fn is_same(typed: Decimal, reported: Decimal) -> bool {
    typed == reported
        || (is_telling(typed) && typed == number::round_half_up(reported, typed.scale()))
}

/// Whether what stands before a number makes it a change, or last year's value.
fn is_compared(before: &str, unit: &str) -> bool {
    const WORDS: [&str; 6] = ["同比", "环比", "上年", "上一年", "去年", "同期"];
    unit == POINTS
        || WORDS.iter().any(|word| before.contains(word))
        || change_word(before).is_some()
}

/// The words around a number: its clause, back to the last mark and on to the next, but no
/// further than words report of it. Lines of a paragraph are printed as one.
fn clause(text: &str, range: &Range<usize>) -> Range<usize> {
    const MARKS: [char; 4] = ['。', '；', '，', '、'];
    const FAR: usize = 60;
    let before = text[..range.start].char_indices().rev().take(FAR);
    let start = before.take_while(|(_, c)| !MARKS.contains(c)).last();
    let after = text[range.end..].char_indices().take(FAR);
    let end = after.take_while(|(_, c)| !MARKS.contains(c)).last();
    let end = end.map_or(range.end, |(at, c)| range.end + at + c.len_utf8());
    start.map_or(range.start, |(at, _)| at)..end
}

/// What stands before and after a number in its clause and belongs to it. What follows an earlier
/// number at once is what that one counts: in 6个乡镇划分为3个片区 乡镇 belongs to 6.
fn beside<'t>(
    text: &'t str,
    clause: &Range<usize>,
    number: &Range<usize>,
    numbers: &[Range<usize>],
) -> [&'t str; 2] {
    const JOINTS: [&str; 16] = [
        "其中",
        "增加",
        "增长",
        "减少",
        "下降",
        "比",
        "较",
        "和",
        "及",
        "与",
        "分别",
        "并",
        "以及",
        "共",
        "（其中",
        "达",
    ];
    let at = numbers.partition_point(|other| other.start < number.start);
    let earlier = at.checked_sub(1).and_then(|at| numbers.get(at)).map(|other| other.end);
    let earlier = earlier.filter(|end| *end > clause.start && *end <= number.start);
    let later = numbers.get(at..).unwrap_or_default().iter();
    let later = later.map(|other| other.start).find(|start| *start >= number.end);
    let end = later.filter(|start| *start < clause.end).unwrap_or(clause.end);
    let before = text.get(earlier.unwrap_or(clause.start)..number.start).unwrap_or_default();
    let is_own = earlier.is_none() || JOINTS.iter().any(|joint| before.starts_with(joint));
    [if is_own { before } else { "" }, text.get(number.end..end).unwrap_or_default()]
}

/// Whether a number is followed at once by what it counts, and not by words that go on.
fn names_what_is_counted(after: &str) -> bool {
    const GO_ON: &str = "的中以等和及与其为由在均全较比同左多余并且而已正分占是涉增减下上";
    after.chars().next().is_some_and(|c| is_han(c) && !GO_ON.contains(c))
}

/// A typed value in the unit of a metric: measure words that count alike are one, and a bare
/// number may be anything.
fn in_unit(value: Decimal, typed: &str, unit: &str) -> Option<Decimal> {
    match typed {
        "" => Some(value),
        _ => number::convert(value, typed, unit)
            .or_else(|| number::convert(value, measured_alike(typed), measured_alike(unit))),
    }
}

fn pairs(text: &str) -> Pairs {
    let chars = || text.chars().filter(|c| !c.is_whitespace());
    chars().zip(chars().skip(1)).collect()
}

/// A name without the 数 or 量 at its end; 率 is a word of its own (出庭率).
fn counted_name(metric: &Metric) -> &str {
    let name = metric.name.as_str();
    let counted = name.strip_suffix(['数', '量']).unwrap_or(name);
    counted.strip_suffix('总').unwrap_or(counted)
}

/// How many characters of it are left without the unit: it stands behind the number anyway.
fn stem(metric: &Metric) -> usize {
    let name = counted_name(metric);
    name.strip_suffix(metric.unit.as_str()).unwrap_or(name).chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_what_stands_between_marks() {
        let text = "宣传。全年走访\n企业24家，收集意见";
        let range = text.find("24").unwrap()..text.find("，").unwrap();
        let clause = &text[clause(text, &range)];
        assert_eq!(clause, "全年走访\n企业24家");
        assert!(pairs(clause).contains(&('访', '企')));
    }

    #[test]
    fn comparisons_with_last_year() {
        for (before, unit) in [
            ("案件同比下降", "%"),
            ("比上年的", "件"),
            ("由去年的85%提高到", "%"),
            ("增加了", "件"),
            ("高于全市平均水平", POINTS),
        ] {
            assert!(is_compared(before, unit), "{before}{unit}");
        }
        for before in ["新增", "受理", "提高到", "达到"] {
            assert!(!is_compared(before, "件"), "{before}");
        }
    }

    #[test]
    fn values_of_three_digits_tell() {
        for (value, tells) in [
            ("100", false),
            ("1200", false),
            ("24", false),
            ("1.1", false),
            ("121", true),
            ("11.11", true),
        ] {
            let value: Decimal = value.parse().unwrap();
            assert_eq!(is_telling(value), tells, "{value}");
        }
    }
}
