//! 汇总: a district's total is the sum of what the departments reported of their own. Left out, it is
//! computed where every department owes its part, so that none is missing unseen.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::point;
use super::{Checked, Computation, Computed, Key, Kind, LedgerView, Relation, RuleReader, TooLong};
use crate::diagnostic::{Code, Diagnostic};
use crate::metric::{Need, Owner};
use crate::number::{self, Quantity};

const TOTAL: Key = Key::number("汇总");
const PART: Key = Key::number("分项");

pub(super) const KIND: Kind = Kind { word: "汇总", keys: &[TOTAL, PART], read };

#[derive(Debug)]
struct Collected {
    total: String,
    part: String,
    /// Every department must report its part.
    is_owed: bool,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let (total, part) = (rule.metric(&TOTAL), rule.metric(&PART));
    if let Some((metric, at)) = part.as_ref().and_then(|part| rule.metric_used(part))
        && metric.owner != Owner::Every
    {
        let message = format!("汇总的分项“{}”应当由各部门填报", metric.name);
        let fault = Diagnostic::new(Code::E0211, message)
            .at(at, "用在这里")
            .also(metric.name_span, "责任部门不是“各部门”")
            .help("把这个指标的责任部门改为“各部门”，或者换一个分项");
        rule.report(fault);
    }
    let is_owed = part.as_ref().and_then(|part| rule.metric_used(part));
    let is_owed = is_owed.is_some_and(|(metric, _)| metric.need == Need::Required);
    Some(Arc::new(Collected { total: total?, part: part?, is_owed }))
}

impl Computation for Collected {
    fn metric(&self) -> &str {
        &self.total
    }

    fn from(&self) -> Vec<&str> {
        vec![&self.part]
    }

    fn decimals(&self) -> Option<u32> {
        None
    }

    fn compute(&self, ledger: &dyn LedgerView) -> Option<Computed> {
        let parts = ledger.exact(&self.part).filter(|parts| !parts.spans.is_empty())?;
        let formula = match ledger.computed(&self.part) {
            Some((_, formula)) => formula.to_owned(),
            None => parts.quantity.to_string(),
        };
        let (value, from) = (parts.quantity.value, parts.spans.to_vec());
        Some(Computed::Value { value, formula, from })
    }

    fn check_range(&self, ledger: &dyn LedgerView) -> Option<Diagnostic> {
        let (value, formula) = ledger.computed(&self.total)?;
        let metric = ledger.metric(&self.total)?;
        let (limit, word) = metric.out_of_range(Quantity::exact(value))?;
        let parts = ledger.exact(&self.part)?;
        let found = Diagnostic::new(Code::E0414, format!("算出的“{}”超出范围", self.total));
        let found = point(found, &parts, true, "各部门的数");
        let (unit, limit) = (&metric.unit, Quantity::exact(limit));
        let formula = format!("{formula} = {}{unit}，{word} {limit}{unit}", Quantity::exact(value));
        let found = found.note("算式", formula).note("口径", &metric.definition);
        Some(found.help("核对各部门的数；都无误、口径确有不同的，在指标目录中修改汇总数的“范围”"))
    }
}

impl Relation for Collected {
    fn computation(&self) -> Option<&dyn Computation> {
        self.is_owed.then_some(self)
    }

    fn operands(&self) -> Vec<&str> {
        vec![&self.total]
    }

    fn metrics(&self) -> Vec<&str> {
        vec![&self.total, &self.part]
    }

    fn made_of(&self) -> Option<(&str, Vec<&str>)> {
        Some((&self.total, vec![&self.part]))
    }

    fn is_of_all(&self) -> bool {
        true
    }

    fn holds_anyway(&self, ledger: &dyn LedgerView) -> bool {
        ledger.entries(&self.part).is_empty()
    }

    fn meant(&self, ledger: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        let parts = ledger.exact(&self.part);
        parts.map(|parts| (self.total.as_str(), parts.quantity.value)).into_iter().collect()
    }

    fn answer(&self, metric: &str) -> Option<String> {
        Some(format!("口径确有不同的，在“说明”下加一行“{metric}: 原因”"))
    }

    fn check(&self, ledger: &dyn LedgerView) -> Checked {
        let both = ledger.exact(&self.total).zip(ledger.exact(&self.part));
        let Some((total, parts)) = both else { return Ok(None) };
        let (whole, sum) = (total.quantity.value, parts.quantity.value);
        if whole == sum {
            return Ok(None);
        }
        let difference = number::difference(whole, sum).ok_or(TooLong)?.abs().normalize();
        let sum = Quantity::exact(sum);
        let found = Diagnostic::new(Code::E0506, format!("“{}”不等于各部门之和", total.name));
        let found = point(found, &total, true, &format!("全区 {}", total.quantity));
        let entries = ledger.entries(&self.part).into_iter();
        let found = entries.fold(found, |found, (department, at)| found.also(at, department));
        Ok(Some(
            found
                .note("算式", format!("各部门之和 {sum}，差 {difference}"))
                .help(format!("核对全区数和各部门的“{}”；有部门没有填报的，请其补报", self.part)),
        ))
    }
}
