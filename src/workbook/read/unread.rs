//! What was typed into a sheet of rows where nothing is read: outside its columns, in one of them that
//! only shows something, or beside a name that was taken away.

use std::collections::BTreeMap;

use super::sheet::{Row, Rows, bare};
use super::slips::short;
use super::yaml::At;
use crate::cells::{Cell, Value, Wanted};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::Findings;
use crate::source::{self, FileId};
use crate::workbook::label::own;
use crate::workbook::shown;

/// What was found of it.
#[derive(Debug)]
pub(super) struct Unread {
    file: FileId,
    pub(super) findings: Findings,
    /// The keys of texts that were not read.
    pub(super) lost: Vec<String>,
}

impl Unread {
    pub(super) fn new(file: FileId) -> Unread {
        Unread { file, findings: Findings::new(), lost: Vec::new() }
    }

    fn place(&self, at: At) -> source::Cell {
        source::Cell { file: self.file, sheet: at.sheet, row: at.row, column: at.column }
    }

    /// What stands outside the columns of a sheet, one report for each column; but for cells of which
    /// it `is_told`.
    pub(super) fn outside(
        &mut self,
        rows: &Rows<'_>,
        labels: &[&str],
        is_told: impl Fn(&Cell) -> bool,
    ) {
        let is_known = |column: u32| labels.iter().any(|label| rows.column(label) == Some(column));
        let mut columns: BTreeMap<u32, Vec<&Cell>> = BTreeMap::new();
        let is_filled = |cell: &&Cell| !cell.typed(Wanted::Text).is_empty();
        let below = rows.sheet.cells.iter().filter(|cell| cell.row > rows.header);
        let outside = below.filter(|cell| !is_known(cell.column) && !is_told(cell));
        for cell in outside.filter(is_filled) {
            columns.entry(cell.column).or_default().push(cell);
        }
        for (column, cells) in columns {
            let Some(first) = cells.first() else { continue };
            let at = self.place(At { sheet: rows.number, row: first.row, column });
            let more = match cells.len() {
                1 => String::new(),
                count => format!("等 {count} 格"),
            };
            let shown = short(&first.typed(Wanted::Text));
            let fault =
                Diagnostic::new(Code::E0175, format!("“{shown}”{more}写在各栏之外，没有读"));
            let fault = fault
                .at(at, "这一栏不是填报表里的")
                .help("要报的移到它该在的那一栏；只作备注的，不用管它，或者删去");
            self.findings.report(fault);
        }
    }

    /// What stands in a column of a row, though it belongs in another one of it. Where that is empty, it
    /// is lost.
    pub(super) fn stray(&mut self, row: &Row<'_>, label: &str, right: &str) {
        let Some(text) = row.text(label) else { return };
        let at = self.place(row.at(label));
        let message = format!("“{}”写在“{label}”一栏，没有读", short(&text));
        let fault = Diagnostic::new(Code::E0175, message);
        let fault = match row.text(right) {
            None => fault
                .severity(Severity::Error)
                .at(at, format!("“{right}”一栏空着"))
                .help(format!("移到这一行的“{right}”一栏")),
            Some(_) => fault
                .at(at, "这一栏是下发时写好的，只供参考")
                .help(format!("要报的，并到这一行的“{right}”一栏；不报的，不用管它，或者删去")),
        };
        self.findings.report(fault);
    }

    /// A whole sentence in a column that shows a heading, where the text is missing; says whether there
    /// is one.
    pub(super) fn text_in(&mut self, row: &Row<'_>, label: &str, right: &str) -> bool {
        let is_sentence = row.text(label).is_some_and(|text| text.contains(['。', '\n']));
        let is_lost = is_sentence && row.text(right).is_none();
        if is_lost {
            self.stray(row, label, right);
        }
        is_lost
    }

    /// Words in the first column of a row in which nothing is filled in, though the row is none of the
    /// form's. Where they are none of a text that is wanted, they may be a remark.
    pub(super) fn alone(&mut self, row: &Row<'_>, label: &str) {
        let Some(text) = row.text(label) else { return };
        let at = self.place(row.at(label));
        let message = format!("“{}”写在“{label}”一栏，没有读", short(&text));
        let fault = Diagnostic::new(Code::E0175, message).at(at, "这一行不是填报表里的");
        self.findings
            .report(fault.help("要报的移到它该在的那一行、那一栏；只作备注的，不用管它，或者删去"));
    }

    /// Words in the place of the number of an entry.
    pub(super) fn number(&mut self, row: &Row<'_>, label: &str, right: &str) {
        let is_number = |c: char| {
            !c.is_alphanumeric() || c.is_numeric() || "一二三四五六七八九十百第条项号续".contains(c)
        };
        if row.text(label).is_some_and(|text| !text.chars().all(is_number)) {
            self.stray(row, label, right);
        }
    }

    /// What was typed over the figures that may be cited.
    pub(super) fn citable(&mut self, row: &Row<'_>, label: &str, right: &str) {
        let is_ours = |line: &str| {
            let line = line.trim();
            line.is_empty()
                || line.starts_with("{{") && line.ends_with("}}")
                || line == shown::MORE
                || line.starts_with(shown::DOUBTFUL)
        };
        if row.text(label).is_some_and(|text| !text.lines().all(is_ours)) {
            self.stray(row, label, right);
        }
    }

    /// What was typed over the hint of a row whose text is missing.
    pub(super) fn hint(&mut self, row: &Row<'_>, hint: &str) {
        let is_ours = row.text(own::HINT).is_none_or(|text| bare(&text) == bare(hint));
        if !is_ours && row.text(own::TEXT).is_none() {
            self.stray(row, own::HINT, own::TEXT);
        }
    }

    /// A text beside an empty name; `was` is the name that was there.
    pub(super) fn nameless(&mut self, row: &Row<'_>, name: &str, text: &str, was: Option<&str>) {
        let at = self.place(row.at(text));
        let fault = match was {
            Some(was) => Diagnostic::new(Code::E0170, format!("“{was}”的“{name}”被删去了"))
                .at(at, format!("原来是“{was}”的文字"))
                .help(format!("在“{name}”一栏写回“{was}”")),
            None => {
                let shown = short(&row.text(text).unwrap_or_default());
                Diagnostic::new(Code::E0170, format!("填了“{shown}”，这一行没有写“{name}”"))
                    .at(at, "没有读")
                    .help(format!("在“{name}”一栏写明是哪一项；不是要报的，移到别处或者删去"))
            }
        };
        self.findings.report(fault);
    }

    /// The mark of 本部门报告 is neither 是 nor 否.
    pub(super) fn strange_mark(&mut self, at: At) {
        let fault = Diagnostic::new(Code::E0133, format!("“{}”只填 是 或者 否", own::MADE))
            .at(self.place(at), "")
            .help("本部门自己也要出报告的，改为“是”；不出的，改为“否”");
        self.findings.report(fault);
    }

    /// It is 否, and something is filled in below.
    pub(super) fn unwanted(&mut self, at: At) {
        let fault =
            Diagnostic::new(Code::E0133, format!("“{}”填了“否”，下面却填了内容", own::MADE))
                .at(self.place(at), "")
                .help("要出报告的，改为“是”；不出的，删去下面填的内容");
        self.findings.report(fault);
    }

    /// A formula in a place of texts that has no result, or a wrong one.
    pub(super) fn formulas(&mut self, rows: &Rows<'_>, labels: &[&str]) {
        let columns: Vec<u32> = labels.iter().filter_map(|label| rows.column(label)).collect();
        let below = rows.sheet.cells.iter().filter(|cell| cell.row > rows.header);
        for cell in below.filter(|cell| columns.contains(&cell.column)) {
            let message = match &cell.value {
                Value::NoResult => "这一格是公式，文件里没有存它的结果".to_owned(),
                Value::Error(error) => format!("这一格的公式出错：{error}"),
                _ => continue,
            };
            let at = At { sheet: rows.number, row: cell.row, column: cell.column };
            let fault = Diagnostic::new(Code::E0178, message).at(self.place(at), "这里要填文字").help(
                "以“=”“+”“-”开头的文字会当成公式：删去公式，直接填文字；确要以这些符号开头的，先把单元格的格式设为“文本”",
            );
            self.findings.report(fault);
        }
    }
}
