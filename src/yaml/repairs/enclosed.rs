//! Quotes and brackets around a value: never closed, or closed before its end.

use super::colons::{is_entry, is_word};
use super::line_parts::{Indent, Rest, end_of_quote};
use super::{Edit, Mistake, Open, Scanner, Words};
use crate::diagnostic::Code;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Enclosed {
    TextAfterQuote,
    TextAfterBracket,
    UnclosedQuote,
    UnclosedBracket,
    /// Marks of a text around the name before a colon.
    Name,
}

impl Enclosed {
    pub(super) fn words(self) -> Words {
        match self {
            Enclosed::TextAfterQuote => Words::new(
                Code::E0104,
                "引号之后又有文字",
                "引号应当包住整个值",
                "去掉引号，或者用引号包住整个值；正文里的引号请用“”",
            ),
            Enclosed::TextAfterBracket => Words::new(
                Code::E0109,
                "值以括号开头，后面又有文字",
                "括号会被当作列表或者映射",
                "在冒号后写“|”，文字另起一行并缩进两格",
            ),
            Enclosed::Name => Words::new(
                Code::E0118,
                "名称前后有别的符号",
                "冒号前只写名称",
                "删去名称前后的符号",
            ),
            Enclosed::UnclosedQuote => Words::new(
                Code::E0114,
                "引号没有配对",
                "这个引号没有收尾",
                "补上收尾的引号，或者去掉它；正文里的引号请用“”",
            ),
            Enclosed::UnclosedBracket => Words::new(
                Code::E0114,
                "方括号或大括号没有配对",
                "这个括号没有收尾",
                "列表写成 [甲, 乙]，用半角括号和半角逗号，括号要成对",
            ),
        }
    }
}

/// Inside `[` or `{`: the brackets still to come, the innermost last, and the quote that is open.
#[derive(Debug, Default, Clone)]
pub(super) struct Flow {
    closing: Vec<u8>,
    quote: Option<u8>,
}

impl Flow {
    pub(super) fn opened_by(bracket: char) -> Flow {
        Flow { closing: vec![if bracket == '[' { b']' } else { b'}' }], quote: None }
    }

    /// Follows brackets and quotes through a line; where it goes on after the last bracket.
    fn end(&mut self, line: &str) -> Option<usize> {
        let mut bytes = line.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            // Most of a line is Chinese characters.
            if !byte.is_ascii()
                || !matches!(byte, b'"' | b'\'' | b'\\' | b'#' | b'[' | b'{' | b']' | b'}')
            {
                continue;
            }
            let previous = at.checked_sub(1).and_then(|at| line.as_bytes().get(at)).copied();
            match (self.quote, byte) {
                (Some(b'"'), b'\\') => {
                    bytes.next();
                }
                (Some(open), _) if open == byte => self.quote = None,
                (Some(_), _) => {}
                // Quotes open a scalar only where one begins.
                (None, b'"' | b'\'')
                    if matches!(
                        previous,
                        None | Some(b' ' | b'\t' | b'[' | b'{' | b',' | b':')
                    ) =>
                {
                    self.quote = Some(byte);
                }
                // A doubled single quote does not end its scalar.
                (None, b'\'') if previous == Some(b'\'') => self.quote = Some(byte),
                (None, b'#') if matches!(previous, None | Some(b' ' | b'\t')) => return None,
                (None, b'[') => self.closing.push(b']'),
                (None, b'{') => self.closing.push(b'}'),
                (None, b']' | b'}') => {
                    self.closing.pop();
                    if self.closing.is_empty() {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

impl Open {
    /// Follows a quote or bracket through a line; where the line goes on after its end.
    pub(super) fn end(&mut self, line: &str) -> Option<usize> {
        match self {
            Open::Quote(quote) => end_of_quote(line, *quote),
            Open::Flow(flow) => flow.end(line),
            Open::Nothing | Open::Block { .. } => None,
        }
    }
}

impl Scanner<'_> {
    /// `**审查件次**: 38`, `{{审查件次}}: 38`: takes away what a text has around a name, and YAML takes
    /// for something else.
    pub(super) fn marked_name(&mut self, rest: &mut Rest<'_>) {
        const MARKS: [(&str, &str); 4] = [("{{", "}}"), ("**", "**"), ("*", "*"), ("`", "`")];
        let found = MARKS.iter().find_map(|(open, close)| {
            let inside = rest.content.strip_prefix(open)?;
            let (name, behind) = inside.split_at(inside.find(close)?);
            let behind = behind.strip_prefix(close)?.strip_prefix(':')?;
            let is_key = is_word(name) && (behind.is_empty() || behind.starts_with(' '));
            is_key.then_some((open.len(), name.len(), close.len()))
        });
        let Some((open, name, close)) = found else { return };
        let end = rest.at + open + name;
        let marks = [rest.at..rest.at + open, end..end + close];
        let mends: Vec<Edit> = marks.map(|at| Edit::new(at, "")).into();
        self.edits.extend(mends.iter().cloned());
        let at = rest.at..end + close;
        self.mistakes.push(Mistake { kind: Enclosed::Name.into(), at, lines: 1, mends });
        rest.skip(open);
    }

    /// A value in quotes or brackets, which may go on over several lines. `text_after` is the
    /// mistake if text follows the end.
    pub(super) fn enclosed(
        &mut self,
        mut open: Open,
        text_after: Enclosed,
        at: usize,
        value: &str,
        parent: usize,
    ) {
        let inside = value.get(1..).unwrap_or_default();
        if let Some(end) = open.end(inside) {
            let rest = inside.get(end..).unwrap_or_default();
            let text = rest.trim_start();
            let is_comment = text.starts_with('#') && text.len() < rest.len();
            // A list before a colon is a key, which the reader of the tree reports.
            let after_key = self.text.get(..at).unwrap_or_default().trim_end().ends_with(':');
            let is_key = text.starts_with(':') && !after_key;
            if !text.is_empty() && !is_comment && !is_key {
                self.take_as_text(text_after, value.trim_end().len(), at, value);
            }
        } else if self.is_never_closed(open.clone(), at + value.len(), parent) {
            self.close(&open, at, value, parent);
        } else {
            self.open = open;
        }
    }

    /// Whether another key or item comes before the end of what is open.
    fn is_never_closed(&self, mut open: Open, from: usize, parent: usize) -> bool {
        for line in self.text.get(from..).unwrap_or_default().lines().skip(1) {
            let Indent { column, length, .. } = Indent::of(line);
            let content = line.get(length..).unwrap_or_default();
            if column <= parent && is_entry(content) {
                return true;
            }
            if open.end(line).is_some() {
                return false;
            }
        }
        true
    }

    /// Whether the next line holds an item or entry of the value of a key in column `parent`.
    fn entries_are_below(&self, at: usize, parent: usize) -> bool {
        let mut below = self.text.get(at..).unwrap_or_default().lines().skip(1);
        let next = below.find(|line| !line.trim().is_empty()).unwrap_or_default();
        let Indent { column, length, .. } = Indent::of(next);
        let content = next.get(length..).unwrap_or_default();
        let is_item = content.starts_with("- ") && column == parent;
        is_item || column > parent && is_entry(content)
    }

    /// Reports a quote or bracket that is never closed, and closes it at the end of its line, or
    /// takes it out where what it was to hold is written line by line below.
    fn close(&mut self, open: &Open, at: usize, value: &str, parent: usize) {
        let comment = value.find(" #").filter(|_| matches!(open, Open::Flow(_)));
        let written = value.get(..comment.unwrap_or(value.len())).unwrap_or_default().trim_end();
        let end = at + written.len();
        let (kind, closing): (_, String) = match open {
            Open::Flow(Flow { closing, quote }) => (
                Enclosed::UnclosedBracket,
                quote.iter().chain(closing.iter().rev()).copied().map(char::from).collect(),
            ),
            Open::Quote(quote) => (Enclosed::UnclosedQuote, String::from(*quote)),
            Open::Nothing | Open::Block { .. } => return,
        };
        if matches!(written, "[" | "{") && self.entries_are_below(at, parent) {
            self.found_with(kind, at..at + 1, Edit::new(at..at + 1, ""));
            self.expects_value = Some(parent);
            return;
        }
        // A wide bracket was meant to close it.
        let wide = written.chars().next_back().filter(|last| "］】｝".contains(*last));
        let wide = wide.filter(|_| kind == Enclosed::UnclosedBracket).map_or(0, char::len_utf8);
        self.found_with(kind, at..at + 1, Edit::new(end - wide..end, closing));
    }
}
