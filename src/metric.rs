//! A metric (指标): one figure, text or flag that the report asks for, as the catalogue defines it.

mod assignment;
mod dimension;
mod identifier;
mod limits;
mod read;
mod value;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use rustc_hash::FxBuildHasher;

pub use assignment::Assignment;
pub(crate) use dimension::{DOT, Dimensions, Families, OTHERS, expand, read as read_dimensions};
pub use dimension::{Dimension, Family, Group, InFamily, Share};
pub use identifier::identifier_fault;
pub(crate) use identifier::renamed;
pub(crate) use limits::{MOST_DECIMALS, decimal, decimals, signed_decimal};
pub(crate) use read::{MetricReader, Names, check_name, clash, unknown_owner};
pub use value::Value;

use crate::kind::Content;
use crate::number::{self, Approx, Quantity};
use crate::source::Span;

/// Something of each metric, by its name, in catalogue order.
pub type ByName<T> = IndexMap<String, T, FxBuildHasher>;

/// All metrics of a catalogue.
pub(crate) type Metrics = ByName<Arc<Metric>>;

/// One metric. Its Chinese name is its one identifier.
#[derive(Debug, Clone)]
pub struct Metric {
    /// 名称
    pub name: String,
    /// Where the name stands in the catalogue.
    pub name_span: Span,
    /// The folder of the kind of report whose catalogue asks for it.
    pub report: Arc<str>,
    /// 主题: one of the themes of its kind; empty where the kind has none.
    pub theme: String,
    /// 单位; `%` for percentages, empty for 文本 and 是否.
    pub unit: String,
    /// 类型
    pub kind: MetricKind,
    /// 责任部门
    pub owner: Owner,
    /// 必填
    pub need: Need,
    /// 口径: how it is counted; published with it.
    pub definition: String,
    /// 填报提示: what the department that fills it in should know; never published.
    pub instruction: Option<String>,
    /// 范围, the least value; characters for 文本, entries for 取自 lists.
    pub minimum: Option<Decimal>,
    /// 范围, the greatest value, counted as the least is.
    pub maximum: Option<Decimal>,
    /// 小数位.
    pub decimals: Option<u32>,
    /// 缺省: what rules take for it when it is not filled in.
    pub default: Option<Decimal>,
    /// 累计: must not fall below last year's value.
    pub cumulative: bool,
    /// 曾用名.
    pub former_names: Vec<String>,
    /// 取自: the content of the report that stands in place of a typed value.
    pub taken_from: Option<Arc<Content>>,
    /// 维度: the family that it is one of, where the catalogue breaks a metric down by members.
    pub in_family: Option<InFamily>,
}

/// 类型
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    /// 计数: a whole number, not negative unless 范围 says otherwise.
    Count,
    /// 数量: a decimal, not negative unless 范围 says otherwise.
    Amount,
    /// 百分比: 0 to 100 unless 范围 says otherwise.
    Percent,
    /// 文本
    Text,
    /// 是否
    Boolean,
}

/// 责任部门
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// The one department that reports it.
    Department(String),
    /// 各部门: each department may report its own.
    Every,
}

/// 必填 · 建议 · 选填
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// 必填: an error where it is missing.
    Required,
    /// 建议: a warning where it is missing.
    Recommended,
    /// 选填: nothing is said where it is missing.
    Optional,
}

/// 类型, as written.
pub(crate) const KINDS: [(&str, MetricKind); 5] = [
    ("计数", MetricKind::Count),
    ("数量", MetricKind::Amount),
    ("百分比", MetricKind::Percent),
    ("文本", MetricKind::Text),
    ("是否", MetricKind::Boolean),
];

/// 必填, as written.
pub(crate) const NEEDS: [(&str, Need); 3] =
    [("必填", Need::Required), ("建议", Need::Recommended), ("选填", Need::Optional)];

/// 责任部门 of a metric that every department may report.
pub(crate) const EVERY: &str = "各部门";

/// Digits after the point that a percentage is printed with unless the catalogue says otherwise.
pub(crate) const RATE_DECIMALS: u32 = 2;

fn word_of<T: PartialEq>(words: &[(&'static str, T)], meaning: &T) -> &'static str {
    words.iter().find(|(_, known)| known == meaning).map_or("", |(word, _)| word)
}

impl MetricKind {
    /// 类型, as written.
    pub(crate) fn word(self) -> &'static str {
        word_of(&KINDS, &self)
    }

    /// Whether its values are numbers: 计数, 数量, 百分比.
    pub(crate) fn is_number(self) -> bool {
        matches!(self, MetricKind::Count | MetricKind::Amount | MetricKind::Percent)
    }
}

impl Need {
    /// 必填, as written.
    pub(crate) fn word(self) -> &'static str {
        word_of(&NEEDS, &self)
    }
}

impl Owner {
    /// Whom a name means.
    fn named(name: String) -> Owner {
        if name == EVERY { Owner::Every } else { Owner::Department(name) }
    }

    /// 责任部门, as written.
    pub(crate) fn word(&self) -> &str {
        match self {
            Owner::Department(name) => name,
            Owner::Every => EVERY,
        }
    }
}

impl Metric {
    /// Whether a department types it in its file: as its owner, or as one of 各部门.
    pub(crate) fn is_typed_by(&self, department: &str) -> bool {
        let is_owner = match &self.owner {
            Owner::Department(owner) => owner == department,
            Owner::Every => true,
        };
        is_owner && self.taken_from.is_none()
    }

    /// Its name as the catalogue writes it: with a dimension, without the member.
    pub(crate) fn asked_name(&self) -> &str {
        self.in_family.as_ref().map_or(&self.name, |kin| &kin.family.name)
    }

    /// The key under which it is typed: of one with a dimension, that of the member below it.
    pub(crate) fn key(&self) -> &str {
        let kin = self.in_family.as_ref();
        let label = kin.and_then(|kin| {
            let total = || kin.family.dimension.total.as_deref();
            kin.family.label(&self.name).or_else(total)
        });
        label.unwrap_or(&self.name)
    }

    /// Whether it has no dimension, or is the one metric of its family that is counted where the
    /// family counts once.
    pub(crate) fn stands_for_family(&self) -> bool {
        self.in_family.as_ref().is_none_or(|kin| kin.share == Share::Member(0))
    }

    /// The limit that a value exceeds, and in which way. 超过100 is more than 100, 近0 less than 0.
    pub(crate) fn out_of_range(&self, quantity: Quantity) -> Option<(Decimal, &'static str)> {
        let (least, most) = self.range();
        let Quantity { value, approx } = quantity;
        let (is_above, is_below) = (approx.is_above(), approx == Approx::Nearly);
        match (least, most) {
            (Some(least), _) if value < least || is_below && value == least => {
                Some((least, "小于最小值"))
            }
            (_, Some(most)) if value > most || is_above && value == most => {
                Some((most, "大于最大值"))
            }
            _ => None,
        }
    }

    /// Whether its values may be negative: the least of its 范围 is.
    pub(crate) fn may_be_negative(&self) -> bool {
        self.minimum.is_some_and(|minimum| minimum < Decimal::ZERO)
    }

    /// The least and the greatest value that it may have: 范围, or what its 类型 says.
    pub(crate) fn range(&self) -> (Option<Decimal>, Option<Decimal>) {
        let zero = self.kind.is_number().then_some(Decimal::ZERO);
        let hundred = (self.kind == MetricKind::Percent).then_some(Decimal::ONE_HUNDRED);
        (self.minimum.or(zero), self.maximum.or(hundred))
    }

    /// Whether its values can be compared with those of another metric. Counts may be in different
    /// words, 件 and 件次; amounts and percentages may not, nor 万件 and 件.
    pub(crate) fn is_in_one_unit_with(&self, other: &Metric) -> bool {
        let are_counts = self.kind == MetricKind::Count && other.kind == MetricKind::Count;
        // A unit that is missing is reported as missing.
        self.unit.is_empty()
            || other.unit.is_empty()
            || number::scale_of_unit(&self.unit) == number::scale_of_unit(&other.unit)
                && (are_counts
                    || number::kind_of_unit(&self.unit) == number::kind_of_unit(&other.unit))
    }
}
