//! The columns of a table: the block's width shared out by what stands in them, so that no number
//! is broken; where it is too narrow for that, in smaller type.

use super::length::Len;
use super::line::{Extent, StyledText};
use super::style::TextStyle;
use super::too_narrow::TooNarrow;
use super::typesetter::Typesetter;
use crate::document::{Align, Cell, Table, plain_text};

/// How the rows of a table look.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableLook {
    pub(super) header: TextStyle,
    pub(super) text: TextStyle,
    /// From line to line within a row.
    pub(super) pitch: Len,
}

impl TableLook {
    /// The same with its text in another size.
    fn in_size(self, size: Len) -> TableLook {
        let scaled = |length: Len| length.scale(size.to_units(), self.text.size.to_units().max(1));
        TableLook {
            header: TextStyle { size: scaled(self.header.size), ..self.header },
            text: TextStyle { size, ..self.text },
            pitch: scaled(self.pitch),
        }
    }
}

/// The smallest type that a table is set in so that no number is broken (六号).
const LEAST_SIZE: Len = Len::units(15 * Len::pt(1).to_units() / 2);
/// From one size of type to the next smaller one that is tried.
const STEP: Len = Len::units(Len::pt(1).to_units() / 2);
/// What is longer, in characters, is no number: an address, a list.
const LONGEST_PART: i64 = 12;

/// A column as it is set.
pub(super) struct Column {
    pub(super) width: Len,
    pub(super) align: Align,
    /// The widest of what its numbers have up to the units digit.
    head: Len,
    /// The widest of what they have behind it: `.69`, `%`, `多`.
    tail: Len,
}

impl Column {
    pub(super) fn text(width: Len, align: Align) -> Column {
        Column { width, align, head: Len::ZERO, tail: Len::ZERO }
    }

    /// Where a number begins within so wide a cell: units stand under units, and the widest
    /// numbers in the middle. In a cell that is too narrow for both the number stays within it.
    pub(super) fn number(&self, cell: Len, width: Len, behind: Len) -> Len {
        let lead = (cell - self.head - self.tail).max(Len::ZERO).half();
        (lead + self.head + behind - width).min(cell - width).max(Len::ZERO)
    }
}

/// The columns of a table, and the look in which they hold its text.
pub(super) struct Columns {
    pub(super) columns: Vec<Column>,
    pub(super) look: TableLook,
}

/// What a column asks for.
#[derive(Debug, Default)]
struct Wanted {
    /// Less breaks one of its numbers.
    least: Len,
    /// With less it is of little use.
    useful: Len,
    /// The widths at which its entries stand on one line, in order.
    entries: Vec<Len>,
}

impl Wanted {
    /// The width at which so many percent of the entries stand on one line.
    fn most(&self, percent: usize) -> Len {
        let entry = self.entries.get(self.entries.len() * percent / 100);
        entry.copied().unwrap_or_default().max(self.useful).max(self.least)
    }

    fn all(&self) -> Len {
        self.entries.last().copied().unwrap_or_default().max(self.useful).max(self.least)
    }
}

/// One long entry among many may take several lines: it does not make the column. Where not
/// even these shares can be had, fewer entries do.
const MOST: [usize; 4] = [90, 75, 60, 50];

/// The block's width shared out among the columns by their content, in the largest type that
/// breaks no number. A table for which none is small enough is kept among the narrow ones.
pub(super) fn fit(text: &mut Typesetter<'_>, table: &Table, look: TableLook) -> Columns {
    let measure = text.block_width();
    let padding: Len = table.columns.iter().map(|_| text.style.table.padding.times(2)).sum();
    let mut fitted = look;
    loop {
        let (mut columns, wanted) = demands(text, table, fitted);
        let least: Len = wanted.iter().map(|column| column.least).sum();
        let size = fitted.text.size;
        if least > measure && size > LEAST_SIZE {
            // Widths follow the size, but for their rounding.
            let (free, needed) = (measure - padding, least - padding);
            let fitting = size.scale(free.to_units().max(0), needed.to_units().max(1));
            let steps = fitting.min(size - STEP).to_units() / STEP.to_units();
            fitted = look.in_size(STEP.times(steps).max(LEAST_SIZE));
            continue;
        }
        if least > measure {
            text.narrow.push(TooNarrow::new(table));
        }
        for (column, width) in columns.iter_mut().zip(share(measure, &wanted)) {
            column.width = width;
        }
        return Columns { columns, look: fitted };
    }
}

/// What each column asks for in one look.
fn demands(
    text: &mut Typesetter<'_>,
    table: &Table,
    look: TableLook,
) -> (Vec<Column>, Vec<Wanted>) {
    let padding = text.style.table.padding.times(2);
    let character = text.style.cell(look.text.size);
    let rows: Vec<&Vec<Cell>> = table.rows.iter().filter(|row| !table.is_group(row)).collect();
    let mut columns = Vec::new();
    let mut wanted = Vec::new();
    for place in 0..table.columns.len().max(1) {
        let align = table.columns.get(place).copied().unwrap_or(Align::Left);
        let header = table.header.iter().filter_map(|row| row.get(place));
        let header = header.map(|cell| extent(text, cell, look.header));
        let header = header.max_by_key(|extent| extent.width);
        let header = header.unwrap_or_default();
        let useful = character.times(2).max(header.width) + padding;
        let (mut head, mut tail) = (Len::ZERO, Len::ZERO);
        // The shortest headers are one word: 新收.
        let short = header.width.min(character.times(2));
        let mut least = character.max(short).max(unbroken(&header, character));
        let mut widths: Vec<Len> = Vec::with_capacity(rows.len());
        for cell in rows.iter().filter_map(|row| row.get(place)) {
            let extent = extent(text, cell, look.text);
            let width = extent.width;
            widths.push(width + padding);
            least = least.max(unbroken(&extent, character));
            if let Some(behind) = width_behind_units(text, cell, align, look.text) {
                head = head.max(width - behind);
                tail = tail.max(behind);
            }
        }
        widths.sort_unstable();
        // Nor does a column of a few long entries have to do with next to nothing.
        let longest = widths.last().copied().unwrap_or_default();
        let useful =
            useful.max(head + tail + padding).max(longest.min(character.times(6) + padding));
        wanted.push(Wanted { least: least + padding, useful, entries: widths });
        columns.push(Column { head, tail, ..Column::text(Len::ZERO, align) });
    }
    (columns, wanted)
}

/// How wide the text of a cell is.
fn extent(text: &mut Typesetter<'_>, cell: &Cell, style: TextStyle) -> Extent {
    let mut texts: Vec<StyledText> = Vec::new();
    text.inlines(&cell.content, style, None, &mut texts);
    text.lines.extent(&texts)
}

/// The widest part that is to stay on one line: a number with its unit, or else the number.
fn unbroken(extent: &Extent, character: Len) -> Len {
    let longest = character.times(LONGEST_PART);
    let parts = [extent.group, extent.word];
    parts.into_iter().find(|part| *part <= longest).unwrap_or_default()
}

/// The width of what stands behind the units digit of a number in a right-aligned column.
pub(super) fn width_behind_units(
    text: &mut Typesetter<'_>,
    cell: &Cell,
    align: Align,
    style: TextStyle,
) -> Option<Len> {
    let units_end = cell.units_end.filter(|_| align == Align::Right)?;
    Some(text.width_of(plain_text(&cell.content).get(units_end..)?, style))
}

/// Shares the measure out: what most entries need, then towards what all need, the least
/// demands first, then in proportion. Where even the first does not fit, the widest columns
/// give way to one width, but none below its least.
fn share(measure: Len, wanted: &[Wanted]) -> Vec<Len> {
    let at = |percent| -> Vec<Len> { wanted.iter().map(|column| column.most(percent)).collect() };
    let total_of = |widths: &[Len]| -> Len { widths.iter().copied().sum() };
    let fitting = MOST.into_iter().map(at).find(|widths| total_of(widths) <= measure);
    let mut widths = match fitting {
        Some(mut widths) => {
            let mut missing: Vec<(Len, &mut Len)> = widths
                .iter_mut()
                .zip(wanted)
                .map(|(width, column)| (column.all() - *width, width))
                .collect();
            missing.sort_by_key(|(missing, _)| *missing);
            let taken: Len = missing.iter().map(|(_, width)| **width).sum();
            let mut rest = measure - taken;
            for (missing, width) in missing {
                let given = missing.min(rest);
                *width += given;
                rest -= given;
            }
            in_proportion(measure, &widths)
        }
        None => capped(measure, wanted),
    };
    // What the rounding left over goes to the last column, so that the table is as wide as
    // the block.
    let given = total_of(&widths);
    if let Some(last) = widths.last_mut() {
        *last += measure - given;
    }
    widths
}

fn in_proportion(measure: Len, widths: &[Len]) -> Vec<Len> {
    let total: Len = widths.iter().copied().sum();
    let share = |width: &Len| measure.scale(width.to_units(), total.to_units().max(1));
    widths.iter().map(share).collect()
}

/// The widths under the highest cap that fits, none below what is useful, or else its least.
fn capped(measure: Len, wanted: &[Wanted]) -> Vec<Len> {
    let fits = |widths: &[Len]| widths.iter().copied().sum::<Len>() <= measure;
    let least: Vec<Len> = wanted.iter().map(|column| column.least).collect();
    if !fits(&least) {
        return in_proportion(measure, &least);
    }
    let useful = wanted.iter().map(|column| column.useful.max(column.least)).collect();
    let floors = Some(useful).filter(|useful: &Vec<Len>| fits(useful)).unwrap_or(least);
    let under = |cap: Len| -> Vec<Len> {
        let most = wanted.iter().map(|column| column.most(MOST[MOST.len() - 1]));
        most.zip(&floors).map(|(most, floor)| most.min(cap).max(*floor)).collect()
    };
    // The highest cap that fits lies between these two.
    let (mut low, mut high) = (0, measure.to_units() + 1);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(&under(Len::units(middle))) { low = middle } else { high = middle }
    }
    under(Len::units(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(least: i64, most: i64, all: i64) -> Wanted {
        Wanted {
            least: Len::mm(least),
            useful: Len::mm(10),
            entries: [vec![Len::mm(most); 95], vec![Len::mm(all); 5]].concat(),
        }
    }

    #[test]
    fn columns_share_the_measure_by_what_most_entries_need() {
        let shared = |columns: &[(i64, i64)]| {
            let columns: Vec<Wanted> =
                columns.iter().map(|&(most, all)| wanted(10, most, all)).collect();
            share(Len::mm(100), &columns)
        };
        assert_eq!(shared(&[(10, 10), (10, 10)]), [Len::mm(50), Len::mm(50)]);
        assert_eq!(shared(&[(20, 20), (30, 500)]), [Len::mm(20), Len::mm(80)]);
        assert_eq!(shared(&[(20, 25), (30, 500)]), [Len::mm(25), Len::mm(75)]);
        assert_eq!(shared(&[(20, 20), (90, 90), (70, 70)]), [20, 40, 40].map(Len::mm));
        assert_eq!(shared(&[]), []);
    }

    #[test]
    fn no_column_gives_way_below_its_least() {
        let columns = [wanted(45, 45, 45), wanted(5, 90, 90), wanted(5, 15, 15)];
        assert_eq!(share(Len::mm(100), &columns), [45, 40, 15].map(Len::mm));
        let columns = [wanted(100, 100, 100), wanted(100, 100, 100)];
        assert_eq!(share(Len::mm(100), &columns), [50, 50].map(Len::mm));
    }
}
