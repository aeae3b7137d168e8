//! Who reports the metrics of one kind of report, as the profile of a district has it: the
//! catalogue of a kind is the same everywhere, its departments are not.

use indexmap::IndexMap;

use crate::source::{Span, Spanned};

/// 责任部门 and 分工 of a kind of report in the profile.
#[derive(Debug, Clone, Default)]
pub struct Assignment {
    /// 责任部门 of the metrics for which neither 分工 nor the catalogue names one.
    pub owner: Option<Spanned<String>>,
    /// Where 责任部门 is still to be filled in.
    pub left_open: Option<Span>,
    /// 分工: by its name, where each metric is named, and its department.
    pub shares: IndexMap<String, (Span, Spanned<String>)>,
}

impl Assignment {
    /// The department that 分工 gives a metric to.
    pub(crate) fn share(&self, metric: &str) -> Option<&Spanned<String>> {
        self.shares.get(metric).map(|(_, department)| department)
    }
}
