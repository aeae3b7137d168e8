//! Formats of numbers: how a cell shows its number, as far as that changes what is read.

use std::cmp::Ordering::{self, Equal, Greater, Less};
use std::iter::Peekable;
use std::str::Chars;

use chrono::{Days, NaiveDate, NaiveTime, Timelike as _};
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
    /// As another number, by this code: in thousands, or with a point or a sign of its own: `0!.0,`,
    /// `-0`.
    Another(String),
    /// As money, with the sign of a currency before it: `"¥"#,##0`.
    Currency(String),
    /// A hundred times as much, with a sign: 0.9987 as 99.87%.
    Percent,
    /// As a day or a time; `is_1904` says from when the days are counted.
    Date { is_1904: bool },
}

/// How the cells of a style show numbers: each by the first section that is for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Formats(Vec<Part>);

/// How a section shows the numbers that it is for.
#[derive(Debug, Clone)]
struct Part {
    when: When,
    format: Format,
    /// How many digits after the point it shows; none where all are shown.
    decimals: Option<u8>,
}

impl Formats {
    /// A format that programs know by its number.
    pub(super) fn built_in(id: u32, is_1904: bool) -> Formats {
        let format = match id {
            9 | 10 => Format::Percent,
            // The currency of the office.
            5..=8 | 42 | 44 => Format::Currency("¥".to_owned()),
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Format::Date { is_1904 },
            1..=4 | 37..=40 | 41 | 43 => Format::Plain,
            _ => return Formats::default(),
        };
        let decimals = match id {
            1 | 3 | 5 | 6 | 9 | 37 | 38 | 41 | 42 => Some(0),
            2 | 4 | 7 | 8 | 10 | 39 | 40 | 43 | 44 => Some(2),
            _ => None,
        };
        Formats(vec![Part { when: When::ALWAYS, format, decimals }])
    }

    /// A format by its code, `#,##0.00"万元"`.
    pub(super) fn of_code(code: &str, is_1904: bool) -> Formats {
        // Longer ones are made to fill the memory: every cell keeps its own.
        const LONGEST: usize = 100;
        // The fourth section is that of texts.
        const SECTIONS: usize = 3;
        // What programs write for a number as it is, in the language of the office.
        const GENERAL: [&str; 5] = ["General", "GENERAL", "general", "G/通用格式", "通用格式"];
        let end = code.char_indices().nth(LONGEST).map_or(code.len(), |(end, _)| end);
        let code = code.get(..end).unwrap_or(code);
        let plain = GENERAL.iter().fold(code.to_owned(), |code, word| code.replace(word, "0"));
        let mut characters = plain.chars().peekable();
        let mut sections = vec![Section::read(&mut characters)];
        while sections.len() < SECTIONS && characters.peek().is_some() {
            sections.push(Section::read(&mut characters));
        }
        let (count, is_alone, is_general) = (sections.len(), !plain.contains(';'), plain != code);
        let is_conditional = sections.iter().any(|section| section.when.is_some());
        let formats = sections.into_iter().enumerate().map(|(place, section)| {
            let when = section.when.unwrap_or_else(|| match is_conditional {
                true => When::REST,
                false => When::usual(place, count),
            });
            let decimals = section.decimals().filter(|_| !is_general);
            Part { when, format: section.format(when, (code, is_alone), is_1904), decimals }
        });
        Formats(formats.collect())
    }

    /// How a number is shown.
    pub(super) fn of(&self, number: Decimal) -> Format {
        self.part(number).map_or(Format::Plain, |part| part.format.clone())
    }

    /// How many digits of a number are shown after the point; none where all are.
    pub(super) fn decimals(&self, number: Decimal) -> Option<u8> {
        self.part(number)?.decimals
    }

    fn part(&self, number: Decimal) -> Option<&Part> {
        self.0.iter().find(|part| part.when.holds(number)).or(self.0.last())
    }
}

/// Which numbers a section is for: those that are less than another one, equal to it, or greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct When {
    orders: &'static [Ordering],
    number: Decimal,
}

impl When {
    const ALWAYS: When = When { orders: &[Less, Equal, Greater], number: Decimal::ZERO };
    /// All that other sections are not for.
    const REST: When = When { orders: &[Less, Equal, Greater], number: Decimal::ONE };
    const POSITIVE: When = When { orders: &[Greater], number: Decimal::ZERO };
    const NOT_NEGATIVE: When = When { orders: &[Equal, Greater], number: Decimal::ZERO };
    const NEGATIVE: When = When { orders: &[Less], number: Decimal::ZERO };
    const ZERO: When = When { orders: &[Equal], number: Decimal::ZERO };

    /// Of a section without a condition, at its place among so many.
    fn usual(place: usize, count: usize) -> When {
        match (place, count) {
            (0, 2) => When::NOT_NEGATIVE,
            (0, 3) => When::POSITIVE,
            (1, _) => When::NEGATIVE,
            (2, _) => When::ZERO,
            _ => When::ALWAYS,
        }
    }

    /// `>=1000`
    fn read(text: &str) -> Option<When> {
        const OPERATORS: [(&str, &[Ordering]); 6] = [
            (">=", &[Greater, Equal]),
            ("<=", &[Less, Equal]),
            ("<>", &[Less, Greater]),
            (">", &[Greater]),
            ("<", &[Less]),
            ("=", &[Equal]),
        ];
        OPERATORS.iter().find_map(|(operator, orders)| {
            let number = text.strip_prefix(operator)?.trim().parse().ok()?;
            Some(When { orders, number })
        })
    }

    fn holds(&self, number: Decimal) -> bool {
        self.orders.contains(&number.cmp(&self.number))
    }
}

/// A section of a code.
#[derive(Debug, Default)]
struct Section {
    when: Option<When>,
    is_date: bool,
    /// How many signs of a percentage there are.
    percents: usize,
    /// Whether the point or the thousands are moved, or words stand between the digits.
    is_moved: bool,
    /// Whether it has a colour, as negative numbers may have in the place of a sign.
    is_coloured: bool,
    /// Whether that colour is white.
    is_white: bool,
    /// The words before the number, or in its place.
    before: String,
    /// The words after it.
    after: String,
    has_number: bool,
    /// Whether the point was met, and how many digits are shown after it.
    has_point: bool,
    decimals: u8,
    /// Whether all digits of a number are shown, or those of a fraction or of a power of ten.
    is_unbounded: bool,
    /// The sign of a currency.
    currency: Option<String>,
}

/// Whether a character is the sign of a currency.
fn is_currency(c: char) -> bool {
    matches!(c, '¥' | '￥' | '$' | '＄' | '€' | '£' | '￡' | '₩' | '₽' | '₫' | '฿')
}

impl Section {
    fn format(self, when: When, (code, is_alone): (&str, bool), is_1904: bool) -> Format {
        match () {
            () if self.is_date => Format::Date { is_1904 },
            () if self.is_another(when) => Format::Another(code.to_owned()),
            () if self.is_white => Format::Otherwise {
                before: String::new(),
                after: String::new(),
                is_number_shown: false,
            },
            () if self.percents > 0 => Format::Percent,
            () if self.is_otherwise(when, is_alone) => Format::Otherwise {
                before: self.before,
                after: self.after,
                is_number_shown: self.has_number,
            },
            () if !self.after.trim().is_empty() => Format::Unit(self.after.trim().to_owned()),
            () => match self.currency {
                Some(sign) if self.has_number => Format::Currency(sign),
                _ => Format::Plain,
            },
        }
    }

    /// Whether the number that is shown is another one.
    fn is_another(&self, when: When) -> bool {
        let is_minus = |c: char| "-－−".contains(c);
        let has_sign = self.before.contains(is_minus)
            || self.before.contains(['(', '（'])
            || self.after.contains(is_minus);
        let is_sign_wrong = match when {
            _ if [When::ALWAYS, When::POSITIVE, When::NOT_NEGATIVE].contains(&when) => has_sign,
            _ if when == When::NEGATIVE => !has_sign && !self.is_coloured,
            _ => false,
        };
        self.is_moved || self.percents > 1 || self.has_number && is_sign_wrong
    }

    /// Whether something else is shown than the number and its unit. A sign of a currency is no word,
    /// and nothing or a dash is a zero.
    fn is_otherwise(&self, when: When, is_alone: bool) -> bool {
        let is_nothing = |word: &str| matches!(word.trim(), "无" | "零");
        let changes = |c: char| c.is_alphanumeric() || "~～≈<>＜＞≤≥±.．".contains(c);
        let has_words = self.before.contains(changes);
        if when == When::ZERO && (is_nothing(&self.before) || !self.has_number && !has_words) {
            return false;
        }
        let is_hidden = !self.has_number && !is_alone;
        has_words || is_hidden || self.after.contains(|c: char| c.is_ascii_digit())
    }

    /// How many digits after the point are shown; none where all are.
    fn decimals(&self) -> Option<u8> {
        let is_bounded = self.has_number && !self.is_unbounded && !self.is_date;
        is_bounded.then_some(self.decimals)
    }

    fn read(characters: &mut Peekable<Chars<'_>>) -> Section {
        let mut read = Section::default();
        let mut last_is_comma = false;
        while let Some(character) = characters.next() {
            let mut literal = None;
            match character {
                ';' => break,
                '"' => literal = Some(characters.by_ref().take_while(|c| *c != '"').collect()),
                '\\' | '!' => literal = characters.next().map(String::from),
                // The width of a character.
                '_' => {
                    characters.next();
                }
                // One that fills the cell.
                '*' => literal = characters.next().filter(char::is_ascii_digit).map(String::from),
                '[' => literal = read.bracket(characters.by_ref().take_while(|c| *c != ']')),
                '0' | '#' | '?' | '@' => {
                    read.is_moved |= !read.after.trim().is_empty();
                    read.has_number = true;
                    read.is_unbounded |= character == '@';
                    read.decimals = read.decimals.saturating_add(u8::from(read.has_point));
                    last_is_comma = false;
                    read.after.clear();
                }
                ',' => last_is_comma = read.has_number,
                '.' => {
                    read.is_moved |= last_is_comma;
                    read.has_point = true;
                }
                '%' => read.percents += 1,
                'E' | 'e' if matches!(characters.peek(), Some('+' | '-')) => {
                    read.is_unbounded = true;
                    characters.next();
                }
                // The other part of a fraction: # ?/10.
                '/' => {
                    read.is_unbounded = true;
                    while characters.next_if(|c| c.is_ascii_digit() || *c == '?').is_some() {}
                }
                'y' | 'Y' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'm' | 'M' if !read.has_number => {
                    read.is_date = true;
                }
                '1'..='9' | '-' | '(' | '~' | '<' | '>' | '$' => literal = Some(character.into()),
                other if !other.is_ascii() => literal = Some(other.into()),
                _ => {}
            }
            if let Some(literal) = literal {
                let sign = literal.chars().find(|c| is_currency(*c));
                read.currency = read.currency.or(sign.map(String::from));
                match read.has_number {
                    true => read.after += &literal,
                    false => read.before += &literal,
                }
            }
        }
        read.is_moved |= last_is_comma;
        read
    }

    /// What stands in brackets: a condition, a colour, a count of hours, or the sign of a currency,
    /// which is shown.
    fn bracket(&mut self, inside: impl Iterator<Item = char>) -> Option<String> {
        let inside: String = inside.collect();
        if let Some(currency) = inside.strip_prefix('$') {
            let shown = currency.split_once('-').map_or(currency, |(shown, _)| shown);
            if !shown.is_empty() && shown.chars().all(|c| c.is_ascii_alphabetic()) {
                self.currency = Some(shown.to_owned());
                return None;
            }
            return Some(shown.to_owned());
        }
        // Hours that are counted on: [h]:mm.
        let is_time = !inside.is_empty() && inside.chars().all(|c| "hmsHMS".contains(c));
        self.is_date |= is_time;
        match When::read(&inside) {
            Some(when) => self.when = Some(when),
            None => {
                self.is_coloured = true;
                self.is_white |= ["White", "WHITE", "white", "白色"].contains(&inside.as_str());
            }
        }
        None
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

/// The number that stands for a day, a time or both, `2024-03-05T09:30:00`, counted as [`day`] does.
pub(super) fn number_of(text: &str) -> Option<Decimal> {
    const SECONDS: u32 = 24 * 60 * 60;
    let text = text.trim_end_matches('Z');
    let (day, time) = match text.split_once('T') {
        Some((day, time)) => (Some(day), Some(time)),
        None if text.contains(':') => (None, Some(text)),
        None => (Some(text), None),
    };
    let days = match day {
        Some(day) => {
            let start = NaiveDate::from_ymd_opt(1899, 12, 30)?;
            let days = (NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()? - start).num_days();
            days - i64::from(days <= 60)
        }
        None => 0,
    };
    let time = match time {
        Some(time) => NaiveTime::parse_from_str(time, "%H:%M:%S%.f").ok()?,
        None => NaiveTime::MIN,
    };
    let share = Decimal::from(time.num_seconds_from_midnight()) / Decimal::from(SECONDS);
    (days >= 0).then(|| Decimal::from(days) + share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_says_how_a_number_is_shown() {
        let date = Format::Date { is_1904: false };
        let unit = |word: &str| Format::Unit(word.to_owned());
        let currency = |sign: &str| Format::Currency(sign.to_owned());
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
            ("\"¥\"#,##0.00", currency("¥")),
            ("_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ", currency("¥")),
            ("$#,##0", currency("$")),
            ("[$€-2] #,##0", currency("€")),
            ("[$CNY] 0", currency("CNY")),
            ("_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", Format::Plain),
            ("0.00%", Format::Percent),
            ("0\"件\"", unit("件")),
            ("0件", unit("件")),
            ("General\"件\"", unit("件")),
            ("G/通用格式\"万元\"", unit("万元")),
            ("\"约\"0", otherwise("约", true)),
            ("\"1\"0", otherwise("1", true)),
            (";;;", otherwise("", false)),
            ("[White]0", otherwise("", false)),
            ("[白色]0.00", otherwise("", false)),
            ("\"已填\";0", otherwise("已填", false)),
            ("#,##0;[Red]#,##0", Format::Plain),
            ("#,##0_);(#,##0)", Format::Plain),
            ("# ?/10", Format::Plain),
            ("# ##0", Format::Plain),
            ("[$¥-804]#,##0", currency("¥")),
            ("0;-0;;@", Format::Plain),
            ("[>1000]0.0,;0", Format::Plain),
            ("[>100]0;0.0,", Format::Plain),
            ("[=121]387;0", otherwise("387", false)),
            ("[$7]0", otherwise("7", true)),
            ("70", otherwise("7", true)),
            ("\"≥\"0", otherwise("≥", true)),
            ("yyyy/m/d", date.clone()),
            ("m\"月\"d\"日\"", date.clone()),
            ("[$-404]e\"年\"m\"月\"d\"日\"", date.clone()),
            ("[h]:mm", date.clone()),
        ] {
            let number = Decimal::from(121);
            assert_eq!(Formats::of_code(code, false).of(number), format, "{code}");
        }
        let built_in = |id| Formats::built_in(id, false).of(Decimal::ONE);
        assert_eq!(built_in(14), date);
        assert_eq!(built_in(10), Format::Percent);
        assert_eq!(built_in(44), currency("¥"));
        assert_eq!(built_in(4), Format::Plain);
    }

    #[test]
    fn a_format_that_shows_another_number_is_none_of_the_number() {
        for (code, number) in [
            ("0!.0,", 54_841_213),
            ("0\\.0,", 54_841_213),
            ("0!.0,\"万元\"", 54_841_213),
            ("0\".\"0", 54_841_213),
            ("0!.0000", 54_841_213),
            ("0.00,,", 54_841_213),
            ("#,##0.0,", 54_841_213),
            ("#,##0,", 54_841_213),
            ("0,\"千\"", 54_841_213),
            ("#,##0,.0", 54_841_213),
            ("G/通用格式!.0", 54_841_213),
            ("[>1000]0.00,;0", 54_841_213),
            ("0.00%%", 1),
            ("-0", 783),
            ("\\-0", 783),
            ("\"－\"0", 783),
            ("0-", 783),
            ("(0)", 783),
            ("-0;-0", 783),
            ("0;0", -783),
            ("0-00", 783),
        ] {
            let shown = Formats::of_code(code, false).of(number.into());
            assert_eq!(shown, Format::Another(code.to_owned()), "{code}");
        }
        let zero = |code| Formats::of_code(code, false).of(Decimal::ZERO);
        let otherwise = |before: &str| Format::Otherwise {
            before: before.to_owned(),
            after: String::new(),
            is_number_shown: false,
        };
        assert_eq!(zero("0;0;783"), otherwise("783"));
        assert_eq!(zero("0;-0;\"未填\""), otherwise("未填"));
        assert_eq!(zero("0;-0;\"无\""), Format::Plain);
        assert_eq!(zero("_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ "), Format::Plain);
    }

    #[test]
    fn a_format_says_how_many_digits_are_shown() {
        for (code, decimals) in [
            ("0", Some(0)),
            ("0.00", Some(2)),
            ("#,##0.0##_);[Red]\\(#,##0.00\\)", Some(3)),
            ("0.00%", Some(2)),
            ("0.0\"万元\"", Some(1)),
            ("_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ", Some(2)),
            ("General", None),
            ("G/通用格式\"万元\"", None),
            ("0.00E+00", None),
            ("# ?/10", None),
            ("@", None),
            ("yyyy/m/d", None),
        ] {
            assert_eq!(Formats::of_code(code, false).decimals(Decimal::ONE), decimals, "{code}");
        }
        let built_in = |id| Formats::built_in(id, false).decimals(Decimal::ONE);
        assert_eq!(
            [0, 1, 2, 4, 9, 10, 11, 14, 44].map(built_in),
            [None, Some(0), Some(2), Some(2), Some(0), Some(2), None, None, Some(2)]
        );
        assert_eq!(Formats::of_code("0.00;0.0", false).decimals(-Decimal::ONE), Some(1));
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
        let number = |text| number_of(text).map(|number| number.to_string());
        assert_eq!(number("2024-03-05").as_deref(), Some("45356"));
        assert_eq!(number("2024-03-05T12:00:00Z").as_deref(), Some("45356.50"));
        assert_eq!(number("06:00:00.000").as_deref(), Some("0.25"));
        assert_eq!(number("1900-01-01").as_deref(), Some("1"));
        assert_eq!([number("3月5日"), number("1815-06-18"), number("")], [None, None, None]);
    }
}
