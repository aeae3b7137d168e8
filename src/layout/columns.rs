//! The columns of a table: the block's width shared out by what stands in them, so that no number
//! is broken; where it is too narrow for that, in smaller type.

use std::collections::BTreeMap;
use std::ops::Range;

use super::grid::{Place, RowKind, places};
use super::length::Len;
use super::line::{Extent, StyledText};
use super::style::{Style, TextStyle};
use super::too_narrow::TooNarrow;
use super::typesetter::Typesetter;
use crate::document::{Align, Cell, Table, TypeSize, plain_text};

/// How the rows of a table look.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableLook {
    pub(super) header: TextStyle,
    pub(super) text: TextStyle,
    /// From line to line within a row.
    pub(super) pitch: Len,
    /// Kept free at either side of a cell.
    padding: Len,
    /// Kept free at either side of words that stand at the left.
    indent: Len,
}

impl TableLook {
    /// That of the tables of a report.
    pub(super) fn of_tables(style: &Style) -> TableLook {
        let table = &style.table;
        let (header, text, pitch, padding) = (table.header, table.text, table.pitch, table.padding);
        TableLook { header, text, pitch, padding, indent: padding }
    }

    /// That of the lists of a 核校本.
    pub(super) fn of_lists(style: &Style) -> TableLook {
        let proof = &style.proof;
        let (header, text, pitch) = (proof.header, proof.text, proof.pitch);
        let padding = style.table.padding;
        TableLook { header, text, pitch, padding, indent: padding }
    }

    /// What the table itself asks for. A form says how wide its columns are, and is full: there
    /// numbers come nearer to the rules.
    fn asked_by(self, table: &Table) -> TableLook {
        let look = match table.widths.is_empty() {
            true => self,
            false => {
                let (padding, indent) = (self.padding.half(), self.padding.scale(3, 4));
                TableLook { padding, indent, ..self }
            }
        };
        match table.size {
            Some(TypeSize(half_points)) => {
                let size = STEP.times(i64::from(half_points));
                look.in_size(size.clamp(LEAST_SIZE, MOST_SIZE))
            }
            None => look,
        }
    }

    /// The same with its text in another size.
    fn in_size(self, size: Len) -> TableLook {
        let scaled = |length: Len| length.scale(size.to_units(), self.text.size.to_units().max(1));
        TableLook {
            header: TextStyle { size: scaled(self.header.size), ..self.header },
            text: TextStyle { size, ..self.text },
            pitch: scaled(self.pitch),
            ..self
        }
    }

    /// What is kept free at either side of a cell.
    pub(super) fn padding(&self, align: Align) -> Len {
        if align == Align::Left { self.indent } else { self.padding }
    }

    /// The text of the cells of a row.
    pub(super) fn text_of(&self, kind: RowKind) -> TextStyle {
        match kind {
            RowKind::Header | RowKind::Group => self.header,
            RowKind::Data => self.text,
        }
    }
}

/// The smallest type that can be read (六号): a table whose numbers ask for less is broken.
pub(super) const LEAST_SIZE: Len = Len::units(15 * STEP.to_units());
/// The largest that a table may ask for (二号).
const MOST_SIZE: Len = Len::units(44 * STEP.to_units());
/// From one size of type to the next smaller one that is tried.
const STEP: Len = Len::units(Len::pt(1).to_units() / 2);
/// What is longer, in characters, is no number: an address, a list.
const LONGEST_PART: i64 = 12;

/// A column as it is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) width: Len,
    pub(super) align: Align,
}

/// What the numbers have that stand under each other: the widest of what they have up to the units
/// digit, and of what they have behind it: `.69`, `%`, `多`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Numbers {
    head: Len,
    tail: Len,
}

impl Numbers {
    fn add(&mut self, width: Len, behind: Len) {
        self.head = self.head.max(width - behind);
        self.tail = self.tail.max(behind);
    }

    /// Where a number begins within so wide a cell: units stand under units, and the widest
    /// numbers in the middle. In a cell that is too narrow for both the number stays within it.
    pub(super) fn start(self, cell: Len, width: Len, behind: Len) -> Len {
        let lead = (cell - self.head - self.tail).max(Len::ZERO).half();
        (lead + self.head + behind - width).min(cell - width).max(Len::ZERO)
    }
}

/// The columns of a table, and the look in which they hold its text.
pub(super) struct Columns {
    pub(super) columns: Vec<Column>,
    pub(super) look: TableLook,
    /// The numbers of the cells that begin in a column and go over so many.
    numbers: BTreeMap<(usize, usize), Numbers>,
}

impl Columns {
    /// The left and right edges of a cell.
    pub(super) fn edges(&self, place: &Place<'_>) -> (Len, Len) {
        let width = |end| self.columns.iter().take(end).map(|column| column.width).sum();
        (width(place.column), width(place.end()))
    }

    /// How the text of a cell is aligned: as its first column is.
    pub(super) fn align(&self, place: &Place<'_>) -> Align {
        self.columns.get(place.column).map_or(Align::Left, |column| column.align)
    }

    /// The numbers under which that of a cell stands.
    pub(super) fn numbers(&self, place: &Place<'_>) -> Numbers {
        self.numbers.get(&(place.column, place.columns)).copied().unwrap_or_default()
    }
}

/// What a column asks for.
#[derive(Debug, Clone, Default)]
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

/// How the width of the block is shared out.
enum Plan {
    /// By what stands in the columns.
    Content,
    /// As the table says.
    Given(Vec<Len>),
    /// As the table says, but that columns of long numbers take from the others what they lack.
    Yielding(Vec<Len>),
}

impl Plan {
    /// The widths; else what the text of a cell has of its width, and what it needs.
    fn widths(
        &self,
        measure: Len,
        demands: &Demands,
        padding: Len,
    ) -> Result<Vec<Len>, (Len, Len)> {
        if let Plan::Given(given) = self {
            let single = (0..).zip(&demands.wanted).map(|(at, column)| (at..at + 1, column.least));
            let joint = demands.joint.iter().cloned();
            let lacks = single.chain(joint).filter_map(|(columns, needed)| {
                let has: Len = given.get(columns)?.iter().copied().sum();
                (needed > has).then(|| (has - padding, needed - padding))
            });
            let worst = lacks.max_by_key(|(has, needed)| *needed - *has);
            return worst.map_or_else(|| Ok(given.clone()), Err);
        }
        let wanted = demands.shared_out();
        let least: Len = wanted.iter().map(|column| column.least).sum();
        if least > measure {
            let padding = padding.times(i64::try_from(wanted.len()).unwrap_or(1));
            return Err((measure - padding, least - padding));
        }
        match self {
            Plan::Yielding(given) => Ok(yielding(measure, given, &wanted)),
            _ => Ok(share(measure, &wanted)),
        }
    }
}

/// The block's width shared out among the columns as the table says or by their content, in the
/// largest type that breaks no number. A table for which none is small enough is kept among the
/// narrow ones.
pub(super) fn fit(text: &mut Typesetter<'_>, table: &Table, look: TableLook) -> Columns {
    let (measure, _) = text.style.page.block(table.is_landscape);
    let look = look.asked_by(table);
    let fitted = match given(table, measure) {
        Some(given) => sized(text, table, look, &Plan::Given(given.clone()))
            .or_else(|_| sized(text, table, look, &Plan::Yielding(given))),
        None => sized(text, table, look, &Plan::Content),
    };
    fitted.unwrap_or_else(|narrow| {
        text.narrow.push(TooNarrow::new(table));
        narrow
    })
}

/// The columns in the largest type in which a plan has room for them; where none has, the smallest
/// is the error.
fn sized(
    text: &mut Typesetter<'_>,
    table: &Table,
    look: TableLook,
    plan: &Plan,
) -> Result<Columns, Columns> {
    let (measure, _) = text.style.page.block(table.is_landscape);
    let mut fitted = look;
    loop {
        let demands = demands(text, table, fitted);
        let found = plan.widths(measure, &demands, fitted.padding.times(2));
        let size = fitted.text.size;
        if let Err((has, needed)) = found
            && size > LEAST_SIZE
        {
            // Widths follow the size, but for their rounding.
            let fitting = size.scale(has.to_units().max(0), needed.to_units().max(1));
            let steps = fitting.min(size - STEP).to_units() / STEP.to_units();
            fitted = look.in_size(STEP.times(steps).max(LEAST_SIZE));
            continue;
        }
        let columns = |widths: Vec<Len>| {
            let columns = widths.into_iter().enumerate();
            let columns = columns.map(|(at, width)| Column { width, align: align(table, at) });
            Columns { columns: columns.collect(), look: fitted, numbers: demands.numbers.clone() }
        };
        let narrow = |_| columns(share(measure, &demands.shared_out()));
        return found.map(columns).map_err(narrow);
    }
}

fn align(table: &Table, column: usize) -> Align {
    table.columns.get(column).copied().unwrap_or(Align::Left)
}

/// The widths that a table gives.
fn given(table: &Table, measure: Len) -> Option<Vec<Len>> {
    let total: i64 = table.widths.iter().map(|width| i64::from(*width).max(1)).sum();
    let edge = |sum: i64| measure.scale(sum, total.max(1));
    let mut before = 0;
    let widths = table.widths.iter().map(|width| {
        let start = before;
        before += i64::from(*width).max(1);
        edge(before) - edge(start)
    });
    (table.widths.len() == table.columns.len().max(1)).then(|| widths.collect())
}

/// What the columns of a table ask for in one look.
struct Demands {
    wanted: Vec<Wanted>,
    /// What cells over several columns need of them together.
    joint: Vec<(Range<usize>, Len)>,
    numbers: BTreeMap<(usize, usize), Numbers>,
}

impl Demands {
    /// With what columns need together as a part of what each needs.
    fn shared_out(&self) -> Vec<Wanted> {
        let mut wanted = self.wanted.clone();
        for (columns, needed) in &self.joint {
            let Some(columns) = wanted.get_mut(columns.clone()) else { continue };
            let have: Len = columns.iter().map(|column| column.least).sum();
            let count = i64::try_from(columns.len()).unwrap_or(1).max(1);
            let missing = (*needed - have).max(Len::ZERO);
            // Rounded up, so that they have enough together.
            let each = Len::units((missing.to_units() + count - 1) / count);
            columns.iter_mut().for_each(|column| column.least += each);
        }
        wanted
    }
}

/// What each column asks for in one look.
fn demands(text: &mut Typesetter<'_>, table: &Table, look: TableLook) -> Demands {
    let count = table.columns.len().max(1);
    let character = text.style.cell(look.text.size);
    let mut columns = vec![ColumnDemands::default(); count];
    let (mut joint, mut numbers) = (Vec::new(), BTreeMap::<_, Numbers>::new());
    let header = places(&table.header, count).into_iter().map(|row| (RowKind::Header, row));
    let rows = places(&table.rows, count).into_iter().map(|row| (RowKind::of(&row, count), row));
    for (kind, row) in header.chain(rows).filter(|(kind, _)| *kind != RowKind::Group) {
        for place in row {
            let Some(cell) = place.cell else { continue };
            let style = look.text_of(kind);
            let extent = extent(text, cell, style);
            let align =
                if kind == RowKind::Data { align(table, place.column) } else { Align::Centre };
            let padding = look.padding(align).times(2);
            let least = unbroken(&extent, character) + padding;
            if kind == RowKind::Data
                && let Some(behind) = width_behind_units(text, cell, align, style)
            {
                let key = (place.column, place.columns);
                numbers.entry(key).or_default().add(extent.width, behind);
            }
            match columns.get_mut(place.column) {
                Some(column) if place.columns == 1 => {
                    column.least = column.least.max(least);
                    match kind {
                        RowKind::Data => column.entries.push(extent.width + padding),
                        _ => column.header = column.header.max(extent.width),
                    }
                }
                _ => joint.push((place.column..place.end(), least)),
            }
        }
    }
    let wanted = |(at, column): (usize, ColumnDemands)| {
        let ColumnDemands { header, least, mut entries } = column;
        let padding = look.padding(align(table, at)).times(2);
        entries.sort_unstable();
        // The shortest headers are one word: 新收.
        let short = header.min(character.times(2));
        let least = (character.max(short) + padding).max(least);
        let numbers = numbers.get(&(at, 1)).copied().unwrap_or_default();
        // Nor does a column of a few long entries have to do with next to nothing.
        let longest = entries.last().copied().unwrap_or_default();
        let useful = (character.times(2).max(header) + padding)
            .max(numbers.head + numbers.tail + padding)
            .max(longest.min(character.times(6) + padding));
        Wanted { least, useful, entries }
    };
    let wanted = columns.into_iter().enumerate().map(wanted).collect();
    Demands { wanted, joint, numbers }
}

/// What the cells of one column ask for.
#[derive(Debug, Clone, Default)]
struct ColumnDemands {
    /// Its widest header, without what is kept free beside it.
    header: Len,
    /// Less breaks a number.
    least: Len,
    /// The widths of its entries with what is kept free.
    entries: Vec<Len>,
}

/// How wide the text of a cell is.
fn extent(text: &mut Typesetter<'_>, cell: &Cell, style: TextStyle) -> Extent {
    let mut texts: Vec<StyledText> = Vec::new();
    text.inlines(&cell.content, style, None, &mut texts);
    if cell.is_vertical {
        return Extent { width: style.size, ..Extent::default() };
    }
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

/// The given widths with what the columns lack taken from those that have more than their least,
/// in proportion to what they have more.
fn yielding(measure: Len, given: &[Len], wanted: &[Wanted]) -> Vec<Len> {
    let columns = || given.iter().zip(wanted);
    let lacking: Len =
        columns().map(|(given, column)| (column.least - *given).max(Len::ZERO)).sum();
    let spare: Len = columns().map(|(given, column)| (*given - column.least).max(Len::ZERO)).sum();
    let taken = |given: Len, least: Len| match given > least {
        true => given - (given - least).scale(lacking.to_units(), spare.to_units().max(1)),
        false => least,
    };
    let mut widths: Vec<Len> =
        columns().map(|(given, column)| taken(*given, column.least)).collect();
    let rest = measure - widths.iter().copied().sum();
    // Less than a unit for each column.
    if let Some(widest) = widths.iter_mut().max() {
        *widest += rest;
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
