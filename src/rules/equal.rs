//! 相等: several figures are the same, exactly or within 容差 percent of the largest.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::ledger::all_exact;
use super::words::{names, point};
use super::{Checked, Form, Key, Kind, LedgerView, Relation, RuleReader, TooLong};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{self, Quantity};

const METRICS: Key = Key::numbers("指标", 2);
const TOLERANCE: Key = Key::optional("容差", Form::Percent);

pub(super) const KIND: Kind = Kind { word: "相等", keys: &[METRICS, TOLERANCE], read };

#[derive(Debug)]
struct Equal {
    metrics: Vec<String>,
    tolerance: Option<Decimal>,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let metrics = rule.metrics(&METRICS);
    if metrics.as_ref().is_some_and(|metrics| metrics.len() < 2) {
        rule.report(
            Diagnostic::new(Code::E0209, "相等的规则至少要有两个指标")
                .at(rule.span(), "这条规则")
                .help("在“指标”里写出应当相等的各个指标"),
        );
    }
    let tolerance = rule.percent(&TOLERANCE);
    Some(Arc::new(Equal { metrics: metrics?, tolerance }))
}

impl Relation for Equal {
    fn operands(&self) -> Vec<&str> {
        self.metrics.iter().map(String::as_str).collect()
    }

    fn meant(&self, ledger: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        let Some(operands) = all_exact(&self.metrics, ledger) else { return Vec::new() };
        let values: Vec<Decimal> = operands.iter().map(|operand| operand.quantity.value).collect();
        let others = self.metrics.iter().enumerate().filter_map(|(place, name)| {
            let mut others = values.iter().enumerate().filter(|(other, _)| *other != place);
            let (_, first) = others.next()?;
            others.all(|(_, value)| value == first).then_some((name.as_str(), *first))
        });
        others.collect()
    }

    fn answer(&self, _metric: &str) -> Option<String> {
        Some("口径确有不同的，由填报的部门在“说明”下写明其中一个指标为何不同".into())
    }

    fn check(&self, ledger: &dyn LedgerView) -> Checked {
        let Some(operands) = all_exact(&self.metrics, ledger) else { return Ok(None) };
        let values: Vec<Decimal> = operands.iter().map(|operand| operand.quantity.value).collect();
        let ends = values.iter().min().zip(values.iter().max());
        let Some((&least, &most)) = ends.filter(|(least, most)| least != most) else {
            return Ok(None);
        };
        let difference = number::difference(most, least).ok_or(TooLong)?.normalize();
        let tolerance = self.tolerance.unwrap_or_default();
        let largest = most.abs().max(least.abs());
        let is_over = number::is_percentage_over(difference, largest, tolerance);
        if !is_over.ok_or(TooLong)? {
            return Ok(None);
        }
        // The one to mark is the first that differs from what most of them say.
        let votes = |value: &Decimal| values.iter().filter(|other| *other == value).count();
        let common = values.iter().rev().max_by_key(|value| votes(value));
        let odd = values.iter().position(|value| Some(value) != common);
        let message = match self.tolerance {
            None => format!("“{}”应当相等", names(&operands)),
            Some(percent) => format!("“{}”相差超过 {}%", names(&operands), percent.normalize()),
        };
        let found = Diagnostic::new(Code::E0505, message);
        let found = operands.iter().enumerate().fold(found, |found, (index, operand)| {
            point(found, operand, Some(index) == odd, &operand.with_unit())
        });
        let share = number::percentage_over(difference, largest, tolerance).ok_or(TooLong)?;
        Ok(Some(
            found
                .note(
                    "算式",
                    format!(
                        "{} − {} = {difference}，相差 {share}%",
                        Quantity::exact(most),
                        Quantity::exact(least).in_formula()
                    ),
                )
                .help("核对这几个数"),
        ))
    }
}
