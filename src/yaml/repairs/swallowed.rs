//! Swallowed: keys and whole parts of a file that stand so far right that they are read as lines of
//! the text above them.

use super::colons::{entry_end, is_word};
use super::line_parts::{Indent, key_end};
use super::{Edit, INDENT, MAPPINGS, Mistake, Open, Scanner, Words};
use crate::diagnostic::Code;
use crate::text::is_han;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Swallowed {
    /// The key of a text of several lines.
    Text,
    /// Another part of the file, or another item.
    Part,
}

impl Swallowed {
    pub(super) fn words(self) -> Words {
        let (label, help) = match self {
            Swallowed::Text => (
                "这一行像是另一段文字的名称，缩进在上一段文字里了",
                "与上一段文字的名称左边对齐，文字比它多缩进两格",
            ),
            Swallowed::Part => (
                "从这里起不是上一段文字，缩进在上一段文字里了",
                "与文件里别的这一层的各项左边对齐，下面各行同样左移",
            ),
        };
        Words::new(Code::E0115, "缩进没有对齐", label, help)
    }
}

/// Lines that stand too far right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    /// The column of the first of them; a line further left ends them. None where it is one line.
    least: Option<usize>,
    /// By how many columns.
    by: usize,
}

/// Where the colon of a line is that is nothing but a Chinese name and `|`: no sentence ends so.
pub(super) fn key_of_text(content: &str) -> Option<usize> {
    let bare = content.trim_end().strip_suffix(['|', '｜', '丨'])?;
    let name = bare.trim_end().strip_suffix([':', '：'])?;
    let is_name = is_word(name) && name.chars().nth(1).is_some() && name.chars().all(is_han);
    is_name.then_some(name.len())
}

/// The item that a line begins.
fn item(content: &str) -> Option<&str> {
    let item = content.strip_prefix("- ")?.trim_start();
    entry_end(item).map(|_| item)
}

/// Whether a line begins an item whose first part is called so.
fn begins_with(content: &str, first: &str) -> bool {
    let item = item(content).and_then(|item| item.strip_prefix(first));
    item.is_some_and(|rest| rest.starts_with([':', '：']))
}

impl<'t> Scanner<'t> {
    /// A line of a text that is the key of another one, whose colon is at `colon`: it belongs into column
    /// `parent`.
    pub(super) fn swallowed_text(
        &mut self,
        start: usize,
        at: usize,
        content: &str,
        colon: usize,
        parent: usize,
    ) {
        let name = at..at + colon;
        let mut mends = vec![Edit::new(start..at, " ".repeat(parent))];
        let end = at + content.trim_end().len();
        if content.get(colon..).is_some_and(|rest| rest.trim_end() != ": |") {
            mends.push(Edit::new(name.end..end, ": |"));
        }
        self.edits.extend(mends.iter().cloned());
        let kind = Swallowed::Text.into();
        self.mistakes.push(Mistake { kind, at: name, lines: 1, mends });
    }

    /// Whether a line of a text, or one below another key, begins another part of the file, or an item
    /// of the list whose item the text belongs to: it and the lines below it are read where they belong.
    pub(super) fn begins_swallowed(&mut self, start: usize, line: &'t str) -> bool {
        let Indent { spaces, length, .. } = Indent::of(line);
        let content = line.get(length..).unwrap_or_default().trim_end();
        // Below the name of another kind of report stand its contents.
        let is_list = || self.groups.iter().take(2).any(|group| group.item.is_some());
        let is_mapping = self.section.is_some_and(|section| MAPPINGS.contains(&section));
        let is_below = || self.is_of_department && (is_mapping || is_list());
        let item_of = match &self.open {
            _ if spaces == 0 || length > spaces => return false,
            Open::Block { parent, .. } if spaces > *parent => {
                self.groups.last().and_then(|group| group.item)
            }
            Open::Block { .. } | Open::Nothing if is_below() => None,
            _ => return false,
        };
        let column = match item_of {
            Some((dash, Some(first))) if begins_with(content, first) => dash,
            _ if self.is_part(start, line, content) => 0,
            _ => return false,
        };
        let at = start + length..start + length + content.len();
        let kind = Swallowed::Part.into();
        self.mistakes.push(Mistake { kind, at, lines: 0, mends: Vec::new() });
        // The lines below may stand where they should.
        let is_alone = self.column_below(start).is_some_and(|below| below <= column + INDENT);
        let least = if is_alone { None } else { Some(spaces) };
        self.shift = Some(Shift { least, by: spaces - column });
        true
    }

    /// Whether a line is a key of a department's file that stands nowhere else in it, above an entry or item
    /// that no text has.
    fn is_part(&self, start: usize, line: &str, content: &str) -> bool {
        let Some(name) = content.strip_suffix([':', '：']).filter(|_| self.is_of_department)
        else {
            return false;
        };
        let below = self.text.get(start + line.len()..).unwrap_or_default();
        let next = below.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let Indent { spaces, length, .. } = Indent::of(next);
        let next = next.get(length..).unwrap_or_default();
        let is_outside = match self.open {
            Open::Block { parent, .. } => spaces <= parent || Indent::of(line).spaces <= parent,
            _ => true,
        };
        // Below the last part of an item, which is empty, stands the next item of the list.
        let of_list = self.groups.last().and_then(|group| group.item?.1);
        if of_list.into_iter().chain([name]).any(|first| begins_with(next, first)) {
            return false;
        }
        // Both colons are those of a file, not of a text, or the text has ended.
        let is_half = content.ends_with(':');
        let is_word = is_word(name) && name.chars().nth(1).is_some() && name.chars().all(is_han);
        let is_above = match MAPPINGS.contains(&name) {
            true => (is_half || is_outside) && entry_end(next).is_some() || key_end(next).is_some(),
            false => (is_half || is_outside) && is_word && item(next).and_then(key_end).is_some(),
        };
        is_above && !self.names.contains(name)
    }

    /// A line, without the columns by which it stands too far right.
    pub(super) fn shifted(&mut self, start: usize, line: &'t str) -> (usize, &'t str) {
        let Some(Shift { least, by }) = self.shift.filter(|_| !line.trim().is_empty()) else {
            return (start, line);
        };
        if least.is_none_or(|least| Indent::of(line).spaces < least) {
            self.shift = None;
        }
        if least.is_some() && self.shift.is_none() {
            return (start, line);
        }
        let mend = Edit::new(start..start + by, "");
        self.edits.push(mend.clone());
        let kind = Swallowed::Part.into();
        if let Some(mistake) = self.mistakes.iter_mut().rfind(|mistake| mistake.kind == kind) {
            mistake.lines += 1;
            mistake.mends.push(mend);
        }
        (start + by, line.get(by..).unwrap_or_default())
    }
}
