//! Lengths on the page.

use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use crate::document::TypeSize;

/// A length, exact in both millimetres and points: 1 unit = 1/36000 mm = 1/12700 pt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Len(i64);

impl Len {
    /// No length.
    pub const ZERO: Len = Len(0);
    const PER_MM: i64 = 36_000;
    const PER_PT: i64 = 12_700;

    /// So many units of 1/36000 mm.
    pub const fn units(units: i64) -> Len {
        Len(units)
    }

    /// So many millimetres.
    pub const fn mm(mm: i64) -> Len {
        Len(mm * Len::PER_MM)
    }

    /// So many points.
    pub const fn pt(pt: i64) -> Len {
        Len(pt * Len::PER_PT)
    }

    /// In units of 1/36000 mm.
    pub const fn to_units(self) -> i64 {
        self.0
    }

    /// This length times `numerator / denominator`, rounded down; the denominator must not be 0.
    #[must_use]
    pub const fn scale(self, numerator: i64, denominator: i64) -> Len {
        Len((self.0 * numerator).div_euclid(denominator))
    }

    /// So many times this length.
    #[must_use]
    pub const fn times(self, count: i64) -> Len {
        Len(self.0 * count)
    }

    /// Half of it, rounded towards zero.
    #[must_use]
    pub const fn half(self) -> Len {
        Len(self.0 / 2)
    }

    /// In thousandths of a point: what a PDF content stream needs.
    pub const fn to_thousandths(self) -> i64 {
        (self.0 * 1000 + self.0.signum() * Len::PER_PT / 2) / Len::PER_PT
    }

    /// In points, to a thousandth.
    pub fn to_pt(self) -> f32 {
        // Thousandths of a point stay far below 2^24, so they are exact in an f32.
        self.to_thousandths() as f32 / 1000.0
    }

    /// `12.345`: millimetres to a micrometre, for people and for snapshots.
    pub fn show_mm(self) -> String {
        let micro = (self.0 * 1000 + self.0.signum() * Len::PER_MM / 2) / Len::PER_MM;
        let sign = if micro < 0 { "-" } else { "" };
        format!("{sign}{}.{:03}", micro.abs() / 1000, micro.abs() % 1000)
    }

    /// As a size of type: by its Chinese name, `三号`, or in points, `15.75磅`.
    pub fn size_name(self) -> String {
        match TypeSize::NAMED.iter().find(|(_, size)| Len::from(*size) == self) {
            Some((name, _)) => (*name).to_owned(),
            None => format!("{}磅", self.to_pt()),
        }
    }

    /// Reads `37mm`, `15.75pt` or a size by its Chinese name, `三号`.
    fn parse(text: &str) -> Option<Len> {
        let text = text.trim();
        if let Some((_, size)) = TypeSize::NAMED.iter().find(|(name, _)| *name == text) {
            return Some(Len::from(*size));
        }
        let (number, unit) = if let Some(number) = text.strip_suffix("mm") {
            (number, Len::PER_MM)
        } else {
            (text.strip_suffix("pt")?, Len::PER_PT)
        };
        let number = number.trim();
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits =
            |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return None;
        }
        let scale = 10_i64.pow(u32::try_from(fraction.len()).ok()?);
        let value = whole.parse::<i64>().ok()? * scale + fraction.parse::<i64>().ok()?;
        Some(Len(value * unit / scale))
    }
}

impl From<TypeSize> for Len {
    fn from(TypeSize(half_points): TypeSize) -> Len {
        Len(i64::from(half_points) * Len::PER_PT / 2)
    }
}

impl Add for Len {
    type Output = Len;
    fn add(self, other: Len) -> Len {
        Len(self.0 + other.0)
    }
}

impl AddAssign for Len {
    fn add_assign(&mut self, other: Len) {
        self.0 += other.0;
    }
}

impl Sub for Len {
    type Output = Len;
    fn sub(self, other: Len) -> Len {
        Len(self.0 - other.0)
    }
}

impl SubAssign for Len {
    fn sub_assign(&mut self, other: Len) {
        self.0 -= other.0;
    }
}

impl Neg for Len {
    type Output = Len;
    fn neg(self) -> Len {
        Len(-self.0)
    }
}

impl std::iter::Sum for Len {
    fn sum<I: Iterator<Item = Len>>(lengths: I) -> Len {
        lengths.fold(Len::ZERO, Len::add)
    }
}

impl<'de> Deserialize<'de> for Len {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Len, D::Error> {
        let text = String::deserialize(deserializer)?;
        Len::parse(&text).ok_or_else(|| {
            D::Error::custom(format!("“{text}”不是长度：请写 37mm、15.75pt 或 三号"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_millimetres_points_and_named_sizes() {
        assert_eq!(Len::parse("37mm"), Some(Len::mm(37)));
        assert_eq!(Len::parse("0.35mm"), Some(Len::units(12_600)));
        assert_eq!(Len::parse("15.75pt"), Some(Len::units(200_025)));
        assert_eq!(Len::parse("三号"), Some(Len::pt(16)));
        for wrong in ["", "37", "mm", "-1mm", "1.mm", "３７mm", "999999999mm", "七号"] {
            assert_eq!(Len::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn lengths_show_and_convert_with_rounding() {
        assert_eq!(Len::mm(156).scale(1, 28).show_mm(), "5.571");
        assert_eq!(Len::units(-18_000).show_mm(), "-0.500");
        assert_eq!(Len::mm(210).to_pt(), 595.276);
        assert_eq!(Len::pt(22).size_name(), "二号");
        assert_eq!(Len::units(200_025).size_name(), "15.75磅");
    }
}
