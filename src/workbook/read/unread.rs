//! What was typed into a sheet of rows where nothing is read: outside its columns, in one of them that
//! only shows something, or beside a name that was taken away.

use std::collections::BTreeMap;

use super::sheet::{Row, Rows, bare};
use super::shown::Shown;
use super::slips::short;
use super::yaml::At;
use crate::cells::{Cell, Sheet, Value, Wanted};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::Findings;
use crate::source::{self, FileId};
use crate::workbook::label::own;
use crate::workbook::shown;

/// What was found of it.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) file: FileId,
    pub(super) findings: Findings,
    /// The keys of texts that were not read.
    pub(super) lost: Vec<String>,
}

impl Unread {
    pub(super) fn new(file: FileId) -> Unread {
        Unread { file, findings: Findings::new(), lost: Vec::new() }
    }

    /// What stands outside the columns of a sheet of texts, and formulas without a result in those of
    /// the texts. The first of the labels is over the names.
    pub(super) fn of(file: FileId, rows: &Rows<'_>, labels: &[&str], texts: &[&str]) -> Unread {
        let mut unread = Unread::new(file);
        // A sentence beside a row without a text is the text that it lacks.
        let is_column = |column| labels.iter().any(|label| rows.column(label) == Some(column));
        let is_sentence = |cell: &Cell| {
            !is_column(cell.column) && cell.typed(Wanted::Text).contains(['。', '\n'])
        };
        let lost = rows.rows().filter(|row| {
            texts.iter().all(|label| row.text(label).is_none())
                && row.cells().iter().any(is_sentence)
        });
        let lost = lost.map(|row| {
            let name = labels.first().and_then(|first| row.text(first)).unwrap_or_default();
            (row.number, name.trim().to_owned())
        });
        let lost: BTreeMap<u32, String> = lost.collect();
        let severity = |cell: &Cell| match lost.contains_key(&cell.row) && is_sentence(cell) {
            true => Severity::Error,
            false => Severity::Warning,
        };
        unread.outside(rows, labels, (|_: &Cell| false, severity));
        unread.lost.extend(lost.into_values());
        unread.formulas(rows, texts);
        unread
    }

    fn place(&self, at: At) -> source::Cell {
        source::Cell { file: self.file, sheet: at.sheet, row: at.row, column: at.column }
    }

    /// What stands outside the columns of a sheet, one report for each column; but for cells of which
    /// it `is_told`. What stands above the header, as titles do, is a hint; how grave another cell is, is asked.
    pub(super) fn outside(
        &mut self,
        rows: &Rows<'_>,
        labels: &[&str],
        (is_told, severity): (impl Fn(&Cell) -> bool, impl Fn(&Cell) -> Severity),
    ) {
        let is_known = |column: u32| labels.iter().any(|label| rows.column(label) == Some(column));
        let mut columns: BTreeMap<u32, Vec<&Cell>> = BTreeMap::new();
        let is_filled = |cell: &&Cell| !cell.typed(Wanted::Text).is_empty();
        let is_outside = |cell: &&Cell| cell.row < rows.header || !is_known(cell.column);
        let outside = rows.sheet.cells.iter().filter(is_outside).filter(|cell| !is_told(cell));
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
            let severities = cells.iter().map(|cell| match cell.row < rows.header {
                true => Severity::Hint,
                false => severity(cell),
            });
            let severity = severities.min().unwrap_or(Severity::Warning);
            let fault = fault.severity(severity);
            self.findings.report(match severity {
                _ if first.row < rows.header => fault
                    .at(at, "在表头上面")
                    .help("要报的移到表头下面它该在的那一格；只作备注的，不用管它，或者删去"),
                Severity::Error => fault
                    .at(at, "这一栏不是填报表里的，这一行的文字却空着")
                    .help("是这一行的文字的，移到它该在的那一栏；不是的，删去"),
                Severity::Warning | Severity::Hint => fault
                    .at(at, "这一栏不是填报表里的")
                    .help("要报的移到它该在的那一栏；只作备注的，不用管它，或者删去"),
            });
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

    /// What was typed into a sheet or a row beside everything that is read there, in one report.
    pub(super) fn foreign(&mut self, sheet: u32, cells: &[&Cell], (place, label): (&str, &str)) {
        let Some(first) = cells.first() else { return };
        let at = self.place(At { sheet, row: first.row, column: first.column });
        let more = match cells.len() {
            1 => String::new(),
            count => format!("等 {count} 格"),
        };
        let shown = short(&first.typed(Wanted::Text));
        let fault = Diagnostic::new(Code::E0175, format!("“{shown}”{more}写在{place}，没有读"));
        self.findings.report(
            fault
                .at(at, label)
                .help("要报的移到它该在的那一张表、那一格；只作备注的，不用管它，或者删去"),
        );
    }

    /// What stands beside the name of a row that is no figure.
    pub(super) fn beside_no_figure(&mut self, row: &Row<'_>, labels: &[&str]) {
        let labels = labels.iter().skip(1);
        let beside = labels.filter(|label| row.text(label).is_some());
        let beside: Vec<&Cell> = beside.filter_map(|label| row.cell(label)).collect();
        let sheet = row.at("").sheet;
        self.foreign(sheet, &beside, ("没有指标的一行", "这一行没有要填的数"));
    }

    /// What was typed over the words of the sheet that says how to fill in the form.
    pub(super) fn guide(&mut self, (number, sheet): (u32, &Sheet), shown: &Shown) {
        let is_typed = |cell: &&Cell| !shown.holds("", &cell.typed(Wanted::Text));
        let typed: Vec<&Cell> = sheet.cells.iter().filter(is_typed).collect();
        let place = format!("“{}”里", sheet.name);
        self.foreign(number, &typed, (&place, "这一张表只讲怎么填"));
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

    /// The same of words that are no sentence, so that nobody meant them for the text.
    pub(super) fn aside(&mut self, row: &Row<'_>, label: &str, right: &str) {
        let Some(text) = row.text(label) else { return };
        let at = self.place(row.at(label));
        let message = format!("“{}”写在“{label}”一栏，没有读", short(&text));
        let fault = Diagnostic::new(Code::E0175, message).at(at, "这一栏的内容不读");
        let help = format!("要报的，写到这一行的“{right}”一栏；不报的，不用管它，或者删去");
        self.findings.report(fault.help(help));
    }

    /// Words in the place of the number of an entry, or a number that no list has.
    pub(super) fn number(&mut self, row: &Row<'_>, label: &str, right: &str) {
        const MOST_DIGITS: usize = 3;
        let is_number = |c: char| {
            !c.is_alphanumeric() || c.is_numeric() || "一二三四五六七八九十百第条项号续".contains(c)
        };
        let is_place = |text: &str| {
            text.chars().all(is_number)
                && text.chars().filter(char::is_ascii_digit).count() <= MOST_DIGITS
        };
        if row.text(label).is_some_and(|text| !is_place(&text)) {
            self.stray(row, label, right);
        }
    }

    /// A row that goes on a text, though none stands above it.
    pub(super) fn goes_on_nothing(&mut self, row: &Row<'_>, text: &str) {
        let shown = short(&row.text(text).unwrap_or_default());
        let message = format!("填了“{shown}”，它上面没有可以接着写的文字");
        let fault = Diagnostic::new(Code::E0170, message).at(self.place(row.at(text)), "没有读");
        self.findings.report(
            fault.help("“（续）”接的是上面一行：移到那一行下面；不是接着写的，写明是哪一项"),
        );
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

    /// What was typed over the hint of a row.
    pub(super) fn hint(&mut self, row: &Row<'_>, is_ours: impl Fn(&str) -> bool) {
        if row.text(own::HINT).is_some_and(|text| !is_ours(&bare(&text))) {
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
    fn formulas(&mut self, rows: &Rows<'_>, labels: &[&str]) {
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
