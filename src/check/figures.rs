//! Figures: the checked numbers of one year.
//!
//! Only [`check`](crate::check) can make them, so an unchecked number cannot reach a template.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::metric::{ByName, Metric, Value};
use crate::number::Quantity;
use crate::source::Span;

/// All metrics of the catalogue, but those that a part of the report fulfils (取自), with a value or
/// without one.
#[derive(Debug, Clone)]
pub struct Figures {
    by_name: ByName<Figure>,
    /// 照录: what excuses numbers of the texts, in the order of the files.
    pub excused: Vec<Excused>,
    /// What departments filled in and no text of theirs names.
    pub(crate) unused: Vec<Unused>,
    /// The shares that texts print.
    pub(crate) shares: Vec<Share>,
}

impl Figures {
    /// The check alone makes them; `pub(super)` is the seal.
    pub(super) fn new(by_name: ByName<Figure>, noted: Noted) -> Figures {
        let Noted { excused, unused, shares } = noted;
        Figures { by_name, excused, unused, shares }
    }

    /// Any figures, for tests of what is made of them.
    #[cfg(test)]
    pub(crate) fn for_test(figures: impl IntoIterator<Item = Figure>) -> Figures {
        let named = figures.into_iter().map(|figure| (figure.metric.name.clone(), figure));
        Figures::new(named.collect(), Noted::default())
    }

    /// The figure of a metric.
    pub fn get(&self, metric: &str) -> Option<&Figure> {
        self.by_name.get(metric)
    }

    /// All of them, in the order of the catalogue.
    pub fn iter(&self) -> impl Iterator<Item = &Figure> {
        self.by_name.values()
    }
}

/// What the check of the texts notes beside its findings.
#[derive(Debug, Clone, Default)]
pub(super) struct Noted {
    pub(super) excused: Vec<Excused>,
    pub(super) unused: Vec<Unused>,
    pub(super) shares: Vec<Share>,
}

/// What percentage of one figure another is, as a text prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Share {
    /// The metric that is the part.
    pub(crate) part: String,
    /// The metric that is the whole.
    pub(crate) whole: String,
    /// Whose own figures they are; none for the district's.
    pub(crate) department: Option<String>,
    /// Digits after the point, where the text says how many.
    pub(crate) decimals: Option<u32>,
    /// The percentage, rounded.
    pub(crate) value: Decimal,
    /// With its numbers, `4 ÷ 36 × 100%`.
    pub(crate) formula: String,
}

/// A phrase under 照录 that excuses a number of which nobody says where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excused {
    /// As typed.
    pub phrase: String,
    /// Whose text it holds for; none where the office lets it stand in all texts.
    pub department: Option<String>,
    /// Where it is listed.
    pub place: Span,
}

/// Metrics that a department filled in and no text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unused {
    pub(crate) department: String,
    /// 指标 of its file.
    pub(crate) place: Span,
    pub(crate) metrics: Vec<String>,
}

/// One metric of the catalogue as this year's report knows it.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The metric itself.
    pub metric: Arc<Metric>,
    /// Digits after the point when printed as a percentage.
    pub decimals: Option<u32>,
    /// The department that answers for it; several joined by 、 for a summed metric.
    pub department: String,
    /// None: not reported.
    pub value: Option<Value>,
    /// Why it has no value, though it is to have one.
    pub(crate) lacks: Option<Lack>,
    /// Where the value was typed; none for computed values.
    pub origin: Option<Span>,
    /// How the value came about.
    pub derivation: Derivation,
    /// Last year's value.
    pub previous: Option<Value>,
    /// Where it was typed; none for a computed value.
    pub previous_origin: Option<Span>,
    /// How it came about.
    pub previous_derivation: Derivation,
    /// What each department reported, where every one reports its own (各部门).
    pub parts: Vec<Part>,
}

/// Why a figure has no value that is to have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lack {
    /// What was typed is faulty.
    Faulty,
    /// It is mandatory, or its department has handed in nothing yet.
    Owed,
}

/// One department's own part of a figure.
#[derive(Debug, Clone)]
pub struct Part {
    /// The department.
    pub department: String,
    /// What it reported, or what a rule adds up of that.
    pub value: Value,
    /// Where it was typed. None where it is computed.
    pub origin: Option<Span>,
    /// How it came about.
    pub derivation: Derivation,
    /// Its value of last year.
    pub previous: Option<Quantity>,
    /// Where that was typed.
    pub previous_origin: Option<Span>,
    /// How that came about.
    pub previous_derivation: Derivation,
}

impl Figure {
    /// A number of it as printed. Percentages are rounded; everything else stands as typed, within
    /// its 小数位: zeros after the point beyond that were added by a program.
    pub(crate) fn rounded(&self, quantity: Quantity) -> Quantity {
        match (self.decimals, self.metric.decimals) {
            (Some(decimals), _) => quantity.rounded_rate(decimals),
            (None, Some(decimals)) if quantity.value.scale() <= decimals => quantity,
            (None, _) => Quantity { value: quantity.value.normalize(), ..quantity },
        }
    }

    /// The figure as last year's report knows it; none where it has no value.
    pub(crate) fn last_year(&self) -> Option<Figure> {
        Some(Figure {
            value: Some(self.previous.clone()?),
            lacks: None,
            origin: self.previous_origin,
            derivation: self.previous_derivation.clone(),
            previous: None,
            previous_origin: None,
            previous_derivation: Derivation::Reported,
            parts: Vec::new(),
            metric: Arc::clone(&self.metric),
            department: self.department.clone(),
            decimals: self.decimals,
        })
    }

    /// The figure of one department alone.
    pub(crate) fn of(&self, part: &Part) -> Figure {
        Figure {
            metric: Arc::clone(&self.metric),
            decimals: self.decimals,
            department: part.department.clone(),
            value: Some(part.value.clone()),
            lacks: None,
            origin: part.origin,
            derivation: part.derivation.clone(),
            previous: part.previous.map(Value::Number),
            previous_origin: part.previous_origin,
            previous_derivation: part.previous_derivation.clone(),
            parts: Vec::new(),
        }
    }
}

/// How a value came about.
#[derive(Debug, Clone, PartialEq)]
pub enum Derivation {
    /// 填报: typed by the department.
    Reported,
    /// Computed by a rule; the formula with its numbers, `726 ÷ 783 × 100%`.
    Computed(String),
}
