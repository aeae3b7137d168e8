//! Convert: a department's file of YAML becomes a workbook that says the same, and a workbook the
//! file of YAML that it stands for.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::Files;
use crate::findings::{Findings, Outcome};
use crate::forms::{self, Shape};
use crate::load;
use crate::project::Project;
use crate::source::{FileId, Sources};
use crate::text::command_word_or;
use crate::workbook::read::{Asked, Forms, read};
use crate::workbook::{Form, FormTablesOfKinds, Given, LONGEST, Values};
use crate::write::Output;
use crate::yaml;

/// A department's file in its other form.
#[derive(Debug)]
pub struct Converted {
    /// The files that were read.
    pub sources: Sources,
    /// Everything found, in the order in which it is shown.
    pub findings: Findings,
    /// The file in its other form, by its name in the folder of the year; none where there are
    /// errors among the findings.
    pub output: Option<Output>,
    /// The lines with remarks of people that a workbook has no place for, by their numbers.
    pub remarks: Vec<usize>,
}

impl Converted {
    /// Whether the file holds something that was told not to be read, which its other form lacks.
    pub fn has_unread(&self) -> bool {
        let told = [Code::E0167, Code::E0171, Code::E0174, Code::E0175, Code::E0176, Code::E0180];
        self.findings.iter().any(|found| told.contains(&found.code))
    }
}

/// Reads a file of a department in the folder of a year, and says the same in the other form. What
/// cannot be read, or has no place in the other form, would be lost: it is reported, and nothing is
/// made. `name` is that of the file.
pub fn convert(files: impl Into<Files>, year: i32, name: &str) -> Converted {
    let (mut sources, mut findings) = (Sources::default(), Findings::new());
    let (mut output, mut remarks) = (None, Vec::new());
    let files = files.into();
    let project = Project::open_for(files.clone(), None, &mut sources).gather(&mut findings);
    if let Some(project) = &project {
        let file = load::load_one(project, year, name, &mut sources).gather(&mut findings);
        if let Some(file) = file.filter(|_| !findings.has_errors()) {
            let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
            if load::is_workbook(ending) {
                let bytes = sources.get(file).text().as_bytes().to_vec();
                output = Some(Output { name: format!("{stem}.yaml"), bytes });
            } else {
                let department = project.profile.present(stem).unwrap_or(stem);
                let yaml = Yaml { project, whose: (department, year), file };
                output = yaml.workbook(files.clone(), &mut sources).gather(&mut findings);
                remarks = yaml.remarks(files, &sources);
            }
        }
    }
    findings.arrange(&sources);
    Converted { sources, findings, output, remarks }
}

/// What a form says behind a #, `件 · 必填 · 上年 12`, part by part: it may say less by now, or more.
fn parts(remark: &str) -> impl Iterator<Item = &str> {
    remark.split('·').map(str::trim)
}

/// A department's file of YAML.
struct Yaml<'p> {
    project: &'p Project,
    whose: (&'p str, i32),
    file: FileId,
}

impl Yaml<'_> {
    /// The workbook that says the same, which is read back to see that it does.
    fn workbook(&self, files: Files, sources: &mut Sources) -> Outcome<Option<Output>> {
        let (department, year) = self.whose;
        let text = sources.get(self.file).text().to_owned();
        if let Some(fault) = self.too_long(&text, sources) {
            return Outcome::new(None, fault.into());
        }
        let begun = forms::begin(files, year, None, Some(department), Shape::Filled(&text));
        let Some(form) = begun.forms.into_iter().next() else {
            let word = command_word_or(department, "部门");
            let fault = Diagnostic::new(Code::E0162, format!("{department}的填报表做不出来"))
                .at(self.file, "")
                .help(format!("运行 nianbao new {year} --department {word} --xlsx，看缺什么"));
            return Outcome::new(None, fault.into());
        };
        let project = self.project;
        let tables = FormTablesOfKinds::read(project, sources).value;
        let blank = Form::new(project, &tables, self.whose, &[]);
        let asked = Asked { file: self.file, path: &form.name, whose: self.whose, is_over: false };
        let back = read(&form.bytes, asked, &mut Forms::new(project, tables));
        let back = back.value.map(|read| read.text).unwrap_or_default();
        let back = sources.add(form.name.clone(), back);
        let values = |file: FileId| {
            let node = yaml::parse(file, sources.get(file).text()).value?;
            Some(Values::of(&node, &blank, &project.catalogue, sources))
        };
        let [given, back] = [values(self.file), values(back)]
            .map(|values| values.map(|values| values.by_place()).unwrap_or_default());
        let lost = given.iter().filter(|(place, said)| back.get(*place) != Some(said));
        let new = back.keys().filter(|place| !given.contains_key(*place));
        let differ: Vec<&str> =
            lost.map(|(place, _)| place).chain(new).map(String::as_str).collect();
        if !differ.is_empty() {
            let fault = Diagnostic::new(Code::E0162, "文件里有工作簿放不下的内容，没有转换");
            let help = format!(
                "{}在工作簿里没有地方写，或者写进去就变了：空的删去，不认识的改正；确要这样写的，仍用 YAML 文件填报",
                differ.join("、")
            );
            return Outcome::new(None, fault.help(help).at(self.file, "").into());
        }
        Outcome::clean(Some(Output { name: form.name, bytes: form.bytes }))
    }

    /// The lines with remarks that are none of those which the empty form has for whoever fills it in.
    fn remarks(&self, files: Files, sources: &Sources) -> Vec<usize> {
        let text = sources.get(self.file).text();
        let remarks = yaml::remarks(self.file, text);
        if remarks.is_empty() {
            return Vec::new();
        }
        let (department, year) = self.whose;
        let begun = forms::begin(files, year, None, Some(department), Shape::Yaml);
        // The form may have been made before the outline of the year was.
        let forms = begun.forms.iter().chain(&begun.untouched);
        let texts: Vec<_> = forms.map(|form| String::from_utf8_lossy(&form.bytes)).collect();
        let of_form = texts.iter().flat_map(|text| yaml::remarks(self.file, text));
        let of_form: BTreeSet<&str> = of_form.flat_map(|(_, remark)| parts(remark)).collect();
        let is_of_form = |remark: &str| parts(remark).all(|part| of_form.contains(part));
        let of_people = remarks.into_iter().filter(|(_, remark)| !is_of_form(remark));
        of_people.map(|(line, _)| line).collect()
    }

    /// A figure whose text has no room in its cell.
    fn too_long(&self, text: &str, sources: &mut Sources) -> Option<Diagnostic> {
        if text.len() <= LONGEST {
            return None;
        }
        let tables = FormTablesOfKinds::read(self.project, sources).value;
        let form = Form::new(self.project, &tables, self.whose, &[]);
        let node = yaml::parse(self.file, text).value?;
        let values = Values::of(&node, &form, &self.project.catalogue, sources);
        let is_too_long = |given: &Given| matches!(given, Given::Text(text) if text.encode_utf16().count() > LONGEST);
        let (name, _) = values.figures.iter().find(|(_, given)| is_too_long(given))?;
        let message = format!("“{name}”的文字太长，工作簿的一格放不下，没有转换");
        let help = format!("一格最多 {LONGEST} 字：长的文字写进“正文”；或者仍用 YAML 文件填报");
        Some(Diagnostic::new(Code::E0162, message).at(self.file, "").help(help))
    }
}

#[cfg(test)]
mod tests;
