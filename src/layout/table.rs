//! Tables (clause 8): a caption, a line of units and rows that are never cut; the header row
//! is repeated on each page, numbers stand digit under digit.

use std::rc::Rc;

use super::columns::{Column, Columns, TableLook, fit, width_behind_units};
use super::flow::{FlowItem, keep_from};
use super::length::Len;
use super::line::{Line, Measure};
use super::marks::MarkPosition;
use super::pages::{Item, Rule, Structure, TagId};
use super::style::{Colour, TextStyle};
use super::typesetter::{Typesetter, baseline_in};
use crate::document::{Align, Cell, Table};

/// How the cells of a row look, and what they are.
#[derive(Debug, Clone, Copy)]
struct CellLook {
    text: TextStyle,
    structure: Structure,
    /// From line to line.
    pitch: Len,
}

/// A cell that was set.
struct SetCell<'l> {
    /// The width that its text has.
    width: Len,
    /// The width of what its number has behind the units digit; none when there is no number.
    behind: Option<Len>,
    lines: &'l [Line],
}

/// A table in the style's own look.
pub(super) fn table(text: &mut Typesetter<'_>, table: &Table) -> Vec<FlowItem> {
    let style = &text.style.table;
    let look = TableLook { header: style.header, text: style.text, pitch: style.pitch };
    table_in(text, table, look)
}

/// A table in another look.
pub(super) fn table_in(text: &mut Typesetter<'_>, table: &Table, look: TableLook) -> Vec<FlowItem> {
    let tag = text.tag(Structure::Table, None);
    let mut flow = caption(text, table, tag);
    let block = text.style.page.block_height;
    let Columns { columns, look } = fit(text, table, look);
    let centred: Vec<Column> =
        columns.iter().map(|column| Column::text(column.width, Align::Centre)).collect();
    let cells = CellLook { text: look.header, structure: Structure::HeaderCell, pitch: look.pitch };
    let header: Vec<FlowItem> = table
        .header
        .iter()
        .flat_map(|cells_of_row| row(text, cells_of_row, &centred, cells, (tag, block.half())))
        .collect();
    flow.extend(header.iter().cloned());
    keep_from(&mut flow, 0);
    // A header of half a page is not worth repeating.
    let header = Some(header).filter(|rows| rows.len() == 1);
    let header = header.and_then(|rows| rows.into_iter().next()).map(Rc::new);
    let taken = header.as_ref().map_or(Len::ZERO, |header| header.height);
    let free = block - taken;
    let whole = [Column::text(text.block_width(), Align::Left)];
    let across = u32::try_from(columns.len()).unwrap_or(u32::MAX);
    for cells in &table.rows {
        let is_group = table.is_group(cells);
        let (columns, look) = if is_group {
            let structure = Structure::GroupCell(across);
            (&whole[..], CellLook { text: look.header, structure, pitch: look.pitch })
        } else {
            let structure = Structure::Cell;
            (&columns[..], CellLook { text: look.text, structure, pitch: look.pitch })
        };
        let items = row(text, cells, columns, look, (tag, free));
        flow.extend(items.into_iter().map(|item| FlowItem {
            header: header.clone(),
            keep_with_next: is_group,
            ..item
        }));
    }
    // A little space before the text goes on.
    flow.push(FlowItem { height: look.pitch.half(), ..FlowItem::default() });
    flow
}

/// The caption and the line of units above the table; they stay with it.
fn caption(text: &mut Typesetter<'_>, table: &Table, tag: TagId) -> Vec<FlowItem> {
    let mut flow = Vec::new();
    if table.caption.is_empty() && table.unit.is_none() {
        return flow;
    }
    let style = &text.style.table;
    let tag = text.tag(Structure::Caption, Some(tag));
    let mut texts = Vec::new();
    text.inlines(&table.caption, style.caption, Some(tag), &mut texts);
    let measure = Measure::justified(text.block_width(), Len::ZERO, Len::ZERO);
    for line in text.lines.paragraph(&texts, measure) {
        flow.push(text.centred_item(&line));
    }
    if let Some(unit) = &table.unit {
        let line = text.line(unit, style.unit, Some(tag));
        let baseline = baseline_in(style.pitch, style.unit.size);
        flow.push(FlowItem {
            height: style.pitch,
            shown: style.pitch,
            items: text.runs(&line, text.block_width() - line.width, baseline),
            ..FlowItem::default()
        });
    }
    flow
}

/// A row as one item, or as several where it is higher than `free`, the height that a page has
/// for it.
fn row(
    text: &mut Typesetter<'_>,
    row: &[Cell],
    columns: &[Column],
    look: CellLook,
    (table, free): (TagId, Len),
) -> Vec<FlowItem> {
    let padding = text.style.table.padding;
    let row_tag = text.tag(Structure::Row, Some(table));
    let mut cells: Vec<(Len, Option<Len>, Vec<Line>)> = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        let tag = text.tag(look.structure, Some(row_tag));
        let cell = row.get(place);
        let content = cell.map_or(&[][..], |cell| &cell.content);
        let mut texts = Vec::new();
        text.inlines(content, look.text, Some(tag), &mut texts);
        let measure = Measure::ragged(column.width - padding.times(2));
        let behind = cell.and_then(|cell| width_behind_units(text, cell, column.align, look.text));
        let lines = text.lines.paragraph(&texts, measure);
        cells.push((measure.width, behind, lines));
    }
    let most = cells.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or(1).max(1);
    let fitting = (free - padding).to_units() / look.pitch.to_units().max(1);
    let fitting = usize::try_from(fitting).unwrap_or(1).max(1);
    let mut items = Vec::new();
    for first in (0..most).step_by(fitting) {
        let part: Vec<SetCell<'_>> = cells
            .iter()
            .map(|(width, behind, lines)| {
                let end = (first + fitting).min(lines.len());
                let lines = lines.get(first..end).unwrap_or_default();
                SetCell { width: *width, behind: *behind, lines }
            })
            .collect();
        items.push(row_item(text, columns, &part, look));
    }
    items
}

fn row_item(
    text: &mut Typesetter<'_>,
    columns: &[Column],
    cells: &[SetCell<'_>],
    look: CellLook,
) -> FlowItem {
    let padding = text.style.table.padding;
    let (pitch, size) = (look.pitch, look.text.size);
    let height_of = |lines: usize| pitch.times(i64::try_from(lines).unwrap_or(i64::MAX));
    let most = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(1).max(1);
    let height = height_of(most) + padding;
    let mut item = FlowItem { height, shown: height, ..FlowItem::default() };
    let mut left = Len::ZERO;
    for (column, SetCell { width, behind, lines }) in columns.iter().zip(cells) {
        let mut top = (height - height_of(lines.len())).half();
        for line in *lines {
            let slack = *width - line.width;
            // Of the text in a column of numbers, what takes one line stands in the middle
            // and what takes several reads from the left.
            let x = match (column.align, behind) {
                (Align::Right, _) if lines.len() > 1 => Len::ZERO,
                (Align::Right, Some(behind)) => column.number(*width, line.width, *behind),
                (Align::Left, _) => Len::ZERO,
                (Align::Centre | Align::Right, _) => slack.half(),
            };
            let baseline = top + baseline_in(pitch, size);
            let origin = left + padding + x;
            item.items.extend(text.runs(line, origin, baseline));
            text.mark_facts(line, origin, baseline, MarkPosition::Behind, &mut item);
            top += pitch;
        }
        left += column.width;
    }
    item.items.extend(grid(height, columns, text.style.table.rule));
    item
}

/// The rules around the cells of one row.
fn grid(height: Len, columns: &[Column], thickness: Len) -> Vec<Item> {
    let rule = |from, to| Item::Rule(Rule { from, to, thickness, colour: Colour::BLACK });
    let right: Len = columns.iter().map(|column| column.width).sum();
    let mut items = vec![
        rule((Len::ZERO, Len::ZERO), (right, Len::ZERO)),
        rule((Len::ZERO, height), (right, height)),
        rule((Len::ZERO, Len::ZERO), (Len::ZERO, height)),
    ];
    let mut x = Len::ZERO;
    for column in columns {
        x += column.width;
        items.push(rule((x, Len::ZERO), (x, height)));
    }
    items
}
