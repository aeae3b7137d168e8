//! Numbers against an independent computation in whole numbers: fractions that are compared by
//! multiplying crosswise.

use proptest::{prop_assert, prop_assert_eq, proptest};

use super::*;

/// `mantissa × 10⁻ˢᶜᵃˡᵉ`
fn decimal(mantissa: i64, scale: u32) -> Decimal {
    Decimal::from_i128_with_scale(i128::from(mantissa), scale)
}

/// Whether a number is the fraction rounded half away from zero to so many digits: it lies within half
/// a unit of the last of them, and on the far side where it lies at just a half.
fn is_rounded(shown: Decimal, numerator: i128, denominator: i128, digits: u32) -> bool {
    let shown = shown.normalize();
    if shown.scale() > digits {
        return false;
    }
    let unit = 10i128.pow(digits);
    let shown = shown.mantissa() * 10i128.pow(digits - shown.scale());
    let (numerator, denominator) = match denominator < 0 {
        true => (-numerator, -denominator),
        false => (numerator, denominator),
    };
    // 2 × |numerator × unit − shown × denominator| against the denominator
    let far = 2 * (numerator * unit - shown * denominator);
    far.abs() < denominator || far.abs() == denominator && (far > 0) == (numerator < 0)
}

/// The digits that a percentage is to have: as many more as keep it from looking like 0 or 100.
fn rate_digits(numerator: i128, denominator: i128, from: u32) -> u32 {
    let is_limit = |digits: u32| {
        let limit = |hundreds: i128| {
            is_rounded(Decimal::from_i128_with_scale(hundreds, 0), numerator, denominator, digits)
        };
        (limit(0) && numerator != 0)
            || (limit(100) && numerator != 100 * denominator)
            || (limit(-100) && numerator != -100 * denominator)
    };
    (from..).find(|digits| !is_limit(*digits)).unwrap_or(from)
}

proptest! {
    #[test]
    fn a_percentage_is_the_exact_one_rounded(
        part in -2_000_000i64..2_000_000, whole in 1i64..2_000_000,
        one in 0u32..4, other in 0u32..4, digits in 0u32..5,
    ) {
        let rate = percentage(decimal(part, one), decimal(whole, other), digits).unwrap();
        let numerator = 100 * i128::from(part) * 10i128.pow(other);
        let denominator = i128::from(whole) * 10i128.pow(one);
        let digits = rate_digits(numerator, denominator, digits);
        prop_assert!(is_rounded(rate, numerator, denominator, digits), "{} with {}", rate, digits);
    }

    #[test]
    fn a_rate_near_all_or_nothing_is_never_shown_as_that(
        whole in 1_000i64..1_000_000_000_000, less in 1i64..100, digits in 0u32..5,
    ) {
        for part in [whole - less, less, whole + less] {
            let rate = percentage(decimal(part, 0), decimal(whole, 0), digits).unwrap();
            prop_assert!(!rate.is_zero() && rate != Decimal::ONE_HUNDRED, "{part} of {whole}: {rate}");
            let typed = decimal(part, 10);
            let typed = round_rate(typed, digits);
            prop_assert!(!typed.is_zero() && typed != Decimal::ONE_HUNDRED, "{part}: {typed}");
        }
        let all = percentage(decimal(whole, 0), decimal(whole, 0), digits);
        prop_assert_eq!(all, Some(Decimal::ONE_HUNDRED));
        prop_assert_eq!(percentage(Decimal::ZERO, decimal(whole, 0), digits), Some(Decimal::ZERO));
    }

    #[test]
    fn a_typed_rate_is_rounded_as_it_is(mantissa in -2_000_000_000i64..2_000_000_000, scale in 0u32..9, digits in 0u32..5) {
        let rate = decimal(mantissa, scale);
        let (numerator, denominator) = (i128::from(mantissa), 10i128.pow(scale));
        let digits = rate_digits(numerator, denominator, digits);
        prop_assert!(is_rounded(round_rate(rate, digits), numerator, denominator, digits));
    }

    #[test]
    fn a_sum_is_the_exact_one(values in proptest::collection::vec((i64::MIN..i64::MAX, 0u32..11), 0..20)) {
        let exact: i128 = values.iter().map(|(mantissa, scale)| i128::from(*mantissa) * 10i128.pow(10 - scale)).sum();
        let total = sum(values.iter().map(|(mantissa, scale)| decimal(*mantissa, *scale)));
        let total = total.map(|total| total.mantissa() * 10i128.pow(10u32.saturating_sub(total.scale())));
        prop_assert!(total.is_none_or(|total| total == exact), "{total:?} {exact}");
    }

    #[test]
    fn the_change_is_the_exact_one_rounded(now in 0i64..1_000_000, before in 1i64..1_000_000, one in 0u32..4, other in 0u32..4) {
        let (new, old) = (decimal(now, one), decimal(before, other));
        let said = change(Quantity::exact(new), Quantity::exact(old), None).unwrap();
        let new = i128::from(now) * 10i128.pow(other);
        let old = i128::from(before) * 10i128.pow(one);
        let numerator = 100 * (new - old);
        match said.as_str() {
            "与上年持平" => prop_assert_eq!(new, old),
            "与上年基本持平" => {
                prop_assert!(new != old && is_rounded(Decimal::ZERO, numerator, old, 1));
            }
            said => {
                let sign = if said.starts_with("增长") { 1 } else { -1 };
                let percent = said.trim_start_matches("增长").trim_start_matches("下降");
                let percent: Decimal = percent.trim_end_matches('%').parse().unwrap();
                prop_assert!(!percent.is_zero(), "{}", said);
                let digits = rate_digits(numerator, old, 1);
                prop_assert!(is_rounded(percent * Decimal::from(sign), numerator, old, digits), "{said}");
            }
        }
    }

    #[test]
    fn a_value_in_another_unit_is_the_same_value(mantissa in 0i64..i64::MAX, scale in 0u32..11) {
        let value = decimal(mantissa, scale);
        for (from, to, zeros) in [("亿元", "万元", 4), ("万元", "元", 4), ("亿元", "元", 8), ("万亿元", "亿元", 4)] {
            let exact = i128::from(mantissa) * 10i128.pow(zeros);
            if let Some(converted) = convert(value, from, to) {
                let common = scale.max(converted.scale());
                prop_assert_eq!(
                    converted.mantissa() * 10i128.pow(common - converted.scale()),
                    exact * 10i128.pow(common - scale)
                );
                prop_assert_eq!(convert(converted, to, from), Some(value.normalize()));
            }
        }
    }

    #[test]
    fn a_percentage_over_a_limit_is_over_it_exactly(part in 0i64..1_000_000, whole in 0i64..1_000_000, limit in 0i64..10_000, scale in 0u32..3) {
        let over = is_percentage_over(decimal(part, 0), decimal(whole, scale), decimal(limit, 1));
        let exact = i128::from(part) * 1000 * 10i128.pow(scale) > i128::from(whole) * i128::from(limit);
        prop_assert_eq!(over, Some(exact));
    }
}

#[test]
fn what_cannot_be_kept_exactly_is_no_number() {
    let longest = Decimal::MAX;
    assert_eq!(sum([longest, Decimal::ONE]), None);
    assert_eq!(sum([longest, d("0.1")]), None);
    assert_eq!(
        sum([d("7000000000000000000000000000.1"), d("0.9")]),
        Some(d("7000000000000000000000000001"))
    );
    assert_eq!(difference(-longest, Decimal::ONE), None);
    assert_eq!(percentage(longest, d("0.0000000000000000000000000001"), 2), None);
    assert_eq!(percentage(Decimal::ONE, Decimal::ZERO, 2), None);
}

#[test]
fn hundred_and_zero_per_cent_are_only_what_is_just_that() {
    let rate = |part, whole| percentage(d(part), d(whole), 2).map(|rate| rate.to_string());
    assert_eq!(rate("99999", "100000").as_deref(), Some("99.999"));
    assert_eq!(rate("1", "30000").as_deref(), Some("0.003"));
    assert_eq!(rate("1661", "1661").as_deref(), Some("100"));
    assert_eq!(rate("0", "1661").as_deref(), Some("0"));
    assert_eq!(rate("100001", "100000").as_deref(), Some("100.001"));
    assert_eq!(rate("46", "146").as_deref(), Some("31.51"));
    let typed = |value| round_rate(d(value), 2).to_string();
    assert_eq!(typed("99.996"), "99.996");
    assert_eq!(typed("99.99996"), "99.99996");
    assert_eq!(typed("0.0049"), "0.005");
    assert_eq!(typed("99.9949"), "99.99");
    assert_eq!(typed("98.765"), "98.77");
}

#[test]
fn a_change_is_never_rounded_to_all_or_nothing() {
    let count = |now, before| change(q(now), q(before), None);
    assert_eq!(count("4", "10000").as_deref(), Some("下降99.96%"));
    assert_eq!(count("19996", "10000").as_deref(), Some("增长99.96%"));
    assert_eq!(count("20004", "10000").as_deref(), Some("增长100.04%"));
    assert_eq!(count("0", "8").as_deref(), Some("下降100%"));
    let rate = |now, before| change(q(now), q(before), Some(2));
    assert_eq!(rate("99.996", "99.99").as_deref(), Some("提高0.006个百分点"));
    assert_eq!(rate("92.724", "92.721").as_deref(), Some("与上年基本持平"));
}

#[test]
fn after_words_that_compare_the_change_does_not_name_last_year_again() {
    for before in [
        "同比",
        "案件数同比",
        "同比，",
        "较上年",
        "比上年",
        "比去年",
        "与去年相比，",
        "与上年相比",
        "较2023年",
        "与上年同期相比，",
        "较上一年",
        "与上年",
        "相较于去年",
        "比上年度",
        "与2023年度相比，",
    ] {
        assert_eq!(change_after(before, "与上年持平"), "持平", "{before}");
        assert_eq!(change_after(before, "与上年基本持平"), "基本持平", "{before}");
        assert_eq!(change_after(before, "增长12.5%"), "增长12.5%", "{before}");
    }
    for before in ["", "全年", "上年，", "多于去年，", "案件数", "2023年", "总数"] {
        assert_eq!(change_after(before, "与上年持平"), "与上年持平", "{before}");
    }
}
