//! The tree: what the events of the parser make, with its faults.

use std::ops::Range;

use granit_parser::{Event, ScalarStyle};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::repairs::{self, Repaired};
use super::{Entry, Kind, Node, Part, Style};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, Outcome};
use crate::source::Span;
use crate::text::is_invisible;

/// A list or mapping whose end has not come yet.
enum Open {
    List { start: usize, flow: bool, items: Vec<Node> },
    Map { start: usize, flow: bool, entries: Vec<Entry>, keys: Keys, key: Key, twice: Vec<Twice> },
}

/// A key that its mapping has already.
struct Twice {
    key: SmolStr,
    first: Span,
    second: Span,
    /// Whether it has keys or items below it here.
    has_parts: bool,
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
    /// It was reported already; its value is left out.
    Faulty,
    /// The mapping has it already; its value is left out.
    Twice {
        key: SmolStr,
        first: Span,
        second: Span,
    },
}

/// Makes the tree from the events of the parser.
pub(super) struct Builder<'a, 't> {
    part: &'a Part<'t>,
    repaired: &'a Repaired<'t>,
    pub(super) findings: Findings,
    open: Vec<Open>,
    root: Option<Node>,
}

impl<'a, 't> Builder<'a, 't> {
    pub(super) fn new(part: &'a Part<'t>, repaired: &'a Repaired<'t>) -> Builder<'a, 't> {
        Builder { part, repaired, findings: Findings::new(), open: Vec::new(), root: None }
    }

    /// The tree, if the text holds anything.
    pub(super) fn finish(mut self) -> Outcome<Option<Node>> {
        // What the parser did not come to the end of.
        while let Some(open) = self.open.pop() {
            if let Open::Map { entries, twice, .. } = open {
                self.told_twice(&entries, twice);
            }
        }
        Outcome::new(self.root, self.findings)
    }

    /// The range in the part's text of a place in the repaired text.
    fn range(&self, span: &granit_parser::Span) -> Range<usize> {
        let range = span.byte_range().unwrap_or_default();
        let start = self.repaired.original(range.start);
        start..self.repaired.original(range.end).max(start)
    }

    /// The innermost bracket that is open.
    pub(super) fn open_bracket(&self) -> Option<Span> {
        self.open.iter().rev().find_map(|open| match open {
            Open::List { start, flow: true, .. } | Open::Map { start, flow: true, .. } => {
                // A single pair in a list is a mapping without brackets.
                let bracket = self.part.text.get(*start..)?.starts_with(['[', '{']);
                bracket.then(|| self.part.span(*start..start + 1))
            }
            _ => None,
        })
    }

    pub(super) fn event(&mut self, event: &Event<'_>, span: &granit_parser::Span) {
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
                if !matches!(
                    self.open.last(),
                    Some(Open::Map { key: Key::Faulty | Key::Twice { .. }, .. })
                ) {
                    self.findings.report(
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
                self.findings.report(
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
                twice: Vec::new(),
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
                text: match text.strip_prefix(repairs::TEXT_MARK) {
                    Some(rest) if !written.starts_with(repairs::TEXT_MARK) => rest.into(),
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
            Some(Open::Map { entries, key, twice, .. }) => {
                match std::mem::replace(key, Key::Awaited) {
                    Key::Read(name, span) => {
                        if node.kind == Kind::Null && node.span.start == node.span.end {
                            node.span = self.part.after_colon(span);
                        }
                        entries.push(Entry { key: name, key_span: span, value: node });
                    }
                    Key::Twice { key, first, second } => {
                        let has_parts = matches!(node.kind, Kind::Map(_) | Kind::List(_));
                        twice.push(Twice { key, first, second, has_parts });
                    }
                    Key::Awaited | Key::Faulty => {}
                }
            }
        }
    }

    /// The node as a key of the innermost mapping.
    fn key(&mut self, node: Node) -> Key {
        let span = node.span;
        match node.kind {
            Kind::Scalar { text, style: Style::Plain } if text == "<<" => {
                self.findings.report(
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
                // Reported when the file was read.
                let text = match text.contains(is_unseen) {
                    true => text.chars().filter(|c| !is_unseen(*c)).collect(),
                    false => text,
                };
                let Some(first) = keys.find(&text, entries) else { return Key::Read(text, span) };
                let begins_item = entries.first().is_some_and(|entry| entry.key_span == first);
                if begins_item && self.begin_next_item(span) {
                    self.findings.report(repairs::missing_dash(span));
                    return Key::Read(text, span);
                }
                Key::Twice { key: text, first, second: span }
            }
            _ => {
                self.findings.report(
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
            Open::Map { start, flow, entries, twice, .. } => {
                self.told_twice(&entries, twice);
                let last = entries.last().map(|entry| entry.value.span);
                (self.extent(start, end, flow, last), Kind::Map(entries))
            }
        };
        self.push(Node { span: range, kind });
    }

    /// Reports the keys that a mapping has twice: those of a file whose content stands there twice,
    /// once.
    fn told_twice(&mut self, entries: &[Entry], mut twice: Vec<Twice>) {
        let first = entries.first().map(|entry| entry.key_span);
        let is_whole = self.open.is_empty()
            && twice.len() > 1
            && twice.first().is_some_and(|twice| Some(twice.first) == first);
        if is_whole {
            twice.truncate(1);
        }
        let told = twice.iter().map(|twice| twice.diagnostic(is_whole));
        self.findings.extend(told.collect::<Vec<_>>());
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
        self.findings.report(
            Diagnostic::new(Code::E0111, "不能写类型标签")
                .at(span, "以“!”开头的词在 YAML 里是类型标签")
                .help("删去这个词；本来就是值的一部分的，用引号包住整个值"),
        );
    }

    pub(super) fn second_document(&mut self, span: &granit_parser::Span) {
        let range = self.range(span);
        let span = self.part.span(range);
        self.findings.report(
            Diagnostic::new(Code::E0112, "一个文件里只能有一份内容")
                .at(span, "从这里开始是第二份，没有读")
                .help("删去这一行“---”，或者把后面的内容移到另一个文件"),
        );
    }
}

/// What nobody sees in a key; of a garbled name the mark shows where.
pub(super) fn is_unseen(c: char) -> bool {
    is_invisible(c) && c != char::REPLACEMENT_CHARACTER
}

impl Twice {
    /// `is_whole`: the first of several, where the file begins anew.
    fn diagnostic(&self, is_whole: bool) -> Diagnostic {
        let told = Diagnostic::new(Code::E0105, format!("“{}”写了两遍", self.key))
            .at(self.second, "又写了一遍，没有采用")
            .also(self.first, "先在这里写过");
        match (is_whole, self.has_parts) {
            (true, _) => told
                .note("说明", "从这里起，文件的内容又写了一遍，都没有采用")
                .help("留下正确的一份，删去另一份；两份不同的，先把要用的并到一份里"),
            (false, true) => told
                .help("把这里下面的各行并到先写的那一处，再删去这一行；已经有的，连同下面各行删去"),
            (false, false) => told.help("留下正确的一行，删去另一行"),
        }
    }
}
