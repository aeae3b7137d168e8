//! Exact sums, rounding, percentages and the change on last year.
//!
//! What a `Decimal` cannot keep it rounds without a word, so sums and quotients are reckoned in whole
//! numbers here.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Quantity;

/// The sum. None when it cannot be kept exactly.
pub(crate) fn sum(values: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    let (mut total, mut scale) = (0i128, 0);
    for value in values {
        let common = value.scale().max(scale);
        total = scaled(total, common - scale)?.checked_add(units(value, common)?)?;
        scale = common;
    }
    exactly(total, scale)
}

/// `one − other`. None when it cannot be kept exactly.
pub(crate) fn difference(one: Decimal, other: Decimal) -> Option<Decimal> {
    sum([one, -other])
}

/// The value as a number of units of 10⁻ˢᶜᵃˡᵉ, no fewer than it has digits after the point.
fn units(value: Decimal, scale: u32) -> Option<i128> {
    scaled(value.mantissa(), scale.checked_sub(value.scale())?)
}

fn scaled(units: i128, zeros: u32) -> Option<i128> {
    units.checked_mul(10i128.checked_pow(zeros)?)
}

/// So many units of 10⁻ˢᶜᵃˡᵉ. None where a `Decimal` would round them.
fn exactly(mut units: i128, mut scale: u32) -> Option<Decimal> {
    loop {
        if let Ok(value) = Decimal::try_from_i128_with_scale(units, scale) {
            return Some(value);
        }
        if scale == 0 || units % 10 != 0 {
            return None;
        }
        (units, scale) = (units / 10, scale - 1);
    }
}

/// Rounded half up (away from zero) to so many digits after the point, trailing zeros dropped.
pub(crate) fn round_half_up(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// A percentage, rounded half up to so many digits after the point; to as many more as are needed
/// where it would look like 0 or 100 and is neither.
pub(crate) fn round_rate(rate: Decimal, decimals: u32) -> Decimal {
    let rounded = (decimals..rate.scale()).map(|digits| round_half_up(rate, digits));
    let mut honest = rounded.filter(|rounded| !is_limit(*rounded));
    let plain = round_half_up(rate, decimals);
    if !is_limit(plain) || plain == rate {
        plain
    } else {
        honest.next().unwrap_or(rate.normalize())
    }
}

/// Whether a percentage is one that people read as none or as all.
fn is_limit(rate: Decimal) -> bool {
    rate.is_zero() || rate.abs() == Decimal::ONE_HUNDRED
}

/// `part ÷ whole × 100`, rounded as [`round_rate`] does. None when the whole is zero or out of range.
pub(crate) fn percentage(part: Decimal, whole: Decimal, decimals: u32) -> Option<Decimal> {
    let plain = quotient(part, whole, decimals)?;
    if !is_limit(plain) || part.is_zero() || part.abs() == whole.abs() {
        return Some(plain);
    }
    let mut longer =
        (decimals + 1..=Decimal::MAX_SCALE).map_while(|digits| quotient(part, whole, digits));
    longer.find(|rate| !is_limit(*rate))
}

/// `part ÷ whole × 100`, rounded half up: long division, as a quotient that does not end would be cut
/// before it is rounded.
fn quotient(part: Decimal, whole: Decimal, decimals: u32) -> Option<Decimal> {
    let scale = part.scale().max(whole.scale());
    let (part, whole) = (units(part, scale)?.checked_mul(100)?, units(whole, scale)?);
    let is_negative = (part < 0) != (whole < 0);
    let (part, whole) = (part.checked_abs()?, whole.checked_abs()?);
    let (mut digits, mut rest) = (part.checked_div(whole)?, part.checked_rem(whole)?);
    for _ in 0..decimals {
        rest = rest.checked_mul(10)?;
        digits = digits.checked_mul(10)?.checked_add(rest / whole)?;
        rest %= whole;
    }
    if rest.checked_mul(2)? >= whole {
        digits = digits.checked_add(1)?;
    }
    let rate = exactly(if is_negative { -digits } else { digits }, decimals)?;
    Some(rate.normalize())
}

/// `part ÷ whole × 100` with one digit after the point, or as many as show that it is over a
/// limit that it is over.
pub(crate) fn percentage_over(part: Decimal, whole: Decimal, limit: Decimal) -> Option<Decimal> {
    let mut rates = (1..=Decimal::MAX_SCALE).map_while(|digits| percentage(part, whole, digits));
    rates.find(|rate| *rate > limit)
}

/// Whether `part ÷ whole × 100` is over a limit. None where that cannot be reckoned exactly.
pub(crate) fn is_percentage_over(part: Decimal, whole: Decimal, limit: Decimal) -> Option<bool> {
    let scale = part.scale().max(whole.scale() + limit.scale());
    let one = scaled(part.mantissa().checked_mul(100)?, scale - part.scale())?;
    let other = whole.mantissa().checked_mul(limit.mantissa())?;
    Some(one > scaled(other, scale - whole.scale() - limit.scale())?)
}

/// What [`change`] says, after words that say already what is compared: after 同比 or 与上年相比，
/// 与上年持平 is 持平.
pub(crate) fn change_after<'c>(before: &str, change: &'c str) -> &'c str {
    match change.strip_prefix("与上年") {
        Some(bare) if ends_with_comparison(before) => bare,
        _ => change,
    }
}

/// Whether a text ends by naming last year, or in 同比, 相比 or the like.
fn ends_with_comparison(text: &str) -> bool {
    const LAST_YEARS: [&str; 6] = ["上年", "去年", "上一年", "前一年", "上年度", "去年度"];
    let text = text.trim_end();
    let clause = text.trim_end_matches(['，', ',']);
    if clause.ends_with("同比") {
        return true;
    }
    // After a comma it is what is compared only with 相比: 与去年相比，持平.
    let text = if clause.ends_with('比') { clause } else { text };
    let bare = text.strip_suffix("相比").or_else(|| text.strip_suffix('比')).unwrap_or(text);
    let bare = bare.strip_suffix("同期").or_else(|| bare.strip_suffix("同一时期")).unwrap_or(bare);
    let bare = bare.strip_suffix("的").unwrap_or(bare);
    let year = LAST_YEARS.iter().find_map(|year| bare.strip_suffix(year));
    let year = year.or_else(|| {
        let digits = bare.trim_end_matches('度').strip_suffix('年')?;
        let rest = digits.trim_end_matches(|c: char| c.is_ascii_digit());
        (digits.len() - rest.len() == 4).then_some(rest)
    });
    year.is_some_and(|rest| rest.ends_with(['比', '较', '与', '同', '和', '跟', '于']))
}

/// The change on last year in the field's words: 增长12.5%, 下降3.1%, 与上年持平; for rates
/// (given with the digits they are printed with) 提高1.2个百分点. None when last year is not
/// above zero or this year below it and they differ, or one of the two is approximate.
pub(crate) fn change(
    now: Quantity,
    before: Quantity,
    rate_decimals: Option<u32>,
) -> Option<String> {
    if !now.is_exact() || !before.is_exact() {
        return None;
    }
    let same = "与上年持平";
    let nearly_same = "与上年基本持平";
    if let Some(decimals) = rate_decimals {
        if now.value == before.value {
            return Some(same.into());
        }
        // Between the printed rates, so that the reader can follow.
        let printed = |rate: Quantity| round_rate(rate.value, decimals);
        let step = difference(printed(now), printed(before))?.normalize();
        return Some(match step {
            step if step.is_zero() => nearly_same.into(),
            step if step.is_sign_positive() => format!("提高{step}个百分点"),
            step => format!("下降{}个百分点", step.abs()),
        });
    }
    if now.value == before.value {
        return Some(same.into());
    }
    if before.value <= Decimal::ZERO || now.value < Decimal::ZERO {
        return None;
    }
    let step = difference(now.value, before.value)?;
    if quotient(step, before.value, 1)?.is_zero() {
        return Some(nearly_same.into());
    }
    let percent = percentage(step, before.value, 1)?;
    Some(match percent.is_sign_positive() {
        true => format!("增长{percent}%"),
        false => format!("下降{}%", percent.abs()),
    })
}
