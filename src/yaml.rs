//! YAML as a tree whose every node knows its place.
//!
//! Scalars keep the text as typed, so that figures are read from the clerk's own
//! digits. Nothing is ever expanded: anchors, aliases, tags and second documents
//! are faults with a place.

#[cfg(any(test, fuzzing))]
mod agreement;
mod fields;
mod folds;
mod remarks;
mod repairs;
mod shape;
mod syntax;
mod tree;
mod trees;
mod words;

#[cfg(any(test, fuzzing))]
pub(crate) use agreement::agrees_with_serde_yaml;
pub(crate) use fields::colon_in_key;
pub use fields::{Fields, Misshapen, Reader};
pub(crate) use folds::unfolded;
pub(crate) use remarks::{doubtful_remark, remarks};
pub use shape::read;

/// A text of a tree: kept in place up to 23 bytes.
pub use smol_str::SmolStr as Text;
pub use trees::Trees;

use std::ops::Range;

use granit_parser::{Event, Parser, options};
use smol_str::SmolStr;

use self::tree::Builder;
use crate::bounds::YAML_DEPTH;
use crate::diagnostic::Code;
use crate::findings::Outcome;
use crate::source::{FileId, Sources, Span};
use crate::text::is_invisible;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// From the first to the last character of the value itself; for [`Kind::Null`] an
    /// empty range where the value would begin.
    pub span: Span,
    /// What it is.
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

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Nothing was written after the colon, or `~` or `null`.
    Null,
    /// Text as typed (escapes of quoted scalars resolved, indentation of `|` text taken off).
    Scalar {
        /// The text.
        text: SmolStr,
        /// How it was written.
        style: Style,
    },
    /// The items, in order.
    List(Vec<Node>),
    /// The entries, in order.
    Map(Vec<Entry>),
}

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// `|` or `>`
    Block,
}

/// `key: value`; keys are unique within their map.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The name before the colon.
    pub key: SmolStr,
    /// Where the name stands.
    pub key_span: Span,
    /// What follows the colon.
    pub value: Node,
}

/// Lists and mappings within each other; our files need six.
const DEEPEST: usize = YAML_DEPTH.size();

/// Characters of one to four bytes that YAML takes for text.
const BLANKS: [char; 4] = ['_', '\u{B7}', '\u{E001}', '\u{F0000}'];

/// Reads one file. What could be understood is returned, nothing when the structure is broken.
/// An empty file is a [`Kind::Null`].
pub fn parse(file: FileId, text: &str) -> Outcome<Option<Node>> {
    let read = Part { file, start: 0, blanks: 0, text }.parse(None);
    if read.value.is_some() || !text.contains(is_invisible) {
        return read;
    }
    // Such a character was reported when the file was read, and is what stopped the parser: with
    // another one of as many bytes in its place, the rest can be read.
    let blank = |c: char| if is_invisible(c) { BLANKS[c.len_utf8() - 1] } else { c };
    let text: String = text.chars().map(blank).collect();
    Part { file, start: 0, blanks: 0, text: &text }.parse(None)
}

/// Reads plain text that stands where a mapping was meant, as in
///
/// ```yaml
/// 说明:
///   村级综治中心数：口径不同
/// ```
///
/// again, as a mapping with mistakes. Nothing when it is not plain text on lines of its own.
pub fn reread_as_map(node: &Node, sources: &Sources) -> Option<Outcome<Node>> {
    let Kind::Scalar { style: Style::Plain, .. } = node.kind else {
        return None;
    };
    let text = sources.get(node.span.file).text();
    let Range { start, end } = node.span.range();
    // The start of the line may be far away: only blanks and dashes are looked through.
    let above = text.get(..start)?.trim_end_matches([' ', '-']);
    if !above.is_empty() && !above.ends_with('\n') {
        return None;
    }
    let before = text.get(above.len()..start)?;
    let part = Part {
        file: node.span.file,
        start,
        blanks: before.len(),
        text: &(" ".repeat(before.len()) + text.get(start..end)?),
    };
    let Outcome { value, findings } = part.parse(Some(before.len()));
    let node = value.filter(|node| matches!(node.kind, Kind::Map(_)))?;
    (!findings.is_empty()).then(|| Outcome::new(node, findings))
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

    /// The tree of the text; nothing when its structure is broken. `mapping` is the column at
    /// which it is known to hold keys.
    fn parse(&self, mapping: Option<usize>) -> Outcome<Option<Node>> {
        let Outcome { value: repaired, mut findings } =
            repairs::repair(self.file, self.text, mapping, |offset| self.offset(offset));
        let mut builder = Builder::new(self, &repaired);
        let options = options! {
            emit_anchor_events: true,
            emit_unresolved_aliases: true,
            disallow_directives: true,
            flow_nesting_limit: DEEPEST,
            block_nesting_limit: DEEPEST,
        };
        let mut documents = 0;
        let mut parser = Parser::new_from_str_with_options(&repaired.text, options);
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
                    let at = repaired.original(at).min(self.text.len());
                    let bracket = builder.open_bracket();
                    let mut fault = syntax::fault(self, error.kind(), at);
                    if fault.code == Code::E0114
                        && let Some(bracket) = bracket
                    {
                        fault = fault.also(bracket, "从这个括号开始");
                    }
                    findings.extend(builder.findings);
                    findings.report(fault);
                    return Outcome::new(None, findings);
                }
            }
        }
        let empty = Node { span: self.span(0..0), kind: Kind::Null };
        let Outcome { value: root, findings: found } = builder.finish();
        findings.extend(found);
        Outcome::new(Some(root.unwrap_or(empty)), findings)
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
}

#[cfg(test)]
mod tests;
