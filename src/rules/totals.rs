//! The totals of metrics with a dimension: each is the sum of its members, without a rule that
//! says so.

use std::sync::Arc;

use super::{Rule, sum};
use crate::metric::{Families, Metrics};

/// The sums that hold of all families.
pub(crate) fn totals(families: &Families, metrics: &Metrics) -> Vec<Rule> {
    let mut rules = Vec::new();
    for family in families.values() {
        let dimension = &family.dimension.name;
        for (total, parts) in family.sums() {
            let Some(metric) = metrics.get(total) else { continue };
            rules.push(Rule {
                name: format!("{total}的合计"),
                span: metric.name_span,
                report: Arc::clone(&metric.report),
                kind: &sum::KIND,
                relation: sum::of(total, parts),
                is_error: true,
                reason: format!("维度“{dimension}”的总数等于各成员之和"),
                // That a member is missing is reported on its own.
                is_quiet: true,
                share: None,
            });
        }
    }
    rules
}
