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
pub use nearest::nearest;

use crate::source::Span;

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
    pub span: Span,
    pub text: String,
    /// The place the diagnostic is about; the others are the places that explain it.
    pub primary: bool,
}

/// One fault, warning or hint. The first primary label is where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// One line, no full stop.
    pub message: String,
    pub labels: Vec<Label>,
    /// Further facts, each `key: text` (算式, 说明, …).
    pub notes: Vec<(String, String)>,
    /// How to mend it; shown as 建议.
    pub help: Option<String>,
    /// The departments that it concerns: those its maker names, and, once it is known whose the
    /// year's files are, those in whose files its places stand.
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
            departments: Vec::new(),
        }
    }

    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// The place it is about.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into(), primary: true });
        self
    }

    /// A place that explains it.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into(), primary: false });
        self
    }

    #[must_use]
    pub fn note(mut self, key: impl Into<String>, text: impl Into<String>) -> Diagnostic {
        self.notes.push((key.into(), text.into()));
        self
    }

    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// A department that has to know of it, though no place of it stands in its file.
    #[must_use]
    pub fn concerning(mut self, department: impl Into<String>) -> Diagnostic {
        self.departments.push(department.into());
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Where it is: its first primary label, or else its first label.
    pub fn span(&self) -> Option<Span> {
        let primary = self.labels.iter().find(|label| label.primary);
        primary.or(self.labels.first()).map(|label| label.span)
    }
}

/// A file of which more is to be told is no form at all, and nobody reads so many.
pub const MOST: usize = 1000;

/// Puts diagnostics in order ([`sort`]), and leaves out those of one file that are too many to
/// be told ([`MOST`]), but never all its errors.
pub fn arrange(diagnostics: &mut Vec<Diagnostic>) {
    sort(diagnostics);
    if diagnostics.len() <= MOST {
        return;
    }
    let file = |diagnostic: &Diagnostic| diagnostic.span().map(|span| span.file);
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for of_file in diagnostics.chunk_by(|one, next| file(one) == file(next)) {
        let (told, left) = of_file.split_at(of_file.len().min(MOST));
        kept.extend_from_slice(told);
        let Some(last) = kept.last_mut().filter(|last| !left.is_empty() && file(last).is_some())
        else {
            kept.extend_from_slice(left);
            continue;
        };
        if let Some(error) = left.iter().find(|left| left.is_error())
            && !told.iter().any(Diagnostic::is_error)
        {
            *last = error.clone();
        }
        *last = last.clone().note("说明", "这个文件的问题太多，后面的没有列出");
    }
    *diagnostics = kept;
}

/// Puts diagnostics in the order they are told: by file as the files were read, by place,
/// by code. Those without a place come first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (a.span(), a.code, &a.message).cmp(&(b.span(), b.code, &b.message)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn too_many_for_anybody_are_left_out() {
        let told =
            |code, file, at| Diagnostic::new(code, "").at(Span::new(FileId(file), at..at), "");
        // Warnings, one error behind them, and another file.
        let mut all: Vec<Diagnostic> = (0..2 * MOST).map(|at| told(Code::E0302, 1, at)).collect();
        all.push(told(Code::E0301, 1, 2 * MOST));
        all.push(told(Code::E0301, 2, 0));
        arrange(&mut all);
        assert_eq!(all.len(), MOST + 1);
        let last = &all[MOST - 1];
        assert!(last.is_error());
        assert_eq!(last.notes.len(), 1);
        // What has no place is kept, however much there is of it.
        let mut nowhere = vec![Diagnostic::new(Code::E0302, ""); MOST + 9];
        arrange(&mut nowhere);
        assert_eq!(nowhere.len(), MOST + 9);
    }
}
