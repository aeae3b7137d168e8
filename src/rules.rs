//! 勾稽规则: the relations that must hold between figures.
//!
//! A kind of rule is one file here. It holds the word of the kind, its keys in the catalogue and
//! how a rule is made of them, and the [`Relation`] that a rule states: its operands, its check,
//! the words of what is wrong. A new kind is its file, the `mod` line of the file, and one line in
//! [`KINDS`].

mod at_most;
mod balance;
mod carried;
mod circle;
mod collected;
mod equal;
mod full_coverage;
mod item_count;
mod key;
mod ledger;
mod ratio;
mod read;
mod relation;
mod stock;
mod sum;
mod totals;
mod words;
mod year_over_year;
mod zero_then_zero;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

pub(crate) use at_most::exceeds;
pub(crate) use key::{ALL, Form, Key, Wanted};
pub(crate) use ledger::{LedgerView, Operand};
pub(crate) use read::{Known, RuleReader, read};
pub(crate) use relation::{
    AcrossYears, Checked, Computation, Computed, MetricByMetric, Relation, TooLong,
};
pub(crate) use totals::totals;
pub(crate) use words::point;

use crate::metric::Share;
use crate::source::Span;

/// The kinds of rules, in the order of the manual.
pub(crate) const KINDS: &[Kind] = &[
    sum::KIND,
    ratio::KIND,
    at_most::KIND,
    equal::KIND,
    balance::KIND,
    year_over_year::KIND,
    carried::KIND,
    stock::KIND,
    collected::KIND,
    item_count::KIND,
    zero_then_zero::KIND,
    full_coverage::KIND,
];

/// A kind of rule, as the catalogue writes it.
pub(crate) struct Kind {
    /// 类型, as written.
    pub(crate) word: &'static str,
    /// Its keys beside those that all rules have.
    pub(crate) keys: &'static [Key],
    /// Makes a relation of what stands under the keys; reads all of them, so that all faults are
    /// found. None where one that is needed is missing or faulty.
    read: fn(&mut RuleReader<'_, '_>) -> Option<Arc<dyn Relation>>,
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word)
    }
}

/// One rule of the catalogue.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    /// 名称
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) span: Span,
    /// The folder of the kind of report whose catalogue holds it.
    pub(crate) report: Arc<str>,
    /// 类型
    pub(crate) kind: &'static Kind,
    /// What must hold.
    pub(crate) relation: Arc<dyn Relation>,
    /// 级别: true for 错误, false for 警告.
    pub(crate) is_error: bool,
    /// 说明: why it must hold.
    pub(crate) reason: String,
    /// 缺数: whether nothing is said where it cannot be applied for want of figures.
    pub(crate) is_quiet: bool,
    /// Where it was written of metrics with a dimension: the member that it is about, or the totals.
    pub(crate) share: Option<Share>,
}
