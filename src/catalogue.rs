//! The catalogue (指标目录): the metrics that must be reported, and the rules between them.

mod read;

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use rustc_hash::FxBuildHasher;

pub use read::{ALL, EVERY, KINDS, NEEDS, PARTS, identifier_fault, read, renamed};

use crate::source::Span;

/// Something of each metric, by its name, in catalogue order.
pub type ByName<T> = IndexMap<String, T, FxBuildHasher>;

/// `data/catalogue.yaml`, read and checked.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// 主题: the stable keys of the five themes, in order.
    pub themes: Vec<String>,
    /// 指标, by name, in catalogue order.
    pub metrics: ByName<Arc<Metric>>,
    /// 勾稽规则, in catalogue order.
    pub rules: Vec<Rule>,
}

/// One metric. Its Chinese name is its one identifier.
#[derive(Debug, Clone)]
pub struct Metric {
    pub name: String,
    pub name_span: Span,
    pub theme: String,
    /// 单位; `%` for percentages, empty for 文本 and 是否.
    pub unit: String,
    pub kind: MetricKind,
    pub owner: Owner,
    pub need: Need,
    /// 口径.
    pub definition: String,
    /// 范围; characters for 文本, entries for 取自 lists.
    pub minimum: Option<Decimal>,
    pub maximum: Option<Decimal>,
    /// 小数位.
    pub decimals: Option<u32>,
    /// 缺省: what rules take for it when it is not filled.
    pub default: Option<Decimal>,
    /// 累计: must not fall below last year's value.
    pub cumulative: bool,
    /// 曾用名.
    pub former_names: Vec<String>,
    /// 取自: fulfilled by a part of the report instead of a typed value.
    pub taken_from: Option<StatutoryPart>,
}

impl Catalogue {
    /// Whether a metric is a ratio that is computed from its two parts where it is not typed.
    pub(crate) fn is_computed(&self, metric: &Metric) -> bool {
        let is_made = |kind: &RuleKind| matches!(kind, RuleKind::Ratio { ratio, .. } if *ratio == metric.name);
        self.rules.iter().any(|rule| is_made(&rule.kind))
    }
}

impl Metric {
    /// Whether a department types this metric in its file.
    pub(crate) fn is_typed_by(&self, department: &str) -> bool {
        let is_owner = match &self.owner {
            Owner::Department(owner) => owner == department,
            Owner::Every => true,
        };
        is_owner && self.taken_from.is_none()
    }
}

/// 类型
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    /// 计数: a whole number, not negative.
    Count,
    /// 数量: a decimal, not negative.
    Amount,
    /// 百分比: 0 to 100 unless 范围 says otherwise.
    Percent,
    /// 文本
    Text,
    /// 是否
    Boolean,
}

impl MetricKind {
    /// As it is written.
    pub(crate) fn word(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// 责任部门
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    Department(String),
    /// 各部门: each department may report its own.
    Every,
}

/// 必填 · 建议 · 选填
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Required,
    Recommended,
    Optional,
}

impl Need {
    /// As it is written.
    pub(crate) fn word(self) -> &'static str {
        NEEDS.iter().find(|(_, need)| *need == self).map_or("", |(word, _)| word)
    }
}

/// The parts of the report that the regulation (厅字〔2019〕28号) asks for beside figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatutoryPart {
    /// 第一责任人
    FirstResponsible,
    /// 不足
    Shortcomings,
    /// 安排
    Plans,
    /// 其他
    Others,
}

/// One 勾稽规则.
#[derive(Debug, Clone)]
pub struct Rule {
    pub name: String,
    pub span: Span,
    pub kind: RuleKind,
    /// 级别: true for 错误, false for 警告.
    pub is_error: bool,
    /// 说明: why it must hold.
    pub reason: String,
}

/// The named kinds of rules; operands are metric names.
#[derive(Debug, Clone)]
pub enum RuleKind {
    /// 合计: total = sum of parts.
    Sum { total: String, parts: Vec<String> },
    /// 比率: percentage = part ÷ whole × 100, rounded half up.
    Ratio { ratio: String, part: String, whole: String, decimals: u32 },
    /// 不大于: sum of left ≤ sum of right; `instead_of` names the rule it stands in for.
    AtMost { left: Vec<String>, right: Vec<String>, instead_of: Option<String> },
    /// 相等, exactly or within 容差 percent of the larger.
    Equal { metrics: Vec<String>, tolerance: Option<Decimal> },
    /// 同比: change on last year over `percent` asks for a 说明; none = 全部.
    YearOverYear { metrics: Option<Vec<String>>, percent: Decimal },
    /// 汇总: district total = sum over the departments' own figures.
    Collected { total: String, part: String },
    /// 项数: number = length of the list.
    ItemCount { number: String, list: String },
    /// 零则零: `when` = 0 means `then` = 0.
    ZeroThenZero { when: String, then: String },
    /// 全覆盖: `flag` is 是 exactly when left = right.
    FullCoverage { flag: String, left: String, right: String },
}
