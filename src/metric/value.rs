//! The value of a metric.

use crate::number::Quantity;

/// The value of a metric, by its type (类型).
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// 计数, 数量, 百分比
    Number(Quantity),
    /// 文本
    Text(String),
    /// 列表
    List(Vec<String>),
    /// 是否
    Boolean(bool),
}
