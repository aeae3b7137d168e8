//! How the figures of a form come into their cells.

use std::collections::BTreeSet;

use crate::catalogue::{Catalogue, Metric, Owner};

/// How a figure comes into its cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fill {
    /// It is typed.
    Typed,
    /// A formula stands there, which may be typed over: what is typed is checked against the others. A
    /// cell that still holds a formula is not typed, whatever its result.
    Computed(Expression),
    /// The total of a family or of a group of its members: the same, but the cell is locked, since it
    /// is never typed by those who fill in the members.
    Total(Expression),
}

impl Fill {
    /// What it is computed from, where it is.
    pub(crate) fn expression(&self) -> Option<&Expression> {
        match self {
            Fill::Typed => None,
            Fill::Computed(expression) | Fill::Total(expression) => Some(expression),
        }
    }
}

/// What a figure is computed from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expression {
    pub(crate) arithmetic: Arithmetic,
    /// The metrics; of a percentage the part and the whole. All have cells of their own in the form.
    pub(crate) from: Vec<String>,
}

/// How it is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Sum,
    /// With so many digits after the point.
    Percentage(u32),
}

/// How a figure comes into its cell. It is computed only where all that it is computed from is of the
/// same department, or of each department for itself.
pub(super) fn fill(metric: &Metric, own: &BTreeSet<&str>, catalogue: &Catalogue) -> Fill {
    let Some(computation) = catalogue.computation(&metric.name) else { return Fill::Typed };
    let from = computation.from();
    let is_alike = |name: &&str| {
        let part = catalogue.metrics.get(*name);
        part.is_some_and(|part| {
            own.contains(*name) && (part.owner == Owner::Every) == (metric.owner == Owner::Every)
        })
    };
    if from.is_empty() || !from.iter().all(is_alike) {
        return Fill::Typed;
    }
    let arithmetic = match computation.decimals() {
        Some(_) => Arithmetic::Percentage(catalogue.rate_decimals(metric).unwrap_or_default()),
        None => Arithmetic::Sum,
    };
    let expression = Expression { arithmetic, from: from.into_iter().map(str::to_owned).collect() };
    match &metric.in_family {
        Some(kin) if !kin.is_member() => Fill::Total(expression),
        _ => Fill::Computed(expression),
    }
}
