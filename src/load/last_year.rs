//! Last year's files: what of them was not understood costs figures to compare with.

use super::unread::name_at;
use super::{Department, LastYear, Lost, Reason};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::source::{Place, Sources, Span};
use crate::yaml::Misshapen;

/// `texts` is what was found when the files were read as texts and YAML, `others` all that was
/// found later; `misshapen` are the mistakes of form among these.
pub(super) fn gather(
    departments: Vec<Department>,
    texts: &Findings,
    others: &Findings,
    misshapen: &[(Span, Misshapen)],
    sources: &Sources,
) -> LastYear {
    let is_misshapen = |place: Place| misshapen.iter().any(|(span, _)| Place::from(*span) == place);
    let texts = texts.iter().filter_map(|fault| lost(fault, true, sources));
    let others = others
        .iter()
        .filter_map(|fault| lost(fault, fault.place().is_some_and(is_misshapen), sources));
    LastYear { departments, lost: texts.chain(others).collect() }
}

/// What an error in last year's files costs.
fn lost(fault: &Diagnostic, is_of_form: bool, sources: &Sources) -> Option<Lost> {
    let place = fault.place().filter(|_| fault.is_error())?;
    let what = match fault.code {
        Code::E0141 => "只读 .yaml 文件",
        _ => &fault.message,
    };
    let help = match fault.code {
        Code::E0137 => Some(
            "部门改了名的，把这个文件的文件名和“部门”改成现在的名称；已经撤销的，把文件移走"
                .to_owned(),
        ),
        Code::E0138 | Code::E0141 => fault.help.clone(),
        _ => None,
    };
    Some(Lost {
        place,
        name: place.span().map_or_else(String::new, |span| name_at(span, sources)),
        is_of_form,
        line: Reason { what: fault.message.clone(), help: fault.help.clone() },
        file: Reason { what: what.to_owned(), help },
    })
}
