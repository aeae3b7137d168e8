//! Workbooks in a year's folder, which are read in the place of files of YAML.

use crate::bounds::YEAR_WORKBOOKS;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::files::{self, Found};
use crate::findings::{Findings, Outcome};
use crate::project::Project;
use crate::source::{Content, FileId, Role, Sources};
use crate::workbook::FormTablesOfKinds;
use crate::workbook::read::{self, Asked, Forms};
use crate::yaml::{self, Node};

/// What the name of a workbook ends in, after the stop.
pub(crate) const ENDING: &str = "xlsx";

/// Whether something that stands in a folder is read as a workbook: beside a file of YAML of the same
/// name none is.
pub(super) fn is_read(found: &Found, all: &[Found]) -> bool {
    let named = found.name.rsplit_once('.').filter(|(_, ending)| is_ending(ending));
    let has_yaml = |stem: &str| all.iter().any(|other| other.name == format!("{stem}.yaml"));
    !found.is_folder && named.is_some_and(|(stem, _)| !has_yaml(stem))
}

/// Whether the ending of a name is that of a workbook, in capitals or not.
pub(crate) fn is_ending(ending: &str) -> bool {
    ending.eq_ignore_ascii_case(ENDING)
}

/// Reads the workbooks of a project.
pub(super) struct Workbooks<'p> {
    pub(super) project: &'p Project,
    /// Made when the first workbook is read.
    forms: Option<Forms<'p>>,
    /// Bytes of all that were read, when unpacked.
    unpacked: u64,
}

impl<'p> Workbooks<'p> {
    pub(super) fn new(project: &'p Project) -> Workbooks<'p> {
        Workbooks { project, forms: None, unpacked: 0 }
    }

    /// The tree of the YAML that a workbook stands for; none where it could not be read. `place` is the
    /// name of its file, without ending, the year of its folder, and whether that is over.
    pub(super) fn read_tree(
        &mut self,
        path: &str,
        role: Role,
        place: (&str, i32, bool),
        sources: &mut Sources,
    ) -> Outcome<(FileId, Option<Node>)> {
        let project = self.project;
        // What is wrong with the tables is reported where the report is composed.
        let forms = self.forms.get_or_insert_with(|| {
            Forms::new(project, FormTablesOfKinds::read(project, sources).value)
        });
        let file = sources.add(path, Content::Missing);
        sources.set_role(file, role);
        let bytes = match project.files.workbook(path) {
            Ok(bytes) => bytes,
            Err(fault) => return Outcome::new((file, None), fault.at(file, "").into()),
        };
        let before = self.unpacked;
        self.unpacked = before.saturating_add(read::unpacked_size(&bytes));
        if self.unpacked > YEAR_WORKBOOKS.most {
            // Those after it are told with it.
            let fault = Diagnostic::new(Code::E0125, YEAR_WORKBOOKS.passed(None)).at(file, "");
            let fault = fault.note("说明", "从这个文件起没有读");
            let fault = fault.help("核对是不是放错了文件，或者粘贴进了多余的内容");
            let findings = Some(fault).filter(|_| before <= YEAR_WORKBOOKS.most);
            return Outcome::new((file, None), findings.into_iter().collect());
        }
        let (stem, year, is_over) = place;
        let department = project.profile.present(stem).unwrap_or(stem);
        let asked = Asked { file, path, whose: (department, year), is_over };
        let mut findings = Findings::new();
        let read = read::read_with_tree(&bytes, asked, forms).gather(&mut findings);
        let Some((workbook, tree)) = read else {
            // A table of somebody else is not missed.
            let is_known = project.profile.of_file(stem).is_some();
            let findings = findings.into_iter().map(|found| match found.code {
                Code::E0164 if !is_known => found.severity(Severity::Warning).help(
                    "用不着的文件请移走；是部门报来的，请它把数填进下发的填报表，文件名是部门名称",
                ),
                _ => found,
            });
            return Outcome::new((file, None), findings.collect());
        };
        let tried = project.files.tried(path);
        let workbook = workbook.with(tried);
        // The tree is that of the text as it was read.
        let tree = tree.filter(|_| tried.is_empty());
        sources.set_content(file, Content::Workbook(workbook));
        let text = sources.get(file).text();
        findings.extend(files::invisible(file, text));
        let node = tree.or_else(|| yaml::parse(file, text).gather(&mut findings));
        Outcome::new((file, node), findings)
    }
}
