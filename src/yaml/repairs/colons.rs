//! Colons between names and values: wide, without a blank, missing, or inside a value.

use std::ops::Range;

use super::line_parts::{Indent, Rest, colon, is_blank, is_wide_blank, key_end};
use super::{Edit, LONGEST_KEY, Scanner, Words};
use crate::diagnostic::Code;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colon {
    Wide,
    NoBlankAfter,
    Missing,
    /// After a name that stands alone above lines that are indented further.
    MissingAboveBlock,
    InsideValue,
    /// Between the name and the value of a second entry on the line.
    SecondEntry,
    /// The first entry of a key on the line of the key.
    BesideParent,
    WideBlankBefore,
}

impl Colon {
    pub(super) fn words(self, written: &str) -> Words {
        match self {
            Colon::Wide => Words::new(
                Code::E0106,
                match written.chars().find(|c| COLONS.contains(c)) {
                    None | Some('：') => "冒号用了全角“：”".to_owned(),
                    Some(colon) => format!("冒号用了“{colon}”"),
                },
                "应当是半角冒号加一个空格",
                format!("改为“{}: ”", bare(written)),
            ),
            Colon::NoBlankAfter => {
                let (message, label) = match written.chars().filter(|c| is_colon(*c)).count() {
                    0 | 1 => ("冒号后面缺少空格", "冒号后面要有一个半角空格"),
                    _ => ("冒号不止一个", "应当是一个半角冒号加一个空格"),
                };
                let help = format!("改为“{}: ”，再写值", bare(written));
                Words::new(Code::E0107, message, label, help)
            }
            Colon::Missing => Words::new(
                Code::E0116,
                "这一行没有冒号",
                "应当写成“名称: 值”",
                match missing_colon(written) {
                    Some((name, value)) => format!(
                        "改为“{}: {}”",
                        written.get(..name).unwrap_or_default(),
                        written.get(value).unwrap_or_default()
                    ),
                    None => {
                        "补上半角冒号和空格；是上一项文字的续行的，比上一项多缩进两格；是标题、备注的，删去这一行"
                            .to_owned()
                    }
                },
            ),
            Colon::MissingAboveBlock => Words::new(
                Code::E0116,
                "这一行没有冒号",
                "下面缩进的各行是它的内容，名称后面要有冒号",
                format!("改为“{written}:”"),
            ),
            Colon::InsideValue => Words::new(
                Code::E0119,
                "值里又有冒号加空格",
                "这个冒号会被当作另一项的开头",
                "正文里用全角冒号“：”；或者在上一个冒号后写“|”，文字另起一行并缩进两格；是另一项的，移到下一行",
            ),
            Colon::SecondEntry => Words::new(
                Code::E0119,
                "一行写了两项",
                "从这里起是另一项",
                "一行写一个“名称: 值”：把这一项移到下一行，与上一项左边对齐",
            ),
            Colon::BesideParent => Words::new(
                Code::E0119,
                "下一层的第一项写在了这一行",
                "从这里起是下一层的第一项",
                "移到下一行，与下面各项左边对齐",
            ),
            Colon::WideBlankBefore => Words::new(
                Code::E0117,
                "名称后面有全角空格",
                "冒号紧跟在名称后面",
                "删去名称和冒号之间的空格",
            ),
        }
    }
}

/// Colons that are none to YAML: the wide one, and those that Word and input methods offer beside it.
const COLONS: [char; 5] = ['：', '﹕', '︰', '∶', '꞉'];

fn is_colon(character: char) -> bool {
    character == ':' || COLONS.contains(&character)
}

/// A name without the colons and blanks behind it.
fn bare(written: &str) -> &str {
    written.trim_end_matches(|c| is_colon(c) || is_blank(c))
}

/// What mistake a line without a key is where a key must stand, and the range to mark.
pub(super) fn candidate(content: &str) -> Option<(Colon, Range<usize>)> {
    if content.starts_with(['"', '\'', '[', '{', '｛', '|', '>', '#', '&', '*', '!', '?', ']', '}'])
    {
        return None;
    }
    let whole = 0..content.trim_end().len();
    let is_mark = |c: char| matches!(c, '，' | '。' | '；' | '！' | '？');
    let stop = content.find(|c: char| is_blank(c) || is_colon(c) || is_mark(c));
    let name = content.get(..stop.unwrap_or_default())?;
    let behind = content.get(name.len()..)?;
    // Blanks before a colon, and a second colon.
    let rest = behind.trim_start_matches(|c| is_blank(c) || is_colon(c));
    let signs = behind.get(..behind.len() - rest.len())?.trim_end_matches(is_blank);
    let is_name = !name.is_empty() && name.chars().count() <= LONGEST_KEY;
    let kind = match signs {
        _ if !is_name || !signs.contains(is_colon) => return Some((Colon::Missing, whole)),
        _ if signs.contains(COLONS) => Colon::Wide,
        _ if rest.starts_with("//") => return Some((Colon::Missing, whole)),
        _ => Colon::NoBlankAfter,
    };
    Some((kind, 0..name.len() + signs.len()))
}

/// Whether a text may be a name or a short value: no sentence.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= LONGEST_KEY
        && !text.contains(['，', '。', '；', '：', '！', '？', ' '])
}

/// Where a name ends and where a value stands, when a blank or the like separates them instead
/// of a colon.
fn missing_colon(content: &str) -> Option<(usize, Range<usize>)> {
    let written = content.split(" #").next()?.trim_end();
    // Marks of sentences stand for a colon only before a number.
    let is_mark = |character: char| ";；,，、—".contains(character);
    let is_gap = |character: char| {
        is_blank(character) || is_mark(character) || matches!(character, '=' | '＝')
    };
    let name = written.find(is_gap)?;
    let value = written.get(name..)?.trim_start_matches(is_gap);
    let start = written.len() - value.len();
    let is_parted = !written.get(name..start)?.contains(is_mark)
        || value.starts_with(|character: char| character.is_ascii_digit());
    let is_pair = is_word(written.get(..name)?) && is_word(value);
    (is_parted && is_pair).then_some((name, start..written.len()))
}

/// Whether a line without a key is the value of the empty key in the line above: a number, or a sentence.
pub(super) fn is_value(content: &str) -> bool {
    let is_plain = candidate(content).is_some_and(|(kind, _)| kind == Colon::Missing);
    is_plain
        && key_end(content).is_none()
        && missing_colon(content).is_none()
        && (content.starts_with(|c: char| c.is_ascii_digit())
            || content.trim_end().ends_with(['。', '；', '！']))
}

/// Where the value begins when the content opens with a name and a colon, be it mistyped.
pub(super) fn entry_end(content: &str) -> Option<usize> {
    let mistyped = || match candidate(content)? {
        (Colon::Wide | Colon::NoBlankAfter, range) => Some(range.end),
        _ => None,
    };
    key_end(content).or_else(mistyped)
}

/// The name that an entry opens with.
pub(super) fn entry_name(content: &str) -> Option<&str> {
    let key = content.get(..entry_end(content)?)?;
    Some(bare(key))
}

/// Whether a line begins a key or an item.
pub(super) fn is_entry(content: &str) -> bool {
    let is_item = content == "-" || content.starts_with("- ");
    is_item || entry_end(content).is_some()
}

impl<'t> Scanner<'t> {
    /// A key, whose value begins after `after_key` bytes.
    pub(super) fn key(&mut self, rest: &Rest<'t>, after_key: usize) {
        if let Some(group) = self.groups.last_mut() {
            group.has_key = true;
        }
        let key = rest.content.get(..after_key - 1).unwrap_or_default();
        let name = key.trim_end_matches(is_blank);
        if key.ends_with(is_wide_blank) {
            let blanks = rest.at + name.len()..rest.at + key.len();
            let mend = Edit::new(blanks.clone(), "");
            self.found_with(Colon::WideBlankBefore, blanks, mend);
        }
        let value = rest.content.get(after_key..).unwrap_or_default();
        let signs = value.len() - value.trim_start_matches(|c| is_colon(c) || is_blank(c)).len();
        let (again, behind) = value.split_at(signs);
        if !again.contains(is_colon) || behind.is_empty() {
            self.value(rest.at + after_key, value, rest.column);
            return;
        }
        // 名称: : 值
        let kind = if again.contains(COLONS) { Colon::Wide } else { Colon::NoBlankAfter };
        let colons = rest.at + after_key + again.trim_end_matches(is_blank).len();
        let end = rest.at + after_key + signs;
        let mend = Edit::new(rest.at + after_key..end, " ");
        self.found_with(kind, rest.at..colons, mend);
        self.value(end, behind, rest.column);
    }

    /// A line without a key: a mistake where a key must stand, or a line of a text, in which
    /// everything is allowed.
    pub(super) fn no_key(&mut self, line: &Rest<'t>, expected: Option<usize>) {
        let Rest { at, column, content, dash } = *line;
        let is_key_place = dash.is_none()
            && expected.is_none()
            && self.groups.last().is_some_and(|group| group.has_key);
        let candidate = candidate(content).map(|(kind, range)| match kind {
            Colon::Missing if is_key_place && self.is_above_block(at, content, column) => {
                (Colon::MissingAboveBlock, range)
            }
            _ => (kind, range),
        });
        let Some((kind, range)) = candidate else {
            if let Some(parent) = dash.or(expected) {
                self.value(at, content, parent);
            }
            return;
        };
        let rest = content.get(range.end..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches(is_wide_blank).len();
        let (mistakes, edits) = (self.mistakes.len(), self.edits.len());
        let colon = at + range.end;
        match missing_key(kind, at, content, colon..colon + blanks) {
            Some(mend) => self.found_with(kind, at + range.start..at + range.end, mend),
            // Nobody knows what it was to be: the line is left out.
            None => {
                self.found(kind, at + range.start..at + range.end);
                self.edit(at..at + content.len(), "");
            }
        }
        if kind == Colon::MissingAboveBlock {
            self.expects_value = Some(column);
        }
        if matches!(kind, Colon::Wide | Colon::NoBlankAfter) {
            self.value(colon + blanks, rest.get(blanks..).unwrap_or_default(), column);
        }
        // Whether they count is known when the group turns out to be a mapping or not.
        if let Some(group) = self.groups.last_mut() {
            group.mistakes.extend(self.mistakes.drain(mistakes..));
            group.edits.extend(self.edits.drain(edits..));
        }
    }

    /// Whether a name alone is followed by keys or items that are indented further.
    fn is_above_block(&self, at: usize, content: &str, column: usize) -> bool {
        let below = self.text.get(at + content.len()..).unwrap_or_default();
        let mut below =
            below.lines().map(|line| (Indent::of(line), line.trim_start_matches(is_blank)));
        let next = below.find(|(_, content)| !content.is_empty() && !content.starts_with('#'));
        is_word(content.trim_end())
            && next.is_some_and(|(indent, below)| indent.column > column && is_entry(below))
    }

    /// A colon with a blank inside a value is made a wide one.
    pub(super) fn inner_colon(&mut self, at: usize, value: &str) {
        if let Some(colon) = colon(value) {
            let at = at + colon..at + colon + 1;
            self.found(Colon::InsideValue, at.clone());
            self.edit(at, "：");
        }
    }
}

/// Makes a key of a line without one. `blanks` are the wide blanks after its colon, or after
/// the place where it should be. None where it is not certain what the key is.
fn missing_key(kind: Colon, at: usize, content: &str, blanks: Range<usize>) -> Option<Edit> {
    Some(match kind {
        Colon::Wide | Colon::NoBlankAfter => {
            let name = bare(content.get(..blanks.start - at)?).len();
            let rest = content.get(blanks.end - at..).unwrap_or_default();
            let is_parted = rest.starts_with(' ') || rest.trim().is_empty();
            let colon = if is_parted { ":" } else { ": " };
            Edit::new(at + name..blanks.end, colon)
        }
        Colon::MissingAboveBlock => Edit::new(blanks.start..blanks.start, ":"),
        Colon::Missing
        | Colon::InsideValue
        | Colon::SecondEntry
        | Colon::BesideParent
        | Colon::WideBlankBefore => {
            let (name, value) = missing_colon(content)?;
            Edit::new(at + name..at + value.start, ": ")
        }
    })
}
