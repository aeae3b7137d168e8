//! Findings: what a stage found, carried beside its value.
//!
//! Every stage that can find faults returns an [`Outcome`]: a value, perhaps partial, and the
//! [`Findings`]. Nothing is handed a list to append to, and no stage reads the findings of
//! another to learn what it lost: that is told by values.

use crate::diagnostic::Diagnostic;

/// Diagnostics, in the order in which they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    found: Vec<Diagnostic>,
}

impl Findings {
    /// Nothing found.
    pub fn new() -> Findings {
        Findings::default()
    }

    /// Adds one diagnostic.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Whether there is an error among them.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(Diagnostic::is_error)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The diagnostics, in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.found.iter()
    }
}

impl From<Diagnostic> for Findings {
    fn from(diagnostic: Diagnostic) -> Findings {
        Findings { found: vec![diagnostic] }
    }
}

impl Extend<Diagnostic> for Findings {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, found: I) {
        self.found.extend(found);
    }
}

impl FromIterator<Diagnostic> for Findings {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(found: I) -> Findings {
        Findings { found: found.into_iter().collect() }
    }
}

impl IntoIterator for Findings {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.iter()
    }
}

/// What a stage made, and what it found while making it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Outcome<T> {
    /// The value; with errors among the findings it may be partial.
    pub value: T,
    /// What was found.
    pub findings: Findings,
}

impl<T> Outcome<T> {
    /// A value with what was found.
    pub fn new(value: T, findings: Findings) -> Outcome<T> {
        Outcome { value, findings }
    }

    /// A value with nothing found.
    pub fn clean(value: T) -> Outcome<T> {
        Outcome { value, findings: Findings::new() }
    }

    /// Moves the findings into those of the stage that goes on with the value.
    pub fn gather(self, findings: &mut Findings) -> T {
        findings.extend(self.findings);
        self.value
    }

    /// The same findings with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { value: change(self.value), findings: self.findings }
    }
}
