//! Dashes: of the items of a list, and lines of hyphens between the parts of a file.

use super::colons::{entry_end, is_entry};
use super::line_parts::{Indent, Rest, is_blank, key_end, name_of};
use super::{Edit, INDENT, MAPPINGS, Scanner, Words};
use crate::diagnostic::Code;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dash {
    NoBlankAfter,
    Wide,
    /// Another mark, or a number, before an item.
    Bullet,
    Missing,
    /// Several before one item.
    Again,
    /// A list item among keys.
    Stray,
    /// `---` between the parts of one file.
    Separator,
    /// The marks of a box of code, in which the text was copied: ```.
    Fence,
}

impl Dash {
    pub(super) fn words(self, written: &str) -> Words {
        match self {
            Dash::NoBlankAfter => Words::new(
                Code::E0107,
                "短横后面缺少空格",
                "短横后面要有一个半角空格",
                "改为“- ”，再写内容",
            ),
            Dash::Wide => Words::new(
                Code::E0107,
                "短横用了全角",
                "列表的短横是半角的，后面要有一个空格",
                "改为“- ”，再写内容",
            ),
            Dash::Bullet => Words::new(
                Code::E0107,
                format!("这一项前面写的是“{}”，不是短横", written.trim()),
                "列表的每一项用半角短横开头",
                "改为“- ”，再写内容",
            ),
            Dash::Missing => Words::new(
                Code::E0107,
                "这一项前面缺少短横",
                "从这里开始是列表的又一项",
                "在前面加上“- ”，下面各行与它后面的名称对齐",
            ),
            Dash::Again => Words::new(
                Code::E0107,
                "这一项前面不止一个短横",
                "列表的每一项前面只有一个短横",
                "只留一个短横和它后面的空格",
            ),
            Dash::Stray => Words::new(
                Code::E0104,
                "这里不能有短横",
                "这一层是“名称: 值”，不是列表",
                "删去短横和它后面的空格",
            ),
            Dash::Separator => Words::new(
                Code::E0112,
                "文件中间有分隔线",
                "这样的一行在 YAML 里把文件分成两份",
                "删去这一行",
            ),
            Dash::Fence => Words::new(
                Code::E0104,
                "这一行不是填报的内容",
                "这是聊天、网页里代码框的记号",
                "删去这一行",
            ),
        }
    }
}

/// A line of hyphens, or of three stops.
fn is_separator(line: &str) -> bool {
    let line = line.trim_end();
    line == "..." || (line.len() >= 3 && line.bytes().all(|byte| byte == b'-'))
}

/// A line that begins or ends a box of code: ```yaml.
pub(super) fn is_fence(line: &str) -> bool {
    line.trim_end().strip_prefix("```").is_some_and(|rest| rest.chars().all(char::is_alphanumeric))
}

/// How many bytes a wide dash and the blanks after it are, before a key or where a list may begin.
fn wide_dash(content: &str, may_begin: bool) -> Option<usize> {
    const WIDE: [char; 6] = ['－', '—', '–', '―', '﹣', '−'];
    let rest = content.strip_prefix(WIDE).filter(|rest| !rest.starts_with(WIDE))?;
    let text = rest.trim_start_matches(is_blank);
    let is_item = key_end(text).is_some() || (may_begin && !text.is_empty());
    is_item.then_some(content.len() - text.len())
}

impl<'t> Scanner<'t> {
    /// Whether the line is a separator, a directive or the like, which hold no content.
    pub(super) fn marker(&mut self, start: usize, line: &str) -> bool {
        let whole = start..start + line.len();
        let is_ended = self.text.get(whole.end..).is_some_and(|rest| rest.starts_with('\n'));
        let without = Edit::new(start..whole.end + usize::from(is_ended), "");
        if is_fence(line) {
            self.found_again(Dash::Fence, whole, without);
            return true;
        }
        if is_separator(line) && !self.groups.is_empty() && !self.begins_anew(start, line) {
            self.found_with(Dash::Separator, whole, without);
            return true;
        }
        let is_marker = ["---", "...", "%"].iter().any(|mark| line.starts_with(mark));
        if is_marker {
            self.close_groups(None);
        }
        is_marker
    }

    /// Whether a separator is followed by a key that the file has had: by the content of another
    /// file.
    fn begins_anew(&self, start: usize, line: &str) -> bool {
        let after = self.text.get(start + line.len()..).unwrap_or_default();
        let mut keys = after.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        keys.next().and_then(name_of).is_none_or(|name| self.outermost.contains(name))
    }

    /// Reads the dashes before the content of a line. `awaited` is the column of the key or dash whose
    /// value is still to come.
    pub(super) fn dashes(&mut self, rest: &mut Rest<'t>, awaited: Option<usize>) {
        let is_expected = awaited.is_some_and(|parent| rest.column > parent);
        let may_begin = is_expected || self.is_in_list(rest.column);
        if let Some(wide) = wide_dash(rest.content, may_begin) {
            let length = rest.content.chars().next().map_or(0, char::len_utf8);
            let mend = Edit::new(rest.at..rest.at + wide, "- ");
            self.found_with(Dash::Wide, rest.at..rest.at + length, mend);
            rest.dash = Some(rest.column);
            rest.skip(wide);
            rest.column += INDENT;
        }
        if rest.dash.is_none() {
            self.bullet(rest, awaited);
        }
        let begins_mapping = is_expected && self.is_below_mapping(rest);
        let is_among_keys = awaited.is_none()
            && rest.dash.is_none()
            && self.groups.last().is_some_and(|group| group.has_key && group.column == rest.column);
        let is_stray = is_among_keys || begins_mapping || self.begins_file(rest);
        if let Some(key) = rest.content.strip_prefix('-').filter(|_| is_stray) {
            let key = key.trim_start_matches(' ');
            if key_end(key).is_some() {
                let stray = rest.content.len() - key.len();
                let dash = rest.at..rest.at + 1;
                // Where the other keys stand right of the dash, this one stays beside them.
                let stays = begins_mapping && self.goes_on_in(rest.at, rest.column + stray);
                let mend = match stays {
                    true => Edit::new(dash.clone(), " "),
                    false => Edit::new(rest.at..rest.at + stray, ""),
                };
                self.found_again(Dash::Stray, dash, mend);
                rest.skip(stray);
                rest.column += if stays { stray } else { 0 };
            }
        }
        while let Some(after) = rest.content.strip_prefix('-') {
            let text = after.trim_start_matches(' ');
            let blanks = after.len() - text.len();
            let is_mapping = text.starts_with(['{', '｛']) && !text.starts_with("{{");
            if blanks == 0 && (text.starts_with(char::is_alphabetic) || is_mapping) {
                let mend = Edit::new(rest.at + 1..rest.at + 1, " ");
                self.found_with(Dash::NoBlankAfter, rest.at..rest.at + 1, mend);
            } else if blanks == 0 && !text.is_empty() {
                break;
            }
            rest.dash = Some(rest.column);
            rest.skip(1 + blanks);
            rest.column += 1 + blanks.max(1);
            self.dashes_again(rest);
        }
    }

    /// Repairs further dashes before an item of a department's file, in which no list stands in another one.
    fn dashes_again(&mut self, rest: &mut Rest<'t>) {
        // So many characters are looked at behind each dash.
        const MOST: usize = 12;
        let marks = rest.content.bytes().take(MOST + 1);
        let marks = marks.take_while(|byte| matches!(byte, b'-' | b' ')).count();
        let item = rest.content.get(marks..).filter(|_| marks <= MOST);
        let again = rest.at..rest.at + marks;
        if self.is_of_year && rest.content.starts_with("- ") && item.and_then(entry_end).is_some() {
            self.found_again(Dash::Again, again.clone(), Edit::new(again.clone(), ""));
            rest.skip(again.len());
        }
    }

    /// Whether a dash stands before the first key of a file, and its other keys have none.
    fn begins_file(&self, rest: &Rest<'_>) -> bool {
        let is_first = self.mapping.is_none() && self.groups.is_empty() && rest.column == 0;
        if !is_first || !rest.content.starts_with('-') {
            return false;
        }
        let below = self.text.get(rest.at..).unwrap_or_default().lines().skip(1);
        let mut others = below.filter(|line| !line.is_empty() && !line.starts_with([' ', '#']));
        let is_key = |line: &str| key_end(line).is_some() && !line.starts_with('-');
        others.next().is_some_and(is_key) && others.all(|line| !line.starts_with('-'))
    }

    /// Whether the line above holds nothing but a key of a department's file that names and values stand
    /// below, and no list.
    pub(super) fn is_below_mapping(&self, rest: &Rest<'_>) -> bool {
        let above = self.text.get(..rest.at).unwrap_or_default().lines().rev();
        let above = above.map(|line| line.split(" #").next().unwrap_or_default().trim());
        let mut above = above.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let key = above.next().and_then(|line| line.strip_suffix(':'));
        // The catalogue lists its metrics under 指标, and is of no year.
        self.is_of_year && key.is_some_and(|key| MAPPINGS.contains(&key))
    }

    /// The column of the next line where it holds a key or an item, further right than a line does.
    pub(super) fn goes_on_behind(&self, line: &Rest<'_>) -> Option<usize> {
        let below = self.text.get(line.at..).unwrap_or_default().lines().skip(1);
        let mut below = below.map(|line| (Indent::of(line), line));
        let (indent, next) = below.find(|(indent, line)| indent.length < line.len())?;
        let is_entry = is_entry(next.get(indent.length..)?);
        (is_entry && indent.column > line.column).then_some(indent.column)
    }

    /// Whether the next key or item that does not stand right of a column stands in it.
    fn goes_on_in(&self, at: usize, column: usize) -> bool {
        let below = self.text.get(at..).unwrap_or_default().lines().skip(1);
        let below = below.map(|line| (Indent::of(line), line));
        let mut entries = below.filter(|(indent, line)| {
            let content = line.get(indent.length..).unwrap_or_default();
            indent.column <= column && !content.starts_with('#') && is_entry(content)
        });
        entries.next().is_some_and(|(indent, _)| indent.column == column)
    }

    /// Repairs a line that begins with the first key of the list's item above; whether it does.
    pub(super) fn next_item(&mut self, rest: &mut Rest<'t>) -> bool {
        let Some(name) = name_of(rest.content) else { return false };
        let again = Some((rest.column, Some(name)));
        if self.groups.last().is_none_or(|group| group.item != again) {
            return false;
        }
        let mend = Edit::new(rest.at..rest.at, "- ");
        self.found_with(Dash::Missing, rest.at..rest.at + name.len(), mend);
        rest.dash = Some(rest.column);
        rest.column += INDENT;
        true
    }
}
