//! Bullets: the marks and numbers that a word processor puts before an item, where a list needs a
//! dash.

use super::colons::{entry_end, entry_name};
use super::dashes::Dash;
use super::line_parts::{Indent, Rest, is_blank, key_end};
use super::{Edit, INDENT, Scanner};
use crate::text::is_han;

/// How many bytes a mark or a number before the name of an item is, with the blanks after it. What
/// follows has to be a name and its value on the same line, as an item begins.
pub(super) fn bullet(content: &str) -> Option<usize> {
    let dashed = || content.strip_prefix('-').filter(|rest| !rest.starts_with(['-', ' ']));
    let behind = numbered(content).or_else(|| marked(content)).or_else(|| lettered(content));
    let behind = behind.or_else(|| marked(dashed()?))?;
    let name = behind.trim_start_matches(is_blank);
    let value = name.get(entry_end(name)?..)?;
    (!value.trim().is_empty()).then_some(content.len() - name.len())
}

/// What follows `1.`, `（一）`, `一是`, `①`.
fn numbered(content: &str) -> Option<&str> {
    const SIGNS: [char; 8] = ['.', '．', '、', ')', '）', '，', '。', '是'];
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let is_wide = |c: char| ('０'..='９').contains(&c);
    if let Some(behind) =
        content.strip_prefix(|c: char| c.is_numeric() && !is_numeral(c) && !is_wide(c))
    {
        return Some(behind.trim_start_matches(SIGNS));
    }
    let opened = content.trim_start_matches(['(', '（', '第', '其']);
    let behind = opened.trim_start_matches(|c| is_numeral(c) || is_wide(c));
    let is_blank_behind = behind.starts_with(is_blank);
    let behind = behind.strip_prefix(SIGNS).or(is_blank_behind.then_some(behind))?;
    (behind.len() < opened.len() && !opened.starts_with(SIGNS)).then_some(behind)
}

/// What follows `·`, `●`, `——`, `+`: a mark that is neither a dash nor anything that opens a value,
/// before a Chinese name.
fn marked(content: &str) -> Option<&str> {
    const OPENING: &str = "\"'“”‘’「『《〈(（[【〔{｛}｝]#&!|>%@`?,:：<";
    let mark = content.chars().next()?;
    let behind = content.trim_start_matches(mark);
    let count = content.get(..content.len() - behind.len())?.chars().count();
    let is_mark = !mark.is_alphanumeric() && !is_blank(mark) && !OPENING.contains(mark);
    // One hyphen is a dash, and stars around a name are told as such.
    let is_other = mark == '-' && count == 1 || mark == '*' && behind.contains('*');
    let name = behind.trim_start_matches(is_blank);
    (is_mark && !is_other && count <= 3 && name.starts_with(is_han)).then_some(behind)
}

/// What follows a letter, `l` and a blank or `a.`: the bullets of Word are letters to other programs.
fn lettered(content: &str) -> Option<&str> {
    let behind = content.strip_prefix(|c: char| c.is_alphabetic() && !is_han(c))?;
    let parted = behind.strip_prefix(['.', '．', '、', ')', '）']);
    let parted = parted.or(behind.starts_with(is_blank).then_some(behind))?;
    parted.trim_start_matches(is_blank).starts_with(is_han).then_some(parted)
}

impl<'t> Scanner<'t> {
    /// Repairs a line that begins an item with something else than a dash. `awaited` is the column of
    /// the key or dash whose value is still to come.
    pub(super) fn bullet(&mut self, rest: &mut Rest<'t>, awaited: Option<usize>) {
        let Some(mark) = bullet(rest.content) else { return };
        let behind = self.goes_on_behind(rest);
        let begins = awaited.is_some_and(|parent| rest.column >= parent)
            && !self.is_below_mapping(rest)
            && self.begins_list(rest, mark, behind);
        if !begins && !self.is_in_list(rest.column) {
            return;
        }
        let item = self.groups.last().filter(|_| !begins);
        let first = item.and_then(|group| group.item).and_then(|(_, first)| first);
        let name = rest.content.get(mark..).and_then(entry_name);
        let at = rest.at..rest.at + mark;
        // A mark stands before each line of an item: only its first name has a dash.
        if first.is_some() && first != name {
            let width = item.map_or(INDENT, |group| group.column - rest.column);
            self.found_again(Dash::Bullet, at.clone(), Edit::new(at, " ".repeat(width)));
            rest.skip(mark);
            rest.column += width;
            return;
        }
        let width = behind.map_or(INDENT, |column| (column - rest.column).max(INDENT));
        self.found_again(Dash::Bullet, at.clone(), Edit::new(at, format!("{:width$}", "-")));
        rest.dash = Some(rest.column);
        rest.skip(mark);
        rest.column += width;
    }

    /// Whether the items of the innermost list have their dashes in a column.
    pub(super) fn is_in_list(&self, column: usize) -> bool {
        let item = self.groups.last().and_then(|group| group.item);
        item.is_some_and(|(dash, _)| dash == column)
    }

    /// Whether a line with a mark can only be the first item of a list: a further key stands below, or
    /// another item with the same name. A text may have marks and wide colons, too.
    fn begins_list(&self, rest: &Rest<'_>, mark: usize, behind: Option<usize>) -> bool {
        let item = |content: &'t str| content.get(bullet(content)?..);
        let name = rest.content.get(mark..).and_then(entry_name);
        let below = self.text.get(rest.at..).unwrap_or_default().lines().skip(1);
        let below = below.map(|line| (Indent::of(line), line));
        let mut below = below
            .filter(|(indent, line)| indent.length < line.len())
            .map(|(indent, line)| (indent.column, line.get(indent.length..).unwrap_or_default()));
        let next_is_key = below.clone().next().is_some_and(|(_, next)| key_end(next).is_some());
        let is_key = rest.content.get(mark..).and_then(key_end).is_some();
        let mut again = below
            .by_ref()
            .take_while(|(column, _)| *column >= rest.column)
            .filter(|(column, _)| *column == rest.column)
            .map(|(_, content)| item(content).and_then(entry_name));
        behind.is_some() && (is_key || next_is_key)
            || self.is_of_year && again.any(|other| other == name)
    }
}
