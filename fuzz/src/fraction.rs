//! Numbers as exact fractions of any size.

use num_bigint::BigInt;
use num_rational::BigRational;
use rust_decimal::Decimal;

/// A decimal as a fraction.
pub fn of(value: Decimal) -> BigRational {
    let denominator = BigInt::from(10).pow(value.scale());
    BigRational::new(BigInt::from(value.mantissa()), denominator)
}

/// Digits with at most one point as a fraction.
pub fn typed(digits: &str) -> Option<BigRational> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let denominator = BigInt::from(10).pow(u32::try_from(fraction.len()).ok()?);
    Some(BigRational::new(all.parse().ok()?, denominator))
}

/// Whether a decimal is the fraction rounded half away from zero at some number of digits, which is
/// at least this one.
pub fn is_rounded(shown: Decimal, exact: &BigRational, digits: u32) -> bool {
    let digits = digits.max(shown.scale());
    let unit = BigRational::new(BigInt::from(1), BigInt::from(10).pow(digits));
    let far = (of(shown) - exact) * BigRational::from_integer(BigInt::from(2));
    let far = if far < BigRational::from_integer(BigInt::from(0)) { -far } else { far };
    far <= unit
}
