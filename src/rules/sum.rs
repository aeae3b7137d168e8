//! 合计: a total is the sum of its parts; left out, it is computed.

use std::sync::Arc;
use std::{iter, slice};

use rust_decimal::Decimal;

use super::ledger::all_exact;
use super::words::{
    addition, limits, note_limits, numbers, point, point_parts, shown_addition, total as add,
};
use super::{Checked, Computation, Computed, Key, Kind, LedgerView, Relation, RuleReader, TooLong};
use crate::diagnostic::{Code, Diagnostic};
use crate::metric::DOT;
use crate::number::{self, Quantity};
use crate::source::Span;

const TOTAL: Key = Key::number("合计");
const PARTS: Key = Key::numbers("分项", 1);

pub(super) const KIND: Kind = Kind { word: "合计", keys: &[TOTAL, PARTS], read };

#[derive(Debug)]
struct Sum {
    total: String,
    parts: Vec<String>,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let (total, parts) = (rule.metric(&TOTAL), rule.metrics(&PARTS));
    Some(Arc::new(Sum { total: total?, parts: parts? }))
}

/// The rule that a metric is the sum of others.
pub(super) fn of(total: &str, parts: &[String]) -> Arc<dyn Relation> {
    Arc::new(Sum { total: total.to_owned(), parts: parts.to_vec() })
}

impl Sum {
    /// Whether it holds for none of the values that approximate ones may have.
    fn cannot_hold(&self, ledger: &dyn LedgerView) -> bool {
        let operands = ledger.number(&self.total).zip(numbers(&self.parts, ledger));
        operands.is_some_and(|(total, parts)| {
            let (least, most) = limits(&parts);
            let is_below = |one: Option<Decimal>, other: Option<Decimal>| {
                one.zip(other).is_some_and(|(one, other)| one < other)
            };
            is_below(total.quantity.most(), least) || is_below(most, total.quantity.least())
        })
    }
}

/// How a total is left to the program. The members of a family are left out together.
fn without_total(name: &str) -> String {
    match name.split_once(DOT) {
        Some((family, _)) => format!("把“{family}”整项删去由系统计算"),
        None => "删去这一行由系统计算".to_owned(),
    }
}

impl Computation for Sum {
    fn metric(&self) -> &str {
        &self.total
    }

    fn from(&self) -> Vec<&str> {
        self.parts.iter().map(String::as_str).collect()
    }

    fn decimals(&self) -> Option<u32> {
        None
    }

    /// None too where nobody typed a part: a sum of 缺省 alone is nobody's figure.
    fn compute(&self, ledger: &dyn LedgerView) -> Option<Computed> {
        let parts = all_exact(&self.parts, ledger)?;
        // 其余 is the place of several parts, and so is a figure of which two of them were computed.
        let from = Span::each_once(parts.iter().flat_map(|part| part.spans).copied());
        if from.is_empty() {
            return None;
        }
        Some(match add(&parts) {
            Some(value) => Computed::Value { value, formula: addition(&parts), from },
            None => Computed::TooLong,
        })
    }

    fn check_range(&self, ledger: &dyn LedgerView) -> Option<Diagnostic> {
        let (value, _) = ledger.computed(&self.total)?;
        let metric = ledger.metric(&self.total)?;
        let (limit, word) = metric.out_of_range(Quantity::exact(value))?;
        let parts = all_exact(&self.parts, ledger)?;
        let found = Diagnostic::new(Code::E0414, format!("算出的“{}”超出范围", self.total));
        let found = point_parts(found, &parts, true, "分项", |_| "分项".to_owned());
        let (unit, limit) = (&metric.unit, Quantity::exact(limit));
        let formula = shown_addition(&parts);
        let value = Quantity::exact(value);
        Some(
            found
                .note("算式", format!("{formula} = {value}{unit}，{word} {limit}{unit}"))
                .note("口径", &metric.definition)
                .help("核对各分项；都无误、口径确有不同的，在指标目录中修改合计的“范围”"),
        )
    }
}

impl Relation for Sum {
    fn computation(&self) -> Option<&dyn Computation> {
        Some(self)
    }

    fn operands(&self) -> Vec<&str> {
        iter::once(&self.total).chain(&self.parts).map(String::as_str).collect()
    }

    fn composition(&self) -> Option<(&str, &[String])> {
        Some((&self.total, &self.parts))
    }

    fn made_of(&self) -> Option<(&str, Vec<&str>)> {
        Some((&self.total, self.parts.iter().map(String::as_str).collect()))
    }

    fn meant(&self, ledger: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        let operands = ledger.exact(&self.total).zip(all_exact(&self.parts, ledger));
        let Some((total, parts)) = operands else { return Vec::new() };
        let Some(sum) = add(&parts) else { return Vec::new() };
        let Some(more) = number::difference(total.quantity.value, sum) else { return Vec::new() };
        let parts = self.parts.iter().zip(&parts).filter_map(|(name, part)| {
            Some((name.as_str(), number::sum([part.quantity.value, more])?))
        });
        iter::once((self.total.as_str(), sum)).chain(parts).collect()
    }

    fn is_left_open(&self, ledger: &dyn LedgerView) -> bool {
        !self.cannot_hold(ledger)
    }

    fn check(&self, ledger: &dyn LedgerView) -> Checked {
        let operands = ledger.number(&self.total).zip(numbers(&self.parts, ledger));
        let Some((total, parts)) = operands else { return Ok(None) };
        let is_exact = parts.iter().chain([&total]).all(|operand| operand.quantity.is_exact());
        if !is_exact && !self.cannot_hold(ledger) {
            return Ok(None);
        }
        let sum = add(&parts).ok_or(TooLong)?;
        let difference = number::difference(total.quantity.value, sum).ok_or(TooLong)?;
        if is_exact && difference.is_zero() {
            return Ok(None);
        }
        let difference = difference.abs().normalize();
        let found = Diagnostic::new(Code::E0501, format!("“{}”不等于分项之和", total.name));
        let sum = Quantity::exact(sum);
        let found = point(found, &total, true, &format!("合计 {}", total.quantity));
        let found = point_parts(found, &parts, false, "分项", |_| "分项".to_owned());
        if !is_exact {
            let formula = format!("{}，合计却是 {}", shown_addition(&parts), total.quantity);
            let found = note_limits(found.note("算式", formula), &parts);
            let found = note_limits(found, slice::from_ref(&total));
            return Ok(Some(found.help(format!("核对“{}”和各分项", total.name))));
        }
        Ok(Some(
            found
                .note("算式", format!("{} = {sum}，差 {difference}", shown_addition(&parts)))
                .help(format!(
                    "核对“{}”和各分项；各分项无误的，合计改为 {sum}，或者{}",
                    total.name,
                    without_total(total.name)
                )),
        ))
    }
}
