//! Tables (clause 8): a caption, a line of units and rows that are never cut; the header row
//! is repeated on each page, numbers stand digit under digit.

use std::rc::Rc;

use super::flow::{FlowItem, keep_from};
use super::length::Len;
use super::line::{Line, Measure};
use super::marks::MarkPosition;
use super::pages::{Item, Rule, Structure, TagId};
use super::style::{Colour, TextStyle};
use super::typesetter::{Typesetter, baseline_in};
use crate::document::{Align, Cell, Table, plain_text};

/// How the rows of a table look.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableLook {
    pub(super) header: TextStyle,
    pub(super) text: TextStyle,
    /// From line to line within a row.
    pub(super) pitch: Len,
}

/// A column as it is set.
struct Column {
    width: Len,
    align: Align,
    /// The widest of what its numbers have up to the units digit.
    head: Len,
    /// The widest of what they have behind it: `.69`, `%`, `多`.
    tail: Len,
}

impl Column {
    fn text(width: Len, align: Align) -> Column {
        Column { width, align, head: Len::ZERO, tail: Len::ZERO }
    }

    /// Where a number begins within so wide a cell: units stand under units, and the widest
    /// numbers in the middle.
    fn number(&self, cell: Len, width: Len, behind: Len) -> Len {
        let lead = (cell - self.head - self.tail).max(Len::ZERO).half();
        lead + self.head + behind - width
    }
}

/// What a column asks for.
struct Wanted {
    /// Without it the column is of no use.
    least: Len,
    /// The widths at which its entries stand on one line, in order.
    entries: Vec<Len>,
}

impl Wanted {
    /// The width at which so many percent of the entries stand on one line.
    fn most(&self, percent: usize) -> Len {
        let entry = self.entries.get(self.entries.len() * percent / 100);
        entry.copied().unwrap_or_default().max(self.least)
    }

    fn all(&self) -> Len {
        self.entries.last().copied().unwrap_or_default().max(self.least)
    }
}

/// One long entry among many may take several lines: it does not make the column. Where not
/// even these shares can be had, fewer entries do.
const MOST: [usize; 4] = [90, 75, 60, 50];

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
    let columns = columns(text, table, look);
    let centred: Vec<Column> =
        columns.iter().map(|column| Column::text(column.width, Align::Centre)).collect();
    let cells = CellLook { text: look.header, structure: Structure::HeaderCell, pitch: look.pitch };
    let header = row(text, &table.header, &centred, cells, (tag, block.half()));
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

/// The block's width shared out among the columns by their content.
fn columns(text: &mut Typesetter<'_>, table: &Table, look: TableLook) -> Vec<Column> {
    let padding = text.style.table.padding.times(2);
    let least = text.style.cell(look.text.size).times(2);
    let rows: Vec<&Vec<Cell>> = table.rows.iter().filter(|row| !table.is_group(row)).collect();
    let mut columns = Vec::new();
    let mut wanted = Vec::new();
    for place in 0..table.columns.len().max(1) {
        let align = table.columns.get(place).copied().unwrap_or(Align::Left);
        let header =
            table.header.get(place).map_or_else(String::new, |cell| plain_text(&cell.content));
        let floor = least.max(text.width_of(&header, look.header)) + padding;
        let (mut head, mut tail) = (Len::ZERO, Len::ZERO);
        let mut widths: Vec<Len> = Vec::with_capacity(rows.len());
        for cell in rows.iter().filter_map(|row| row.get(place)) {
            let content = plain_text(&cell.content);
            let width = text.width_of(&content, look.text);
            widths.push(width + padding);
            if let Some(behind) = width_behind_units(text, cell, align, look.text) {
                head = head.max(width - behind);
                tail = tail.max(behind);
            }
        }
        widths.sort_unstable();
        // Nor does a column of a few long entries have to do with next to nothing.
        let longest = widths.last().copied().unwrap_or_default();
        let least = floor.max(head + tail + padding).max(longest.min(least.times(3) + padding));
        wanted.push(Wanted { least, entries: widths });
        columns.push(Column { head, tail, ..Column::text(Len::ZERO, align) });
    }
    for (column, width) in columns.iter_mut().zip(share(text.block_width(), &wanted)) {
        column.width = width;
    }
    columns
}

/// The width of what stands behind the units digit of a number in a right-aligned column.
fn width_behind_units(
    text: &mut Typesetter<'_>,
    cell: &Cell,
    align: Align,
    style: TextStyle,
) -> Option<Len> {
    let units_end = cell.units_end.filter(|_| align == Align::Right)?;
    Some(text.width_of(plain_text(&cell.content).get(units_end..)?, style))
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

/// Shares the measure out: what most entries need, then towards what all need, the least
/// demands first, then in proportion. Where even the first does not fit, the widest columns
/// give way to one width.
fn share(measure: Len, wanted: &[Wanted]) -> Vec<Len> {
    let at = |percent| -> Vec<Len> { wanted.iter().map(|column| column.most(percent)).collect() };
    let total_of = |widths: &[Len]| -> Len { widths.iter().copied().sum() };
    let fitting = MOST.into_iter().map(at).find(|widths| total_of(widths) <= measure);
    let fits = fitting.is_some();
    let mut widths = fitting.unwrap_or_else(|| at(MOST[MOST.len() - 1]));
    let total = total_of(&widths);
    if fits {
        let mut missing: Vec<(Len, &mut Len)> = widths
            .iter_mut()
            .zip(wanted)
            .map(|(width, column)| (column.all() - *width, width))
            .collect();
        missing.sort_by_key(|(missing, _)| *missing);
        let mut rest = measure - total;
        for (missing, width) in missing {
            let given = missing.min(rest);
            *width += given;
            rest -= given;
        }
        let total: Len = widths.iter().copied().sum();
        for width in &mut widths {
            *width = measure.scale(width.to_units(), total.to_units().max(1));
        }
    } else {
        let mut sorted = widths.clone();
        sorted.sort_unstable();
        let mut rest = measure;
        let mut cap = Len::ZERO;
        for (i, width) in sorted.iter().enumerate() {
            cap = rest.scale(1, i64::try_from(sorted.len() - i).unwrap_or(1));
            if *width > cap {
                break;
            }
            rest -= *width;
        }
        for width in &mut widths {
            *width = (*width).min(cap);
        }
    }
    // What the rounding left over goes to the last column, so that the table is as wide as
    // the block.
    let given: Len = widths.iter().copied().sum();
    if let Some(last) = widths.last_mut() {
        *last += measure - given;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_the_measure_by_what_most_entries_need() {
        let wanted = |columns: &[(i64, i64)]| -> Vec<Wanted> {
            let wanted = |&(most, all)| Wanted {
                least: Len::mm(10),
                entries: [vec![Len::mm(most); 95], vec![Len::mm(all); 5]].concat(),
            };
            columns.iter().map(wanted).collect()
        };
        let shared = |columns: &[(i64, i64)]| share(Len::mm(100), &wanted(columns));
        assert_eq!(shared(&[(10, 10), (10, 10)]), [Len::mm(50), Len::mm(50)]);
        assert_eq!(shared(&[(20, 20), (30, 500)]), [Len::mm(20), Len::mm(80)]);
        assert_eq!(shared(&[(20, 25), (30, 500)]), [Len::mm(25), Len::mm(75)]);
        assert_eq!(shared(&[(20, 20), (90, 90), (70, 70)]), [20, 40, 40].map(Len::mm));
        assert_eq!(shared(&[]), []);
    }
}
