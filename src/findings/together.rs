//! Many figures of one sheet of a form that were left empty are one slip: the zeros were not typed.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Place, Sources};

/// So many are told one by one.
const FEW: usize = 5;

/// How many of them are shown: who sees some looks at all.
const SOME: usize = 5;

/// Makes one report of those of each sheet, where they are many.
pub(super) fn empty_figures(found: &mut Vec<Diagnostic>, sources: &Sources) {
    let mut sheets: BTreeMap<(FileId, u32), Vec<usize>> = BTreeMap::new();
    for (at, one) in found.iter().enumerate().filter(|(_, one)| is_empty_figure(one)) {
        if let Some(Place::Cell(cell)) = one.place().map(|place| sources.shown(place)) {
            sheets.entry((cell.file, cell.sheet)).or_default().push(at);
        }
    }
    let mut told = BTreeSet::new();
    for ((file, sheet), all) in sheets.into_iter().filter(|(_, all)| all.len() > FEW) {
        let workbook = sources.get(file).workbook();
        let Some(name) = workbook.and_then(|workbook| workbook.sheets.get(sheet as usize)) else {
            continue;
        };
        let message = format!("“{name}”表有 {} 项没有填数", all.len());
        let mut one = Diagnostic::new(Code::E0304, message)
            .help("填写实际数；没有发生的填 0：选中空着的格，键入 0，按 Ctrl+Enter，就都填上了");
        for empty in all.iter().take(SOME).filter_map(|at| found.get(*at)) {
            let figure = empty.message.split(['“', '”']).nth(1).unwrap_or_default();
            if let Some(place) = empty.place() {
                one = one.at(place, figure);
            }
        }
        if let Some((first, others)) = all.split_first() {
            told.extend(others.iter().copied());
            if let Some(place) = found.get_mut(*first) {
                *place = one;
            }
        }
    }
    let mut at = 0..;
    found.retain(|_| at.next().is_none_or(|at| !told.contains(&at)));
}

/// Whether nothing was typed for a figure, or for some of its members.
fn is_empty_figure(found: &Diagnostic) -> bool {
    found.is_error()
        && match found.code {
            Code::E0304 => found.message.ends_with("没有填数"),
            Code::E0421 => true,
            _ => false,
        }
}
