//! What stands beside a number, or between two, where no repair knows it.

use super::{NumberFault, NumberReason, Quantity};
use crate::text::half_width;

/// Words between two numbers of which the writer could not choose one.
const BETWEEN: &str = "至到和或与及";

/// `783*`, `783?`, `783‰`: one number with signs beside it; `783/784`, `783至800`: more than one.
pub(super) fn beside(typed: &str) -> Option<NumberFault> {
    let text: String = typed.trim().chars().map(half_width).collect();
    let is_digit = |c: char| c.is_ascii_digit() || c == '.';
    let (start, end) = (text.find(is_digit)?, text.rfind(is_digit)? + 1);
    let (before, number, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    let fault = |reason, meant, unit: &str| {
        Some(NumberFault { reason, meant, unit: unit.to_owned(), says_more: true })
    };
    if !number.chars().all(is_digit) {
        let is_between = |c: char| is_digit(c) || !c.is_alphanumeric() || BETWEEN.contains(c);
        let numbers = number.split(|c| !is_digit(c)).filter(|number| !number.is_empty());
        let are_numbers =
            numbers.clone().count() > 1 && numbers.clone().all(|one| Quantity::parse(one).is_ok());
        let is_bare = before.is_empty() && after.is_empty();
        let is_several =
            is_bare && are_numbers && number.chars().all(is_between) && !is_date(number);
        return fault(NumberReason::Several, Vec::new(), "").filter(|_| is_several);
    }
    let signs: String =
        typed.trim().chars().filter(|c| !is_digit(half_width(*c)) && !c.is_whitespace()).collect();
    let are_signs = signs.chars().all(|c| !c.is_alphanumeric() || ('①'..='⓿').contains(&c));
    // Where there are none, the number itself was not read.
    if signs.is_empty() || !are_signs {
        return None;
    }
    let quantity = Quantity::parse(number).ok()?;
    match signs.as_str() {
        "‰" => fault(NumberReason::Unit(signs.clone()), vec![quantity], &signs),
        // A minus before it, or a share, says what the number is.
        _ if signs.contains('%') || before.ends_with(['-', '−', '–', '—']) => None,
        _ => fault(NumberReason::Extra(signs), vec![quantity], ""),
    }
}

/// 2024-7-31, 2024/7/31, 2024.7.31: no two numbers of which one is to stay.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [year, month, day] = parts[..] else { return false };
    year.len() == 4 && [month, day].iter().all(|part| (1..=2).contains(&part.len()))
}
