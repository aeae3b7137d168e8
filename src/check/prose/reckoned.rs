//! Percentages typed behind the two figures that they are reckoned from: `占12.3%` and `增长1.05%`. One
//! that the figures do not give is wrong; one that they give is to be printed by the program.

use std::ops::Range;

use rust_decimal::Decimal;

use super::doubled::change_word;
use super::{Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::runs::Run;
use crate::number::{self, Quantity};
use crate::prose::{self, Form, Piece, SHARE};

/// What says that the share is of the two figures, behind 占.
const OF_BOTH: [&str; 7] = ["", "比", "比为", "比达", "其", "总数的", "总量的"];

/// What says that a figure beside it is last year's.
const BEFORE: [&str; 4] = ["上年", "去年", "由", "从"];

/// Bytes before a percentage in which its sentence has to begin. Without it, each percentage of a text
/// that ends no sentence would go over all before it.
const LONGEST_SENTENCE: usize = 1500;

/// What a percentage is reckoned from.
struct Reckoned {
    /// What it should be, to as many digits as it has.
    value: Decimal,
    formula: String,
    /// The placeholder that prints it; none where there is none.
    placeholder: Option<String>,
    /// The figures.
    places: [Range<usize>; 2],
}

/// A figure of a sentence.
struct Told {
    name: String,
    unit: String,
    value: Decimal,
    range: Range<usize>,
}

impl ProseChecker<'_> {
    /// What is wrong with a typed percentage that the two figures before it in its sentence give, or
    /// do not give. `figures` are the placeholders of the text, in order; `is_figure` says whether it is a
    /// figure of the body.
    pub(super) fn reckoned(
        &self,
        run: &Run<'_>,
        figures: &[Range<usize>],
        is_figure: bool,
        passage: Passage<'_>,
    ) -> Option<Diagnostic> {
        let typed = run.value.filter(|_| run.unit == "%")?;
        let text = passage.text.value.as_str();
        let head = text.get(..run.range.start)?;
        let figures = figures.get(..figures.partition_point(|one| one.end <= head.len()))?;
        // Most percentages have no two figures near before them.
        let second = figures.iter().rev().nth(1)?;
        if head.len() - second.start > LONGEST_SENTENCE {
            return None;
        }
        let start = sentence(head)?;
        let behind = figures.partition_point(|one| one.start < start);
        let told = self.told(text, figures.get(behind..)?, passage)?;
        let digits = typed.scale();
        let reckoned = share(head, &told, digits).or_else(|| change(head, start, &told, digits))?;
        let said = text.get(run.range.clone()).unwrap_or_default();
        let at = self.locate(passage, &run.range);
        let is_right = reckoned.value.normalize() == typed.normalize();
        if is_right {
            let placeholder = reckoned.placeholder?;
            let code = if is_figure { Code::E0707 } else { Code::E0728 };
            let found = Diagnostic::new(code, format!("“{said}”没有引用指标"));
            let found = found.at(at, "由前面的两个数算得");
            return Some(found.help(format!("改为 {placeholder}，数改了，占比跟着变")));
        }
        let found = Diagnostic::new(Code::E0710, format!("“{said}”与前面的两个数不符"));
        let found = found.at(at, format!("算出来是 {}%", Quantity::exact(reckoned.value)));
        let found = reckoned
            .places
            .iter()
            .fold(found, |found, place| found.also(self.locate(passage, place), "由这个数算"));
        let found = found.note("算式", &reckoned.formula);
        Some(match reckoned.placeholder {
            Some(placeholder) => found.help(format!("核对两个数；无误的，改为 {placeholder}")),
            None => found.help("核对两个数；不是由它们算的，把这个短语列入“照录”"),
        })
    }

    /// The figures of a sentence, where they are just two, exact and in one unit.
    fn told(
        &self,
        text: &str,
        figures: &[Range<usize>],
        passage: Passage<'_>,
    ) -> Option<[Told; 2]> {
        let [one, other] = figures else { return None };
        let told = |range: &Range<usize>| {
            let (pieces, _) = prose::parse(text.get(range.clone())?);
            let Some(Piece::Placeholder(placeholder)) = pieces.into_iter().next() else {
                return None;
            };
            if !matches!(placeholder.form, Form::Full | Form::Number | Form::Unit(_)) {
                return None;
            }
            let now = self.printed(&placeholder, passage).filter(|now| now.is_exact())?;
            let unit = self.ledger.line(&placeholder.name)?.metric.unit.clone();
            Some(Told { name: placeholder.name, unit, value: now.value, range: range.clone() })
        };
        let told = [told(one)?, told(other)?];
        let [one, other] = &told;
        (one.unit == other.unit && one.unit != "%" && one.name != other.name).then_some(told)
    }
}

/// Where the sentence begins that a text breaks off in; none where it is longer than any.
fn sentence(head: &str) -> Option<usize> {
    let mut from = head.len().saturating_sub(LONGEST_SENTENCE);
    while !head.is_char_boundary(from) {
        from += 1;
    }
    let near = head.get(from..)?;
    let mark = near.rfind(['。', '；', '！']).map(|at| at + '。'.len_utf8());
    let begins = mark.max(near.rfind("\n\n").map(|at| at + 2));
    match begins {
        Some(at) => Some(from + at),
        None => (from == 0).then_some(0),
    }
}

/// The share of the less in the more, where the text says that it is one.
fn share(head: &str, [one, other]: &[Told; 2], digits: u32) -> Option<Reckoned> {
    let between = head.get(one.range.end..other.range.start)?;
    let behind = head.get(other.range.end..)?;
    let (before, of) = behind.rsplit_once(SHARE)?;
    let is_part = between.contains("其中") || before.ends_with("其中");
    let of = of.trim();
    if !is_part && !OF_BOTH.contains(&of) || of.contains(['，', '、']) {
        return None;
    }
    let (part, whole) = if one.value <= other.value { (one, other) } else { (other, one) };
    Some(Reckoned {
        value: number::percentage(part.value, whole.value, digits)?,
        formula: format!("{} ÷ {} × 100%", shown(part.value), shown(whole.value)),
        placeholder: Some(format!("{{{{{}|{SHARE}:{}}}}}", part.name, whole.name)),
        places: [one.range.clone(), other.range.clone()],
    })
}

/// The change from the one to the other, where the text says which is last year's.
fn change(head: &str, start: usize, told: &[Told; 2], digits: u32) -> Option<Reckoned> {
    let word = head.get(change_word(head)?..)?;
    let falls =
        ["下降", "减少", "降低", "下滑", "回落", "降"].iter().any(|fall| word.contains(fall));
    let [one, other] = told;
    let is_last = |from: usize, told: &Told| {
        let words = head.get(from..told.range.start).unwrap_or_default();
        BEFORE.iter().any(|before| words.contains(before))
    };
    if !is_last(start, one) && !is_last(one.range.end, other) {
        return None;
    }
    let (less, more) =
        if one.value <= other.value { (one.value, other.value) } else { (other.value, one.value) };
    let base = if falls { more } else { less };
    let difference = number::difference(more, less)?;
    Some(Reckoned {
        value: number::percentage(difference, base, digits)?,
        formula: format!("（{} − {}）÷ {} × 100%", shown(more), shown(less), shown(base)),
        placeholder: None,
        places: [one.range.clone(), other.range.clone()],
    })
}

fn shown(value: Decimal) -> Quantity {
    Quantity::exact(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is reckoned at the end of a text in which A is 3646 and B 3607.
    fn reckoned(text: &str, digits: u32) -> Option<String> {
        let told = |name: &str, value: i64| {
            let at = text.find(name).unwrap();
            let (name, unit) = (name.to_owned(), "件".to_owned());
            Told { name, unit, value: value.into(), range: at..at + 1 }
        };
        let mut told = [told("A", 3646), told("B", 3607)];
        told.sort_by_key(|told| told.range.start);
        let found = share(text, &told, digits).or_else(|| change(text, 0, &told, digits))?;
        Some(found.value.to_string())
    }

    #[test]
    fn a_percentage_is_reckoned_only_where_the_text_says_from_what() {
        let is = |value: &str| Some(value.to_owned());
        for (text, value) in [
            ("受理A，其中办结B，占", is("98.93")),
            ("受理A，其中办结B，占全部受理的", is("98.93")),
            ("受理A，办结B，占比", is("98.93")),
            ("受理A，上年B，同比增长", is("1.08")),
            ("由B增加到A，增长", is("1.08")),
            ("受理A，比上年的B增长了", is("1.08")),
            ("由A减少到B，下降", is("1.07")),
            ("受理A，办结B，占全区案件的", None),
            ("受理A，办结B，增长", None),
            ("受理A，办结B，满意率", None),
        ] {
            assert_eq!(reckoned(text, 2), value, "{text}");
        }
        assert_eq!(reckoned("受理A，其中办结B，占", 0), is("99"));
    }
}
