//! Shares: `{{甲|占:乙}}`, what percentage of 乙 甲 is. It is computed, never typed.

use rust_decimal::Decimal;

use super::passages::{Kind, Passage};
use super::{Line, Owner, ProseChecker};
use crate::catalogue::{Metric, MetricKind};
use crate::check::figures::Share;
use crate::diagnostic::{Code, Diagnostic};
use crate::metric::RATE_DECIMALS;
use crate::number::{self, Quantity};
use crate::prose::{self, Form, Piece, Placeholder, SHARE};
use crate::rules::{Operand, point};

/// Why there is no share: what is wrong, or none where that is reported on its own.
type NoShare = Option<Box<Diagnostic>>;

impl ProseChecker<'_> {
    /// The share that a placeholder asks for, which has a part with a value.
    ///
    /// # Errors
    /// What is wrong where there is none.
    pub(super) fn share(
        &self,
        placeholder: &Placeholder,
        share: &prose::Share,
        passage: Passage<'_>,
    ) -> Result<Share, NoShare> {
        let place = || self.locate(passage, &placeholder.range);
        let fault =
            |message: String, label: &str| Diagnostic::new(Code::E0754, message).at(place(), label);
        let part = self.ledger.line(&placeholder.name).ok_or(None)?;
        let Some(whole) = self.ledger.line(&share.whole) else {
            let unknown = self.unknown(&share.whole, place());
            let meant = self.ledger.current_name(&share.whole);
            let meant = meant.or_else(|| self.ledger.nearest(&share.whole));
            return Err(Some(Box::new(match meant {
                Some(meant) => {
                    let name = &placeholder.name;
                    unknown
                        .help(format!("“占:”后面改为“{meant}”，如 {{{{{name}|{SHARE}:{meant}}}}}"))
                }
                None => unknown,
            })));
        };
        let (one, other) = (part.metric, whole.metric);
        let shown = format!("“{}”占“{}”", one.name, other.name);
        for metric in [one, other] {
            if !matches!(metric.kind, MetricKind::Count | MetricKind::Amount) {
                let message = format!("{shown}的百分比算不出来");
                let label = format!("“{}”的类型是“{}”", metric.name, metric.kind.word());
                return Err(Some(Box::new(
                    fault(message, &label).help("占比只用于计数、数量的指标；换一个指标"),
                )));
            }
        }
        let (of_part, of_whole) = owners(placeholder, part, whole, passage);
        if one.name == other.name && of_part.is_none() {
            let fault = fault(format!("{shown}总是 100%"), "与自己比");
            return Err(Some(Box::new(fault.help("“占:”后面写作分母的指标"))));
        }
        let (part, whole) = match (part.number_in(of_part), whole.number_in(of_whole)) {
            (Some(part), Some(whole)) if !part.spans.is_empty() && !whole.spans.is_empty() => {
                (part, whole)
            }
            // Its want is reported once for all places, but that of a department's own at each.
            _ => {
                let form = Form::Full;
                let whole = Placeholder { name: other.name.clone(), form, ..placeholder.clone() };
                let is_own = of_whole.is_some();
                let without = is_own.then(|| self.without_own(&whole, passage)).flatten();
                return Err(without.map(Box::new));
            }
        };
        let decimals = share.decimals.unwrap_or(RATE_DECIMALS);
        let (value, formula) = compute(&part, &whole, decimals, (one, other)).map_err(|why| {
            let found = fault(format!("{shown}的百分比{}", why.words()), why.label());
            let found = point(found, &part, false, &format!("{} {}", one.name, part.with_unit()));
            let found =
                point(found, &whole, false, &format!("{} {}", other.name, whole.with_unit()));
            Some(Box::new(found.help(why.help())))
        })?;
        Ok(Share {
            part: one.name.clone(),
            whole: other.name.clone(),
            department: of_part.or(of_whole).map(str::to_owned),
            decimals: share.decimals,
            value,
            formula,
        })
    }

    /// All shares that the texts print.
    pub(super) fn shares(&self, passages: &[Passage<'_>]) -> Vec<Share> {
        let mut shares: Vec<Share> = Vec::new();
        let asks = |passage: &&Passage<'_>| {
            passage.kind != Kind::Note && passage.text.value.contains(SHARE)
        };
        for passage in passages.iter().filter(asks) {
            for piece in prose::parse(&passage.text.value).0 {
                if let Piece::Placeholder(placeholder) = &piece
                    && let Form::Share(share) = &placeholder.form
                    && let Ok(share) = self.share(placeholder, share, *passage)
                    && !shares.contains(&share)
                {
                    shares.push(share);
                }
            }
        }
        shares
    }
}

/// Whose own figures are meant: the department's where every department has one, both of them or
/// the part alone. The part of itself is one of the sum of all.
fn owners<'p>(
    placeholder: &Placeholder,
    part: &Line<'_>,
    whole: &Line<'_>,
    passage: Passage<'p>,
) -> (Option<&'p str>, Option<&'p str>) {
    let department = passage.department.map(|department| department.name.value.as_str());
    let of_part = department.filter(|_| !placeholder.total && part.metric.owner == Owner::Every);
    let is_own = whole.metric.owner == Owner::Every && whole.metric.name != part.metric.name;
    (of_part, of_part.filter(|_| is_own))
}

/// Why two figures give no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Units,
    Zero,
    Approximate,
    Negative,
    More,
    TooLong,
}

impl Why {
    fn words(self) -> &'static str {
        match self {
            Why::More => "超过了 100%",
            Why::TooLong => "算不出来：数字位数太多",
            Why::Units | Why::Zero | Why::Approximate | Why::Negative => "算不出来",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Why::Units => "两个数的单位不同",
            Why::Zero => "分母为零",
            Why::Approximate => "有一个是概数，不能计算",
            Why::Negative => "有一个是负数，不能作占比",
            Why::More => "部分比整体多",
            Why::TooLong => "在这里引用",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Why::Units => "换一个单位相同的指标",
            Why::Zero => "改写这一句，如“未发生……”",
            Why::Approximate => "填上准确数；没有准确数的，删去占比",
            Why::Negative => "改写这一句，直接写两个数",
            Why::More => "核对两个数；前后写反的，对调两个指标",
            Why::TooLong => "核对这几个数，看是否有几个数连在了一起",
        }
    }
}

/// The percentage, and the formula with its numbers.
fn compute(
    part: &Operand<'_>,
    whole: &Operand<'_>,
    decimals: u32,
    (one, other): (&Metric, &Metric),
) -> Result<(Decimal, String), Why> {
    if !part.quantity.is_exact() || !whole.quantity.is_exact() {
        return Err(Why::Approximate);
    }
    let (mut above, mut below) = (part.quantity.value, whole.quantity.value);
    if !one.is_in_one_unit_with(other) {
        // 万元 of 亿元: both in the smaller one, which is exact.
        match number::convert(above, &one.unit, &other.unit) {
            Some(converted) => above = converted,
            None => below = number::convert(below, &other.unit, &one.unit).ok_or(Why::Units)?,
        }
    }
    if below.is_zero() {
        return Err(Why::Zero);
    }
    if [above, below].iter().any(|value| value.is_sign_negative() && !value.is_zero()) {
        return Err(Why::Negative);
    }
    if above > below {
        return Err(Why::More);
    }
    let value = number::percentage(above, below, decimals).ok_or(Why::TooLong)?;
    Ok((value, format!("{} ÷ {} × 100%", Quantity::exact(above), Quantity::exact(below))))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::project::Project;
    use crate::source::Sources;

    /// The metrics of the shipped catalogue that are counts, and amounts in 万元.
    fn metric(is_it: impl Fn(&Metric) -> bool) -> Arc<Metric> {
        let root = env!("CARGO_MANIFEST_DIR");
        let project = Project::open(std::path::Path::new(root), &mut Sources::default());
        let catalogue = project.value.expect("a project").catalogue;
        catalogue.metrics.values().find(|metric| is_it(metric)).cloned().expect("a metric")
    }

    fn operand(metric: &Metric, value: Decimal) -> Operand<'_> {
        let quantity = Quantity::exact(value);
        Operand { name: &metric.name, unit: &metric.unit, quantity, spans: &[] }
    }

    #[test]
    fn amounts_in_other_scales_are_brought_to_one() {
        let wan = metric(|metric| metric.unit == "万元");
        let yi = Metric { unit: "亿元".to_owned(), ..Metric::clone(&wan) };
        let yuan = Metric { unit: "元".to_owned(), ..Metric::clone(&wan) };
        let share = |one: &Metric, value, other: &Metric, whole| {
            let (part, whole) = (operand(one, value), operand(other, whole));
            compute(&part, &whole, 2, (one, other))
                .map(|(value, formula)| (value.to_string(), formula))
        };
        let [one, three] = [1, 3].map(Decimal::from);
        let shown = |value: &str, formula: &str| Ok((value.to_owned(), formula.to_owned()));
        assert_eq!(share(&wan, one, &yi, three), shown("0.003", "0.0001 ÷ 3 × 100%"));
        assert_eq!(share(&yuan, one, &wan, one), shown("0.01", "0.0001 ÷ 1 × 100%"));
        assert_eq!(share(&yi, one, &wan, three), Err(Why::More));
        let count = metric(|metric| metric.unit == "件");
        assert_eq!(share(&wan, one, &count, three), Err(Why::Units));
        assert_eq!(share(&wan, one, &wan, Decimal::ZERO), Err(Why::Zero));
        assert_eq!(share(&wan, -one, &wan, three), Err(Why::Negative));
    }

    proptest! {
        #[test]
        fn a_share_is_the_nearest_percentage(part: u32, rest: u32, decimals in 0_u32..=6) {
            let count = Metric::clone(&COUNT);
            let whole = u64::from(part) + u64::from(rest);
            let (one, other) = (operand(&count, part.into()), operand(&count, whole.into()));
            match compute(&one, &other, decimals, (&count, &count)) {
                Err(why) => prop_assert_eq!((why, whole), (Why::Zero, 0)),
                Ok((value, _)) => {
                    // In integers: |value × whole − part × 100| is at most half of the last digit.
                    let scale = value.scale().max(decimals);
                    let ten = 10_i128.pow(scale);
                    let digits = value.mantissa() * 10_i128.pow(scale - value.scale());
                    let whole = i128::from(whole);
                    let off = (digits * whole - i128::from(part) * 100 * ten).abs();
                    prop_assert!(off * 2 <= whole);
                    prop_assert_eq!(digits == 0, part == 0);
                    prop_assert_eq!(digits == 100 * ten, rest == 0);
                }
            }
        }
    }

    static COUNT: std::sync::LazyLock<Arc<Metric>> =
        std::sync::LazyLock::new(|| metric(|metric| metric.unit == "件"));
}
