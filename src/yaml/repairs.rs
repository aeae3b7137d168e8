//! Repairs: what an input method or a word processor leaves in a YAML file is reported line by
//! line, and repaired in a copy.
//!
//! The parser has poor messages for such mistakes: after `部门：区司法局` it complains of the
//! colon in the next line, and of nothing after that. So the lines are examined before the
//! parser reads them. Every mistake is reported, and repaired in a copy of the text, so that the
//! parser finds the mistakes around it too. In text that is valid YAML nothing counts as a
//! mistake except what nobody means: tabs and wide blanks before a line, a name directly after a
//! dash, `{{` at the beginning of a value.

mod beside;
mod bullets;
mod colons;
mod dashes;
mod enclosed;
mod indents;
mod line_parts;
mod lines;
mod repaired;
mod swallowed;
mod values;

use std::collections::BTreeSet;
use std::ops::Range;

use self::colons::Colon;
use self::dashes::Dash;
use self::enclosed::{Enclosed, Flow};
use self::indents::Indentation;
pub(super) use self::repaired::Repaired;
use self::swallowed::{Shift, Swallowed};
use self::values::Value;
use super::words::Words;
use crate::diagnostic::Diagnostic;
use crate::findings::{Findings, Outcome};
use crate::source::{FileId, Span};

/// Stands before a value that YAML would not read as text; the reader removes it again.
pub(super) const TEXT_MARK: char = '\u{E000}';

/// A name of more characters than this is a sentence, not a key.
const LONGEST_KEY: usize = 30;

/// The key that the files of a year have.
const YEAR: &str = "年度:";

/// The key that a department's file has besides.
const DEPARTMENT: &str = "部门:";

/// The keys of a department's file below which names and values stand, and no list.
const MAPPINGS: [&str; 3] = [METRICS, "正文", "说明"];

/// The key below which every value is a number or a word.
const METRICS: &str = "指标";

/// Columns by which repaired text is indented below its key.
const INDENT: usize = 2;

/// Finds the mistakes of a text, reports them, and repairs them. `mapping` is the column at
/// which the text is known to hold keys, for a text that was cut out of its file; `base` gives
/// the place in the file of a place in the text.
pub(super) fn repair<'t>(
    file: FileId,
    text: &'t str,
    mapping: Option<usize>,
    base: impl Fn(usize) -> usize,
) -> Outcome<Repaired<'t>> {
    let is_of_year = text.starts_with(YEAR) || text.contains(&format!("\n{YEAR}"));
    let names_department =
        text.starts_with(DEPARTMENT) || text.contains(&format!("\n{DEPARTMENT}"));
    let is_of_department = is_of_year && names_department;
    // A key has its colon, of either width.
    let names = text.lines().filter_map(|line| line.split_once([':', '：']).map(|(name, _)| name));
    let names = if is_of_department { names.collect() } else { BTreeSet::new() };
    let mut scanner =
        Scanner { text, mapping, is_of_year, is_of_department, names, ..Scanner::default() };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        scanner.line(start, line.trim_end_matches('\n'));
        start += line.len();
    }
    scanner.close_groups(None);
    scanner.edits.sort_by_key(|edit| edit.at.start);
    let span = |at: &Range<usize>| Span::new(file, base(at.start)..base(at.end));
    let diagnostics = scanner.mistakes.iter().map(|mistake| {
        let written = text.get(mistake.at.clone()).unwrap_or_default();
        let diagnostic = mistake.diagnostic(written, span(&mistake.at));
        let mends = mistake.mends.iter();
        mends.fold(diagnostic, |diagnostic, Edit { at, with }| diagnostic.edit(span(at), with))
    });
    let findings: Findings = diagnostics.collect();
    Outcome::new(Repaired::new(text, &scanner.edits), findings)
}

/// The first key of a list's item stands there again, without the dash of the next item.
pub(super) fn missing_dash(key: Span) -> Diagnostic {
    Dash::Missing.words("").at(key)
}

/// A mistake of typing.
#[derive(Debug, Clone)]
struct Mistake {
    kind: Kind,
    at: Range<usize>,
    /// How many lines have it.
    lines: usize,
    /// What mends it in the file, on all its lines; nothing where that is not certain.
    mends: Vec<Edit>,
}

impl Mistake {
    fn diagnostic(&self, written: &str, span: Span) -> Diagnostic {
        let words = match self.kind {
            Kind::Colon(kind) => kind.words(written),
            Kind::Dash(kind) => kind.words(written),
            Kind::Value(kind) => kind.words(written),
            Kind::Enclosed(kind) => kind.words(),
            Kind::Indentation(kind) => kind.words(),
            Kind::Swallowed(kind) => kind.words(),
        };
        let diagnostic = words.at(span);
        if self.lines > 1 {
            diagnostic.note("说明", format!("这样的共 {} 行，这里只标出第一行", self.lines))
        } else {
            diagnostic
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Colon(Colon),
    Dash(Dash),
    Value(Value),
    Enclosed(Enclosed),
    Indentation(Indentation),
    Swallowed(Swallowed),
}

impl From<Colon> for Kind {
    fn from(kind: Colon) -> Kind {
        Kind::Colon(kind)
    }
}

impl From<Dash> for Kind {
    fn from(kind: Dash) -> Kind {
        Kind::Dash(kind)
    }
}

impl From<Value> for Kind {
    fn from(kind: Value) -> Kind {
        Kind::Value(kind)
    }
}

impl From<Enclosed> for Kind {
    fn from(kind: Enclosed) -> Kind {
        Kind::Enclosed(kind)
    }
}

impl From<Swallowed> for Kind {
    fn from(kind: Swallowed) -> Kind {
        Kind::Swallowed(kind)
    }
}

impl From<Indentation> for Kind {
    fn from(kind: Indentation) -> Kind {
        Kind::Indentation(kind)
    }
}

/// A range of the text, and what is written there instead.
#[derive(Debug, Clone)]
struct Edit {
    at: Range<usize>,
    with: String,
}

impl Edit {
    fn new(at: Range<usize>, with: impl Into<String>) -> Edit {
        Edit { at, with: with.into() }
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

/// Lines in the same column that belong to the same mapping, if it is one.
#[derive(Debug, Default)]
struct Lines<'t> {
    column: usize,
    has_key: bool,
    /// The column of the dash before them, and the key that follows it.
    item: Option<(usize, Option<&'t str>)>,
    /// Mistakes if it turns out to be a mapping; lines of a text if not.
    mistakes: Vec<Mistake>,
    edits: Vec<Edit>,
}

impl Lines<'_> {
    /// Whether they hold keys, or what is a key but for its colon.
    fn are_of_mapping(&self) -> bool {
        let is_key = |mistake: &Mistake| {
            matches!(mistake.kind, Kind::Colon(Colon::Wide | Colon::NoBlankAfter))
        };
        self.has_key || self.mistakes.iter().any(is_key)
    }
}

/// Goes through a text line by line.
#[derive(Debug, Default)]
struct Scanner<'t> {
    text: &'t str,
    open: Open,
    /// The column of a key or dash whose value is still to come, on a line of its own.
    expects_value: Option<usize>,
    /// The groups of lines that are open, the innermost last.
    groups: Vec<Lines<'t>>,
    mapping: Option<usize>,
    /// The keys that stand in no other one.
    outermost: BTreeSet<&'t str>,
    /// The last one of them.
    section: Option<&'t str>,
    /// The lines that stand too far right, in the text of the key above them.
    shift: Option<Shift>,
    /// Whether the text names a year, as files of departments do. The catalogue does not.
    is_of_year: bool,
    /// Whether it names its department, too.
    is_of_department: bool,
    /// What stands before the first colon of its lines: of those that are not indented the name.
    names: BTreeSet<&'t str>,
    mistakes: Vec<Mistake>,
    edits: Vec<Edit>,
    /// The column of the line before, if it was in a wrong one, and the index of its mistake.
    last_misaligned: Option<(usize, usize)>,
    /// The columns to which wide blanks and tabs seemed to reach, and those that were meant.
    odd_columns: Vec<(usize, usize)>,
}

impl Scanner<'_> {
    fn found(&mut self, kind: impl Into<Kind>, at: Range<usize>) {
        self.mistakes.push(Mistake { kind: kind.into(), at, lines: 1, mends: Vec::new() });
    }

    /// A mistake whose mend is certain, which is what it is repaired by, too.
    fn found_with(&mut self, kind: impl Into<Kind>, at: Range<usize>, mend: Edit) {
        self.edits.push(mend.clone());
        self.mistakes.push(Mistake { kind: kind.into(), at, lines: 1, mends: vec![mend] });
    }

    /// For mistakes that whole paragraphs have, whose mend is certain: the first line is shown, the
    /// others are counted.
    fn found_again(&mut self, kind: impl Into<Kind>, at: Range<usize>, mend: Edit) {
        self.found_all(kind, at, vec![mend]);
    }

    /// The same for a mend of several parts.
    fn found_all(&mut self, kind: impl Into<Kind>, at: Range<usize>, mends: Vec<Edit>) {
        let kind = kind.into();
        self.edits.extend(mends.iter().cloned());
        match self.mistakes.iter_mut().find(|mistake| mistake.kind == kind) {
            Some(mistake) => {
                mistake.lines += 1;
                mistake.mends.extend(mends);
            }
            None => self.mistakes.push(Mistake { kind, at, lines: 1, mends }),
        }
    }

    /// Whether the lines that are read stand below 指标 of a department's file. The catalogue lists its
    /// metrics under this word, too.
    fn is_in_metrics(&self) -> bool {
        self.is_of_year && self.section == Some(METRICS)
    }

    /// A repair that need not be what was meant.
    fn edit(&mut self, at: Range<usize>, with: impl Into<String>) {
        self.edits.push(Edit::new(at, with));
    }
}
