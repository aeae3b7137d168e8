//! Figures: the checked numbers of one year.
//!
//! Only [`check`](crate::check) makes them, so an unchecked number cannot reach a template.

use std::sync::Arc;

use crate::metric::{ByName, Metric};
use crate::number::Quantity;
use crate::source::Span;

/// All metrics of the catalogue, but those that a part of the report fulfils (取自), with a value or
/// without one.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    pub all: ByName<Figure>,
}

/// One metric of the catalogue as this year's report knows it.
#[derive(Debug, Clone)]
pub struct Figure {
    pub metric: Arc<Metric>,
    /// Digits after the point when printed as a percentage.
    pub decimals: Option<u32>,
    /// The department that answers for it; several joined by 、 for a summed metric.
    pub department: String,
    /// None: not reported.
    pub value: Option<Value>,
    /// Where the value was typed; none for computed values.
    pub origin: Option<Span>,
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
