//! Slips: what an input method or a word processor leaves in a YAML file, told line by line.
//!
//! YAML itself has poor words for them: after `部门：区司法局` it complains of the next
//! line's colon, and of nothing after that. So the lines are looked at before the parser
//! sees them. Each slip is told, and mended in a copy, so that the parser finds the
//! slips' neighbours too. In text that is valid YAML nothing is taken for a slip but what
//! nobody means: tabs and wide blanks before a line, a name stuck to a dash, `{{` at the
//! head of a value.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Stands before a value that YAML would not take for text; the reader takes it off again.
pub(super) const TEXT_MARK: char = '\u{E000}';

/// A name longer than this is a sentence, not a key.
const LONGEST_KEY: usize = 30;

/// How far mended text is indented below its key.
const INDENT: usize = 2;

/// A text with its slips mended, and how to find one's way back.
#[derive(Debug)]
pub(super) struct Mended<'t> {
    pub(super) text: Cow<'t, str>,
    /// In order.
    pieces: Vec<Piece>,
}

/// A part of the mended text, as far as the next one.
#[derive(Debug, Default, Clone, Copy)]
struct Piece {
    /// Where it begins in the mended text.
    mended: usize,
    /// Where it begins in the original.
    original: usize,
    /// Whether it was written anew, so that it can only be found as a whole.
    is_edit: bool,
}

impl<'t> Mended<'t> {
    fn new(original: &'t str, edits: &[Edit]) -> Mended<'t> {
        let mut pieces = vec![Piece::default()];
        if edits.is_empty() {
            return Mended { text: Cow::Borrowed(original), pieces };
        }
        let mut text = String::new();
        let mut copied = 0;
        for edit in edits {
            // Edits come in order and do not overlap; one that did would be left out.
            let Some(before) = original.get(copied..edit.at.start) else {
                continue;
            };
            text.push_str(before);
            pieces.push(Piece { mended: text.len(), original: edit.at.start, is_edit: true });
            text.push_str(&edit.with);
            pieces.push(Piece { mended: text.len(), original: edit.at.end, is_edit: false });
            copied = edit.at.end;
        }
        text.push_str(original.get(copied..).unwrap_or_default());
        Mended { text: Cow::Owned(text), pieces }
    }

    /// The place in the original of a place in the mended text.
    pub(super) fn original(&self, offset: usize) -> usize {
        if self.pieces.len() == 1 {
            return offset;
        }
        let next = self.pieces.partition_point(|piece| piece.mended <= offset);
        let piece = self.pieces.get(next.saturating_sub(1)).copied().unwrap_or_default();
        piece.original + if piece.is_edit { 0 } else { offset - piece.mended }
    }
}

#[derive(Debug, Clone)]
struct Edit {
    at: Range<usize>,
    with: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    WideColon,
    NoBlankAfterColon,
    NoBlankAfterDash,
    WideDash,
    MissingDash,
    /// A list item among keys.
    StrayDash,
    NoColon,
    /// A name alone over lines that stand deeper.
    NoColonOverBlock,
    InnerColon,
    Braces,
    Reserved,
    BlockHeader,
    WideBlockHeader,
    DashedValue,
    TextAfterQuote,
    TextAfterBracket,
    UnclosedQuote,
    UnclosedBracket,
    Tab,
    WideBlank,
    WideBlankAfterName,
    Misaligned,
    Unindented,
    /// The first line of a text further in than the others.
    FirstLineIndented,
    /// `---` between the parts of one file.
    Separator,
}

#[derive(Debug, Clone)]
struct Slip {
    kind: Kind,
    at: Range<usize>,
    /// How many lines have it.
    lines: usize,
}

/// Finds the slips of a text, tells them, and mends them. `mapping` is the column at
/// which the text is known to hold keys, for a text cut out of its file; `base` is what
/// has to be added to its offsets.
pub(super) fn mend<'t>(
    file: FileId,
    text: &'t str,
    mapping: Option<usize>,
    base: impl Fn(usize) -> usize,
    faults: &mut Vec<Diagnostic>,
) -> Mended<'t> {
    let mut scanner = Scanner { text, mapping, ..Scanner::default() };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        scanner.line(start, line.trim_end_matches('\n'));
        start += line.len();
    }
    scanner.close_groups(None);
    scanner.edits.sort_by_key(|edit| edit.at.start);
    for slip in &scanner.slips {
        let written = text.get(slip.at.clone()).unwrap_or_default();
        let span = Span::new(file, base(slip.at.start)..base(slip.at.end));
        faults.push(slip.diagnostic(written, span));
    }
    Mended::new(text, &scanner.edits)
}

/// A key that begins an item of a list stands there again, without the dash of the next.
pub(super) fn missing_dash(key: Span) -> Diagnostic {
    Diagnostic::new(Code::E0107, "这一项前面缺少短横")
        .at(key, "从这里开始是列表的又一项")
        .help("在前面加上“- ”，下面各行与它后面的名称对齐")
}

impl Slip {
    fn diagnostic(&self, written: &str, span: Span) -> Diagnostic {
        let fault = |code: Code, message: &str, label: &str, help: &str| {
            Diagnostic::new(code, message).at(span, label).help(help)
        };
        let several = |fault: Diagnostic| {
            if self.lines > 1 {
                fault.note("说明", format!("这样的共 {} 行，这里只标出第一行", self.lines))
            } else {
                fault
            }
        };
        match self.kind {
            Kind::WideColon => fault(
                Code::E0106,
                "冒号用了全角“：”",
                "应当是半角冒号加一个空格",
                &format!("改为“{}: ”", written.trim_end_matches('：')),
            ),
            Kind::NoBlankAfterColon => fault(
                Code::E0107,
                "冒号后面缺少空格",
                "冒号后面要有一个半角空格",
                &format!("改为“{} ”，再写值", written.trim_end()),
            ),
            Kind::NoBlankAfterDash => fault(
                Code::E0107,
                "短横后面缺少空格",
                "短横后面要有一个半角空格",
                "改为“- ”，再写内容",
            ),
            Kind::WideDash => fault(
                Code::E0107,
                "短横用了全角",
                "列表的短横是半角的，后面要有一个空格",
                "改为“- ”，再写内容",
            ),
            Kind::MissingDash => missing_dash(span),
            Kind::StrayDash => fault(
                Code::E0104,
                "这里不能有短横",
                "这一层是“名称: 值”，不是列表",
                "删去短横和它后面的空格",
            ),
            Kind::NoColon => fault(
                Code::E0116,
                "这一行没有冒号",
                "应当写成“名称: 值”",
                &match missing_colon(written) {
                    Some((name, value)) => format!(
                        "改为“{}: {}”",
                        written.get(..name).unwrap_or_default(),
                        written.get(value).unwrap_or_default()
                    ),
                    None => "补上半角冒号和空格；如果是上一项文字的续行，就比上一项多缩进两格"
                        .to_owned(),
                },
            ),
            Kind::NoColonOverBlock => fault(
                Code::E0116,
                "这一行没有冒号",
                "下面缩进的各行是它的内容，名称后面要有冒号",
                &format!("改为“{written}:”"),
            ),
            Kind::InnerColon => fault(
                Code::E0119,
                "值里又有冒号加空格",
                "这个冒号会被当作另一项的开头",
                "正文里用全角冒号“：”；或者在上一个冒号后写“|”，文字另起一行并缩进两格",
            ),
            Kind::Braces => fault(
                Code::E0109,
                "值不能以“{{”开头",
                "以占位符开头的文字要写成多行文字",
                "在冒号后写“|”，文字另起一行并缩进两格",
            ),
            Kind::Reserved => fault(
                Code::E0104,
                "值不能以这个符号开头",
                "这个符号在 YAML 里另有用处",
                "在冒号后写“|”，文字另起一行并缩进两格",
            ),
            Kind::BlockHeader => fault(
                Code::E0104,
                "值不能以“>”或“|”开头",
                "这个符号表示多行文字从下一行开始",
                "概数写成“超过30”“近50”；要写多行文字的，文字从下一行写起",
            ),
            Kind::WideBlockHeader => fault(
                Code::E0104,
                &format!("用了全角的“{written}”"),
                "下面是多行文字，冒号后应当是半角竖线",
                "改为“|”",
            ),
            Kind::DashedValue => fault(
                Code::E0104,
                "值不能以“- ”开头",
                "短横加空格在 YAML 里是列表的一项",
                "去掉短横；表示负数的，核对后填 0 或者大于 0 的数",
            ),
            Kind::TextAfterQuote => fault(
                Code::E0104,
                "引号之后又有文字",
                "引号应当包住整个值",
                "去掉引号，或者用引号包住整个值；正文里的引号请用“”",
            ),
            Kind::TextAfterBracket => fault(
                Code::E0109,
                "值以括号开头，后面又有文字",
                "括号会被当作列表或者映射",
                "在冒号后写“|”，文字另起一行并缩进两格",
            ),
            Kind::UnclosedQuote => fault(
                Code::E0114,
                "引号没有配对",
                "这个引号没有收尾",
                "补上收尾的引号，或者去掉它；正文里的引号请用“”",
            ),
            Kind::UnclosedBracket => fault(
                Code::E0114,
                "方括号或大括号没有配对",
                "这个括号没有收尾",
                "列表写成 [甲, 乙]，用半角括号和半角逗号，括号要成对",
            ),
            Kind::Tab => several(fault(
                Code::E0108,
                "用制表符缩进",
                "这里是制表符",
                "改用空格，每一层两个；编辑器里可设为“Tab 键输入空格”",
            )),
            Kind::WideBlank => several(fault(
                Code::E0117,
                "用全角空格缩进",
                "这里是全角空格",
                "改用半角空格，每一层两个；段首不必空两格，排版时会自动加",
            )),
            Kind::WideBlankAfterName => fault(
                Code::E0117,
                "名称后面有全角空格",
                "冒号紧跟在名称后面",
                "删去名称和冒号之间的空格",
            ),
            Kind::FirstLineIndented => several(fault(
                Code::E0115,
                "段首多空了几格",
                "这一行比下面各行多缩进",
                "与下面各行左边对齐；段首不必空两格，排版时会自动加",
            )),
            Kind::Separator => fault(
                Code::E0112,
                "文件中间有分隔线",
                "这样的一行在 YAML 里把文件分成两份",
                "删去这一行",
            ),
            Kind::Misaligned => several(fault(
                Code::E0115,
                "缩进没有对齐",
                "这一行与上面各项没有对齐",
                "同一层的各项左边要对齐，下一层多缩进两个空格",
            )),
            Kind::Unindented => several(fault(
                Code::E0120,
                "多行文字没有缩进",
                "应当比“|”所在的那一行多缩进两格",
                "在这一段每一行的行首加空格，使它比上面的名称多缩进两格",
            )),
        }
    }
}

/// What is still open at the end of a line.
#[derive(Debug, Default, Clone)]
enum Open {
    #[default]
    Nothing,
    /// A `|` or `>` text below a key or dash in column `parent`; `first` is where its first line
    /// begins and how far that is indented.
    Block {
        parent: usize,
        first: Option<(usize, usize)>,
    },
    Quote(char),
    Flow(Flow),
}

/// Within `[` or `{`: the brackets still to come, the innermost last, and the quotes one is in.
#[derive(Debug, Default, Clone)]
struct Flow {
    closing: Vec<u8>,
    quote: Option<u8>,
}

impl Open {
    /// Follows a quote or bracket through a line; where the line goes on after its end.
    fn end(&mut self, line: &str) -> Option<usize> {
        match self {
            Open::Quote(quote) => end_of_quote(line, *quote),
            Open::Flow(flow) => flow.end(line),
            Open::Nothing | Open::Block { .. } => None,
        }
    }
}

/// Lines in the same column that belong to the same mapping, if it is one.
#[derive(Debug, Default)]
struct Lines<'t> {
    column: usize,
    has_key: bool,
    /// The column of the dash before them, and the key that follows it.
    item: Option<(usize, Option<&'t str>)>,
    /// Slips if it turns out to be a mapping; lines of a text if not.
    slips: Vec<Slip>,
    edits: Vec<Edit>,
}

#[derive(Debug, Default)]
struct Scanner<'t> {
    text: &'t str,
    open: Open,
    /// The column of a key or dash whose value is still to come, on a line of its own.
    expects_value: Option<usize>,
    groups: Vec<Lines<'t>>,
    mapping: Option<usize>,
    slips: Vec<Slip>,
    edits: Vec<Edit>,
    /// The column of the line before, if it was in a wrong one, and its slip.
    last_misaligned: Option<(usize, usize)>,
}

impl<'t> Scanner<'t> {
    fn line(&mut self, start: usize, line: &'t str) {
        match &mut self.open {
            Open::Quote(_) | Open::Flow(_) => {
                if self.open.end(line).is_some() {
                    self.open = Open::Nothing;
                }
                return;
            }
            Open::Block { .. } => {
                if self.block_line(start, line) {
                    return;
                }
                self.open = Open::Nothing;
            }
            Open::Nothing => {}
        }
        self.structural_line(start, line);
    }

    /// Whether the line belongs to the open text.
    fn block_line(&mut self, start: usize, line: &str) -> bool {
        let Open::Block { parent, first } = &mut self.open else {
            return false;
        };
        let Indent { spaces, column, length } = Indent::of(line);
        let content = line.get(length..).unwrap_or_default();
        if content.trim().is_empty() {
            return true;
        }
        let parent = *parent;
        if spaces > parent {
            let (first_start, indent) = first.get_or_insert((start, spaces));
            if spaces < *indent {
                let at = *first_start + spaces..*first_start + *indent;
                *indent = spaces;
                self.edits.push(Edit { at: at.clone(), with: String::new() });
                self.tell_once(Kind::FirstLineIndented, at);
            }
            return true;
        }
        let wanted = first.map_or(parent + INDENT, |(_, indent)| indent);
        if length > spaces && column > parent {
            self.indentation(start + spaces..start + length, line, start, wanted);
            return true;
        }
        let is_text = key_end(content).is_none()
            && !content.starts_with(['#', '-', '.', '%', '[', '{'])
            && candidate(content).is_none_or(|(kind, _)| kind == Kind::NoColon);
        if is_text && length > spaces {
            self.indentation(start + spaces..start + length, line, start, wanted);
        } else if is_text {
            self.edits.push(Edit { at: start..start + spaces, with: " ".repeat(wanted) });
            self.tell_once(Kind::Unindented, start + spaces..start + line.len());
        }
        is_text
    }

    fn structural_line(&mut self, start: usize, line: &'t str) {
        let Indent { spaces, column, length } = Indent::of(line);
        let mut content = line.get(length..).unwrap_or_default();
        if content.is_empty() || content.starts_with('#') {
            return;
        }
        if is_separator(line) && !self.groups.is_empty() && !self.begins_anew(start, line) {
            self.slips.push(Slip {
                kind: Kind::Separator,
                at: start..start + line.len(),
                lines: 1,
            });
            self.edits.push(Edit { at: start..start + line.len(), with: String::new() });
            return;
        }
        if ["---", "...", "%"].iter().any(|mark| line.starts_with(mark)) {
            self.close_groups(None);
            return;
        }
        let awaited = self.expects_value.take();
        let expected = awaited.filter(|parent| column > *parent);
        let mut column = column;
        if length > spaces {
            // Wide blanks and tabs seldom come out at the column that was meant.
            if expected.is_none() && !content.starts_with('-') {
                column = self.right_column(column, content).unwrap_or(column);
            }
            self.indentation(start + spaces..start + length, line, start, column);
        }

        let mut at = start + length;
        let mut dash = None;
        let last_item = self.groups.last().and_then(|group| group.item);
        let may_begin = expected.is_some() || last_item.is_some_and(|(dash, _)| dash == column);
        if let Some(wide) = wide_dash(content, may_begin) {
            self.slips.push(Slip {
                kind: Kind::WideDash,
                at: at..at + content.chars().next().map_or(0, char::len_utf8),
                lines: 1,
            });
            self.edits.push(Edit { at: at..at + wide, with: "- ".to_owned() });
            content = content.get(wide..).unwrap_or_default();
            dash = Some(column);
            at += wide;
            column += INDENT;
        }
        let is_among_keys = awaited.is_none()
            && self.groups.last().is_some_and(|group| group.has_key && group.column == column);
        if let Some(key) = content.strip_prefix('-').filter(|_| dash.is_none() && is_among_keys) {
            let key = key.trim_start_matches(' ');
            if key_end(key).is_some() {
                let stray = at..at + content.len() - key.len();
                self.slips.push(Slip { kind: Kind::StrayDash, at: at..at + 1, lines: 1 });
                at = stray.end;
                self.edits.push(Edit { at: stray, with: String::new() });
                content = key;
            }
        }
        while let Some(rest) = content.strip_prefix('-') {
            content = rest.trim_start_matches(' ');
            let blanks = rest.len() - content.len();
            if blanks == 0 && content.starts_with(char::is_alphabetic) {
                self.slips.push(Slip { kind: Kind::NoBlankAfterDash, at: at..at + 1, lines: 1 });
                self.edits.push(Edit { at: at + 1..at + 1, with: " ".to_owned() });
            } else if blanks == 0 && !content.is_empty() {
                content = line.get(at - start..).unwrap_or_default();
                break;
            }
            dash = Some(column);
            at += 1 + blanks;
            column += 1 + blanks.max(1);
        }
        let again = name_of(content).map(|name| (column, Some(name)));
        if dash.is_none()
            && expected.is_none()
            && again.is_some()
            && self.groups.last().is_some_and(|group| group.item == again)
        {
            let at = at..at + name_of(content).map_or(0, str::len);
            self.edits.push(Edit { at: at.start..at.start, with: "- ".to_owned() });
            self.slips.push(Slip { kind: Kind::MissingDash, at, lines: 1 });
            dash = Some(column);
            column += INDENT;
        } else if dash.is_none()
            && expected.is_none()
            && length == spaces
            && let Some(right) = self
                .right_column(column, content)
                .or_else(|| self.outdented(column, content, start + line.len()))
        {
            self.misaligned(start, at, content, right);
            column = right;
        } else {
            self.last_misaligned = None;
        }
        self.enter(column, dash, name_of(content));
        if content.is_empty() || content.starts_with('#') {
            self.expects_value = dash;
            return;
        }

        if let Some(after_key) = key_end(content) {
            if let Some(group) = self.groups.last_mut() {
                group.has_key = true;
            }
            let key = content.get(..after_key - 1).unwrap_or_default();
            let name = key.trim_end_matches(is_blank);
            if key.ends_with(is_wide_blank) {
                let at = at + name.len()..at + key.len();
                self.edits.push(Edit { at: at.clone(), with: String::new() });
                self.slips.push(Slip { kind: Kind::WideBlankAfterName, at, lines: 1 });
            }
            self.value(at + after_key, content.get(after_key..).unwrap_or_default(), column);
            return;
        }
        // Anywhere else it would be the next line of a text.
        let is_key_place = dash.is_none()
            && expected.is_none()
            && self.groups.last().is_some_and(|group| group.has_key);
        let candidate = candidate(content).map(|(kind, range)| match kind {
            Kind::NoColon if is_key_place && self.is_over_block(at, content, column) => {
                (Kind::NoColonOverBlock, range)
            }
            _ => (kind, range),
        });
        let Some((kind, range)) = candidate else {
            // Anywhere else it is the next line of a text, in which all is allowed.
            if let Some(parent) = dash.or(expected) {
                self.value(at, content, parent);
            }
            return;
        };
        let rest = content.get(range.end..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches(is_wide_blank).len();
        let (slips, edits) = (self.slips.len(), self.edits.len());
        self.slips.push(Slip { kind, at: at + range.start..at + range.end, lines: 1 });
        let colon = at + range.end;
        self.edits.push(match kind {
            Kind::WideColon => {
                Edit { at: colon - '：'.len_utf8()..colon + blanks, with: ": ".to_owned() }
            }
            Kind::NoBlankAfterColon => Edit { at: colon..colon + blanks, with: " ".to_owned() },
            Kind::NoColonOverBlock => {
                self.expects_value = Some(column);
                Edit { at: colon..colon, with: ":".to_owned() }
            }
            _ => match missing_colon(content) {
                Some((name, value)) => {
                    Edit { at: at + name..at + value.start, with: ": ".to_owned() }
                }
                // What it was to be nobody knows: the line is left out.
                None => Edit { at: at..at + content.len(), with: String::new() },
            },
        });
        if matches!(kind, Kind::WideColon | Kind::NoBlankAfterColon) {
            self.value(colon + blanks, rest.get(blanks..).unwrap_or_default(), column);
        }
        if let Some(group) = self.groups.last_mut() {
            group.slips.extend(self.slips.drain(slips..));
            group.edits.extend(self.edits.drain(edits..));
        }
    }

    /// The column of the lines around a key with a value that stands further left than they do:
    /// of such a key there can be nothing below.
    fn outdented(&self, column: usize, content: &str, end: usize) -> Option<usize> {
        let last = self.groups.last().filter(|group| group.has_key && group.column > column)?;
        let value = content.get(key_end(content)?..)?.trim_start();
        if value.is_empty() || value.starts_with(['#', '|', '>', '"', '\'', '[', '{']) {
            return None;
        }
        let mut below = self.text.get(end..)?.lines().map(|line| (Indent::of(line), line));
        let (indent, below) = below.find(|(indent, line)| indent.length < line.len())?;
        let is_key = below.get(indent.length..).and_then(key_end).is_some();
        (is_key && indent.column == last.column).then_some(last.column)
    }

    /// Whether a separator is followed by a key that the file has had: by another file's content.
    fn begins_anew(&self, start: usize, line: &str) -> bool {
        let (before, after) = self.text.split_at_checked(start).unwrap_or_default();
        let after = after.get(line.len()..).unwrap_or_default();
        let mut keys = after.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let key = keys.next().and_then(|line| line.get(..key_end(line)?));
        key.is_none_or(|key| before.lines().any(|line| line.starts_with(key)))
    }

    /// Whether a name alone is followed by keys or items that stand deeper.
    fn is_over_block(&self, at: usize, content: &str, column: usize) -> bool {
        let below = self.text.get(at + content.len()..).unwrap_or_default();
        let mut below =
            below.lines().map(|line| (Indent::of(line), line.trim_start_matches(is_blank)));
        let next = below.find(|(_, content)| !content.is_empty() && !content.starts_with('#'));
        is_word(content.trim_end())
            && next.is_some_and(|(indent, below)| indent.column > column && is_entry(below))
    }

    /// Looks at what follows a colon or dash in column `parent`.
    fn value(&mut self, at: usize, text: &str, parent: usize) {
        let value = text.trim_start_matches([' ', '\t']);
        let at = at + (text.len() - value.len());
        match value.chars().next() {
            None | Some('#') => self.expects_value = Some(parent),
            Some('{') if value.starts_with("{{") => self.take_as_text(Kind::Braces, at, value),
            Some('@' | '`' | '%' | ']' | '}' | ',') => self.take_as_text(Kind::Reserved, at, value),
            Some('|' | '>') if is_block_header(value) => {
                self.open = Open::Block { parent, first: None };
            }
            Some('｜' | '丨' | '＞') if value.trim_end().chars().count() == 1 => {
                let at = at..at + value.trim_end().len();
                self.slips.push(Slip { kind: Kind::WideBlockHeader, at: at.clone(), lines: 1 });
                self.edits.push(Edit { at, with: "|".to_owned() });
                self.open = Open::Block { parent, first: None };
            }
            Some('|' | '>') => self.take_as_text(Kind::BlockHeader, at, value),
            Some(quote @ ('"' | '\'')) => {
                self.enclosed(Open::Quote(quote), Kind::TextAfterQuote, at, value, parent);
            }
            Some(bracket @ ('[' | '{')) => {
                let closing = if bracket == '[' { b']' } else { b'}' };
                let flow = Flow { closing: vec![closing], quote: None };
                self.enclosed(Open::Flow(flow), Kind::TextAfterBracket, at, value, parent);
            }
            // The parser tells these; what they stand before is looked at.
            Some('&' | '!') => {
                let word = value.find(' ').unwrap_or(value.len());
                self.value(at + word, value.get(word..).unwrap_or_default(), parent);
            }
            Some('*') => {}
            // Keeps a place open, and is told as that; to YAML it would be a list gone wrong.
            Some('-') if value.starts_with("- ") => {
                self.take_as_text(Kind::DashedValue, at, value);
            }
            Some('-') if value.split(" #").next().is_some_and(|value| value.trim_end() == "-") => {
                self.edits.push(Edit { at: at..at, with: TEXT_MARK.to_string() });
            }
            Some(_) => self.inner_colon(at, value),
        }
    }

    /// A value in quotes or brackets, which may go on over several lines.
    fn enclosed(&mut self, mut open: Open, fault: Kind, at: usize, value: &str, parent: usize) {
        let inside = value.get(1..).unwrap_or_default();
        if let Some(end) = open.end(inside) {
            let rest = inside.get(end..).unwrap_or_default();
            let text = rest.trim_start();
            let is_comment = text.starts_with('#') && text.len() < rest.len();
            // A list before a colon is a key, of which the reader tells.
            let after_key = self.text.get(..at).unwrap_or_default().trim_end().ends_with(':');
            let is_key = text.starts_with(':') && !after_key;
            if !text.is_empty() && !is_comment && !is_key {
                self.take_as_text(fault, at, value);
            }
            return;
        }
        if !self.is_never_closed(open.clone(), at + value.len(), parent) {
            self.open = open;
            return;
        }
        let comment = value.find(" #").filter(|_| matches!(open, Open::Flow(_)));
        let written = value.get(..comment.unwrap_or(value.len())).unwrap_or_default().trim_end();
        let end = at + written.len();
        let (kind, closing) = match open {
            Open::Flow(Flow { closing, quote }) => (
                Kind::UnclosedBracket,
                quote.into_iter().chain(closing.into_iter().rev()).map(char::from).collect(),
            ),
            Open::Quote(quote) => (Kind::UnclosedQuote, String::from(quote)),
            Open::Nothing | Open::Block { .. } => return,
        };
        self.slips.push(Slip { kind, at: at..at + 1, lines: 1 });
        // A wide bracket was meant to close it.
        let wide = written.chars().next_back().filter(|last| "］】｝".contains(*last));
        let from = end - wide.filter(|_| kind == Kind::UnclosedBracket).map_or(0, char::len_utf8);
        self.edits.push(Edit { at: from..end, with: closing });
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

    /// Tells a value that YAML would not take for text, and has it taken for text.
    fn take_as_text(&mut self, kind: Kind, at: usize, value: &str) {
        let length = match kind {
            Kind::Reserved | Kind::BlockHeader => 1,
            Kind::Braces => 2,
            _ => value.trim_end().len(),
        };
        self.slips.push(Slip { kind, at: at..at + length, lines: 1 });
        self.edits.push(Edit { at: at..at, with: TEXT_MARK.to_string() });
        self.inner_colon(at, value);
    }

    fn inner_colon(&mut self, at: usize, value: &str) {
        if let Some(colon) = inner_colon(value) {
            let at = at + colon..at + colon + 1;
            self.slips.push(Slip { kind: Kind::InnerColon, at: at.clone(), lines: 1 });
            self.edits.push(Edit { at, with: "：".to_owned() });
        }
    }

    fn indentation(&mut self, odd: Range<usize>, line: &str, start: usize, wanted: usize) {
        let written = line.get(odd.start - start..odd.end - start).unwrap_or_default();
        let kind = if written.contains('\t') { Kind::Tab } else { Kind::WideBlank };
        self.edits.push(Edit { at: start..odd.end, with: " ".repeat(wanted) });
        self.tell_once(kind, odd);
    }

    /// These come in whole paragraphs: the first line is shown, the others are counted.
    fn tell_once(&mut self, kind: Kind, at: Range<usize>) {
        match self.slips.iter_mut().find(|slip| slip.kind == kind) {
            Some(slip) => slip.lines += 1,
            None => self.slips.push(Slip { kind, at, lines: 1 }),
        }
    }

    /// The column that a line with a key and a value has missed, if it has.
    fn right_column(&self, column: usize, content: &str) -> Option<usize> {
        // What else the value may open would have to be moved as well.
        let value = content.get(key_end(content)?..)?.trim_start();
        if value.is_empty() || value.starts_with(['#', '|', '>']) {
            return None;
        }
        let last = self.groups.last().filter(|group| group.has_key)?;
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
            right = group.has_key.then_some(group.column);
        }
        None
    }

    /// Tells a line that stands in another column than those it belongs to. Several such
    /// lines in a row are one slip.
    fn misaligned(&mut self, start: usize, at: usize, content: &str, right: usize) {
        self.edits.push(Edit { at: start..at, with: " ".repeat(right) });
        let last = self.last_misaligned.filter(|(column, _)| *column == at - start);
        match last.and_then(|(_, slip)| self.slips.get_mut(slip)) {
            Some(slip) => slip.lines += 1,
            None => {
                self.last_misaligned = Some((at - start, self.slips.len()));
                let key = key_end(content).unwrap_or(content.len());
                self.slips.push(Slip { kind: Kind::Misaligned, at: at..at + key, lines: 1 });
            }
        }
    }

    /// Finds the group of a line; `dash` is the column of its last dash, `name` its key.
    fn enter(&mut self, column: usize, dash: Option<usize>, name: Option<&'t str>) {
        self.close_groups(Some(dash.unwrap_or(column)));
        let known = self.groups.last().map(|group| group.column);
        if dash.is_some() || known != Some(column) {
            self.groups.push(Lines {
                column,
                has_key: self.mapping == Some(column),
                item: dash.map(|dash| (dash, name)),
                ..Lines::default()
            });
        }
    }

    /// Closes the groups further right than `column`, or all of them.
    fn close_groups(&mut self, column: Option<usize>) {
        while let Some(group) = self.groups.last()
            && column.is_none_or(|column| group.column > column)
        {
            let Some(group) = self.groups.pop() else {
                return;
            };
            if group.has_key {
                self.slips.extend(group.slips);
                self.edits.extend(group.edits);
            }
        }
    }
}

/// How a line begins.
struct Indent {
    /// Plain spaces before anything else.
    spaces: usize,
    /// The column it looks like it has, a tab or wide blank counting as two.
    column: usize,
    /// Bytes up to the content.
    length: usize,
}

impl Indent {
    fn of(line: &str) -> Indent {
        let after_spaces = line.trim_start_matches(' ');
        let spaces = line.len() - after_spaces.len();
        let content = after_spaces.trim_start_matches(is_blank);
        let odd = after_spaces.get(..after_spaces.len() - content.len()).unwrap_or_default();
        let columns = odd.chars().map(|character| match character {
            '\t' | '\u{3000}' => INDENT,
            _ => 1,
        });
        Indent { spaces, column: spaces + columns.sum::<usize>(), length: spaces + odd.len() }
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t') || is_wide_blank(character)
}

/// Blanks that are none to YAML: ideographic and no-break space and their kin.
fn is_wide_blank(character: char) -> bool {
    matches!(character, '\u{3000}' | '\u{A0}' | '\u{2000}'..='\u{200B}' | '\u{FEFF}')
}

/// Where the value begins when the content opens with `key:`.
fn key_end(content: &str) -> Option<usize> {
    if content.starts_with(['[', '{', '|', '>', '#', '&', '*', '!', '?']) {
        return None;
    }
    if let Some(quote @ ('"' | '\'')) = content.chars().next() {
        let closed = 1 + end_of_quote(content.get(1..)?, quote)?;
        let rest = content.get(closed..)?;
        let colon = rest.trim_start_matches(' ').strip_prefix(':')?;
        let ends_key = colon.is_empty() || colon.starts_with([' ', '\t']);
        return ends_key.then_some(content.len() - colon.len());
    }
    inner_colon(content).map(|colon| colon + 1)
}

/// The key that a content opens with.
fn name_of(content: &str) -> Option<&str> {
    content.get(..key_end(content)?.checked_sub(1)?)
}

/// The first colon that YAML takes for one, outside a comment.
fn inner_colon(text: &str) -> Option<usize> {
    let mut previous = b' ';
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'#' if matches!(previous, b' ' | b'\t') => return None,
            b':' if matches!(bytes.peek(), None | Some((_, b' ' | b'\t'))) => return Some(at),
            _ => {}
        }
        previous = byte;
    }
    None
}

/// What slip a line without a key is where a key must stand, and the range to mark.
fn candidate(content: &str) -> Option<(Kind, Range<usize>)> {
    if content.starts_with(['"', '\'', '[', '{', '|', '>', '#', '&', '*', '!', '?', ']', '}']) {
        return None;
    }
    let whole = 0..content.trim_end().len();
    let stop = content.char_indices().find(|(_, character)| {
        is_blank(*character) || matches!(character, ':' | '：' | '，' | '。' | '；' | '！' | '？')
    });
    let Some((end, character)) = stop else {
        return Some((Kind::NoColon, whole));
    };
    let name = content.get(..end)?;
    let rest = content.get(end + character.len_utf8()..)?;
    let is_name = !name.is_empty() && name.chars().count() <= LONGEST_KEY;
    let kind = match character {
        '：' if is_name => Kind::WideColon,
        ':' if is_name && !rest.starts_with("//") => Kind::NoBlankAfterColon,
        _ => return Some((Kind::NoColon, whole)),
    };
    Some((kind, 0..end + character.len_utf8()))
}

/// Whether a text may be a name or a short value: no sentence.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= LONGEST_KEY
        && !text.contains(['，', '。', '；', '：', '！', '？', ' '])
}

/// Where a name ends and where a value stands, when what parts them is a blank or the like
/// instead of a colon.
fn missing_colon(content: &str) -> Option<(usize, Range<usize>)> {
    let written = content.split(" #").next()?.trim_end();
    let is_gap = |character: char| is_blank(character) || matches!(character, '=' | '＝');
    let name = written.find(is_gap)?;
    let value = written.get(name..)?.trim_start_matches(is_gap);
    let start = written.len() - value.len();
    (is_word(written.get(..name)?) && is_word(value)).then_some((name, start..written.len()))
}

/// A line of hyphens, or of three stops.
fn is_separator(line: &str) -> bool {
    let line = line.trim_end();
    line == "..." || (line.len() >= 3 && line.bytes().all(|byte| byte == b'-'))
}

/// How many bytes a wide dash and the blanks after it are, before a key or where a list may begin.
fn wide_dash(content: &str, may_begin: bool) -> Option<usize> {
    const WIDE: [char; 6] = ['－', '—', '–', '―', '﹣', '−'];
    let rest = content.strip_prefix(WIDE).filter(|rest| !rest.starts_with(WIDE))?;
    let text = rest.trim_start_matches(is_blank);
    let is_item = key_end(text).is_some() || (may_begin && !text.is_empty());
    is_item.then_some(content.len() - text.len())
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

/// Where the text goes on after the closing quote.
fn end_of_quote(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\\' && quote == '"' {
            characters.next();
        } else if character == quote {
            if quote == '\'' && characters.next_if(|(_, next)| *next == quote).is_some() {
                continue;
            }
            return Some(at + 1);
        }
    }
    None
}

impl Flow {
    /// Follows brackets and quotes through a line; where it goes on after the last bracket.
    fn end(&mut self, line: &str) -> Option<usize> {
        let mut bytes = line.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            // Most of a line is hanzi.
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

/// Whether a line begins a key or an item.
fn is_entry(content: &str) -> bool {
    let is_item = content == "-" || content.starts_with("- ");
    let is_slip = || {
        let slip = candidate(content).map(|(kind, _)| kind);
        matches!(slip, Some(Kind::WideColon | Kind::NoBlankAfterColon))
    };
    is_item || key_end(content).is_some() || is_slip()
}
