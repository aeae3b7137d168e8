//! 滚存: what there is at the end of a year is what there was a year before, and what came in, less
//! what went out.

use std::iter;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::ledger::all_exact;
use super::words::{names, point, point_parts, total};
use super::{AcrossYears, Checked, Key, Kind, LedgerView, Operand, Relation, RuleReader, TooLong};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{self, Quantity};

const STOCK: Key = Key::number("存量");
const IN: Key = Key { is_required: false, ..Key::numbers("增加", 1) };
const OUT: Key = Key { is_required: false, ..Key::numbers("减少", 1) };

pub(super) const KIND: Kind = Kind { word: "滚存", keys: &[STOCK, IN, OUT], read };

#[derive(Debug)]
struct Stock {
    stock: String,
    increases: Vec<String>,
    decreases: Vec<String>,
}

/// The figures of a rule of this kind.
struct Figures<'a> {
    stock: Operand<'a>,
    last: Operand<'a>,
    increases: Vec<Operand<'a>>,
    decreases: Vec<Operand<'a>>,
}

fn read(rule: &mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>> {
    let stock = rule.metric(&STOCK);
    let is_given = [&IN, &OUT].map(|key| rule.has(key));
    if is_given == [false, false] {
        let fault = Diagnostic::new(Code::E0209, "滚存的规则没有写增加或者减少的指标");
        let fault = fault.at(rule.span(), "这条规则");
        rule.report(fault.help("在“增加”“减少”里写出使存量变动的指标，至少写一项"));
    }
    let [increases, decreases] = [&IN, &OUT].map(|key| rule.metrics(key));
    // A list with a fault is reported; one that is not there is empty.
    let list = |given: bool, list: Option<Vec<String>>| match given {
        true => list,
        false => Some(Vec::new()),
    };
    let [some_in, some_out] = is_given;
    Some(Arc::new(Stock {
        stock: stock?,
        increases: list(some_in, increases)?,
        decreases: list(some_out, decreases)?,
    }))
}

impl Relation for Stock {
    fn operands(&self) -> Vec<&str> {
        let changes = self.increases.iter().chain(&self.decreases);
        iter::once(&self.stock).chain(changes).map(String::as_str).collect()
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

impl Stock {
    fn figures<'a>(
        &self,
        now: &'a dyn LedgerView,
        before: &'a dyn LedgerView,
    ) -> Option<Figures<'a>> {
        Some(Figures {
            stock: now.exact(&self.stock)?,
            last: before.exact(&self.stock)?,
            increases: all_exact(&self.increases, now)?,
            decreases: all_exact(&self.decreases, now)?,
        })
    }
}

impl Figures<'_> {
    /// What the stock should be.
    fn expected(&self) -> Option<Decimal> {
        let least = number::difference(self.last.quantity.value, total(&self.decreases)?)?;
        number::sum([least, total(&self.increases)?])
    }

    /// `20 + 121 − 103`
    fn formula(&self) -> String {
        let signed = |sign: &str, operands: &[Operand<'_>]| {
            let typed = operands.iter().filter(|operand| !operand.spans.is_empty());
            typed
                .map(|operand| format!(" {sign} {}", operand.quantity.in_formula()))
                .collect::<String>()
        };
        let last = self.last.quantity;
        format!("{last}{}{}", signed("+", &self.increases), signed("−", &self.decreases))
    }
}

impl AcrossYears for Stock {
    fn of_last_year(&self) -> Vec<&str> {
        vec![&self.stock]
    }

    fn check_years(&self, now: &dyn LedgerView, before: &dyn LedgerView) -> Checked {
        let Some(figures) = self.figures(now, before) else { return Ok(None) };
        let expected = figures.expected().ok_or(TooLong)?;
        let stock = &figures.stock;
        let difference = number::difference(stock.quantity.value, expected).ok_or(TooLong)?;
        if difference.is_zero() {
            return Ok(None);
        }
        let expected = Quantity::exact(expected);
        let message = format!("“{}”与上年的数和本年的增减不符", stock.name);
        let found = Diagnostic::new(Code::E0607, message);
        let found = point(found, stock, true, &format!("本年 {}", stock.with_unit()));
        let last = format!("上年 {}", figures.last.with_unit());
        let found = point(found, &figures.last, false, &last);
        let mark = |found, (word, operands): (&str, &Vec<Operand<'_>>)| {
            point_parts(found, operands, false, word, |_| word.to_owned())
        };
        let found = [("增加", &figures.increases), ("减少", &figures.decreases)]
            .into_iter()
            .fold(found, mark);
        let sum =
            format!("{} = {expected}，差 {}", figures.formula(), difference.abs().normalize());
        let changes: Vec<Operand<'_>> =
            figures.increases.iter().chain(&figures.decreases).cloned().collect();
        Ok(Some(found.note("算式", sum).help(format!(
            "核对{}和两年的“{1}”；增减无误的，“{1}”改为 {expected}",
            names(&changes),
            stock.name
        ))))
    }

    fn meant(&self, now: &dyn LedgerView, before: &dyn LedgerView) -> Vec<(&str, Decimal)> {
        let Some(figures) = self.figures(now, before) else { return Vec::new() };
        let Some(expected) = figures.expected() else { return Vec::new() };
        let Some(more) = number::difference(figures.stock.quantity.value, expected) else {
            return Vec::new();
        };
        let shifted = |name, operand: &Operand<'_>, by| {
            Some((name, number::sum([operand.quantity.value, by])?))
        };
        let increases = self.increases.iter().zip(&figures.increases);
        let decreases = self.decreases.iter().zip(&figures.decreases);
        let changes = increases
            .filter_map(|(name, operand)| shifted(name.as_str(), operand, more))
            .chain(decreases.filter_map(|(name, operand)| shifted(name.as_str(), operand, -more)));
        iter::once((self.stock.as_str(), expected)).chain(changes).collect()
    }
}
