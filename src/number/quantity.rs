//! A value as reported: a decimal, and the word that makes it approximate.

use std::fmt;

use rust_decimal::Decimal;

use super::{difference, round_half_up, round_rate, sum};

/// A value as reported: exact, or approximate in one of the field's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    /// With the digits after the point as typed.
    pub value: Decimal,
    /// How exact it is.
    pub approx: Approx,
}

/// How an approximate value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approx {
    /// 24: not approximate.
    Exact,
    /// 约1.1
    About,
    /// 近50
    Nearly,
    /// 超过30
    Over,
    /// 400多
    More,
    /// 120余
    Odd,
}

impl Approx {
    /// Whether the true value is above the one that is written: 超过30, 400多, 120余.
    pub(crate) fn is_above(self) -> bool {
        matches!(self, Approx::Over | Approx::More | Approx::Odd)
    }
}

impl Quantity {
    /// A value that is not approximate.
    pub fn exact(value: Decimal) -> Quantity {
        Quantity { value, approx: Approx::Exact }
    }

    /// Whether it is not approximate.
    pub fn is_exact(&self) -> bool {
        self.approx == Approx::Exact
    }

    /// The least that the true value may be: of 约 and 近 a tenth below the one that is written.
    /// None where nothing limits it.
    pub(crate) fn least(&self) -> Option<Decimal> {
        match self.approx {
            Approx::Exact | Approx::Over | Approx::More | Approx::Odd => Some(self.value),
            Approx::About | Approx::Nearly => difference(self.value, self.tenth()?),
        }
    }

    /// The most that the true value may be: of 约 a tenth above the one that is written; of 超过, 多
    /// and 余 the same, or one more of its last digit that is not 0 where that is more (400多 is at
    /// most 500). None where nothing limits it.
    pub(crate) fn most(&self) -> Option<Decimal> {
        match self.approx {
            Approx::Exact | Approx::Nearly => Some(self.value),
            Approx::About => sum([self.value, self.tenth()?]),
            Approx::Over | Approx::More | Approx::Odd => {
                sum([self.value, self.tenth()?.max(self.last_digit()?)])
            }
        }
    }

    /// A tenth of it. None of nothing.
    fn tenth(&self) -> Option<Decimal> {
        let units = Some(self.value.mantissa().abs()).filter(|units| *units != 0)?;
        Decimal::try_from_i128_with_scale(units, self.value.scale() + 1).ok()
    }

    /// One of its last digit that is not 0.
    fn last_digit(&self) -> Option<Decimal> {
        let mut units = Some(self.value.mantissa()).filter(|units| *units != 0)?;
        let mut one = 1;
        while units % 10 == 0 {
            (units, one) = (units / 10, one * 10);
        }
        Decimal::try_from_i128_with_scale(one, self.value.scale()).ok()
    }

    /// Rounded half up to so many digits after the point, trailing zeros dropped.
    #[must_use]
    pub fn rounded(self, decimals: u32) -> Quantity {
        Quantity { value: round_half_up(self.value, decimals), ..self }
    }

    /// A percentage, rounded to so many digits, but to 0 or 100 only where it is just that.
    #[must_use]
    pub(crate) fn rounded_rate(self, decimals: u32) -> Quantity {
        Quantity { value: round_rate(self.value, decimals), ..self }
    }

    /// Number and unit as read aloud: 24家, 约1.1亿元, 400多条, 500多万元, 1.2万多条, 92.72%.
    pub fn with_unit(&self, unit: &str) -> String {
        match (self.approx, unit) {
            // 多 and 余 follow the per cent sign: 90%多.
            (Approx::More | Approx::Odd, "%") => {
                format!("{}%{}", Quantity::exact(self.value), self.suffix())
            }
            (Approx::More | Approx::Odd, _) if !self.is_round() => {
                let scale = unit.len() - unit.trim_start_matches(['万', '亿']).len();
                let (scale, base) = unit.split_at(scale);
                format!("{}{scale}{}{base}", Quantity::exact(self.value), self.suffix())
            }
            _ => format!("{self}{unit}"),
        }
    }

    /// Whether 多 may follow its last digit before 万: 500多万, but 3万多 and 1.2万多.
    fn is_round(&self) -> bool {
        (self.value % Decimal::TEN).is_zero()
    }

    /// As a part of a formula: a negative number in brackets.
    pub(crate) fn in_formula(&self) -> String {
        if self.value.is_sign_negative() { format!("({self})") } else { self.to_string() }
    }

    fn prefix(&self) -> &'static str {
        match self.approx {
            Approx::About => "约",
            Approx::Nearly => "近",
            Approx::Over => "超过",
            Approx::Exact | Approx::More | Approx::Odd => "",
        }
    }

    fn suffix(&self) -> &'static str {
        match self.approx {
            Approx::More => "多",
            Approx::Odd => "余",
            Approx::Exact | Approx::About | Approx::Nearly | Approx::Over => "",
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The true minus, as print has it.
        let sign = if self.value.is_sign_negative() { "−" } else { "" };
        write!(f, "{}{sign}{}{}", self.prefix(), self.value.abs(), self.suffix())
    }
}
