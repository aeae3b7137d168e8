//! Entries that stand beside another one on its line, and have to stand on a line of their own.

use super::colons::{Colon, entry_end, entry_name, is_word};
use super::line_parts::{Indent, Rest, is_blank, key_end, name_of};
use super::{Edit, INDENT, MAPPINGS, Scanner};
use crate::text::is_han;

/// What stands at the head of a department's file behind its name.
pub(super) const OF_HEAD: [&str; 3] = ["年度", "填报人", "联系电话"];

/// An entry behind the value of another one.
struct Second {
    /// Where the value before it ends.
    end: usize,
    /// Where its name begins.
    begin: usize,
    /// Where its name ends.
    colon: usize,
    /// Where its value begins.
    value: usize,
}

impl Second {
    /// Its name, with a colon that is no mark of a sentence: a wide one only behind a blank.
    fn name<'v>(&self, value: &'v str) -> Option<&'v str> {
        let is_wide = value.get(self.colon..)?.starts_with('：');
        let is_entry = !is_wide || self.is_behind_blank(value);
        value.get(self.begin..self.colon).filter(|_| is_entry)
    }

    fn is_behind_blank(&self, value: &str) -> bool {
        value.get(..self.begin).is_some_and(|before| before.ends_with(is_blank))
    }

    fn is_any_of(&self, value: &str, names: &[&str]) -> bool {
        self.name(value).is_some_and(|name| names.contains(&name))
    }
}

fn is_gap(c: char) -> bool {
    is_blank(c) || "，,、；;。/／|｜-—–－".contains(c)
}

/// An entry behind a number and a gap.
fn behind_number(value: &str) -> Option<Second> {
    let is_of_number = |c: char| c.is_ascii_digit() || ".,%".contains(c);
    let number = value.find(|c| !is_of_number(c)).unwrap_or(value.len());
    let number = value.get(..number)?.trim_end_matches(',');
    let behind = value.get(number.len()..)?;
    let entry = behind.trim_start_matches(is_gap);
    let after_key = key_end(entry).filter(|_| name_of(entry).is_some_and(is_word))?;
    let begin = value.len() - entry.len();
    let is_parted = !number.is_empty() && begin > number.len();
    let colon = begin + after_key - 1;
    let value = value.len() - entry.get(after_key..)?.trim_start_matches(is_blank).len();
    is_parted.then_some(Second { end: number.len(), begin, colon, value })
}

/// An entry behind the value of a metric, which has no colon of its own: behind a gap or directly
/// behind a number, with a colon of either width before a number.
fn behind_metric(value: &str) -> Option<Second> {
    let colon = value.find([':', '：'])?;
    let before = value.get(..colon)?;
    let number = before.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let begin = match before.trim_end_matches(is_gap).rfind(is_gap) {
        Some(gap) => gap + before.get(gap..)?.chars().next().map_or(0, char::len_utf8),
        None => before.len() - number.len(),
    };
    let name = before.get(begin..)?;
    let end = before.get(..begin)?.trim_end_matches(is_gap).len();
    let behind = value.get(colon..)?.trim_start_matches([':', '：']);
    let behind = behind.trim_start_matches(is_blank);
    // 783，其中：重点3 is a remark.
    let is_name = is_word(name) && name.starts_with(is_han) && !name.starts_with("其中");
    let is_entry = end > 0 && is_name && behind.starts_with(|c: char| c.is_ascii_digit());
    is_entry.then_some(Second { end, begin, colon, value: value.len() - behind.len() })
}

/// The entries that may stand behind a text and a gap.
fn behind_text(value: &str) -> impl Iterator<Item = Second> {
    value.match_indices([':', '：']).filter_map(|(colon, sign)| {
        let before = value.get(..colon)?;
        let gap = before.rfind(is_gap)?;
        let begin = gap + before.get(gap..)?.chars().next()?.len_utf8();
        let end = before.get(..gap)?.trim_end_matches(is_gap).len();
        let behind = value.get(colon + sign.len()..)?;
        let is_parted = sign == "：" || behind.is_empty() || behind.starts_with(' ');
        let behind = behind.trim_start_matches(is_blank);
        let is_name = is_word(value.get(begin..colon)?);
        let value = value.len() - behind.len();
        (is_parted && is_name && end > 0).then_some(Second { end, begin, colon, value })
    })
}

impl<'t> Scanner<'t> {
    /// Behind the value of an entry in column `column`, a further entry on the same line; whether there
    /// is one.
    pub(super) fn second_entry(&mut self, at: usize, value: &'t str, column: usize) -> bool {
        let group = self.groups.last();
        let is_of_item = group.is_some_and(|group| group.column == column && group.item.is_some());
        let text = value.split(" #").next().unwrap_or_default();
        let text = text.split("\t#").next().unwrap_or_default();
        if !text.contains([':', '：']) {
            return false;
        }
        let second = behind_number(text)
            .or_else(|| behind_metric(text).filter(|_| self.is_in_metrics()))
            .or_else(|| {
                behind_text(text).find(|second| match column {
                    0 if !is_of_item => second.is_any_of(value, &OF_HEAD),
                    _ => is_of_item && self.is_key_of_item(value, second),
                })
            });
        let Some(Second { end, begin, colon, value: behind }) = second else { return false };
        let mut mends = vec![Edit::new(at + end..at + begin, format!("\n{}", " ".repeat(column)))];
        let rest = value.get(behind..).unwrap_or_default();
        let written = value.get(colon..behind).unwrap_or_default();
        let wanted = if rest.is_empty() { ":" } else { ": " };
        if written != wanted {
            mends.push(Edit::new(at + colon..at + behind, wanted));
        }
        self.found_all(Colon::SecondEntry, at + begin..at + colon, mends);
        self.value(at + behind, rest, column);
        true
    }

    /// Whether an entry behind a text is a further key of the item: one that begins another line of the file,
    /// or a short name behind a blank, with a right colon.
    fn is_key_of_item(&self, value: &str, second: &Second) -> bool {
        const SHORT: usize = 4;
        let Some(name) = second.name(value) else { return false };
        let begins = |line: &str| {
            let bare = line.trim_start_matches([' ', '-']);
            bare.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', '：']))
        };
        let is_short = name.chars().count() <= SHORT && name.chars().all(is_han);
        let is_half = value.get(second.colon..).is_some_and(|rest| rest.starts_with(':'));
        is_half && is_short && second.is_behind_blank(value) || self.text.lines().any(begins)
    }

    /// The first entry, or item, of a key in the outermost column that stands on the line of the key, and
    /// is read below it; whether there is one.
    pub(super) fn below_on_line(&mut self, at: usize, value: &'t str, parent: usize) -> bool {
        let item = value.strip_prefix("- ").map_or(value, str::trim_start);
        let is_item = item.len() < value.len();
        let is_mapping = self.section.is_some_and(|section| MAPPINGS.contains(&section));
        let may_be = self.is_of_year && parent == 0 && is_item != is_mapping;
        if !may_be || entry_end(item).is_none() || !entry_name(item).is_some_and(is_word) {
            return false;
        }
        // The lines below are its text, or further entries.
        let is_of_text = value.trim_end().ends_with(['|', '>']);
        let below = self.column_below(at).filter(|_| !is_of_text || is_item);
        let column = below.and_then(|column| column.checked_sub(if is_item { INDENT } else { 0 }));
        let column = column.filter(|column| *column > 0).unwrap_or(INDENT);
        let above = self.text.get(..at).unwrap_or_default();
        let start = above.trim_end_matches(is_blank).len();
        let mend = Edit::new(start..at, format!("\n{}", " ".repeat(column)));
        let name = at..at + value.len() - item.len() + entry_name(item).map_or(0, str::len);
        self.found_with(Colon::BesideParent, name, mend);
        let mut rest = Rest { at, column, content: value, dash: None };
        self.dashes(&mut rest, Some(parent));
        self.begin(&rest, is_mapping);
        match key_end(rest.content) {
            Some(after_key) => self.key(&rest, after_key),
            None => self.no_key(&rest, Some(parent)),
        }
        true
    }

    /// The column of the next line below a place.
    pub(super) fn column_below(&self, at: usize) -> Option<usize> {
        let below = self.text.get(at..).unwrap_or_default().lines().skip(1);
        let mut below = below.map(|line| (Indent::of(line), line));
        let (indent, _) = below.find(|(indent, line)| indent.length < line.len())?;
        Some(indent.column)
    }
}
