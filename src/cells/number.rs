//! Numbers of cells. A workbook keeps them in binary, with fifteen decimal digits that can be trusted;
//! what is written in its parts has up to seventeen.

use rust_decimal::{Decimal, RoundingStrategy};

/// How many digits of a number are kept.
const DIGITS: i32 = 15;

/// A number as a part of a workbook writes it, `0.99870000000000003` or `1.2E-3`, rounded to the
/// digits that were typed, and whether it may have had more of them. None for one that is too large.
pub(super) fn decimal(text: &str) -> Option<(Decimal, bool)> {
    let read = match text.contains(['e', 'E']) {
        true => Decimal::from_scientific(text).ok(),
        // Digits that find no room are none that were kept.
        false => text.parse().ok(),
    };
    let value: Decimal = match read {
        Some(value) => value,
        // 1.2E-300 is nothing.
        None if text.to_ascii_uppercase().contains("E-") => Decimal::ZERO,
        None => return None,
    };
    if value.is_zero() {
        return Some((Decimal::ZERO, false));
    }
    let rounded = value.round_sf_with_strategy(15, RoundingStrategy::MidpointAwayFromZero)?;
    let whole = i32::try_from(value.trunc().abs().normalize().to_string().len()).ok()?;
    Some((rounded.normalize(), whole > DIGITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_that_were_typed() {
        for (written, typed) in [
            ("0.99870000000000003", "0.9987"),
            ("99.870000000000005", "99.87"),
            ("5484.1212999999998", "5484.1213"),
            ("0.1", "0.1"),
            ("121", "121"),
            ("121.0", "121"),
            ("1.2E+05", "120000"),
            ("1.0999999999999999E-2", "0.011"),
            ("1E-300", "0"),
            ("-0", "0"),
            ("-2.2999999999999998", "-2.3"),
            ("123456789012345", "123456789012345"),
        ] {
            let (value, is_cut) = decimal(written).unwrap();
            assert_eq!((value.to_string().as_str(), is_cut), (typed, false), "{written}");
        }
        assert_eq!(decimal("1.234567890123456E+17").map(|(_, is_cut)| is_cut), Some(true));
        assert_eq!(decimal("1234567890123456").map(|(_, is_cut)| is_cut), Some(true));
        for none in ["1E+300", "a", ""] {
            assert_eq!(decimal(none), None, "{none}");
        }
    }
}
