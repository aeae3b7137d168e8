//! Tables (clause 8): a caption, the unit above its right end and rows that are never cut; the header rows
//! are repeated on each page, numbers stand digit under digit.

use std::rc::Rc;

use super::columns::{TableLook, fit};
use super::flow::{FlowItem, keep_from};
use super::heads::Heads;
use super::length::Len;
use super::line::{Measure, StyledText};
use super::pages::{Item, Structure, TagId};
use super::rows::RowSetter;
use super::spanned::Shown;
use super::typesetter::{Typesetter, baseline_in};
use crate::document::{Cell, Table};

/// A table in the style's own look.
pub(super) fn table(text: &mut Typesetter<'_>, table: &Table) -> Vec<FlowItem> {
    let look = TableLook::of_tables(text.style);
    table_in(text, table, look)
}

/// A table in another look.
pub(super) fn table_in(text: &mut Typesetter<'_>, table: &Table, look: TableLook) -> Vec<FlowItem> {
    let tag = text.tag(Structure::Table, None);
    let (width, block) = text.style.page.block(table.is_landscape);
    let mut flow = caption(text, table, (tag, width));
    let columns = fit(text, table, look);
    let mut heads = Heads::new(table);
    let mut rows = |text: &mut Typesetter<'_>, structure, rows: &[Vec<Cell>], free| {
        if rows.is_empty() {
            return Vec::new();
        }
        let (tag, is_header) = (text.tag(structure, Some(tag)), structure == Structure::Head);
        let (columns, heads) = (&columns, &mut heads);
        RowSetter { text, columns, heads, tag, free }.set(rows, is_header)
    };

    let header = rows(text, Structure::Head, &table.header, block.half());
    let height = header.iter().map(|item| item.height).sum();
    // A header of half a page is not worth repeating.
    let header = match height <= block.half() && !header.is_empty() {
        true => {
            let header = merged(&header, height);
            flow.push(header.clone());
            Some(Rc::new(header))
        }
        false => {
            flow.extend(header);
            None
        }
    };
    keep_from(&mut flow, 0);
    let taken = header.as_ref().map_or(Len::ZERO, |header| header.height);
    let body = rows(text, Structure::Body, &table.rows, block - taken);
    flow.extend(body.into_iter().map(|item| FlowItem { header: header.clone(), ..item }));
    // A little space before the text goes on.
    flow.push(FlowItem { height: columns.look.pitch.half(), ..FlowItem::default() });
    for item in &mut flow {
        item.is_landscape = table.is_landscape;
    }
    flow
}

/// The caption and the line of units above the table; they stay with it.
fn caption(text: &mut Typesetter<'_>, table: &Table, (tag, width): (TagId, Len)) -> Vec<FlowItem> {
    let mut flow = Vec::new();
    if table.caption.is_empty() && table.unit.is_none() {
        return flow;
    }
    let style = &text.style.table;
    let tag = text.tag(Structure::Caption, Some(tag));
    let mut texts = Vec::new();
    text.inlines(&table.caption, style.caption, Some(tag), &mut texts);
    let measure = Measure::justified(width, Len::ZERO, Len::ZERO);
    for line in text.lines.paragraph(&texts, measure) {
        let x = (width - line.width).half();
        flow.push(text.flow_item(&line, x));
    }
    if let Some(unit) = &table.unit {
        let unit = StyledText::new(unit, style.unit, Some(tag));
        let baseline = baseline_in(style.pitch, style.unit.size);
        for line in text.lines.paragraph(&[unit], Measure::ragged(width)) {
            flow.push(FlowItem {
                height: style.pitch,
                shown: style.pitch,
                items: text.runs(&line, width - line.width, baseline),
                ..FlowItem::default()
            });
        }
    }
    flow
}

/// The rows of a header as one item, which no page cuts.
fn merged(rows: &[FlowItem], height: Len) -> FlowItem {
    let mut items: Vec<Item> = Vec::new();
    let mut facts = Vec::new();
    let mut y = Len::ZERO;
    for (at, row) in rows.iter().enumerate() {
        let shown = Shown::default().with_spanned(&rows[at..], None, at == 0);
        items.extend(shown.iter().map(|item| item.moved(Len::ZERO, y)));
        facts.extend(&row.facts);
        y += row.height;
    }
    FlowItem { height, shown: height, items, facts, ..FlowItem::default() }
}
