//! What a cell says, as it would be typed into a text: a form of YAML says the same with it.

use rust_decimal::Decimal;

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
    pub(crate) fn typed(&self, wanted: Wanted<'_>) -> String {
        match &self.value {
            Value::Number { value, .. } => self.number(*value, wanted),
            Value::Text(text) => without_margins(text),
            Value::Boolean(value) => match (wanted, value) {
                (Wanted::YesNo, true) => "是".to_owned(),
                (Wanted::YesNo, false) => "否".to_owned(),
                (_, true) => "TRUE".to_owned(),
                (_, false) => "FALSE".to_owned(),
            },
            Value::Error(error) => error.clone(),
            Value::NoResult => String::new(),
        }
    }

    fn number(&self, value: Decimal, wanted: Wanted<'_>) -> String {
        let hundredfold = || value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value).normalize();
        match (&self.format, wanted) {
            (Format::Percent, Wanted::Number { unit: "%" }) => hundredfold().to_string(),
            (Format::Percent, _) => format!("{}%", hundredfold()),
            (Format::Date { is_1904 }, _) => match day(value, *is_1904) {
                Some(day) => day.to_string(),
                None => value.to_string(),
            },
            (Format::Unit(shown), Wanted::Number { unit }) if shown == unit => value.to_string(),
            (Format::Unit(shown), _) => format!("{value}{shown}"),
            _ => value.to_string(),
        }
    }

    /// Whether a number is shown as a day, though it may have been typed as 3-5 or 1/2.
    pub(crate) fn is_date(&self) -> bool {
        matches!((&self.value, &self.format), (Value::Number { .. }, Format::Date { .. }))
    }
}

/// A text without the blanks at its ends, which nobody sees in a cell; lines keep theirs.
fn without_margins(text: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}');
    text.trim_matches(is_blank).to_owned()
}
