//! Rows of tables that came or went, each as one item.

use std::collections::BTreeSet;

use super::super::data::Line;
use super::super::merge::{Deed, What};
use super::super::named::start_of;
use super::super::place::owner_of;
use super::super::united::Spot;
use super::super::{Item, Kind, Owner};
use super::Items;
use crate::sent::Cell;
use crate::text::set_off;

impl Items<'_> {
    /// The row of a table that a deed is in, and whether its cells came or went.
    pub(super) fn row_of(&self, deed: &Deed) -> Option<(bool, Cell)> {
        match &deed.what {
            What::Add { .. } => {
                let role = self.came.paragraphs.get(deed.came.start)?.role;
                Some((true, role?.cell()?))
            }
            What::Remove { line } => Some((false, self.lines.get(*line)?.role.cell()?)),
            _ => None,
        }
    }

    /// Whether two deeds add or take out cells of one row, or of two that follow each other.
    pub(super) fn are_in_row(&self, one: &Deed, other: &Deed) -> bool {
        match (self.row_of(one), self.row_of(other)) {
            (Some((came, one_cell)), Some((comes, other_cell))) => {
                came == comes
                    && one.state == other.state
                    && one_cell.table == other_cell.table
                    && (one_cell.row == other_cell.row
                        || one_cell.row + 1 == other_cell.row && other_cell.column == 0)
            }
            _ => false,
        }
    }

    /// Rows of a table that came or went.
    pub(super) fn rows(&self, deeds: &[Deed]) -> Option<Item> {
        let (first, last) = (deeds.first()?, deeds.last()?);
        let (is_new, cell) = self.row_of(first)?;
        let mut words = String::new();
        let mut row = cell.row;
        for deed in deeds {
            let own = self.row_of(deed).map_or(row, |(_, cell)| cell.row);
            if !words.is_empty() {
                words.push_str(if own == row { " │ " } else { "\n" });
            }
            words.push_str(if is_new { &deed.new } else { &deed.old });
            row = own;
        }
        let before = match &first.what {
            What::Add { after, .. } => *after,
            What::Remove { line } => Some(*line),
            _ => None,
        };
        let part = before.map(|line| self.part(line)).unwrap_or_default();
        let mut item = self.item(first, part);
        item.kind = if is_new { Kind::Add } else { Kind::Remove };
        item.spot = Spot::of(first).of_rows(first.came.start..last.came.end);
        item.place = before.and_then(|line| self.mason().start(line));
        item.owner = item.place.map_or(Owner::Computed, |place| owner_of(self.sources(), place));
        if let Some(before) = before.filter(|_| is_new) {
            item.notes.push(("加在", format!("{}之后", set_off(&self.row_words(before)))));
        }
        if is_new { &mut item.new } else { &mut item.old }.words = words;
        item.remedy = self.open(first, Err(self.adviser().rows(item.place)));
        Some(item)
    }

    /// Rows of a table that stand elsewhere.
    pub(super) fn moved_row(
        &self,
        deed: &Deed,
        line: usize,
        after: Option<usize>,
        mut item: Item,
    ) -> Item {
        item.spot = Spot::of(deed).of_rows(deed.came.clone());
        item.old.words = self.row_words(line);
        item.new.words = match after {
            Some(after) => format!("{}之后", set_off(&self.row_words(after))),
            None => "最前面".to_owned(),
        };
        let moved = self.lines.get(line..line + deed.came.len().max(1)).unwrap_or_default();
        let rows: BTreeSet<_> =
            moved.iter().filter_map(|one| one.role.cell().map(Cell::line)).collect();
        if rows.len() > 1 {
            item.notes.push(("连同", format!("后面的 {} 行", rows.len() - 1)));
        }
        item.remedy = self.open(deed, Err(self.adviser().rows(item.place)));
        item
    }

    /// The words of the row of a table that a cell is in; of another paragraph its beginning.
    fn row_words(&self, at: usize) -> String {
        let Some(line) = self.lines.get(at) else { return String::new() };
        let Some(row) = line.role.cell().map(Cell::line) else { return start_of(&line.text) };
        let is_in_row = |line: &&Line| line.role.cell().map(Cell::line) == Some(row);
        let cells: Vec<&str> =
            self.lines.iter().filter(is_in_row).map(|line| line.text.as_str()).collect();
        start_of(&cells.join(" │ "))
    }
}
