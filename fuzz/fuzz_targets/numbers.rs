//! Any text → numbers: what is read is the number of its digits, a fault proposes numbers that are
//! read, runs of a text stand in it in order; sums and percentages against exact fractions.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::fuzzing::{chinese_numeral, percentage, read_chinese, runs, sum};
use nianbao::number::Quantity;
use nianbao_fuzz::fraction;
use num_bigint::BigInt;
use num_rational::BigRational;

fuzz_target!(|text: &str| {
    let mut numbers = Vec::new();
    for line in text.lines() {
        for read in [Quantity::parse(line), Quantity::parse_signed(line)] {
            match read {
                Ok(quantity) => {
                    numbers.push(quantity.value);
                    is_what_was_typed(line, &quantity);
                }
                Err(fault) => {
                    assert!(!fault.reason.describe().is_empty());
                    for meant in fault.meant {
                        // What is proposed is typed as it is shown, and read.
                        let shown = meant.with_unit("");
                        let again = Quantity::parse_signed(&shown);
                        assert_eq!(again.as_ref().ok(), Some(&meant), "{line:?}: {shown}");
                    }
                }
            }
        }
        if let Some(number) = line.parse::<u32>().ok().filter(|number| *number < 10_000) {
            let numeral = chinese_numeral(number);
            let read = read_chinese(&numeral);
            assert_eq!(read.as_deref(), Some(number.to_string().as_str()), "{numeral}");
        }
        let _ = read_chinese(line);
    }
    let mut end = 0;
    for (range, digits, _) in runs(text) {
        assert!(text.get(range.clone()).is_some() && text.get(digits.clone()).is_some());
        assert!(range.start <= digits.start && digits.end <= range.end, "{range:?} {digits:?}");
        assert!(end <= range.start, "{text:?}: runs overlap at {range:?}");
        end = range.end;
    }
    let total: BigRational = numbers.iter().map(|number| fraction::of(*number)).sum();
    if let Some(sum) = sum(&numbers) {
        assert_eq!(fraction::of(sum), total, "{numbers:?}");
    }
    if let [part, whole, ..] = numbers[..]
        && let Some(rate) = percentage(part, whole, 2)
    {
        let hundred = BigRational::from_integer(BigInt::from(100));
        let exact = fraction::of(part) * hundred / fraction::of(whole);
        assert!(fraction::is_rounded(rate, &exact, 2), "{part} of {whole}: {rate}");
    }
});

/// The number is that of the ASCII digits and the point in the text, up to its sign.
fn is_what_was_typed(line: &str, quantity: &Quantity) {
    let digits: String = line.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let Some(typed) = fraction::typed(&digits) else {
        panic!("{line:?} has no number, but {quantity:?} was read");
    };
    let read = fraction::of(quantity.value.abs());
    assert_eq!(read, typed, "{line:?}: {quantity:?}");
}
