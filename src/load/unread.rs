//! What of the year's files was not understood: what is missing there may merely be unread.

use std::collections::BTreeSet;

use super::Department;
use crate::diagnostic::Diagnostic;
use crate::findings::Findings;
use crate::project::Profile;
use crate::source::{FileId, Place, Sources, Span, Spanned};

/// What of the year's files was not understood. All of it was reported.
#[derive(Debug, Clone, Default)]
pub struct Unread {
    /// The files in which something was not understood.
    files: BTreeSet<FileId>,
    /// The places in their texts, in order.
    spans: Vec<Span>,
    /// The lines at these places, by the name that each probably bears.
    pub lines: Vec<Spanned<String>>,
    /// The departments of whose files no figure was understood.
    departments: Vec<String>,
    /// What was not read of workbooks: the names of figures and the keys of texts.
    lost: BTreeSet<(FileId, String)>,
}

impl Unread {
    /// What the errors that reading found leave in doubt.
    pub(super) fn new(
        findings: &Findings,
        departments: &[Department],
        year: i32,
        directory: &Profile,
        sources: &Sources,
    ) -> Unread {
        let errors = findings.iter().filter(|found| found.is_error());
        let places: Vec<Place> = errors.filter_map(Diagnostic::place).collect();
        let files: BTreeSet<FileId> = places.iter().map(|place| place.file()).collect();
        let mut spans: Vec<Span> = places.iter().filter_map(|place| place.span()).collect();
        let lines =
            spans.iter().map(|span| Spanned { value: name_at(*span, sources), span: *span });
        let mut lines: Vec<Spanned<String>> = lines.filter(|line| !line.value.is_empty()).collect();
        let mut lost = BTreeSet::new();
        for department in departments {
            let file = department.file;
            let names = sources.get(file).workbook().map_or(&[][..], |book| &book.lost);
            lost.extend(names.iter().map(|name| (file, name.clone())));
            // What was typed all the same is not missing.
            let is_typed = |name: &str| {
                let mut figures = department.metrics.iter();
                figures.any(|(key, typed)| key.value == name && !typed.is_nothing())
            };
            let missing = names.iter().filter(|name| !is_typed(name));
            lines.extend(
                missing.map(|name| Spanned { value: name.clone(), span: Span::new(file, 0..0) }),
            );
        }
        spans.sort();
        let has_figures = |name: &str| {
            let mut departments = departments.iter();
            departments.any(|known| known.name.value == name && !known.metrics.is_empty())
        };
        // `区司法局.yml` is a file that was not read, too.
        let is_at_fault =
            |name: &str| files.iter().any(|file| sources.get(*file).is_named_for(name, year));
        let names = directory.departments.iter().map(|entry| entry.name.as_str());
        let departments = names.filter(|name| is_at_fault(name) && !has_figures(name));
        let departments = departments.map(str::to_owned).collect();
        Unread { files, spans, lines, departments, lost }
    }

    /// What of these files was not understood, which concern one department alone.
    pub(crate) fn within(&self, files: &[FileId], department: &str) -> Unread {
        let is_of = |span: &Span| files.contains(&span.file);
        Unread {
            files: self.files.iter().filter(|file| files.contains(file)).copied().collect(),
            spans: self.spans.iter().filter(|span| is_of(span)).copied().collect(),
            lines: self.lines.iter().filter(|line| is_of(&line.span)).cloned().collect(),
            departments: self
                .departments
                .iter()
                .filter(|name| *name == department)
                .cloned()
                .collect(),
            lost: self.lost.iter().filter(|(file, _)| files.contains(file)).cloned().collect(),
        }
    }

    /// Whether a figure or a text of a file was not read, which was reported.
    pub(crate) fn is_lost(&self, file: FileId, name: &str) -> bool {
        !self.lost.is_empty() && self.lost.contains(&(file, name.to_owned()))
    }

    /// Whether everything was understood.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files in which something was not understood.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.files.iter().copied()
    }

    /// Whether something of a file was not understood.
    pub fn has(&self, file: FileId) -> bool {
        self.files.contains(&file)
    }

    /// Whether something within a stretch of text was not understood.
    pub fn overlaps(&self, span: Span) -> bool {
        self.spans.iter().any(|unread| unread.overlaps(span))
    }

    /// Whether a department's file was not understood at all, or bears a mistyped name, so that
    /// nothing can be said of what it lacks.
    pub fn is_all_of(&self, department: &str) -> bool {
        self.departments.iter().any(|name| name == department)
    }
}

/// The name that a text begins with.
pub(super) fn name_at(span: Span, sources: &Sources) -> String {
    let text = sources.text(span).trim_start();
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    text.chars().take_while(|character| is_name(*character)).collect()
}
