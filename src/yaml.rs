//! YAML as a tree whose every node knows its place.
//!
//! Scalars keep the text as typed, so that figures are read from the clerk's own
//! digits. Nothing is ever expanded: anchors, aliases, tags and second documents
//! are faults with a place.

mod fields;
mod slips;

pub use fields::{COMMAS, Fields, Reader, bracketed_list};

use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, options};
use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;
use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};
use crate::text::is_invisible;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// From the first to the last character of the value itself; for [`Kind::Null`] an
    /// empty range where the value would begin.
    pub span: Span,
    pub kind: Kind,
}

impl Node {
    /// The text of a scalar.
    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Nothing was written after the colon, or `~` or `null`.
    Null,
    /// Text as typed (escapes of quoted scalars resolved, indentation of `|` text taken off).
    Scalar {
        text: SmolStr,
        style: Style,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Quoted,
    /// `|` or `>`
    Block,
}

/// `key: value`; keys are unique within their map.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub key: SmolStr,
    pub key_span: Span,
    pub value: Node,
}

/// Lists and mappings within each other; our files need six.
const DEEPEST: usize = 32;

/// Characters of one to four bytes that YAML takes for text.
const BLANKS: [char; 4] = ['_', '\u{B7}', '\u{E001}', '\u{F0000}'];

/// Reads one file. Faults go to `faults`; what could be understood is returned, nothing
/// when the structure is broken. An empty file is a [`Kind::Null`].
pub fn parse(file: FileId, text: &str, faults: &mut Vec<Diagnostic>) -> Option<Node> {
    let before = faults.len();
    let mut node = Part { file, start: 0, blanks: 0, text }.parse(None, faults);
    if node.is_none() && text.contains(is_invisible) {
        // Such a character was told when the file was read, and is what stopped the parser: with
        // as many bytes of another in its place, the rest can be read.
        faults.truncate(before);
        let blank = |c: char| if is_invisible(c) { BLANKS[c.len_utf8() - 1] } else { c };
        let text: String = text.chars().map(blank).collect();
        node = Part { file, start: 0, blanks: 0, text: &text }.parse(None, faults);
    }
    node
}

/// Reads plain text that stands where a mapping was meant, as in
///
/// ```yaml
/// 说明:
///   村级综治中心数：口径不同
/// ```
///
/// again, as a mapping with slips. Nothing when it is not plain text on lines of its own.
pub fn reread_as_map(node: &Node, sources: &Sources, faults: &mut Vec<Diagnostic>) -> Option<Node> {
    let Kind::Scalar { style: Style::Plain, .. } = node.kind else {
        return None;
    };
    let text = sources.get(node.span.file).text();
    let Range { start, end } = node.span.range();
    let line = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(line..start)?;
    if !before.chars().all(|character| " -".contains(character)) {
        return None;
    }
    let part = Part {
        file: node.span.file,
        start,
        blanks: before.len(),
        text: &(" ".repeat(before.len()) + text.get(start..end)?),
    };
    let mut found = Vec::new();
    let node = part.parse(Some(before.len()), &mut found)?;
    if found.is_empty() || !matches!(node.kind, Kind::Map(_)) {
        return None;
    }
    faults.append(&mut found);
    Some(node)
}

/// Reads a file of fixed shape, such as `fonts.yaml`, into the type that describes it.
/// The first fault of shape goes to `faults` with its place, after any faults of YAML.
pub fn read<T: DeserializeOwned>(
    file: FileId,
    text: &str,
    faults: &mut Vec<Diagnostic>,
) -> Option<T> {
    let before = faults.len();
    parse(file, text, faults);
    if faults.len() > before {
        return None;
    }
    serde_yaml::from_str(text).map_err(|error| faults.push(shape_fault(file, text, &error))).ok()
}

fn shape_fault(file: FileId, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let at = error.location().map_or(0, |location| location.index());
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let length = line.split(" #").next().unwrap_or_default().trim_end().len();
    let told = error.to_string();
    let told = told.rsplit_once(" at line ").map_or(told.as_str(), |(told, _)| told);
    let mut message = told.to_owned();
    for (english, chinese) in [
        ("missing field ", "缺少"),
        ("unknown field ", "不认识的键"),
        ("unknown variant ", "取值不对："),
        ("invalid type: ", "形式不对："),
        ("invalid value: ", "取值不对："),
        ("invalid length ", "个数不对："),
        (", expected one of ", "，应为以下之一："),
        (", expected ", "，应为"),
        ("there are no fields", "没有可填的键"),
        ("unit value", "空值"),
        ("string ", "文字 "),
        ("integer ", "整数 "),
        ("floating point ", "小数 "),
        ("a sequence", "列表"),
        ("sequence", "列表"),
        ("a map", "“键: 值”"),
        ("map", "“键: 值”"),
        ("a string", "文字"),
        ("u32", "整数"),
        ("` or `", "`或`"),
        ("`, `", "`、`"),
    ] {
        message = message.replace(english, chinese);
    }
    Diagnostic::new(Code::E0121, message)
        .at(Span::new(file, at..at + length), "从这里读不下去")
        .help("对照文件开头的说明改正；键名、层次都要与说明一致")
}

/// A whole file, or lines cut out of one.
struct Part<'t> {
    file: FileId,
    /// Where the text begins in the file, after the blanks it was given.
    start: usize,
    /// Blanks put before the text so that its first line keeps its column.
    blanks: usize,
    text: &'t str,
}

impl Part<'_> {
    fn offset(&self, offset: usize) -> usize {
        self.start + offset.saturating_sub(self.blanks)
    }

    fn parse(&self, mapping: Option<usize>, faults: &mut Vec<Diagnostic>) -> Option<Node> {
        let mended =
            slips::mend(self.file, self.text, mapping, |offset| self.offset(offset), faults);
        let mut builder =
            Builder { part: self, mended: &mended, faults, open: Vec::new(), root: None };
        let options = options! {
            emit_anchor_events: true,
            emit_unresolved_aliases: true,
            disallow_directives: true,
            flow_nesting_limit: DEEPEST,
            block_nesting_limit: DEEPEST,
        };
        let mut documents = 0;
        let mut parser = Parser::new_from_str_with_options(&mended.text, options);
        while let Some(event) = parser.next_event() {
            // Taken by reference: they are large, and many.
            match &event {
                Ok((Event::DocumentStart(..), span)) => {
                    documents += 1;
                    if documents > 1 {
                        builder.second_document(span);
                        break;
                    }
                }
                Ok((event, span)) => builder.event(event, span),
                Err(error) => {
                    let at = error.marker().byte_offset().unwrap_or_default();
                    let at = mended.original(at).min(self.text.len());
                    let bracket = builder.open_bracket();
                    let mut fault = self.syntax_fault(error.kind(), at);
                    if fault.code == Code::E0114
                        && let Some(bracket) = bracket
                    {
                        fault = fault.also(bracket, "从这个括号开始");
                    }
                    faults.push(fault);
                    return None;
                }
            }
        }
        let empty = Node { span: self.span(0..0), kind: Kind::Null };
        Some(builder.root.unwrap_or(empty))
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.offset(range.start)..self.offset(range.end))
    }

    /// The place of nothing, when nothing follows a key.
    fn after_colon(&self, key: Span) -> Span {
        let end = key.range().end;
        let rest = self.text.get(end - self.start + self.blanks..);
        let colon = rest.and_then(|rest| {
            Some(rest.len() - rest.trim_start_matches([' ', '\t']).strip_prefix(':')?.len())
        });
        let at = end + colon.unwrap_or(0);
        Span::new(self.file, at..at)
    }

    /// The parser's complaint in a clerk's words; `at` is its place in the text.
    fn syntax_fault(&self, kind: &ErrorKind, at: usize) -> Diagnostic {
        let before = self.text.get(..at).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let rest = self.text.get(at..).unwrap_or_default();
        let line_end = at + rest.find('\n').unwrap_or(rest.len());
        let line = self.text.get(line_start..line_end).unwrap_or_default();
        let value = line
            .split_once(": ")
            .or_else(|| line.split_once("- "))
            .map_or(line, |(_, value)| value)
            .trim_start();
        let character = rest.chars().next().filter(|character| *character != '\n');
        let here = self.span(at..at + character.map_or(0, char::len_utf8));
        let fault = |code, message: &str, label: &str, help: &str| {
            Diagnostic::new(code, message).at(here, label).help(help)
        };
        let block_text = "文字里有特殊符号时，在冒号后写“|”，文字另起一行并缩进两格";
        match kind {
            ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => fault(
                Code::E0114,
                "引号没有配对",
                "从这里起一直没有收尾的引号",
                "补上收尾的引号；正文里的引号请用“”",
            ),
            ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::MisplacedFlowCollectionEnd
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::BlockEntryInFlowCollection
            | ErrorKind::FlowMappingValueAdjacentCollection => fault(
                Code::E0114,
                "方括号或大括号没有配对",
                "读到这里还没有配对",
                "列表写成 [甲, 乙]，用半角括号和半角逗号，括号要成对",
            ),
            ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::InvalidColonPlacement => fault(
                Code::E0114,
                "括号里的各项没有隔开",
                "读到这里接不下去",
                "各项之间用一个半角逗号加空格：[甲, 乙]、{最小: 1, 最大: 5}；括号要成对",
            ),
            ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart => {
                fault(Code::E0108, "用了制表符", "这里是制表符", "改用空格，每一层缩进两个")
            }
            ErrorKind::RecursionLimitExceeded => fault(
                Code::E0113,
                "层次太深",
                "到这里已经太深",
                "数据文件最多只有五六层，请检查缩进和括号",
            ),
            ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => fault(
                Code::E0104,
                "值不能以“>”或“|”开头",
                "这个符号表示多行文字从下一行开始",
                "概数写成“超过30”“近50”；文字里要用这个符号时加上引号",
            ),
            _ if value.starts_with(['{', '[']) => {
                fault(Code::E0109, "值以括号开头，后面又有文字", "到这里括号已经结束", block_text)
            }
            ErrorKind::UnexpectedCharacter { .. } => {
                fault(Code::E0104, "值不能以这个符号开头", "这个符号在 YAML 里另有用处", block_text)
            }
            ErrorKind::InvalidTrailingDoubleQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar => fault(
                Code::E0104,
                "引号之后又有文字",
                "引号应当包住整个值",
                "去掉引号，或者用引号包住整个值；正文里的引号请用“”",
            ),
            ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidUnicodeEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate => fault(
                Code::E0104,
                "双引号里的反斜杠用得不对",
                "双引号里的反斜杠另有用处",
                "改用单引号，或者去掉引号",
            ),
            ErrorKind::CommentInterceptedScalar => fault(
                Code::E0104,
                "注释打断了一段文字",
                "注释之后这一段文字没有结束",
                "一段文字写成几行时，把“#”注释移到这一段的前面；新的一项要与上一项对齐",
            ),
            ErrorKind::MappingValueNotAllowed
            | ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry
            | ErrorKind::BlockSequenceEntryNotAllowed
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::InvalidIndentation
            | ErrorKind::InvalidBlockScalarIndent
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::InvalidFlowScalarIndent => fault(
                Code::E0115,
                "缩进没有对齐",
                "这一行与上面的层次对不上",
                "同一层的各项左边要对齐，下一层多缩进两个空格",
            ),
            _ => fault(
                Code::E0104,
                "YAML 写法有误",
                "从这里读不下去",
                "每一项写成“名称: 值”，同一层左边对齐；文字里有特殊符号时，在冒号后写“|”，文字另起一行并缩进两格",
            ),
        }
    }
}

/// A list or mapping whose end has not come yet.
enum Open {
    List { start: usize, flow: bool, items: Vec<Node> },
    Map { start: usize, flow: bool, entries: Vec<Entry>, keys: Keys, key: Key },
}

/// The keys that a mapping has had. Most have a few, which are looked through faster than an
/// index of them is made.
#[derive(Default)]
struct Keys(FxHashMap<SmolStr, Span>);

impl Keys {
    const FEW: usize = 16;

    /// Where the key stands already.
    fn find(&mut self, key: &str, entries: &[Entry]) -> Option<Span> {
        if entries.len() < Keys::FEW {
            return entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_span);
        }
        for entry in entries.get(self.0.len()..).unwrap_or_default() {
            self.0.insert(entry.key.clone(), entry.key_span);
        }
        self.0.get(key).copied()
    }
}

/// The key whose value comes next.
enum Key {
    Awaited,
    Read(SmolStr, Span),
    /// It was told already; its value is left out.
    Faulty,
}

struct Builder<'a, 't> {
    part: &'a Part<'t>,
    mended: &'a slips::Mended<'t>,
    faults: &'a mut Vec<Diagnostic>,
    open: Vec<Open>,
    root: Option<Node>,
}

impl Builder<'_, '_> {
    /// The range in the part's text of a place in the mended text.
    fn range(&self, span: &granit_parser::Span) -> Range<usize> {
        let range = span.byte_range().unwrap_or_default();
        let start = self.mended.original(range.start);
        start..self.mended.original(range.end).max(start)
    }

    /// The innermost bracket that is open.
    fn open_bracket(&self) -> Option<Span> {
        self.open.iter().rev().find_map(|open| match open {
            Open::List { start, flow: true, .. } | Open::Map { start, flow: true, .. } => {
                // A single pair in a list is a mapping without brackets.
                let bracket = self.part.text.get(*start..)?.starts_with(['[', '{']);
                bracket.then(|| self.part.span(*start..start + 1))
            }
            _ => None,
        })
    }

    fn event(&mut self, event: &Event<'_>, span: &granit_parser::Span) {
        let range = self.range(span);
        if event.tag().is_some() {
            self.tag(span);
        }
        match event {
            Event::Scalar(text, style, ..) => {
                let node = self.scalar(text, *style, span);
                self.push(node);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let span = self.part.span(range.clone());
                if !matches!(self.open.last(), Some(Open::Map { key: Key::Faulty, .. })) {
                    self.faults.push(
                        Diagnostic::new(Code::E0110, "不能引用别处的内容")
                            .at(span, "以“*”开头的值在 YAML 里是引用")
                            .help("把内容照写一遍；本来就是星号的，用引号包住整个值"),
                    );
                }
                let text = self.part.text.get(range).unwrap_or_default().into();
                self.push(Node { span, kind: Kind::Scalar { text, style: Style::Plain } });
            }
            Event::Anchor(..) => {
                let span = self.part.span(range);
                self.faults.push(
                    Diagnostic::new(Code::E0110, "不能给内容起代号")
                        .at(span, "以“&”开头的词在 YAML 里是代号")
                        .help("删去这个词；本来就是值的一部分的，用引号包住整个值"),
                );
            }
            Event::SequenceStart(style, ..) => self.open.push(Open::List {
                start: range.start,
                flow: *style == granit_parser::StructureStyle::Flow,
                items: Vec::new(),
            }),
            Event::MappingStart(style, ..) => self.open.push(Open::Map {
                start: range.start,
                flow: *style == granit_parser::StructureStyle::Flow,
                // As many as an entry of the catalogue has.
                entries: Vec::with_capacity(8),
                keys: Keys::default(),
                key: Key::Awaited,
            }),
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            _ => {}
        }
    }

    fn scalar(&self, text: &str, style: ScalarStyle, span: &granit_parser::Span) -> Node {
        let range = self.range(span);
        let written = self.part.text.get(range.clone()).unwrap_or_default();
        let range = match style {
            // The parser counts the blank lines that follow to the text.
            ScalarStyle::Literal | ScalarStyle::Folded => {
                range.start..range.start + written.trim_end().len()
            }
            _ => range,
        };
        let kind = match style {
            ScalarStyle::Plain if written.is_empty() || matches!(text, "~" | "null") => Kind::Null,
            ScalarStyle::Plain => Kind::Scalar {
                text: match text.strip_prefix(slips::TEXT_MARK) {
                    Some(rest) if !written.starts_with(slips::TEXT_MARK) => rest.into(),
                    _ => text.into(),
                },
                style: Style::Plain,
            },
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                Kind::Scalar { text: text.into(), style: Style::Quoted }
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                Kind::Scalar { text: text.into(), style: Style::Block }
            }
        };
        Node { span: self.part.span(range), kind }
    }

    fn push(&mut self, mut node: Node) {
        if matches!(self.open.last(), Some(Open::Map { key: Key::Awaited, .. })) {
            let read = self.key(node);
            if let Some(Open::Map { key, .. }) = self.open.last_mut() {
                *key = read;
            }
            return;
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, key, .. }) => {
                if let Key::Read(name, span) = std::mem::replace(key, Key::Awaited) {
                    if node.kind == Kind::Null && node.span.start == node.span.end {
                        node.span = self.part.after_colon(span);
                    }
                    entries.push(Entry { key: name, key_span: span, value: node });
                }
            }
        }
    }

    /// The node as a key of the innermost mapping.
    fn key(&mut self, node: Node) -> Key {
        let span = node.span;
        match node.kind {
            Kind::Scalar { text, style: Style::Plain } if text == "<<" => {
                self.faults.push(
                    Diagnostic::new(Code::E0110, "不能并入别处的内容")
                        .at(span, "“<<”在 YAML 里是并入，没有采用")
                        .help("把要并入的各行照写一遍，删去这一行"),
                );
                Key::Faulty
            }
            Kind::Scalar { text, style } if style != Style::Block => {
                let Some(Open::Map { entries, keys, .. }) = self.open.last_mut() else {
                    return Key::Faulty;
                };
                let Some(first) = keys.find(&text, entries) else { return Key::Read(text, span) };
                let begins_item = entries.first().is_some_and(|entry| entry.key_span == first);
                if begins_item && self.begin_next_item(span) {
                    self.faults.push(slips::missing_dash(span));
                    return Key::Read(text, span);
                }
                self.faults.push(duplicate_key(&text, first, span));
                Key::Faulty
            }
            _ => {
                self.faults.push(
                    Diagnostic::new(Code::E0118, "冒号前应当是一个名称")
                        .at(span, "这里没有名称，或者不是名称")
                        .help("写成“名称: 值”；以“{{”开头的文字，在上一个冒号后写“|”，文字另起一行并缩进两格"),
                );
                Key::Faulty
            }
        }
    }

    /// Ends the item of a list that the innermost mapping is, and begins the next at a key;
    /// whether it is one.
    fn begin_next_item(&mut self, key: Span) -> bool {
        let [
            ..,
            Open::List { flow: false, items, .. },
            Open::Map { start, flow: false, entries, keys, .. },
        ] = self.open.as_mut_slice()
        else {
            return false;
        };
        let end = entries.last().map_or(key.start, |entry| entry.value.span.end);
        let begun = self.part.span(*start..*start);
        let span = Span { end: end.max(begun.start), ..begun };
        items.push(Node { span, kind: Kind::Map(std::mem::take(entries)) });
        *keys = Keys::default();
        *start = key.range().start - self.part.start + self.part.blanks;
        true
    }

    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let (range, kind) = match open {
            Open::List { start, flow, items } => {
                let last = items.last().map(|node| node.span);
                (self.extent(start, end, flow, last), Kind::List(items))
            }
            Open::Map { start, flow, entries, .. } => {
                let last = entries.last().map(|entry| entry.value.span);
                (self.extent(start, end, flow, last), Kind::Map(entries))
            }
        };
        self.push(Node { span: range, kind });
    }

    /// A bracketed list or mapping ends with its bracket, any other with its last value;
    /// the parser would count everything up to the next item to it.
    fn extent(&self, start: usize, end: usize, flow: bool, last: Option<Span>) -> Span {
        let span = self.part.span(start..if flow { end } else { start });
        match last {
            Some(last) if !flow => Span { end: last.end.max(span.start), ..span },
            _ => span,
        }
    }

    fn tag(&mut self, span: &granit_parser::Span) {
        let range = self.range(&span.tag_span().unwrap_or(*span));
        let span = self.part.span(range);
        self.faults.push(
            Diagnostic::new(Code::E0111, "不能写类型标签")
                .at(span, "以“!”开头的词在 YAML 里是类型标签")
                .help("删去这个词；本来就是值的一部分的，用引号包住整个值"),
        );
    }

    fn second_document(&mut self, span: &granit_parser::Span) {
        let range = self.range(span);
        let span = self.part.span(range);
        self.faults.push(
            Diagnostic::new(Code::E0112, "一个文件里只能有一份内容")
                .at(span, "从这里开始是第二份，没有读")
                .help("删去这一行“---”，或者把后面的内容移到另一个文件"),
        );
    }
}

fn duplicate_key(key: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::new(Code::E0105, format!("“{key}”写了两遍"))
        .at(second, "又写了一遍，没有采用")
        .also(first, "先在这里写过")
        .help("留下正确的一行，删去另一行")
}

#[cfg(test)]
mod tests;
