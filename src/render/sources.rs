//! 数据来源.csv: every figure of the report, where it was typed and how it came about.

use crate::csv;
use crate::document::{Amount, Document, Fact, Origin};

/// A column: its name, what it takes from a fact, and whether the public may see it.
type Column = (&'static str, fn(&Fact) -> String, bool);

const COLUMNS: [Column; 11] = [
    ("名称", |fact| fact.metric.clone(), true),
    ("数值", |fact| for_programs(&fact.value), true),
    ("单位", |fact| fact.unit.clone(), true),
    ("主题", |fact| fact.theme.clone(), true),
    ("责任部门", |fact| fact.department.clone(), true),
    ("来源文件", |fact| fact.origin.as_ref().map_or_else(String::new, Origin::path), false),
    ("行号", |fact| fact.origin.as_ref().map_or_else(String::new, |at| at.at.to_string()), false),
    ("取得方式", |fact| fact.derivation.clone(), true),
    ("上年数", |fact| fact.previous.as_ref().map_or_else(String::new, for_programs), true),
    ("同比", |fact| fact.change.clone().unwrap_or_default(), true),
    ("口径", |fact| fact.definition.clone(), true),
];

/// A number as programs read it, with the sign that they know.
fn for_programs(amount: &Amount) -> String {
    amount.exact.map_or_else(|| amount.shown.clone(), |exact| exact.to_string())
}

/// Renders the facts in catalogue order.
pub fn render(document: &Document) -> String {
    table(&document.facts.iter().collect::<Vec<_>>(), &COLUMNS)
}

/// The same without the places in files, which are nobody's business outside.
pub(super) fn public(facts: &[&Fact]) -> String {
    table(facts, &COLUMNS.into_iter().filter(|column| column.2).collect::<Vec<_>>())
}

/// What [`public`] says of one fact, by column.
pub(super) fn public_cells(fact: &Fact) -> Vec<(&'static str, String)> {
    let columns = COLUMNS.into_iter().filter(|column| column.2);
    columns.map(|(name, cell, _)| (name, cell(fact))).collect()
}

fn table(facts: &[&Fact], columns: &[Column]) -> String {
    let mut text = String::from(csv::MARK);
    text.push_str(&csv::line(columns.iter().map(|(name, ..)| *name)));
    for fact in facts {
        let cells: Vec<String> = columns.iter().map(|(_, cell, _)| cell(fact)).collect();
        text.push_str(&csv::line(cells.iter().map(String::as_str)));
    }
    text
}
