//! Diagnostics: what is wrong, where, and how to mend it.
//!
//! A [`Diagnostic`] is plain data; how it looks is decided at the edge, by one
//! renderer a file under `diagnostic/`. Everything a user can cause is one of these.

mod codes;
pub mod github;
pub mod json;
mod nearest;
#[cfg(test)]
mod sample;
pub mod sarif;
pub mod text;

pub use codes::Code;
pub(crate) use nearest::Guesses;
pub use nearest::nearest;

use crate::source::{Place, Span};

/// How grave a diagnostic is. Only errors keep a report from being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 错误
    Error,
    /// 警告
    Warning,
    /// 提示
    Hint,
}

/// A place and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where it is.
    pub place: Place,
    /// What is said of it; empty where the mark alone says enough.
    pub text: String,
    /// The place the diagnostic is about; the others are the places that explain it.
    pub primary: bool,
}

/// A change of a text: the bytes of a range are replaced. An empty range inserts, an empty text
/// deletes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// One fault, warning or hint. The first primary label is where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of diagnostic.
    pub code: Code,
    /// That of the code, unless a rule of the catalogue sets another.
    pub severity: Severity,
    /// One line, no full stop.
    pub message: String,
    /// The places, in the order in which they were added.
    pub labels: Vec<Label>,
    /// Further facts, each `key: text` (算式, 说明, …).
    pub notes: Vec<(String, String)>,
    /// How to mend it; shown as 建议.
    pub help: Option<String>,
    /// The edits that mend it, all of them together; none where the mend is not certain. No edit
    /// changes a value.
    pub edits: Vec<Edit>,
    /// The departments that it concerns: those its maker names, and, once the findings are
    /// [arranged](crate::findings::Findings::arrange), those in whose files its places stand.
    pub departments: Vec<String>,
}

impl Diagnostic {
    /// A diagnostic of the code's usual severity.
    pub fn new(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            edits: Vec::new(),
            departments: Vec::new(),
        }
    }

    /// The same diagnostic with another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// The place it is about.
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { place: place.into(), text: text.into(), primary: true });
        self
    }

    /// A place that explains it.
    #[must_use]
    pub fn also(mut self, place: impl Into<Place>, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { place: place.into(), text: text.into(), primary: false });
        self
    }

    /// A further fact under a key: 算式, 说明, 依据.
    #[must_use]
    pub fn note(mut self, key: impl Into<String>, text: impl Into<String>) -> Diagnostic {
        self.notes.push((key.into(), text.into()));
        self
    }

    /// How to mend it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// An edit that mends it: only where the mend is certain and no value changes.
    #[must_use]
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.edits.push(Edit { span, text: text.into() });
        self
    }

    /// The same where the mend is certain, and nothing otherwise.
    #[must_use]
    pub fn edit_where(self, is_certain: bool, span: Span, text: impl Into<String>) -> Diagnostic {
        if is_certain { self.edit(span, text) } else { self }
    }

    /// A department that has to know of it, though no place of it stands in its file.
    #[must_use]
    pub fn concerning(mut self, department: impl Into<String>) -> Diagnostic {
        self.departments.push(department.into());
        self
    }

    /// Whether it keeps the report from being made.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The range of text where it is; the beginning of the text for a file as a whole.
    pub fn span(&self) -> Option<Span> {
        self.place().and_then(|place| match place {
            Place::File(file) => Some(Span::new(file, 0..0)),
            other => other.span(),
        })
    }

    /// Where it is: its first primary label, or else its first label.
    pub fn place(&self) -> Option<Place> {
        let primary = self.labels.iter().find(|label| label.primary);
        primary.or(self.labels.first()).map(|label| label.place)
    }
}
