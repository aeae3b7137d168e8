//! 平衡: the sum of one side is the sum of the other.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::words::{is_addition, names, note_limits, numbers, point_parts, shown_addition, total};
use super::{
    Checked, Form, Key, Kind, LedgerView, Operand, Relation, RuleReader, TooLong, exceeds,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{self, Quantity};

const LEFT: Key = Key::numbers("左", 1);
const RIGHT: Key = Key::numbers("右", 1);
const INSTEAD_OF: Key = Key::optional("替补", Form::StandsInFor);

pub(super) const KIND: Kind = Kind { word: "平衡", keys: &[LEFT, RIGHT, INSTEAD_OF], read };

#[derive(Debug)]
struct Balance {
    left: Vec<String>,
    right: Vec<String>,
    instead_of: Option<String>,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let (left, right) = (rule.metrics(&LEFT), rule.metrics(&RIGHT));
    let instead_of = rule.stands_in_for(&INSTEAD_OF);
    Some(Arc::new(Balance { left: left?, right: right?, instead_of }))
}

impl Balance {
    fn sides<'a>(
        &self,
        ledger: &'a dyn LedgerView,
    ) -> Option<(Vec<Operand<'a>>, Vec<Operand<'a>>)> {
        numbers(&self.left, ledger).zip(numbers(&self.right, ledger))
    }
}

/// Whether the sides differ whatever the true values of approximate figures are.
fn cannot_hold(left: &[Operand<'_>], right: &[Operand<'_>]) -> bool {
    exceeds(left, right) == Some(true) || exceeds(right, left) == Some(true)
}

impl Relation for Balance {
    fn operands(&self) -> Vec<&str> {
        self.left.iter().chain(&self.right).map(String::as_str).collect()
    }

    fn stands_in_for(&self) -> Option<&str> {
        self.instead_of.as_deref()
    }

    fn is_left_open(&self, ledger: &dyn LedgerView) -> bool {
        self.sides(ledger).is_none_or(|(left, right)| !cannot_hold(&left, &right))
    }

    fn meant(&self, ledger: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        let Some((left, right)) = self.sides(ledger) else { return Vec::new() };
        let more = total(&left).zip(total(&right));
        let more = more.and_then(|(left, right)| number::difference(left, right));
        let Some(more) = more else { return Vec::new() };
        let shifted = |by: Decimal| {
            move |(name, operand): (_, &Operand<'_>)| {
                let name: &String = name;
                Some((name.as_str(), number::sum([operand.quantity.value, by])?))
            }
        };
        let left = self.left.iter().zip(&left).filter_map(shifted(-more));
        left.chain(self.right.iter().zip(&right).filter_map(shifted(more))).collect()
    }

    fn check(&self, ledger: &dyn LedgerView) -> Checked {
        let Some((left, right)) = self.sides(ledger) else { return Ok(None) };
        let is_exact = left.iter().chain(&right).all(|operand| operand.quantity.is_exact());
        if !is_exact && !cannot_hold(&left, &right) {
            return Ok(None);
        }
        let totals = total(&left).zip(total(&right)).ok_or(TooLong)?;
        let difference = number::difference(totals.0, totals.1).ok_or(TooLong)?;
        if is_exact && difference.is_zero() {
            return Ok(None);
        }
        let (one, other) = (names(&left), names(&right));
        let message = match (left.as_slice(), right.as_slice()) {
            ([_], [_]) => format!("“{one}”不等于“{other}”"),
            ([_], _) => format!("“{one}”不等于“{other}”之和"),
            (_, [_]) => format!("“{one}”之和不等于“{other}”"),
            _ => format!("“{one}”之和不等于“{other}”之和"),
        };
        let found = Diagnostic::new(Code::E0513, message);
        let found = mark(found, &left, "左边");
        let found = mark(found, &right, "右边");
        if !is_exact {
            let formula = format!("{} ≠ {}", shown_addition(&left), shown_addition(&right));
            let found = note_limits(note_limits(found.note("算式", formula), &left), &right);
            return Ok(Some(found.help("核对两边的数：两边之和应当相等")));
        }
        let formula = format!(
            "左边 {}，右边 {}，差 {}",
            side(&left, totals.0),
            side(&right, totals.1),
            difference.abs().normalize()
        );
        Ok(Some(found.note("算式", formula).help("核对两边的数：两边之和应当相等")))
    }
}

fn mark(found: Diagnostic, operands: &[Operand<'_>], side: &str) -> Diagnostic {
    point_parts(found, operands, false, side, |operand| format!("{side} {}", operand.with_unit()))
}

/// `5 + 3 = 8`, or the one number.
fn side(operands: &[Operand<'_>], total: Decimal) -> String {
    let addition = shown_addition(operands);
    match is_addition(operands) {
        true => format!("{addition} = {}", Quantity::exact(total)),
        false => addition,
    }
}
