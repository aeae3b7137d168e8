//! 维度: a metric that is counted by members, such as 申请人, is a family of ordinary metrics: one of
//! each member, one of each group of members, and the total under the metric's own name.

mod read;

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{ByName, Metric};
use crate::source::Span;

pub(crate) use read::read;

/// What stands between the name of a metric and that of a member.
pub(crate) const DOT: char = '·';

/// In a department's file, all members that are not named.
pub(crate) const OTHERS: &str = "其余";

/// All dimensions of a catalogue.
pub(crate) type Dimensions = ByName<Arc<Dimension>>;

/// The families of a catalogue, by the names of the metrics that they come from.
pub(crate) type Families = ByName<Arc<Family>>;

/// 维度: what a metric is broken down by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Its name, which 维度 of a metric gives.
    pub name: String,
    /// Where the name stands in the catalogue.
    pub span: Span,
    /// 成员, in order; those of groups too.
    pub members: Vec<String>,
    /// The groups of members, in order.
    pub groups: Vec<Group>,
    /// 总计: the name of the sum of all members. None where they have none.
    pub total: Option<String>,
}

/// Members of a dimension that have a subtotal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its members, by their places among all members.
    pub members: Range<usize>,
}

/// A metric with a dimension, and the metrics that it was expanded into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// 名称 in the catalogue, which is the name of the total.
    pub name: String,
    /// What it is broken down by.
    pub dimension: Arc<Dimension>,
    /// The metric of each member, by name, in the order of the dimension.
    pub members: Vec<String>,
    /// The metric of each group, by name, likewise.
    pub groups: Vec<String>,
    /// 曾用名 of the metric.
    pub former_names: Vec<String>,
}

/// The family of a metric, and what the metric is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InFamily {
    /// The family.
    pub family: Arc<Family>,
    /// What the metric is in it.
    pub share: Share,
}

/// What a metric of a family counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share {
    /// All members.
    Total,
    /// A group of members, by its place in the dimension.
    Group(usize),
    /// One member, by its place in the dimension.
    Member(usize),
}

impl InFamily {
    /// Whether it is the total, or, where there is none, a member: what is said of the family as a
    /// whole is said of it.
    pub(crate) fn is_asked_about(&self) -> bool {
        match self.family.total() {
            Some(_) => self.share == Share::Total,
            None => self.is_member(),
        }
    }

    /// Whether the metric is that of one member.
    pub(crate) fn is_member(&self) -> bool {
        matches!(self.share, Share::Member(_))
    }
}

impl Dimension {
    /// The names of the members of a group.
    pub fn members_of(&self, group: &Group) -> &[String] {
        self.members.get(group.members.clone()).unwrap_or_default()
    }

    /// The group that a member belongs to.
    pub fn group_of(&self, member: usize) -> Option<&Group> {
        self.groups.iter().find(|group| group.members.contains(&member))
    }
}

impl Family {
    /// The family of a metric of this name.
    pub(crate) fn new(name: &str, former_names: &[String], dimension: &Arc<Dimension>) -> Family {
        let of = |label: &String| member_name(name, label);
        Family {
            name: name.to_owned(),
            dimension: Arc::clone(dimension),
            members: dimension.members.iter().map(of).collect(),
            groups: dimension.groups.iter().map(|group| of(&group.name)).collect(),
            former_names: former_names.to_vec(),
        }
    }

    /// The metric that is the total. None where the members have none.
    pub fn total(&self) -> Option<&str> {
        self.dimension.total.as_ref().map(|_| self.name.as_str())
    }

    /// The metric of a member, a group, or the total, by the label that stands for it.
    pub fn metric(&self, label: &str) -> Option<&str> {
        let Dimension { members, groups, total, .. } = self.dimension.as_ref();
        if total.as_deref() == Some(label) {
            return self.total();
        }
        let place = members.iter().position(|member| member == label);
        let group = || groups.iter().position(|group| group.name == label);
        place
            .and_then(|place| self.members.get(place))
            .or_else(|| self.groups.get(group()?))
            .map(String::as_str)
    }

    /// `信息公开申请新收: {自然人: 12, 商业企业: 3, 其余: 0}`, as an example of how it is typed.
    pub(crate) fn sample(&self) -> String {
        let numbers = ["12", "3"];
        let members = self.dimension.members.iter().zip(numbers);
        let members: Vec<String> =
            members.map(|(member, number)| format!("{member}: {number}")).collect();
        let others = match self.members.len() > numbers.len() {
            true => format!(", {OTHERS}: 0"),
            false => String::new(),
        };
        format!("{}: {{{}{others}}}", self.name, members.join(", "))
    }

    /// What stands for one of its metrics of a member or a group.
    pub(crate) fn label<'n>(&self, metric: &'n str) -> Option<&'n str> {
        metric.strip_prefix(self.name.as_str())?.strip_prefix(DOT)
    }

    /// The metrics of the members of a group, by the place of the group.
    pub fn members_of(&self, group: usize) -> &[String] {
        let group = self.dimension.groups.get(group);
        group.and_then(|group| self.members.get(group.members.clone())).unwrap_or_default()
    }

    /// All of its metrics that are sums, each with those that it is the sum of.
    pub(crate) fn sums(&self) -> impl Iterator<Item = (&str, &[String])> {
        let groups = self.groups.iter().enumerate();
        let groups = groups.map(|(place, name)| (name.as_str(), self.members_of(place)));
        groups.chain(self.total().map(|total| (total, self.members.as_slice())))
    }
}

/// `信息公开申请新收·自然人`
pub(crate) fn member_name(metric: &str, label: &str) -> String {
    format!("{metric}{DOT}{label}")
}

/// The metrics that a metric with a dimension is: the total, then the members, each group before
/// its own.
pub(crate) fn expand(metric: &Metric, family: &Arc<Family>) -> Vec<Metric> {
    let dimension = family.dimension.as_ref();
    let shares = |place: usize| {
        let group = dimension.groups.iter().position(|group| group.members.start == place);
        group.map(Share::Group).into_iter().chain([Share::Member(place)])
    };
    let parts = (0..dimension.members.len()).flat_map(shares);
    let total = family.total().map(|_| Share::Total);
    total.into_iter().chain(parts).map(|share| share_of(metric, family, share)).collect()
}

fn share_of(metric: &Metric, family: &Arc<Family>, share: Share) -> Metric {
    let dimension = family.dimension.as_ref();
    let (label, count) = match share {
        Share::Total => (None, dimension.members.len()),
        Share::Group(place) => {
            let group = dimension.groups.get(place);
            (group.map(|group| &group.name), group.map_or(0, |group| group.members.len()))
        }
        Share::Member(place) => (dimension.members.get(place), 1),
    };
    let named = |name: &String| match label {
        None => name.clone(),
        Some(label) => member_name(name, label),
    };
    // 最小 is what there must be in all; a member may have none. Below zero it permits a sign.
    let is_all = share == Share::Total || dimension.total.is_none();
    let minimum = metric.minimum.filter(|minimum| is_all || minimum.is_sign_negative());
    Metric {
        name: named(&metric.name),
        former_names: metric.former_names.iter().map(named).collect(),
        minimum,
        default: metric.default.and_then(|each| each.checked_mul(Decimal::from(count))),
        in_family: Some(InFamily { family: Arc::clone(family), share }),
        ..metric.clone()
    }
}
