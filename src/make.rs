//! Make: from a checked year to the files of its report.
//!
//! For each set of files the report is composed once and handed to the renderers that were
//! asked for; a form that everybody may read gets a document of its own where the year holds
//! items that are not public.

mod metered;
mod stock;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::iter;
use std::rc::Rc;

use metered::{Meter, Metered};
pub use stock::Stock;

use crate::check;
use crate::compose::{self, Parts, withholds};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::{Document, Markings};
use crate::edition::{Edition, unusable_names};
use crate::files::FontData;
use crate::findings::{Findings, Outcome};
use crate::font::{self, FaceData, FaceEntry, FontBook, FontList, YesNo};
use crate::layout::{self, MeasureFault, Style};
use crate::project::Project;
use crate::render::{self, Format, Materials, Printing};
use crate::sent::{self, Sent, Subject};
use crate::source::{Role, Sources, Span};
use crate::template::Templates;
use crate::write::Output;
use crate::yaml::{self, Kind, Node};
use crate::{Examined, Year};

/// Where the measures of the printed page stand, seen from the project.
const STYLE: &str = "templates/gbt9704.yaml";
/// Where the list of fonts stands.
const FONTS: &str = "fonts/fonts.yaml";

/// What reports are made with: the templates of a project, and its style and fonts for print.
/// Several reports of the project share it.
#[derive(Debug)]
pub struct Equipment<'a> {
    templates: Outcome<Templates>,
    /// None where nothing is printed.
    printing: Option<Outcome<Option<Printing<'a>>>>,
}

impl<'a> Equipment<'a> {
    /// Reads what reports of a project are made with; what is read joins the sources. `strict_fonts`
    /// is that of their editions, `is_printed` says whether any of them is printed.
    pub fn read(
        project: &'a Project,
        strict_fonts: bool,
        is_printed: bool,
        stock: &Stock,
        sources: &mut Sources,
    ) -> Equipment<'a> {
        let mut templates = project.templates(sources);
        templates.value.engines = stock.engines.clone();
        let printing = is_printed.then(|| read_printing(project, strict_fonts, stock, sources));
        Equipment { templates, printing }
    }

    /// Style and fonts; none where nothing is printed, or one of them is at fault.
    fn printing(&self, findings: &mut Findings) -> Option<&Printing<'a>> {
        let Outcome { value, findings: found } = self.printing.as_ref()?;
        findings.extend(found.iter().cloned());
        value.as_ref()
    }
}

/// Composes the report of a checked year, in its edition. Templates join the sources.
///
/// The value is none where a template or the prose is at fault.
pub fn document(year: &Year, sources: &mut Sources) -> Outcome<Option<Document>> {
    let mut findings = Findings::new();
    let templates = year.project.templates(sources).gather(&mut findings);
    let document = composed(year, &year.edition, &templates, sources).gather(&mut findings);
    Outcome::new(document, findings)
}

/// Adds to the findings of a year what only shows when its report is put together: faults of
/// templates, unfinished texts, title lines that are too long, characters that no face draws,
/// figures that neither a text nor the layout prints.
///
/// Where there are errors already, a draft is put together instead, and only what is wrong with it
/// for print is added: what its templates lack may follow from those errors.
///
/// Where items are withheld from what is posted, the posted edition is put together, too.
///
/// No page is laid out for it, and only the character maps of the fonts are read.
pub fn rehearse(examined: &mut Examined) {
    rehearse_from(examined, &Stock::default());
}

/// The same with what was read for reports of other projects.
pub fn rehearse_from(examined: &mut Examined, stock: &Stock) {
    let Some(year) = &examined.year else { return };
    let (strict, sources) = (year.edition.strict_fonts, &mut examined.sources);
    let equipment = Equipment::read(&year.project, strict, true, stock, sources);
    let findings = rehearsed(year, examined.findings.has_errors(), &equipment, &examined.sources);
    drop(equipment);
    examined.join(findings);
}

/// The same with what was read before, for print too.
pub fn rehearse_with(examined: &mut Examined, equipment: &Equipment<'_>) {
    let Some(year) = &examined.year else { return };
    let has_errors = examined.findings.has_errors();
    let findings = rehearsed(year, has_errors, equipment, &examined.sources);
    examined.join(findings);
}

fn rehearsed(
    year: &Year,
    has_errors: bool,
    equipment: &Equipment<'_>,
    sources: &Sources,
) -> Findings {
    let mut findings = Findings::new();
    let templates = &equipment.templates.value;
    if !has_errors {
        findings.extend(equipment.templates.findings.iter().cloned());
    }
    let mut documents = Vec::new();
    for edition in editions(year) {
        let edition = Edition { draft: has_errors || edition.draft, ..edition };
        let Outcome { value, findings: found } = composed(year, &edition, templates, sources);
        documents.extend(value);
        if !has_errors {
            join_new(found, &mut findings);
        }
    }
    findings.extend(secret(year, &[]));
    if !documents.is_empty() {
        let facts = documents.iter().flat_map(|document| {
            document.printed_facts().into_iter().filter_map(|id| document.facts.get(id.0))
        });
        let printed: BTreeSet<&str> = facts.map(|fact| fact.metric.as_str()).collect();
        findings.extend(check::unused(&year.figures, |metric| printed.contains(metric)));
    }
    if let Some(Printing { style, fonts }) = equipment.printing(&mut findings) {
        for document in &documents {
            let found = layout::preflight(document, style, fonts, sources);
            join_new(found, &mut findings);
        }
    }
    findings
}

/// The edition that is asked for, and the one that is posted where that lacks something.
fn editions(year: &Year) -> Vec<Edition> {
    let edition = &year.edition;
    let posted = edition.posted();
    let differs = posted != *edition && withholds(&posted, &year.submissions.report);
    iter::once(edition.clone()).chain(differs.then_some(posted)).collect()
}

/// What is wrong with several editions is reported once.
fn join_new(mut found: Findings, findings: &mut Findings) {
    found.retain(|found| !findings.contains(found));
    findings.extend(found);
}

/// Makes the files of a checked year's report in these formats. Templates, style and fonts join
/// the sources. With an error among the findings there are no files at all.
pub fn make(year: &Year, formats: &[Format], sources: &mut Sources) -> Outcome<Vec<Output>> {
    make_from(year, formats, &Stock::default(), sources)
}

/// The same with what was read for reports of other projects.
pub fn make_from(
    year: &Year,
    formats: &[Format],
    stock: &Stock,
    sources: &mut Sources,
) -> Outcome<Vec<Output>> {
    if let Some(faults) = unmakeable(year, formats) {
        return Outcome::new(Vec::new(), faults);
    }
    let is_printed = formats.iter().any(|format| format.is_printed);
    let strict_fonts = year.edition.strict_fonts;
    let equipment = Equipment::read(&year.project, strict_fonts, is_printed, stock, sources);
    made(year, formats, &equipment, sources)
}

/// The same with what was read before, for print where one of the formats is printed.
pub fn make_with(
    year: &Year,
    formats: &[Format],
    equipment: &Equipment<'_>,
    sources: &Sources,
) -> Outcome<Vec<Output>> {
    match unmakeable(year, formats) {
        Some(faults) => Outcome::new(Vec::new(), faults),
        None => made(year, formats, equipment, sources),
    }
}

/// Why nothing can be made in these formats, before anything is composed.
fn unmakeable(year: &Year, formats: &[Format]) -> Option<Findings> {
    if let Some(fault) = secret(year, formats) {
        return Some(fault.into());
    }
    let kept = formats.iter().filter(|format| format.is_revised).map(|_| sent::ENDING);
    let endings: Vec<&str> = formats.iter().map(|format| format.ending).chain(kept).collect();
    let names = unusable_names(&year.edition.sets(), &endings);
    names.has_errors().then_some(names)
}

fn made(
    year: &Year,
    formats: &[Format],
    equipment: &Equipment<'_>,
    sources: &Sources,
) -> Outcome<Vec<Output>> {
    let mut findings = equipment.templates.findings.clone();
    let templates = &equipment.templates.value;
    let printing = equipment.printing(&mut findings);
    let materials = Materials { templates, printing, sources, pdf: None };
    let mut outputs: Vec<Output> = Vec::new();
    for edition in year.edition.sets() {
        let composed = composed(year, &edition, templates, sources);
        join_new(composed.findings, &mut findings);
        let Some(document) = composed.value else { break };
        let made = set(year, &document, formats, &materials);
        join_new(made.findings, &mut findings);
        outputs.extend(made.value);
        // The office's own record of every figure is no part of what is published.
        let name = edition.origins_name();
        if !edition.public && outputs.iter().all(|output| output.name != name) {
            let bytes = render::sources::render(&document).into_bytes();
            outputs.push(Output { name, bytes });
        }
    }
    if findings.has_errors() {
        outputs.clear();
    }
    Outcome::new(outputs, findings)
}

/// The files of one document.
fn set(
    year: &Year,
    document: &Document,
    formats: &[Format],
    materials: &Materials<'_>,
) -> Outcome<Vec<Output>> {
    let mut findings = Findings::new();
    let mut outputs = Vec::new();
    let edition = &document.edition;
    let posted = edition.posted();
    let differs = posted != *edition && withholds(&posted, &year.submissions.report);
    // Who reads the page may read the PDF to which it leads.
    let is_for_all = !differs && document.markings == Markings::default();
    let pdf = formats.iter().find(|format| format.is_linked && is_for_all);
    let pdf = pdf.map(|format| edition.file_name(format.ending));
    let materials = &Materials { pdf: pdf.as_deref(), ..*materials };
    for format in formats {
        if edition.proof && !format.shows_origins {
            continue;
        }
        let document = if format.is_posted && differs {
            composed(year, &posted, materials.templates, materials.sources)
                .gather(&mut findings)
                .map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(document))
        };
        let Some(document) = document else { continue };
        let rendered = (format.render)(&document, materials);
        // What keeps two forms from their pages is told once.
        join_new(rendered.findings, &mut findings);
        let bytes = rendered.value;
        let name = edition.file_name(format.ending);
        let Some(bytes) = bytes else { continue };
        let kept = format.is_revised.then(|| {
            let report = &year.submissions.report;
            let subject = Subject::new(report.year, &report.kind.folder, &document);
            Sent::new(&document, name.clone()).of(subject).to_json()
        });
        outputs.push(Output { name, bytes });
        let name = edition.file_name(sent::ENDING);
        outputs.extend(kept.map(|bytes| Output { name, bytes }));
    }
    Outcome::new(outputs, findings)
}

/// A report marked as secret asked for in a form that everybody may read.
fn secret(year: &Year, formats: &[Format]) -> Option<Diagnostic> {
    let secrecy = year.submissions.report.secrecy.given()?;
    let posted = formats.iter().any(|format| format.is_posted);
    (year.edition.public || posted).then(|| {
        Diagnostic::new(Code::E0912, "标了密级的报告不出网页和公开版")
            .at(secrecy.span, format!("是{}文件", secrecy.value))
            .help("加 --format pdf,md，不加 --public；不涉密的，删去密级")
    })
}

fn composed(
    year: &Year,
    edition: &Edition,
    templates: &Templates,
    sources: &Sources,
) -> Outcome<Option<Document>> {
    let Year { project, submissions, figures, .. } = year;
    let Project { profile, catalogue, .. } = project;
    let parts = Parts { edition, profile, catalogue, submissions, figures, templates, sources };
    compose::compose(&parts)
}

/// Style and fonts; none when one of them is at fault.
fn read_printing<'a>(
    project: &'a Project,
    strict_fonts: bool,
    stock: &Stock,
    sources: &mut Sources,
) -> Outcome<Option<Printing<'a>>> {
    let mut findings = Findings::new();
    let style = read_style(project, &stock.styles, sources).gather(&mut findings);
    let fonts = font_book(project, strict_fonts, stock, sources);
    let fonts = fonts.gather(&mut findings);
    let printing = style.zip(fonts).map(|(style, fonts)| Printing { style, fonts });
    Outcome::new(printing, findings)
}

/// The measures of the page; none when they are at fault.
fn read_style(
    project: &Project,
    known: &stock::Texts<Style>,
    sources: &mut Sources,
) -> Outcome<Option<Rc<Style>>> {
    known.read(project, STYLE, Role::Style, sources).and_then(|style| {
        let faults = measure_faults(&style, sources);
        let is_right = faults.is_empty();
        Outcome::new(is_right.then_some(style), faults)
    })
}

/// The fonts of a project, as its list has them; none when the list is at fault.
///
/// A face that comes beside the program (另附) and is nowhere to be found is left out, and reported
/// where a fallback takes its place (E1105); every other face that the list requires has to be
/// there (E1102). `strict` makes fallbacks a fault: for a role whose own face is missing that is
/// the one fault, and not each of its characters.
pub fn font_book<'a>(
    project: &'a Project,
    strict: bool,
    stock: &Stock,
    sources: &mut Sources,
) -> Outcome<Option<FontBook<'a>>> {
    let files = &project.files;
    let mut findings = Findings::new();
    let list = stock.lists.read(project, FONTS, Role::Fonts, sources).gather(&mut findings);
    let Some(list) = list else { return Outcome::new(None, findings) };
    let mut list = FontList::clone(&list);
    if !files.is_built_in(FONTS) {
        for (face, place) in list.faces.iter_mut().zip(file_places(sources)) {
            face.place = place;
        }
    }
    let mut missing = Vec::new();
    for face in list.faces.iter_mut().filter(|face| face.beside_program == YesNo::Yes) {
        if files.font_origin(&face.file).is_none() {
            face.optional = YesNo::Yes;
            missing.push(face.name.clone());
        }
    }
    let optional = list.faces.iter().filter(|face| face.optional == YesNo::Yes);
    let optional: BTreeSet<String> = optional.map(|face| face.file.clone()).collect();
    let is_own = move |name: &str| optional.contains(name);
    let place = {
        let is_own = is_own.clone();
        move |name: &str| files.font_place(name, is_own(name))
    };
    let meter = Meter::default();
    let open = move |name: &str| {
        // What a user may provide is taken from the project alone, so that the report does not
        // depend on what else is installed.
        let data = if is_own(name) { files.open_own_font(name) } else { files.open_font(name) };
        data.map(|data| match data {
            FontData::File(file) => {
                FaceData::File(Box::new(Metered { file, meter: Rc::clone(&meter) }))
            }
            FontData::Static(bytes) => FaceData::Static(bytes),
        })
    };
    if files.is_recorded() {
        // Of reports that are made at once, each notes the same fonts, whichever they need.
        list.faces.iter().for_each(|face| drop(open(&face.file)));
    }
    let book = FontBook::new(list, &project.fonts(), Box::new(open));
    let mut book = book.gather(&mut findings);
    book.share(Rc::clone(&stock.faces), Box::new(place));
    let replaced = book.replaced(&missing);
    if !replaced.is_empty() {
        findings.report(missing_faces(&replaced, strict));
    }
    if strict {
        let is_replaced = |role: &font::Role| replaced.iter().any(|(other, _)| other == role);
        let own = font::Role::ALL.into_iter().filter(|role| !is_replaced(role)).collect();
        book.set_strict(own);
    }
    Outcome::new(Some(book), findings)
}

/// Where the list of fonts names the file of each face, in its order.
fn file_places(sources: &Sources) -> Vec<Option<Span>> {
    let list = sources.of_role(&Role::Fonts);
    let list = list.and_then(|file| yaml::parse(file, sources.get(file).text()).value);
    let faces = match list.as_ref().and_then(|list| value_of(list, "字体")).map(|node| &node.kind)
    {
        Some(Kind::List(faces)) => faces.as_slice(),
        _ => &[],
    };
    faces.iter().map(|face| value_of(face, "文件").map(|file| file.span)).collect()
}

/// Measures of the style that do not fit the sheet or each other, each at its place.
fn measure_faults(style: &Style, sources: &Sources) -> Findings {
    let faults = layout::faults(style);
    if faults.is_empty() {
        return Findings::new();
    }
    let file = sources.of_role(&Role::Style);
    let tree = file.and_then(|file| yaml::parse(file, sources.get(file).text()).value);
    let fault = |fault: &MeasureFault| {
        let found = Diagnostic::new(Code::E1108, fault.message.as_str())
            .help("改到这个范围之内；拿不准的，用程序内置的 gbt9704.yaml 里的数");
        match tree.as_ref().and_then(|tree| node_at(tree, &fault.path)) {
            Some(node) => found.at(node.span, format!("应在 {} 之间", fault.range)),
            None => found.note("范围", fault.range.as_str()),
        }
    };
    faults.iter().map(fault).collect()
}

/// What stands under these keys, or at these places of lists.
fn node_at<'n>(tree: &'n Node, path: &[String]) -> Option<&'n Node> {
    path.iter().try_fold(tree, |node, key| match &node.kind {
        Kind::List(items) => items.get(key.parse::<usize>().ok()?),
        _ => value_of(node, key),
    })
}

/// The value of a key of a mapping.
fn value_of<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Kind::Map(entries) = &node.kind else { return None };
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}

/// Reports roles that are written by a fallback, with the faces that are missing; as an error where
/// fallbacks are a fault.
fn missing_faces(replaced: &[(font::Role, &FaceEntry)], strict: bool) -> Diagnostic {
    let roles = replaced.iter().map(|(role, _)| role.to_string()).collect::<Vec<_>>().join("、");
    let files = replaced.iter().map(|(_, face)| face.file.as_str()).collect::<Vec<_>>().join("、");
    let severity = if strict { Severity::Error } else { Code::E1105.severity() };
    let places = replaced.iter().filter_map(|(_, face)| face.place);
    let found = Diagnostic::new(Code::E1105, format!("没有字体文件 {files}，{roles}改用后备字体"))
        .severity(severity);
    places
        .fold(found, |found, place| found.at(place, "登记在这里"))
        .note("说明", "这些字体的许可不容编进程序，随程序另附")
        .help(
            "把文件放进项目的 fonts 文件夹，或者程序旁边的 fonts 文件夹；\
            nianbao fonts 列出到哪些地方找",
        )
}
