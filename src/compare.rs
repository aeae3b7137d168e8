//! What is new: two years of a report, two editions of it, or two of its files, as a list of changes
//! that is read by people: the figures first, then the texts in the order of the report.

mod figures;
mod markdown;
mod page;
mod passages;
mod tables;
mod terminal;
mod texts;

#[cfg(test)]
mod tests;

pub(crate) use markdown::markdown;
pub(crate) use page::Page;
pub(crate) use passages::{Passage, of_document, of_returned, of_sent};
pub(crate) use terminal::terminal;

use std::collections::{BTreeMap, BTreeSet};

use page::Block;
use rustc_hash::FxHashSet;

use crate::check::figures::{Figure, Lack};
use crate::hash::digest;
use crate::returned::Told;

/// One of the two that are compared.
#[derive(Debug, Default)]
pub(crate) struct Side {
    /// What it is called: `2024年`, `年报.docx`.
    pub(crate) name: String,
    /// Its figures; none where they are not known, as of a file.
    pub(crate) figures: Option<Vec<Figure>>,
    /// What each of its figures is computed from that is not typed.
    pub(crate) computed_from: BTreeMap<String, Vec<String>>,
    /// Its text; none where there is none.
    pub(crate) text: Option<Vec<Passage>>,
    /// Why it lacks what the other side has, where it is an edition of that: `公开版不列`.
    pub(crate) left_out: Option<&'static str>,
    /// What stands in it that is no text of the report.
    pub(crate) told: Told,
    /// What else is to be known of it: that its data have errors, that it has comments.
    pub(crate) caveats: Vec<String>,
}

impl Side {
    /// Why a figure has no value that is to have one. Of what is computed the reason is that of what it is
    /// computed from.
    fn lack(&self, metric: &str) -> Option<Lack> {
        let own = |name: &str| {
            let mut figures = self.figures.iter().flatten();
            figures.find(|figure| figure.metric.name == name)?.lacks
        };
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        let mut next = vec![metric];
        while let Some(name) = next.pop() {
            if !seen.insert(name) {
                continue;
            }
            match self.computed_from.get(name) {
                Some(from) if !from.is_empty() => next.extend(from.iter().map(String::as_str)),
                _ => {
                    if let Some(lack) = own(name) {
                        return Some(lack);
                    }
                }
            }
        }
        own(metric)
    }

    /// Leaves out what stands on paper only, where the other side is a text for reading.
    pub(crate) fn leave_out_paper(&mut self) {
        if let Some(text) = &mut self.text {
            text.retain(|passage| !passage.is_on_paper);
        }
    }
}

/// Whether the texts of two sides have hardly a paragraph in common, as those of different reports.
pub(crate) fn are_unlike(old: &Side, new: &Side) -> bool {
    const ENOUGH: usize = 8;
    fn telling(side: &Side) -> BTreeSet<&str> {
        side.text.iter().flatten().filter_map(Passage::telling).collect()
    }
    let (old, new) = (telling(old), telling(new));
    let fewer = old.len().min(new.len());
    fewer >= ENOUGH && old.intersection(&new).count() * 10 < fewer
}

/// What the title of a list ends with.
const TITLE: &str = "对照";

/// A list as it is kept in a file: its last line tells by a check whether it is still as it was written. A
/// reader of Markdown does not show it.
pub(crate) fn kept(list: &str, is_markdown: bool) -> String {
    let check = digest(list, 8);
    match is_markdown {
        true => format!("{list}\n<!-- 校验 {check} -->\n"),
        false => format!("{list}\n校验 {check}\n"),
    }
}

/// Whether a file holds a list of changes, byte by byte as it was written.
pub(crate) fn is_list(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let list = text.strip_suffix('\n').and_then(|text| text.rsplit_once('\n'));
    list.is_some_and(|(list, _)| [true, false].into_iter().any(|is_md| kept(list, is_md) == text))
}

/// The title of a list; `subject` is on what the reports are.
pub(crate) fn title(subject: Option<&str>, old: &Side, new: &Side) -> String {
    let subject = subject.map(|subject| format!("{subject}：")).unwrap_or_default();
    format!("{subject}{}与{}{TITLE}", old.name, new.name)
}

/// Compares what was with what is; `title` says on what the reports are.
pub(crate) fn compare(title: &str, old: &Side, new: &Side) -> Page {
    let mut counted = Vec::new();
    let mut blocks = Vec::new();
    let mut appendix = Vec::new();
    if old.figures.is_some() && new.figures.is_some() {
        let changes = figures::Changes::between(old, new);
        counted.push(changes.counts());
        let (shown, added) = changes.blocks(&old.name, &new.name);
        blocks.extend(shown);
        appendix = added;
    }
    if let (Some(before), Some(now)) = (&old.text, &new.text) {
        let changes = texts::Changes::between(before, now, new.left_out);
        counted.push(changes.counts());
        blocks.extend(changes.blocks());
    }
    let notes = [old, new].into_iter().flat_map(|side| side.told.notes(&side.name));
    // Two editions of a year have the same.
    let of_new = new.caveats.iter().filter(|caveat| !old.caveats.contains(caveat));
    let caveats = old.caveats.iter().chain(of_new).cloned();
    let notes = caveats.chain(notes).map(|note| format!("注意：{note}"));
    let counted = counted.into_iter().chain(notes).map(Block::Line);
    Page { title: title.to_owned(), blocks: counted.chain(blocks).collect(), appendix }
}
