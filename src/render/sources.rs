//! 数据来源.csv: every figure of the report, where it was typed and how it came about.
//!
//! UTF-8 with a byte order mark, lines ended by CR LF: so Excel and WPS on a Chinese
//! Windows open it by a double click.

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
    let mut csv = String::from('\u{FEFF}');
    push_line(&mut csv, &COLUMNS.map(str::to_owned));
    for fact in &document.facts {
        push_line(&mut csv, &cells(fact));
    }
    csv
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

fn push_line(csv: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| quote(cell)).collect();
    csv.push_str(&cells.join(","));
    csv.push_str("\r\n");
}

fn quote(cell: &str) -> String {
    // A spreadsheet would run such a text as a formula.
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        "'"
    } else {
        ""
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        format!("{guard}{cell}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_safe() {
        assert_eq!(quote("726 ÷ 783 × 100%"), "726 ÷ 783 × 100%");
        assert_eq!(quote("甲,\"乙\"\n丙"), "\"甲,\"\"乙\"\"\n丙\"");
        assert_eq!(quote("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(quote("@SUM(1,2)"), "\"'@SUM(1,2)\"");
    }
}
