//! Formats of numbers: how a cell shows its number, as far as that changes what is read.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// How a cell shows a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// As it is, whatever the number of digits after the point.
    #[default]
    Plain,
    /// As it is, with a word after it: `0"件"`.
    Unit(String),
    /// With words or digits that are none of the number before it, or without the number: `"约"0`,
    /// `;;;`.
    Otherwise { before: String, after: String, is_number_shown: bool },
    /// A hundred times as much, with a sign: 0.9987 as 99.87%.
    Percent,
    /// As a day or a time; `is_1904` says from when the days are counted.
    Date { is_1904: bool },
}

impl Format {
    /// A format that programs know by its number.
    pub(super) fn built_in(id: u32, is_1904: bool) -> Format {
        match id {
            9 | 10 => Format::Percent,
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Format::Date { is_1904 },
            _ => Format::Plain,
        }
    }

    /// A format by its code, `#,##0.00"万元"`.
    pub(super) fn of_code(code: &str, is_1904: bool) -> Format {
        // Longer ones are made to fill the memory: every cell keeps its own.
        const LONGEST: usize = 100;
        let end = code.char_indices().nth(LONGEST).map_or(code.len(), |(end, _)| end);
        let code = Code::read(code.get(..end).unwrap_or(code));
        match () {
            () if code.is_percent => Format::Percent,
            () if code.is_date => Format::Date { is_1904 },
            () if code.is_otherwise() => Format::Otherwise {
                before: code.before,
                after: code.after,
                is_number_shown: code.has_number,
            },
            // 0!.0,"万" shows another number than it holds.
            () if code.is_scaled || code.after.trim().is_empty() => Format::Plain,
            () => Format::Unit(code.after.trim().to_owned()),
        }
    }
}

/// The first section of a code, which is that of positive numbers.
#[derive(Debug, Default)]
struct Code {
    is_percent: bool,
    is_date: bool,
    /// Whether the point or the thousands are moved.
    is_scaled: bool,
    /// The words before the number, or in its place.
    before: String,
    /// The words after it.
    after: String,
    has_number: bool,
    /// Whether there are further sections.
    has_sections: bool,
}

impl Code {
    /// Whether something else is shown than the number and its unit. A sign of a currency is no word.
    fn is_otherwise(&self) -> bool {
        let has_words = self.before.contains(char::is_alphanumeric);
        let is_hidden = !self.has_number && self.has_sections;
        let has_digits = !self.is_scaled && self.after.contains(|c: char| c.is_ascii_digit());
        has_words || is_hidden || has_digits
    }

    fn read(code: &str) -> Code {
        let mut read = Code::default();
        // What programs write for a number as it is, in the language of the office.
        let general = ["General", "GENERAL", "general", "G/通用格式", "通用格式"];
        let start = general.iter().find_map(|word| code.strip_prefix(word));
        read.has_number = start.is_some();
        let mut characters = start.unwrap_or(code).chars().peekable();
        let mut last_is_comma = false;
        while let Some(character) = characters.next() {
            let mut literal = None;
            match character {
                ';' => {
                    read.has_sections = true;
                    break;
                }
                '"' => literal = Some(characters.by_ref().take_while(|c| *c != '"').collect()),
                '\\' | '!' => literal = characters.next().map(String::from),
                // The width of a character, or one that fills the cell.
                '_' | '*' => {
                    characters.next();
                }
                '[' => {
                    let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                    // Hours that are counted on: [h]:mm.
                    let is_time = inside.chars().all(|c| "hmsHMS".contains(c));
                    read.is_date |= is_time && !inside.is_empty();
                }
                '0' | '#' | '?' | '@' => {
                    read.has_number = true;
                    last_is_comma = false;
                    // Digits after a point of one's own.
                    read.is_scaled |= read.after.contains('.');
                    read.after.clear();
                }
                ',' => last_is_comma = read.has_number,
                '%' => read.is_percent = true,
                'E' | 'e' if matches!(characters.peek(), Some('+' | '-')) => {}
                'y' | 'Y' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'm' | 'M' if !read.has_number => {
                    read.is_date = true;
                }
                other if !other.is_ascii() => literal = Some(other.into()),
                _ => {}
            }
            if let Some(literal) = literal {
                match read.has_number {
                    true => read.after += &literal,
                    false => read.before += &literal,
                }
            }
        }
        read.is_scaled |= last_is_comma;
        read
    }
}

/// The day that a number is shown as. Programs count one day too many up to February 1900.
pub(crate) fn day(number: Decimal, is_1904: bool) -> Option<NaiveDate> {
    let days = number.trunc().to_u64()?;
    let (start, days) = match is_1904 {
        true => (NaiveDate::from_ymd_opt(1904, 1, 1)?, days),
        false => (NaiveDate::from_ymd_opt(1899, 12, 30)?, days + u64::from(days < 60)),
    };
    start.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_says_how_a_number_is_shown() {
        let date = Format::Date { is_1904: false };
        let unit = |word: &str| Format::Unit(word.to_owned());
        let otherwise = |before: &str, is_number_shown| Format::Otherwise {
            before: before.to_owned(),
            after: String::new(),
            is_number_shown,
        };
        for (code, format) in [
            ("General", Format::Plain),
            ("G/通用格式", Format::Plain),
            ("0", Format::Plain),
            ("#,##0.00_);[Red]\\(#,##0.00\\)", Format::Plain),
            ("0.00E+00", Format::Plain),
            ("@", Format::Plain),
            ("\"¥\"#,##0.00", Format::Plain),
            ("_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", Format::Plain),
            ("0.00%", Format::Percent),
            ("0\"件\"", unit("件")),
            ("0件", unit("件")),
            ("General\"件\"", unit("件")),
            ("G/通用格式\"万元\"", unit("万元")),
            ("\"约\"0", otherwise("约", true)),
            ("\"1\"0", otherwise("1", true)),
            (";;;", otherwise("", false)),
            ("\"已填\";0", otherwise("已填", false)),
            ("0!.0,\"万\"", Format::Plain),
            ("0.0,", Format::Plain),
            ("yyyy/m/d", date.clone()),
            ("m\"月\"d\"日\"", date.clone()),
            ("[$-404]e\"年\"m\"月\"d\"日\"", date.clone()),
            ("[h]:mm", date.clone()),
        ] {
            assert_eq!(Format::of_code(code, false), format, "{code}");
        }
        assert_eq!(Format::built_in(14, false), date);
        assert_eq!(Format::built_in(10, false), Format::Percent);
        assert_eq!(Format::built_in(4, false), Format::Plain);
    }

    #[test]
    fn days_are_counted_as_office_programs_do() {
        let shown = |number: i64, is_1904| day(number.into(), is_1904).unwrap().to_string();
        assert_eq!(shown(45356, false), "2024-03-05");
        assert_eq!(shown(1, false), "1900-01-01");
        assert_eq!(shown(61, false), "1900-03-01");
        assert_eq!(shown(43894, true), "2024-03-05");
        assert_eq!(day(Decimal::from(-1), false), None);
        assert_eq!(day(Decimal::from(9_999_999_999_i64), false), None);
    }
}
