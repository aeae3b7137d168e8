//! 零则零: where there was nothing of the one there is nothing of the other.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::point;
use super::{Checked, Key, Kind, LedgerView, Relation, RuleReader, Wanted};
use crate::diagnostic::{Code, Diagnostic};

const WHEN: Key = Key::metric("若", Wanted::Number);
const THEN: Key = Key::metric("则", Wanted::Number);

pub(super) const KIND: Kind = Kind { word: "零则零", keys: &[WHEN, THEN], read };

#[derive(Debug)]
struct ZeroThenZero {
    when: String,
    then: String,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let (when, then) = (rule.metric(&WHEN), rule.metric(&THEN));
    Some(Arc::new(ZeroThenZero { when: when?, then: then? }))
}

impl Relation for ZeroThenZero {
    fn operands(&self) -> Vec<&str> {
        vec![&self.when, &self.then]
    }

    fn holds_anyway(&self, ledger: &dyn LedgerView) -> bool {
        let is_zero = |name| ledger.number(name).map(|number| number.quantity.value.is_zero());
        is_zero(&self.when) == Some(false) || is_zero(&self.then) == Some(true)
    }

    fn meant(&self, _ledger: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        vec![(&self.then, Decimal::ZERO)]
    }

    fn is_left_open(&self, _ledger: &dyn LedgerView) -> bool {
        false
    }

    fn check(&self, ledger: &dyn LedgerView) -> Checked {
        let both = ledger.exact(&self.when).zip(ledger.number(&self.then));
        let Some((when, then)) = both else { return Ok(None) };
        if !when.quantity.value.is_zero() || then.quantity.value.is_zero() {
            return Ok(None);
        }
        let message = format!("“{}”为 0 时，“{}”也应为 0", when.name, then.name);
        let found = Diagnostic::new(Code::E0508, message);
        let found = point(found, &then, true, "应当为 0");
        let found = point(found, &when, false, "为 0");
        Ok(Some(found.help(format!("核对两数：{}为 0 的，{}改为 0", when.name, then.name))))
    }
}
