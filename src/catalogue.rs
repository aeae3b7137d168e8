//! The catalogue (指标目录): the metrics that must be reported, and the rules between them.

mod read;

pub use crate::metric::{
    Assignment, ByName, Dimension, Family, Group, InFamily, Metric, MetricKind, Need, Owner, Share,
    Value, identifier_fault,
};
pub(crate) use crate::metric::{DOT, EVERY, KINDS, NEEDS, OTHERS, RATE_DECIMALS, renamed};
#[cfg(test)]
pub(crate) use read::read_one;
pub(crate) use read::{Kinds, OfKind, read};

use std::sync::Arc;

use crate::metric::{Dimensions, Families, Metrics};
use crate::rules::{Computation, Rule};

/// The catalogues of a project as one, read and checked: `data/catalogue.yaml`, and that of each
/// kind of report that has one.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// 维度, by name, in catalogue order.
    pub dimensions: Dimensions,
    /// 指标, by name, in catalogue order; one with a dimension is its total and each member.
    pub metrics: Metrics,
    /// The metrics with a dimension, by the names that the catalogue gives them.
    pub families: Families,
    /// 勾稽规则, in catalogue order.
    pub(crate) rules: Vec<Rule>,
}

impl Catalogue {
    /// What a metric with a dimension was expanded into, by the name that the catalogue gives it.
    pub fn family(&self, metric: &str) -> Option<&Arc<Family>> {
        self.families.get(metric)
    }

    /// The metric that a name means beyond doubt which is none: with another dot than `·`, or with
    /// the name of the total behind the dot.
    pub(crate) fn certain(&self, name: &str) -> Option<&str> {
        let (metric, label) = name.split_once(['·', '•', '‧', '・', '∙', '⋅', '．', '.'])?;
        self.family(metric.trim())?.metric(label.trim()).filter(|meant| *meant != name)
    }

    /// How a metric is computed when it is left out; none where it is not.
    pub(crate) fn computation(&self, metric: &str) -> Option<&dyn Computation> {
        self.computations().find(|computation| computation.metric() == metric)
    }

    /// How metrics are computed that are left out. The total of one with a dimension is so of its
    /// members alone, and not by a rule of its own too.
    pub(crate) fn computations(&self) -> impl Iterator<Item = &dyn Computation> {
        let rules = self.rules.iter().filter(|rule| rule.share != Some(Share::Total));
        rules.filter_map(|rule| rule.relation.computation())
    }

    /// Whether a metric is computed when it is left out.
    pub(crate) fn is_computed(&self, metric: &Metric) -> bool {
        self.computation(&metric.name).is_some()
    }

    /// What a metric is computed from when it is left out; nothing where it is not computed.
    pub(crate) fn computed_from(&self, metric: &str) -> Vec<&str> {
        self.computation(metric).map(|computation| computation.from()).unwrap_or_default()
    }

    /// Digits after the point that a percentage is printed with; none for other metrics.
    pub(crate) fn rate_decimals(&self, metric: &Metric) -> Option<u32> {
        let computed =
            || self.computation(&metric.name).and_then(|computation| computation.decimals());
        (metric.kind == MetricKind::Percent)
            .then(|| metric.decimals.or_else(computed).unwrap_or(RATE_DECIMALS))
    }
}
