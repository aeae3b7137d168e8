//! Slips: what an input method or a word processor leaves in a YAML file, told line by line.
//!
//! YAML itself has poor words for them: after `部门：区司法局` it complains of the next
//! line's colon, and of nothing after that. So the lines are looked at before the parser
//! sees them. Each slip is told, and mended in a copy, so that the parser finds the
//! slips' neighbours too. In text that is valid YAML nothing is ever taken for a slip
//! but these: tabs and wide blanks before a line, a name stuck to a dash, and `{{` at
//! the head of a value.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// What stands for `{{` at the head of a value in the mended text; the reader puts it back.
pub(super) const BRACES: char = '\u{E000}';

/// A name longer than this is a sentence, not a key.
const LONGEST_KEY: usize = 30;

/// How far mended text is indented below its key.
const INDENT: usize = 2;

/// A text with its slips mended, and how to find one's way back.
#[derive(Debug, Default)]
pub(super) struct Mended {
    pub(super) text: String,
    /// Where each piece begins in the mended text and in the original; in order.
    pieces: Vec<(usize, usize)>,
}

impl Mended {
    fn new(original: &str, edits: &[Edit]) -> Mended {
        let mut mended = Mended { pieces: vec![(0, 0)], ..Mended::default() };
        let mut copied = 0;
        for edit in edits {
            // Edits come in order and do not overlap; one that did would be left out.
            let Some(before) = original.get(copied..edit.at.start) else {
                continue;
            };
            mended.text.push_str(before);
            mended.pieces.push((mended.text.len(), edit.at.start));
            mended.text.push_str(&edit.with);
            mended.pieces.push((mended.text.len(), edit.at.end));
            copied = edit.at.end;
        }
        mended.text.push_str(original.get(copied..).unwrap_or_default());
        mended
    }

    /// The place in the original of a place in the mended text.
    pub(super) fn original(&self, offset: usize) -> usize {
        let next = self.pieces.partition_point(|(mended, _)| *mended <= offset);
        let limit = self.pieces.get(next).map(|(_, original)| *original);
        let (mended, original) = next
            .checked_sub(1)
            .and_then(|piece| self.pieces.get(piece))
            .copied()
            .unwrap_or_default();
        let place = original + (offset - mended);
        limit.map_or(place, |limit| place.min(limit))
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
    NoColon,
    InnerColon,
    Braces,
    Tab,
    WideBlank,
    Unindented,
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
pub(super) fn mend(
    file: FileId,
    text: &str,
    mapping: Option<usize>,
    base: impl Fn(usize) -> usize,
    faults: &mut Vec<Diagnostic>,
) -> Mended {
    let mut scanner = Scanner { mapping, ..Scanner::default() };
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
            Kind::NoColon => fault(
                Code::E0116,
                "这一行没有冒号，看不出是哪一项",
                "应当写成“名称: 值”",
                "补上半角冒号和空格；如果是上一项文字的续行，就比上一项多缩进两格",
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
#[derive(Debug, Default)]
enum Open {
    #[default]
    Nothing,
    /// A `|` or `>` text below a key or dash in column `parent`; `indent` is that of its first line.
    Block {
        parent: usize,
        indent: Option<usize>,
    },
    Quote(char),
    /// Within `[` or `{`: how deep, and in which quotes.
    Flow {
        depth: usize,
        quote: Option<char>,
    },
}

/// Lines in the same column that belong to the same mapping, if it is one.
#[derive(Debug, Default)]
struct Lines {
    column: usize,
    has_key: bool,
    /// Slips if it turns out to be a mapping; lines of a text if not.
    candidates: Vec<(Slip, Edit)>,
}

#[derive(Debug, Default)]
struct Scanner {
    open: Open,
    groups: Vec<Lines>,
    mapping: Option<usize>,
    slips: Vec<Slip>,
    edits: Vec<Edit>,
}

impl Scanner {
    fn line(&mut self, start: usize, line: &str) {
        match &mut self.open {
            Open::Quote(quote) => {
                if let Some(after) = end_of_quote(line, *quote)
                    && after <= line.len()
                {
                    self.open = Open::Nothing;
                }
                return;
            }
            Open::Flow { depth, quote } => {
                if end_of_flow(line, depth, quote) {
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
        let Open::Block { parent, indent } = &mut self.open else {
            return false;
        };
        let Indent { spaces, column, length } = Indent::of(line);
        let content = line.get(length..).unwrap_or_default();
        if content.trim().is_empty() {
            return true;
        }
        let parent = *parent;
        if spaces > parent {
            indent.get_or_insert(spaces);
            return true;
        }
        let wanted = indent.unwrap_or(parent + INDENT);
        if length > spaces && column > parent {
            self.indentation(start + spaces..start + length, line, start, wanted);
            return true;
        }
        let is_text = key_end(content).is_none()
            && !content.starts_with(['#', '-', '.', '%', '[', '{'])
            && candidate(content).is_none_or(|(kind, _)| kind == Kind::NoColon);
        if is_text && length == spaces {
            self.edits.push(Edit { at: start..start + spaces, with: " ".repeat(wanted) });
            self.tell_once(Kind::Unindented, start + spaces..start + line.len());
        }
        is_text
    }

    fn structural_line(&mut self, start: usize, line: &str) {
        let Indent { spaces, column, length } = Indent::of(line);
        let mut content = line.get(length..).unwrap_or_default();
        if content.is_empty() || content.starts_with('#') {
            return;
        }
        if ["---", "...", "%"].iter().any(|mark| line.starts_with(mark)) {
            self.close_groups(None);
            return;
        }
        if length > spaces {
            self.indentation(start + spaces..start + length, line, start, column);
        }

        let mut at = start + length;
        let mut column = column;
        let mut dash = None;
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
        self.enter(column, dash);
        if content.is_empty() || content.starts_with('#') {
            return;
        }

        if let Some(after_key) = key_end(content) {
            if let Some(group) = self.groups.last_mut() {
                group.has_key = true;
            }
            self.value(at + after_key, content.get(after_key..).unwrap_or_default(), column);
            return;
        }
        let Some((kind, range)) = candidate(content) else {
            self.value(at, content, dash.unwrap_or(column));
            return;
        };
        let rest = content.get(range.end..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches(is_wide_blank).len();
        let edit = match kind {
            Kind::WideColon => Edit {
                at: at + range.end - '：'.len_utf8()..at + range.end + blanks,
                with: ": ".to_owned(),
            },
            Kind::NoBlankAfterColon => {
                Edit { at: at + range.end..at + range.end + blanks, with: " ".to_owned() }
            }
            // What it was to be nobody knows: the line is left out.
            _ => Edit { at: at..at + content.len(), with: String::new() },
        };
        let slip = Slip { kind, at: at + range.start..at + range.end, lines: 1 };
        if let Some(group) = self.groups.last_mut() {
            group.candidates.push((slip, edit));
        }
        if matches!(kind, Kind::WideColon | Kind::NoBlankAfterColon) {
            self.open_of(rest.trim_start_matches(is_blank), column);
        }
    }

    /// Looks at the text after a colon or dash; `parent` is the column a `|` text has to exceed.
    fn value(&mut self, at: usize, text: &str, parent: usize) {
        let value = text.trim_start_matches([' ', '\t']);
        let at = at + (text.len() - value.len());
        if value.starts_with("{{") {
            self.slips.push(Slip { kind: Kind::Braces, at: at..at + value.len(), lines: 1 });
            self.edits.push(Edit { at: at..at + 2, with: BRACES.to_string() });
        } else {
            self.open_of(value, parent);
        }
        let plain = !value
            .starts_with(['"', '\'', '[', '{', '|', '>', '#', '&', '*', '!', '-', '?'])
            || value.starts_with("{{");
        if plain && let Some(colon) = inner_colon(value) {
            self.slips.push(Slip {
                kind: Kind::InnerColon,
                at: at + colon..at + colon + 1,
                lines: 1,
            });
            self.edits.push(Edit { at: at + colon..at + colon + 1, with: "：".to_owned() });
        }
    }

    /// Notes what a value opens that its line does not close.
    fn open_of(&mut self, value: &str, parent: usize) {
        let mut value = value;
        while value.starts_with(['&', '!']) {
            value = value.split_once(' ').map_or("", |(_, rest)| rest).trim_start();
        }
        match value.chars().next() {
            Some('|' | '>') if is_block_header(value) => {
                self.open = Open::Block { parent, indent: None };
            }
            Some(quote @ ('"' | '\''))
                if end_of_quote(value.get(1..).unwrap_or_default(), quote).is_none() =>
            {
                self.open = Open::Quote(quote);
            }
            Some('[' | '{') => {
                let (mut depth, mut quote) = (0, None);
                if !end_of_flow(value, &mut depth, &mut quote) {
                    self.open = Open::Flow { depth, quote };
                }
            }
            _ => {}
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

    /// Finds the group of a line; `dash` is the column of its last dash.
    fn enter(&mut self, column: usize, dash: Option<usize>) {
        self.close_groups(Some(dash.unwrap_or(column)));
        let known = self.groups.last().map(|group| group.column);
        if dash.is_some() || known != Some(column) {
            self.groups.push(Lines {
                column,
                has_key: self.mapping == Some(column),
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
                for (slip, edit) in group.candidates {
                    self.slips.push(slip);
                    self.edits.push(edit);
                }
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
        let content = line.trim_start_matches(is_blank);
        let length = line.len() - content.len();
        let spaces = line.len() - line.trim_start_matches(' ').len();
        let column = line
            .chars()
            .take_while(|character| is_blank(*character))
            .map(|character| match character {
                '\t' | '\u{3000}' => INDENT,
                _ => 1,
            })
            .sum();
        Indent { spaces, column, length }
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

/// The first colon that YAML takes for one, outside a comment.
fn inner_colon(text: &str) -> Option<usize> {
    let mut previous = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '#' if matches!(previous, ' ' | '\t') => return None,
            ':' => match characters.peek() {
                None | Some((_, ' ' | '\t')) => return Some(at),
                Some(_) => {}
            },
            _ => {}
        }
        previous = character;
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

fn is_block_header(value: &str) -> bool {
    let rest = value
        .trim_start_matches(['|', '>'])
        .trim_start_matches(['+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let header = value.len() - rest.len();
    header <= 3
        && (rest.trim().is_empty() || rest.trim_start().starts_with('#') && rest.starts_with(' '))
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

/// Follows brackets and quotes through a line; true when the outermost bracket closes.
fn end_of_flow(line: &str, depth: &mut usize, quote: &mut Option<char>) -> bool {
    let mut previous = ' ';
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match (*quote, character) {
            (Some('"'), '\\') => {
                characters.next();
            }
            (Some(open), _) if open == character => *quote = None,
            (Some(_), _) => {}
            // Quotes open a scalar only where one begins.
            (None, '"' | '\'') if matches!(previous, ' ' | '\t' | '[' | '{' | ',' | ':') => {
                *quote = Some(character);
            }
            // A doubled single quote does not end its scalar.
            (None, '\'') if previous == '\'' => *quote = Some(character),
            (None, '#') if matches!(previous, ' ' | '\t') => return false,
            (None, '[' | '{') => *depth += 1,
            (None, ']' | '}') => {
                *depth = depth.saturating_sub(1);
                if *depth == 0 {
                    return true;
                }
            }
            _ => {}
        }
        previous = character;
    }
    false
}
