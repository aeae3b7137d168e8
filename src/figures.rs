//! Figures: the checked numbers of one year.
//!
//! Only [`check`](crate::check) makes them, so an unchecked number cannot reach a template.

use indexmap::IndexMap;

use crate::catalogue::{MetricKind, Need};
use crate::number::Quantity;
use crate::source::Position;

/// All metrics of the catalogue that have a value, in catalogue order, and those that lack one.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// By metric name, in catalogue order.
    pub all: IndexMap<String, Figure>,
}

/// One metric of the catalogue as this year's report knows it.
#[derive(Debug, Clone)]
pub struct Figure {
    pub name: String,
    pub theme: String,
    pub unit: String,
    pub kind: MetricKind,
    pub need: Need,
    /// 口径
    pub definition: String,
    /// Digits after the point when printed as a percentage.
    pub decimals: Option<u32>,
    /// The department that answers for it; several joined by 、 for a summed metric.
    pub department: String,
    /// None: not reported.
    pub value: Option<Value>,
    /// Where the value was typed; none for computed values.
    pub origin: Option<Position>,
    pub derivation: Derivation,
    /// Last year's value.
    pub previous: Option<Quantity>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Number(Quantity),
    Text(String),
    List(Vec<String>),
    Boolean(bool),
}

/// How a value came about.
#[derive(Debug, Clone, PartialEq)]
pub enum Derivation {
    /// 填报: typed by the department.
    Reported,
    /// Computed by a rule; the formula with its numbers, `726 ÷ 783 × 100%`.
    Computed(String),
}
