//! 附件 主要指标数据一览表: the figures of the report in one table, theme by theme.

use std::collections::BTreeSet;

use crate::document::{Align, Attachment, Block, Cell, Fact, FactId, Inline, Table};

/// Its title.
pub(crate) const APPENDIX: &str = "主要指标数据一览表";

/// Printed where there is nothing to compare with.
const NONE: &str = "—";

/// A column: its header, how its text is aligned, and what it holds of a fact; none where that has
/// nothing to say.
struct Column {
    header: String,
    align: Align,
    cell: fn(Listed<'_>) -> Option<Inline>,
}

/// A fact and its number in the table.
#[derive(Clone, Copy)]
struct Listed<'d> {
    number: usize,
    id: FactId,
    fact: &'d Fact,
}

/// The attachment, or none when there are no figures. `shown` holds the facts it may list;
/// none = all.
pub(super) fn appendix(
    facts: &[Fact],
    shown: Option<&BTreeSet<FactId>>,
    year: i32,
) -> Option<Attachment> {
    let listed = facts.iter().enumerate().map(|(id, fact)| (FactId(id), fact));
    let listed: Vec<(FactId, &Fact)> = listed
        .filter(|(_, fact)| !fact.is_part)
        .filter(|(id, _)| shown.is_none_or(|shown| shown.contains(id)))
        .collect();
    let mut themes: Vec<(&str, Vec<Listed<'_>>)> = Vec::new();
    for &(id, fact) in &listed {
        let listed = Listed { number: 0, id, fact };
        match themes.iter_mut().find(|(theme, _)| *theme == fact.theme) {
            Some((_, facts)) => facts.push(listed),
            None => themes.push((&fact.theme, vec![listed])),
        }
    }
    let in_order = themes.iter_mut().flat_map(|(_, facts)| facts);
    in_order.zip(1..).for_each(|(listed, number)| listed.number = number);
    let all = || themes.iter().flat_map(|(_, facts)| facts);
    // A column that says nothing of any figure is left out.
    let mut columns = columns(year);
    columns.retain(|column| all().any(|listed| (column.cell)(*listed).is_some()));
    let across = u32::try_from(columns.len()).unwrap_or(u32::MAX);
    let mut rows = Vec::new();
    for (theme, facts) in &themes {
        if !theme.is_empty() {
            rows.push(vec![Cell::group(vec![Inline::text(*theme)], across)]);
        }
        for listed in facts {
            let cell = |column: &Column| {
                let content = (column.cell)(*listed);
                Cell::new(vec![content.unwrap_or_else(|| Inline::text(NONE))])
            };
            rows.push(columns.iter().map(cell).collect());
        }
    }
    let header = |column: &Column| Cell::header(vec![Inline::text(column.header.as_str())]);
    let table = Table::plain(
        columns.iter().map(|column| column.align).collect(),
        columns.iter().map(header).collect(),
        rows,
    );
    (!listed.is_empty()).then(|| Attachment {
        number: 1,
        title: APPENDIX.into(),
        body: vec![Block::Table(table)],
    })
}

fn columns(year: i32) -> Vec<Column> {
    let column = |header: &str, align, cell| Column { header: header.to_owned(), align, cell };
    vec![
        column("序号", Align::Centre, |listed| Some(Inline::text(listed.number.to_string()))),
        column("指标", Align::Left, |listed| Some(Inline::text(listed.fact.metric.as_str()))),
        column("单位", Align::Centre, |listed| text(&listed.fact.unit)),
        column(&format!("{year}年"), Align::Right, |Listed { id, fact, .. }| {
            Some(Inline::Figure { text: fact.value.shown.as_str().into(), fact: id })
        }),
        column(&format!("{}年", year.saturating_sub(1)), Align::Right, |listed| {
            text(&listed.fact.previous.as_ref()?.shown)
        }),
        column("比上年", Align::Centre, |listed| text(listed.fact.change.as_ref()?)),
        column("责任部门", Align::Left, |listed| text(&listed.fact.department)),
    ]
}

fn text(text: &str) -> Option<Inline> {
    (!text.is_empty()).then(|| Inline::text(text))
}
