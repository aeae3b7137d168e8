//! 项数: a number is the length of the list that it counts.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::point;
use super::{Checked, Key, Kind, LedgerView, Relation, RuleReader, Wanted};
use crate::diagnostic::{Code, Diagnostic};
use crate::metric::{MetricKind, Value};

const NUMBER: Key = Key::metric("项数", Wanted::Kind(MetricKind::Count));
const LIST: Key = Key::metric("名单", Wanted::Kind(MetricKind::Text));

pub(super) const KIND: Kind = Kind { word: "项数", keys: &[NUMBER, LIST], read };

#[derive(Debug)]
struct ItemCount {
    number: String,
    list: String,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let (number, list) = (rule.metric(&NUMBER), rule.metric(&LIST));
    Some(Arc::new(ItemCount { number: number?, list: list? }))
}

impl Relation for ItemCount {
    fn operands(&self) -> Vec<&str> {
        vec![&self.number, &self.list]
    }

    fn check(&self, ledger: &dyn LedgerView) -> Checked {
        let both = ledger.exact(&self.number).zip(ledger.typed(&self.list));
        let Some((number, (value, span))) = both else { return Ok(None) };
        let count = match value {
            Value::List(items) => items.len(),
            // A list typed in one line: 甲、乙、丙.
            Value::Text(text) => text.split(['、', '，', ',']).count(),
            Value::Number(_) | Value::Boolean(_) => return Ok(None),
        };
        if number.quantity.value == Decimal::from(count) {
            return Ok(None);
        }
        let found = Diagnostic::new(Code::E0507, format!("“{}”与名单的项数不符", number.name));
        let found = point(found, &number, true, &format!("填报 {}", number.quantity));
        Ok(Some(
            found
                .also(span, format!("名单有 {count} 项"))
                .help(format!("核对名单；名单无误的，“{}”改为 {count}", number.name)),
        ))
    }
}
