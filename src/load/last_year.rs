//! Last year's files: what of them was not understood costs figures to compare with.

use super::department::{self, NotTakenReason};
use super::unread::name_at;
use super::{LastYear, Lost, NotRead, Reason, Report};
use crate::diagnostic::Diagnostic;
use crate::findings::Findings;
use crate::source::{FileId, Place, Sources};
use crate::yaml::Reader;

/// `texts` is what was found when the files were read as texts and YAML, `reader` holds what was
/// found when the departments' files were `read`; `not_read` is what else stands in the folder.
pub(super) fn gather(
    read: department::Read,
    report: Option<Report>,
    texts: &Findings,
    not_read: &[NotRead],
    reader: &Reader<'_>,
) -> LastYear {
    let department::Read { departments, not_taken } = read;
    let sources = reader.sources;
    let in_workbooks: Vec<Lost> =
        departments.iter().flat_map(|read| of_workbook(read.file, texts, sources)).collect();
    let texts = texts.iter().filter_map(|fault| {
        let file = Reason { what: fault.message.clone(), help: None };
        lost(fault, true, file, sources)
    });
    let not_read = not_read.iter().filter_map(|NotRead { fault, is_second_file }| {
        let what =
            if *is_second_file { fault.message.as_str() } else { "只读 .yaml 和 .xlsx 文件" };
        let file = Reason { what: what.to_owned(), help: fault.help.clone() };
        lost(fault, false, file, sources)
    });
    let read = reader.findings.iter().filter_map(|fault| {
        let place = fault.place();
        let mut misshapen = reader.misshapen.iter();
        let is_of_form = misshapen.any(|(span, _)| place == Some(Place::from(*span)));
        let mut not_taken = not_taken.iter().filter(|_| !is_of_form);
        let not_taken = not_taken.find(|not_taken| place == Some(not_taken.place));
        let help = match not_taken.map(|not_taken| not_taken.reason) {
            Some(NotTakenReason::UnknownDepartment) => Some(
                "部门改了名的，把这个文件的文件名和“部门”改成现在的名称；已经撤销的，把文件移走"
                    .to_owned(),
            ),
            Some(
                NotTakenReason::SecondFile
                | NotTakenReason::OtherYear
                | NotTakenReason::OtherDepartment,
            ) => fault.help.clone(),
            None => None,
        };
        let file = Reason { what: fault.message.clone(), help };
        lost(fault, is_of_form, file, sources)
    });
    LastYear {
        report,
        departments,
        lost: texts.chain(in_workbooks).chain(not_read).chain(read).collect(),
    }
}

/// The figures that were not read of a workbook, each with what was found of it, or else of the workbook.
fn of_workbook(file: FileId, found: &Findings, sources: &Sources) -> Vec<Lost> {
    let names = sources.get(file).workbook().map_or(&[][..], |book| &book.lost);
    let here = found.iter().filter(|fault| fault.place().is_some_and(|place| place.file() == file));
    let here: Vec<&Diagnostic> = here.collect();
    let lost = names.iter().filter_map(|name| {
        let names_it = |fault: &&&Diagnostic| fault.message.contains(&format!("“{name}”"));
        let first = || here.iter().find(|fault| fault.is_error());
        let fault = here.iter().find(names_it).or_else(first)?;
        let reason = Reason { what: fault.message.clone(), help: fault.help.clone() };
        let (line, file) = (reason.clone(), reason);
        Some(Lost { place: fault.place()?, name: name.clone(), is_of_form: false, line, file })
    });
    lost.collect()
}

/// What an error in last year's files costs; `file` is its reason where nothing of the file was
/// taken.
fn lost(fault: &Diagnostic, is_of_form: bool, file: Reason, sources: &Sources) -> Option<Lost> {
    let place = fault.place().filter(|_| fault.is_error())?;
    Some(Lost {
        place,
        name: place.span().map_or_else(String::new, |span| name_at(span, sources)),
        is_of_form,
        line: Reason { what: fault.message.clone(), help: fault.help.clone() },
        file,
    })
}
