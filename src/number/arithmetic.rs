//! Exact sums, rounding, percentages and the change on last year.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Quantity;

/// The sum. None when it cannot be kept exactly.
pub(crate) fn sum(values: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    values.into_iter().try_fold(Decimal::ZERO, |total, value| total.checked_add(value))
}

/// Rounded half up (away from zero) to so many digits after the point, trailing zeros dropped.
pub(crate) fn round_half_up(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// `part ÷ whole × 100`, rounded half up. None when the whole is zero or out of range.
pub(crate) fn percentage(part: Decimal, whole: Decimal, decimals: u32) -> Option<Decimal> {
    // Multiplied first: a quotient that does not end would be cut before it is rounded.
    let rate = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(round_half_up(rate, decimals))
}

/// `part ÷ whole × 100` with one digit after the point, or as many as show that it is over a
/// limit that it is over.
pub(crate) fn percentage_over(part: Decimal, whole: Decimal, limit: Decimal) -> Option<Decimal> {
    let mut rates = (1..=Decimal::MAX_SCALE).map_while(|digits| percentage(part, whole, digits));
    rates.find(|rate| *rate > limit)
}

/// The change on last year in the field's words: 增长12.5%, 下降3.1%, 与上年持平; for rates
/// (given with the digits they are printed with) 提高1.2个百分点. None when last year is
/// zero or one of the two is approximate.
pub(crate) fn change(
    now: Quantity,
    before: Quantity,
    rate_decimals: Option<u32>,
) -> Option<String> {
    if !now.is_exact() || !before.is_exact() {
        return None;
    }
    if let Some(decimals) = rate_decimals {
        // Between the printed rates, so that the reader can follow.
        let step = round_half_up(now.value, decimals)
            .checked_sub(round_half_up(before.value, decimals))?
            .normalize();
        return Some(match step {
            step if step.is_zero() => "与上年持平".into(),
            step if step.is_sign_positive() => format!("提高{step}个百分点"),
            step => format!("下降{}个百分点", step.abs()),
        });
    }
    if now.value == before.value {
        return (!before.value.is_zero()).then(|| "与上年持平".into());
    }
    let percent = percentage(now.value.checked_sub(before.value)?, before.value, 1)?;
    Some(match percent {
        percent if percent.is_zero() => "与上年基本持平".into(),
        percent if percent.is_sign_positive() => format!("增长{percent}%"),
        percent => format!("下降{}%", percent.abs()),
    })
}
