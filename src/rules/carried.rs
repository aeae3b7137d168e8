//! 结转: what a year begins with is what the year before ended with.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::point;
use super::{AcrossYears, Checked, Key, Kind, LedgerView, Relation, RuleReader};
use crate::diagnostic::{Code, Diagnostic};

const OPENING: Key = Key::number("期初");
const CLOSING: Key = Key::number("期末");

pub(super) const KIND: Kind = Kind { word: "结转", keys: &[OPENING, CLOSING], read };

/// This year's `opening` is last year's `closing`.
#[derive(Debug)]
struct Carried {
    opening: String,
    closing: String,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let (opening, closing) = (rule.metric(&OPENING), rule.metric(&CLOSING));
    Some(Arc::new(Carried { opening: opening?, closing: closing? }))
}

impl Relation for Carried {
    fn operands(&self) -> Vec<&str> {
        vec![&self.opening]
    }

    /// This year's figures alone say nothing.
    fn check(&self, _ledger: &dyn LedgerView) -> Checked {
        Ok(None)
    }

    fn answer(&self, metric: &str) -> Option<String> {
        Some(format!("口径有调整的，在“说明”下加一行“{metric}: 原因”"))
    }

    fn across_years(&self) -> Option<&dyn AcrossYears> {
        Some(self)
    }
}

impl AcrossYears for Carried {
    fn of_last_year(&self) -> Vec<&str> {
        vec![&self.closing]
    }

    fn check_years(&self, now: &dyn LedgerView, before: &dyn LedgerView) -> Checked {
        let both = now.exact(&self.opening).zip(before.exact(&self.closing));
        let Some((opening, closing)) = both else { return Ok(None) };
        if opening.quantity.value == closing.quantity.value {
            return Ok(None);
        }
        let message = format!("“{}”不等于上年的“{}”", opening.name, closing.name);
        let found = Diagnostic::new(Code::E0606, message);
        let found = point(found, &opening, true, &format!("本年 {}", opening.with_unit()));
        let found = point(found, &closing, false, &format!("上年 {}", closing.with_unit()));
        Ok(Some(found.help(format!(
            "核对两年的数；上年的数无误的，“{}”改为 {}",
            opening.name, closing.quantity
        ))))
    }

    fn meant(&self, _now: &dyn LedgerView, before: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        let closing = before.exact(&self.closing);
        closing.map(|closing| (self.opening.as_str(), closing.quantity.value)).into_iter().collect()
    }
}
