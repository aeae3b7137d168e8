//! What changed in the texts.

use std::collections::BTreeSet;

use super::page::{Block, Entry, Mark, Piece};
use super::passages::{HEADING, Passage};
use super::tables::{Group, Unit, groups};
use crate::changes::{Change, Edit, Paragraph, align_both_ways, edits};
use crate::sent::Cell;

/// So many characters of a passage that moved unchanged tell which it is.
const SHOWN: usize = 40;

/// The changes of the texts, under the sections of the report.
#[derive(Debug)]
pub(super) struct Changes {
    /// Each section with its changes, in the order of the report.
    sections: Vec<(String, Vec<Entry>)>,
    passages: usize,
    /// How often each kind of change was found, in the order of [`KINDS`].
    counts: [usize; KINDS.len()],
    /// The same for tables, in the order of [`IN_TABLES`].
    in_tables: [usize; IN_TABLES.len()],
    /// Tables that came, and those that went.
    tables: [usize; 2],
    /// Passages that differ in figures and years alone.
    in_figures: usize,
    /// What became of a passage that is no longer there: its word in [`KINDS`], or another.
    removed: &'static str,
}

const REMOVED: &str = "删去";

/// What may become of a passage.
const KINDS: [&str; 7] =
    ["改写", "新增", REMOVED, "移动", "移动并改写", "一段分为几段", "几段并为一段"];

/// What may become of a table: its cells have other words, rows and columns come, go, or stand elsewhere.
const IN_TABLES: [(&str, &str); 7] = [
    ("改", "格"),
    ("新增", "行"),
    (REMOVED, "行"),
    ("移动", "行"),
    ("新增", "列"),
    (REMOVED, "列"),
    ("移动", "列"),
];

/// What stands between the cells of a row that is shown as one.
const BETWEEN: &str = " │ ";

impl Changes {
    /// `left_out` says why the new text lacks passages, where it is an edition of the old one.
    pub(super) fn between(
        old: &[Passage],
        new: &[Passage],
        left_out: Option<&'static str>,
    ) -> Changes {
        let mut changes = align_both_ways(&paragraphs(old), &paragraphs(new));
        for change in &mut changes {
            unless_it_says_the_same(change, old, new);
        }
        let mut found = Changes {
            sections: Vec::new(),
            passages: count(new),
            counts: [0; KINDS.len()],
            in_tables: [0; IN_TABLES.len()],
            tables: [0; 2],
            in_figures: 0,
            removed: left_out.unwrap_or(REMOVED),
        };
        // Sections of the old text under the headings that they have in the new one.
        let mut renamed: Vec<(&str, &str)> = Vec::new();
        for change in &changes {
            if let Change::Kept { old: one, new: other } | Change::Reworded { old: one, new: other } =
                change
                && let (Some(one), Some(other)) = (old.get(*one), new.get(*other))
            {
                renamed.push((&one.section, &other.section));
            }
        }
        let mut rows_in_figures: BTreeSet<(usize, usize)> = BTreeSet::new();
        for Group { unit, changes } in groups(&changes, old, new) {
            let (Unit::Single, [change]) = (unit, changes.as_slice()) else {
                found.cells(unit, &changes, old, new, &renamed);
                continue;
            };
            let Some((section, kind, entry)) = entry(change, old, new) else {
                if let Change::Kept { old: one, new: other } = change
                    && let (Some(one), Some(other)) = (old.get(*one), new.get(*other))
                    && one.text != other.text
                {
                    let is_counted =
                        other.cell.is_none_or(|cell| rows_in_figures.insert(cell.line()));
                    found.in_figures += usize::from(is_counted);
                }
                continue;
            };
            if is_in_table(change, old, new) {
                let [cells, ..] = &mut found.in_tables;
                *cells += 1;
            } else if let Some(count) = found.counts.get_mut(kind) {
                *count += 1;
            }
            found.put(change, section, &renamed, entry);
        }
        found
    }

    /// Cells of one row, column or table that came, went or moved, as one entry.
    fn cells(
        &mut self,
        unit: Unit,
        group: &[&Change],
        old: &[Passage],
        new: &[Passage],
        renamed: &[(&str, &str)],
    ) {
        let side = |change: &&Change| match change {
            Change::Removed { old: at } => old.get(*at),
            Change::Added { new: at } | Change::Moved { new: at, .. } => new.get(*at),
            _ => None,
        };
        let cells: Vec<&Passage> = group.iter().filter_map(side).collect();
        let (Some(change), Some(first)) = (group.first(), cells.first()) else { return };
        let (kind, mark) = match change {
            Change::Removed { .. } => (2, Mark::Removed),
            Change::Moved { .. } => (3, Mark::Kept),
            _ => (1, Mark::Added),
        };
        let kind = if unit == Unit::Column { kind + 3 } else { kind };
        let Some((what, name)) = IN_TABLES.get(kind) else { return };
        let joined = |cells: &mut dyn Iterator<Item = &&Passage>| {
            cells.map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(BETWEEN)
        };
        let (place, text, count) = if unit == Unit::Table {
            // Its first row tells which it is.
            let line = |cell: &Passage| cell.cell.map(Cell::line);
            let rows: BTreeSet<_> = cells.iter().map(|cell| line(cell)).collect();
            let head = &mut cells.iter().take_while(|cell| line(cell) == line(first));
            let place = format!("整张表格，共 {} 行", rows.len());
            (place, joined(head), self.tables.get_mut(kind - 1))
        } else {
            let place = format!("表格，一{name}");
            (place, joined(&mut cells.iter()), self.in_tables.get_mut(kind))
        };
        count.into_iter().for_each(|count| *count += 1);
        let entry = Entry { what, place, pieces: vec![Piece::new(mark, &text)] };
        self.put(change, &first.section, renamed, entry);
    }

    /// Puts an entry under its section, that of what was removed under the heading that it has now.
    fn put(&mut self, change: &Change, section: &str, renamed: &[(&str, &str)], mut entry: Entry) {
        let section = match change {
            Change::Removed { .. } => {
                let same = renamed.iter().find(|(one, _)| *one == section);
                same.map_or(section, |(_, other)| other)
            }
            _ => section,
        };
        if entry.what == REMOVED {
            entry.what = self.removed;
        }
        self.push(section, entry);
    }

    fn push(&mut self, section: &str, entry: Entry) {
        match self.sections.iter_mut().find(|(known, _)| known == section) {
            Some((_, entries)) => entries.push(entry),
            None => self.sections.push((section.to_owned(), vec![entry])),
        }
    }

    /// `文字：今 52 段，改写 9 段 …`
    pub(super) fn counts(&self) -> String {
        let counted = KINDS.iter().zip(self.counts).filter(|(_, count)| *count > 0);
        let mut counts: Vec<String> = counted
            .map(|(kind, count)| match *kind {
                "一段分为几段" | "几段并为一段" => format!("{kind} {count} 处"),
                REMOVED => format!("{} {count} 段", self.removed),
                kind => format!("{kind} {count} 段"),
            })
            .collect();
        for (what, count) in ["新增", self.removed].iter().zip(self.tables) {
            if count > 0 {
                counts.push(format!("{what} {count} 张表格"));
            }
        }
        let in_tables = IN_TABLES.iter().zip(self.in_tables).filter(|(_, count)| *count > 0);
        let in_tables: Vec<String> = in_tables
            .map(|((what, unit), count)| {
                let what = if *what == REMOVED { self.removed } else { *what };
                format!("{what} {count} {unit}")
            })
            .collect();
        if !in_tables.is_empty() {
            counts.push(format!("表格里{}", in_tables.join("、")));
        }
        if self.in_figures > 0 {
            counts.push(format!("只有数字或者年份不同的 {} 段，不列", self.in_figures));
        }
        if counts.is_empty() {
            counts.push("没有变化".to_owned());
        }
        format!("文字：共 {} 段，{}", self.passages, counts.join("，"))
    }

    pub(super) fn blocks(self) -> Vec<Block> {
        if self.sections.is_empty() {
            return Vec::new();
        }
        let mut blocks = vec![Block::Heading(2, "文字".to_owned())];
        for (section, entries) in self.sections {
            let section = if section.is_empty() { "开头和落款".to_owned() } else { section };
            blocks.push(Block::Heading(3, section));
            blocks.extend(entries.into_iter().map(Block::Entry));
        }
        blocks
    }
}

/// A passage whose words are the same is not reworded, though a year in it is as far from the year of
/// its report as before in the one, and the same year in the other.
fn unless_it_says_the_same(change: &mut Change, old: &[Passage], new: &[Passage]) {
    let is_same = |one: usize, other: usize| match (old.get(one), new.get(other)) {
        (Some(one), Some(other)) => one.says_the_same_as(other),
        _ => false,
    };
    match change {
        Change::Reworded { old, new } if is_same(*old, *new) => {
            *change = Change::Kept { old: *old, new: *new };
        }
        Change::Moved { old, new, reworded } if is_same(*old, *new) => *reworded = false,
        _ => {}
    }
}

fn paragraphs(passages: &[Passage]) -> Vec<Paragraph<'_>> {
    let each = passages.iter();
    each.map(|Passage { role, plain, cell, .. }| Paragraph { role, text: plain, cell: *cell })
        .collect()
}

/// How many passages there are; a row of a table counts as one.
fn count(passages: &[Passage]) -> usize {
    let rows: BTreeSet<(usize, usize)> =
        passages.iter().filter_map(|passage| Some(passage.cell?.line())).collect();
    rows.len() + passages.iter().filter(|passage| passage.cell.is_none()).count()
}

/// Whether a change is one of a cell.
fn is_in_table(change: &Change, old: &[Passage], new: &[Passage]) -> bool {
    let passage = match change {
        Change::Removed { old: at } => old.get(*at),
        Change::Kept { new: at, .. }
        | Change::Reworded { new: at, .. }
        | Change::Moved { new: at, .. }
        | Change::Joined { new: at, .. }
        | Change::Added { new: at } => new.get(*at),
        Change::Split { new: range, .. } => new.get(range.start),
    };
    passage.is_some_and(|passage| passage.cell.is_some())
}

/// The section of a change, its place in [`KINDS`] and how it is shown; none where nothing changed.
fn entry<'p>(
    change: &Change,
    old: &'p [Passage],
    new: &'p [Passage],
) -> Option<(&'p str, usize, Entry)> {
    let text = |passages: &[Passage]| {
        passages.iter().map(|passage| passage.text.as_str()).collect::<String>()
    };
    let (kind, from, to) = match change {
        Change::Kept { .. } => return None,
        Change::Reworded { old, new } => (0, *old..old + 1, *new..new + 1),
        Change::Added { new } => (1, 0..0, *new..new + 1),
        Change::Removed { old } => (2, *old..old + 1, 0..0),
        Change::Moved { old, new, reworded: false } => (3, *old..old + 1, *new..new + 1),
        Change::Moved { old, new, reworded: true } => (4, *old..old + 1, *new..new + 1),
        Change::Split { old, new } => (5, *old..old + 1, new.clone()),
        Change::Joined { old, new } => (6, old.clone(), *new..new + 1),
    };
    let (from, to) = (old.get(from)?, new.get(to)?);
    let passage = to.first().or(from.first())?;
    let what = KINDS.get(kind)?;
    let pieces = match kind {
        1 => vec![Piece::new(Mark::Added, &text(to))],
        2 => vec![Piece::new(Mark::Removed, &text(from))],
        3 => vec![Piece::new(Mark::Kept, &beginning(&text(to)))],
        _ => pieces(&text(from), &text(to)),
    };
    let mut place = place(passage);
    if let (3 | 4, Some(before)) = (kind, from.first())
        && (&before.section, &before.item) != (&passage.section, &passage.item)
    {
        let is_same_item = before.item.is_empty() || before.item == passage.item;
        let before = if is_same_item { &before.section } else { &before.item };
        place.push_str(&format!("，原在“{before}”"));
    }
    Some((&passage.section, kind, Entry { what, place, pieces }))
}

/// Where a passage stands, and whose it is.
fn place(passage: &Passage) -> String {
    let in_table;
    let item = match passage.role {
        HEADING => HEADING,
        _ if passage.cell.is_some() => {
            in_table = passage.labels.to_string();
            in_table.as_str()
        }
        _ => passage.item.as_str(),
    };
    match (item, passage.departments.as_str()) {
        ("", department) => department.to_owned(),
        (item, "") => item.to_owned(),
        (item, department) => format!("{item}（{department}）"),
    }
}

fn beginning(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}……", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Both texts in one, with what was removed and added.
pub(super) fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |mark, text: Option<&str>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            pieces.push(Piece::new(mark, text));
        }
    };
    // The same words the other way round, where the texts are.
    let changed = match old > new {
        true => edits(new, old)
            .into_iter()
            .map(|Edit { old, new }| Edit { old: new, new: old })
            .collect(),
        false => edits(old, new),
    };
    for edit in changed {
        push(Mark::Kept, old.get(at..edit.old.start));
        push(Mark::Removed, old.get(edit.old.clone()));
        push(Mark::Added, new.get(edit.new));
        at = edit.old.end;
    }
    push(Mark::Kept, old.get(at..));
    pieces
}
