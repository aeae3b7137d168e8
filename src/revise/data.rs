//! The report as the data give it now: its paragraphs, and where each of their characters was typed.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use crate::document::{Document, FactId};
use crate::sent::{Part, Role, RunKind, parts};
use crate::source::{FileId, Sources, Span};
use crate::text::is_invisible;
use crate::yaml::{self, Kind, Node, Style};

/// A paragraph of the report.
#[derive(Debug)]
pub(super) struct Line {
    /// What it is.
    pub(super) role: Role,
    /// Its whole text.
    pub(super) text: String,
    /// Its pieces, in order; joined they are the text.
    pub(super) pieces: Vec<Piece>,
}

/// A piece of a paragraph's text that came from one place.
#[derive(Debug)]
pub(super) struct Piece {
    /// Bytes of the paragraph's text.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: RunKind,
    /// Where each character was typed; empty for what was not typed.
    typed: Vec<Typed>,
}

/// A character of a paragraph, and the bytes of the file where it stands.
#[derive(Debug)]
struct Typed {
    /// Byte of the paragraph's text.
    at: usize,
    /// Bytes of the file; none where no character of the file is surely it.
    place: Option<Range<usize>>,
}

impl Piece {
    /// The file and place where the piece was typed, as a whole.
    pub(super) fn place(&self) -> Option<Span> {
        match self.kind {
            RunKind::Typed(place) | RunKind::Figure(_, place) => place,
            RunKind::Computed | RunKind::Missing => None,
        }
    }

    /// The figure that it prints.
    pub(super) fn fact(&self) -> Option<FactId> {
        match self.kind {
            RunKind::Figure(fact, _) => Some(fact),
            _ => None,
        }
    }

    /// Whether it is a printed figure, or a place held open for one.
    pub(super) fn is_figure(&self) -> bool {
        matches!(self.kind, RunKind::Figure(..) | RunKind::Missing)
    }

    /// Where a range of the paragraph's text that lies within the piece was typed; none where that
    /// is not certain. An empty range is the place right after the character before it, or, at the
    /// beginning of the piece, right before the first.
    pub(super) fn source(&self, range: &Range<usize>) -> Option<Span> {
        let file = self.place()?.file;
        if self.is_figure() {
            let place = self.place()?;
            let whole = place.range();
            return match (range.start, range.end) {
                (start, end) if start == self.range.start && end == self.range.end => Some(place),
                (start, end) if start == end && start == self.range.start => {
                    Some(Span::new(file, whole.start..whole.start))
                }
                (start, end) if start == end && start == self.range.end => {
                    Some(Span::new(file, whole.end..whole.end))
                }
                _ => None,
            };
        }
        let first = self.typed.partition_point(|typed| typed.at < range.start);
        let end = self.typed.partition_point(|typed| typed.at < range.end);
        let bytes = if range.is_empty() {
            let before = first.checked_sub(1).and_then(|at| self.typed.get(at));
            let at = match before.and_then(|before| before.place.as_ref()) {
                Some(before) => before.end,
                None => self.typed.get(first)?.place.as_ref()?.start,
            };
            at..at
        } else {
            let typed = self.typed.get(first..end)?;
            if typed.iter().any(|typed| typed.place.is_none()) {
                return None;
            }
            typed.first()?.place.as_ref()?.start..typed.last()?.place.as_ref()?.end
        };
        Some(Span::new(file, bytes))
    }

    /// Where a range of it stands as nearly as that is known: for people to look at.
    pub(super) fn near(&self, range: &Range<usize>) -> Option<Span> {
        let place = self.place()?;
        if let Some(span) = self.source(range) {
            return Some(span);
        }
        let first = self.typed.partition_point(|typed| typed.at < range.start);
        let known = self.typed.get(first..).unwrap_or_default();
        let near = known.iter().find_map(|typed| typed.place.clone());
        Some(near.map_or(place, |near| Span::new(place.file, near)))
    }
}

impl Line {
    /// The pieces that a range of the text touches. An empty range at the end of one piece and the
    /// beginning of the next touches both.
    pub(super) fn touched(&self, range: &Range<usize>) -> &[Piece] {
        let (first, end) = match range.is_empty() {
            true => (
                self.pieces.partition_point(|piece| piece.range.end < range.start),
                self.pieces.partition_point(|piece| piece.range.start <= range.start),
            ),
            false => (
                self.pieces.partition_point(|piece| piece.range.end <= range.start),
                self.pieces.partition_point(|piece| piece.range.start < range.end),
            ),
        };
        self.pieces.get(first..end).unwrap_or_default()
    }

    /// Bytes of the number before a heading, which is computed.
    pub(super) fn number(&self) -> usize {
        let is_heading = matches!(self.role, Role::Heading(_) | Role::RunIn(_));
        match self.pieces.first() {
            Some(piece) if is_heading && piece.kind == RunKind::Computed => piece.range.end,
            _ => 0,
        }
    }

    /// Whether some of it is of that number alone.
    pub(super) fn is_number(&self, range: &Range<usize>) -> bool {
        range.end <= self.number() && range.start < self.number()
    }

    /// Its text without that number.
    pub(super) fn words(&self) -> &str {
        self.text.get(self.number()..).unwrap_or_default()
    }
}

/// Whether a text that came back shows a paragraph: no empty one, and a Markdown none of those that
/// stand on the printed page alone.
pub(super) fn is_shown(role: Role, text: &str, is_printed: bool) -> bool {
    let is_of_page = matches!(
        role,
        Role::Marking
            | Role::Mark
            | Role::Number
            | Role::Signers
            | Role::Copies
            | Role::PrintedBy
            | Role::PrintedOn
    );
    !text.trim().is_empty() && (is_printed || !is_of_page)
}

/// The paragraphs of a document.
pub(super) fn lines(document: &Document, sources: &Sources, is_printed: bool) -> Vec<Line> {
    let line = |part: Part<'_>| {
        let mut at = 0;
        let pieces = part.runs.iter().flat_map(|run| {
            let range = at..at + run.shown.len();
            at = range.end;
            let RunKind::Typed(Some(place)) = run.kind else {
                return [Some(Piece { range, kind: run.kind, typed: Vec::new() }), None];
            };
            let (mut typed, own) = typed(&run.shown, range.start, place, sources);
            // What the program put behind the text, as the ordinal of the next one (二是).
            let end = range.start + own;
            typed.retain(|typed| typed.at < end);
            let more = (end < range.end).then(|| Piece {
                range: end..range.end,
                kind: RunKind::Computed,
                typed: Vec::new(),
            });
            [Some(Piece { range: range.start..end, kind: run.kind, typed }), more]
        });
        let pieces = pieces.flatten().collect();
        Line { role: part.role, text: part.text(), pieces }
    };
    let lines = parts(document).into_iter().map(line);
    lines.filter(|line| is_shown(line.role, &line.text, is_printed)).collect()
}

/// Where the characters of a text were typed, one by one: as far as it reads as what stands there. In
/// the file there may be line breaks, indents and characters that nobody sees between two of them. And how
/// many bytes of it were typed: all of what stands there may be followed by words of the program.
fn typed(shown: &str, start: usize, place: Span, sources: &Sources) -> (Vec<Typed>, usize) {
    let offset = place.range().start;
    let text = sources.text(place);
    let mut raw = text.char_indices().peekable();
    // Brackets around 附注 are the program's.
    let is_bracketed = shown.starts_with('（') && !text.starts_with('（');
    let mut is_lost = false;
    let mut own = shown.len();
    let mut all = Vec::with_capacity(shown.len() / 2);
    for (at, c) in shown.char_indices() {
        let mut found = None;
        if at == 0 && is_bracketed {
            all.push(Typed { at: start, place: None });
            continue;
        }
        if c.is_whitespace() {
            while let Some((raw_at, blank)) = raw.next_if(|(_, c)| c.is_whitespace()) {
                let begin = found.as_ref().map_or(raw_at, |range: &Range<usize>| range.start);
                found = Some(begin..raw_at + blank.len_utf8());
            }
        } else if !is_lost {
            while raw.next_if(|(_, c)| c.is_whitespace() || is_invisible(*c)).is_some() {}
            match raw.next_if(|(_, typed)| *typed == c) {
                Some((raw_at, _)) => found = Some(raw_at..raw_at + c.len_utf8()),
                None => {
                    is_lost = true;
                    if raw.peek().is_none() && at > 0 {
                        own = at;
                    }
                }
            }
        }
        let place = found.filter(|_| !is_lost);
        let place = place.map(|range| range.start + offset..range.end + offset);
        all.push(Typed { at: start + at, place });
    }
    (all, own)
}

/// A text of a YAML file, as it stands there.
#[derive(Debug, Clone)]
pub(super) struct Scalar {
    /// From its first character to its last: of a `|` text with the mark.
    pub(super) span: Span,
    /// The keys that lead to it, `正文`, `学习宣传`; places of lists are left out.
    pub(super) keys: Vec<String>,
    /// Whether it is written in lines of its own below its key.
    is_block: bool,
}

impl Scalar {
    /// Where the first of its lines begins, where it stands in lines of its own (`|`), in which blank
    /// lines part paragraphs.
    pub(super) fn lines_start(&self, text: &str) -> Option<usize> {
        if !self.is_block {
            return None;
        }
        let start = self.span.range().start;
        let line = |at: usize| {
            let before = text.get(..at).and_then(|before| before.rfind('\n'));
            before.map_or(0, |found| found + 1)
        };
        // The mark stands before the text, or at its beginning.
        if text.get(start..)?.starts_with('|') {
            return Some(start + text.get(start..)?.find('\n')? + 1);
        }
        let head = text.get(..line(start))?.trim_end();
        let head = head.get(line(head.len())..)?;
        let head = head.split(" #").next().unwrap_or_default().trim_end();
        head.rsplit(' ').next()?.starts_with('|').then(|| line(start))
    }
}

/// The texts of YAML files, looked up by place.
#[derive(Debug)]
pub(super) struct Scalars<'s> {
    pub(super) sources: &'s Sources,
    known: RefCell<BTreeMap<FileId, Rc<Vec<Scalar>>>>,
}

impl<'s> Scalars<'s> {
    pub(super) fn new(sources: &'s Sources) -> Scalars<'s> {
        Scalars { sources, known: RefCell::default() }
    }

    /// The text around a place; none in a file that is no YAML, or where no text stands.
    pub(super) fn around(&self, place: Span) -> Option<Scalar> {
        let all = self.of(place.file);
        let at = all.partition_point(|scalar| scalar.span.start <= place.start);
        let scalar = all.get(at.checked_sub(1)?)?;
        (place.end <= scalar.span.end).then(|| scalar.clone())
    }

    /// The text under a key of a file's top level, or the first below it.
    pub(super) fn under(&self, file: FileId, key: &str) -> Option<Scalar> {
        let all = self.of(file);
        all.iter().find(|scalar| scalar.keys.first().is_some_and(|first| first == key)).cloned()
    }

    /// All texts of a file, in order.
    pub(super) fn of(&self, file: FileId) -> Rc<Vec<Scalar>> {
        let mut known = self.known.borrow_mut();
        let read = || {
            let source = self.sources.get(file);
            // A workbook is read as the YAML that it stands for.
            let is_yaml = source.workbook().is_some()
                || [".yaml", ".yml"].iter().any(|ending| source.path.ends_with(ending));
            let tree = is_yaml.then(|| yaml::parse(file, source.text()).value).flatten();
            let mut all = Vec::new();
            if let Some(tree) = &tree {
                add_scalars(tree, &mut Vec::new(), &mut all);
            }
            all.sort_by_key(|scalar: &Scalar| scalar.span.start);
            Rc::new(all)
        };
        Rc::clone(known.entry(file).or_insert_with(read))
    }
}

fn add_scalars(node: &Node, keys: &mut Vec<String>, all: &mut Vec<Scalar>) {
    match &node.kind {
        Kind::Null => {}
        Kind::Scalar { style, .. } => all.push(Scalar {
            span: node.span,
            keys: keys.clone(),
            is_block: *style == Style::Block,
        }),
        Kind::List(items) => items.iter().for_each(|item| add_scalars(item, keys, all)),
        Kind::Map(entries) => {
            for entry in entries {
                keys.push(entry.key.to_string());
                add_scalars(&entry.value, keys, all);
                keys.pop();
            }
        }
    }
}

impl Piece {
    /// The end of the character that begins at a byte of the paragraph's text.
    pub(super) fn after(&self, at: usize) -> usize {
        let next = self.typed.partition_point(|typed| typed.at <= at);
        self.typed.get(next).map_or(self.range.end, |typed| typed.at)
    }
}

/// The entries of the lists of a YAML file that stand on lines of their own: whole lines, each to
/// the next entry.
pub(super) type Entries = Vec<Range<usize>>;

impl Scalars<'_> {
    /// The lists of a file.
    pub(super) fn lists(&self, file: FileId) -> Vec<Entries> {
        let text = self.sources.get(file).text();
        let mut lists = Vec::new();
        if let Some(tree) = yaml::parse(file, text).value {
            add_lists(&tree, text, &mut lists);
        }
        lists
    }
}

fn add_lists(node: &Node, text: &str, lists: &mut Vec<Entries>) {
    match &node.kind {
        Kind::Map(entries) => entries.iter().for_each(|entry| add_lists(&entry.value, text, lists)),
        Kind::List(items) => {
            items.iter().for_each(|item| add_lists(item, text, lists));
            let start = |item: &Node| {
                let before = text.get(..item.span.range().start)?;
                let line = before.rfind('\n').map_or(0, |at| at + 1);
                (before.get(line..)?.trim() == "-").then(|| with_comments(text, line))
            };
            let starts: Option<Vec<usize>> = items.iter().map(start).collect();
            let end = items.last().map(|last| {
                let end = last.span.range().end;
                text.get(end..)
                    .and_then(|rest| rest.find('\n'))
                    .map_or(text.len(), |at| end + at + 1)
            });
            if let Some((starts, end)) = starts.zip(end) {
                let ends = starts.iter().skip(1).copied().chain([end]);
                lists.push(
                    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect(),
                );
            }
        }
        Kind::Null | Kind::Scalar { .. } => {}
    }
}

/// Where the comments begin that stand right above a line, no deeper than it: they are said of it.
fn with_comments(text: &str, line: usize) -> usize {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = indent(text.get(line..).unwrap_or_default());
    let mut start = line;
    while let Some(above) = text.get(..start).and_then(|above| above.strip_suffix('\n')) {
        let at = above.rfind('\n').map_or(0, |at| at + 1);
        let comment = above.get(at..).unwrap_or_default();
        if !comment.trim_start().starts_with('#') || indent(comment) > own {
            break;
        }
        start = at;
    }
    start
}
