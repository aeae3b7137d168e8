//! What the project has changed since a form was sent out: kinds of report and tables that came or went,
//! and figures that others report now. Who filled in the form did nothing wrong, so each is told once; of a
//! year that is over nothing is told.

use std::collections::BTreeSet;

use super::Filled;
use super::reworded::Reworded;
use super::yaml::At;
use crate::catalogue::{Metric, Need};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::Findings;
use crate::project::Project;
use crate::text::command_word_or;
use crate::workbook::form::{Content, Row};
use crate::workbook::table::{TableContent, TableFill};

/// What was met of it while the form was read.
#[derive(Debug, Default)]
pub(super) struct Since {
    /// The sheets that the form would have now, and never had.
    pub(super) new_sheets: BTreeSet<String>,
    /// Those that it has, and would not have now.
    pub(super) gone_sheets: Vec<(String, At)>,
    /// Whether there are rows of figures that no kind of report has any more.
    pub(super) has_gone_rows: bool,
    /// The figures in tables that were filled in, and that another department reports now.
    pub(super) of_others: Vec<(String, At)>,
    /// The labels of tables that it has in other words.
    pub(super) reworded: Reworded,
}

impl Filled<'_> {
    /// Reports it, as far as it concerns the kind of report for which the form is read.
    pub(super) fn changed_since(&mut self, project: &Project) {
        if self.asked.is_over {
            return;
        }
        let kind = project.kind.folder.as_str();
        let new = self.new_figures(kind);
        if let Some(fault) = self.told_new(&new, kind) {
            self.figures.lost.extend(new.into_iter().map(|(_, name, _)| name));
            self.findings.report(fault);
        }
        let mut found = Findings::new();
        let since = &self.since;
        match self.shown.gone_kinds.as_slice() {
            [] => found.extend(
                since.gone_sheets.iter().map(|(name, at)| gone_sheet(name).at(self.cell(*at), "")),
            ),
            kinds if since.has_gone_rows || !since.gone_sheets.is_empty() => {
                found.report(gone_kinds(kinds).at(self.asked.file, ""));
            }
            _ => {}
        }
        let of_others = of_others(&since.of_others);
        found.extend(of_others.map(|(fault, at)| fault.at(self.cell(at), "下发时由这个部门填")));
        found.extend(reworded(&since.reworded).map(|fault| fault.at(self.asked.file, "")));
        self.findings.extend(found);
    }

    /// The figures of a kind of report that the form has no place for, each with its sheet.
    fn new_figures(&self, kind: &str) -> Vec<(String, String, bool)> {
        let is_new_kind = self.shown.new_kinds.iter().any(|new| new == kind);
        let mut figures = Vec::new();
        for (sheet, _) in &self.form.sheets {
            let is_new = self.since.new_sheets.contains(&sheet.name);
            let metrics: Vec<&Metric> = match &sheet.content {
                Content::Figures(rows) if is_new || is_new_kind => rows
                    .iter()
                    .filter_map(|row| match row {
                        Row::Figure(figure) => Some(figure.metric.as_ref()),
                        Row::Heading(_) => None,
                    })
                    .collect(),
                Content::Table(table) if is_new => table
                    .cells
                    .iter()
                    .filter_map(|cell| match &cell.content {
                        TableContent::Figure { metric, fill: TableFill::Own(_), .. } => {
                            Some(metric.as_ref())
                        }
                        _ => None,
                    })
                    .collect(),
                _ => Vec::new(),
            };
            let of_kind = metrics.into_iter().filter(|metric| *metric.report == *kind);
            figures.extend(of_kind.map(|metric| {
                (sheet.name.clone(), metric.name.clone(), metric.need == Need::Required)
            }));
        }
        figures
    }

    fn told_new(&self, new: &[(String, String, bool)], kind: &str) -> Option<Diagnostic> {
        let mut sheets: Vec<String> = new.iter().map(|(sheet, ..)| format!("“{sheet}”")).collect();
        sheets.dedup();
        let (first, _) = sheets.split_first()?;
        let what = match self.shown.new_kinds.iter().any(|new| new == kind) {
            true => format!("报告里添了“{kind}”"),
            false if sheets.len() > 1 => format!("添了{}这几张表", sheets.join("、")),
            false => format!("添了{first}这张表"),
        };
        let severity = match new.iter().any(|(.., is_required)| *is_required) {
            true => Severity::Error,
            false => Severity::Warning,
        };
        let (department, year) = self.asked.whose;
        let word = command_word_or(department, "部门");
        let fault =
            Diagnostic::new(Code::E0166, format!("填报表下发以后，{what}，这份表里没有地方填"));
        let fault = fault.severity(severity).at(self.asked.file, "");
        Some(fault.help(format!(
            "还没有填的，移走这份表，运行 nianbao new {year} --department {word} --xlsx 重做一份；填过的，先后运行 nianbao convert {year} {word}.xlsx --replace 和 nianbao convert {year} {word}.yaml --replace：填过的都在，添的表也有了"
        )))
    }
}

/// A sheet that the form had, and that it would not have now.
fn gone_sheet(sheet: &str) -> Diagnostic {
    Diagnostic::new(Code::E0167, format!("填报表下发以后，“{sheet}”这张表不用填了，没有读"))
        .help("不用管它，也不用删去；还要填的，请汇总单位核对表样和分工")
}

/// Kinds of report that are made no more.
fn gone_kinds(kinds: &[String]) -> Diagnostic {
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("“{kind}”")).collect();
    let kinds = kinds.join("、");
    let message = format!("填报表下发以后，{kinds}不做了，它的表和指标没有读");
    Diagnostic::new(Code::E0167, message)
        .severity(Severity::Hint)
        .help("不用管它，也不用删去；还要做的，请汇总单位把它写回 data/profile.yaml 的“报告”")
}

/// Figures that another department reports now, and the first of their cells.
fn of_others(figures: &[(String, At)]) -> Option<(Diagnostic, At)> {
    let (name, at) = figures.first()?;
    let more = match figures.len() {
        1 => String::new(),
        count => format!("等 {count} 项"),
    };
    let message = format!("填报表下发以后，“{name}”{more}改由别的部门填了，这里填的没有读");
    let fault = Diagnostic::new(Code::E0171, message).severity(Severity::Warning);
    Some((fault.help("不用管它，也不用删去；数由现在负责的部门填"), *at))
}

/// Labels that a table has in other words now.
fn reworded(labels: &Reworded) -> Option<Diagnostic> {
    let (now, was) = labels.first_key_value()?;
    let more = match labels.len() {
        1 => String::new(),
        count => format!("等 {count} 处"),
    };
    let message = format!("填报表下发以后，表样里的“{was}”{more}改成了“{now}”，照样读了");
    let fault = Diagnostic::new(Code::E0166, message).severity(Severity::Hint);
    Some(fault.help("不用管它，表里的文字不用改"))
}
