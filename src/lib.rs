//! nianbao 年报: from the departments' YAML to the official annual report.
//!
//! The straight line, [`examine`] then [`make`]:
//!
//! ```text
//! data/2024/*.yaml ─load▶ Submissions ─check▶ Figures ─compose▶ Document ─render▶ bytes ─write▶ output/2024/
//! ```
//!
//! [`project`] and [`load`] read, [`write`] writes; everything between takes values and
//! gives values. ARCHITECTURE.md says what each room is for and where to add things.

pub mod catalogue;
pub mod check;
pub mod cli;
pub mod compose;
pub mod diagnostic;
pub mod document;
pub mod figures;
pub mod load;
pub mod number;
pub mod project;
pub mod prose;
pub mod render;
pub mod schema;
pub mod source;
pub mod template;
pub mod write;
pub mod yaml;

use std::path::Path;

use crate::compose::Parts;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::figures::Figures;
use crate::load::Submissions;
use crate::project::Project;
use crate::render::pdf::{FontBook, FontList, Style};
use crate::source::Sources;
use crate::template::Templates;
use crate::write::Output;

/// Where the measures of the printed page stand, seen from the project.
const STYLE: &str = "templates/gbt9704.yaml";
/// Where the list of fonts stands.
const FONTS: &str = "fonts/fonts.yaml";
/// What the report's files are called, without extension.
const NAME: &str = "年报";
const DRAFT_NAME: &str = "年报（草稿）";
const ORIGINS_NAME: &str = "数据来源.csv";

/// One year of one project, read and checked.
#[derive(Debug)]
pub struct Examined {
    pub sources: Sources,
    /// Everything found, in the order it is told.
    pub diagnostics: Vec<Diagnostic>,
    /// None when the data could not be read far enough to be checked.
    pub year: Option<Year>,
}

/// What was read and checked.
#[derive(Debug)]
pub struct Year {
    pub project: Project,
    pub submissions: Submissions,
    pub figures: Figures,
}

impl Examined {
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads and checks one year.
pub fn examine(root: &Path, year: i32) -> Examined {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let year = read_and_check(root, year, &mut sources, &mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    Examined { sources, diagnostics, year }
}

fn read_and_check(
    root: &Path,
    year: i32,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Year> {
    let project = Project::open(root, sources, diagnostics)?;
    // Against a catalogue that is itself at fault, right figures would be blamed.
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let (submissions, mut reading) = load::load(&project, year, sources);
    let checked = submissions.filter(|_| sound).map(|submissions| {
        let Project { profile, catalogue, .. } = &project;
        let checked = check::check(&submissions, profile, catalogue, sources, &reading);
        (submissions, checked)
    });
    diagnostics.append(&mut reading);
    let (submissions, checked) = checked?;
    diagnostics.extend(checked.diagnostics);
    Some(Year { project, submissions, figures: checked.figures })
}

/// The outward forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Html,
    Markdown,
}

/// How a report is made.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// `templates/<layout>.md.tera`; none = the profile's.
    pub layout: Option<&'a str>,
    pub formats: &'a [Format],
    /// Marks what is missing instead of failing.
    pub draft: bool,
}

/// Composes the report of a year that was examined. Templates join its sources.
///
/// # Errors
/// Faults of templates, and of prose that only the finished text shows.
pub fn compose(
    year: &Year,
    layout: Option<&str>,
    draft: bool,
    sources: &mut Sources,
) -> Result<(Document, Templates), Vec<Diagnostic>> {
    let Year { project, submissions, figures } = year;
    let mut faults = Vec::new();
    let templates = project.templates(sources, &mut faults);
    let layout = layout.unwrap_or(&project.profile.layout);
    let profile = &project.profile;
    let parts = Parts { profile, submissions, figures, templates: &templates, sources };
    match compose::compose(&parts, layout, draft) {
        Ok(document) if faults.is_empty() => Ok((document, templates)),
        Ok(_) => Err(faults),
        Err(found) => Err(faults.into_iter().chain(found).collect()),
    }
}

/// Makes the report's files from a year that was examined.
///
/// # Errors
/// Faults of templates, prose and fonts; then there are no files at all.
pub fn make(
    year: &Year,
    options: &Options,
    sources: &mut Sources,
) -> Result<Vec<Output>, Vec<Diagnostic>> {
    let project = &year.project;
    let (document, templates) = compose(year, options.layout, options.draft, sources)?;
    let mut faults = Vec::new();
    let name = if options.draft { DRAFT_NAME } else { NAME };
    let mut outputs = Vec::new();
    let mut add = |name: String, bytes| outputs.push(Output { name, bytes });
    for format in options.formats {
        match format {
            Format::Pdf => match pdf(project, &document, sources) {
                Ok(bytes) => add(format!("{name}.pdf"), bytes),
                Err(found) => faults.extend(found),
            },
            Format::Html => match render::html::render(&document, &templates, sources) {
                Ok(page) => add(format!("{name}.html"), page.into_bytes()),
                Err(found) => faults.extend(found),
            },
            Format::Markdown => {
                add(format!("{name}.md"), render::markdown::render(&document).into_bytes());
            }
        }
    }
    add(ORIGINS_NAME.to_owned(), render::sources::render(&document).into_bytes());
    if faults.is_empty() { Ok(outputs) } else { Err(faults) }
}

fn pdf(
    project: &Project,
    document: &Document,
    sources: &mut Sources,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let style = project.read_fixed::<Style>(STYLE, sources, &mut faults);
    let list = project.read_fixed::<FontList>(FONTS, sources, &mut faults);
    let (Some(style), Some(list)) = (style, list) else {
        return Err(faults);
    };
    let fonts = FontBook::new(list, &project.fonts(), Box::new(|name| project.read_font(name)));
    render::pdf::pdf(document, &style, &fonts)
}
