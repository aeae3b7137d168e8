//! Diagnostics for the tests of the machine formats: all severities, places in two files,
//! over several lines, in a folder, in cells of a workbook and nowhere.

use super::{Code, Diagnostic, Severity};
use crate::source::{Cell, Content, Sources, Span};

pub(super) fn several() -> ([Diagnostic; 4], Sources) {
    let mut sources = Sources::default();
    let ours = sources.add("data/2024/区司法局.yaml", "指标:\n  执法案件录入总数: 6289\n正文:\n");
    let theirs = sources.add("data/2024/区 城管局#1.yaml", "指标:\n  行政处罚数: 526\n");
    let folder = sources.add("data/2025", Content::Missing);
    let total = "指标:\n  执法案件录入总数: ".len();
    let part = "指标:\n  行政处罚数: ".len();
    let until = "指标:\n  执法案件录入总数: 6289\n正文".len();
    let diagnostics = [
        Diagnostic::new(Code::E0105, "合计不等于分项之和：{{合计}}")
            .at(Span::new(ours, total..total + 4), "合计 6289")
            .also(Span::new(theirs, part..part + 3), "分项")
            .note("算式", "5757 + 526 = 6283，差 6")
            .help("核对平台导出数，\n差 50% 以上的:另行说明"),
        Diagnostic::new(Code::E0106, "一段")
            .severity(Severity::Warning)
            .at(Span::new(ours, 0..until), ""),
        Diagnostic::new(Code::E0101, "没有这个文件夹").severity(Severity::Hint).at(folder, ""),
        Diagnostic::new(Code::E0101, "没有地方"),
    ];
    (diagnostics, sources)
}

/// A fault with the two edits that mend it, the second beyond characters of four bytes.
pub(super) fn with_edits() -> (Diagnostic, Sources) {
    let mut sources = Sources::default();
    let text = "部门：甲\n注: \n𠀀𠀁，乙\n";
    let file = sources.add("data/2024/区司法局.yaml", text);
    let colon = "部门".len().."部门：".len();
    let end = text.find('，').unwrap();
    let diagnostic = Diagnostic::new(Code::E0106, "冒号用了全角")
        .at(Span::new(file, colon.clone()), "")
        .edit(Span::new(file, colon), ": ")
        .edit(Span::new(file, end..end), "。");
    (diagnostic, sources)
}

/// A fault of one cell that another explains.
pub(super) fn in_cells() -> (Diagnostic, Sources) {
    let mut sources = Sources::default();
    let sheets = vec!["说明".to_owned(), "指标".to_owned()];
    let file = sources.add("data/2025/区信访局.xlsx", Content::Workbook(sheets));
    let cell = |row, column| Cell { file, sheet: 1, row, column };
    let diagnostic = Diagnostic::new(Code::E0401, "“信访总量”不是数字")
        .at(cell(4, 2), "只写数字")
        .also(cell(9, 2), "");
    (diagnostic, sources)
}
