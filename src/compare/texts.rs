//! What changed in the texts.

use super::page::{Block, Entry, Mark, Piece};
use super::passages::{HEADING, Passage};
use crate::changes::{Change, Paragraph, align, edits};

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
    /// Passages that differ in figures and years alone.
    in_figures: usize,
    /// What became of a passage that is no longer there: its word in [`KINDS`], or another.
    removed: &'static str,
}

const REMOVED: &str = "删去";

/// What may become of a passage.
const KINDS: [&str; 7] =
    ["改写", "新增", REMOVED, "移动", "移动并改写", "一段分为几段", "几段并为一段"];

impl Changes {
    /// `left_out` says why the new text lacks passages, where it is an edition of the old one.
    pub(super) fn between(
        old: &[Passage],
        new: &[Passage],
        left_out: Option<&'static str>,
    ) -> Changes {
        let mut changes = align(&paragraphs(old), &paragraphs(new));
        for change in &mut changes {
            unless_it_says_the_same(change, old, new);
        }
        let mut found = Changes {
            sections: Vec::new(),
            passages: new.len(),
            counts: [0; KINDS.len()],
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
        for change in &changes {
            let Some((section, kind, mut entry)) = entry(change, old, new) else {
                let differs = matches!(change, Change::Kept { old: one, new: other }
                    if old.get(*one).map(|one| &one.text) != new.get(*other).map(|other| &other.text));
                found.in_figures += usize::from(differs);
                continue;
            };
            let section = match change {
                Change::Removed { .. } => {
                    let same = renamed.iter().find(|(one, _)| *one == section);
                    same.map_or(section, |(_, other)| other)
                }
                _ => section,
            };
            if entry.what == REMOVED {
                entry.what = found.removed;
            }
            if let Some(count) = found.counts.get_mut(kind) {
                *count += 1;
            }
            found.push(section, entry);
        }
        found
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
    each.map(|passage| Paragraph { role: passage.role, text: &passage.plain }).collect()
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
    let item = match passage.role {
        HEADING => HEADING,
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
    for edit in edits(old, new) {
        push(Mark::Kept, old.get(at..edit.old.start));
        push(Mark::Removed, old.get(edit.old.clone()));
        push(Mark::Added, new.get(edit.new));
        at = edit.old.end;
    }
    push(Mark::Kept, old.get(at..));
    pieces
}
