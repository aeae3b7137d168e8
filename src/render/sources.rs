//! 数据来源.csv: every figure of the report, where it was typed and how it came about.

use crate::csv;
use crate::document::{Document, Fact};

const COLUMNS: [&str; 11] = [
    "名称",
    "数值",
    "单位",
    "主题",
    "责任部门",
    "来源文件",
    "行号",
    "取得方式",
    "上年数",
    "同比",
    "口径",
];

/// Renders the facts in catalogue order.
pub fn render(document: &Document) -> String {
    let mut text = String::from(csv::MARK);
    text.push_str(&csv::line(COLUMNS));
    for fact in &document.facts {
        text.push_str(&csv::line(cells(fact).iter().map(String::as_str)));
    }
    text
}

fn cells(fact: &Fact) -> [String; COLUMNS.len()] {
    let origin = fact.origin.as_ref();
    [
        fact.metric.clone(),
        fact.value.clone(),
        fact.unit.clone(),
        fact.theme.clone(),
        fact.department.clone(),
        origin.map(|origin| origin.path.clone()).unwrap_or_default(),
        origin.map(|origin| origin.line.to_string()).unwrap_or_default(),
        fact.derivation.clone(),
        fact.previous.clone().unwrap_or_default(),
        fact.change.clone().unwrap_or_default(),
        fact.definition.clone(),
    ]
}
