//! Forms: the files that people fill in. A new year begins with a report file and a form for
//! every department; a new district begins with a profile.
//!
//! Values in, texts out: the wording stands in `templates/forms/`. Only `begin` reads, and nothing
//! is written here.

mod begin;
mod blocks;
mod carry;
mod department;
mod outline;
mod own_report;
mod profile;
mod report;
mod scalar;
mod sheets;

pub use begin::{Begun, begin};
pub(crate) use blocks::Other;
pub(crate) use carry::carried;

use serde::Serialize;

use crate::findings::{Findings, Outcome};
use crate::load::{Report, Submissions};
use crate::number::chinese_numeral;
use crate::project::{DirectoryEntry, Project};
use crate::source::Sources;
use crate::template::{Engine, TextFilter};
use crate::text::padded;
use crate::workbook::FormTablesOfKinds;

const DEPARTMENT: &str = "forms/部门.yaml.tera";
const REPORT: &str = "forms/报告总表.yaml.tera";
const PROFILE: &str = "forms/单位档案.yaml.tera";
const GUIDE: &str = "forms/填报说明.yaml.tera";

/// Settings for the editor that the manual describes, by the names of their files.
pub const EDITOR: [(&str, &str); 2] = [
    (".vscode/settings.json", include_str!("../.vscode/settings.json")),
    (".vscode/extensions.json", include_str!("../.vscode/extensions.json")),
];

/// A file that someone is to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// `区司法局.yaml`
    pub name: String,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// What the form of a department is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape<'a> {
    /// A file of YAML.
    Yaml,
    /// A workbook.
    Workbook,
    /// A workbook that says what this text of YAML says.
    Filled(&'a str),
}

/// Whose form is made, of which year, and what last year's and this year's reports give for it.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    project: &'a Project,
    entry: &'a DirectoryEntry,
    year: i32,
    last: Option<&'a Submissions>,
    /// The report of the year itself, where it is there already.
    outline: Option<&'a Report>,
    others: &'a [Other],
}

/// The files of a new year: `report.yaml`, and a form for every department that has
/// something to report or to write. Last year's texts are carried over, its values stand
/// beside the empty lines. None where a template is at fault (E10).
pub(crate) fn new_year(
    project: &Project,
    (year, shape): (i32, Shape<'_>),
    last: Option<&Submissions>,
    others: &[Other],
    sources: &mut Sources,
) -> Outcome<Option<Vec<Form>>> {
    let mut findings = Findings::new();
    let made = maker(project, shape, sources).gather(&mut findings);
    let Some(maker) = made else { return Outcome::new(None, findings) };
    let own = [(project, last)].into_iter();
    let kinds = own.chain(others.iter().map(|other| (&other.project, other.last.as_ref())));
    let reports = kinds.map(|(project, last)| {
        let values = report::values(project, year, last, sources);
        let text = maker.engine.render(REPORT, &values, sources);
        let name = format!("{}.yaml", report::name(project));
        text.map(|text| Some(Form { name, bytes: text?.into_bytes() }))
    });
    // The forms are of all kinds, and made with the report of the default one.
    let directory = project.profile.departments.iter();
    let directory = directory.filter(|_| project.is_of_default_kind());
    let departments = directory.filter_map(|entry| {
        maker.form(Wanted { project, entry, year, last, outline: None, others }, sources)
    });
    // A template that is at fault is so in all forms: the first is enough.
    let forms = reports.chain(departments).map(|form| form.gather(&mut findings)).collect();
    Outcome::new(forms, findings)
}

/// The form of one department, by its name, with the items of the outline of the year itself where
/// there is one. None where nothing is asked of it.
pub(crate) fn new_form(
    project: &Project,
    (department, year, shape): (&str, i32, Shape<'_>),
    last: Option<&Submissions>,
    outline: Option<&Report>,
    others: &[Other],
    sources: &mut Sources,
) -> Outcome<Option<Form>> {
    let mut findings = Findings::new();
    let made = maker(project, shape, sources).gather(&mut findings);
    let mut entries = project.profile.departments.iter();
    let entry = entries.find(|entry| entry.name == department);
    let form = made.zip(entry).and_then(|(maker, entry)| {
        let wanted = Wanted { project, entry, year, last, outline, others };
        maker.form(wanted, sources)?.gather(&mut findings)
    });
    Outcome::new(form, findings)
}

/// What makes the forms of departments.
struct Maker<'a> {
    engine: Engine,
    shape: Shape<'a>,
    /// The tables of the forms; none where no workbook is made.
    tables: FormTablesOfKinds,
}

fn maker<'a>(
    project: &Project,
    shape: Shape<'a>,
    sources: &mut Sources,
) -> Outcome<Option<Maker<'a>>> {
    let mut findings = Findings::new();
    let engine = engine(project, sources).gather(&mut findings);
    let tables = match shape {
        Shape::Yaml => FormTablesOfKinds::default(),
        Shape::Workbook | Shape::Filled(_) => {
            FormTablesOfKinds::read(project, sources).gather(&mut findings)
        }
    };
    let maker = engine.filter(|_| !findings.has_errors());
    Outcome::new(maker.map(|engine| Maker { engine, shape, tables }), findings)
}

impl Maker<'_> {
    /// The form of a department; none where nothing is asked of it.
    fn form(&self, wanted: Wanted<'_>, sources: &Sources) -> Option<Outcome<Option<Form>>> {
        let Wanted { project, entry, year, last, outline, others } = wanted;
        let values = blocks::whole(project, (entry, year), (last, outline), others, sources);
        let text = match (&values, self.shape) {
            (Some(values), _) => self.engine.render(DEPARTMENT, values, sources),
            (None, Shape::Filled(_)) => Outcome::clean(Some(String::new())),
            (None, _) => return None,
        };
        let name = &entry.name;
        let yaml = |text: String| Form { name: format!("{name}.yaml"), bytes: text.into_bytes() };
        Some(text.and_then(|text| match self.shape {
            Shape::Yaml => Outcome::clean(Some(yaml(text))),
            Shape::Workbook | Shape::Filled(_) => {
                let workbook = |bytes| Form { name: format!("{name}.xlsx"), bytes };
                self.workbook(wanted, &text, sources).map(|bytes| bytes.map(workbook))
            }
        }))
    }
}

/// A profile whose lines wait to be filled in. The departments are those that the catalogue
/// was written for; the kinds of report are named where the model does, or `names_kinds`. None
/// where the template is at fault (E10).
pub(crate) fn profile(
    model: &Project,
    names_kinds: bool,
    sources: &mut Sources,
) -> Outcome<Option<String>> {
    let values = profile::values(model, names_kinds);
    engine(model, sources).and_then(|engine| engine.render(PROFILE, &values, sources))
}

fn engine(project: &Project, sources: &mut Sources) -> Outcome<Option<Engine>> {
    let mut findings = Findings::new();
    let templates = project.templates(sources).gather(&mut findings);
    if findings.has_errors() {
        return Outcome::new(None, findings);
    }
    let filters = [
        TextFilter { name: "scalar", number: None, write: |text, _| scalar::scalar(text) },
        TextFilter { name: "value", number: Some("indent"), write: scalar::value },
        TextFilter { name: "block", number: Some("indent"), write: scalar::block },
        TextFilter { name: "padded", number: Some("columns"), write: padded },
    ];
    let engine = Engine::load_plain(&templates, sources, &[".yaml.tera"], &filters);
    let engine = engine.gather(&mut findings);
    Outcome::new(engine, findings)
}

/// Last year's texts and what they are called.
#[derive(Debug, Serialize)]
struct Text<'a> {
    key: &'a str,
    text: carry::Carried,
}

/// So many lines, in Chinese.
fn lines(count: usize) -> String {
    match count {
        2 => "两".to_owned(),
        _ => chinese_numeral(u32::try_from(count).unwrap_or(u32::MAX)),
    }
}

/// A text of one line, to stand in a comment, which ends with its line.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 120;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}……", line.get(..at).unwrap_or_default()),
        None => line,
    }
}
