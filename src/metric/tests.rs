use proptest::{prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::source::{FileId, Sources};

/// A metric with a 范围 in tenths.
fn metric(kind: MetricKind, range: (Option<i64>, Option<i64>)) -> Metric {
    let tenths = |value: Option<i64>| value.map(|value| Decimal::new(value, 1));
    let file: FileId = Sources::default().add("data/catalogue.yaml", "");
    Metric {
        name: "甲".into(),
        name_span: Span::new(file, 0..0),
        report: "".into(),
        theme: String::new(),
        unit: "件".into(),
        kind,
        owner: Owner::Every,
        need: Need::Optional,
        definition: String::new(),
        instruction: None,
        minimum: tenths(range.0),
        maximum: tenths(range.1),
        decimals: None,
        default: None,
        cumulative: false,
        former_names: Vec::new(),
        taken_from: None,
        in_family: None,
    }
}

proptest! {
    /// Every tenth of the range is tried; between two of them lies another value still.
    #[test]
    fn a_value_passes_where_one_of_those_that_it_may_mean_is_in_the_range(
        least in -20i64..20, more in 0i64..40, value in -30i64..70, approx in 0usize..6,
    ) {
        let most = least + more;
        let metric = metric(MetricKind::Amount, (Some(least), Some(most)));
        let words = [Approx::Exact, Approx::About, Approx::Nearly, Approx::Over, Approx::More, Approx::Odd];
        let approx = words[approx];
        let quantity = Quantity { value: Decimal::new(value, 1), approx };
        let passes = metric.out_of_range(quantity).is_none();
        // In twentieths, so that there is a value beside each tenth.
        let may_mean = |true_value: i64| match approx {
            Approx::Exact | Approx::About => true_value == 2 * value,
            Approx::Nearly => true_value < 2 * value,
            Approx::Over | Approx::More | Approx::Odd => true_value > 2 * value,
        };
        let is_possible = (2 * least..=2 * most).any(may_mean);
        prop_assert!(!passes || is_possible, "{:?} in {}..{}", quantity, least, most);
        if quantity.is_exact() {
            prop_assert_eq!(passes, is_possible);
        }
    }
}

#[test]
fn a_number_is_not_negative_unless_its_range_says_so() {
    let is_out = |kind, range, value: i64| {
        metric(kind, range).out_of_range(Quantity::exact(Decimal::new(value, 1))).is_some()
    };
    for kind in [MetricKind::Count, MetricKind::Amount, MetricKind::Percent] {
        assert!(is_out(kind, (None, None), -1));
        assert!(!is_out(kind, (Some(-10), None), -1));
        assert!(is_out(kind, (Some(-10), None), -11));
    }
    assert!(is_out(MetricKind::Percent, (None, None), 1001));
    assert!(!is_out(MetricKind::Amount, (None, None), 1001));
}
