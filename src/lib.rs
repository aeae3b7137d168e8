//! nianbao 年报: from the departments' YAML to the official annual report.
//!
//! The straight line, [`examine`] then [`make`]:
//!
//! ```text
//! data/2024/*.yaml ─load▶ Submissions ─check▶ Figures ─compose▶ Document ─render▶ bytes ─write▶ output/2024/
//! ```
//!
//! [`project`] and [`load`] read, [`mod@write`] writes; everything between takes values and
//! gives values. ARCHITECTURE.md says what each room is for and where to add things.

pub mod catalogue;
pub mod chart;
pub mod check;
pub mod cli;
pub mod compose;
pub mod csv;
pub mod diagnostic;
pub mod document;
pub mod figures;
pub mod findings;
pub mod forms;
pub mod load;
pub mod number;
pub mod project;
pub mod prose;
pub mod render;
pub mod schema;
pub mod source;
pub mod status;
pub mod template;
mod text;
pub mod write;
pub mod yaml;

use std::borrow::Cow;
use std::path::Path;

use crate::compose::Parts;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Markings};
use crate::figures::Figures;
use crate::findings::Findings;
use crate::forms::Form;
use crate::load::Submissions;
use crate::project::{Profile, Project};
use crate::render::pdf::{FontBook, FontList, ReadSeek, Style, YesNo};
use crate::source::{Content, Role, Sources};
use crate::template::Templates;
use crate::write::Output;

/// Where the measures of the printed page stand, seen from the project.
const STYLE: &str = "templates/gbt9704.yaml";
/// Where the list of fonts stands.
const FONTS: &str = "fonts/fonts.yaml";
/// What the report's files are called, without extension and what tells editions apart.
const NAME: &str = "年报";
/// The record of every figure. Of the editions only a draft can have other figures than the rest.
const ORIGINS: &str = "数据来源.csv";
const ORIGINS_OF_DRAFT: &str = "数据来源（草稿）.csv";

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
    /// Joins what a later step found to what is to be told.
    pub fn join(&mut self, found: Vec<Diagnostic>) {
        self.diagnostics.extend(found);
        arrange(&mut self.diagnostics, &self.sources);
    }

    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads and checks one year, the red head as the profile has it.
pub fn examine(root: &Path, year: i32) -> Examined {
    examine_edition(root, year, None)
}

/// Reads and checks one year for an edition with or without the red head (none = as the
/// profile has it), which decides what the report must bear.
pub fn examine_edition(root: &Path, year: i32, red_head: Option<bool>) -> Examined {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let year = read_and_check(root, year, red_head, &mut sources, &mut diagnostics);
    arrange(&mut diagnostics, &sources);
    Examined { sources, diagnostics, year }
}

fn read_and_check(
    root: &Path,
    year: i32,
    red_head: Option<bool>,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Year> {
    let mut project = Project::open(root, sources, diagnostics)?;
    project.profile.put_red_head(red_head);
    // Against a catalogue that is itself at fault, right figures would be blamed; but not for
    // slips of its YAML that were mended in reading.
    let at_fault = |told: &Diagnostic| told.is_error() && told.code >= Code::E0130;
    let sound = !project.catalogue.metrics.is_empty() && !diagnostics.iter().any(at_fault);
    let (submissions, mut reading) = load::load(&project, year, sources);
    let figures = submissions.as_ref().filter(|_| sound).map(|submissions| {
        let Project { profile, catalogue, .. } = &project;
        let checked = check::check(submissions, profile, catalogue, sources, &reading);
        diagnostics.extend(checked.diagnostics);
        checked.figures
    });
    diagnostics.append(&mut reading);
    Some(Year { project, submissions: submissions?, figures: figures? })
}

/// Puts diagnostics in the order in which they are shown.
fn arrange(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    let mut findings: Findings = std::mem::take(diagnostics).into_iter().collect();
    findings.arrange(sources);
    diagnostics.extend(findings);
}

/// The files of a year that is to begin.
#[derive(Debug)]
pub struct Begun {
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
    /// None at all when there are errors among the diagnostics.
    pub forms: Vec<Form>,
    /// The year they were made from, when it is there.
    pub last_year: Option<i32>,
}

/// Makes the files of a new year from the catalogue and last year's files. What of last
/// year's cannot be read would be lost silently, so it is told and nothing is made.
pub fn begin(root: &Path, year: i32) -> Begun {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let mut forms = Vec::new();
    let mut last_year = None;
    if let Some(project) = Project::open(root, &mut sources, &mut diagnostics) {
        last_year = Some(year.saturating_sub(1)).filter(|last| project.years().contains(last));
        let last = last_year.and_then(|last| {
            let (submissions, mut found) = load::load_last(&project, last, &mut sources);
            diagnostics.append(&mut found);
            submissions
        });
        if !diagnostics.iter().any(Diagnostic::is_error) {
            match forms::new_year(&project, year, last.as_ref(), &mut sources) {
                Ok(made) => forms = made,
                Err(found) => diagnostics.extend(found),
            }
        }
    }
    arrange(&mut diagnostics, &sources);
    Begun { sources, diagnostics, forms, last_year }
}

/// A new district's project: everything but the years.
#[derive(Debug)]
pub struct District {
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
    /// None at all when there are errors among the diagnostics.
    pub outputs: Vec<Output>,
}

/// Makes the files of a new district after a project that is there: its catalogue, templates
/// and fonts as they are, a profile to be filled in, and what editors need.
pub fn district(model: &Path) -> District {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let mut outputs = Vec::new();
    if let Some(project) = Project::open(model, &mut sources, &mut diagnostics) {
        let mut add = |name: String, bytes: Vec<u8>| outputs.push(Output { name, bytes });
        match forms::profile(&project.profile, &mut sources) {
            Ok(profile) => add("data/profile.yaml".to_owned(), profile.into_bytes()),
            Err(found) => diagnostics.extend(found),
        }
        let catalogue = sources.of_role(&Role::Catalogue);
        let mut texts: Vec<_> =
            catalogue.into_iter().map(|file| ("data/catalogue.yaml".to_owned(), file)).collect();
        let templates = project.templates(&mut sources, &mut diagnostics);
        texts.extend(
            templates.files.iter().map(|(path, file)| (format!("templates/{path}"), *file)),
        );
        for (name, file) in texts {
            add(name, sources.get(file).text().to_owned().into_bytes());
        }
        for name in project.fonts() {
            match project.read_font(&name) {
                Ok(bytes) => add(format!("fonts/{name}"), bytes),
                Err(error) => {
                    diagnostics.push(project.unreadable(&format!("fonts/{name}"), &error));
                }
            }
        }
        for schema in schema::generate(&project.catalogue, &project.profile) {
            add(format!("schemas/{}", schema.name), schema.text.into_bytes());
        }
        for (name, text) in forms::EDITOR {
            add(name.to_owned(), text.as_bytes().to_vec());
        }
    }
    if diagnostics.iter().any(Diagnostic::is_error) {
        outputs.clear();
    }
    arrange(&mut diagnostics, &sources);
    District { sources, diagnostics, outputs }
}

/// Tells files that are there already and were not replaced; `paths` are shown as they are.
pub fn taken(paths: &[String], sources: &mut Sources) -> Diagnostic {
    let first = paths.first().map_or("", String::as_str);
    let file = sources.add(first, Content::Missing);
    let fault = Diagnostic::new(Code::E0143, format!("{first} 已经有了，没有覆盖"))
        .at(file, "")
        .help("确实要重新生成的，先把已有的移到别处；一个文件也没有写");
    match paths.len() {
        0 | 1 => fault,
        count => fault.note("已有", format!("共 {count} 个：{}", paths.join("、"))),
    }
}

/// The outward forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Html,
    Markdown,
}

/// How a report is made: which editions of it, in which forms.
#[derive(Debug, Clone, Default)]
pub struct Options<'a> {
    /// `templates/<layout>.md.tera`; none = the profile's.
    pub layout: Option<&'a str>,
    pub formats: &'a [Format],
    /// Marks what is missing instead of failing.
    pub draft: bool,
    /// 核校本: the PDF marks and lists its figures with their sources, the page tells them in
    /// its tips; no Markdown.
    pub proof: bool,
    /// Leaves the items marked 公开: 否 out of every form; the web page never has them, unless it
    /// is a 核校本.
    pub public: bool,
    /// Adds 附件1 主要指标数据一览表.
    pub appendix: bool,
    /// Mirrors the margins of even pages, for printing on both sides.
    pub duplex: bool,
    /// Leaves the place of a seal.
    pub seal: bool,
    /// Makes a character that the role's own face does not draw a fault.
    pub strict_fonts: bool,
    /// 主送机关 in place of the profile's: a set of files for each of them.
    pub addressees: &'a [String],
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
    let mut faults = Vec::new();
    let templates = year.project.templates(sources, &mut faults);
    let options = Options { layout, draft, ..Options::default() };
    match edition(year, &year.project.profile, &options, false, &templates, sources) {
        Ok(document) if !faults.iter().any(Diagnostic::is_error) => Ok((document, templates)),
        Ok(_) => Err(faults),
        Err(found) => Err(faults.into_iter().chain(found).collect()),
    }
}

/// A report's files.
#[derive(Debug)]
pub struct Made {
    pub outputs: Vec<Output>,
    /// What was found that keeps nothing from being written, such as a template in GBK.
    pub warnings: Vec<Diagnostic>,
}

/// Makes the report's files from a year that was examined. Templates join its sources.
///
/// # Errors
/// Faults of templates, prose and fonts, all that were found; then there are no files at all.
pub fn make(
    year: &Year,
    options: &Options,
    sources: &mut Sources,
) -> Result<Made, Vec<Diagnostic>> {
    if let Some(fault) = secret(year, options) {
        return Err(vec![fault]);
    }
    let mut faults = Vec::new();
    let templates = year.project.templates(sources, &mut faults);
    let printing = if options.formats.contains(&Format::Pdf) {
        Printing::read(&year.project, options, sources, &mut faults)
    } else {
        None
    };
    let sent: Vec<Option<&str>> = match options.addressees {
        [] => vec![None],
        several => several.iter().map(|addressee| Some(addressee.as_str())).collect(),
    };
    let mut outputs = Vec::new();
    for addressee in sent {
        let profile = profile_of(&year.project.profile, addressee);
        let compose = |public| edition(year, &profile, options, public, &templates, sources);
        let document = match compose(options.public) {
            Ok(document) => document,
            Err(found) => {
                faults.extend(found);
                return Err(faults);
            }
        };
        let name = name_of(addressee, options);
        let mut add = |ending: &str, bytes| {
            outputs.push(Output { name: format!("{name}.{ending}"), bytes });
        };
        for format in options.formats {
            match format {
                Format::Pdf => {
                    match printing.as_ref().map(|printing| printing.pdf(&document, sources)) {
                        Some(Ok(bytes)) => add("pdf", bytes),
                        Some(Err(found)) => faults.extend(found),
                        None => {}
                    }
                }
                Format::Html => {
                    // What is posted for all to read never holds what is not public.
                    let differs = !options.public && !options.proof && withholds(year);
                    let page = match differs {
                        true => compose(true).map(Cow::Owned),
                        false => Ok(Cow::Borrowed(&document)),
                    };
                    match page.and_then(|page| render::html::render(&page, &templates, sources)) {
                        Ok(page) => add("html", page.into_bytes()),
                        Err(found) => faults.extend(found),
                    }
                }
                // Plain text has no place to say where a figure comes from.
                Format::Markdown if options.proof => {}
                Format::Markdown => add("md", render::markdown::render(&document).into_bytes()),
            }
        }
        // The office's own record of every figure is no part of what is published.
        let origins = if options.draft { ORIGINS_OF_DRAFT } else { ORIGINS };
        if !options.public && outputs.iter().all(|output| output.name != origins) {
            let bytes = render::sources::render(&document).into_bytes();
            outputs.push(Output { name: origins.to_owned(), bytes });
        }
    }
    match faults.iter().any(Diagnostic::is_error) {
        true => Err(faults),
        false => Ok(Made { outputs, warnings: faults }),
    }
}

/// A report marked as secret asked for in a form that all may read.
fn secret(year: &Year, options: &Options) -> Option<Diagnostic> {
    let secrecy = year.submissions.report.secrecy.as_ref()?;
    let page = options.formats.contains(&Format::Html);
    (options.public || page).then(|| {
        Diagnostic::new(Code::E0912, "标了密级的报告不出网页和公开版")
            .at(secrecy.span, format!("是{}文件", secrecy.value))
            .help("加 --format pdf,md，不加 --public；不涉密的，删去密级")
    })
}

/// The profile as one addressee's copy has it.
fn profile_of(profile: &Profile, addressee: Option<&str>) -> Profile {
    let mut profile = profile.clone();
    if let Some(addressee) = addressee {
        profile.addressees = vec![addressee.to_owned()];
    }
    profile
}

/// Whether a public edition lacks items that the others have.
fn withholds(year: &Year) -> bool {
    let mut items = year.submissions.report.outline.iter().flat_map(|theme| &theme.items);
    items.any(|item| !item.public)
}

/// The report of one edition; a public one lacks the items marked 公开: 否.
fn edition(
    year: &Year,
    profile: &Profile,
    options: &Options,
    public: bool,
    templates: &Templates,
    sources: &Sources,
) -> Result<Document, Vec<Diagnostic>> {
    let Year { submissions, figures, .. } = year;
    let mut submissions = Cow::Borrowed(submissions);
    let withheld = public && withholds(year);
    if withheld {
        for theme in &mut submissions.to_mut().report.outline {
            theme.items.retain(|item| item.public);
        }
    }
    let usual = profile.layout.as_ref().map(|layout| layout.value.as_str());
    let layout = options.layout.or(usual).unwrap_or_default();
    let catalogue = &year.project.catalogue;
    let submissions = submissions.as_ref();
    let parts = Parts { profile, catalogue, submissions, figures, templates, sources };
    let mut document = compose::compose(&parts, layout, options.draft)?;
    document.proof = options.proof;
    if public {
        document.markings = Markings::default();
    }
    if options.appendix {
        // What was left out of the text is not published through the table.
        let shown = withheld.then(|| document.printed_facts());
        let year = submissions.report.year;
        document.attachments.extend(compose::appendix(&document.facts, shown.as_ref(), year));
    }
    Ok(document)
}

/// `年报`, or `年报（区委，草稿）`.
fn name_of(addressee: Option<&str>, options: &Options) -> String {
    let addressee =
        addressee.map(|name| name.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], ""));
    let kinds = [(options.public, "公开版"), (options.draft, "草稿"), (options.proof, "核校本")];
    let kinds = kinds.iter().filter(|(is, _)| *is).map(|(_, kind)| (*kind).to_owned());
    let marks: Vec<String> = addressee.into_iter().chain(kinds).collect();
    if marks.is_empty() { NAME.to_owned() } else { format!("{NAME}（{}）", marks.join("，")) }
}

/// What the PDF is set with.
struct Printing<'a> {
    style: Style,
    fonts: FontBook<'a>,
}

impl<'a> Printing<'a> {
    fn read(
        project: &'a Project,
        options: &Options,
        sources: &mut Sources,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Printing<'a>> {
        let style = project.read_fixed::<Style>(STYLE, sources, faults);
        let fonts = font_book(project, sources, faults);
        let (mut style, mut fonts) = (style?, fonts?);
        if options.duplex {
            style.page.duplex = YesNo::Yes;
        }
        if options.seal {
            style.signature.sealed = YesNo::Yes;
        }
        fonts.set_strict(options.strict_fonts);
        Some(Printing { style, fonts })
    }

    fn pdf(&self, document: &Document, sources: &Sources) -> Result<Vec<u8>, Vec<Diagnostic>> {
        render::pdf::pdf(document, &self.style, &self.fonts, sources)
    }
}

/// The fonts of a project, as its list has them; none when the list is at fault.
pub fn font_book<'a>(
    project: &'a Project,
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> Option<FontBook<'a>> {
    let list = project.read_fixed::<FontList>(FONTS, sources, faults)?;
    let open = |name: &str| Ok(Box::new(project.open_font(name)?) as Box<dyn ReadSeek>);
    Some(FontBook::new(list, &project.fonts(), Box::new(open)))
}
