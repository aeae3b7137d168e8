//! What a department's form holds for the reports beside the default one: a block below the name
//! of each kind.

use serde::Serialize;

use super::department::{self, Content, Filled, ItemView};
use super::own_report;
use crate::load::{Report, Submissions};
use crate::project::{DirectoryEntry, Project};
use crate::source::Sources;

/// A kind of report beside the default one, with last year's submissions of it.
#[derive(Debug)]
pub(crate) struct Other {
    /// The project for this kind.
    pub(crate) project: Project,
    /// Last year's, where there is any.
    pub(crate) last: Option<Submissions>,
    /// The report of the year itself, where it is there already.
    pub(crate) report: Option<Report>,
}

/// What the template may name.
#[derive(Debug, Serialize)]
struct Block<'a> {
    /// The key: the name of the kind's folder.
    kind: &'a str,
    /// What people call the report.
    name: &'a str,
    items: Vec<ItemView<'a>>,
    contents: Vec<Content<'a>>,
    verbatim: Vec<&'a str>,
    own: own_report::View<'a>,
}

/// A department's form, with the blocks of other reports.
#[derive(Debug, Serialize)]
pub(super) struct Whole<'a> {
    #[serde(flatten)]
    form: department::Values<'a>,
    others: Vec<Block<'a>>,
}

/// The form of a department, or nothing when nothing is asked of it.
pub(super) fn whole<'a>(
    project: &'a Project,
    (entry, year): (&'a DirectoryEntry, i32),
    (last, outline): (Option<&'a Submissions>, Option<&'a Report>),
    others: &'a [Other],
    sources: &'a Sources,
) -> Option<Whole<'a>> {
    let form = department::values(project, entry, year, last, outline, sources)?;
    Some(Whole { form, others: blocks(others, entry, year, sources) })
}

/// The blocks of a department's form; none for a kind of which nothing is written in it.
fn blocks<'a>(
    others: &'a [Other],
    entry: &DirectoryEntry,
    year: i32,
    sources: &'a Sources,
) -> Vec<Block<'a>> {
    let department = entry.name.as_str();
    let block = |other: &'a Other| {
        let kind = &other.project.kind;
        let filled = Filled::new(&other.project, year, department, other.last.as_ref(), sources);
        let block = Block {
            kind: &kind.folder,
            name: &kind.name,
            items: filled.items(other.report.as_ref(), department),
            contents: filled.contents(),
            verbatim: filled.verbatim(),
            own: filled.own_report(entry.level),
        };
        let is_empty =
            block.items.is_empty() && block.contents.is_empty() && !block.own.is_written();
        (!is_empty).then_some(block)
    };
    others.iter().filter_map(block).collect()
}
