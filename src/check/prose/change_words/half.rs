//! Words that make a figure more than half of a whole: {{…}}，占一半以上, 占绝大多数.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Part;
use super::two::{ends_clause, is_value};
use crate::check::prose::compared::counted;
use crate::check::prose::{Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::MOST;
use crate::number::{self, Quantity};
use crate::prose::{Placeholder, SHARE};

/// What is said of more than half.
const MORE_THAN_HALF: &str = "\
    一半以上 半数以上 过半数 过半 大半 绝大多数 大多数 绝大部分 大部分 五成以上 主要部分 超过一半 超半数 逾半";

impl ProseChecker<'_> {
    /// What is wrong with such words behind a figure that is a part of one sum. Where the sentence has another
    /// figure before it, that may be the whole.
    pub(super) fn of_half<'p>(
        &self,
        text: &str,
        sentence: &Range<usize>,
        figures: &[&'p Placeholder],
        passage: Passage<'_>,
    ) -> Vec<(&'p Placeholder, Range<usize>, Diagnostic)> {
        let mut found = Vec::new();
        for (at, figure) in figures.iter().copied().enumerate() {
            if found.len() >= MOST {
                break;
            }
            let end = figures.get(at + 1).map_or(sentence.end, |next| next.range.start);
            let from = figure.range.end;
            let behind = Part::new(text.get(from..end).unwrap_or_default(), from);
            let said = half_said(&behind, self.own_unit(figure), end == sentence.end);
            let earlier = figures.get(..at).unwrap_or_default();
            if let Some((said, of)) = said
                && let Some(told) = self.against_half(figure, earlier, (&said, of), passage)
            {
                found.push((figure, said, told));
            }
        }
        found
    }

    fn against_half(
        &self,
        figure: &Placeholder,
        earlier: &[&Placeholder],
        (said, of): (&Range<usize>, &str),
        passage: Passage<'_>,
    ) -> Option<Diagnostic> {
        let name = figure.name.as_str();
        let catalogue = &self.context.catalogue;
        let mut wholes = catalogue.computations().filter(|computation| {
            // A rate has decimals, a sum has none.
            computation.decimals().is_none() && computation.from().contains(&name)
        });
        let whole = wholes.next()?.metric();
        let is_certain = wholes.next().is_none() && is_value(&figure.form);
        // 占一半以上, 占总数的一半以上, or of the whole by its name.
        let is_named = match of {
            "" | "总数" | "总量" => {
                earlier.is_empty() || earlier.iter().any(|other| other.name == whole)
            }
            _ => counted(of) == counted(whole),
        };
        if !is_certain || !is_named {
            return None;
        }
        let other = Placeholder { name: whole.to_owned(), ..figure.clone() };
        let value =
            |figure| self.printed(figure, passage).filter(Quantity::is_exact).map(|now| now.value);
        let (part, sum) = (value(figure)?, value(&other)?);
        if part.checked_mul(Decimal::TWO)? > sum {
            return None;
        }
        let share = number::percentage(part, sum, 2)?.normalize();
        let said = (said, passage.text.value.get(said.clone())?);
        let message = format!("“{name}”占“{whole}”的 {share}%，后面却写了“{}”", said.1);
        let found = Diagnostic::new(Code::E0753, message)
            .at(self.locate(passage, said.0), "这样说")
            .also(self.locate(passage, &figure.range), "印出来的数");
        Some(found.help(format!(
            "核对后改写；占比由 {{{{{name}|{SHARE}:{whole}}}}} 写出；占的是别的数的，写明是什么的一半以上"
        )))
    }
}

/// Where the words stand behind a figure that say more than half and nothing else, and of what they say it.
fn half_said<'t>(behind: &'t Part, unit: &str, is_last: bool) -> Option<(Range<usize>, &'t str)> {
    let text = behind.text.as_str();
    let bare = text.strip_prefix(unit).unwrap_or(text).trim_start_matches(['，', '（']);
    let words = bare.strip_prefix('占')?.trim_start_matches(['比', '了', '到', '据']);
    let (of, rest) = MORE_THAN_HALF.split_whitespace().find_map(|half| {
        let (of, rest) = words.split_once(half)?;
        ends_clause(rest, is_last).then_some((of, rest))
    })?;
    let start = text.len() - bare.len();
    let range = behind.range_of(start..text.len() - rest.len())?;
    Some((range, of.trim_end_matches('的')))
}
