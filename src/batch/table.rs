//! What became of each project, as a table for people and for spreadsheets.

use std::fmt;

use crate::csv;
use crate::hash::{hex, sha256};
use crate::text::{padded, width};

/// How a project's report ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Its files were written.
    Made,
    /// They stand as they would be made again.
    Unchanged,
    /// It was only checked, and may be made.
    Passed,
    /// There is no new file.
    Failed,
    /// It is no project.
    Without,
}

impl End {
    const ALL: [End; 5] = [End::Made, End::Unchanged, End::Passed, End::Failed, End::Without];
}

impl fmt::Display for End {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            End::Made => "已生成",
            End::Unchanged => "没有变化",
            End::Passed => "核对通过",
            End::Failed => "没有通过",
            End::Without => "没有找到项目",
        })
    }
}

/// What became of one report.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// The folder of the project.
    pub(crate) project: String,
    /// The kind of report, where several are made.
    pub(crate) report: String,
    pub(crate) year: String,
    pub(crate) end: End,
    pub(crate) errors: usize,
    /// None where it was not checked anew.
    pub(crate) warnings: Option<usize>,
    /// What is said of files that took the place of others.
    pub(crate) replaced: String,
    /// The code and message of the first finding that kept it from being made.
    pub(crate) first: String,
    /// Where that stands.
    pub(crate) place: String,
    /// Where its files are.
    pub(crate) folder: String,
}

/// The rows of a run, as they come. Of those that ended well only the line for the spreadsheet is kept.
#[derive(Debug)]
pub(crate) struct Table {
    rows: String,
    counts: [usize; End::ALL.len()],
    failed: Vec<String>,
}

impl Default for Table {
    fn default() -> Table {
        Table { rows: String::new(), counts: [0; End::ALL.len()], failed: Vec::new() }
    }
}

/// The heads of the columns; one more column has the check of the rows for its head.
const HEADS: [&str; 9] =
    ["项目", "年度", "报告", "结果", "错误", "警告", "第一处问题", "位置", "输出文件夹"];

/// Hexadecimal digits of the check: enough that no edit keeps it by accident.
const CHECK: usize = 16;

/// The table with these rows. Its first line tells by a check whether the rows are still those that
/// were written.
fn with_heading(rows: &str) -> String {
    let hash = hex(&sha256([rows.as_bytes()]));
    let check = format!("校验 {}", hash.get(..CHECK).unwrap_or(&hash));
    let heads = HEADS.into_iter().chain([check.as_str()]);
    format!("{}{}{rows}", csv::MARK, csv::line(heads))
}

/// Whether a file is the table of an earlier run, byte by byte as it was written.
pub(crate) fn is_table(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    text.split_once('\n').is_some_and(|(_, rows)| with_heading(rows) == text)
}

impl Table {
    pub(crate) fn add(&mut self, row: &Row) {
        let [errors, warnings] = [Some(row.errors), row.warnings]
            .map(|count| count.map_or(String::new(), |count| count.to_string()));
        self.rows.push_str(&csv::line([
            row.project.as_str(),
            &row.year,
            &row.report,
            &format!("{}{}", row.end, in_brackets(&row.replaced)),
            &errors,
            &warnings,
            &row.first,
            &row.place,
            &row.folder,
        ]));
        for (end, count) in End::ALL.iter().zip(&mut self.counts) {
            *count += usize::from(*end == row.end);
        }
        if row.end == End::Failed {
            self.failed.push(format!("{}{}", row.project, in_brackets(&row.report)));
        }
    }

    /// The whole table, for a spreadsheet.
    pub(crate) fn csv(&self) -> String {
        with_heading(&self.rows)
    }

    pub(crate) fn failed(&self) -> usize {
        self.failed.len()
    }

    /// How many ended in which way, and the names of those that failed.
    pub(crate) fn summary(&self) -> String {
        let counted = End::ALL.iter().zip(self.counts).filter(|(_, count)| *count > 0);
        let lines: Vec<(String, String)> = counted
            .map(|(end, count)| (end.to_string(), count.to_string()))
            .chain([("共".to_owned(), self.counts.iter().sum::<usize>().to_string())])
            .collect();
        let [left, right] = [
            lines.iter().map(|(end, _)| width(end)).max().unwrap_or(0),
            lines.iter().map(|(_, count)| count.len()).max().unwrap_or(0),
        ];
        let line =
            |(end, count): &(String, String)| format!("{}  {count:>right$}\n", padded(end, left));
        let mut text: String = lines.iter().map(line).collect();
        if !self.failed.is_empty() {
            text.push_str(&format!("没有通过的：{}\n", self.failed.join("、")));
        }
        text
    }
}

/// A name that is added to another.
pub(crate) fn in_brackets(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("（{name}）") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(project: &str, end: End, first: &str) -> Row {
        Row {
            project: project.to_owned(),
            report: String::new(),
            year: "2024".to_owned(),
            end,
            errors: usize::from(end == End::Failed),
            warnings: Some(2),
            replaced: String::new(),
            first: first.to_owned(),
            place: String::new(),
            folder: String::new(),
        }
    }

    #[test]
    fn the_summary_counts_each_end_and_names_what_failed() {
        let mut table = Table::default();
        for number in 0..10 {
            table.add(&row(&format!("示例区{number}"), End::Made, ""));
        }
        table.add(&row("示例县", End::Failed, "E0501 不等"));
        assert_eq!(
            table.summary(),
            "已生成    10\n没有通过   1\n共        11\n没有通过的：示例县\n"
        );
        assert_eq!(table.failed(), 1);
    }

    #[test]
    fn no_cell_of_the_table_is_run_as_a_formula() {
        let mut table = Table::default();
        table.add(&row("=1+1", End::Failed, "@SUM(A1)"));
        let csv = table.csv();
        assert_eq!(csv.lines().nth(1).unwrap(), "'=1+1,2024,,没有通过,1,2,'@SUM(A1),,");
    }

    #[test]
    fn only_the_bytes_that_were_written_are_a_table() {
        let mut table = Table::default();
        assert!(is_table(table.csv().as_bytes()));
        table.add(&row("示例县", End::Made, ""));
        let csv = table.csv();
        assert!(is_table(csv.as_bytes()));
        for at in 0..csv.len() {
            let mut bytes = csv.clone().into_bytes();
            bytes[at] ^= 1;
            assert!(!is_table(&bytes), "{at}");
            assert!(!is_table(&csv.as_bytes()[..at]), "{at}");
        }
    }
}
