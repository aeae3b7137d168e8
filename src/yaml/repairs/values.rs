//! How a value begins: with characters that YAML would not read as text.

use super::colons::is_entry;
use super::enclosed::{Enclosed, Flow};
use super::line_parts::Indent;
use super::{Edit, Kind, Mistake, Open, Scanner, TEXT_MARK, Words};
use crate::diagnostic::Code;
use crate::text::is_han;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Braces,
    Reserved,
    /// A placeholder and nothing else.
    Placeholder,
    BlockHeader,
    /// `|` with text behind it, and more below.
    TextAfterBar,
    LikeBlockHeader,
    WideBraces,
    Dashed,
}

impl Value {
    pub(super) fn words(self, written: &str) -> Words {
        const BELOW: &str = "在冒号后写“|”，文字另起一行并缩进两格";
        match self {
            Value::Braces => Words::new(
                Code::E0109,
                "值不能以“{{”开头",
                "以占位符开头的文字要写成多行文字",
                BELOW,
            ),
            Value::Placeholder => Words::new(
                Code::E0109,
                "值不能以“{{”开头",
                "这里是引用",
                "指标的值写数字，不写引用；是正文的，在冒号后写“|”，文字另起一行并缩进两格",
            ),
            Value::Reserved => {
                Words::new(Code::E0104, "值不能以这个符号开头", "这个符号在 YAML 里另有用处", BELOW)
            }
            Value::BlockHeader => Words::new(
                Code::E0104,
                "值不能以“>”或“|”开头",
                "这个符号表示多行文字从下一行开始",
                "概数写成“超过30”“近50”；要写多行文字的，文字从下一行写起",
            ),
            Value::TextAfterBar => Words::new(
                Code::E0104,
                "“|”后面又有文字",
                "这个符号表示多行文字从下一行开始",
                "“|”后面不写字：是正文的，移到下一行的开头；不是的，删去",
            ),
            Value::WideBraces => Words::new(
                Code::E0104,
                "大括号用了全角",
                "几个值的大括号、冒号和逗号都用半角",
                "写成 {名称: 值, 名称: 值} 的样子",
            ),
            Value::LikeBlockHeader => Words::new(
                Code::E0104,
                format!("多行文字的记号写成了“{written}”"),
                "下面是多行文字，冒号后应当是半角竖线",
                match is_of_bars(written) {
                    true => "改为“|”",
                    false => "改为“|”；是文字的，移到下一行的开头",
                },
            ),
            Value::Dashed => Words::new(
                Code::E0104,
                "值不能以“- ”开头",
                "短横加空格在 YAML 里是列表的一项",
                "去掉短横；表示负数的，核对后填 0 或者大于 0 的数",
            ),
        }
    }
}

/// `|` or `>`, with a digit and a sign at most. `>6` is one to YAML too, but means over six.
fn is_block_header(value: &str) -> bool {
    if value.starts_with('>') && value.contains(|character: char| character.is_ascii_digit()) {
        return false;
    }
    let Some(signs) = value.strip_prefix(['|', '>']) else { return false };
    let rest = signs.trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let written = signs.get(..signs.len() - rest.len()).unwrap_or_default();
    let digits = written.chars().filter(char::is_ascii_digit).count();
    let text = rest.trim_start();
    digits <= 1
        && written.len() - digits <= 1
        && (text.is_empty() || (text.starts_with('#') && text.len() < rest.len()))
}

/// `|`, and what stands for it or for `>` in another width or script.
const BARS: [char; 21] = [
    '|', '｜', '丨', '│', '┃', '∣', '¦', '￤', 'ǀ', '︱', '︳', '＞', '∥', '┆', '┊', '❘', '⏐', '⎮',
    'ㅣ', 'ㄧ', '⼁',
];

/// Marks that are put around a `|` by one who copies it from a manual.
const AROUND: [(char, char); 9] = [
    ('"', '"'),
    ('\'', '\''),
    ('“', '”'),
    ('‘', '’'),
    ('（', '）'),
    ('(', ')'),
    ('[', ']'),
    ('【', '】'),
    ('「', '」'),
];

/// A value without the marks around a bar.
fn bare_header(value: &str) -> &str {
    let within = |(open, close): &(char, char)| value.strip_prefix(*open)?.strip_suffix(*close);
    let bar = AROUND.iter().find_map(within).filter(|inside| inside.contains(BARS));
    bar.unwrap_or(value)
}

/// Whether a value that is none stands where the mark of a text of several lines was meant: one or two
/// characters that begin no sentence. `"`, `[` and `{` may go on below, and # begins a remark.
fn is_like_block_header(value: &str) -> bool {
    let bare = bare_header(value);
    let marks = || bare.chars().filter(|c| !c.is_whitespace());
    let is_word = |c: char| is_han(c) && !BARS.contains(&c) || c.is_numeric();
    let is_short = matches!(marks().count(), 1 | 2);
    let letters = marks().filter(|c| c.is_alphabetic() && !BARS.contains(c)).count();
    let is_mark = is_short && letters < 2 && !marks().any(is_word) || bare == "1";
    is_mark && !bare.starts_with(['"', '\'', '[', '{', '#']) && !is_block_header(value)
}

/// Whether a bar stands there beyond doubt, and no letter that may be a part of the text.
fn is_of_bars(value: &str) -> bool {
    value.contains(BARS) && !value.chars().any(|c| c.is_alphabetic() && !BARS.contains(&c))
}

impl<'t> Scanner<'t> {
    /// Whether the next line with anything on it goes on with a text, further right than `parent`.
    fn text_is_below(&self, at: usize, parent: usize) -> bool {
        let mut below = self.text.get(at..).unwrap_or_default().lines().skip(1);
        let next = below.find(|line| !line.trim().is_empty()).unwrap_or_default();
        let Indent { column, length, .. } = Indent::of(next);
        let content = next.get(length..).unwrap_or_default();
        column > parent && !content.starts_with('#') && !is_entry(content)
    }

    /// Whether a value stands for the mark of a text of several lines, which is reported and read as one.
    fn block_header(&mut self, at: usize, value: &str, parent: usize) -> bool {
        let written = value.split(" #").next().unwrap_or_default().trim_end();
        let is_wide = matches!(written, "｜" | "丨" | "＞");
        let is_like = || is_like_block_header(written) && self.text_is_below(at, parent);
        if !is_wide && !is_like() {
            return false;
        }
        let at = at..at + written.len();
        let mend = Edit::new(at.clone(), "|");
        // A letter, or one sign of another kind, may be a part of the text.
        match is_of_bars(written) {
            true => self.found_with(Value::LikeBlockHeader, at, mend),
            false => {
                self.found(Value::LikeBlockHeader, at);
                self.edits.push(mend);
            }
        }
        self.open = Open::Block { parent, first: None };
        true
    }

    /// A mapping in wide brackets on one line; whether it is one.
    fn wide_braces(&mut self, at: usize, written: &str) -> bool {
        let closing = written.chars().next_back().filter(|c| matches!(c, '｝' | '}'));
        let Some(closing) = closing.filter(|_| written.contains([':', '：'])) else {
            return false;
        };
        let inside = '｛'.len_utf8()..written.len() - closing.len_utf8();
        let mut mends = vec![
            Edit::new(at..at + inside.start, "{"),
            Edit::new(at + inside.end..at + written.len(), "}"),
        ];
        // Where both widths stand, the wide ones are of the texts.
        for (wide, right) in [('，', ','), ('：', ':')] {
            if written.contains(right) {
                continue;
            }
            for (place, _) in written.match_indices(wide) {
                let end = place + wide.len_utf8();
                let is_parted = written.get(end..).is_some_and(|rest| rest.starts_with(' '));
                let blank = if is_parted { "" } else { " " };
                mends.push(Edit::new(at + place..at + end, format!("{right}{blank}")));
            }
        }
        self.edits.extend(mends.iter().cloned());
        let at = at..at + inside.start;
        self.mistakes.push(Mistake { kind: Value::WideBraces.into(), at, lines: 1, mends });
        true
    }

    /// Examines what follows a colon or dash in column `parent`.
    pub(super) fn value(&mut self, at: usize, text: &'t str, parent: usize) {
        let mut value = text.trim_start_matches([' ', '\t']);
        if self.block_header(at + (text.len() - value.len()), value, parent) {
            return;
        }
        // The parser reports anchors and tags; what they stand before is examined.
        while value.starts_with(['&', '!']) {
            let word = value.find(' ').unwrap_or(value.len());
            value = value.get(word..).unwrap_or_default().trim_start_matches([' ', '\t']);
        }
        let at = at + (text.len() - value.len());
        let written = value.split(" #").next().unwrap_or_default().trim_end();
        match value.chars().next() {
            None | Some('#') => self.expects_value = Some(parent),
            Some('{') if value.starts_with("{{") => {
                let is_alone = written.find("}}") == Some(written.len() - 2);
                let (kind, marked) = match is_alone {
                    true => (Value::Placeholder, written.len()),
                    false => (Value::Braces, 2),
                };
                self.take_as_text(kind, marked, at, value);
            }
            Some('｛') if self.wide_braces(at, written) => {}
            Some('@' | '`' | '%' | ']' | '}' | ',') => {
                self.take_as_text(Value::Reserved, 1, at, value);
            }
            Some('|' | '>') if is_block_header(value) => {
                self.open = Open::Block { parent, first: None };
            }
            Some('|') if self.text_is_below(at, parent) => {
                self.take_as_text(Value::TextAfterBar, 1, at, value);
            }
            Some('|' | '>') => self.take_as_text(Value::BlockHeader, 1, at, value),
            Some(quote @ ('"' | '\'')) => {
                self.enclosed(Open::Quote(quote), Enclosed::TextAfterQuote, at, value, parent);
            }
            Some(bracket @ ('[' | '{')) => {
                let flow = Open::Flow(Flow::opened_by(bracket));
                self.enclosed(flow, Enclosed::TextAfterBracket, at, value, parent);
            }
            Some('*') => {}
            Some(_) if self.below_on_line(at, value, parent) => {}
            Some('-') if value.starts_with("- ") => {
                self.take_as_text(Value::Dashed, value.trim_end().len(), at, value);
            }
            // A dash that marks an empty place, and is reported as such where the value is read;
            // to YAML it would be a broken list.
            Some('-') if written == "-" => {
                self.edit(at..at, TEXT_MARK);
            }
            Some(_) if self.second_entry(at, value, parent) => {}
            Some(_) => self.inner_colon(at, value),
        }
    }

    /// Reports a value that YAML would not read as text, marks so many bytes of it, and has it
    /// read as text.
    pub(super) fn take_as_text(
        &mut self,
        kind: impl Into<Kind>,
        marked: usize,
        at: usize,
        value: &str,
    ) {
        self.found(kind, at..at + marked);
        self.edit(at..at, TEXT_MARK);
        self.inner_colon(at, value);
    }
}
