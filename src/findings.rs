//! Findings: what a stage found, carried beside its value.
//!
//! Every stage that can find faults returns an [`Outcome`]: a value, perhaps partial, and the
//! [`Findings`]. Nothing is handed a list to append to, and no stage reads the findings of
//! another to learn what it lost: that is reported by values.

mod bounded;
mod in_cells;

use std::ops::Deref;

use crate::bounds::FINDINGS;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Place, Sources};

/// A file with more findings is no form at all, and nobody reads so many.
pub const MOST: usize = FINDINGS.size();

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

    /// Whether there is neither an error nor a warning among them.
    pub fn is_clean(&self) -> bool {
        self.found.iter().all(|found| found.severity == Severity::Hint)
    }

    /// Makes them ready to be shown: each is given the departments in whose files its places
    /// stand, what stands in a workbook is told of its cells, without edits, for nobody can apply
    /// them, and what is quoted at length is shortened; all are put in order by file, place, code and message, those without a place
    /// first; and those of one file that are more than [`MOST`] are left out, but never all its
    /// errors.
    pub fn arrange(&mut self, sources: &Sources) {
        for diagnostic in &mut self.found {
            attribute(diagnostic, sources);
            note_remarks(diagnostic, sources);
            let source = diagnostic.place().map(|place| sources.get(place.file()));
            if source.is_some_and(|source| source.workbook().is_some()) {
                let help = diagnostic.help.as_deref().and_then(in_cells::reworded);
                diagnostic.help = help.or(diagnostic.help.take());
            }
            let mut edits = diagnostic.edits.iter();
            if edits.any(|edit| sources.get(edit.span.file).workbook().is_some()) {
                diagnostic.edits.clear();
            }
            bounded::bound(diagnostic);
        }
        self.found
            .sort_by(|a, b| (a.place(), a.code, &a.message).cmp(&(b.place(), b.code, &b.message)));
        self.cap();
    }

    /// Leaves out what is more than [`MOST`] of one file.
    fn cap(&mut self) {
        if self.found.len() <= MOST {
            return;
        }
        let file = |diagnostic: &Diagnostic| diagnostic.place().map(|place| place.file());
        let mut kept: Vec<Diagnostic> = Vec::with_capacity(self.found.len());
        for of_file in self.found.chunk_by(|one, next| file(one) == file(next)) {
            let (shown, left) = of_file.split_at(of_file.len().min(MOST));
            kept.extend_from_slice(shown);
            let Some(last) =
                kept.last_mut().filter(|last| !left.is_empty() && file(last).is_some())
            else {
                kept.extend_from_slice(left);
                continue;
            };
            if let Some(error) = left.iter().find(|left| left.is_error())
                && !shown.iter().any(Diagnostic::is_error)
            {
                *last = error.clone();
            }
            *last = last.clone().note("说明", "这个文件的问题太多，后面的没有列出");
        }
        self.found = kept;
    }

    /// Keeps only some of them.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.found.retain(keep);
    }
}

/// Adds the departments in whose files the places of a diagnostic stand, and puts all that it
/// concerns in the order of the directory.
fn attribute(diagnostic: &mut Diagnostic, sources: &Sources) {
    let names = &mut diagnostic.departments;
    for label in &diagnostic.labels {
        names.extend(sources.owners(label.place.file()).map(str::to_owned));
    }
    names.retain(|name| sources.department(name).is_some());
    names.sort_by_key(|name| sources.department(name));
    names.dedup();
}

/// Adds what is to be known of the cells of a workbook that an error or a warning points at.
fn note_remarks(diagnostic: &mut Diagnostic, sources: &Sources) {
    const HERE: &str = "这一格";
    if diagnostic.severity == Severity::Hint {
        return;
    }
    let first = diagnostic.place();
    for label in &diagnostic.labels {
        let Some(remark) = sources.remark(label.place) else { continue };
        let key = match sources.shown(label.place) {
            Place::Cell(cell) if Some(label.place) != first => sources.cell_name(cell),
            _ => HERE.to_owned(),
        };
        if diagnostic.notes.iter().all(|(known, _)| *known != key) {
            diagnostic.notes.push((key, remark.text.clone()));
        }
    }
}

/// The diagnostics as they stand.
impl Deref for Findings {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.found
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

impl<T> Outcome<Option<T>> {
    /// What the next stage makes of the value, if there is one, with the findings of both.
    pub fn and_then<U>(self, next: impl FnOnce(T) -> Outcome<Option<U>>) -> Outcome<Option<U>> {
        let mut findings = self.findings;
        let value = self.value.and_then(|value| next(value).gather(&mut findings));
        Outcome::new(value, findings)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Severity};
    use crate::source::{Content, FileId, Owned, Remark, Role, Span, Stretch, Workbook};

    #[test]
    fn too_many_for_anybody_are_left_out() {
        let mut sources = Sources::default();
        let files: Vec<FileId> = ["a.yaml", "b.yaml"].map(|path| sources.add(path, "")).into();
        let at = |code, file: usize, at| {
            Diagnostic::new(code, "").at(Span::new(files[file], at..at), "")
        };
        // Warnings, one error behind them, and another file.
        let mut all: Findings = (0..2 * MOST).map(|start| at(Code::E0302, 0, start)).collect();
        all.report(at(Code::E0301, 0, 2 * MOST));
        all.report(at(Code::E0301, 1, 0));
        all.arrange(&sources);
        assert_eq!(all.len(), MOST + 1);
        let last = &all[MOST - 1];
        assert!(last.is_error());
        assert_eq!(last.notes.len(), 1);
        // What has no place is kept, however much there is of it.
        let mut nowhere: Findings =
            std::iter::repeat_n(Diagnostic::new(Code::E0302, ""), MOST + 9).collect();
        nowhere.arrange(&sources);
        assert_eq!(nowhere.len(), MOST + 9);
    }

    #[test]
    fn order_is_by_place_then_code_then_message() {
        let mut sources = Sources::default();
        let first = sources.add("b.yaml", "甲: 1\n");
        let second = sources.add("a.yaml", "乙: 1\n");
        let at = |file, start: usize| Span::new(file, start..start + 1);
        let mut all: Findings = [
            Diagnostic::new(Code::E0105, "戊").at(at(second, 0), ""),
            Diagnostic::new(Code::E0106, "丁").at(at(first, 5), ""),
            Diagnostic::new(Code::E0105, "丙").at(at(first, 5), ""),
            Diagnostic::new(Code::E0105, "乙").at(first, ""),
            Diagnostic::new(Code::E0105, "甲").severity(Severity::Hint),
        ]
        .into_iter()
        .collect();
        all.arrange(&sources);
        let order: Vec<_> = all.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(order, ["甲", "乙", "丙", "丁", "戊"]);
    }

    #[test]
    fn what_is_to_be_known_of_a_cell_is_said_with_its_fault() {
        let mut sources = Sources::default();
        let stretch = Stretch { range: 5..8, sheet: 0, row: 4, column: 1, line: 0 };
        let text = "是公式".to_owned();
        let remark = Remark { sheet: 0, row: 4, column: 1, text, is_percentage: false };
        let file = sources.add(
            "区信访局.xlsx",
            Content::Workbook(Workbook {
                sheets: vec!["指标".to_owned()],
                text: "甲: '12'\n".to_owned(),
                stretches: vec![stretch],
                remarks: vec![remark],
                lost: Vec::new(),
            }),
        );
        let fault = |severity| {
            let found = Diagnostic::new(Code::E0401, "").severity(severity);
            found.at(Span::new(file, 5..8), "")
        };
        let mut findings: Findings =
            [fault(Severity::Error), fault(Severity::Hint)].into_iter().collect();
        for _ in 0..2 {
            findings.arrange(&sources);
        }
        let noted = |severity| {
            let mut found = findings.iter().filter(|found| found.severity == severity);
            found.next().unwrap().notes.clone()
        };
        assert_eq!(noted(Severity::Error), [("这一格".to_owned(), "是公式".to_owned())]);
        assert_eq!(noted(Severity::Hint), []);
    }

    #[test]
    fn a_diagnostic_concerns_those_in_whose_files_its_places_stand() {
        let mut sources = Sources::default();
        sources.set_departments(["区司法局", "区城管局", "区信访局"].map(str::to_owned));
        let file = sources.add("data/2024/区信访局.yaml", "部门: 区城管局\n");
        let by_name = Some("区信访局".to_owned());
        let owned = Owned { year: 2024, by_name, by_content: None };
        sources.set_role(file, Role::Department(owned));
        sources.set_owner(file, "区城管局");
        let found = Diagnostic::new(Code::E0105, "").at(file, "").concerning("区司法局");
        let mut findings = Findings::from(found.concerning("别处"));
        for _ in 0..2 {
            findings.arrange(&sources);
            let departments = &findings[0].departments;
            assert_eq!(departments, &["区司法局", "区城管局", "区信访局"]);
        }
    }
}
