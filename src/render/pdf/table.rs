//! Tables (clause 8): a caption, a unit line and rows that are never cut; the header row
//! is repeated on each page, numbers stand digit under digit.

use std::rc::Rc;

use super::line::{Line, Measure};
use super::page::{ASCENT, Item, Layout, Rule, Strip, Structure, TagId};
use super::proof::Mark;
use super::style::{Colour, Len, TextStyle};
use crate::document::{Align, Inline, Table, plain_text};

/// How the rows of a table look.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableText {
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

type Row = [Vec<Inline>];

/// The width of a cell's text, the width of what its number has behind the units digit, and
/// its lines.
type SetCell<'l> = (Len, Option<Len>, &'l [Line]);

impl Layout<'_> {
    pub(super) fn table(&mut self, table: &Table, flow: &mut Vec<Strip>) {
        let style = &self.style.table;
        let look = TableText { header: style.header, text: style.text, pitch: style.pitch };
        self.table_as(table, look, flow);
    }

    pub(super) fn table_as(&mut self, table: &Table, look: TableText, flow: &mut Vec<Strip>) {
        let tag = self.tag(Structure::Table, None);
        self.caption(table, tag, flow);
        let columns = self.columns(table, look);
        let centred: Vec<Column> =
            columns.iter().map(|column| Column::text(column.width, Align::Centre)).collect();
        let cell = (look.header, Structure::HeaderCell, look.pitch);
        let half = self.style.page.block_height.half();
        let header = self.table_row(&table.header, &centred, cell, (tag, half));
        flow.extend(header.iter().cloned().map(|row| Strip { keep_with_next: true, ..row }));
        // A header of half a page is not worth repeating.
        let header = Some(header).filter(|rows| rows.len() == 1);
        let header = header.and_then(|rows| rows.into_iter().next()).map(Rc::new);
        let taken = header.as_ref().map_or(Len::ZERO, |header| header.height);
        let room = (tag, self.style.page.block_height - taken);
        let whole = [Column::text(self.measure(), Align::Left)];
        let across = u32::try_from(columns.len()).unwrap_or(u32::MAX);
        for row in &table.rows {
            let strips = if table.is_group(row) {
                let cell = (look.header, Structure::GroupCell(across), look.pitch);
                self.table_row(row, &whole, cell, room)
            } else {
                let cell = (look.text, Structure::Cell, look.pitch);
                self.table_row(row, &columns, cell, room)
            };
            let keep_with_next = table.is_group(row);
            flow.extend(strips.into_iter().map(|strip| Strip {
                header: header.clone(),
                keep_with_next,
                ..strip
            }));
        }
        // A little air before the text goes on.
        flow.push(Strip { height: look.pitch.half(), ..Strip::default() });
    }

    fn caption(&mut self, table: &Table, tag: TagId, flow: &mut Vec<Strip>) {
        if table.caption.is_empty() && table.unit.is_none() {
            return;
        }
        let style = &self.style.table;
        let tag = self.tag(Structure::Caption, Some(tag));
        let mut pieces = Vec::new();
        self.inlines(&table.caption, style.caption, tag, &mut pieces);
        let measure = Measure::justified(self.measure(), Len::ZERO, Len::ZERO);
        for line in self.setter.paragraph(&pieces, measure) {
            let strip = self.strip(&line, (self.measure() - line.width).half());
            flow.push(Strip { keep_with_next: true, ..strip });
        }
        if let Some(unit) = &table.unit {
            let line = self.setter.line(&[Self::piece(unit, style.unit, Some(tag))]);
            let baseline =
                (style.pitch - style.unit.size).half() + style.unit.size.scale(ASCENT, 1000);
            flow.push(Strip {
                height: style.pitch,
                shown: style.pitch,
                items: self.runs(&line, self.measure() - line.width, baseline),
                keep_with_next: true,
                ..Strip::default()
            });
        }
    }

    /// The block's width shared out among the columns by their content.
    fn columns(&mut self, table: &Table, look: TableText) -> Vec<Column> {
        let padding = self.style.table.padding.times(2);
        let least = self.style.cell(look.text.size).times(2);
        let rows: Vec<&Vec<Vec<Inline>>> =
            table.rows.iter().filter(|row| !table.is_group(row)).collect();
        let mut columns = Vec::new();
        let mut wanted = Vec::new();
        for place in 0..table.columns.len().max(1) {
            let align = table.columns.get(place).copied().unwrap_or(Align::Left);
            let header = table.header.get(place).map_or_else(String::new, |cell| plain_text(cell));
            let floor = least.max(self.width_of(&header, look.header)) + padding;
            let (mut head, mut tail) = (Len::ZERO, Len::ZERO);
            let mut widths: Vec<Len> = Vec::with_capacity(rows.len());
            for cell in rows.iter().filter_map(|row| row.get(place)) {
                let text = plain_text(cell);
                let width = self.width_of(&text, look.text);
                widths.push(width + padding);
                if let Some(behind) = self.tail(&text, align, look.text) {
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
        for (column, width) in columns.iter_mut().zip(share(self.measure(), &wanted)) {
            column.width = width;
        }
        columns
    }

    fn width_of(&mut self, text: &str, style: TextStyle) -> Len {
        self.setter.line(&[Self::piece(text, style, None)]).width
    }

    /// The width of what stands behind the units digit of a number in a right-aligned column.
    fn tail(&mut self, text: &str, align: Align, style: TextStyle) -> Option<Len> {
        if align != Align::Right {
            return None;
        }
        let digits = text.find(|c: char| c.is_ascii_digit())?;
        let end = text[digits..].find(|c: char| !c.is_ascii_digit());
        end.map_or(Some(Len::ZERO), |end| Some(self.width_of(&text[digits + end..], style)))
    }

    /// A row as one strip, or as several where it is higher than the room of a page.
    fn table_row(
        &mut self,
        row: &Row,
        columns: &[Column],
        (text, structure, pitch): (TextStyle, Structure, Len),
        (table, room): (TagId, Len),
    ) -> Vec<Strip> {
        let padding = self.style.table.padding;
        let row_tag = self.tag(Structure::Row, Some(table));
        let mut cells = Vec::new();
        for (place, column) in columns.iter().enumerate() {
            let tag = self.tag(structure, Some(row_tag));
            let content = row.get(place).map_or(&[][..], Vec::as_slice);
            let mut pieces = Vec::new();
            self.inlines(content, text, tag, &mut pieces);
            let measure = Measure::ragged(column.width - padding.times(2));
            let behind = self.tail(&plain_text(content), column.align, text);
            cells.push((measure.width, behind, self.setter.paragraph(&pieces, measure)));
        }
        let most = cells.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or(1).max(1);
        let fitting = (room - padding).to_units() / pitch.to_units().max(1);
        let fitting = usize::try_from(fitting).unwrap_or(1).max(1);
        (0..most)
            .step_by(fitting)
            .map(|first| {
                let part: Vec<SetCell<'_>> = cells
                    .iter()
                    .map(|(width, behind, lines)| {
                        let end = (first + fitting).min(lines.len());
                        (*width, *behind, lines.get(first..end).unwrap_or_default())
                    })
                    .collect();
                self.row_strip(columns, &part, text, pitch)
            })
            .collect()
    }

    fn row_strip(
        &mut self,
        columns: &[Column],
        cells: &[SetCell<'_>],
        text: TextStyle,
        pitch: Len,
    ) -> Strip {
        let padding = self.style.table.padding;
        let count = |lines: usize| i64::try_from(lines).unwrap_or(i64::MAX);
        let most = cells.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or(1).max(1);
        let height = pitch.times(count(most)) + padding;
        let mut strip = Strip { height, shown: height, ..Strip::default() };
        let mut left = Len::ZERO;
        for (column, (width, behind, lines)) in columns.iter().zip(cells) {
            let mut top = (height - pitch.times(count(lines.len()))).half();
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
                let baseline = top + (pitch - text.size).half() + text.size.scale(ASCENT, 1000);
                let origin = left + padding + x;
                strip.items.extend(self.runs(line, origin, baseline));
                self.mark_facts(line, origin, baseline, Mark::Behind, &mut strip);
                top += pitch;
            }
            left += column.width;
        }
        self.grid(height, columns, &mut strip.items);
        strip
    }

    /// The rules around the cells of one row.
    fn grid(&self, height: Len, columns: &[Column], items: &mut Vec<Item>) {
        let thickness = self.style.table.rule;
        let rule = |from, to| Item::Rule(Rule { from, to, thickness, colour: Colour::BLACK });
        let right: Len = columns.iter().map(|column| column.width).sum();
        items.push(rule((Len::ZERO, Len::ZERO), (right, Len::ZERO)));
        items.push(rule((Len::ZERO, height), (right, height)));
        let mut x = Len::ZERO;
        items.push(rule((x, Len::ZERO), (x, height)));
        for column in columns {
            x += column.width;
            items.push(rule((x, Len::ZERO), (x, height)));
        }
    }
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
