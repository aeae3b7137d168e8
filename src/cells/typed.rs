//! What a cell says, as it would be typed into a text: a form of YAML says the same with it.

use std::borrow::Cow;

use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Cell, Format, Value, day};

/// What a cell is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted<'a> {
    /// A number in a unit; none has an empty one.
    Number { unit: &'a str },
    /// 是 or 否.
    YesNo,
    /// Anything else: a word, a text, a day.
    Text,
}

impl Cell {
    /// What was typed, without the blanks around it; empty where there is nothing. A number is what the
    /// cell shows, so far as that is certain: 0.9987 shown as 99.87% is 99.87 where the unit is %,
    /// and `99.87%` elsewhere.
    pub(crate) fn typed(&self, wanted: Wanted<'_>) -> Cow<'_, str> {
        match &self.value {
            Value::Number { value, .. } => self.number(*value, wanted).into(),
            Value::Text(text) => without_margins(text).into(),
            Value::Boolean(value) => match (wanted, value) {
                (Wanted::YesNo, true) => "是".into(),
                (Wanted::YesNo, false) => "否".into(),
                (_, true) => "TRUE".into(),
                (_, false) => "FALSE".into(),
            },
            Value::Error(error) => error.into(),
            Value::NoResult => "".into(),
        }
    }

    fn number(&self, value: Decimal, wanted: Wanted<'_>) -> String {
        let hundredfold = || value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value).normalize();
        match (&self.format, wanted) {
            (Format::Percent, Wanted::Number { unit: "%" }) => hundredfold().to_string(),
            (Format::Percent, _) => format!("{}%", hundredfold()),
            (Format::Date { is_1904 }, wanted) => match (day(value, *is_1904), time(value)) {
                // A time of no day.
                (_, Some(time)) if value < Decimal::ONE => time,
                (Some(day), Some(time)) if wanted == Wanted::Text => format!("{day} {time}"),
                (Some(day), _) => day.to_string(),
                (None, _) => value.to_string(),
            },
            (Format::Unit(shown), Wanted::Number { unit }) if shown == unit => value.to_string(),
            (Format::Unit(shown), _) => format!("{value}{shown}"),
            _ => value.to_string(),
        }
    }

    /// What a number is shown as, where its format rounds it to another one.
    pub(crate) fn rounded(&self, wanted: Wanted<'_>) -> Option<String> {
        const OF_HUNDREDTHS: u32 = 2;
        let (Value::Number { value, .. }, Some(decimals)) = (&self.value, self.decimals) else {
            return None;
        };
        let decimals = match self.format {
            Format::Percent => u32::from(decimals) + OF_HUNDREDTHS,
            _ => u32::from(decimals),
        };
        let rounded =
            value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        (rounded != *value).then(|| self.number(rounded.normalize(), wanted))
    }

    /// Whether a number is shown as a day, though it may have been typed as 3-5 or 1/2.
    pub(crate) fn is_date(&self) -> bool {
        matches!((&self.value, &self.format), (Value::Number { .. }, Format::Date { .. }))
    }
}

/// The time of a day that a number is shown as, 19:03; none at its beginning.
fn time(number: Decimal) -> Option<String> {
    const SECONDS: i64 = 24 * 60 * 60;
    let seconds = (number.fract() * Decimal::from(SECONDS)).round().to_i64()?;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match seconds {
        _ if !(1..SECONDS).contains(&(hours * 3600 + minutes * 60 + seconds)) => None,
        0 => Some(format!("{hours:02}:{minutes:02}")),
        seconds => Some(format!("{hours:02}:{minutes:02}:{seconds:02}")),
    }
}

/// A text without the blanks at its ends, which nobody sees in a cell; lines keep theirs.
fn without_margins(text: &str) -> &str {
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}');
    text.trim_matches(is_blank)
}
