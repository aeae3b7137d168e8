//! Units of which one is a multiple of the other.

use rust_decimal::Decimal;

/// A unit as a multiple of its base: 亿元 = 10⁸ 元.
fn base_unit(unit: &str) -> (Decimal, &str) {
    for (word, scale) in [("万亿", 1_000_000_000_000u64), ("亿", 100_000_000), ("万", 10_000)] {
        if let Some(base) = unit.strip_prefix(word).filter(|base| !base.is_empty()) {
            return (Decimal::from(scale), base);
        }
    }
    match unit {
        "千元" => (Decimal::from(1_000), "元"),
        "百万元" => (Decimal::from(1_000_000), "元"),
        "公顷" => (Decimal::from(10_000), "平方米"),
        "平方公里" | "平方千米" => (Decimal::from(1_000_000), "平方米"),
        "公里" | "千米" => (Decimal::from(1_000), "米"),
        "吨" => (Decimal::from(1_000), "千克"),
        "公斤" => (Decimal::ONE, "千克"),
        _ => (Decimal::ONE, unit),
    }
}

/// The unit of which a unit is a multiple: 万元 and 亿元 → 元. A value can be said in all
/// units of one kind.
pub(crate) fn kind_of_unit(unit: &str) -> &str {
    base_unit(unit).1
}

/// How many of its base a unit is: 万元 is 10⁴ 元.
pub(crate) fn scale_of_unit(unit: &str) -> Decimal {
    base_unit(unit).0
}

/// The value in another unit of the same kind, exactly. None when the units are of
/// different kinds or the result cannot be kept exactly.
pub(crate) fn convert(value: Decimal, from: &str, to: &str) -> Option<Decimal> {
    let ((from_scale, from_base), (to_scale, to_base)) = (base_unit(from), base_unit(to));
    if from_base != to_base {
        return None;
    }
    if from_scale == to_scale {
        return Some(value);
    }
    let converted = value.normalize().checked_mul(from_scale)?.checked_div(to_scale)?;
    let exact = converted.checked_mul(to_scale)? == value.checked_mul(from_scale)?;
    exact.then(|| converted.normalize())
}

/// The unit in which a number was probably typed that is to be in `unit`, and what it is in that: one
/// of the same kind, a thousand times larger or smaller or more, with which it fits.
pub(crate) fn other_unit(
    value: Decimal,
    unit: &str,
    fits: impl Fn(Decimal) -> bool,
) -> Option<(String, Decimal)> {
    let (own, base) = base_unit(unit);
    let named: &[&str] = match base {
        "元" => &["千元", "百万元"],
        "平方米" => &["公顷", "平方公里"],
        "米" => &["公里"],
        "千克" => &["吨"],
        _ => &[],
    };
    let prefixed = ["", "万", "亿"].map(|prefix| format!("{prefix}{base}"));
    let units = prefixed.into_iter().chain(named.iter().map(|unit| (*unit).to_owned()));
    let thousand = Decimal::ONE_THOUSAND;
    let mut far = units.filter(|typed| {
        let scale = scale_of_unit(typed);
        [(scale, own), (own, scale)]
            .into_iter()
            .any(|(one, other)| other.checked_mul(thousand).is_some_and(|other| one >= other))
    });
    far.find_map(|typed| {
        let meant = convert(value, &typed, unit).filter(|meant| fits(*meant))?;
        Some((typed, meant))
    })
}
