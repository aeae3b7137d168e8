//! 附件 主要指标数据一览表: the figures of the report in one table, theme by theme.

use std::collections::BTreeSet;

use crate::document::{Align, Attachment, Block, Cell, Fact, FactId, Inline, Table};

/// Printed where there is nothing to compare with.
const NONE: &str = "—";

/// The attachment, or none when there are no figures. `shown` holds the facts it may list;
/// none = all.
pub(super) fn appendix(
    facts: &[Fact],
    shown: Option<&BTreeSet<FactId>>,
    year: i32,
) -> Option<Attachment> {
    let listed: Vec<(FactId, &Fact)> = facts
        .iter()
        .enumerate()
        .map(|(id, fact)| (FactId(id), fact))
        .filter(|(id, _)| shown.is_none_or(|shown| shown.contains(id)))
        .collect();
    let mut themes: Vec<&str> = Vec::new();
    for (_, fact) in &listed {
        if !themes.contains(&fact.theme.as_str()) {
            themes.push(&fact.theme);
        }
    }
    let columns =
        vec![Align::Left, Align::Centre, Align::Right, Align::Right, Align::Centre, Align::Left];
    let across = u32::try_from(columns.len()).unwrap_or(u32::MAX);
    let text = |text: &str| Cell::new(vec![Inline::text(text)]);
    let mut rows = Vec::new();
    for theme in themes {
        rows.push(vec![Cell::group(vec![Inline::text(theme)], across)]);
        for (id, fact) in listed.iter().filter(|(_, fact)| fact.theme == theme) {
            rows.push(vec![
                text(&fact.metric),
                text(&fact.unit),
                Cell::new(vec![Inline::Figure {
                    text: fact.value.shown.as_str().into(),
                    fact: *id,
                }]),
                text(fact.previous.as_ref().map_or(NONE, |previous| &previous.shown)),
                text(fact.change.as_deref().unwrap_or(NONE)),
                text(&fact.department),
            ]);
        }
    }
    let header = [
        "指标",
        "单位",
        &format!("{year}年"),
        &format!("{}年", year.saturating_sub(1)),
        "比上年",
        "责任部门",
    ]
    .map(|text| Cell::header(vec![Inline::text(text)]))
    .to_vec();
    let table = Table { caption: Vec::new(), unit: None, columns, header, rows };
    (!listed.is_empty()).then(|| Attachment {
        number: 1,
        title: "主要指标数据一览表".into(),
        body: vec![Block::Table(table)],
    })
}
