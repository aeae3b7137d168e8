//! 附件1 主要指标数据一览表: the figures of the report in one table, theme by theme.

use std::collections::BTreeSet;

use crate::document::{Align, Attachment, Block, Fact, FactId, Inline, Table};

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
    let text = |text: &str| vec![Inline::Text(text.to_owned())];
    let mut rows = Vec::new();
    for theme in themes {
        rows.push(vec![text(theme)]);
        for (id, fact) in listed.iter().filter(|(_, fact)| fact.theme == theme) {
            rows.push(vec![
                text(&fact.metric),
                text(&fact.unit),
                vec![Inline::Figure { text: fact.value.clone(), fact: *id }],
                text(fact.previous.as_deref().unwrap_or(NONE)),
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
    .map(text)
    .to_vec();
    let columns =
        vec![Align::Left, Align::Centre, Align::Right, Align::Right, Align::Centre, Align::Left];
    let table = Table { caption: Vec::new(), unit: None, columns, header, rows };
    (!listed.is_empty()).then(|| Attachment {
        label: "附件1".to_owned(),
        title: "主要指标数据一览表".to_owned(),
        body: vec![Block::Table(table)],
    })
}
