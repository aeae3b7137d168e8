//! Blanks before a line: tabs, wide blanks, lines out of their column, texts without indentation.

use std::ops::Range;

use super::beside::OF_HEAD;
use super::bullets::bullet;
use super::colons::{self, Colon, entry_end, entry_name};
use super::dashes::is_fence;
use super::line_parts::{Indent, Rest, is_blank, key_end};
use super::swallowed::key_of_text;
use super::{Edit, INDENT, Lines, Open, Scanner, Words};
use crate::diagnostic::Code;
use crate::text::is_invisible;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Indentation {
    Tab,
    WideBlank,
    Misaligned,
    /// A text of several lines that is not indented.
    Unindented,
    /// The first line of a text further in than the others.
    FirstLine,
    /// A remark further left than the text that it stands in.
    Remark,
    /// A value in the line below its key, and no further right.
    ValueBelow,
}

impl Indentation {
    pub(super) fn words(self) -> Words {
        match self {
            Indentation::Tab => Words::new(
                Code::E0108,
                "用制表符缩进",
                "这里是制表符",
                "改用空格，每一层两个；编辑器里可设为“Tab 键输入空格”",
            ),
            Indentation::WideBlank => Words::new(
                Code::E0117,
                "用全角空格缩进",
                "这里是全角空格",
                "改用半角空格，每一层两个；段首不必空两格，排版时会自动加",
            ),
            Indentation::Misaligned => Words::new(
                Code::E0115,
                "缩进没有对齐",
                "这一行与上面各项没有对齐",
                "同一层的各项左边要对齐，下一层多缩进两个空格",
            ),
            Indentation::Unindented => Words::new(
                Code::E0120,
                "多行文字没有缩进",
                "应当比“|”所在的那一行多缩进两格",
                "在这一段每一行的行首加空格，使它比上面的名称多缩进两格",
            ),
            Indentation::FirstLine => Words::new(
                Code::E0115,
                "段首多空了几格",
                "这一行比下面各行多缩进",
                "与下面各行左边对齐；段首不必空两格，排版时会自动加",
            ),
            Indentation::Remark => Words::new(
                Code::E0104,
                "备注打断了一段文字",
                "下面还是这一段文字",
                "把备注移到这一项的上面，单独一行；要印的，去掉 #，与上下各行左边对齐",
            ),
            Indentation::ValueBelow => Words::new(
                Code::E0115,
                "值没有缩进",
                "这是上一行的值",
                "移到上一行的冒号后面，或者比上一行多缩进两格",
            ),
        }
    }
}

impl Scanner<'_> {
    /// Whether the line belongs to the open text of several lines.
    pub(super) fn block_line(&mut self, start: usize, line: &str) -> bool {
        let Open::Block { parent, first } = &mut self.open else {
            return false;
        };
        let Indent { spaces, column, length } = Indent::of(line);
        let content = line.get(length..).unwrap_or_default();
        if content.trim().is_empty() {
            return true;
        }
        let parent = *parent;
        if spaces > parent
            && let Some(colon) = key_of_text(content)
        {
            *first = None;
            self.swallowed_text(start, start + length, content, colon, parent);
            return true;
        }
        if spaces > parent {
            let (first_start, indent) = first.get_or_insert((start, spaces));
            if spaces < *indent {
                let at = *first_start + spaces..*first_start + *indent;
                *indent = spaces;
                let mend = Edit::new(at.clone(), "");
                self.found_again(Indentation::FirstLine, at, mend);
            }
            return true;
        }
        let first = *first;
        if content.starts_with('#') && first.is_some_and(|(_, indent)| self.goes_on(start, indent))
        {
            let whole = start..start + line.len();
            self.found(Indentation::Remark, start + length..whole.end);
            self.edit(whole, "");
            return true;
        }
        let wanted = first.map_or(parent + INDENT, |(_, indent)| indent);
        // A key with the same wide blanks as the one whose text this is.
        let is_beside = length > spaces
            && (content.starts_with('#') || key_end(content).is_some())
            && self.known_column(column).is_some_and(|meant| meant <= parent);
        if is_beside {
            return false;
        }
        if length > spaces && column > parent {
            self.indentation(start + spaces..start + length, line, start, wanted);
            return true;
        }
        let is_item = bullet(content).is_some() && self.is_in_list(spaces);
        let is_text = key_end(content).is_none()
            && !content.starts_with(['#', '-', '.', '%', '[', '{'])
            && !is_fence(line)
            && !is_item
            && colons::candidate(content).is_none_or(|(kind, _)| kind == Colon::Missing);
        if is_text && length > spaces {
            self.indentation(start + spaces..start + length, line, start, wanted);
        } else if is_text {
            let mend = Edit::new(start..start + spaces, " ".repeat(wanted));
            let text = start + spaces..start + line.len();
            self.found_again(Indentation::Unindented, text, mend);
        }
        is_text
    }

    /// Whether a text that is indented so far goes on near below a remark.
    fn goes_on(&self, remark: usize, indent: usize) -> bool {
        const LINES: usize = 50;
        let below = self.text.get(remark..).unwrap_or_default().lines().skip(1).take(LINES);
        let mut below = below.filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        below.next().is_some_and(|line| Indent::of(line).spaces >= indent)
    }

    /// Puts a line whose blanks are `odd` into the column that is wanted.
    pub(super) fn indentation(
        &mut self,
        odd: Range<usize>,
        line: &str,
        start: usize,
        wanted: usize,
    ) {
        let written = line.get(odd.start - start..odd.end - start).unwrap_or_default();
        let kind = if written.contains('\t') { Indentation::Tab } else { Indentation::WideBlank };
        let mend = Edit::new(start..odd.end, " ".repeat(wanted));
        // What nobody sees was reported when the file was read.
        if written.chars().all(|c| c == ' ' || is_invisible(c)) {
            self.edits.push(mend);
            return;
        }
        self.found_again(kind, odd, mend);
    }

    /// The column of the first line below a key in column `parent`, whose blanks seem to reach to
    /// `column`: that of the lines around it, or else one level further in. What follows the line
    /// begins at `end`.
    pub(super) fn first_column(&mut self, parent: usize, column: usize, end: usize) -> usize {
        const LINES: usize = 50;
        let below = self.text.get(end..).unwrap_or_default().lines().take(LINES);
        let below = below.map(|line| (Indent::of(line), line));
        let mut below = below.filter(|(indent, line)| indent.length < line.len());
        let plain = below.find(|(indent, line)| {
            let content = line.get(indent.length..).unwrap_or_default();
            indent.length == indent.spaces && key_end(content).is_some()
        });
        let around = plain.map(|(indent, _)| indent.column);
        let around = around.filter(|around| *around > parent && *around <= column);
        let meant = around.unwrap_or(parent + INDENT);
        self.odd_columns.push((column, meant));
        meant
    }

    /// The column of a further line whose blanks seem to reach to `column`.
    pub(super) fn odd_column(&self, column: usize, content: &str) -> usize {
        let right = self.right_column(column, content, None);
        let right = right.or_else(|| self.known_column(column));
        right.unwrap_or(column)
    }

    /// The column that was meant where blanks seem to reach to `column`, if it is known.
    pub(super) fn known_column(&self, column: usize) -> Option<usize> {
        let mut known = self.odd_columns.iter().rev();
        known.find(|(typed, _)| *typed == column).map(|(_, meant)| *meant)
    }

    /// The column that a line with a key and a value has missed, if it has. `text` is the column of the next
    /// line, where it may be a text of the key.
    pub(super) fn right_column(
        &self,
        column: usize,
        content: &str,
        text: Option<usize>,
    ) -> Option<usize> {
        // Whatever else the value may open would have to be moved as well.
        let value = self.value_of_entry(column, content)?;
        if value.is_empty() || value.starts_with('#') {
            return None;
        }
        let right = self.column_of_mapping(column)?;
        let is_clear = !value.starts_with(['|', '>']) || text.is_some_and(|text| text > right);
        is_clear.then_some(right)
    }

    /// The column of the keys that a line in `column` belongs to, where it is another one.
    fn column_of_mapping(&self, column: usize) -> Option<usize> {
        let last = self.groups.last().filter(|group| group.are_of_mapping())?;
        if column > last.column {
            return Some(last.column);
        }
        let mut right = None;
        for group in self.groups.iter().rev() {
            if group.column == column {
                return None;
            }
            if group.column < column {
                return right;
            }
            right = group.are_of_mapping().then_some(group.column);
        }
        None
    }

    /// What follows the colon of a line that is an entry. One with a mistyped colon may be a text that goes
    /// on, unless it stands too far left for that, or where there is none.
    fn value_of_entry<'c>(&self, column: usize, content: &'c str) -> Option<&'c str> {
        let is_of_head = || entry_name(content).is_some_and(|name| OF_HEAD.contains(&name));
        let is_no_text = || {
            let last = self.groups.last().filter(|group| group.has_key);
            let is_beside =
                |last: &Lines<'_>| column < last.column || last.column == 0 && is_of_head();
            last.is_some_and(is_beside) || self.is_in_metrics() || key_of_text(content).is_some()
        };
        let end = key_end(content).or_else(|| entry_end(content).filter(|_| is_no_text()))?;
        Some(content.get(end..)?.trim_start())
    }

    /// The column of the entries below the first one under a key in column `parent`, where that one
    /// stands alone in another column.
    pub(super) fn column_of_others(
        &self,
        parent: usize,
        first: &Rest<'_>,
        is_mapping: bool,
    ) -> Option<usize> {
        let end = entry_end(first.content).filter(|_| is_mapping);
        let value = first.content.get(end.or_else(|| key_end(first.content))?..)?.trim_start();
        if value.starts_with('|') && is_mapping {
            return self.column_of_texts(parent, first);
        }
        if value.is_empty() || value.starts_with(['#', '|', '>', '"', '\'', '[', '{']) {
            return None;
        }
        let below = self.text.get(first.at..)?.lines().skip(1);
        let below = below.map(|line| (Indent::of(line), line));
        let mut below = below
            .filter(|(indent, line)| indent.length < line.len())
            .map(|(indent, line)| (indent.column, line.get(indent.length..).unwrap_or_default()));
        let is_entry = |(column, content): &(usize, &str)| {
            *column > parent && self.value_of_entry(*column, content).is_some()
        };
        let (column, _) = below.next().filter(is_entry)?;
        let agrees = match below.next().filter(|(column, _)| *column > parent) {
            Some(next) => is_entry(&next) && next.0 == column,
            None => column == parent + INDENT,
        };
        (agrees && column != first.column).then_some(column)
    }

    /// The column in which further texts have their keys, where the key of the first one misses the usual one.
    fn column_of_texts(&self, parent: usize, first: &Rest<'_>) -> Option<usize> {
        let usual = parent + INDENT;
        let below = self.text.get(first.at..)?.lines().skip(1);
        let below = below.map(|line| (Indent::of(line), line));
        let below = below.filter(|(indent, line)| indent.length < line.len());
        let mut below = below.take_while(|(indent, _)| indent.column > parent);
        let is_text = below.clone().next().is_some_and(|(indent, _)| indent.column > usual);
        let is_key = |(indent, line): (Indent, &str)| {
            let content = line.get(indent.length..).unwrap_or_default();
            indent.column == usual && key_of_text(content).is_some()
        };
        (first.column != usual && is_text && below.any(is_key)).then_some(usual)
    }

    /// The column of the dashes of the further items of a list, where that of the first one misses it: they
    /// begin with the same name, and stand where they should or above keys that agree with them.
    pub(super) fn column_of_items(&self, parent: usize, first: &Rest<'_>) -> Option<usize> {
        let begin = |content: &'_ str| {
            entry_name(content.strip_prefix("- ")?.trim_start()).map(str::to_owned)
        };
        let name = begin(first.content)?;
        let below = self.text.get(first.at..)?.lines().skip(1);
        let below = below.map(|line| (Indent::of(line), line));
        let below = below.filter(|(indent, line)| indent.length < line.len());
        let below = below
            .map(|(indent, line)| (indent.column, line.get(indent.length..).unwrap_or_default()));
        let below = below.take_while(|(column, content)| {
            *column > parent || *column == parent && content.starts_with("- ")
        });
        let next = below.clone().next()?;
        let mut dashes = below.filter(|(_, content)| begin(content).as_ref() == Some(&name));
        let (column, _) = dashes.next()?;
        let is_whole = dashes.all(|(other, _)| other == column);
        let agrees =
            next.0 == column + INDENT && entry_end(next.1).is_some() || column == parent + INDENT;
        (is_whole && agrees && column != first.column).then_some(column)
    }

    /// Puts the first name of an item, with several blanks before it, beside the names below it.
    pub(super) fn wide_dash_column(&mut self, rest: &mut Rest<'_>) {
        let Some(dash) = rest.dash else { return };
        let Some(right) = self.column_of_others(dash, rest, false) else { return };
        let blanks = (rest.at + dash + 1).saturating_sub(rest.column)..rest.at;
        let is_blank = self.text.get(blanks.clone()).is_some_and(|text| text.trim().is_empty())
            && self.text.get(..blanks.start).is_some_and(|text| text.ends_with('-'));
        if right <= dash + 1 || right > rest.column || !is_blank {
            return;
        }
        let key = rest.at..rest.at + entry_end(rest.content).unwrap_or_default();
        let mend = Edit::new(blanks, " ".repeat(right - dash - 1));
        self.found_with(Indentation::Misaligned, key, mend);
        rest.column = right;
    }

    /// The column of the lines around a key with a value that stands further left than they do:
    /// nothing can be below such a key.
    pub(super) fn outdented(&self, column: usize, content: &str, end: usize) -> Option<usize> {
        let last = self.groups.last();
        let last = last.filter(|group| group.are_of_mapping() && group.column > column)?;
        let value = self.value_of_entry(column, content)?;
        if value.is_empty() || value.starts_with(['#', '|', '>', '"', '\'', '[', '{']) {
            return None;
        }
        let mut below = self.text.get(end..)?.lines().map(|line| (Indent::of(line), line));
        let (indent, below) = below.find(|(indent, line)| indent.length < line.len())?;
        let content = below.get(indent.length..).unwrap_or_default();
        let is_beside = key_end(content).is_some() && indent.column == last.column;
        let is_next_item = last.item.is_some_and(|(dash, first)| {
            let item = content.strip_prefix("- ").and_then(entry_name);
            dash > 0 && dash == indent.column && item.is_some() && item == first
        });
        (is_beside || is_next_item).then_some(last.column)
    }

    /// The outermost column, for the first line of a file whose other keys stand there.
    pub(super) fn right_of_file(&self, first: &Rest<'_>) -> Option<usize> {
        let is_first = self.groups.is_empty() && self.mapping.is_none() && first.column > 0;
        let value = first.content.get(entry_end(first.content).filter(|_| is_first)?..)?;
        let below = self.text.get(first.at..)?.lines().skip(1);
        let mut below = below.filter(|line| !line.trim().is_empty());
        let next = below.next().filter(|line| !line.starts_with(is_blank))?;
        (!value.trim().is_empty() && key_end(next).is_some()).then_some(0)
    }

    /// The column of the list that an item has missed: it begins with the same key as the items above.
    pub(super) fn right_dash(&self, column: usize, content: &str) -> Option<usize> {
        let name = entry_name(content.strip_prefix("- ")?.trim_start())?;
        let items = || self.groups.iter().rev().filter_map(|group| group.item);
        if items().any(|(dash, _)| dash == column) {
            return None;
        }
        items().find(|(_, first)| *first == Some(name)).map(|(dash, _)| dash)
    }

    /// Reports a line that stands in another column than the lines it belongs to. Several such
    /// lines one after another are one mistake.
    pub(super) fn misaligned(&mut self, start: usize, at: usize, content: &str, right: usize) {
        let mend = Edit::new(start..at, " ".repeat(right));
        let last = self.last_misaligned.filter(|(column, _)| *column == at - start);
        match last.and_then(|(_, mistake)| self.mistakes.get_mut(mistake)) {
            Some(mistake) => {
                mistake.lines += 1;
                mistake.mends.push(mend.clone());
                self.edits.push(mend);
            }
            None => {
                self.last_misaligned = Some((at - start, self.mistakes.len()));
                let key = entry_end(content).unwrap_or(content.len());
                self.found_with(Indentation::Misaligned, at..at + key, mend);
            }
        }
    }
}
