//! 全覆盖: 是 is reported exactly when all that should be covered are.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::point;
use super::{Checked, Key, Kind, LedgerView, Relation, RuleReader, Wanted};
use crate::diagnostic::{Code, Diagnostic};
use crate::metric::{MetricKind, Value};

const FLAG: Key = Key::metric("是否", Wanted::Kind(MetricKind::Boolean));
const LEFT: Key = Key::number("左");
const RIGHT: Key = Key::number("右");

pub(super) const KIND: Kind = Kind { word: "全覆盖", keys: &[FLAG, LEFT, RIGHT], read };

#[derive(Debug)]
struct FullCoverage {
    flag: String,
    left: String,
    right: String,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let (flag, left, right) = (rule.metric(&FLAG), rule.metric(&LEFT), rule.metric(&RIGHT));
    Some(Arc::new(FullCoverage { flag: flag?, left: left?, right: right? }))
}

impl Relation for FullCoverage {
    fn operands(&self) -> Vec<&str> {
        vec![&self.flag, &self.left, &self.right]
    }

    fn meant(&self, ledger: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        let value = |name| Some(ledger.exact(name)?.quantity.value);
        let pairs = [(&self.left, value(&self.right)), (&self.right, value(&self.left))];
        pairs.into_iter().filter_map(|(name, value)| Some((name.as_str(), value?))).collect()
    }

    fn check(&self, ledger: &dyn LedgerView) -> Checked {
        let flag = &self.flag;
        let Some((Value::Boolean(covered), span)) = ledger.typed(flag) else { return Ok(None) };
        let both = ledger.exact(&self.left).zip(ledger.exact(&self.right));
        let Some((left, right)) = both else { return Ok(None) };
        let equal = left.quantity.value == right.quantity.value;
        if *covered == equal {
            return Ok(None);
        }
        let (typed, meant) = if *covered { ("是", "否") } else { ("否", "是") };
        let found = Diagnostic::new(Code::E0509, format!("“{flag}”与两数不符"))
            .at(span, format!("填报“{typed}”"));
        let found = point(found, &left, false, &left.with_unit());
        let found = point(found, &right, false, &right.with_unit());
        Ok(Some(found.help(format!(
            "核对“{}”和“{}”；两数无误的，“{flag}”改为 {meant}",
            left.name, right.name
        ))))
    }
}
