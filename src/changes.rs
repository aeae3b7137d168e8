//! What changed between two texts: which paragraph became which ([`align()`]), and which words of a
//! paragraph changed ([`edits()`]). A row of a table is compared as one, its cells by their columns.
//!
//! Both are pure functions of the texts, with the same result each time, and cost little more than
//! the length of the texts: paragraphs that are equal are paired first, and only those that are
//! left are compared by their characters, each with a few others.

mod align;
mod candidates;
mod chain;
mod columns;
mod edits;
mod in_place;
mod labels;
mod mirror;
mod numbers;
mod parted;
mod row;
mod rows;
mod tables;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use edits::edits;
pub(crate) use labels::{Labels, labels};
pub(crate) use mirror::align_both_ways;
pub(crate) use numbers::without_number;
pub(crate) use rows::align;
pub(crate) use tables::{Fate, Tables, columns};

use crate::sent::Cell;

/// A paragraph of a text that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paragraph<'t> {
    /// What it is in its text (a heading, a cell …); of those that are equally like it, a paragraph
    /// is paired with one of the same role.
    pub role: &'t str,
    /// Its text.
    pub text: &'t str,
    /// Where it stands in a table.
    pub cell: Option<Cell>,
}

/// What became of paragraphs: indices into the two lists. Every paragraph of either list stands in
/// one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// The same text at the same place of the order.
    Kept { old: usize, new: usize },
    /// Other words at the same place.
    Reworded { old: usize, new: usize },
    /// At another place, with the same words or with others.
    Moved { old: usize, new: usize, reworded: bool },
    /// One paragraph became several, which may have other words, too.
    Split { old: usize, new: Range<usize> },
    /// Several paragraphs became one.
    Joined { old: Range<usize>, new: usize },
    /// Not there before.
    Added { new: usize },
    /// No longer there.
    Removed { old: usize },
}

/// Words that took the place of others: ranges of bytes in the old and in the new text. Either is
/// empty where words were added or removed only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// What was replaced.
    pub old: Range<usize>,
    /// What took its place.
    pub new: Range<usize>,
}
